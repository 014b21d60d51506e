//! Files that name a story and stand today: for the markers of code, of documents and of what newcomers
//! are given to read.

use std::collections::{BTreeMap, BTreeSet};

use crate::code::{Citation, Kind};
use crate::contributors::Side;
use crate::history::Commit;
use crate::links::times::{Gone, Stage};
use crate::model::{Date, RepoPath, Writeup};

use super::{Finding, Past, Readings, State};

/// A file that names a write-up: each pair once, at the line that was placed first.
pub(super) struct Cited<'a> {
    pub(super) citation: &'a Citation,
    pub(super) placed: Placed,
    /// Position in the history of the commit that brought the line, and its day.
    commit: Option<usize>,
    day: Option<Date>,
}

/// When a file came to name a write-up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Placed {
    /// It names so many that it chose none of them.
    InIndex,
    /// So soon after the incident that it belongs to the response.
    WithFix,
    Later,
    /// The line is not committed, or the incident has no day.
    Unknown,
}

/// A page that names fewer write-ups is no index of them, however few there are.
const INDEX_MIN: usize = 3;

/// Returns what the files of some kinds name, in the order in which it was placed; what was placed nobody
/// knows when comes last.
pub(super) fn in_files<'a>(
    readings: &Readings<'a>,
    past: &Past<'_>,
    kinds: &[Kind],
) -> Vec<Cited<'a>> {
    let mut named: BTreeMap<_, BTreeSet<usize>> = BTreeMap::new();
    for one in readings.citations {
        named.entry(&one.path).or_default().insert(one.writeup);
    }
    let is_index = |one: &Citation| {
        let named = named.get(&one.path).map_or(0, BTreeSet::len);
        is_index(readings, named)
    };
    let of_kind = readings.citations.iter().zip(past.brought);
    let of_kind = of_kind.filter(|(one, _)| kinds.contains(&one.kind));
    let mut cited: Vec<Cited<'a>> = of_kind
        .map(|(citation, commit)| {
            let day = commit.and_then(|commit| past.day(commit));
            let told = readings.corpus.writeups.get(citation.writeup);
            let placed = match Stage::of(told.and_then(Writeup::date), day) {
                _ if is_index(citation) => Placed::InIndex,
                None => Placed::Unknown,
                Some(Stage::WithTheFix) => Placed::WithFix,
                Some(Stage::Later) => Placed::Later,
            };
            Cited {
                citation,
                placed,
                commit: *commit,
                day,
            }
        })
        .collect();
    cited.sort_by_key(|one| (one.day.is_none(), one.day));
    let mut seen = BTreeSet::new();
    cited.retain(|one| seen.insert((&one.citation.path, one.citation.writeup)));
    cited
}

/// Whether a file that names so many write-ups chose none of them.
fn is_index(readings: &Readings<'_>, named: usize) -> bool {
    named >= INDEX_MIN && named * 2 > readings.corpus.writeups.len()
}

/// Returns what files of some kinds named once, with the commits that took it away: a pair of file and
/// write-up that stands today, or that an index listed, is not among them.
pub(super) fn gone(
    readings: &Readings<'_>,
    past: &Past<'_>,
    kinds: &[Kind],
    state: &'static State,
) -> Vec<Finding> {
    let mut named: BTreeMap<_, BTreeSet<usize>> = BTreeMap::new();
    for one in past.gone {
        named.entry(&one.path).or_default().insert(one.to);
    }
    let stands = |one: &Gone| {
        let mut citations = readings.citations.iter();
        citations.any(|citation| (&citation.path, citation.writeup) == (&one.path, one.to))
    };
    let wanted = past.gone.iter().filter(|one| {
        let named = named.get(&one.path).map_or(0, BTreeSet::len);
        one.kind.is_some_and(|kind| kinds.contains(&kind))
            && !is_index(readings, named)
            && !stands(one)
    });
    // Of several times the last one says until when.
    let mut last: BTreeMap<(&RepoPath, usize), &Gone> = BTreeMap::new();
    for one in wanted {
        let day = |one: &Gone| past.day(one.went);
        let entry = last.entry((&one.path, one.to)).or_insert(one);
        if day(one) > day(entry) {
            *entry = one;
        }
    }
    let found = last.into_values().map(|one| {
        let went = past.history.commits.get(one.went);
        Finding {
            day: past.day(one.went),
            at: Some((one.path.clone(), None)),
            commit: Some(one.went),
            words: went.map_or("", Commit::subject).to_owned(),
            ..readings.of(one.to, state)
        }
    });
    found.collect()
}

impl Cited<'_> {
    /// Returns where whoever placed it stood, seen from the write-up.
    pub(super) fn side(&self, readings: &Readings<'_>, past: &Past<'_>) -> Side {
        let told = readings.corpus.writeups.get(self.citation.writeup);
        let from = told.zip(self.commit);
        from.map_or(Side::Unknown, |(told, commit)| past.side(told, commit))
    }

    /// Returns what is found of it.
    pub(super) fn finding(&self, readings: &Readings<'_>, state: &'static State) -> Finding {
        let citation = self.citation;
        Finding {
            day: self.day,
            at: Some((citation.path.clone(), Some(citation.line))),
            commit: self.commit,
            words: citation.excerpt.clone(),
            ..readings.of(citation.writeup, state)
        }
    }
}
