//! What was found out about objects in earlier runs.
//!
//! Objects never change, so that an answer that depends on their ids alone is true for ever, whatever
//! the settings and wherever HEAD is. Answers are added behind one another; one that cannot be read
//! ends the reading, and what is missing is asked of git again.

use std::path::Path;
use std::sync::Arc;

use super::edits::Edit;
use super::id::{ById, Id, put_id, take_id};
use super::moves::Move;
use super::raw;
use super::trees::Difference;
use crate::bytes::{self, Cursor};
use crate::cache;
use crate::model::{Moment, Person};

/// Grows when the meaning of what is kept changes.
const VERSION: u8 = 2;
const KIND: &str = "history";
/// Longer ones are begun anew, in bytes: most of what they hold is of branches long gone.
const BYTES_MAX: usize = 192 * 1024 * 1024;

/// Two trees, and the folders that were looked into.
pub(super) type Step = (Option<Id>, Id, u64);
/// A version and the one or two that it was made from.
pub(super) type Change = (Option<Id>, Option<Id>, Option<Id>);

/// Answers of earlier runs, and those of this one.
#[derive(Debug, Default)]
pub(super) struct Memo {
    commits: ById<Id, raw::Commit>,
    steps: ById<Step, Vec<Difference>>,
    places: ById<(Id, String), Option<Id>>,
    moves: ById<(Id, Id), Vec<Move>>,
    edits: ById<Change, Edit>,
    earlier: Vec<u8>,
    fresh: Vec<u8>,
    /// Whether nothing is kept, as nobody will ask again.
    passing: bool,
}

impl Memo {
    /// Returns one for a run that is not kept: what it finds out would only take room.
    pub(super) fn passing() -> Self {
        Self {
            passing: true,
            ..Self::default()
        }
    }

    /// Returns what is kept for the repository at `home`.
    pub(super) fn read(folder: Option<&Path>, home: &Path) -> Self {
        let Some(folder) = folder else {
            return Self::passing();
        };
        let mut memo = Self::default();
        if let Some(kept) = cache::read(folder, KIND, &key(home)) {
            let mut reader = Cursor::new(&kept);
            while memo.take(&mut reader).is_some() {}
            memo.earlier = kept;
        }
        memo
    }

    /// Keeps what this run found out.
    pub(super) fn write(self, folder: Option<&Path>, home: &Path) {
        let Some(folder) = folder.filter(|_| !self.fresh.is_empty()) else {
            return;
        };
        let (mut bytes, fresh) = (self.earlier, self.fresh);
        if bytes.is_empty() || bytes.len() + fresh.len() > BYTES_MAX {
            bytes = fresh;
        } else {
            bytes.extend(fresh);
        }
        cache::write(folder, KIND, &key(home), bytes);
    }

    /// Begins an answer that is kept; `None` where none is.
    fn entry(&mut self, tag: u8) -> Option<&mut Vec<u8>> {
        if self.passing {
            return None;
        }
        self.fresh.push(tag);
        Some(&mut self.fresh)
    }

    /// Every commit is asked for once in a run.
    pub(super) fn take_commit(&mut self, id: Id) -> Option<raw::Commit> {
        self.commits.remove(&id)
    }

    pub(super) fn commit(&mut self, id: Id, commit: &raw::Commit) {
        let Some(out) = self.entry(b'c') else {
            return;
        };
        put_id(out, Some(id));
        put_id(out, Some(commit.tree));
        bytes::put(out, commit.parents.len() as u64);
        for parent in &commit.parents {
            put_id(out, Some(*parent));
        }
        bytes::put_text(out, &commit.author.name);
        bytes::put_text(out, &commit.author.email);
        bytes::put_signed(out, commit.authored.seconds);
        bytes::put_signed(out, i64::from(commit.authored.offset_minutes));
        bytes::put_signed(out, commit.committed);
        bytes::put_text(out, &commit.message);
    }

    pub(super) fn known_step(&self, step: &Step) -> Option<Vec<Difference>> {
        self.steps.get(step).cloned()
    }

    pub(super) fn step(&mut self, step: &Step, differences: &[Difference]) {
        let Some(out) = self.entry(b's') else {
            return;
        };
        put_id(out, step.0);
        put_id(out, Some(step.1));
        bytes::put(out, step.2);
        bytes::put(out, differences.len() as u64);
        for one in differences {
            bytes::put_text(out, &one.path);
            put_id(out, one.old);
            put_id(out, one.new);
        }
    }

    #[expect(clippy::option_option, reason = "nothing there, or not known")]
    pub(super) fn place(&self, tree: Id, path: &str) -> Option<Option<Id>> {
        if self.places.is_empty() {
            return None;
        }
        self.places.get(&(tree, path.to_owned())).copied()
    }

    pub(super) fn put_place(&mut self, tree: Id, path: &str, found: Option<Id>) {
        let Some(out) = self.entry(b'p') else {
            return;
        };
        put_id(out, Some(tree));
        bytes::put_text(out, path);
        put_id(out, found);
    }

    pub(super) fn moves(&self, old: Id, new: Id) -> Option<&[Move]> {
        self.moves.get(&(old, new)).map(Vec::as_slice)
    }

    pub(super) fn put_moves(&mut self, old: Id, new: Id, moves: &[Move]) {
        let Some(out) = self.entry(b'm') else {
            return;
        };
        put_id(out, Some(old));
        put_id(out, Some(new));
        bytes::put(out, moves.len() as u64);
        for one in moves {
            bytes::put_text(out, &one.from);
            bytes::put_text(out, &one.to);
            bytes::put(out, one.percent as u64);
        }
    }

    pub(super) fn edit(&self, change: &Change) -> Option<Edit> {
        self.edits.get(change).copied()
    }

    pub(super) fn put_edit(&mut self, change: &Change, edit: Edit) {
        let Some(out) = self.entry(b'e') else {
            return;
        };
        put_id(out, change.0);
        put_id(out, change.1);
        put_id(out, change.2);
        bytes::put(out, edit as u64);
    }

    /// Takes one answer in; `None` at the end, or where nothing more can be understood.
    fn take(&mut self, from: &mut Cursor<'_>) -> Option<()> {
        match from.byte()? {
            b'c' => {
                let id = take_id(from)??;
                let tree = take_id(from)??;
                let count = from.count()?;
                let parents = (0..count).map(|_| take_id(from)?).collect::<Option<_>>()?;
                let author = Arc::new(Person {
                    name: from.text()?.to_owned(),
                    email: from.text()?.to_owned(),
                });
                let authored = Moment {
                    seconds: from.signed()?,
                    offset_minutes: i32::try_from(from.signed()?).ok()?,
                };
                let commit = raw::Commit {
                    tree,
                    parents,
                    author,
                    authored,
                    committed: from.signed()?,
                    message: from.text()?.to_owned(),
                };
                self.commits.insert(id, commit);
            }
            b's' => {
                let step = (take_id(from)?, take_id(from)??, from.number()?);
                let count = from.count()?;
                let one = |from: &mut Cursor<'_>| {
                    Some(Difference {
                        path: from.text()?.to_owned(),
                        old: take_id(from)?,
                        new: take_id(from)?,
                    })
                };
                let differences = (0..count).map(|_| one(from)).collect::<Option<_>>()?;
                self.steps.insert(step, differences);
            }
            b'p' => {
                let place = (take_id(from)??, from.text()?.to_owned());
                self.places.insert(place, take_id(from)?);
            }
            b'm' => {
                let trees = (take_id(from)??, take_id(from)??);
                let count = from.count()?;
                let one = |from: &mut Cursor<'_>| {
                    Some(Move {
                        from: from.text()?.to_owned(),
                        to: from.text()?.to_owned(),
                        percent: usize::try_from(from.number()?).ok()?,
                    })
                };
                let moves = (0..count).map(|_| one(from)).collect::<Option<_>>()?;
                self.moves.insert(trees, moves);
            }
            b'e' => {
                let change = (take_id(from)?, take_id(from)?, take_id(from)?);
                let edit = Edit::ALL.get(from.count()?)?;
                self.edits.insert(change, *edit);
            }
            _ => return None,
        }
        Some(())
    }
}

fn key(home: &Path) -> Vec<u8> {
    let mut key = vec![VERSION];
    key.extend(home.as_os_str().as_encoded_bytes());
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_come_back_and_what_is_cut_off_ends_them() {
        let (a, b) = (Id::from_bytes(&[1; 20]), Id::from_bytes(&[2; 32]));
        let mut memo = Memo::default();
        memo.put_edit(&(a, b, None), Edit::Links);
        let one = [Difference {
            path: "x".to_owned(),
            old: None,
            new: b,
        }];
        memo.step(&(a, b.unwrap(), 7), &one);
        memo.put_place(a.unwrap(), "x/y", None);
        let folder = tempfile::tempdir().unwrap();
        let home = Path::new("/somewhere");
        memo.write(Some(folder.path()), home);
        let read = Memo::read(Some(folder.path()), home);
        assert_eq!(read.edit(&(a, b, None)), Some(Edit::Links));
        assert_eq!(read.known_step(&(a, b.unwrap(), 7)).unwrap(), one);
        assert_eq!(read.place(a.unwrap(), "x/y"), Some(None));
        assert_eq!(read.place(a.unwrap(), "x"), None);
        assert!(
            Memo::read(Some(folder.path()), Path::new("/elsewhere"))
                .edits
                .is_empty()
        );
        let whole = read.earlier.clone();
        for end in 0..whole.len() {
            let mut memo = Memo::default();
            let mut reader = Cursor::new(&whole[..end]);
            while memo.take(&mut reader).is_some() {}
        }
    }
}
