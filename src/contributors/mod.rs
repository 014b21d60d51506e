//! Floor 5: who took part in telling the stories.
//!
//! A guest book: people with what they took part in, whoever was here last first. No counts of
//! commits or lines, nobody ranked. What is no part in a story (a sweep over many write-ups, a move,
//! layout) is kept beside it, with why.

mod counted;
mod people;
mod story;
mod teams;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use crate::corpus::Corpus;
use crate::history::{History, Role, Signed};
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
#[derive(Clone, Copy, Debug)]
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
    let mut spelt: HashMap<Arc<Person>, Option<(usize, bool)>> = HashMap::new();
    let mut took_part: Vec<TookPart> = Vec::new();
    let mut sweeps = BTreeSet::new();
    let mut is_signed = vec![false; history.lives.len()];
    // In the order of the history, so that people go by the name that they use today.
    let mut events: Vec<(usize, usize, Result<(), Why>)> = Vec::new();
    for (writeup, life) in history.lives.iter().enumerate() {
        for event in &life.events {
            if within(history, event.commit, asked) {
                events.push((event.commit, writeup, counted.why(event)));
            }
        }
    }
    events.sort_unstable_by_key(|(commit, writeup, _)| (*commit, *writeup));
    // Who signed a commit is asked once, however many write-ups it touched.
    for touched in events.chunk_by(|(one, ..), (other, ..)| one == other) {
        let mut people: Option<Vec<(usize, Role, bool)>> = None;
        for &(commit, writeup, why) in touched {
            if let Err(Why::Bulk(_)) = why {
                sweeps.insert(commit);
            }
            if why.is_err() && !asked.all {
                continue;
            }
            let people = people.get_or_insert_with(|| {
                let signed = history.people(commit).into_iter();
                let counted = signed.filter_map(|Signed { person, role }| {
                    // Most sign the same way each time.
                    let known = spelt.entry(person).or_insert_with_key(|person| {
                        let bot = people::is_bot(&corpus.config, person);
                        (!bot || asked.all).then(|| (who.number(person), bot))
                    });
                    known.map(|(number, bot)| (number, role, bot))
                });
                counted.collect()
            });
            for &(person, role, bot) in people.iter() {
                let why = if bot { Some(Why::Program) } else { why.err() };
                if let Some(is_signed) = is_signed.get_mut(writeup) {
                    *is_signed |= why.is_none();
                }
                let act = Act { commit, role, why };
                took_part.push(TookPart {
                    person,
                    writeup,
                    act,
                });
            }
        }
    }
    // Of one person in one write-up they stay in their order.
    took_part.sort_by_key(|one| (one.person, one.writeup));
    let every_day = asked.since.is_none() && asked.until.is_none();
    let mut book = Book {
        people: contributors(corpus, history, &who, &took_part),
        sweeps: sweeps.len(),
        // Who wrote a story may have signed on another day.
        unsigned: if every_day {
            unsigned(history, &is_signed)
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

/// That somebody took part in a write-up, in one commit.
struct TookPart {
    /// Their number.
    person: usize,
    writeup: usize,
    act: Act,
}

/// Returns the part that some acts of one person in one write-up are; `None` where there are none.
fn part(corpus: &Corpus, history: &History, person: &Person, acts: &[TookPart]) -> Option<Part> {
    let at = |one: &TookPart| Some(history.commits.get(one.act.commit)?.at);
    let last = acts.iter().filter_map(at).max()?;
    let counted = acts.iter().filter(|one| one.act.why.is_none());
    let mut roles: Vec<Role> = counted.map(|one| one.act.role).collect();
    roles.sort_unstable();
    roles.dedup();
    let writeup = acts.first()?.writeup;
    let team = corpus.config.team_of(person, last.date());
    let told = corpus.writeups.get(writeup);
    Some(Part {
        writeup,
        roles,
        first: acts.iter().filter_map(at).min()?,
        last,
        side: told.map_or(Side::Unknown, |told| side(told, team.as_deref())),
        team,
        acts: acts.iter().map(|one| one.act).collect(),
    })
}

/// Returns those who took part, who are sorted by person and write-up.
fn contributors(
    corpus: &Corpus,
    history: &History,
    who: &People,
    took_part: &[TookPart],
) -> Vec<Contributor> {
    let one = |took_part: &[TookPart]| {
        let person = who.get(took_part.first()?.person)?.clone();
        let parts = took_part.chunk_by(|one, other| one.writeup == other.writeup);
        let parts = parts.filter_map(|acts| part(corpus, history, &person, acts));
        let mut parts: Vec<Part> = parts.collect();
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
    let people = took_part.chunk_by(|one, other| one.person == other.person);
    let mut people: Vec<Contributor> = people.filter_map(one).collect();
    people.sort_by(|left, right| {
        let names = left.person.shown().cmp(right.person.shown());
        right.last.cmp(&left.last).then(names)
    });
    people
}

/// Returns the write-ups that history knows and nobody signed.
fn unsigned(history: &History, is_signed: &[bool]) -> Vec<usize> {
    let lives = history.lives.iter().zip(is_signed).enumerate();
    lives
        .filter(|(_, (life, is_signed))| !life.events.is_empty() && !**is_signed)
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
