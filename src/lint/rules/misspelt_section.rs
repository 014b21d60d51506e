//! A heading is one or two slips away from a section's name.

use super::{Check, Context, Errs, Group, Rule};
use crate::diagnostic::Severity;
use crate::model::Writeup;

pub(super) static RULE: Rule = Rule {
    name: "misspelt-section",
    group: Group::Shape,
    severity: Severity::Warning,
    errs: Errs::WhenPublished,
    page: include_str!("misspelt_section.md"),
    check: Check::Writeup(check),
};

fn check(writeup: &Writeup, cx: &mut Context<'_>) {
    for section in writeup.sections.iter().filter(|section| section.misspelt) {
        let Some(kind) = section.kind else {
            continue;
        };
        let text = &section.heading.text;
        cx.report(
            text.span,
            format!("`{}` is not a section that is known here", text.value),
        )
        .help(format!("did you mean `{}`?", kind.name()));
    }
}
