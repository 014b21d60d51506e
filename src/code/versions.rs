//! What files name in any of their versions, as [`super::scan`] finds it in those of today.

use std::path::Path;

use super::attributes::Attributes;
use super::{is_answer, is_binary, kind};
use crate::model::{Known, RepoPath};

/// How versions are looked into.
#[derive(Debug)]
pub struct Versions<'a> {
    known: &'a Known,
    attributes: Attributes,
    bytes_max: u64,
}

impl<'a> Versions<'a> {
    /// Reads what is vendored and generated today: `paths` are the files below `root`. Of versions that
    /// are longer than `bytes_max` nothing is told.
    pub fn new(root: &Path, paths: &[RepoPath], known: &'a Known, bytes_max: u64) -> Self {
        Self {
            known,
            attributes: Attributes::read(root, paths),
            bytes_max,
        }
    }

    /// Whether a file of this name is looked into at all.
    pub fn wants(&self, path: &RepoPath) -> bool {
        !self.attributes.is_foreign(path)
    }

    /// Returns the write-ups that a version names, by their positions, rising.
    pub fn names(&self, path: &RepoPath, bytes: &[u8]) -> Vec<usize> {
        if bytes.len() as u64 > self.bytes_max || is_binary(bytes) || is_answer(bytes) {
            return Vec::new();
        }
        let is_seen = |at: usize| !kind::is_drawn_xml(path) || kind::is_seen(bytes, at);
        let hits = self.known.find_bytes(bytes).into_iter();
        let seen = hits.filter(|hit| is_seen(hit.start));
        let mut names: Vec<usize> = seen.map(|hit| hit.writeup).collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    /// Returns bytes that are the same where the answers are.
    pub fn mark(&self) -> Vec<u8> {
        let limit = self.bytes_max.to_le_bytes().to_vec();
        [self.known.mark(), self.attributes.mark(), limit].concat()
    }
}
