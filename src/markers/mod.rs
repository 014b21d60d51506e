//! Floor 5: signals that people come back to the stories, each with what is behind it.
//!
//! A marker looks at the write-ups, or at traces of them elsewhere, and says of each what it found and
//! where. Periods, shares and sums are worked out here, the same for all; below five write-ups nothing
//! is said of a period. Deliberately knows no score, no sum over several signals, no target and no
//! person.

pub mod refused;
pub mod signals;

mod board;
mod cited;
mod parts;
mod period;
mod visits;

use crate::code::Citation;
use crate::config::Config;
use crate::contributors::{self, Book, Counted, Side, Why};
use crate::corpus::Corpus;
use crate::history::{Deed, Event, History, Life, Standing};
use crate::links::Graph;
use crate::model::{Date, RepoPath, Status, Writeup};
use crate::questions::Question;
use crate::reads::Ledger;

use crate::links::times::Gone;
pub use crate::links::times::day;
pub use board::{Asked, Board, Figure, Row, board};
pub use period::{By, Period};

/// Below so many write-ups a period is not spoken of, nor a group below so many people.
pub const WRITEUPS_MIN: usize = 5;
pub const PEOPLE_MIN: u32 = 3;

/// An edit is late when it comes more than so many days after publication.
pub const LATE_DAYS: i64 = 90;

/// A signal: an entry of the shelf.
#[derive(Debug)]
pub struct Marker {
    pub name: &'static str,
    /// What its row is called.
    pub title: &'static str,
    pub group: Group,
    pub shape: Shape,
    /// Everything that it may say of what it looks at, in the order of the table.
    pub states: &'static [&'static State],
    pub page: &'static str,
    pub measure: Measure,
}

/// How a marker finds what it finds. What it may look at is in its type, as it is with rules.
#[derive(Clone, Copy, Debug)]
pub enum Measure {
    /// One finding for each write-up whose author is done.
    Writeup(fn(&Readings<'_>, usize, &Writeup) -> Finding),
    /// Whatever is found in the write-ups and between them.
    Corpus(fn(&Readings<'_>) -> Vec<Finding>),
    /// Whatever is found in the history; where there is none, nothing can be told.
    History(fn(&Readings<'_>, &Past<'_>) -> Vec<Finding>),
    /// Whatever is found, where it can be told at all.
    Perhaps(fn(&Readings<'_>) -> Measured),
}

/// What a marker is about. In the order of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    ReturnedTo,
    Read,
    ReviewedTogether,
    ToldBy,
    MessyParts,
}

/// What is made of the findings of a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// How many of those that were looked at: `7 of 11`.
    Share,
    /// How many traces there are: `11`. Each lies in the period that it came in.
    Count,
    /// How much there is of each write-up, as the one in the middle has it: `median 9`. The findings have
    /// their number as the first of a pair.
    Median,
    /// Two sums beside each other, with the words between: `34 elsewhere, 41 closest`.
    Pair(&'static str, &'static str),
}

/// What a marker may say of one thing.
#[derive(Debug, PartialEq, Eq)]
pub struct State {
    pub words: &'static str,
    pub weight: Weight,
}

/// What a state does to the figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// It is the sign that is looked for.
    Sign,
    /// It was looked at, and the sign is not there.
    Other,
    /// It is shown, and counted neither way.
    Apart,
    /// Nobody says.
    Unknown,
}

/// One thing that was looked at, and what was found.
#[derive(Clone, Debug)]
pub struct Finding {
    /// Position in the corpus; `None` where a trace leads to none.
    pub writeup: Option<usize>,
    pub state: &'static State,
    /// The day that puts it into a period; `None` where it is not known.
    pub day: Option<Date>,
    /// File and line, from 1, where it can be read; of what is gone the file alone.
    pub at: Option<(RepoPath, Option<usize>)>,
    /// Position in the history of the commit that brought it.
    pub commit: Option<usize>,
    /// The words round it.
    pub words: String,
    /// For a pair of sums: the two numbers.
    pub pair: Option<(u32, u32)>,
}

/// Everything that a marker looked at, empty where there is nothing anywhere; or why it cannot be told
/// here.
pub type Measured = Result<Vec<Finding>, &'static str>;

/// What markers look at.
#[derive(Clone, Copy, Debug)]
pub struct Readings<'a> {
    pub corpus: &'a Corpus,
    pub graph: &'a Graph,
    /// What tracked files outside of the write-ups name.
    pub citations: &'a [Citation],
    /// Whether there are files for newcomers, cite they a write-up or not.
    pub for_newcomers: bool,
    /// All that names a write-up in any tracked file, or seems to; or why that is not known.
    pub checked: Result<&'a Checked, &'static str>,
    pub questions: &'a [Question],
    /// What was imported of readers; `None` where nothing was.
    pub reads: Option<&'a Ledger>,
    /// What git knows, or why it knows nothing.
    pub past: Result<Past<'a>, &'static str>,
}

/// What names a write-up in tracked files, or seems to, as `links --check` reads it.
#[derive(Clone, Debug, Default)]
pub struct Checked {
    /// What leads to a write-up, each with the position of the commit that brought its line.
    pub held: Vec<(Citation, Option<usize>)>,
    pub astray: Vec<Astray>,
}

/// A word in a tracked file that is shaped like an id, and that no write-up answers to.
#[derive(Clone, Debug)]
pub struct Astray {
    pub path: RepoPath,
    /// From 1.
    pub line: usize,
    pub word: String,
    /// The line, trimmed of marks of comments.
    pub excerpt: String,
    /// Why no write-up has this id any more, where the settings say so.
    pub retired: Option<String>,
    /// Position in the history of the commit that brought the line.
    pub commit: Option<usize>,
}

/// What markers look at in the history.
#[derive(Clone, Copy, Debug)]
pub struct Past<'a> {
    pub history: &'a History,
    /// For each citation, the position of the commit that brought its line.
    pub brought: &'a [Option<usize>],
    /// For each write-up whose lines were gone through, the lines of today.
    pub standing: &'a [Option<Vec<Standing>>],
    /// For each write-up the position of the commit since which it is published.
    pub published: &'a [Option<usize>],
    pub counted: &'a Counted<'a>,
    /// Who took part, without what does not count.
    pub book: &'a Book,
    /// What named a write-up once.
    pub gone: &'a [Gone],
    pub config: &'a Config,
}

impl Past<'_> {
    /// Returns the day of a commit in UTC.
    pub fn day(&self, commit: usize) -> Option<Date> {
        day(self.history, commit)
    }

    /// Returns the event that brought a line, counted from 1, of a write-up.
    pub fn line(&self, writeup: usize, line: usize) -> Option<&Event> {
        let lines = self.standing.get(writeup)?.as_ref()?;
        event_of(self.history.lives.get(writeup)?, lines, line)
    }

    /// Returns where the author of a commit stood on its day, seen from a write-up.
    pub fn side(&self, writeup: &Writeup, commit: usize) -> Side {
        let people = self.history.people(commit);
        let author = people.first();
        let team = author.and_then(|author| self.config.team_of(&author.person, self.day(commit)));
        contributors::side(writeup, team.as_deref())
    }

    /// Whether a program made a commit.
    pub fn by_program(&self, commit: usize) -> bool {
        let people = self.history.people(commit);
        let author = people.first();
        author.is_some_and(|author| contributors::is_program(self.config, &author.person))
    }

    /// Whether nobody chose what an event brought: a sweep over many write-ups did, or a program.
    pub fn is_sweep(&self, event: &Event) -> bool {
        // What came with the write-up itself is its author's, though an import brought many at once.
        event.deed != Deed::Created
            && (matches!(self.counted.why(event), Err(Why::Bulk(_) | Why::Ignored))
                || self.by_program(event.commit))
    }
}

/// Returns the event in the life of a file that brought a line of today, counted from 1.
pub fn event_of<'a>(life: &'a Life, lines: &[Standing], line: usize) -> Option<&'a Event> {
    let line = line.checked_sub(1)?;
    let at = lines.partition_point(|lines| lines.lines.end <= line);
    let found = lines.get(at).filter(|lines| lines.lines.contains(&line))?;
    life.events.get(found.event?)
}

impl<'a> Readings<'a> {
    /// Yields the write-ups whose author is done: published, or old ones that claim nothing.
    pub fn told(&self) -> impl Iterator<Item = (usize, &'a Writeup)> {
        let writeups = self.corpus.writeups.iter().enumerate();
        writeups.filter(|(_, writeup)| is_told(writeup))
    }

    /// Returns a finding about a whole write-up, at its title, in the period of its incident.
    pub fn of(&self, writeup: usize, state: &'static State) -> Finding {
        let told = self.corpus.writeups.get(writeup);
        Finding {
            writeup: Some(writeup),
            state,
            day: told.and_then(Writeup::date),
            at: told.map(|told| self.at(told, told.title_span().start())),
            commit: None,
            words: String::new(),
            pair: None,
        }
    }

    /// Returns a finding about the review of a write-up: it lies in the period of the review, where its day
    /// is told.
    pub fn of_review(&self, writeup: usize, state: &'static State) -> Finding {
        let found = self.of(writeup, state);
        let told = self.corpus.writeups.get(writeup);
        let review = told.and_then(|told| told.meta.review.as_deref());
        let day = review.and_then(|review| review.date.as_ref());
        Finding {
            day: day.map(|day| day.value).or(found.day),
            ..found
        }
    }

    /// Returns file and line of a place in a write-up.
    pub fn at(&self, writeup: &Writeup, offset: usize) -> (RepoPath, Option<usize>) {
        let line = self.corpus.files.line_number(writeup.file, offset);
        (writeup.path.clone(), Some(line))
    }
}

/// Whether an author is done with a write-up.
pub fn is_told(writeup: &Writeup) -> bool {
    let status = writeup.meta.status.as_ref().map(|status| status.value);
    status.is_none_or(|status| status == Status::Published)
}

impl State {
    const fn new(words: &'static str, weight: Weight) -> Self {
        Self { words, weight }
    }

    const fn sign(words: &'static str) -> Self {
        Self::new(words, Weight::Sign)
    }

    const fn other(words: &'static str) -> Self {
        Self::new(words, Weight::Other)
    }

    const fn apart(words: &'static str) -> Self {
        Self::new(words, Weight::Apart)
    }

    const fn unknown(words: &'static str) -> Self {
        Self::new(words, Weight::Unknown)
    }

    fn counts(&self) -> bool {
        matches!(self.weight, Weight::Sign | Weight::Other)
    }
}
