//! Which write-up points at which, as a drawing for others to set.
//!
//! Names of nodes are ours; what comes from a title stands in a quoted label, escaped as the format
//! wants it.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use crate::links::{Manner, Origin};
use crate::render::style::{fit, safe};

use super::Picture;

/// The language of a drawing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Drawing {
    /// Graphviz.
    Dot,
    Mermaid,
}

/// Longest words on an arrow, in columns.
const WORDS_MAX: usize = 40;

/// How much of a drawing Mermaid takes where nobody has told it to take more: arrows, and characters.
pub const MERMAID_ARROWS_MAX: usize = 500;
pub const MERMAID_CHARACTERS_MAX: usize = 50_000;

/// Draws the write-ups that point at each other. `chosen` stands out. Returns how many arrows there are.
pub fn write_drawing(
    out: &mut dyn Write,
    drawing: Drawing,
    picture: Picture<'_>,
    within: Option<&BTreeSet<usize>>,
    chosen: Option<usize>,
) -> io::Result<usize> {
    let is_in = |at: &usize| within.is_none_or(|within| within.contains(at));
    // One arrow for two write-ups, with the first words that somebody gave.
    let mut arrows: BTreeMap<(usize, usize), String> = BTreeMap::new();
    for reference in &picture.graph.references {
        if let Origin::Writeup {
            writeup, manner, ..
        } = reference.from
            && is_in(&writeup)
            && is_in(&reference.to)
        {
            let words = match manner {
                Manner::Related(how) => how.map_or("", crate::model::How::word).to_owned(),
                Manner::Link | Manner::Mention => fit(&reference.excerpt, WORDS_MAX),
            };
            let told = arrows.entry((writeup, reference.to)).or_default();
            if told.is_empty() {
                *told = words;
            }
        }
    }
    let ends = arrows.keys().flat_map(|(from, to)| [*from, *to]);
    let nodes: BTreeSet<usize> = ends.chain(chosen).collect();
    match drawing {
        Drawing::Dot => {
            writeln!(out, "digraph incidents {{")?;
            writeln!(out, "  rankdir=LR;\n  node [shape=box];")?;
        }
        Drawing::Mermaid => writeln!(out, "flowchart LR")?,
    }
    for at in &nodes {
        let Some(writeup) = picture.corpus.writeups.get(*at) else {
            continue;
        };
        let date = writeup.date().map(|date| date.to_string());
        let (title, date) = (safe(writeup.title()), date.unwrap_or_default());
        match drawing {
            Drawing::Dot => {
                let date = if date.is_empty() {
                    date
                } else {
                    format!("\\n{date}")
                };
                let here = if chosen == Some(*at) {
                    ", penwidth=3"
                } else {
                    ""
                };
                writeln!(out, "  n{at} [label=\"{}{date}\"{here}];", dot(&title))?;
            }
            Drawing::Mermaid => {
                let date = if date.is_empty() {
                    date
                } else {
                    format!(" · {date}")
                };
                let here = if chosen == Some(*at) { ":::here" } else { "" };
                writeln!(out, "  n{at}[\"{}{date}\"]{here}", mermaid(&title))?;
            }
        }
    }
    for ((from, to), words) in &arrows {
        let words = safe(words);
        match drawing {
            Drawing::Dot if words.is_empty() => writeln!(out, "  n{from} -> n{to};")?,
            Drawing::Dot => writeln!(out, "  n{from} -> n{to} [label=\"{}\"];", dot(&words))?,
            Drawing::Mermaid if words.is_empty() => writeln!(out, "  n{from} --> n{to}")?,
            Drawing::Mermaid => writeln!(out, "  n{from} -->|\"{}\"| n{to}", mermaid(&words))?,
        }
    }
    match drawing {
        Drawing::Dot => writeln!(out, "}}")?,
        Drawing::Mermaid if chosen.is_some() => writeln!(out, "  classDef here stroke-width:3px")?,
        Drawing::Mermaid => {}
    }
    Ok(arrows.len())
}

/// Returns text for a quoted label of Graphviz, which reads entities in it.
fn dot(text: &str) -> String {
    let text = text.replace('&', "&amp;");
    text.replace('\\', "\\\\").replace('"', "\\\"")
}

/// Returns text for a quoted label of Mermaid: what it would take for its own, or for HTML or Markdown, is
/// an entity by number.
fn mermaid(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        let rest = text.get(at..).unwrap_or_default();
        let statement = STATEMENTS.iter().any(|word| rest.starts_with(word));
        if statement || "\"<>`#&;|\\*_[]{}()$".contains(c) {
            shown.push_str(&format!("#{};", u32::from(c)));
        } else {
            shown.push(c);
        }
    }
    shown
}

/// What makes a statement of its own of any line that holds it, quoted or not (`direction TB`, `style A
/// fill:#f00`), and an icon (`fa:fa-car`).
const STATEMENTS: &[&str] = &["direction", "style", "classDef", ":fa-"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_end_where_we_end_them() {
        assert_eq!(dot("a \"b\" \\\" c\\"), "a \\\"b\\\" \\\\\\\" c\\\\");
        assert_eq!(
            mermaid("a\"] --> b[<i>`#"),
            "a#34;#93; --#62; b#91;#60;i#62;#96;#35;"
        );
        assert_eq!(mermaid("a direction TB"), "a #100;irection TB");
        assert_eq!(mermaid("style A fill:#f"), "#115;tyle A fill:#35;f");
        assert_eq!(mermaid("fa:fa-car $x$"), "fa#58;fa-car #36;x#36;");
        assert_eq!(dot("a &lt; b"), "a &amp;lt; b");
    }
}
