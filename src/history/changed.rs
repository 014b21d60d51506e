//! What a branch touches: since it left its base, with what is not committed yet.

use std::path::Path;

use anyhow::{Context as _, Result, bail};
use git2::{Delta, DiffOptions, ErrorCode, Tree};

use super::alternates;
use super::loose::Loose;
use super::pipes;
use super::repository::Repository;
use crate::model::RepoPath;

/// Returns the files below `root` that differ from where HEAD left `base`, sorted; untracked files
/// count, files that are gone do not. `None` looks for the branch that others work from, `hints` first.
pub fn changed(root: &Path, base: Option<&str>, hints: &[String]) -> Result<Vec<RepoPath>> {
    let opened = Repository::holding(root)?;
    let repository = opened.library()?;
    refuse_damage(repository)?;
    pipes::refuse_below(&opened.top)?;
    let left = match repository.head() {
        Ok(head) => {
            let head = head.peel_to_commit().context("reading HEAD")?.id();
            Some(left(repository, head, base, hints)?)
        }
        // Before the first commit everything is new.
        Err(error) if error.code() == ErrorCode::UnbornBranch && base.is_none() => None,
        Err(error) => return Err(error).context("reading HEAD"),
    };
    let mut options = DiffOptions::new();
    options
        .include_untracked(true)
        .recurse_untracked_dirs(true)
        .skip_binary_check(true)
        .ignore_submodules(true);
    let diff = repository
        .diff_tree_to_workdir_with_index(left.as_ref(), Some(&mut options))
        .context("comparing with the work tree")?;
    let paths = diff
        .deltas()
        .filter(|delta| delta.status() != Delta::Deleted)
        .filter_map(|delta| {
            let path = String::from_utf8_lossy(delta.new_file().path_bytes()?).into_owned();
            RepoPath::new(path.strip_prefix(&opened.prefix)?)
        });
    let mut paths: Vec<RepoPath> = paths.collect();
    paths.sort();
    paths.dedup();
    Ok(paths)
}

/// Fails where a loose object is damaged: libgit2 never comes back from one that was cut short. Whoever
/// has it read objects asks this first.
pub(super) fn refuse_damage(repository: &git2::Repository) -> Result<()> {
    match Loose::below(&alternates::folders(
        &repository.commondir().join("objects"),
    ))
    .damaged()
    {
        Some(id) => bail!(
            "the git object {id} is damaged\n`git fsck` shows what else is; a fresh clone has it whole"
        ),
        None => Ok(()),
    }
}

/// Returns the tree at which HEAD left the base.
fn left<'r>(
    repository: &'r git2::Repository,
    head: git2::Oid,
    base: Option<&str>,
    hints: &[String],
) -> Result<Tree<'r>> {
    let found = |name: &str| {
        let object = repository.revparse_single(name).ok()?;
        Some(object.peel_to_commit().ok()?.id())
    };
    let base = if let Some(name) = base {
        found(name).with_context(|| {
            format!("there is no commit or branch `{name}` in this clone\n`git fetch` may bring it")
        })?
    } else {
        let usual = [
            "origin/HEAD",
            "origin/main",
            "origin/master",
            "main",
            "master",
        ];
        let mut names = hints.iter().map(String::as_str).chain(usual);
        names.find_map(found).context(
            "it is not clear which branch this one left\n`incident lint --changed BRANCH` names it",
        )?
    };
    match repository.merge_base(head, base) {
        Ok(id) => Ok(repository.find_commit(id)?.tree()?),
        Err(_) if repository.is_shallow() => bail!(
            "this clone is cut off before the branch left its base\n`git fetch --unshallow` brings the rest; in CI, `fetch-depth: 0`"
        ),
        Err(error) if error.code() == ErrorCode::NotFound => {
            bail!("this branch and its base have no commit in common")
        }
        Err(error) => Err(error).context("looking for where the branch left its base"),
    }
}
