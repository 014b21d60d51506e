//! The commits that HEAD reaches, in one order.

use std::collections::{BinaryHeap, HashMap};

use super::facts::Facts;
use super::id::Id;
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
    pub(super) raw: raw::Commit,
    /// Positions in the order; `None` for a parent that is not known.
    pub(super) parents: Vec<Option<usize>>,
}

impl Walk {
    /// Goes back from `head`. Parents that are missing from a clone that was cut off are missing by
    /// design.
    pub(super) fn from(facts: &mut Facts<'_>, head: Id, shallow: bool) -> Self {
        let mut unreadable = Vec::new();
        let mut found: HashMap<Id, raw::Commit> = HashMap::new();
        let mut children: HashMap<Id, usize> = HashMap::from([(head, 0)]);
        let mut pending = vec![head];
        while let Some(id) = pending.pop() {
            let Ok(commit) = facts.commit(id) else {
                if !shallow {
                    unreadable.push(id);
                }
                continue;
            };
            for &parent in &commit.parents {
                let count = children.entry(parent).or_default();
                *count += 1;
                if *count == 1 {
                    pending.push(parent);
                }
            }
            found.insert(id, commit);
        }
        Self {
            nodes: ordered(head, found, children),
            unreadable,
        }
    }
}

fn ordered(
    head: Id,
    mut found: HashMap<Id, raw::Commit>,
    mut children: HashMap<Id, usize>,
) -> Vec<Node> {
    let mut ready =
        BinaryHeap::from([(found.get(&head).map_or(0, |commit| commit.committed), head)]);
    let mut nodes: Vec<Node> = Vec::with_capacity(found.len());
    let mut positions: HashMap<Id, usize> = HashMap::with_capacity(found.len());
    while let Some((_, id)) = ready.pop() {
        let Some(raw) = found.remove(&id) else {
            continue;
        };
        for parent in &raw.parents {
            let Some(left) = children.get_mut(parent) else {
                continue;
            };
            *left -= 1;
            if let (0, Some(next)) = (*left, found.get(parent)) {
                ready.push((next.committed, *parent));
            }
        }
        positions.insert(id, nodes.len());
        nodes.push(Node {
            id,
            raw,
            parents: Vec::new(),
        });
    }
    for node in &mut nodes {
        let parents = node.raw.parents.iter();
        node.parents = parents.map(|id| positions.get(id).copied()).collect();
    }
    nodes
}
