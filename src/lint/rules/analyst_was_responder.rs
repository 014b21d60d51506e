//! Somebody who was in the middle of it also wrote it up, and the text does not say why.

use super::{Check, Context, Errs, Group, Rule};
use crate::diagnostic::Severity;
use crate::model::Writeup;

pub(super) static RULE: Rule = Rule {
    name: "analyst-was-responder",
    group: Group::Practice,
    severity: Severity::Warning,
    errs: Errs::WhenPublished,
    page: include_str!("analyst_was_responder.md"),
    check: Check::Writeup(check),
};

fn check(writeup: &Writeup, cx: &mut Context<'_>) {
    let meta = &writeup.meta;
    if meta.analyst_reason().is_some() {
        return;
    }
    for (analyst, responder) in meta.analysts_among_responders().unwrap_or_default() {
        cx.report(
            analyst.span,
            format!("`{}` is among the responders too", analyst.value.trim()),
        )
        .label(responder, "here")
        .help("how did that come about? A line `analyst_note:` tells readers where the story was seen from");
    }
}
