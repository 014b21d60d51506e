//! What past incidents are ranked by, kept from run to run.

use crate::cache;
use crate::corpus::Corpus;
use crate::links::related::{self, Ranking};

use super::ui::Ui;

/// Returns the ranking of a corpus. What an earlier run kept is used as long as no text has changed; else
/// every body is read that was not read yet, and the answer kept.
pub(super) fn ranking(ui: &mut Ui, corpus: &mut Corpus) -> Ranking {
    let mark = mark(corpus);
    let folder = ui.cache.clone();
    let key = corpus.root.as_os_str().as_encoded_bytes().to_vec();
    let kept = folder.as_deref();
    let kept = kept.and_then(|folder| cache::read(folder, related::KIND, &key));
    if let Some(ranking) = kept.and_then(|kept| Ranking::open(kept, mark)) {
        ui.detail("past incidents are ranked from the cache");
        return ranking;
    }
    corpus.read_whole(0..corpus.writeups.len());
    let ranking = Ranking::new(corpus);
    if let Some(folder) = folder {
        cache::write(&folder, related::KIND, &key, ranking.kept(mark));
    }
    ranking
}

/// Returns a number that tells these texts, in these places, from others.
fn mark(corpus: &Corpus) -> u64 {
    let mut parts = vec![
        corpus.below.as_str().as_bytes().to_vec(),
        corpus.files.whole(corpus.settings).as_bytes().to_vec(),
    ];
    for (at, writeup) in corpus.writeups.iter().enumerate() {
        parts.push(writeup.path.as_str().as_bytes().to_vec());
        parts.push(corpus.sum(at).to_le_bytes().to_vec());
    }
    cache::checksum(&parts.iter().map(Vec::as_slice).collect::<Vec<_>>())
}
