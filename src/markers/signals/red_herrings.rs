//! Whether stories tell which leads looked right and were not.

use super::parts;
use super::{Group, Marker, Measure, Shape};
use crate::model::SectionKind;

pub(super) static MARKER: Marker = Marker {
    name: "red-herrings",
    title: "red herrings told",
    group: Group::MessyParts,
    shape: Shape::Share,
    states: parts::STATES,
    page: include_str!("red_herrings.md"),
    measure: Measure::Writeup(|readings, at, writeup| {
        parts::measure(readings, at, writeup, SectionKind::RedHerrings)
    }),
};
