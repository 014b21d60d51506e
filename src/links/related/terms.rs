//! Texts as numbers: the words of each write-up, and the terms that they are compared by.
//!
//! A term is a word without its plural, or a pair of neighbours. Scripts without blanks between words
//! are cut into overlapping pairs of characters. A sentence that stands word for word in several
//! write-ups is a template's and left out. Knows nothing of weights.

use std::collections::hash_map::DefaultHasher;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::hash::{Hash, Hasher};
use std::ops::Range;

use rust_stemmers::{Algorithm, Stemmer};

use crate::corpus::Corpus;
use crate::model::{BlockKind, Writeup};
use crate::text::Span;

use super::keys::{self, Key};
use super::mechanisms::Mechanisms;
use super::split::{SENTENCE_ENDS, each_word, is_term, singular};

/// Between two sentences in a stream of words.
const END: u32 = u32::MAX;
/// A sentence in this many write-ups is a template's.
const TEMPLATE_FILES: usize = 4;

/// How often each term stands in a text, sorted by key.
pub(super) type Counts = Vec<(Key, u32)>;

/// A text made ready for comparing.
#[derive(Debug, Default)]
pub(super) struct Bag {
    pub(super) counts: Counts,
    /// The words of the title, each once.
    pub(super) title: Vec<Key>,
}

/// Every word met so far, by number, and what is known of each.
pub(super) struct Words {
    numbers: HashMap<Box<str>, u32>,
    known: Vec<Word>,
    stemmer: Stemmer,
    everyday: HashSet<String>,
    mechanisms: Mechanisms,
}

#[derive(Clone, Copy)]
struct Word {
    /// `None` for a word that no term is made of, and no pair spans.
    term: Option<Key>,
    /// What it is in the vocabulary of mechanisms.
    part: Option<u32>,
}

/// The words of a text, sentence by sentence; the first sentence is the title.
type Stream = Vec<u32>;

impl Default for Words {
    fn default() -> Self {
        let stemmer = Stemmer::create(Algorithm::English);
        let stem = |word: &str| stemmer.stem(word).into_owned();
        let everyday = EVERYDAY.lines().filter(|line| !line.starts_with('#'));
        let everyday = everyday.flat_map(str::split_whitespace).map(stem).collect();
        Self {
            numbers: HashMap::new(),
            known: Vec::new(),
            mechanisms: Mechanisms::new(stem),
            everyday,
            stemmer,
        }
    }
}

const EVERYDAY: &str = include_str!("everyday.txt");

impl Words {
    /// Yields each write-up made ready, templates left out.
    pub(super) fn bags(&mut self, corpus: &Corpus) -> impl Iterator<Item = Bag> {
        let mut streams: Vec<Stream> = Vec::with_capacity(corpus.writeups.len());
        for writeup in &corpus.writeups {
            let mut stream = Stream::new();
            for text in texts(corpus, writeup) {
                self.read(text, &mut stream);
            }
            streams.push(stream);
        }
        let templates = templates(&streams);
        let words = &*self;
        streams.into_iter().map(move |stream| {
            let mut kept = Stream::with_capacity(stream.len());
            for (at, sentence) in sentences(&stream).enumerate() {
                if at == 0 || templates.binary_search(&hash(sentence)).is_err() {
                    kept.extend_from_slice(sentence);
                    kept.push(END);
                }
            }
            words.bag(&kept)
        })
    }

    /// Returns a text that is in no write-up made ready. All of it counts as its title.
    pub(super) fn bag_of(&mut self, text: &str) -> Bag {
        let mut stream = Stream::new();
        self.read(text, &mut stream);
        let mut bag = self.bag(&stream);
        bag.title = self.title(&stream);
        bag
    }

    /// Returns the name of a mechanism; `None` for other keys.
    pub(super) fn mechanism(&self, key: Key) -> Option<&'static str> {
        self.mechanisms.name(keys::as_mechanism(key)?)
    }

    /// Calls `seen` with every term of a text and how it is written there.
    pub(super) fn each_spelling(&mut self, text: &str, mut seen: impl FnMut(Key, &str)) {
        for sentence in text.split(SENTENCE_ENDS) {
            let mut before: Option<(Key, Range<usize>)> = None;
            each_word(sentence, |word, place| {
                let Some(term) = self.number(word).1.term else {
                    before = None;
                    return;
                };
                seen(term, sentence.get(place.clone()).unwrap_or_default());
                if let Some((first, from)) = &before {
                    let both = sentence.get(from.start..place.end).unwrap_or_default();
                    seen(keys::pair(*first, term), both);
                }
                before = Some((term, place));
            });
        }
    }

    fn read(&mut self, text: &str, stream: &mut Stream) {
        for sentence in text.split(SENTENCE_ENDS) {
            let from = stream.len();
            each_word(sentence, |word, _| stream.push(self.number(word).0));
            // The first sentence is the title's, words or none.
            if stream.len() > from || from == 0 {
                stream.push(END);
            }
        }
    }

    fn number(&mut self, word: &str) -> (u32, Word) {
        if let Some(&number) = self.numbers.get(word) {
            let known = usize::try_from(number)
                .ok()
                .and_then(|at| self.known.get(at));
            let unknown = Word {
                term: None,
                part: None,
            };
            return (number, known.copied().unwrap_or(unknown));
        }
        let stem = self.stemmer.stem(word);
        let part = self.mechanisms.part(&stem);
        let is_everyday = self.everyday.contains(&*stem);
        let term = is_term(word).then(|| keys::word(&singular(word), is_everyday));
        let new = Word { term, part };
        let number = u32::try_from(self.known.len()).unwrap_or(END);
        self.numbers.insert(word.into(), number);
        self.known.push(new);
        (number, new)
    }

    fn word(&self, number: u32) -> Option<Word> {
        self.known.get(usize::try_from(number).ok()?).copied()
    }

    fn bag(&self, stream: &Stream) -> Bag {
        let mut found: Vec<Key> = Vec::with_capacity(stream.len() * 2);
        let mut parts: Vec<Option<u32>> = Vec::new();
        for sentence in sentences(stream) {
            let mut before: Option<Key> = None;
            parts.clear();
            for &number in sentence {
                let word = self.word(number);
                parts.push(word.and_then(|word| word.part));
                let term = word.and_then(|word| word.term);
                found.extend(term);
                let both = before.zip(term);
                found.extend(both.map(|(first, second)| keys::pair(first, second)));
                before = term;
            }
            self.mechanisms
                .each(&parts, |number| found.push(keys::mechanism(number)));
        }
        found.sort_unstable();
        let runs = found.chunk_by(|left, right| left == right);
        let counts = runs.filter_map(|run| Some((*run.first()?, u32::try_from(run.len()).ok()?)));
        Bag {
            counts: counts.collect(),
            title: self.title(stream),
        }
    }

    /// Returns the words of the first sentence that are terms, each once.
    fn title(&self, stream: &Stream) -> Vec<Key> {
        let first = sentences(stream).next().unwrap_or_default().iter();
        let terms = first.filter_map(|&number| self.word(number)?.term);
        let distinct: BTreeSet<Key> = terms.collect();
        distinct.into_iter().collect()
    }
}

/// Yields what is compared of a write-up, its title first: prose, code in a line and blocks of code, but
/// no quoted words, and no names of sections and labels, which are in every story of the kind.
pub(super) fn texts<'a>(corpus: &'a Corpus, writeup: &'a Writeup) -> impl Iterator<Item = &'a str> {
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
    let is_form = move |place: Span| {
        let before = form
            .range(..=Span::new(place.file, place.start(), usize::MAX))
            .next_back();
        before.is_some_and(|form| form.overlaps(place))
    };
    let prose = writeup
        .runs
        .iter()
        .filter(move |run| !run.quoted && !is_form(run.span))
        .map(|run| run.span);
    let code = writeup
        .blocks
        .iter()
        .filter(|block| block.kind == BlockKind::Code && !block.quoted)
        .map(|block| block.span);
    let places = prose.chain(writeup.codes.iter().copied()).chain(code);
    std::iter::once(writeup.title()).chain(places.map(|place| corpus.files.text(place)))
}

/// Yields the sentences of a stream.
fn sentences(stream: &Stream) -> impl Iterator<Item = &[u32]> {
    let whole = stream.strip_suffix(&[END]).unwrap_or(stream);
    whole.split(|&number| number == END)
}

/// Returns the marks of the sentences that stand in several texts, sorted. One word alone is no
/// sentence: `database` in three headings is no template.
fn templates(streams: &[Stream]) -> Vec<u64> {
    let mut marks: Vec<u64> = Vec::new();
    for stream in streams {
        let sentences = sentences(stream)
            .skip(1)
            .filter(|sentence| sentence.len() > 1);
        let distinct: BTreeSet<u64> = sentences.map(hash).collect();
        marks.extend(distinct);
    }
    marks.sort_unstable();
    let runs = marks.chunk_by(|left, right| left == right);
    runs.filter(|run| run.len() >= TEMPLATE_FILES)
        .filter_map(|run| run.first().copied())
        .collect()
}

fn hash(sentence: &[u32]) -> u64 {
    let mut hasher = DefaultHasher::new();
    sentence.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_are_those_of_the_text() {
        let mut words = Words::default();
        let mut found = Vec::new();
        words.each_spelling("The CoreDNS pods. kube-proxy", |key, way| {
            found.push((keys::is_pair(key), way.to_owned()));
        });
        let ways: Vec<&str> = found.iter().map(|(_, way)| way.as_str()).collect();
        assert_eq!(
            ways,
            [
                "CoreDNS",
                "pods",
                "CoreDNS pods",
                "kube",
                "proxy",
                "kube-proxy"
            ]
        );
        assert!(found[2].0 && !found[0].0);
    }

    #[test]
    fn everyday_words_are_known_in_every_form() {
        let mut words = Words::default();
        let bag = words.bag_of("persons passed days quarantine");
        let everyday: Vec<bool> = bag
            .title
            .iter()
            .map(|&key| keys::is_everyday(key))
            .collect();
        assert_eq!(everyday.iter().filter(|is| !**is).count(), 1);
    }
}
