//! A heading with nothing under it.

use super::{Check, Context, Errs, Group, Rule};
use crate::diagnostic::Severity;
use crate::model::{BlockKind, Section, SectionKind, Writeup};

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
        if has_content(writeup, section, cx) {
            continue;
        }
        // A question that `new` left stands for the answer: `scaffold-left` speaks of it in time.
        if writeup
            .comments_in(section.body)
            .iter()
            .any(|comment| comment.question().is_some())
        {
            continue;
        }
        let help = match section.kind.map(SectionKind::spec) {
            Some(spec) if spec.may_be_none => {
                format!("{} If nothing, `None:` and who was asked", spec.question)
            }
            Some(spec) => spec.question.to_owned(),
            None => "what belongs here? Without an answer, the heading can go".to_owned(),
        };
        let text = &section.heading.text;
        cx.report(text.span, format!("the section `{}` is empty", text.value))
            .help(help);
    }
}

/// Whether anything but headings and comments stands in a section.
fn has_content(writeup: &Writeup, section: &Section, cx: &Context<'_>) -> bool {
    let from = writeup
        .blocks
        .partition_point(|block| block.span.start() < section.body.start());
    let blocks = writeup.blocks.get(from..).unwrap_or_default();
    blocks
        .iter()
        .take_while(|block| block.span.start() < section.body.end())
        .any(|block| {
            block.kind != BlockKind::Heading && !cx.visible(writeup, block.span).is_empty()
        })
}
