//! Whether stories tell what surprised people.

use super::parts;
use super::{Group, Marker, Shape};
use crate::model::SectionKind;

pub(super) static MARKER: Marker = Marker {
    name: "surprises",
    title: "surprises told",
    group: Group::MessyParts,
    shape: Shape::Share,
    states: parts::STATES,
    page: include_str!("surprises.md"),
    measure: |readings| parts::measure(readings, SectionKind::Surprises),
};
