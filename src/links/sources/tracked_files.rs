//! Ids in the repository's own files outside of the write-ups.

use super::{Readings, Reference, Source};
use crate::links::Origin;

pub(super) static SOURCE: Source = Source {
    name: "tracked_files",
    collect,
};

fn collect(readings: &Readings<'_>, references: &mut Vec<Reference>) {
    for (at, citation) in readings.citations.iter().enumerate() {
        references.push(Reference {
            to: citation.writeup,
            from: Origin::File { citation: at },
            excerpt: citation.excerpt.clone(),
        });
    }
}
