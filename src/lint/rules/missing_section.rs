//! A published write-up lacks a section that readers rely on.

use super::{Check, Context, Errs, Group, Rule};
use crate::diagnostic::Severity;
use crate::model::{SECTIONS, Writeup};

pub(super) static RULE: Rule = Rule {
    name: "missing-section",
    group: Group::Shape,
    severity: Severity::Error,
    errs: Errs::WhenPublished,
    page: include_str!("missing_section.md"),
    check: Check::Writeup(check),
};

fn check(writeup: &Writeup, cx: &mut Context<'_>) {
    for spec in SECTIONS.iter().filter(|spec| spec.required) {
        if writeup.sections_of(spec.kind).next().is_some() {
            continue;
        }
        let none = if spec.may_be_none {
            " If nothing, `None:` and who was asked is a full answer"
        } else {
            ""
        };
        cx.report(
            writeup.title_span(),
            format!("there is no section `{}`", spec.name),
        )
        .help(format!("{}{none}", spec.question));
    }
}
