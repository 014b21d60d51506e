//! What is said of a row and of its figures: the same in a terminal, in a drawing and for programs.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::Picture;
use crate::markers::{self, Figure, Group, PEOPLE_MIN, Period, Row, Shape, Weight};
use crate::model::Date;
use crate::render::style::count;

/// A row that looked and found nothing.
const NOUGHT: &str = "0 (looked everywhere)";
/// A row whose findings all stand apart.
const NONE_YET: &str = "nothing to count yet";
/// A period that is not spoken of.
pub(super) const TOO_FEW: &str = "too few to say";

/// Returns what a group of rows is called.
pub(super) fn title(group: Group) -> &'static str {
    match group {
        Group::ReturnedTo => "returned to",
        Group::Read => "read",
        Group::ReviewedTogether => "reviewed together",
        Group::ToldBy => "told by",
        Group::MessyParts => "the messy parts",
    }
}

/// Returns what all rows together are about.
pub(super) fn about(picture: &Picture<'_>) -> String {
    let by = picture.by.word();
    format!("Signals that people come back to these stories, by {by}")
}

/// Returns a figure in words.
pub(super) fn told(shape: Shape, figure: &Figure) -> String {
    match shape {
        Shape::Share if figure.seen == 0 => NONE_YET.to_owned(),
        Shape::Share => format!("{} of {}", figure.signs, figure.seen),
        Shape::Count => figure.signs.to_string(),
        Shape::Median => match reads(figure) {
            Some(number) => format!("median {number}"),
            None => format!("median <{PEOPLE_MIN}"),
        },
        Shape::Pair(one, other) => pair(one, other, figure.pair),
    }
}

/// Returns two numbers of people in words. A group of one or two would be a person.
pub(super) fn pair(one: &str, other: &str, numbers: (u32, u32)) -> String {
    let number = |number: u32| match few(number) {
        Some(number) => number.to_string(),
        None => format!("fewer than {PEOPLE_MIN}"),
    };
    format!("{} {one}, {} {other}", number(numbers.0), number(numbers.1))
}

/// Returns how often the write-up in the middle is read: once or twice could be a person.
fn reads(figure: &Figure) -> Option<u32> {
    few(u32::try_from(figure.signs).unwrap_or(u32::MAX))
}

/// Returns a number of people, but for a group too small to be spoken of.
pub(super) fn few(number: u32) -> Option<u32> {
    (number == 0 || number >= PEOPLE_MIN).then_some(number)
}

/// Returns a figure as it stands beside a row, whose title says what the two of a pair are.
pub(super) fn brief(shape: Shape, figure: &Figure) -> String {
    let number = |number: u32| match few(number) {
        Some(number) => number.to_string(),
        None => format!("<{PEOPLE_MIN}"),
    };
    match shape {
        Shape::Pair(..) => format!("{} / {}", number(figure.pair.0), number(figure.pair.1)),
        Shape::Share | Shape::Count | Shape::Median => told(shape, figure),
    }
}

/// Returns what a bar is as high as; `None` for a group too small to be spoken of.
pub(super) fn value(shape: Shape, figure: &Figure) -> Option<usize> {
    match shape {
        Shape::Share => (figure.signs * 1_000).checked_div(figure.seen),
        Shape::Count => Some(figure.signs),
        Shape::Median => usize::try_from(reads(figure)?).ok(),
        Shape::Pair(..) => usize::try_from(few(figure.pair.0)?).ok(),
    }
}

/// Returns why a whole row cannot be told; `None` where it can.
pub(super) fn unknown(row: &Row) -> Option<&str> {
    let found = match &row.found {
        Ok(found) => found,
        Err(why) => return Some(why),
    };
    if row.all.seen > 0 {
        return None;
    }
    if row.undated > 0 {
        return Some("of no trace is it known on which day it came");
    }
    if row.marker.shape == Shape::Median && !found.is_empty() {
        return Some("of no reader is the team known");
    }
    let states = row.marker.states.iter().copied();
    let mut unknown = states.filter(|state| {
        state.weight == Weight::Unknown && found.iter().any(|one| one.state == *state)
    });
    unknown.next().map(|state| state.words)
}

/// Returns the two ends of a row, from one of its periods on; where no period has enough, what it comes to
/// in all.
pub(super) fn ends(periods: &[Period], row: &Row, from: usize) -> String {
    if let Some(why) = unknown(row) {
        return format!("unknown: {why}");
    }
    let shape = row.marker.shape;
    if row.found.as_ref().is_ok_and(Vec::is_empty) || (shape == Shape::Count && row.all.signs == 0)
    {
        return NOUGHT.to_owned();
    }
    if row.all.seen == 0 {
        return NONE_YET.to_owned();
    }
    let spoken = periods.iter().zip(&row.bars).skip(from);
    let spoken: Vec<(&Period, &Figure)> = spoken
        .filter_map(|(period, bar)| Some((period, bar.as_ref()?)))
        .collect();
    let brief = |figure: &Figure| brief(shape, figure);
    match spoken.as_slice() {
        [] => format!("{} in all", brief(&row.all)),
        [(period, only)] => format!("{} in {}", brief(only), period.name()),
        [(_, first), .., (_, last)] => {
            let ends = format!("{} from {}", brief(last), brief(first));
            match shape {
                Shape::Count => format!("{ends}, {} in all", row.all.signs),
                Shape::Share | Shape::Pair(..) | Shape::Median => ends,
            }
        }
    }
}

/// Returns how many things were found in each state, those that occur, in the marker's order.
pub(super) fn states(row: &Row) -> Vec<(&'static str, usize)> {
    let found = row.found.as_deref().unwrap_or_default();
    let counts = row.marker.states.iter().map(|state| {
        let here = found.iter().filter(|finding| finding.state == *state);
        (state.words, here.count())
    });
    counts.filter(|(_, count)| *count > 0).collect()
}

/// Returns the same in words: `in the text 3 · named in words only 1`.
pub(super) fn parts(row: &Row) -> String {
    let mut parts = states(row);
    parts.extend((row.undated > 0).then_some(("left out without a day", row.undated)));
    let parts = parts
        .iter()
        .map(|(words, number)| format!("{words} {number}"));
    parts.collect::<Vec<String>>().join(" · ")
}

/// Returns the periods from one on as `2025 Q1 ──▶ 2026 Q4`, with an arrow that can be shown.
pub(super) fn range(periods: &[Period], from: usize, arrow: &str) -> String {
    let shown = periods.get(from..).unwrap_or_default();
    match shown {
        [] => String::new(),
        [only] => only.name(),
        [first, .., last] => format!("{} {arrow} {}", first.name(), last.name()),
    }
}

/// Whether a row has a period, from one on, that is spoken of.
pub(super) fn is_spoken_of(row: &Row, from: usize) -> bool {
    unknown(row).is_none() && row.bars.iter().skip(from).any(Option::is_some)
}

/// Returns what is to be known beside the rows, when the periods before `from` are not shown. `has_dots` tells
/// whether a period is shown that is not spoken of.
pub(super) fn notes(picture: &Picture<'_>, from: usize, has_dots: bool) -> Vec<String> {
    let board = picture.board;
    let word = picture.by.word();
    let mut told = Vec::new();
    if has_dots {
        told.push(format!(
            "A dot is a {word} with fewer than five write-ups to speak of, or with a group of fewer than three: {TOO_FEW}."
        ));
    }
    if from > 0 {
        told.push(format!(
            "The bars are of the last {}; `--format json` has all.",
            count(board.periods.len() - from, word)
        ));
    }
    told.extend(seen(picture));
    told.push(
        "A marker is a reason to talk to somebody. As a target it would stop being one.".to_owned(),
    );
    told
}

/// Returns which commits were seen.
pub(super) fn seen(picture: &Picture<'_>) -> Option<String> {
    let (number, first, last) = commits(picture)?;
    Some(format!(
        "Seen: {}, {first} to {last}.",
        count(number, "commit")
    ))
}

/// Writes which commits were seen as a paragraph of its own.
pub(super) fn write_seen(out: &mut dyn Write, picture: &Picture<'_>) -> io::Result<()> {
    match seen(picture) {
        Some(seen) => writeln!(out, "\n{seen}"),
        None => Ok(()),
    }
}

/// Returns the same for programs.
pub(super) fn seen_json(picture: &Picture<'_>) -> Value {
    let seen = commits(picture).map(|(number, first, last)| {
        json!({ "commits": number, "first": first.to_string(), "last": last.to_string() })
    });
    seen.unwrap_or_default()
}

/// Returns how many commits were seen, and the first and the last of their days.
fn commits(picture: &Picture<'_>) -> Option<(usize, Date, Date)> {
    let history = picture.history?;
    let all = 0..history.commits.len();
    let days = || all.clone().filter_map(|at| markers::day(history, at));
    Some((history.commits.len(), days().min()?, days().max()?))
}

/// Returns a figure for programs.
pub(super) fn figure_json(shape: Shape, figure: &Figure) -> Value {
    match shape {
        Shape::Share => json!({ "signs": figure.signs, "of": figure.seen }),
        Shape::Count => json!({ "traces": figure.signs }),
        Shape::Median => json!({ "median": reads(figure) }),
        Shape::Pair(one, other) => {
            json!({ one: few(figure.pair.0), other: few(figure.pair.1) })
        }
    }
}
