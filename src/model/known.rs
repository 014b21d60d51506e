//! The one way of finding known ids in text: nothing unknown can match.

use std::collections::BTreeSet;
use std::ops::Range;

use aho_corasick::packed::Searcher;
use aho_corasick::{AhoCorasick, Input, MatchKind, Span};

use crate::text::uri;

/// Every spelling that names a write-up, compiled once and searched for in one pass.
#[derive(Debug)]
pub struct Known {
    /// Each spelling once, sorted, with the position in the corpus of the write-up that it names.
    spellings: Vec<(String, usize)>,
    way: Way,
    /// Where the write-ups live for others, `owner/name` in lower case; empty where nobody says.
    homes: Vec<String>,
}

/// How a text is searched.
#[derive(Debug)]
enum Way {
    /// By the first bytes of the spellings, where these are few: ids of a house begin alike, and most of a
    /// text is passed over.
    Starts(Searcher),
    /// By all of them at once.
    All(AhoCorasick),
    /// Not at all: nothing is known.
    Nothing,
}

/// A known spelling found in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    /// The write-up's position in the corpus.
    pub writeup: usize,
    pub start: usize,
    pub end: usize,
}

/// What stands behind the `#` of a spelling.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fragment {
    /// Percent-decoded; in a wikilink the heading's words.
    pub anchor: String,
    /// Where it begins and ends as written.
    pub at: Range<usize>,
}

impl Hit {
    /// Returns the anchor that stands behind the spelling: `outages.md#the-queue` names one part of a
    /// file that tells of several incidents.
    pub fn anchor(&self, text: &[u8]) -> Option<String> {
        Some(self.fragment(text)?.anchor)
    }

    /// Does the same, and says where it stands.
    pub fn fragment(&self, text: &[u8]) -> Option<Fragment> {
        let behind = text.get(self.end..)?;
        let behind = behind.get(..ANCHOR_BYTES_MAX).unwrap_or(behind);
        // What is cut through at the end is no part of an anchor that anybody wrote.
        let behind = behind.utf8_chunks().next()?.valid();
        let endings = [".md", ".html", "/"];
        let ending = endings
            .into_iter()
            .find(|ending| behind.starts_with(ending));
        let ending = ending.map_or(0, str::len);
        let rest = behind.get(ending..)?.strip_prefix('#')?;
        let start = self.end + ending + 1;
        let before = text.get(..self.start).unwrap_or_default();
        let anchor = match rest.find(']').filter(|_| before.ends_with(b"[[")) {
            // `[[outages#The queue|then]]` says the heading as it reads.
            Some(end) => rest.get(..end)?.split(['|', '\n']).next()?,
            None => {
                let end = rest.find(|c: char| !(c.is_alphanumeric() || "-_%.".contains(c)));
                rest.get(..end.unwrap_or(rest.len()))?.trim_end_matches('.')
            }
        };
        (!anchor.is_empty()).then(|| Fragment {
            anchor: uri::decoded(anchor),
            at: start..start + anchor.len(),
        })
    }
}

/// Longest anchor that is read, in bytes.
const ANCHOR_BYTES_MAX: usize = 256;

/// Longest address that is read, in bytes.
const ADDRESS_BYTES_MAX: usize = 2048;

/// Shortest spelling that is searched for in free text: `DB-1` is found, `db1` would be noise.
const LENGTH_MIN: usize = 4;

impl Known {
    /// Compiles pairs of spelling and write-up. Spellings that could stand in any text are left
    /// out: shorter than four bytes, a plain word, a mere number.
    pub fn new<'a>(spellings: impl IntoIterator<Item = (&'a str, usize)>) -> Self {
        let distinct = spellings
            .into_iter()
            .filter(|(spelling, _)| Self::is_distinct(spelling));
        let mut spellings: Vec<(String, usize)> = distinct
            .map(|(spelling, writeup)| (spelling.to_owned(), writeup))
            .collect();
        // Of two that are spelled alike the first one stays.
        spellings.sort_by(|one, other| one.0.cmp(&other.0));
        spellings.dedup_by(|one, other| one.0 == other.0);
        let way = Way::to(&spellings);
        Self {
            spellings,
            way,
            homes: Vec::new(),
        }
    }

    /// Says where the write-ups live for others, as `host/owner/name`: an address of another repository
    /// that happens to have such a path is not one of theirs.
    #[must_use]
    pub fn living_at(mut self, homes: &[String]) -> Self {
        let names = homes.iter().filter_map(|home| home.split_once('/'));
        self.homes = names.map(|(_, name)| name.to_lowercase()).collect();
        self
    }

    /// Returns what is known of one write-up alone.
    #[must_use]
    pub fn only(&self, writeup: usize) -> Self {
        let spellings = self.spellings.iter();
        let own = spellings.filter(|(_, of)| *of == writeup);
        let own = own.map(|(spelling, of)| (spelling.as_str(), *of));
        Self {
            homes: self.homes.clone(),
            ..Self::new(own)
        }
    }

    /// Returns bytes that are the same for the same spellings of the same write-ups.
    pub fn mark(&self) -> Vec<u8> {
        let mut mark = Vec::new();
        for (spelling, writeup) in &self.spellings {
            mark.extend(spelling.len().to_le_bytes());
            mark.extend(spelling.as_bytes());
            mark.extend(writeup.to_le_bytes());
        }
        mark.extend(self.homes.join("\n").into_bytes());
        mark
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
        let mark = |found: bool, byte: &u8| found | matches!(byte, b'0'..=b'9' | b'/');
        // Several bytes are looked at together: in most texts there is none to stop at.
        text.chunks(64).any(|some| some.iter().fold(false, mark))
    }

    /// Returns the known spellings in `text`, in order, whole words only: `2026-01-02-a` is not
    /// found in `2026-01-02-a-b`.
    pub fn find(&self, text: &str) -> Vec<Hit> {
        self.find_bytes(text.as_bytes())
    }

    /// The same for bytes that need not be UTF-8.
    pub fn find_bytes(&self, text: &[u8]) -> Vec<Hit> {
        let mut hits = Vec::new();
        if !Self::may_stand_in(text) {
            return hits;
        }
        let mut from = 0;
        while let Some((start, at)) = self.next(text, from) {
            let Some((spelling, writeup)) = self.spellings.get(at) else {
                break;
            };
            let end = start + spelling.len();
            from = end;
            let before = text.get(..start).unwrap_or_default();
            let after = text.get(end..).unwrap_or_default();
            if begins_word(before) && ends_word(after) && self.leads_here(spelling, before) {
                let writeup = *writeup;
                hits.push(Hit {
                    writeup,
                    start,
                    end,
                });
            }
        }
        hits
    }

    /// Whether a place is one of ours by what leads up to it: a path in an address of another repository is
    /// not, nor is an address whose host only ends like ours.
    fn leads_here(&self, spelling: &str, before: &[u8]) -> bool {
        if !spelling.contains('/') {
            return true;
        }
        if before.ends_with(b".") {
            return before.ends_with(b"www.");
        }
        if !before.ends_with(b"/") || self.homes.is_empty() {
            return true;
        }
        let near = before.get(before.len().saturating_sub(ADDRESS_BYTES_MAX)..);
        let near = near.unwrap_or_default();
        let is_end = |byte: &u8| byte.is_ascii_whitespace() || b"\"'`<>()[]{},;|".contains(byte);
        let way = near.rsplit(is_end).next().unwrap_or_default();
        let way = String::from_utf8_lossy(way).to_lowercase();
        match way.rsplit_once("://") {
            None | Some((_, "")) => true,
            Some((_, way)) => {
                let is_in = |home: &String| way.contains(&format!("/{home}/"));
                self.homes.iter().any(is_in)
            }
        }
    }

    /// Returns where the first spelling from a place on begins, and which it is: the longest there,
    /// whatever stands round it.
    fn next(&self, text: &[u8], mut from: usize) -> Option<(usize, usize)> {
        match &self.way {
            Way::Nothing => None,
            Way::All(automaton) => {
                let found = automaton.find(Input::new(text).range(from..))?;
                Some((found.start(), found.pattern().as_usize()))
            }
            Way::Starts(starts) => loop {
                let start = starts.find_in(text, Span::from(from..text.len()))?.start();
                if let Some(at) = self.longest(text.get(start..).unwrap_or_default()) {
                    return Some((start, at));
                }
                from = start + 1;
            },
        }
    }

    /// Returns the longest spelling that a text begins with.
    fn longest(&self, mut text: &[u8]) -> Option<usize> {
        loop {
            // A spelling that the text begins with is one with which the last before the text begins too.
            let behind = self
                .spellings
                .partition_point(|(spelling, _)| spelling.as_bytes() <= text);
            let at = behind.checked_sub(1)?;
            let last = self.spellings.get(at)?.0.as_bytes();
            let shared = last
                .iter()
                .zip(text)
                .take_while(|(one, other)| one == other);
            let shared = shared.count();
            if shared == last.len() {
                return Some(at);
            }
            text = text.get(..shared).filter(|text| !text.is_empty())?;
        }
    }
}

impl Way {
    fn to(spellings: &[(String, usize)]) -> Self {
        let needles: Vec<&str> = spellings
            .iter()
            .map(|(spelling, _)| spelling.as_str())
            .collect();
        if needles.is_empty() {
            return Self::Nothing;
        }
        if let Some(starts) = starts(&needles) {
            return Self::Starts(starts);
        }
        // Building fails only for a corpus beyond any memory; then nothing is known.
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .build(&needles);
        automaton.map_or(Self::Nothing, Self::All)
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
    fn both_ways_find_the_same() {
        let few: Vec<String> = (0..90)
            .map(|n| format!("2026-01-{n:02}-a{}", "-b".repeat(n % 3)))
            .collect();
        let many: Vec<String> = (0..9000).map(|n| format!("{n:04x}-x{n}")).collect();
        for names in [few, many] {
            let known = Known::new(names.iter().map(String::as_str).zip(0..));
            let all = AhoCorasick::builder()
                .match_kind(MatchKind::LeftmostLongest)
                .build(known.spellings.iter().map(|(spelling, _)| spelling))
                .unwrap();
            let text = names.iter().rev().fold(String::new(), |text, name| {
                let cut = name.len() - text.len() % 3;
                format!("{text} {name}-b {} {name}, x{name}", &name[..cut])
            });
            let same = Known {
                spellings: known.spellings.clone(),
                way: Way::All(all),
                homes: Vec::new(),
            };
            let found = known.find(&text);
            assert!(found.len() >= names.len());
            assert_eq!(found, same.find(&text));
        }
    }

    #[test]
    fn a_place_elsewhere_is_another_place() {
        let known = Known::new([("incidents/queue.md", 0), ("s.x.org/queue", 0)]);
        let known = known.living_at(&["git.x.org/Acme/stories".to_owned()]);
        for (text, expected) in [
            ("../incidents/queue.md, s.x.org/queue", 2),
            ("https://s.x.org/queue#a http://www.s.x.org/queue/", 2),
            (
                "https://git.x.org/acme/stories/blob/main/incidents/queue.md",
                1,
            ),
            (
                "https://raw.x.org/Acme/stories/0a1b2c3/incidents/queue.md",
                1,
            ),
            (
                "https://git.x.org/acme/other/blob/main/incidents/queue.md",
                0,
            ),
            ("(https://x.org/a) incidents/queue.md", 1),
            ("https://not.s.x.org/queue https://s.x.org/queueing", 0),
            ("s.x.org/queue-two xs.x.org/queue incidents/queue.mdx", 0),
        ] {
            assert_eq!(known.find(text).len(), expected, "{text}");
        }
    }

    #[test]
    fn anchors_stand_behind_a_spelling() {
        let known = Known::new([("docs/outages.md", 0), ("2026-01-02-a", 1)]);
        for (text, expected) in [
            ("see docs/outages.md#the-queue.", Some("the-queue")),
            ("(x/2026-01-02-a.md#caf%C3%A9)", Some("café")),
            ("https://x.org/2026-01-02-a/#a_b, so", Some("a_b")),
            ("2026-01-02-a#é-1`", Some("é-1")),
            ("[[2026-01-02-a#The queue|x]]", Some("The queue")),
            ("[[2026-01-02-a#The queue", Some("The")),
            ("2026-01-02-a #12", None),
            ("docs/outages.md# x", None),
        ] {
            let hits = known.find(text);
            assert_eq!(
                hits[0].anchor(text.as_bytes()).as_deref(),
                expected,
                "{text}"
            );
        }
        let cut = b"2026-01-02-a#b\xff\xfe";
        assert_eq!(known.find_bytes(cut)[0].anchor(cut).unwrap(), "b");
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
