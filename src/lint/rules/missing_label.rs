//! An entry lacks a labelled line that carries its point.

use super::{Check, Context, Errs, Group, Rule};
use crate::diagnostic::Severity;
use crate::model::{Section, SectionKind, Writeup};

pub(super) static RULE: Rule = Rule {
    name: "missing-label",
    group: Group::Shape,
    severity: Severity::Error,
    errs: Errs::WhenPublished,
    page: include_str!("missing_label.md"),
    check: Check::Writeup(check),
};

fn check(writeup: &Writeup, cx: &mut Context<'_>) {
    for section in &writeup.sections {
        let Some(spec) = section.kind.map(SectionKind::spec) else {
            continue;
        };
        let mandatory = || spec.labels.iter().filter(|label| label.mandatory);
        for entry in &section.entries {
            for label in mandatory().filter(|label| entry.label(label.name).is_none()) {
                cx.report(
                    entry.title_span(),
                    format!("this entry has no `{}`", label.name),
                )
                .help(label.question);
            }
        }
        let wanted = spec.required && mandatory().next().is_some();
        if wanted && told_without_entry(writeup, section, cx) {
            let names: Vec<String> = mandatory()
                .map(|label| format!("`{}`", label.name))
                .collect();
            let questions: Vec<&str> = mandatory().map(|label| label.question).collect();
            let heading = &section.heading.text;
            cx.report(
                heading.span,
                format!("`{}` has no {}", heading.value, names.join(" and no ")),
            )
            .help(format!(
                "{} If nothing, `None:` and who was asked is a full answer",
                questions.join(" ")
            ));
        }
    }
}

/// Whether a section has prose, but neither an entry nor the word that there is none.
fn told_without_entry(writeup: &Writeup, section: &Section, cx: &Context<'_>) -> bool {
    section.entries.is_empty()
        && section.none.is_none()
        && !cx.visible(writeup, section.body).is_empty()
}
