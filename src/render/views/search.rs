//! What a search found: each write-up with the sentences that hold the words.

use std::io::{self, Write};

use serde_json::{Value, json};

use crate::render::rows::{self, Format};
use crate::render::style::{self, Look, Role, count, safe};
use crate::search::{Found, Hit, Passage, Query};

use super::links::write_named;

/// A write-up that was found.
#[derive(Debug)]
pub struct Shown {
    pub hit: Hit,
    /// Empty where the write-up was not read again for them.
    pub passages: Vec<Passage>,
}

/// Characters of a sentence that are shown, most of them behind the first word that was found.
const TEXT_MAX: usize = 180;
const BEFORE_MAX: usize = 60;

/// Writes what is shown of what was found, among `total` write-ups.
pub fn write(
    out: &mut dyn Write,
    format: Format,
    found: &Found,
    shown: &[Shown],
    total: usize,
    look: Look,
) -> io::Result<()> {
    if format == Format::Json {
        return write_json(out, found, shown, total);
    }
    if found.hits.is_empty() {
        return Ok(());
    }
    let head = format!("{} of {total}", count(found.hits.len(), "write-up"));
    writeln!(out, "{}", look.paint(Role::Dim, head))?;
    for one in shown {
        write_named(out, "  ", &one.hit.title, &one.hit.id, look)?;
        for passage in &one.passages {
            write_passage(out, passage, look)?;
        }
    }
    let rest = found.hits.len().saturating_sub(shown.len());
    if rest > 0 {
        let all = format!("--limit {}", found.hits.len());
        style::hint(out, &format!("{rest} more:"), &all, look)?;
    }
    Ok(())
}

fn write_passage(out: &mut dyn Write, passage: &Passage, look: Look) -> io::Result<()> {
    let place = match &passage.section {
        Some(section) => format!("{}, line {}", safe(section), passage.line),
        None => format!("line {}", passage.line),
    };
    writeln!(out, "    {}", look.paint(Role::Dim, place))?;
    for line in wrapped(&cut(passage), look.width.saturating_sub(6)) {
        let words: Vec<String> = line
            .iter()
            .map(|piece| {
                if piece.found {
                    look.paint(Role::Strong, &piece.text).to_string()
                } else {
                    piece.text.clone()
                }
            })
            .collect();
        writeln!(out, "      {}", words.concat())?;
    }
    Ok(())
}

/// A part of a sentence, safe already.
#[derive(Clone, Debug)]
struct Piece {
    text: String,
    found: bool,
}

/// Returns the sentence in pieces, cut round the first word that was found.
fn cut(passage: &Passage) -> Vec<Piece> {
    let text = passage.text.as_str();
    let first = passage.marks.first().map_or(0, |mark| mark.start);
    let before = text.get(..first).unwrap_or_default();
    let mut start = 0;
    if before.chars().count() > BEFORE_MAX {
        let far = before
            .char_indices()
            .rev()
            .nth(BEFORE_MAX)
            .map_or(0, |(at, _)| at);
        let blank = before.get(far..).and_then(|rest| rest.find(' '));
        start = blank.map_or(far, |blank| far + blank + 1);
    }
    let rest = text.get(start..).unwrap_or_default();
    let mut end = text.len();
    if let Some((far, _)) = rest.char_indices().nth(TEXT_MAX) {
        let blank = rest.get(..far).and_then(|kept| kept.rfind(' '));
        end = start + blank.unwrap_or(far);
    }
    let mut pieces = Vec::new();
    let mut plain = |text: &str, found: bool| {
        if !text.is_empty() {
            pieces.push(Piece {
                text: safe(text).into_owned(),
                found,
            });
        }
    };
    plain(if start > 0 { "… " } else { "" }, false);
    let mut at = start;
    for mark in passage.marks.iter().filter(|mark| mark.end <= end) {
        plain(text.get(at..mark.start).unwrap_or_default(), false);
        plain(text.get(mark.clone()).unwrap_or_default(), true);
        at = mark.end;
    }
    plain(text.get(at..end).unwrap_or_default(), false);
    plain(if end < text.len() { " …" } else { "" }, false);
    pieces
}

/// Returns the pieces in lines of at most `width` columns, broken at blanks.
fn wrapped(pieces: &[Piece], width: usize) -> Vec<Vec<Piece>> {
    use unicode_width::UnicodeWidthStr;
    let whole: String = pieces.iter().map(|piece| piece.text.as_str()).collect();
    let mut lines: Vec<Vec<Piece>> = Vec::new();
    let mut rest = pieces
        .iter()
        .flat_map(|piece| piece.text.chars().map(|c| (c, piece.found)));
    for line in style::wrap(&whole, width.max(20)) {
        debug_assert!(line.width() > 0);
        let mut row: Vec<Piece> = Vec::new();
        for wanted in line.chars() {
            // Blanks at the break are left out by the one and not by the other.
            let Some((c, found)) = rest.by_ref().find(|(c, _)| *c == wanted) else {
                break;
            };
            match row.last_mut() {
                Some(last) if last.found == found => last.text.push(c),
                _ => row.push(Piece {
                    text: c.to_string(),
                    found,
                }),
            }
        }
        lines.push(row);
    }
    lines
}

/// Returns what to say when nothing was found.
pub fn nothing(query: &Query, found: &Found, total: usize) -> Vec<String> {
    let mut lines = vec![format!("nothing found for `{}`", query.typed.join(" "))];
    if total == 0 {
        lines.push(format!("  {}", style::NO_WRITEUPS));
        return lines;
    }
    if let Some(filter) = query.likely_filter() {
        lines.push(format!("  did you mean the filter `{filter}:`?"));
        return lines;
    }
    for absent in &found.absent {
        if let Some(near) = &absent.near {
            lines.push(format!("  did you mean `{near}`?"));
        }
    }
    if lines.len() > 1 {
        return lines;
    }
    lines.push(if query.is_filters_only() {
        format!("  none of {} is like that", count(total, "write-up"))
    } else if found.absent.is_empty() && query.has_filters() {
        "  it is somewhere, but not where the filters look".to_owned()
    } else if query.is_phrase() {
        "  no write-up has these words in a row; apart, each may stand anywhere".to_owned()
    } else {
        let total = count(total, "write-up");
        format!("  {total} looked through; a beginning finds more, such as `retr*`")
    });
    lines
}

/// Returns what to say when no write-up holds all that was asked for.
pub fn partly(query: &Query, found: &Found) -> Option<String> {
    if !found.partly {
        return None;
    }
    let mut note = format!(
        "no write-up holds all of `{}`; these hold most of it",
        query.typed.join(" ")
    );
    for absent in &found.absent {
        note.push_str(&format!("\n  `{}` is in none", absent.typed));
        if let Some(near) = &absent.near {
            note.push_str(&format!("; did you mean `{near}`?"));
        }
    }
    Some(note)
}

fn write_json(out: &mut dyn Write, found: &Found, shown: &[Shown], total: usize) -> io::Result<()> {
    let passage = |passage: &Passage| {
        let characters = |at: usize| {
            passage
                .text
                .get(..at)
                .map_or(0, |text| text.chars().count())
        };
        json!({
            "section": passage.section,
            "line": passage.line,
            "text": passage.text,
            "marks": passage.marks.iter()
                .map(|mark| [characters(mark.start), characters(mark.end)])
                .collect::<Vec<_>>(),
        })
    };
    let result = |one: &Shown| -> Value {
        json!({
            "id": one.hit.id,
            "path": one.hit.path,
            "title": one.hit.title,
            "date": one.hit.date.map(|date| date.to_string()),
            "score": (one.hit.score * 1000.0).round() / 1000.0,
            "passages": one.passages.iter().map(passage).collect::<Vec<_>>(),
        })
    };
    let absent = found
        .absent
        .iter()
        .map(|absent| json!({ "word": absent.typed, "near": absent.near }));
    let body = json!({
        "results": shown.iter().map(result).collect::<Vec<_>>(),
        "found": found.hits.len(),
        "writeups": total,
        "partly": found.partly,
        "absent": absent.collect::<Vec<_>>(),
    });
    rows::write_json(out, "search", &body)
}
