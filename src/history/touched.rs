//! What commits touched, and what was tagged.

use std::path::Path;

use anyhow::{Context as _, Result};
use git2::{ObjectType, Oid};

use super::changed::refuse_damage;
use super::repository::Repository;
use crate::model::{Moment, RepoPath};

/// A tag, and when it was set: of one without words of its own, when its commit was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tag {
    pub name: String,
    pub at: Moment,
}

/// Returns what each of these commits touched, seen from its first parent, sorted. `root` is the top of the
/// repository; the commits are named in full.
pub fn touched(root: &Path, commits: &[&str]) -> Result<Vec<Vec<RepoPath>>> {
    let opened = Repository::holding(root)?;
    let repository = opened.library()?;
    refuse_damage(repository)?;
    let files = |name: &&str| {
        let commit = repository.find_commit(Oid::from_str(name)?)?;
        let old = commit
            .parent(0)
            .ok()
            .map(|parent| parent.tree())
            .transpose()?;
        let diff = repository.diff_tree_to_tree(old.as_ref(), Some(&commit.tree()?), None)?;
        let paths = diff.deltas();
        let paths = paths.filter_map(|delta| {
            let file = delta
                .new_file()
                .path_bytes()
                .or(delta.old_file().path_bytes())?;
            RepoPath::new(&String::from_utf8_lossy(file))
        });
        let mut paths: Vec<RepoPath> = paths.collect();
        paths.sort();
        paths.dedup();
        Ok(paths)
    };
    let all = commits.iter().map(files);
    let all: Result<Vec<_>, git2::Error> = all.collect();
    all.context("comparing commits with those before them")
}

/// Returns the tags of a repository, by time, then by name.
pub fn tags(root: &Path) -> Result<Vec<Tag>> {
    let opened = Repository::holding(root)?;
    let repository = opened.library()?;
    refuse_damage(repository)?;
    let mut tags = Vec::new();
    for reference in repository
        .references_glob("refs/tags/*")
        .context("listing the tags")?
    {
        let Ok(reference) = reference else {
            continue;
        };
        let name = String::from_utf8_lossy(reference.name_bytes()).into_owned();
        let tagger = reference.peel(ObjectType::Tag).ok();
        let tagger = tagger.and_then(|tag| Some(tag.as_tag()?.tagger()?.when()));
        let at = tagger.or_else(|| Some(reference.peel_to_commit().ok()?.committer().when()));
        tags.extend(at.map(|at| Tag {
            name: name.trim_start_matches("refs/tags/").to_owned(),
            at: Moment {
                seconds: at.seconds(),
                offset_minutes: at.offset_minutes(),
            },
        }));
    }
    tags.sort_by(|one, other| (one.at.seconds, &one.name).cmp(&(other.at.seconds, &other.name)));
    Ok(tags)
}
