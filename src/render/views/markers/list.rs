//! What is behind one signal: every write-up or trace that was looked at, and where.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::Picture;
use super::said::{self, few, figure_json, pair, unknown};
use crate::history::Commit;
use crate::markers::{Finding, Row, Shape};
use crate::model::Writeup;
use crate::render::rows::{self, RowFormat};
use crate::render::style::{self, Look, Role, safe, wrap};

/// Writes what is behind the first row of the board.
pub fn write_list(
    out: &mut dyn Write,
    format: RowFormat,
    picture: &Picture<'_>,
    look: Look,
) -> io::Result<()> {
    let Some(row) = picture.board.rows.first() else {
        return Ok(());
    };
    match format {
        RowFormat::Table => write_people(out, picture, row, look),
        RowFormat::Json => rows::write_json(out, "markers", &as_json(picture, row)),
        RowFormat::Csv => rows::write_csv(out, HEAD, as_rows(picture, row)),
        RowFormat::Markdown => {
            rows::write_markdown(out, HEAD, &as_rows(picture, row))?;
            said::write_seen(out, picture)
        }
    }
}

fn write_people(
    out: &mut dyn Write,
    picture: &Picture<'_>,
    row: &Row,
    look: Look,
) -> io::Result<()> {
    let marker = row.marker;
    writeln!(out, "{}", look.paint(Role::Strong, marker.title))?;
    let found = row.found.as_deref().unwrap_or_default();
    match (unknown(row), found.is_empty()) {
        (Some(why), true) => writeln!(out, "\n  unknown: {why}")?,
        (None, true) => writeln!(out, "\n  0 (looked everywhere)")?,
        _ => {}
    }
    for state in marker.states {
        let mut here = found
            .iter()
            .filter(|finding| finding.state == *state)
            .peekable();
        if here.peek().is_some() {
            writeln!(out, "\n  {}", look.paint(Role::Accent, state.words))?;
        }
        here.try_for_each(|finding| write_one(out, picture, row, finding, look))?;
    }
    writeln!(out)?;
    if let Some(seen) = said::seen(picture) {
        writeln!(out, "{}", look.paint(Role::Dim, seen))?;
    }
    let command = format!("incident markers --explain {}", marker.name);
    style::hint(out, "What this can say, and what not:", &command, look)
}

fn write_one(
    out: &mut dyn Write,
    picture: &Picture<'_>,
    row: &Row,
    finding: &Finding,
    look: Look,
) -> io::Result<()> {
    let day = finding
        .day
        .map_or_else(|| "no day    ".to_owned(), |day| day.to_string());
    let title = writeup(picture, finding).map_or("no write-up answers to it", Writeup::title);
    let indent = " ".repeat(16);
    let width = look.width.saturating_sub(indent.len()).max(20);
    let mut lead = format!("    {day}  ");
    for line in wrap(&safe(title), width) {
        writeln!(out, "{lead}{line}")?;
        lead.clone_from(&indent);
    }
    let at = finding.at.as_ref();
    let place = at.map(|(path, line)| match line {
        Some(line) => format!("{path}:{line}"),
        None => path.to_string(),
    });
    let commit = commit(picture, finding).map(|commit| commit.short_id().to_owned());
    let places: Vec<String> = [place, commit].into_iter().flatten().collect();
    let joined = places.join("  ");
    // Both are there to be copied, and neither is broken.
    let fits = joined.chars().count() <= width;
    let lines = if fits { vec![joined] } else { places };
    for line in lines.iter().filter(|line| !line.is_empty()) {
        writeln!(out, "{indent}{}", look.paint(Role::Dim, safe(line)))?;
    }
    if let (Some(numbers), Shape::Pair(one, other)) = (finding.pair, row.marker.shape) {
        writeln!(out, "{indent}{}", pair(one, other, numbers))?;
    }
    for line in wrap(&safe(&style::fit(&finding.words, WORDS_MAX)), width) {
        writeln!(out, "{indent}{line}")?;
    }
    Ok(())
}

/// Most columns of the words round a trace.
const WORDS_MAX: usize = 300;

fn writeup<'a>(picture: &Picture<'a>, finding: &Finding) -> Option<&'a Writeup> {
    picture.corpus.writeups.get(finding.writeup?)
}

fn commit<'a>(picture: &Picture<'a>, finding: &Finding) -> Option<&'a Commit> {
    picture.history?.commits.get(finding.commit?)
}

const HEAD: &[&str] = &[
    "marker", "state", "day", "writeup", "path", "line", "commit", "words",
];

fn as_rows(picture: &Picture<'_>, row: &Row) -> Vec<Vec<String>> {
    let line = |finding: &Finding| {
        let at = finding.at.as_ref();
        let words = match (finding.pair, row.marker.shape) {
            (Some(numbers), Shape::Pair(one, other)) => pair(one, other, numbers),
            _ => finding.words.clone(),
        };
        vec![
            row.marker.name.to_owned(),
            finding.state.words.to_owned(),
            finding.day.map(|day| day.to_string()).unwrap_or_default(),
            writeup(picture, finding)
                .map(Writeup::id)
                .unwrap_or_default()
                .to_owned(),
            at.map(|(path, _)| path.to_string()).unwrap_or_default(),
            at.and_then(|(_, line)| Some((*line)?.to_string()))
                .unwrap_or_default(),
            commit(picture, finding)
                .map(|commit| commit.id.clone())
                .unwrap_or_default(),
            words,
        ]
    };
    row.found.iter().flatten().map(line).collect()
}

fn as_json(picture: &Picture<'_>, row: &Row) -> Value {
    let one = |finding: &Finding| {
        let at = finding.at.as_ref();
        let numbers = match (finding.pair, row.marker.shape) {
            (Some((left, right)), Shape::Pair(one, other)) => {
                json!({ one: few(left), other: few(right) })
            }
            _ => Value::Null,
        };
        json!({
            "state": finding.state.words,
            "day": finding.day.map(|day| day.to_string()),
            "writeup": writeup(picture, finding).map(Writeup::id),
            "title": writeup(picture, finding).map(Writeup::title),
            "path": at.map(|(path, _)| path.as_str()),
            "line": at.and_then(|(_, line)| *line),
            "commit": commit(picture, finding).map(|commit| commit.id.as_str()),
            "words": finding.words,
            "numbers": numbers,
        })
    };
    let why = unknown(row);
    json!({
        "marker": row.marker.name,
        "title": row.marker.title,
        "unknown": why,
        "seen": said::seen_json(picture),
        "in_all": why.is_none().then(|| figure_json(row.marker.shape, &row.all)),
        "findings": row.found.iter().flatten().map(one).collect::<Vec<_>>(),
    })
}
