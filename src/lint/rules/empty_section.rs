//! A heading with nothing under it.

use super::{Check, Context, Errs, Group, Rule};
use crate::diagnostic::Severity;
use crate::model::Writeup;

pub(super) static RULE: Rule = Rule {
    name: "empty-section",
    group: Group::Shape,
    severity: Severity::Error,
    errs: Errs::WhenPublished,
    page: include_str!("empty_section.md"),
    check: Check::Writeup(check),
};

fn check(writeup: &Writeup, cx: &mut Context<'_>) {
    for section in &writeup.sections {
        if !cx.visible(writeup, section.body).is_empty() {
            continue;
        }
        // A question that `new` left stands for the answer: `scaffold-left` speaks of it in time.
        if writeup.comments_in(section.body).iter().any(|comment| comment.question().is_some()) {
            continue;
        }
        let help = match section.kind {
            Some(kind) => format!("{} Or take the heading out.", sentence(kind.spec().question)),
            None => "Tell this part of the story, or take the heading out.".to_owned(),
        };
        let text = &section.heading.text;
        cx.report(text.span, format!("the section `{}` is empty", text.value)).help(help);
    }
}

/// Returns a question with a capital first letter.
fn sentence(question: &str) -> String {
    let mut chars = question.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
