//! The name of a git object: 20 bytes, or 32 in repositories that use SHA-256.

use std::collections::HashMap;
use std::fmt;
use std::hash::{BuildHasherDefault, Hash, Hasher};

use crate::bytes::{self, Cursor};

/// Bytes of an id, the rest of the room is zero.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Id {
    bytes: [u8; LEN_MAX],
    len: u8,
}

/// Bytes of a SHA-1.
pub(super) const LEN_SHA1: usize = 20;
/// Bytes of a SHA-256.
pub(super) const LEN_MAX: usize = 32;

impl Id {
    /// Returns the id that these bytes are; `None` where they are too few or too many.
    pub(super) fn from_bytes(raw: &[u8]) -> Option<Self> {
        if raw.len() != LEN_SHA1 && raw.len() != LEN_MAX {
            return None;
        }
        let mut bytes = [0; LEN_MAX];
        bytes.get_mut(..raw.len())?.copy_from_slice(raw);
        let len = u8::try_from(raw.len()).ok()?;
        Some(Self { bytes, len })
    }

    /// Reads an id in full, hexadecimal.
    pub(super) fn from_hex(text: &[u8]) -> Option<Self> {
        let digit = |byte: u8| {
            let value = char::from(byte).to_digit(16)?;
            u8::try_from(value).ok()
        };
        if text.len() > 2 * LEN_MAX {
            return None;
        }
        let mut bytes = [0; LEN_MAX];
        for (byte, pair) in bytes.iter_mut().zip(text.chunks(2)) {
            let &[high, low] = pair else { return None };
            *byte = digit(high)? << 4 | digit(low)?;
        }
        Self::from_bytes(bytes.get(..text.len() / 2)?)
    }

    pub(super) fn as_bytes(&self) -> &[u8] {
        self.bytes.get(..usize::from(self.len)).unwrap_or(&[])
    }

    /// Returns it in full, hexadecimal.
    pub(super) fn hex(&self) -> String {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        let digit = |value: u8| {
            DIGITS
                .get(usize::from(value))
                .map_or('0', |it| char::from(*it))
        };
        let mut text = String::with_capacity(2 * self.as_bytes().len());
        for byte in self.as_bytes() {
            text.push(digit(byte >> 4));
            text.push(digit(byte & 0xf));
        }
        text
    }
}

/// Adds an id to what is kept, or that there is none.
pub(super) fn put_id(kept: &mut Vec<u8>, id: Option<Id>) {
    bytes::put_bytes(kept, id.as_ref().map_or(&[], Id::as_bytes));
}

/// Reads what [`put_id`] wrote. The inner `None` is an id that is absent.
#[expect(clippy::option_option, reason = "absent, or not to be read")]
pub(super) fn take_id(from: &mut Cursor<'_>) -> Option<Option<Id>> {
    match from.bytes()? {
        [] => Some(None),
        bytes => Some(Some(Id::from_bytes(bytes)?)),
    }
}

/// Values by names of objects, or by where objects stand.
pub(super) type ById<K, V> = HashMap<K, V, BuildHasherDefault<Quick>>;

impl Hash for Id {
    /// A checksum is as good as random: eight bytes of it tell ids apart.
    fn hash<H: Hasher>(&self, state: &mut H) {
        let word = self.bytes.first_chunk().copied().unwrap_or_default();
        state.write_u64(u64::from_le_bytes(word));
    }
}

/// Hashes what is nearly as good as random already. Somebody who looks for objects whose names begin alike
/// makes a run slower by what looking for them took.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Quick(u64);

impl Hasher for Quick {
    fn finish(&self) -> u64 {
        // Small numbers, as offsets are, are spread to the upper bits.
        self.0.wrapping_mul(0x9e37_79b9_7f4a_7c15)
    }

    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.write_u64(u64::from(byte));
        }
    }

    fn write_usize(&mut self, word: usize) {
        self.write_u64(word as u64);
    }

    fn write_u64(&mut self, word: u64) {
        self.0 = self.0.rotate_left(23) ^ word;
    }
}

impl fmt::Display for Id {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.hex())
    }
}

impl fmt::Debug for Id {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_lengths_are_read_and_written() {
        for text in [
            "4b825dc642cb6eb9a060e54bf8d69288fbee4904",
            &"0aF".repeat(22)[..64],
        ] {
            let id = Id::from_hex(text.as_bytes()).unwrap();
            assert_eq!(id.to_string(), text.to_lowercase());
        }
        for text in [
            "",
            "4b",
            "4b825dc642cb6eb9a060e54bf8d69288fbee490",
            &"g".repeat(40),
            &"a".repeat(66),
        ] {
            assert!(Id::from_hex(text.as_bytes()).is_none(), "{text}");
        }
    }
}
