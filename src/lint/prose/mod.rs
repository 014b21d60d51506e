//! A reader of prose for the language rules: sentences, their words, and who does what in them.
//!
//! Reads what the author says in their own voice: paragraphs and headings, without code, quotations,
//! block quotes, tables, HTML, addresses, and chat that was pasted. One pass looks for words that make
//! a sentence worth a rule's time; only such sentences are kept.

mod catching;
mod clause;
pub(super) mod course;
mod error;
pub(super) mod failing;
mod fault;
mod handiwork;
pub(super) mod left_undone;
pub(super) mod lexicon;
mod neglect;
mod owed;
pub(super) mod owned_up;
mod people;
pub(super) mod regret;
pub(super) mod report;
mod sentence;
pub(super) mod shortfall;
mod skip;
mod slip;
mod suffered;
mod token;
pub(super) mod verdict;
pub(super) mod wished;
mod wrong;

use crate::model::{BlockKind, Writeup};
use crate::text::{FileId, Files};

use people::People;
use token::{Cutter, Token};

pub(super) use clause::{Subject, Wish};
pub(super) use fault::CARELESS;
pub(super) use sentence::Sentence;
pub(super) use token::Kind;

/// The sentences of one write-up that some rule may have to do with.
#[derive(Debug)]
pub(super) struct Prose {
    file: FileId,
    tokens: Vec<Token>,
    /// Ranges of tokens.
    sentences: Vec<(usize, usize)>,
    people: People,
}

/// Texts with fewer words than this are taken for English whatever they hold.
const WORDS_MIN: usize = 25;
/// One word in so many is an article or the like, where a text is English.
const ENGLISH_SHARE: usize = 25;

impl Prose {
    pub(super) fn read(files: &Files, writeup: &Writeup) -> Self {
        let text = files.whole(writeup.file);
        let mut prose = Self {
            file: writeup.file,
            tokens: Vec::new(),
            sentences: Vec::new(),
            people: People::of(writeup),
        };
        let mut cutter = Cutter::default();
        let mut runs = writeup.runs.as_slice();
        for block in &writeup.blocks {
            let behind = runs.partition_point(|run| run.span.start() < block.span.start());
            runs = runs.get(behind..).unwrap_or_default();
            let inside = runs.partition_point(|run| run.span.start() < block.span.end());
            let own = runs.get(..inside).unwrap_or_default();
            let prosaic = matches!(block.kind, BlockKind::Paragraph | BlockKind::Heading);
            if !prosaic || block.quoted {
                continue;
            }
            cutter.cut(text, block.span.start(), own);
            prose.people.learn(text, &cutter.tokens, &cutter.lines);
            if prose.keeps(text, &cutter.tokens) {
                prose.take(text, block.span.end(), &mut cutter);
            }
        }
        // Words that look English turn up in any language.
        if cutter.words >= WORDS_MIN && cutter.english * ENGLISH_SHARE < cutter.words {
            prose.sentences.clear();
        }
        prose
    }

    /// Takes over the sentences of a block that may matter.
    fn take(&mut self, text: &str, end: usize, cutter: &mut Cutter) {
        let mut lines = cutter.lines.iter().enumerate();
        let chat = lines.find_map(|(number, (first, start))| {
            let end = cutter.lines.get(number + 1).map_or(end, |(_, next)| *next);
            skip::is_chat(text.get(*start..end).unwrap_or_default()).then_some(*first)
        });
        cutter.tokens.truncate(chat.unwrap_or(usize::MAX));
        skip::hide_quotations(text, &mut cutter.tokens);
        let mut start = 0;
        while start < cutter.tokens.len() {
            let rest = cutter.tokens.get(start..).unwrap_or_default();
            let len = sentence::length(text, rest);
            let own = rest.get(..len).unwrap_or_default();
            if self.keeps(text, own) {
                let at = self.tokens.len();
                self.tokens.extend_from_slice(own);
                self.sentences.push((at, self.tokens.len()));
            }
            start += len.max(1);
        }
    }

    pub(super) fn sentences<'a>(&'a self, files: &'a Files) -> impl Iterator<Item = Sentence<'a>> {
        let text = files.whole(self.file);
        self.sentences.iter().map(move |(from, to)| Sentence {
            file: self.file,
            text,
            tokens: self.tokens.get(*from..*to).unwrap_or_default(),
            people: &self.people,
        })
    }

    /// Whether words like these may interest a rule.
    fn keeps(&self, text: &str, tokens: &[Token]) -> bool {
        let mut all = lexicon::Tags::NONE;
        for token in tokens {
            all = all.or(token.tags);
        }
        all.has(lexicon::TRIGGERS)
            || (all.has(lexicon::MODAL.or(lexicon::HAD))
                && all.has(lexicon::HAVE.or(lexicon::BETTER)))
            || (all.has(lexicon::PERHAPS) && all.has(lexicon::HAVE))
            || (all.has(lexicon::HAD) && all.has(lexicon::IF))
            || (all.has(lexicon::NOT)
                && (all.has(lexicon::ROLE.or(lexicon::HE))
                    || tokens.iter().any(|token| self.people.has(text, token))))
    }
}

/// Says whether `find` returns something for some sentence of a text, as a rule asks.
#[cfg(test)]
pub(super) fn any<T>(text: &str, find: impl Fn(&Sentence<'_>) -> Option<T>) -> bool {
    let mut files = Files::default();
    let file = files.add("a.md", text);
    let path = crate::model::RepoPath::new("a.md").unwrap();
    let vocabulary = crate::model::Vocabulary::default();
    let parsed = crate::parse::writeup(file, path, text, &vocabulary);
    let prose = Prose::read(&files, &parsed.writeup);
    prose
        .sentences(&files)
        .any(|sentence| find(&sentence).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: bool) {
        let wishes = |sentence: &Sentence<'_>| sentence.wishes().next();
        assert_eq!(any(text, wishes), expected, "{text}");
    }

    #[test]
    fn sentences_go_on_over_lines_links_and_emphasis() {
        for text in [
            "We should\nhave noticed.",
            "We **should** have [noticed](a.md).",
            "- We should have noticed.\n",
            "## We should have noticed",
            "We\u{a0}should’ve noticed the “new” gate.",
        ] {
            check(text, true);
        }
    }

    #[test]
    fn what_is_not_the_authors_own_voice_is_not_read() {
        for text in [
            "> We should have noticed.",
            "`we should have noticed`",
            "“We should have noticed.”",
            "«We should have noticed.»",
            "'we should have noticed', she said",
            "| a |\n|---|\n| we should have noticed |",
            "<p>we should have noticed</p>",
            "<https://a.org/we-should-have-noticed>",
            "Ann [9:07 AM]\nit is down\nwe should have noticed",
            "---\ntitle: we should have noticed\n---\n",
        ] {
            check(text, false);
        }
    }

    #[test]
    fn long_english_with_few_articles_is_read() {
        check(
            "Wave heights over a few hours earlier (measured per minute at piers 2, 3, 5, 7, 11 and 13: mostly 90 \
             centimetres, later 140 centimetres per minute), which should probably have been investigated more.",
            true,
        );
    }

    #[test]
    fn another_language_says_nothing() {
        for text in [
            "Die Kollegin meinte, we should have noticed, aber der Hafen lag im Nebel und niemand konnte \
             sehen, ob das Boot schon an der Brücke lag oder noch draußen auf der Reede wartete.",
            "Le port était dans la brume, we should have noticed, et personne ne pouvait voir si le bateau \
             se trouvait déjà au quai ou bien encore au large en attendant la marée du matin suivant.",
        ] {
            check(text, false);
        }
    }
}
