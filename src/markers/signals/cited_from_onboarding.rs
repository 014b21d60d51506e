//! Newcomers are given a story to read.

use std::collections::BTreeSet;

use super::cited::{self, Placed};
use super::{Group, Marker, Measure, Measured, Readings, Shape, State};
use crate::code::Kind;

pub(super) static MARKER: Marker = Marker {
    name: "cited-from-onboarding",
    title: "given to newcomers to read",
    group: Group::ReturnedTo,
    shape: Shape::Count,
    states: &[&GIVEN, &AGAIN, &INDEX],
    page: include_str!("cited_from_onboarding.md"),
    measure: Measure::Perhaps(measure),
};

static GIVEN: State = State::sign("on a page for newcomers");
static AGAIN: State = State::apart("on another such page too");
static INDEX: State = State::apart("in an index of most write-ups");

fn measure(readings: &Readings<'_>) -> Measured {
    let past = readings.past?;
    if !readings.for_newcomers {
        return Err(
            "no file here is known to be for newcomers (`onboarding:` in the settings names them)",
        );
    }
    // What is counted are write-ups, each once: in the period in which the first page came to name it.
    let mut given = BTreeSet::new();
    let cited = cited::in_files(readings, &past, &[Kind::Onboarding]);
    let found = cited.iter().map(|one| {
        let state = if one.placed == Placed::InIndex {
            &INDEX
        } else if given.insert(one.citation.writeup) {
            &GIVEN
        } else {
            &AGAIN
        };
        one.finding(readings, state)
    });
    Ok(found.collect())
}
