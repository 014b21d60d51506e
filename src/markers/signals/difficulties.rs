//! Whether stories tell what was hard.

use super::parts;
use super::{Group, Marker, Measure, Shape};
use crate::model::SectionKind;

pub(super) static MARKER: Marker = Marker {
    name: "difficulties",
    title: "difficulties told",
    group: Group::MessyParts,
    shape: Shape::Share,
    states: parts::STATES,
    page: include_str!("difficulties.md"),
    measure: Measure::Writeup(|readings, at, writeup| {
        parts::measure(readings, at, writeup, SectionKind::Difficulties)
    }),
};
