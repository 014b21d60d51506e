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
use crate::text::{Span, words};

use super::mechanisms::Mechanisms;

/// A word, a pair of neighbours or a mechanism, as one number.
pub(super) type Key = u64;
/// Marks the key of a mechanism: these come last in every sorted list.
pub(super) const MECHANISM: Key = 1 << 63;

/// Between two sentences in a stream of words.
const END: u32 = u32::MAX;
/// A sentence in this many write-ups is a template's.
const TEMPLATE_FILES: usize = 4;
/// Longest word with a digit in front that is a term (`3scale`, `0x80ac58cd`): longer ones are hashes.
const DIGITS_FIRST_MAX: usize = 10;

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
    terms: HashMap<Box<str>, u32>,
    everyday_terms: Vec<bool>,
    stemmer: Stemmer,
    everyday: HashSet<String>,
    mechanisms: Mechanisms,
}

#[derive(Clone, Copy)]
struct Word {
    /// `None` for a word that no term is made of, and no pair spans.
    term: Option<u32>,
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
            terms: HashMap::new(),
            everyday_terms: Vec::new(),
            mechanisms: Mechanisms::new(stem),
            everyday,
            stemmer,
        }
    }
}

const EVERYDAY: &str = include_str!("everyday.txt");

impl Words {
    /// Returns each write-up made ready, templates left out.
    pub(super) fn bags(&mut self, corpus: &Corpus) -> Vec<Bag> {
        let mut streams: Vec<Stream> = Vec::with_capacity(corpus.writeups.len());
        for writeup in &corpus.writeups {
            let mut stream = Stream::new();
            for text in texts(corpus, writeup) {
                self.read(text, &mut stream);
            }
            streams.push(stream);
        }
        let templates = templates(&streams);
        let kept = |stream: &Stream| {
            let mut kept = Stream::with_capacity(stream.len());
            for (at, sentence) in sentences(stream).enumerate() {
                if at == 0 || templates.binary_search(&hash(sentence)).is_err() {
                    kept.extend_from_slice(sentence);
                    kept.push(END);
                }
            }
            kept
        };
        streams
            .iter()
            .map(|stream| self.bag(&kept(stream)))
            .collect()
    }

    /// Returns a text that is in no write-up made ready. All of it counts as its title.
    pub(super) fn bag_of(&mut self, text: &str) -> Bag {
        let mut stream = Stream::new();
        self.read(text, &mut stream);
        let mut bag = self.bag(&stream);
        bag.title = self.title(&stream);
        bag
    }

    /// Whether a term is of words that every text has, whatever it is about.
    pub(super) fn is_everyday(&self, key: Key) -> bool {
        let everyday = |term: u32| {
            usize::try_from(term)
                .ok()
                .and_then(|term| self.everyday_terms.get(term))
                .copied()
                .unwrap_or(false)
        };
        match parts(key) {
            Parts::Mechanism(_) => false,
            Parts::Word(term) => everyday(term),
            Parts::Pair(first, second) => everyday(first) && everyday(second),
        }
    }

    /// Whether a term has a word of that kind in it.
    pub(super) fn has_everyday(&self, key: Key) -> bool {
        match parts(key) {
            Parts::Pair(first, second) => {
                self.is_everyday(Key::from(first)) || self.is_everyday(Key::from(second))
            }
            _ => self.is_everyday(key),
        }
    }

    /// Returns the name of a mechanism; `None` for other keys.
    pub(super) fn mechanism(&self, key: Key) -> Option<&'static str> {
        match parts(key) {
            Parts::Mechanism(number) => self.mechanisms.name(number),
            _ => None,
        }
    }

    /// Calls `seen` with every term of a text and how it is written there.
    pub(super) fn each_spelling(&mut self, text: &str, mut seen: impl FnMut(Key, &str)) {
        for sentence in text.split(SENTENCE_ENDS) {
            let mut before: Option<(u32, Range<usize>)> = None;
            each_word(sentence, |word, place| {
                let Some(term) = self.number(word).1.term else {
                    before = None;
                    return;
                };
                seen(
                    Key::from(term),
                    sentence.get(place.clone()).unwrap_or_default(),
                );
                if let Some((first, from)) = &before {
                    let both = sentence.get(from.start..place.end).unwrap_or_default();
                    seen(pair(*first, term), both);
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
        let term = is_term(word).then(|| {
            let singular = singular(word);
            let next = u32::try_from(self.everyday_terms.len()).unwrap_or(END);
            let term = *self.terms.entry(singular.into()).or_insert(next);
            if term == next {
                self.everyday_terms.push(self.everyday.contains(&*stem));
            }
            term
        });
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
        let mut keys: Vec<Key> = Vec::with_capacity(stream.len() * 2);
        let mut parts: Vec<Option<u32>> = Vec::new();
        for sentence in sentences(stream) {
            let mut before: Option<u32> = None;
            parts.clear();
            for &number in sentence {
                let word = self.word(number);
                parts.push(word.and_then(|word| word.part));
                let term = word.and_then(|word| word.term);
                keys.extend(term.map(Key::from));
                keys.extend(before.zip(term).map(|(first, second)| pair(first, second)));
                before = term;
            }
            self.mechanisms
                .each(&parts, |number| keys.push(MECHANISM | Key::from(number)));
        }
        keys.sort_unstable();
        let runs = keys.chunk_by(|left, right| left == right);
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
        let distinct: BTreeSet<Key> = terms.map(Key::from).collect();
        distinct.into_iter().collect()
    }
}

/// What a key stands for, in numbers of words without their plural.
enum Parts {
    Word(u32),
    Pair(u32, u32),
    Mechanism(u32),
}

fn parts(key: Key) -> Parts {
    let low = u32::try_from(key & Key::from(u32::MAX)).unwrap_or(END);
    if key & MECHANISM != 0 {
        return Parts::Mechanism(low);
    }
    match u32::try_from(key >> 32) {
        Ok(0) | Err(_) => Parts::Word(low),
        Ok(high) => Parts::Pair(high - 1, low),
    }
}

fn pair(first: u32, second: u32) -> Key {
    ((Key::from(first) + 1) << 32) | Key::from(second)
}

/// Whether a term is a pair of words.
pub(super) fn is_pair(key: Key) -> bool {
    matches!(parts(key), Parts::Pair(..))
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

/// Where a sentence ends. An abbreviation cut in two costs one pair of neighbours.
const SENTENCE_ENDS: [char; 7] = ['.', '!', '?', '|', '。', '！', '？'];

/// Calls `seen` with each folded word of a text and its place.
fn each_word(text: &str, mut seen: impl FnMut(&str, Range<usize>)) {
    let mut word = String::new();
    let mut place = 0..0;
    let mut wide: Option<(char, usize, bool)> = None;
    for (at, c) in text.char_indices() {
        let end = at + c.len_utf8();
        // An apostrophe inside of a word is no gap: `what's` is one word.
        if matches!(c, '\'' | '’' | '\u{300}'..='\u{36f}') {
            continue;
        }
        let is_wide = is_wide(c);
        if (is_wide || !c.is_alphanumeric()) && !word.is_empty() {
            seen(&word, place.clone());
            word.clear();
        }
        if is_wide {
            if let Some((before, from, _)) = wide {
                seen(&format!("{before}{c}"), from..end);
            }
            wide = Some((c, at, wide.is_some()));
            continue;
        }
        // A character that stands alone is a word.
        if let Some((alone, from, false)) = wide.take() {
            seen(&alone.to_string(), from..from + alone.len_utf8());
        }
        if !c.is_alphanumeric() {
            continue;
        }
        if word.is_empty() {
            place = at..end;
        }
        place.end = end;
        if c.is_ascii() {
            word.push(c.to_ascii_lowercase());
        } else {
            word.push_str(&words::fold(c.encode_utf8(&mut [0; 4])));
        }
    }
    if !word.is_empty() {
        seen(&word, place);
    }
    if let Some((alone, from, false)) = wide {
        seen(&alone.to_string(), from..from + alone.len_utf8());
    }
}

/// Whether a character is of a script that sets no blanks between words.
fn is_wide(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}'
        | '\u{3005}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3ffff}')
        && c.is_alphanumeric()
}

/// Whether a folded word says something: not one of those that join others, not a short number or a
/// year, which are mostly times and dates.
fn is_term(word: &str) -> bool {
    let digits = word.bytes().filter(u8::is_ascii_digit).count();
    if digits == word.len() {
        let year = word.len() == 4 && (word.starts_with("19") || word.starts_with("20"));
        return (3..=6).contains(&digits) && !year;
    }
    if word.starts_with(|c: char| c.is_ascii_digit()) {
        return word.len() <= DIGITS_FIRST_MAX && word.len() > 1;
    }
    let long = word.len() > 2 || (word.len() == 2 && digits > 0);
    !word.is_ascii() || (long && !COMMON.contains(&word))
}

/// Returns a word without the ending of an English plural. What is not English loses an `s` at most.
fn singular(word: &str) -> String {
    let ends = |ending: &str, but: &[&str]| {
        word.ends_with(ending) && !but.iter().any(|but| word.ends_with(but))
    };
    let without = |letters: usize| {
        let end = word.len().saturating_sub(letters);
        word.get(..end).unwrap_or(word)
    };
    if word.len() > 4 && ends("ies", &["eies", "aies"]) {
        return format!("{}y", without(3));
    }
    let plural =
        word.len() > 3 && (ends("es", &["aes", "ees", "oes"]) || (ends("s", &["us", "ss", "es"])));
    if plural { without(1) } else { word }.to_owned()
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

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<String> {
        let mut found = Vec::new();
        each_word(text, |word, place| {
            assert!(text.get(place).is_some(), "{text}");
            found.push(word.to_owned());
        });
        found
    }

    #[test]
    fn words_are_folded_and_scripts_without_blanks_cut_into_pairs() {
        for (text, expected) in [
            ("What's up, `kube-dns`?", "whats up kube dns"),
            ("Café Ünïted", "cafe united"),
            ("接続数の上限", "接続 続数 数の の上 上限"),
            ("DNSの障害 404", "dns の障 障害 404"),
            ("名 x", "名 x"),
            ("a 名", "a 名"),
            ("база данных", "baza dannykh"),
            ("'''", ""),
            ("", ""),
        ] {
            assert_eq!(split(text).join(" "), expected, "{text}");
        }
    }

    #[test]
    fn a_term_is_no_time_and_no_date() {
        for word in ["504", "65535", "s3", "queue", "3scale", "接続", "dns"] {
            assert!(is_term(word), "{word}");
        }
        for word in [
            "03",
            "15",
            "2024",
            "1",
            "the",
            "at",
            "x",
            "0123456789ab",
            "1234567",
        ] {
            assert!(!is_term(word), "{word}");
        }
    }

    #[test]
    fn only_plurals_are_taken_off() {
        for (word, expected) in [
            ("queries", "query"),
            ("queues", "queue"),
            ("nodes", "node"),
            ("status", "status"),
            ("access", "access"),
            ("dns", "dns"),
            ("pods", "pod"),
        ] {
            assert_eq!(singular(word), expected);
        }
    }

    #[test]
    fn spellings_are_those_of_the_text() {
        let mut words = Words::default();
        let mut found = Vec::new();
        words.each_spelling("The CoreDNS pods. kube-proxy", |key, way| {
            found.push((is_pair(key), way.to_owned()));
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
            .map(|&key| words.is_everyday(key))
            .collect();
        assert_eq!(everyday.iter().filter(|is| !**is).count(), 1);
    }
}
