//! The guest book for programs: with every commit behind what it says.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;

use super::one::{heading, headings};
use super::{Picture, day, role_word, roles, side_word, why_words};
use crate::contributors::{Contributor, Part, Story, Why};
use crate::model::{self, Writeup};
use crate::render::rows::{self, Each};

// The keys stand in the order of the alphabet, which the other answers get from `json!`.

#[derive(Serialize)]
struct Everybody<P, U> {
    contributors: P,
    left_out: LeftOut,
    unsigned: U,
}

#[derive(Serialize)]
struct LeftOut {
    bulk: usize,
    bulk_commits: usize,
}

#[derive(Serialize)]
struct Person<'a, P> {
    email: &'a str,
    first: String,
    last: String,
    name: &'a str,
    /// `null` is unknown.
    team: Option<&'a str>,
    writeups: P,
}

#[derive(Serialize)]
struct PartOf<'a, C> {
    commits: C,
    first: String,
    id: &'a str,
    last: String,
    roles: Vec<&'static str>,
    /// `closest`, `elsewhere`, or `null` for unknown.
    side: Option<&'static str>,
    team: Option<&'a str>,
}

#[derive(Serialize)]
struct Act<'a> {
    commit: &'a str,
    /// Why it is no part in the story; `null` when it is one.
    left_out: Option<String>,
    role: &'static str,
}

/// Writes everybody with all that they took part in, one commit after the other: together they are longer
/// than the history is.
pub(super) fn write_all(out: &mut dyn Write, picture: Picture<'_>) -> io::Result<()> {
    let book = picture.book;
    let unsigned = || {
        let writeups = book.unsigned.iter().filter_map(|at| picture.writeup(*at));
        writeups.map(Writeup::id)
    };
    let body = Everybody {
        contributors: Each(|| book.people.iter().map(|one| person(picture, one))),
        left_out: LeftOut {
            bulk: picture.corpus.config.bulk,
            bulk_commits: book.sweeps,
        },
        unsigned: Each(unsigned),
    };
    rows::write_json(out, "contributors", &body)
}

fn person<'a>(picture: Picture<'a>, person: &'a Contributor) -> impl Serialize {
    Person {
        email: &person.person.email,
        first: day(person.first),
        last: day(person.last),
        name: &person.person.name,
        team: person.team.as_deref(),
        writeups: Each(move || person.parts.iter().map(move |one| part(picture, one))),
    }
}

fn part<'a>(picture: Picture<'a>, part: &'a Part) -> impl Serialize {
    let (writeups, commits) = (&picture.corpus.writeups, &picture.history.commits);
    let act = |act: &crate::contributors::Act| Act {
        commit: commits.get(act.commit).map_or("", |commit| &commit.id),
        left_out: act.why.map(why_words),
        role: role_word(act.role),
    };
    PartOf {
        commits: Each(move || part.acts.iter().map(act)),
        first: day(part.first),
        id: writeups.get(part.writeup).map_or("", Writeup::id),
        last: day(part.last),
        roles: part.roles.iter().map(|role| role_word(*role)).collect(),
        side: side_word(part.side),
        team: part.team.as_deref(),
    }
}

pub(super) fn write_one(
    out: &mut dyn Write,
    picture: Picture<'_>,
    told: &Writeup,
    taking: &[(&Contributor, &Part)],
    story: &Story,
) -> io::Result<()> {
    let name = |person: &model::Person| person.shown().to_owned();
    let commit = |at: usize| picture.commit(at);
    let people: Vec<_> = taking
        .iter()
        .map(|(person, one)| {
            let mut value = serde_json::json!(part(picture, one));
            let when = |after: bool| {
                let published = story.published?;
                Some(one.acts.iter().any(|act| (act.commit < published) == after))
            };
            if let Some(fields) = value.as_object_mut() {
                fields.remove("id");
                let more = serde_json::json!({
                    "name": person.person.name,
                    "email": person.person.email,
                    "part": roles(one),
                    "sections": headings(story, person),
                    "before_publication": when(false),
                    "after_publication": when(true),
                });
                fields.extend(more.as_object().cloned().unwrap_or_default());
            }
            value
        })
        .collect();
    let sections: Vec<_> = story
        .sections
        .iter()
        .map(|section| {
            let names = |stands| {
                let hands = section
                    .hands
                    .iter()
                    .filter(move |hand| hand.stands == stands);
                hands.map(|hand| name(&hand.person)).collect::<Vec<_>>()
            };
            serde_json::json!({
                "heading": heading(&section.heading),
                "line": section.line,
                "standing": names(true),
                "rewritten_since": names(false),
            })
        })
        .collect();
    let standing: Vec<_> = story
        .standing
        .iter()
        .map(|stand| {
            let commit = stand.commit.and_then(commit);
            serde_json::json!({
                "line": stand.from,
                "end_line": stand.to,
                "commit": commit.map(|commit| &commit.id),
                "date": commit.map(|commit| day(commit.at)),
                "people": stand.people.iter().map(name).collect::<Vec<_>>(),
            })
        })
        .collect();
    let published = story.published.and_then(commit);
    let body = serde_json::json!({
        "writeup": {
            "id": told.id(),
            "path": told.path.as_str(),
            "title": told.title(),
            "published": published.map(|commit| day(commit.at)),
        },
        "contributors": people,
        "sections": sections,
        "standing": standing,
        "pull_requests": story.pulls,
        "commits": taken(picture, told),
    });
    rows::write_json(out, "contributors", &body)
}

/// Returns every commit of the write-up's life.
fn taken(picture: Picture<'_>, told: &Writeup) -> Vec<serde_json::Value> {
    let Some(at) = picture.corpus.at(&told.path) else {
        return Vec::new();
    };
    let whys: BTreeMap<usize, Option<Why>> = commits(picture, at).into_iter().collect();
    let events = picture
        .history
        .lives
        .get(at)
        .into_iter()
        .flat_map(|life| &life.events);
    let shown = events.filter_map(|event| {
        let why = whys.get(&event.commit)?;
        let commit = picture.commit(event.commit)?;
        Some(serde_json::json!({
            "commit": commit.id,
            "date": day(commit.at),
            "subject": commit.subject(),
            "path": event.path.as_str(),
            "pull_request": commit.pull_request(),
            "left_out": why.map(why_words),
        }))
    });
    shown.collect()
}

/// Returns the commits that touched a write-up, newest first, with why those do not count that do not.
pub(super) fn commits(picture: Picture<'_>, writeup: usize) -> Vec<(usize, Option<Why>)> {
    crate::contributors::touched(picture.corpus, picture.history, writeup)
}
