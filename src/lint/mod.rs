//! Floor 5: values become findings.
//!
//! The engine: which rules run, at which level. Levels follow the author's claim: a draft never
//! fails, a published write-up keeps its promises, a file without status is an adopted old one and
//! hears only of what is broken. Reads nothing and prints nothing.

mod acronyms;
mod context;
mod prose;
pub mod rules;

use std::collections::HashMap;

use crate::config::Level;
use crate::corpus::Corpus;
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::{Status, Writeup};
use crate::text::FileId;

pub use context::Context;
use context::Shared;

/// One thing that a write-up can have wrong with it.
#[derive(Debug)]
pub struct Rule {
    /// Names the fault, so that "allow NAME" reads well.
    pub name: &'static str,
    pub group: Group,
    /// The level for a published write-up, unless the settings say otherwise.
    pub severity: Severity,
    pub errs: Errs,
    /// The page that explains it, and tests it.
    pub page: &'static str,
    pub check: Check,
}

/// The shelf's compartments, in the order in which they are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    FrontMatter,
    Shape,
    Links,
    Practice,
    Language,
    Housekeeping,
}

impl Group {
    pub fn title(self) -> &'static str {
        match self {
            Self::FrontMatter => "Front matter",
            Self::Shape => "Shape of the story",
            Self::Links => "Links",
            Self::Practice => "Practice",
            Self::Language => "Language (advice, shown on request)",
            Self::Housekeeping => "Housekeeping",
        }
    }
}

/// From which claim on a rule may be an error. Before that its findings are warnings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Errs {
    /// Something cannot be read, so that the absence of a claim cannot be relied on either. A draft
    /// is spared, and what is under review.
    Always,
    /// Links and ids: others rely on them as soon as a write-up is under review.
    FromReview,
    /// The story's promises. Says nothing at all of a file without status.
    WhenPublished,
}

/// What a rule sees is in its type.
#[derive(Clone, Copy, Debug)]
pub enum Check {
    /// Looks at one write-up at a time.
    Writeup(fn(&Writeup, &mut Context<'_>)),
    /// Looks at all of them together.
    Corpus(fn(&Corpus, &mut Context<'_>)),
    /// Found while reading: by the parser, the settings or the disk.
    Reading,
}

/// Runs every rule that is not off. Returns the findings by file and place, worst first where
/// several share one.
pub fn run(corpus: &Corpus) -> Vec<Diagnostic> {
    run_rules(corpus, rules::RULES)
}

/// Runs every rule but those that never do more than advise. For who asks for no advice, reading the
/// prose would be wasted.
pub fn run_without_advice(corpus: &Corpus) -> Vec<Diagnostic> {
    let rules: Vec<&'static Rule> = rules::RULES
        .iter()
        .copied()
        .filter(|rule| rule.group != Group::Language)
        .collect();
    run_rules(corpus, &rules)
}

/// Runs some of the rules.
pub fn run_rules(corpus: &Corpus, rules: &[&'static Rule]) -> Vec<Diagnostic> {
    let statuses: HashMap<FileId, Status> = corpus
        .writeups
        .iter()
        .filter_map(|writeup| Some((writeup.file, writeup.meta.status.as_ref()?.value)))
        .collect();
    let mut found = Vec::new();
    let shared = Shared::default();
    for rule in rules {
        let mut cx = Context::new(corpus, &shared, rule);
        match rule.check {
            Check::Writeup(check) => corpus
                .writeups
                .iter()
                .for_each(|writeup| check(writeup, &mut cx)),
            Check::Corpus(check) => check(corpus, &mut cx),
            Check::Reading => cx.adopt(&corpus.problems),
        }
        found.extend(cx.found.into_iter().filter_map(|mut diagnostic| {
            let status = statuses.get(&diagnostic.span.file).copied();
            // What was read may know itself to be less than an error; nothing makes it more.
            diagnostic.severity = level(corpus, rule, status)?.min(diagnostic.severity);
            Some(diagnostic)
        }));
    }
    found.sort_by(|left, right| {
        let path = |file: FileId| corpus.files.path(file);
        path(left.span.file)
            .cmp(path(right.span.file))
            .then(left.span.cmp(&right.span))
            .then(right.severity.cmp(&left.severity))
            .then(left.rule.cmp(right.rule))
    });
    // Several references may share one definition, and so one broken target.
    found.dedup();
    found
}

/// Returns the level of a rule for a write-up with this status; `None` when it is silent.
fn level(corpus: &Corpus, rule: &Rule, status: Option<Status>) -> Option<Severity> {
    let base = match corpus.config.level(rule.name) {
        Some(Level::Off) => return None,
        Some(Level::At(severity)) => severity,
        None => rule.severity,
    };
    let may_err = match (rule.errs, status) {
        (Errs::WhenPublished, None) => return None,
        (Errs::Always, status) => !matches!(status, Some(Status::Draft | Status::Review)),
        (Errs::FromReview, status) => status >= Some(Status::Review),
        (Errs::WhenPublished, status) => status == Some(Status::Published),
    };
    // An opinion is never the exit code, whatever the settings say.
    if rule.group == Group::Language {
        return Some(Severity::Advice);
    }
    Some(if may_err {
        base
    } else {
        base.min(Severity::Warning)
    })
}
