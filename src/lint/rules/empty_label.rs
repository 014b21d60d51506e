//! A labelled line with nothing behind it.

use super::{Check, Context, Errs, Group, Rule};
use crate::diagnostic::Severity;
use crate::model::{SectionKind, Writeup};
use crate::text::words;

pub(super) static RULE: Rule = Rule {
    name: "empty-label",
    group: Group::Shape,
    severity: Severity::Error,
    errs: Errs::WhenPublished,
    page: include_str!("empty_label.md"),
    check: Check::Writeup(check),
};

fn check(writeup: &Writeup, cx: &mut Context<'_>) {
    for section in &writeup.sections {
        let Some(spec) = section.kind.map(SectionKind::spec) else {
            continue;
        };
        for label in section.entries.iter().flat_map(|entry| &entry.labels) {
            let mandatory = spec
                .labels
                .iter()
                .find(|known| known.name == label.name && known.mandatory);
            let Some(known) = mandatory else {
                continue;
            };
            // A dash or dots are no answer either.
            if !words::fold(&cx.visible(writeup, label.value)).is_empty() {
                continue;
            }
            // A question that `new` left there stands for the answer: `scaffold-left` speaks of it.
            if writeup
                .comments_in(label.value)
                .iter()
                .any(|comment| comment.question().is_some())
            {
                continue;
            }
            cx.report(label.span, format!("`{}` is empty", label.name))
                .help(known.question);
        }
    }
}
