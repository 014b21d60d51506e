//! A key without which a write-up cannot be named is not there.

use super::{Check, Context, Errs, Group, Rule};
use crate::diagnostic::{Safety, Severity};
use crate::history::Past;
use crate::model::{FrontMatter, Writeup, is_usable_id};
use crate::text::{Edit, Files, Span, yaml};

pub(super) static RULE: Rule = Rule {
    name: "missing-field",
    group: Group::FrontMatter,
    severity: Severity::Error,
    errs: Errs::WhenPublished,
    page: include_str!("missing_field.md"),
    check: Check::Past(check),
};

fn check(writeup: &Writeup, past: &Past, cx: &mut Context<'_>) {
    title(writeup, cx);
    id(writeup, past, cx);
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
    let misshapen = front_matter.fields.get("title").is_some() && writeup.meta.title.is_none();
    if front_matter.broken || misshapen {
        return;
    }
    let fence = Span::new(
        writeup.file,
        front_matter.span.start(),
        front_matter.span.start() + "---".len(),
    );
    let place = writeup
        .meta
        .title
        .as_ref()
        .map_or(fence, |title| title.span);
    cx.report(place, "this write-up has no title")
        .help("by which words will people remember it? `title:`, or a first heading of one `#`");
}

/// The id, where the file had another name and somebody still uses it: the renaming took the id along.
fn id(writeup: &Writeup, past: &Past, cx: &mut Context<'_>) {
    let Some(front_matter) = &writeup.front_matter else {
        return;
    };
    let keys = &front_matter.fields;
    if keys.get("id").is_some() {
        return;
    }
    let path = cx.corpus.from_top(&writeup.path);
    let Some(former) = past.former(&path).next() else {
        return;
    };
    let fence = cx.files.text(front_matter.span);
    let place = first_line(front_matter, cx.files).filter(|_| is_usable_id(former));
    let finding = cx.report(
        writeup.title_span(),
        format!("others name this write-up `{former}`, and nothing in it does"),
    );
    finding.severity = Severity::Warning;
    finding.help("the file was called so; an `id` outlives every renaming");
    if let Some(place) = place {
        let line_end = if fence.contains("\r\n") { "\r\n" } else { "\n" };
        let line = format!("id: {}{line_end}", yaml::scalar(former));
        finding.fix("write the id down", Safety::Safe, Edit::insert(place, line));
    }
}

/// Returns the start of the first key, where a line more above it changes nothing else: only comments
/// stand before it, and it begins its line.
fn first_line(front_matter: &FrontMatter, files: &Files) -> Option<Span> {
    let first = front_matter.fields.entries.first()?.key.span;
    let start = front_matter.inner.start();
    let before = files.text(Span::new(first.file, start, first.start()));
    let mut lines = before.lines().map(str::trim);
    let own_line = before.is_empty() || before.ends_with('\n');
    let comments = lines.all(|line| line.is_empty() || line.starts_with('#'));
    (own_line && comments).then_some(first)
}
