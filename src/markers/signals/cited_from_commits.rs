//! A commit names a story, later than the mending of what it tells.

use std::collections::BTreeSet;

use super::{Finding, Group, Marker, Measured, Readings, Shape, State, Weight};
use crate::links::Origin;
use crate::links::times::RESPONSE_DAYS;
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

const QUARTER_DAYS: i64 = 90;
const YEAR_DAYS: i64 = 365;

static YEARS: State = State {
    words: "more than a year after",
    weight: Weight::Sign,
};
static YEAR: State = State {
    words: "91 to 365 days after",
    weight: Weight::Sign,
};
static QUARTER: State = State {
    words: "15 to 90 days after",
    weight: Weight::Sign,
};
static RESPONSE: State = State {
    words: "with the response",
    weight: Weight::Apart,
};
static UNDATED: State = State {
    words: "of a story without a date",
    weight: Weight::Unknown,
};

fn measure(readings: &Readings<'_>) -> Measured {
    let past = match readings.past {
        Ok(past) => past,
        Err(why) => return Measured::Unknown(why),
    };
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
    Measured::Known(found)
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
