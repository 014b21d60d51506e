//! Making commits: for `new --commit`, for the tour, and for tests.

use std::path::Path;

use anyhow::{Context as _, Result, bail};
use git2::{IndexAddOption, RepositoryInitOptions, RepositoryState, Signature, Time};

use super::changed;
use super::repository::Repository;
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
    commit(repository, &tree, draft)
}

/// Commits one new file on top of HEAD and nothing else: what the user has staged or changed stays
/// as it is. Returns the commit's id. Refuses where a commit would be wrong: in the middle of a
/// merge or rebase, or while git is at work. Hooks are not run and nothing is signed: both are the
/// user's own programs.
pub fn commit_file(root: &Path, file: &RepoPath, draft: &Draft<'_>) -> Result<String> {
    let opened = Repository::holding(root)?;
    let repository = opened.library()?;
    changed::refuse_damage(repository)?;
    let git = repository.path();
    if repository.state() != RepositoryState::Clean {
        bail!(
            "git is in the middle of something (a merge, a rebase)\nfinish it, then `git commit -- {file}`"
        );
    }
    if crate::disk::kind(git, Path::new("index.lock")) != crate::disk::Kind::Missing {
        bail!(
            "git is at work here: `.git/index.lock` exists\nwhen it is done, `git commit -- {file}`"
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
    let mut index = repository.index().context("reading git's index")?;
    let blob = repository
        .blob_path(&root.join(file.as_str()))
        .with_context(|| format!("storing `{file}`"))?;
    let entry = index_entry(&path, blob);
    // The commit's tree is HEAD's with the one file; the index gets the same file beside the rest.
    let mut only = git2::Index::new()?;
    if let Ok(head) = repository.head() {
        only.read_tree(&head.peel_to_tree().context("reading HEAD")?)?;
    }
    only.add(&entry)?;
    let tree = repository.find_tree(only.write_tree_to(repository)?)?;
    let id = commit(repository, &tree, draft)?;
    index
        .add(&entry)
        .and_then(|()| index.write())
        .context("writing git's index")?;
    Ok(id)
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
    let parent = match repository.head() {
        Ok(head) => Some(head.peel_to_commit().context("reading HEAD")?),
        Err(_) => None,
    };
    let parents: Vec<_> = parent.iter().collect();
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
