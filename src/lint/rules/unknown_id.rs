//! A wikilink or `related` names an id that no write-up has.

use super::{Check, Context, Errs, Group, Rule};
use crate::corpus::Named;
use crate::diagnostic::Severity;
use crate::links;
use crate::model::{LinkKind, Writeup};
use crate::text::{Span, words};

pub(super) static RULE: Rule = Rule {
    name: "unknown-id",
    group: Group::Links,
    severity: Severity::Error,
    errs: Errs::FromReview,
    page: include_str!("unknown_id.md"),
    check: Check::Writeup(check),
};

fn check(writeup: &Writeup, cx: &mut Context<'_>) {
    for related in &writeup.meta.related {
        look(cx, links::wiki_name(&related.id.value), related.id.span);
    }
    for link in writeup
        .links
        .iter()
        .filter(|link| link.kind == LinkKind::Wiki)
    {
        let name = links::wiki_name(&link.target.value);
        // `![[chart.png]]` shows a file; whether it is there, Obsidian looks for in every folder.
        let attachment = name
            .rsplit_once('.')
            .is_some_and(|(_, ending)| (1..=4).contains(&ending.len()));
        if !name.is_empty() && !attachment && !cx.corpus.is_page(name) {
            look(cx, name, link.target.span);
        }
    }
}

fn look(cx: &mut Context<'_>, name: &str, span: Span) {
    match cx.corpus.names.exact(name) {
        Named::One(_) | Named::Several(_) => {}
        Named::Nobody => {
            let near = words::nearest(name, cx.corpus.names.iter().map(|(known, _)| known));
            let help = match near {
                Some(near) => format!("did you mean `{near}`?"),
                None => {
                    "ids are file names without `.md`, or the `id` and `aliases` of front matter"
                        .to_owned()
                }
            };
            cx.report(span, format!("no write-up answers to `{name}`"))
                .help(help);
        }
    }
}
