//! What git's objects say, each answer depending on the names of objects alone.
//!
//! An object never changes, so that what was found out about it once holds for ever: this is what is
//! kept between runs.

use std::collections::HashSet;
use std::rc::Rc;

use super::id::Id;
use super::memo::Memo;
use super::moves::{self, Move};
use super::objects::{Failure, Kind, Objects};
use super::raw::{self, Signers};
use super::trees::{Difference, Trees};

/// Answers, and whoever has to be asked for them.
pub(super) struct Facts<'r> {
    pub(super) objects: &'r Objects,
    pub(super) trees: Trees<'r>,
    pub(super) memo: Memo,
    signers: Signers,
    /// What was asked last: the files of one commit are asked for one by one.
    asked: Option<Asked>,
}

/// The last question for moves, and its answer.
struct Asked {
    trees: (Id, Id),
    moves: Rc<[Move]>,
}

impl<'r> Facts<'r> {
    pub(super) fn new(objects: &'r Objects, memo: Memo) -> Self {
        Self {
            objects,
            trees: Trees::new(objects),
            memo,
            signers: Signers::default(),
            asked: None,
        }
    }

    /// Lets go of all but what is kept for the next run.
    pub(super) fn over(self) -> Memo {
        self.memo
    }

    /// Reads a commit.
    pub(super) fn commit(&mut self, id: Id) -> Result<raw::Commit, Failure> {
        if let Some(known) = self.memo.take_commit(id) {
            return Ok(known);
        }
        let bytes = self.objects.read(id, Kind::Commit)?;
        let commit = raw::commit(&bytes, &mut self.signers).ok_or(Failure::Damaged)?;
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
        if let Some(asked) = &self.asked
            && asked.trees == (old, new)
        {
            return Ok(Rc::clone(&asked.moves));
        }
        let moves: Rc<[Move]> = match self.memo.moves(old, new) {
            Some(known) => Rc::from(known),
            None => {
                let differences = self.trees.compare(Some(old), Some(new), |_| true)?;
                let moves = moves::among(self.objects, &differences);
                self.memo.put_moves(old, new, &moves);
                Rc::from(moves)
            }
        };
        self.asked = Some(Asked {
            trees: (old, new),
            moves: Rc::clone(&moves),
        });
        Ok(moves)
    }
}
