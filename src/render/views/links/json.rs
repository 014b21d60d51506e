//! The same for programs.

use std::io::{self, Write};

use serde_json::{Value, json};

use crate::links::related::Related;
use crate::links::{Manner, Origin, Reference};
use crate::model::Writeup;
use crate::render::rows;

use super::{Counts, Picture};

/// What is said of one write-up.
pub(super) struct Parts<'a> {
    pub(super) outgoing: &'a [&'a Reference],
    pub(super) incoming: &'a [&'a Reference],
    pub(super) mentions: &'a [&'a Reference],
    pub(super) related: &'a [&'a Related],
}

/// Writes each write-up with its figures, and every reference.
pub(super) fn write_all(
    out: &mut dyn Write,
    picture: Picture<'_>,
    kept: &[(&Writeup, Counts)],
    with_references: bool,
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
    let references: Vec<Value> = picture
        .graph
        .references
        .iter()
        .filter(|_| with_references)
        .map(|reference| full_json(picture, reference))
        .collect();
    rows::write_json(
        out,
        "links",
        &json!({ "writeups": writeups, "references": references, "history": known }),
    )
}

/// Writes what is said of one write-up.
pub(super) fn write_one(
    out: &mut dyn Write,
    picture: Picture<'_>,
    writeup: &Writeup,
    parts: &Parts<'_>,
) -> io::Result<()> {
    let corpus = picture.corpus;
    let target = |reference: &&Reference| {
        let to = corpus.writeups.get(reference.to);
        let mut value = reference_json(picture, reference);
        set(&mut value, "id", to.map(Writeup::id));
        set(&mut value, "title", to.map(Writeup::title));
        value
    };
    let related: Vec<Value> = parts
        .related
        .iter()
        .filter_map(|one| {
            let other = corpus.writeups.get(one.writeup)?;
            Some(related_json(one, other))
        })
        .collect();
    let body = json!({
        "writeup": { "id": writeup.id(), "path": writeup.path.as_str(), "title": writeup.title() },
        "outgoing": parts.outgoing.iter().map(target).collect::<Vec<_>>(),
        "mentions": parts.mentions.iter().map(target).collect::<Vec<_>>(),
        "incoming": parts.incoming.iter().map(|reference| reference_json(picture, reference)).collect::<Vec<_>>(),
        "history": picture.history.is_some(),
        "related": related,
    });
    rows::write_json(out, "links", &body)
}

/// Returns a write-up that may be related, and why.
pub fn related_json(related: &Related, other: &Writeup) -> Value {
    json!({
        "id": other.id(),
        "title": other.title(),
        "score": (related.score * 1_000.0).round() / 1_000.0,
        "exact": related.why.exact,
        "services": related.why.services,
        "mechanisms": related.why.mechanisms,
        "words": related.why.words,
        "people": related.why.people,
    })
}

/// Returns a reference with both its ends.
pub(super) fn full_json(picture: Picture<'_>, reference: &Reference) -> Value {
    let mut value = reference_json(picture, reference);
    let to = picture.corpus.writeups.get(reference.to);
    set(&mut value, "to", to.map(Writeup::id));
    value
}

/// Returns where a reference stands, and its words.
fn reference_json(picture: Picture<'_>, reference: &Reference) -> Value {
    let excerpt = &reference.excerpt;
    match reference.from {
        Origin::Writeup {
            writeup,
            span,
            manner,
        } => {
            let from = picture.corpus.writeups.get(writeup);
            let at = picture.corpus.files.position(span.file, span.start());
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
            let commit = picture.commit(commit);
            json!({
                "from": "commit",
                "commit": commit.map(|commit| commit.id.as_str()),
                "date": commit.and_then(|commit| commit.at.date()).map(|date| date.to_string()),
                "excerpt": excerpt,
            })
        }
        Origin::File { citation } => {
            let citation = picture.citations.get(citation);
            json!({
                "from": "file",
                "kind": citation.map(|citation| citation.kind.word()),
                "path": citation.map(|citation| citation.path.as_str()),
                "line": citation.map(|citation| citation.line),
                "excerpt": excerpt,
            })
        }
        Origin::Elsewhere { at } => {
            let one = picture.elsewhere.get(at);
            one.and_then(|one| serde_json::to_value(one).ok())
                .unwrap_or_default()
        }
    }
}

fn set(value: &mut Value, key: &str, text: Option<&str>) {
    if let Value::Object(fields) = value {
        fields.insert(key.to_owned(), text.into());
    }
}
