//! The same for programs.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::{Value, json};

use crate::links::related::Related;
use crate::links::times::Stage;
use crate::links::{Manner, Origin, Reference};
use crate::model::Writeup;
use crate::render::rows;

use super::{Counts, Gone, Picture, Step};

/// What is said of one write-up.
pub(super) struct Parts<'a> {
    /// Its position in the corpus.
    pub(super) at: usize,
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
    let references = || {
        let references = picture.graph.references.iter();
        let kept = references.filter(|_| with_references);
        kept.map(|reference| full_json(picture, reference))
    };
    let body = All {
        gone: gone_or_unknown(picture, |_| with_references),
        history: known,
        references: rows::Each(references),
        traced: picture.times.is_some(),
        writeups,
    };
    rows::write_json(out, "links", &body)
}

/// Everything, its keys in the order of the alphabet as everywhere.
#[derive(Serialize)]
struct All<R: Serialize> {
    gone: Option<Vec<Value>>,
    history: bool,
    references: R,
    traced: bool,
    writeups: Vec<Value>,
}

/// Yields the references that stood once, to the write-ups that `wanted` holds for.
pub(super) fn gone_of<'p>(
    picture: Picture<'p>,
    wanted: impl Fn(usize) -> bool + 'p,
) -> impl Iterator<Item = Value> + 'p {
    let gone = picture.gone(wanted);
    gone.map(move |one| gone_json(picture, &one))
}

/// Returns all of them; `None` where nothing is known of those here, and none came from elsewhere.
fn gone_or_unknown(picture: Picture<'_>, wanted: impl Fn(usize) -> bool) -> Option<Vec<Value>> {
    let gone: Vec<Value> = gone_of(picture, wanted).collect();
    (picture.times.is_some() || !gone.is_empty()).then_some(gone)
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
        set(&mut value, "to", to.map(Writeup::id));
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
    let at = parts.at;
    let body = json!({
        "writeup": { "id": writeup.id(), "path": writeup.path.as_str(), "title": writeup.title() },
        "outgoing": parts.outgoing.iter().map(target).collect::<Vec<_>>(),
        "mentions": parts.mentions.iter().map(target).collect::<Vec<_>>(),
        "incoming": parts.incoming.iter().map(|reference| reference_json(picture, reference)).collect::<Vec<_>>(),
        "gone": gone_or_unknown(picture, |to| to == at),
        "history": picture.history.is_some(),
        "traced": picture.times.is_some(),
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

/// Returns where a reference stood that is gone, since when and until when.
fn gone_json(picture: Picture<'_>, gone: &Gone<'_>) -> Value {
    let to = picture.corpus.writeups.get(gone.to);
    let mut value = json!({
        "from": if gone.kind.is_some() { "file" } else { "writeup" },
        "kind": gone.kind,
        "path": gone.path,
        "to": to.map(Writeup::id),
        "stands": false,
        "excerpt": gone.subject,
    });
    if gone.repository.is_some() {
        set(&mut value, "repository", gone.repository);
    }
    set_came(&mut value, gone.came.as_ref());
    let went = gone.went.as_ref();
    let day = went.and_then(|went| went.day).map(|day| day.to_string());
    set(&mut value, "gone", day.as_deref());
    set(&mut value, "gone_commit", went.map(|went| went.id));
    set(
        &mut value,
        "gone_team",
        went.and_then(|went| went.team.as_deref()),
    );
    value
}

/// Says since when a reference stands. What is not known is `null`.
fn set_came(value: &mut Value, came: Option<&Step<'_>>) {
    let day = came.and_then(|came| came.day).map(|day| day.to_string());
    set(value, "since", day.as_deref());
    set(value, "since_commit", came.map(|came| came.id));
    set(
        value,
        "since_team",
        came.and_then(|came| came.team.as_deref()),
    );
    let stage = came.and_then(|came| came.stage).map(Stage::words);
    set(value, "placed", stage);
}

/// Returns where a reference stands, its words, and since when.
fn reference_json(picture: Picture<'_>, reference: &Reference) -> Value {
    let mut value = place_json(picture, reference);
    set(&mut value, "part", picture.anchor(reference));
    set_came(&mut value, picture.came(reference).as_ref());
    if let Value::Object(fields) = &mut value {
        fields.insert("stands".to_owned(), true.into());
    }
    value
}

/// Returns where a reference stands, and its words.
fn place_json(picture: Picture<'_>, reference: &Reference) -> Value {
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
            let one = picture.elsewhere(at);
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
