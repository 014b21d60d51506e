//! What was worked out for some bytes: most lines of a log are like one before.

use std::hash::{BuildHasherDefault, Hasher};

/// A table in which each key has one of two places, and gives way to the next but one that has the same. It
/// never grows, and keys that were made to meet in one place cost no more than working it out again.
#[derive(Debug)]
pub(super) struct Memo<T> {
    places: Vec<[Option<Known<T>>; 2]>,
    /// What was noted under another number holds no more.
    generation: u64,
}

#[derive(Clone, Debug)]
struct Known<T> {
    key: Box<[u8]>,
    value: T,
    generation: u64,
}

/// Longest key that is noted, in bytes.
const KEY_BYTES_MAX: usize = 1024;

impl<T: Copy> Memo<T> {
    /// Makes a table of `2^bits` pairs of places.
    pub(super) fn new(bits: u32) -> Self {
        Self {
            places: (0..1_usize << bits).map(|_| [None, None]).collect(),
            generation: 0,
        }
    }

    /// Returns what is known of a key, or finds it out.
    pub(super) fn get(&mut self, key: &[u8], find: impl FnOnce() -> T) -> T {
        let at = usize::try_from(hash(key) >> 32).unwrap_or(0) & (self.places.len() - 1);
        let generation = self.generation;
        let Some([first, second]) = self.places.get_mut(at) else {
            return find();
        };
        for known in [&*first, &*second].into_iter().flatten() {
            if known.generation == generation && *known.key == *key {
                return known.value;
            }
        }
        let value = find();
        if key.len() <= KEY_BYTES_MAX {
            *second = first.replace(Known {
                key: key.into(),
                value,
                generation,
            });
        }
        value
    }

    pub(super) fn forget(&mut self) {
        self.generation += 1;
    }
}

/// An odd number whose bits look like chance: 2^64 over the golden ratio.
const ODD: u64 = 0x9e37_79b9_7f4a_7c15;

fn mixed(state: u64, word: u64) -> u64 {
    let product = (state ^ word).wrapping_mul(ODD);
    product ^ (product >> 29)
}

/// Of a longer key only the ends are looked at: names of browsers differ there.
const ENDS_BYTES: usize = 24;

fn hash(bytes: &[u8]) -> u64 {
    let length = bytes.len() as u64;
    match (
        bytes.first_chunk::<ENDS_BYTES>(),
        bytes.last_chunk::<ENDS_BYTES>(),
    ) {
        (Some(first), Some(last)) if bytes.len() > 2 * ENDS_BYTES => {
            words(words(length, first), last)
        }
        _ => words(length, bytes),
    }
}

fn words(mut state: u64, bytes: &[u8]) -> u64 {
    let (words, rest) = bytes.as_chunks::<8>();
    for word in words {
        state = mixed(state, u64::from_le_bytes(*word));
    }
    let mut last = [0; 8];
    for (to, from) in last.iter_mut().zip(rest) {
        *to = *from;
    }
    mixed(mixed(state, u64::from_le_bytes(last)), ODD)
}

/// Hashes cells, which are numbers of our own making.
#[derive(Debug, Default)]
pub(super) struct CellHasher(u64);

pub(super) type CellHash = BuildHasherDefault<CellHasher>;

impl Hasher for CellHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0 = hash(bytes);
    }

    fn write_u64(&mut self, number: u64) {
        self.0 = mixed(mixed(ODD, number), ODD);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_known_is_not_found_again_and_what_is_forgotten_is() {
        let mut memo = Memo::new(0);
        let mut found = 0;
        let mut get = |memo: &mut Memo<usize>, key: &[u8]| {
            let value = memo.get(key, || {
                found += 1;
                key.len()
            });
            assert_eq!(value, key.len());
            found
        };
        let keys: [&[u8]; 4] = [b"", b"a", b"ab", b"0123456789"];
        for key in keys {
            assert_eq!(get(&mut memo, key), get(&mut memo, key));
        }
        let before = get(&mut memo, b"a");
        memo.forget();
        assert_eq!(get(&mut memo, b"a"), before + 1);
        let long = [b'x'; KEY_BYTES_MAX + 1];
        assert_eq!(get(&mut memo, &long) + 1, get(&mut memo, &long));
    }
}
