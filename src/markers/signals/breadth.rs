//! More than one person wrote the words of a story.

use std::collections::BTreeMap;

use super::{Finding, Group, Marker, Measure, Past, Readings, Shape, State};
use crate::contributors::Side;
use crate::model::Writeup;

pub(super) static MARKER: Marker = Marker {
    name: "breadth",
    title: "told by more than one person",
    group: Group::ToldBy,
    shape: Shape::Share,
    states: &[&FAR, &SEVERAL, &ONE, &NOBODY],
    page: include_str!("breadth.md"),
    measure: Measure::History(measure),
};

static FAR: State = State::sign("by several, also from elsewhere");
static SEVERAL: State = State::sign("by several");
static ONE: State = State::other("by one, as far as git knows");
static NOBODY: State = State::unknown("imported, or not committed");

fn measure(readings: &Readings<'_>, past: &Past<'_>) -> Vec<Finding> {
    let mut parts: BTreeMap<usize, Vec<Side>> = BTreeMap::new();
    for part in past.book.people.iter().flat_map(|person| &person.parts) {
        if !part.roles.is_empty() {
            parts.entry(part.writeup).or_default().push(part.side);
        }
    }
    let one = |(at, _): (usize, &Writeup)| {
        // How many, and who, is told by `contributors`: more is not better.
        let state = match parts.get(&at).map(Vec::as_slice) {
            None | Some([]) => &NOBODY,
            Some([_]) => &ONE,
            Some(sides) if sides.contains(&Side::Elsewhere) => &FAR,
            Some(_) => &SEVERAL,
        };
        readings.of(at, state)
    };
    readings.told().map(one).collect()
}
