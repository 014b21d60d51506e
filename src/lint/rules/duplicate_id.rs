//! Two write-ups answer to the same name.

use super::{Check, Context, Errs, Group, Rule};
use crate::diagnostic::Severity;
use crate::corpus::Corpus;
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
    for (name, owners) in corpus.names.iter() {
        let [first, others @ ..] = owners else {
            continue;
        };
        let Some(first) = corpus.writeups.get(*first) else {
            continue;
        };
        for other in others.iter().filter_map(|&other| corpus.writeups.get(other)) {
            // A file's stem is only a way to write links: two folders may both hold an `outage.md`
            // when their front matter tells them apart.
            let (Some(span), Some(earlier)) = (place(other, name), place(first, name)) else {
                continue;
            };
            cx.report(span, format!("two write-ups answer to `{name}`"))
                .label(earlier, "this is the other one")
                .help("give one of the two an `id` of its own in its front matter");
        }
    }
}

/// Returns where a write-up claims a name: its `id`, an alias, or, with neither, its title.
fn place(writeup: &Writeup, name: &str) -> Option<Span> {
    let meta = &writeup.meta;
    let written = meta.id.iter().chain(&meta.aliases).find(|claim| claim.value == name);
    written
        .map(|claim| claim.span)
        .or_else(|| (writeup.id() == name).then(|| writeup.title_span()))
}
