//! Two write-ups answer to the same name.

use std::collections::BTreeSet;

use super::{Check, Context, Errs, Group, Rule};
use crate::corpus::Corpus;
use crate::diagnostic::Severity;
use crate::model::Writeup;
use crate::text::Span;

pub(super) static RULE: Rule = Rule {
    name: "duplicate-id",
    group: Group::FrontMatter,
    severity: Severity::Error,
    errs: Errs::FromReview,
    page: include_str!("duplicate_id.md"),
    check: Check::Corpus(check),
};

fn check(corpus: &Corpus, cx: &mut Context<'_>) {
    let retired = corpus
        .config
        .retired
        .iter()
        .map(|(id, _)| id.value.as_str());
    let names: BTreeSet<&str> = corpus.names.shared().chain(retired).collect();
    for name in names {
        let owners = corpus.names.owners(name);
        // A file's stem is only a way to write links: two folders may both hold an `outage.md` when
        // their front matter tells them apart.
        let writeups = owners.iter().filter_map(|&at| corpus.writeups.get(at));
        let claims: Vec<Span> = writeups
            .filter_map(|writeup| place(writeup, name))
            .collect();
        if let Some((retired, reason)) = corpus.config.retired(name) {
            for claim in &claims {
                cx.report(*claim, format!("`{name}` was retired: {}", reason.value))
                    .label(retired.span, "retired here")
                    .help("old links to it would lead here; give this one an `id` of its own");
            }
        }
        let [first, others @ ..] = claims.as_slice() else {
            continue;
        };
        for other in others {
            cx.report(*other, format!("two write-ups answer to `{name}`"))
                .label(*first, "the other one")
                .help("which of the two should? Give the other an `id` of its own, or take the alias from it");
        }
    }
}

/// Returns where a write-up claims a name: its `id`, an alias, or, with neither, its title.
fn place(writeup: &Writeup, name: &str) -> Option<Span> {
    let meta = &writeup.meta;
    let written = meta
        .id
        .iter()
        .chain(&meta.aliases)
        .find(|claim| claim.value == name);
    written
        .map(|claim| claim.span)
        .or_else(|| (writeup.id() == name).then(|| writeup.title_span()))
}
