//! Ids in tracked pages, outside of the write-ups.

use super::{Readings, Reference, Source, cited_in};
use crate::code::Kind;

pub(super) static SOURCE: Source = Source {
    name: "docs",
    collect,
};

fn collect(readings: &Readings<'_>, references: &mut Vec<Reference>) {
    cited_in(Kind::Docs, readings, references);
}
