//! The guest book: who took part, in the whole corpus or in one write-up.

mod book;
mod json;
mod lines;
mod one;

use std::collections::BTreeSet;

use crate::contributors::{Book, Part, Side, Why};
use crate::corpus::Corpus;
use crate::history::{Commit, History, Role};
use crate::model::{Date, Moment, Writeup};
use crate::render::style::safe;

pub use book::{write_all, write_known};
pub use lines::write_lines;
pub use one::write_one;

/// Everything that the views draw from.
#[derive(Clone, Copy, Debug)]
pub struct Picture<'a> {
    pub corpus: &'a Corpus,
    pub history: &'a History,
    pub book: &'a Book,
    pub today: Date,
}

impl Picture<'_> {
    fn writeup(&self, at: usize) -> Option<&Writeup> {
        self.corpus.writeups.get(at)
    }

    fn commit(&self, at: usize) -> Option<&Commit> {
        self.history.commits.get(at)
    }
}

/// Returns how somebody took part; why it does not count, where nothing does.
fn roles(part: &Part) -> Vec<String> {
    if part.roles.is_empty() {
        let why: BTreeSet<Why> = part.acts.iter().filter_map(|act| act.why).collect();
        return why.into_iter().map(why_words).collect();
    }
    part.roles
        .iter()
        .map(|role| role_word(*role).to_owned())
        .collect()
}

fn role_word(role: Role) -> &'static str {
    match role {
        Role::Author => "wrote",
        Role::CoAuthor => "co-wrote",
        Role::Reviewer => "reviewed",
        Role::Helper => "helped",
    }
}

/// Returns what a commit did that is no part in a story.
fn why_words(why: Why) -> String {
    match why {
        Why::Bulk(writeups) => format!("touched {writeups} at once"),
        Why::Ignored => "looked past".to_owned(),
        Why::Moved => "moved it".to_owned(),
        Why::Merged => "merged its sides".to_owned(),
        Why::Removed => "took it away".to_owned(),
        Why::Links => "links only".to_owned(),
        Why::FrontMatter => "front matter only".to_owned(),
        Why::Space => "layout only".to_owned(),
        Why::Nothing => "changed nothing".to_owned(),
        Why::Unknown => "cannot be read".to_owned(),
        Why::Program => "a program".to_owned(),
    }
}

fn side_word(side: Side) -> Option<&'static str> {
    match side {
        Side::Closest => Some("closest"),
        Side::Elsewhere => Some("elsewhere"),
        Side::Unknown => None,
    }
}

fn day(moment: Moment) -> String {
    moment
        .date()
        .map_or_else(|| "unknown".to_owned(), |date| date.to_string())
}

/// Returns the team, and where it stands seen from the write-up.
fn whereabouts(part: &Part) -> String {
    let team = safe(part.team.as_deref().unwrap_or("unknown"));
    match side_word(part.side) {
        Some(side) => format!("{team} ({side})"),
        None => team.into_owned(),
    }
}

fn people(number: usize) -> String {
    match number {
        1 => "1 person".to_owned(),
        _ => format!("{number} people"),
    }
}
