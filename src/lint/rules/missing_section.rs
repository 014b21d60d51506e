//! A published write-up lacks a section that readers rely on.

use std::sync::LazyLock;

use super::{Check, Context, Errs, Group, Rule};
use crate::diagnostic::Severity;
use crate::model::{SECTIONS, SectionKind, Writeup};

pub(super) static RULE: Rule = Rule {
    name: "missing-section",
    group: Group::Shape,
    severity: Severity::Error,
    errs: Errs::WhenPublished,
    page: include_str!("missing_section.md"),
    check: Check::Writeup(check),
};

fn check(writeup: &Writeup, cx: &mut Context<'_>) {
    for missing in SAID.iter() {
        if writeup.sections_of(missing.kind).next().is_none() {
            cx.report(writeup.title_span(), missing.message.as_str())
                .help(missing.help.as_str());
        }
    }
}

/// What is said of a section that is not there.
struct Missing {
    kind: SectionKind,
    message: String,
    help: String,
}

/// Put in words once: in adopted write-ups this is the most frequent finding by far.
static SAID: LazyLock<Vec<Missing>> = LazyLock::new(|| {
    let required = SECTIONS.iter().filter(|spec| spec.required);
    let said = required.map(|spec| {
        let none = if spec.may_be_none {
            " If nothing, `None:` and who was asked is a full answer"
        } else {
            ""
        };
        Missing {
            kind: spec.kind,
            message: format!("there is no section `{}`", spec.name),
            help: format!("{}{none}", spec.question),
        }
    });
    said.collect()
});
