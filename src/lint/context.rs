//! What a rule works with.

use crate::corpus::Corpus;
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::Writeup;
use crate::text::{Files, Span};

use super::Rule;

/// The texts, the corpus, and the place where findings go. No rule keeps anything else.
#[derive(Debug)]
pub struct Context<'a> {
    pub corpus: &'a Corpus,
    pub files: &'a Files,
    rule: &'static Rule,
    pub(super) found: Vec<Diagnostic>,
}

impl<'a> Context<'a> {
    pub(super) fn new(corpus: &'a Corpus, rule: &'static Rule) -> Self {
        Self {
            corpus,
            files: &corpus.files,
            rule,
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

    /// Takes over what the reading found for this rule.
    pub(super) fn adopt(&mut self, problems: &[Diagnostic]) {
        let own = problems
            .iter()
            .filter(|problem| problem.rule == self.rule.name);
        self.found.extend(own.cloned());
    }
}
