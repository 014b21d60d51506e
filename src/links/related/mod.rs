//! Past incidents that may be related, with the reasons.
//!
//! Texts are compared by their words and pairs of words, weighted by how rare they are, by the
//! mechanisms that they tell of, and by what their titles say; what both name exactly (a ticket, a
//! host, a file) counts more than any likeness. Every answer says why. Knows nothing of links that are
//! there already: who asks leaves those out.

mod facts;
mod index;
mod mechanisms;
mod reasons;
mod terms;

use crate::corpus::Corpus;
use crate::threads;

use facts::{Common, Facts};
use index::{Index, Near, Room, Text};
use reasons::Spellings;
use terms::Words;

/// A past incident that may be related.
#[derive(Clone, Debug, PartialEq)]
pub struct Related {
    /// Position in the corpus.
    pub writeup: usize,
    /// From 0; what reads alike is seldom above 1, what both name exactly adds 3. No measure of
    /// anything but the order.
    pub score: f64,
    pub why: Why,
}

/// Why two write-ups may be related. Each list is empty where there is nothing of the kind.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Why {
    /// Tickets, hosts, files and addresses that both name.
    pub exact: Vec<String>,
    /// Services that both name.
    pub services: Vec<String>,
    /// What went wrong in both.
    pub mechanisms: Vec<&'static str>,
    /// Words that both hold as they stand in the text, those that weigh most first.
    pub words: Vec<String>,
    /// People who were in both.
    pub people: Vec<String>,
}

impl Why {
    fn is_empty(&self) -> bool {
        // Somebody who was in both is no reason by themselves: a rota puts them there.
        self.exact.is_empty()
            && self.services.is_empty()
            && self.mechanisms.is_empty()
            && self.words.is_empty()
    }
}

/// Two write-ups, as far as one is related to the other.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pair {
    pub writeup: usize,
    pub other: usize,
    pub score: f64,
}

/// Below this two texts share no more than any two of their kind: silence beats a weak guess.
const SCORE_MIN: f64 = 0.1;
/// From here on one word in common is enough.
const SCORE_SURE: f64 = 0.3;
/// How many write-ups are ranked at a time.
const SHARE: usize = 64;

/// What ranking needs of a corpus, read once.
pub struct Ranking<'a> {
    corpus: &'a Corpus,
    words: Words,
    index: Index,
    facts: Facts,
    /// The spellings of the write-up that was asked for last.
    spelt: Option<(usize, Spellings)>,
}

impl std::fmt::Debug for Ranking<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Ranking").finish_non_exhaustive()
    }
}

impl<'a> Ranking<'a> {
    /// Reads all write-ups.
    pub fn new(corpus: &'a Corpus) -> Self {
        let mut words = Words::default();
        let bags = words.bags(corpus);
        let index = Index::new(bags, |key| words.is_everyday(key));
        Self {
            corpus,
            index,
            words,
            facts: Facts::new(corpus),
            spelt: None,
        }
    }

    /// Returns the write-ups related to one of them, best first, at most `top`.
    pub fn near(&mut self, writeup: usize, top: usize) -> Vec<Related> {
        let pairs = self.pairs_of(writeup, top.saturating_mul(2), &mut Room::default());
        let explained = pairs.iter().filter_map(|pair| self.explained(pair));
        explained.take(top).collect()
    }

    /// Returns the write-ups related to a text that is not among them yet.
    pub fn near_text(&mut self, text: &str, services: &[String], top: usize) -> Vec<Related> {
        let bag = self.words.bag_of(text);
        let asked = self.index.text(&bag, |key| self.words.is_everyday(key));
        let spellings = reasons::spellings(&mut self.words, std::iter::once(text));
        let named = self.facts.services(services);
        let near = self.index.nearest(
            &asked,
            None,
            &self.facts.others(&named),
            |at| self.facts.bonus(&named, at),
            top.saturating_mul(2),
            &mut Room::default(),
        );
        let found = near.into_iter().filter_map(|near| {
            let common = self.facts.common(&named, near.writeup);
            self.related(
                &asked,
                near.writeup,
                f64::from(near.score),
                common,
                &spellings,
            )
        });
        found.take(top).collect()
    }

    /// Returns for every write-up those nearest to it, at most `top` each of those that `fits` does not
    /// refuse, all of them best first: the weak ones too.
    pub fn pairs(&self, top: usize, fits: impl Fn(usize, usize) -> bool + Sync) -> Vec<Pair> {
        let all: Vec<usize> = (0..self.corpus.writeups.len()).collect();
        let of_share = |share: &[usize]| {
            let mut room = Room::default();
            let mut pairs: Vec<Pair> = Vec::new();
            for &at in share {
                // Room for those that are refused.
                let near = self.pairs_of(at, top.saturating_mul(2), &mut room);
                let kept = near.into_iter().filter(|pair| fits(at, pair.other));
                pairs.extend(kept.take(top));
            }
            pairs
        };
        let mut pairs: Vec<Pair> = threads::in_shares(&all, SHARE, of_share)
            .into_iter()
            .flatten()
            .collect();
        pairs.sort_by(|left, right| {
            right
                .score
                .total_cmp(&left.score)
                .then(left.writeup.cmp(&right.writeup))
                .then(left.other.cmp(&right.other))
        });
        pairs
    }

    /// Returns a pair with its reasons; `None` where silence is better.
    pub fn explained(&mut self, pair: &Pair) -> Option<Related> {
        if pair.score < SCORE_MIN {
            return None;
        }
        let spellings = self.take_spellings(pair.writeup);
        let named = self.facts.named(pair.writeup);
        let common = self.facts.common(named, pair.other);
        let related = self
            .index
            .own(pair.writeup)
            .and_then(|text| self.related(text, pair.other, pair.score, common, &spellings));
        self.spelt = Some((pair.writeup, spellings));
        related
    }

    fn pairs_of(&self, at: usize, top: usize, room: &mut Room) -> Vec<Pair> {
        let Some(text) = self.index.own(at) else {
            return Vec::new();
        };
        let named = self.facts.named(at);
        let also = self.facts.others(named);
        let bonus = |other| self.facts.bonus(named, other);
        let near = self.index.nearest(text, Some(at), &also, bonus, top, room);
        let pair = |near: Near| Pair {
            writeup: at,
            other: near.writeup,
            score: f64::from(near.score),
        };
        near.into_iter().map(pair).collect()
    }

    fn take_spellings(&mut self, at: usize) -> Spellings {
        if let Some((of, spellings)) = self.spelt.take()
            && of == at
        {
            return spellings;
        }
        match self.corpus.writeups.get(at) {
            Some(writeup) => {
                reasons::spellings(&mut self.words, terms::texts(self.corpus, writeup))
            }
            None => Spellings::new(),
        }
    }

    fn related(
        &self,
        text: &Text,
        other: usize,
        score: f64,
        common: Common,
        spellings: &Spellings,
    ) -> Option<Related> {
        let shared = self.index.shared(text, self.index.own(other)?);
        let (mut words, mechanisms) = reasons::reasons(
            &shared,
            &self.words,
            spellings,
            |key| self.index.holders_of(key),
            self.corpus.writeups.len(),
        );
        // What is said already is not said again as a word.
        let said = |word: &String| {
            let mut things = common.exact.iter().chain(&common.services);
            things.any(|thing| thing.contains(word.as_str()))
        };
        words.retain(|word| !said(word));
        let why = Why {
            exact: common.exact,
            services: common.services,
            mechanisms,
            words,
            people: common.people,
        };
        // One word in common is a coincidence, unless the two are near in all.
        let one_word = why.words.len() == 1
            && why.mechanisms.is_empty()
            && why.exact.is_empty()
            && why.services.is_empty();
        let weak = score < SCORE_MIN || why.is_empty() || (one_word && score < SCORE_SURE);
        (!weak).then_some(Related {
            writeup: other,
            score,
            why,
        })
    }
}
