//! A pack keeps most objects as what makes them out of another one: pieces of that, and new bytes.

use std::rc::Rc;

use super::objects::{Bytes, Failure, OBJECT_BYTES_MAX};

/// Length of a piece whose length is not written down, in bytes.
const PIECE_BYTES: usize = 0x1_0000;

/// Makes an object out of its base. `room` is asked for an empty room, for so many bytes.
pub(super) fn apply(
    base: &[u8],
    delta: &[u8],
    room: impl FnOnce(usize) -> Bytes,
) -> Result<Bytes, Failure> {
    let (from, rest) = length(delta).ok_or(Failure::Damaged)?;
    let (to, rest) = length(rest).ok_or(Failure::Damaged)?;
    if to > OBJECT_BYTES_MAX {
        return Err(Failure::TooLong);
    }
    if from != base.len() as u64 {
        return Err(Failure::Damaged);
    }
    let to = usize::try_from(to).map_err(|_| Failure::TooLong)?;
    let mut object = room(to);
    make(base, rest, to, Rc::make_mut(&mut object)).ok_or(Failure::Damaged)?;
    Ok(object)
}

/// `None` when the instructions lead outside of the base, or not to the length that was said.
fn make(base: &[u8], mut rest: &[u8], to: usize, bytes: &mut Vec<u8>) -> Option<()> {
    bytes.reserve_exact(to);
    while let Some((&byte, behind)) = rest.split_first() {
        let piece = if byte & 0x80 != 0 {
            let (offset, behind) = number(behind, byte, 4)?;
            let (len, behind) = number(behind, byte >> 4, 3)?;
            rest = behind;
            let len = if len == 0 { PIECE_BYTES } else { len };
            base.get(offset..offset.checked_add(len)?)?
        } else if byte != 0 {
            let (piece, behind) = behind.split_at_checked(usize::from(byte))?;
            rest = behind;
            piece
        } else {
            // Reserved.
            return None;
        };
        if piece.len() > to - bytes.len() {
            return None;
        }
        bytes.extend_from_slice(piece);
    }
    (bytes.len() == to).then_some(())
}

/// Reads a number of which only the bytes are there that the lowest bits of `present` name, the least
/// significant first.
fn number(mut rest: &[u8], present: u8, bytes_max: u8) -> Option<(usize, &[u8])> {
    let mut number = 0;
    for place in 0..bytes_max {
        if present >> place & 1 != 0 {
            let (&byte, behind) = rest.split_first()?;
            number |= usize::from(byte) << (8 * place);
            rest = behind;
        }
    }
    Some((number, rest))
}

/// Reads a number in groups of seven bits, the least significant first.
fn length(mut rest: &[u8]) -> Option<(u64, &[u8])> {
    let mut number = 0;
    for shift in (0..63).step_by(7) {
        let (&byte, behind) = rest.split_first()?;
        number |= u64::from(byte & 0x7f) << shift;
        rest = behind;
        if byte & 0x80 == 0 {
            return Some((number, rest));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn made(base: &[u8], delta: &[u8]) -> Result<Bytes, Failure> {
        apply(base, delta, |_| Bytes::default())
    }

    #[test]
    fn pieces_and_new_bytes_make_an_object() {
        let base = b"hello, world";
        let check = |delta: &[u8], object: Option<&[u8]>| {
            let made = made(base, delta).ok();
            assert_eq!(
                made.as_ref().map(|bytes| bytes.as_slice()),
                object,
                "{delta:?}"
            );
        };
        check(&[12, 7, 0x90, 5, 2, b'!', b'?'], Some(b"hello!?"));
        check(&[12, 5, 0x91, 7, 5], Some(b"world"));
        check(&[12, 0], Some(b""));
        // Another base, another length, too few bytes, outside of the base, reserved, broken off.
        check(&[11, 5, 0x91, 7, 5], None);
        check(&[12, 4, 0x91, 7, 5], None);
        check(&[12, 6, 0x91, 7, 5], None);
        check(&[12, 5, 0x91, 8, 5], None);
        check(&[12, 5, 0xff, 255, 255, 255, 255, 255, 255, 255], None);
        check(&[12, 1, 0], None);
        check(&[12, 2, 2, b'x'], None);
        check(&[12, 5, 0x91, 7], None);
        check(&[12], None);
        check(&[0xff; 12], None);
        let long = [12, 0xff, 0xff, 0xff, 0xff, 0xff, 1];
        assert_eq!(made(base, &long).unwrap_err(), Failure::TooLong);
        let far = vec![7; 70_000];
        let delta = [0xf0, 0xa2, 4, 0x80, 0x80, 4, 0x80];
        assert_eq!(made(&far, &delta).unwrap().len(), PIECE_BYTES);
    }

    proptest! {
        #[test]
        fn no_delta_panics(base in proptest::collection::vec(any::<u8>(), 0..40), delta in proptest::collection::vec(any::<u8>(), 0..40)) {
            let whole = [&[u8::try_from(base.len()).unwrap(), 30][..], &delta].concat();
            let _ = made(&base, &whole);
            let _ = made(&base, &delta);
        }
    }
}
