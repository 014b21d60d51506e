//! Floor 5: who took part in telling the stories.
//!
//! A guest book: people with what they took part in, whoever was here last first. No counts of
//! commits or lines, nobody ranked. What is no part in a story (a sweep over many write-ups, a move,
//! layout) is kept beside it, with why.

mod counted;
mod people;
mod story;
mod teams;

use std::collections::{BTreeMap, BTreeSet};

use crate::corpus::Corpus;
use crate::history::{History, Role};
use crate::model::{Date, Moment, Person};

pub use counted::{Counted, Why};
pub use people::is_bot as is_program;
pub use story::{Hand, SectionHands, Stand, Story, parts, stands, story, touched};
pub use teams::{Side, side};

use people::People;

/// Which part of the history is asked for. The days are those of the commits' authors.
#[derive(Clone, Copy, Debug, Default)]
pub struct Asked {
    /// The first day.
    pub since: Option<Date>,
    /// The last day.
    pub until: Option<Date>,
    /// Whether commits that are no part in a story are listed as well.
    pub all: bool,
}

/// Everybody who took part.
#[derive(Clone, Debug, Default)]
pub struct Book {
    /// Whoever was here last first, then by name.
    pub people: Vec<Contributor>,
    /// Write-ups of which nobody is known to have written a word, though commits hold them.
    pub unsigned: Vec<usize>,
    /// Whether all days were asked for: else it is not known who is here for the first time, or in no story.
    pub every_day: bool,
    /// How many commits over too many write-ups were left out.
    pub sweeps: usize,
    who: People,
    /// Position in `people` by the number of a person.
    places: BTreeMap<usize, usize>,
}

/// Somebody who took part.
#[derive(Clone, Debug)]
pub struct Contributor {
    pub person: Person,
    /// Their team when they were here last; `None` is unknown.
    pub team: Option<String>,
    /// What they took part in, the last first.
    pub parts: Vec<Part>,
    pub first: Moment,
    pub last: Moment,
}

/// One person's part in one write-up.
#[derive(Clone, Debug)]
pub struct Part {
    /// Position in the corpus.
    pub writeup: usize,
    /// How, nearest to the text first, each once. Empty where nothing that they did counts.
    pub roles: Vec<Role>,
    pub first: Moment,
    pub last: Moment,
    /// Their team at the last of it; `None` is unknown.
    pub team: Option<String>,
    pub side: Side,
    /// The commits behind it, newest first.
    pub acts: Vec<Act>,
}

/// A commit in which somebody took part.
#[derive(Clone, Debug)]
pub struct Act {
    /// Position in the history.
    pub commit: usize,
    pub role: Role,
    /// Why it does not count, if it does not.
    pub why: Option<Why>,
}

impl Book {
    /// Returns the name under which a person is in this book; `None` for somebody who is not.
    pub fn known(&self, person: &Person) -> Option<&Contributor> {
        let number = self.who.find(person)?;
        self.people.get(*self.places.get(&number)?)
    }
}

/// Returns everybody who took part. `history` holds the lives of the corpus' write-ups, in order.
/// Files are followed through their renames; programs are left out.
pub fn tally(corpus: &Corpus, history: &History, asked: Asked) -> Book {
    let counted = Counted::of(history, corpus.config.bulk);
    let mut who = People::default();
    let mut parts: BTreeMap<usize, BTreeMap<usize, Part>> = BTreeMap::new();
    let mut sweeps = BTreeSet::new();
    let mut signed_by: BTreeSet<usize> = BTreeSet::new();
    // In the order of the history, so that people go by the name that they use today.
    let mut events: Vec<(usize, usize, Result<(), Why>)> = Vec::new();
    for (writeup, life) in history.lives.iter().enumerate() {
        for event in &life.events {
            if within(history, event.commit, asked) {
                events.push((event.commit, writeup, counted.why(event)));
            }
        }
    }
    events.sort_by_key(|(commit, writeup, _)| (*commit, *writeup));
    // Who signed a commit is asked once, however many write-ups it touched.
    let mut signed: (usize, Vec<(usize, Role, bool)>) = (usize::MAX, Vec::new());
    for (at, writeup, why) in events {
        if let Err(Why::Bulk(_)) = why {
            sweeps.insert(at);
        }
        if why.is_err() && !asked.all {
            continue;
        }
        let Some(commit) = history.commits.get(at) else {
            continue;
        };
        if signed.0 != at {
            let mut people = Vec::new();
            for signed in history.people(at) {
                let bot = people::is_bot(&corpus.config, &signed.person);
                if !bot || asked.all {
                    people.push((who.number(&signed.person), signed.role, bot));
                }
            }
            signed = (at, people);
        }
        for &(number, role, bot) in &signed.1 {
            let part = parts.entry(number).or_default().entry(writeup);
            let part = part.or_insert_with(|| Part {
                writeup,
                roles: Vec::new(),
                first: commit.at,
                last: commit.at,
                team: None,
                side: Side::Unknown,
                acts: Vec::new(),
            });
            let why = if bot { Some(Why::Program) } else { why.err() };
            part.first = part.first.min(commit.at);
            part.last = part.last.max(commit.at);
            if why.is_none() {
                signed_by.insert(writeup);
                if let Err(place) = part.roles.binary_search(&role) {
                    part.roles.insert(place, role);
                }
            }
            part.acts.push(Act {
                commit: at,
                role,
                why,
            });
        }
    }
    let every_day = asked.since.is_none() && asked.until.is_none();
    let mut book = Book {
        people: contributors(corpus, &who, parts),
        sweeps: sweeps.len(),
        // Who wrote a story may have signed on another day.
        unsigned: if every_day {
            unsigned(history, &signed_by)
        } else {
            Vec::new()
        },
        every_day,
        ..Book::default()
    };
    for (place, contributor) in book.people.iter().enumerate() {
        book.places
            .extend(who.find(&contributor.person).map(|number| (number, place)));
    }
    book.who = who;
    book
}

fn contributors(
    corpus: &Corpus,
    who: &People,
    parts: BTreeMap<usize, BTreeMap<usize, Part>>,
) -> Vec<Contributor> {
    let one = |(number, parts): (usize, BTreeMap<usize, Part>)| {
        let person = who.get(number)?.clone();
        let mut parts: Vec<Part> = parts.into_values().collect();
        for part in &mut parts {
            part.team = corpus.config.team_of(&person, part.last.date());
            let writeup = corpus.writeups.get(part.writeup);
            part.side = writeup.map_or(Side::Unknown, |told| side(told, part.team.as_deref()));
        }
        parts.sort_by(|left, right| (right.last, left.writeup).cmp(&(left.last, right.writeup)));
        let last = parts.first()?.last;
        Some(Contributor {
            team: corpus.config.team_of(&person, last.date()),
            first: parts.iter().map(|part| part.first).min()?,
            person,
            parts,
            last,
        })
    };
    let mut people: Vec<Contributor> = parts.into_iter().filter_map(one).collect();
    people.sort_by(|left, right| {
        let names = left.person.shown().cmp(right.person.shown());
        right.last.cmp(&left.last).then(names)
    });
    people
}

/// Returns the write-ups that history knows and nobody signed.
fn unsigned(history: &History, signed_by: &BTreeSet<usize>) -> Vec<usize> {
    let lives = history.lives.iter().enumerate();
    lives
        .filter(|(at, life)| !life.events.is_empty() && !signed_by.contains(at))
        .map(|(at, _)| at)
        .collect()
}

/// Whether a commit lies within the days that are asked for. One whose day cannot be told lies in no
/// span with an end.
fn within(history: &History, commit: usize, asked: Asked) -> bool {
    if asked.since.is_none() && asked.until.is_none() {
        return true;
    }
    let day = history
        .commits
        .get(commit)
        .and_then(|commit| commit.at.date());
    day.is_some_and(|day| {
        asked.since.is_none_or(|since| since <= day) && asked.until.is_none_or(|until| day <= until)
    })
}
