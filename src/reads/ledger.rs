//! The files in `reads/`: who reads on which day, and which logs that is from.
//!
//! An import adds one file and changes none, so that git merges what two people import. The name of a file
//! says where it comes from and which time it covers: that is how an import knows what is counted already.
//!
//! | name | holds |
//! | --- | --- |
//! | `web.20261101T062502Z.20261108T062501Z.csv` | visits of a log between its first line and its last |
//! | `counts.2026-11-01.2026-11-30.9f86d081.csv` | counts of whole days, as an export has them |
//!
//! Counts add up, but for a day that two files of one source cover at once: both hold some of the same
//! visits then, and the larger count is taken.

use std::collections::BTreeSet;

use super::rows;
use crate::corpus::{Corpus, Named};
use crate::model::{Date, Moment, RepoPath};

/// The folder, at the root.
pub const FOLDER: &str = "reads";

/// Longest file that is read, in bytes.
pub const BYTES_MAX: u64 = 64 * 1024 * 1024;

/// Where counts come from and which time they cover.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    pub source: String,
    /// Seconds since 1970, both of them within.
    pub from: i64,
    pub until: i64,
}

/// So many reads of a write-up on a day by people of one team.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reads {
    /// Position in the corpus.
    pub writeup: usize,
    pub day: Date,
    pub count: u64,
    /// Position among the teams of the ledger; the first is that of none.
    team: usize,
    /// Position among its files, and the line, from 1: the first, where several say it.
    at: (usize, usize),
}

/// Everything in the folder.
#[derive(Clone, Debug, Default)]
pub struct Ledger {
    /// By write-up, day and team.
    pub reads: Vec<Reads>,
    /// Of the files whose name says it, sorted.
    pub spans: Vec<Span>,
    /// Lines that could not be read, or whose write-up is not there any more: file, line, and why.
    pub left_out: Vec<(RepoPath, usize, &'static str)>,
    /// Sources and days that two files cover at once.
    pub doubled: BTreeSet<(String, Date)>,
    teams: Vec<String>,
    files: Vec<RepoPath>,
}

impl Ledger {
    /// Returns what the names of files say, without what is in them.
    pub fn named<'a>(names: impl IntoIterator<Item = &'a str>) -> Self {
        let mut spans: Vec<Span> = names.into_iter().filter_map(Span::named).collect();
        spans.sort();
        Self {
            spans,
            ..Self::default()
        }
    }

    /// Returns the team of some readers; `None` is unknown.
    pub fn team(&self, reads: &Reads) -> Option<&str> {
        let team = self.teams.get(reads.team)?;
        (!team.is_empty()).then_some(team)
    }

    /// Returns the file and the line that says so.
    pub fn at(&self, reads: &Reads) -> Option<(RepoPath, usize)> {
        let (file, line) = reads.at;
        Some((self.files.get(file)?.clone(), line))
    }
}

const SECONDS_OF_DAY: i64 = 86_400;

impl Span {
    /// Reads a file's name; `None` for one that says nothing of a time.
    pub fn named(name: &str) -> Option<Self> {
        let mut parts = name.strip_suffix(".csv")?.split('.');
        let (source, from, until) = (parts.next()?, parts.next()?, parts.next()?);
        let span = match (moment(from), moment(until)) {
            (Some(from), Some(until)) => (from, until),
            _ => {
                let days = (Date::parse(from).ok()?, Date::parse(until).ok()?);
                let start = |day: Date| day.days_after_epoch() * SECONDS_OF_DAY;
                (start(days.0), start(days.1) + SECONDS_OF_DAY - 1)
            }
        };
        Some(Self {
            source: source.to_owned(),
            from: span.0,
            until: span.1,
        })
    }

    /// Returns the name of the file of a log's visits.
    pub fn file_name(&self) -> String {
        let (from, until) = (stamp(self.from), stamp(self.until));
        format!("{}.{from}.{until}.csv", self.source)
    }
}

/// Returns the name of the file of counts of whole days. What it holds is part of it: two exports of the
/// same days are two files.
pub fn name_of_days(source: &str, from: Date, until: Date, text: &str) -> String {
    // FNV-1a: the same everywhere and for ever.
    let digest = text.bytes().fold(0x811c_9dc5_u32, |digest, byte| {
        (digest ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    });
    format!("{source}.{from}.{until}.{digest:08x}.csv")
}

/// Whether a word can name a source: it becomes the beginning of a file's name.
pub fn is_source(word: &str) -> bool {
    let fits =
        |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-_".contains(&byte);
    !word.is_empty()
        && word.len() <= 40
        && word.bytes().all(fits)
        && word.starts_with(|c: char| c.is_ascii_alphanumeric())
}

/// Returns `20261108T062501Z`.
fn stamp(seconds: i64) -> String {
    let date = Moment::utc(seconds).date().unwrap_or_else(Date::epoch);
    let rest = seconds.rem_euclid(SECONDS_OF_DAY);
    let (hours, minutes, seconds) = (rest / 3600, rest / 60 % 60, rest % 60);
    let day = date.to_string().replace('-', "");
    format!("{day}T{hours:02}{minutes:02}{seconds:02}Z")
}

/// Reads `20261108T062501Z`.
fn moment(text: &str) -> Option<i64> {
    let bytes = text.as_bytes();
    let digits = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let shape = bytes.len() == 16
        && bytes.get(8) == Some(&b'T')
        && bytes.get(15) == Some(&b'Z')
        && (0..8).chain(9..15).all(digits);
    if !shape {
        return None;
    }
    let part = |range: std::ops::Range<usize>| text.get(range);
    let (year, month, day) = (part(0..4)?, part(4..6)?, part(6..8)?);
    let (hours, minutes, seconds) = (part(9..11)?, part(11..13)?, part(13..15)?);
    let written = format!("{year}-{month}-{day}T{hours}:{minutes}:{seconds}Z");
    Some(Moment::parse(&written)?.seconds)
}

/// Reads the files of the folder: their paths, sorted, and texts.
pub fn read(files: &[(RepoPath, String)], corpus: &Corpus) -> Ledger {
    let mut ledger = Ledger {
        teams: vec![String::new()],
        ..Ledger::default()
    };
    let mut sources: Vec<String> = Vec::new();
    let mut found: Vec<Found> = Vec::new();
    for (file, (path, text)) in files.iter().enumerate() {
        ledger.files.push(path.clone());
        let span = Span::named(path.file_name());
        let source = span.as_ref().map_or("", |span| span.source.as_str());
        let source = number(&mut sources, source);
        ledger.spans.extend(span);
        let mut last = None;
        for (at, line) in text.lines().enumerate() {
            let head = at == 0 && line.trim_start_matches('\u{feff}').trim_end() == rows::HEAD;
            if head || line.trim().is_empty() {
                continue;
            }
            let Some(row) = rows::row(line) else {
                let why = "it is no `date,id,team,count`";
                ledger.left_out.push((path.clone(), at + 1, why));
                continue;
            };
            let known = match &last {
                Some((id, known)) if *id == row.id => *known,
                _ => match corpus.names.exact(&row.id) {
                    Named::One(at) => Some(at),
                    _ => None,
                },
            };
            last = Some((row.id, known));
            let Some(writeup) = known else {
                let why = "no write-up answers to its id";
                ledger.left_out.push((path.clone(), at + 1, why));
                continue;
            };
            found.push(Found {
                writeup,
                day: row.day,
                team: number(&mut ledger.teams, &row.team),
                source,
                at: (file, at + 1),
                count: row.count,
            });
        }
    }
    ledger.spans.sort();
    ledger.doubled = doubled(&ledger.spans);
    found.sort_unstable_by_key(|one| (one.writeup, one.day, one.team, one.source, one.at));
    ledger.reads = summed(&found, &sources, &ledger.doubled);
    ledger
}

/// A row of a file. Of each source on its own: what several servers saw adds up.
struct Found {
    writeup: usize,
    day: Date,
    team: usize,
    source: usize,
    at: (usize, usize),
    count: u64,
}

/// Returns the number of a name in a list, which may be new to it. There are a handful.
fn number(names: &mut Vec<String>, name: &str) -> usize {
    let known = names.iter().position(|known| known == name);
    known.unwrap_or_else(|| {
        names.push(name.to_owned());
        names.len() - 1
    })
}

/// Sums up rows, which are sorted.
fn summed(found: &[Found], sources: &[String], doubled: &BTreeSet<(String, Date)>) -> Vec<Reads> {
    let mut sums: Vec<Reads> = Vec::new();
    let same = |one: &Found, other: &Found| {
        (one.writeup, one.day, one.team) == (other.writeup, other.day, other.team)
    };
    for rows in found.chunk_by(same) {
        let mut count: u64 = 0;
        for own in rows.chunk_by(|one, other| one.source == other.source) {
            let counts = own.iter().map(|row| row.count);
            let is_doubled = own.len() > 1
                && own.first().is_some_and(|row| {
                    let source = sources.get(row.source).cloned().unwrap_or_default();
                    doubled.contains(&(source, row.day))
                });
            count = count.saturating_add(if is_doubled {
                counts.max().unwrap_or(0)
            } else {
                counts.fold(0, u64::saturating_add)
            });
        }
        if let (Some(first), Some(at)) = (rows.first(), rows.iter().map(|row| row.at).min()) {
            sums.push(Reads {
                writeup: first.writeup,
                day: first.day,
                team: first.team,
                count,
                at,
            });
        }
    }
    sums
}

/// Most days of an overlap that are gone through: what a slip in a name could bring about.
const DOUBLED_MAX: i64 = 4_000;

/// Returns the days that two files of a source cover at once. `spans` are sorted.
fn doubled(spans: &[Span]) -> BTreeSet<(String, Date)> {
    let mut doubled = BTreeSet::new();
    let mut last: Option<(&str, i64)> = None;
    for span in spans {
        match last {
            Some((source, until)) if source == span.source => {
                if span.from <= until {
                    let end = until.min(span.until).div_euclid(SECONDS_OF_DAY);
                    let start = span.from.div_euclid(SECONDS_OF_DAY);
                    let days = start..=end.min(start + DOUBLED_MAX);
                    let days = days.filter_map(Date::after_epoch);
                    doubled.extend(days.map(|day| (source.to_owned(), day)));
                }
                last = Some((source, until.max(span.until)));
            }
            _ => last = Some((&span.source, span.until)),
        }
    }
    doubled
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(name: &str) -> Span {
        Span::named(name).unwrap()
    }

    #[test]
    fn names_say_which_time_is_covered() {
        let name = "web.20261101T062502Z.20261108T062501Z.csv";
        assert_eq!(span(name).file_name(), name);
        let days = span("counts.2026-11-01.2026-11-30.9f86d081.csv");
        assert_eq!(days.until - days.from, 30 * SECONDS_OF_DAY - 1);
        for other in [
            "2026.csv",
            "web.2026-11-01.csv",
            "web.2026-11-01.x.csv",
            "web.20261301T062502Z.20261108T062501Z.csv",
            "web.20261101T0625é2Z.20261108T062501Z.csv",
            "README.md",
        ] {
            assert!(Span::named(other).is_none(), "{other}");
        }
        for (word, fits) in [
            ("web", true),
            ("web-2", true),
            ("", false),
            ("a.b", false),
            ("../x", false),
            ("-a", false),
            ("É", false),
        ] {
            assert_eq!(is_source(word), fits, "{word}");
        }
    }

    #[test]
    fn days_that_two_files_cover_are_known() {
        let mut spans = vec![
            span("web.20261101T000000Z.20261103T120000Z.csv"),
            span("web.20261103T115959Z.20261104T120000Z.csv"),
            span("web.20261104T120001Z.20261105T120000Z.csv"),
            span("web2.20261101T000000Z.20261130T000000Z.csv"),
        ];
        spans.sort();
        let found = doubled(&spans);
        let shown: Vec<String> = found
            .iter()
            .map(|(source, day)| format!("{source} {day}"))
            .collect();
        assert_eq!(shown, ["web 2026-11-03"]);
    }
}
