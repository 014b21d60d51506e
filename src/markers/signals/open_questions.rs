//! Whether stories tell what nobody could tell.

use super::parts;
use super::{Group, Marker, Measure, Shape};
use crate::model::SectionKind;

pub(super) static MARKER: Marker = Marker {
    name: "open-questions",
    title: "open questions told",
    group: Group::MessyParts,
    shape: Shape::Share,
    states: parts::STATES,
    page: include_str!("open_questions.md"),
    measure: Measure::Writeup(|readings, at, writeup| {
        parts::measure(readings, at, writeup, SectionKind::Questions)
    }),
};
