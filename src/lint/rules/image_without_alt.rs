//! An image that says nothing to whoever cannot see it.

use super::{Check, Context, Errs, Group, Rule};
use crate::diagnostic::Severity;
use crate::model::{LinkKind, Writeup};

pub(super) static RULE: Rule = Rule {
    name: "image-without-alt",
    group: Group::Links,
    severity: Severity::Warning,
    errs: Errs::WhenPublished,
    page: include_str!("image_without_alt.md"),
    check: Check::Writeup(check),
};

fn check(writeup: &Writeup, cx: &mut Context<'_>) {
    for link in &writeup.links {
        // `![[chart.png]]` is a wikilink; Obsidian has no place for words in it.
        if link.kind == LinkKind::Image && link.text.trim().is_empty() {
            cx.report(link.span, "the image has no words beside it")
                .help("what does one see in it that the text does not say?");
        }
    }
}
