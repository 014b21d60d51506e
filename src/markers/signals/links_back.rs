//! A newer story leads its reader to an older one.

use std::collections::BTreeMap;

use super::{Finding, Group, Marker, Measure, Readings, Shape, State};
use crate::links::{Manner, Origin, Reference};
use crate::model::{Date, SectionKind, Writeup};

pub(super) static MARKER: Marker = Marker {
    name: "links-back",
    title: "link to an older story",
    group: Group::ReturnedTo,
    shape: Shape::Share,
    states: &[&TEXT, &LIST, &SWEEP, &MENTION, &NOTHING, &FIRST, &UNDATED],
    page: include_str!("links_back.md"),
    measure: Measure::Corpus(measure),
};

/// So many of the oldest write-ups had hardly anything to link to.
const FIRST_FEW: usize = 5;

static TEXT: State = State::sign("in the text");
static LIST: State = State::other("in a list only");
static SWEEP: State = State::other("put in by a sweep or a program");
static MENTION: State = State::other("named in words only");
static NOTHING: State = State::other("to none");
static FIRST: State = State::apart("among the first five");
static UNDATED: State = State::unknown("without a date");

fn measure(readings: &Readings<'_>) -> Vec<Finding> {
    let mut told: Vec<(Option<Date>, usize, &Writeup)> = readings
        .told()
        .map(|(at, writeup)| (writeup.date(), at, writeup))
        .collect();
    told.sort_by_key(|(date, at, _)| (date.is_none(), *date, *at));
    let mut outgoing: BTreeMap<usize, Vec<&Reference>> = BTreeMap::new();
    for reference in &readings.graph.references {
        if let Origin::Writeup { writeup, .. } = reference.from {
            outgoing.entry(writeup).or_default().push(reference);
        }
    }
    let one = |(place, (date, at, writeup)): (usize, &(Option<Date>, usize, &Writeup))| {
        let Some(date) = *date else {
            return readings.of(*at, &UNDATED);
        };
        let best = outgoing
            .get(at)
            .into_iter()
            .flatten()
            .copied()
            .filter(|reference| is_older(readings, reference, date))
            .filter_map(|reference| found(readings, *at, writeup, reference))
            .min_by_key(|found| MARKER.states.iter().position(|one| *one == found.state));
        let best = best.unwrap_or_else(|| readings.of(*at, &NOTHING));
        // What the first ones lead to is shown all the same.
        let state = if place < FIRST_FEW {
            &FIRST
        } else {
            best.state
        };
        Finding { state, ..best }
    };
    told.iter().enumerate().map(one).collect()
}

/// Whether a reference leads to a write-up of something that happened before this day. Two parts of
/// one day's story lead to each other, and not back.
fn is_older(readings: &Readings<'_>, reference: &Reference, date: Date) -> bool {
    let to = readings.corpus.writeups.get(reference.to);
    to.and_then(Writeup::date).is_some_and(|older| older < date)
}

fn found(
    readings: &Readings<'_>,
    at: usize,
    writeup: &Writeup,
    reference: &Reference,
) -> Option<Finding> {
    let Origin::Writeup { span, manner, .. } = reference.from else {
        return None;
    };
    let place = readings.at(writeup, span.start());
    let event = readings.past.ok().and_then(|past| {
        let event = past.line(at, place.1?)?;
        Some((event.commit, past.is_sweep(event)))
    });
    let in_list = writeup
        .sections_of(SectionKind::Related)
        .any(|section| section.body.contains(span));
    let state = match manner {
        Manner::Mention => &MENTION,
        _ if event.is_some_and(|(_, sweep)| sweep) => &SWEEP,
        Manner::Related(_) => &LIST,
        Manner::Link if in_list => &LIST,
        Manner::Link => &TEXT,
    };
    let to = readings.corpus.writeups.get(reference.to)?;
    let words = if reference.excerpt.is_empty() {
        format!("related: {}", to.id())
    } else {
        reference.excerpt.clone()
    };
    Some(Finding {
        at: Some(place),
        commit: event.map(|(commit, _)| commit),
        words,
        ..readings.of(at, state)
    })
}
