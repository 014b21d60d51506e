//! What the rules want to know of git, worked out before git is opened: often nothing.

use crate::corpus::{self, Corpus, Named};
use crate::history::Questions;
use crate::model::{Destination, ForgeLink, ForgePlace, LinkKind, RepoPath, Writeup};
use crate::text::{FileId, Span};

/// Returns what to ask about the write-ups. `homes` says where their repository lives for others, so
/// that an address there is known to mean it. Only what the `wanted` files name is asked about, and what only
/// `advice` would say only where it is wanted.
pub fn questions(
    corpus: &Corpus,
    homes: &[String],
    wanted: impl Fn(FileId) -> bool,
    advice: bool,
) -> Questions {
    let mut questions = Questions::default();
    let folders = corpus.folders();
    let folders = folders
        .iter()
        .filter_map(|folder| corpus.below.join(folder.as_str()));
    questions.folders = folders.collect();
    for writeup in &corpus.writeups {
        // A name that stands anywhere may be the former one of a wanted file.
        for related in &writeup.meta.related {
            ask_name(&related.id.value, corpus, &mut questions);
        }
        for link in &writeup.links {
            if link.kind == LinkKind::Wiki {
                ask_name(&link.target.value, corpus, &mut questions);
            }
        }
        if !wanted(writeup.file) {
            continue;
        }
        for link in &writeup.links {
            if let Some(file) = corpus.target(link) {
                if !file.there {
                    questions.paths.insert(file.path.clone());
                } else if file.writeup.is_none() {
                    questions.files.insert(file.path.clone());
                }
                continue;
            }
            match own(&link.target.value, homes) {
                Some(ForgePlace::Commit(id)) => {
                    questions.commits.insert(id.to_lowercase());
                }
                Some(ForgePlace::File { at, path }) if is_current(at) => {
                    questions.paths.extend(forge_path(path));
                }
                _ => {}
            }
        }
        // What becomes of it is advice: going back through the history for nobody would be a waste.
        if advice && writeup.meta.status.is_some() {
            questions
                .paths
                .extend(cited(writeup, corpus).map(|(_, path)| path));
        }
    }
    questions
}

/// Asks what a name means that nobody answers to.
fn ask_name(written: &str, corpus: &Corpus, questions: &mut Questions) {
    let name = corpus::bare(written);
    if !name.is_empty() && corpus.names.meant(written) == Named::Nobody {
        questions.names.insert(name.to_owned());
    }
}

/// Returns the place in this repository that an address means, if it means one.
pub(super) fn own<'a>(url: &'a str, homes: &[String]) -> Option<ForgePlace<'a>> {
    if homes.is_empty() {
        return None;
    }
    let link = ForgeLink::read(url)?;
    homes.contains(&link.home).then_some(link.what)
}

/// Whether a name in an address is a branch that goes on: what it shows changes.
pub(super) fn is_current(at: &str) -> bool {
    matches!(at, "main" | "master" | "HEAD" | "trunk" | "develop")
}

/// Returns the path in an address, percent-decoded.
pub(super) fn forge_path(path: &str) -> Option<RepoPath> {
    match Destination::read(path) {
        Destination::Path { path, .. } => RepoPath::new(path.trim_end_matches('/')),
        _ => None,
    }
}

/// Yields the code within lines that reads like a path of the repository, with that path.
pub(super) fn cited<'a>(
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
