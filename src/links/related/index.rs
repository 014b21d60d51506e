//! Which write-ups hold which term, and which terms a write-up holds: made once from all of them, as bytes
//! that may be kept and are asked where they lie.
//!
//! The bytes are a head of numbers, then five tables. A row of the terms holds the key, what the term is
//! worth, and how many hold those before it; one of the texts holds where its entries and its title begin,
//! and its lengths. Holders, of rare terms alone, entries and titles are four bytes each. What was harmed
//! gives wrong answers or none, but is never read beyond its end.

mod making;

use std::ops::Range;

use super::keys::{self, Key};
use super::terms::Bag;
use super::weights;

/// A write-up or a term, and how often the one holds the other, up to 255 times.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) number: u32,
    pub(super) count: u8,
}

/// A term that several write-ups hold.
#[derive(Clone, Copy, Debug)]
pub(super) struct Term {
    pub(super) key: Key,
    /// Rarity times what its kind weighs.
    pub(super) worth: f32,
    /// How many hold the terms before it.
    from: u32,
}

/// A text that write-ups are compared with.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Text<'a> {
    /// Sorted by term.
    entries: &'a [Row<ENTRY>],
    /// The shared words of its title.
    title: &'a [Row<ENTRY>],
    pub(super) lengths: Lengths,
}

/// What a text weighs in all.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Lengths {
    /// Length of its weights, mechanisms included, and of those of mechanisms alone; terms that nobody
    /// shares count too.
    pub(super) all: f32,
    pub(super) mechanisms: f32,
    /// What all words of the title are worth together.
    pub(super) title: f32,
}

/// A text that is in no write-up.
#[derive(Debug, Default)]
pub(super) struct Asked {
    entries: Vec<Row<ENTRY>>,
    title: Vec<Row<ENTRY>>,
    lengths: Lengths,
}

#[derive(Debug, Default)]
pub(super) struct Index {
    bytes: Vec<u8>,
    /// Where it begins in the bytes.
    start: usize,
    terms: Range<usize>,
    holders: Range<usize>,
    texts: Range<usize>,
    entries: Range<usize>,
    titles: Range<usize>,
    /// The terms are mechanisms, then those of more than [`making::HOLDERS_MAX`], then the rare ones, each sorted
    /// by key: how many the first are, and the first two.
    pub(super) mechanisms: u32,
    pub(super) common: u32,
}

type Row<const BYTES: usize> = [u8; BYTES];
/// Bytes of a row of the terms, of the texts, and of all else.
const TERM: usize = 16;
const TEXT: usize = 20;
const ENTRY: usize = 4;
/// Numbers in the head, four bytes each.
const HEAD: usize = 7;

impl Index {
    /// Takes bytes that are an index from `start` on; `None` when they are none.
    pub(super) fn open(bytes: Vec<u8>, start: usize) -> Option<Self> {
        let head = bytes.get(start..)?.get(..HEAD * 4)?.as_chunks().0;
        let numbers: Vec<u32> = head.iter().map(|row| u32::from_le_bytes(*row)).collect();
        let &[terms, holders, texts, entries, titles, mechanisms, common] = numbers.as_slice()
        else {
            return None;
        };
        let mut from = start + HEAD * 4;
        let mut table = |length: u32| {
            let range = from..from.checked_add(wide(length))?;
            from = range.end;
            (range.end <= bytes.len()).then_some(range)
        };
        let (terms, holders, texts) = (table(terms)?, table(holders)?, table(texts)?);
        let (entries, titles) = (table(entries)?, table(titles)?);
        Some(Self {
            bytes,
            start,
            terms,
            holders,
            texts,
            entries,
            titles,
            mechanisms,
            common,
        })
    }

    pub(super) fn bytes(&self) -> &[u8] {
        self.bytes.get(self.start..).unwrap_or_default()
    }

    fn rows<const BYTES: usize>(&self, table: &Range<usize>) -> &[Row<BYTES>] {
        let bytes = self.bytes.get(table.clone()).unwrap_or_default();
        bytes.as_chunks().0
    }

    /// Returns how many write-ups there are.
    pub(super) fn len(&self) -> usize {
        self.texts.len() / TEXT
    }

    /// Returns a text that is in no write-up, as far as this index knows its terms.
    pub(super) fn asked(&self, bag: &Bag) -> Asked {
        let mut asked = Asked::default();
        let mut entries: Vec<Entry> = Vec::new();
        for &(key, count) in &bag.counts {
            let number = self.find(key);
            let holders = number.map_or(1, |number| self.held(number).len());
            let count = narrow(count);
            let worth = weights::worth(key, self.len(), holders);
            asked.lengths.add(key, weights::tf(count) * worth);
            entries.extend(number.map(|number| Entry { number, count }));
        }
        asked.lengths.close();
        entries.sort_unstable_by_key(|entry| entry.number);
        asked.entries = entries.into_iter().map(Entry::row).collect();
        (asked.title, asked.lengths.title) = self.title(&bag.title, self.len());
        asked
    }

    /// Returns the write-up at `at` as a text.
    pub(super) fn own(&self, at: usize) -> Option<Text<'_>> {
        let rows = self.rows::<TEXT>(&self.texts);
        let (row, next) = (rows.get(at)?, rows.get(at + 1));
        let part = |table: &Range<usize>, field: usize| -> &[Row<ENTRY>] {
            let rows = self.rows::<ENTRY>(table);
            let to = next.map_or(rows.len(), |next| wide(number(next, field)));
            rows.get(wide(number(row, field))..to).unwrap_or_default()
        };
        Some(Text {
            entries: part(&self.entries, 0),
            title: part(&self.titles, 1),
            lengths: Lengths {
                all: float(row, 2),
                mechanisms: float(row, 3),
                title: float(row, 4),
            },
        })
    }

    /// Returns the length of the weights of every write-up, in order.
    pub(super) fn lengths(&self) -> impl Iterator<Item = f32> {
        let rows = self.rows::<TEXT>(&self.texts);
        rows.iter().map(|row| float(row, 2))
    }

    pub(super) fn term(&self, number: u32) -> Option<Term> {
        let row = self.rows::<TERM>(&self.terms).get(wide(number))?;
        Some(Term {
            key: key(row),
            worth: float(row, 2),
            from: self::number(row, 3),
        })
    }

    /// Yields the write-ups that hold a rare term, sorted; nobody for a common one, of which only how many hold
    /// it is known.
    pub(super) fn holders(&self, number: u32) -> impl Iterator<Item = Entry> {
        let rows = self.rows::<ENTRY>(&self.holders);
        let common = self.held(self.common).start;
        let held = self.held(number);
        let from = held.start.checked_sub(common);
        let rare = from.and_then(|from| rows.get(from..held.end.checked_sub(common)?));
        let rare = rare.unwrap_or_default().iter();
        rare.map(|row| Entry::read(*row))
    }

    /// Returns how many write-ups hold the terms before one, and with it.
    fn held(&self, number: u32) -> Range<usize> {
        // Each holder of a term has it among its entries.
        let all = self.entries.len() / ENTRY;
        let before = |number| self.term(number).map_or(all, |term| wide(term.from));
        before(number)..before(number.saturating_add(1))
    }

    /// Returns how many write-ups hold a term.
    pub(super) fn holders_of(&self, key: Key) -> usize {
        self.find(key).map_or(0, |number| self.held(number).len())
    }

    /// Returns the shared words of a title, and what all of its words are worth.
    fn title(&self, words: &[Key], total: usize) -> (Vec<Row<ENTRY>>, f32) {
        let known: Vec<u32> = words.iter().filter_map(|&key| self.find(key)).collect();
        let alone = words.len().saturating_sub(known.len());
        let worths = known.iter().filter_map(|&number| self.term(number));
        let shared: f32 = worths.map(|term| term.worth).sum();
        let lonely = weights::rarity(total, 1);
        let rows = known.iter().map(|&number| Entry { number, count: 1 }.row());
        (rows.collect(), shared + lonely * weights::float(alone))
    }

    fn find(&self, wanted: Key) -> Option<u32> {
        let rows = self.rows::<TERM>(&self.terms);
        let (mechanisms, common) = (wide(self.mechanisms), wide(self.common));
        let parts = if keys::is_mechanism(wanted) {
            [0..mechanisms, 0..0]
        } else {
            [mechanisms..common, common..rows.len()]
        };
        parts.into_iter().find_map(|part| {
            let some = rows.get(part.clone())?;
            let at = some.binary_search_by_key(&wanted, key).ok()?;
            u32::try_from(part.start + at).ok()
        })
    }
}

impl<'a> Text<'a> {
    pub(super) fn entries(self) -> impl Iterator<Item = Entry> + use<'a> {
        self.entries.iter().map(|row| Entry::read(*row))
    }

    /// Yields the entries of the terms before one.
    pub(super) fn before(self, number: u32) -> impl Iterator<Item = Entry> + use<'a> {
        self.entries()
            .take_while(move |entry| entry.number < number)
    }

    pub(super) fn title(self) -> impl Iterator<Item = u32> + use<'a> {
        self.title.iter().map(|row| Entry::read(*row).number)
    }

    /// Returns how often a term stands in it; `None` where it does not.
    pub(super) fn count(self, number: u32) -> Option<u8> {
        let entries = self.entries;
        let at = entries.binary_search_by_key(&number, |row| Entry::read(*row).number);
        Some(Entry::read(*entries.get(at.ok()?)?).count)
    }
}

impl Asked {
    pub(super) fn text(&self) -> Text<'_> {
        Text {
            entries: &self.entries,
            title: &self.title,
            lengths: self.lengths,
        }
    }
}

impl Lengths {
    fn add(&mut self, key: Key, weight: f32) {
        self.all += weight * weight;
        if keys::is_mechanism(key) {
            self.mechanisms += weight * weight;
        }
    }

    /// Makes lengths of what were sums of squares.
    fn close(&mut self) {
        self.all = self.all.sqrt();
        self.mechanisms = self.mechanisms.sqrt();
    }
}

impl Entry {
    fn row(self) -> Row<ENTRY> {
        (self.number << 8 | u32::from(self.count)).to_le_bytes()
    }

    fn read(row: Row<ENTRY>) -> Self {
        let [count, ..] = row;
        Self {
            number: u32::from_le_bytes(row) >> 8,
            count,
        }
    }
}

/// Returns the number at a place of a row, counted in fours.
fn number<const BYTES: usize>(row: &Row<BYTES>, at: usize) -> u32 {
    let numbers = row.as_chunks::<4>().0;
    numbers
        .get(at)
        .map_or(0, |bytes| u32::from_le_bytes(*bytes))
}

fn float<const BYTES: usize>(row: &Row<BYTES>, at: usize) -> f32 {
    f32::from_bits(number(row, at))
}

fn key(row: &Row<TERM>) -> Key {
    row.first_chunk()
        .map_or(0, |bytes| Key::from_le_bytes(*bytes))
}

fn narrow(count: u32) -> u8 {
    u8::try_from(count).unwrap_or(u8::MAX)
}

/// Lengths are held in `u32`: what is longer is not kept whole, and found out when it is opened.
fn short(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

fn wide(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_and_holders_are_found_in_the_bytes() {
        let (queue, disk) = (keys::word("queue", false), keys::word("disk", false));
        let full = keys::mechanism(3);
        let bag = |counts: &[(Key, u32)]| {
            let mut counts = counts.to_vec();
            counts.sort_unstable();
            Bag {
                counts,
                title: vec![queue],
            }
        };
        let made = Index::new(vec![
            bag(&[(queue, 2), (full, 1)]),
            bag(&[(queue, 900), (disk, 1)]),
            bag(&[(full, 1)]),
        ]);
        let index = Index::open(made.bytes().to_vec(), 0).unwrap();
        assert_eq!((index.len(), index.mechanisms, index.common), (3, 1, 1));
        assert_eq!((index.holders_of(queue), index.holders_of(full)), (2, 2));
        // What one alone holds joins it to nobody.
        assert_eq!(index.holders_of(disk), 0);
        let number = index.find(queue).unwrap();
        let holders: Vec<Entry> = index.holders(number).collect();
        assert_eq!(
            holders[0],
            Entry {
                number: 0,
                count: 2
            }
        );
        assert_eq!(
            holders[1],
            Entry {
                number: 1,
                count: 255
            }
        );
        let text = index.own(1).unwrap();
        assert_eq!((text.count(number), text.count(0)), (Some(255), None));
        assert_eq!(text.title().collect::<Vec<_>>(), [number]);
        for end in 0..made.bytes().len() {
            let cut = Index::open(made.bytes()[..end].to_vec(), 0);
            assert!(cut.is_none(), "{end}");
        }
    }

    #[test]
    fn harmed_bytes_are_no_harm() {
        let queue = keys::word("queue", false);
        let bag = || Bag {
            counts: vec![(keys::mechanism(1), 1), (queue, 2)],
            title: vec![queue],
        };
        let whole = Index::new(vec![bag(), bag()]).bytes().to_vec();
        for at in 0..whole.len() {
            let mut harmed = whole.clone();
            harmed[at] ^= 0xff;
            let Some(index) = Index::open(harmed, 0) else {
                continue;
            };
            index.holders_of(queue);
            for text in (0..3).filter_map(|at| index.own(at)) {
                for entry in text.entries() {
                    _ = (
                        index.term(entry.number),
                        index.holders(entry.number).count(),
                    );
                }
            }
        }
    }
}
