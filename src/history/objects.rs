//! Objects by their id, wherever git keeps them.
//!
//! Packs and loose objects are read by ourselves, by the `git` program where libgit2 cannot open the
//! repository. As in git itself, nothing is hashed: damage shows in what is unpacked.

use std::cell::RefCell;
use std::fmt;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;

use anyhow::Result;

use super::alternates;
use super::id::Id;
use super::loose::Loose;
use super::pack::Packs;
use super::pack_shelf::Shelf;
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

/// The bytes of an object, shared with whoever keeps them.
pub(super) type Bytes = Rc<Vec<u8>>;

/// The ids of a tree with nothing in it, which git knows without having it.
const EMPTY_TREES: [&[u8]; 2] = [
    b"4b825dc642cb6eb9a060e54bf8d69288fbee4904",
    b"6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321",
];

/// The files that hold the objects of one repository, listed once for all threads.
#[derive(Clone, Debug)]
pub(super) struct Files {
    packs: Arc<Shelf>,
    loose: Arc<Loose>,
}

impl Files {
    /// Lists the objects in a folder, and in those that it borrows from. Their ids have `width` bytes.
    pub(super) fn below(folder: &Path, width: usize) -> Self {
        let folders = alternates::folders(folder);
        Self {
            packs: Arc::new(Shelf::below(&folders, width)),
            loose: Arc::new(Loose::below(&folders)),
        }
    }
}

/// Reads the objects of one repository. Each thread has its own.
pub(super) struct Objects {
    source: Source,
    empty_trees: [Option<Id>; 2],
}

enum Source {
    Files {
        packs: Box<RefCell<Packs>>,
        loose: Arc<Loose>,
    },
    Program(RefCell<Batch>),
}

impl Objects {
    /// Reads those that were listed.
    pub(super) fn among(files: &Files) -> Self {
        Self::of(Source::Files {
            packs: Box::new(RefCell::new(Packs::of(Arc::clone(&files.packs)))),
            loose: Arc::clone(&files.loose),
        })
    }

    /// Has the program read them.
    pub(super) fn through(program: &Program) -> Result<Self> {
        Ok(Self::of(Source::Program(RefCell::new(program.batch()?))))
    }

    /// Keeps no more than so many bytes of what was read from packs, and of objects that others are made
    /// out of. What was kept before goes.
    pub(super) fn keep(&self, blocks: usize, bases: usize) {
        if let Source::Files { packs, .. } = &self.source {
            packs.borrow_mut().limit(blocks, bases);
        }
    }

    /// Takes back what was read and is not needed any more: its room is filled anew.
    pub(super) fn give_back(&self, bytes: Bytes) {
        if let Source::Files { packs, .. } = &self.source {
            packs.borrow_mut().give_back(bytes);
        }
    }

    fn of(source: Source) -> Self {
        let empty_trees = EMPTY_TREES.map(Id::from_hex);
        Self {
            source,
            empty_trees,
        }
    }

    /// Reads an object that should be of this kind.
    pub(super) fn read(&self, id: Id, kind: Kind) -> Result<Bytes, Failure> {
        let read = match &self.source {
            Source::Program(batch) => batch.borrow_mut().read(id).map(own),
            Source::Files { packs, loose } => match loose.read(id) {
                Some(read) => read.map(own),
                None => packs.borrow_mut().read(id),
            },
        };
        match read {
            Ok((found, bytes)) if found == kind => Ok(bytes),
            Ok(_) => Err(Failure::Damaged),
            Err(Failure::Missing) if self.empty_trees.contains(&Some(id)) => Ok(Bytes::default()),
            Err(failure) => Err(failure),
        }
    }
}

fn own((kind, bytes): (Kind, Vec<u8>)) -> (Kind, Bytes) {
    (kind, Rc::new(bytes))
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
