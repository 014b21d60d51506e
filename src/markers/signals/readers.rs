//! Who reads the write-ups. Git does not know.

use super::{Group, Marker, Shape};

pub(super) static MARKER: Marker = Marker {
    name: "readers",
    title: "who reads",
    group: Group::Read,
    shape: Shape::Count,
    states: &[],
    page: include_str!("readers.md"),
    measure: |_| Err("no reads imported"),
};
