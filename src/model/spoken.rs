//! What a place says, as somebody would read it aloud: words only, without the marks of Markdown.

use super::{BlockKind, Writeup};
use crate::text::{Files, Span, words};

impl Writeup {
    /// Returns the words of a place on one line: text and code, links as their words; comments and HTML are
    /// left out.
    pub fn spoken(&self, files: &Files, place: Span) -> String {
        let runs = self.runs.iter().map(|run| run.span);
        // A run may begin with the blank in front of the place.
        let inside = |span: Span| {
            let (start, end) = (span.start().max(place.start()), span.end().min(place.end()));
            (span.file == place.file && start < end).then(|| Span::new(span.file, start, end))
        };
        let mut parts: Vec<Span> = runs
            .chain(self.codes.iter().copied())
            .filter_map(inside)
            .collect();
        parts.sort();
        let mut spoken = String::new();
        let mut end = None;
        for part in parts {
            let gap = end.map(|end| files.text(Span::new(part.file, end, part.start())));
            // Between two words of one there are marks at most.
            if gap.is_some_and(|gap| gap.contains(char::is_whitespace)) {
                spoken.push(' ');
            }
            spoken.push_str(files.text(part));
            end = Some(part.end().max(part.start()));
        }
        spoken.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Returns the first sentence of a place.
    pub fn first_spoken(&self, files: &Files, place: Span) -> String {
        let spoken = self.spoken(files, place);
        let first = words::sentence(&spoken, 0..0);
        spoken.get(first).unwrap_or_default().trim().to_owned()
    }

    /// Returns the words of each paragraph of a place, the items of lists among them.
    pub fn paragraphs(&self, files: &Files, place: Span) -> Vec<String> {
        let blocks = self.blocks.iter();
        let inside = blocks.filter(|block| block.kind == BlockKind::Paragraph);
        let inside = inside.filter(|block| place.contains(block.span));
        let spoken = inside.map(|block| self.spoken(files, block.span));
        spoken
            .filter(|text| !words::fold(text).is_empty())
            .collect()
    }

    /// Returns the anchor of a heading, by its place.
    pub fn anchor_of(&self, heading: Span) -> Option<&str> {
        let at = self.headings.iter().position(|one| one.span == heading)?;
        self.anchors.iter().nth(at)
    }
}
