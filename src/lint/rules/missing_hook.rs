//! Nothing stands before the first section.

use super::{Check, Context, Errs, Group, Rule};
use crate::diagnostic::Severity;
use crate::model::{Status, Writeup};

pub(super) static RULE: Rule = Rule {
    name: "missing-hook",
    group: Group::Shape,
    severity: Severity::Error,
    errs: Errs::WhenPublished,
    page: include_str!("missing_hook.md"),
    check: Check::Writeup(check),
};

fn check(writeup: &Writeup, cx: &mut Context<'_>) {
    if !cx.visible(writeup, writeup.hook).is_empty() {
        return;
    }
    let asked = writeup
        .comments_in(writeup.hook)
        .iter()
        .any(|comment| comment.question().is_some());
    let draft = writeup
        .meta
        .status
        .as_ref()
        .is_some_and(|status| status.value == Status::Draft);
    if asked && draft {
        return;
    }
    cx.report(
        writeup.title_span(),
        "there is no text before the first section",
    )
    .help("what was odd about it, and for whom is it worth reading?");
}
