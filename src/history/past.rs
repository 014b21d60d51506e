//! What became of paths and commits that a text names.
//!
//! Three answers, not two: git knows, git knows that there is none, or it cannot say because the clone
//! was cut off. Nothing is read that nobody asked for.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::{Context as _, Result};
use git2::Oid;

use super::departures::Called;
use super::fates::{self, Fate, Fates};
use super::repository::Repository;
use crate::model::RepoPath;

/// What is asked. Paths are seen from the top of the work tree.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Questions {
    /// Files that are not there: were they ever, and where are they now?
    pub paths: BTreeSet<RepoPath>,
    /// Files that are there: does git leave them out?
    pub files: BTreeSet<RepoPath>,
    /// Commits, by the beginning of their id.
    pub commits: BTreeSet<String>,
    /// Names of write-ups that nobody answers to: was a file below `folders` called so?
    pub names: BTreeSet<String>,
    pub folders: Vec<RepoPath>,
}

impl Questions {
    fn is_empty(&self) -> bool {
        let files = self.paths.is_empty() && self.files.is_empty();
        files && self.commits.is_empty() && self.names.is_empty()
    }
}

/// The answers. What nobody asked, or git cannot say, is not in here.
#[derive(Clone, Debug, Default)]
pub struct Past {
    fates: Fates,
    unknown: BTreeSet<String>,
    ignored: BTreeSet<RepoPath>,
    /// Where what was called so is now, and the commit that renamed it.
    renamed: BTreeMap<String, (RepoPath, String)>,
    /// Where this repository lives for others: `host/owner/name`, lower case.
    pub remotes: Vec<String>,
}

impl Past {
    /// Returns what became of a file that was there once; `None` when it never was, as far as known.
    pub fn fate(&self, path: &RepoPath) -> Option<&Fate> {
        self.fates.get(path)
    }

    /// Returns the file below the folders that was called `name` and has another name now, and the
    /// commit that renamed it.
    pub fn renamed(&self, name: &str) -> Option<(&RepoPath, &str)> {
        let (now, commit) = self.renamed.get(name)?;
        Some((now, commit))
    }

    /// Returns the names under which a file was asked for and that it does not have any more.
    pub fn former(&self, path: &RepoPath) -> impl Iterator<Item = &str> {
        let names = self.renamed.iter();
        names
            .filter(move |(_, (now, _))| now == path)
            .map(|(name, _)| name.as_str())
    }

    /// Whether this repository surely has no commit whose id begins so.
    pub fn lacks(&self, commit: &str) -> bool {
        self.unknown.contains(commit)
    }

    /// Whether git is told to leave a file out, so that only this machine has it.
    pub fn ignores(&self, path: &RepoPath) -> bool {
        self.ignored.contains(path)
    }
}

/// Returns where the repository lives for others: nothing outside of a repository.
pub fn remotes(root: &Path) -> Vec<String> {
    let opened = Repository::holding(root);
    let named = opened.and_then(|opened| Ok(named(opened.library()?)));
    named.unwrap_or_default()
}

/// Answers from the repository that holds `root`. `cache` is a folder in which answers are kept for the next
/// run; they change no result.
pub fn past(root: &Path, questions: &Questions, cache: Option<&Path>) -> Result<Past> {
    let opened = Repository::holding(root)?;
    let repository = opened.library()?;
    let mut past = Past {
        remotes: named(repository),
        ..Past::default()
    };
    // The index of a large repository is long, and most runs ask nothing.
    if questions.is_empty() {
        return Ok(past);
    }
    let index = repository.index().context("reading git's index")?;
    // No file is called so, and libgit2's binding panics when it is asked.
    let askable = |path: &&RepoPath| !path.as_str().is_empty() && !path.as_str().contains('\0');
    let is_tracked = |path: &RepoPath| index.get_path(Path::new(path.as_str()), 0).is_some();
    for path in questions.files.iter().filter(askable) {
        let file = Path::new(path.as_str());
        if !is_tracked(path) && repository.is_path_ignored(file).unwrap_or(false) {
            past.ignored.insert(path.clone());
        }
    }
    let paths: BTreeSet<RepoPath> = questions
        .paths
        .iter()
        .filter(askable)
        .filter(|path| !is_tracked(path))
        .cloned()
        .collect();
    let names = if questions.folders.is_empty() {
        &BTreeSet::new()
    } else {
        &questions.names
    };
    if paths.is_empty() && names.is_empty() && questions.commits.is_empty() {
        return Ok(past);
    }
    // A clone that was cut off does not know what it does not have.
    if !repository.is_shallow() {
        let odb = repository.odb().context("opening the object database")?;
        let lacks = |id: &&String| !has(&odb, id);
        past.unknown = questions.commits.iter().filter(lacks).cloned().collect();
    }
    if !paths.is_empty() || !names.is_empty() {
        let folders = &questions.folders;
        let called = Called { names, folders };
        past.fates = fates::fates(&opened, &paths, called, cache)?;
        for (path, fate) in &past.fates {
            let name = names
                .get(path.stem())
                .filter(|_| !questions.paths.contains(path));
            if let (Some(name), Some(now), true) = (name, &fate.now, fate.sure) {
                let renamed = (now.clone(), fate.commit.clone());
                past.renamed.entry(name.clone()).or_insert(renamed);
            }
        }
    }
    Ok(past)
}

fn has(odb: &git2::Odb<'_>, id: &str) -> bool {
    match Oid::from_str(id) {
        Ok(whole) if id.len() == FULL => odb.exists(whole),
        // Several that begin so are more than none.
        Ok(start) => match odb.exists_prefix(start, id.len()) {
            Ok(_) => true,
            Err(error) => error.code() == git2::ErrorCode::Ambiguous,
        },
        Err(_) => false,
    }
}

/// Digits of a whole id.
const FULL: usize = 40;

/// Reads the addresses of the remotes.
fn named(repository: &git2::Repository) -> Vec<String> {
    let names = repository.remotes();
    let mut homes: Vec<String> = names
        .iter()
        .flat_map(|names| names.iter().flatten())
        .filter_map(|name| {
            let remote = repository.find_remote(name?).ok()?;
            home(remote.url().ok()?)
        })
        .collect();
    homes.sort();
    homes.dedup();
    homes
}

/// Returns `host/owner/name` of an address as git takes it; `None` for a path on this machine.
fn home(url: &str) -> Option<String> {
    let rest = match url.split_once("://") {
        Some(("file", _)) => return None,
        Some((_, rest)) => rest.to_owned(),
        // `git@host:owner/name`
        None => {
            let (host, path) = url.split_once(':')?;
            if host.contains('/') || host.len() < 2 {
                return None;
            }
            format!("{host}/{}", path.trim_start_matches('/'))
        }
    };
    let rest = rest
        .rsplit_once('@')
        .map_or(rest.as_str(), |(_, rest)| rest);
    let (host, path) = rest.split_once('/')?;
    let host = host.split(':').next().unwrap_or(host);
    let path = path.trim_end_matches('/');
    let path = path.strip_suffix(".git").unwrap_or(path);
    (!path.is_empty()).then(|| format!("{host}/{path}").to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_name_a_home() {
        for (url, expected) in [
            ("git@github.com:Acme/Shop.git", Some("github.com/acme/shop")),
            ("https://github.com/acme/shop", Some("github.com/acme/shop")),
            (
                "ssh://git@git.x.org:2222/a/b/c.git/",
                Some("git.x.org/a/b/c"),
            ),
            ("https://user:pass@x.org/a/b.git", Some("x.org/a/b")),
            ("/srv/git/shop.git", None),
            ("file:///srv/git/shop.git", None),
            ("../shop", None),
            ("C:/shop", None),
        ] {
            assert_eq!(home(url).as_deref(), expected, "{url}");
        }
    }
}
