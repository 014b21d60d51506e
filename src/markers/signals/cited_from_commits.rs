//! A commit names a story, later than the mending of what it tells.

use std::collections::BTreeSet;

use super::{Finding, Group, Marker, Measured, Readings, Shape, State};
use crate::links::Origin;
use crate::markers::Past;
use crate::model::Date;

pub(super) static MARKER: Marker = Marker {
    name: "cited-from-commits",
    title: "cited from commits, later than the fix",
    group: Group::ReturnedTo,
    shape: Shape::Count,
    states: &[&YEARS, &YEAR, &QUARTER, &RESPONSE, &UNDATED],
    page: include_str!("cited_from_commits.md"),
    measure,
};

/// Up to so many days after the incident a commit belongs to the response.
pub(super) const RESPONSE_DAYS: i64 = 14;
const QUARTER_DAYS: i64 = 90;
const YEAR_DAYS: i64 = 365;

static YEARS: State = State::sign("more than a year after");
static YEAR: State = State::sign("91 to 365 days after");
static QUARTER: State = State::sign("15 to 90 days after");
static RESPONSE: State = State::apart("with the response");
static UNDATED: State = State::unknown("of a story without a date");

fn measure(readings: &Readings<'_>) -> Measured {
    let past = readings.past?;
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    // Oldest first: what is picked or taken back later is the same trace again.
    for reference in readings.graph.references.iter().rev() {
        let Origin::Commit { commit } = reference.from else {
            continue;
        };
        let Some(writeup) = readings.corpus.writeups.get(reference.to) else {
            continue;
        };
        if is_left_out(&past, commit, reference.to) {
            continue;
        }
        let day = past.day(commit);
        let state = state(writeup.date(), day);
        let subject = reference.excerpt.as_str();
        let (original, reverts) = unreverted(subject);
        let date = past
            .history
            .commits
            .get(commit)
            .map(|commit| commit.at.seconds);
        let known = seen.contains(&(reference.to, original.to_owned(), None));
        let copy = !seen.insert((reference.to, subject.to_owned(), date));
        seen.insert((reference.to, subject.to_owned(), None));
        if copy || (reverts && known) {
            continue;
        }
        found.push(Finding {
            day,
            at: None,
            commit: Some(commit),
            words: subject.to_owned(),
            ..readings.of(reference.to, state)
        });
    }
    Ok(found)
}

/// Whether a commit is none that came back: it merges, a program made it, or it wrote the story itself.
fn is_left_out(past: &Past<'_>, commit: usize, writeup: usize) -> bool {
    let Some(made) = past.history.commits.get(commit) else {
        return true;
    };
    let life = past.history.lives.get(writeup);
    let writes = life.is_some_and(|life| life.events.iter().any(|event| event.commit == commit));
    made.merge || writes || past.by_program(commit)
}

fn state(incident: Option<Date>, day: Option<Date>) -> &'static State {
    let (Some(incident), Some(day)) = (incident, day) else {
        return &UNDATED;
    };
    let days = incident.days_until(day);
    if days <= RESPONSE_DAYS {
        &RESPONSE
    } else if days <= QUARTER_DAYS {
        &QUARTER
    } else if days <= YEAR_DAYS {
        &YEAR
    } else {
        &YEARS
    }
}

/// Returns the subject of what a commit takes back, and whether it takes something back.
fn unreverted(subject: &str) -> (&str, bool) {
    let inner = subject
        .strip_prefix("Revert \"")
        .and_then(|rest| rest.strip_suffix('"'));
    (inner.unwrap_or(subject), inner.is_some())
}
