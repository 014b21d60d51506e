//! What must be read for findings in a few files alone: whatever the rules look at in the others.
//!
//! Of most other write-ups the head is enough: ids and titles stand there. The findings are the same as
//! when all is read; where that cannot be told from the heads, all is.

use crate::corpus::Corpus;
use crate::model::{LinkKind, Writeup};
use crate::text::FileId;

/// Returns the positions of the write-ups, beside the `wanted` and those that hold wikilinks, that the
/// rules look into: those that the wanted ones link to, for their anchors, or all.
pub fn reach(corpus: &Corpus, wanted: impl Fn(FileId) -> bool) -> Vec<usize> {
    let whole = || corpus.writeups.iter().filter(|writeup| writeup.whole);
    let chosen = || whole().filter(|writeup| wanted(writeup.file));
    // Whether a house links by name or by path is asked of all its links, and so is whether one leads
    // to the anchor that a slip in a heading makes.
    let wiki = |writeup: &Writeup| writeup.links.iter().any(|link| link.kind == LinkKind::Wiki);
    let slip = |writeup: &Writeup| writeup.sections.iter().any(|section| section.misspelt);
    if whole().any(wiki) || chosen().any(slip) {
        return (0..corpus.writeups.len()).collect();
    }
    chosen()
        .flat_map(|writeup| &writeup.links)
        .filter_map(|link| corpus.linked(link))
        .collect()
}
