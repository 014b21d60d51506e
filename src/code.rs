//! Floor 3: citations in the files of a repository: code, settings, diagrams, docs.
//!
//! Reads tracked files as bytes, bounded, and looks for known spellings only. Knows nothing of the
//! languages: a citation in a comment and one in a string are both there for a reader.

use std::path::Path;

use crate::disk;
use crate::model::{Known, RepoPath};

/// Longest file that is searched, in bytes: beyond are bundles, data and logs.
const FILE_BYTES_MAX: u64 = 1024 * 1024;
/// A NUL in the first bytes says that a file is no text, as git has it.
const PROBE_BYTES: usize = 8_000;
/// Longest excerpt that is kept, in bytes.
const EXCERPT_BYTES_MAX: usize = 400;

/// A line of a file that names a write-up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Citation {
    pub path: RepoPath,
    /// From 1.
    pub line: usize,
    /// The write-up's position in the corpus.
    pub writeup: usize,
    /// The line, trimmed of marks of comments.
    pub excerpt: String,
}

/// Searches the files for known spellings. Returns one citation for each line and write-up, in the
/// order of the paths. What cannot be read (gone from disk, a link, binary) holds none.
pub fn scan(root: &Path, paths: &[RepoPath], known: &Known) -> Vec<Citation> {
    let mut citations = Vec::new();
    for path in paths {
        let Ok(bytes) = disk::read(root, Path::new(path.as_str()), FILE_BYTES_MAX) else {
            continue;
        };
        if bytes.iter().take(PROBE_BYTES).any(|&byte| byte == 0) {
            continue;
        }
        citations.extend(in_file(path, &bytes, known));
    }
    citations
}

fn in_file(path: &RepoPath, bytes: &[u8], known: &Known) -> Vec<Citation> {
    let mut found: Vec<Citation> = Vec::new();
    let (mut line, mut counted) = (1, 0);
    for hit in known.find_bytes(bytes) {
        let between = bytes.get(counted..hit.start).unwrap_or_default();
        line += between.split(|&byte| byte == b'\n').count() - 1;
        counted = hit.start;
        let twin = found.iter().rev().take_while(|other| other.line == line);
        if twin.into_iter().any(|other| other.writeup == hit.writeup) {
            continue;
        }
        let excerpt = excerpt(bytes, hit.start, hit.end);
        found.push(Citation {
            path: path.clone(),
            line,
            writeup: hit.writeup,
            excerpt,
        });
    }
    found
}

/// Returns the line round a hit, without the marks that comments begin and end with.
fn excerpt(bytes: &[u8], start: usize, end: usize) -> String {
    let from = bytes
        .get(..start)
        .and_then(|before| before.iter().rposition(|&byte| byte == b'\n'));
    let from = from
        .map_or(0, |at| at + 1)
        .max(start.saturating_sub(EXCERPT_BYTES_MAX / 2));
    let to = bytes
        .get(end..)
        .and_then(|after| after.iter().position(|&byte| byte == b'\n'));
    let to = to
        .map_or(bytes.len(), |at| end + at)
        .min(end + EXCERPT_BYTES_MAX / 2);
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
    fn lines_are_counted_and_marks_of_comments_dropped() {
        let known = Known::new([("2026-01-02-a", 0), ("INC-7", 1)]);
        let path = RepoPath::new("x.rs").unwrap();
        let bytes =
            b"one\n  // see 2026-01-02-a (2026-01-02-a)\nlet x = \"INC-7\";\n\xff/* INC-7 */";
        let found: Vec<_> = in_file(&path, bytes, &known)
            .into_iter()
            .map(|one| (one.line, one.writeup, one.excerpt))
            .collect();
        assert_eq!(
            found,
            [
                (2, 0, "see 2026-01-02-a (2026-01-02-a)".to_owned()),
                (3, 1, "let x = \"INC-7\";".to_owned()),
                (4, 1, "\u{fffd}/* INC-7".to_owned()),
            ]
        );
    }
}
