//! All signals, a row each: a bar for every period, and the ends of the row.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::{Picture, said};
use crate::markers::{Figure, Row, Shape};
use crate::render::rows::{self, RowFormat};
use crate::render::style::{self, Look, Role, wrap};

/// Most bars of a row: three years of quarters.
const BARS_MAX: usize = 12;
/// Below this width a row's parts stand below each other.
const WIDTH_MIN: usize = 72;

const HEIGHTS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
const DIGITS: [char; 8] = ['1', '2', '3', '4', '5', '6', '7', '8'];

/// Writes the signals.
pub fn write_board(
    out: &mut dyn Write,
    format: RowFormat,
    picture: &Picture<'_>,
    look: Look,
) -> io::Result<()> {
    match format {
        RowFormat::Table => write_people(out, picture, look),
        RowFormat::Json => rows::write_json(out, "markers", &as_json(picture)),
        RowFormat::Csv => rows::write_csv(out, HEAD, as_rows(picture)),
        RowFormat::Markdown => {
            rows::write_markdown(out, HEAD, &as_rows(picture))?;
            said::write_seen(out, picture)
        }
    }
}

fn write_people(out: &mut dyn Write, picture: &Picture<'_>, look: Look) -> io::Result<()> {
    let board = picture.board;
    let from = board.periods.len().saturating_sub(BARS_MAX);
    write_head(out, picture, from, look)?;
    let widest = board.rows.iter().map(|row| row.marker.title.len()).max();
    let mut group = None;
    for row in &board.rows {
        if group != Some(row.marker.group) {
            group = Some(row.marker.group);
            let title = look.paint(Role::Strong, said::title(row.marker.group));
            writeln!(out, "\n  {title}")?;
        }
        write_row(out, picture, row, from, widest.unwrap_or(0), look)?;
    }
    writeln!(out)?;
    write_foot(out, picture, from, look)
}

fn write_head(
    out: &mut dyn Write,
    picture: &Picture<'_>,
    from: usize,
    look: Look,
) -> io::Result<()> {
    let about = said::about(picture);
    let arrow = if look.unicode { "──▶" } else { "-->" };
    let range = said::range(&picture.board.periods, from, arrow);
    let used = about.chars().count() + range.chars().count();
    let gap = look.width.saturating_sub(used);
    let gap = if gap < 2 {
        "\n".to_owned()
    } else {
        " ".repeat(gap)
    };
    writeln!(out, "{}{gap}{range}", look.paint(Role::Strong, about))
}

fn write_row(
    out: &mut dyn Write,
    picture: &Picture<'_>,
    row: &Row,
    from: usize,
    widest: usize,
    look: Look,
) -> io::Result<()> {
    let name = row.marker.title;
    let bars = if said::unknown(row).is_some() {
        String::new()
    } else {
        bars(row, from, look)
    };
    let ends = said::ends(&picture.board.periods, row, from);
    let shown = if bars.is_empty() {
        0
    } else {
        picture.board.periods.len() - from + 2
    };
    let indent = 4 + widest + 2;
    if look.width < WIDTH_MIN || indent + shown >= look.width {
        writeln!(out, "    {name}")?;
        if !bars.is_empty() {
            writeln!(out, "      {bars}")?;
        }
        for line in wrap(&ends, look.width.saturating_sub(6).max(20)) {
            writeln!(out, "      {line}")?;
        }
    } else {
        let room = look.width - indent - shown;
        let lines = wrap(&ends, room.max(10));
        let mut lines = lines.iter();
        let first = lines.next().map_or("", String::as_str);
        let line = format!("    {name:widest$}  {bars:shown$}{first}");
        writeln!(out, "{}", line.trim_end())?;
        for line in lines {
            writeln!(out, "{}{line}", " ".repeat(indent + shown))?;
        }
    }
    let parts = said::parts(row);
    let behind = if parts.is_empty() {
        row.marker.name.to_owned()
    } else {
        format!("{}: {parts}", row.marker.name)
    };
    for line in wrap(&behind, look.width.saturating_sub(6).max(20)) {
        writeln!(out, "      {}", look.paint(Role::Dim, line))?;
    }
    Ok(())
}

/// Returns the bars of a row on its own scale, from nought to its highest.
fn bars(row: &Row, from: usize, look: Look) -> String {
    let heights = if look.unicode { HEIGHTS } else { DIGITS };
    let values: Vec<Option<usize>> = row
        .bars
        .iter()
        .skip(from)
        .map(|bar| bar.and_then(|figure| said::value(row.marker.shape, &figure)))
        .collect();
    let highest = values.iter().flatten().max().copied().unwrap_or(0).max(1);
    let none = if look.unicode { '·' } else { '.' };
    let bar = |value: &Option<usize>| {
        let height = value.map(|value| value.saturating_mul(HEIGHTS.len() - 1) / highest);
        let height = height.and_then(|height| heights.get(height));
        height.copied().unwrap_or(none)
    };
    values.iter().map(bar).collect()
}

fn write_foot(
    out: &mut dyn Write,
    picture: &Picture<'_>,
    from: usize,
    look: Look,
) -> io::Result<()> {
    let known = picture.board.rows.iter();
    let mut known = known.filter(|row| said::unknown(row).is_none());
    let has_dots = known.any(|row| row.bars.iter().skip(from).any(Option::is_none));
    for line in said::notes(picture, from, has_dots)
        .iter()
        .flat_map(|text| wrap(text, look.width))
    {
        writeln!(out, "{}", look.paint(Role::Dim, line))?;
    }
    let command = "incident markers --list links-back";
    style::hint(out, "What is behind a row:", command, look)?;
    style::hint(
        out,
        "Not here, and why:",
        "incident markers --refused",
        look,
    )
}

const HEAD: &[&str] = &["marker", "period", "figure", "signs", "of"];

fn as_rows(picture: &Picture<'_>) -> Vec<Vec<String>> {
    let mut lines = Vec::new();
    for row in &picture.board.rows {
        let line = |period: String, figure: Result<&Figure, &str>| {
            let shape = row.marker.shape;
            let counted = figure
                .ok()
                .filter(|_| matches!(shape, Shape::Share | Shape::Count));
            let signs = counted.map(|figure| figure.signs.to_string());
            let of = counted.filter(|_| shape == Shape::Share);
            vec![
                row.marker.name.to_owned(),
                period,
                figure.map_or_else(str::to_owned, |figure| said::told(shape, figure)),
                signs.unwrap_or_default(),
                of.map(|figure| figure.seen.to_string()).unwrap_or_default(),
            ]
        };
        if let Some(why) = said::unknown(row) {
            lines.push(line("in all".to_owned(), Err(&format!("unknown: {why}"))));
            continue;
        }
        for (period, bar) in picture.board.periods.iter().zip(&row.bars) {
            let figure = bar.as_ref().ok_or(said::TOO_FEW);
            lines.push(line(period.name(), figure));
        }
        lines.push(line("in all".to_owned(), Ok(&row.all)));
    }
    lines
}

fn as_json(picture: &Picture<'_>) -> Value {
    let board = picture.board;
    let row = |row: &Row| {
        let shape = row.marker.shape;
        let periods = board.periods.iter().zip(&row.bars).map(|(period, bar)| {
            let figure = bar.as_ref().map(|figure| said::figure_json(shape, figure));
            json!({ "period": period.name(), "figure": figure })
        });
        let states = said::states(row).into_iter();
        let states = states.map(|(words, number)| json!({ "state": words, "number": number }));
        let why = said::unknown(row);
        json!({
            "marker": row.marker.name,
            "title": row.marker.title,
            "unknown": why,
            "in_all": why.is_none().then(|| said::figure_json(shape, &row.all)),
            "states": states.collect::<Vec<_>>(),
            "periods": if why.is_some() { Vec::new() } else { periods.collect::<Vec<_>>() },
        })
    };
    json!({
        "by": picture.by.word(),
        "seen": said::seen_json(picture),
        "markers": board.rows.iter().map(row).collect::<Vec<_>>(),
    })
}
