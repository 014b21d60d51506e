//! What is told of an import: how much was counted, and what was left out, and why.

use std::collections::BTreeMap;

use crate::model::Date;

/// What came of the lines.
#[derive(Clone, Debug, Default)]
pub struct Told {
    pub lines: u64,
    pub reads: u64,
    /// Those among them whose team is known.
    pub by_team: u64,
    /// How many write-ups were read.
    pub writeups: usize,
    pub first: Option<Date>,
    pub last: Option<Date>,
    /// How many lines, or counts of an export, were left out, by why.
    pub left_out: BTreeMap<LeftOut, u64>,
    /// Numbers of the first lines that are not made as the others.
    pub garbled: Vec<u64>,
    /// Pages that are none of a known write-up's, with how often they were asked for.
    pub nobody: BTreeMap<String, u64>,
    /// The first line that is much older than one before it, where that matters.
    pub unordered: Option<u64>,
    /// A column that is needed and not there.
    pub missing: Option<&'static str>,
}

/// Why a line is no read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LeftOut {
    /// Counted by an earlier import.
    Known,
    /// No page was asked for and given.
    Unanswered,
    Program,
    File,
    Nobody,
    Garbled,
}

impl LeftOut {
    /// Returns what is said of such lines.
    pub fn words(self) -> &'static str {
        match self {
            Self::Known => "counted by an earlier import",
            Self::Unanswered => "errors, redirects, and what is no reading (HEAD, POST)",
            Self::Program => "by programs (`incident reads programs` lists them)",
            Self::File => "files that pages are made of",
            Self::Nobody => "pages that are no write-up's",
            Self::Garbled => "lines that cannot be read",
        }
    }

    /// Returns its key for programs.
    pub fn key(self) -> &'static str {
        match self {
            Self::Known => "known",
            Self::Unanswered => "unanswered",
            Self::Program => "programs",
            Self::File => "files",
            Self::Nobody => "nobody",
            Self::Garbled => "garbled",
        }
    }
}
