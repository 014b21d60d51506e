//! The shelf of reference sources: one file each, all named here.

mod bodies;
mod code;
mod commit_messages;
mod diagrams;
mod docs;
mod elsewhere;
mod front_matter;
mod onboarding;

use super::{Origin, Readings, Reference, part};
use crate::code::Kind;

/// A place that references come from.
#[derive(Debug)]
pub struct Source {
    pub name: &'static str,
    pub collect: fn(&Readings<'_>, &mut Vec<Reference>),
}

/// Every source, in the order in which references are listed.
pub static SOURCES: &[&Source] = &[
    &front_matter::SOURCE,
    &bodies::SOURCE,
    &commit_messages::SOURCE,
    &code::SOURCE,
    &docs::SOURCE,
    &diagrams::SOURCE,
    &onboarding::SOURCE,
    &elsewhere::SOURCE,
];

/// Adds the citations in files of one kind.
fn cited_in(kind: Kind, readings: &Readings<'_>, references: &mut Vec<Reference>) {
    let citations = readings.citations.iter().enumerate();
    for (at, citation) in citations.filter(|(_, citation)| citation.kind == kind) {
        references.push(Reference {
            to: citation.writeup,
            part: part(
                readings.corpus,
                citation.writeup,
                citation.anchor.as_deref(),
            ),
            from: Origin::File { citation: at },
            excerpt: citation.excerpt.clone(),
        });
    }
}
