//! A section says *none* and not what that rests on.

use super::{Check, Context, Errs, Group, Rule};
use crate::diagnostic::Severity;
use crate::model::Writeup;
use crate::text::words;

pub(super) static RULE: Rule = Rule {
    name: "none-without-basis",
    group: Group::Shape,
    severity: Severity::Error,
    errs: Errs::WhenPublished,
    page: include_str!("none_without_basis.md"),
    check: Check::Writeup(check),
};

/// Whole answers, folded, that are no basis.
const EMPTY_WORDS: &[&str] = &[
    "",
    "n a",
    "na",
    "none",
    "tbd",
    "todo",
    "known",
    "identified",
    "found",
    "really",
];

fn check(writeup: &Writeup, cx: &mut Context<'_>) {
    for section in writeup
        .sections
        .iter()
        .filter(|section| section.kind.is_some())
    {
        let Some(none) = &section.none else {
            continue;
        };
        let basis = words::fold(&cx.visible(writeup, none.basis));
        if EMPTY_WORDS.contains(&basis.as_str()) {
            cx.report(
                none.span,
                format!(
                    "`{}` says none, and not what that rests on",
                    section.heading.text.value
                ),
            )
            .help("who was asked, or what was looked at? `None: both people on call were asked`");
        }
    }
}
