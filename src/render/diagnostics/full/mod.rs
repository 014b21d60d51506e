//! Findings with the source they stand in, drawn by annotate-snippets.
//!
//! That library panics on a span outside of its source and passes paths and messages through as
//! they are, so everything that it is given is cut out, clamped and made safe here.

mod simple;

use std::borrow::Cow;
use std::io::{self, Write};
use std::ops::Range;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Patch, Renderer, Snippet};

use crate::diagnostic::{Diagnostic, Fix, Safety, Severity};
use crate::render::style::{Look, is_unsafe, safe, wrap};
use crate::text::{Edit, Files, Span};
use crate::threads;

use super::Report;

/// Most lines of source that one finding shows.
const LINES_MAX: usize = 4;
/// Longest part of a line that is drawn, in bytes; a place further right is named, not drawn.
const LINE_BYTES_MAX: usize = 2_000;

/// Findings that are drawn before the first of them is written: what is drawn is held in memory.
const ROUND: usize = 4_096;
/// Findings that one thread draws before it takes more.
const SHARE: usize = 256;

pub(super) fn write(out: &mut dyn Write, report: Report<'_>, look: Look) -> io::Result<()> {
    for round in report.found.chunks(ROUND) {
        let drawn = threads::in_shares(round, SHARE, |share| {
            let mut drawn = String::new();
            for finding in share {
                draw(&mut drawn, finding, report, look);
                drawn.push_str("\n\n");
            }
            drawn
        });
        for share in drawn {
            out.write_all(share.as_bytes())?;
        }
    }
    Ok(())
}

/// Adds a finding as people see it.
fn draw(drawn: &mut String, finding: &Diagnostic, report: Report<'_>, look: Look) {
    let bare = look.unicode && !look.colour && !look.hyperlinks && finding.fix.is_none();
    if bare && simple::draw(drawn, finding, report.files, look) {
        return;
    }
    let excerpts = excerpts(report.files, finding);
    let (title, help) = told(finding, look);
    let mut whole = by_library(report.files, finding, &excerpts, &title, &help, look);
    if look.hyperlinks {
        for excerpt in &excerpts {
            let shown = format!("{}:{}:{}", excerpt.path, excerpt.line, excerpt.column);
            let file = format!("{}/{}", report.survey.root, excerpt.path);
            whole = whole.replacen(&shown, &look.link(&file, &shown), 1);
        }
    }
    drawn.push_str(&whole);
}

/// Returns what is so, and what to do or what a fix offers, in lines that fit: the library does not
/// wrap.
fn told(finding: &Diagnostic, look: Look) -> (Vec<String>, Vec<String>) {
    let title = wrap(&safe(&finding.message), title_room(finding, look));
    let help = match (finding.fix.as_deref(), finding.help.as_deref()) {
        (Some(fix), help) => Cow::Owned(offered(fix, help)),
        (None, help) => Cow::Borrowed(help.unwrap_or_default()),
    };
    (title, wrap(&safe(&help), help_room(look)))
}

/// Returns how many columns a line of the message has, behind the level and the rule.
fn title_room(finding: &Diagnostic, look: Look) -> usize {
    let lead = finding.severity.name().len() + finding.rule.len() + "[]: ".len();
    look.width.saturating_sub(lead).max(24)
}

/// Returns how many columns a line of help has; its lead takes some ten.
fn help_room(look: Look) -> usize {
    look.width.saturating_sub(12).max(30)
}

/// Returns a finding as the library draws it.
fn by_library(
    files: &Files,
    finding: &Diagnostic,
    excerpts: &[Excerpt],
    title: &[String],
    help: &[String],
    look: Look,
) -> String {
    let renderer = if look.colour {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    let decor = if look.unicode {
        DecorStyle::Unicode
    } else {
        DecorStyle::Ascii
    };
    let renderer = renderer.decor_style(decor).term_width(look.width);
    let title = level(finding.severity).primary_title(title.join("\n"));
    let mut group = Group::with_title(title.id(finding.rule));
    for excerpt in excerpts {
        group = excerpt.draw(group);
    }
    let width = look.width.saturating_sub(8);
    let fix = finding.fix.as_deref();
    let patches = fix.map_or_else(Vec::new, |fix| patches(files, fix, width));
    let help = help.join("\n");
    let mut groups = Vec::new();
    if !patches.is_empty() {
        groups.push(group);
        let title = Level::HELP.secondary_title(help);
        let patches = patches.iter().map(Patched::draw);
        groups.push(Group::with_title(title).elements(patches));
    } else if fix.is_some() || finding.help.is_some() {
        groups.push(group.element(Level::HELP.message(help)));
    } else {
        groups.push(group);
    }
    renderer.render(&groups)
}

fn level(severity: Severity) -> Level<'static> {
    match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Advice => Level::NOTE.with_name("advice"),
    }
}

/// Returns the line that offers a fix.
fn offered(fix: &Fix, help: Option<&str>) -> String {
    let help = help.unwrap_or(&fix.title);
    let end = if help.ends_with(['?', '.', '!']) {
        ""
    } else {
        ";"
    };
    match fix.safety {
        Safety::Safe => format!("{help}{end} `incident lint --fix` does it"),
        Safety::Guess => format!("{help}{end} `incident lint --fix=all` does it"),
    }
}

/// A line of a file, cut to what is round the change, and the change.
struct Patched<'a> {
    line: usize,
    source: String,
    range: Range<usize>,
    text: &'a str,
}

impl Patched<'_> {
    fn draw(&self) -> Snippet<'_, Patch<'_>> {
        let patch = Patch::new(self.range.clone(), self.text);
        Snippet::source(self.source.as_str())
            .line_start(self.line)
            .patch(patch)
    }
}

/// Returns what a fix changes, line by line, each at most `width` columns of text; nothing where that
/// is not a matter of single lines that can be drawn as they are.
fn patches<'a>(files: &Files, fix: &'a Fix, width: usize) -> Vec<Patched<'a>> {
    let patch = |edit: &'a Edit| {
        let bytes = files.clamp(edit.span);
        let line = files.position(edit.span.file, bytes.start).line;
        let whole = files.line(edit.span.file, line);
        // Only what stands within one line: the library draws line ends in ways of its own.
        let place = |from, to| Span::new(edit.span.file, from, to);
        let old = files.text(place(bytes.start, bytes.end));
        // Four bytes for each column are enough: a line may be as long as a file.
        let reach = width * 4;
        let from = whole.start().max(bytes.start.saturating_sub(reach));
        let before = files.text(place(from, bytes.start));
        let after = files.text(place(bytes.end, whole.end().min(bytes.end + reach)));
        let longest = old.len().max(edit.text.len());
        let drawable = |text: &str| !text.chars().any(is_unsafe) && !text.contains("##[");
        let short = bytes.end <= whole.end() && longest <= width;
        if !short || ![before, old, after, &edit.text].into_iter().all(drawable) {
            return None;
        }
        let room = width - longest;
        // What is short on one side leaves its room to the other.
        let (left, right) = (before.chars().count(), after.chars().count());
        let ahead = left.min((room / 2).max(room.saturating_sub(right)));
        let behind = room - ahead;
        let before = tail(before, ahead);
        let source = format!("{before}{old}{}", head(after, behind));
        Some(Patched {
            line,
            range: before.len()..before.len() + old.len(),
            source,
            text: &edit.text,
        })
    };
    let all: Option<Vec<_>> = fix.edits.iter().map(patch).collect();
    all.unwrap_or_default()
}

/// Returns at most `count` characters from the start of a text, the last an ellipsis when it is cut.
fn head(text: &str, count: usize) -> String {
    if text.chars().count() <= count {
        return text.to_owned();
    }
    let kept = text.chars().take(count.saturating_sub(1));
    kept.chain(['…']).collect()
}

/// Returns at most `count` characters from the end of a text, the first an ellipsis when it is cut.
fn tail(text: &str, count: usize) -> String {
    let all = text.chars().count();
    if all <= count {
        return text.to_owned();
    }
    let kept = text.chars().skip(all - count.saturating_sub(1));
    std::iter::once('…').chain(kept).collect()
}

/// A few lines of one file and the place in them.
struct Excerpt {
    path: String,
    line: usize,
    column: usize,
    /// Safe source lines; empty when there is nothing to draw.
    source: String,
    kind: AnnotationKind,
    mark: Range<usize>,
    label: String,
}

impl Excerpt {
    fn draw<'a>(&'a self, group: Group<'a>) -> Group<'a> {
        if self.source.trim().is_empty() {
            return group.element(
                Origin::path(self.path.as_str())
                    .line(self.line)
                    .char_column(self.column),
            );
        }
        let mut mark = self.kind.span(self.mark.clone());
        if !self.label.is_empty() {
            mark = mark.label(self.label.as_str());
        }
        group.element(
            Snippet::source(self.source.as_str())
                .line_start(self.line)
                .path(self.path.as_str())
                .annotation(mark),
        )
    }
}

fn excerpts(files: &Files, finding: &Diagnostic) -> Vec<Excerpt> {
    let primary = excerpt(files, finding.span, AnnotationKind::Primary, "");
    let labels = finding.labels.iter().map(|label| {
        let kind = AnnotationKind::Context;
        excerpt(files, label.span, kind, &safe(&label.message))
    });
    std::iter::once(primary).chain(labels).collect()
}

fn excerpt(files: &Files, span: Span, kind: AnnotationKind, label: &str) -> Excerpt {
    let bytes = files.clamp(span);
    let at = files.position(span.file, bytes.start);
    let first = files.line(span.file, at.line);
    // A place ends with the last line that is drawn; trailing line ends are no part of it.
    let text = files
        .text(Span::new(span.file, bytes.start, bytes.end))
        .trim_end();
    let last_line = at.line + text.matches('\n').count().min(LINES_MAX - 1);
    let last = files.line(span.file, last_line);
    let mut source = String::new();
    let mut mark = 0..0;
    let whole = Span::new(span.file, first.start(), last.end());
    let near = bytes.start - first.start() < LINE_BYTES_MAX;
    let end = (bytes.start + text.len()).min(last.end()).max(bytes.start);
    if near {
        let limit = end.max(bytes.start + 1) - whole.start() + LINE_BYTES_MAX;
        for (offset, c) in files
            .text(whole)
            .char_indices()
            .take_while(|(offset, _)| *offset < limit)
        {
            let place = whole.start() + offset;
            if place == bytes.start {
                mark.start = source.len();
            }
            if place == end {
                mark.end = source.len();
            }
            let command = c == '[' && source.ends_with("##");
            match c {
                '\n' | '\t' => source.push(c),
                '\r' => {}
                '\u{feff}' if place == 0 => {}
                _ if is_unsafe(c) => source.push('\u{fffd}'),
                _ if command => source.push('('),
                _ => source.push(c),
            }
        }
        if end >= whole.start() + limit.min(whole.end() - whole.start()) {
            mark.end = source.len();
        }
        if bytes.start >= whole.end() {
            mark.start = source.len();
        }
        mark.end = mark.end.max(mark.start);
    }
    Excerpt {
        path: safe(files.path(span.file)).into_owned(),
        line: at.line,
        column: at.column,
        source,
        kind,
        mark,
        label: label.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::diagnostics::Survey;
    use crate::render::diagnostics::tests::report;

    fn check(text: &str, start: usize, end: usize) -> String {
        let mut files = Files::default();
        let id = files.add("a\u{1b}.md", text);
        let found = [Diagnostic::new(
            "some-rule",
            Severity::Error,
            Span::new(id, start, end),
            "it is \u{202e}so",
        )
        .with_help("ask\nagain")];
        let report = report(&files, &found);
        let mut out = Vec::new();
        write(&mut out, report, Look::plain()).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn any_span_is_drawn_without_a_panic_and_without_raw_control() {
        let text = "\u{feff}# Tïtle\r\n\r\n\tx \u{1b}[31m ##[error] \u{200b} 👩‍🚀 end\r\nlast";
        for start in 0..=text.len() + 2 {
            for end in start..=text.len() + 2 {
                let shown = check(text, start, end);
                assert!(
                    !shown.chars().any(|c| c != '\n' && is_unsafe(c)),
                    "{start}..{end}: {shown:?}"
                );
                assert!(!shown.contains("##["));
            }
        }
        check("", 0, 0);
        check("\n\n", 1, 2);
        check(&"x".repeat(100_000), 90_000, 99_999);
    }

    #[test]
    fn a_place_is_a_link_where_the_terminal_knows_links() {
        let mut files = Files::default();
        let id = files.add("a b.md", "text\n");
        let found = [Diagnostic::new(
            "some-rule",
            Severity::Error,
            Span::new(id, 0, 4),
            "so",
        )];
        let report = Report {
            survey: Survey {
                root: "/home/é",
                ..Survey::default()
            },
            ..report(&files, &found)
        };
        let look = Look {
            hyperlinks: true,
            ..Look::plain()
        };
        let mut out = Vec::new();
        write(&mut out, report, look).unwrap();
        let shown = String::from_utf8(out).unwrap();
        let link = "\x1b]8;;file:///home/%C3%A9/a%20b.md\x1b\\a b.md:1:1\x1b]8;;\x1b\\";
        assert!(shown.contains(link), "{shown:?}");
    }

    #[test]
    fn the_place_is_marked() {
        let shown = check("one\ntwo words\n", 4, 7);
        assert!(shown.contains("a\\x1b.md:2:1"), "{shown}");
        assert!(shown.contains("2 │ two words\n  │ ━━━"), "{shown}");
    }
}
