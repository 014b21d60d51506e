//! The guest book: who took part, in the whole corpus or in one write-up.

use std::io::{self, Write};

use serde::Serialize;

use crate::contributors::{Contributor, Part};
use crate::corpus::Corpus;
use crate::history::Role;
use crate::model::{Moment, Writeup};
use crate::render::rows::{self, Format, Table};
use crate::render::style::{self, Look, count, safe};

/// Writes everybody, with what they took part in.
pub fn write_all(
    out: &mut dyn Write,
    format: Format,
    corpus: &Corpus,
    people: &[Contributor],
    look: Look,
) -> io::Result<()> {
    if format == Format::Json {
        let people: Vec<Person<'_>> = people.iter().map(|person| json(corpus, person)).collect();
        return rows::write_json(
            out,
            "contributors",
            &serde_json::json!({ "contributors": people }),
        );
    }
    if people.is_empty() {
        return writeln!(out, "Nobody has signed yet: no commit holds a write-up.");
    }
    let told: std::collections::BTreeSet<usize> = people
        .iter()
        .flat_map(|person| &person.parts)
        .map(|part| part.writeup)
        .collect();
    writeln!(
        out,
        "{}",
        look.paint(
            style::Role::Strong,
            "Who has been part of telling these stories"
        )
    )?;
    let mut facts = vec![count(told.len(), "write-up"), people_counted(people.len())];
    facts.extend(span(people));
    writeln!(out, "{}\n", look.paint(style::Role::Dim, facts.join(" · ")))?;
    let teams = people.iter().any(|person| person.team.is_some());
    let mut head = vec!["person", "last here", "took part in"];
    if teams {
        head.insert(1, "team");
    }
    let mut table = Table {
        head,
        ..Table::default()
    };
    for person in people {
        let mut row = vec![safe(&style::fit(person.person.shown(), 28)).into_owned()];
        if teams {
            row.push(safe(person.team.as_deref().unwrap_or("unknown")).into_owned());
        }
        row.push(day(person.last));
        table.rows.push(row);
    }
    // The last column takes what the others leave.
    let columns = table.rows.iter().map(Vec::len).max().unwrap_or(0);
    let widest = |column: usize| {
        table
            .rows
            .iter()
            .filter_map(|row| row.get(column))
            .map(|cell| cell.chars().count())
            .max()
    };
    let taken: usize = (0..columns)
        .filter_map(widest)
        .map(|width| width.max(9) + 2)
        .sum();
    // One blank stands behind the last column as behind every other.
    let room = look.width.saturating_sub(taken + 2);
    for (row, person) in table.rows.iter_mut().zip(people) {
        row.push(parts(corpus, person, room));
    }
    rows::write_table(out, &table, look)?;
    writeln!(out)?;
    for line in style::wrap(
        "Whoever was here last comes first. A guest book, not a ranking.",
        look.width,
    ) {
        writeln!(out, "{}", look.paint(style::Role::Dim, line))?;
    }
    Ok(())
}

/// Writes those who took part in one write-up.
pub fn write_one(
    out: &mut dyn Write,
    format: Format,
    corpus: &Corpus,
    writeup: usize,
    people: &[Contributor],
    look: Look,
) -> io::Result<()> {
    let Some(told) = corpus.writeups.get(writeup) else {
        return Ok(());
    };
    let mut taking: Vec<(&Contributor, &Part)> = people
        .iter()
        .filter_map(|person| {
            Some((
                person,
                person.parts.iter().find(|part| part.writeup == writeup)?,
            ))
        })
        .collect();
    // Sorted by who was anywhere last; here it is about this write-up.
    taking.sort_by_key(|(_, part)| std::cmp::Reverse(part.last));
    if format == Format::Json {
        let people: Vec<_> = taking
            .iter()
            .map(|(person, part)| json_part(corpus, person, part))
            .collect();
        let writeup = serde_json::json!({ "id": told.id(), "path": told.path.as_str(), "title": told.title() });
        let body = serde_json::json!({ "writeup": writeup, "contributors": people });
        return rows::write_json(out, "contributors", &body);
    }
    writeln!(
        out,
        "{}",
        look.paint(style::Role::Strong, safe(told.title()))
    )?;
    writeln!(
        out,
        "{}\n",
        look.paint(style::Role::Accent, safe(told.id()))
    )?;
    let teams = taking.iter().any(|(person, _)| person.team.is_some());
    let mut head = vec!["person", "part", "first", "last"];
    if teams {
        head.insert(1, "team");
    }
    let mut table = Table {
        head,
        ..Table::default()
    };
    for (person, part) in &taking {
        let mut row = vec![safe(&style::fit(person.person.shown(), 28)).into_owned()];
        if teams {
            row.push(whereabouts(told, person.team.as_deref()));
        }
        row.push(roles(part));
        row.extend([day(part.first), day(part.last)]);
        table.rows.push(row);
    }
    rows::write_table(out, &table, look)?;
    let named = in_the_story(told);
    if !named.is_empty() {
        let line = format!(
            "In the story, by its own front matter: {}.",
            safe(&named.join(", "))
        );
        writeln!(out, "\n{}", look.paint(style::Role::Dim, line))?;
    }
    Ok(())
}

/// Returns the names that the front matter gives to responders and analysts.
fn in_the_story(writeup: &Writeup) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for name in writeup.meta.responders.iter().chain(&writeup.meta.analysts) {
        if !names.contains(&name.value) {
            names.push(name.value.clone());
        }
    }
    names
}

/// Returns the team, and whether it is one of those closest to the story.
fn whereabouts(writeup: &Writeup, team: Option<&str>) -> String {
    let Some(team) = team else {
        return "unknown".to_owned();
    };
    let closest = writeup.meta.teams.iter().any(|close| close.value == team);
    let shown = safe(team);
    match (closest, writeup.meta.teams.is_empty()) {
        (_, true) => shown.into_owned(),
        (true, _) => format!("{shown} (closest)"),
        (false, _) => format!("{shown} (elsewhere)"),
    }
}

/// Returns the last thing somebody took part in, and how many more there are, in `room` columns.
fn parts(corpus: &Corpus, person: &Contributor, room: usize) -> String {
    let mut parts = person.parts.iter();
    let Some(first) = parts.next() else {
        return String::new();
    };
    let title = corpus
        .writeups
        .get(first.writeup)
        .map_or("", Writeup::title);
    let more = match parts.len() {
        0 => String::new(),
        more => format!(", {more} more"),
    };
    let role = first.roles.first().map_or("", |role| role_word(*role));
    let tail = format!(" ({role}){more}");
    let title = style::fit(title, room.saturating_sub(tail.chars().count()).max(12));
    format!("{}{tail}", safe(&title))
}

fn roles(part: &Part) -> String {
    part.roles
        .iter()
        .map(|role| role_word(*role))
        .collect::<Vec<_>>()
        .join(", ")
}

fn role_word(role: Role) -> &'static str {
    match role {
        Role::Author => "wrote",
        Role::CoAuthor => "co-wrote",
        Role::Reviewer => "reviewed",
        Role::Helper => "helped",
    }
}

fn day(moment: Moment) -> String {
    moment
        .date()
        .map_or_else(|| "unknown".to_owned(), |date| date.to_string())
}

fn span(people: &[Contributor]) -> Option<String> {
    let parts = || people.iter().flat_map(|person| &person.parts);
    let first = parts().map(|part| part.first).min()?;
    let last = parts().map(|part| part.last).max()?;
    Some(format!("{} to {}", day(first), day(last)))
}

fn people_counted(number: usize) -> String {
    if number == 1 {
        "1 person".to_owned()
    } else {
        format!("{number} people")
    }
}

#[derive(Serialize)]
struct Person<'a> {
    name: &'a str,
    email: &'a str,
    /// `null` is unknown.
    team: Option<&'a str>,
    last: String,
    writeups: Vec<PartOf<'a>>,
}

#[derive(Serialize)]
struct PartOf<'a> {
    id: &'a str,
    roles: Vec<&'static str>,
    first: String,
    last: String,
}

fn json<'a>(corpus: &'a Corpus, person: &'a Contributor) -> Person<'a> {
    Person {
        name: &person.person.name,
        email: &person.person.email,
        team: person.team.as_deref(),
        last: day(person.last),
        writeups: person
            .parts
            .iter()
            .map(|part| json_of(corpus, part))
            .collect(),
    }
}

fn json_of<'a>(corpus: &'a Corpus, part: &Part) -> PartOf<'a> {
    PartOf {
        id: corpus.writeups.get(part.writeup).map_or("", Writeup::id),
        roles: part.roles.iter().map(|role| role_word(*role)).collect(),
        first: day(part.first),
        last: day(part.last),
    }
}

fn json_part(corpus: &Corpus, person: &Contributor, part: &Part) -> serde_json::Value {
    let part = json_of(corpus, part);
    serde_json::json!({
        "name": person.person.name,
        "email": person.person.email,
        "team": person.team,
        "roles": part.roles,
        "first": part.first,
        "last": part.last,
    })
}
