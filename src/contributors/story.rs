//! One write-up, line by line: who was at which section, and whose lines stand.

use std::collections::BTreeSet;

use super::Book;
use super::counted::{Counted, Why};
use crate::corpus::Corpus;
use crate::history::{History, Lines, Role, Signed, Standing};
use crate::model::{Person, Writeup};

/// Who was where in one write-up.
#[derive(Clone, Debug, Default)]
pub struct Story {
    /// By today's headings, in reading order; what stands before the first is the hook.
    pub sections: Vec<SectionHands>,
    /// All lines of today that somebody wrote, in order.
    pub standing: Vec<Stand>,
    /// Pull requests that the commits name, newest first.
    pub pulls: Vec<String>,
    /// Position in the history of the commit that published it, when that is known.
    pub published: Option<usize>,
}

/// A section, and who was at it.
#[derive(Clone, Debug)]
pub struct SectionHands {
    /// The heading; empty for the hook.
    pub heading: String,
    /// Line of the heading, from 1.
    pub line: usize,
    /// Whoever was there last first.
    pub hands: Vec<Hand>,
}

/// Somebody who was at a section.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hand {
    pub person: Person,
    /// Whether a line of theirs stands in it today.
    pub stands: bool,
}

/// Lines that stand, with the commit that brought them.
#[derive(Clone, Debug)]
pub struct Stand {
    /// First and last line, from 1.
    pub from: usize,
    pub to: usize,
    /// Position in the history; `None` for what is not committed yet.
    pub commit: Option<usize>,
    /// Authors and co-authors.
    pub people: Vec<Person>,
}

/// Returns the lines, from 0, at which the parts of a write-up begin: the front matter, the hook, then
/// each section. What `history::lines` wants.
pub fn parts(corpus: &Corpus, writeup: &Writeup) -> Vec<usize> {
    let line = |offset: usize| {
        corpus
            .files
            .position(writeup.file, offset)
            .line
            .saturating_sub(1)
    };
    let mut starts = vec![0, line(writeup.hook.start())];
    starts.extend(
        writeup
            .sections
            .iter()
            .map(|section| line(section.heading.span.start())),
    );
    // A heading above the title would come before the hook.
    let mut least = 0;
    for start in &mut starts {
        *start = least.max(*start);
        least = *start;
    }
    starts
}

/// Puts together who was where. `lines` were found with the [`parts`] of the write-up; `published` is
/// the position in its life of the event that published it.
pub fn story(
    corpus: &Corpus,
    history: &History,
    writeup: usize,
    book: &Book,
    lines: &Lines,
    published: Option<usize>,
) -> Story {
    let (Some(told), Some(life)) = (corpus.writeups.get(writeup), history.lives.get(writeup))
    else {
        return Story::default();
    };
    let counted = Counted::of(history, corpus.config.bulk);
    let counts = |at: &usize| {
        let event = life.events.get(*at)?;
        counted.why(event).is_ok().then_some(event.commit)
    };
    let starts = parts(corpus, told);
    let standing = stands(history, writeup, book, &lines.standing);
    // Nobody has a say in an empty line.
    let text = corpus.files.whole(told.file);
    let written: Vec<bool> = text
        .split('\n')
        .map(|line| !line.trim().is_empty())
        .collect();
    let mut sections = Vec::new();
    let headings = std::iter::once(String::new()).chain(
        told.sections
            .iter()
            .map(|section| section.heading.text.value.clone()),
    );
    for (place, heading) in headings.enumerate() {
        // The first part is the front matter.
        let part = place + 1;
        let Some(&start) = starts.get(part) else {
            continue;
        };
        let end = starts.get(part + 1).copied().unwrap_or(usize::MAX);
        let said = |stand: &&Stand| {
            let from = stand.from.saturating_sub(1).max(start);
            let lines = written.get(from..stand.to.min(end).min(written.len()));
            lines.is_some_and(|lines| lines.iter().any(|said| *said))
        };
        let here: BTreeSet<&Person> = standing
            .iter()
            .filter(said)
            .flat_map(|stand| &stand.people)
            .collect();
        let mut hands: Vec<Hand> = Vec::new();
        let touched = lines
            .touched
            .iter()
            .filter(|(_, parts)| parts.contains(&part));
        for commit in touched.filter_map(|(at, _)| counts(at)) {
            for person in authors(history, book, commit) {
                let stands = here.contains(&person);
                if hands.iter().all(|hand| hand.person != person) {
                    hands.push(Hand { person, stands });
                }
            }
        }
        sections.push(SectionHands {
            heading,
            line: start + 1,
            hands,
        });
    }
    let mut pulls: Vec<String> = Vec::new();
    for commit in life
        .events
        .iter()
        .filter_map(|event| history.commits.get(event.commit))
    {
        let pull = commit.pull_request().map(str::to_owned);
        pulls.extend(pull.filter(|pull| !pulls.contains(pull)));
    }
    let published = published.and_then(|at| Some(life.events.get(at)?.commit));
    Story {
        sections,
        standing,
        pulls,
        published,
    }
}

/// Returns who brought the lines that stand in a write-up.
pub fn stands(history: &History, writeup: usize, book: &Book, lines: &[Standing]) -> Vec<Stand> {
    let events = history
        .lives
        .get(writeup)
        .map(|life| life.events.as_slice());
    let events = events.unwrap_or_default();
    let mut stands = Vec::with_capacity(lines.len());
    for stand in lines {
        let commit = stand.event.and_then(|at| Some(events.get(at)?.commit));
        let people = commit.map(|commit| authors(history, book, commit));
        stands.push(Stand {
            from: stand.lines.start + 1,
            to: stand.lines.end,
            commit,
            people: people.unwrap_or_default(),
        });
    }
    stands
}

/// Returns the authors and co-authors of a commit, under the names that the book has for them. Who is
/// in no book, such as a program, goes by the name that the commit has.
fn authors(history: &History, book: &Book, commit: usize) -> Vec<Person> {
    let signed = history.people(commit).into_iter();
    let signed = signed.filter(|signed| signed.role <= Role::CoAuthor);
    let name = |signed: Signed| match book.known(&signed.person) {
        Some(known) => known.person.clone(),
        None => Person::clone(&signed.person),
    };
    signed.map(name).collect()
}

/// Returns the commits that touched a write-up, newest first, with why those do not count that do not.
pub fn touched(corpus: &Corpus, history: &History, writeup: usize) -> Vec<(usize, Option<Why>)> {
    let counted = Counted::of(history, corpus.config.bulk);
    let events = history
        .lives
        .get(writeup)
        .into_iter()
        .flat_map(|life| &life.events);
    let judged = events.map(|event| (event.commit, counted.why(event).err()));
    judged.collect()
}
