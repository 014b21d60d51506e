//! What past incidents are ranked by, kept from run to run.

use std::path::PathBuf;

use crate::cache;
use crate::corpus::Corpus;
use crate::links::related::{self, Ranking};

use super::shared;
use super::ui::Ui;

/// How many candidates are ranked before those already linked are left out.
pub(super) const CANDIDATES: usize = 15;

/// Where a ranking is kept, and of which texts it is.
pub(super) struct Shelf {
    folder: PathBuf,
    key: Vec<u8>,
    mark: u64,
}

impl Shelf {
    /// Returns the one for a corpus; `None` where nothing is kept.
    pub(super) fn of(ui: &Ui, corpus: &Corpus) -> Option<Self> {
        Some(Self {
            folder: ui.cache.clone()?,
            key: corpus.root.as_os_str().as_encoded_bytes().to_vec(),
            mark: shared::mark(corpus),
        })
    }

    /// Returns the ranking that an earlier run kept; `None` where none did, or a text has changed since.
    pub(super) fn kept(&self) -> Option<Ranking> {
        let kept = cache::read(&self.folder, related::KIND, &self.key)?;
        Ranking::open(kept, self.mark)
    }
}

/// Returns the ranking of a corpus. What an earlier run kept is used as long as no text has changed; else
/// every body is read that was not read yet, and the answer kept.
pub(super) fn ranking(ui: &mut Ui, corpus: &mut Corpus) -> Ranking {
    let shelf = Shelf::of(ui, corpus);
    if let Some(ranking) = shelf.as_ref().and_then(Shelf::kept) {
        ui.detail("past incidents are ranked from the cache");
        return ranking;
    }
    made(shelf.as_ref(), corpus)
}

/// Makes the ranking, and keeps it.
pub(super) fn made(shelf: Option<&Shelf>, corpus: &mut Corpus) -> Ranking {
    corpus.read_whole(0..corpus.writeups.len());
    let ranking = Ranking::new(corpus);
    if let Some(shelf) = shelf {
        let kept = ranking.kept(shelf.mark);
        cache::write(&shelf.folder, related::KIND, &shelf.key, kept);
    }
    ranking
}
