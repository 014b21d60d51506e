//! Which team a reader is of, as the settings and the write-ups know them.

use std::collections::BTreeSet;

use super::memo::Memo;
use crate::config::Config;
use crate::corpus::Corpus;
use crate::model::{Date, Person, Writeup};

/// Most teams that are told apart.
pub(super) const TEAMS_MAX: usize = 4096;
/// Readers whose teams are remembered, as a power of two.
const KNOWN_BITS: u32 = 12;

/// The teams, and what was looked up on a day.
#[derive(Debug)]
pub(super) struct Sides {
    /// Names of teams, sorted; the first is that of none.
    pub(super) names: Vec<String>,
    known: Memo<Option<u16>>,
    day: Option<Date>,
}

impl Sides {
    pub(super) fn of(corpus: &Corpus) -> Self {
        Self {
            names: names(corpus),
            known: Memo::new(KNOWN_BITS),
            day: None,
        }
    }

    /// Returns the number of the team that a user or a header names on a day.
    pub(super) fn team(&mut self, config: &Config, who: &[u8], day: Date) -> Option<u16> {
        if who.is_empty() || who == b"-" {
            return None;
        }
        // Teams change their members from one day to another.
        if self.day != Some(day) {
            self.known.forget();
            self.day = Some(day);
        }
        let names = &self.names;
        self.known.get(who, || team_of(config, names, who, day))
    }
}

/// Returns the names of teams that are known here, that of none first. What another log calls a team may
/// well be a person.
fn names(corpus: &Corpus) -> Vec<String> {
    let named = corpus.config.teams.iter().map(|team| &team.name.value);
    let told = corpus.writeups.iter().flat_map(closest);
    let names: BTreeSet<&String> = named.chain(told).collect();
    let plain = |name: &&String| !name.is_empty() && !name.chars().any(char::is_control);
    let names = names.into_iter().filter(plain).take(TEAMS_MAX - 1);
    std::iter::once(String::new())
        .chain(names.cloned())
        .collect()
}

fn closest(writeup: &Writeup) -> impl Iterator<Item = &String> {
    writeup.meta.teams.iter().map(|team| &team.value)
}

fn team_of(config: &Config, teams: &[String], who: &[u8], day: Date) -> Option<u16> {
    let who = std::str::from_utf8(who).ok()?.trim();
    let known = |name: &str| {
        let known = teams
            .iter()
            .position(|team| !team.is_empty() && team.eq_ignore_ascii_case(name));
        known.and_then(|at| u16::try_from(at).ok())
    };
    let person = if who.contains('@') {
        Person {
            name: String::new(),
            email: who.to_owned(),
        }
    } else {
        Person {
            name: who.to_owned(),
            email: String::new(),
        }
    };
    known(who).or_else(|| known(&config.team_of(&person, Some(day))?))
}
