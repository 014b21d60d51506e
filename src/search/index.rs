//! Which word stands where, in all write-ups: made once, kept as bytes, and asked without reading them
//! all.
//!
//! The bytes are a head of numbers; a record for each file; a table of words in order, with the ends of
//! their spelling and of their places; the spellings; the places. What was harmed gives wrong answers
//! or none, but is never read beyond its end.

use std::collections::HashMap;

use super::words;
use crate::bytes::{self, Cursor};
use crate::model::{Date, Section, Status, Writeup};
use crate::text::{Files, words::fold};

/// What the bytes mean; another number is another meaning.
pub const KIND: &str = "search-2";

/// An index, as read from its bytes.
#[derive(Debug)]
pub struct Index<'a> {
    /// When the files were looked at, in nanoseconds since 1970.
    pub listed_at: u64,
    /// Tells the settings with which the files were read from others.
    pub settings: u64,
    /// A record for each file, in the order of their paths.
    pub files: Vec<Record<'a>>,
    rows: &'a [[u8; ROW_BYTES]],
    spellings: &'a [u8],
    places: &'a [u8],
}

/// What the index knows of a file.
#[derive(Clone, Debug)]
pub struct Record<'a> {
    pub path: &'a str,
    /// The mark of the file when it was read; see [`crate::disk::Stamp`].
    pub stamp: [u64; 4],
    /// Whether it could be read as one.
    pub is_writeup: bool,
    /// How many words it has.
    pub words: u32,
    pub date: Option<Date>,
    pub status: Option<Status>,
    /// Folded, each between line ends.
    pub services: &'a str,
    pub teams: &'a str,
    sections: &'a [u8],
}

/// Where a word stands in one file: the number of each word, and whether it is in a heading.
pub(super) type Place = (u32, bool);

/// End of the spelling, mark of the stem, end of the places: four bytes each.
const ROW_BYTES: usize = 12;

/// What one file gives to an index.
#[derive(Debug)]
pub struct Source<'a> {
    pub path: &'a str,
    pub stamp: [u64; 4],
    /// `None` when it cannot be read as a write-up.
    pub writeup: Option<(Files, Writeup)>,
}

/// Words and records of some files in a row.
#[derive(Debug, Default)]
pub struct Share {
    records: Vec<Vec<u8>>,
    words: HashMap<String, Places>,
}

/// The places of one word in some files in a row.
#[derive(Debug, Default)]
struct Places {
    /// The first file, and the last so far.
    first: u32,
    last: u32,
    /// The last place in that file; not in the bytes yet, as it may not be the last.
    before: u32,
    waiting: Option<u64>,
    /// The places in the first file, then each further file with its distance and its places.
    bytes: Vec<u8>,
}

/// Reads the words of some files in a row.
pub fn share<'a>(sources: impl Iterator<Item = Source<'a>>) -> Share {
    let mut share = Share::default();
    for source in sources {
        let file = u32::try_from(share.records.len()).unwrap_or(u32::MAX);
        let mut record = Vec::new();
        bytes::put_text(&mut record, source.path);
        for number in source.stamp {
            record.extend(number.to_le_bytes());
        }
        match &source.writeup {
            Some((files, writeup)) => share.take(file, files, writeup, &mut record),
            None => bytes::put(&mut record, 0),
        }
        share.records.push(record);
    }
    share
}

impl Share {
    fn take(&mut self, file: u32, files: &Files, writeup: &Writeup, record: &mut Vec<u8>) {
        let mut count = 0_u32;
        // The first word of each section; several sections may begin with one.
        let mut begins = Vec::with_capacity(writeup.sections.len());
        words::each(files, writeup, |word| {
            count = count.saturating_add(1);
            while let Some(section) = writeup.sections.get(begins.len())
                && section.heading.span.start() <= word.start
            {
                begins.push(word.at);
            }
            match self.words.get_mut(word.text) {
                Some(places) => places.add(file, word.at, word.strong),
                None => {
                    let mut places = Places {
                        first: file,
                        last: file,
                        ..Places::default()
                    };
                    places.add(file, word.at, word.strong);
                    self.words.insert(word.text.to_owned(), places);
                }
            }
        });
        // One more than the words, as 0 is what is no write-up.
        bytes::put(record, u64::from(count) + 1);
        let date = writeup
            .date()
            .map_or(String::new(), |date| date.to_string());
        bytes::put_text(record, &date);
        let status = writeup.meta.status.as_ref();
        bytes::put_text(record, status.map_or("", |status| status.value.word()));
        let folded = |names: &[crate::text::Spanned<String>]| -> String {
            let names = names.iter().map(|name| fold(&name.value) + "\n");
            std::iter::once("\n".to_owned()).chain(names).collect()
        };
        bytes::put_text(record, &folded(&writeup.meta.services));
        bytes::put_text(record, &folded(&writeup.meta.teams));
        let mut sections = Vec::new();
        for (section, begin) in writeup.sections.iter().zip(&begins) {
            bytes::put(&mut sections, u64::from(*begin));
            bytes::put_text(&mut sections, &names(section));
        }
        bytes::put_bytes(record, &sections);
    }
}

/// Returns the names that a section answers to, folded, each between line ends: its heading, its kind and
/// the kind's other names.
pub(super) fn names(section: &Section) -> String {
    let heading = fold(&section.heading.text.value);
    let kind = section.kind.map(crate::model::SectionKind::spec);
    let known = kind.iter().map(|spec| fold(spec.name));
    let others = kind.iter().flat_map(|spec| spec.synonyms.iter());
    let all = known.chain(others.map(|name| (*name).to_owned()));
    let mut names = format!("\n{heading}\n");
    for name in all {
        names.push_str(&name);
        names.push('\n');
    }
    names
}

impl Places {
    fn add(&mut self, file: u32, at: u32, strong: bool) {
        if file == self.last {
            self.settle(false);
        } else {
            self.settle(true);
            bytes::put(&mut self.bytes, u64::from(file - self.last));
            self.last = file;
            self.before = 0;
        }
        let step = u64::from(at.saturating_sub(self.before));
        self.waiting = Some(step << 1 | u64::from(strong));
        self.before = at;
    }

    /// Adds the place that waits: the lowest bit says whether it is the last in its file.
    fn settle(&mut self, is_last: bool) {
        if let Some(step) = self.waiting.take() {
            bytes::put(&mut self.bytes, step << 1 | u64::from(is_last));
        }
    }
}

/// Puts the shares of all files, in their order, together to the bytes of an index.
#[expect(
    clippy::iter_over_hash_type,
    reason = "each word is added to for itself, and sorted in the end"
)]
pub fn join(shares: Vec<Share>, listed_at: u64, settings: u64) -> Vec<u8> {
    let mut records = Vec::new();
    let mut files = 0_u32;
    let mut words: HashMap<String, (u32, Vec<u8>)> = HashMap::new();
    for share in shares {
        for (word, mut places) in share.words {
            places.settle(true);
            let (last, bytes) = words.entry(word).or_default();
            let first = files + places.first;
            bytes::put(bytes, u64::from(first - *last));
            bytes.extend(places.bytes);
            *last = files + places.last;
        }
        files += u32::try_from(share.records.len()).unwrap_or(0);
        records.extend(share.records.into_iter().flatten());
    }
    let mut words: Vec<(String, Vec<u8>)> = words
        .into_iter()
        .map(|(word, (_, bytes))| (word, bytes))
        .collect();
    words.sort_unstable_by(|left, right| left.0.cmp(&right.0));
    let (mut rows, mut spellings, mut places) = (Vec::new(), Vec::new(), Vec::new());
    for (word, bytes) in &words {
        spellings.extend(word.as_bytes());
        places.extend(bytes);
        rows.extend(short(spellings.len()).to_le_bytes());
        rows.extend(mark(&words::stem(word)).to_le_bytes());
        rows.extend(short(places.len()).to_le_bytes());
    }
    let mut all = Vec::with_capacity(records.len() + rows.len() + spellings.len() + places.len());
    all.extend(listed_at.to_le_bytes());
    all.extend(settings.to_le_bytes());
    for length in [
        usize::try_from(files).unwrap_or(0),
        records.len(),
        words.len(),
        spellings.len(),
    ] {
        all.extend(short(length).to_le_bytes());
    }
    for part in [records, rows, spellings, places] {
        all.extend(part);
    }
    all
}

/// Lengths are held in `u32`: the bytes that may be kept are fewer.
fn short(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

/// Returns a number that words of one stem share, and few others.
fn mark(stem: &str) -> u32 {
    stem.bytes().fold(0x811c_9dc5, |mark, byte| {
        (mark ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    })
}

impl<'a> Index<'a> {
    /// Reads the head, the records and the table. `None` when the bytes are no index.
    pub fn open(bytes: &'a [u8]) -> Option<Self> {
        let mut cursor = Cursor::new(bytes);
        let (listed_at, settings) = (cursor.u64()?, cursor.u64()?);
        let files = cursor.u32()?;
        let (records, rows, spellings) = (cursor.u32()?, cursor.u32()?, cursor.u32()?);
        let mut records = Cursor::new(cursor.take(usize::try_from(records).ok()?)?);
        let rows = cursor.take(usize::try_from(rows).ok()?.checked_mul(ROW_BYTES)?)?;
        let spellings = cursor.take(usize::try_from(spellings).ok()?)?;
        let files = (0..files)
            .map(|_| record(&mut records))
            .collect::<Option<Vec<_>>>()?;
        Some(Self {
            listed_at,
            settings,
            files,
            rows: rows.as_chunks().0,
            spellings,
            places: cursor.rest(),
        })
    }

    /// Yields every word with its number, sorted.
    pub(super) fn words(&self) -> impl Iterator<Item = (usize, &'a str)> {
        (0..self.rows.len()).map(|at| (at, self.word(at)))
    }

    /// Returns the numbers of the words that share a stem.
    pub(super) fn of_stem(&self, stem: &str) -> Vec<usize> {
        let wanted = mark(stem);
        let rows = self.rows.iter().enumerate();
        rows.filter(|(_, row)| number(row, 1) == wanted)
            .map(|(at, _)| at)
            .filter(|at| words::stem(self.word(*at)) == stem)
            .collect()
    }

    /// Returns the number of a word.
    pub(super) fn exactly(&self, word: &str) -> Option<usize> {
        let at = self.from(word);
        (at < self.rows.len() && self.word(at) == word).then_some(at)
    }

    /// Returns the numbers of the words that begin so.
    pub(super) fn beginning(&self, start: &str) -> Vec<usize> {
        let first = self.from(start);
        (first..self.rows.len())
            .take_while(|at| self.word(*at).starts_with(start))
            .collect()
    }

    /// Calls `each` with every file that holds a word, and the word's places there.
    pub(super) fn places(&self, word: usize, mut each: impl FnMut(usize, &[Place])) {
        let end = self.rows.get(word).map_or(0, |row| long(number(row, 2)));
        let start = self.before(word).map_or(0, |row| long(number(row, 2)));
        let mut cursor = Cursor::new(self.places.get(start..end).unwrap_or_default());
        let mut file = 0;
        let mut places: Vec<Place> = Vec::new();
        while let Some(distance) = cursor.number() {
            file += usize::try_from(distance).unwrap_or(0);
            places.clear();
            let mut at = 0_u32;
            while let Some(step) = cursor.number() {
                at = at.saturating_add(u32::try_from(step >> 2).unwrap_or(u32::MAX));
                places.push((at, step >> 1 & 1 == 1));
                if step & 1 == 1 {
                    break;
                }
            }
            if file < self.files.len() {
                each(file, &places);
            }
        }
    }

    /// Returns the number of the first word that does not sort before this one.
    fn from(&self, word: &str) -> usize {
        let mut from = 0;
        let mut to = self.rows.len();
        while from < to {
            let middle = from.midpoint(to);
            if self.word(middle) < word {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        from
    }

    fn word(&self, at: usize) -> &'a str {
        let end = self.rows.get(at).map_or(0, |row| long(number(row, 0)));
        let start = self.before(at).map_or(0, |row| long(number(row, 0)));
        let bytes = self.spellings.get(start..end).unwrap_or_default();
        std::str::from_utf8(bytes).unwrap_or_default()
    }

    fn before(&self, at: usize) -> Option<&'a [u8; ROW_BYTES]> {
        self.rows.get(at.checked_sub(1)?)
    }
}

fn record<'a>(cursor: &mut Cursor<'a>) -> Option<Record<'a>> {
    let path = cursor.text()?;
    let stamp = [cursor.u64()?, cursor.u64()?, cursor.u64()?, cursor.u64()?];
    let words = cursor.number()?;
    let mut record = Record {
        path,
        stamp,
        is_writeup: words > 0,
        words: u32::try_from(words.saturating_sub(1)).ok()?,
        date: None,
        status: None,
        services: "",
        teams: "",
        sections: &[],
    };
    if record.is_writeup {
        record.date = Date::parse(cursor.text()?).ok();
        record.status = Status::read(cursor.text()?);
        record.services = cursor.text()?;
        record.teams = cursor.text()?;
        record.sections = cursor.bytes()?;
    }
    Some(record)
}

impl<'a> Record<'a> {
    /// Yields each section: the number of its first word, and the names that it answers to; see [`names`].
    pub(super) fn sections(&self) -> impl Iterator<Item = (u32, &'a str)> {
        let mut cursor = Cursor::new(self.sections);
        std::iter::from_fn(move || {
            let begin = u32::try_from(cursor.number()?).ok()?;
            Some((begin, cursor.text()?))
        })
    }
}

/// Returns one of the three numbers of a row.
fn number(row: &[u8; ROW_BYTES], which: usize) -> u32 {
    let numbers = row.as_chunks::<4>().0;
    numbers
        .get(which)
        .map_or(0, |bytes| u32::from_le_bytes(*bytes))
}

fn long(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}
