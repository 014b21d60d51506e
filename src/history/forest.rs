//! Which of some commits led to another along first parents, found without going through them all.

use super::walk::{Node, Walk};

/// The forest that first parents make, numbered so that ancestors are found by their numbers.
pub(super) struct Forest {
    /// When a walk over the forest enters a commit, and when it leaves it.
    spans: Vec<(usize, usize)>,
}

impl Forest {
    pub(super) fn of(walk: &Walk) -> Self {
        let first = |node: &Node| node.parents.first().copied().flatten();
        // The first child of each commit, and the next one of its parent's: most have one, and none needs a
        // list of its own.
        let mut eldest: Vec<Option<usize>> = vec![None; walk.nodes.len()];
        let mut next = eldest.clone();
        let mut pending: Vec<(usize, bool)> = Vec::new();
        for (at, node) in walk.nodes.iter().enumerate().rev() {
            match first(node).and_then(|parent| eldest.get_mut(parent)) {
                Some(eldest) => {
                    if let Some(next) = next.get_mut(at) {
                        *next = eldest.replace(at);
                    }
                }
                None => pending.push((at, true)),
            }
        }
        let mut spans = vec![(0, 0); walk.nodes.len()];
        let mut clock = 0;
        while let Some((at, enter)) = pending.pop() {
            let Some(span) = spans.get_mut(at) else {
                continue;
            };
            if enter {
                span.0 = clock;
                clock += 1;
                pending.push((at, false));
                let mut child = eldest.get(at).copied().flatten();
                while let Some(at) = child {
                    pending.push((at, true));
                    child = next.get(at).copied().flatten();
                }
            } else {
                span.1 = clock;
            }
        }
        Self { spans }
    }

    /// Sorts commits so that [`Forest::last`] finds them.
    pub(super) fn places(&self, commits: impl Iterator<Item = usize>) -> Places {
        let span = |(at, commit)| {
            let &(entered, left) = self.spans.get(commit)?;
            Some((entered, left, at))
        };
        let mut spans: Vec<_> = commits.enumerate().filter_map(span).collect();
        spans.sort_unstable();
        let mut places = Places::default();
        let mut around: Vec<usize> = Vec::new();
        for (place, (entered, left, at)) in spans.into_iter().enumerate() {
            let is_over = |place: &usize| {
                places
                    .spans
                    .get(*place)
                    .is_none_or(|one| one.left <= entered)
            };
            while around.last().is_some_and(is_over) {
                around.pop();
            }
            let outer = around.last().copied();
            places.spans.push(Span {
                entered,
                left,
                at,
                outer,
            });
            around.push(place);
        }
        places
    }

    /// Returns which of the commits, counted as they were given, is the last that led to a commit along
    /// first parents.
    pub(super) fn last(&self, places: &Places, commit: usize) -> Option<usize> {
        let &(entered, _) = self.spans.get(commit)?;
        let behind = places.spans.partition_point(|span| span.entered <= entered);
        let mut span = places.spans.get(behind.checked_sub(1)?)?;
        while span.left <= entered {
            span = places.spans.get(span.outer?)?;
        }
        Some(span.at)
    }
}

/// Some commits, by when a walk over the forest enters them.
#[derive(Default)]
pub(super) struct Places {
    spans: Vec<Span>,
}

struct Span {
    entered: usize,
    left: usize,
    /// Which of the commits it is, as they were given.
    at: usize,
    /// Position of the nearest span that holds this one.
    outer: Option<usize>,
}
