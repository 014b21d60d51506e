//! Which places of a repository a write-up names: in code within lines, and in addresses.

use std::collections::{BTreeMap, BTreeSet};

use crate::corpus::Corpus;
use crate::model::{Destination, ForgeLink, ForgePlace, RepoPath, Writeup, is_commit};
use crate::text::Span;

/// Returns the place in this repository that an address means, if it means one.
pub fn own<'a>(url: &'a str, homes: &[String]) -> Option<ForgePlace<'a>> {
    if homes.is_empty() {
        return None;
    }
    let link = ForgeLink::read(url)?;
    homes.contains(&link.home).then_some(link.what)
}

/// Whether a name in an address is a branch that goes on: what it shows changes.
pub fn is_current(at: &str) -> bool {
    matches!(at, "main" | "master" | "HEAD" | "trunk" | "develop")
}

/// Returns the path in an address, percent-decoded.
pub fn forge_path(path: &str) -> Option<RepoPath> {
    match Destination::read(path) {
        Destination::Path { path, .. } => RepoPath::new(path.trim_end_matches('/')),
        _ => None,
    }
}

/// Returns the file that an address on a forge means, as a branch that goes on or a commit has it.
pub fn file_at(place: ForgePlace<'_>) -> Option<RepoPath> {
    match place {
        ForgePlace::File { at, path } if is_current(at) || is_commit(at) => forge_path(path),
        _ => None,
    }
}

/// Returns the files of other repositories that a write-up names by address, below `host/owner/name` of each.
/// Code within lines is left out: nothing says whose `src/main.rs` is meant, and nearly all have one.
pub fn abroad(writeup: &Writeup, homes: &[String]) -> BTreeMap<String, BTreeSet<RepoPath>> {
    let mut files: BTreeMap<String, BTreeSet<RepoPath>> = BTreeMap::new();
    for link in &writeup.links {
        let Some(link) = ForgeLink::read(&link.target.value) else {
            continue;
        };
        let file = file_at(link.what).filter(|file| *file != RepoPath::root());
        if let Some(file) = file.filter(|_| !homes.contains(&link.home)) {
            files.entry(link.home).or_default().insert(file);
        }
    }
    files
}

/// Yields the code within lines that reads like a path of the repository, with that path.
pub fn cited<'a>(
    writeup: &'a Writeup,
    corpus: &'a Corpus,
) -> impl Iterator<Item = (Span, RepoPath)> + 'a {
    writeup.codes.iter().filter_map(|&span| {
        let code = corpus.files.text(span);
        looks_like_path(code).then(|| Some((span, RepoPath::new(code)?)))?
    })
}

/// Whether code reads like `src/queue.rs`: folders, a file with an ending, nothing else.
fn looks_like_path(code: &str) -> bool {
    let letter = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '/' | '+');
    let name = code.rsplit('/').next().unwrap_or_default();
    let ending = name.rsplit_once('.').map_or(
        "",
        |(stem, ending)| if stem.is_empty() { "" } else { ending },
    );
    code.contains('/')
        && code.len() <= 200
        && !code.starts_with(['/', '.', '-'])
        && !code.contains("//")
        && code.chars().all(letter)
        && (1..=8).contains(&ending.len())
        && ending.starts_with(|c: char| c.is_alphabetic())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_that_reads_like_a_path() {
        for (code, expected) in [
            ("src/queue.rs", true),
            ("deploy/values.prod.yaml", true),
            ("queue.rs", false),
            ("/etc/hosts.conf", false),
            ("../a/b.rs", false),
            ("GET /a/b.json", false),
            ("https://x.org/a.js", false),
            ("and/or", false),
            ("v1/2.3", false),
            ("src/*.rs", false),
        ] {
            assert_eq!(looks_like_path(code), expected, "{code}");
        }
    }
}
