//! Floor 3: the commits of a repository become values. The only place that knows git.
//!
//! One pass, newest first, over what HEAD can reach. Commits are read raw, so that a malformed
//! author hides nothing but itself; no program is started, no index refreshed, nothing written.

mod changed;
mod commit;
mod loose;
mod mailmap;
mod past;
mod patch;
mod raw;
mod trailers;
mod trees;
mod write;

use std::collections::{BinaryHeap, HashMap, HashSet};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, anyhow, bail};
use git2::{DiffFindOptions, DiffOptions, ErrorCode, Oid, Repository, RepositoryOpenFlags};

use crate::disk;
use crate::model::RepoPath;

pub use changed::changed;
pub use commit::{Change, Commit, Role, Signed};
pub use past::{Fate, Past, Questions, past, remotes};
pub use patch::patch;
pub use write::{Author, Draft, commit_all, commit_file, init, user_editor};

use mailmap::Mailmap;
use trees::{Difference, Trees};

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
    // git itself does not hash what it reads either; damage shows in what is unpacked.
    git2::opts::strict_hash_verification(false);
    // A commit is read once, and trees are kept by ourselves.
    git2::opts::enable_caching(false);
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
    let prefix = root
        .strip_prefix(&top)
        .unwrap_or(Path::new(""))
        .to_string_lossy()
        .replace(std::path::MAIN_SEPARATOR, "/");
    let prefix = if prefix.is_empty() {
        prefix
    } else {
        format!("{prefix}/")
    };
    Ok(Opened { repository, prefix })
}

/// Fails when an object was cut short: asking libgit2 for it would never end. Whoever reads objects
/// asks this first; the index is read without.
fn refuse_cut_short(repository: &Repository) -> Result<()> {
    match loose::cut_short(&repository.commondir().join("objects")) {
        Some(id) => bail!(
            "the git object {id} is damaged: it was cut short\n`git fsck` shows what else is; a fresh clone has it whole"
        ),
        None => Ok(()),
    }
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
/// under former names of what lies there; none are looked for without folders. Every commit is there,
/// whatever it touched.
pub fn read(root: &Path, folders: &[RepoPath]) -> Result<History> {
    let opened = open(root)?;
    let repository = &opened.repository;
    refuse_cut_short(repository)?;
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
    let mut changes = Changes::new(&opened, folders, &ordered)?;
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
        commits.push(commit::from_raw(id.to_string(), raw, changed, &mailmap));
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

/// Finds what each commit changed.
struct Changes<'a> {
    opened: &'a Opened,
    trees: Trees<'a>,
    /// The tree of every commit that could be read.
    of_commits: HashMap<Oid, Oid>,
    folders: &'a [RepoPath],
    /// Names from outside of the folders that a write-up had before: followed as well.
    former: HashSet<RepoPath>,
}

impl<'a> Changes<'a> {
    fn new(
        opened: &'a Opened,
        folders: &'a [RepoPath],
        commits: &[(Oid, raw::Commit)],
    ) -> Result<Self> {
        Ok(Self {
            opened,
            trees: Trees::new(
                opened
                    .repository
                    .odb()
                    .context("opening the object database")?,
            ),
            of_commits: commits
                .iter()
                .map(|(id, commit)| (*id, commit.tree))
                .collect(),
            folders,
            former: HashSet::new(),
        })
    }

    /// Returns the changes of a commit against its parent. A merge brings none of its own; what the
    /// oldest commits of a cut-off clone changed is not known.
    fn of(&mut self, commit: &raw::Commit) -> Result<Vec<Change>, git2::Error> {
        let parent = match commit.parents.as_slice() {
            [] => None,
            [one] => match self.of_commits.get(one) {
                Some(tree) => Some(*tree),
                None => return Ok(Vec::new()),
            },
            _ => return Ok(Vec::new()),
        };
        if parent == Some(commit.tree) {
            return Ok(Vec::new());
        }
        let mut differences = self.trees.compare(parent, Some(commit.tree), |_| true)?;
        // Where a write-up came to be under this name, it may have had another before.
        let arrived = |one: &Difference| one.old.is_none() && self.is_wanted(&one.path);
        let moves = if differences.iter().any(arrived) {
            self.moves(parent, commit.tree, &differences, RENAME_PERCENT, |path| {
                self.is_wanted(path)
            })?
        } else {
            Vec::new()
        };
        let mut changes = Vec::new();
        for (from, to) in moves {
            let old = take(&mut differences, &from).and_then(|one| one.old);
            let new = take(&mut differences, &to).and_then(|one| one.new);
            if let (Some(from), Some(to)) = (self.inside(&from), self.inside(&to)) {
                self.former.insert(from.clone());
                changes.push(Change::Moved {
                    from,
                    to,
                    edited: old != new,
                });
            }
        }
        for one in &differences {
            let Some(path) = self.inside(&one.path).filter(|_| self.is_wanted(&one.path)) else {
                continue;
            };
            changes.push(if one.new.is_some() {
                Change::Written(path)
            } else {
                Change::Removed(path)
            });
        }
        Ok(changes)
    }

    /// Returns which file that is gone is which wanted file that came: the same bytes first, then
    /// what git finds alike.
    fn moves(
        &self,
        old: Option<Oid>,
        new: Oid,
        differences: &[Difference],
        percent: u16,
        wanted: impl Fn(&str) -> bool,
    ) -> Result<Vec<(String, String)>, git2::Error> {
        let mut gone: Vec<&Difference> =
            differences.iter().filter(|one| one.new.is_none()).collect();
        let mut come: Vec<&Difference> = differences
            .iter()
            .filter(|one| one.old.is_none() && wanted(&one.path))
            .collect();
        let mut moves = Vec::new();
        come.retain(|to| {
            let twin = gone.iter().position(|from| from.old == to.new);
            let twin = twin.map(|at| gone.remove(at));
            moves.extend(twin.map(|from| (from.path.clone(), to.path.clone())));
            twin.is_none()
        });
        if gone.is_empty() || come.is_empty() || gone.len() + come.len() > RENAME_CANDIDATES_MAX {
            return Ok(moves);
        }
        let repository = &self.opened.repository;
        let old = old.map(|id| repository.find_tree(id)).transpose()?;
        let mut options = DiffOptions::new();
        options.disable_pathspec_match(true).skip_binary_check(true);
        for one in gone.iter().chain(&come) {
            options.pathspec(&one.path);
        }
        let mut diff = repository.diff_tree_to_tree(
            old.as_ref(),
            Some(&repository.find_tree(new)?),
            Some(&mut options),
        )?;
        diff.find_similar(Some(
            DiffFindOptions::new()
                .renames(true)
                .rename_threshold(percent),
        ))?;
        for delta in diff
            .deltas()
            .filter(|delta| delta.status() == git2::Delta::Renamed)
        {
            let path = |file: git2::DiffFile<'_>| {
                Some(String::from_utf8_lossy(file.path_bytes()?).into_owned())
            };
            moves.extend(path(delta.old_file()).zip(path(delta.new_file())));
        }
        Ok(moves)
    }

    /// Whether a path of the repository is, or was, below the folders.
    fn is_wanted(&self, path: &str) -> bool {
        self.inside(path).is_some_and(|path| {
            self.folders.iter().any(|folder| path.is_under(folder)) || self.former.contains(&path)
        })
    }

    /// Returns a path of the repository as seen from the root of the write-ups; one from elsewhere in
    /// the repository keeps its whole name below `:above`, which no file on disk is likely to have.
    fn inside(&self, path: &str) -> Option<RepoPath> {
        match path.strip_prefix(&self.opened.prefix) {
            Some(inside) => RepoPath::new(inside),
            None => RepoPath::new(&format!(":above/{path}")),
        }
    }
}

/// How alike two files are for git to call it a renaming, in percent.
const RENAME_PERCENT: u16 = 50;

/// More files than this coming and going at once are compared by their bytes alone.
const RENAME_CANDIDATES_MAX: usize = 1_000;

/// Takes the difference at a path out of a list sorted by path.
fn take(differences: &mut Vec<Difference>, path: &str) -> Option<Difference> {
    let at = differences
        .binary_search_by(|one| one.path.as_str().cmp(path))
        .ok()?;
    Some(differences.remove(at))
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
