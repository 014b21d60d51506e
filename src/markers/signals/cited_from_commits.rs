//! A commit names a story, later than the mending of what it tells.

use std::collections::{BTreeSet, HashMap};

use super::{Finding, Group, Marker, Measure, Readings, Shape, State};
use crate::history::{Commit, History};
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
    measure: Measure::History(measure),
};

const QUARTER_DAYS: i64 = 90;
const YEAR_DAYS: i64 = 365;

static YEARS: State = State::sign("more than a year after");
static YEAR: State = State::sign("91 to 365 days after");
static QUARTER: State = State::sign("15 to 90 days after");
static RESPONSE: State = State::apart("with the response");
static UNDATED: State = State::unknown("no date in the story");

fn measure(readings: &Readings<'_>, past: &Past<'_>) -> Vec<Finding> {
    let mut traces = Traces::new(past.history);
    let mut found = Vec::new();
    // Oldest first: what is picked or taken back later is the same trace again.
    for reference in readings.graph.references.iter().rev() {
        let Origin::Commit { commit } = reference.from else {
            continue;
        };
        let Some(writeup) = readings.corpus.writeups.get(reference.to) else {
            continue;
        };
        if is_left_out(past, commit, reference.to) || !traces.is_new(commit, reference.to) {
            continue;
        }
        let day = past.day(commit);
        found.push(Finding {
            day,
            at: None,
            commit: Some(commit),
            words: reference.excerpt.clone(),
            ..readings.of(reference.to, state(writeup.date(), day))
        });
    }
    found
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

/// Which commits left a trace already, by what they are copies of.
struct Traces<'h> {
    history: &'h History,
    by_id: HashMap<&'h str, usize>,
    /// The write-up, and the id of the first commit, or the subject, or subject and moment.
    seen: BTreeSet<(usize, Key<'h>)>,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Key<'h> {
    Id(&'h str),
    Subject(&'h str),
    Moment(&'h str, i64),
}

/// So many times a commit that is a copy of a copy is followed.
const STEPS_MAX: usize = 16;

impl<'h> Traces<'h> {
    fn new(history: &'h History) -> Self {
        let ids = history.commits.iter().enumerate();
        Self {
            history,
            by_id: ids.map(|(at, commit)| (commit.id.as_str(), at)).collect(),
            seen: BTreeSet::new(),
        }
    }

    /// Whether a commit is neither a copy of one that was asked about before, nor takes one back.
    fn is_new(&mut self, commit: usize, writeup: usize) -> bool {
        let Some(made) = self.history.commits.get(commit) else {
            return false;
        };
        let subject = made.subject();
        let bare = unreverted(subject);
        let keys = [
            Key::Id(self.first(made)),
            Key::Moment(subject, made.at.seconds),
        ];
        let taken_back = bare != subject && self.seen.contains(&(writeup, Key::Subject(bare)));
        let copied = keys.iter().any(|key| self.seen.contains(&(writeup, *key)));
        let keys = keys.into_iter().chain([Key::Subject(bare)]);
        self.seen.extend(keys.map(|key| (writeup, key)));
        !copied && !taken_back
    }

    /// Returns the id of the commit that one goes back to, as git writes it into messages: its own, where
    /// it is nobody's copy.
    fn first(&self, commit: &'h Commit) -> &'h str {
        let mut commit = commit;
        for _ in 0..STEPS_MAX {
            let Some(id) = origin(&commit.message) else {
                break;
            };
            match self
                .by_id
                .get(id)
                .and_then(|at| self.history.commits.get(*at))
            {
                Some(other) => commit = other,
                // It is on another branch, or gone.
                None => return id,
            }
        }
        &commit.id
    }
}

/// Returns the id of the commit that a message says it was picked from or takes back.
fn origin(message: &str) -> Option<&str> {
    // The last one: a message may quote the one that it copies.
    message.lines().rev().find_map(|line| {
        let line = line.trim();
        let picked = line.strip_prefix("(cherry picked from commit ");
        let rest = picked.or_else(|| line.strip_prefix("This reverts commit "))?;
        let end = rest.find(|c: char| !c.is_ascii_hexdigit());
        let id = rest.get(..end.unwrap_or(rest.len()))?;
        (id.len() >= ID_MIN).then_some(id)
    })
}

/// Hexadecimal digits of a whole id: git writes no shorter one here.
const ID_MIN: usize = 40;

/// Returns the subject of what a commit takes back, or brings again: its own, where it does neither.
fn unreverted(subject: &str) -> &str {
    let mut bare = subject;
    loop {
        let inner = ["Revert \"", "Reapply \""]
            .iter()
            .find_map(|start| bare.strip_prefix(start));
        match inner.and_then(|inner| inner.strip_suffix('"')) {
            Some(inner) => bare = inner,
            None => return bare,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_git_writes_into_messages_leads_to_the_first_commit() {
        let id = "0123456789012345678901234567890123456789";
        for (message, expected) in [
            (
                format!("Mind it\n\n(cherry picked from commit {id})\n"),
                Some(id),
            ),
            (
                format!("Revert \"x\"\n\nThis reverts commit {id}.\n"),
                Some(id),
            ),
            (format!("See the line `This reverts commit {id}`"), None),
            ("Revert\n\nThis reverts commit 0123456.".to_owned(), None),
        ] {
            assert_eq!(origin(&message), expected, "{message}");
        }
        assert_eq!(unreverted("Revert \"Reapply \"Mind it\"\""), "Mind it");
        assert_eq!(unreverted("Revert \"Mind it"), "Revert \"Mind it");
    }
}
