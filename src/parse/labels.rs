//! Lines that begin with a label, in any of the forms that people write. Which of them a section
//! knows is decided in [`super::sections`].

use crate::model::BlockKind;
use crate::text::{FileId, Span, scan};

use super::body::Body;

/// Longest text before a colon that can be a label, in characters.
const LABEL_CHARS_MAX: usize = 60;

/// Something that may be a label: `**Expected:** …`, `Expected: …`, a definition-list term, or a
/// heading of a lower level.
#[derive(Clone, Copy)]
pub(super) struct Candidate {
    /// The label's words.
    pub(super) span: Span,
    /// Where the whole form begins, marks included: what stands before belongs to the label before.
    pub(super) start: usize,
    /// Where the value begins.
    pub(super) value: usize,
    /// The outermost list item that it stands in.
    pub(super) item: Option<Span>,
}

/// Returns all candidates in the order of the text.
pub(super) fn find(file: FileId, text: &str, body: &Body) -> Vec<Candidate> {
    let mut found = Vec::new();
    for leaf in &body.leaves {
        let block = leaf.block;
        if block.kind != BlockKind::Paragraph || block.quoted {
            continue;
        }
        let slice = text
            .get(block.span.start()..block.span.end())
            .unwrap_or_default();
        if !may_hold_label(slice) {
            continue;
        }
        let mut at = block.span.start();
        for line in slice.split_inclusive('\n') {
            let start = at + (line.len() - line.trim_start().len());
            at += line.len();
            if let Some((words, value)) = label(line.trim()) {
                let span = Span::new(file, start + words.start, start + words.end);
                found.push(Candidate {
                    span,
                    start,
                    value: start + value,
                    item: leaf.item,
                });
            }
        }
    }
    for (term, details) in &body.terms {
        let span = super::trimmed(file, text, term.start(), term.end());
        found.push(Candidate {
            span,
            start: span.start(),
            value: details_start(text, *details),
            item: None,
        });
    }
    let headings = body
        .leaves
        .iter()
        .filter(|leaf| leaf.block.kind == BlockKind::Heading);
    for (leaf, heading) in headings.zip(&body.headings) {
        if leaf.block.quoted {
            continue;
        }
        found.push(Candidate {
            span: heading.text.span,
            start: heading.span.start(),
            value: heading.span.end(),
            item: None,
        });
    }
    found.sort_by_key(|candidate| candidate.start);
    found
}

/// Returns where a definition's details begin, after its `:`.
fn details_start(text: &str, details: Span) -> usize {
    let slice = text.get(details.start()..details.end()).unwrap_or_default();
    match slice.strip_prefix(':') {
        Some(rest) => details.start() + 1 + (rest.len() - rest.trim_start().len()),
        None => details.start(),
    }
}

/// Whether there may be a label in a text at all: each is in marks, or ends in a colon, and most
/// paragraphs have neither.
fn may_hold_label(text: &str) -> bool {
    scan::holds_one_of(text, [b':', b'*', b'_']) || text.contains('：')
}

/// Returns the label's words in a line, and where the value begins.
fn label(line: &str) -> Option<(std::ops::Range<usize>, usize)> {
    // An emoji may stand before it.
    let dress = line.len()
        - line
            .trim_start_matches(|c: char| !c.is_ascii() || c == ' ')
            .len();
    let dress = if line.get(..dress)?.chars().any(char::is_alphanumeric) {
        0
    } else {
        dress
    };
    let bare = line.get(dress..)?;
    let marks = bare.len() - bare.trim_start_matches(['*', '_']).len();
    let (words, value) = if marks == 0 {
        plain(bare)?
    } else {
        marked(bare, marks)?
    };
    let text = bare.get(words.clone())?;
    let plausible =
        !text.trim().is_empty() && !text.contains('`') && text.chars().count() <= LABEL_CHARS_MAX;
    plausible.then_some((dress + words.start..dress + words.end, dress + value))
}

/// Reads `Label: value`.
fn plain(line: &str) -> Option<(std::ops::Range<usize>, usize)> {
    let (at, colon) = line.char_indices().find(|(_, c)| is_colon(*c))?;
    let value = at + colon.len_utf8();
    let rest = line.get(value..)?;
    let apart = colon != ':' || rest.is_empty() || rest.starts_with(char::is_whitespace);
    apart.then_some((0..at, value))
}

/// Reads `**Label:** value`, `**Label**: value`, `**Label** – value` and `**Label**` alone on its line,
/// in marks of any kind.
fn marked(line: &str, marks: usize) -> Option<(std::ops::Range<usize>, usize)> {
    let mark = line.get(..marks)?;
    let inner = line.get(marks..)?;
    let len = inner.find(mark)?;
    let words = inner.get(..len)?.trim_end();
    let after = marks + len + marks;
    let rest = line.get(after..)?;
    let end = marks + words.trim_end_matches(is_colon).len();
    if end < marks + words.len() {
        return Some((marks..end, after));
    }
    let tail = rest.trim_start();
    let sign = tail
        .chars()
        .next()
        .filter(|&c| is_colon(c) || matches!(c, '–' | '—' | '-'));
    match sign {
        None if tail.is_empty() => Some((marks..end, line.len())),
        None => None,
        Some(sign) => Some((marks..end, line.len() - tail.len() + sign.len_utf8())),
    }
}

/// A colon, or the full-width one of Chinese and Japanese.
fn is_colon(c: char) -> bool {
    matches!(c, ':' | '：')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_found_in_every_dress() {
        for (line, words, value) in [
            ("**Expected:** a thing", "Expected", " a thing"),
            ("**Expected**: a thing", "Expected", " a thing"),
            ("*Expected:* a thing", "Expected", " a thing"),
            ("Expected: a thing", "Expected", " a thing"),
            ("Expected：a thing", "Expected", "a thing"),
            ("✅ **Expected:** a thing", "Expected", " a thing"),
            ("**Expected** – a thing", "Expected", " a thing"),
            ("**Expected**", "Expected", ""),
            (
                "**Taken, and on what grounds:**",
                "Taken, and on what grounds",
                "",
            ),
        ] {
            let (span, at) = label(line).expect(line);
            assert_eq!((&line[span], &line[at..]), (words, value));
        }
        for line in [
            "a https://x.org",
            "**bold** text",
            "12:30 restart",
            "no colon",
            "**open: x",
        ] {
            assert!(label(line).is_none(), "{line}");
        }
    }
}
