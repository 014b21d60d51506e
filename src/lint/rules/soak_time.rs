//! The actions were decided before the story had time to sink in.

use super::{Check, Context, Errs, Group, Rule};
use crate::diagnostic::Severity;
use crate::model::Writeup;

pub(super) static RULE: Rule = Rule {
    name: "soak-time",
    group: Group::Practice,
    severity: Severity::Warning,
    errs: Errs::WhenPublished,
    page: include_str!("soak_time.md"),
    check: Check::Writeup(check),
};

fn check(writeup: &Writeup, cx: &mut Context<'_>) {
    let meta = &writeup.meta;
    let review = meta.review.as_ref().and_then(|review| review.date.as_ref());
    let decided = meta
        .actions
        .as_ref()
        .and_then(|actions| actions.decided.as_ref());
    let (Some(review), Some(decided)) = (review, decided) else {
        return;
    };
    // Actions from before the incident are a slip, and `date-order`'s.
    let slip = meta
        .date
        .as_ref()
        .is_some_and(|date| decided.value < date.value);
    if slip || decided.value > review.value {
        return;
    }
    let message = if decided.value == review.value {
        "the actions were decided on the day of the review"
    } else {
        "the actions were decided before the review"
    };
    cx.report(decided.span, message)
        .label(review.span, "the review")
        .help("what might the story still tell, a night or a week later?");
}
