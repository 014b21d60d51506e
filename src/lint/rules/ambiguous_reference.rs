//! A wikilink or `related` names what several write-ups answer to.

use super::{Check, Context, Errs, Group, Rule};
use crate::corpus::{self, Named};
use crate::diagnostic::Severity;
use crate::model::{LinkKind, Writeup};
use crate::text::Span;

pub(super) static RULE: Rule = Rule {
    name: "ambiguous-reference",
    group: Group::Links,
    severity: Severity::Error,
    errs: Errs::FromReview,
    page: include_str!("ambiguous_reference.md"),
    check: Check::Linked(check),
};

fn check(writeup: &Writeup, cx: &mut Context<'_>) {
    for related in &writeup.meta.related {
        look(cx, &related.id.value, related.id.span);
    }
    for link in &writeup.links {
        if link.kind == LinkKind::Wiki {
            look(cx, &link.target.value, link.target.span);
        }
    }
}

fn look(cx: &mut Context<'_>, written: &str, span: Span) {
    let corpus = cx.corpus;
    let Named::Several(several) = corpus.names.meant(written) else {
        return;
    };
    let name = corpus::bare(written);
    let meant: Vec<&Writeup> = several
        .iter()
        .filter_map(|&at| corpus.writeups.get(at))
        .collect();
    // With one `id` for two, there is no name left that would tell them apart.
    let ids: Vec<String> = meant
        .iter()
        .map(|writeup| format!("`{}`", writeup.id()))
        .filter(|id| *id != format!("`{name}`"))
        .take(SHOWN_MAX)
        .collect();
    let finding = cx.report(
        span,
        format!("{} write-ups answer to `{name}`", several.len()),
    );
    for writeup in meant.into_iter().take(SHOWN_MAX) {
        finding.label(writeup.title_span(), "this one");
    }
    finding.help(if ids.is_empty() {
        "which is meant? They need ids of their own first".to_owned()
    } else {
        format!("which is meant: {}?", ids.join(", "))
    });
}

/// Most write-ups that a finding lists.
const SHOWN_MAX: usize = 3;
