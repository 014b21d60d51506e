//! How an object begins in a pack: what it is, how long, and what it is made out of.

use super::id::{Id, LEN_MAX};
use super::objects::Kind;

/// Bytes that are enough for any beginning: two numbers, or a number and an id.
pub(super) const HEAD_BYTES: usize = 10 + LEN_MAX;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) shape: Shape,
    /// Length of what is unpacked.
    pub(super) bytes: u64,
    /// Where what is packed begins.
    pub(super) data: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    Whole(Kind),
    Delta(Base),
}

/// Where the object is that another one is made out of: always in the same pack.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Base {
    At(u64),
    Named(Id),
}

impl Entry {
    /// Reads the beginning of an object at an offset of a pack whose ids have `width` bytes.
    pub(super) fn read(head: &[u8], offset: u64, width: usize) -> Option<Self> {
        let (kind, bytes, rest) = kind_and_length(head)?;
        let (shape, rest) = match kind {
            1 => (Shape::Whole(Kind::Commit), rest),
            2 => (Shape::Whole(Kind::Tree), rest),
            3 => (Shape::Whole(Kind::Blob), rest),
            4 => (Shape::Whole(Kind::Tag), rest),
            6 => {
                let (back, rest) = distance(rest)?;
                let base = offset.checked_sub(back).filter(|_| back > 0)?;
                (Shape::Delta(Base::At(base)), rest)
            }
            7 => {
                let (id, rest) = rest.split_at_checked(width)?;
                (Shape::Delta(Base::Named(Id::from_bytes(id)?)), rest)
            }
            _ => return None,
        };
        let data = offset + (head.len() - rest.len()) as u64;
        Some(Self { shape, bytes, data })
    }
}

/// Reads the number of a kind in three bits and a length in four, then in groups of seven.
fn kind_and_length(head: &[u8]) -> Option<(u8, u64, &[u8])> {
    let (&first, mut rest) = head.split_first()?;
    let mut length = u64::from(first & 0x0f);
    let mut goes_on = first & 0x80 != 0;
    let mut shift = 4;
    while goes_on {
        let (&byte, behind) = rest.split_first()?;
        if shift > 56 {
            return None;
        }
        length |= u64::from(byte & 0x7f) << shift;
        shift += 7;
        goes_on = byte & 0x80 != 0;
        rest = behind;
    }
    Some((first >> 4 & 7, length, rest))
}

/// Reads how far back a base begins: groups of seven bits, the most significant first, each but the
/// last counted one more, so that no distance is written in two ways.
fn distance(head: &[u8]) -> Option<(u64, &[u8])> {
    let (&first, mut rest) = head.split_first()?;
    let mut distance = u64::from(first & 0x7f);
    let mut goes_on = first & 0x80 != 0;
    while goes_on {
        let (&byte, behind) = rest.split_first()?;
        if distance >= 1 << 55 {
            return None;
        }
        distance = (distance + 1) << 7 | u64::from(byte & 0x7f);
        goes_on = byte & 0x80 != 0;
        rest = behind;
    }
    Some((distance, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn beginnings_are_read_and_broken_ones_are_none() {
        let check = |head: &[u8], expected: Option<(Shape, u64, u64)>| {
            let read = Entry::read(head, 1000, 20);
            let read = read.map(|entry| (entry.shape, entry.bytes, entry.data - 1000));
            assert_eq!(read, expected, "{head:?}");
        };
        check(&[0x15], Some((Shape::Whole(Kind::Commit), 5, 1)));
        check(&[0xa5, 0x83, 1], Some((Shape::Whole(Kind::Tree), 0x835, 3)));
        check(&[0x65, 5], Some((Shape::Delta(Base::At(995)), 5, 2)));
        check(&[0x65, 0x80, 5], Some((Shape::Delta(Base::At(867)), 5, 3)));
        let id = Id::from_bytes(&[7; 20]).unwrap();
        let head = [&[0x75][..], &[7; 20]].concat();
        check(&head, Some((Shape::Delta(Base::Named(id)), 5, 21)));
        // No such kind, nothing behind, itself, before the pack, endless.
        for kind in [0x05, 0x55] {
            check(&[kind, 5], None);
        }
        check(&[], None);
        check(&[0x95], None);
        check(&[0x65], None);
        check(&[0x65, 0], None);
        check(&[0x65, 0x90, 5], None);
        check(&[0x75, 1, 2], None);
        check(&[0xff; HEAD_BYTES], None);
        let far = [&[0x65][..], &[0xff; 40]].concat();
        check(&far, None);
    }
}
