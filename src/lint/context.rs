//! What a rule works with.

use std::cell::OnceCell;
use std::collections::HashMap;

use crate::corpus::Corpus;
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::Writeup;
use crate::text::{FileId, Files, Span, words};

use super::Rule;
use super::prose::{Prose, Sentence};

/// What several rules read of the write-ups, made when the first of them asks.
#[derive(Debug, Default)]
pub(super) struct Shared {
    prose: OnceCell<HashMap<FileId, Prose>>,
}

/// Most names that one rule compares for suggestions in a run: some tenths of a second.
const COMPARISONS_MAX: usize = 4_000_000;

/// The texts, the corpus, and the place where findings go. No rule keeps anything else.
#[derive(Debug)]
pub struct Context<'a> {
    pub corpus: &'a Corpus,
    pub files: &'a Files,
    shared: &'a Shared,
    rule: &'static Rule,
    /// How many more names may be compared for suggestions.
    comparisons: usize,
    pub(super) found: Vec<Diagnostic>,
}

impl<'a> Context<'a> {
    pub(super) fn new(corpus: &'a Corpus, shared: &'a Shared, rule: &'static Rule) -> Self {
        Self {
            corpus,
            files: &corpus.files,
            shared,
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
    pub fn report(&mut self, span: Span, message: impl Into<String>) -> &mut Diagnostic {
        self.found.push(Diagnostic::new(
            self.rule.name,
            Severity::Error,
            span,
            message,
        ));
        #[expect(clippy::expect_used, reason = "pushed just above")]
        self.found.last_mut().expect("pushed just above")
    }

    /// Returns what a reader sees at a place: without HTML comments, trimmed.
    pub fn visible(&self, writeup: &Writeup, span: Span) -> String {
        writeup.visible(self.files, span)
    }

    /// Returns the name that is most likely meant; see [`words::nearest`]. A rule that has suggested
    /// for thousands of findings goes on without: nobody reads the last of them one by one.
    pub fn nearest<'n>(
        &mut self,
        word: &str,
        names: impl IntoIterator<Item = &'n str>,
    ) -> Option<&'n str> {
        let names: Vec<&str> = names.into_iter().take(self.comparisons).collect();
        self.comparisons -= names.len();
        words::nearest(word, names)
    }

    /// Returns the sentences of a write-up that a language rule may have to do with.
    pub(super) fn sentences(
        &self,
        writeup: &Writeup,
    ) -> impl Iterator<Item = Sentence<'a>> + use<'a> {
        let (corpus, files) = (self.corpus, self.files);
        let all = self.shared.prose.get_or_init(|| {
            let read = |writeup: &Writeup| (writeup.file, Prose::read(&corpus.files, writeup));
            corpus.writeups.iter().map(read).collect()
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
