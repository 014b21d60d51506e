//! What changed between two trees, read from their raw bytes.
//!
//! Folders that are the same on both sides are passed over by their id, and entries that are the
//! same byte for byte are never taken apart: reading trees is where history costs its time.

use std::cmp::Ordering;

use super::id::{Id, LEN_SHA1};
use super::objects::{Bytes, Failure, Kind, Objects};
use super::recent::Recent;

/// A file that differs between two trees.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Difference {
    /// `/`-separated, lossy where it is not UTF-8.
    pub(super) path: String,
    pub(super) old: Option<Id>,
    pub(super) new: Option<Id>,
}

/// Most bytes of trees that are kept for the next comparison.
const CACHE_BYTES_MAX: usize = 2 * 1024 * 1024;
/// What keeping one costs beside its own bytes.
const TREE_BYTES: usize = 128;

/// Reads trees, and keeps those it read last: the tree of one commit is the other side of the next.
pub(super) struct Trees<'r> {
    objects: &'r Objects,
    known: Recent<Id, Bytes>,
}

impl<'r> Trees<'r> {
    pub(super) fn new(objects: &'r Objects) -> Self {
        Self {
            objects,
            known: Recent::new(CACHE_BYTES_MAX),
        }
    }

    /// Keeps no more than so many bytes from now on.
    pub(super) fn keep(&mut self, bytes_max: usize) {
        self.known = Recent::new(bytes_max);
    }

    /// Returns the files that differ, by path. Links and submodules count as files. Looks only into
    /// folders that `open` holds for, each given as `a/b/`.
    pub(super) fn compare(
        &mut self,
        old: Option<Id>,
        new: Option<Id>,
        open: impl Fn(&str) -> bool,
    ) -> Result<Vec<Difference>, Failure> {
        self.compare_those(old, new, open, |_| true)
    }

    /// Returns what differs of all regular files: a link or a submodule is as if nothing were there.
    pub(super) fn compare_regular(
        &mut self,
        old: Option<Id>,
        new: Option<Id>,
    ) -> Result<Vec<Difference>, Failure> {
        self.compare_those(old, new, |_| true, is_regular)
    }

    fn compare_those(
        &mut self,
        old: Option<Id>,
        new: Option<Id>,
        open: impl Fn(&str) -> bool,
        counts: fn(&[u8]) -> bool,
    ) -> Result<Vec<Difference>, Failure> {
        let mut differences = Vec::new();
        let mut pending = vec![(String::new(), old, new)];
        let width = old.or(new).map_or(LEN_SHA1, |id| id.as_bytes().len());
        while let Some((folder, old, new)) = pending.pop() {
            let (old, new) = (self.bytes(old)?, self.bytes(new)?);
            let (mut left, mut right) = (Entries::of(&old, width), Entries::of(&new, width));
            while let Some((gone, come)) = parting(&mut left, &mut right) {
                let Some(either) = come.or(gone) else {
                    break;
                };
                let id = |entry: Option<Entry<'_>>| entry.and_then(|it| Id::from_bytes(it.id));
                let (old, new) = (id(gone), id(come));
                let name = String::from_utf8_lossy(either.name);
                let mut path = String::with_capacity(folder.len() + name.len() + 1);
                path.push_str(&folder);
                path.push_str(&name);
                if !either.is_folder {
                    let old = old.filter(|_| gone.is_some_and(|entry| counts(entry.raw)));
                    let new = new.filter(|_| come.is_some_and(|entry| counts(entry.raw)));
                    if old.or(new).is_some() {
                        differences.push(Difference { path, old, new });
                    }
                    continue;
                }
                path.push('/');
                if open(&path) {
                    pending.push((path, old, new));
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

    fn bytes(&mut self, tree: Option<Id>) -> Result<Bytes, Failure> {
        let Some(id) = tree else {
            return Ok(Bytes::default());
        };
        if let Some(known) = self.known.get(id) {
            return Ok(known);
        }
        let bytes = self.objects.read(id, Kind::Tree)?;
        let costs = bytes.len() + TREE_BYTES;
        let value = Bytes::clone(&bytes);
        let gone = |bytes| self.objects.give_back(bytes);
        self.known.insert(id, value, costs, gone);
        Ok(bytes)
    }
}

/// Returns the next place where two trees part: what only the left one has, only the right one, or
/// both, with another content. `None` at the end.
fn parting<'t>(
    left: &mut Entries<'t>,
    right: &mut Entries<'t>,
) -> Option<(Option<Entry<'t>>, Option<Entry<'t>>)> {
    left.pass_over_same(right);
    let (before, after) = (left.clone().next(), right.clone().next());
    let order = match (&before, &after) {
        (None, None) => return None,
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (Some(before), Some(after)) => before.order().cmp(&after.order()),
    };
    let gone = before.filter(|_| order.is_le());
    let come = after.filter(|_| order.is_ge());
    left.pass_over(gone.map_or(0, |entry| entry.raw.len()));
    right.pass_over(come.map_or(0, |entry| entry.raw.len()));
    Some((gone, come))
}

/// Whether an entry, as it stands in a tree, is a file with a content of its own.
fn is_regular(raw: &[u8]) -> bool {
    raw.starts_with(b"100")
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
    fn cmp(&self, other: &Self) -> Ordering {
        let end = |order: &Self| order.is_folder.then_some(b'/');
        let left = self.name.iter().copied().chain(end(self));
        let right = other.name.iter().copied().chain(end(other));
        left.cmp(right)
    }
}

impl PartialOrd for Order<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// The entries that are left of a tree. A tree that breaks off ends there.
#[derive(Clone)]
struct Entries<'t> {
    rest: &'t [u8],
    /// Bytes of an id.
    width: usize,
}

impl<'t> Entries<'t> {
    fn of(rest: &'t [u8], width: usize) -> Self {
        Self { rest, width }
    }

    fn pass_over(&mut self, bytes: usize) {
        self.rest = self.rest.get(bytes..).unwrap_or_default();
    }

    /// Passes over the entries with which both go on alike. Bytes are compared, which is quick; entries
    /// are told apart only up to the first difference, to find where the last one ends before it.
    fn pass_over_same(&mut self, other: &mut Self) {
        let same = common(self.rest, other.rest);
        let mut end = same;
        if same < self.rest.len() || same < other.rest.len() {
            let mut alike = Self::of(self.rest.get(..same).unwrap_or_default(), self.width);
            alike.pass_over(beginning(alike.rest, self.width).unwrap_or(0));
            while let Some(len) = alike.length() {
                alike.pass_over(len);
            }
            end -= alike.rest.len();
        }
        self.pass_over(end);
        other.pass_over(end);
    }

    /// Returns how many bytes the next entry has.
    fn length(&self) -> Option<usize> {
        let (_, end) = self.marks()?;
        let length = end + 1 + self.width;
        (length <= self.rest.len()).then_some(length)
    }

    /// Returns where the name of the next entry begins, and where it ends.
    fn marks(&self) -> Option<(usize, usize)> {
        let space = self.rest.iter().position(|&byte| byte == b' ')?;
        let name = self.rest.get(space + 1..)?;
        Some((space + 1, space + 1 + nul(name)?))
    }
}

/// How far back the beginning of an entry is looked for: a name that is longer is rare.
const LOOK_BACK_BYTES: usize = 300;

/// Returns where one of the last entries begins in bytes that begin with one, without reading those
/// before. `None` where that cannot be told for certain.
///
/// An entry begins behind the id of another, which follows a zero, and a zero stands nowhere else but in
/// ids. So a mode that follows a zero and as many bytes as an id has begins an entry, unless that zero
/// is part of an id: then an entry begins between the two.
fn beginning(bytes: &[u8], width: usize) -> Option<usize> {
    let begins = |at: usize| bytes.get(at..).is_some_and(is_mode);
    let last = bytes.len().checked_sub(1)?;
    let first = (width + 1).max(last.saturating_sub(LOOK_BACK_BYTES));
    let mut found = (first..=last).rev().filter(|at| begins(*at));
    let at = found.find(|at| bytes.get(at - width - 1) == Some(&0))?;
    let is_sure = !(at - width..at).any(begins);
    is_sure.then_some(at)
}

/// Whether an entry may begin so: with a mode in octal digits, and a blank.
fn is_mode(bytes: &[u8]) -> bool {
    const DIGITS_MAX: usize = 7;
    let digits = bytes.iter().take_while(|byte| matches!(byte, b'0'..=b'7'));
    let digits = digits.take(DIGITS_MAX + 1).count();
    // A mode that is broken off may be one.
    matches!(digits, 1..=DIGITS_MAX) && matches!(bytes.get(digits), Some(b' ') | None)
}

/// Returns where the first zero stands. Names are short: eight bytes at a time are quicker than a
/// search that is made for long texts.
fn nul(bytes: &[u8]) -> Option<usize> {
    const LOW: u64 = u64::from_le_bytes([0x01; 8]);
    const HIGH: u64 = u64::from_le_bytes([0x80; 8]);
    let mut rest = bytes;
    while let Some((word, behind)) = rest.split_first_chunk() {
        let word = u64::from_le_bytes(*word);
        // Borrowing goes upwards, so the lowest bit that is left belongs to a zero.
        let zeros = word.wrapping_sub(LOW) & !word & HIGH;
        if zeros != 0 {
            let at = usize::try_from(zeros.trailing_zeros() / 8).ok()?;
            return Some(bytes.len() - rest.len() + at);
        }
        rest = behind;
    }
    let at = rest.iter().position(|&byte| byte == 0)?;
    Some(bytes.len() - rest.len() + at)
}

/// Returns how many bytes are the same at the beginning of both.
pub(super) fn common(left: &[u8], right: &[u8]) -> usize {
    let mut same = 0;
    // Long steps are compared as fast as memory is read.
    for step in [4096, 64, 1] {
        let rest = |bytes| <[u8]>::get(bytes, same..).unwrap_or_default();
        let (left, right) = (rest(left), rest(right));
        let steps = left.chunks_exact(step).zip(right.chunks_exact(step));
        same += step * steps.take_while(|(left, right)| left == right).count();
    }
    same
}

impl<'t> Iterator for Entries<'t> {
    type Item = Entry<'t>;

    fn next(&mut self) -> Option<Entry<'t>> {
        let (name, end) = self.marks()?;
        let raw = self.rest.get(..end + 1 + self.width)?;
        self.pass_over(raw.len());
        let mode = raw.get(..name - 1)?;
        Some(Entry {
            raw,
            name: raw.get(name..end)?,
            id: raw.get(end + 1..)?,
            is_folder: mode == b"40000" || mode == b"040000",
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

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

    /// Compares entry by entry.
    fn partings<'t>(old: &'t [u8], new: &'t [u8]) -> Vec<(&'t [u8], &'t [u8])> {
        let (mut left, mut right) = (Entries::of(old, LEN_SHA1), Entries::of(new, LEN_SHA1));
        let (mut before, mut after) = (left.next(), right.next());
        let mut found = Vec::new();
        while before.is_some() || after.is_some() {
            let order = match (&before, &after) {
                (Some(before), Some(after)) => before.order().cmp(&after.order()),
                (Some(_), None) => Ordering::Less,
                _ => Ordering::Greater,
            };
            let gone = before
                .filter(|_| order.is_le())
                .map_or(&[][..], |it| it.raw);
            let come = after.filter(|_| order.is_ge()).map_or(&[][..], |it| it.raw);
            if gone != come {
                found.push((gone, come));
            }
            if order.is_le() {
                before = left.next();
            }
            if order.is_ge() {
                after = right.next();
            }
        }
        found
    }

    fn quick<'t>(old: &'t [u8], new: &'t [u8]) -> Vec<(&'t [u8], &'t [u8])> {
        let (mut left, mut right) = (Entries::of(old, LEN_SHA1), Entries::of(new, LEN_SHA1));
        let raw = |entry: Option<Entry<'t>>| entry.map_or(&[][..], |it| it.raw);
        let next = || parting(&mut left, &mut right);
        std::iter::from_fn(next)
            .map(|(gone, come)| (raw(gone), raw(come)))
            .collect()
    }

    /// A tree of some entries, each of which looks like the end or the beginning of another.
    fn tree() -> impl Strategy<Value = Vec<u8>> {
        let mode = prop_oneof![Just("100644"), Just("40000"), Just("160000")];
        let name = prop_oneof!["[ab]{1,3}", "100644 [ab]", "[a-c]{60}"];
        let id = prop_oneof![
            Just([0; LEN_SHA1]),
            Just([b' '; LEN_SHA1]),
            Just(*b"40000 a\x00100644 b\0\0\0\0"),
        ];
        proptest::collection::btree_map(name, (mode, id), 0..80).prop_map(|entries| {
            let raw = entries.into_iter().map(|(name, (mode, id))| {
                [mode.as_bytes(), b" ", name.as_bytes(), b"\0", &id].concat()
            });
            raw.collect::<Vec<_>>().concat()
        })
    }

    proptest! {
        #[test]
        fn quick_comparison_finds_what_the_slow_one_does(old in tree(), new in tree(), cut in 0..200_usize) {
            prop_assert_eq!(quick(&old, &new), partings(&old, &new));
            prop_assert_eq!(quick(&old, &old), vec![]);
            let broken = &new[..new.len().saturating_sub(cut)];
            prop_assert_eq!(quick(&new, broken), partings(&new, broken));
            // Most of a tree stays as it is.
            let other = [&old[..], &new[..]].concat();
            prop_assert_eq!(quick(&other, &old), partings(&other, &old));
            let mut other = old.clone();
            if let Some(byte) = other.get_mut(cut) {
                *byte ^= 1;
            }
            prop_assert_eq!(quick(&old, &other), partings(&old, &other));
        }

        #[test]
        fn the_first_zero_is_found(bytes in proptest::collection::vec(prop_oneof![Just(0), Just(1), Just(0x80), any::<u8>()], 0..40)) {
            prop_assert_eq!(nul(&bytes), bytes.iter().position(|&byte| byte == 0));
            let none = vec![1; bytes.len()];
            prop_assert_eq!(nul(&none), None);
        }

        #[test]
        fn common_counts_bytes(start in 0..9000_usize, left in 0..200_usize, right in 0..200_usize) {
            let one = [vec![1; start], vec![2; left]].concat();
            let other = [vec![1; start], vec![3; right]].concat();
            prop_assert_eq!(common(&one, &other), start);
        }
    }
}
