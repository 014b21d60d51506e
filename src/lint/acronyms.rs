//! Words in capitals: where a write-up uses them, and what is said of them.

use std::collections::BTreeMap;

use crate::model::{BlockKind, SectionKind, Writeup};
use crate::text::{FileId, Files, Span};

/// Everywhere a word in capitals stands in the prose of a write-up, by word.
#[derive(Debug, Default)]
pub(super) struct Acronyms<'a> {
    pub(super) uses: BTreeMap<&'a str, Vec<Span>>,
    /// Words that the text itself explains.
    pub(super) defined: Vec<&'a str>,
}

/// Longest acronym; longer words in capitals are shouted.
const LETTERS_MAX: usize = 6;

impl<'a> Acronyms<'a> {
    pub(super) fn of(files: &'a Files, writeup: &Writeup) -> Self {
        let text = files.whole(writeup.file);
        let mut found = Self::default();
        let mut runs = writeup.runs.as_slice();
        for block in &writeup.blocks {
            let behind = runs.partition_point(|run| run.span.start() < block.span.start());
            runs = runs.get(behind..).unwrap_or_default();
            let inside = runs.partition_point(|run| run.span.start() < block.span.end());
            let prosaic = matches!(block.kind, BlockKind::Paragraph | BlockKind::Heading);
            if !prosaic || block.quoted {
                continue;
            }
            let mut line = block.span.start();
            for run in runs.get(..inside).unwrap_or_default() {
                let gap = text.get(line..run.span.start()).unwrap_or_default();
                let fresh = line == block.span.start() || gap.contains('\n');
                found.take(text, run.span, fresh);
                line = run.span.end();
            }
        }
        for section in writeup.sections_of(SectionKind::Glossary) {
            found
                .defined
                .extend(words(files.text(section.body)).map(|(_, word)| word));
        }
        found
    }

    /// Takes the words of one run; `fresh` says that a line begins with it.
    fn take(&mut self, text: &'a str, span: Span, fresh: bool) {
        let slice = text.get(span.start()..span.end()).unwrap_or_default();
        if !capitals(slice.as_bytes()) {
            return;
        }
        for (at, word) in words(slice) {
            let place = span.start() + at;
            let before = text.get(..place).unwrap_or_default();
            let after = text.get(place + word.len()..).unwrap_or_default();
            let mark = before.chars().next_back();
            let joined = mark.is_some_and(|c| joins(c) || c == '.') || after.starts_with(joins);
            if joined || (fresh && heads_line(slice.get(..at).unwrap_or_default(), word, after)) {
                continue;
            }
            if shouted(before, after) {
                continue;
            }
            if explained(before, word, after) {
                self.defined.push(word);
            }
            self.uses.entry(word).or_default().push(Span::new(
                span.file,
                place,
                place + word.len(),
            ));
        }
    }

    /// Whether the words of which a word is made stand side by side somewhere: `Domain Name System`.
    pub(super) fn spelt_out(files: &Files, file: FileId, word: &str) -> bool {
        let wanted = word.to_ascii_lowercase();
        let mut initials = String::new();
        for part in files.whole(file).split(|c: char| !c.is_alphabetic()) {
            let Some(first) = part.chars().next() else {
                continue;
            };
            // An acronym among the words would spell itself.
            let letter = if part == word {
                ' '
            } else {
                first.to_ascii_lowercase()
            };
            initials.push(letter);
        }
        wanted.len() > 2 && initials.contains(&wanted)
    }
}

/// Whether two capitals stand side by side: the cheap question before the dear ones.
fn capitals(bytes: &[u8]) -> bool {
    bytes
        .windows(2)
        .any(|two| two.iter().all(u8::is_ascii_uppercase))
}

/// Yields the words of two to six capitals, a plural's `s` left off, each with its place.
pub(super) fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    text.split_inclusive(|c: char| !c.is_alphanumeric() && c != '_')
        .filter_map(move |part| {
            let start = at;
            at += part.len();
            let word = part.trim_end_matches(|c: char| !c.is_alphanumeric() && c != '_');
            let bare = word.strip_suffix('s').unwrap_or(word);
            let fits = (2..=LETTERS_MAX).contains(&bare.len());
            (fits && bare.bytes().all(|byte| byte.is_ascii_uppercase())).then_some((start, bare))
        })
}

/// Whether a character makes a word part of a name, a path or a number: `INC-142`, `a/B`, `@AB`.
fn joins(c: char) -> bool {
    "-/_@#$%=\\&+~^<".contains(c)
}

/// Whether a word names who speaks or acts at the head of a line: `10.12 RK: …`, `RK: …`.
fn heads_line(before: &str, word: &str, after: &str) -> bool {
    let stamp = before.chars().all(|c| {
        c.is_ascii_digit()
            || c.is_whitespace()
            || matches!(
                c,
                ':' | '.' | '-' | '–' | '—' | '[' | ']' | '(' | ')' | '|' | '*'
            )
    });
    let clock = before.contains(|c: char| c.is_ascii_digit());
    stamp && word.len() < 4 && (clock || after.trim_start().starts_with(':'))
}

/// Whether the words beside it, or all of its line, are in capitals too: somebody shouts, or lists who was there.
fn shouted(before: &str, after: &str) -> bool {
    let whole = |word: &str| {
        let letters = word.trim_matches(|c: char| !c.is_alphanumeric());
        letters.len() > 1 && letters.bytes().all(|byte| byte.is_ascii_uppercase())
    };
    let head = before.rsplit('\n').next().unwrap_or_default();
    let tail = after.split('\n').next().unwrap_or_default();
    // A line of nothing but capitals is a sign or a menu.
    let small = |c: char| c.is_alphabetic() && !c.is_uppercase();
    if !head.chars().chain(tail.chars()).any(small) {
        return true;
    }
    let mut left = head.split_whitespace().rev().map(whole);
    let mut right = tail.split_whitespace().map(whole);
    let (left, right) = (
        left.by_ref().take_while(|&loud| loud).count(),
        right.by_ref().take_while(|&loud| loud).count(),
    );
    left + right > 1
}

/// Whether the text beside a word says what it is: `Full Name (FN)`, `FN (full name)`, `FN: …`.
fn explained(before: &str, word: &str, after: &str) -> bool {
    let initial = |text: &str| {
        let first = text.chars().find(|c| c.is_alphanumeric());
        first.is_some_and(|c| word.starts_with(c.to_ascii_uppercase()))
    };
    if before.ends_with(['(', '"', '“']) {
        let words = before
            .trim_end_matches(['(', '"', '“', ' '])
            .rsplit(char::is_whitespace);
        return words
            .take(word.len() + 2)
            .any(|one| initial(one.trim_start_matches(['"', '“', '*', '_'])));
    }
    let rest = after.strip_prefix('s').unwrap_or(after);
    let rest = rest.trim_start_matches([' ', '*', '_']);
    if let Some(inner) = rest.strip_prefix('(') {
        let inner = inner.split(')').next().unwrap_or_default();
        return inner.split_whitespace().count() > 1 && inner.len() > word.len() + 2;
    }
    [
        "stands for",
        "is short for",
        "short for",
        "means ",
        "= ",
        "i.e. ",
        ", or ",
        "a.k.a. ",
    ]
    .iter()
    .any(|phrase| rest.starts_with(phrase))
        || (rest.starts_with(':') && initial(rest.trim_start_matches([':', ' ', '*'])))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_in_capitals_are_told_from_the_rest() {
        let found: Vec<&str> =
            words("The TBMs and a QRST met AB_C, K8S and ÜBER at GMTX5. VeryLOUD")
                .map(|(_, word)| word)
                .collect();
        assert_eq!(found, ["TBM", "QRST"]);
    }

    #[test]
    fn a_line_in_capitals_is_a_sign() {
        for (before, after) in [
            ("ABOUT ", ""),
            ("x\n", "\ny"),
            ("A TBM AND ", " 5"),
            ("THE ", " SAW no"),
        ] {
            assert!(shouted(before, after), "{before:?} {after:?}");
        }
        for (before, after) in [("the ", " saw"), ("潮 ", " 潮"), ("The ", "")] {
            assert!(!shouted(before, after), "{before:?} {after:?}");
        }
    }

    #[test]
    fn a_word_is_explained_beside_it() {
        for (before, word, after) in [
            ("the tide book manager (", "TBM", ") was"),
            ("the ", "TBM", " (tide book manager) was"),
            ("a ", "TBM", " stands for it"),
            ("[^1]: ", "TBM", ": Tide Book Manager"),
        ] {
            assert!(explained(before, word, after), "{before}{word}{after}");
        }
        assert!(!explained("the ", "TBM", " (down)"));
        assert!(!explained("the ", "TBM", " was down"));
    }
}
