//! More than one person wrote the words of a story.

use std::collections::BTreeMap;

use super::{Group, Marker, Measured, Readings, Shape, State};
use crate::markers::Past;
use crate::model::Writeup;

pub(super) static MARKER: Marker = Marker {
    name: "breadth",
    title: "told by more than one person",
    group: Group::ToldBy,
    shape: Shape::Share,
    states: &[&SEVERAL, &ONE, &NOBODY],
    page: include_str!("breadth.md"),
    measure,
};

static SEVERAL: State = State::sign("by several");
static ONE: State = State::other("by one, as far as git knows");
static NOBODY: State = State::unknown("not known (imported, or not committed)");

fn measure(readings: &Readings<'_>) -> Measured {
    let past = readings.past?;
    let people = people(&past);
    let one = |(at, _): (usize, &Writeup)| {
        let state = match people.get(&at) {
            None => &NOBODY,
            Some(1) => &ONE,
            Some(_) => &SEVERAL,
        };
        // How many, and who, is told by `contributors`: more is not better.
        readings.of(at, state)
    };
    Ok(readings.told().map(one).collect())
}

/// Returns how many people took part in each write-up, in whichever way.
fn people(past: &Past<'_>) -> BTreeMap<usize, usize> {
    let mut people = BTreeMap::new();
    let parts = past.book.people.iter().flat_map(|person| &person.parts);
    for part in parts.filter(|part| !part.roles.is_empty()) {
        *people.entry(part.writeup).or_default() += 1;
    }
    people
}
