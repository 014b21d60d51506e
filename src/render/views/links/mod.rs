//! What points at what: over the whole corpus, or from where one write-up stands.

mod drawn;
mod json;
mod listed;
mod one;
mod related;
mod suggest;

use std::collections::BTreeMap;
use std::io::{self, Write};

use crate::code::{Citation, Kind};
use crate::corpus::{Corpus, Named};
use crate::history::{Commit, History};
use crate::links::elsewhere::{Collected, Elsewhere, Spot};
use crate::links::times::{Stage, Times, day};
use crate::links::{Graph, Manner, Origin, Reference};
use crate::model::{Date, Writeup};
use crate::render::rows::{self, Format, Table};
use crate::render::style::{self, Look, Role, count, safe};

pub use drawn::{Drawing, MERMAID_ARROWS_MAX, MERMAID_CHARACTERS_MAX, write_drawing};
pub use json::related_json;
pub use listed::{Listing, write_external, write_mentions, write_references};
pub use one::write_one;
pub(in crate::render) use one::{write_name, write_named};
pub use related::write_related;
pub use suggest::{write_pairs, write_suggestions, write_suggestions_json};

/// Everything that the views draw from.
#[derive(Clone, Copy, Debug)]
pub struct Picture<'a> {
    pub corpus: &'a Corpus,
    pub graph: &'a Graph,
    /// `None` when commits and files could not be looked at.
    pub history: Option<&'a History>,
    pub citations: &'a [Citation],
    pub elsewhere: &'a Collected,
    /// `None` when nobody asked since when they stand, or git cannot say.
    pub times: Option<&'a Times>,
}

/// A commit that brought a reference or took it away, as far as people are told.
struct Step<'a> {
    /// The commit's id, in full, and the commit itself where it is one of this repository.
    id: &'a str,
    commit: Option<&'a Commit>,
    day: Option<Date>,
    /// The team of its author on that day; `None` is unknown.
    team: Option<String>,
    /// How it lies to the incident.
    stage: Option<Stage>,
}

/// A file that pointed at a write-up once, as far as people are told.
struct Gone<'a> {
    /// The write-up's position in the corpus.
    to: usize,
    /// `None` for this one.
    repository: Option<&'a str>,
    path: &'a str,
    /// `None` for a page among the write-ups.
    kind: Option<&'a str>,
    came: Option<Step<'a>>,
    went: Option<Step<'a>>,
    /// The subject of the commit that took it away.
    subject: Option<&'a str>,
}

/// How often a write-up is pointed at, by kind.
#[derive(Clone, Copy, Debug, Default)]
struct Counts {
    writeups: usize,
    commits: usize,
    files: usize,
    mentions: usize,
}

impl<'a> Picture<'a> {
    fn commit(&self, at: usize) -> Option<&'a Commit> {
        self.history?.commits.get(at)
    }

    /// Returns the anchor of the heading that a reference names.
    fn anchor(&self, reference: &Reference) -> Option<&'a str> {
        let to = self.corpus.writeups.get(reference.to)?;
        to.anchor_at(reference.part?)
    }

    /// Returns what brought a reference; `None` where that is not known.
    fn came(&self, reference: &Reference) -> Option<Step<'a>> {
        if let Origin::Elsewhere { at } = reference.from {
            let one = self.elsewhere(at)?;
            let (id, team) = (one.since_commit.as_deref()?, one.since_team.as_deref());
            return Some(self.told_step(id, one.since.as_deref(), team, reference.to));
        }
        let at = self.times?.came(reference, self.corpus, self.citations)?;
        self.step(at, reference.to)
    }

    /// Returns what a commit is to a reference to this write-up.
    fn step(&self, at: usize, to: usize) -> Option<Step<'a>> {
        let history = self.history?;
        let day = day(history, at);
        let people = history.people(at);
        let author = people.first();
        let commit = self.commit(at)?;
        Some(Step {
            id: &commit.id,
            commit: Some(commit),
            day,
            team: author.and_then(|author| self.corpus.config.team_of(&author.person, day)),
            stage: self.stage(to, day),
        })
    }

    /// Does the same for a commit of another repository, as that one told of it.
    fn told_step(&self, id: &'a str, day: Option<&str>, team: Option<&str>, to: usize) -> Step<'a> {
        let day = day.and_then(|day| Date::parse(day).ok());
        Step {
            id,
            commit: None,
            day,
            team: team.map(str::to_owned),
            stage: self.stage(to, day),
        }
    }

    /// Yields what pointed once at the write-ups that `wanted` holds for: from here, then from other
    /// repositories.
    fn gone(self, wanted: impl Fn(usize) -> bool) -> impl Iterator<Item = Gone<'a>> {
        let here = self.times.into_iter().flat_map(|times| &times.gone);
        let here = here.map(move |one| {
            let went = self.step(one.went, one.to);
            let commit = went.as_ref().and_then(|went| went.commit);
            Gone {
                to: one.to,
                repository: None,
                path: one.path.as_str(),
                kind: one.kind.map(Kind::word),
                came: self.step(one.came, one.to),
                subject: commit.map(Commit::subject),
                went,
            }
        });
        let elsewhere = self.elsewhere.gone.iter();
        let elsewhere = elsewhere.filter_map(move |one| {
            let Named::One(to) = self.corpus.names.exact(&one.to) else {
                return None;
            };
            let step = |id, day: &Option<String>, team: &Option<String>| {
                self.told_step(id, day.as_deref(), team.as_deref(), to)
            };
            Some(Gone {
                to,
                repository: Some(&one.repository),
                path: &one.path,
                kind: Some(&one.kind),
                came: Some(step(&one.since_commit, &one.since, &one.since_team)),
                went: Some(step(&one.gone_commit, &one.gone, &one.gone_team)),
                subject: Some(&one.excerpt),
            })
        });
        here.chain(elsewhere).filter(move |one| wanted(one.to))
    }

    fn elsewhere(&self, at: usize) -> Option<&'a Elsewhere> {
        self.elsewhere.standing.get(at)
    }

    /// Returns how a day lies to the incident that a write-up tells of.
    fn stage(&self, to: usize, day: Option<Date>) -> Option<Stage> {
        let incident = self.corpus.writeups.get(to).and_then(Writeup::date);
        Stage::of(incident, day)
    }

    /// Counts what points at each write-up.
    fn counts(&self) -> Vec<Counts> {
        let mut counts = vec![Counts::default(); self.corpus.writeups.len()];
        for reference in &self.graph.references {
            let Some(count) = counts.get_mut(reference.to) else {
                continue;
            };
            match reference.from {
                Origin::Writeup {
                    manner: Manner::Mention,
                    ..
                } => count.mentions += 1,
                Origin::Writeup { .. } => count.writeups += 1,
                Origin::Commit { .. } => count.commits += 1,
                Origin::File { .. } => count.files += 1,
                Origin::Elsewhere { at } => match self.elsewhere(at).map(|one| &one.spot) {
                    Some(Spot::Commit { .. }) => count.commits += 1,
                    Some(Spot::File { .. }) => count.files += 1,
                    None => {}
                },
            }
        }
        counts
    }
}

/// Writes each write-up with what points at it, the newest first. `orphans` keeps those that
/// nothing points at.
pub fn write_all(
    out: &mut dyn Write,
    format: Format,
    picture: Picture<'_>,
    orphans: bool,
    look: Look,
) -> io::Result<()> {
    let mut order: Vec<(&Writeup, Counts)> = picture
        .corpus
        .writeups
        .iter()
        .zip(picture.counts())
        .collect();
    order.sort_by(|(left, _), (right, _)| {
        right
            .date()
            .cmp(&left.date())
            .then(left.path.cmp(&right.path))
    });
    let (pointed, alone): (Vec<_>, Vec<_>) = order
        .into_iter()
        .partition(|(_, count)| count.writeups + count.commits + count.files + count.mentions > 0);
    if format == Format::Json {
        let kept: Vec<_> = if orphans {
            alone
        } else {
            pointed.into_iter().chain(alone).collect()
        };
        return json::write_all(out, picture, &kept, !orphans);
    }
    if picture.corpus.writeups.is_empty() {
        return writeln!(out, "{}", style::NO_WRITEUPS);
    }
    if orphans {
        return write_orphans(out, &alone, look);
    }
    if pointed.is_empty() {
        writeln!(
            out,
            "Nothing points at {} here yet.",
            match alone.len() {
                1 => "the one write-up".to_owned(),
                all => format!("any of the {}", count(all, "write-up")),
            }
        )?;
        return writeln!(
            out,
            "A link in a newer story, or its id in a commit or a comment, would be the first."
        );
    }
    let unknown = picture.history.is_none();
    let figure = |number: usize, unknown: bool| match number {
        _ if unknown => "?".to_owned(),
        0 => "·".to_owned(),
        number => number.to_string(),
    };
    let mut table = Table {
        head: vec!["write-up", "write-ups", "commits", "files", "unlinked"],
        numbers: vec![1, 2, 3, 4],
        ..Table::default()
    };
    let room = look.width.saturating_sub(42).max(24);
    let mut titles: BTreeMap<&str, usize> = BTreeMap::new();
    for (writeup, _) in &pointed {
        *titles.entry(writeup.title()).or_default() += 1;
    }
    for (writeup, count) in &pointed {
        // A title says more than an id, while it is whole and nobody else's.
        let title = writeup.title();
        let clear = titles.get(title) == Some(&1) && title.chars().count() <= room;
        let name = if clear { title } else { writeup.id() };
        let title = safe(&style::fit(name, room)).into_owned();
        table.rows.push(vec![
            title,
            figure(count.writeups, false),
            figure(count.commits, unknown),
            figure(count.files, unknown),
            figure(count.mentions, false),
        ]);
    }
    writeln!(
        out,
        "{}\n",
        look.paint(Role::Strong, "What points at each write-up")
    )?;
    rows::write_table(out, &table, look)?;
    writeln!(out)?;
    if !alone.is_empty() {
        let words = format!(
            "Nothing points at {}:",
            count(alone.len(), "other write-up")
        );
        style::hint(out, &words, "incident links --orphans", look)?;
    }
    if let Some((writeup, _)) = pointed.first() {
        let next = format!("incident links {}", style::typed(&safe(writeup.id())));
        style::hint(
            out,
            "The words round each, and what is related:",
            &next,
            look,
        )?;
    }
    Ok(())
}

fn write_orphans(out: &mut dyn Write, alone: &[(&Writeup, Counts)], look: Look) -> io::Result<()> {
    if alone.is_empty() {
        return writeln!(out, "Something points at every write-up.");
    }
    writeln!(
        out,
        "{}\n",
        look.paint(
            Role::Strong,
            format!("Nothing points at {} yet", count(alone.len(), "write-up"))
        )
    )?;
    for (writeup, _) in alone {
        write_name(out, "  ", writeup, look)?;
    }
    Ok(())
}
