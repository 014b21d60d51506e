//! What one commit has and another has not.

use std::path::Path;

use anyhow::{Context as _, Result};

use super::changed::refuse_damage;
use super::repository::Repository;
use crate::model::RepoPath;

/// Returns the files that differ between `to` and where it left `from`, as seen from `root`, sorted; the
/// names of those that went are among them.
pub fn between(root: &Path, from: &str, to: &str) -> Result<Vec<RepoPath>> {
    let opened = Repository::holding(root)?;
    let repository = opened.library()?;
    refuse_damage(repository)?;
    let commit = |name: &str| {
        let object = repository.revparse_single(name).ok();
        let commit = object.and_then(|object| object.peel_to_commit().ok());
        commit.with_context(|| {
            format!("there is no commit or branch `{name}` in this clone\n`git fetch` may bring it")
        })
    };
    let (from, to) = (commit(from)?, commit(to)?);
    // Two that have nothing in common are compared as they are.
    let base = repository.merge_base(from.id(), to.id());
    let left = base.ok().and_then(|id| repository.find_commit(id).ok());
    let left = left.unwrap_or(from);
    let (old, new) = (left.tree()?, to.tree()?);
    let diff = repository
        .diff_tree_to_tree(Some(&old), Some(&new), None)
        .context("comparing the two")?;
    let mut paths: Vec<RepoPath> = diff
        .deltas()
        .flat_map(|delta| [delta.old_file().path_bytes(), delta.new_file().path_bytes()])
        .flatten()
        .filter_map(|bytes| {
            let path = String::from_utf8_lossy(bytes).into_owned();
            RepoPath::new(path.strip_prefix(&opened.prefix)?)
        })
        .collect();
    paths.sort();
    paths.dedup();
    Ok(paths)
}
