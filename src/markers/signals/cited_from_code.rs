//! A file of code or settings names a story, and stands today.

use super::cited::{self, Placed};
use super::{Finding, Group, Marker, Measure, Past, Readings, Shape, State};
use crate::code::Kind;
use crate::contributors::Side;

pub(super) static MARKER: Marker = Marker {
    name: "cited-from-code",
    title: "cited from code that stands today",
    group: Group::ReturnedTo,
    shape: Shape::Count,
    states: &[&ELSEWHERE, &CLOSEST, &LATER, &FIX, &INDEX, &GONE, &UNDATED],
    page: include_str!("cited_from_code.md"),
    measure: Measure::History(measure),
};

static ELSEWHERE: State = State::sign("placed later than the fix, from elsewhere");
static CLOSEST: State = State::sign("placed later than the fix, by a team closest to it");
static LATER: State = State::sign("placed later than the fix");
static FIX: State = State::apart("placed with the fix");
static INDEX: State = State::apart("in an index of most write-ups");
static GONE: State = State::apart("stood once, and went");
static UNDATED: State = State::unknown("placed nobody knows when");

fn measure(readings: &Readings<'_>, past: &Past<'_>) -> Vec<Finding> {
    let cited = cited::in_files(readings, past, &[Kind::Code]);
    let found = cited.iter().map(|one| {
        let state = match one.placed {
            Placed::Later => match one.side(readings, past) {
                Side::Elsewhere => &ELSEWHERE,
                Side::Closest => &CLOSEST,
                Side::Unknown => &LATER,
            },
            Placed::WithFix => &FIX,
            Placed::InIndex => &INDEX,
            Placed::Unknown => &UNDATED,
        };
        one.finding(readings, state)
    });
    let gone = cited::gone(readings, past, &[Kind::Code], &GONE);
    found.chain(gone).collect()
}
