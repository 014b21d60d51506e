//! How alike two texts are, as git reckons it when it looks for renamed files.

use std::collections::HashMap;

/// Longest piece of a text that is compared as one, in bytes: a line, or a part of a long one.
const PIECE_BYTES: usize = 64;

/// What a text is made of: bytes by the hash of the piece that they stand in.
#[derive(Clone, Debug)]
pub(super) struct Pieces {
    bytes: HashMap<u64, usize>,
    length: usize,
}

impl Pieces {
    /// Takes a text apart. A carriage return before a line's end counts for nothing.
    pub(super) fn of(text: &[u8]) -> Self {
        let mut bytes: HashMap<u64, usize> = HashMap::new();
        let mut rest = text;
        while !rest.is_empty() {
            let line = rest
                .iter()
                .take(PIECE_BYTES)
                .position(|&byte| byte == b'\n');
            let end = line.map_or(PIECE_BYTES.min(rest.len()), |at| at + 1);
            let (piece, behind) = rest.split_at(end);
            rest = behind;
            let (hash, length) = hashed(piece);
            *bytes.entry(hash).or_default() += length;
        }
        let length = text.len();
        Self { bytes, length }
    }

    /// Returns how much of the longer text is in the other one too, in percent.
    pub(super) fn percent(&self, other: &Self) -> usize {
        let longer = self.length.max(other.length);
        if longer == 0 {
            return 100;
        }
        // A sum does not depend on the order.
        #[expect(clippy::iter_over_hash_type, reason = "a sum is the same in any order")]
        let shared: usize = {
            let mut shared = 0;
            for (hash, mine) in &self.bytes {
                shared += other.bytes.get(hash).map_or(0, |theirs| *mine.min(theirs));
            }
            shared
        };
        shared.min(longer) * 100 / longer
    }

    /// Returns the most that [`Self::percent`] can be for two texts of these lengths, in bytes.
    pub(super) fn percent_at_most(one: usize, other: usize) -> usize {
        let longer = one.max(other).max(1);
        one.min(other) * 100 / longer
    }
}

/// FNV-1a, and how many bytes went in: short pieces, and no wish to be safe from anybody.
pub(super) fn hashed(piece: &[u8]) -> (u64, usize) {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    let mut length = 0;
    for (at, &byte) in piece.iter().enumerate() {
        if byte == b'\r' && piece.get(at + 1) == Some(&b'\n') {
            continue;
        }
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        length += 1;
    }
    (hash, length)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn percent(one: &str, other: &str) -> usize {
        Pieces::of(one.as_bytes()).percent(&Pieces::of(other.as_bytes()))
    }

    #[test]
    fn lines_are_counted_wherever_they_stand() {
        assert_eq!(percent("a\nb\nc\nd\n", "d\nc\nb\na\n"), 100);
        assert_eq!(percent("a\nb\nc\nd\n", "a\nb\nx\ny\n"), 50);
        assert_eq!(percent("a\nb\n", "a\nb\nc\nd\n"), 50);
        assert_eq!(
            percent("a\r\nb\r\n", "a\nb\n"),
            66,
            "git counts the longer text's bytes"
        );
        assert_eq!((percent("", ""), percent("", "a")), (100, 0));
        let long = "x".repeat(1000);
        assert!(percent(&long, &format!("{long}y")) > 95);
    }
}
