//! Signals over time, what is behind each, and what is not measured.

mod board;
mod list;
mod refused;

use serde_json::{Value, json};

use crate::corpus::Corpus;
use crate::history::History;
use crate::markers::{Board, By, Figure, PEOPLE_MIN, Row, Shape, Weight};

pub use board::write_board;
pub use list::write_list;
pub use refused::{refusal, write_refused};

/// What is shown of the signals.
#[derive(Clone, Copy, Debug)]
pub struct Picture<'a> {
    pub corpus: &'a Corpus,
    pub history: Option<&'a History>,
    pub board: &'a Board,
    pub by: By,
}

/// Returns a figure in words.
fn told(shape: Shape, figure: &Figure) -> String {
    match shape {
        Shape::Share => format!("{} of {}", figure.signs, figure.seen),
        Shape::Count => figure.signs.to_string(),
        Shape::Median => format!("median {}", brief_number(figure.signs)),
        Shape::Pair(one, other) => pair(one, other, figure.pair),
    }
}

/// Returns a number of reads in words: one or two could be a person.
fn brief_number(number: usize) -> String {
    match u32::try_from(number).map_or(Some(u32::MAX), few) {
        Some(_) => number.to_string(),
        None => format!("<{PEOPLE_MIN}"),
    }
}

/// Returns two numbers of people in words. A group of one or two would be a person.
fn pair(one: &str, other: &str, numbers: (u32, u32)) -> String {
    let number = |number: u32| match few(number) {
        Some(number) => number.to_string(),
        None => format!("fewer than {PEOPLE_MIN}"),
    };
    format!("{} {one}, {} {other}", number(numbers.0), number(numbers.1))
}

/// Returns a number of people, but for a group too small to be spoken of.
fn few(number: u32) -> Option<u32> {
    (number == 0 || number >= PEOPLE_MIN).then_some(number)
}

/// Returns why a whole row cannot be told; `None` where it can.
fn unknown(row: &Row) -> Option<&str> {
    let found = match &row.found {
        Ok(found) => found,
        Err(why) => return Some(why),
    };
    let silent = row.all.seen == 0 && found.iter().any(|one| one.state.weight == Weight::Unknown);
    silent.then_some(match row.marker.shape {
        Shape::Count => "of no trace is it known when it came",
        Shape::Median => "of no reader is the team known",
        Shape::Share | Shape::Pair(..) => "no write-up says",
    })
}

/// Returns how many things were found in each state, those that occur, in the marker's order.
fn states(row: &Row) -> Vec<(&'static str, usize)> {
    let found = row.found.as_deref().unwrap_or_default();
    let counts = row.marker.states.iter().map(|state| {
        let here = found.iter().filter(|finding| finding.state == *state);
        (state.words, here.count())
    });
    counts.filter(|(_, count)| *count > 0).collect()
}

/// Returns a figure for programs.
fn figure_json(shape: Shape, figure: &Figure) -> Value {
    match shape {
        Shape::Share => json!({ "signs": figure.signs, "of": figure.seen }),
        Shape::Count => json!({ "traces": figure.signs }),
        Shape::Median => {
            let median = u32::try_from(figure.signs).unwrap_or(u32::MAX);
            json!({ "median": few(median) })
        }
        Shape::Pair(one, other) => {
            json!({ one: few(figure.pair.0), other: few(figure.pair.1) })
        }
    }
}
