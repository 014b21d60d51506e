//! References, mentions and addresses as lists: a line or a row for each.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use serde_json::{Value, json};

use crate::links::{Manner, Origin, Reference};
use crate::model::{Destination, Writeup};
use crate::render::rows;
use crate::render::style::{self, Look, Role, safe};

use super::{Picture, json};

/// How a list is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Listing {
    /// For people.
    Lines,
    Json,
    Csv,
    /// A JSON object on each line.
    JsonLines,
}

/// Columns of a row: what a reference has, over all kinds of them.
const REFERENCE: &[&str] = &[
    "to",
    "part",
    "from",
    "writeup",
    "repository",
    "path",
    "line",
    "commit",
    "date",
    "manner",
    "kind",
    "since",
    "since_commit",
    "since_team",
    "placed",
    "stands",
    "gone",
    "gone_commit",
    "gone_team",
    "excerpt",
];
const MENTION: &[&str] = &["to", "writeup", "path", "line", "column", "excerpt"];

/// Writes the references between the write-ups `within`, or of all, and to them from elsewhere; those
/// that stood once come last.
pub fn write_references(
    out: &mut dyn Write,
    listing: Listing,
    picture: Picture<'_>,
    within: Option<&BTreeSet<usize>>,
) -> io::Result<()> {
    let is_in = |at: usize| within.is_none_or(|within| within.contains(&at));
    let wanted = |reference: &&Reference| match reference.from {
        Origin::Writeup { writeup, .. } => is_in(writeup) && is_in(reference.to),
        _ => is_in(reference.to),
    };
    let values = || {
        let references = picture.graph.references.iter().filter(wanted);
        let values = references.map(|reference| json::full_json(picture, reference));
        values.chain(json::gone_of(picture, is_in))
    };
    write_values(out, listing, "references", REFERENCE, values)
}

/// Writes the mentions of write-ups that no link of the same text leads to.
pub fn write_mentions(
    out: &mut dyn Write,
    listing: Listing,
    picture: Picture<'_>,
    look: Look,
) -> io::Result<()> {
    let mentions: Vec<&Reference> = picture
        .graph
        .references
        .iter()
        .filter(|reference| {
            matches!(
                reference.from,
                Origin::Writeup {
                    manner: Manner::Mention,
                    ..
                }
            )
        })
        .collect();
    if listing != Listing::Lines {
        let value = |reference: &&Reference| json::full_json(picture, reference);
        return write_values(out, listing, "mentions", MENTION, || {
            mentions.iter().map(value)
        });
    }
    if picture.corpus.writeups.is_empty() {
        return writeln!(out, "{}", style::NO_WRITEUPS);
    }
    if mentions.is_empty() {
        return writeln!(out, "Every write-up that a text names is linked there.");
    }
    for reference in mentions {
        let Origin::Writeup { span, .. } = reference.from else {
            continue;
        };
        let at = picture.corpus.files.position(span.file, span.start());
        let path = picture.corpus.files.path(span.file);
        let id = picture
            .corpus
            .writeups
            .get(reference.to)
            .map_or("", Writeup::id);
        let place = format!("{}:{}:{}", safe(path), at.line, at.column);
        writeln!(out, "{place}: {}", look.paint(Role::Accent, safe(id)))?;
    }
    Ok(())
}

/// Writes the addresses elsewhere that the write-ups lead to, each with its places. None is fetched.
pub fn write_external(
    out: &mut dyn Write,
    listing: Listing,
    picture: Picture<'_>,
    look: Look,
) -> io::Result<()> {
    let mut addresses: BTreeMap<&str, Vec<(&str, usize)>> = BTreeMap::new();
    for writeup in &picture.corpus.writeups {
        for link in &writeup.links {
            let target = link.target.value.as_str();
            let web = target.starts_with("http://") || target.starts_with("https://");
            if web && Destination::read(target) == Destination::External {
                let line = picture
                    .corpus
                    .files
                    .line_number(link.span.file, link.span.start());
                addresses
                    .entry(target)
                    .or_default()
                    .push((writeup.path.as_str(), line));
            }
        }
    }
    if listing == Listing::Lines {
        for (address, places) in &addresses {
            writeln!(out, "{}", safe(address))?;
            for (path, line) in places {
                writeln!(
                    out,
                    "  {}",
                    look.paint(Role::Dim, format!("{}:{line}", safe(path)))
                )?;
            }
        }
        return Ok(());
    }
    let values = || {
        addresses.iter().flat_map(|(address, places)| {
            let value = move |(path, line): &(&str, usize)| json!({ "url": address, "path": path, "line": line });
            places.iter().map(value)
        })
    };
    write_values(out, listing, "external", &["url", "path", "line"], values)
}

/// Writes values as they are made, so that of many only one is held at a time.
fn write_values<I: Iterator<Item = Value>>(
    out: &mut dyn Write,
    listing: Listing,
    name: &str,
    head: &[&str],
    values: impl Fn() -> I,
) -> io::Result<()> {
    match listing {
        Listing::JsonLines => values().try_for_each(|value| rows::write_json_line(out, &value)),
        Listing::Csv => {
            let cell = |value: &Value, key: &&str| match value.get(key) {
                None | Some(Value::Null) => String::new(),
                Some(Value::String(text)) => text.clone(),
                Some(other) => other.to_string(),
            };
            let row = |value: Value| -> Vec<String> {
                head.iter().map(|key| cell(&value, key)).collect()
            };
            rows::write_csv(out, head, values().map(row))
        }
        Listing::Json | Listing::Lines => {
            rows::write_json(out, "links", &BTreeMap::from([(name, rows::Each(values))]))
        }
    }
}
