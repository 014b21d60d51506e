//! Whether stories tell where there was no good choice.

use super::parts;
use super::{Group, Marker, Measure, Shape};
use crate::model::SectionKind;

pub(super) static MARKER: Marker = Marker {
    name: "dilemmas",
    title: "dilemmas told",
    group: Group::MessyParts,
    shape: Shape::Share,
    states: parts::STATES,
    page: include_str!("dilemmas.md"),
    measure: Measure::Writeup(|readings, at, writeup| {
        parts::measure(readings, at, writeup, SectionKind::Dilemmas)
    }),
};
