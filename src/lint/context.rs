//! What a rule works with.

use crate::corpus::Corpus;
use crate::diagnostic::{Diagnostic, Severity};
use crate::history::Past;
use crate::model::Writeup;
use crate::text::{Files, Span, Spanned, words};

use super::Rule;

/// Most names that one rule compares for suggestions in a run: some tenths of a second.
const COMPARISONS_MAX: usize = 4_000_000;

/// The texts, the corpus, and the place where findings go. No rule keeps anything else.
#[derive(Debug)]
pub struct Context<'a> {
    pub corpus: &'a Corpus,
    pub files: &'a Files,
    /// What git knows of the paths and commits that the write-ups name.
    pub past: &'a Past,
    rule: &'static Rule,
    /// How many more names may be compared for suggestions.
    comparisons: usize,
    pub(super) found: Vec<Diagnostic>,
}

impl<'a> Context<'a> {
    pub(super) fn new(corpus: &'a Corpus, past: &'a Past, rule: &'static Rule) -> Self {
        Self {
            corpus,
            files: &corpus.files,
            past,
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
        let names: Vec<&str> = names.into_iter().take(self.comparisons).collect();
        self.comparisons -= names.len();
        words::nearest(word, names)
    }

    /// Takes over what the reading found for this rule.
    pub(super) fn adopt(&mut self, problems: &[Diagnostic]) {
        let own = problems
            .iter()
            .filter(|problem| problem.rule == self.rule.name);
        self.found.extend(own.cloned());
    }
}
