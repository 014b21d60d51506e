//! The shape that nearly all findings have, written down without the library: marked places, each in one
//! short line of ASCII, and a help text.
//!
//! The library takes a hundred thousand findings apart character by character, which costs as much
//! time as reading ten thousand write-ups does. What is drawn here is what it draws, letter for letter:
//! the test below holds the two against each other. Whatever is out of the ordinary is the library's.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::ops::Range;

use super::{help_room, title_room};
use crate::diagnostic::Diagnostic;
use crate::render::style::{Look, columns, safe};
use crate::text::{Files, Span};

/// Blanks at the start of a line from which on the library leaves some out.
const INDENT_MAX: usize = 20;

/// Adds the finding as it is drawn without colour, with lines of Unicode, and returns whether it did: what
/// is out of the ordinary is the library's, and adds nothing.
pub(super) fn draw(drawn: &mut String, finding: &Diagnostic, files: &Files, look: Look) -> bool {
    let before = drawn.len();
    let done = try_draw(drawn, finding, files, look).is_some();
    if !done {
        drawn.truncate(before);
    }
    done
}

fn try_draw(drawn: &mut String, finding: &Diagnostic, files: &Files, look: Look) -> Option<()> {
    let help = finding.help.as_deref()?;
    let own = place(files, finding.span, "")?;
    let labels = finding.labels.iter();
    let labels = labels.map(|label| place(files, label.span, &label.message));
    let labels: Vec<Place<'_>> = labels.collect::<Option<_>>()?;
    let lines = labels.iter().map(|label| label.line);
    let digits = lines.fold(own.line, usize::max).to_string().len();
    // The number, a line and the blanks round it.
    let room = look.width.checked_sub(digits + 3)?;
    let places = || std::iter::once(&own).chain(&labels);
    if places().any(|place| place.source.len() > room) {
        return None;
    }
    let lead = drawn.len();
    drawn.push_str(finding.severity.name());
    drawn.push('[');
    drawn.push_str(finding.rule);
    drawn.push_str("]: ");
    let lead = drawn.len() - lead;
    wrapped(drawn, &finding.message, title_room(finding, look), lead)?;
    let pad = digits + 1;
    let mut marks = ("╭▸ ", OWN);
    for place in places() {
        let (arrow, under) = marks;
        line(drawn, pad, arrow);
        drawn.push_str(&place.path);
        write!(drawn, ":{}:{}", place.line, place.mark.start + 1).ok()?;
        line(drawn, pad, "│");
        write!(drawn, "\n{:>digits$} │ ", place.line).ok()?;
        drawn.push_str(place.source);
        line(drawn, pad, "│ ");
        fill(drawn, BLANKS, place.mark.start);
        fill(drawn, under, place.mark.len());
        if !place.label.is_empty() {
            drawn.push(' ');
            drawn.push_str(place.label);
        }
        line(drawn, pad, "│");
        marks = ("⸬  ", OTHER);
    }
    let lead = "╰ help: ";
    line(drawn, pad, lead);
    wrapped(drawn, help, help_room(look), pad + lead.chars().count())
}

/// One marked piece of a line, which is drawn as it is.
struct Place<'a> {
    path: Cow<'a, str>,
    line: usize,
    source: &'a str,
    mark: Range<usize>,
    label: &'a str,
}

/// Returns a place with what is said of it; `None` where something about it is out of the ordinary.
fn place<'a>(files: &'a Files, span: Span, label: &'a str) -> Option<Place<'a>> {
    let bytes = files.clamp(span);
    let number = files.line_number(span.file, bytes.start);
    let line = files.line(span.file, number);
    let source = files.text(line);
    let marked = files.text(span).trim_end();
    let start = bytes.start.checked_sub(line.start())?;
    let mark = start..start + marked.len();
    let indent = source.len() - source.trim_start().len();
    let ordinary = is_plain(source)
        && is_plain(label)
        && indent < INDENT_MAX
        && !source.ends_with(' ')
        && !mark.is_empty()
        && mark.end <= source.len()
        && label.trim() == label;
    ordinary.then(|| Place {
        path: safe(files.path(span.file)),
        line: number,
        source,
        mark,
        label,
    })
}

/// Whether a text is ASCII that every reader shows as it is, and no workflow command.
fn is_plain(text: &str) -> bool {
    // All bytes are looked at, several at a time: most texts have no other.
    let plain = |all: bool, byte| all & matches!(byte, b' '..=b'~');
    text.bytes().fold(true, plain) && !is_command(text)
}

/// Whether something in a text may read as a workflow command.
fn is_command(text: &str) -> bool {
    text.contains("::") || text.contains("##[")
}

/// Adds a text in lines of at most `width` columns, all but the first behind `indent` blanks; `None` where
/// it has no words, or what not every reader shows as it is.
fn wrapped(drawn: &mut String, text: &str, width: usize, indent: usize) -> Option<()> {
    let known = |c: char| matches!(c, ' '..='~' | '…' | '“' | '”' | '’' | '–' | '—');
    if !is_plain(text) && (is_command(text) || !text.chars().all(known)) {
        return None;
    }
    let mut used = 0;
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let columns = columns(word);
        if used > 0 && used + 1 + columns > width {
            line(drawn, indent, "");
            used = 0;
        } else if used > 0 {
            drawn.push(' ');
            used += 1;
        }
        drawn.push_str(word);
        used += columns;
    }
    (used > 0).then_some(())
}

/// Begins a line behind some blanks.
fn line(drawn: &mut String, indent: usize, begin: &str) {
    drawn.push('\n');
    fill(drawn, BLANKS, indent);
    drawn.push_str(begin);
}

const BLANKS: &str = "                                ";
/// What marks the place of the finding, and what the places beside it.
const OWN: &str = "━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━";
const OTHER: &str = "────────────────────────────────";

/// Adds so many of a character, given as a piece of them.
fn fill(drawn: &mut String, piece: &str, count: usize) {
    let each = piece.chars().next().map_or(1, char::len_utf8);
    let mut left = count * each;
    while left > 0 {
        let part = piece.get(..left).unwrap_or(piece);
        drawn.push_str(part);
        left -= part.len();
    }
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Severity;

    use super::super::{by_library, excerpts, told};
    use super::*;

    /// Draws a place in a text both ways; returns whether it is ordinary.
    fn check(
        text: &str,
        (start, end): (usize, usize),
        message: &str,
        label: Option<&str>,
        help: &str,
    ) -> bool {
        let mut files = Files::default();
        let id = files.add("a b/c.md", text);
        let span = Span::new(id, start, end);
        let mut finding = Diagnostic::new("some-rule", Severity::Warning, span, message.to_owned());
        finding.help(help.to_owned());
        if let Some(label) = label {
            finding.label(Span::new(id, end, end + 5), label.to_owned());
        }
        let look = Look::plain();
        let (title, help) = told(&finding, look);
        let excerpts = excerpts(&files, &finding);
        let library = by_library(&files, &finding, &excerpts, &title, &help, look);
        let mut drawn = String::from("before ");
        let done = draw(&mut drawn, &finding, &files, look);
        let expected = if done { library.as_str() } else { "" };
        assert_eq!(
            drawn,
            format!("before {expected}"),
            "{text:?} {start}..{end}"
        );
        done
    }

    #[test]
    fn what_is_drawn_is_what_the_library_draws() {
        let long = "word ".repeat(40);
        let deep = format!("{}x y", " ".repeat(30));
        let texts = [
            "one\ntwo words\n\n  three: \"four\"\r\n\ttab \u{1b} é 👩‍🚀\nend ",
            "\u{feff}# A title\n",
            &deep,
            &"x".repeat(72),
            &"x".repeat(80),
            &long,
            &"line\n".repeat(12),
            "",
        ];
        let mut ordinary = 0;
        for text in texts {
            for start in 0..=text.len().min(90) {
                for end in start..=text.len().min(start + 12) {
                    let place = (start, end);
                    ordinary += usize::from(check(text, place, "it is so", None, "is it?"));
                    ordinary += usize::from(check(text, place, "so", Some("here"), "is it?"));
                }
            }
            let typeset = "“a” – b… ".repeat(20);
            for words in ["", "é", "a\tb", "a\nb", "a  b ", "::a", &typeset, &long] {
                check(text, (0, 1), words, None, "why?");
                check(text, (0, 1), "so", Some(words), "why?");
                check(text, (0, 1), "so", None, words);
            }
        }
        assert!(ordinary > 1_000, "{ordinary}");
    }
}
