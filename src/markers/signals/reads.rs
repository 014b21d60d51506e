//! How often write-ups are read. Git does not know.

use super::{Group, Marker, Measure, Shape};

pub(super) static MARKER: Marker = Marker {
    name: "reads",
    title: "read of their own accord",
    group: Group::Read,
    shape: Shape::Count,
    states: &[],
    page: include_str!("reads.md"),
    measure: Measure::Perhaps(|_| Err("no reads imported")),
};
