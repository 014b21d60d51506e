//! Whoever wrote it up was not in the middle of it.

use std::collections::BTreeSet;

use super::{Finding, Group, Marker, Measured, Readings, Shape, State, Weight};
use crate::model::Writeup;
use crate::text::{Spanned, words};

pub(super) static MARKER: Marker = Marker {
    name: "analyst",
    title: "analysts who were not responders",
    group: Group::ToldBy,
    shape: Shape::Share,
    states: &[&OTHERS, &NOTED, &SAME, &UNSAID],
    page: include_str!("analyst.md"),
    measure,
};

static OTHERS: State = State {
    words: "no responder among them",
    weight: Weight::Sign,
};
static NOTED: State = State {
    words: "a responder among them, and why",
    weight: Weight::Other,
};
static SAME: State = State {
    words: "a responder among them",
    weight: Weight::Other,
};
static UNSAID: State = State {
    words: "not stated",
    weight: Weight::Unknown,
};

fn measure(readings: &Readings<'_>) -> Measured {
    let one = |(at, writeup): (usize, &Writeup)| {
        let meta = &writeup.meta;
        let (analysts, responders) = (names(&meta.analysts), names(&meta.responders));
        let note = meta.analyst_note.as_ref().map(|note| note.value.trim());
        let note = note.unwrap_or_default();
        let state = if analysts.is_empty() || responders.is_empty() {
            &UNSAID
        } else if analysts.is_disjoint(&responders) {
            &OTHERS
        } else if note.is_empty() {
            &SAME
        } else {
            &NOTED
        };
        Finding {
            words: note.to_owned(),
            ..readings.of(at, state)
        }
    };
    Measured::Known(readings.told().map(one).collect())
}

fn names(list: &[Spanned<String>]) -> BTreeSet<String> {
    let folded = |name: &Spanned<String>| {
        let folded = words::fold(&name.value);
        if folded.is_empty() {
            name.value.trim().to_owned()
        } else {
            folded
        }
    };
    list.iter().map(folded).collect()
}
