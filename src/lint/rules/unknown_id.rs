//! A wikilink or `related` names an id that no write-up has.

use super::{Check, Context, Errs, Group, Rule};
use crate::corpus::{self, Named};
use crate::diagnostic::{Safety, Severity};
use crate::history::Past;
use crate::model::{LinkKind, Writeup};
use crate::text::{Edit, Span};

pub(super) static RULE: Rule = Rule {
    name: "unknown-id",
    group: Group::Links,
    severity: Severity::Error,
    errs: Errs::FromReview,
    page: include_str!("unknown_id.md"),
    check: Check::Past(check),
};

fn check(writeup: &Writeup, past: &Past, cx: &mut Context<'_>) {
    for related in &writeup.meta.related {
        look(cx, past, &related.id.value, related.id.span, true);
    }
    let wikilinks = writeup
        .links
        .iter()
        .filter(|link| link.kind == LinkKind::Wiki);
    for link in wikilinks {
        let name = corpus::bare(&link.target.value);
        // `![[chart.png]]` shows a file; whether it is there, Obsidian looks for in every folder.
        let attachment = name
            .rsplit_once('.')
            .is_some_and(|(_, ending)| (1..=4).contains(&ending.len()));
        if !name.is_empty() && !attachment && !cx.corpus.is_page(name) {
            look(cx, past, &link.target.value, link.target.span, false);
        }
    }
}

/// Reports a name that nobody answers to. A wikilink may lead to any other note (`[[Kafka]]`): it is
/// found only when it is shaped like an id, with a number in it, or is nearly one.
fn look(cx: &mut Context<'_>, past: &Past, written: &str, span: Span, surely: bool) {
    if cx.corpus.names.meant(written) != Named::Nobody {
        return;
    }
    let name = corpus::bare(written);
    let corpus = cx.corpus;
    // The settings tell what became of it.
    if corpus.config.retired(name).is_some() {
        return;
    }
    if let Some((now, commit)) = past.renamed(name) {
        let help = format!("`{now}` was called so until {commit}");
        cx.report(span, format!("no write-up answers to `{name}`"))
            .help(help);
        return;
    }
    let near = cx.nearest_name(name);
    if !surely && near.is_none() && !name.contains(|c: char| c.is_ascii_digit()) {
        return;
    }
    let exact = cx.files.text(span) == written;
    let finding = cx.report(span, format!("no write-up answers to `{name}`"));
    let Some(near) = near else {
        finding.help("ids are file names without `.md`, or the `id` and `aliases` of front matter");
        return;
    };
    finding.help(format!("did you mean `{near}`?"));
    if exact {
        let edit = Edit::replace(span, written.replacen(name, near, 1));
        finding.fix(format!("name `{near}`"), Safety::Guess, edit);
    }
}
