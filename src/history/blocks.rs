//! Blocks of pack files, those that were read last.
//!
//! A pack is as long as the repository's whole past, and cannot be mapped without `unsafe`. Objects of
//! a kind lie beside each other in the order in which they are asked for, so a block serves many.

use super::objects::Failure;
use crate::disk;

const BLOCK_BYTES: usize = 8 * 1024;

/// Each block has one place, so that nothing has to be looked for.
#[derive(Debug)]
pub(super) struct Blocks {
    places: Vec<Block>,
    /// What was put together of several blocks.
    joined: Vec<u8>,
}

#[derive(Debug, Default)]
struct Block {
    /// Position of the pack, and of the block in it.
    name: Option<(usize, u64)>,
    bytes: Vec<u8>,
}

impl Blocks {
    /// Keeps as many blocks as take so many bytes, one at least.
    pub(super) fn new(bytes_max: usize) -> Self {
        let mut places = Vec::new();
        places.resize_with((bytes_max / BLOCK_BYTES).max(1), Block::default);
        Self {
            places,
            joined: Vec::new(),
        }
    }

    /// Returns what stands in a file from an offset to the end of the block: nothing at the end of the
    /// file.
    pub(super) fn from(
        &mut self,
        pack: usize,
        file: &disk::Parts,
        offset: u64,
    ) -> Result<&[u8], Failure> {
        let length = BLOCK_BYTES as u64;
        let number = offset / length;
        let place = usize::try_from(number).unwrap_or(0).wrapping_add(pack) % self.places.len();
        let block = self.places.get_mut(place).ok_or(Failure::Damaged)?;
        if block.name != Some((pack, number)) {
            block.name = None;
            let start = number * length;
            let there = file.bytes.saturating_sub(start).min(length);
            block.bytes.resize(usize::try_from(there).unwrap_or(0), 0);
            let read = file.read_at(start, &mut block.bytes);
            let read = read.map_err(|_| Failure::Damaged)?;
            block.bytes.truncate(read);
            block.name = Some((pack, number));
        }
        let at = usize::try_from(offset % length).unwrap_or(0);
        Ok(block.bytes.get(at..).unwrap_or_default())
    }

    /// Returns `len` bytes or more at an offset: fewer only at the end of the file.
    pub(super) fn run(
        &mut self,
        pack: usize,
        file: &disk::Parts,
        offset: u64,
        len: usize,
    ) -> Result<&[u8], Failure> {
        let at = usize::try_from(offset % BLOCK_BYTES as u64).unwrap_or(0);
        if at + len <= BLOCK_BYTES {
            return self.from(pack, file, offset);
        }
        let mut joined = std::mem::take(&mut self.joined);
        joined.clear();
        while joined.len() < len {
            let part = self.from(pack, file, offset + joined.len() as u64)?;
            if part.is_empty() {
                break;
            }
            joined.extend_from_slice(part);
        }
        self.joined = joined;
        Ok(&self.joined)
    }

    /// Reads the first bytes at an offset: fewer than there is room for only at the end of the file.
    pub(super) fn head<const LEN: usize>(
        &mut self,
        pack: usize,
        file: &disk::Parts,
        offset: u64,
    ) -> Result<([u8; LEN], usize), Failure> {
        let mut head = [0; LEN];
        let mut done = 0;
        while let Some(room) = head.get_mut(done..).filter(|room| !room.is_empty()) {
            let part = self.from(pack, file, offset + done as u64)?;
            let len = part.len().min(room.len());
            if len == 0 {
                break;
            }
            if let (Some(room), Some(part)) = (room.get_mut(..len), part.get(..len)) {
                room.copy_from_slice(part);
            }
            done += len;
        }
        Ok((head, done))
    }
}
