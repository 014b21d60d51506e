//! A character that nobody sees, where everybody reads.

use super::{Check, Context, Errs, Group, Rule};
use crate::diagnostic::Severity;
use crate::model::Writeup;
use crate::text::{Span, words};

pub(super) static RULE: Rule = Rule {
    name: "hidden-character",
    group: Group::Housekeeping,
    severity: Severity::Error,
    errs: Errs::Always,
    page: include_str!("hidden_character.md"),
    check: Check::Writeup(check),
};

fn check(writeup: &Writeup, cx: &mut Context<'_>) {
    let title = writeup
        .meta
        .title
        .iter()
        .map(|title| (title.value.as_str(), title.span, "title"));
    let headings = writeup.headings.iter().map(|heading| {
        (
            cx.files.text(heading.text.span),
            heading.text.span,
            "heading",
        )
    });
    let name = (
        writeup.path.as_str(),
        Span::empty(writeup.file, 0),
        "file's name",
    );
    let found: Vec<(char, Span, &str)> = title
        .chain(headings)
        .filter_map(|(text, span, place)| {
            Some((text.chars().find(|&c| is_hidden(c))?, span, place))
        })
        .collect();
    // No line ends in the name of a file either.
    let (path, span, place) = name;
    let in_name = path
        .chars()
        .find(|&c| c.is_control() || is_hidden(c))
        .map(|c| (c, span, place));
    for (hidden, span, place) in in_name.into_iter().chain(found) {
        cx.report(
            span,
            format!(
                "this {place} holds a character that nobody sees (U+{:04X})",
                u32::from(hidden)
            ),
        )
        .help("write it anew, without the character");
    }
}

/// A setext heading may hold a line end.
fn is_hidden(c: char) -> bool {
    (c.is_control() && !matches!(c, '\n' | '\r' | '\t')) || words::is_invisible(c)
}
