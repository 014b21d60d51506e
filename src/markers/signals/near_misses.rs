//! Something was written up that nobody had to write about.

use super::{Finding, Group, Marker, Measure, Readings, Shape, State};
use crate::model::{Event, Writeup};

pub(super) static MARKER: Marker = Marker {
    name: "near-misses",
    title: "near misses and good catches told",
    group: Group::ToldBy,
    shape: Shape::Share,
    states: &[&NEAR_MISS, &GOOD_CATCH, &INCIDENT, &UNSAID],
    page: include_str!("near_misses.md"),
    measure: Measure::Writeup(measure),
};

static NEAR_MISS: State = State::sign("near misses");
static GOOD_CATCH: State = State::sign("good catches");
static INCIDENT: State = State::other("incidents");
static UNSAID: State = State::unknown("without front matter");

fn measure(readings: &Readings<'_>, at: usize, writeup: &Writeup) -> Finding {
    let event = writeup.meta.event.as_ref().map(|event| event.value);
    let state = match event {
        Some(Event::NearMiss) => &NEAR_MISS,
        Some(Event::GoodCatch) => &GOOD_CATCH,
        None if writeup.front_matter.is_none() => &UNSAID,
        // Where nobody says, it is an incident: that is the field's default.
        Some(Event::Incident) | None => &INCIDENT,
    };
    readings.of(at, state)
}
