//! The actions were decided a night or more after the review.

use super::{Finding, Group, Marker, Measure, Readings, Shape, State, UNSAID};
use crate::model::Writeup;

pub(super) static MARKER: Marker = Marker {
    name: "soak-time",
    title: "actions decided after a night",
    group: Group::ReviewedTogether,
    shape: Shape::Share,
    states: &[&LATER, &SAME, &UNSAID],
    page: include_str!("soak_time.md"),
    measure: Measure::Writeup(measure),
};

static LATER: State = State::sign("a day or more after the review");
static SAME: State = State::other("on its day or before");

fn measure(readings: &Readings<'_>, at: usize, writeup: &Writeup) -> Finding {
    let Some(soak) = writeup.meta.soak() else {
        return readings.of(at, &UNSAID);
    };
    let state = if soak.nights() > 0 { &LATER } else { &SAME };
    let (review, decided) = (soak.review.value, soak.decided.value);
    Finding {
        day: Some(decided),
        at: Some(readings.at(writeup, soak.decided.span.start())),
        words: format!("reviewed {review}, decided {decided}"),
        ..readings.of(at, state)
    }
}
