//! Past incidents that may be related, with the reasons.
//!
//! Texts are compared by their words and pairs of words, weighted by how rare they are, by the
//! mechanisms that they tell of, and by what their titles say; what both name exactly (a ticket, a
//! host, a file) counts more than any likeness. Every answer says why. Knows nothing of links that are
//! there already: who asks leaves those out.

mod facts;
mod index;
mod keys;
mod mechanisms;
mod near;
mod reasons;
mod split;
mod terms;
mod weights;

use crate::bytes::Cursor;
use crate::corpus::Corpus;
use crate::threads;

use facts::{Common, Facts};
use index::{Index, Text};
use near::{Near, Question, Room};
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

/// What the kept bytes mean; another number is another meaning.
pub const KIND: &str = "related-3";

/// Where the index begins in the kept bytes: behind the mark and its own length. The facts are behind it.
const START: usize = 16;

/// What ranking needs to know of all write-ups, read once. Positions are those of the corpus that it was
/// made of, and of any other with the same texts.
pub struct Ranking {
    words: Words,
    index: Index,
    facts: Facts,
    /// The spellings of the write-up that was asked for last.
    spelt: Option<(usize, Spellings)>,
}

impl std::fmt::Debug for Ranking {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Ranking").finish_non_exhaustive()
    }
}

impl Ranking {
    /// Makes it of write-ups that were all read whole.
    pub fn new(corpus: &Corpus) -> Self {
        let mut words = Words::default();
        let index = Index::new(words.bags(corpus));
        Self {
            index,
            words,
            facts: Facts::new(corpus),
            spelt: None,
        }
    }

    /// Returns it as bytes, for a run with the same texts. `mark` tells these from others.
    pub fn kept(&self, mark: u64) -> Vec<u8> {
        let index = self.index.bytes();
        let mut kept = Vec::with_capacity(START + index.len());
        kept.extend(mark.to_le_bytes());
        kept.extend((index.len() as u64).to_le_bytes());
        kept.extend(index);
        self.facts.keep(&mut kept);
        kept
    }

    /// Takes what was kept; `None` when the mark is another, or the bytes are not whole.
    pub fn open(mut kept: Vec<u8>, mark: u64) -> Option<Self> {
        let mut cursor = Cursor::new(&kept);
        if cursor.u64()? != mark {
            return None;
        }
        let index = usize::try_from(cursor.u64()?).ok()?;
        cursor.take(index)?;
        let facts = Facts::read(&mut cursor)?;
        kept.truncate(START + index);
        Some(Self {
            words: Words::default(),
            index: Index::open(kept, START)?,
            facts,
            spelt: None,
        })
    }

    /// Returns the write-ups related to one of the corpus, which was read whole, best first, at most `top`.
    pub fn near(&mut self, corpus: &Corpus, writeup: usize, top: usize) -> Vec<Related> {
        let pairs = self.pairs_of(writeup, top.saturating_mul(2), &mut Room::default());
        let explained = pairs.iter().filter_map(|pair| self.explained(corpus, pair));
        explained.take(top).collect()
    }

    /// Returns the write-ups related to a text that is not among them yet.
    pub fn near_text(&mut self, text: &str, services: &[String], top: usize) -> Vec<Related> {
        let bag = self.words.bag_of(text);
        let asked = self.index.asked(&bag);
        let spellings = reasons::spellings(&mut self.words, std::iter::once(text));
        let named = self.facts.services(services);
        let question = Question {
            text: asked.text(),
            itself: None,
            also: &self.facts.others(&named),
            bonus: |at| self.facts.bonus(&named, at),
        };
        let most = top.saturating_mul(2);
        let near = near::nearest(&self.index, &question, most, &mut Room::default());
        let found = near.into_iter().filter_map(|near| {
            let common = self.facts.common(&named, near.writeup);
            let score = f64::from(near.score);
            self.related(asked.text(), near.writeup, score, common, &spellings)
        });
        found.take(top).collect()
    }

    /// Returns for every write-up those nearest to it, at most `top` each of those that `fits` does not
    /// refuse, all of them best first: the weak ones too.
    pub fn pairs(&self, top: usize, fits: impl Fn(usize, usize) -> bool + Sync) -> Vec<Pair> {
        let all: Vec<usize> = (0..self.index.len()).collect();
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

    /// Returns a pair with its reasons; `None` where silence is better. The first of the two was read whole.
    pub fn explained(&mut self, corpus: &Corpus, pair: &Pair) -> Option<Related> {
        if pair.score < SCORE_MIN {
            return None;
        }
        let spellings = self.take_spellings(corpus, pair.writeup);
        let named = self.facts.named(pair.writeup);
        let common = self.facts.common(&named, pair.other);
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
        let question = Question {
            text,
            itself: Some(at),
            also: &self.facts.others(&named),
            bonus: |other| self.facts.bonus(&named, other),
        };
        let near = near::nearest(&self.index, &question, top, room);
        let pair = |near: Near| Pair {
            writeup: at,
            other: near.writeup,
            score: f64::from(near.score),
        };
        near.into_iter().map(pair).collect()
    }

    fn take_spellings(&mut self, corpus: &Corpus, at: usize) -> Spellings {
        if let Some((of, spellings)) = self.spelt.take()
            && of == at
        {
            return spellings;
        }
        match corpus.writeups.get(at) {
            Some(writeup) => reasons::spellings(&mut self.words, terms::texts(corpus, writeup)),
            None => Spellings::new(),
        }
    }

    fn related(
        &self,
        text: Text<'_>,
        other: usize,
        score: f64,
        common: Common,
        spellings: &Spellings,
    ) -> Option<Related> {
        let shared = near::shared(&self.index, text, self.index.own(other)?);
        let (mut words, mechanisms) = reasons::reasons(
            &shared,
            &self.words,
            spellings,
            |key| self.index.holders_of(key),
            self.index.len(),
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
