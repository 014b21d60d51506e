//! What past incidents are ranked by, kept from run to run.

use std::path::Path;

use crate::cache;
use crate::corpus::Corpus;
use crate::links::related::{self, Ranking};

use super::shared;
use super::ui::Ui;

/// How many candidates are ranked before those already linked are left out.
pub(super) const CANDIDATES: usize = 15;

/// Returns the ranking of a corpus. What an earlier run kept is used as long as no text has changed; else
/// every body is read that was not read yet, and the answer kept.
pub(super) fn ranking(ui: &mut Ui, corpus: &mut Corpus) -> Ranking {
    let folder = ui.cache.clone();
    if let Some(ranking) = kept(folder.as_deref(), corpus) {
        ui.detail("past incidents are ranked from the cache");
        return ranking;
    }
    made(folder.as_deref(), corpus)
}

/// Returns the ranking that an earlier run kept in a folder; `None` where none did, or a text has changed since.
pub(super) fn kept(folder: Option<&Path>, corpus: &Corpus) -> Option<Ranking> {
    let kept = cache::read(folder?, related::KIND, &key(corpus))?;
    Ranking::open(kept, shared::mark(corpus))
}

/// Makes the ranking, and keeps it.
pub(super) fn made(folder: Option<&Path>, corpus: &mut Corpus) -> Ranking {
    corpus.read_whole(0..corpus.writeups.len());
    let ranking = Ranking::new(corpus);
    if let Some(folder) = folder {
        let kept = ranking.kept(shared::mark(corpus));
        cache::write(folder, related::KIND, &key(corpus), kept);
    }
    ranking
}

fn key(corpus: &Corpus) -> Vec<u8> {
    corpus.root.as_os_str().as_encoded_bytes().to_vec()
}
