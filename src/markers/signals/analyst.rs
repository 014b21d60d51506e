//! Whoever wrote it up was not in the middle of it.

use super::{Finding, Group, Marker, Measure, Readings, Shape, State, UNSAID};
use crate::model::Writeup;

pub(super) static MARKER: Marker = Marker {
    name: "analyst",
    title: "analysts who were not responders",
    group: Group::ToldBy,
    shape: Shape::Share,
    states: &[&OTHERS, &NOTED, &SAME, &UNSAID],
    page: include_str!("analyst.md"),
    measure: Measure::Writeup(measure),
};

static OTHERS: State = State::sign("no responder among them");
static NOTED: State = State::other("a responder among them, and why");
static SAME: State = State::other("a responder among them");

fn measure(readings: &Readings<'_>, at: usize, writeup: &Writeup) -> Finding {
    let meta = &writeup.meta;
    let (state, reason) = match (meta.analysts_among_responders(), meta.analyst_reason()) {
        (None, _) => (&UNSAID, None),
        (Some(both), _) if both.is_empty() => (&OTHERS, None),
        (Some(_), None) => (&SAME, None),
        (Some(_), reason) => (&NOTED, reason),
    };
    Finding {
        words: reason.unwrap_or_default().to_owned(),
        ..readings.of(at, state)
    }
}
