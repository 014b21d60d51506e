//! Findings, for people and for programs: one file for each format.
//!
//! The formats of forges and of their tools name a file by its path from the top of the git work
//! tree, since that is how a forge knows it; `full`, `concise` and `json` name it from the root, as
//! every command does. What a rule is comes in as plain values: this floor knows no rule.

mod concise;
mod fingerprint;
mod full;
mod github;
mod gitlab;
mod json;
mod junit;
mod rdjson;
mod sarif;
mod step_summary;

use std::io::{self, Write};

use crate::diagnostic::{Diagnostic, Severity};
use crate::model::Writeup;
use crate::text::{FileId, Files, Position, Span};

use super::style::Look;

pub use step_summary::write as write_step_summary;

/// How findings are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// With the source, for people
    Full,
    /// One line for each finding, for editors and `grep`
    Concise,
    /// One object, for programs; versioned
    Json,
    /// SARIF 2.1.0, for code scanning: rules, fixes, and names that stay when a line moves
    Sarif,
    /// Annotations in a run of GitHub Actions, worst first; a table in the step's summary
    Github,
    /// A Code Quality report of GitLab
    Gitlab,
    /// XML for test reports: a suite for each file
    Junit,
    /// For reviewdog, with fixes as suggestions
    Rdjson,
}

impl Format {
    /// Whether people read it, so that a closing line is no bother.
    pub fn is_for_people(self) -> bool {
        matches!(self, Self::Full | Self::Concise)
    }
}

/// Findings and what they were found in.
#[derive(Clone, Copy, Debug)]
pub struct Report<'a> {
    /// The command that found them.
    pub command: &'static str,
    pub files: &'a Files,
    pub writeups: &'a [Writeup],
    pub found: &'a [Diagnostic],
    pub summary: Summary,
    pub survey: Survey<'a>,
}

/// What was looked for, and where.
#[derive(Clone, Copy, Debug, Default)]
pub struct Survey<'a> {
    /// Every rule, in the order in which they are listed.
    pub rules: &'a [RuleInfo],
    /// The write-ups reported on, by path.
    pub checked: &'a [FileId],
    /// Where the root is on this machine; empty where that is not to be shown.
    pub root: &'a str,
    /// The root, seen from the top of the git work tree; empty where they are one.
    pub below: &'a str,
    /// Whether a warning is a failure too, where a format knows failures. A run that never fails
    /// still has some to show.
    pub strict: bool,
}

/// What a format says about a rule.
#[derive(Clone, Copy, Debug)]
pub struct RuleInfo {
    pub name: &'static str,
    /// The level for a published write-up, unless the settings say otherwise.
    pub severity: Severity,
    /// The page that explains it.
    pub page: &'static str,
}

/// The figures of a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    pub writeups: usize,
    /// Files with at least one finding.
    pub touched: usize,
    pub errors: usize,
    pub warnings: usize,
    pub advice: usize,
}

impl Summary {
    /// Counts findings over `writeups` files.
    pub fn new(writeups: usize, found: &[Diagnostic]) -> Self {
        let of = |severity: Severity| found.iter().filter(|one| one.severity == severity).count();
        let mut touched: Vec<_> = found.iter().map(|one| one.span.file).collect();
        touched.sort_unstable();
        touched.dedup();
        Self {
            writeups,
            touched: touched.len(),
            errors: of(Severity::Error),
            warnings: of(Severity::Warning),
            advice: of(Severity::Advice),
        }
    }
}

/// Writes the findings. `full` and `concise` leave the closing line to the caller.
pub fn write(
    out: &mut dyn Write,
    format: Format,
    report: Report<'_>,
    look: Look,
) -> io::Result<()> {
    match format {
        Format::Full => full::write(out, report, look),
        Format::Concise => concise::write(out, report, look),
        Format::Json => json::write(out, report),
        Format::Sarif => sarif::write(out, report),
        Format::Github => github::write(out, report),
        Format::Gitlab => gitlab::write(out, report),
        Format::Junit => junit::write(out, report),
        Format::Rdjson => rdjson::write(out, report),
    }
}

impl Report<'_> {
    /// Returns a file's path from the top of the git work tree: the name that forges give it.
    fn path_from_top(&self, file: FileId) -> String {
        let path = self.files.path(file);
        match self.survey.below {
            "" => path.to_owned(),
            below => format!("{below}/{path}"),
        }
    }

    /// Returns what a finding says where there is room for all of it: what is so, what to do, and
    /// the places that go with it.
    fn told(&self, finding: &Diagnostic) -> Vec<String> {
        let mut lines = vec![finding.message.to_string()];
        let help = finding.help.as_deref().unwrap_or_default();
        lines.extend(help.lines().map(str::to_owned));
        lines.extend(finding.labels.iter().map(|label| {
            let line = self
                .files
                .position(label.span.file, label.span.start())
                .line;
            let path = self.path_from_top(label.span.file);
            format!("{path}:{line}: {}", label.message)
        }));
        lines
    }
}

/// Where a span begins and ends: lines and columns count from 1, columns in characters, the end is
/// exclusive.
#[derive(Clone, Copy, Debug)]
struct Place {
    start: Position,
    end: Position,
}

impl Place {
    fn of(files: &Files, span: Span) -> Self {
        let bytes = files.clamp(span);
        Self {
            start: files.position(span.file, bytes.start),
            end: files.position(span.file, bytes.end),
        }
    }

    /// Returns the place without the line ends and blanks behind its last word, which would make a
    /// forge mark a line too many.
    fn of_words(files: &Files, span: Span) -> Self {
        let start = files.clamp(span).start;
        let words = files.text(span).trim_end().len();
        Self::of(files, Span::new(span.file, start, start + words))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Safety;
    use crate::text::Edit;

    /// A report of findings alone.
    pub(super) fn report<'a>(files: &'a Files, found: &'a [Diagnostic]) -> Report<'a> {
        Report {
            command: "lint",
            files,
            writeups: &[],
            found,
            summary: Summary::default(),
            survey: Survey::default(),
        }
    }

    /// Prints findings that one format or another could stumble over, as `write` does.
    pub(super) fn sample(write: impl Fn(&mut dyn Write, Report<'_>) -> io::Result<()>) -> String {
        let mut files = Files::default();
        let text = "\u{feff}# Thé 👩‍🚀 day\r\n\r\ntwo  words here\r\nand a [link](x.md)\r\n";
        let id = files.add("a b%/ü,c:d.md", text);
        let other = files.add("clean.md", "# Clean\n");
        let at = |word: &str| {
            let start = text.find(word).unwrap();
            Span::new(id, start, start + word.len())
        };
        let mut first = Diagnostic::new(
            "some-rule",
            Severity::Warning,
            at("day"),
            "it is <so> & \"so\": ::error::100%\r\n\u{1b}[31m ##[error] `day`",
        )
        .with_help("why is it\nso?")
        .with_label(Span::new(other, 2, 7), "the other one");
        first.fix(
            "write `night`",
            Safety::Guess,
            Edit::replace(at("day"), "night"),
        );
        let both = at("words here\r\nand");
        let mut second = Diagnostic::new("other-rule", Severity::Error, both, "two lines");
        second.fix(
            "join them",
            Safety::Safe,
            Edit::replace(at("words"), "wörds"),
        );
        let more = Edit::replace(at("and"), "");
        second
            .fix
            .iter_mut()
            .for_each(|fix| fix.edits.push(more.clone()));
        let found = [
            first,
            second,
            Diagnostic::new("some-rule", Severity::Advice, Span::empty(id, 3), "empty"),
        ];
        let page = "# some-rule\n\nA thing. Is\nso.\n\n## Why\n\nBecause.\n";
        let rule = |name, severity| RuleInfo {
            name,
            severity,
            page,
        };
        let report = Report {
            summary: Summary::new(2, &found),
            survey: Survey {
                root: "",
                rules: &[
                    rule("some-rule", Severity::Warning),
                    rule("other-rule", Severity::Error),
                ],
                checked: &[id, other],
                below: "top",
                strict: false,
            },
            ..report(&files, &found)
        };
        let mut out = Vec::new();
        write(&mut out, report).unwrap();
        String::from_utf8(out).unwrap()
    }

    /// Prints the report of a run that found nothing.
    pub(super) fn nothing(write: impl Fn(&mut dyn Write, Report<'_>) -> io::Result<()>) -> String {
        let mut files = Files::default();
        let id = files.add("clean.md", "# Clean\n");
        let report = Report {
            summary: Summary::new(1, &[]),
            survey: Survey {
                checked: &[id],
                ..Survey::default()
            },
            ..report(&files, &[])
        };
        let mut out = Vec::new();
        write(&mut out, report).unwrap();
        String::from_utf8(out).unwrap()
    }
}
