//! Finding and opening the repository that holds the write-ups.

use std::cell::OnceCell;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, anyhow, bail};
use git2::{ErrorCode, RepositoryOpenFlags};

use super::id::{Id, LEN_SHA1};
use super::objects::{self, Failure, Objects};
use super::pipes;
use super::program::{self, Program};
use crate::disk;
use crate::model::RepoPath;

/// An open repository and where in it the write-ups' root lies.
pub(super) struct Repository {
    /// The top of the work tree.
    pub(super) top: PathBuf,
    /// The root seen from the top; empty or `a/b/`.
    pub(super) prefix: String,
    way: Way,
    reader: OnceCell<Reader>,
}

/// How the repository is read.
enum Way {
    Library(git2::Repository),
    /// libgit2 does not know its format.
    Program(Program),
}

/// Whether `root` lies in a git work tree.
pub fn is_repository(root: &Path) -> bool {
    top(root).is_some()
}

fn top(root: &Path) -> Option<PathBuf> {
    disk::find_upwards(root, ".git", |_| false)
}

impl Repository {
    /// Opens the repository that holds `root`. It is found by ourselves, so that a bare repository that
    /// a pull request brings along is never it.
    pub(super) fn holding(root: &Path) -> Result<Self> {
        let Some(top) = top(root) else {
            bail!(
                "`{}` is not in a git repository, so there is no history\n`git init` and a first commit make one",
                root.display()
            );
        };
        pipes::refuse(&top)?;
        let flags = RepositoryOpenFlags::NO_SEARCH;
        let way = match git2::Repository::open_ext(&top, flags, &[] as &[&Path]) {
            Ok(repository) if repository.is_bare() => bail!(
                "`{}` is a bare repository; a work tree is needed",
                top.display()
            ),
            Ok(repository) => Way::Library(repository),
            Err(error) if is_unknown_format(&error) => match Program::find(&top) {
                Some(program) => Way::Program(program),
                None => bail!(
                    "this repository uses a format that libgit2 cannot read: {}\nthe `git` program could, and is not on the PATH",
                    error.message()
                ),
            },
            Err(error) => return Err(explain(error, &top)),
        };
        let prefix = root
            .strip_prefix(&top)
            .unwrap_or(Path::new(""))
            .to_string_lossy()
            .replace(std::path::MAIN_SEPARATOR, "/");
        let slash = if prefix.is_empty() { "" } else { "/" };
        let prefix = format!("{prefix}{slash}");
        Ok(Self {
            top,
            prefix,
            way,
            reader: OnceCell::new(),
        })
    }

    /// Returns libgit2's own repository, for the index and for settings.
    pub(super) fn library(&self) -> Result<&git2::Repository> {
        match &self.way {
            Way::Library(repository) => Ok(repository),
            Way::Program(_) => {
                bail!("this repository uses a format that libgit2 cannot read")
            }
        }
    }

    /// Returns how its objects are read.
    pub(super) fn reader(&self) -> Reader {
        let reader = || match &self.way {
            Way::Library(repository) => {
                let folder = repository.commondir().join("objects");
                Reader::Files(objects::Files::below(&folder, LEN_SHA1))
            }
            Way::Program(program) => Reader::Program(program.clone()),
        };
        self.reader.get_or_init(reader).clone()
    }

    /// Returns the commit that HEAD names; `None` on a branch without commits. A HEAD that names a
    /// branch that is not there while others are is an error.
    pub(super) fn head(&self) -> Result<Option<Id>> {
        let branches = match &self.way {
            Way::Library(repository) => match repository.head() {
                Ok(head) => {
                    let target = head.target().context("reading HEAD")?;
                    return Ok(Id::from_bytes(target.as_bytes()));
                }
                Err(error)
                    if matches!(error.code(), ErrorCode::UnbornBranch | ErrorCode::NotFound) =>
                {
                    repository.references().map_or(0, Iterator::count) > 0
                }
                Err(error) => return Err(error).context("reading HEAD"),
            },
            Way::Program(program) => match program.head()? {
                program::Head::Commit(id) => return Ok(Some(id)),
                program::Head::Unborn => program.has_branches(),
            },
        };
        if branches {
            bail!(
                "HEAD names a branch that has no commit, while others do\n`git switch BRANCH` to one that does"
            );
        }
        Ok(None)
    }

    /// Whether the clone was cut off.
    pub(super) fn is_shallow(&self) -> bool {
        match &self.way {
            Way::Library(repository) => repository.is_shallow(),
            Way::Program(program) => program.is_shallow(),
        }
    }

    /// Whether objects may be missing by design. What the program reads may always be such a clone.
    pub(super) fn is_partial(&self) -> bool {
        match &self.way {
            Way::Library(repository) => {
                objects::is_partial(&repository.commondir().join("objects"))
            }
            Way::Program(_) => true,
        }
    }

    /// Returns what tells this repository from others; the same for all its work trees.
    pub(super) fn home(&self) -> PathBuf {
        match &self.way {
            Way::Library(repository) => repository.commondir().to_path_buf(),
            Way::Program(_) => self.top.join(".git"),
        }
    }

    /// Returns a path of the repository as seen from the root of the write-ups; one from elsewhere in
    /// the repository keeps its whole name below `:above`, which no file on disk is likely to have.
    pub(super) fn inside(&self, path: &str) -> RepoPath {
        let inside = match path.strip_prefix(&self.prefix) {
            Some(inside) => RepoPath::new(inside),
            None => RepoPath::new(&format!(":above/{path}")),
        };
        inside.unwrap_or_else(RepoPath::root)
    }
}

/// How objects are read; a copy for each thread.
#[derive(Clone, Debug)]
pub(super) enum Reader {
    Files(objects::Files),
    Program(Program),
}

impl Reader {
    pub(super) fn objects(&self) -> Result<Objects> {
        match self {
            Self::Files(files) => Ok(Objects::among(files)),
            Self::Program(program) => Objects::through(program),
        }
    }

    /// Opens objects for one of several threads that go back through history step by step: it keeps little.
    pub(super) fn sparing(&self) -> Result<Objects> {
        let objects = self.objects()?;
        objects.keep(STEPS_BLOCKS_BYTES_MAX, STEPS_BASES_BYTES_MAX);
        Ok(objects)
    }
}

/// Bytes of packs that are kept for going back in steps, and of objects that others are made out of. With
/// fewer of those a history of 100,000 commits takes twice as long.
const STEPS_BLOCKS_BYTES_MAX: usize = 3 * 512 * 1024;
const STEPS_BASES_BYTES_MAX: usize = 5 * 512 * 1024;

fn is_unknown_format(error: &git2::Error) -> bool {
    let message = error.message();
    ["extension", "object format", "repository version"]
        .iter()
        .any(|word| message.contains(word))
}

/// Puts git's own remedy beside the refusals that have one.
fn explain(error: git2::Error, top: &Path) -> anyhow::Error {
    let shown = top.display();
    match error.code() {
        ErrorCode::Owner => anyhow!(
            "the repository `{shown}` belongs to somebody else, and git does not trust it\nif you do: git config --global --add safe.directory '{shown}'"
        ),
        _ => anyhow::Error::new(error).context(format!("opening the repository `{shown}`")),
    }
}

/// Objects that are opened when the first of them is wanted, by one of several threads.
pub(super) struct Lazy<'a> {
    reader: &'a Reader,
    objects: OnceCell<Option<Objects>>,
}

impl<'a> Lazy<'a> {
    pub(super) fn new(reader: &'a Reader) -> Self {
        let objects = OnceCell::new();
        Self { reader, objects }
    }

    pub(super) fn get(&self) -> Result<&Objects, Failure> {
        let objects = self.objects.get_or_init(|| self.reader.sparing().ok());
        objects.as_ref().ok_or(Failure::Damaged)
    }
}
