//! Which texts are near which.
//!
//! The weight of a term in a text is its logarithmic count times its rarity; texts are as near as the
//! cosine of their weights, more so where they tell of the same mechanisms, and where one speaks of
//! what the other's title says.

use super::index::{Index, Text};
use super::keys::Key;
use super::weights::tf;

/// How much nearer the same mechanisms bring two texts, at most.
const MECHANISM_GAIN: f32 = 0.4;
/// How much nearer it brings them when each speaks of all that the other's title says: half of it each.
const TITLE_GAIN: f32 = 1.0;
/// How many candidates are looked at closely, at least.
const CANDIDATES_MIN: usize = 60;

/// Room that the calls of one thread share.
#[derive(Debug)]
pub(super) struct Room {
    /// What the rare terms give, for each write-up.
    sums: Vec<f32>,
    /// What each common term weighs in the text that is asked for.
    common: Vec<f32>,
    /// What each count is worth.
    tf: [f32; 256],
}

impl Default for Room {
    fn default() -> Self {
        Self {
            sums: Vec::new(),
            common: Vec::new(),
            tf: std::array::from_fn(|count| tf(u8::try_from(count).unwrap_or(u8::MAX))),
        }
    }
}

impl Room {
    fn tf(&self, count: u8) -> f32 {
        self.tf.get(usize::from(count)).copied().unwrap_or(0.0)
    }
}

/// A write-up and how near it is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Near {
    pub(super) writeup: usize,
    pub(super) score: f32,
}

/// What is asked for.
pub(super) struct Question<'a, B> {
    pub(super) text: Text<'a>,
    /// The position of the write-up that has the text; `None` when none has.
    pub(super) itself: Option<usize>,
    /// Write-ups that are thought of even where they share no word.
    pub(super) also: &'a [usize],
    /// What is added for each.
    pub(super) bonus: B,
}

/// Returns the write-ups nearest to a text, best first, at most `top`.
pub(super) fn nearest(
    index: &Index,
    question: &Question<'_, impl Fn(usize) -> f32>,
    top: usize,
    room: &mut Room,
) -> Vec<Near> {
    let (text, itself) = (question.text, question.itself);
    gather(index, text, room);
    let scores = room.sums.iter().zip(index.lengths());
    let scores = scores.map(|(sum, length)| sum / length.max(f32::MIN_POSITIVE));
    let mut found: Vec<Near> = Vec::new();
    let mut others: Vec<Near> = Vec::new();
    for (writeup, score) in scores.enumerate() {
        if Some(writeup) == itself {
            continue;
        }
        if question.also.contains(&writeup) {
            others.push(Near { writeup, score });
        } else if score > 0.0 {
            found.push(Near { writeup, score });
        }
    }
    let most = CANDIDATES_MIN.max(top.saturating_mul(2));
    if found.len() > most {
        found.select_nth_unstable_by(most, best_first);
        found.truncate(most);
    }
    found.extend(others);
    for near in &mut found {
        if let Some(other) = index.own(near.writeup) {
            let near_by_text = closer(index, text, other, near.score, room);
            near.score = near_by_text + (question.bonus)(near.writeup);
        }
    }
    found.sort_by(best_first);
    found.truncate(top);
    found
}

/// Returns the terms that two texts share and what each adds, those that add most first.
pub(super) fn shared(index: &Index, text: Text<'_>, other: Text<'_>) -> Vec<(Key, f32)> {
    let mut shared: Vec<(Key, f32)> = Vec::new();
    let lengths = (text.lengths.all * other.lengths.all).max(f32::MIN_POSITIVE);
    for entry in text.entries() {
        if let (Some(there), Some(term)) = (other.count(entry.number), index.term(entry.number)) {
            let weights = tf(entry.count) * tf(there) * term.worth * term.worth;
            shared.push((term.key, weights / lengths));
        }
    }
    shared.sort_by(|left, right| right.1.total_cmp(&left.1).then(left.0.cmp(&right.0)));
    shared
}

/// Puts what the rare terms of a text give to each write-up, not yet divided by its length, and what
/// the common ones weigh, into the room.
fn gather(index: &Index, text: Text<'_>, room: &mut Room) {
    room.sums.clear();
    room.sums.resize(index.len(), 0.0);
    room.common.clear();
    room.common.resize(place(index.common), 0.0);
    let length = text.lengths.all.max(f32::MIN_POSITIVE);
    for entry in text.entries() {
        let Some(term) = index.term(entry.number) else {
            continue;
        };
        let weight = room.tf(entry.count) * term.worth / length;
        if let Some(slot) = room.common.get_mut(place(entry.number)) {
            *slot = weight;
            continue;
        }
        for holder in index.holders(entry.number) {
            let adds = weight * term.worth * room.tf(holder.count);
            if let Some(sum) = room.sums.get_mut(place(holder.number)) {
                *sum += adds;
            }
        }
    }
}

/// Returns how near two texts are in all, given what their rare terms give together; `room` has what
/// each common one weighs in the first.
fn closer(index: &Index, text: Text<'_>, other: Text<'_>, rare: f32, room: &Room) -> f32 {
    let mut common = 0.0;
    for entry in other.before(index.common) {
        let own = room.common.get(place(entry.number)).copied();
        if let Some(own) = own.filter(|own| *own > 0.0)
            && let Some(term) = index.term(entry.number)
        {
            common += own * room.tf(entry.count) * term.worth;
        }
    }
    let cosine = rare + common / other.lengths.all.max(f32::MIN_POSITIVE);
    let titles = speaks_of(index, text, other) + speaks_of(index, other, text);
    cosine
        * (1.0 + MECHANISM_GAIN * mechanisms_in_common(index, text, other))
        * (1.0 + TITLE_GAIN * titles / 2.0)
}

/// Returns the cosine of the mechanisms alone, 0 to 1.
fn mechanisms_in_common(index: &Index, text: Text<'_>, other: Text<'_>) -> f32 {
    let lengths = text.lengths.mechanisms * other.lengths.mechanisms;
    if lengths <= 0.0 {
        return 0.0;
    }
    let mut sum = 0.0;
    for entry in text.before(index.mechanisms) {
        if let (Some(there), Some(term)) = (other.count(entry.number), index.term(entry.number)) {
            sum += tf(entry.count) * tf(there) * term.worth * term.worth;
        }
    }
    sum / lengths
}

/// Returns how far a text speaks of what the other's title says, 0 to 1.
fn speaks_of(index: &Index, text: Text<'_>, other: Text<'_>) -> f32 {
    let mut sum = 0.0;
    for word in other.title() {
        if let (Some(count), Some(term)) = (text.count(word), index.term(word)) {
            let count = f32::from(count);
            sum += term.worth * count / (count + 1.0);
        }
    }
    if other.lengths.title > 0.0 {
        sum / other.lengths.title
    } else {
        0.0
    }
}

fn best_first(left: &Near, right: &Near) -> std::cmp::Ordering {
    right
        .score
        .total_cmp(&left.score)
        .then(left.writeup.cmp(&right.writeup))
}

fn place(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::links::related::keys;
    use crate::links::related::terms::Bag;

    fn bag(words: &[(u8, u32)], mechanisms: &[u32], title: &[u8]) -> Bag {
        let words = words.iter().map(|&(word, count)| (key(word), count));
        let mechanisms = mechanisms.iter().map(|&one| (keys::mechanism(one), 1));
        let mut counts: Vec<(Key, u32)> = words.chain(mechanisms).collect();
        counts.sort_unstable();
        Bag {
            counts,
            title: title.iter().map(|&word| key(word)).collect(),
        }
    }

    fn key(word: u8) -> Key {
        keys::word(&format!("word{word}"), false)
    }

    fn found(index: &Index, at: usize, also: &[usize], bonus: f32) -> Vec<Near> {
        let question = Question {
            text: index.own(at).unwrap(),
            itself: Some(at),
            also,
            bonus: |_| bonus,
        };
        nearest(index, &question, 10, &mut Room::default())
    }

    fn order(index: &Index, at: usize) -> Vec<usize> {
        let found = found(index, at, &[], 0.0);
        found.iter().map(|near| near.writeup).collect()
    }

    #[test]
    fn a_rare_term_in_common_is_nearer_than_a_frequent_one() {
        let index = Index::new(vec![
            bag(&[(1, 1), (2, 1)], &[], &[]),
            bag(&[(1, 1), (3, 1)], &[], &[]),
            bag(&[(2, 1), (4, 1)], &[], &[]),
            bag(&[(1, 1), (5, 1)], &[], &[]),
            bag(&[(9, 1)], &[], &[]),
        ]);
        assert_eq!(order(&index, 0), [2, 1, 3]);
        assert_eq!(order(&index, 4), [0; 0]);
    }

    #[test]
    fn titles_and_mechanisms_bring_texts_nearer() {
        let plain = [(1, 1), (2, 1), (7, 1)];
        let index = Index::new(vec![
            bag(&plain, &[1], &[]),
            bag(&plain, &[], &[]),
            bag(&plain, &[1], &[]),
            bag(&plain, &[], &[1]),
            bag(&[(8, 1)], &[], &[]),
        ]);
        assert_eq!(order(&index, 0), [2, 3, 1]);
    }

    #[test]
    fn a_write_up_that_something_else_speaks_for_is_among_the_found() {
        let index = Index::new(vec![
            bag(&[(1, 1)], &[], &[]),
            bag(&[(2, 1)], &[], &[]),
            bag(&[], &[], &[]),
        ]);
        assert_eq!(
            found(&index, 0, &[2], 0.5),
            [Near {
                writeup: 2,
                score: 0.5
            }]
        );
    }

    #[test]
    fn shared_terms_come_by_what_they_add() {
        let index = Index::new(vec![
            bag(&[(1, 1), (2, 5)], &[], &[]),
            bag(&[(1, 1), (2, 5)], &[], &[]),
            bag(&[(3, 1)], &[], &[]),
        ]);
        let shared = shared(&index, index.own(0).unwrap(), index.own(1).unwrap());
        let terms: Vec<Key> = shared.iter().map(|(term, _)| *term).collect();
        assert_eq!(terms, [key(2), key(1)]);
    }
}
