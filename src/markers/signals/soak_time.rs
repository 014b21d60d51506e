//! The actions were decided a night or more after the review.

use super::{Finding, Group, Marker, Measured, Readings, Shape, State, Weight};
use crate::model::Writeup;

pub(super) static MARKER: Marker = Marker {
    name: "soak-time",
    title: "actions decided after a night",
    group: Group::ReviewedTogether,
    shape: Shape::Share,
    states: &[&LATER, &SAME, &UNSAID],
    page: include_str!("soak_time.md"),
    measure,
};

static LATER: State = State {
    words: "a day or more after the review",
    weight: Weight::Sign,
};
static SAME: State = State {
    words: "on its day or before",
    weight: Weight::Other,
};
static UNSAID: State = State {
    words: "not stated",
    weight: Weight::Unknown,
};

fn measure(readings: &Readings<'_>) -> Measured {
    let one = |(at, writeup): (usize, &Writeup)| {
        let review = writeup.meta.review.as_ref();
        let review = review.and_then(|review| review.date.as_ref());
        let actions = writeup.meta.actions.as_ref();
        let decided = actions.and_then(|actions| actions.decided.as_ref());
        let (Some(review), Some(decided)) = (review, decided) else {
            return readings.of(at, &UNSAID);
        };
        let days = review.value.days_until(decided.value);
        let state = if days > 0 { &LATER } else { &SAME };
        Finding {
            day: Some(decided.value),
            at: Some(readings.at(writeup, decided.span.start())),
            words: format!("reviewed {}, decided {}", review.value, decided.value),
            ..readings.of(at, state)
        }
    };
    Measured::Known(readings.told().map(one).collect())
}
