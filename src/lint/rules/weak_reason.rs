//! The reason behind a red herring says nothing.

use super::{Check, Context, Errs, Group, Rule};
use crate::diagnostic::Severity;
use crate::model::{SectionKind, Writeup};
use crate::text::{Span, words};

pub(super) static RULE: Rule = Rule {
    name: "weak-reason",
    group: Group::Shape,
    severity: Severity::Error,
    errs: Errs::WhenPublished,
    page: include_str!("weak_reason.md"),
    check: Check::Writeup(check),
};

/// Whole answers, folded, that give no reason.
const EMPTY_WORDS: &[&str] = &[
    "n a",
    "na",
    "none",
    "tbd",
    "todo",
    "tba",
    "see above",
    "see below",
    "as above",
    "obvious",
    "it was obvious",
    "unknown",
    "x",
    "same",
    "same as above",
    "it seemed reasonable",
    "ditto",
];

fn check(writeup: &Writeup, cx: &mut Context<'_>) {
    let mut seen: Vec<(String, Span)> = Vec::new();
    let sections = writeup.sections_of(SectionKind::RedHerrings);
    let reasons = sections
        .flat_map(|section| &section.entries)
        .filter_map(|entry| entry.label(REASON));
    for reason in reasons {
        let text = words::fold(&cx.visible(writeup, reason.value));
        if text.is_empty() {
            continue;
        }
        if EMPTY_WORDS.contains(&text.as_str()) {
            cx.report(reason.value, "this gives no reason")
                .help(QUESTION);
            continue;
        }
        match seen.iter().find(|(other, _)| *other == text) {
            Some(&(_, twin)) => {
                cx.report(
                    reason.value,
                    "this is the same reason, word for word, as another entry's",
                )
                .label(twin, "the other one")
                .help(QUESTION);
            }
            None => seen.push((text, reason.value)),
        }
    }
}

const REASON: &str = "Why it seemed reasonable";
const QUESTION: &str = "what had been seen before, or just then, that made this the likely lead?";
