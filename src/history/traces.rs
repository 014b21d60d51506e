//! Since when files name what somebody looks for, and when they ceased to.
//!
//! Every version that a commit brought of any file is looked into once. What one file ceases to name
//! while another begins to, in the same commit, moved with its words; a copy begins anew.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::path::Path;

use super::id::{Id, put_id, take_id};
use super::objects::{Failure, Kind, Objects};
use super::repository::{self, Lazy, Repository};
use super::trees::Trees;
use super::walk::Walk;
use crate::bytes::{self, Cursor};
use crate::cache;
use crate::model::RepoPath;
use crate::threads;

/// What is looked for in the files of all times.
#[derive(Clone, Copy)]
pub struct Sought<'a> {
    /// Returns what a file of this name and content names: numbers, rising.
    pub names: &'a (dyn Fn(&RepoPath, &[u8]) -> Vec<usize> + Sync),
    /// Whether files of this name are looked into.
    pub wanted: &'a (dyn Fn(&RepoPath) -> bool + Sync),
    /// Whether a trace is told, by the file's path and the number of what is named: most questions are about a few.
    pub told: &'a (dyn Fn(&str, usize) -> bool + Sync),
    /// Changes with the answers of the first two, for the cache.
    pub mark: &'a [u8],
}

impl fmt::Debug for Sought<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Sought({:016x})", cache::checksum(&[self.mark]))
    }
}

/// A file that names one of those looked for, or did so once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trace {
    /// From the top of the repository, as the file is called now, or was last.
    pub path: RepoPath,
    /// The number of what is named.
    pub what: usize,
    /// Position in the history of the commit that brought it, under whatever name of the file.
    pub came: usize,
    /// Position of the commit that took it away; `None` where it stands at HEAD.
    pub gone: Option<usize>,
}

/// What one commit changed in what one file names.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Change {
    path: RepoPath,
    came: Vec<usize>,
    gone: Vec<usize>,
}

/// Commits that one thread looks at before it asks for more.
const SHARE: usize = 512;

/// What the entries are called in the cache.
const KIND: &str = "traces";
/// Grows when the meaning of what is kept changes.
const VERSION: u8 = 3;

/// Returns the traces that an earlier run found which looked for the same at the same HEAD.
pub(super) fn kept_at(
    folder: Option<&Path>,
    home: &Path,
    sought: Sought<'_>,
    head: Id,
) -> Option<Vec<Trace>> {
    let bytes = cache::read(folder?, KIND, &key(home))?;
    let mut reader = Cursor::new(&bytes);
    let of = (reader.number()?, take_id(&mut reader)??);
    if of != (cache::checksum(&[sought.mark]), head) {
        return None;
    }
    let count = reader.count()?;
    let mut traces = Vec::new();
    for _ in 0..count {
        trace(&mut reader, sought.told, &mut traces)?;
    }
    Some(traces)
}

/// Returns the traces in what HEAD reaches, by path. Fails where a content is not there to be read.
pub(super) fn traces(
    repository: &Repository,
    walk: &Walk,
    sought: Sought<'_>,
    folder: Option<&Path>,
) -> Result<Vec<Trace>, Failure> {
    let home = repository.home();
    let mark = cache::checksum(&[sought.mark]);
    let mut known = kept(folder, &home, mark);
    let fresh: Vec<usize> = (0..walk.nodes.len())
        .filter(|at| {
            !walk
                .nodes
                .get(*at)
                .is_some_and(|node| known.contains_key(&node.id))
        })
        .collect();
    let reader = repository.reader();
    let shares = threads::in_shares(&fresh, SHARE, |share| {
        let objects = Lazy::new(&reader);
        let mut look = Look::new(objects.get()?, sought);
        let changes = share.iter().map(|at| look.changes(walk, *at));
        changes.collect::<Result<Vec<_>, Failure>>()
    });
    let mut found = Vec::with_capacity(fresh.len());
    for share in shares {
        found.extend(share?);
    }
    for (at, changes) in fresh.into_iter().zip(found) {
        known.extend(walk.nodes.get(at).map(|node| (node.id, changes)));
    }
    let mut lines = Lines::default();
    for (at, node) in walk.nodes.iter().enumerate().rev() {
        lines.take(at, known.get(&node.id).map_or(&[], Vec::as_slice));
    }
    let mut traces = standing(lines.traces, &reader, walk, sought)?;
    if let Some(folder) = folder {
        keep(folder, &home, mark, walk, &traces, &known);
    }
    traces.retain(|trace| (sought.told)(trace.path.as_str(), trace.what));
    Ok(traces)
}

/// Looks into versions of files.
struct Look<'a> {
    objects: &'a Objects,
    trees: Trees<'a>,
    sought: Sought<'a>,
    /// What is known of contents: the version before one is that after another.
    seen: HashMap<(Id, RepoPath), Vec<usize>>,
}

impl<'a> Look<'a> {
    fn new(objects: &'a Objects, sought: Sought<'a>) -> Self {
        Self {
            objects,
            trees: Trees::new(objects),
            sought,
            seen: HashMap::new(),
        }
    }

    /// Returns what a commit changed, seen from its first parent. What the oldest commit of a clone
    /// that was cut off changed is not known, and nobody asks.
    fn changes(&mut self, walk: &Walk, at: usize) -> Result<Vec<Change>, Failure> {
        let Some(node) = walk.nodes.get(at) else {
            return Ok(Vec::new());
        };
        let before = node.parents.first().copied().flatten();
        let before = before.and_then(|before| walk.nodes.get(before));
        let (old, new) = (before.map(|before| before.raw.tree), node.raw.tree);
        if old == Some(new) {
            return Ok(Vec::new());
        }
        let mut changes = Vec::new();
        for one in self.trees.compare_regular(old, Some(new))? {
            let Some(path) = RepoPath::new(&one.path).filter(|path| (self.sought.wanted)(path))
            else {
                continue;
            };
            let (old, new) = (self.names(one.old, &path)?, self.names(one.new, &path)?);
            if old == new {
                continue;
            }
            let without = |these: &[usize], those: &[usize]| -> Vec<usize> {
                let these = these.iter().filter(|one| !those.contains(one));
                these.copied().collect()
            };
            changes.push(Change {
                path,
                came: without(&new, &old),
                gone: without(&old, &new),
            });
        }
        Ok(changes)
    }

    fn names(&mut self, blob: Option<Id>, path: &RepoPath) -> Result<Vec<usize>, Failure> {
        let Some(id) = blob else {
            return Ok(Vec::new());
        };
        let key = (id, path.clone());
        if let Some(names) = self.seen.get(&key) {
            return Ok(names.clone());
        }
        let names = match self.objects.read(id, Kind::Blob) {
            Ok(bytes) => (self.sought.names)(path, &bytes),
            // No such file is looked into today either.
            Err(Failure::TooLong) => Vec::new(),
            Err(failure) => return Err(failure),
        };
        self.seen.insert(key, names.clone());
        Ok(names)
    }
}

/// The traces as they are made, from the oldest commit on.
#[derive(Default)]
struct Lines {
    traces: Vec<Trace>,
    /// Which of them stand.
    there: BTreeMap<(RepoPath, usize), usize>,
    /// The last one of those that went.
    went: BTreeMap<(RepoPath, usize), usize>,
}

impl Lines {
    /// Goes on by one commit.
    fn take(&mut self, commit: usize, changes: &[Change]) {
        let mut left: BTreeMap<usize, Vec<(&RepoPath, usize)>> = BTreeMap::new();
        for change in changes {
            for what in &change.gone {
                // What is not there went before, on the side that a merge took it from.
                if let Some(trace) = self.there.remove(&(change.path.clone(), *what)) {
                    left.entry(*what).or_default().push((&change.path, trace));
                }
            }
        }
        for change in changes {
            for what in &change.came {
                let key = (change.path.clone(), *what);
                if self.there.contains_key(&key) {
                    continue;
                }
                let from = left.get_mut(what).filter(|from| !from.is_empty());
                let moved = from.map(|from| {
                    let name = change.path.file_name();
                    let same = from.iter().position(|(path, _)| path.file_name() == name);
                    from.remove(same.unwrap_or_default()).1
                });
                let trace = moved.or_else(|| self.went.remove(&key));
                let trace = trace.unwrap_or(self.traces.len());
                match self.traces.get_mut(trace) {
                    Some(trace) => {
                        trace.path = change.path.clone();
                        trace.gone = None;
                    }
                    None => self.traces.push(Trace {
                        path: change.path.clone(),
                        what: *what,
                        came: commit,
                        gone: None,
                    }),
                }
                self.there.insert(key, trace);
            }
        }
        for (what, left) in left {
            for (path, at) in left {
                if let Some(trace) = self.traces.get_mut(at) {
                    trace.gone = Some(commit);
                    self.went.insert((path.clone(), what), at);
                }
            }
        }
    }
}

/// Has HEAD decide what stands: a merge may have kept what one side took away, or dropped what only one
/// side ever had. The latter was never here.
fn standing(
    mut traces: Vec<Trace>,
    reader: &repository::Reader,
    walk: &Walk,
    sought: Sought<'_>,
) -> Result<Vec<Trace>, Failure> {
    let tip = walk.nodes.first().map(|node| node.raw.tree);
    let objects = Lazy::new(reader);
    let mut look = Look::new(objects.get()?, sought);
    let mut kept = Vec::with_capacity(traces.len());
    traces.sort_by(|one, other| (&one.path, one.what).cmp(&(&other.path, other.what)));
    for mut trace in traces {
        let blob = look.trees.find(tip, trace.path.as_str())?;
        let stands = look.names(blob, &trace.path)?.contains(&trace.what);
        match (stands, trace.gone) {
            (true, _) => trace.gone = None,
            (false, Some(_)) => {}
            (false, None) => continue,
        }
        kept.push(trace);
    }
    Ok(kept)
}

/// What commits changed, by their ids.
type Changes = HashMap<Id, Vec<Change>>;

/// Returns what earlier runs found out that looked for the same.
fn kept(folder: Option<&Path>, home: &Path, mark: u64) -> Changes {
    let mut known = Changes::new();
    let bytes = folder.and_then(|folder| cache::read(folder, KIND, &key(home)));
    let mut reader = Cursor::new(bytes.as_deref().unwrap_or_default());
    let is_this = reader.number() == Some(mark) && take_id(&mut reader).is_some();
    let traces = reader.count().filter(|_| is_this);
    let mut pass = || trace(&mut reader, |_, _| false, &mut Vec::new());
    let passed = traces.map(|count| (0..count).map_while(|_| pass()).count());
    if passed.is_none() || passed != traces {
        return known;
    }
    while let Some((commit, changes)) = commit(&mut reader) {
        known.insert(commit, changes);
    }
    known
}

/// Keeps the traces, and what the commits changed that HEAD reaches: the next HEAD reaches most of them.
fn keep(folder: &Path, home: &Path, mark: u64, walk: &Walk, traces: &[Trace], known: &Changes) {
    let mut out = Vec::new();
    bytes::put(&mut out, mark);
    put_id(&mut out, walk.nodes.first().map(|node| node.id));
    bytes::put(&mut out, traces.len() as u64);
    for trace in traces {
        bytes::put_text(&mut out, trace.path.as_str());
        bytes::put(&mut out, trace.what as u64);
        bytes::put(&mut out, trace.came as u64);
        // One more than the position: it stands where there is none.
        bytes::put(&mut out, trace.gone.map_or(0, |at| at as u64 + 1));
    }
    for node in &walk.nodes {
        let Some(changes) = known.get(&node.id) else {
            continue;
        };
        put_id(&mut out, Some(node.id));
        bytes::put(&mut out, changes.len() as u64);
        for change in changes {
            bytes::put_text(&mut out, change.path.as_str());
            for numbers in [&change.came, &change.gone] {
                bytes::put(&mut out, numbers.len() as u64);
                for one in numbers {
                    bytes::put(&mut out, *one as u64);
                }
            }
        }
    }
    cache::write(folder, KIND, &key(home), out);
}

/// Reads the next trace, and adds it to the others if it is told; `None` where there is none.
fn trace(
    from: &mut Cursor<'_>,
    told: impl Fn(&str, usize) -> bool,
    traces: &mut Vec<Trace>,
) -> Option<()> {
    let (path, what, came) = (from.text()?, from.count()?, from.count()?);
    let gone = from.count()?.checked_sub(1);
    if told(path, what) {
        let path = RepoPath::new(path)?;
        traces.push(Trace {
            path,
            what,
            came,
            gone,
        });
    }
    Some(())
}

fn commit(from: &mut Cursor<'_>) -> Option<(Id, Vec<Change>)> {
    let id = take_id(from)??;
    let count = from.count()?;
    let changes = (0..count).map(|_| change(from)).collect::<Option<_>>()?;
    Some((id, changes))
}

fn change(from: &mut Cursor<'_>) -> Option<Change> {
    let path = RepoPath::new(from.text()?)?;
    let mut numbers = || {
        let count = from.count()?;
        (0..count).map(|_| from.count()).collect::<Option<Vec<_>>>()
    };
    Some(Change {
        path,
        came: numbers()?,
        gone: numbers()?,
    })
}

fn key(home: &Path) -> Vec<u8> {
    let mut key = vec![VERSION];
    key.extend(home.as_os_str().as_encoded_bytes());
    key
}
