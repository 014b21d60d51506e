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
    // Actions from before the incident are a slip, and `date-order`'s.
    let Some(soak) = writeup.meta.soak() else {
        return;
    };
    let message = match soak.nights() {
        1.. => return,
        0 => "the actions were decided on the day of the review",
        _ => "the actions were decided before the review",
    };
    cx.report(soak.decided.span, message)
        .label(soak.review.span, "the review")
        .help("what might the story still tell, a night or a week later?");
}
