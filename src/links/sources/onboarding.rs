//! Ids in what newcomers are given to read.

use super::{Readings, Reference, Source, cited_in};
use crate::code::Kind;

pub(super) static SOURCE: Source = Source {
    name: "onboarding",
    collect,
};

fn collect(readings: &Readings<'_>, references: &mut Vec<Reference>) {
    cited_in(Kind::Onboarding, readings, references);
}
