//! A file outside of the write-ups names a story, and stands today.

use std::collections::BTreeSet;

use super::cited_from_commits::RESPONSE_DAYS;
use super::{Finding, Group, Marker, Measured, Readings, Shape, State};
use crate::model::{RepoPath, Writeup};

pub(super) static MARKER: Marker = Marker {
    name: "cited-from-code",
    title: "cited from code that stands today",
    group: Group::ReturnedTo,
    shape: Shape::Count,
    states: &[&LATER, &FIX, &DOCUMENT, &UNDATED],
    page: include_str!("cited_from_code.md"),
    measure,
};

static LATER: State = State::sign("placed later than the fix");
static FIX: State = State::apart("placed with the fix");
static DOCUMENT: State = State::apart("in documents");
static UNDATED: State = State::unknown("placed nobody knows when");

/// Endings of files that are read as pages.
const PAGES: &[&str] = &[
    "md", "markdown", "mdx", "adoc", "asciidoc", "rst", "txt", "html", "htm", "org",
];

fn measure(readings: &Readings<'_>) -> Measured {
    let past = readings.past?;
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    // By date, so that a file that names a story twice counts from the first that stands.
    let mut order: Vec<usize> = (0..readings.citations.len()).collect();
    let brought = |at: usize| past.brought.get(at).copied().flatten();
    order.sort_by_key(|at| {
        let day = brought(*at).and_then(|commit| past.day(commit));
        (day.is_none(), day, *at)
    });
    for at in order {
        let Some(citation) = readings.citations.get(at) else {
            continue;
        };
        if !seen.insert((&citation.path, citation.writeup)) {
            continue;
        }
        let commit = brought(at);
        let day = commit.and_then(|commit| past.day(commit));
        let incident = readings.corpus.writeups.get(citation.writeup);
        let state = match (incident.and_then(Writeup::date), day) {
            _ if is_page(&citation.path) => &DOCUMENT,
            (Some(incident), Some(day)) if incident.days_until(day) <= RESPONSE_DAYS => &FIX,
            (Some(_), Some(_)) => &LATER,
            _ => &UNDATED,
        };
        found.push(Finding {
            day,
            at: Some((citation.path.clone(), citation.line)),
            commit,
            words: citation.excerpt.clone(),
            ..readings.of(citation.writeup, state)
        });
    }
    Ok(found)
}

fn is_page(path: &RepoPath) -> bool {
    let name = path.file_name().to_lowercase();
    let ending = name.rsplit_once('.').map(|(_, ending)| ending);
    ending.is_some_and(|ending| PAGES.contains(&ending))
}
