//! Which commit took a name away, and where the file went.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Result, anyhow};

use super::facts::Facts;
use super::id::Id;
use super::objects::Failure;
use super::repository::Reader;
use super::trees::Trees;
use super::walk::{Node, Walk};
use crate::model::RepoPath;
use crate::threads;

/// Bytes of trees that each thread may keep: this runs beside the rules, while every write-up is in memory.
pub(super) const TREES_BYTES_MAX: usize = 512 * 1024;
/// The same of packs, and of objects that others are made out of: with fewer of those it takes twice as long.
const BLOCKS_BYTES_MAX: usize = 512 * 1024;
const BASES_BYTES_MAX: usize = 5 * 512 * 1024;

/// Commits that are looked at before what was found among them is followed, and those of one thread.
const ROUND: usize = 4096;
const ROUND_SHARE: usize = 1024;

/// How much leaves no doubt.
const SAME: usize = 90;

/// Digits of an id as people quote it.
const SHORT: usize = 9;

/// Files that are asked for by their name alone.
#[derive(Clone, Copy)]
pub(super) struct Called<'a> {
    pub(super) names: &'a BTreeSet<String>,
    pub(super) folders: &'a [RepoPath],
}

impl Called<'_> {
    fn leads(self, folder: &str) -> bool {
        let folder = folder.trim_end_matches('/');
        let near = |wanted: &RepoPath| {
            RepoPath::new(folder)
                .is_some_and(|path| path.is_under(wanted) || wanted.is_under(&path))
        };
        !self.names.is_empty() && self.folders.iter().any(near)
    }

    fn has(self, path: &RepoPath) -> bool {
        self.names.contains(path.stem()) && self.folders.iter().any(|folder| path.is_under(folder))
    }
}

/// A name that went, the paths asked for that led to it, the commit, where the file went, and whether
/// that is beyond doubt.
pub(super) type Departure = (RepoPath, Vec<RepoPath>, String, Option<RepoPath>, bool);

/// Finds for each name the newest commit that took it away.
pub(super) fn departures(
    reader: &Reader,
    facts: &mut Facts<'_>,
    walk: &Walk,
    mut wanted: BTreeMap<RepoPath, Vec<RepoPath>>,
    called: Called<'_>,
) -> Result<Vec<Departure>> {
    let mut found = Vec::new();
    let mut seen: BTreeSet<RepoPath> = BTreeSet::new();
    for round in walk.nodes.chunks(ROUND) {
        if wanted.is_empty() && called.names.is_empty() {
            break;
        }
        // The rest of the run may be waiting for this.
        let gone = threads::in_shares(round, ROUND_SHARE, |share| {
            let objects = reader.sparing()?;
            objects.keep(BLOCKS_BYTES_MAX, BASES_BYTES_MAX);
            let mut trees = Trees::new(&objects);
            trees.keep(TREES_BYTES_MAX);
            let gone = share.iter();
            gone.map(|node| gone_at(&mut trees, walk, node, &wanted, called))
                .collect::<Result<Vec<_>>>()
        });
        let mut nodes = round.iter();
        for gone in gone {
            for ((before, gone), node) in gone?.into_iter().zip(nodes.by_ref()) {
                let new = |path: &RepoPath| {
                    wanted.contains_key(path) || (called.has(path) && seen.insert(path.clone()))
                };
                let gone: Vec<RepoPath> = gone.into_iter().filter(new).collect();
                let (Some(before), false) = (before, gone.is_empty()) else {
                    continue;
                };
                let moves = facts.moves(before, node.raw.tree);
                let moves = moves.map_err(|failure| damaged(node, failure))?;
                for path in gone {
                    let asked = wanted.remove(&path).unwrap_or_else(|| vec![path.clone()]);
                    let to = moves.iter().find(|one| one.from == path.as_str());
                    let sure = to.is_none_or(|to| to.percent >= SAME);
                    let to = to.and_then(|to| RepoPath::new(&to.to));
                    let short = node.id.to_string().chars().take(SHORT).collect();
                    found.push((path, asked, short, to, sure));
                }
            }
        }
    }
    Ok(found)
}

/// Returns which of the names a commit took away, and the tree that it took them from; none of a merge,
/// which takes nothing away that no side did.
fn gone_at(
    trees: &mut Trees<'_>,
    walk: &Walk,
    node: &Node,
    wanted: &BTreeMap<RepoPath, Vec<RepoPath>>,
    called: Called<'_>,
) -> Result<(Option<Id>, Vec<RepoPath>)> {
    let before = match node.parents.as_slice() {
        &[Some(parent)] => walk.nodes.get(parent).map(|parent| parent.raw.tree),
        _ => None,
    };
    let Some(before) = before.filter(|before| *before != node.raw.tree) else {
        return Ok((None, Vec::new()));
    };
    // Only the folders on the way to a name that is looked for.
    let leads = |folder: &str| {
        let from = std::ops::Bound::Included(folder);
        let mut behind = wanted.range::<str, _>((from, std::ops::Bound::Unbounded));
        let behind = behind.next();
        called.leads(folder) || behind.is_some_and(|(path, _)| path.as_str().starts_with(folder))
    };
    let differences = trees.compare(Some(before), Some(node.raw.tree), leads);
    let differences = differences.map_err(|failure| damaged(node, failure))?;
    let gone = differences.iter().filter(|one| one.new.is_none());
    let gone = gone.filter_map(|one| RepoPath::new(&one.path));
    let gone = gone.filter(|path| wanted.contains_key(path) || called.has(path));
    Ok((Some(before), gone.collect()))
}

fn damaged(node: &Node, failure: Failure) -> anyhow::Error {
    anyhow!("a tree of commit {} is {failure}", node.id)
}
