//! Ids in drawings that are kept as text: what a reader sees of them.

use super::{Readings, Reference, Source, cited_in};
use crate::code::Kind;

pub(super) static SOURCE: Source = Source {
    name: "diagrams",
    collect,
};

fn collect(readings: &Readings<'_>, references: &mut Vec<Reference>) {
    cited_in(Kind::Diagram, readings, references);
}
