//! The index of a pack: at which offset an object lies.
//!
//! Ids are sorted, and 256 running counts say where those begin that have a certain first byte. Only
//! these shares of an index are read that are asked for: most runs ask for few objects.

use std::cmp::Ordering;
use std::path::Path;
use std::sync::OnceLock;

use super::id::Id;
use super::objects::Failure;
use crate::disk;

/// An index that is not longer is read at once, in bytes.
const WHOLE_BYTES_MAX: u64 = 256 * 1024;

/// How version 2 begins. Version 1 begins with its counts.
const MAGIC: [u8; 8] = [0xff, b't', b'O', b'c', 0, 0, 0, 2];
const COUNTS: usize = 256;

#[derive(Debug)]
pub(super) struct Index {
    source: Source,
    layout: Layout,
    /// How many ids begin with this byte or a smaller one.
    counts: Vec<u32>,
    /// By the first byte, read when one is asked for; `None` where it cannot be.
    shares: Vec<OnceLock<Option<Share>>>,
}

#[derive(Debug)]
enum Source {
    Whole(Vec<u8>),
    Parts(disk::Parts),
}

/// Where things stand in the file.
#[derive(Clone, Copy, Debug)]
struct Layout {
    /// Whether offsets stand before each id, as in version 1, and not in a table of their own.
    beside: bool,
    /// Bytes of an id.
    width: u64,
    /// Where ids begin.
    ids: u64,
    /// Where the offsets begin, and those that need 8 bytes.
    offsets: u64,
    long_offsets: u64,
}

/// The objects whose ids begin with the same byte.
#[derive(Debug)]
struct Share {
    /// The two bytes of each id behind the first. These stay in the processor's caches, where ids do not.
    keys: Vec<u16>,
    /// Sorted, one behind the other.
    ids: Vec<u8>,
    /// 4 bytes each.
    offsets: Vec<u8>,
}

impl Index {
    /// Opens an index whose ids have `width` bytes.
    pub(super) fn open(folder: &Path, name: &Path, width: usize) -> Result<Self, Failure> {
        let parts = disk::Parts::open(folder, name).map_err(|_| Failure::Damaged)?;
        let length = parts.bytes;
        let mut source = Source::Parts(parts);
        if length <= WHOLE_BYTES_MAX {
            source = Source::Whole(source.read(0, length).ok_or(Failure::Damaged)?);
        }
        Self::read(source, length, width as u64).ok_or(Failure::Damaged)
    }

    /// `None` when the file is too short for what it says.
    fn read(source: Source, length: u64, width: u64) -> Option<Self> {
        let beside = source.read(0, 8)? != MAGIC;
        let start = if beside { 0 } else { 8 };
        let counts = source.read(start, 4 * COUNTS as u64)?;
        let counts: Vec<u32> = counts.chunks_exact(4).filter_map(number).collect();
        if !counts.is_sorted() {
            return None;
        }
        let all = u64::from(*counts.last()?);
        let ids = start + 4 * COUNTS as u64;
        let (offsets, long_offsets) = if beside {
            (ids, ids + all * (4 + width))
        } else {
            // A checksum of 4 bytes for each object stands between them.
            let offsets = ids + all * (width + 4);
            (offsets, offsets + all * 4)
        };
        // The checksums of the pack and of the index stand at the end.
        if length < long_offsets + 2 * width {
            return None;
        }
        let layout = Layout {
            beside,
            width,
            ids,
            offsets,
            long_offsets,
        };
        let shares = counts.iter().map(|_| OnceLock::new()).collect();
        Some(Self {
            source,
            layout,
            counts,
            shares,
        })
    }

    /// Returns where an object begins in the pack; `None` when the pack does not hold it.
    pub(super) fn find(&self, id: Id) -> Result<Option<u64>, Failure> {
        let id = id.as_bytes();
        let (Some(&first), true) = (id.first(), id.len() as u64 == self.layout.width) else {
            return Ok(None);
        };
        let share = self.share(usize::from(first)).ok_or(Failure::Damaged)?;
        let Some(at) = share.position(id) else {
            return Ok(None);
        };
        let offset = share.offsets.get(4 * at..).and_then(number);
        let offset = offset.ok_or(Failure::Damaged)?;
        if self.layout.beside || offset & LONG == 0 {
            return Ok(Some(u64::from(offset)));
        }
        let place = self.layout.long_offsets + 8 * u64::from(offset & !LONG);
        let long = self.source.read(place, 8).ok_or(Failure::Damaged)?;
        let long = long.try_into().map(u64::from_be_bytes);
        long.map(Some).map_err(|_| Failure::Damaged)
    }

    fn share(&self, first: usize) -> Option<&Share> {
        let read = || {
            let before = first
                .checked_sub(1)
                .map_or(Some(&0), |at| self.counts.get(at));
            let start = u64::from(*before?);
            let count = u64::from(*self.counts.get(first)?) - start;
            self.layout.share(&self.source, start, count)
        };
        self.shares.get(first)?.get_or_init(read).as_ref()
    }
}

/// Marks an offset that says where a longer one stands.
const LONG: u32 = 1 << 31;

impl Layout {
    fn share(&self, source: &Source, start: u64, count: u64) -> Option<Share> {
        if self.beside {
            let entry = 4 + self.width;
            let read = source.read(self.ids + start * entry, count * entry)?;
            let (mut ids, mut offsets) = (Vec::new(), Vec::new());
            for entry in read.chunks_exact(usize::try_from(entry).ok()?) {
                let (offset, id) = entry.split_at_checked(4)?;
                offsets.extend_from_slice(offset);
                ids.extend_from_slice(id);
            }
            return Some(Share::of(ids, offsets, self.width));
        }
        let ids = source.read(self.ids + start * self.width, count * self.width)?;
        let offsets = source.read(self.offsets + start * 4, count * 4)?;
        Some(Share::of(ids, offsets, self.width))
    }
}

impl Share {
    fn of(ids: Vec<u8>, offsets: Vec<u8>, width: u64) -> Self {
        let width = usize::try_from(width).unwrap_or(usize::MAX);
        let keys = ids.chunks_exact(width).filter_map(key).collect();
        Self { keys, ids, offsets }
    }

    /// Returns the position of an id. Each look at an id that is not the one is a wait for memory.
    fn position(&self, id: &[u8]) -> Option<usize> {
        let width = id.len();
        let wanted = key(id)?;
        let mut from = first(&self.keys, wanted);
        let alike = self.keys.get(from..)?;
        // One key is mostly one id; in a forged index it may be that of all.
        let mut to = match alike.get(1) {
            Some(next) if *next == wanted => from + alike.partition_point(|key| *key == wanted),
            _ => self.keys.len().min(from + 1),
        };
        while from < to {
            let middle = usize::midpoint(from, to);
            let one = self.ids.get(middle * width..(middle + 1) * width)?;
            match one.cmp(id) {
                Ordering::Less => from = middle + 1,
                Ordering::Equal => return Some(middle),
                Ordering::Greater => to = middle,
            }
        }
        None
    }
}

/// Returns the two bytes of an id behind the first, which all ids of a share have.
fn key(id: &[u8]) -> Option<u16> {
    id.get(1..)?.first_chunk().copied().map(u16::from_be_bytes)
}

/// How far around the place where a key should be it is looked for first.
const REACH: usize = 16;

/// Returns the position of the first of sorted keys that is not smaller than one. Ids are as good as random
/// numbers, so that the key itself tells about where it stands.
fn first(keys: &[u16], wanted: u16) -> usize {
    let count = keys.len();
    let near = (usize::from(wanted) * count) >> u16::BITS;
    let is_before = |at: usize| keys.get(at).is_some_and(|key| *key < wanted);
    let mut reach = REACH;
    loop {
        let (from, to) = (near.saturating_sub(reach), count.min(near + reach));
        let begins = from == 0 || is_before(from - 1);
        let ends = to == count || !is_before(to);
        if begins && ends {
            let around = keys.get(from..to).unwrap_or_default();
            return from + around.partition_point(|key| *key < wanted);
        }
        reach *= 4;
    }
}

impl Source {
    /// Reads so many bytes from an offset on; `None` when the file is shorter. Callers have compared
    /// lengths with the file's, so that no lie makes room for more.
    fn read(&self, offset: u64, length: u64) -> Option<Vec<u8>> {
        let length = usize::try_from(length).ok()?;
        match self {
            Self::Whole(bytes) => {
                let offset = usize::try_from(offset).ok()?;
                let part = bytes.get(offset..offset.checked_add(length)?)?;
                Some(part.to_vec())
            }
            Self::Parts(parts) => {
                let mut bytes = vec![0; length];
                let read = parts.read_at(offset, &mut bytes).ok()?;
                (read == length).then_some(bytes)
            }
        }
    }
}

/// Reads 4 bytes, the most significant first.
fn number(bytes: &[u8]) -> Option<u32> {
    bytes.first_chunk().copied().map(u32::from_be_bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(mut ids: Vec<[u8; 20]>) {
        ids.sort_unstable();
        let share = Share::of(ids.concat(), Vec::new(), 20);
        for (at, id) in ids.iter().enumerate() {
            assert_eq!(share.position(id), Some(at));
            for place in [1, 2, 3, 19] {
                let mut other = *id;
                other[place] = other[place].wrapping_add(1);
                assert_eq!(share.position(&other), ids.binary_search(&other).ok());
            }
        }
    }

    /// Returns so many ids that are as good as random behind their first bytes.
    fn ids(first: &[u8], count: u64) -> Vec<[u8; 20]> {
        let one = |at: u64| {
            let mut id = [0; 20];
            let (start, rest) = id.split_at_mut(first.len());
            start.copy_from_slice(first);
            let hash = (at + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
            rest[..8].copy_from_slice(&hash.to_be_bytes());
            id
        };
        (0..count).map(one).collect()
    }

    #[test]
    fn ids_are_found_however_they_are_spread() {
        for count in [0, 1, 2, 3, 17, 2000] {
            check(ids(&[7], count));
            // Forged ones, which begin alike.
            check(ids(&[7, 0, 0], count));
            check(ids(&[7, 255, 255, 255, 255], count));
            check([ids(&[7, 0], count), ids(&[7, 255], 3)].concat());
        }
    }
}
