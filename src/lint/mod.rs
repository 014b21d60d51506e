//! Floor 5: values become findings.
//!
//! The engine: which rules run, at which level. Levels follow the author's claim: a draft never
//! fails, a published write-up keeps its promises, a file without status is an adopted old one and
//! hears only of what is broken. Reads nothing and prints nothing.

mod acronyms;
mod ahead;
mod context;
pub mod fix;
mod missing;
mod prose;
mod questions;
mod reach;
pub mod rules;
mod suppress;

use std::cmp::Reverse;
use std::collections::HashMap;

use crate::config::Level;
use crate::corpus::Corpus;
use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::history::Past;
use crate::model::{Status, Writeup};
use crate::text::{Edit, FileId};
use crate::threads;

pub use ahead::Ahead;
use context::Common;
pub use context::Context;
pub use questions::questions;
pub use reach::reach;

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
    /// Looks at one write-up at a time, and at no other: they may not be there yet, see [`Ahead`].
    Writeup(fn(&Writeup, &mut Context<'_>)),
    /// The same, with the names and the links of all, and what they lead to. Of the body only links are
    /// sure to be there, anchors, code, misspelt sections, and lines that may name another write-up.
    Linked(fn(&Writeup, &mut Context<'_>)),
    /// The same again, with what git knows of the paths, commits and names in it.
    Past(fn(&Writeup, &Past, &mut Context<'_>)),
    /// Looks at all of them together.
    Corpus(fn(&Corpus, &mut Context<'_>)),
    /// Found while reading: by the parser, the settings or the disk.
    Reading,
    /// Found when allowances are applied to what the others found.
    Allowances,
}

/// Runs every rule that is not off. Returns the findings by file and place, worst first where
/// several share one. `past` answers [`questions`]; without an answer, what needs one is not found.
pub fn run(corpus: &Corpus, past: &Past) -> Vec<Diagnostic> {
    run_rules(corpus, past, rules::RULES)
}

/// Returns the rules to run: all, or those that may be more than advice.
pub fn rules_for(advice: bool) -> Vec<&'static Rule> {
    let rules = rules::RULES.iter().copied();
    rules
        .filter(|rule| advice || rule.group != Group::Language)
        .collect()
}

/// Write-ups that one thread looks at before it takes more.
const SHARE: usize = 256;

/// Runs some of the rules.
pub fn run_rules(corpus: &Corpus, past: &Past, rules: &[&'static Rule]) -> Vec<Diagnostic> {
    run_on(corpus, None, || past.clone(), rules, |_| true)
}

/// Runs some of the rules, and looks only for what is found in the files that `wanted` holds for. Every
/// other write-up is there to be linked to. `ahead` is what was found when their bodies were read, if that
/// was looked for. `ask` answers [`questions`]; most rules do not wait for it.
pub fn run_on(
    corpus: &Corpus,
    mut ahead: Option<Ahead>,
    ask: impl FnOnce() -> Past + Send,
    rules: &[&'static Rule],
    wanted: impl Fn(FileId) -> bool,
) -> Vec<Diagnostic> {
    let levels = Levels::new(corpus, &corpus.writeups);
    let common = Common::new(corpus);
    let writeups: Vec<&Writeup> = corpus
        .writeups
        .iter()
        .filter(|writeup| wanted(writeup.file))
        .collect();
    let whole = || {
        let mut found = Vec::new();
        for rule in rules {
            let mut cx = Context::new(&common, rule);
            match rule.check {
                Check::Corpus(check) => check(corpus, &mut cx),
                Check::Reading => cx.adopt(&corpus.problems),
                Check::Writeup(_) | Check::Linked(_) | Check::Past(_) | Check::Allowances => {}
            }
            levels.set(rule, cx.found, &mut found);
        }
        found
    };
    let early = ahead.is_some();
    if let Some(ahead) = &mut ahead {
        // It grew by doubling, and while git answers it only lies there.
        ahead.found.shrink_to_fit();
    }
    // Without answers those rules run that need none.
    let each = |past: Option<&Past>| {
        threads::in_shares(&writeups, SHARE, |share| {
            let mut found = Vec::new();
            for rule in rules {
                let mut cx = Context::new(&common, rule);
                for writeup in share {
                    match (rule.check, past) {
                        (Check::Writeup(check), None) if !early => {
                            check(writeup, &mut cx);
                        }
                        (Check::Linked(check), None) => check(writeup, &mut cx),
                        (Check::Past(check), Some(past)) => check(writeup, past, &mut cx),
                        _ => break,
                    }
                }
                levels.set(rule, cx.found, &mut found);
            }
            found
        })
    };
    let ((mut found, shares), past) = threads::beside(|| (whole(), each(None)), ask);
    let answered = each(Some(&past));
    found.extend(shares.into_iter().chain(answered).flatten());
    if let Some(mut ahead) = ahead {
        ahead.found.append(&mut found);
        found = ahead.found;
    }
    // What only a whole clone knows is not called unused by one that lacks it.
    let judged = |name: &str, file: FileId| {
        if ASK_GIT.contains(&name) {
            return false;
        }
        let rule = rules.iter().find(|rule| rule.name == name);
        rule.is_some_and(|rule| levels.of(rule, file).is_some())
    };
    found.retain(|one| wanted(one.span.file));
    let mut found = suppress::apply(corpus, &writeups, found, judged);
    let about: Vec<Diagnostic> = found
        .extract_if(.., |one| {
            ALLOWANCES.iter().any(|rule| rule.name == one.rule)
        })
        .collect();
    for rule in ALLOWANCES
        .iter()
        .filter(|rule| rules.iter().any(|one| one.name == rule.name))
    {
        let own = about.iter().filter(|one| one.rule == rule.name);
        levels.set(rule, own.cloned().collect(), &mut found);
    }
    // By path, which is looked up once for each file and not for each comparison.
    let mut files: Vec<FileId> = found.iter().map(|one| one.span.file).collect();
    files.sort_unstable();
    files.dedup();
    files.sort_by_key(|file| corpus.files.path(*file));
    let ranks: HashMap<FileId, u32> = files.into_iter().zip(0..).collect();
    found.sort_by_cached_key(|one| {
        let rank = ranks.get(&one.span.file).copied();
        (rank, one.span, Reverse(one.severity), one.rule)
    });
    for one in &mut found {
        let cuts = |fix: &Fix| {
            let mut edits = fix.edits.iter();
            edits.any(|edit| runs_on(corpus.files.text(edit.span), edit))
        };
        if one.fix.as_deref().is_some_and(cuts) {
            one.fix = None;
        }
    }
    // Several references may share one definition, and so one broken target.
    found.dedup();
    found
}

/// Whether an edit would put a word in the place of several lines, such as a YAML block with the line
/// end behind it: what follows would run on into it.
fn runs_on(old: &str, edit: &Edit) -> bool {
    old.contains(['\n', '\r']) && !edit.text.is_empty()
}

/// The rules whose findings rest on the clone.
const ASK_GIT: [&str; 3] = ["moved-path", "unknown-commit", "unreachable-private-notes"];

/// The rules about allowances.
const ALLOWANCES: [&Rule; 2] = [
    &rules::allow_without_reason::RULE,
    &rules::unused_allow::RULE,
];

/// Works out how much a finding weighs where it stands.
struct Levels<'a> {
    corpus: &'a Corpus,
    statuses: HashMap<FileId, Status>,
}

impl<'a> Levels<'a> {
    /// Knows the levels in some of the write-ups, and in what is none.
    fn new(corpus: &'a Corpus, writeups: &[Writeup]) -> Self {
        let statuses = writeups
            .iter()
            .filter_map(|writeup| Some((writeup.file, writeup.meta.status.as_ref()?.value)))
            .collect();
        Self { corpus, statuses }
    }

    /// Sets the levels of a rule's findings; what is off or silent is left out.
    fn set(&self, rule: &Rule, own: Vec<Diagnostic>, found: &mut Vec<Diagnostic>) {
        found.extend(own.into_iter().filter_map(|mut diagnostic| {
            // What was read may know itself to be less than an error; nothing makes it more.
            diagnostic.severity = self
                .of(rule, diagnostic.span.file)?
                .min(diagnostic.severity);
            Some(diagnostic)
        }));
    }

    /// Returns the level of a rule in a file; `None` when it is silent there.
    fn of(&self, rule: &Rule, file: FileId) -> Option<Severity> {
        let path = self.corpus.files.path(file);
        let base = match self.corpus.config.level(rule.name, path) {
            Some(Level::Off) => return None,
            Some(Level::At(severity)) => severity,
            None => rule.severity,
        };
        // An opinion is never the exit code, whatever the settings say.
        if rule.group == Group::Language {
            return Some(Severity::Advice);
        }
        let status = self.statuses.get(&file).copied();
        let may_err = match (rule.errs, status) {
            (Errs::WhenPublished, None) => return None,
            (Errs::Always, status) => !matches!(status, Some(Status::Draft | Status::Review)),
            (Errs::FromReview, status) => status >= Some(Status::Review),
            (Errs::WhenPublished, status) => status == Some(Status::Published),
        };
        Some(if may_err {
            base
        } else {
            base.min(Severity::Warning)
        })
    }
}
