//! Nobody has to come to the review.

use super::{Finding, Group, Marker, Measure, Readings, Shape, State, UNSAID};
use crate::model::Writeup;

pub(super) static MARKER: Marker = Marker {
    name: "optional-reviews",
    title: "reviews that nobody has to attend",
    group: Group::ReviewedTogether,
    shape: Shape::Share,
    states: &[&OPTIONAL, &COMPULSORY, &UNSAID],
    page: include_str!("optional_reviews.md"),
    measure: Measure::Writeup(measure),
};

static OPTIONAL: State = State::sign("optional");
static COMPULSORY: State = State::other("not optional");

fn measure(readings: &Readings<'_>, at: usize, writeup: &Writeup) -> Finding {
    let review = writeup.meta.review.as_deref();
    let state = match review.and_then(|review| review.optional) {
        Some(true) => &OPTIONAL,
        Some(false) => &COMPULSORY,
        None => &UNSAID,
    };
    readings.of_review(at, state)
}
