//! The commits that HEAD reaches, in one order.

use std::collections::BinaryHeap;
use std::mem;
use std::sync::Arc;

use super::facts::Facts;
use super::id::{ById, Id};
use super::raw;

/// Commits, children before parents; where ancestry does not decide, by date, then by id.
#[derive(Debug, Default)]
pub(super) struct Walk {
    pub(super) nodes: Vec<Node>,
    /// Commits that exist and could not be read.
    pub(super) unreadable: Vec<Id>,
}

#[derive(Debug)]
pub(super) struct Node {
    pub(super) id: Id,
    /// Apart from the rest, as a hundred thousand are brought into order.
    pub(super) raw: Box<raw::Commit>,
    /// Positions in the order; `None` for a parent that is not known.
    pub(super) parents: Vec<Option<usize>>,
}

impl Walk {
    /// Goes back from `head`. Parents that are missing from a clone that was cut off are missing by
    /// design.
    pub(super) fn from(facts: &mut Facts<'_>, head: Id, shallow: bool) -> Self {
        Self::keeping(facts, head, shallow, |_| {})
    }

    /// Goes back in the same way for whoever asks for trees and parents alone: who made the commits, and
    /// what they say, is let go of at once.
    pub(super) fn of_trees(facts: &mut Facts<'_>, head: Id, shallow: bool) -> Self {
        let nobody = Arc::default();
        Self::keeping(facts, head, shallow, |commit| {
            commit.author = Arc::clone(&nobody);
            commit.message = String::new();
            commit.parents = Vec::new();
        })
    }

    fn keeping(
        facts: &mut Facts<'_>,
        head: Id,
        shallow: bool,
        keep: impl Fn(&mut raw::Commit),
    ) -> Self {
        let mut unreadable = Vec::new();
        let mut places: ById<Id, usize> = ById::default();
        places.insert(head, 0);
        let mut found = vec![Found::new(head)];
        let mut pending = vec![0];
        while let Some(at) = pending.pop() {
            let Some(id) = found.get(at).map(|one| one.id) else {
                continue;
            };
            let Ok(mut commit) = facts.commit(id) else {
                if !shallow {
                    unreadable.push(id);
                }
                continue;
            };
            let mut parents = Vec::with_capacity(commit.parents.len());
            for &parent in &commit.parents {
                let place = *places.entry(parent).or_insert(found.len());
                if place == found.len() {
                    found.push(Found::new(parent));
                    pending.push(place);
                }
                if let Some(parent) = found.get_mut(place) {
                    parent.children += 1;
                }
                parents.push(Some(place));
            }
            keep(&mut commit);
            if let Some(one) = found.get_mut(at) {
                (one.raw, one.parents) = (Some(Box::new(commit)), parents);
            }
        }
        // While all is brought into order it is there twice.
        drop(places);
        Self {
            nodes: ordered(found),
            unreadable,
        }
    }
}

/// A commit that was met. The first is HEAD's.
struct Found {
    id: Id,
    /// `None` while it is not read, and where it cannot be.
    raw: Option<Box<raw::Commit>>,
    /// Positions among those that were met, all known so far.
    parents: Vec<Option<usize>>,
    /// How many are still to come before it.
    children: usize,
}

impl Found {
    fn new(id: Id) -> Self {
        Self {
            id,
            raw: None,
            parents: Vec::new(),
            children: 0,
        }
    }
}

fn ordered(mut found: Vec<Found>) -> Vec<Node> {
    let key = |one: &Found, at: usize| Some((one.raw.as_ref()?.committed, one.id, at));
    let head = found.first().and_then(|head| key(head, 0));
    let mut ready: BinaryHeap<_> = head.into_iter().collect();
    let mut nodes: Vec<Node> = Vec::with_capacity(found.len());
    let mut positions: Vec<Option<usize>> = vec![None; found.len()];
    while let Some((_, id, at)) = ready.pop() {
        let Some(one) = found.get_mut(at) else {
            continue;
        };
        let (Some(raw), parents) = (one.raw.take(), mem::take(&mut one.parents)) else {
            continue;
        };
        for &place in parents.iter().flatten() {
            if let Some(parent) = found.get_mut(place) {
                parent.children -= 1;
                ready.extend(key(parent, place).filter(|_| parent.children == 0));
            }
        }
        if let Some(position) = positions.get_mut(at) {
            *position = Some(nodes.len());
        }
        nodes.push(Node { id, raw, parents });
    }
    for node in &mut nodes {
        for parent in &mut node.parents {
            *parent = parent.and_then(|at| positions.get(at).copied().flatten());
        }
    }
    nodes
}
