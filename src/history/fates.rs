//! What became of files that are not there.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::Result;

use super::departures::{self, Called, departures};
use super::facts::Facts;
use super::id::{Id, put_id, take_id};
use super::memo::Memo;
use super::repository::Repository;
use super::walk::Walk;
use crate::bytes::{self, Cursor};
use crate::cache;
use crate::model::RepoPath;

/// What became of a file that was there once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fate {
    /// Where it is now; `None` when it is nowhere.
    pub now: Option<RepoPath>,
    /// Whether it is the same file beyond doubt: byte for byte, or nearly. Write-ups and runbooks made
    /// from one template are alike, and are not each other.
    pub sure: bool,
    /// The commit that took it away from its place, shortened.
    pub commit: String,
}

/// By the path that was asked for, or under which a name was found. A file that never was is not in here.
pub(super) type Fates = BTreeMap<RepoPath, Fate>;

/// How often a file's moves are followed.
const MOVES_MAX: usize = 8;
/// Bytes of packs that are kept once all commits were read, and as many of objects that others are made out of.
const ASKED_BYTES_MAX: usize = 256 * 1024;

/// Grows when the meaning of what is kept changes.
const VERSION: u8 = 1;
const KIND: &str = "fates";

/// Returns what became of the `paths`, and of the files that were `called` so. What an earlier run was told
/// for the same HEAD is not asked again.
pub(super) fn fates(
    opened: &Repository,
    paths: &BTreeSet<RepoPath>,
    called: Called<'_>,
    cache: Option<&Path>,
) -> Result<Fates> {
    let Some(head) = opened.head().ok().flatten() else {
        return Ok(Fates::new());
    };
    // A clone that was cut off may know more tomorrow.
    let Some(folder) = cache.filter(|_| !opened.is_shallow()) else {
        return sought(opened, head, paths, called);
    };
    let mark = mark(paths, called);
    let mut key = vec![VERSION];
    bytes::put(&mut key, mark % cache::SLOTS);
    key.extend(opened.home().as_os_str().as_encoded_bytes());
    let kept = cache::read(folder, KIND, &key);
    if let Some(fates) = kept.and_then(|kept| read(&kept, head, mark)) {
        return Ok(fates);
    }
    let fates = sought(opened, head, paths, called)?;
    cache::write(folder, KIND, &key, kept_as(&fates, head, mark));
    Ok(fates)
}

/// Goes back through the history once for every move in a row, and ends when all is known.
fn sought(
    opened: &Repository,
    head: Id,
    paths: &BTreeSet<RepoPath>,
    called: Called<'_>,
) -> Result<Fates> {
    let reader = opened.reader();
    let objects = reader.sparing()?;
    let mut facts = Facts::new(&objects, Memo::passing());
    facts.trees.keep(departures::TREES_BYTES_MAX);
    let walk = Walk::of_trees(&mut facts, head, true);
    // What is asked for from here on is little, and others read beside.
    objects.keep(ASKED_BYTES_MAX, ASKED_BYTES_MAX);
    let tip = walk.nodes.first().map(|node| node.raw.tree);
    let mut fates = Fates::new();
    // Each name still looked for, with the path that was asked for.
    let mut wanted: BTreeMap<RepoPath, Vec<RepoPath>> = paths
        .iter()
        .map(|path| (path.clone(), vec![path.clone()]))
        .collect();
    let nobody = BTreeSet::new();
    for round in 0..MOVES_MAX {
        let mut next: BTreeMap<RepoPath, Vec<RepoPath>> = BTreeMap::new();
        // What went under a name is found on the first way back, and followed like the others.
        let names = if round == 0 { called.names } else { &nobody };
        let called = Called { names, ..called };
        for (gone, asked, commit, to, sure) in
            departures(&reader, &mut facts, &walk, wanted, called)?
        {
            let there = to
                .as_ref()
                .and_then(|to| facts.trees.find(tip, to.as_str()).ok()?)
                .is_some();
            for path in asked {
                let fate = fates.entry(path.clone()).or_insert_with(|| Fate {
                    now: None,
                    sure: true,
                    commit: commit.clone(),
                });
                fate.sure &= sure;
                fate.now = to.clone().filter(|_| there);
                if let Some(to) = to.as_ref().filter(|to| !there && **to != gone) {
                    next.entry(to.clone()).or_default().push(path);
                }
            }
        }
        if next.is_empty() {
            break;
        }
        wanted = next;
    }
    Ok(fates)
}

/// Returns a number that tells these questions from others.
fn mark(paths: &BTreeSet<RepoPath>, called: Called<'_>) -> u64 {
    let paths = paths.iter().map(RepoPath::as_str);
    let names = called.names.iter().map(String::as_str);
    let folders = called.folders.iter().map(RepoPath::as_str);
    // No path and no name holds a NUL.
    let parts = paths.chain(["\0"]).chain(names).chain(["\0"]);
    let parts: Vec<&[u8]> = parts.chain(folders).map(str::as_bytes).collect();
    cache::checksum(&parts)
}

fn kept_as(fates: &Fates, head: Id, mark: u64) -> Vec<u8> {
    let mut out = Vec::new();
    put_id(&mut out, Some(head));
    bytes::put(&mut out, mark);
    bytes::put(&mut out, fates.len() as u64);
    for (path, fate) in fates {
        bytes::put_text(&mut out, path.as_str());
        bytes::put_text(&mut out, fate.now.as_ref().map_or("", RepoPath::as_str));
        bytes::put(&mut out, u64::from(fate.sure));
        bytes::put_text(&mut out, &fate.commit);
    }
    out
}

fn read(kept: &[u8], head: Id, mark: u64) -> Option<Fates> {
    let mut from = Cursor::new(kept);
    if (take_id(&mut from)??, from.number()?) != (head, mark) {
        return None;
    }
    let count = from.count()?;
    let fate = |from: &mut Cursor<'_>| {
        let path = RepoPath::new(from.text()?)?;
        let now = from.text()?;
        let fate = Fate {
            now: if now.is_empty() {
                None
            } else {
                Some(RepoPath::new(now)?)
            },
            sure: from.byte()? == 1,
            commit: from.text()?.to_owned(),
        };
        Some((path, fate))
    };
    (0..count).map(|_| fate(&mut from)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fates_come_back_for_the_same_head_and_questions_alone() {
        let id = |byte| Id::from_bytes(&[byte; 20]).unwrap();
        let path = |path| RepoPath::new(path).unwrap();
        let fate = |now, sure| Fate {
            now,
            sure,
            commit: "abc".to_owned(),
        };
        let fates = Fates::from([
            (path("a.md"), fate(Some(path("b/a.md")), true)),
            (path("c.md"), fate(None, false)),
        ]);
        let kept = kept_as(&fates, id(1), 7);
        assert_eq!(read(&kept, id(1), 7), Some(fates));
        assert_eq!(read(&kept, id(2), 7), None);
        assert_eq!(read(&kept, id(1), 8), None);
        for end in 0..kept.len() {
            assert_eq!(read(&kept[..end], id(1), 7), None);
        }
    }

    #[test]
    fn questions_are_told_apart() {
        let paths = |paths: &[&str]| -> BTreeSet<RepoPath> {
            paths
                .iter()
                .filter_map(|path| RepoPath::new(path))
                .collect()
        };
        let names = |names: &[&str]| -> BTreeSet<String> {
            names.iter().map(|&name| name.to_owned()).collect()
        };
        let folders = [RepoPath::new("incidents").unwrap()];
        let of = |asked: &[&str], called: &[&str], folders: &[RepoPath]| {
            let names = names(called);
            let called = Called {
                names: &names,
                folders,
            };
            mark(&paths(asked), called)
        };
        let marks = [
            of(&["a"], &["b"], &folders),
            of(&["a", "b"], &[], &folders),
            of(&[], &["a", "b"], &folders),
            of(&["a"], &["b"], &[]),
            of(&["a"], &["b", "incidents"], &[]),
        ];
        assert_eq!(BTreeSet::from(marks).len(), marks.len());
    }
}
