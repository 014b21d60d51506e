//! Files that name a story and stand today: for the markers of code, of documents and of what newcomers
//! are given to read.

use std::collections::{BTreeMap, BTreeSet};

use crate::code::{Citation, Kind};
use crate::links::times::Stage;
use crate::model::{Date, Writeup};

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
    let all = readings.corpus.writeups.len();
    let is_index = |one: &Citation| {
        let named = named.get(&one.path).map_or(0, BTreeSet::len);
        named >= INDEX_MIN && named * 2 > all
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

impl Cited<'_> {
    /// Returns what is found of it.
    pub(super) fn finding(&self, readings: &Readings<'_>, state: &'static State) -> Finding {
        let citation = self.citation;
        Finding {
            day: self.day,
            at: Some((citation.path.clone(), citation.line)),
            commit: self.commit,
            words: citation.excerpt.clone(),
            ..readings.of(citation.writeup, state)
        }
    }
}
