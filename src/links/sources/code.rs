//! Ids in tracked files that a machine reads: code and settings.

use super::{Readings, Reference, Source, cited_in};
use crate::code::Kind;

pub(super) static SOURCE: Source = Source {
    name: "code",
    collect,
};

fn collect(readings: &Readings<'_>, references: &mut Vec<Reference>) {
    cited_in(Kind::Code, readings, references);
}
