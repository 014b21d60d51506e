//! What changed between two trees, read from their raw bytes.
//!
//! Folders that are the same on both sides are passed over by their id, and entries that are the
//! same byte for byte are never taken apart: reading trees is where history costs its time.

use std::collections::HashMap;
use std::rc::Rc;

use super::id::{Id, LEN_SHA1};
use super::objects::{Failure, Kind, Objects};

/// A file that differs between two trees.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Difference {
    /// `/`-separated, lossy where it is not UTF-8.
    pub(super) path: String,
    pub(super) old: Option<Id>,
    pub(super) new: Option<Id>,
}

/// Most bytes of trees that are kept for the next comparison.
const CACHE_BYTES_MAX: usize = 16 * 1024 * 1024;

/// Reads trees, and keeps those it read last: the tree of one commit is the other side of the next.
pub(super) struct Trees<'r> {
    objects: &'r Objects,
    cache: HashMap<Id, Rc<[u8]>>,
    cached: usize,
}

impl<'r> Trees<'r> {
    pub(super) fn new(objects: &'r Objects) -> Self {
        Self {
            objects,
            cache: HashMap::new(),
            cached: 0,
        }
    }

    /// Returns the files that differ, by path. Links and submodules count as files. Looks only into
    /// folders that `open` holds for, each given as `a/b/`.
    pub(super) fn compare(
        &mut self,
        old: Option<Id>,
        new: Option<Id>,
        open: impl Fn(&str) -> bool,
    ) -> Result<Vec<Difference>, Failure> {
        let mut differences = Vec::new();
        let mut pending = vec![(String::new(), old, new)];
        let width = old.or(new).map_or(LEN_SHA1, |id| id.as_bytes().len());
        while let Some((folder, old, new)) = pending.pop() {
            let (old, new) = (self.bytes(old)?, self.bytes(new)?);
            let (mut left, mut right) = (Entries::of(&old, width), Entries::of(&new, width));
            let (mut before, mut after) = (left.next(), right.next());
            loop {
                // Most entries are the same on both sides.
                while let (Some(one), Some(other)) = (&before, &after)
                    && one.raw == other.raw
                {
                    (before, after) = (left.next(), right.next());
                }
                let order = match (&before, &after) {
                    (None, None) => break,
                    (Some(_), None) => std::cmp::Ordering::Less,
                    (None, Some(_)) => std::cmp::Ordering::Greater,
                    (Some(before), Some(after)) => before.order().cmp(&after.order()),
                };
                let gone = before.take_if(|_| order.is_le());
                let come = after.take_if(|_| order.is_ge());
                if let Some(either) = come.or(gone) {
                    let path = format!("{folder}{}", String::from_utf8_lossy(either.name));
                    let id = |entry: Option<Entry<'_>>| entry.and_then(|it| Id::from_bytes(it.id));
                    let (old, new) = (id(gone), id(come));
                    if either.is_folder {
                        let path = format!("{path}/");
                        if open(&path) {
                            pending.push((path, old, new));
                        }
                    } else {
                        differences.push(Difference { path, old, new });
                    }
                }
                if order.is_le() {
                    before = left.next();
                }
                if order.is_ge() {
                    after = right.next();
                }
            }
        }
        differences.sort_by(|left, right| left.path.cmp(&right.path));
        Ok(differences)
    }

    /// Returns what stands at a path below a tree; `None` when nothing does.
    pub(super) fn find(&mut self, tree: Option<Id>, path: &str) -> Result<Option<Id>, Failure> {
        let mut parts = path.split('/').peekable();
        let mut at = tree;
        while let (Some(tree), Some(part)) = (at, parts.next()) {
            at = self.step(tree, part, parts.peek().is_some())?;
        }
        Ok(at)
    }

    /// Returns the entry of a tree with this name: a folder, where the path goes on.
    fn step(&mut self, tree: Id, name: &str, folder: bool) -> Result<Option<Id>, Failure> {
        let bytes = self.bytes(Some(tree))?;
        let mut entries = Entries::of(&bytes, tree.as_bytes().len());
        let entry = entries.find(|entry| entry.name == name.as_bytes());
        let entry = entry.filter(|entry| entry.is_folder || !folder);
        Ok(entry.and_then(|entry| Id::from_bytes(entry.id)))
    }

    fn bytes(&mut self, tree: Option<Id>) -> Result<Rc<[u8]>, Failure> {
        let Some(id) = tree else {
            return Ok(Rc::from([].as_slice()));
        };
        if let Some(known) = self.cache.get(&id) {
            return Ok(Rc::clone(known));
        }
        let object = self.objects.read(id, Kind::Tree)?;
        let bytes: Rc<[u8]> = Rc::from(object.as_slice());
        if self.cached + bytes.len() > CACHE_BYTES_MAX {
            self.cache.clear();
            self.cached = 0;
        }
        self.cached += bytes.len();
        self.cache.insert(id, Rc::clone(&bytes));
        Ok(bytes)
    }
}

/// One entry of a tree object: `MODE NAME\0` and the bytes of an id.
#[derive(Clone, Copy)]
struct Entry<'t> {
    raw: &'t [u8],
    name: &'t [u8],
    id: &'t [u8],
    is_folder: bool,
}

impl<'t> Entry<'t> {
    /// Returns what git sorts by: a folder's name counts with a `/` behind it.
    fn order(&self) -> Order<'t> {
        let (name, is_folder) = (self.name, self.is_folder);
        Order { name, is_folder }
    }
}

#[derive(PartialEq, Eq)]
struct Order<'t> {
    name: &'t [u8],
    is_folder: bool,
}

impl Ord for Order<'_> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        let end = |order: &Self| order.is_folder.then_some(b'/');
        let left = self.name.iter().copied().chain(end(self));
        let right = other.name.iter().copied().chain(end(other));
        left.cmp(right)
    }
}

impl PartialOrd for Order<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

/// The entries that are left of a tree. A tree that breaks off ends there.
struct Entries<'t> {
    rest: &'t [u8],
    /// Bytes of an id.
    width: usize,
}

impl<'t> Entries<'t> {
    fn of(rest: &'t [u8], width: usize) -> Self {
        Self { rest, width }
    }
}

impl<'t> Iterator for Entries<'t> {
    type Item = Entry<'t>;

    fn next(&mut self) -> Option<Entry<'t>> {
        let space = self.rest.iter().position(|&byte| byte == b' ')?;
        let end = space
            + 1
            + self
                .rest
                .get(space + 1..)?
                .iter()
                .position(|&byte| byte == 0)?;
        let raw = self.rest.get(..end + 1 + self.width)?;
        self.rest = self.rest.get(raw.len()..)?;
        let mode = raw.get(..space)?;
        Some(Entry {
            raw,
            name: raw.get(space + 1..end)?,
            id: raw.get(end + 1..)?,
            is_folder: mode == b"40000" || mode == b"040000",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(mode: &str, name: &str) -> Vec<u8> {
        [
            mode.as_bytes(),
            b" ",
            name.as_bytes(),
            b"\0",
            &[7; LEN_SHA1],
        ]
        .concat()
    }

    #[test]
    fn entries_are_read_and_a_broken_tree_ends() {
        let tree = [entry("100644", "a b"), entry("40000", "c")].concat();
        let read: Vec<_> = Entries::of(&tree, LEN_SHA1)
            .map(|entry| (entry.name.to_vec(), entry.is_folder))
            .collect();
        assert_eq!(read, [(b"a b".to_vec(), false), (b"c".to_vec(), true)]);
        assert_eq!(Entries::of(&tree[..tree.len() - 1], LEN_SHA1).count(), 1);
        assert_eq!(Entries::of(b"garbage", LEN_SHA1).count(), 0);
    }

    #[test]
    fn folders_sort_with_a_slash() {
        let order = |mode: &str, name: &'static str| {
            let raw = entry(mode, name);
            let entry = Entries::of(&raw, LEN_SHA1).next().unwrap();
            Order {
                name: name.as_bytes(),
                is_folder: entry.is_folder,
            }
        };
        assert!(order("100644", "a.md") < order("40000", "a"));
        assert!(order("100644", "a") < order("40000", "a"));
    }
}
