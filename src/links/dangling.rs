//! Citations that lead nowhere: words that are shaped like an id, and that nothing answers to; headings
//! that a write-up does not have.
//!
//! A word is taken for a citation only where nothing else speaks against it: a file of the repository
//! that is called so, and an address or a path that leads elsewhere, do.

use std::collections::{BTreeMap, HashSet};
use std::ops::Range;

use crate::code::{Part, Strays};
use crate::corpus::{Named, Names};
use crate::model::RepoPath;

use super::index::Index;

/// What is wrong with a repository's citations.
#[derive(Debug, Default)]
pub struct Dangling {
    /// Those that lead nowhere, in the order of files and places.
    pub found: Vec<Dangler>,
    /// Those that lead to a write-up, and to no heading of it, in the same order.
    pub parts: Vec<LostPart>,
    /// Those that name what was retired.
    pub retired: Vec<Retired>,
}

/// A citation of what is there no more, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Retired {
    /// Position of its file among the strays.
    pub file: usize,
    /// Where in the file's text.
    pub at: Range<usize>,
    pub why: String,
}

/// A citation that leads nowhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dangler {
    /// Position of its file among the strays.
    pub file: usize,
    /// Where in the file's text.
    pub at: Range<usize>,
    pub word: String,
    /// The name that is likely meant.
    pub near: Option<String>,
}

/// A citation of a part that its write-up does not have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LostPart {
    /// Position of its file among the strays.
    pub file: usize,
    /// Where in the file's text: all of it, and the anchor alone.
    pub at: Range<usize>,
    pub anchor_at: Range<usize>,
    pub anchor: String,
    /// Position of the write-up in the index.
    pub to: usize,
    /// The anchor that is likely meant.
    pub near: Option<String>,
}

/// Longest address that is read, in bytes.
const ADDRESS_BYTES_MAX: usize = 2048;
/// So many words get a name that is near to them: a file may hold a hundred thousand strays.
const NEAR_MAX: usize = 1000;

/// Looks at the strays of files. `tracked` are all files of the repository that holds them.
pub fn dangling(strays: &[Strays], index: &Index, tracked: &[RepoPath]) -> Dangling {
    let mut dangling = Dangling::default();
    if strays.is_empty() {
        return dangling;
    }
    let names = index.names();
    let stems: HashSet<&str> = tracked.iter().map(RepoPath::stem).collect();
    let mut nearest: BTreeMap<String, Option<String>> = BTreeMap::new();
    for (file, strays) in strays.iter().enumerate() {
        let parts = strays.parts.iter();
        dangling
            .parts
            .extend(parts.filter_map(|part| lost(file, &strays.text, part, index, &names)));
        for at in &strays.words {
            let word = strays.text.get(at.clone()).unwrap_or_default();
            if let Some(why) = index.retired.get(word) {
                dangling.retired.push(Retired {
                    file,
                    at: at.clone(),
                    why: why.clone(),
                });
                continue;
            }
            if stems.contains(word) || leads_elsewhere(&strays.text, at.start, index) {
                continue;
            }
            if !nearest.contains_key(word) && nearest.len() < NEAR_MAX {
                let near = names.nearest(word).map(str::to_owned);
                nearest.insert(word.to_owned(), near);
            }
            let near = nearest.get(word).cloned().flatten();
            dangling.found.push(Dangler {
                file,
                at: at.clone(),
                word: word.to_owned(),
                near,
            });
        }
    }
    dangling
}

/// Returns what is wrong with a citation of a part; `None` where the part is there.
fn lost(file: usize, text: &str, part: &Part, index: &Index, names: &Names) -> Option<LostPart> {
    let (hit, fragment) = (&part.hit, &part.fragment);
    let entry = index.writeups.get(hit.writeup)?;
    let spelling = text.get(hit.start..hit.end).unwrap_or_default();
    // Of two that share a name nobody can tell which is meant.
    let is_shared = matches!(names.exact(spelling), Named::Several(_));
    if is_shared || !entry.lacks(&fragment.anchor) {
        return None;
    }
    Some(LostPart {
        file,
        at: hit.start..fragment.at.end,
        anchor_at: fragment.at.clone(),
        anchor: fragment.anchor.clone(),
        to: hit.writeup,
        near: entry.nearest(&fragment.anchor).map(str::to_owned),
    })
}

/// Whether the word at a place is the end of a path or an address that does not lead to write-ups:
/// somebody's blog names its posts as write-ups are named.
fn leads_elsewhere(text: &str, at: usize, index: &Index) -> bool {
    // An address is no longer than that, and a line may be a megabyte.
    let mut first = at.saturating_sub(ADDRESS_BYTES_MAX);
    while !text.is_char_boundary(first) {
        first += 1;
    }
    let before = text.get(first..at).unwrap_or_default();
    if !before.ends_with('/') {
        return false;
    }
    let is_end = |c: char| c.is_whitespace() || "\"'`<>()[]{},;|".contains(c);
    let way = before.rsplit(is_end).next().unwrap_or_default();
    let is_dots = |part: &str| matches!(part, "" | "." | "..");
    if way.split('/').all(is_dots) {
        return false;
    }
    let has_folder = index.folders.iter().any(|folder| {
        let last = folder.rsplit('/').next().unwrap_or_default();
        folder.is_empty() || way.split('/').any(|part| part == last)
    });
    let has_address = index.addresses.iter().any(|address| {
        let bare = address
            .split_once("://")
            .map_or(address.as_str(), |(_, rest)| rest);
        let bare = bare.split('{').next().unwrap_or_default();
        way.contains(bare.trim_end_matches('/'))
    });
    // Years are folders of write-ups, and say nothing alone.
    let is_year = |part: &str| part.len() == 4 && part.bytes().all(|byte| byte.is_ascii_digit());
    let only_years = way.split('/').all(|part| is_dots(part) || is_year(part));
    !has_folder && !has_address && !only_years
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ways_to_elsewhere_are_told_from_ways_to_writeups() {
        let index = Index {
            folders: vec!["stories/incidents".to_owned()],
            addresses: vec!["https://stories.x.org/{id}".to_owned()],
            ..Index::default()
        };
        for (text, expected) in [
            ("see ID", false),
            ("(../2025/ID", false),
            ("../incidents/2025/ID", false),
            (
                "https://x.org/a/b/blob/0a1b2c3/stories/incidents/2025/ID",
                false,
            ),
            ("<https://stories.x.org/ID", false),
            ("https://blog.x.org/ID", true),
            ("img:tag/ID", true),
        ] {
            let at = text.find("ID").unwrap();
            assert_eq!(leads_elsewhere(text, at, &index), expected, "{text}");
        }
    }
}
