//! How often write-ups are read by people from elsewhere, once the first week is over.

use super::visits::{self, FIRST_DAYS};
use super::{Finding, Group, Marker, Measure, Measured, NO_READS, Readings, Shape, State};
use crate::markers::Past;
use crate::model::{Date, Writeup};

pub(super) static MARKER: Marker = Marker {
    name: "reads",
    title: "read from elsewhere, after a week",
    group: Group::Read,
    shape: Shape::Median,
    states: &[&LATER, &FIRST, &CLOSEST, &UNKNOWN],
    page: include_str!("reads.md"),
    measure: Measure::Perhaps(measure),
};

static LATER: State = State::sign("from elsewhere, after a week");
static FIRST: State = State::apart("in the first week");
static CLOSEST: State = State::apart("from the closest teams, after a week");
static UNKNOWN: State = State::unknown("of no known team, after a week");

fn measure(readings: &Readings<'_>) -> Measured {
    if readings.reads.is_none() {
        return Err(NO_READS);
    }
    let is_late = |at: usize, told: &Writeup, day: Date| {
        let published = published(readings, at).or_else(|| told.date());
        published.is_none_or(|published| published.days_until(day) > FIRST_DAYS)
    };
    let mut found: Vec<Finding> = Vec::new();
    for visits in visits::by_month(readings, is_late) {
        let parts = [
            (&LATER, visits.elsewhere),
            (&CLOSEST, visits.closest),
            (&UNKNOWN, visits.unknown),
        ];
        let parts = parts.into_iter().filter(|(_, number)| *number > 0);
        found.extend(parts.map(|(state, number)| visits.finding(readings, state, number)));
    }
    for visits in visits::by_month(readings, |at, told, day| !is_late(at, told, day)) {
        let all = visits.elsewhere + visits.closest + visits.unknown;
        found.push(visits.finding(readings, &FIRST, all));
    }
    Ok(found)
}

/// Returns the day on which a write-up was published, where git says so.
fn published(readings: &Readings<'_>, at: usize) -> Option<Date> {
    let past: Past<'_> = readings.past.ok()?;
    past.day((*past.published.get(at)?)?)
}
