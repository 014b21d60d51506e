//! Whether stories tell what surprised people.

use super::parts;
use super::{Group, Marker, Measure, Shape};
use crate::model::SectionKind;

pub(super) static MARKER: Marker = Marker {
    name: "surprises",
    title: "surprises told",
    group: Group::MessyParts,
    shape: Shape::Share,
    states: parts::STATES,
    page: include_str!("surprises.md"),
    measure: Measure::Writeup(|readings, at, writeup| {
        parts::measure(readings, at, writeup, SectionKind::Surprises)
    }),
};
