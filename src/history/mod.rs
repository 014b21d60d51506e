//! Floor 3: the commits of a repository become values. The only place that knows git.
//!
//! One pass, newest first, over what HEAD can reach. Commits and trees are read raw, so that a
//! malformed author hides nothing but itself. No index is refreshed, nothing of the repository is run;
//! the `git` program is asked only where libgit2 cannot open the repository.

mod alike;
mod alternates;
mod between;
mod blocks;
mod branch;
mod changed;
mod commit;
mod delta;
mod departures;
mod diff;
mod edits;
mod facts;
mod fates;
mod forest;
mod id;
mod inflate;
mod lives;
mod loose;
mod mailmap;
mod memo;
mod moves;
mod objects;
mod pack;
mod pack_entry;
mod pack_index;
mod pack_shelf;
mod past;
mod patch;
mod pipes;
mod program;
mod raw;
mod recent;
mod repository;
mod snapshot;
mod spare;
mod standing;
mod touched;
mod traces;
mod trailers;
mod trees;
mod walk;
mod write;

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::{Context as _, Result, anyhow, bail};

use crate::model::RepoPath;
use crate::threads;

pub use between::between;
pub use changed::changed;
pub use commit::{Commit, Role, Signed};
pub use edits::Edit;
pub use fates::Fate;
pub use lives::{Deed, Event, Life};
pub use past::{Past, Questions, past, remotes};
pub use patch::patch;
pub use repository::is_repository;
pub use standing::{Lines, Standing};
pub use touched::{Tag, tags, touched};
pub use traces::{Sought, Trace};
pub use write::{Author, Draft, commit_all, commit_file, init, user_editor};

use facts::Facts;
use id::Id;
use mailmap::Mailmap;
use memo::Memo;
use objects::Kind;
use repository::{Lazy, Repository};
use snapshot::{Lists, Snapshot};
use walk::Walk;

/// What the repository remembers.
#[derive(Debug, Default)]
pub struct History {
    /// Newest first: no commit stands before one that descends from it; where ancestry does not
    /// decide, by date, then by id.
    pub commits: Vec<Commit>,
    /// One for each file that was asked for, in the same order.
    pub lives: Vec<Life>,
    /// Which files name what was looked for, or did so once, by path. `None` where nobody asked, or
    /// where older commits or contents are not there.
    pub traces: Option<Vec<Trace>>,
    /// Commits that exist and could not be read: damage, said rather than hidden.
    pub unreadable: Vec<String>,
    /// Whether the clone was cut off, so that older commits are unknown.
    pub shallow: bool,
    /// Whether contents are missing that a partial clone never fetched.
    pub partial: bool,
    mailmap: Mailmap,
    /// Commits that `.git-blame-ignore-revs` names.
    ignored: BTreeSet<String>,
}

impl History {
    /// Returns who took part in a commit, under the names that `.mailmap` gives, the author first. The
    /// same person stands once in each role.
    pub fn people(&self, commit: usize) -> Vec<Signed> {
        let commit = self.commits.get(commit);
        commit
            .map(|commit| commit.people(&self.mailmap))
            .unwrap_or_default()
    }

    /// Whether `.git-blame-ignore-revs` asks to look past a commit.
    pub fn is_ignored(&self, commit: usize) -> bool {
        let commit = self.commits.get(commit);
        commit.is_some_and(|commit| self.ignored.contains(&commit.id))
    }
}

/// Longest `.mailmap` or list of commits to look past that is used, in bytes.
const LIST_BYTES_MAX: usize = 1024 * 1024;

/// Reads the history that HEAD reaches: every commit, whatever it touched, and the life of each of the
/// `files`, named as seen from `root`. Without files none is followed.
///
/// `cache` is a folder in which answers are kept for the next run; they change no result.
pub fn read(root: &Path, files: &[RepoPath], cache: Option<&Path>) -> Result<History> {
    read_tracing(root, files, None, cache)
}

/// Does the same, and looks for something in every version of every file.
pub fn read_tracing(
    root: &Path,
    files: &[RepoPath],
    sought: Option<Sought<'_>>,
    cache: Option<&Path>,
) -> Result<History> {
    let repository = Repository::holding(root)?;
    let home = repository.home();
    let mut history = History {
        shallow: repository.is_shallow(),
        ..History::default()
    };
    let Some(head) = repository.head()? else {
        history.lives = files.iter().map(|_| Life::default()).collect();
        return Ok(history);
    };
    let names: Vec<String> = files
        .iter()
        .map(|file| format!("{}{file}", repository.prefix))
        .collect();
    let snapshot = cache.filter(|_| !history.shallow);
    let snapshot =
        snapshot.map(|folder| Snapshot::new(folder, &home, head, &names, &repository.prefix));
    let kept = snapshot.as_ref().and_then(Snapshot::read);
    let is_kept = kept.is_some();
    if let Some(mut kept) = kept {
        let Some(sought) = sought else {
            return Ok(kept);
        };
        kept.traces = traces::kept_at(cache, &home, sought, head);
        if kept.traces.is_some() {
            return Ok(kept);
        }
    }
    let objects = repository.reader().objects()?;
    let mut facts = Facts::new(&objects, Memo::read(cache, &home));

    let walk = Walk::from(&mut facts, head, history.shallow);
    if walk.nodes.is_empty() {
        bail!(
            "the commit {head}, which HEAD names, cannot be read\n`git fsck` shows what is damaged"
        );
    }
    let tip = walk.nodes.first().map(|node| node.raw.tree);
    let lists = Lists {
        mailmap: list(&mut facts, tip, ".mailmap"),
        ignored: list(&mut facts, tip, ".git-blame-ignore-revs"),
    };
    (history.mailmap, history.ignored) = lists.read();

    let mut unreadable: BTreeSet<Id> = walk.unreadable.iter().copied().collect();
    if !names.is_empty() {
        let damaged = &mut unreadable;
        history.lives = lives::lives(&repository, &mut facts, &walk, &names, damaged);
    }
    let mut memo = facts.over();
    // What is kept of them is of no use to those who compare.
    drop(objects);
    let gaps = compare(&repository, &walk, &mut history.lives, &mut memo);
    memo.write(cache, &home);
    if let Some(sought) = sought.filter(|_| !history.shallow && unreadable.is_empty()) {
        // A content that is not there leaves what was named open: unknown, not nothing.
        history.traces = traces::traces(&repository, &walk, sought, cache).ok();
    }
    let is_whole = unreadable.is_empty() && gaps.is_empty();
    if repository.is_partial() {
        history.partial = !gaps.is_empty();
    } else {
        unreadable.extend(gaps);
    }
    history.unreadable = unreadable.iter().map(Id::to_string).collect();
    let commit = |node: walk::Node| Commit::new(node.id.hex(), *node.raw);
    history.commits = walk.nodes.into_iter().map(commit).collect();
    if let Some(snapshot) = snapshot.filter(|_| is_whole && !is_kept) {
        snapshot.write(&history, &lists);
    }
    Ok(history)
}

/// Returns the commit that HEAD names; `None` before the first one, and in a clone that was cut off.
pub fn head(root: &Path) -> Result<Option<String>> {
    let repository = Repository::holding(root)?;
    if repository.is_shallow() {
        return Ok(None);
    }
    Ok(repository.head()?.map(|head| head.to_string()))
}

/// Reads a short file at the top of a tree; nothing where it is missing, a link, or too long. Taken
/// from the commit, not from disk or from the configuration: those could lead to any file.
fn list(facts: &mut Facts<'_>, tree: Option<Id>, name: &str) -> String {
    let found = facts.trees.find(tree, name).ok().flatten();
    let bytes = found.and_then(|blob| facts.objects.read(blob, Kind::Blob).ok());
    let bytes = bytes.filter(|bytes| bytes.len() <= LIST_BYTES_MAX);
    bytes.map_or_else(String::new, |bytes| {
        String::from_utf8_lossy(&bytes).into_owned()
    })
}

/// Files that one thread compares before it asks for more.
const SHARE: usize = 512;

/// Finds out what each event changed for a reader. Returns the commits whose contents are not there.
fn compare(
    repository: &Repository,
    walk: &Walk,
    lives: &mut [Life],
    memo: &mut Memo,
) -> BTreeSet<Id> {
    let reader = repository.reader();
    // A handle on the objects is not for two threads.
    let shares = threads::in_shares(lives, SHARE, |share| {
        let objects = Lazy::new(&reader);
        let compared = share.iter().map(|life| edits::of(&objects, memo, life));
        compared.collect::<Vec<_>>()
    });
    let mut gaps = BTreeSet::new();
    for (life, edits) in lives.iter_mut().zip(shares.into_iter().flatten()) {
        for (event, (edit, change)) in life.events.iter_mut().zip(edits) {
            match (edit, change) {
                (Ok(edit), Some(change)) => memo.put_edit(&change, edit),
                (Ok(_), None) => {}
                (Err(_), _) => gaps.extend(walk.nodes.get(event.commit).map(|node| node.id)),
            }
            event.edit = edit.ok();
        }
    }
    gaps
}

/// Goes through the life of one file line by line. `today` is its text as it is now, `parts` are the
/// lines at which its parts begin, in order, counted from 0. Fails where a version is not there to be
/// read.
pub fn lines(root: &Path, life: &Life, today: &str, parts: &[usize]) -> Result<Lines> {
    let objects = Repository::holding(root)?.reader().objects()?;
    standing::lines(&objects, life, today.as_bytes(), parts).map_err(unread)
}

/// Returns whose lines stand in files: each a life and the text of today.
pub fn standing(root: &Path, files: &[(&Life, &str)]) -> Result<Vec<Vec<Standing>>> {
    let reader = Repository::holding(root)?.reader();
    let shares = threads::in_shares(files, SHARE, |share| {
        let objects = reader.objects()?;
        let lines = |(life, today): &(&Life, &str)| {
            let lines = standing::lines(&objects, life, today.as_bytes(), &[]);
            Ok(lines.map_err(unread)?.standing)
        };
        share.iter().map(lines).collect::<Result<Vec<_>>>()
    });
    let mut found = Vec::with_capacity(files.len());
    for share in shares {
        found.extend(share?);
    }
    Ok(found)
}

/// Returns the position in a life of the first version whose text something holds for.
pub fn first_with(root: &Path, life: &Life, holds: impl Fn(&str) -> bool) -> Result<Option<usize>> {
    let objects = Repository::holding(root)?.reader().objects()?;
    for (at, event) in life.events.iter().enumerate().rev() {
        let Some(blob) = event.blob else { continue };
        let text = objects.read(blob, Kind::Blob).map_err(unread)?;
        if holds(&String::from_utf8_lossy(&text)) {
            return Ok(Some(at));
        }
    }
    Ok(None)
}

fn unread(failure: objects::Failure) -> anyhow::Error {
    anyhow!("an older version of the file is {failure}\n`git fsck` shows what is damaged")
}

/// Returns the files that git tracks at and below `root`, sorted; symbolic links and submodules are
/// left out.
pub fn tracked(root: &Path) -> Result<Vec<RepoPath>> {
    const REGULAR: u32 = 0o100_000;
    let repository = Repository::holding(root)?;
    let index = repository
        .library()?
        .index()
        .context("reading git's index")?;
    let paths = index
        .iter()
        .filter(|entry| entry.mode & 0o170_000 == REGULAR)
        .filter_map(|entry| {
            let path = String::from_utf8_lossy(&entry.path).into_owned();
            RepoPath::new(path.strip_prefix(&repository.prefix)?)
        });
    let mut paths: Vec<RepoPath> = paths.collect();
    paths.sort();
    paths.dedup();
    Ok(paths)
}
