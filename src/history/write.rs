//! Making commits: for `new --commit`, for the tour, and for tests.

use std::io;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context as _, Error, Result, anyhow, bail};
use git2::{IndexAddOption, RepositoryInitOptions, RepositoryState, Signature, Time};

use super::changed;
use super::repository::Repository;
use crate::disk::{Aside, Lock};
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

/// Commits everything in the work tree.
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
    commit(repository, &tree, parent.as_ref(), draft)
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
    let lock = lock(repository, file)?;
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
        if crate::disk::kind(&hooks, Path::new(hook)) != crate::disk::Kind::Missing {
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
    let aside = Aside::of(&repository.path().join("index")).context("reading git's index")?;
    let mut index = git2::Index::open(&aside.path()).context("reading git's index")?;
    index.add(&entry).context("adding to git's index")?;
    let id = commit(repository, &tree, parent.as_ref(), draft)?;
    index.write().context("writing git's index")?;
    aside.put_back().context("writing git's index")?;
    drop(lock);
    Ok(id)
}

/// Takes git's own lock, so that neither git nor a second run is at work at the same time.
fn lock(repository: &git2::Repository, file: &RepoPath) -> Result<Lock> {
    Lock::take(repository.path(), "index.lock", PATIENCE).map_err(|error| {
        if error.kind() == io::ErrorKind::AlreadyExists {
            anyhow!("git is at work here: `.git/index.lock` exists\nwhen it is done, `git add {file} && git commit -- {file}`")
        } else {
            Error::new(error).context("taking git's lock `.git/index.lock`")
        }
    })
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

fn commit(
    repository: &git2::Repository,
    tree: &git2::Tree<'_>,
    parent: Option<&git2::Commit<'_>>,
    draft: &Draft<'_>,
) -> Result<String> {
    let signature = match draft.author {
        Some(author) => {
            let time = Time::new(author.at.seconds, author.at.offset_minutes);
            Signature::new(author.name, author.email, &time)?
        }
        None => repository.signature().context(
            "git does not know your name\ngit config user.name 'Your Name'; git config user.email you@example.org",
        )?,
    };
    let parents: Vec<_> = parent.into_iter().collect();
    // HEAD moves only if it still is where it was read: two at once cannot lose a commit.
    let id = repository
        .commit(
            Some("HEAD"),
            &signature,
            &signature,
            draft.message,
            tree,
            &parents,
        )
        .context("making the commit")?;
    Ok(id.to_string())
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
