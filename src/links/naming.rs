//! Which write-ups may name another, told from their texts alone: only their bodies need be read to know
//! what points at it.

use super::Runs;
use crate::corpus::Corpus;
use crate::model::Writeup;
use crate::threads;

/// Write-ups that one thread looks at.
const SHARE: usize = 512;

/// Returns the positions of the write-ups whose text may hold a name of the one at `at`, in order. All that
/// do are among them, and mostly no others. A text of which is known that it holds no name is not read.
pub fn may_name(corpus: &Corpus, runs: &Runs, at: usize) -> Vec<usize> {
    let Some(writeup) = corpus.writeups.get(at) else {
        return Vec::new();
    };
    let names = names(writeup);
    let sought: Vec<Vec<&str>> = names.iter().map(|name| pieces(name)).collect();
    let holds = |text: &str| {
        let mut all = sought.iter();
        all.any(|pieces| pieces.iter().all(|piece| text.contains(piece)))
    };
    let numbered: Vec<(usize, &Writeup)> = corpus.writeups.iter().enumerate().collect();
    let may_hold = |at: usize| {
        let mut all = sought.iter();
        all.any(|pieces| runs.may_hold(corpus.sum(at), pieces))
    };
    let found = threads::in_shares(&numbered, SHARE, |share| {
        let naming = share
            .iter()
            .filter(|(at, writeup)| may_hold(*at) && holds(corpus.files.whole(writeup.file)));
        naming.map(|(at, _)| *at).collect::<Vec<_>>()
    });
    found.into_iter().flatten().collect()
}

/// Returns everything that leads to a write-up: its ids, and the names of its file.
fn names(writeup: &Writeup) -> Vec<&str> {
    let file = writeup.path.file_name();
    let aliases = writeup.meta.aliases.iter();
    let aliases = aliases.map(|alias| alias.value.as_str());
    let own = [
        writeup.id(),
        writeup.path.stem(),
        file.strip_suffix(".md").unwrap_or(file),
    ];
    own.into_iter().chain(aliases).collect()
}

/// Returns the letters and digits of a name in pieces, the longest first. Only what stands between them may
/// be written another way in a link: `a\_b`, `a%20b`, `a&amp;b`. No piece means any text.
fn pieces(name: &str) -> Vec<&str> {
    let parts = name.split(|c: char| !c.is_ascii_alphanumeric());
    let mut pieces: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
    pieces.sort_by_key(|piece| std::cmp::Reverse(piece.len()));
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_and_digits_alone_are_looked_for() {
        assert_eq!(
            pieces("2024-02-30-ghost_retries"),
            ["retries", "ghost", "2024", "02", "30"]
        );
        assert_eq!(pieces("a b"), ["a", "b"]);
        assert_eq!(pieces("重试"), [""; 0]);
    }
}
