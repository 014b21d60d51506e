//! Floor 5: full text over the write-ups.
//!
//! An [`Index`] knows which word stands where. [`find`] asks it and ranks by BM25: words that few write-ups
//! hold weigh most, words in a title or a heading three times as much, long texts no more than short ones.
//! [`passages`] shows where. Knows no disk: what is read, and what is kept, the caller says.

pub mod index;
mod passage;
pub mod query;
mod words;

use std::collections::{BTreeMap, BTreeSet};

use crate::model::Date;
use crate::text::words::{Letters, nearest};

pub use index::{Index, Record, Source};
pub use passage::{Passage, passages};
pub use query::Query;

use index::Place;
use query::{Filter, Need, Part, What};

/// What is searched: an index, and one of the files that have changed since.
#[derive(Debug)]
pub struct Shelf<'a> {
    parts: Vec<Index<'a>>,
    /// For each file of each part whether it is as it was then.
    live: Vec<Vec<bool>>,
}

/// What was found.
#[derive(Debug, Default)]
pub struct Found {
    /// Best first.
    pub hits: Vec<Hit>,
    /// Whether no write-up holds all that was asked for, and these hold most of it.
    pub partly: bool,
    /// What nothing holds at all.
    pub absent: Vec<Absent>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    pub path: String,
    /// BM25; 0 where no words were asked for.
    pub score: f64,
    date: Option<Date>,
}

/// A word that no write-up holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Absent {
    pub typed: String,
    /// A word that is there and may be meant.
    pub near: Option<String>,
}

/// How soon a word that stands there often counts no more, and how much the length of a text counts.
const SATURATION: f64 = 1.2;
const LENGTH_SHARE: f64 = 0.75;
/// What a word in a title or heading counts.
const STRONG: u32 = 3;

impl<'a> Shelf<'a> {
    /// Takes the index first made, with what has changed since. `live` says of each file of `base` whether
    /// it is there as it was.
    pub fn new(base: Index<'a>, live: Vec<bool>, newer: Option<Index<'a>>) -> Self {
        let all = newer.iter().map(|newer| vec![true; newer.files.len()]);
        let live = std::iter::once(live).chain(all).collect();
        let parts = std::iter::once(base).chain(newer).collect();
        Self { parts, live }
    }

    /// Yields every write-up with its number.
    fn records(&self) -> impl Iterator<Item = (usize, &Record<'a>)> {
        let files = self.parts.iter().zip(&self.live);
        let files = files.flat_map(|(part, live)| part.files.iter().zip(live));
        let numbered = files.enumerate();
        numbered
            .filter(|(_, (record, live))| **live && record.is_writeup)
            .map(|(at, (record, _))| (at, record))
    }

    /// Counts the write-ups.
    pub fn count(&self) -> usize {
        self.records().count()
    }

    fn len(&self) -> usize {
        self.parts.iter().map(|part| part.files.len()).sum()
    }

    /// Calls `each` with the write-ups that hold a word of this kind, and its places there.
    fn places(&self, part: &Part, mut each: impl FnMut(usize, &[Place])) {
        let mut before = 0;
        for (index, live) in self.parts.iter().zip(&self.live) {
            let words = match part {
                Part::Exactly(word) => index.exactly(word).into_iter().collect(),
                Part::Beginning(start) => index.beginning(start),
                Part::Stem(stem) => index.of_stem(stem),
            };
            for word in words {
                index.places(word, |file, places| {
                    if live.get(file) == Some(&true) {
                        each(before + file, places);
                    }
                });
            }
            before += index.files.len();
        }
    }

    /// Returns a word that some write-up holds and that this one may be a slip for.
    fn near(&self, word: &str) -> Option<String> {
        let letters = Letters::of(word);
        let mut candidates = BTreeSet::new();
        for (index, live) in self.parts.iter().zip(&self.live) {
            for (at, known) in index.words() {
                let likely = Letters::of(known).may_be_near(letters);
                if likely && nearest(word, [known]).is_some() {
                    let mut held = false;
                    index.places(at, |file, _| held |= live.get(file) == Some(&true));
                    candidates.extend(held.then_some(known));
                }
            }
        }
        nearest(word, candidates).map(str::to_owned)
    }
}

/// Returns the write-ups that hold what was asked for, best first; those that hold most of it where none
/// holds all.
pub fn find(shelf: &Shelf<'_>, query: &Query) -> Found {
    let scope = Scope::of(shelf, &query.filters);
    let mut open = vec![false; shelf.len()];
    for (at, record) in shelf.records() {
        if let Some(slot) = open.get_mut(at) {
            *slot = scope.is_open(at) && passes(&query.filters, record);
        }
    }
    for not in &query.nots {
        let held = weights(shelf, not, &Scope::EVERYWHERE);
        for (slot, weight) in open.iter_mut().zip(held) {
            *slot &= weight == 0;
        }
    }
    let needs = query.needs.iter();
    let held: Vec<Vec<u32>> = needs.map(|need| weights(shelf, need, &scope)).collect();
    let hits = ranked(shelf, &open, &held);
    let best = hits.first().map_or(0, |(count, _)| *count);
    Found {
        partly: best > 0 && best < held.len(),
        hits: hits
            .into_iter()
            .filter(|(count, _)| *count > 0 || held.is_empty())
            .filter(|(count, _)| *count == best)
            .map(|(_, hit)| hit)
            .collect(),
        absent: query
            .needs
            .iter()
            .filter_map(|need| absent(shelf, need))
            .collect(),
    }
}

/// Returns the open write-ups with how many needs each meets: most first, then by score, then newest
/// first, then by path.
fn ranked(shelf: &Shelf<'_>, open: &[bool], held: &[Vec<u32>]) -> Vec<(usize, Hit)> {
    let (mut total, mut words) = (0_u32, 0_u64);
    for (_, record) in shelf.records() {
        total += 1;
        words += u64::from(record.words);
    }
    let total = f64::from(total);
    let average = (as_float(words) / total.max(1.0)).max(1.0);
    let rarity: Vec<f64> = held
        .iter()
        .map(|weights| {
            let holders = weights.iter().filter(|&&weight| weight > 0).count();
            let holders = as_float(holders as u64);
            ((total - holders + 0.5) / (holders + 0.5) + 1.0).ln()
        })
        .collect();
    let mut hits = Vec::new();
    for (at, record) in shelf.records() {
        if open.get(at) != Some(&true) {
            continue;
        }
        let length = 1.0 - LENGTH_SHARE + LENGTH_SHARE * f64::from(record.words) / average;
        let (mut count, mut score) = (0, 0.0);
        for (weights, rarity) in held.iter().zip(&rarity) {
            let weight = f64::from(weights.get(at).copied().unwrap_or(0));
            count += usize::from(weight > 0.0);
            score += rarity * weight * (SATURATION + 1.0) / (weight + SATURATION * length);
        }
        let hit = Hit {
            path: record.path.to_owned(),
            score,
            date: record.date,
        };
        hits.push((count, hit));
    }
    hits.sort_by(|(count, hit), (other_count, other)| {
        let counts = other_count.cmp(count);
        let scores = other.score.total_cmp(&hit.score);
        let dates = other.date.cmp(&hit.date);
        counts
            .then(scores)
            .then(dates)
            .then(hit.path.cmp(&other.path))
    });
    hits
}

/// Counts how often each file holds what is needed, in a heading three times.
fn weights(shelf: &Shelf<'_>, need: &Need, scope: &Scope) -> Vec<u32> {
    let mut weights = vec![0_u32; shelf.len()];
    let mut add = |at: usize, places: &[Place]| {
        let counted = places.iter().filter(|(place, _)| scope.holds(at, *place));
        let sum = counted
            .map(|(_, strong)| if *strong { STRONG } else { 1 })
            .sum();
        if let Some(weight) = weights.get_mut(at) {
            *weight = weight.saturating_add(sum);
        }
    };
    match need.parts.as_slice() {
        [one] => shelf.places(one, add),
        several => rows(shelf, several)
            .iter()
            .for_each(|(at, places)| add(*at, places)),
    }
    weights
}

/// Returns where the parts stand in a row: the places of the first of them.
fn rows(shelf: &Shelf<'_>, parts: &[Part]) -> BTreeMap<usize, Vec<Place>> {
    let mut rows: Option<BTreeMap<usize, Vec<Place>>> = None;
    for (step, part) in (0_u32..).zip(parts) {
        let mut next: BTreeMap<usize, Vec<Place>> = BTreeMap::new();
        shelf.places(part, |at, places| {
            let starts = match &rows {
                None => places.to_vec(),
                Some(rows) => {
                    let before = rows.get(&at).map_or(&[][..], Vec::as_slice);
                    let follows = |start: u32| {
                        places.binary_search_by_key(&(start.saturating_add(step)), |place| place.0)
                    };
                    let kept = before.iter().filter(|(start, _)| follows(*start).is_ok());
                    kept.copied().collect()
                }
            };
            if !starts.is_empty() {
                next.entry(at).or_default().extend(starts);
            }
        });
        for starts in next.values_mut() {
            starts.sort_unstable();
            starts.dedup();
        }
        rows = Some(next);
    }
    rows.unwrap_or_default()
}

/// Returns what nothing holds, with a word that may be meant; `None` when something does.
fn absent(shelf: &Shelf<'_>, need: &Need) -> Option<Absent> {
    let held = weights(shelf, need, &Scope::EVERYWHERE);
    if held.iter().any(|&weight| weight > 0) {
        return None;
    }
    let mut words: Vec<String> = Vec::new();
    words::each_in(&need.typed, |word| words.push(word.text.to_owned()));
    let mut missing = words.iter().filter(|word| {
        let mut held = false;
        shelf.places(&Part::Exactly((*word).clone()), |_, _| held = true);
        !held
    });
    Some(Absent {
        typed: need.typed.clone(),
        near: missing.find_map(|word| shelf.near(word)),
    })
}

/// In which places of the files words count.
struct Scope {
    /// From and to, for each file; empty where every place counts.
    ranges: Vec<Vec<(u32, u32)>>,
}

impl Scope {
    const EVERYWHERE: Self = Self { ranges: Vec::new() };

    /// Returns the places in the sections that the filters name.
    fn of(shelf: &Shelf<'_>, filters: &[Filter]) -> Self {
        let wanted: Vec<&Filter> = filters
            .iter()
            .filter(|filter| matches!(filter.what, What::Section(_)))
            .collect();
        if wanted.is_empty() {
            return Self::EVERYWHERE;
        }
        let (not, named): (Vec<&Filter>, Vec<&Filter>) =
            wanted.into_iter().partition(|filter| filter.not);
        let is = |filters: &[&Filter], names: &str| {
            filters.iter().any(|filter| match &filter.what {
                What::Section(name) => names.contains(&format!("\n{name}\n")),
                _ => false,
            })
        };
        let mut ranges = vec![Vec::new(); shelf.len()];
        for (at, record) in shelf.records() {
            // What stands before the first section is in none.
            let sections: Vec<(u32, &str)> =
                std::iter::once((0, "")).chain(record.sections()).collect();
            let ends = sections.iter().skip(1).map(|(begin, _)| *begin);
            let ends = ends.chain([u32::MAX]);
            let kept = sections.iter().zip(ends).filter(|((_, names), _)| {
                (named.is_empty() || is(&named, names)) && !is(&not, names)
            });
            if let Some(slot) = ranges.get_mut(at) {
                *slot = kept
                    .map(|((begin, _), end)| (*begin, end))
                    .collect::<Vec<_>>();
            }
        }
        Self { ranges }
    }

    /// Whether a file has a place that counts.
    fn is_open(&self, at: usize) -> bool {
        self.ranges.is_empty() || self.ranges.get(at).is_some_and(|ranges| !ranges.is_empty())
    }

    fn holds(&self, at: usize, place: u32) -> bool {
        let within = |(begin, end): &(u32, u32)| (*begin..*end).contains(&place);
        self.ranges.is_empty()
            || self
                .ranges
                .get(at)
                .is_some_and(|ranges| ranges.iter().any(within))
    }
}

/// Whether a write-up is what the filters ask for: of several on the same thing, one is enough.
fn passes(filters: &[Filter], record: &Record<'_>) -> bool {
    let met = |what: &What| match what {
        What::Service(name) => record.services.contains(&format!("\n{name}\n")),
        What::Team(name) => record.teams.contains(&format!("\n{name}\n")),
        What::Status(status) => record.status == *status,
        What::Before(day) => record.date.is_some_and(|date| date < *day),
        What::After(day) => record.date.is_some_and(|date| date >= *day),
        // Words are looked for in the section alone; see [`Scope`].
        What::Section(_) => true,
    };
    filters.iter().all(|filter| {
        if filter.not {
            return matches!(filter.what, What::Section(_)) || !met(&filter.what);
        }
        let alike = filters
            .iter()
            .filter(|other| !other.not && other.what.is_alike(&filter.what));
        met(&filter.what) || alike.into_iter().any(|other| met(&other.what))
    })
}

fn as_float(number: u64) -> f64 {
    u32::try_from(number).map_or(f64::from(u32::MAX), f64::from)
}

#[cfg(test)]
mod tests;
