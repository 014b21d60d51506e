//! What points at what: over the whole corpus, or from where one write-up stands.

use std::io::{self, Write};

use serde_json::{Value, json};

use crate::code::Citation;
use crate::corpus::Corpus;
use crate::history::{Commit, History};
use crate::links::related::Related;
use crate::links::{Graph, Manner, Origin, Reference};
use crate::model::Writeup;
use crate::render::rows::{self, Format, Table};
use crate::render::style::{self, Look, Role, count, safe};

/// Everything that the views draw from.
#[derive(Clone, Copy, Debug)]
pub struct Picture<'a> {
    pub corpus: &'a Corpus,
    pub graph: &'a Graph,
    /// `None` when commits and files could not be looked at.
    pub history: Option<&'a History>,
    pub citations: &'a [Citation],
}

/// How often a write-up is pointed at, by kind.
#[derive(Clone, Copy, Debug, Default)]
struct Counts {
    writeups: usize,
    commits: usize,
    files: usize,
    mentions: usize,
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
    let mut counts = vec![Counts::default(); picture.corpus.writeups.len()];
    for reference in &picture.graph.references {
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
        }
    }
    let mut order: Vec<(&Writeup, Counts)> = picture.corpus.writeups.iter().zip(counts).collect();
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
        return write_all_json(out, picture, &kept);
    }
    if orphans {
        return write_orphans(out, &alone, look);
    }
    if pointed.is_empty() {
        writeln!(
            out,
            "Nothing points at any of {} yet.",
            count(alone.len(), "write-up")
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
    for (writeup, count) in &pointed {
        let title = safe(&style::fit(writeup.title(), room)).into_owned();
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
        let more = format!(
            "Nothing points at {}:",
            count(alone.len(), "other write-up")
        );
        writeln!(
            out,
            "{} {}",
            look.paint(Role::Dim, more),
            look.paint(Role::Accent, "incident links --orphans")
        )?;
    }
    if let Some((writeup, _)) = pointed.first() {
        let next = format!("incident links {}", style::typed(&safe(writeup.id())));
        writeln!(
            out,
            "{} {}",
            look.paint(Role::Dim, "The words round each, and what is related:"),
            look.paint(Role::Accent, next)
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

/// Writes what one write-up points at, what points at it, and what is perhaps related.
pub fn write_one(
    out: &mut dyn Write,
    format: Format,
    picture: Picture<'_>,
    at: usize,
    related: &[Related],
    look: Look,
) -> io::Result<()> {
    let Some(writeup) = picture.corpus.writeups.get(at) else {
        return Ok(());
    };
    let view = View { picture, look };
    let is_mention = |reference: &&Reference| {
        matches!(
            reference.from,
            Origin::Writeup {
                manner: Manner::Mention,
                ..
            }
        )
    };
    let (mentions, outgoing): (Vec<&Reference>, Vec<&Reference>) =
        picture.graph.outgoing(at).partition(is_mention);
    let incoming: Vec<&Reference> = picture.graph.incoming(at).collect();
    // What is linked already, in either direction, needs no guess.
    let joined = |other: usize| {
        outgoing.iter().any(|reference| reference.to == other)
            || incoming.iter().any(|reference| matches!(reference.from, Origin::Writeup { writeup, .. } if writeup == other))
    };
    let related: Vec<&Related> = related
        .iter()
        .filter(|related| !joined(related.writeup))
        .take(5)
        .collect();
    if format == Format::Json {
        let body = view.json(writeup, &outgoing, &incoming, &mentions, &related);
        return rows::write_json(out, "links", &body);
    }
    view.head(out, writeup)?;
    let (forth, back) = if look.unicode {
        ("→", "←")
    } else {
        ("->", "<-")
    };
    view.group(out, "points at", &outgoing, |out, reference| {
        view.target(out, forth, reference)
    })?;
    view.group(
        out,
        "mentions without a link",
        &mentions,
        |out, reference| view.target(out, forth, reference),
    )?;
    view.group(out, "is pointed at by", &incoming, |out, reference| {
        view.origin(out, back, reference)
    })?;
    if outgoing.is_empty() && mentions.is_empty() && incoming.is_empty() {
        writeln!(
            out,
            "  Nothing here points at another write-up, and nothing points here yet.\n"
        )?;
    }
    if picture.history.is_none() {
        writeln!(
            out,
            "  {}\n",
            look.paint(
                Role::Dim,
                "Commits and files: unknown, there is no git history to read."
            )
        )?;
    }
    if !related.is_empty() {
        writeln!(
            out,
            "  {}",
            look.paint(Role::Strong, "not linked, perhaps related")
        )?;
        for one in related {
            view.related(out, one)?;
        }
    }
    Ok(())
}

/// Writes write-ups that may be related to one that was just begun.
pub fn write_related(
    out: &mut dyn Write,
    corpus: &Corpus,
    related: &[Related],
    look: Look,
) -> io::Result<()> {
    let graph = Graph::default();
    let view = View {
        picture: Picture {
            corpus,
            graph: &graph,
            history: None,
            citations: &[],
        },
        look,
    };
    related.iter().try_for_each(|one| view.related(out, one))
}

/// Returns references in their order, those of the same other end together.
fn by_other_end<'r>(references: &[&'r Reference]) -> Vec<Vec<&'r Reference>> {
    let end = |reference: &Reference| match reference.from {
        Origin::Writeup { writeup, .. } => (reference.to, writeup, usize::MAX),
        Origin::Commit { commit } => (reference.to, usize::MAX, commit),
        // Citations come file by file; each line has its own words.
        Origin::File { citation } => (reference.to, usize::MAX - 1, citation),
    };
    let mut groups: Vec<Vec<&Reference>> = Vec::new();
    for reference in references {
        let group = groups.iter_mut().find(|group| {
            group
                .first()
                .is_some_and(|first| end(first) == end(reference))
        });
        match group {
            Some(group) => group.push(reference),
            None => groups.push(vec![reference]),
        }
    }
    groups
}

/// Writes a write-up's title and id: on one line, or on two where one is too narrow.
fn write_name(out: &mut dyn Write, lead: &str, writeup: &Writeup, look: Look) -> io::Result<()> {
    let (title, id) = (safe(writeup.title()), safe(writeup.id()));
    let title = style::fit(&title, look.width.saturating_sub(lead.chars().count()));
    if title == id {
        return writeln!(out, "{lead}{}", look.paint(Role::Accent, id));
    }
    let indent = " ".repeat(lead.chars().count());
    let together =
        lead.chars().count() + title.chars().count() + 2 + id.chars().count() <= look.width;
    let (strong, accent) = (
        look.paint(Role::Strong, &title),
        look.paint(Role::Accent, &id),
    );
    if together {
        writeln!(out, "{lead}{strong}  {accent}")
    } else {
        writeln!(out, "{lead}{strong}")?;
        writeln!(out, "{indent}{accent}")
    }
}

/// A picture and how to draw it.
struct View<'a> {
    picture: Picture<'a>,
    look: Look,
}

impl View<'_> {
    fn head(&self, out: &mut dyn Write, writeup: &Writeup) -> io::Result<()> {
        writeln!(
            out,
            "{}",
            self.look.paint(Role::Strong, safe(writeup.title()))
        )?;
        let mut facts = vec![safe(writeup.id()).into_owned()];
        facts.extend(
            writeup
                .date()
                .map(|date| date.to_string())
                .filter(|date| !writeup.id().starts_with(date)),
        );
        let services: Vec<&str> = writeup
            .meta
            .services
            .iter()
            .map(|service| service.value.as_str())
            .collect();
        facts.extend((!services.is_empty()).then(|| safe(&services.join(", ")).into_owned()));
        writeln!(out, "{}\n", self.look.paint(Role::Dim, facts.join(" · ")))
    }

    fn group(
        &self,
        out: &mut dyn Write,
        title: &str,
        references: &[&Reference],
        each: impl Fn(&mut dyn Write, &Reference) -> io::Result<()>,
    ) -> io::Result<()> {
        if references.is_empty() {
            return Ok(());
        }
        writeln!(out, "  {}", self.look.paint(Role::Strong, title))?;
        for together in by_other_end(references) {
            if let Some(first) = together.first() {
                each(out, first)?;
            }
            together
                .iter()
                .try_for_each(|reference| self.words(out, reference))?;
        }
        writeln!(out)
    }

    fn target(&self, out: &mut dyn Write, arrow: &str, reference: &Reference) -> io::Result<()> {
        let Some(writeup) = self.picture.corpus.writeups.get(reference.to) else {
            return Ok(());
        };
        write_name(out, &format!("  {arrow} "), writeup, self.look)
    }

    fn origin(&self, out: &mut dyn Write, arrow: &str, reference: &Reference) -> io::Result<()> {
        match reference.from {
            Origin::Writeup { writeup, .. } => {
                let Some(writeup) = self.picture.corpus.writeups.get(writeup) else {
                    return Ok(());
                };
                write_name(out, &format!("  {arrow} "), writeup, self.look)
            }
            Origin::Commit { commit } => {
                let Some(commit) = self.commit(commit) else {
                    return Ok(());
                };
                let who = commit
                    .people
                    .first()
                    .map_or("unknown", |signed| signed.person.shown());
                let day = day(commit);
                let id = self.look.paint(Role::Accent, commit.short_id());
                writeln!(
                    out,
                    "  {arrow} commit {id}  {day}  {}",
                    safe(&style::fit(who, 40))
                )
            }
            Origin::File { citation } => {
                let Some(citation) = self.picture.citations.get(citation) else {
                    return Ok(());
                };
                let path = safe(citation.path.as_str());
                writeln!(out, "  {arrow} {}", self.look.paint(Role::Accent, path))
            }
        }
    }

    /// Writes where a reference stands, and the words round it.
    fn words(&self, out: &mut dyn Write, reference: &Reference) -> io::Result<()> {
        let mut parts = Vec::new();
        if let Origin::File { citation } = reference.from {
            parts.extend(
                self.picture
                    .citations
                    .get(citation)
                    .map(|citation| format!("line {}", citation.line)),
            );
        }
        if let Origin::Writeup { span, manner, .. } = reference.from {
            let line = self
                .picture
                .corpus
                .files
                .position(span.file, span.start)
                .line;
            parts.push(format!("line {line}"));
            match manner {
                Manner::Related(Some(how)) => parts.push(format!("related: {}", how.word())),
                Manner::Related(None) => parts.push("related".to_owned()),
                Manner::Mention => parts.push("by id, without a link".to_owned()),
                Manner::Link => {}
            }
        }
        if !reference.excerpt.is_empty() {
            let quote = if self.look.unicode {
                ("“", "”")
            } else {
                ("\"", "\"")
            };
            parts.push(format!(
                "{}{}{}",
                quote.0,
                safe(&style::fit(&reference.excerpt, 160)),
                quote.1
            ));
        }
        for line in style::wrap(&parts.join(" · "), self.look.width.saturating_sub(4)) {
            writeln!(out, "    {}", self.look.paint(Role::Dim, line))?;
        }
        Ok(())
    }

    fn related(&self, out: &mut dyn Write, related: &Related) -> io::Result<()> {
        let Some(writeup) = self.picture.corpus.writeups.get(related.writeup) else {
            return Ok(());
        };
        write_name(out, "  ~ ", writeup, self.look)?;
        let mut why = Vec::new();
        if !related.services.is_empty() {
            why.push(format!("services: {}", safe(&related.services.join(", "))));
        }
        if !related.words.is_empty() {
            why.push(format!("both speak of {}", safe(&related.words.join(", "))));
        }
        for line in style::wrap(&why.join(" · "), self.look.width.saturating_sub(4)) {
            writeln!(out, "    {}", self.look.paint(Role::Dim, line))?;
        }
        Ok(())
    }

    fn commit(&self, at: usize) -> Option<&Commit> {
        self.picture.history?.commits.get(at)
    }

    fn json(
        &self,
        writeup: &Writeup,
        outgoing: &[&Reference],
        incoming: &[&Reference],
        mentions: &[&Reference],
        related: &[&Related],
    ) -> Value {
        let corpus = self.picture.corpus;
        let target = |reference: &&Reference| {
            let to = corpus.writeups.get(reference.to);
            let mut value = self.json_reference(reference);
            set(&mut value, "id", to.map(Writeup::id));
            set(&mut value, "title", to.map(Writeup::title));
            value
        };
        let related: Vec<Value> = related
            .iter()
            .filter_map(|one| {
                let other = corpus.writeups.get(one.writeup)?;
                Some(json!({
                    "id": other.id(),
                    "title": other.title(),
                    "score": (one.score * 1_000.0).round() / 1_000.0,
                    "services": one.services,
                    "words": one.words,
                }))
            })
            .collect();
        json!({
            "writeup": { "id": writeup.id(), "path": writeup.path.as_str(), "title": writeup.title() },
            "outgoing": outgoing.iter().map(target).collect::<Vec<_>>(),
            "mentions": mentions.iter().map(target).collect::<Vec<_>>(),
            "incoming": incoming.iter().map(|reference| self.json_reference(reference)).collect::<Vec<_>>(),
            "history": self.picture.history.is_some(),
            "related": related,
        })
    }

    /// Returns where a reference stands, and its words.
    fn json_reference(&self, reference: &Reference) -> Value {
        let excerpt = &reference.excerpt;
        match reference.from {
            Origin::Writeup {
                writeup,
                span,
                manner,
            } => {
                let from = self.picture.corpus.writeups.get(writeup);
                let at = self.picture.corpus.files.position(span.file, span.start);
                let (manner, how) = match manner {
                    Manner::Link => ("link", None),
                    Manner::Mention => ("mention", None),
                    Manner::Related(how) => ("related", how.map(crate::model::How::word)),
                };
                json!({
                    "from": "writeup",
                    "writeup": from.map(Writeup::id),
                    "path": from.map(|from| from.path.as_str()),
                    "line": at.line,
                    "column": at.column,
                    "manner": manner,
                    "how": how,
                    "excerpt": excerpt,
                })
            }
            Origin::Commit { commit } => {
                let commit = self.commit(commit);
                json!({
                    "from": "commit",
                    "commit": commit.map(|commit| commit.id.as_str()),
                    "date": commit.and_then(|commit| commit.at.date()).map(|date| date.to_string()),
                    "excerpt": excerpt,
                })
            }
            Origin::File { citation } => {
                let citation = self.picture.citations.get(citation);
                json!({
                    "from": "file",
                    "path": citation.map(|citation| citation.path.as_str()),
                    "line": citation.map(|citation| citation.line),
                    "excerpt": excerpt,
                })
            }
        }
    }
}

fn write_all_json(
    out: &mut dyn Write,
    picture: Picture<'_>,
    kept: &[(&Writeup, Counts)],
) -> io::Result<()> {
    let known = picture.history.is_some();
    let writeups: Vec<Value> = kept
        .iter()
        .map(|(writeup, count)| {
            json!({
                "id": writeup.id(),
                "path": writeup.path.as_str(),
                "title": writeup.title(),
                "date": writeup.date().map(|date| date.to_string()),
                "writeups": count.writeups,
                "commits": known.then_some(count.commits),
                "files": known.then_some(count.files),
                "mentions": count.mentions,
            })
        })
        .collect();
    let view = View {
        picture,
        look: Look::plain(),
    };
    let references: Vec<Value> = picture
        .graph
        .references
        .iter()
        .map(|reference| {
            let mut value = view.json_reference(reference);
            set(
                &mut value,
                "to",
                picture.corpus.writeups.get(reference.to).map(Writeup::id),
            );
            value
        })
        .collect();
    rows::write_json(
        out,
        "links",
        &json!({ "writeups": writeups, "references": references, "history": known }),
    )
}

fn set(value: &mut Value, key: &str, text: Option<&str>) {
    if let Value::Object(fields) = value {
        fields.insert(key.to_owned(), text.into());
    }
}

fn day(commit: &Commit) -> String {
    commit
        .at
        .date()
        .map_or_else(|| "unknown day".to_owned(), |date| date.to_string())
}
