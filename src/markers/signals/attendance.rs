//! Who comes to a review of their own accord: from elsewhere, and from the closest teams.

use super::{Finding, Group, Marker, Measure, Readings, Shape, State, UNSAID};
use crate::model::{Came, Review, Writeup};

pub(super) static MARKER: Marker = Marker {
    name: "attendance",
    title: "came from elsewhere / from closest",
    group: Group::ReviewedTogether,
    shape: Shape::Pair("elsewhere", "closest"),
    states: &[&COUNTED, &COMPULSORY, &UNCLEAR, &UNSAID],
    page: include_str!("attendance.md"),
    measure: Measure::Writeup(measure),
};

static COUNTED: State = State::sign("counted");
static COMPULSORY: State = State::apart("not optional, so not counted");
static UNCLEAR: State = State::unknown("counted, and not whether they had to come");

fn measure(readings: &Readings<'_>, at: usize, writeup: &Writeup) -> Finding {
    let came = writeup.meta.review.as_deref().map(Review::came);
    let (state, pair) = match came.unwrap_or(Came::Unsaid) {
        Came::Compulsory => (&COMPULSORY, None),
        Came::Unclear => (&UNCLEAR, None),
        // With one of the two alone there is nothing to lay it beside.
        Came::Freely(came) => match came.elsewhere.zip(came.closest) {
            Some(pair) => (&COUNTED, Some(pair)),
            None => (&UNSAID, None),
        },
        Came::Unsaid => (&UNSAID, None),
    };
    Finding {
        pair,
        ..readings.of_review(at, state)
    }
}
