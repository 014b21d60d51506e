//! A write-up to read, with what points back at it; and those of this day in earlier years.

use std::io::{self, Write};

use serde_json::{Value, json};

use crate::corpus::{Corpus, Named};
use crate::links::related::Related;
use crate::links::{self, Graph, Origin};
use crate::model::{Date, Destination, How, Known, Sheet, SheetBlock, Writeup};
use crate::render::rows::{self, Format};
use crate::render::sheet::{self, Manner};
use crate::render::style::{self, Look, Role, safe};
use crate::text::{Spanned, words};

use super::links::{related_json, write_name, write_related};

/// A write-up and what is known round it.
#[derive(Clone, Copy, Debug)]
pub struct Picture<'a> {
    pub corpus: &'a Corpus,
    /// Its position in the corpus.
    pub at: usize,
    pub graph: &'a Graph,
    pub known: &'a Known,
    /// Those that read alike, the nearest first; `None` where nobody looked.
    pub alike: Option<&'a [Related]>,
    /// The text below the front matter, as it is and as it reads.
    pub text: &'a str,
    pub sheets: &'a [Sheet],
}

/// How many of those that read alike are shown.
const ALIKE_MAX: usize = 3;

impl<'a> Picture<'a> {
    /// Returns the nearest of those that read alike and are not linked; `None` where nobody looked.
    fn alike(&self) -> Option<Vec<&'a Related>> {
        let alike = self.alike?.iter();
        let alike = alike.filter(|one| !self.graph.joined(self.at, one.writeup));
        Some(alike.take(ALIKE_MAX).collect())
    }
}

/// Days before and after today that are near.
const NEAR_DAYS: i64 = 7;

/// Writes the write-up: its title, a line of facts, the text, what points at it.
pub fn write(
    out: &mut dyn Write,
    format: Format,
    picture: &Picture<'_>,
    look: Look,
) -> io::Result<()> {
    let Some(writeup) = picture.corpus.writeups.get(picture.at) else {
        return Ok(());
    };
    if format == Format::Json {
        return write_json(out, picture, writeup);
    }
    for line in style::wrap(&safe(writeup.title()), look.width) {
        writeln!(out, "{}", look.paint(Role::Strong, line))?;
    }
    for line in style::wrap(&facts(writeup), look.width) {
        writeln!(out, "{}", look.paint(Role::Dim, line))?;
    }
    writeln!(out)?;
    let name = |target: &str| name(picture, writeup, target);
    let manner = Manner {
        underline: true,
        title: &|_| None,
        role: &|_| Role::Dim,
        name: &name,
    };
    sheet::write(out, without_title(picture.sheets, writeup), manner, look)?;
    write_foot(out, picture, writeup, look)
}

/// Returns what the front matter says, in a line.
fn facts(writeup: &Writeup) -> String {
    let list = |names: &[Spanned<String>]| {
        let names: Vec<&str> = names.iter().map(|name| name.value.as_str()).collect();
        names.join(", ")
    };
    let id = writeup.id();
    let date = writeup.date().map(|date| date.to_string());
    let meta = &writeup.meta;
    let event = meta
        .event
        .as_ref()
        .map(|event| event.value.word().replace('-', " "));
    let facts = [
        id.to_owned(),
        date.filter(|date| !id.starts_with(date.as_str()))
            .unwrap_or_default(),
        event
            .filter(|event| event != "incident")
            .unwrap_or_default(),
        list(&meta.services),
        list(&meta.teams),
        meta.status
            .as_ref()
            .map_or("", |status| status.value.word())
            .to_owned(),
        list(&meta.aliases),
    ];
    let said: Vec<String> = facts
        .iter()
        .filter(|fact| !fact.is_empty())
        .map(|fact| safe(fact).into_owned())
        .collect();
    said.join(" · ")
}

/// Returns the text without a heading that says the title again.
fn without_title<'s>(sheets: &'s [Sheet], writeup: &Writeup) -> &'s [Sheet] {
    match sheets.split_first() {
        Some((first, rest)) => match &first.block {
            SheetBlock::Heading { level: 1, words } => {
                let text: String = words.iter().map(|words| words.text.as_str()).collect();
                let same = words::fold(&text) == words::fold(writeup.title());
                if same { rest } else { sheets }
            }
            _ => sheets,
        },
        None => sheets,
    }
}

/// Returns the id of the write-up that a link leads to.
fn name(picture: &Picture<'_>, writeup: &Writeup, target: &str) -> Option<String> {
    let corpus = picture.corpus;
    let found = writeup
        .links
        .iter()
        .find(|link| link.target.value == target);
    let to = match found {
        Some(link) => links::resolve(link, corpus, picture.known),
        // comrak gives a target back decoded.
        None => {
            let path = Destination::read(target).file(&writeup.path);
            path.and_then(|path| corpus.at(&path))
        }
    };
    let other = corpus.writeups.get(to?)?;
    Some(other.id().to_owned())
}

fn write_foot(
    out: &mut dyn Write,
    picture: &Picture<'_>,
    writeup: &Writeup,
    look: Look,
) -> io::Result<()> {
    let corpus = picture.corpus;
    let (forth, back) = if look.unicode {
        ("  → ", "  ← ")
    } else {
        ("  -> ", "  <- ")
    };
    let related: Vec<(&Writeup, Option<&'static str>)> = related(corpus, writeup);
    let rule = if look.unicode { "─" } else { "-" };
    writeln!(
        out,
        "\n{}\n",
        look.paint(Role::Dim, rule.repeat(24.min(look.width)))
    )?;
    for (other, how) in &related {
        write_name(out, forth, other, look)?;
        if let Some(how) = how {
            writeln!(out, "    {}", look.paint(Role::Dim, how))?;
        }
    }
    let pointing = pointing(picture);
    for (other, excerpt, how) in &pointing {
        write_name(out, back, other, look)?;
        if excerpt.is_empty() {
            // The front matter has no words round it.
            if let Some(how) = how {
                writeln!(out, "    {}", look.paint(Role::Dim, how))?;
            }
            continue;
        }
        let quoted = format!("“{}”", safe(&style::fit(excerpt, 200)));
        for line in style::wrap(&quoted, look.width.saturating_sub(4)) {
            writeln!(out, "    {line}")?;
        }
    }
    if related.is_empty() && pointing.is_empty() {
        writeln!(out, "No other write-up points here yet.")?;
    }
    let alike = picture.alike();
    if let Some(alike) = alike.as_ref().filter(|alike| !alike.is_empty()) {
        let head = look.paint(Role::Strong, "not linked, perhaps related");
        writeln!(out, "\n  {head}")?;
        write_related(out, corpus, alike.iter().copied(), look)?;
    }
    writeln!(out)?;
    let command = format!("incident links {}", style::typed(&safe(writeup.id())));
    let more = match alike {
        Some(_) => "Commits and code that name it, and since when:",
        None => "Commits, code, and stories that read alike:",
    };
    style::hint(out, more, &command, look)
}

/// Returns the write-ups that the front matter names, each with how.
fn related<'c>(corpus: &'c Corpus, writeup: &Writeup) -> Vec<(&'c Writeup, Option<&'static str>)> {
    let named = writeup.meta.related.iter().filter_map(|related| {
        let Named::One(to) = corpus.names.meant(&related.id.value) else {
            return None;
        };
        let how = related.how.as_ref().map(|how| how.value.word());
        Some((corpus.writeups.get(to)?, how))
    });
    named.collect()
}

/// Returns the write-ups that point here, each once, with the words round the first place, and how its front
/// matter says it is related.
fn pointing<'a>(picture: &Picture<'a>) -> Vec<(&'a Writeup, &'a str, Option<&'static str>)> {
    let mut found: Vec<(usize, &str, Option<&'static str>)> = Vec::new();
    for reference in picture.graph.incoming(picture.at) {
        let Origin::Writeup {
            writeup, manner, ..
        } = reference.from
        else {
            continue;
        };
        let how = match manner {
            links::Manner::Related(how) => how.map(How::word),
            _ => None,
        };
        match found.iter_mut().find(|(other, ..)| *other == writeup) {
            Some((_, excerpt, known)) => {
                // A sentence says more than the front matter does.
                if excerpt.len() < reference.excerpt.len() {
                    *excerpt = &reference.excerpt;
                }
                *known = known.or(how);
            }
            None => found.push((writeup, &reference.excerpt, how)),
        }
    }
    let writeups = &picture.corpus.writeups;
    let found = found.into_iter();
    found
        .filter_map(|(other, excerpt, how)| Some((writeups.get(other)?, excerpt, how)))
        .collect()
}

fn write_json(out: &mut dyn Write, picture: &Picture<'_>, writeup: &Writeup) -> io::Result<()> {
    let list = |names: &[Spanned<String>]| -> Vec<String> {
        names.iter().map(|name| name.value.clone()).collect()
    };
    let meta = &writeup.meta;
    let related: Vec<Value> = related(picture.corpus, writeup)
        .iter()
        .map(|(other, how)| json!({ "id": other.id(), "title": other.title(), "how": how }))
        .collect();
    let pointing: Vec<Value> = pointing(picture)
        .iter()
        .map(|(other, excerpt, how)| json!({ "id": other.id(), "title": other.title(), "excerpt": excerpt, "how": how }))
        .collect();
    let alike = picture.alike().map(|alike| {
        let other = |one: &&Related| {
            let other = picture.corpus.writeups.get(one.writeup)?;
            Some(related_json(one, other))
        };
        alike.iter().filter_map(other).collect::<Vec<_>>()
    });
    let body = json!({
        "writeup": {
            "id": writeup.id(),
            "path": writeup.path.as_str(),
            "title": writeup.title(),
            "date": writeup.date().map(|date| date.to_string()),
            "status": meta.status.as_ref().map(|status| status.value.word()),
            "event": meta.event.as_ref().map(|event| event.value.word()),
            "services": list(&meta.services),
            "teams": list(&meta.teams),
            "aliases": list(&meta.aliases),
        },
        "text": picture.text,
        "related": related,
        "pointing": pointing,
        "alike": alike,
    });
    rows::write_json(out, "show", &body)
}

/// A write-up, its day, and how many days from today's it lies in the calendar.
type Anniversary<'c> = (i64, Date, &'c Writeup);

/// Writes the write-ups of today's day in earlier years; where there are none, those of days near it.
pub fn write_today(
    out: &mut dyn Write,
    format: Format,
    corpus: &Corpus,
    today: Date,
    look: Look,
) -> io::Result<()> {
    let mut near: Vec<Anniversary<'_>> = corpus
        .writeups
        .iter()
        .filter_map(|writeup| {
            let date = writeup.date()?;
            let away = away(date, today).filter(|away| away.abs() <= NEAR_DAYS)?;
            (date.year() < today.year()).then_some((away, date, writeup))
        })
        .collect();
    near.sort_by(|(left, one, writeup), (right, other, next)| {
        let days = left.abs().cmp(&right.abs()).then(left.cmp(right));
        days.then(other.cmp(one)).then(writeup.path.cmp(&next.path))
    });
    let exact = near.iter().take_while(|(away, ..)| *away == 0).count();
    if format == Format::Json {
        return write_today_json(out, &near, today);
    }
    if exact == 0 {
        writeln!(out, "No story of earlier years happened on this day.")?;
        if !near.is_empty() {
            writeln!(out, "Near it:\n")?;
        }
    } else {
        near.truncate(exact);
        writeln!(out, "{}\n", look.paint(Role::Strong, "On this day"))?;
    }
    for (away, date, writeup) in &near {
        write_name(out, "  ", writeup, look)?;
        let years = i32::from(today.year()) - i32::from(date.year());
        let plural = if years == 1 { "" } else { "s" };
        let day = match away {
            0 => String::new(),
            away if *away < 0 => format!(", {} ago", style::count(days(*away), "day")),
            away => format!(", in {}", style::count(days(*away), "day")),
        };
        let when = format!("{date} · {years} year{plural}{day}");
        writeln!(out, "    {}", look.paint(Role::Dim, when))?;
    }
    match near.first() {
        Some((.., writeup)) => {
            writeln!(out)?;
            let command = format!("incident show {}", style::typed(&safe(writeup.id())));
            style::hint(out, "Read it again:", &command, look)
        }
        None => style::hint(
            out,
            "What nobody has found out yet:",
            "incident questions",
            look,
        ),
    }
}

fn write_today_json(out: &mut dyn Write, near: &[Anniversary<'_>], today: Date) -> io::Result<()> {
    let writeups = near.iter().map(|(away, date, writeup)| {
        json!({
            "id": writeup.id(),
            "path": writeup.path.as_str(),
            "title": writeup.title(),
            "date": date.to_string(),
            "days_away": away,
        })
    });
    let body = json!({
        "today": today.to_string(),
        "writeups": writeups.collect::<Vec<_>>(),
    });
    rows::write_json(out, "show", &body)
}

fn days(away: i64) -> usize {
    usize::try_from(away.unsigned_abs()).unwrap_or(0)
}

/// Returns how many days from today's the day of the year lies, across the turn of the year as well. The
/// 29th of February is remembered on the 28th where there is none.
fn away(date: Date, today: Date) -> Option<i64> {
    let in_year = |year: i16| {
        let day = if (date.month(), date.day()) == (2, 29) {
            28
        } else {
            date.day()
        };
        let exact = format!("{year:04}-{:02}-{:02}", date.month(), date.day());
        let near = format!("{year:04}-{:02}-{day:02}", date.month());
        Date::parse(&exact).or_else(|_| Date::parse(&near)).ok()
    };
    let years = [today.year() - 1, today.year(), today.year() + 1];
    let days = years.into_iter().filter_map(in_year);
    days.map(|day| today.days_until(day))
        .min_by_key(|away| away.abs())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_of_the_year_are_compared_across_its_turn() {
        let day = |text: &str| Date::parse(text).unwrap();
        for (date, today, expected) in [
            ("2024-11-20", "2026-11-20", 0),
            ("2024-12-30", "2026-01-02", -3),
            ("2024-01-02", "2026-12-30", 3),
            ("2024-02-29", "2026-02-28", 0),
            ("2024-02-29", "2028-02-29", 0),
            ("0001-01-01", "9999-12-31", -364),
        ] {
            assert_eq!(
                away(day(date), day(today)),
                Some(expected),
                "{date} {today}"
            );
        }
    }
}
