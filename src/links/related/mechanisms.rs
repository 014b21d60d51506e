//! What went wrong, whatever the words: a small open vocabulary of mechanisms, each with the ways in
//! which people tell it. It finds what two stories of different houses have in common.

use std::collections::HashMap;

/// The vocabulary; its first lines say how it is read.
const VOCABULARY: &str = include_str!("mechanisms.txt");
/// How many words apart the two sides of a way may stand.
const NEAR_WORDS: usize = 5;

/// The vocabulary by numbers of stems.
pub(super) struct Mechanisms {
    names: Vec<&'static str>,
    parts: HashMap<String, u32>,
    /// The phrases that begin with a part, and whose side each is.
    phrases: HashMap<u32, Vec<Phrase>>,
    /// The mechanism of each way, and whether it has two sides.
    ways: Vec<(u32, bool)>,
}

struct Phrase {
    parts: Vec<u32>,
    way: usize,
    right: bool,
}

impl Mechanisms {
    /// Reads the vocabulary with the stems that `stem` gives.
    pub(super) fn new(stem: impl Fn(&str) -> String) -> Self {
        let mut read = Self {
            names: Vec::new(),
            parts: HashMap::new(),
            phrases: HashMap::new(),
            ways: Vec::new(),
        };
        let lines = VOCABULARY.lines().filter(|line| !line.starts_with('#'));
        for (name, ways) in lines.filter_map(|line| line.split_once(':')) {
            let number = u32::try_from(read.names.len()).unwrap_or(u32::MAX);
            read.names.push(name.trim());
            for way in ways.split(';') {
                let at = read.ways.len();
                read.ways.push((number, way.contains('+')));
                for (side, phrases) in way.split('+').enumerate() {
                    for phrase in phrases.split('/') {
                        read.add(phrase, at, side > 0, &stem);
                    }
                }
            }
        }
        read
    }

    fn add(&mut self, phrase: &str, way: usize, right: bool, stem: impl Fn(&str) -> String) {
        let mut parts = Vec::new();
        for word in phrase.split_whitespace() {
            let next = u32::try_from(self.parts.len()).unwrap_or(u32::MAX);
            parts.push(*self.parts.entry(stem(word)).or_insert(next));
        }
        if let Some(&first) = parts.first() {
            let phrase = Phrase { parts, way, right };
            self.phrases.entry(first).or_default().push(phrase);
        }
    }

    /// Returns the number of a stem; `None` when no way has it.
    pub(super) fn part(&self, stem: &str) -> Option<u32> {
        self.parts.get(stem).copied()
    }

    /// Returns the name of a mechanism.
    pub(super) fn name(&self, number: u32) -> Option<&'static str> {
        self.names.get(usize::try_from(number).ok()?).copied()
    }

    /// Calls `found` with the mechanism of every way that stands in a sentence.
    pub(super) fn each(&self, sentence: &[Option<u32>], mut found: impl FnMut(u32)) {
        // Where the left and the right side of a way stood last.
        let mut sides: Vec<(usize, [Option<usize>; 2])> = Vec::new();
        for at in 0..sentence.len() {
            let rest = sentence.get(at..).unwrap_or_default();
            let first = rest.first().copied().flatten();
            let phrases = first.and_then(|first| self.phrases.get(&first));
            for phrase in phrases.into_iter().flatten() {
                let stands = phrase.parts.len() <= rest.len()
                    && phrase
                        .parts
                        .iter()
                        .zip(rest)
                        .all(|(part, here)| Some(*part) == *here);
                let Some(&(mechanism, two)) = self.ways.get(phrase.way).filter(|_| stands) else {
                    continue;
                };
                if !two {
                    found(mechanism);
                    continue;
                }
                let known = sides.iter().position(|(way, _)| *way == phrase.way);
                let known = known.unwrap_or_else(|| {
                    sides.push((phrase.way, [None, None]));
                    sides.len() - 1
                });
                let Some((_, [left, right])) = sides.get_mut(known) else {
                    continue;
                };
                let (own, other) = if phrase.right {
                    (right, left)
                } else {
                    (left, right)
                };
                *own = Some(at);
                if other.is_some_and(|other| other != at && at - other <= NEAR_WORDS) {
                    found(mechanism);
                    (*own, *other) = (None, None);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use rust_stemmers::{Algorithm, Stemmer};

    use super::*;

    fn told(sentence: &str) -> Vec<&'static str> {
        let stemmer = Stemmer::create(Algorithm::English);
        let mechanisms = Mechanisms::new(|word| stemmer.stem(word).into_owned());
        let parts: Vec<Option<u32>> = sentence
            .split(' ')
            .map(|word| mechanisms.part(&stemmer.stem(word)))
            .collect();
        let mut found = Vec::new();
        mechanisms.each(&parts, |number| found.extend(mechanisms.name(number)));
        found
    }

    #[test]
    fn the_same_mechanism_is_found_in_different_words() {
        for sentence in [
            "the volume of the primary was full",
            "there was no space left on the device",
            "it filled the disk over night",
        ] {
            assert!(told(sentence).contains(&"a full disk"), "{sentence}");
        }
        for sentence in [
            "our certificate had expired",
            "nobody renewed the tls certificates",
        ] {
            assert!(told(sentence).contains(&"certificate expiry"), "{sentence}");
        }
    }

    #[test]
    fn two_sides_must_stand_near_each_other() {
        assert!(told("the disk which we bought in may last year was by then not full").is_empty());
        assert!(told("").is_empty());
        assert!(told("full").is_empty());
    }

    #[test]
    fn every_line_of_the_vocabulary_is_read() {
        let mechanisms = Mechanisms::new(str::to_owned);
        let lines = VOCABULARY.lines().filter(|line| !line.starts_with('#'));
        assert_eq!(mechanisms.names.len(), lines.count());
        for (mechanism, two) in &mechanisms.ways {
            assert!(mechanisms.name(*mechanism).is_some());
            let _ = two;
        }
        let ways: Vec<usize> = mechanisms
            .phrases
            .values()
            .flatten()
            .map(|phrase| phrase.way)
            .collect();
        for way in 0..mechanisms.ways.len() {
            assert!(ways.contains(&way), "a way without words: {way}");
        }
    }
}
