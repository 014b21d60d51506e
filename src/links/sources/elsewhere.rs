//! Ids in other repositories.

use super::{Readings, Reference, Source, part};
use crate::corpus::Named;
use crate::links::Origin;

pub(super) static SOURCE: Source = Source {
    name: "elsewhere",
    collect,
};

fn collect(readings: &Readings<'_>, references: &mut Vec<Reference>) {
    for (at, one) in readings.elsewhere.iter().enumerate() {
        if let Named::One(to) = readings.corpus.names.exact(&one.to) {
            references.push(Reference {
                to,
                part: part(readings.corpus, to, one.part.as_deref()),
                from: Origin::Elsewhere { at },
                excerpt: one.excerpt.clone(),
            });
        }
    }
}
