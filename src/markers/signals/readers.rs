//! Who reads the write-ups. Git does not know.

use super::{Group, Marker, Measure, Shape};

pub(super) static MARKER: Marker = Marker {
    name: "readers",
    title: "who reads",
    group: Group::Read,
    shape: Shape::Count,
    states: &[],
    page: include_str!("readers.md"),
    measure: Measure::Perhaps(|_| Err("no reads imported")),
};
