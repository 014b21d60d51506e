//! Findings, for people and for programs: one file for each format.

mod concise;
mod full;
mod json;

use std::io::{self, Write};

use crate::diagnostic::{Diagnostic, Severity};
use crate::model::Writeup;
use crate::text::Files;

use super::style::Look;

/// How findings are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// With the source, for people
    Full,
    /// One line for each finding
    Concise,
    /// One object, for programs
    Json,
}

/// Findings and what they were found in.
#[derive(Clone, Copy, Debug)]
pub struct Report<'a> {
    pub files: &'a Files,
    pub writeups: &'a [Writeup],
    pub found: &'a [Diagnostic],
    pub summary: Summary,
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
    }
}
