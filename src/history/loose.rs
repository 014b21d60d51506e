//! Loose objects: each a file of its own, deflated.
//!
//! They are listed once and read by ourselves: libgit2 1.9 never comes back from one that was cut
//! short (libgit2 issue 7342).

use std::path::{Path, PathBuf};

use super::id::Id;
use super::inflate::inflate;
use super::objects::{Failure, Kind, OBJECT_BYTES_MAX};
use crate::disk;

/// The loose objects of a repository, and of those that it borrows from.
#[derive(Debug, Default)]
pub(super) struct Loose {
    /// Sorted; the number is the folder's.
    known: Vec<(Id, usize)>,
    folders: Vec<PathBuf>,
}

impl Loose {
    /// Lists what lies in folders of objects.
    pub(super) fn below(folders: &[PathBuf]) -> Self {
        let mut known = Vec::new();
        for (at, folder) in folders.iter().enumerate() {
            known.extend(listed(folder).into_iter().map(|id| (id, at)));
        }
        known.sort_unstable();
        let folders = folders.to_vec();
        Self { known, folders }
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
                Ok(bytes) => unpacked(&bytes),
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

/// Unpacks `KIND LENGTH\0CONTENT`.
fn unpacked(bytes: &[u8]) -> Result<(Kind, Vec<u8>), Failure> {
    let mut whole = inflate(bytes)?;
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
    use crate::history::inflate::deflate;

    #[test]
    fn what_was_cut_short_is_damage() {
        let text = format!("blob 24\0{}", "twelve bytes".repeat(2));
        let whole = deflate(text.as_bytes());
        let (kind, bytes) = unpacked(&whole).unwrap();
        assert_eq!((kind, bytes.len()), (Kind::Blob, 24));
        for len in [0, 1, 2, 10, whole.len() - 5] {
            assert!(unpacked(&whole[..len]).is_err(), "{len} of {}", whole.len());
        }
        for wrong in ["blob 23\0x", "blob\0x", "blub 1\0x", "blob 1", ""] {
            let packed = deflate(wrong.as_bytes());
            assert!(unpacked(&packed).is_err(), "{wrong}");
        }
        assert!(unpacked(b"not zlib at all").is_err());
    }
}
