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
        let mut children: Vec<Vec<usize>> = walk.nodes.iter().map(|_| Vec::new()).collect();
        let mut roots = Vec::new();
        for (at, node) in walk.nodes.iter().enumerate() {
            match first(node).and_then(|parent| children.get_mut(parent)) {
                Some(children) => children.push(at),
                None => roots.push(at),
            }
        }
        let mut spans = vec![(0, 0); walk.nodes.len()];
        let mut clock = 0;
        let mut pending: Vec<(usize, bool)> = roots.into_iter().map(|root| (root, true)).collect();
        while let Some((at, enter)) = pending.pop() {
            let Some(span) = spans.get_mut(at) else {
                continue;
            };
            if enter {
                span.0 = clock;
                clock += 1;
                pending.push((at, false));
                let children = children.get(at).into_iter().flatten();
                pending.extend(children.map(|child| (*child, true)));
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
