//! Since when references stand, and which ones stood once.

use std::collections::{HashMap, HashSet};

use crate::code::{Citation, Kind};
use crate::corpus::{Corpus, Named};
use crate::history::{History, Trace};
use crate::model::{Date, Moment, RepoPath};

use super::{Graph, Origin, Reference};

/// What comes within so many days of an incident came with its mending.
pub const RESPONSE_DAYS: i64 = 14;

/// When the references of a repository came, and which went.
#[derive(Clone, Debug, Default)]
pub struct Times {
    /// The commit that brought a reference to a write-up into a file, by its position in the history.
    came: HashMap<(RepoPath, usize), usize>,
    /// By write-up, then by path.
    pub gone: Vec<Gone>,
}

/// A file that named a write-up once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gone {
    /// Position of the write-up in the corpus.
    pub to: usize,
    /// What the file was called last, from the top of the repository.
    pub path: RepoPath,
    /// `None` for a page among the write-ups.
    pub kind: Option<Kind>,
    /// Positions in the history of the commits that brought the name and took it away.
    pub came: usize,
    pub went: usize,
}

/// Whether something came with the mending of an incident, or was somebody coming back to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    WithTheFix,
    Later,
}

impl Stage {
    /// Returns the stage of what came on a day; `None` where one of the two days is not known.
    pub fn of(incident: Option<Date>, came: Option<Date>) -> Option<Self> {
        Some(if incident?.days_until(came?) <= RESPONSE_DAYS {
            Self::WithTheFix
        } else {
            Self::Later
        })
    }

    /// Returns the words that people and programs read.
    pub fn words(self) -> &'static str {
        match self {
            Self::WithTheFix => "with the fix",
            Self::Later => "later than the fix",
        }
    }
}

/// Returns the day of a commit in UTC: the same wherever its author was.
pub fn day(history: &History, commit: usize) -> Option<Date> {
    let at = history.commits.get(commit)?.at;
    Moment::utc(at.seconds).date()
}

/// Returns whether a trace matters, by its path and the write-up that is named: all do, or those to and from one.
pub fn matters(corpus: &Corpus, about: Option<usize>) -> impl Fn(&str, usize) -> bool + use<> {
    let own = about.and_then(|at| corpus.writeups.get(at));
    let own = own.map(|writeup| corpus.from_top(&writeup.path));
    move |path, to| {
        let is_own = || own.as_ref().is_some_and(|own| own.as_str() == path);
        about.is_none_or(|at| to == at || is_own())
    }
}

impl Times {
    /// Sorts what git remembers of references: of all of them, or of those to and from one write-up.
    pub fn new(
        traces: &[Trace],
        corpus: &Corpus,
        graph: &Graph,
        citations: &[Citation],
        about: Option<usize>,
    ) -> Self {
        let matters = matters(corpus, about);
        let onboarding = corpus.config.onboarding_patterns();
        let mut times = Self::default();
        let places = graph.references.iter();
        let standing: HashSet<(RepoPath, usize)> = places
            .filter_map(|one| Some((place(one, corpus, citations)?, one.to)))
            .filter(|(path, to)| matters(path.as_str(), *to))
            .collect();
        let traces = traces
            .iter()
            .filter(|one| matters(one.path.as_str(), one.what));
        for trace in traces.filter(|trace| !is_own(trace, corpus)) {
            let key = (trace.path.clone(), trace.what);
            match trace.gone {
                None => {
                    times.came.insert(key, trace.came);
                }
                // Somebody put it back, and has not committed it yet.
                Some(_) if standing.contains(&key) => {
                    times.came.insert(key, trace.came);
                }
                Some(went) => times.gone.push(Gone {
                    to: trace.what,
                    kind: (!is_page(&trace.path, corpus))
                        .then(|| Kind::of(&trace.path, &onboarding)),
                    path: trace.path.clone(),
                    came: trace.came,
                    went,
                }),
            }
        }
        let order = |gone: &Gone| (gone.to, gone.path.clone(), gone.came, gone.went);
        times.gone.sort_by_key(order);
        times
    }

    /// Returns the position in the history of the commit that a reference came with; `None` where git
    /// does not know it yet, or it stands elsewhere.
    pub fn came(
        &self,
        reference: &Reference,
        corpus: &Corpus,
        citations: &[Citation],
    ) -> Option<usize> {
        if let Origin::Commit { commit } = reference.from {
            return Some(commit);
        }
        let place = place(reference, corpus, citations)?;
        self.came.get(&(place, reference.to)).copied()
    }
}

/// Returns the file that a reference stands in, from the top of the repository.
fn place(reference: &Reference, corpus: &Corpus, citations: &[Citation]) -> Option<RepoPath> {
    match reference.from {
        Origin::Writeup { writeup, .. } => {
            let writeup = corpus.writeups.get(writeup)?;
            Some(corpus.from_top(&writeup.path))
        }
        Origin::File { citation } => Some(citations.get(citation)?.path.clone()),
        Origin::Commit { .. } | Origin::Elsewhere { .. } => None,
    }
}

/// Whether a trace is that of the write-up's own file, under one of its names.
fn is_own(trace: &Trace, corpus: &Corpus) -> bool {
    let writeup = corpus.writeups.get(trace.what);
    let path = writeup.map(|one| corpus.from_top(&one.path));
    let by_name = corpus.names.exact(trace.path.stem()) == Named::One(trace.what);
    path.as_ref() == Some(&trace.path) || (by_name && is_page(&trace.path, corpus))
}

/// Whether a path, from the top of the repository, is one at which write-ups are kept.
pub fn is_page(path: &RepoPath, corpus: &Corpus) -> bool {
    let mut folders = corpus.folders_from_top().into_iter();
    path.as_str().to_lowercase().ends_with(".md") && folders.any(|folder| path.is_under(&folder))
}
