//! Floor 1: a problem in a write-up, as data. Nothing here prints.

use std::borrow::Cow;

use crate::text::{Edit, Span};

/// How much a finding weighs. Ordered: an error is the greatest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// An opinion about language; shown only on request.
    Advice,
    Warning,
    /// Any reader can verify it in seconds.
    Error,
}

impl Severity {
    /// Returns the word that people read and settings use.
    pub fn name(self) -> &'static str {
        match self {
            Self::Advice => "advice",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }

    /// Reads the word back; `None` for any other.
    pub fn named(name: &str) -> Option<Self> {
        [Self::Advice, Self::Warning, Self::Error]
            .into_iter()
            .find(|severity| severity.name() == name)
    }
}

/// What a finding says. Most of it is the program's own, and the same for thousands of findings.
pub type Words = Cow<'static, str>;

/// One finding: what is so, where, and what to do next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The rule's name, such as `empty-section`.
    pub rule: &'static str,
    pub severity: Severity,
    pub span: Span,
    /// What is so: one line, lower case, without a dot; about the text, never about its author.
    pub message: Words,
    /// Related places, in this file or in others.
    pub labels: Vec<Label>,
    /// What to do: where content is missing, an open question.
    pub help: Option<Words>,
    /// What would mend it. Boxed, as most findings have none.
    pub fix: Option<Box<Fix>>,
}

/// A change that mends a finding. Never changes an author's sentences.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What it does: imperative, lower case, without a dot.
    pub title: String,
    pub safety: Safety,
    /// In the file of the finding, in any order; they are made together or not at all.
    pub edits: Vec<Edit>,
}

/// Whether a change may be made unseen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Safety {
    /// Moves or adds structure; means what was meant.
    Safe,
    /// Likely what was meant; somebody should look.
    Guess,
}

impl Safety {
    /// Returns the word that programs read.
    pub fn name(self) -> &'static str {
        match self {
            Self::Safe => "safe",
            Self::Guess => "guess",
        }
    }
}

/// A second place that explains the first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    pub span: Span,
    pub message: Words,
}

impl Diagnostic {
    pub fn new(
        rule: &'static str,
        severity: Severity,
        span: Span,
        message: impl Into<Words>,
    ) -> Self {
        Self {
            rule,
            severity,
            span,
            message: message.into(),
            labels: Vec::new(),
            help: None,
            fix: None,
        }
    }

    /// Adds a related place.
    pub fn label(&mut self, span: Span, message: impl Into<Words>) -> &mut Self {
        // Nearly always the only one, in a list that would make room for four.
        if self.labels.is_empty() {
            self.labels.reserve_exact(1);
        }
        self.labels.push(Label {
            span,
            message: message.into(),
        });
        self
    }

    /// Says what to do.
    pub fn help(&mut self, help: impl Into<Words>) -> &mut Self {
        self.help = Some(help.into());
        self
    }

    /// Offers one change that mends it.
    pub fn fix(&mut self, title: impl Into<String>, safety: Safety, edit: Edit) -> &mut Self {
        self.fix = Some(Box::new(Fix {
            title: title.into(),
            safety,
            edits: vec![edit],
        }));
        self
    }

    /// Adds a related place, for a finding under construction.
    #[must_use]
    pub fn with_label(mut self, span: Span, message: impl Into<Words>) -> Self {
        self.label(span, message);
        self
    }

    /// Says what to do, for a finding under construction.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<Words>) -> Self {
        self.help(help);
        self
    }
}
