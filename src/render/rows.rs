//! Any result that is a list of rows, and the frame of every JSON answer.

use std::io::{self, Write};

use serde::Serialize;
use tabled::builder::Builder;
use tabled::settings::formatting::{AlignmentStrategy, TrimStrategy};
use tabled::settings::object::Columns;
use tabled::settings::peaker::Priority;
use tabled::settings::style::{HorizontalLine, Style};
use tabled::settings::{Alignment, Modify, Padding, Width};

use super::style::{Look, safe};

/// The version of every JSON answer. It grows when a key changes its meaning or goes.
const VERSION: u32 = 1;

/// What every JSON answer begins with.
#[derive(Serialize)]
struct Frame<'a, T> {
    version: u32,
    command: &'a str,
    #[serde(flatten)]
    body: &'a T,
}

/// How rows are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// For people
    Table,
    /// One object, for programs
    Json,
}

/// How rows are printed that other programs and pages take as well.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum RowFormat {
    /// For people
    Table,
    /// One object, for programs
    Json,
    /// For spreadsheets (RFC 4180)
    Csv,
    /// For a wiki page
    Markdown,
}

/// A table for people: the head, and rows of as many cells. Cells must be safe already.
#[derive(Clone, Debug, Default)]
pub struct Table {
    pub head: Vec<&'static str>,
    pub rows: Vec<Vec<String>>,
    /// Columns that hold numbers.
    pub numbers: Vec<usize>,
}

/// Below this width a table becomes stacked lines: a cell that wraps is worse than none.
const WIDTH_MIN: usize = 72;

/// Writes the table within the width: the widest column gives way first.
pub fn write_table(out: &mut dyn Write, table: &Table, look: Look) -> io::Result<()> {
    if look.width < WIDTH_MIN {
        return write_stacked(out, table);
    }
    let mut builder = Builder::default();
    builder.push_record(table.head.iter().map(ToString::to_string));
    for row in &table.rows {
        builder.push_record(row);
    }
    let mut drawn = builder.build();
    let rule = if look.unicode { '─' } else { '-' };
    drawn.with(Style::blank().horizontals([(1, HorizontalLine::new(rule).intersection(rule))]));
    drawn.with(Padding::new(0, 1, 0, 0));
    for &column in &table.numbers {
        drawn.with(Modify::new(Columns::one(column)).with(Alignment::right()));
    }
    drawn.with(
        Width::truncate(look.width)
            .suffix("…")
            .priority(Priority::max(true)),
    );
    for line in drawn.to_string().lines() {
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}

/// Returns the lines of a table that somebody wrote, its first row the head: cells are wrapped, never cut.
/// They must be safe already. Below a readable width each row becomes lines of its own.
pub fn grid(rows: &[Vec<String>], look: Look) -> Vec<String> {
    let Some((head, body)) = rows.split_first() else {
        return Vec::new();
    };
    if look.width < WIDTH_MIN {
        let cells = |row: &Vec<String>| -> Vec<String> {
            let named = head.iter().zip(row).filter(|(_, cell)| !cell.is_empty());
            let lines = named.map(|(name, cell)| match name.as_str() {
                "" => cell.clone(),
                name => format!("{name}: {cell}"),
            });
            lines.chain([String::new()]).collect()
        };
        let mut lines: Vec<String> = body.iter().flat_map(cells).collect();
        lines.pop();
        return lines;
    }
    let mut builder = Builder::default();
    for row in rows {
        builder.push_record(row);
    }
    let mut drawn = builder.build();
    let rule = if look.unicode { '─' } else { '-' };
    drawn.with(Style::blank().horizontals([(1, HorizontalLine::new(rule).intersection(rule))]));
    drawn.with(Padding::new(0, 1, 0, 0));
    drawn.with(
        Width::wrap(look.width)
            .keep_words(true)
            .priority(Priority::max(true)),
    );
    // A line that is just as wide as its column leaves the next one a blank to begin with.
    drawn.with(AlignmentStrategy::PerLine);
    drawn.with(TrimStrategy::Horizontal);
    drawn
        .to_string()
        .lines()
        .map(|line| line.trim_end().to_owned())
        .collect()
}

fn write_stacked(out: &mut dyn Write, table: &Table) -> io::Result<()> {
    for row in &table.rows {
        for (name, cell) in table
            .head
            .iter()
            .zip(row)
            .filter(|(_, cell)| !cell.is_empty())
        {
            if name.is_empty() {
                writeln!(out, "{cell}")?;
            } else {
                writeln!(out, "{name}: {cell}")?;
            }
        }
        writeln!(out)?;
    }
    Ok(())
}

/// Most characters that spreadsheets take in a cell, and some room: a name in a commit may have a megabyte.
const CELL_CHARS_MAX: usize = 32_000;

/// Writes comma-separated values. A cell that a spreadsheet would take for a formula begins with `'`, and one
/// that is longer than any takes ends in `…`.
pub fn write_csv(
    out: &mut dyn Write,
    head: &[&str],
    rows: impl IntoIterator<Item: AsRef<[String]>>,
) -> io::Result<()> {
    let cell = |cell: &str| {
        let formula = cell.starts_with(['=', '+', '-', '@', '|', '%', '\t', '\r']);
        let mut text = format!("{}{}", if formula { "'" } else { "" }, safe(cell));
        if let Some((end, _)) = text.char_indices().nth(CELL_CHARS_MAX) {
            text.truncate(end);
            text.push('…');
        }
        if text.contains(['"', ',', ';']) || text.trim() != text {
            format!("\"{}\"", text.replace('"', "\"\""))
        } else {
            text
        }
    };
    writeln!(out, "{}", head.join(","))?;
    for row in rows {
        let cells: Vec<String> = row.as_ref().iter().map(|text| cell(text)).collect();
        writeln!(out, "{}", cells.join(","))?;
    }
    Ok(())
}

/// Writes a Markdown table. What a cell holds is text: nothing in it is markup.
pub fn write_markdown(out: &mut dyn Write, head: &[&str], rows: &[Vec<String>]) -> io::Result<()> {
    writeln!(out, "| {} |", head.join(" | "))?;
    writeln!(out, "|{}", " --- |".repeat(head.len()))?;
    for row in rows {
        let cells: Vec<String> = row.iter().map(|cell| markdown(cell)).collect();
        writeln!(out, "| {} |", cells.join(" | "))?;
    }
    Ok(())
}

/// Returns text that Markdown shows as it is.
pub(super) fn markdown(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in safe(text).chars() {
        match c {
            '<' => shown.push_str("&lt;"),
            '&' => shown.push_str("&amp;"),
            '|' | '\\' | '`' | '*' | '_' | '[' | ']' | '~' | '!' | '#' | '@' => {
                shown.extend(['\\', c]);
            }
            _ => shown.push(c),
        }
    }
    shown
}

/// Writes `{"version": 1, "command": …, …}` with the fields of `body`.
pub fn write_json(out: &mut dyn Write, command: &str, body: &impl Serialize) -> io::Result<()> {
    let frame = Frame {
        version: VERSION,
        command,
        body,
    };
    write_bare_json(out, &frame)
}

/// Writes one line of JSON Lines.
pub fn write_json_line(out: &mut dyn Write, body: &impl Serialize) -> io::Result<()> {
    let text = serde_json::to_string(body)?;
    writeln!(out, "{}", defused(&text))
}

/// Writes JSON in somebody else's format, which has a frame of its own.
pub fn write_bare_json(out: &mut dyn Write, body: &impl Serialize) -> io::Result<()> {
    let mut lines = Defused {
        out,
        pending: Vec::new(),
        whole: 0,
    };
    serde_json::to_writer_pretty(&mut lines, body)?;
    writeln!(lines)?;
    lines.flush()
}

/// A list whose parts are made one after the other while it is written, so that only one of a hundred
/// thousand is held at a time.
#[derive(Debug)]
pub struct Each<F>(pub F);

impl<F: Fn() -> I, I: IntoIterator<Item: Serialize>> Serialize for Each<F> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq((self.0)())
    }
}

/// Bytes of JSON that are looked through together.
const PIECE_BYTES: usize = 64 * 1024;

/// Passes JSON on in whole lines, each [`defused`]. A line end stands in no string.
struct Defused<'a> {
    out: &'a mut dyn Write,
    pending: Vec<u8>,
    /// How many of these are whole lines. A text of megabytes stands on one, and comes in small pieces.
    whole: usize,
}

impl Defused<'_> {
    /// Passes on what ends before `end`.
    fn pass(&mut self, end: usize) -> io::Result<()> {
        let lines: Vec<u8> = self.pending.drain(..end).collect();
        self.whole = 0;
        let lines = String::from_utf8(lines).map_err(io::Error::other)?;
        self.out.write_all(defused(&lines).as_bytes())
    }
}

impl Write for Defused<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if let Some(end) = bytes.iter().rposition(|byte| *byte == b'\n') {
            self.whole = self.pending.len() + end + 1;
        }
        self.pending.extend_from_slice(bytes);
        if self.pending.len() >= PIECE_BYTES && self.whole > 0 {
            self.pass(self.whole)?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.pass(self.pending.len())
    }
}

/// Returns JSON that means the same, in which no CI log finds a command (`##[…]` counts anywhere in
/// a line) and no terminal an invisible character.
fn defused(json: &str) -> String {
    let mut safe = String::with_capacity(json.len());
    for c in json.replace("##[", "#\\u0023[").chars() {
        let hidden = c != '\n' && (c.is_control() || crate::text::words::is_invisible(c));
        if hidden {
            let mut units = [0; 2];
            for unit in c.encode_utf16(&mut units) {
                safe.push_str(&format!("\\u{unit:04x}"));
            }
        } else {
            safe.push(c);
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_means_the_same_and_shows_nothing_hidden() {
        let text = "##[error] \u{202e}\u{e0041}\u{9b}\u{7f}";
        let body = serde_json::json!({ "text": text });
        let mut out = Vec::new();
        write_json(&mut out, "x", &body).unwrap();
        let json = String::from_utf8(out).unwrap();
        assert!(!json.contains("##[") && !json.contains('\u{202e}') && !json.contains('\u{9b}'));
        let read: serde_json::Value = serde_json::from_str(&json).unwrap();
        assert_eq!(read["text"], text);
        assert_eq!(read["version"], 1);
    }

    #[test]
    fn a_long_text_takes_time_in_line_with_its_length() {
        // Comes in two million pieces, none of which ends a line.
        let body = serde_json::json!({ "text": "\n".repeat(2_000_000) });
        let mut out = Vec::new();
        write_json(&mut out, "x", &body).unwrap();
        assert!(out.ends_with(b"\\n\"\n}\n"));
    }

    #[test]
    fn cells_stay_cells() {
        let rows = [vec![
            "=1+1".to_owned(),
            "a,\"b\"\n\u{1b}[2J".to_owned(),
            "x|<b>*[y](z)".to_owned(),
        ]];
        let head = ["a", "b", "c"];
        let mut out = Vec::new();
        write_csv(&mut out, &head, &rows).unwrap();
        let csv = String::from_utf8(out).unwrap();
        assert_eq!(
            csv,
            "a,b,c\n'=1+1,\"a,\"\"b\"\"\\n\\x1b[2J\",x|<b>*[y](z)\n"
        );
        let mut out = Vec::new();
        write_csv(&mut out, &["a"], &[vec!["é".repeat(1_000_000)]]).unwrap();
        assert_eq!(
            String::from_utf8(out).unwrap().chars().count(),
            CELL_CHARS_MAX + 4
        );
        let mut out = Vec::new();
        write_markdown(&mut out, &head, &rows).unwrap();
        let page = String::from_utf8(out).unwrap();
        assert!(page.ends_with("| x\\|&lt;b>\\*\\[y\\](z) |\n"), "{page}");
    }

    #[test]
    fn a_line_as_wide_as_its_column_leaves_no_blank() {
        let long = "many words that go on and on ".repeat(6);
        for width in 72..110 {
            let rows = [["a", "b"], ["one", long.as_str()]];
            let rows = rows.map(|row| row.map(str::to_owned).to_vec());
            let look = Look {
                width,
                ..Look::plain()
            };
            for line in grid(&rows, look).iter().skip(3) {
                let indent = line.len() - line.trim_start().len();
                assert_eq!(indent, 5, "{width}: {line}");
            }
        }
    }

    #[test]
    fn tables_keep_to_their_width() {
        let table = Table {
            head: vec!["id", "n"],
            rows: vec![vec!["x".repeat(200), "1".to_owned()]],
            numbers: vec![1],
        };
        for width in [20, 72, 80, 120] {
            let mut out = Vec::new();
            write_table(
                &mut out,
                &table,
                Look {
                    width,
                    ..Look::plain()
                },
            )
            .unwrap();
            let shown = String::from_utf8(out).unwrap();
            assert!(width >= WIDTH_MIN || shown.starts_with("id: x"), "{shown}");
            assert!(
                width < WIDTH_MIN || shown.lines().all(|line| line.chars().count() <= width),
                "{shown}"
            );
        }
    }
}
