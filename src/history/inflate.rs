//! Unpacking what zlib packed.

use std::fmt;

use libdeflater::Decompressor;
use zlib_rs::{Inflate, InflateFlush, Status};

use super::objects::{Failure, OBJECT_BYTES_MAX};

/// Room behind the expected end. Near the end of its room zlib goes byte by byte, and most of git's
/// objects are so short that they would be read in no other way.
const SLACK: usize = 512;

/// No zlib stream is unpacked to more than so many times its length.
const GROWTH_MAX: u64 = 1032;

/// Unpacks one stream after the other into the same room.
pub(super) struct Inflater {
    at_once: Decompressor,
    zlib: Inflate,
    room: Vec<u8>,
    /// Bytes that the stream must give.
    wanted: usize,
    /// Bytes that it gave so far.
    given: usize,
}

impl fmt::Debug for Inflater {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Inflater")
    }
}

/// What came of a piece of the stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// So many bytes of the piece were used; there must be more.
    More(usize),
    Done,
}

impl Inflater {
    pub(super) fn new() -> Self {
        Self {
            at_once: Decompressor::new(),
            zlib: Inflate::new(true, 15),
            room: Vec::new(),
            wanted: 0,
            given: 0,
        }
    }

    /// Returns the length that a stream for so many bytes has at the most, as zlib makes it: other
    /// programs may write longer ones.
    pub(super) fn longest(bytes: usize) -> usize {
        bytes + bytes / 1024 + 64
    }

    /// Unpacks a stream that is said to give `bytes`. `packed` may go on behind its end. Returns whether
    /// that is what it gave; where not, the stream may be damaged, or longer than `packed`.
    pub(super) fn at_once(&mut self, bytes: usize, packed: &[u8]) -> bool {
        (self.wanted, self.given) = (bytes, 0);
        if self.room.len() < bytes {
            self.room.resize(bytes, 0);
        }
        let room = self.room.get_mut(..bytes).unwrap_or_default();
        let Ok(given) = self.at_once.zlib_decompress(packed, room) else {
            return false;
        };
        self.given = given;
        given == bytes
    }

    /// Begins a stream that is said to give `bytes`, and is not longer than `packed`.
    pub(super) fn begin(&mut self, bytes: u64, packed: u64) -> Result<(), Failure> {
        if bytes > OBJECT_BYTES_MAX {
            return Err(Failure::TooLong);
        }
        // The room is made before anything shows whether the length is a lie.
        if bytes / GROWTH_MAX > packed {
            return Err(Failure::Damaged);
        }
        self.wanted = usize::try_from(bytes).map_err(|_| Failure::TooLong)?;
        self.given = 0;
        if self.room.len() < self.wanted + SLACK {
            self.room.resize(self.wanted + SLACK, 0);
        }
        self.zlib.reset(true);
        Ok(())
    }

    /// Reads on in the stream. Fails when it gives more or less than was said.
    pub(super) fn feed(&mut self, piece: &[u8]) -> Result<Step, Failure> {
        let before = self.zlib.total_in();
        let room = self.room.get_mut(self.given..self.wanted + SLACK);
        let room = room.ok_or(Failure::Damaged)?;
        let status = self.zlib.decompress(piece, room, InflateFlush::NoFlush);
        let status = status.map_err(|_| Failure::Damaged)?;
        let whole = |count: u64| usize::try_from(count).map_err(|_| Failure::Damaged);
        let used = whole(self.zlib.total_in() - before)?;
        self.given = whole(self.zlib.total_out())?;
        match status {
            Status::StreamEnd if self.given == self.wanted => Ok(Step::Done),
            Status::StreamEnd => Err(Failure::Damaged),
            _ if self.given > self.wanted || used == 0 => Err(Failure::Damaged),
            _ => Ok(Step::More(used)),
        }
    }

    /// Returns what was unpacked.
    pub(super) fn bytes(&self) -> &[u8] {
        self.room.get(..self.given).unwrap_or_default()
    }
}

/// Unpacks a whole stream of unknown length.
pub(super) fn inflate(packed: &[u8]) -> Result<Vec<u8>, Failure> {
    let limit = usize::try_from(OBJECT_BYTES_MAX).unwrap_or(usize::MAX);
    let mut zlib = Inflate::new(true, 15);
    let mut bytes = vec![0; (4 * packed.len() + SLACK).min(limit)];
    loop {
        let (used, given) = (zlib.total_in(), zlib.total_out());
        let rest = usize::try_from(used).ok().and_then(|at| packed.get(at..));
        let from = usize::try_from(given).map_err(|_| Failure::Damaged)?;
        let room = bytes.get_mut(from..).unwrap_or_default();
        let done = zlib.decompress(rest.unwrap_or_default(), room, InflateFlush::NoFlush);
        match done.map_err(|_| Failure::Damaged)? {
            Status::StreamEnd => {
                bytes.truncate(usize::try_from(zlib.total_out()).unwrap_or(0));
                return Ok(bytes);
            }
            _ if zlib.total_out() == bytes.len() as u64 => {
                if bytes.len() >= limit {
                    return Err(Failure::TooLong);
                }
                bytes.resize((4 * bytes.len()).min(limit), 0);
            }
            _ if zlib.total_in() == used && zlib.total_out() == given => {
                return Err(Failure::Damaged);
            }
            _ => {}
        }
    }
}

/// Packs, for tests.
#[cfg(test)]
pub(super) fn deflate(bytes: &[u8]) -> Vec<u8> {
    let mut packed = vec![0; bytes.len() + 1024];
    let (packed, _) =
        zlib_rs::compress_slice(&mut packed, bytes, zlib_rs::DeflateConfig::default());
    packed.to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(len: usize) -> Vec<u8> {
        let words = b"what they saw at the time. ".iter();
        words.copied().cycle().take(len).collect()
    }

    /// Feeds in pieces of a length.
    fn fed(packed: &[u8], bytes: usize, piece: usize) -> Result<Vec<u8>, Failure> {
        let mut inflater = Inflater::new();
        inflater.begin(bytes as u64, packed.len() as u64)?;
        let mut at = 0;
        loop {
            let end = packed.len().min(at + piece);
            match inflater.feed(&packed[at..end])? {
                Step::More(used) => at += used,
                Step::Done => return Ok(inflater.bytes().to_vec()),
            }
        }
    }

    #[test]
    fn a_stream_gives_what_was_said_or_is_damaged() {
        for len in [0, 1, 340, 5000, 100_000] {
            let text = text(len);
            let packed = deflate(&text);
            assert_eq!(inflate(&packed).unwrap(), text);
            for piece in [1, 7, 100_000] {
                assert_eq!(fed(&packed, len, piece).unwrap(), text);
                assert!(fed(&packed, len + 1, piece).is_err());
                assert!(len == 0 || fed(&packed, len - 1, piece).is_err());
                assert!(fed(&packed[..packed.len() - 1], len, piece).is_err());
            }
        }
        assert!(fed(b"no zlib", 7, 7).is_err());
        assert!(inflate(b"no zlib").is_err());
        let long = fed(&[], 1 << 40, 1);
        assert_eq!(long.unwrap_err(), Failure::TooLong);
        let lie = fed(&[0; 20], 1 << 20, 20);
        assert_eq!(lie.unwrap_err(), Failure::Damaged);
    }

    #[test]
    fn a_whole_stream_is_unpacked_at_once_or_left() {
        let mut inflater = Inflater::new();
        for len in [0, 1, 340, 5000, 60_000] {
            let text = text(len);
            let packed = deflate(&text);
            assert!(packed.len() <= Inflater::longest(len));
            let more = [packed.as_slice(), b"what follows"].concat();
            for stream in [&packed, &more] {
                assert!(inflater.at_once(len, stream));
                assert_eq!(inflater.bytes(), text);
            }
            assert!(!inflater.at_once(len + 1, &more));
            assert!(len == 0 || !inflater.at_once(len - 1, &more));
            assert!(!inflater.at_once(len, &packed[..packed.len() - 1]));
            let mut harmed = packed.clone();
            *harmed.last_mut().unwrap() ^= 1;
            assert!(!inflater.at_once(len, &harmed));
        }
        assert!(!inflater.at_once(0, b"") && !inflater.at_once(7, b"no zlib"));
    }

    /// Nothing forbids a writer to be wasteful.
    #[test]
    fn a_stream_that_is_longer_than_it_need_be_is_read_piece_by_piece() {
        let empty = [0, 0, 0, 0xff, 0xff];
        let last = [1, 2, 0, 0xfd, 0xff, b'h', b'i'];
        let adler: u32 = 0x013b_00d2;
        let packed = [
            [0x78, 1].as_slice(),
            &empty.repeat(100),
            &last,
            &adler.to_be_bytes(),
        ]
        .concat();
        let mut inflater = Inflater::new();
        assert!(!inflater.at_once(2, &packed[..Inflater::longest(2)]));
        assert!(inflater.at_once(2, &packed));
        assert_eq!(fed(&packed, 2, 7).unwrap(), b"hi");
    }

    #[test]
    fn what_never_ends_is_too_long() {
        let packed = deflate(&vec![0; 65 << 20]);
        assert_eq!(inflate(&packed).unwrap_err(), Failure::TooLong);
    }
}
