//! Floor 3: citations in the files of a repository: code, settings, diagrams, docs.
//!
//! Reads tracked files as bytes, bounded, and looks for known spellings, and for words that are shaped
//! like one. Knows nothing of the languages: a citation in a comment and one in a string are both there
//! for a reader. Of drawings in XML only what is seen counts.

mod attributes;
mod kind;
mod versions;

use std::cell::OnceCell;
use std::ops::Range;
use std::path::Path;

use crate::disk;
use crate::model::{Fragment, Hit, Known, RepoPath, Shapes};
use crate::threads;

use attributes::Attributes;
pub use kind::Kind;
pub use versions::Versions;

/// A NUL in the first bytes says that a file is no text, as git has it.
const PROBE_BYTES: usize = 8_000;
/// An answer of this program says so in its first bytes.
const ANSWER_BYTES: usize = 64;
/// Longest excerpt that is kept, in bytes.
const EXCERPT_BYTES_MAX: usize = 400;
/// So many words of one file are told; one with more is data, and the first of them show it.
const STRAYS_MAX: usize = 1000;
/// Files that one thread searches before it asks for more.
const SHARE: usize = 256;

/// What is looked for.
#[derive(Clone, Copy, Debug)]
pub struct Search<'a> {
    pub known: &'a Known,
    /// What an id looks like, where words that look so and are none are wanted too, and the parts of
    /// write-ups that are named.
    pub shapes: Option<&'a Shapes>,
    /// Which files are onboarding, by the settings; see [`Kind::of`].
    pub onboarding: &'a [String],
    /// Longest file that is searched, in bytes.
    pub bytes_max: u64,
}

/// What was found in the files, in the order of the paths.
#[derive(Debug, Default)]
pub struct Found {
    /// One for each line and write-up, or part of one.
    pub citations: Vec<Citation>,
    pub strays: Vec<Strays>,
    /// How many files were searched.
    pub files: usize,
}

/// A line of a file that names a write-up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Citation {
    pub path: RepoPath,
    pub kind: Kind,
    /// From 1.
    pub line: usize,
    /// The write-up's position in the corpus.
    pub writeup: usize,
    /// The anchor behind it, where one part of the write-up is named.
    pub anchor: Option<String>,
    /// The line, trimmed of marks of comments.
    pub excerpt: String,
}

/// What one file says that may lead nowhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Strays {
    pub path: RepoPath,
    /// The file's text; bytes that are no text replaced.
    pub text: String,
    /// Where words stand that are shaped like an id and that nothing answers to, in order.
    pub words: Vec<Range<usize>>,
    /// The citations of a part of a write-up, in order: its headings tell whether it is there.
    pub parts: Vec<Part>,
}

/// A citation of a part of a write-up: `outages.md#the-queue`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    pub hit: Hit,
    pub fragment: Fragment,
}

impl Strays {
    /// Looks at a text in which `hits` were found; `None` where nothing may lead nowhere.
    pub fn read(path: RepoPath, text: &str, hits: &[Hit], shapes: &Shapes) -> Option<Self> {
        let all = |_| true;
        let (words, parts) = may_lead_nowhere(text.as_bytes(), hits, shapes, all);
        (!words.is_empty() || !parts.is_empty()).then(|| Self {
            path,
            text: text.to_owned(),
            words,
            parts,
        })
    }
}

/// Searches the files below `root`. What cannot be read (gone from disk, a link, binary) holds nothing,
/// nor does what `.gitattributes` calls vendored or generated.
pub fn scan(root: &Path, paths: &[RepoPath], search: Search<'_>) -> Found {
    let attributes = Attributes::read(root, paths);
    let shares = threads::in_shares(paths, SHARE, |share| {
        let mut found = Found::default();
        for path in share {
            let Ok(bytes) = disk::read(root, Path::new(path.as_str()), search.bytes_max) else {
                continue;
            };
            if is_binary(&bytes) || is_answer(&bytes) {
                continue;
            }
            found.files += 1;
            let (citations, strays) = in_file(path, bytes, search);
            // Most files hold nothing: whose they are is asked of the others.
            if (citations.is_empty() && strays.is_none()) || attributes.is_foreign(path) {
                continue;
            }
            found.citations.extend(citations);
            found.strays.extend(strays);
        }
        found
    });
    let mut all = Found::default();
    for found in shares {
        all.citations.extend(found.citations);
        all.strays.extend(found.strays);
        all.files += found.files;
    }
    all
}

fn is_binary(bytes: &[u8]) -> bool {
    let probe = bytes.get(..PROBE_BYTES).unwrap_or(bytes);
    probe.contains(&0)
}

/// Whether a file is an answer of this program, kept: an index of the write-ups, references that were
/// collected. It names them all, and nobody came back to one there.
fn is_answer(bytes: &[u8]) -> bool {
    // Some shells put a byte order mark before what they write to a file.
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    if bytes.first() != Some(&b'{') {
        return false;
    }
    let head = bytes.get(..ANSWER_BYTES).unwrap_or(bytes).iter();
    let head: Vec<u8> = head
        .copied()
        .filter(|byte| !byte.is_ascii_whitespace())
        .collect();
    let Some(rest) = head.strip_prefix(b"{\"version\":") else {
        return false;
    };
    let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let rest = rest.get(digits..).unwrap_or_default();
    digits > 0
        && [&b",\"command\":\""[..], b",\"repository\":\""]
            .iter()
            .any(|key| rest.starts_with(key))
}

fn in_file(path: &RepoPath, bytes: Vec<u8>, search: Search<'_>) -> (Vec<Citation>, Option<Strays>) {
    let is_seen = |at: usize| !kind::is_drawn_xml(path) || kind::is_seen(&bytes, at);
    let mut found: Vec<Citation> = Vec::new();
    let (mut line, mut counted) = (1, 0);
    let hits = search.known.find_bytes(&bytes);
    let kind = OnceCell::new();
    for hit in hits.iter().filter(|hit| is_seen(hit.start)) {
        let between = bytes.get(counted..hit.start).unwrap_or_default();
        line += between.split(|&byte| byte == b'\n').count() - 1;
        counted = hit.start;
        let anchor = hit.anchor(&bytes);
        let mut same_line = found.iter().rev().take_while(|other| other.line == line);
        if same_line.any(|other| (other.writeup, &other.anchor) == (hit.writeup, &anchor)) {
            continue;
        }
        found.push(Citation {
            path: path.clone(),
            kind: *kind.get_or_init(|| Kind::of(path, search.onboarding)),
            line,
            writeup: hit.writeup,
            anchor,
            excerpt: excerpt(&bytes, hit.start, hit.end),
        });
    }
    let Some(shapes) = search.shapes else {
        return (found, None);
    };
    let (words, parts) = may_lead_nowhere(&bytes, &hits, shapes, is_seen);
    if words.is_empty() && parts.is_empty() {
        return (found, None);
    }
    let strays = match String::from_utf8(bytes) {
        Ok(text) => Some(Strays {
            path: path.clone(),
            text,
            words,
            parts,
        }),
        Err(error) => {
            // Places move where bytes that are no text are replaced.
            let text = String::from_utf8_lossy(error.as_bytes());
            let hits = search.known.find(&text);
            Strays::read(path.clone(), &text, &hits, shapes)
        }
    };
    (found, strays)
}

/// Returns the places of a text that may lead nowhere: words shaped like an id, and what names a part.
fn may_lead_nowhere(
    text: &[u8],
    hits: &[Hit],
    shapes: &Shapes,
    is_seen: impl Fn(usize) -> bool,
) -> (Vec<Range<usize>>, Vec<Part>) {
    let parts = hits.iter().filter(|hit| is_seen(hit.start));
    let parts = parts.filter_map(|hit| {
        let fragment = hit.fragment(text)?;
        Some(Part {
            hit: *hit,
            fragment,
        })
    });
    let parts: Vec<Part> = parts.take(STRAYS_MAX).collect();
    // `outages.md#2026-02-03-the-queue` names a heading: that is no id of its own.
    let is_heading = |at: &Range<usize>| {
        let behind = parts.partition_point(|part| part.fragment.at.end <= at.start);
        let part = parts.get(behind);
        part.is_some_and(|part| part.fragment.at.start < at.end)
    };
    let words = shapes.find(text);
    let words = words.filter(|at| is_seen(at.start) && !overlaps(hits, at) && !is_heading(at));
    (words.take(STRAYS_MAX).collect(), parts)
}

/// Whether one of the hits, which are in order, shares a byte with a place.
pub fn overlaps(hits: &[Hit], at: &Range<usize>) -> bool {
    let behind = hits.partition_point(|hit| hit.end <= at.start);
    hits.get(behind).is_some_and(|hit| hit.start < at.end)
}

/// Returns the line round a hit, without the marks that comments begin and end with.
pub fn excerpt(bytes: &[u8], start: usize, end: usize) -> String {
    // Near the hit only: a bundle may be one line of a megabyte, and full of hits.
    let first = start.saturating_sub(EXCERPT_BYTES_MAX / 2);
    let last = (end + EXCERPT_BYTES_MAX / 2).min(bytes.len());
    let before = bytes.get(first..start).unwrap_or_default();
    let from = before.iter().rposition(|&byte| byte == b'\n');
    let from = from.map_or(first, |at| first + at + 1);
    let after = bytes.get(end..last).unwrap_or_default();
    let to = after.iter().position(|&byte| byte == b'\n');
    let to = to.map_or(last, |at| end + at);
    let text = String::from_utf8_lossy(bytes.get(from..to).unwrap_or_default()).into_owned();
    let marks = |c: char| {
        c.is_whitespace() || matches!(c, '/' | '#' | '*' | ';' | '%' | '-' | '<' | '!' | '>')
    };
    text.trim_start_matches(marks)
        .trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '/' | '-' | '>'))
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_that_are_kept_are_known_by_their_frame() {
        for (text, expected) in [
            (
                "{\n  \"version\": 1,\n  \"command\": \"links --index\"",
                true,
            ),
            ("{\"version\":1,\"repository\":\"shop\",\"to\":\"a\"}", true),
            ("{\"version\": \"1\", \"command\": \"x\"}", false),
            ("{\"version\": 1, \"name\": \"x\"}", false),
            ("[{\"version\": 1}]", false),
            ("", false),
        ] {
            assert_eq!(is_answer(text.as_bytes()), expected, "{text}");
        }
    }

    #[test]
    fn lines_are_counted_and_marks_of_comments_dropped() {
        let known = Known::new([("2026-01-02-a", 0), ("INC-7", 1)]);
        let path = RepoPath::new("x.rs").unwrap();
        let bytes =
            b"one\n  // see 2026-01-02-a (2026-01-02-a)\nlet x = \"INC-7\";\n\xff/* INC-7 INC-8 */";
        let shapes = Shapes::new(["INC-[0-9]+"]).unwrap();
        let search = Search {
            known: &known,
            shapes: Some(&shapes),
            onboarding: &[],
            bytes_max: u64::MAX,
        };
        let (citations, strays) = in_file(&path, bytes.to_vec(), search);
        let found: Vec<_> = citations
            .into_iter()
            .map(|one| (one.line, one.writeup, one.excerpt))
            .collect();
        assert_eq!(
            found,
            [
                (2, 0, "see 2026-01-02-a (2026-01-02-a)".to_owned()),
                (3, 1, "let x = \"INC-7\";".to_owned()),
                (4, 1, "\u{fffd}/* INC-7 INC-8".to_owned()),
            ]
        );
        let strays = strays.unwrap();
        let words: Vec<&str> = strays
            .words
            .iter()
            .map(|at| &strays.text[at.clone()])
            .collect();
        assert_eq!(words, ["INC-8"]);
    }
}
