//! Floor 2: the text of one file becomes a write-up.
//!
//! Parsing never fails: it gives what it could read, and a list of problems beside it. It knows
//! neither the settings nor any other file.

mod body;
mod front_matter;
mod labels;
mod links;
mod sections;

use crate::diagnostic::Diagnostic;
use crate::model::{RepoPath, Vocabulary, Writeup};
use crate::text::{FileId, Span};

/// What one file gave.
#[derive(Clone, Debug)]
pub struct Parsed {
    pub writeup: Writeup,
    /// Findings of the rules `front-matter-syntax`, `invalid-field` and `unreadable-file`.
    pub problems: Vec<Diagnostic>,
}

/// Reads `text`, which is `file` in the caller's [`crate::text::Files`]. `vocabulary` says which
/// headings mean which kind of section.
pub fn writeup(file: FileId, path: RepoPath, text: &str, vocabulary: &Vocabulary) -> Parsed {
    let mut problems = Vec::new();
    let block = front_matter::split(file, text, &mut problems);
    let (front_matter, meta) = match &block {
        Some(block) => front_matter::read(file, text, block, &mut problems),
        None => (None, crate::model::Meta::default()),
    };
    let body_start = block.map_or_else(|| bom_len(text), |block| block.outer.end);
    let body = body::read(file, text, body_start, &mut problems);
    let labels = labels::find(file, text, &body);
    let parts = sections::divide(file, text, &body, &labels, vocabulary, meta.title.is_some());
    let writeup = Writeup {
        file,
        path,
        front_matter,
        meta,
        heading: parts.title,
        hook: parts.hook,
        sections: parts.sections,
        headings: body.headings,
        anchors: body.anchors,
        links: body.links,
        comments: body.comments,
        blocks: body.leaves.iter().map(|leaf| leaf.block).collect(),
        runs: body.runs,
    };
    Parsed { writeup, problems }
}

fn bom_len(text: &str) -> usize {
    if text.starts_with('\u{feff}') {
        '\u{feff}'.len_utf8()
    } else {
        0
    }
}

/// Returns the span of a byte range of `text`, without blanks and line ends at either side.
fn trimmed(file: FileId, text: &str, start: usize, end: usize) -> Span {
    let slice = text.get(start..end).unwrap_or_default();
    let from = start + (slice.len() - slice.trim_start().len());
    Span::new(file, from, from + slice.trim().len())
}
