//! Pairs that are not linked yet and may be related.

use std::io::{self, Write};

use serde_json::{Value, json};

use crate::corpus::Corpus;
use crate::links::related::{Pair, Related};
use crate::model::Writeup;
use crate::render::rows;
use crate::render::style::{self, Look, Role, count, safe};

use super::json::related_json;
use super::one::write_name;
use super::related::write_why;

/// Most pairs that are told to people at once.
const SHOWN_MAX: usize = 30;

/// Writes each pair with its reasons, best first: the younger write-up and, under it, the older.
pub fn write_suggestions(
    out: &mut dyn Write,
    corpus: &Corpus,
    suggestions: &[(usize, Related)],
    look: Look,
) -> io::Result<()> {
    if corpus.writeups.is_empty() {
        return writeln!(out, "{}", style::NO_WRITEUPS);
    }
    if suggestions.is_empty() {
        return writeln!(
            out,
            "No two write-ups without a link between them read alike enough to be named here."
        );
    }
    let title = look.paint(Role::Strong, "Not linked, perhaps related");
    writeln!(out, "{title}\n")?;
    for (writeup, related) in suggestions.iter().take(SHOWN_MAX) {
        let ends = (
            corpus.writeups.get(*writeup),
            corpus.writeups.get(related.writeup),
        );
        if let (Some(younger), Some(older)) = ends {
            write_name(out, "  ", younger, look)?;
            write_name(out, "  ~ ", older, look)?;
            write_why(out, &related.why, look)?;
            writeln!(out)?;
        }
    }
    let more = suggestions.len().saturating_sub(SHOWN_MAX);
    if more > 0 {
        let words = format!("{} with less in common:", count(more, "more pair"));
        style::hint(out, &words, "incident links --suggest --format json", look)?;
    }
    writeln!(
        out,
        "Only a reader can say which of them belong together; a link says so to the next."
    )
}

/// Writes the pairs with their reasons, for programs.
pub fn write_suggestions_json(
    out: &mut dyn Write,
    corpus: &Corpus,
    suggestions: &[(usize, Related)],
) -> io::Result<()> {
    let suggestions: Vec<Value> = suggestions
        .iter()
        .filter_map(|(writeup, related)| {
            let younger = corpus.writeups.get(*writeup)?;
            let older = corpus.writeups.get(related.writeup)?;
            Some(json!({
                "writeup": { "id": younger.id(), "path": younger.path.as_str(), "title": younger.title() },
                "related": related_json(related, older),
            }))
        })
        .collect();
    rows::write_json(out, "links", &json!({ "suggestions": suggestions }))
}

/// Writes id, id and score of each pair, a line each.
pub fn write_pairs(out: &mut dyn Write, corpus: &Corpus, pairs: &[Pair]) -> io::Result<()> {
    // An id is one field of one line, whatever somebody wrote.
    let id = |at: usize| {
        let id = corpus.writeups.get(at).map_or("", Writeup::id);
        safe(id).split_whitespace().collect::<Vec<_>>().join(" ")
    };
    for pair in pairs {
        let (writeup, other) = (id(pair.writeup), id(pair.other));
        writeln!(out, "{writeup}\t{other}\t{:.6}", pair.score)?;
    }
    Ok(())
}
