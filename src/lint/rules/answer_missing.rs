//! A question is said to be answered, and the answer is not there.

use super::{Check, Context, Errs, Group, Rule};
use crate::diagnostic::Severity;
use crate::model::{Entry, Label, SectionKind, Writeup};
use crate::text::{Span, words};

pub(super) static RULE: Rule = Rule {
    name: "answer-missing",
    group: Group::Shape,
    severity: Severity::Error,
    errs: Errs::WhenPublished,
    page: include_str!("answer_missing.md"),
    check: Check::Writeup(check),
};

fn check(writeup: &Writeup, cx: &mut Context<'_>) {
    let sections = writeup.sections_of(SectionKind::Questions);
    for entry in sections.flat_map(|section| &section.entries) {
        let Some(state) = entry.label("State") else {
            continue;
        };
        // Only the bare word: whatever follows it, up to the next label, is the answer.
        let bare = words::fold(&cx.visible(writeup, state.value)) == "answered";
        if bare && !has_answer(entry, state, writeup, cx) {
            cx.report(state.value, "this is answered, and no answer stands here")
                .help("what was the answer, or where can it be read?");
        }
    }
}

/// Whether an entry holds anything that may be an answer: a link, or text that is no label's.
fn has_answer(entry: &Entry, state: &Label, writeup: &Writeup, cx: &Context<'_>) -> bool {
    let from = writeup
        .links
        .partition_point(|link| link.span.start() < entry.span.start());
    let link = writeup.links.get(from);
    if link.is_some_and(|link| link.span.start() < entry.span.end()) {
        return true;
    }
    // A question that `new` left there stands for the answer: `scaffold-left` speaks of it.
    let comments = writeup.comments_in(entry.span);
    if comments.iter().any(|comment| comment.question().is_some()) {
        return true;
    }
    let start = entry
        .heading
        .as_ref()
        .map_or(entry.span.start(), |heading| heading.span.end());
    let first = entry
        .labels
        .first()
        .map_or(start, |label| label.span.start());
    let before = Span::new(entry.span.file, start, first);
    let others = entry.labels.iter().filter(|label| label.span != state.span);
    !words::fold(&cx.visible(writeup, before)).is_empty()
        || others
            .map(|label| cx.visible(writeup, label.value))
            .any(|value| goes_on(&value))
}

/// Whether the text behind a label goes on after what belongs to it: with a new paragraph, or with a
/// line of another label, such as `**Answer:** …`.
fn goes_on(value: &str) -> bool {
    value.lines().skip(1).any(|line| {
        let line = line.trim();
        let label = line
            .split_once(':')
            .is_some_and(|(name, _)| name.split_whitespace().count() <= 3);
        line.is_empty() || line.starts_with(['*', '_', '#']) || label
    })
}
