//! Making commits: for `new --commit`, for the tour, and for tests.

use std::io;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context as _, Error, Result, anyhow, bail};
use git2::{IndexAddOption, RepositoryInitOptions, RepositoryState, Signature, Time};

use super::branch;
use super::changed;
use super::repository::Repository;
use crate::disk::{self, Bench, Lock};
use crate::model::{Moment, RepoPath};

/// A commit to be made.
#[derive(Clone, Debug)]
pub struct Draft<'a> {
    pub message: &'a str,
    /// Who signs it and when; the user that git knows, now, when absent.
    pub author: Option<Author<'a>>,
}

#[derive(Clone, Copy, Debug)]
pub struct Author<'a> {
    pub name: &'a str,
    pub email: &'a str,
    pub at: Moment,
}

/// Makes a repository in an existing folder, with a first branch `main` and without template hooks.
pub fn init(folder: &Path) -> Result<()> {
    let mut options = RepositoryInitOptions::new();
    options
        .initial_head("main")
        .no_reinit(true)
        .external_template(false);
    git2::Repository::init_opts(folder, &options)
        .with_context(|| format!("making a repository in `{}`", folder.display()))?;
    Ok(())
}

/// Commits everything in the work tree of a repository that nobody else is at work in.
pub fn commit_all(root: &Path, draft: &Draft<'_>) -> Result<String> {
    let opened = Repository::holding(root)?;
    let repository = opened.library()?;
    let mut index = repository.index().context("reading git's index")?;
    index
        .add_all(["*"], IndexAddOption::DEFAULT, None)
        .context("adding files")?;
    index.update_all(["*"], None).context("adding changes")?;
    index.write().context("writing git's index")?;
    let tree = repository.find_tree(index.write_tree().context("writing the tree")?)?;
    let parent = head(repository)?;
    let signature = signature(repository, draft)?;
    let parents: Vec<_> = parent.iter().collect();
    let (message, head) = (draft.message, Some("HEAD"));
    let id = repository
        .commit(head, &signature, &signature, message, &tree, &parents)
        .context("making the commit")?;
    Ok(id.to_string())
}

/// How long git may be at work before this gives way to it.
const PATIENCE: Duration = Duration::from_secs(3);

/// Commits one new file on top of HEAD and nothing else: what the user has staged or changed stays
/// as it is. Returns the commit's id. Refuses where a commit would be wrong: in the middle of a
/// merge or rebase, or while git is at work. Hooks are not run and nothing is signed: both are the
/// user's own programs.
pub fn commit_file(root: &Path, file: &RepoPath, draft: &Draft<'_>) -> Result<String> {
    let opened = Repository::holding(root)?;
    let repository = opened.library()?;
    changed::refuse_damage(repository)?;
    let bench = Bench::at(repository.path()).context("making room in git's folder")?;
    let index_lock = lock_index(repository, &bench)?;
    if repository.state() != RepositoryState::Clean {
        bail!(
            "git is in the middle of something (a merge, a rebase)\nfinish it, then `git commit -- {file}`"
        );
    }
    // Hooks may lie elsewhere (husky), be links, or be shared by several work trees.
    let configured = repository
        .config()
        .ok()
        .and_then(|config| config.get_path("core.hooksPath").ok());
    let hooks = match configured {
        Some(path) => repository.workdir().unwrap_or(root).join(path),
        None => repository.commondir().join("hooks"),
    };
    for hook in ["pre-commit", "commit-msg", "prepare-commit-msg"] {
        if disk::kind(&hooks, Path::new(hook)) != disk::Kind::Missing {
            bail!(
                "this repository has a `{hook}` hook, which only git itself runs\n`git add {file} && git commit -- {file}`"
            );
        }
    }
    let path = format!("{}{file}", opened.prefix);
    let blob = repository
        .blob_path(&root.join(file.as_str()))
        .with_context(|| format!("storing `{file}`"))?;
    let entry = index_entry(&path, blob);
    // The commit's tree is HEAD's with the one file; the index gets the same file beside the rest. The
    // lock is held over both: who else commits now would be undone by the older of two trees.
    let parent = head(repository)?;
    let mut only = git2::Index::new()?;
    if let Some(parent) = &parent {
        only.read_tree(&parent.tree().context("reading HEAD")?)?;
    }
    only.add(&entry)?;
    let tree = repository.find_tree(only.write_tree_to(repository)?)?;
    let signature = signature(repository, draft)?;
    let parents: Vec<_> = parent.iter().collect();
    let id = repository
        .commit(None, &signature, &signature, draft.message, &tree, &parents)
        .context("making the commit")?;
    let index_path = repository.path().join("index");
    let copy = bench.copy(&index_path).context("reading git's index")?;
    let mut index = git2::Index::open(&copy).context("reading git's index")?;
    index.add(&entry).context("adding to git's index")?;
    index.write().context("writing git's index")?;
    // HEAD moves only if it still is where it was read: two at once cannot lose a commit. The index goes
    // first: who is stopped between the two finds the file staged, and not taken out again.
    let change = (parent.map(|parent| parent.id()), id);
    let why = (&signature, draft.message);
    let held = branch::hold(repository, &bench, change, why, PATIENCE)?;
    disk::rename(&copy, &index_path).context("writing git's index")?;
    held.finish()?;
    drop(index_lock);
    Ok(id.to_string())
}

/// Takes git's own lock, so that neither git nor a second run is at work at the same time.
fn lock_index(repository: &git2::Repository, bench: &Bench) -> Result<Lock> {
    let path = repository.path().join("index.lock");
    bench.lock(&path, b"", PATIENCE).map_err(|error| {
        if error.kind() == io::ErrorKind::AlreadyExists {
            busy(repository, &path)
        } else {
            Error::new(error).context("taking git's lock `.git/index.lock`")
        }
    })
}

/// Says which lock of another is in the way, since when, and what to do about it.
pub(super) fn busy(repository: &git2::Repository, lock: &Path) -> Error {
    let root = repository.workdir().unwrap_or(lock);
    let shown = lock.strip_prefix(root).unwrap_or(lock).display();
    let folder = lock.parent().unwrap_or(root);
    let since = lock
        .file_name()
        .and_then(|name| disk::stamp(folder, Path::new(name)))
        .and_then(|stamp| i64::try_from(stamp.numbers()[0] / 1_000_000_000).ok())
        .filter(|seconds| *seconds > 0)
        .and_then(|seconds| Moment::utc(seconds).in_utc())
        .map(|since| format!(" since {since} UTC"))
        .unwrap_or_default();
    anyhow!(
        "git is at work here: `{shown}` is there{since}\nwait until it is done; if no git runs here, one that was stopped left the file: remove it"
    )
}

/// Returns the commit that HEAD names; `None` before the first.
fn head(repository: &git2::Repository) -> Result<Option<git2::Commit<'_>>> {
    match repository.head() {
        Ok(head) => Ok(Some(head.peel_to_commit().context("reading HEAD")?)),
        Err(_) => Ok(None),
    }
}

fn index_entry(path: &str, id: git2::Oid) -> git2::IndexEntry {
    let never = git2::IndexTime::new(0, 0);
    git2::IndexEntry {
        ctime: never,
        mtime: never,
        dev: 0,
        ino: 0,
        mode: 0o100_644,
        uid: 0,
        gid: 0,
        file_size: 0,
        id,
        flags: 0,
        flags_extended: 0,
        path: path.as_bytes().to_vec(),
    }
}

/// Returns who signs: the author of the draft, or the user that git knows, now.
fn signature(repository: &git2::Repository, draft: &Draft<'_>) -> Result<Signature<'static>> {
    match draft.author {
        Some(author) => {
            let time = Time::new(author.at.seconds, author.at.offset_minutes);
            Ok(Signature::new(author.name, author.email, &time)?)
        }
        None => repository.signature().context(
            "git does not know your name\ngit config user.name 'Your Name'; git config user.email you@example.org",
        ),
    }
}

/// Returns the editor that the user told git of. The repository's own settings are not asked: they
/// may have come with an archive.
pub fn user_editor() -> Option<String> {
    let config = git2::Config::open_default().ok()?;
    config
        .get_string("core.editor")
        .ok()
        .filter(|editor| !editor.trim().is_empty())
}
