//! Floor 3: the commits of a repository become values. The only place that knows git.
//!
//! One pass, newest first, over what HEAD can reach. Commits are read raw, so that a malformed
//! author hides nothing but itself; no program is started, no index refreshed, nothing written.

mod commit;
mod loose;
mod mailmap;
mod raw;
mod trailers;
mod write;

use std::collections::{BinaryHeap, HashMap};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, anyhow, bail};
use git2::{DiffFindOptions, DiffOptions, ErrorCode, Oid, Repository, RepositoryOpenFlags};

use crate::disk;
use crate::model::RepoPath;

pub use commit::{Change, Commit, Role, Signed};
pub use write::{Author, Draft, commit_all, commit_file, init, user_editor};

use mailmap::Mailmap;

/// What the repository remembers.
#[derive(Debug, Default)]
pub struct History {
    /// Newest first: no commit stands before one that descends from it; where ancestry does not
    /// decide, by date, then by id.
    pub commits: Vec<Commit>,
    /// Commits that exist and could not be read: damage, said rather than hidden.
    pub unreadable: Vec<String>,
    /// Whether the clone was cut off, so that older commits are unknown.
    pub shallow: bool,
}

/// Whether `root` lies in a git work tree.
pub fn is_repository(root: &Path) -> bool {
    top(root).is_some()
}

fn top(root: &Path) -> Option<PathBuf> {
    disk::find_upwards(root, ".git", |_| false)
}

/// An open repository and where in it the write-ups' root lies.
struct Opened {
    repository: Repository,
    /// The root seen from the top of the work tree; empty or `a/b/`.
    prefix: String,
}

fn open(root: &Path) -> Result<Opened> {
    let Some(top) = top(root) else {
        bail!(
            "`{}` is not in a git repository, so there is no history\n`git init` and a first commit make one",
            root.display()
        );
    };
    // Found by ourselves, so that a bare repository that a pull request brings along is never it.
    let flags = RepositoryOpenFlags::NO_SEARCH;
    let repository =
        Repository::open_ext(&top, flags, &[] as &[&Path]).map_err(|error| explain(error, &top))?;
    if repository.is_bare() {
        bail!(
            "`{}` is a bare repository; a work tree is needed",
            top.display()
        );
    }
    if let Some(id) = loose::cut_short(&repository.commondir().join("objects")) {
        bail!(
            "the git object {id} is damaged: it was cut short\n`git fsck` shows what else is; a fresh clone has it whole"
        );
    }
    let prefix = root
        .strip_prefix(&top)
        .unwrap_or(Path::new(""))
        .to_string_lossy()
        .replace('\\', "/");
    let prefix = if prefix.is_empty() {
        prefix
    } else {
        format!("{prefix}/")
    };
    Ok(Opened { repository, prefix })
}

/// Puts git's own remedy beside the refusals that have one.
fn explain(error: git2::Error, top: &Path) -> anyhow::Error {
    let shown = top.display();
    match error.code() {
        ErrorCode::Owner => anyhow!(
            "the repository `{shown}` belongs to somebody else, and git does not trust it\nif you do: git config --global --add safe.directory '{shown}'"
        ),
        _ if error.message().contains("extension") || error.message().contains("object format") => {
            anyhow!(
                "this repository uses a format that libgit2 cannot read: {}\nanswers from history need a clone in git's classic format",
                error.message()
            )
        }
        _ => anyhow::Error::new(error).context(format!("opening the repository `{shown}`")),
    }
}

/// Reads the history that HEAD reaches. Changes are those below `folders` (of the root) only, and
/// none are looked for without folders; every commit is there, whatever it touched.
pub fn read(root: &Path, folders: &[RepoPath]) -> Result<History> {
    let opened = open(root)?;
    let repository = &opened.repository;
    let shallow = repository.is_shallow();
    let head = match repository.head() {
        Ok(head) => head
            .peel(git2::ObjectType::Commit)
            .context("reading HEAD")?
            .id(),
        Err(error) if matches!(error.code(), ErrorCode::UnbornBranch | ErrorCode::NotFound) => {
            return unborn(repository, shallow);
        }
        Err(error) => return Err(error).context("reading HEAD"),
    };
    let mailmap = Mailmap::at_head(repository);
    let mut unreadable = Vec::new();
    let ordered = walk(repository, head, shallow, &mut unreadable)?;
    let mut changes = Changes::new(&opened, folders, &ordered);
    let mut commits = Vec::with_capacity(ordered.len());
    for (id, raw) in ordered {
        let changed = if folders.is_empty() {
            Ok(Vec::new())
        } else {
            changes.of(&raw)
        };
        let changed = changed.unwrap_or_else(|_| {
            unreadable.push(id.to_string());
            Vec::new()
        });
        commits.push(commit::from_raw(id.to_string(), &raw, changed, &mailmap));
    }
    Ok(History {
        commits,
        unreadable,
        shallow,
    })
}

/// A branch without commits is an empty history; a HEAD that points to nowhere else is damage.
fn unborn(repository: &Repository, shallow: bool) -> Result<History> {
    let branches = repository.references().map_or(0, Iterator::count);
    if branches > 0 {
        bail!(
            "HEAD names a branch that has no commit, while others do\n`git switch BRANCH` to one that does"
        );
    }
    Ok(History {
        shallow,
        ..History::default()
    })
}

/// Returns all commits from `head` on, children before parents.
fn walk(
    repository: &Repository,
    head: Oid,
    shallow: bool,
    unreadable: &mut Vec<String>,
) -> Result<Vec<(Oid, raw::Commit)>> {
    let odb = repository.odb().context("opening the object database")?;
    let mut found: HashMap<Oid, raw::Commit> = HashMap::new();
    let mut children: HashMap<Oid, usize> = HashMap::from([(head, 0)]);
    let mut pending = vec![head];
    while let Some(id) = pending.pop() {
        let read = odb
            .read(id)
            .ok()
            .filter(|object| object.kind() == git2::ObjectType::Commit);
        let Some(commit) = read.and_then(|object| raw::commit(object.data())) else {
            // The parents of a shallow clone's oldest commits are missing by design.
            if !shallow {
                unreadable.push(id.to_string());
            }
            continue;
        };
        for &parent in &commit.parents {
            let count = children.entry(parent).or_default();
            *count += 1;
            if *count == 1 {
                pending.push(parent);
            }
        }
        found.insert(id, commit);
    }
    if !found.contains_key(&head) {
        bail!("the commit that HEAD names cannot be read\n`git fsck` shows what is damaged");
    }
    let mut ready =
        BinaryHeap::from([(found.get(&head).map_or(0, |commit| commit.committed), head)]);
    let mut ordered = Vec::with_capacity(found.len());
    while let Some((_, id)) = ready.pop() {
        let Some(commit) = found.remove(&id) else {
            continue;
        };
        for parent in &commit.parents {
            let Some(left) = children.get_mut(parent) else {
                continue;
            };
            *left -= 1;
            if let (0, Some(next)) = (*left, found.get(parent)) {
                ready.push((next.committed, *parent));
            }
        }
        ordered.push((id, commit));
    }
    Ok(ordered)
}

/// Finds what each commit changed below the folders.
struct Changes<'a> {
    opened: &'a Opened,
    options: DiffOptions,
    /// The tree of every commit that could be read.
    trees: HashMap<Oid, Oid>,
}

impl<'a> Changes<'a> {
    fn new(opened: &'a Opened, folders: &[RepoPath], commits: &[(Oid, raw::Commit)]) -> Self {
        let mut options = DiffOptions::new();
        options.disable_pathspec_match(true).skip_binary_check(true);
        // The root itself needs no limit; a limit of "" would match nothing.
        if !opened.prefix.is_empty() || folders.iter().all(|folder| !folder.as_str().is_empty()) {
            for folder in folders {
                options.pathspec(format!("{}{folder}", opened.prefix).trim_end_matches('/'));
            }
        }
        let trees = commits
            .iter()
            .map(|(id, commit)| (*id, commit.tree))
            .collect();
        Self {
            opened,
            options,
            trees,
        }
    }

    /// Returns the changes of a commit against its parent. A merge brings none of its own; what the
    /// oldest commits of a cut-off clone changed is not known.
    fn of(&mut self, commit: &raw::Commit) -> Result<Vec<Change>, git2::Error> {
        let repository = &self.opened.repository;
        let parent = match commit.parents.as_slice() {
            [] => None,
            [one] => match self.trees.get(one) {
                Some(tree) if *tree == commit.tree => return Ok(Vec::new()),
                Some(tree) => Some(repository.find_tree(*tree)?),
                None => return Ok(Vec::new()),
            },
            _ => return Ok(Vec::new()),
        };
        let tree = repository.find_tree(commit.tree)?;
        let mut diff =
            repository.diff_tree_to_tree(parent.as_ref(), Some(&tree), Some(&mut self.options))?;
        let has = |status| diff.deltas().any(|delta| delta.status() == status);
        if has(git2::Delta::Added) && has(git2::Delta::Deleted) {
            diff.find_similar(Some(
                DiffFindOptions::new().renames(true).rename_limit(1_000),
            ))?;
        }
        Ok(diff
            .deltas()
            .filter_map(|delta| self.change(&delta))
            .collect())
    }

    fn change(&self, delta: &git2::DiffDelta<'_>) -> Option<Change> {
        let path = |file: git2::DiffFile<'_>| {
            let path = String::from_utf8_lossy(file.path_bytes()?).into_owned();
            RepoPath::new(path.strip_prefix(&self.opened.prefix)?)
        };
        match delta.status() {
            git2::Delta::Deleted => Some(Change::Removed(path(delta.old_file())?)),
            git2::Delta::Renamed => Some(Change::Moved {
                from: path(delta.old_file())?,
                to: path(delta.new_file())?,
                edited: delta.old_file().id() != delta.new_file().id(),
            }),
            _ => Some(Change::Written(path(delta.new_file())?)),
        }
    }
}

/// Returns the files that git tracks at and below `root`, sorted; symbolic links and submodules are
/// left out.
pub fn tracked(root: &Path) -> Result<Vec<RepoPath>> {
    const REGULAR: u32 = 0o100_000;
    let opened = open(root)?;
    let index = opened.repository.index().context("reading git's index")?;
    let paths = index
        .iter()
        .filter(|entry| entry.mode & 0o170_000 == REGULAR)
        .filter_map(|entry| {
            let path = String::from_utf8_lossy(&entry.path).into_owned();
            RepoPath::new(path.strip_prefix(&opened.prefix)?)
        });
    let mut paths: Vec<RepoPath> = paths.collect();
    paths.sort();
    paths.dedup();
    Ok(paths)
}
