//! More than one person wrote the words of a story.

use super::{Group, Marker, Measured, Readings, Shape, State, Weight};
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

static SEVERAL: State = State {
    words: "by several",
    weight: Weight::Sign,
};
static ONE: State = State {
    words: "by one, as far as git knows",
    weight: Weight::Other,
};
static NOBODY: State = State {
    words: "not known (imported, or not committed)",
    weight: Weight::Unknown,
};

fn measure(readings: &Readings<'_>) -> Measured {
    let past = match readings.past {
        Ok(past) => past,
        Err(why) => return Measured::Unknown(why),
    };
    let one = |(at, _): (usize, &Writeup)| {
        let state = match people(&past, at) {
            0 => &NOBODY,
            1 => &ONE,
            _ => &SEVERAL,
        };
        // How many, and who, is told by `contributors`: more is not better.
        readings.of(at, state)
    };
    Measured::Known(readings.told().map(one).collect())
}

/// Returns how many people took part in a write-up, in whichever way.
fn people(past: &Past<'_>, writeup: usize) -> usize {
    let parts = past.book.people.iter().flat_map(|person| &person.parts);
    parts
        .filter(|part| part.writeup == writeup && !part.roles.is_empty())
        .count()
}
