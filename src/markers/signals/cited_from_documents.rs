//! A page or a drawing beside the code names a story: how the system is told to be holds what it did.

use super::cited::{self, Placed};
use super::{Finding, Group, Marker, Measure, Past, Readings, Shape, State};
use crate::code::Kind;

pub(super) static MARKER: Marker = Marker {
    name: "cited-from-documents",
    title: "cited from documents and diagrams",
    group: Group::ReturnedTo,
    shape: Shape::Count,
    states: &[&DIAGRAM, &DOCUMENT, &FIX, &INDEX, &UNDATED],
    page: include_str!("cited_from_documents.md"),
    measure: Measure::History(measure),
};

static DIAGRAM: State = State::sign("in a diagram, later than the fix");
static DOCUMENT: State = State::sign("in a document, later than the fix");
static FIX: State = State::apart("placed with the fix");
static INDEX: State = State::apart("in an index of most write-ups");
static UNDATED: State = State::unknown("placed nobody knows when");

fn measure(readings: &Readings<'_>, past: &Past<'_>) -> Vec<Finding> {
    let cited = cited::in_files(readings, past, &[Kind::Docs, Kind::Diagram]);
    let found = cited.iter().map(|one| {
        let state = match (one.placed, one.citation.kind) {
            (Placed::Later, Kind::Diagram) => &DIAGRAM,
            (Placed::Later, _) => &DOCUMENT,
            (Placed::WithFix, _) => &FIX,
            (Placed::InIndex, _) => &INDEX,
            (Placed::Unknown, _) => &UNDATED,
        };
        one.finding(readings, state)
    });
    found.collect()
}
