//! The one way of finding known ids in text: nothing unknown can match.

use aho_corasick::{AhoCorasick, MatchKind};

/// Every spelling that names a write-up, compiled once and searched for in one pass.
#[derive(Debug)]
pub struct Known {
    automaton: Option<AhoCorasick>,
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
            .filter(|(spelling, _)| is_distinct(spelling))
            .unzip();
        // Building fails only for a corpus beyond any memory; then nothing is known.
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .build(&needles)
            .ok();
        Self { automaton, owners }
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
        for found in automaton.find_iter(text) {
            let before = text.get(..found.start()).and_then(<[u8]>::last);
            let after = text.get(found.end()..).unwrap_or_default();
            if before.is_some_and(|&byte| joins(byte)) || !ends_word(after) {
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
}

/// Whether a spelling is unlikely to stand in a text for something else.
fn is_distinct(spelling: &str) -> bool {
    let mixed = spelling.chars().any(|c| c.is_ascii_digit())
        && spelling.chars().any(|c| !c.is_ascii_digit());
    let path = spelling.contains('/') && spelling.contains('.');
    spelling.len() >= LENGTH_MIN && (mixed || path)
}

/// Whether a byte goes on with the word before it.
fn joins(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-') || byte >= 0x80
}

/// Whether a word ends before `after`. A dot or hyphen that more of the word follows does not end
/// it: `2026-01-02-a.md` does, `2026-01-02-a.b` and `INC-1-2` do not.
fn ends_word(after: &[u8]) -> bool {
    match after {
        [] => true,
        [b'.', rest @ ..] => {
            rest.starts_with(b"md") || !rest.first().is_some_and(|&byte| joins(byte))
        }
        [byte, ..] => !joins(*byte),
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
        check("[[2026-01-02-a]]", &[(0, "2026-01-02-a")]);
    }
}
