//! The guest book for programs: with every commit behind what it says.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;

use super::one::{heading, headings};
use super::{Picture, day, role_word, roles, side_word, why_words};
use crate::contributors::{Contributor, Part, Story, Why};
use crate::model::{self, Writeup};
use crate::render::rows;

#[derive(Serialize)]
struct Person<'a> {
    name: &'a str,
    email: &'a str,
    /// `null` is unknown.
    team: Option<&'a str>,
    first: String,
    last: String,
    writeups: Vec<PartOf<'a>>,
}

#[derive(Serialize)]
struct PartOf<'a> {
    id: &'a str,
    roles: Vec<&'static str>,
    team: Option<&'a str>,
    /// `closest`, `elsewhere`, or `null` for unknown.
    side: Option<&'static str>,
    first: String,
    last: String,
    commits: Vec<Act<'a>>,
}

#[derive(Serialize)]
struct Act<'a> {
    commit: &'a str,
    role: &'static str,
    /// Why it is no part in the story; `null` when it is one.
    left_out: Option<String>,
}

pub(super) fn write_all(out: &mut dyn Write, picture: Picture<'_>) -> io::Result<()> {
    let people: Vec<Person<'_>> = picture
        .book
        .people
        .iter()
        .map(|one| person(picture, one))
        .collect();
    let unsigned = picture
        .book
        .unsigned
        .iter()
        .filter_map(|at| picture.writeup(*at));
    let unsigned: Vec<&str> = unsigned.map(Writeup::id).collect();
    let body = serde_json::json!({
        "contributors": people,
        "unsigned": unsigned,
        "left_out": { "bulk_commits": picture.book.sweeps, "bulk": picture.corpus.config.bulk },
    });
    rows::write_json(out, "contributors", &body)
}

fn person<'a>(picture: Picture<'a>, person: &'a Contributor) -> Person<'a> {
    Person {
        name: &person.person.name,
        email: &person.person.email,
        team: person.team.as_deref(),
        first: day(person.first),
        last: day(person.last),
        writeups: person.parts.iter().map(|one| part(picture, one)).collect(),
    }
}

fn part<'a>(picture: Picture<'a>, part: &'a Part) -> PartOf<'a> {
    let act = |act: &crate::contributors::Act| Act {
        commit: picture
            .history
            .commits
            .get(act.commit)
            .map_or("", |commit| &commit.id),
        role: role_word(act.role),
        left_out: act.why.map(why_words),
    };
    PartOf {
        id: picture
            .corpus
            .writeups
            .get(part.writeup)
            .map_or("", Writeup::id),
        roles: part.roles.iter().map(|role| role_word(*role)).collect(),
        team: part.team.as_deref(),
        side: side_word(part.side),
        first: day(part.first),
        last: day(part.last),
        commits: part.acts.iter().map(act).collect(),
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
