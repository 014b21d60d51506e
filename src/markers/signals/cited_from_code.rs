//! A file outside of the write-ups names a story, and stands today.

use std::collections::BTreeSet;

use super::{Finding, Group, Marker, Measured, Readings, Shape, State, Weight};
use crate::links::times::Stage;
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

static LATER: State = State {
    words: "placed later than the fix",
    weight: Weight::Sign,
};
static FIX: State = State {
    words: "placed with the fix",
    weight: Weight::Apart,
};
static DOCUMENT: State = State {
    words: "in documents",
    weight: Weight::Apart,
};
static UNDATED: State = State {
    words: "placed nobody knows when",
    weight: Weight::Unknown,
};

/// Endings of files that are read as pages.
const PAGES: &[&str] = &[
    "md", "markdown", "mdx", "adoc", "asciidoc", "rst", "txt", "html", "htm", "org",
];

fn measure(readings: &Readings<'_>) -> Measured {
    let past = match readings.past {
        Ok(past) => past,
        Err(why) => return Measured::Unknown(why),
    };
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
        let state = match Stage::of(incident.and_then(Writeup::date), day) {
            _ if is_page(&citation.path) => &DOCUMENT,
            Some(Stage::WithTheFix) => &FIX,
            Some(Stage::Later) => &LATER,
            None => &UNDATED,
        };
        found.push(Finding {
            day,
            at: Some((citation.path.clone(), citation.line)),
            commit,
            words: citation.excerpt.clone(),
            ..readings.of(citation.writeup, state)
        });
    }
    Measured::Known(found)
}

fn is_page(path: &RepoPath) -> bool {
    let name = path.file_name().to_lowercase();
    let ending = name.rsplit_once('.').map(|(_, ending)| ending);
    ending.is_some_and(|ending| PAGES.contains(&ending))
}
