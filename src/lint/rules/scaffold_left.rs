//! A question that `new` wrote is still there, unanswered or beside its answer.

use super::{Check, Context, Errs, Group, Rule};
use crate::diagnostic::Severity;
use crate::model::{Status, Writeup};

pub(super) static RULE: Rule = Rule {
    name: "scaffold-left",
    group: Group::Shape,
    severity: Severity::Error,
    errs: Errs::WhenPublished,
    page: include_str!("scaffold_left.md"),
    check: Check::Writeup(check),
};

fn check(writeup: &Writeup, cx: &mut Context<'_>) {
    // A draft is where the questions belong.
    if writeup
        .meta
        .status
        .as_ref()
        .is_none_or(|status| status.value == Status::Draft)
    {
        return;
    }
    for comment in &writeup.comments {
        if comment.question().is_some() {
            cx.report(comment.span, "a question of the template is still here")
                .help("answer it in the text, if there is an answer, and take the comment out");
        }
    }
}
