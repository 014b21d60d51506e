//! Which runs of letters and digits each text may hold, in a twelfth of its bytes: kept from run to run, so that
//! who looks for a name opens only the few texts that may have it.
//!
//! Of each text there are bits (Bloom's filter): a run that stands in it has its two bits set, another one seldom
//! has both. What was harmed gives wrong answers or none, but is never read beyond its end.

use std::collections::HashMap;
use std::ops::Range;

use super::naming::spells_out;
use crate::bytes::{self, Cursor};
use crate::corpus::Corpus;
use crate::model::Writeup;
use crate::threads;

/// Texts that one thread reads at a time.
const SHARE: usize = 64;
/// Bytes of text for each byte of bits: one in twenty runs that are not there seems to be.
const BYTES: usize = 12;

/// The bits of texts, by the number that tells each text from others.
#[derive(Debug, Default)]
pub struct Runs {
    bytes: Vec<u8>,
    places: HashMap<u64, Range<usize>>,
}

impl Runs {
    /// What the bytes mean; another number is another meaning.
    pub const KIND: &'static str = "runs-1";

    /// Takes what an earlier run kept.
    pub fn open(bytes: Vec<u8>) -> Self {
        let mut cursor = Cursor::new(&bytes);
        let mut places = HashMap::new();
        while let (Some(sum), Some(bits)) = (cursor.u64(), cursor.bytes()) {
            let to = bytes.len() - cursor.clone().rest().len();
            places.insert(sum, to - bits.len()..to);
        }
        Self { bytes, places }
    }

    /// Returns what to keep in the place of this; `None` where every text of the corpus is known.
    pub fn renewed(&self, corpus: &Corpus) -> Option<Vec<u8>> {
        let sums: Vec<u64> = (0..corpus.writeups.len())
            .map(|at| corpus.sum(at))
            .collect();
        if sums.iter().all(|sum| self.places.contains_key(sum)) {
            return None;
        }
        let numbered: Vec<(u64, &Writeup)> = sums.into_iter().zip(&corpus.writeups).collect();
        let shares = threads::in_shares(&numbered, SHARE, |share| {
            let mut all = Vec::new();
            for (sum, writeup) in share {
                all.extend(sum.to_le_bytes());
                match self.bits(*sum) {
                    Some(known) => bytes::put_bytes(&mut all, known),
                    None => bytes::put_bytes(&mut all, &bits(corpus.files.whole(writeup.file))),
                }
            }
            all
        });
        Some(shares.concat())
    }

    /// Whether a text may hold all of these runs, by its number; of one that is not known anything is possible.
    pub(super) fn may_hold(&self, sum: u64, runs: &[&str]) -> bool {
        self.bits(sum).is_none_or(|bits| {
            let is_set = |at: usize| {
                bits.get(at / 8)
                    .is_some_and(|byte| byte >> (at % 8) & 1 == 1)
            };
            let mut runs = runs.iter();
            runs.all(|run| places(run.as_bytes(), bits.len()).into_iter().all(is_set))
        })
    }

    fn bits(&self, sum: u64) -> Option<&[u8]> {
        self.bytes.get(self.places.get(&sum)?.clone())
    }
}

fn bits(text: &str) -> Vec<u8> {
    if spells_out(text) {
        return vec![0xff];
    }
    let mut bits = vec![0; text.len() / BYTES + 1];
    let size = bits.len();
    each(text.as_bytes(), |run| {
        for at in places(run, size) {
            if let Some(byte) = bits.get_mut(at / 8) {
                *byte |= 1 << (at % 8);
            }
        }
    });
    bits
}

/// Calls `each` with every run of ASCII letters and digits. One behind `%` is given a second time without the
/// two digits of an escape: in an address the next run begins behind them.
fn each(text: &[u8], mut each: impl FnMut(&[u8])) {
    let mut rest = text;
    while let Some(begin) = rest.iter().position(u8::is_ascii_alphanumeric) {
        let before = begin.checked_sub(1).and_then(|at| rest.get(at));
        let (_, found) = rest.split_at(begin);
        let length = found.iter().position(|byte| !byte.is_ascii_alphanumeric());
        let (run, behind) = found.split_at(length.unwrap_or(found.len()));
        each(run);
        if before == Some(&b'%')
            && let Some((_, run)) = run.split_at_checked(2)
        {
            each(run);
        }
        rest = behind;
    }
}

/// Returns the two bits of a run, of so many bytes of them.
fn places(run: &[u8], bytes: usize) -> [usize; 2] {
    let hash = run.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    });
    // The low half of this hash is the better mixed one: both halves are taken from a last round.
    let mixed = (hash ^ hash >> 32).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let scaled = |half: u64| usize::try_from((half * (bytes as u64 * 8)) >> 32).unwrap_or(0);
    [scaled(mixed >> 32), scaled(mixed & 0xffff_ffff)]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn runs(text: &str) -> Vec<String> {
        let mut found = Vec::new();
        each(text.as_bytes(), |run| {
            found.push(String::from_utf8_lossy(run).into_owned());
        });
        found
    }

    #[test]
    fn runs_are_letters_and_digits_of_ascii() {
        for (text, expected) in [
            ("a-b_c", "a b c"),
            ("é1é", "1"),
            ("see [x](../y%20z.md)", "see x y 20z z md"),
            ("100% sure, %", "100 sure"),
            ("%", ""),
            ("%4", "4"),
            ("%C3%A9a", "C3  A9a a"),
        ] {
            assert_eq!(runs(text).join(" "), expected, "{text}");
        }
    }

    #[test]
    fn what_stands_in_a_text_is_never_missed_and_other_words_mostly() {
        let words: Vec<String> = (0..2000).map(|at| format!("w{}", at * 7919)).collect();
        let text = words.join(" ");
        let bits = bits(&text);
        let mut kept = 7_u64.to_le_bytes().to_vec();
        bytes::put_bytes(&mut kept, &bits);
        let known = Runs::open(kept.clone());
        assert!(words.iter().all(|word| known.may_hold(7, &[word])));
        let others = (0..1000).filter(|at| known.may_hold(7, &[&format!("x{at}")]));
        let count = others.count();
        assert!(count < 250, "{count}");
        assert!(known.may_hold(8, &["x"]), "an unknown text may hold all");
        for cut in 0..kept.len() {
            let harmed = Runs::open(kept[..cut].to_vec());
            assert!(harmed.may_hold(7, &["w0"]));
        }
    }
}
