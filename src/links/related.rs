//! Past incidents that read alike, with the words that say so.
//!
//! Each write-up is a bag of stemmed words and pairs of words, weighted by how rare they are (log
//! term frequency, inverse document frequency); two are as near as the cosine of their bags.
//! Sentences that stand word for word in several write-ups are a template's and left out.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use rust_stemmers::{Algorithm, Stemmer};

use crate::corpus::Corpus;
use crate::model::Writeup;
use crate::text::words;

/// A past incident that reads alike.
#[derive(Clone, Debug, PartialEq)]
pub struct Related {
    /// Position in the corpus.
    pub writeup: usize,
    /// Cosine, 0 to 1.
    pub score: f64,
    /// Services that both name.
    pub services: Vec<String>,
    /// Words that both hold, those that weigh most first.
    pub words: Vec<String>,
}

/// Below this two texts share no more than any two of their kind: silence beats a weak guess.
const SCORE_MIN: f64 = 0.06;
/// What a service in common adds.
const SERVICE_BONUS: f64 = 0.08;
/// Most words that are given as reasons.
const REASONS_MAX: usize = 4;
/// A sentence in this many write-ups is a template's.
const TEMPLATE_FILES: usize = 3;

/// Every write-up as a weighted bag, and where each term stands.
#[derive(Debug)]
pub struct Index {
    terms: HashMap<String, usize>,
    /// For each term: how it is written most often, and its weight by rarity.
    shown: Vec<(String, f64)>,
    /// For each write-up: its terms with their weights, of length one.
    bags: Vec<Bag>,
    /// For each term: who holds it, with its weight there.
    postings: Vec<Vec<(usize, f64)>>,
    services: Vec<HashSet<String>>,
}

type Bag = Vec<(usize, f64)>;

impl Index {
    /// Weighs every write-up of the corpus.
    pub fn new(corpus: &Corpus) -> Self {
        let reader = Reader::default();
        let sentences: Vec<Vec<String>> = corpus
            .writeups
            .iter()
            .map(|writeup| sentences(corpus, writeup))
            .collect();
        let template = repeated(&sentences);
        let mut terms: HashMap<String, usize> = HashMap::new();
        let mut spellings: Vec<BTreeMap<String, usize>> = Vec::new();
        let mut holders: Vec<usize> = Vec::new();
        let mut counts: Vec<BTreeMap<usize, usize>> = Vec::new();
        for (writeup, sentences) in corpus.writeups.iter().zip(&sentences) {
            let mut count: BTreeMap<usize, usize> = BTreeMap::new();
            let own = sentences
                .iter()
                .filter(|sentence| !template.contains(sentence.as_str()));
            for text in std::iter::once(&words::fold(writeup.title())).chain(own) {
                for (term, spelling) in reader.terms(text) {
                    let next = terms.len();
                    let term = *terms.entry(term).or_insert(next);
                    if term == spellings.len() {
                        spellings.push(BTreeMap::new());
                        holders.push(0);
                    }
                    if let Some(spellings) = spellings.get_mut(term) {
                        *spellings.entry(spelling).or_default() += 1;
                    }
                    *count.entry(term).or_default() += 1;
                }
            }
            for term in count.keys() {
                if let Some(holders) = holders.get_mut(*term) {
                    *holders += 1;
                }
            }
            counts.push(count);
        }
        let total = corpus.writeups.len();
        let shown: Vec<(String, f64)> = spellings
            .into_iter()
            .zip(&holders)
            .map(|(spellings, &holders)| {
                let commonest = spellings
                    .into_iter()
                    .max_by(|left, right| left.1.cmp(&right.1).then(right.0.cmp(&left.0)));
                (
                    commonest.map(|(spelling, _)| spelling).unwrap_or_default(),
                    rarity(total, holders),
                )
            })
            .collect();
        let mut postings: Vec<Vec<(usize, f64)>> = vec![Vec::new(); shown.len()];
        let mut bags = Vec::with_capacity(total);
        for (at, count) in counts.iter().enumerate() {
            // A term that one write-up alone holds can join it to none.
            let shared = count
                .iter()
                .filter(|(term, _)| holders.get(**term).is_some_and(|&holders| holders > 1));
            let bag = unit(
                shared
                    .map(|(&term, &count)| (term, weight(&shown, term, count)))
                    .collect(),
            );
            for &(term, weight) in &bag {
                if let Some(postings) = postings.get_mut(term) {
                    postings.push((at, weight));
                }
            }
            bags.push(bag);
        }
        let services = corpus.writeups.iter().map(services).collect();
        Self {
            terms,
            shown,
            bags,
            postings,
            services,
        }
    }

    /// Returns the write-ups nearest to one of them, best first, at most `top`.
    pub fn near(&self, writeup: usize, top: usize) -> Vec<Related> {
        let (Some(bag), Some(services)) = (self.bags.get(writeup), self.services.get(writeup))
        else {
            return Vec::new();
        };
        self.ranked(bag, services, Some(writeup), top)
    }

    /// Returns the write-ups nearest to a text that is not in the corpus yet.
    pub fn near_text(&self, text: &str, services: &[String], top: usize) -> Vec<Related> {
        let reader = Reader::default();
        let mut count: BTreeMap<usize, usize> = BTreeMap::new();
        for (term, _) in reader.terms(&words::fold(text)) {
            if let Some(term) = self.terms.get(&term) {
                *count.entry(*term).or_default() += 1;
            }
        }
        let bag = unit(
            count
                .iter()
                .map(|(&term, &count)| (term, weight(&self.shown, term, count)))
                .collect(),
        );
        let services = services
            .iter()
            .map(|service| words::fold(service))
            .collect();
        self.ranked(&bag, &services, None, top)
    }

    fn ranked(
        &self,
        bag: &Bag,
        services: &HashSet<String>,
        itself: Option<usize>,
        top: usize,
    ) -> Vec<Related> {
        let mut scores: BTreeMap<usize, f64> = BTreeMap::new();
        for &(term, weight) in bag {
            for &(other, there) in self
                .postings
                .get(term)
                .map(Vec::as_slice)
                .unwrap_or_default()
            {
                *scores.entry(other).or_default() += weight * there;
            }
        }
        let common = |other: usize| -> Vec<String> {
            let theirs = self.services.get(other);
            let mut common: Vec<String> = theirs
                .into_iter()
                .flatten()
                .filter(|service| services.contains(*service))
                .cloned()
                .collect();
            common.sort();
            common
        };
        let mut ranked: Vec<(usize, f64)> = scores
            .into_iter()
            .filter(|(other, _)| Some(*other) != itself)
            .map(|(other, score)| {
                let shared = u32::try_from(common(other).len()).unwrap_or(u32::MAX);
                (other, score + SERVICE_BONUS * f64::from(shared))
            })
            .filter(|(_, score)| *score >= SCORE_MIN)
            .collect();
        ranked.sort_by(|left, right| right.1.total_cmp(&left.1).then(left.0.cmp(&right.0)));
        ranked.truncate(top);
        ranked
            .into_iter()
            .map(|(writeup, score)| Related {
                writeup,
                score,
                services: common(writeup),
                words: self.reasons(bag, writeup),
            })
            .collect()
    }

    /// Returns the terms that two bags share, those that weigh most first; a word that stands in a
    /// pair already given is left out.
    fn reasons(&self, bag: &Bag, other: usize) -> Vec<String> {
        let theirs: HashMap<usize, f64> = self
            .bags
            .get(other)
            .into_iter()
            .flatten()
            .copied()
            .collect();
        let mut shared: Vec<(f64, &str)> = bag
            .iter()
            .filter_map(|(term, weight)| {
                let (spelling, _) = self.shown.get(*term)?;
                Some((weight * theirs.get(term)?, spelling.as_str()))
            })
            .collect();
        shared.sort_by(|left, right| right.0.total_cmp(&left.0).then(left.1.cmp(right.1)));
        let mut reasons: Vec<String> = Vec::new();
        for (_, spelling) in shared {
            let told = reasons.iter().any(|told| {
                told.split(' ')
                    .any(|word| spelling.split(' ').any(|other| other == word))
            });
            if !told {
                reasons.push(spelling.to_owned());
            }
            if reasons.len() == REASONS_MAX {
                break;
            }
        }
        reasons
    }
}

/// Turns folded text into terms: stems, and pairs of neighbours.
struct Reader {
    stemmer: Stemmer,
}

impl Default for Reader {
    fn default() -> Self {
        Self {
            stemmer: Stemmer::create(Algorithm::English),
        }
    }
}

impl Reader {
    /// Returns each term with the words it stands for.
    fn terms(&self, folded: &str) -> Vec<(String, String)> {
        let mut terms = Vec::new();
        let mut before: Option<(String, &str)> = None;
        for word in folded.split(' ') {
            let counts = word.len() > 2
                && !word.starts_with(|c: char| c.is_ascii_digit())
                && !COMMON.contains(&word);
            if !counts {
                before = None;
                continue;
            }
            let stem = self.stemmer.stem(word).into_owned();
            if let Some((other, first)) = before {
                terms.push((format!("{other} {stem}"), format!("{first} {word}")));
            }
            terms.push((stem.clone(), word.to_owned()));
            before = Some((stem, word));
        }
        terms
    }
}

/// Words that say nothing of what a text is about, and would only make false pairs.
const COMMON: &[&str] = &[
    "the", "and", "for", "that", "was", "were", "with", "this", "from", "had", "not", "are", "but",
    "have", "has", "which", "been", "they", "their", "our", "all", "when", "then", "than", "also",
    "would", "could", "into", "there", "its", "did", "any", "can", "will", "who", "what", "how",
    "why", "more", "some", "other", "after", "before", "while", "about", "came", "come", "back",
    "went", "got", "get", "made", "make", "around", "let", "put", "going", "like", "over", "still",
    "again", "where", "whose", "each", "every", "such", "very", "much", "many", "most", "same",
    "both", "even", "should", "does", "done", "being", "these", "those", "first", "last", "next",
    "new", "old", "own", "off", "down", "way", "said", "say", "see", "seen", "saw", "know", "knew",
    "thing", "things", "time", "day", "now", "too", "yet", "may", "because", "only", "just", "out",
    "one", "two", "you", "your", "we", "she", "her", "his", "him", "them",
];

/// Returns the sentences of a write-up's prose, folded.
fn sentences(corpus: &Corpus, writeup: &Writeup) -> Vec<String> {
    let mut sentences = Vec::new();
    for run in writeup.runs.iter().filter(|run| !run.quoted) {
        let text = corpus.files.text(run.span);
        let parts = text
            .split(['.', '!', '?', '|'])
            .map(words::fold)
            .filter(|part| !part.is_empty());
        sentences.extend(parts);
    }
    sentences
}

fn repeated(sentences: &[Vec<String>]) -> HashSet<&str> {
    let mut files: HashMap<&str, usize> = HashMap::new();
    for own in sentences {
        let distinct: BTreeSet<&str> = own.iter().map(String::as_str).collect();
        for sentence in distinct {
            *files.entry(sentence).or_default() += 1;
        }
    }
    // One word alone is no sentence: `database` in three headings is no template.
    let repeated = files
        .into_iter()
        .filter(|(sentence, files)| *files >= TEMPLATE_FILES && sentence.contains(' '));
    repeated.map(|(sentence, _)| sentence).collect()
}

fn services(writeup: &Writeup) -> HashSet<String> {
    writeup
        .meta
        .services
        .iter()
        .map(|service| words::fold(&service.value))
        .collect()
}

fn rarity(total: usize, holders: usize) -> f64 {
    let as_float = |number: usize| f64::from(u32::try_from(number).unwrap_or(u32::MAX));
    ((as_float(total) + 1.0) / (as_float(holders) + 0.5)).ln()
}

fn weight(shown: &[(String, f64)], term: usize, count: usize) -> f64 {
    let rarity = shown.get(term).map_or(0.0, |(_, rarity)| *rarity);
    (1.0 + f64::from(u32::try_from(count).unwrap_or(u32::MAX)).ln()) * rarity.max(0.0)
}

fn unit(mut bag: Bag) -> Bag {
    let length = bag
        .iter()
        .map(|(_, weight)| weight * weight)
        .sum::<f64>()
        .sqrt();
    if length > 0.0 {
        for (_, weight) in &mut bag {
            *weight /= length;
        }
    }
    bag
}
