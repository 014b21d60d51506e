//! Nobody has to come to the review.

use super::{Finding, Group, Marker, Measured, Readings, Shape, State, Weight};
use crate::model::Writeup;

pub(super) static MARKER: Marker = Marker {
    name: "optional-reviews",
    title: "reviews that nobody has to attend",
    group: Group::ReviewedTogether,
    shape: Shape::Share,
    states: &[&OPTIONAL, &COMPULSORY, &UNSAID],
    page: include_str!("optional_reviews.md"),
    measure,
};

static OPTIONAL: State = State {
    words: "optional",
    weight: Weight::Sign,
};
static COMPULSORY: State = State {
    words: "not optional",
    weight: Weight::Other,
};
static UNSAID: State = State {
    words: "not stated",
    weight: Weight::Unknown,
};

fn measure(readings: &Readings<'_>) -> Measured {
    let one = |(at, writeup): (usize, &Writeup)| {
        let review = writeup.meta.review.as_ref();
        let state = match review.and_then(|review| review.optional) {
            Some(true) => &OPTIONAL,
            Some(false) => &COMPULSORY,
            None => &UNSAID,
        };
        let day = review.and_then(|review| review.date.as_ref());
        let found = readings.of(at, state);
        Finding {
            // It is the review that happened in a period.
            day: day.map(|day| day.value).or(found.day),
            ..found
        }
    };
    Measured::Known(readings.told().map(one).collect())
}
