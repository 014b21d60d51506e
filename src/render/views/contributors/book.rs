//! Everybody, with what they took part in.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use super::{Picture, day, json, people, roles};
use crate::contributors::{Contributor, Side};
use crate::model::Writeup;
use crate::render::rows::{self, RowFormat, Table};
use crate::render::style::{self, Look, Role, count, safe};

/// Columns that a name gets at most.
const NAME: usize = 28;

/// Writes everybody, whoever was here last first.
pub fn write_all(
    out: &mut dyn Write,
    format: RowFormat,
    picture: Picture<'_>,
    look: Look,
) -> io::Result<()> {
    const HEAD: [&str; 7] = ["name", "team", "writeup", "title", "part", "first", "last"];
    match format {
        RowFormat::Table => write_table(out, picture, look),
        RowFormat::Json => json::write_all(out, picture),
        RowFormat::Csv => rows::write_csv(out, &HEAD, flat(picture)),
        RowFormat::Markdown => rows::write_markdown(out, &HEAD, &flat(picture)),
    }
}

/// Writes what can be said of a clone that was cut off or never fetched in full: whose commits it holds,
/// and nothing on what they did.
pub fn write_known(out: &mut dyn Write, picture: Picture<'_>, look: Look) -> io::Result<()> {
    let mut names: Vec<String> = Vec::new();
    for at in 0..picture.history.commits.len() {
        let people = picture.history.people(at);
        let name = people
            .first()
            .map(|signed| signed.person.shown().to_owned());
        names.extend(name.filter(|name| !names.contains(name)));
    }
    let text = format!(
        "This clone holds {}, by {}. What they did to the write-ups cannot be told from it.",
        count(picture.history.commits.len(), "commit"),
        listed(&names)
    );
    for line in style::wrap(&text, look.width) {
        writeln!(out, "{}", safe(&line))?;
    }
    Ok(())
}

/// Returns a row for each part of each person.
fn flat(picture: Picture<'_>) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    for person in &picture.book.people {
        for part in &person.parts {
            let told = picture.writeup(part.writeup);
            rows.push(vec![
                person.person.shown().to_owned(),
                part.team.clone().unwrap_or_else(|| "unknown".to_owned()),
                told.map_or("", Writeup::id).to_owned(),
                told.map_or("", Writeup::title).to_owned(),
                roles(part).join(", "),
                day(part.first),
                day(part.last),
            ]);
        }
    }
    rows
}

fn write_table(out: &mut dyn Write, picture: Picture<'_>, look: Look) -> io::Result<()> {
    let everybody = &picture.book.people;
    if everybody.is_empty() {
        if picture
            .history
            .lives
            .iter()
            .all(|life| life.events.is_empty())
        {
            return writeln!(out, "Nobody has signed yet: no commit holds a write-up.");
        }
        writeln!(
            out,
            "Nobody has signed: no commit asked for is a part in a story."
        )?;
        return match unsigned(picture) {
            Some(note) => write_dim(out, &[note], look),
            None => Ok(()),
        };
    }
    let parts = || everybody.iter().flat_map(|person| &person.parts);
    let told: BTreeSet<usize> = parts().map(|part| part.writeup).collect();
    let title = "Who has been part of telling these stories";
    writeln!(out, "{}", look.paint(Role::Strong, title))?;
    let mut facts = vec![count(told.len(), "write-up"), people(everybody.len())];
    let teams: BTreeSet<&String> = everybody
        .iter()
        .filter_map(|person| person.team.as_ref())
        .collect();
    facts.extend((!teams.is_empty()).then(|| count(teams.len(), "team")));
    let span = parts()
        .map(|part| part.first)
        .min()
        .zip(parts().map(|part| part.last).max());
    facts.extend(span.map(|(first, last)| format!("{} to {}", day(first), day(last))));
    writeln!(out, "{}\n", look.paint(Role::Dim, facts.join(" · ")))?;

    let has_teams = !teams.is_empty();
    let mut head = vec!["person", "last here", "took part in"];
    if has_teams {
        head.insert(1, "team");
    }
    let mut table = Table {
        head,
        ..Table::default()
    };
    for person in everybody {
        let mut row = vec![safe(&style::fit(person.person.shown(), NAME)).into_owned()];
        if has_teams {
            row.push(safe(person.team.as_deref().unwrap_or("unknown")).into_owned());
        }
        row.push(day(person.last));
        table.rows.push(row);
    }
    // The last column takes what the others leave.
    let columns = table.rows.iter().map(Vec::len).max().unwrap_or(0);
    let widest = |column: usize| {
        let cells = table.rows.iter().filter_map(|row| row.get(column));
        cells.map(|cell| cell.chars().count()).max()
    };
    let taken: usize = (0..columns)
        .filter_map(widest)
        .map(|width| width.max(9) + 2)
        .sum();
    // One blank stands behind the last column as behind every other.
    let room = look.width.saturating_sub(taken + 2);
    for (row, person) in table.rows.iter_mut().zip(everybody) {
        row.push(took_part(picture, person, room));
    }
    rows::write_table(out, &table, look)?;
    write_notes(out, picture, look)
}

/// Returns the last thing somebody took part in, and how many more there are, in `room` columns.
fn took_part(picture: Picture<'_>, person: &Contributor, room: usize) -> String {
    let mut parts = person.parts.iter();
    let Some(first) = parts.next() else {
        return String::new();
    };
    let title = picture.writeup(first.writeup).map_or("", Writeup::title);
    let more = match parts.len() {
        0 => String::new(),
        more => format!(", {more} more"),
    };
    let role = roles(first).into_iter().next().unwrap_or_default();
    let tail = format!(" ({role}){more}");
    let title = style::fit(title, room.saturating_sub(tail.chars().count()).max(12));
    format!("{}{tail}", safe(&title))
}

/// Names at most so many people or teams in one note.
const NAMED: usize = 5;

fn write_notes(out: &mut dyn Write, picture: Picture<'_>, look: Look) -> io::Result<()> {
    let mut notes = Vec::new();
    if picture.book.every_day {
        notes.extend(newcomers(picture));
    }
    notes.extend(elsewhere(picture));
    if picture.book.every_day {
        notes.extend(untold(picture));
    }
    notes.extend(unsigned(picture));
    notes.push("Whoever was here last comes first. A guest book, not a ranking.".to_owned());
    write_dim(out, &notes, look)
}

/// Writes a paragraph for each note, below what they are about.
fn write_dim(out: &mut dyn Write, notes: &[String], look: Look) -> io::Result<()> {
    writeln!(out)?;
    for note in notes {
        for line in style::wrap(note, look.width) {
            writeln!(out, "{}", look.paint(Role::Dim, safe(&line)))?;
        }
    }
    Ok(())
}

/// Says who is here for the first time.
fn newcomers(picture: Picture<'_>) -> Option<String> {
    let since = picture.today.quarter();
    let is_new = |person: &&Contributor| person.first.date().is_some_and(|first| first >= since);
    let new: Vec<String> = picture
        .book
        .people
        .iter()
        .filter(is_new)
        .map(|person| {
            let team = person.team.as_ref().map(|team| format!(" ({team})"));
            format!("{}{}", person.person.shown(), team.unwrap_or_default())
        })
        .collect();
    (!new.is_empty()).then(|| format!("Here for the first time since {since}: {}.", listed(&new)))
}

/// Says in how many write-ups somebody from elsewhere took part, and of how many that is unknown.
fn elsewhere(picture: Picture<'_>) -> Option<String> {
    let mut sides: BTreeMap<usize, BTreeSet<&str>> = BTreeMap::new();
    for part in picture.book.people.iter().flat_map(|person| &person.parts) {
        let sides = sides.entry(part.writeup).or_default();
        sides.extend(super::side_word(part.side));
    }
    let known = sides.values().filter(|sides| !sides.is_empty()).count();
    if known == 0 {
        return None;
    }
    let word = super::side_word(Side::Elsewhere).unwrap_or_default();
    let from = sides.values().filter(|sides| sides.contains(word)).count();
    let unknown = match sides.len() - known {
        0 => String::new(),
        unknown => format!("; of {unknown} more it is not known"),
    };
    Some(format!(
        "In {from} of {} somebody from outside the closest teams took part{unknown}.",
        count(known, "write-up")
    ))
}

/// Says which teams are close to a story and among nobody who told one.
fn untold(picture: Picture<'_>) -> Option<String> {
    let corpus = picture.corpus;
    // Of a team whose people are not in the settings nothing is known.
    let known: BTreeSet<&str> = corpus
        .config
        .teams
        .iter()
        .map(|team| team.name.value.as_str())
        .collect();
    let told = picture.book.people.iter().flat_map(|person| &person.parts);
    let told: BTreeSet<&str> = told.filter_map(|part| part.team.as_deref()).collect();
    let closest = corpus
        .writeups
        .iter()
        .flat_map(|writeup| &writeup.meta.teams);
    let silent: BTreeSet<&str> = closest
        .map(|team| team.value.as_str())
        .filter(|team| known.contains(team) && !told.contains(team))
        .collect();
    let silent: Vec<String> = silent.into_iter().map(str::to_owned).collect();
    (!silent.is_empty()).then(|| {
        format!(
            "In the stories, and with nobody among those who told them: {}.",
            listed(&silent)
        )
    })
}

/// Says of how many write-ups git does not know who wrote them, and who committed those.
fn unsigned(picture: Picture<'_>) -> Option<String> {
    let unsigned = &picture.book.unsigned;
    if unsigned.is_empty() {
        return None;
    }
    let bulk = picture.corpus.config.bulk;
    Some(format!(
        "Of {} git does not tell who wrote them: their words came in commits that do not count, such as those over more than {bulk} at once. They were committed by {}; `incident contributors --all` shows how.",
        count(unsigned.len(), "write-up"),
        listed(&committers(picture, unsigned)),
    ))
}

/// Returns the names of those who committed something of these write-ups, the last first.
fn committers(picture: Picture<'_>, writeups: &[usize]) -> Vec<String> {
    let lives = writeups
        .iter()
        .filter_map(|at| picture.history.lives.get(*at));
    let commits: BTreeSet<usize> = lives
        .flat_map(|life| &life.events)
        .map(|event| event.commit)
        .collect();
    let mut names: Vec<String> = Vec::new();
    for commit in commits {
        let people = picture.history.people(commit);
        let name = people
            .first()
            .map(|signed| signed.person.shown().to_owned());
        names.extend(name.filter(|name| !names.contains(name)));
    }
    names
}

fn listed(names: &[String]) -> String {
    let more = names.len().saturating_sub(NAMED);
    let shown = names
        .iter()
        .take(NAMED)
        .cloned()
        .collect::<Vec<_>>()
        .join(", ");
    if more > 0 {
        format!("{shown}, {more} more")
    } else {
        shown
    }
}
