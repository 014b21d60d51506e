//! Which packs there are, and what is in them.

use std::path::PathBuf;
use std::sync::OnceLock;

use super::id::Id;
use super::objects::Failure;
use super::pack_index::Index;
use crate::disk;

/// The packs in some folders of objects, and of their indexes what was read: for all threads.
#[derive(Debug)]
pub(super) struct Shelf {
    all: Vec<Pack>,
    /// Bytes of an id.
    pub(super) width: usize,
}

#[derive(Debug)]
struct Pack {
    folder: PathBuf,
    /// Without an ending.
    name: PathBuf,
    index: OnceLock<Result<Index, Failure>>,
}

impl Shelf {
    /// Lists the packs in folders of objects whose ids have `width` bytes.
    pub(super) fn below(folders: &[PathBuf], width: usize) -> Self {
        let mut all = Vec::new();
        for folder in folders {
            let folder = folder.join("pack");
            for name in disk::names(&folder).unwrap_or_default() {
                let name = PathBuf::from(name);
                if name.extension().is_some_and(|ending| ending == "idx") {
                    all.push(Pack {
                        folder: folder.clone(),
                        name: name.with_extension(""),
                        index: OnceLock::new(),
                    });
                }
            }
        }
        Self { all, width }
    }

    /// Returns how many packs there are.
    pub(super) fn len(&self) -> usize {
        self.all.len()
    }

    /// Opens the file of a pack, to be read in parts.
    pub(super) fn open(&self, at: usize) -> Result<disk::Parts, Failure> {
        let pack = self.all.get(at).ok_or(Failure::Damaged)?;
        let file = disk::Parts::open(&pack.folder, &pack.name.with_extension("pack"));
        file.map_err(|_| Failure::Damaged)
    }

    /// Returns at which offset a pack has an object; `None` when it does not hold it.
    pub(super) fn find(&self, at: usize, id: Id) -> Result<Option<u64>, Failure> {
        let pack = self.all.get(at).ok_or(Failure::Damaged)?;
        let name = || pack.name.with_extension("idx");
        let open = || Index::open(&pack.folder, &name(), self.width);
        match pack.index.get_or_init(open) {
            Ok(index) => index.find(id),
            Err(failure) => Err(*failure),
        }
    }
}
