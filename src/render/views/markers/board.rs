//! All signals, a row each: a bar for every period, and the ends of the row.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::{Picture, figure_json, states, told, unknown};
use crate::markers::{self, Figure, Group, PEOPLE_MIN, Row, Shape};
use crate::render::rows::{self, RowFormat};
use crate::render::style::{self, Look, Role, count, wrap};

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
        RowFormat::Markdown => rows::write_markdown(out, HEAD, &as_rows(picture)),
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
            let title = look.paint(Role::Strong, title(row.marker.group));
            writeln!(out, "\n  {title}")?;
        }
        write_row(out, picture, row, from, widest.unwrap_or(0), look)?;
    }
    writeln!(out)?;
    write_foot(out, picture, from, look)
}

fn title(group: Group) -> &'static str {
    match group {
        Group::ReturnedTo => "returned to",
        Group::Read => "read",
        Group::ReviewedTogether => "reviewed together",
        Group::ToldBy => "told by",
        Group::MessyParts => "the messy parts",
    }
}

fn write_head(
    out: &mut dyn Write,
    picture: &Picture<'_>,
    from: usize,
    look: Look,
) -> io::Result<()> {
    let about = format!(
        "Signals that people come back to these stories, by {}",
        picture.by.word()
    );
    let name = |period: Option<&markers::Period>| period.map(markers::Period::name);
    let periods = picture.board.periods.get(from..).unwrap_or_default();
    let (first, last) = (name(periods.first()), name(periods.last()));
    let (first, last) = (first.unwrap_or_default(), last.unwrap_or_default());
    let arrow = if look.unicode { "──▶" } else { "-->" };
    let range = if first == last {
        first
    } else {
        format!("{first} {arrow} {last}")
    };
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
    let bars = if unknown(row).is_some() {
        String::new()
    } else {
        bars(row, from, look)
    };
    let ends = ends(picture, row, from);
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
    let parts: Vec<String> = states(row)
        .iter()
        .map(|(words, number)| format!("{words} {number}"))
        .collect();
    let behind = if parts.is_empty() {
        row.marker.name.to_owned()
    } else {
        format!("{}: {}", row.marker.name, parts.join(" · "))
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
        .map(|bar| bar.and_then(|figure| value(row.marker.shape, &figure)))
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

/// Returns what a bar is as high as; `None` for a group too small to be spoken of.
fn value(shape: Shape, figure: &Figure) -> Option<usize> {
    match shape {
        Shape::Share => (figure.signs * 1_000).checked_div(figure.seen),
        Shape::Count => Some(figure.signs),
        Shape::Median => {
            super::few(u32::try_from(figure.signs).unwrap_or(u32::MAX)).map(|_| figure.signs)
        }
        Shape::Pair(..) => usize::try_from(super::few(figure.pair.0)?).ok(),
    }
}

/// Returns the two ends of a row; where no period has enough, what it comes to in all.
fn ends(picture: &Picture<'_>, row: &Row, from: usize) -> String {
    if let Some(why) = unknown(row) {
        return format!("unknown: {why}");
    }
    if row.found.as_ref().is_ok_and(Vec::is_empty)
        || (row.marker.shape == Shape::Count && row.all.signs == 0)
    {
        return "0 (looked everywhere)".to_owned();
    }
    let enough: Vec<(String, Figure)> = picture
        .board
        .periods
        .iter()
        .zip(&row.bars)
        .skip(from)
        .filter_map(|(period, bar)| Some((period.name(), (*bar)?)))
        .collect();
    let shape = row.marker.shape;
    match enough.as_slice() {
        [] => format!("{} in all", brief(shape, &row.all)),
        [(period, only)] => format!("{} in {period}", brief(shape, only)),
        [(_, first), .., (_, last)] => {
            let (last, first) = (brief(shape, last), brief(shape, first));
            match shape {
                Shape::Count => format!("{last} from {first}, {} in all", row.all.signs),
                Shape::Share | Shape::Pair(..) | Shape::Median => format!("{last} from {first}"),
            }
        }
    }
}

/// Returns a figure as it stands beside a row, whose title says what the two of a pair are.
fn brief(shape: Shape, figure: &Figure) -> String {
    let number = |number: u32| match super::few(number) {
        Some(number) => number.to_string(),
        None => format!("<{PEOPLE_MIN}"),
    };
    match shape {
        Shape::Pair(..) => format!("{} / {}", number(figure.pair.0), number(figure.pair.1)),
        Shape::Share | Shape::Count | Shape::Median => told(shape, figure),
    }
}

fn write_foot(
    out: &mut dyn Write,
    picture: &Picture<'_>,
    from: usize,
    look: Look,
) -> io::Result<()> {
    let board = picture.board;
    let word = picture.by.word();
    let mut told = Vec::new();
    let known = board.rows.iter().filter(|row| unknown(row).is_none());
    if known
        .flat_map(|row| row.bars.iter().skip(from))
        .any(Option::is_none)
    {
        told.push(format!(
            "A dot is a {word} with fewer than five write-ups to speak of: too few to say."
        ));
    }
    if from > 0 {
        told.push(format!(
            "The bars are of the last {}; `--format json` has all.",
            count(BARS_MAX, word)
        ));
    }
    told.extend(seen(picture));
    told.push(
        "A marker is a reason to talk to somebody. As a target it would stop being one.".to_owned(),
    );
    for line in told.iter().flat_map(|text| wrap(text, look.width)) {
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

/// Returns which commits were seen.
fn seen(picture: &Picture<'_>) -> Option<String> {
    let history = picture.history?;
    let day = |at: usize| markers::day(history, at);
    let last = history.commits.len().checked_sub(1)?;
    Some(format!(
        "Seen: {}, {} to {}.",
        count(history.commits.len(), "commit"),
        day(last)?,
        day(0)?
    ))
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
                figure.map_or_else(str::to_owned, |figure| told(shape, figure)),
                signs.unwrap_or_default(),
                of.map(|figure| figure.seen.to_string()).unwrap_or_default(),
            ]
        };
        if let Some(why) = unknown(row) {
            lines.push(line("in all".to_owned(), Err(&format!("unknown: {why}"))));
            continue;
        }
        for (period, bar) in picture.board.periods.iter().zip(&row.bars) {
            let figure = bar.as_ref().ok_or("too few to say");
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
            let figure = bar.as_ref().map(|figure| figure_json(shape, figure));
            json!({ "period": period.name(), "figure": figure })
        });
        let states = states(row).into_iter();
        let states = states.map(|(words, number)| json!({ "state": words, "number": number }));
        let why = unknown(row);
        json!({
            "marker": row.marker.name,
            "title": row.marker.title,
            "unknown": why,
            "in_all": why.is_none().then(|| figure_json(shape, &row.all)),
            "states": states.collect::<Vec<_>>(),
            "periods": if why.is_some() { Vec::new() } else { periods.collect::<Vec<_>>() },
        })
    };
    json!({
        "by": picture.by.word(),
        "commits": picture.history.map(|history| history.commits.len()),
        "markers": board.rows.iter().map(row).collect::<Vec<_>>(),
    })
}
