//! The story opens with its cause.

use super::{Check, Context, Errs, Group, Rule};
use crate::diagnostic::Severity;
use crate::model::{BlockKind, SectionKind, Writeup};
use crate::text::{Span, words};

pub(super) static RULE: Rule = Rule {
    name: "ending-first",
    group: Group::Shape,
    severity: Severity::Warning,
    errs: Errs::WhenPublished,
    page: include_str!("ending_first.md"),
    check: Check::Writeup(check),
};

/// Headings, folded, that give the end away; those of `Contributing conditions` come on top.
const ENDINGS: &[&str] = &["resolution", "the resolution"];

/// Headings and labels, folded, that name the cause. Exact: `Cause for alarm` may open a good story.
const CAUSES: &[&str] = &[
    "cause",
    "causes",
    "root cause",
    "root causes",
    "the cause",
    "the causes",
    "the root cause",
    "the root causes",
    "root cause analysis",
];

const QUESTION: &str = "what did it look like to those who did not know the end yet?";

fn check(writeup: &Writeup, cx: &mut Context<'_>) {
    let story = writeup.sections_of(SectionKind::WhatHappened).next();
    if let Some(line) = cause_in_hook(writeup, story.is_some(), cx) {
        cx.report(line, "the story opens with the cause")
            .help(QUESTION);
        return;
    }
    let Some(story) = story else {
        return;
    };
    let place = story.heading.text.span;
    let title = writeup.heading.as_ref().map(|title| title.span);
    let conditions = writeup.sections_of(SectionKind::Conditions).next();
    let conditions = conditions.map(|section| section.heading.span);
    let ending = writeup
        .own_headings()
        .take_while(|heading| heading.span.start() < place.start())
        .filter(|heading| Some(heading.span) != title)
        .find(|heading| {
            let mut known = CAUSES.iter().chain(ENDINGS);
            let known = known.any(|name| *name == heading.folded);
            known || conditions == Some(heading.span)
        });
    if let Some(ending) = ending {
        let text = &ending.text;
        cx.report(
            text.span,
            format!("`{}` stands before the story", text.value),
        )
        .label(place, "the story begins here")
        .help(QUESTION);
    }
}

/// Returns the label of a line `**Root cause:** …` in the hook. Without a story behind it the hook may
/// be the whole text, and only its beginning is an opening.
fn cause_in_hook(writeup: &Writeup, story_follows: bool, cx: &Context<'_>) -> Option<Span> {
    let blocks = writeup.blocks.iter().filter(|block| {
        writeup.hook.contains(block.span) && !cx.visible(writeup, block.span).is_empty()
    });
    let opening = if story_follows { usize::MAX } else { 1 };
    let paragraphs = blocks
        .take(opening)
        .filter(|block| block.kind == BlockKind::Paragraph && !block.quoted);
    for block in paragraphs {
        let mut at = block.span.start();
        for line in cx.files.text(block.span).split_inclusive('\n') {
            let start = at;
            at += line.len();
            if let Some((label, said)) = line.split_once(':')
                && CAUSES.contains(&words::fold(label).as_str())
                && !words::fold(said).is_empty()
            {
                let blank = label.len() - label.trim_start().len();
                return Some(Span::new(
                    block.span.file,
                    start + blank,
                    start + label.len(),
                ));
            }
        }
    }
    None
}
