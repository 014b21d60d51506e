//! Those who took part in one write-up, and where.

use std::io::{self, Write};

use super::{Picture, day, json, people, roles, whereabouts};
use crate::contributors::{Contributor, Part, Story};
use crate::model::Writeup;
use crate::render::rows::{self, RowFormat, Table};
use crate::render::style::{self, Look, Role, safe};

/// Columns that a name, or a heading, gets at most.
const NAME: usize = 24;
const HEADING: usize = 28;

/// Writes those who took part in one write-up, whoever was at it last first. `all` lists the commits.
pub fn write_one(
    out: &mut dyn Write,
    format: RowFormat,
    picture: Picture<'_>,
    writeup: usize,
    story: &Story,
    all: bool,
    look: Look,
) -> io::Result<()> {
    const HEAD: [&str; 6] = ["name", "team", "part", "sections", "first", "last"];
    let Some(told) = picture.writeup(writeup) else {
        return Ok(());
    };
    let taking = taking(picture, writeup);
    let flat = || -> Vec<Vec<String>> {
        let row = |(person, part): &(&Contributor, &Part)| {
            vec![
                person.person.shown().to_owned(),
                part.team.clone().unwrap_or_else(|| "unknown".to_owned()),
                roles(part).join(", "),
                headings(story, person).join("; "),
                day(part.first),
                day(part.last),
            ]
        };
        taking.iter().map(row).collect()
    };
    match format {
        RowFormat::Json => json::write_one(out, picture, told, &taking, story),
        RowFormat::Csv => rows::write_csv(out, &HEAD, flat()),
        RowFormat::Markdown => rows::write_markdown(out, &HEAD, &flat()),
        RowFormat::Table => {
            write_table(out, picture, told, &taking, story, look)?;
            if all {
                write_commits(out, picture, writeup, look)
            } else {
                Ok(())
            }
        }
    }
}

/// Returns those who took part. The book is sorted by who was anywhere last; here it is about this
/// write-up.
fn taking(picture: Picture<'_>, writeup: usize) -> Vec<(&Contributor, &Part)> {
    let part =
        |person: &'_ Contributor| person.parts.iter().position(|part| part.writeup == writeup);
    let everybody = picture.book.people.iter();
    let mut taking: Vec<(&Contributor, &Part)> = everybody
        .filter_map(|person| Some((person, person.parts.get(part(person)?)?)))
        .collect();
    taking.sort_by_key(|(_, part)| std::cmp::Reverse(part.last));
    taking
}

/// Returns the headings of the sections that somebody was at.
pub(super) fn headings(story: &Story, person: &Contributor) -> Vec<String> {
    let was_at = story.sections.iter().filter(|section| {
        section
            .hands
            .iter()
            .any(|hand| hand.person == person.person)
    });
    was_at
        .map(|section| heading(&section.heading).to_owned())
        .collect()
}

/// Returns the heading of a section; what stands before the first has none.
pub(super) fn heading(text: &str) -> &str {
    if text.is_empty() { "(the hook)" } else { text }
}

fn write_table(
    out: &mut dyn Write,
    picture: Picture<'_>,
    told: &Writeup,
    taking: &[(&Contributor, &Part)],
    story: &Story,
    look: Look,
) -> io::Result<()> {
    writeln!(out, "{}", look.paint(Role::Strong, safe(told.title())))?;
    let mut facts = vec![look.paint(Role::Accent, safe(told.id())).to_string()];
    let published = story.published.and_then(|at| picture.commit(at));
    let published = published.map(|commit| format!("published {}", day(commit.at)));
    let counted = (!taking.is_empty()).then(|| people(taking.len()));
    facts.extend(
        counted
            .into_iter()
            .chain(published)
            .map(|fact| look.paint(Role::Dim, fact).to_string()),
    );
    writeln!(
        out,
        "{}\n",
        facts.join(&look.paint(Role::Dim, " · ").to_string())
    )?;
    if taking.is_empty() {
        let text = "Git does not tell who wrote it: no commit of its own holds it. `--all` shows every commit.";
        for line in style::wrap(text, look.width) {
            writeln!(out, "{line}")?;
        }
    } else {
        write_people(out, taking, look)?;
        write_sections(out, story, look)?;
    }
    write_notes(out, told, taking, story, look)
}

fn write_people(
    out: &mut dyn Write,
    taking: &[(&Contributor, &Part)],
    look: Look,
) -> io::Result<()> {
    let teams = taking.iter().any(|(_, part)| part.team.is_some());
    let mut head = vec!["person", "part", "first", "last"];
    if teams {
        head.insert(1, "team");
    }
    let mut table = Table {
        head,
        ..Table::default()
    };
    for (person, part) in taking {
        let mut row = vec![safe(&style::fit(person.person.shown(), NAME)).into_owned()];
        if teams {
            row.push(whereabouts(part));
        }
        row.push(roles(part).join(", "));
        row.extend([day(part.first), day(part.last)]);
        table.rows.push(row);
    }
    rows::write_table(out, &table, look)
}

/// Writes who was at which section: first those whose lines stand, then those who were there before.
fn write_sections(out: &mut dyn Write, story: &Story, look: Look) -> io::Result<()> {
    let written: Vec<_> = story
        .sections
        .iter()
        .filter(|section| !section.hands.is_empty())
        .collect();
    if written.is_empty() {
        return Ok(());
    }
    writeln!(
        out,
        "\n{}",
        look.paint(Role::Strong, "Section by section, under today's headings")
    )?;
    let titles: Vec<String> = written
        .iter()
        .map(|section| safe(&style::fit(heading(&section.heading), HEADING)).into_owned())
        .collect();
    let widest = titles
        .iter()
        .map(|title| title.chars().count())
        .max()
        .unwrap_or(0);
    let room = look.width.saturating_sub(widest + 4).max(20);
    for (section, title) in written.iter().zip(titles) {
        let names = |stands: bool| {
            let hands = section
                .hands
                .iter()
                .filter(move |hand| hand.stands == stands);
            hands
                .map(|hand| safe(hand.person.shown()).into_owned())
                .collect::<Vec<_>>()
                .join(", ")
        };
        let (now, before) = (names(true), names(false));
        let text = match (now.is_empty(), before.is_empty()) {
            (false, false) => format!("{now}; rewritten since: {before}"),
            (true, false) => format!("rewritten since: {before}"),
            _ => now,
        };
        let mut lines = style::wrap(&text, room).into_iter();
        let first = lines.next().unwrap_or_default();
        let pad = " ".repeat(widest.saturating_sub(title.chars().count()));
        writeln!(out, "  {title}{pad}  {first}")?;
        for line in lines {
            writeln!(out, "  {}  {line}", " ".repeat(widest))?;
        }
    }
    Ok(())
}

fn write_notes(
    out: &mut dyn Write,
    told: &Writeup,
    taking: &[(&Contributor, &Part)],
    story: &Story,
    look: Look,
) -> io::Result<()> {
    let mut notes = Vec::new();
    if let Some(published) = story.published {
        // The history runs backwards.
        let after = |part: &Part| part.acts.iter().any(|act| act.commit < published);
        let names: Vec<&str> = taking
            .iter()
            .filter(|(_, part)| after(part))
            .map(|(person, _)| person.person.shown())
            .collect();
        notes.push(if names.is_empty() {
            "Nobody has come back to it since it was published.".to_owned()
        } else {
            format!(
                "Came back to it after it was published: {}.",
                names.join(", ")
            )
        });
    }
    if !story.pulls.is_empty() {
        notes.push(format!("Came through {}.", story.pulls.join(", ")));
    }
    if story.standing.iter().any(|stand| stand.commit.is_none()) {
        notes.push("Some of its lines are not committed yet.".to_owned());
    }
    let named = in_the_story(told);
    if !named.is_empty() {
        notes.push(format!(
            "In the story, by its own front matter: {}.",
            named.join(", ")
        ));
    }
    if notes.is_empty() {
        return Ok(());
    }
    writeln!(out)?;
    for note in notes {
        for line in style::wrap(&note, look.width) {
            writeln!(out, "{}", look.paint(Role::Dim, safe(&line)))?;
        }
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

/// Writes every commit that touched the write-up, newest first, with why it does not count.
fn write_commits(
    out: &mut dyn Write,
    picture: Picture<'_>,
    writeup: usize,
    look: Look,
) -> io::Result<()> {
    writeln!(
        out,
        "\n{}",
        look.paint(Role::Strong, "Every commit, newest first")
    )?;
    for (at, why) in json::commits(picture, writeup) {
        let Some(commit) = picture.commit(at) else {
            continue;
        };
        let people = picture.history.people(at);
        let who = people
            .first()
            .map_or("unknown", |signed| signed.person.shown());
        let why = why
            .map(|why| format!(" [{}]", super::why_words(why)))
            .unwrap_or_default();
        let room = look.width.saturating_sub(25 + why.chars().count());
        let text = style::fit(&format!("{who}: {}", commit.subject()), room.max(20));
        writeln!(
            out,
            "  {}  {}  {}{}",
            look.paint(Role::Accent, commit.short_id()),
            day(commit.at),
            safe(&text),
            look.paint(Role::Dim, why)
        )?;
    }
    Ok(())
}
