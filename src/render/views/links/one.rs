//! One write-up: what it points at, what points at it, and what is perhaps related.

use std::collections::BTreeMap;
use std::io::{self, Write};

use crate::code::Kind;
use crate::links::elsewhere::Spot;
use crate::links::related::Related;
use crate::links::{Manner, Origin, Reference};
use crate::model::{Date, Writeup};
use crate::render::rows::Format;
use crate::render::style::{self, Look, Role, safe};

use super::related::write_related;
use super::{Gone, Picture, json};

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
    let related: Vec<&Related> = related
        .iter()
        .filter(|related| !picture.graph.joined(at, related.writeup))
        .take(5)
        .collect();
    if format == Format::Json {
        let parts = json::Parts {
            at,
            outgoing: &outgoing,
            incoming: &incoming,
            mentions: &mentions,
            related: &related,
        };
        return json::write_one(out, picture, writeup, &parts);
    }
    let mut parts = Vec::new();
    let told = &mut parts;
    view.head(told, writeup)?;
    let (forth, back) = if look.unicode {
        ("→", "←")
    } else {
        ("->", "<-")
    };
    view.group(told, "points at", &outgoing, |out, reference| {
        view.target(out, forth, reference)
    })?;
    view.group(
        told,
        "mentions without a link",
        &mentions,
        |out, reference| view.target(out, forth, reference),
    )?;
    view.group(told, "is pointed at by", &incoming, |out, reference| {
        view.origin(out, back, reference)
    })?;
    let gone: Vec<Gone<'_>> = picture.gone(|to| to == at).collect();
    view.gone(told, back, &gone)?;
    if outgoing.is_empty() && mentions.is_empty() && incoming.is_empty() && gone.is_empty() {
        writeln!(
            told,
            "  Nothing here points at another write-up, and nothing points here yet.\n"
        )?;
    }
    if picture.history.is_none() {
        writeln!(
            told,
            "  {}\n",
            look.paint(
                Role::Dim,
                "Commits and files: unknown, there is no git history to read."
            )
        )?;
    }
    if !related.is_empty() {
        writeln!(
            told,
            "  {}",
            look.paint(Role::Strong, "not linked, perhaps related")
        )?;
        write_related(told, picture.corpus, related, look)?;
    }
    // A blank line stands between two parts, and none behind the last.
    out.write_all(parts.trim_ascii_end())?;
    writeln!(out)
}

/// Writes a write-up's title and id: on one line, or on two where one is too narrow.
pub(in crate::render) fn write_name(
    out: &mut dyn Write,
    lead: &str,
    writeup: &Writeup,
    look: Look,
) -> io::Result<()> {
    write_named(out, lead, writeup.title(), writeup.id(), look)
}

/// Does the same for a title and an id.
pub(in crate::render) fn write_named(
    out: &mut dyn Write,
    lead: &str,
    title: &str,
    id: &str,
    look: Look,
) -> io::Result<()> {
    let (title, id) = (safe(title), safe(id));
    let title = style::fit(&title, look.width.saturating_sub(style::columns(lead)));
    if title == id {
        return writeln!(out, "{lead}{}", look.paint(Role::Accent, id));
    }
    let indent = " ".repeat(style::columns(lead));
    let columns = style::columns;
    let together = columns(lead) + columns(&title) + 2 + columns(&id) <= look.width;
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

/// What points here, or is pointed at.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum End<'a> {
    Writeup(usize),
    Commit(usize),
    File(&'a str),
    Elsewhere(usize),
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
        for together in self.by_other_end(references) {
            if let Some(first) = together.first() {
                each(out, first)?;
                // Of a file, not of each of its lines; when a write-up was told, its name says.
                if self.is_file(first)
                    && let Some(since) = self.since(first)
                {
                    self.dim(out, &since)?;
                }
            }
            together
                .iter()
                .try_for_each(|reference| self.words(out, reference))?;
        }
        writeln!(out)
    }

    /// Returns references in their order, those of the same other end together.
    fn by_other_end<'r>(&self, references: &[&'r Reference]) -> Vec<Vec<&'r Reference>> {
        let end = |reference: &Reference| {
            let end = match reference.from {
                Origin::Writeup { writeup, .. } => End::Writeup(writeup),
                Origin::Commit { commit } => End::Commit(commit),
                Origin::File { citation } => End::File(self.path(citation)),
                Origin::Elsewhere { at } => End::Elsewhere(at),
            };
            (reference.to, end)
        };
        let mut groups: Vec<Vec<&Reference>> = Vec::new();
        let mut places = BTreeMap::new();
        for reference in references {
            let place = places.entry(end(reference)).or_insert(groups.len());
            match groups.get_mut(*place) {
                Some(group) => group.push(reference),
                None => groups.push(vec![reference]),
            }
        }
        groups
    }

    fn path(&self, citation: usize) -> &str {
        let citation = self.picture.citations.get(citation);
        citation.map_or("", |citation| citation.path.as_str())
    }

    /// Writes what pointed here once. The code that said so may be gone with it: nobody is at fault.
    fn gone(&self, out: &mut dyn Write, arrow: &str, gone: &[Gone<'_>]) -> io::Result<()> {
        if gone.is_empty() {
            return Ok(());
        }
        writeln!(
            out,
            "  {}",
            self.look.paint(Role::Strong, "was pointed at by")
        )?;
        for one in gone {
            match one.repository {
                None => self.file(out, arrow, one.path, one.kind)?,
                Some(other) => {
                    self.place_elsewhere(
                        out,
                        arrow,
                        other,
                        one.path,
                        one.kind.unwrap_or_default(),
                    )?;
                }
            }
            let came = one.came.as_ref();
            let mut parts = Vec::new();
            parts.extend(came.map(|came| format!("from {}", shown(came.day))));
            if let Some(went) = &one.went {
                parts.push(format!(
                    "until {}, {}",
                    shown(went.day),
                    safe(short(went.id))
                ));
            }
            let subject = one.subject.filter(|subject| !subject.is_empty());
            parts.extend(subject.map(|subject| self.quoted(&style::fit(subject, 160))));
            self.dim(out, &parts.join(" "))?;
        }
        writeln!(out)
    }

    /// Writes the name of a file that points here, and what it is where it is no code.
    fn file(
        &self,
        out: &mut dyn Write,
        arrow: &str,
        path: &str,
        kind: Option<&str>,
    ) -> io::Result<()> {
        let path = self.look.paint(Role::Accent, safe(path));
        match kind.filter(|kind| *kind != Kind::Code.word()) {
            None => writeln!(out, "  {arrow} {path}"),
            Some(kind) => {
                let kind = self.look.paint(Role::Dim, kind);
                writeln!(out, "  {arrow} {path}  {kind}")
            }
        }
    }

    /// Writes a place in another repository, and what more there is to say of it.
    fn place_elsewhere(
        &self,
        out: &mut dyn Write,
        arrow: &str,
        repository: &str,
        what: &str,
        more: &str,
    ) -> io::Result<()> {
        let repository = safe(repository);
        let what = self.look.paint(Role::Accent, safe(what));
        let more = self.look.paint(Role::Dim, safe(more));
        writeln!(out, "  {arrow} {repository}: {what}  {more}")
    }

    fn quoted(&self, words: &str) -> String {
        let (open, close) = if self.look.unicode {
            ("“", "”")
        } else {
            ("\"", "\"")
        };
        format!("{open}{}{close}", safe(words))
    }

    fn dim(&self, out: &mut dyn Write, text: &str) -> io::Result<()> {
        for line in style::wrap(text, self.look.width.saturating_sub(4)) {
            writeln!(out, "    {}", self.look.paint(Role::Dim, line))?;
        }
        Ok(())
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
                let people = self.picture.history.map(|history| history.people(commit));
                let Some(commit) = self.picture.commit(commit) else {
                    return Ok(());
                };
                let author = people.as_ref().and_then(|people| people.first());
                let who = author.map_or("unknown", |signed| signed.person.shown());
                let day = shown(commit.at.date());
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
                let path = citation.path.as_str();
                self.file(out, arrow, path, Some(citation.kind.word()))
            }
            Origin::Elsewhere { at } => {
                let Some(one) = self.picture.elsewhere(at) else {
                    return Ok(());
                };
                let (what, more) = match &one.spot {
                    Spot::Commit { commit, date } => {
                        let date = date.as_deref().unwrap_or_default();
                        (format!("commit {}", short(commit)), date)
                    }
                    Spot::File { kind, path, .. } => (path.clone(), kind.as_str()),
                };
                self.place_elsewhere(out, arrow, &one.repository, &what, more)
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
        if let Origin::Elsewhere { at } = reference.from
            && let Some(Spot::File { line, .. }) = self.picture.elsewhere(at).map(|one| &one.spot)
        {
            parts.push(format!("line {line}"));
        }
        if let Origin::Writeup { span, manner, .. } = reference.from {
            let line = self
                .picture
                .corpus
                .files
                .position(span.file, span.start())
                .line;
            parts.push(format!("line {line}"));
            match manner {
                Manner::Related(Some(how)) => parts.push(format!("related: {}", how.word())),
                Manner::Related(None) => parts.push("related".to_owned()),
                Manner::Mention => parts.push("by id, without a link".to_owned()),
                Manner::Link => {}
            }
        }
        let to = self.picture.corpus.writeups.get(reference.to);
        let part = to.and_then(|to| to.headings.get(reference.part?));
        let part = part.map(|part| style::fit(&part.text.value, 80));
        parts.extend(part.map(|part| format!("to {}", self.quoted(&part))));
        if self.is_commit(reference) {
            parts.extend(self.since(reference));
        }
        if !reference.excerpt.is_empty() {
            parts.push(self.quoted(&style::fit(&reference.excerpt, 160)));
        }
        self.dim(out, &parts.join(" · "))
    }

    /// Whether a reference stands in the message of a commit, here or elsewhere.
    fn is_commit(&self, reference: &Reference) -> bool {
        match reference.from {
            Origin::Commit { .. } => true,
            Origin::Elsewhere { at } => {
                let one = self.picture.elsewhere(at);
                one.is_some_and(|one| matches!(one.spot, Spot::Commit { .. }))
            }
            Origin::Writeup { .. } | Origin::File { .. } => false,
        }
    }

    /// Whether it stands in a file that is no write-up.
    fn is_file(&self, reference: &Reference) -> bool {
        !matches!(reference.from, Origin::Writeup { .. }) && !self.is_commit(reference)
    }

    /// Returns since when a reference stands, and from which team it came.
    fn since(&self, reference: &Reference) -> Option<String> {
        let came = self.picture.came(reference)?;
        let mut place = Vec::new();
        // Of a commit the day stands beside its name already.
        if !self.is_commit(reference) {
            place.push(format!("since {}", shown(came.day)));
        }
        place.extend(came.team.map(|team| format!("from {}", safe(&team))));
        let mut parts = vec![place.join(" ")];
        parts.extend(came.stage.map(|stage| stage.words().to_owned()));
        parts.retain(|part| !part.is_empty());
        (!parts.is_empty()).then(|| parts.join(", "))
    }
}

/// Returns as much of a commit's id as tells it from others.
fn short(id: &str) -> &str {
    let end = id.char_indices().nth(SHORT_CHARS);
    end.and_then(|(end, _)| id.get(..end)).unwrap_or(id)
}

/// As git shows them in a repository of some size.
const SHORT_CHARS: usize = 9;

fn shown(day: Option<Date>) -> String {
    day.map_or_else(|| "unknown day".to_owned(), |day| day.to_string())
}
