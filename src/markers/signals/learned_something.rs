//! How many of those who came said that they had learned something.

use super::{Finding, Group, Marker, Measure, Readings, Shape, State, UNSAID};
use crate::model::{Review, Writeup};

pub(super) static MARKER: Marker = Marker {
    name: "learned-something",
    title: "said they learned something / came",
    group: Group::ReviewedTogether,
    shape: Shape::Pair("said so", "came"),
    states: &[&SAID, &UNSAID],
    page: include_str!("learned_something.md"),
    measure: Measure::Writeup(measure),
};

static SAID: State = State::sign("asked");

fn measure(readings: &Readings<'_>, at: usize, writeup: &Writeup) -> Finding {
    let pair = writeup.meta.review.as_deref().and_then(asked);
    let state = if pair.is_some() { &SAID } else { &UNSAID };
    Finding {
        pair,
        ..readings.of_review(at, state)
    }
}

/// Returns how many said so, and how many had come.
fn asked(review: &Review) -> Option<(u32, u32)> {
    let came = &review.attended;
    let all = came.elsewhere?.saturating_add(came.closest?);
    Some((review.learned_something?, all))
}
