//! Two write-ups have one title.

use std::collections::BTreeMap;

use super::{Check, Context, Errs, Group, Rule};
use crate::corpus::Corpus;
use crate::diagnostic::Severity;
use crate::text::words;

pub(super) static RULE: Rule = Rule {
    name: "duplicate-title",
    group: Group::FrontMatter,
    severity: Severity::Warning,
    errs: Errs::WhenPublished,
    page: include_str!("duplicate_title.md"),
    check: Check::Corpus(check),
};

/// The write-ups come by path, so the first of several twins is the same in every run.
fn check(corpus: &Corpus, cx: &mut Context<'_>) {
    let mut seen = BTreeMap::new();
    for writeup in &corpus.writeups {
        let folded = words::loose(writeup.title());
        if !writeup.has_title() || folded.is_empty() {
            continue;
        }
        let span = writeup.title_span();
        if let Some(&first) = seen.get(&folded) {
            cx.report(span, "another write-up has this title")
                .label(first, "the other one")
                .help("what would tell the two apart for somebody who remembers one of them?");
        } else {
            seen.insert(folded, span);
        }
    }
}
