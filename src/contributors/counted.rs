//! Which commits are a part in a story, and why the others are none.

use crate::history::{Deed, Edit, Event, History};

/// Why a commit that touched a write-up is no part in its story.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// It touched so many write-ups at once.
    Bulk(usize),
    /// `.git-blame-ignore-revs` names it.
    Ignored,
    /// The file has another name since, and the same bytes.
    Moved,
    /// It merged what its sides had, and wrote nothing of its own.
    Merged,
    /// It took the file away, for a while.
    Removed,
    Links,
    FrontMatter,
    Space,
    /// Not a byte changed.
    Nothing,
    /// What changed is not there to be read.
    Unknown,
    /// Its author is a program.
    Program,
}

/// Counts, once, how many write-ups each commit touched.
#[derive(Debug)]
pub struct Counted<'h> {
    history: &'h History,
    /// By the position of each commit.
    touched: Vec<usize>,
    bulk: usize,
}

impl<'h> Counted<'h> {
    pub fn of(history: &'h History, bulk: usize) -> Self {
        let mut touched = vec![0; history.commits.len()];
        for event in history.lives.iter().flat_map(|life| &life.events) {
            let changes = event.edit != Some(Edit::Nothing) && event.deed != Deed::Removed;
            if let Some(touched) = touched.get_mut(event.commit) {
                *touched += usize::from(changes);
            }
        }
        Self {
            history,
            touched,
            bulk,
        }
    }

    /// Returns why an event is no part in the story; `Ok` when it is one.
    pub fn why(&self, event: &Event) -> Result<(), Why> {
        if event.deed == Deed::Removed {
            return Err(Why::Removed);
        }
        let touched = self.touched.get(event.commit).copied().unwrap_or(0);
        let moved = matches!(event.deed, Deed::Moved(_));
        match event.edit {
            Some(Edit::Nothing) if event.deed == Deed::Merged => Err(Why::Merged),
            Some(Edit::Nothing) if moved => Err(Why::Moved),
            Some(Edit::Nothing) => Err(Why::Nothing),
            _ if self.history.is_ignored(event.commit) => Err(Why::Ignored),
            _ if touched > self.bulk => Err(Why::Bulk(touched)),
            Some(Edit::Words) => Ok(()),
            Some(Edit::Links) => Err(Why::Links),
            Some(Edit::FrontMatter) => Err(Why::FrontMatter),
            Some(Edit::Space) => Err(Why::Space),
            None => Err(Why::Unknown),
        }
    }
}
