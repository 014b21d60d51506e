//! Past incidents that read alike, with the words that say so.
//!
//! Each write-up is a bag of stemmed words and pairs of words, weighted by how rare they are (log
//! term frequency, inverse document frequency); two are as near as the cosine of their bags.
//! Sentences that stand word for word in several write-ups are a template's and left out.

use std::collections::hash_map::DefaultHasher;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::hash::{Hash, Hasher};

use rust_stemmers::{Algorithm, Stemmer};

use crate::corpus::Corpus;
use crate::model::Writeup;
use crate::text::{Span, words};

/// A past incident that reads alike.
#[derive(Clone, Debug, PartialEq)]
pub struct Related {
    /// Position in the corpus.
    pub writeup: usize,
    /// Cosine, 0 to 1, and a little for each service in common.
    pub score: f64,
    /// Services that both name.
    pub services: Vec<String>,
    /// Words that both hold, those that weigh most first.
    pub words: Vec<String>,
}

/// Below this two texts share no more than any two of their kind: silence beats a weak guess.
const SCORE_MIN: f64 = 0.06;
/// From here on one word in common is enough.
const SCORE_SURE: f64 = 0.3;
/// What a service in common adds.
const SERVICE_BONUS: f64 = 0.08;
/// Most words that are given as reasons.
const REASONS_MAX: usize = 4;
/// A sentence in this many write-ups is a template's.
const TEMPLATE_FILES: u32 = 3;

/// Returns the write-ups nearest to one of them, best first, at most `top`.
pub fn near(corpus: &Corpus, writeup: usize, top: usize) -> Vec<Related> {
    let Some(asked) = corpus.writeups.get(writeup) else {
        return Vec::new();
    };
    let index = Index::new(corpus);
    let text = index.texts.get(writeup).cloned().unwrap_or_default();
    index.ranked(corpus, &text, &services(asked), Some(writeup), top)
}

/// Returns the write-ups nearest to a text that is not in the corpus yet.
pub fn near_text(corpus: &Corpus, text: &str, services: &[String], top: usize) -> Vec<Related> {
    let services = services
        .iter()
        .map(|service| words::fold(service))
        .collect();
    Index::new(corpus).ranked(corpus, &words::fold(text), &services, None, top)
}

/// A word or a pair of neighbours, by the numbers of their stems.
type Term = u64;
/// How often each term stands in a text.
type Counts = BTreeMap<Term, u32>;

/// What ranking needs of every write-up: their texts as numbers, and how rare each term is. No bag
/// is kept: a write-up's is made, compared and dropped, so memory grows with the text alone.
struct Index {
    stems: Stems,
    /// The folded text of each write-up, its sentences apart by line ends, templates left out.
    texts: Vec<String>,
    /// Stem numbers of each text; `GAP` where no pair spans.
    streams: Vec<Vec<u32>>,
    /// In how many write-ups a term stands, for those in two or more.
    holders: HashMap<Term, u32>,
}

/// Between two words that are no neighbours.
const GAP: u32 = u32::MAX;

impl Index {
    fn new(corpus: &Corpus) -> Self {
        let texts = without_templates(
            &corpus
                .writeups
                .iter()
                .map(|writeup| folded(corpus, writeup))
                .collect::<Vec<_>>(),
        );
        let mut stems = Stems::default();
        let streams: Vec<Vec<u32>> = texts.iter().map(|text| stems.stream(text)).collect();
        let mut all: Vec<Term> = Vec::new();
        for stream in &streams {
            all.extend(counts(stream).into_keys());
        }
        all.sort_unstable();
        // A term that one write-up alone holds can join it to none.
        let shared = all
            .chunk_by(|left, right| left == right)
            .filter(|twins| twins.len() > 1);
        let holders = shared
            .filter_map(|twins| Some((*twins.first()?, u32::try_from(twins.len()).ok()?)))
            .collect();
        Self {
            stems,
            texts,
            streams,
            holders,
        }
    }

    fn ranked(
        mut self,
        corpus: &Corpus,
        text: &str,
        services_asked: &BTreeSet<String>,
        itself: Option<usize>,
        top: usize,
    ) -> Vec<Related> {
        let asked = counts(&self.stems.stream(text));
        let (asked, _) = self.bag(&asked);
        let mut ranked: Vec<Related> = Vec::new();
        for (at, stream) in self.streams.iter().enumerate() {
            if Some(at) == itself {
                continue;
            }
            let (bag, length) = self.bag(&counts(stream));
            let cosine: f64 = asked
                .iter()
                .filter_map(|(term, weight)| Some(weight * bag.get(term)?))
                .sum();
            let theirs = corpus.writeups.get(at).map(services).unwrap_or_default();
            let common: Vec<String> = theirs.intersection(services_asked).cloned().collect();
            let bonus = SERVICE_BONUS * f64::from(u32::try_from(common.len()).unwrap_or(u32::MAX));
            let score = if length > 0.0 { cosine } else { 0.0 } + bonus;
            if score >= SCORE_MIN {
                ranked.push(Related {
                    writeup: at,
                    score,
                    services: common,
                    words: Vec::new(),
                });
            }
        }
        ranked.sort_by(|left, right| {
            right
                .score
                .total_cmp(&left.score)
                .then(left.writeup.cmp(&right.writeup))
        });
        ranked.truncate(top.saturating_mul(2));
        let spellings = self.stems.spellings(text);
        for related in &mut ranked {
            let (bag, _) = self.bag(
                &self
                    .streams
                    .get(related.writeup)
                    .map(|stream| counts(stream))
                    .unwrap_or_default(),
            );
            related.words = reasons(&asked, &bag, &spellings);
        }
        // One word in common is a coincidence, unless the two are near in all.
        ranked.retain(|related| {
            related.words.len() > 1 || !related.services.is_empty() || related.score >= SCORE_SURE
        });
        ranked.truncate(top);
        ranked
    }

    /// Returns the weights of a text's terms, scaled to length one, and the length before.
    fn bag(&self, counts: &Counts) -> (BTreeMap<Term, f64>, f64) {
        let total = as_float(self.streams.len());
        let mut bag: BTreeMap<Term, f64> = counts
            .iter()
            .filter_map(|(term, count)| {
                let holders = f64::from(*self.holders.get(term)?);
                let rarity = ((total + 1.0) / (holders + 0.5)).ln().max(0.0);
                Some((*term, (1.0 + f64::from(*count).ln()) * rarity))
            })
            .collect();
        let length = bag
            .values()
            .map(|weight| weight * weight)
            .sum::<f64>()
            .sqrt();
        if length > 0.0 {
            for weight in bag.values_mut() {
                *weight /= length;
            }
        }
        (bag, length)
    }
}

/// Returns the words that two bags share, those that weigh most first; a word that stands in a pair
/// already given is left out.
fn reasons(
    asked: &BTreeMap<Term, f64>,
    other: &BTreeMap<Term, f64>,
    spellings: &BTreeMap<Term, String>,
) -> Vec<String> {
    let mut shared: Vec<(f64, &str)> = asked
        .iter()
        .filter_map(|(term, weight)| {
            Some((weight * other.get(term)?, spellings.get(term)?.as_str()))
        })
        .collect();
    shared.sort_by(|left, right| right.0.total_cmp(&left.0).then(left.1.cmp(right.1)));
    let mut reasons: Vec<String> = Vec::new();
    for (_, spelling) in shared {
        let told = reasons
            .iter()
            .flat_map(|told| told.split(' '))
            .any(|word| spelling.split(' ').any(|own| own == word));
        if !told {
            reasons.push(spelling.to_owned());
        }
        if reasons.len() == REASONS_MAX {
            break;
        }
    }
    reasons
}

/// Stems by number: each distinct word is stemmed once.
struct Stems {
    stemmer: Stemmer,
    numbers: HashMap<String, u32>,
    of_words: HashMap<String, u32>,
}

impl Default for Stems {
    fn default() -> Self {
        let stemmer = Stemmer::create(Algorithm::English);
        Self {
            stemmer,
            numbers: HashMap::new(),
            of_words: HashMap::new(),
        }
    }
}

impl Stems {
    /// Returns the stem numbers of a folded text, `GAP` at the end of each sentence and where a
    /// word is left out.
    fn stream(&mut self, text: &str) -> Vec<u32> {
        let mut stream = Vec::new();
        for sentence in text.split('\n') {
            stream.extend(sentence.split(' ').map(|word| self.number(word)));
            stream.push(GAP);
        }
        stream
    }

    fn number(&mut self, word: &str) -> u32 {
        if let Some(&known) = self.of_words.get(word) {
            return known;
        }
        let counts = word.len() > 2
            && !word.starts_with(|c: char| c.is_ascii_digit())
            && !COMMON.contains(&word);
        let number = if counts {
            let stem = self.stemmer.stem(word).into_owned();
            let next = u32::try_from(self.numbers.len()).unwrap_or(GAP);
            *self.numbers.entry(stem).or_insert(next)
        } else {
            GAP
        };
        self.of_words.insert(word.to_owned(), number);
        number
    }

    /// Returns how the terms of a text are written there, the commonest way of each.
    fn spellings(&mut self, text: &str) -> BTreeMap<Term, String> {
        let mut ways: BTreeMap<Term, BTreeMap<String, u32>> = BTreeMap::new();
        let mut add =
            |term: Term, way: String| *ways.entry(term).or_default().entry(way).or_default() += 1;
        for sentence in text.split('\n') {
            let mut before: Option<(u32, &str)> = None;
            for word in sentence.split(' ') {
                let number = self.number(word);
                if number == GAP {
                    before = None;
                    continue;
                }
                add(Term::from(number), word.to_owned());
                if let Some((other, first)) = before {
                    add(pair(other, number), format!("{first} {word}"));
                }
                before = Some((number, word));
            }
        }
        let commonest = |ways: BTreeMap<String, u32>| {
            let best = ways
                .into_iter()
                .max_by(|left, right| left.1.cmp(&right.1).then(right.0.cmp(&left.0)));
            best.map(|(way, _)| way).unwrap_or_default()
        };
        ways.into_iter()
            .map(|(term, ways)| (term, commonest(ways)))
            .collect()
    }
}

fn pair(first: u32, second: u32) -> Term {
    ((Term::from(first) + 1) << 32) | Term::from(second)
}

/// Counts the words and pairs of a stream.
fn counts(stream: &[u32]) -> Counts {
    let mut counts = Counts::new();
    let mut before = GAP;
    for &number in stream {
        if number != GAP {
            *counts.entry(Term::from(number)).or_default() += 1;
            if before != GAP {
                *counts.entry(pair(before, number)).or_default() += 1;
            }
        }
        before = number;
    }
    counts
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
    "one", "two", "you", "your", "she", "her", "his", "him", "them",
];

/// Returns a write-up's title and prose, folded, a sentence a line.
fn folded(corpus: &Corpus, writeup: &Writeup) -> String {
    let mut text = words::fold(writeup.title());
    // Names of sections and labels are in every story of the kind.
    let known = writeup
        .sections
        .iter()
        .filter(|section| section.kind.is_some());
    let headings = known.clone().map(|section| section.heading.span);
    let labels = known
        .flat_map(|section| &section.entries)
        .flat_map(|entry| &entry.labels)
        .map(|label| label.span);
    let form: BTreeSet<Span> = headings.chain(labels).collect();
    let is_form = |place: Span| {
        let before = form
            .range(..=Span::new(place.file, place.start(), usize::MAX))
            .next_back();
        before.is_some_and(|form| form.overlaps(place))
    };
    for run in writeup
        .runs
        .iter()
        .filter(|run| !run.quoted && !is_form(run.span))
    {
        for sentence in corpus.files.text(run.span).split(['.', '!', '?', '|']) {
            let sentence = words::fold(sentence);
            if !sentence.is_empty() {
                text.push('\n');
                text.push_str(&sentence);
            }
        }
    }
    text
}

/// Returns the texts without the sentences that stand in several of them. Titles stay.
fn without_templates(texts: &[String]) -> Vec<String> {
    let mut files: HashMap<u64, u32> = HashMap::new();
    for text in texts {
        let distinct: BTreeSet<u64> = text.split('\n').skip(1).map(hash).collect();
        for sentence in distinct {
            *files.entry(sentence).or_default() += 1;
        }
    }
    // One word alone is no sentence: `database` in three headings is no template.
    let is_template = |line: &str| {
        line.contains(' ')
            && files
                .get(&hash(line))
                .is_some_and(|&files| files >= TEMPLATE_FILES)
    };
    let kept = |text: &String| {
        let lines = text
            .split('\n')
            .enumerate()
            .filter(|(at, line)| *at == 0 || !is_template(line));
        lines.map(|(_, line)| line).collect::<Vec<_>>().join("\n")
    };
    texts.iter().map(kept).collect()
}

fn hash(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}

fn services(writeup: &Writeup) -> BTreeSet<String> {
    writeup
        .meta
        .services
        .iter()
        .map(|service| words::fold(&service.value))
        .collect()
}

fn as_float(number: usize) -> f64 {
    f64::from(u32::try_from(number).unwrap_or(u32::MAX))
}
