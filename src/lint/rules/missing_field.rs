//! A key without which a write-up cannot be named is not there.

use super::{Check, Context, Errs, Group, Rule};
use crate::diagnostic::{Safety, Severity};
use crate::model::Writeup;
use crate::text::{Edit, Span, yaml};

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
    id(writeup, cx);
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

/// The id, where the file had another name and somebody still uses it: the renaming took the id along.
fn id(writeup: &Writeup, cx: &mut Context<'_>) {
    let keys = writeup.front_matter.as_ref().map(|front| &front.fields);
    let Some(keys) = keys.filter(|keys| keys.get("id").is_none()) else {
        return;
    };
    let path = cx.corpus.below.join(writeup.path.as_str());
    let past = cx.past;
    let Some(former) = path.and_then(|path| past.former(&path).next()) else {
        return;
    };
    let first = keys.entries.first().map(|entry| entry.key.span);
    let before = first.map(|first| cx.files.text(Span::new(writeup.file, 0, first.start)));
    let finding = cx.report(
        writeup.title_span(),
        format!("others name this write-up `{former}`, and nothing in it does"),
    );
    finding.severity = Severity::Warning;
    finding.help("the file was called so; an `id` outlives every renaming");
    // Above the first key, where that begins its line, a line more changes nothing else.
    if let (Some(first), Some(before)) = (first, before)
        && before.ends_with('\n')
    {
        let line_end = if before.ends_with("\r\n") {
            "\r\n"
        } else {
            "\n"
        };
        let line = format!("id: {}{line_end}", yaml::scalar(former));
        finding.fix("write the id down", Safety::Safe, Edit::insert(first, line));
    }
}
