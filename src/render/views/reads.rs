//! What came of an import of reads, and what is taken for a program.

use std::io::{self, Write};

use serde_json::{Value, json};

use crate::model::RepoPath;
use crate::reads::{LeftOut, Told};
use crate::render::rows::{self, Format};
use crate::render::style::{self, Look, Role, count, safe, wrap};

/// What is shown of an import.
#[derive(Clone, Copy, Debug)]
pub struct Picture<'a> {
    pub told: &'a Told,
    /// The files that were written.
    pub files: &'a [RepoPath],
    pub source: &'a str,
    /// Whether nothing was written on purpose.
    pub dry: bool,
    /// Whether the settings say where the write-ups are published.
    pub has_site: bool,
}

/// Most pages of nobody's that are shown.
const NOBODY_MAX: usize = 5;

pub fn write(
    out: &mut dyn Write,
    format: Format,
    picture: &Picture<'_>,
    look: Look,
) -> io::Result<()> {
    if format == Format::Json {
        return rows::write_json(out, "reads import", &as_json(picture));
    }
    let told = picture.told;
    let verb = if picture.dry { "Would write" } else { "Wrote" };
    for path in picture.files {
        let path = look.paint(Role::Accent, safe(path.as_str()));
        writeln!(out, "{}  {path}", look.paint(Role::Good, verb))?;
    }
    if told.reads == 0 {
        let known = told.left_out.get(&LeftOut::Known).copied().unwrap_or(0);
        let what = if known > 0 {
            "Nothing new to count: what this holds was imported before."
        } else {
            "Nothing to count: no line is a read of a write-up."
        };
        writeln!(out, "{what}")?;
    } else {
        let (first, last) = (
            told.first.unwrap_or_else(epoch),
            told.last.unwrap_or_else(epoch),
        );
        let writeups = count(told.writeups, "write-up");
        writeln!(
            out,
            "{} of {writeups}, {first} to {last}",
            reads(told.reads)
        )?;
        let team = match told.by_team {
            0 => {
                "Of no reader is the team known: `teams:` in incident.yaml says who is from where."
                    .to_owned()
            }
            some => format!("Of {} the team is known.", reads(some)),
        };
        for line in wrap(&team, look.width) {
            writeln!(out, "{}", look.paint(Role::Dim, line))?;
        }
    }
    write_left_out(out, told, look)?;
    write_nobody(out, told, look)?;
    write_next(out, picture, look)
}

fn epoch() -> crate::model::Date {
    crate::model::Date::epoch()
}

fn reads(number: u64) -> String {
    format!("{number} read{}", if number == 1 { "" } else { "s" })
}

fn write_left_out(out: &mut dyn Write, told: &Told, look: Look) -> io::Result<()> {
    if told.left_out.is_empty() {
        return Ok(());
    }
    let lines = count(usize::try_from(told.lines).unwrap_or(usize::MAX), "line");
    writeln!(
        out,
        "\n{}",
        look.paint(Role::Strong, format!("Left out, of {lines}"))
    )?;
    let widest = told
        .left_out
        .values()
        .max()
        .map_or(1, |most| most.to_string().len());
    for (why, number) in &told.left_out {
        let lead = format!("  {number:widest$}  ");
        let width = look.width.saturating_sub(lead.len()).max(20);
        let mut words = why.words().to_owned();
        if *why == LeftOut::Garbled {
            let numbers: Vec<String> = told.garbled.iter().map(u64::to_string).collect();
            let more = if numbers.len() as u64 == *number {
                ""
            } else {
                ", …"
            };
            words.push_str(&format!(": line {}{more}", numbers.join(", ")));
        }
        let mut lead = lead.as_str();
        let indent = " ".repeat(lead.len());
        for line in wrap(&words, width) {
            writeln!(out, "{lead}{line}")?;
            lead = &indent;
        }
    }
    Ok(())
}

fn write_nobody(out: &mut dyn Write, told: &Told, look: Look) -> io::Result<()> {
    let nobody = most_visited(told);
    if nobody.is_empty() {
        return Ok(());
    }
    let title = "Pages that are no write-up's, the most visited first";
    writeln!(out, "\n{}", look.paint(Role::Strong, title))?;
    let widest = nobody
        .iter()
        .map(|(_, number)| number.to_string().len())
        .max()
        .unwrap_or(1);
    for (place, number) in nobody.iter().take(NOBODY_MAX) {
        let room = look.width.saturating_sub(widest + 4).max(20);
        let place = style::fit(&safe(place), room);
        writeln!(out, "  {number:widest$}  {place}")?;
    }
    if nobody.len() > NOBODY_MAX {
        writeln!(
            out,
            "  {}",
            look.paint(Role::Dim, "and more: `--format json` has them")
        )?;
    }
    Ok(())
}

/// Returns the pages that are no write-up's with how often they were visited, the most first.
fn most_visited(told: &Told) -> Vec<(&str, u64)> {
    let mut nobody: Vec<(&str, u64)> = told
        .nobody
        .iter()
        .map(|(place, number)| (place.as_str(), *number))
        .collect();
    nobody.sort_by(|one, other| other.1.cmp(&one.1).then(one.0.cmp(other.0)));
    nobody
}

fn write_next(out: &mut dyn Write, picture: &Picture<'_>, look: Look) -> io::Result<()> {
    let told = picture.told;
    let known = told.left_out.contains_key(&LeftOut::Known);
    writeln!(out)?;
    if told.reads == 0 && known {
        let command = format!("incident reads import --source {}2 FILE", picture.source);
        return style::hint(
            out,
            "From another server, though of the same time?",
            &command,
            look,
        );
    }
    if told.reads == 0 && !told.nobody.is_empty() && !picture.has_site {
        let words = "Where are the write-ups published? `site:` in incident.yaml says it.";
        return writeln!(out, "{}", look.paint(Role::Dim, words));
    }
    if picture.dry {
        return writeln!(out, "{}", look.paint(Role::Dim, "Nothing was written."));
    }
    style::hint(
        out,
        "What they say over time:",
        "incident markers --list reads",
        look,
    )
}

fn as_json(picture: &Picture<'_>) -> Value {
    let told = picture.told;
    let left_out = told.left_out.iter();
    let left_out = left_out.map(|(why, number)| (why.key().to_owned(), json!(number)));
    let nobody = most_visited(told).into_iter();
    json!({
        "files": picture.files.iter().map(RepoPath::as_str).collect::<Vec<_>>(),
        "written": !picture.dry && !picture.files.is_empty(),
        "source": picture.source,
        "lines": told.lines,
        "reads": told.reads,
        "reads_with_team": told.by_team,
        "writeups": told.writeups,
        "first": told.first.map(|day| day.to_string()),
        "last": told.last.map(|day| day.to_string()),
        "left_out": left_out.collect::<serde_json::Map<_, _>>(),
        "garbled_lines": told.garbled,
        "nobody": nobody.map(|(place, number)| json!({ "place": place, "number": number })).collect::<Vec<_>>(),
    })
}

/// Writes the words by which programs are known.
pub fn write_programs(
    out: &mut dyn Write,
    format: Format,
    programs: &[(&str, &[&str])],
    look: Look,
) -> io::Result<()> {
    if format == Format::Json {
        let groups = programs.iter();
        let groups = groups.map(|(about, words)| json!({ "about": about, "words": words }));
        let body = json!({ "programs": groups.collect::<Vec<_>>() });
        return rows::write_json(out, "reads programs", &body);
    }
    let about = "A reader whose browser has one of these in its name is taken for a program, in upper or \
                 lower case. A reader whose browser has no name is taken for a person.";
    for line in wrap(about, look.width) {
        writeln!(out, "{line}")?;
    }
    for (about, words) in programs {
        writeln!(out, "\n  {}", look.paint(Role::Strong, about))?;
        for line in wrap(&words.join("  "), look.width.saturating_sub(4).max(20)) {
            writeln!(out, "    {line}")?;
        }
    }
    writeln!(out)?;
    let more = "Users that are programs, beside these: `bots:` in incident.yaml.";
    writeln!(out, "{}", look.paint(Role::Dim, more))
}
