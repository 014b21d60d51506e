//! The sections stand out of the order in which the story is read.

use super::{Check, Context, Errs, Group, Rule};
use crate::diagnostic::Severity;
use crate::model::{Section, SectionKind, Writeup};

pub(super) static RULE: Rule = Rule {
    name: "section-order",
    group: Group::Shape,
    severity: Severity::Warning,
    errs: Errs::WhenPublished,
    page: include_str!("section_order.md"),
    check: Check::Writeup(check),
};

/// Reports the first section that stands behind one that is read after it. One finding is enough: who
/// moves that section sees the others. Headings that are not known may stand anywhere.
fn check(writeup: &Writeup, cx: &mut Context<'_>) {
    let story = writeup.sections_of(SectionKind::WhatHappened).next();
    let mut seen: Vec<(SectionKind, &Section)> = Vec::new();
    for section in &writeup.sections {
        let Some(kind) = section.kind else {
            continue;
        };
        // `ending-first` speaks of conditions before the story.
        let ending = kind == SectionKind::Conditions
            && story.is_some_and(|story| section.body.start() < story.body.start());
        if ending || seen.iter().any(|(known, _)| *known == kind) {
            continue;
        }
        if let Some((_, later)) = seen.iter().find(|(known, _)| *known > kind) {
            let (here, there) = (&section.heading.text, &later.heading.text);
            cx.report(
                here.span,
                format!("`{}` comes after `{}`", here.value, there.value),
            )
            .label(there.span, format!("`{}` is read before this", here.value))
            .help("would the story lose by the order of `incident new --depth full`?");
            return;
        }
        seen.push((kind, section));
    }
}
