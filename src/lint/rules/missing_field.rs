//! A key without which a write-up cannot be named is not there.

use super::{Check, Context, Errs, Group, Rule};
use crate::diagnostic::Severity;
use crate::model::Writeup;
use crate::text::Span;

pub(super) static RULE: Rule = Rule {
    name: "missing-field",
    group: Group::FrontMatter,
    severity: Severity::Error,
    errs: Errs::WhenPublished,
    page: include_str!("missing_field.md"),
    check: Check::Writeup(check),
};

fn check(writeup: &Writeup, cx: &mut Context<'_>) {
    title(writeup, cx);
}

/// The title: the front matter's or the first `#` heading.
fn title(writeup: &Writeup, cx: &mut Context<'_>) {
    let Some(front_matter) = &writeup.front_matter else {
        return;
    };
    if writeup.has_title() {
        return;
    }
    // What cannot be read is spoken of already: the title may well be there.
    let unread =
        cx.corpus.problems.iter().any(|problem| {
            problem.rule == "front-matter-syntax" && problem.span.file == writeup.file
        });
    let misshapen = front_matter.fields.get("title").is_some() && writeup.meta.title.is_none();
    if unread || misshapen {
        return;
    }
    let fence = Span::new(
        writeup.file,
        front_matter.span.start,
        front_matter.span.start + "---".len(),
    );
    let place = writeup
        .meta
        .title
        .as_ref()
        .map_or(fence, |title| title.span);
    cx.report(place, "this write-up has no title")
        .help("by which words will people remember it? `title:`, or a first heading of one `#`");
}
