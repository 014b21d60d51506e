//! The one way of finding known ids in text: nothing unknown can match.

use std::collections::BTreeSet;

use aho_corasick::packed::Searcher;
use aho_corasick::{AhoCorasick, Anchored, Input, MatchKind, Span, StartKind};

/// Every spelling that names a write-up, compiled once and searched for in one pass.
#[derive(Debug)]
pub struct Known {
    automaton: Option<AhoCorasick>,
    /// The first bytes of the spellings, where these are few: ids of a house begin alike. Most of a text
    /// is passed over with them.
    starts: Option<Searcher>,
    /// For each needle, the position in the corpus of the write-up that it names.
    owners: Vec<usize>,
}

/// A known spelling found in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    /// The write-up's position in the corpus.
    pub writeup: usize,
    pub start: usize,
    pub end: usize,
}

/// Shortest spelling that is searched for in free text: `DB-1` is found, `db1` would be noise.
const LENGTH_MIN: usize = 4;

impl Known {
    /// Compiles pairs of spelling and write-up. Spellings that could stand in any text are left
    /// out: shorter than four bytes, a plain word, a mere number.
    pub fn new<'a>(spellings: impl IntoIterator<Item = (&'a str, usize)>) -> Self {
        let (needles, owners): (Vec<&str>, Vec<usize>) = spellings
            .into_iter()
            .filter(|(spelling, _)| Self::is_distinct(spelling))
            .unzip();
        // Building fails only for a corpus beyond any memory; then nothing is known.
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .start_kind(StartKind::Both)
            .build(&needles)
            .ok();
        let starts = starts(&needles);
        Self {
            automaton,
            starts,
            owners,
        }
    }

    /// Whether a spelling is unlikely to stand in a text for something else.
    pub fn is_distinct(spelling: &str) -> bool {
        let mixed = spelling.chars().any(|c| c.is_ascii_digit())
            && spelling.chars().any(|c| !c.is_ascii_digit());
        let path = spelling.contains('/') && spelling.contains('.');
        spelling.len() >= LENGTH_MIN && (mixed || path)
    }

    /// Whether a text can hold a spelling at all: each has a digit or a slash, and most lines of prose
    /// have neither.
    pub fn may_stand_in(text: &[u8]) -> bool {
        text.iter().any(|byte| matches!(byte, b'0'..=b'9' | b'/'))
    }

    /// Returns the known spellings in `text`, in order, whole words only: `2026-01-02-a` is not
    /// found in `2026-01-02-a-b`.
    pub fn find(&self, text: &str) -> Vec<Hit> {
        self.find_bytes(text.as_bytes())
    }

    /// The same for bytes that need not be UTF-8.
    pub fn find_bytes(&self, text: &[u8]) -> Vec<Hit> {
        let mut hits = Vec::new();
        let Some(automaton) = self.automaton.as_ref().filter(|_| !self.owners.is_empty()) else {
            return hits;
        };
        if !Self::may_stand_in(text) {
            return hits;
        }
        let mut from = 0;
        while let Some(found) = self.next(automaton, text, from) {
            from = found.end();
            let before = text.get(..found.start()).unwrap_or_default();
            let after = text.get(found.end()..).unwrap_or_default();
            if !begins_word(before) || !ends_word(after) {
                continue;
            }
            if let Some(&writeup) = self.owners.get(found.pattern().as_usize()) {
                hits.push(Hit {
                    writeup,
                    start: found.start(),
                    end: found.end(),
                });
            }
        }
        hits
    }

    /// Returns the first spelling from a place on, whatever stands round it.
    fn next(
        &self,
        automaton: &AhoCorasick,
        text: &[u8],
        mut from: usize,
    ) -> Option<aho_corasick::Match> {
        let Some(starts) = &self.starts else {
            return automaton.find(Input::new(text).range(from..));
        };
        loop {
            let start = starts.find_in(text, Span::from(from..text.len()))?.start();
            let here = Input::new(text).range(start..).anchored(Anchored::Yes);
            if let Some(found) = automaton.find(here) {
                return Some(found);
            }
            from = start + 1;
        }
    }
}

/// Most beginnings that are looked for at once.
const STARTS_MAX: usize = 48;

/// Compiles the beginnings of the spellings; `None` where these are too many to be of use, or on a
/// machine that cannot look for several at once.
fn starts(needles: &[&str]) -> Option<Searcher> {
    let beginnings = |length: usize| -> BTreeSet<&[u8]> {
        let bytes = needles.iter().map(|needle| needle.as_bytes());
        bytes.filter_map(|bytes| bytes.get(..length)).collect()
    };
    let few = (2..=LENGTH_MIN).rev().map(beginnings);
    let few = few
        .into_iter()
        .find(|beginnings| beginnings.len() <= STARTS_MAX)?;
    Searcher::new(few)
}

/// Whether a word can begin behind `before`.
pub(super) fn begins_word(before: &[u8]) -> bool {
    before.is_empty() || !joins(last_char(before))
}

/// Whether a character goes on with a word. What cannot be decoded does, to be on the safe side.
fn joins(c: Option<char>) -> bool {
    c.is_none_or(|c| c.is_alphanumeric() || matches!(c, '_' | '-'))
}

/// Most bytes of one character in UTF-8.
const CHAR_BYTES: usize = 4;

/// Returns the last character of a text; `None` when its bytes are none.
fn last_char(bytes: &[u8]) -> Option<char> {
    let from = bytes.len().saturating_sub(CHAR_BYTES);
    let tail = bytes.get(from..)?;
    (0..tail.len())
        .rev()
        .find_map(|at| std::str::from_utf8(tail.get(at..)?).ok()?.chars().next())
}

/// Returns the first character of a text; `None` when its bytes are none.
fn first_char(bytes: &[u8]) -> Option<char> {
    (1..=CHAR_BYTES).find_map(|len| std::str::from_utf8(bytes.get(..len)?).ok()?.chars().next())
}

/// Whether a word ends before `after`. A dot that more of the word follows does not end it:
/// `2026-01-02-a.md` does, `2026-01-02-a.b` and `INC-1-2` do not.
pub(super) fn ends_word(after: &[u8]) -> bool {
    match after {
        [] => true,
        [b'.', rest @ ..] => rest.is_empty() || rest.starts_with(b"md") || !joins(first_char(rest)),
        after => !joins(first_char(after)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[(usize, &str)]) {
        let known = Known::new([
            ("2026-01-02-a", 0),
            ("2026-01-02-a-b", 1),
            ("INC-14", 2),
            ("a", 3),
            ("outage", 4),
        ]);
        let found: Vec<_> = known
            .find(text)
            .iter()
            .map(|hit| (hit.writeup, &text[hit.start..hit.end]))
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn whole_spellings_are_found_and_nothing_else() {
        check("see 2026-01-02-a.", &[(0, "2026-01-02-a")]);
        check("../2026/2026-01-02-a-b.md#x", &[(1, "2026-01-02-a-b")]);
        check("2026-01-02-a-c and 12026-01-02-a", &[]);
        check("(INC-14), INC-140, XINC-14, INC-14.2", &[(2, "INC-14")]);
        check("a outage éINC-14", &[]);
        check(
            "“INC-14”—again 「2026-01-02-a」",
            &[(2, "INC-14"), (0, "2026-01-02-a")],
        );
        check("[[2026-01-02-a]]", &[(0, "2026-01-02-a")]);
    }
}
