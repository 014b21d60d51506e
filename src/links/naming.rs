//! Which write-ups may name another, or a file, told from their texts alone: only their bodies need be read to
//! know what points at it.

use super::Runs;
use crate::corpus::Corpus;
use crate::model::Writeup;
use crate::threads;

/// Write-ups that one thread looks at.
const SHARE: usize = 512;

/// Returns the positions of the write-ups whose text may hold a name of the one at `at`; see [`may_hold`].
pub fn may_name(corpus: &Corpus, runs: &Runs, at: usize) -> Vec<usize> {
    let writeup = corpus.writeups.get(at);
    may_hold(corpus, runs, &writeup.map(names).unwrap_or_default())
}

/// Returns the positions of the write-ups whose text may hold one of the names, in order. All that do are among
/// them, and mostly no others. A text of which is known that it holds none is not read.
pub fn may_hold(corpus: &Corpus, runs: &Runs, names: &[&str]) -> Vec<usize> {
    let sought: Vec<Vec<&str>> = names.iter().map(|name| pieces(name)).collect();
    let holds = |text: &str| {
        let mut all = sought.iter();
        all.any(|pieces| pieces.iter().all(|piece| text.contains(piece))) || spells_out(text)
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

/// Whether letters or digits may be written as escapes, `%71ueue` for `queue`: then any name may be there.
pub(super) fn spells_out(text: &str) -> bool {
    let escapes = text.match_indices('%').filter_map(|(at, _)| {
        let digits = text.get(at + 1..at + 3)?;
        u8::from_str_radix(digits, 16).ok()
    });
    text.contains("&#") || escapes.into_iter().any(|byte| byte.is_ascii_alphanumeric())
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
    fn letters_that_are_spelt_out_are_seen() {
        for (text, expected) in [
            ("[q](%71ueue.md)", true),
            ("[q](&#113;ueue.md)", true),
            ("[q](a%20b%2Dc.md), 100%, 5%6 &amp; %C3%A9", false),
        ] {
            assert_eq!(spells_out(text), expected, "{text}");
        }
    }

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
