//! Which texts are near which: every term with the write-ups that hold it.
//!
//! The weight of a term in a text is its logarithmic count times its rarity; texts are as near as the
//! cosine of their weights, more so where they tell of the same mechanisms, and where one speaks of
//! what the other's title says. Memory grows with the text, never with the square of the write-ups.

use super::terms::{Bag, Key, MECHANISM};

/// What a mechanism weighs, as a term among others.
const MECHANISM_WEIGHT: f32 = 1.25;
/// What an everyday word weighs.
const EVERYDAY_WEIGHT: f32 = 0.7;
/// How much nearer the same mechanisms bring two texts, at most.
const MECHANISM_GAIN: f32 = 0.4;
/// How much nearer it brings them when each speaks of all that the other's title says: half of it each.
const TITLE_GAIN: f32 = 1.0;
/// A term in more write-ups than this chooses no candidates: it counts among those chosen.
const HOLDERS_MAX: usize = 500;
/// How many candidates are looked at closely, at least.
const CANDIDATES_MIN: usize = 60;

/// A term of a text: its position among the terms, and how often it stands there.
#[derive(Clone, Copy, Debug)]
struct Entry {
    term: u32,
    count: u32,
}

/// A term that several write-ups hold.
#[derive(Clone, Copy, Debug)]
struct Term {
    key: Key,
    /// Rarity times what its kind weighs.
    worth: f32,
    /// Where its holders begin.
    from: usize,
    /// Its position among the terms of more than [`HOLDERS_MAX`].
    common: Option<u32>,
}

/// A text that write-ups are compared with.
#[derive(Debug, Default)]
pub(super) struct Text {
    /// Sorted by term.
    entries: Vec<Entry>,
    /// The terms of more than [`HOLDERS_MAX`] among them, and what each weighs.
    common: Vec<(u32, f32)>,
    /// Length of its weights, mechanisms included, and of those of mechanisms alone; terms that nobody
    /// shares count too.
    length: f32,
    mechanisms_length: f32,
    /// The shared words of its title.
    title: Vec<u32>,
    /// What all words of the title are worth together.
    title_worth: f32,
}

#[derive(Debug)]
pub(super) struct Index {
    /// Sorted by key: mechanisms last.
    terms: Vec<Term>,
    /// Position of the first mechanism.
    mechanisms: u32,
    /// For each term in turn, the write-ups that hold it and what it weighs there.
    holders: Vec<(u32, f32)>,
    texts: Vec<Text>,
    /// How many terms have more than [`HOLDERS_MAX`].
    common: u32,
}

/// Room that the calls of one thread share.
#[derive(Debug, Default)]
pub(super) struct Room {
    /// What the rare terms give, for each write-up.
    sums: Vec<f32>,
    /// What each common term weighs in the text that is asked for.
    common: Vec<f32>,
}

/// A write-up and how near it is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Near {
    pub(super) writeup: usize,
    pub(super) score: f32,
}

impl Index {
    /// Makes the index of the write-ups. `is_everyday` tells the terms that say little.
    pub(super) fn new(bags: Vec<Bag>, is_everyday: impl Fn(Key) -> bool) -> Self {
        let total = bags.len();
        let all = bags.iter().map(|bag| bag.counts.len()).sum();
        let mut places: Vec<(Key, u32, u32)> = Vec::with_capacity(all);
        for (at, bag) in bags.iter().enumerate() {
            let at = narrow(at);
            places.extend(bag.counts.iter().map(|&(key, count)| (key, at, count)));
        }
        let titles: Vec<Vec<Key>> = bags.into_iter().map(|bag| bag.title).collect();
        places.sort_unstable();
        let mut index = Self {
            terms: Vec::new(),
            mechanisms: 0,
            holders: Vec::new(),
            texts: Vec::new(),
            common: 0,
        };
        index.texts.resize_with(total, Text::default);
        // First the lengths, as weights are shares of them.
        let runs = || places.chunk_by(|left, right| left.0 == right.0);
        for run in runs() {
            let Some(&(key, ..)) = run.first() else {
                continue;
            };
            let worth = worth(key, total, run.len(), is_everyday(key));
            for &(_, at, count) in run {
                if let Some(text) = index.texts.get_mut(wide(at)) {
                    text.lengthen(key, worth, count);
                }
            }
        }
        index.texts.iter_mut().for_each(Text::close);
        for run in runs() {
            // A term that one write-up alone holds can join it to none.
            let Some(&(key, ..)) = run.first().filter(|_| run.len() > 1) else {
                continue;
            };
            let common = (run.len() > HOLDERS_MAX).then_some(index.common);
            index.common += u32::from(common.is_some());
            let term = Term {
                key,
                worth: worth(key, total, run.len(), is_everyday(key)),
                from: index.holders.len(),
                common,
            };
            let number = narrow(index.terms.len());
            index.terms.push(term);
            for &(_, at, count) in run {
                if let Some(text) = index.texts.get_mut(wide(at)) {
                    let entry = Entry {
                        term: number,
                        count,
                    };
                    let weight = text.weight(entry, term);
                    index.holders.push((at, weight));
                    text.entries.push(entry);
                    text.common.extend(common.map(|common| (common, weight)));
                }
            }
        }
        let first = index.terms.partition_point(|term| term.key < MECHANISM);
        index.mechanisms = narrow(first);
        for (at, title) in titles.iter().enumerate() {
            let (words, worth) = index.title(title);
            if let Some(text) = index.texts.get_mut(at) {
                (text.title, text.title_worth) = (words, worth);
            }
        }
        index
    }

    /// Returns a text that is in no write-up, as far as this index knows its terms.
    pub(super) fn text(&self, bag: &Bag, is_everyday: impl Fn(Key) -> bool) -> Text {
        let mut text = Text::default();
        for &(key, count) in &bag.counts {
            let term = self.find(key);
            let holders = term.map_or(1, |term| self.holders(term).len());
            let worth = worth(key, self.texts.len(), holders, is_everyday(key));
            text.lengthen(key, worth, count);
            text.entries.extend(term.map(|term| Entry { term, count }));
        }
        text.close();
        for &entry in &text.entries {
            if let Some(&term) = self.terms.get(wide(entry.term)) {
                let weight = text.weight(entry, term);
                text.common
                    .extend(term.common.map(|common| (common, weight)));
            }
        }
        (text.title, text.title_worth) = self.title(&bag.title);
        text
    }

    /// Returns the write-up at `at` as a text.
    pub(super) fn own(&self, at: usize) -> Option<&Text> {
        self.texts.get(at)
    }

    /// Returns the write-ups nearest to a text, best first, at most `top`. Those of `also` are thought
    /// of even where they share no word, and `bonus` tells what is added for each.
    pub(super) fn nearest(
        &self,
        text: &Text,
        itself: Option<usize>,
        also: &[usize],
        bonus: impl Fn(usize) -> f32,
        top: usize,
        room: &mut Room,
    ) -> Vec<Near> {
        let Room { sums, common } = room;
        sums.clear();
        sums.resize(self.texts.len(), 0.0);
        common.clear();
        common.resize(wide(self.common), 0.0);
        for &(term, weight) in &text.common {
            if let Some(place) = common.get_mut(wide(term)) {
                *place = weight;
            }
        }
        for &entry in &text.entries {
            let Some(&term) = self.terms.get(wide(entry.term)) else {
                continue;
            };
            if term.common.is_some() {
                continue;
            }
            let weight = text.weight(entry, term);
            for &(at, other) in self.holders(entry.term) {
                if let Some(sum) = sums.get_mut(wide(at)) {
                    *sum += weight * other;
                }
            }
        }
        if let Some(own) = itself.and_then(|at| sums.get_mut(at)) {
            *own = 0.0;
        }
        let mut found: Vec<Near> = sums
            .iter()
            .enumerate()
            .filter(|&(at, sum)| *sum > 0.0 && !also.contains(&at))
            .map(|(writeup, &score)| Near { writeup, score })
            .collect();
        let most = CANDIDATES_MIN.max(top.saturating_mul(2));
        if found.len() > most {
            found.select_nth_unstable_by(most, best_first);
            found.truncate(most);
        }
        found.extend(also.iter().filter_map(|&writeup| {
            let score = *sums.get(writeup).filter(|_| Some(writeup) != itself)?;
            Some(Near { writeup, score })
        }));
        for near in &mut found {
            if let Some(other) = self.texts.get(near.writeup) {
                near.score = self.closer(text, other, near.score, common) + bonus(near.writeup);
            }
        }
        found.sort_by(best_first);
        found.truncate(top);
        found
    }

    /// Returns the terms that two texts share and what each adds, those that add most first.
    pub(super) fn shared(&self, text: &Text, other: &Text) -> Vec<(Key, f32)> {
        let mut shared: Vec<(Key, f32)> = Vec::new();
        for &entry in &text.entries {
            let (Some(there), Some(&term)) =
                (other.entry(entry.term), self.terms.get(wide(entry.term)))
            else {
                continue;
            };
            shared.push((
                term.key,
                text.weight(entry, term) * other.weight(there, term),
            ));
        }
        shared.sort_by(|left, right| right.1.total_cmp(&left.1).then(left.0.cmp(&right.0)));
        shared
    }

    /// Returns how many write-ups hold a term.
    pub(super) fn holders_of(&self, key: Key) -> usize {
        self.find(key).map_or(0, |term| self.holders(term).len())
    }

    /// Returns how near two texts are in all, given what their rare terms give together and what each
    /// common one weighs in the first.
    fn closer(&self, text: &Text, other: &Text, rare: f32, common: &[f32]) -> f32 {
        let mut cosine = rare;
        for &(term, weight) in &other.common {
            cosine += weight * common.get(wide(term)).copied().unwrap_or(0.0);
        }
        let titles = self.speaks_of(text, other) + self.speaks_of(other, text);
        cosine
            * (1.0 + MECHANISM_GAIN * self.mechanisms_in_common(text, other))
            * (1.0 + TITLE_GAIN * titles / 2.0)
    }

    /// Returns the cosine of the mechanisms alone, 0 to 1.
    fn mechanisms_in_common(&self, text: &Text, other: &Text) -> f32 {
        let lengths = text.mechanisms_length * other.mechanisms_length;
        if lengths <= 0.0 {
            return 0.0;
        }
        let from = text
            .entries
            .partition_point(|entry| entry.term < self.mechanisms);
        let mut sum = 0.0;
        for entry in text.entries.get(from..).unwrap_or_default() {
            if let (Some(there), Some(term)) =
                (other.entry(entry.term), self.terms.get(wide(entry.term)))
            {
                sum += tf(entry.count) * tf(there.count) * term.worth * term.worth;
            }
        }
        sum / lengths
    }

    /// Returns how far a text speaks of what the other's title says, 0 to 1.
    fn speaks_of(&self, text: &Text, other: &Text) -> f32 {
        let mut sum = 0.0;
        for &word in &other.title {
            if let (Some(entry), Some(term)) = (text.entry(word), self.terms.get(wide(word))) {
                let count = narrow_float(entry.count);
                sum += term.worth * count / (count + 1.0);
            }
        }
        if other.title_worth > 0.0 {
            sum / other.title_worth
        } else {
            0.0
        }
    }

    /// Returns the shared words of a title, and what all of its words are worth.
    fn title(&self, words: &[Key]) -> (Vec<u32>, f32) {
        let known: Vec<u32> = words.iter().filter_map(|&key| self.find(key)).collect();
        let alone = words.len().saturating_sub(known.len());
        let worths = known.iter().filter_map(|&term| self.terms.get(wide(term)));
        let shared: f32 = worths.map(|term| term.worth).sum();
        let lonely = rarity(self.texts.len(), 1);
        (known, shared + lonely * narrow_float(narrow(alone)))
    }

    fn find(&self, key: Key) -> Option<u32> {
        let at = self.terms.binary_search_by_key(&key, |term| term.key);
        at.ok().map(narrow)
    }

    fn holders(&self, term: u32) -> &[(u32, f32)] {
        let at = wide(term);
        let from = self.terms.get(at).map_or(0, |term| term.from);
        let next = self.terms.get(at + 1);
        let to = next.map_or(self.holders.len(), |next| next.from);
        self.holders.get(from..to).unwrap_or_default()
    }
}

impl Text {
    fn lengthen(&mut self, key: Key, worth: f32, count: u32) {
        let weight = tf(count) * worth;
        self.length += weight * weight;
        if key >= MECHANISM {
            self.mechanisms_length += weight * weight;
        }
    }

    /// Makes lengths of what were sums of squares.
    fn close(&mut self) {
        self.length = self.length.sqrt();
        self.mechanisms_length = self.mechanisms_length.sqrt();
    }

    /// Returns the weight of one of its terms.
    fn weight(&self, entry: Entry, term: Term) -> f32 {
        if self.length > 0.0 {
            tf(entry.count) * term.worth / self.length
        } else {
            0.0
        }
    }

    fn entry(&self, term: u32) -> Option<Entry> {
        let at = self.entries.binary_search_by_key(&term, |entry| entry.term);
        self.entries.get(at.ok()?).copied()
    }
}

fn best_first(left: &Near, right: &Near) -> std::cmp::Ordering {
    right
        .score
        .total_cmp(&left.score)
        .then(left.writeup.cmp(&right.writeup))
}

/// Returns what a term of this kind is worth that so many of all write-ups hold.
fn worth(key: Key, total: usize, holders: usize, is_everyday: bool) -> f32 {
    let kind = match (key >= MECHANISM, is_everyday) {
        (true, _) => MECHANISM_WEIGHT,
        (false, true) => EVERYDAY_WEIGHT,
        (false, false) => 1.0,
    };
    kind * rarity(total, holders)
}

fn rarity(total: usize, holders: usize) -> f32 {
    let (total, holders) = (narrow_float(narrow(total)), narrow_float(narrow(holders)));
    ((total + 1.0) / (holders + 0.5)).ln().max(0.0)
}

/// Returns what a term's count is worth: the tenth time says less than the second.
fn tf(count: u32) -> f32 {
    if count == 1 {
        return 1.0;
    }
    1.0 + narrow_float(count).ln()
}

#[expect(
    clippy::cast_precision_loss,
    reason = "counts are small, and weights are no exact numbers"
)]
fn narrow_float(number: u32) -> f32 {
    number as f32
}

fn narrow(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

fn wide(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bag(counts: &[(Key, u32)], title: &[Key]) -> Bag {
        Bag {
            counts: counts.to_vec(),
            title: title.to_vec(),
        }
    }

    fn order(index: &Index, at: usize) -> Vec<usize> {
        let text = index.own(at).unwrap();
        let found = index.nearest(text, Some(at), &[], |_| 0.0, 10, &mut Room::default());
        found.iter().map(|near| near.writeup).collect()
    }

    #[test]
    fn a_rare_term_in_common_is_nearer_than_a_frequent_one() {
        let bags = vec![
            bag(&[(1, 1), (2, 1)], &[]),
            bag(&[(1, 1), (3, 1)], &[]),
            bag(&[(2, 1), (4, 1)], &[]),
            bag(&[(1, 1), (5, 1)], &[]),
            bag(&[(9, 1)], &[]),
        ];
        let index = Index::new(bags, |_| false);
        assert_eq!(order(&index, 0), [2, 1, 3]);
        assert_eq!(order(&index, 4), [0; 0]);
    }

    #[test]
    fn titles_and_mechanisms_bring_texts_nearer() {
        let plain = [(1, 1), (2, 1), (7, 1)];
        let told = [(1, 1), (2, 1), (7, 1), (MECHANISM | 1, 1)];
        let bags = vec![
            bag(&told, &[]),
            bag(&plain, &[]),
            bag(&told, &[]),
            bag(&plain, &[1]),
            bag(&[(8, 1)], &[]),
        ];
        let index = Index::new(bags, |_| false);
        assert_eq!(order(&index, 0), [2, 3, 1]);
    }

    #[test]
    fn a_write_up_that_something_else_speaks_for_is_among_the_found() {
        let bags = vec![bag(&[(1, 1)], &[]), bag(&[(2, 1)], &[]), bag(&[], &[])];
        let index = Index::new(bags, |_| false);
        let found = index.nearest(
            index.own(0).unwrap(),
            Some(0),
            &[2],
            |_| 0.5,
            5,
            &mut Room::default(),
        );
        assert_eq!(
            found,
            [Near {
                writeup: 2,
                score: 0.5
            }]
        );
    }

    #[test]
    fn shared_terms_come_by_what_they_add() {
        let bags = vec![
            bag(&[(1, 1), (2, 5)], &[]),
            bag(&[(1, 1), (2, 5)], &[]),
            bag(&[(3, 1)], &[]),
        ];
        let index = Index::new(bags, |_| false);
        let shared = index.shared(index.own(0).unwrap(), index.own(1).unwrap());
        let keys: Vec<Key> = shared.iter().map(|(key, _)| *key).collect();
        assert_eq!(keys, [2, 1]);
        assert_eq!(index.holders_of(2), 2);
        assert_eq!(index.holders_of(3), 0);
    }
}
