//! Loose objects: each a file of its own, deflated.
//!
//! They are listed once and read by ourselves: libgit2 1.9 never comes back from one that was cut
//! short (libgit2 issue 7342).

use std::path::{Path, PathBuf};

use miniz_oxide::inflate::decompress_to_vec_zlib_with_limit;

use super::id::Id;
use super::objects::{Failure, Kind, OBJECT_BYTES_MAX};
use crate::disk;

/// Longest file of objects borrowed from elsewhere that is read, and how far borrowing goes.
const ALTERNATES_BYTES_MAX: u64 = 64 * 1024;
const ALTERNATES_MAX: usize = 16;

/// The loose objects of a repository, and of those that it borrows from.
#[derive(Debug, Default)]
pub(super) struct Loose {
    /// Sorted; the number is the folder's.
    known: Vec<(Id, usize)>,
    folders: Vec<PathBuf>,
}

impl Loose {
    /// Lists what lies below a folder of objects.
    pub(super) fn below(folder: &Path) -> Self {
        let mut loose = Self::default();
        let mut pending = vec![folder.to_path_buf()];
        while let Some(folder) = pending.pop() {
            if loose.folders.len() >= ALTERNATES_MAX || loose.folders.contains(&folder) {
                continue;
            }
            let at = loose.folders.len();
            let ids = listed(&folder);
            loose.known.extend(ids.into_iter().map(|id| (id, at)));
            pending.extend(alternates(&folder));
            loose.folders.push(folder);
        }
        loose.known.sort_unstable();
        loose
    }

    /// Reads an object; `None` when it is not a loose one.
    pub(super) fn read(&self, id: Id) -> Option<Result<(Kind, Vec<u8>), Failure>> {
        let at = self.known.partition_point(|(known, _)| *known < id);
        let (_, folder) = self.known.get(at).filter(|(known, _)| *known == id)?;
        let hex = id.to_string();
        let (start, rest) = hex.split_at_checked(2)?;
        let folder = self.folders.get(*folder)?.join(start);
        Some(
            match disk::read(&folder, Path::new(rest), OBJECT_BYTES_MAX) {
                Ok(bytes) => inflate(&bytes),
                Err(disk::Refusal::Missing) => Err(Failure::Missing),
                Err(disk::Refusal::TooLong(_)) => Err(Failure::TooLong),
                Err(_) => Err(Failure::Damaged),
            },
        )
    }

    /// Returns an object that cannot be unpacked, if there is one.
    pub(super) fn damaged(&self) -> Option<Id> {
        let mut ids = self.known.iter().map(|(id, _)| *id);
        ids.find(|id| matches!(self.read(*id), Some(Err(Failure::Damaged))))
    }
}

/// Returns the ids of the files in the folders `00` to `ff`.
fn listed(folder: &Path) -> Vec<Id> {
    let mut ids = Vec::new();
    for start in disk::names(folder).unwrap_or_default() {
        let Some(start) = start.to_str().filter(|name| name.len() == 2) else {
            continue;
        };
        for rest in disk::names(&folder.join(start)).unwrap_or_default() {
            let whole = rest.to_str().map(|rest| format!("{start}{rest}"));
            ids.extend(whole.and_then(|hex| Id::from_hex(hex.as_bytes())));
        }
    }
    ids
}

fn alternates(folder: &Path) -> Vec<PathBuf> {
    let file = Path::new("info/alternates");
    let bytes = disk::read(folder, file, ALTERNATES_BYTES_MAX).unwrap_or_default();
    let text = String::from_utf8_lossy(&bytes);
    let named = text
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'));
    named.map(|line| folder.join(line)).collect()
}

/// Unpacks `KIND LENGTH\0CONTENT`.
fn inflate(bytes: &[u8]) -> Result<(Kind, Vec<u8>), Failure> {
    let limit = usize::try_from(OBJECT_BYTES_MAX).unwrap_or(usize::MAX);
    let mut whole =
        decompress_to_vec_zlib_with_limit(bytes, limit).map_err(|_| Failure::Damaged)?;
    let read = || {
        let end = whole.iter().position(|&byte| byte == 0)?;
        let head = std::str::from_utf8(whole.get(..end)?).ok()?;
        let (kind, length) = head.split_once(' ')?;
        let length: usize = length.parse().ok()?;
        (whole.len() == end + 1 + length).then_some((Kind::named(kind.as_bytes())?, end + 1))
    };
    let (kind, start) = read().ok_or(Failure::Damaged)?;
    whole.drain(..start);
    Ok((kind, whole))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_cut_short_is_damage() {
        let text = format!("blob 24\0{}", "twelve bytes".repeat(2));
        let whole = miniz_oxide::deflate::compress_to_vec_zlib(text.as_bytes(), 6);
        let (kind, bytes) = inflate(&whole).unwrap();
        assert_eq!((kind, bytes.len()), (Kind::Blob, 24));
        for len in [0, 1, 2, 10, whole.len() - 5] {
            assert!(inflate(&whole[..len]).is_err(), "{len} of {}", whole.len());
        }
        for wrong in ["blob 23\0x", "blob\0x", "blub 1\0x", "blob 1", ""] {
            let packed = miniz_oxide::deflate::compress_to_vec_zlib(wrong.as_bytes(), 6);
            assert!(inflate(&packed).is_err(), "{wrong}");
        }
        assert!(inflate(b"not zlib at all").is_err());
    }
}
