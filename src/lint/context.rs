//! What a rule works with.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::OnceLock;

use crate::corpus::Corpus;
use crate::diagnostic::{Diagnostic, Severity, Words};
use crate::links;
use crate::model::{Known, Writeup};
use crate::text::{FileId, Files, Span, Spanned, words};
use crate::threads;

use super::Rule;
use super::prose::{Prose, Sentence};

/// Most names that one rule compares for suggestions in a share of the write-ups: a hundredth of a
/// second.
const COMPARISONS_MAX: usize = 400_000;

/// Write-ups whose prose one thread reads before it takes more.
const PROSE_SHARE: usize = 64;

/// Names that are passed over in the time of one comparison.
const GLANCES: usize = 16;

/// What is the same for all rules and all threads; what takes long is made when first asked for.
#[derive(Debug)]
pub(super) struct Common<'a> {
    corpus: &'a Corpus,
    known: OnceLock<Known>,
    wikilinks: OnceLock<bool>,
    prose: OnceLock<HashMap<FileId, Prose>>,
}

impl<'a> Common<'a> {
    pub(super) fn new(corpus: &'a Corpus) -> Self {
        Self {
            corpus,
            known: OnceLock::new(),
            wikilinks: OnceLock::new(),
            prose: OnceLock::new(),
        }
    }
}

/// The texts, the corpus, and the place where findings go. No rule keeps anything else.
#[derive(Debug)]
pub struct Context<'a> {
    pub corpus: &'a Corpus,
    pub files: &'a Files,
    common: &'a Common<'a>,
    rule: &'static Rule,
    /// How many more names may be compared for suggestions.
    comparisons: usize,
    pub(super) found: Vec<Diagnostic>,
}

impl<'a> Context<'a> {
    pub(super) fn new(common: &'a Common<'a>, rule: &'static Rule) -> Self {
        Self {
            corpus: common.corpus,
            files: &common.corpus.files,
            common,
            rule,
            comparisons: COMPARISONS_MAX,
            found: Vec::new(),
        }
    }

    /// Reports a finding; its level is worked out later, from the write-up's status.
    #[expect(
        clippy::missing_panics_doc,
        reason = "the vector is not empty after a push"
    )]
    pub fn report(&mut self, span: Span, message: impl Into<Words>) -> &mut Diagnostic {
        self.found.push(Diagnostic::new(
            self.rule.name,
            Severity::Error,
            span,
            message,
        ));
        #[expect(clippy::expect_used, reason = "pushed just above")]
        self.found.last_mut().expect("pushed just above")
    }

    /// Returns the spellings that name a write-up, but for addresses: what git says of those is asked
    /// meanwhile.
    pub fn known(&self) -> &'a Known {
        let known = || links::known(self.corpus, &[], &[]);
        self.common.known.get_or_init(known)
    }

    /// Whether most links between write-ups here are wikilinks. Elsewhere paths are what forges show.
    pub fn prefers_wikilinks(&self) -> bool {
        *self.common.wikilinks.get_or_init(|| {
            let (wikilinks, paths) = links::styles(self.corpus);
            wikilinks > paths
        })
    }

    /// Returns what a reader sees at a place: without HTML comments, trimmed.
    pub fn visible(&self, writeup: &Writeup, span: Span) -> Cow<'a, str> {
        writeup.visible(self.files, span)
    }

    /// Whether a value stands at its place letter for letter, so that an edit there is exact. Quotes,
    /// escapes and the odd nesting make it differ.
    pub fn is_exact(&self, value: &Spanned<String>) -> bool {
        self.files.text(value.span) == value.value
    }

    /// Returns the name that is most likely meant; see [`words::nearest`]. A rule that has suggested
    /// for thousands of findings goes on without: nobody reads the last of them one by one.
    pub fn nearest<'n>(
        &mut self,
        word: &str,
        names: impl IntoIterator<Item = &'n str>,
    ) -> Option<&'n str> {
        let mut left = self.comparisons;
        let names = names
            .into_iter()
            .take(self.comparisons)
            .inspect(|_| left -= 1);
        let near = words::nearest(word, names);
        self.comparisons = left;
        near
    }

    /// Returns the name of a write-up that is most likely meant. Most names are passed over at a
    /// glance, which is what counts.
    pub fn nearest_name(&mut self, word: &str) -> Option<&'a str> {
        let names = &self.corpus.names;
        self.comparisons = self.comparisons.checked_sub(names.len() / GLANCES)?;
        names.nearest(word)
    }

    /// Returns the sentences of a write-up that a language rule may have to do with.
    pub(super) fn sentences(
        &self,
        writeup: &Writeup,
    ) -> impl Iterator<Item = Sentence<'a>> + use<'a> {
        let (corpus, files) = (self.corpus, self.files);
        let all = self.common.prose.get_or_init(|| {
            let read = |writeup: &Writeup| (writeup.file, Prose::read(files, writeup));
            threads::in_shares(&corpus.writeups, PROSE_SHARE, |share| {
                share.iter().map(read).collect::<Vec<_>>()
            })
            .into_iter()
            .flatten()
            .collect()
        });
        all.get(&writeup.file)
            .into_iter()
            .flat_map(|prose| prose.sentences(files))
    }

    /// Takes over what the reading found for this rule.
    pub(super) fn adopt(&mut self, problems: &[Diagnostic]) {
        let own = problems
            .iter()
            .filter(|problem| problem.rule == self.rule.name);
        self.found.extend(own.cloned());
    }
}
