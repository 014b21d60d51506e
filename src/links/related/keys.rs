//! What texts are compared by, as numbers: mechanisms, words, and pairs of neighbours.
//!
//! A number is made of the letters alone, so that it is the same in every run and every text.

/// A mechanism, a word or a pair of neighbours. Mechanisms sort before the others.
pub(super) type Key = u64;

/// Marks words and pairs.
const WORDS: Key = 1 << 63;
const PAIR: Key = 1 << 62;
/// Marks a word that every text has, whatever it is about, and a pair of two such words.
const EVERYDAY: Key = 1 << 61;
/// Marks a word of that kind, and a pair with one in it.
const HAS_EVERYDAY: Key = 1 << 60;
/// What is left for the letters.
const LETTERS: Key = HAS_EVERYDAY - 1;

/// Returns the key of a mechanism by its number.
pub(super) fn mechanism(number: u32) -> Key {
    Key::from(number)
}

/// Returns the key of a word.
pub(super) fn word(word: &str, is_everyday: bool) -> Key {
    let marks = if is_everyday {
        EVERYDAY | HAS_EVERYDAY
    } else {
        0
    };
    let letters = word.bytes().fold(0xcbf2_9ce4_8422_2325, |sum: u64, byte| {
        (sum ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    WORDS | marks | (letters & LETTERS)
}

/// Returns the key of two words that stand beside each other.
pub(super) fn pair(first: Key, second: Key) -> Key {
    let marks = (first & second & EVERYDAY) | ((first | second) & HAS_EVERYDAY);
    let letters = first.rotate_left(23).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ second;
    WORDS | PAIR | marks | (letters.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 4 & LETTERS)
}

/// Returns the number of a mechanism; `None` for words and pairs.
pub(super) fn as_mechanism(key: Key) -> Option<u32> {
    u32::try_from(key).ok()
}

pub(super) fn is_mechanism(key: Key) -> bool {
    key & WORDS == 0
}

pub(super) fn is_pair(key: Key) -> bool {
    key & PAIR != 0
}

/// Whether a key is of words that every text has, whatever it is about.
pub(super) fn is_everyday(key: Key) -> bool {
    key & EVERYDAY != 0
}

/// Whether a key has a word of that kind in it.
pub(super) fn has_everyday(key: Key) -> bool {
    key & HAS_EVERYDAY != 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_says_what_it_is() {
        let (queue, day) = (word("queue", false), word("day", true));
        let both = pair(queue, day);
        assert!(!is_pair(queue) && is_pair(both));
        assert!(is_everyday(day) && !is_everyday(both) && is_everyday(pair(day, day)));
        assert!(has_everyday(both) && !has_everyday(queue) && has_everyday(day));
        assert_ne!(both, pair(day, queue));
        assert!(mechanism(7) < queue && is_mechanism(mechanism(7)) && !is_mechanism(both));
        assert_eq!(
            (as_mechanism(mechanism(7)), as_mechanism(queue)),
            (Some(7), None)
        );
    }
}
