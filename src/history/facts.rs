//! What git's objects say, each answer depending on the names of objects alone.
//!
//! An object never changes, so that what was found out about it once holds for ever: this is what is
//! kept between runs.

use std::collections::HashSet;
use std::rc::Rc;

use super::alike::Pieces;
use super::id::Id;
use super::memo::Memo;
use super::objects::{Failure, Kind, Objects};
use super::raw;
use super::trees::{Difference, Trees};

/// Answers, and whoever has to be asked for them.
pub(super) struct Facts<'r> {
    pub(super) objects: &'r Objects,
    pub(super) trees: Trees<'r>,
    pub(super) memo: Memo,
    /// What was asked last: the files of one commit are asked for one by one.
    moves: Option<((Id, Id), Rc<[Move]>)>,
}

/// A file that is another one under a new name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Move {
    pub(super) from: String,
    pub(super) to: String,
    /// How alike the two are.
    pub(super) percent: usize,
}

/// How alike two files are for git to call it a renaming, in percent.
const RENAME_PERCENT: usize = 50;
/// So many pairs are compared by what is in them; of more, those whose file name stayed.
const PAIRS_MAX: usize = 40_000;
/// Longer files are compared by their ids alone, in bytes.
const RENAMED_BYTES_MAX: usize = 4 * 1024 * 1024;

impl<'r> Facts<'r> {
    pub(super) fn new(objects: &'r Objects, memo: Memo) -> Self {
        Self {
            objects,
            trees: Trees::new(objects),
            memo,
            moves: None,
        }
    }

    /// Reads a commit.
    pub(super) fn commit(&mut self, id: Id) -> Result<raw::Commit, Failure> {
        if let Some(known) = self.memo.take_commit(id) {
            return Ok(known);
        }
        let bytes = self.objects.read(id, Kind::Commit)?;
        let commit = raw::commit(&bytes).ok_or(Failure::Damaged)?;
        self.memo.commit(id, &commit);
        Ok(commit)
    }

    /// Returns the files that differ between two trees, of the `folders` alone; `mark` tells those
    /// folders from others.
    pub(super) fn differences(
        &mut self,
        old: Option<Id>,
        new: Id,
        folders: &HashSet<String>,
        mark: u64,
    ) -> Result<Vec<Difference>, Failure> {
        let step = (old, new, mark);
        if let Some(known) = self.memo.known_step(&step) {
            return Ok(known);
        }
        let open = |folder: &str| folders.contains(folder);
        let differences = self.trees.compare(old, Some(new), open)?;
        self.memo.step(&step, &differences);
        Ok(differences)
    }

    /// Returns what stands at a path below a tree; `None` when nothing does.
    pub(super) fn find(&mut self, tree: Id, path: &str) -> Result<Option<Id>, Failure> {
        if let Some(known) = self.memo.place(tree, path) {
            return Ok(known);
        }
        let found = self.trees.find(Some(tree), path)?;
        self.memo.put_place(tree, path, found);
        Ok(found)
    }

    /// Returns which file that went is which page that came, from one tree to the next: the same bytes
    /// first, then whatever is most alike. Each file is taken once.
    pub(super) fn moves(&mut self, old: Id, new: Id) -> Result<Rc<[Move]>, Failure> {
        if let Some((asked, moves)) = &self.moves
            && *asked == (old, new)
        {
            return Ok(Rc::clone(moves));
        }
        let moves: Rc<[Move]> = match self.memo.moves(old, new) {
            Some(known) => Rc::from(known),
            None => {
                let differences = self.trees.compare(Some(old), Some(new), |_| true)?;
                let moves = self.moved(&differences);
                self.memo.put_moves(old, new, &moves);
                Rc::from(moves)
            }
        };
        self.moves = Some(((old, new), Rc::clone(&moves)));
        Ok(moves)
    }

    fn moved(&self, differences: &[Difference]) -> Vec<Move> {
        let mut gone: Vec<(&str, Id)> = Vec::new();
        let mut come: Vec<(&str, Id)> = Vec::new();
        for Difference { path, old, new } in differences {
            match (old, new) {
                (Some(old), None) => gone.push((path, *old)),
                (None, Some(new)) => come.push((path, *new)),
                _ => {}
            }
        }
        let mut moves = Vec::new();
        let mut take = |(from, _): (&str, Id), (to, _): (&str, Id), percent| {
            moves.push(Move {
                from: from.to_owned(),
                to: to.to_owned(),
                percent,
            });
        };
        come.retain(|&to| {
            let same: Vec<usize> = gone
                .iter()
                .enumerate()
                .filter(|(_, from)| from.1 == to.1)
                .map(|(at, _)| at)
                .collect();
            // Of several that are the same, the one whose name stayed.
            let named = same.iter().find(|at| {
                gone.get(**at)
                    .is_some_and(|from| name(from.0) == name(to.0))
            });
            let Some(&at) = named.or(same.first()) else {
                return true;
            };
            take(gone.remove(at), to, 100);
            false
        });
        for (from, to, percent) in self.alike(&gone, &come) {
            take(from, to, percent);
        }
        moves
    }

    /// Pairs up what is alike and not the same, best first.
    fn alike<'p>(
        &self,
        gone: &[(&'p str, Id)],
        come: &[(&'p str, Id)],
    ) -> Vec<((&'p str, Id), (&'p str, Id), usize)> {
        let all = gone.len().saturating_mul(come.len()) <= PAIRS_MAX;
        let pieces = |files: &[(&str, Id)],
                      others: &[(&str, Id)]|
         -> Vec<Option<(usize, Pieces)>> {
            let wanted =
                |file: &(&str, Id)| all || others.iter().any(|other| name(other.0) == name(file.0));
            let read = |file: &(&str, Id)| {
                let bytes = self.objects.read(file.1, Kind::Blob).ok()?;
                (bytes.len() <= RENAMED_BYTES_MAX).then(|| (bytes.len(), Pieces::of(&bytes)))
            };
            files
                .iter()
                .map(|file| wanted(file).then(|| read(file)).flatten())
                .collect()
        };
        if gone.is_empty() || come.is_empty() {
            return Vec::new();
        }
        let (old, new) = (pieces(gone, come), pieces(come, gone));
        let mut pairs = Vec::new();
        for (from, old) in gone.iter().zip(&old) {
            for (to, new) in come.iter().zip(&new) {
                let stayed = name(from.0) == name(to.0);
                let (Some(old), Some(new)) = (old, new) else {
                    continue;
                };
                if !(all || stayed) || Pieces::percent_at_most(old.0, new.0) < RENAME_PERCENT {
                    continue;
                }
                let percent = old.1.percent(&new.1);
                if percent >= RENAME_PERCENT {
                    pairs.push((percent, stayed, *from, *to));
                }
            }
        }
        pairs.sort_by(|left, right| (right.0, right.1).cmp(&(left.0, left.1)));
        let mut taken: Vec<((&str, Id), (&str, Id), usize)> = Vec::new();
        for (percent, _, from, to) in pairs {
            if taken
                .iter()
                .all(|(one, other, _)| one.0 != from.0 && other.0 != to.0)
            {
                taken.push((from, to, percent));
            }
        }
        taken
    }
}

/// Returns what stands behind the last slash.
fn name(path: &str) -> &str {
    path.rsplit_once('/').map_or(path, |(_, name)| name)
}
