//! A story says whose accounts and which records it rests on.

use super::parts;
use super::{Finding, Group, Marker, Measure, Readings, Shape, State};
use crate::model::{SectionKind, Writeup};

pub(super) static MARKER: Marker = Marker {
    name: "voices",
    title: "say how they were put together",
    group: Group::ToldBy,
    shape: Shape::Share,
    states: &[&STATED, &SILENT],
    page: include_str!("voices.md"),
    measure: Measure::Writeup(measure),
};

static STATED: State = State::sign("stated");
static SILENT: State = State::other("not stated");

fn measure(readings: &Readings<'_>, at: usize, writeup: &Writeup) -> Finding {
    let mut sections = writeup.sections_of(SectionKind::Method);
    let said = sections.find_map(|section| parts::beginning(readings, writeup, section));
    let Some((span, words)) = said else {
        return readings.of(at, &SILENT);
    };
    Finding {
        at: Some(readings.at(writeup, span.start())),
        words,
        ..readings.of(at, &STATED)
    }
}
