//! Who comes to a review of their own accord: from elsewhere, and from the closest teams.

use super::{Finding, Group, Marker, Measured, Readings, Shape, State, Weight};
use crate::model::{Review, Writeup};

pub(super) static MARKER: Marker = Marker {
    name: "attendance",
    title: "came from elsewhere / from closest",
    group: Group::ReviewedTogether,
    shape: Shape::Pair("elsewhere", "closest"),
    states: &[&COUNTED, &COMPULSORY, &UNSAID],
    page: include_str!("attendance.md"),
    measure,
};

static COUNTED: State = State {
    words: "counted",
    weight: Weight::Sign,
};
static COMPULSORY: State = State {
    words: "not optional, so not counted",
    weight: Weight::Apart,
};
static UNSAID: State = State {
    words: "not stated",
    weight: Weight::Unknown,
};

fn measure(readings: &Readings<'_>) -> Measured {
    let one = |(at, writeup): (usize, &Writeup)| {
        let review = writeup.meta.review.as_ref();
        let (state, pair) = review.map_or((&UNSAID, None), attended);
        let day = review.and_then(|review| review.date.as_ref());
        let found = readings.of(at, state);
        Finding {
            day: day.map(|day| day.value).or(found.day),
            pair,
            ..found
        }
    };
    Measured::Known(readings.told().map(one).collect())
}

/// Returns what is said of those who came, those from elsewhere first.
fn attended(review: &Review) -> (&'static State, Option<(u32, u32)>) {
    let came = &review.attended;
    match (review.optional, came.elsewhere, came.closest) {
        (Some(false), _, _) => (&COMPULSORY, None),
        (Some(true), Some(elsewhere), Some(closest)) => (&COUNTED, Some((elsewhere, closest))),
        _ => (&UNSAID, None),
    }
}
