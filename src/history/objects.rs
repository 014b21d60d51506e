//! Objects by their id, wherever git keeps them.
//!
//! Packs are read by libgit2; loose objects by ourselves, as libgit2 1.9 never comes back from one that
//! was cut short (libgit2 issue 7342); both by the `git` program where libgit2 knows no way.

use std::cell::RefCell;
use std::fmt;
use std::ops::Deref;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use git2::{Odb, OdbObject, Oid};

use super::id::Id;
use super::loose::Loose;
use super::program::{Batch, Program};

/// Longest object that is read, in bytes.
pub(super) const OBJECT_BYTES_MAX: u64 = 64 * 1024 * 1024;

/// What an object is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Commit,
    Tree,
    Blob,
    Tag,
}

impl Kind {
    /// Returns the kind that git calls so.
    pub(super) fn named(name: &[u8]) -> Option<Self> {
        match name {
            b"commit" => Some(Self::Commit),
            b"tree" => Some(Self::Tree),
            b"blob" => Some(Self::Blob),
            b"tag" => Some(Self::Tag),
            _ => None,
        }
    }
}

/// Why an object was not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Failure {
    /// It is not in this clone.
    Missing,
    /// It is there, and is not what it should be.
    Damaged,
    /// It is longer than [`OBJECT_BYTES_MAX`].
    TooLong,
}

impl fmt::Display for Failure {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Missing => "missing from this clone",
            Self::Damaged => "damaged",
            Self::TooLong => "too long",
        })
    }
}

/// The bytes of an object.
pub(super) enum Bytes<'o> {
    Packed(OdbObject<'o>),
    Own(Vec<u8>),
}

impl Deref for Bytes<'_> {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match self {
            Self::Packed(object) => object.data(),
            Self::Own(bytes) => bytes,
        }
    }
}

/// The objects of one repository. Each thread has its own.
pub(super) struct Objects {
    source: Source,
}

enum Source {
    Files { packs: Odb<'static>, loose: Loose },
    Program(RefCell<Batch>),
}

impl Objects {
    /// Opens the objects in a folder, and in those that it borrows from.
    pub(super) fn in_folder(folder: &Path) -> Result<Self> {
        // git itself does not hash what it reads either; damage shows in what is unpacked.
        git2::opts::strict_hash_verification(false);
        // A commit is read once, and trees are kept by ourselves.
        git2::opts::enable_caching(false);
        let packs = Odb::new().context("opening the object database")?;
        let path = folder
            .to_str()
            .context("the repository's path is not UTF-8")?;
        packs
            .add_disk_alternate(path)
            .context("opening the object database")?;
        let loose = Loose::below(folder);
        let source = Source::Files { packs, loose };
        Ok(Self { source })
    }

    /// Has the program read them.
    pub(super) fn through(program: &Program) -> Result<Self> {
        let source = Source::Program(RefCell::new(program.batch()?));
        Ok(Self { source })
    }

    /// Reads an object that should be of this kind.
    pub(super) fn read(&self, id: Id, kind: Kind) -> Result<Bytes<'_>, Failure> {
        let (found, bytes) = match &self.source {
            Source::Program(batch) => {
                let (found, bytes) = batch.borrow_mut().read(id)?;
                (Some(found), Bytes::Own(bytes))
            }
            Source::Files { packs, loose } => match loose.read(id) {
                Some(read) => {
                    let (found, bytes) = read?;
                    (Some(found), Bytes::Own(bytes))
                }
                None => {
                    let object = packed(packs, id)?;
                    (of(object.kind()), Bytes::Packed(object))
                }
            },
        };
        if found == Some(kind) {
            Ok(bytes)
        } else {
            Err(Failure::Damaged)
        }
    }
}

fn packed<'o>(packs: &'o Odb<'static>, id: Id) -> Result<OdbObject<'o>, Failure> {
    let oid = Oid::from_bytes(id.as_bytes()).map_err(|_| Failure::Missing)?;
    packs.read(oid).map_err(|error| match error.code() {
        git2::ErrorCode::NotFound => Failure::Missing,
        _ => Failure::Damaged,
    })
}

fn of(kind: git2::ObjectType) -> Option<Kind> {
    match kind {
        git2::ObjectType::Commit => Some(Kind::Commit),
        git2::ObjectType::Tree => Some(Kind::Tree),
        git2::ObjectType::Blob => Some(Kind::Blob),
        git2::ObjectType::Tag => Some(Kind::Tag),
        git2::ObjectType::Any => None,
    }
}

/// Whether a folder of objects is a part of what some other clone has: git notes it beside the packs.
pub(super) fn is_partial(folder: &Path) -> bool {
    let packs: PathBuf = folder.join("pack");
    let names = crate::disk::names(&packs).unwrap_or_default();
    let mut names = names.iter().filter_map(|name| name.to_str());
    names.any(|name| {
        Path::new(name)
            .extension()
            .is_some_and(|end| end == "promisor")
    })
}
