//! Somebody changed the words of a story long after it was published.

use std::collections::BTreeMap;

use super::{Finding, Group, Marker, Measure, Readings, Shape, State};
use crate::contributors::Part;
use crate::markers::{LATE_DAYS, Past};
use crate::model::Writeup;

pub(super) static MARKER: Marker = Marker {
    name: "life-after-publication",
    title: "changed in its words after 90 days",
    group: Group::ReturnedTo,
    shape: Shape::Count,
    states: &[&NEW, &KNOWN],
    page: include_str!("life_after.md"),
    measure: Measure::History(measure),
};

static NEW: State = State::sign("by somebody new to it");
static KNOWN: State = State::sign("by somebody who had been there");

fn measure(readings: &Readings<'_>, past: &Past<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut parts: BTreeMap<usize, Vec<&Part>> = BTreeMap::new();
    for part in past.book.people.iter().flat_map(|person| &person.parts) {
        parts.entry(part.writeup).or_default().push(part);
    }
    for (at, writeup) in readings.told() {
        // Without a part of anybody there is no edit that counts.
        if let Some(parts) = parts.get(&at) {
            late(readings, past, at, writeup, parts, &mut found);
        }
    }
    found
}

/// Adds the late edits of one write-up.
fn late(
    readings: &Readings<'_>,
    past: &Past<'_>,
    at: usize,
    writeup: &Writeup,
    parts: &[&Part],
    found: &mut Vec<Finding>,
) {
    let Some(life) = past.history.lives.get(at) else {
        return;
    };
    let begun = life.events.last().map(|event| event.commit);
    let published = past.published.get(at).copied().flatten().or(begun);
    let Some(published) = published.and_then(|commit| past.day(commit)) else {
        return;
    };
    for event in &life.events {
        let day = past.day(event.commit);
        let early = day.is_none_or(|day| published.days_until(day) <= LATE_DAYS);
        if early || past.counted.why(event).is_err() {
            continue;
        }
        let Some(is_new) = by_new(parts, event.commit) else {
            continue;
        };
        let commit = past.history.commits.get(event.commit);
        found.push(Finding {
            day,
            at: Some((writeup.path.clone(), Some(1))),
            commit: Some(event.commit),
            words: commit.map_or_else(String::new, |commit| commit.subject().to_owned()),
            ..readings.of(at, if is_new { &NEW } else { &KNOWN })
        });
    }
}

/// Whether all who made a commit came to the write-up with it; `None` where only programs did.
fn by_new(parts: &[&Part], commit: usize) -> Option<bool> {
    let mut here = parts
        .iter()
        .filter(|part| part.acts.iter().any(|act| act.commit == commit))
        .peekable();
    here.peek()?;
    // A part's commits are newest first.
    let first = |part: &Part| part.acts.last().map(|act| act.commit);
    Some(here.all(|part| first(part) == Some(commit)))
}
