//! The index is made of all write-ups at once.

use super::{ENTRY, Entry, HEAD, Index, Lengths, narrow, short, wide};
use crate::links::related::keys::{self, Key};
use crate::links::related::terms::Bag;
use crate::links::related::weights;

/// A term in more write-ups than this chooses no candidates: it counts among those chosen.
pub(super) const HOLDERS_MAX: usize = 500;

/// A term that stands in a write-up so many times.
type Place = (Key, u32, u8);

/// Write-ups and terms have numbers below this; what is beyond is left out.
const NUMBERS: usize = 1 << 24;

/// Kinds of terms: mechanisms, those of more than [`HOLDERS_MAX`], and rare ones.
const KINDS: usize = 3;
const RARE: usize = 2;

impl Index {
    /// Makes the index of the write-ups. Each is let go before the next one is taken, and no table is there
    /// twice: of ten thousand write-ups they take a hundred megabytes.
    pub(in crate::links::related) fn new(bags: impl IntoIterator<Item = Bag>) -> Self {
        let mut places: Vec<Place> = Vec::new();
        let mut titles: Vec<Vec<Key>> = Vec::new();
        for (at, bag) in (0_u32..).zip(bags.into_iter().take(NUMBERS)) {
            let counts = bag.counts.iter();
            places.extend(counts.map(|&(key, count)| (key, at, narrow(count))));
            titles.push(bag.title);
        }
        places.sort_unstable();
        let total = titles.len();
        let mut lengths = vec![Lengths::default(); total];
        // A term that one write-up alone holds can join it to none, but has its weight there.
        for (key, run) in runs(&places) {
            let worth = weights::worth(key, total, run.len());
            for &(_, at, count) in run {
                if let Some(lengths) = lengths.get_mut(wide(at)) {
                    lengths.add(key, weights::tf(count) * worth);
                }
            }
        }
        lengths.iter_mut().for_each(Lengths::close);
        let mut terms: Vec<u8> = Vec::new();
        let mut of_kinds = [0; KINDS];
        let mut from = 0;
        let mut held = vec![0_usize; total];
        for (kind, key, run) in shared(&places) {
            terms.extend(key.to_le_bytes());
            terms.extend(weights::worth(key, total, run.len()).to_le_bytes());
            terms.extend(short(from).to_le_bytes());
            from += run.len();
            for &(_, at, _) in run {
                if let Some(held) = held.get_mut(wide(at)) {
                    *held += 1;
                }
            }
            if let Some(all) = of_kinds.get_mut(kind) {
                *all += 1;
            }
        }
        let mut holders: Vec<u8> = Vec::new();
        let mut entries = vec![[0; ENTRY]; from];
        // Where the next entry of each write-up goes; in the end, where those of the one behind it begin.
        let mut ends: Vec<usize> = Vec::with_capacity(total);
        let mut begin = 0;
        for held in held {
            ends.push(begin);
            begin += held;
        }
        for (number, (kind, _, run)) in (0_u32..).zip(shared(&places)) {
            for &(_, at, count) in run {
                if kind == RARE {
                    holders.extend(Entry { number: at, count }.row());
                }
                let Some(end) = ends.get_mut(wide(at)) else {
                    continue;
                };
                if let Some(row) = entries.get_mut(*end) {
                    *row = Entry { number, count }.row();
                }
                *end += 1;
            }
        }
        drop(places);
        let [mechanisms, common, _] = of_kinds;
        let common = mechanisms + common;
        // The titles are looked up among the terms.
        let known = Self {
            terms: 0..terms.len(),
            bytes: terms,
            mechanisms: short(mechanisms),
            common: short(common),
            ..Self::default()
        };
        let (mut texts, mut all_titles) = (Vec::new(), Vec::new());
        let begins = std::iter::once(0).chain(ends);
        for ((title, mut lengths), begin) in titles.iter().zip(lengths).zip(begins) {
            let (words, worth) = known.title(title, total);
            lengths.title = worth;
            texts.extend(short(begin).to_le_bytes());
            texts.extend(short(all_titles.len() / ENTRY).to_le_bytes());
            for length in [lengths.all, lengths.mechanisms, lengths.title] {
                texts.extend(length.to_le_bytes());
            }
            all_titles.extend(words.as_flattened());
        }
        let entries = entries.into_flattened();
        let tables = [known.bytes, holders, texts, entries, all_titles];
        Self::of_tables(tables, mechanisms, common)
    }

    fn of_tables(tables: [Vec<u8>; 5], mechanisms: usize, common: usize) -> Self {
        let lengths = tables.each_ref().map(Vec::len);
        let head = lengths.into_iter().chain([mechanisms, common]);
        let mut bytes = Vec::with_capacity(HEAD * 4 + lengths.iter().sum::<usize>());
        bytes.extend(head.flat_map(|number| short(number).to_le_bytes()));
        for table in tables {
            bytes.extend(table);
        }
        Self::open(bytes, 0).unwrap_or_default()
    }
}

/// Yields each term with its places, by key. The places are sorted.
fn runs(places: &[Place]) -> impl Iterator<Item = (Key, &[Place])> {
    let runs = places.chunk_by(|left, right| left.0 == right.0);
    runs.filter_map(|run| Some((run.first()?.0, run)))
}

/// Yields each term that several write-ups hold, with its kind and its places: by kind, then by key. Going
/// through all of them once for each kind takes less room than keeping where they are.
fn shared(places: &[Place]) -> impl Iterator<Item = (usize, Key, &[Place])> {
    let all = (0..KINDS).flat_map(|kind| {
        let shared = runs(places).filter(|(_, run)| run.len() > 1);
        let those = shared.filter(move |(key, run)| kind == kind_of(*key, run.len()));
        those.map(move |(key, run)| (kind, key, run))
    });
    all.take(NUMBERS)
}

fn kind_of(key: Key, holders: usize) -> usize {
    match holders {
        _ if keys::is_mechanism(key) => 0,
        ..=HOLDERS_MAX => RARE,
        _ => 1,
    }
}
