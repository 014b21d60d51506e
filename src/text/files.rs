//! Every text that a run has read, and how a byte becomes a line and a column.

use std::ops::Range;
use std::sync::OnceLock;

use super::scan;
use super::span::{FileId, Span};

/// The texts of a run, by [`FileId`]. Never changes a byte of them: BOM and line ends stay.
#[derive(Debug, Default)]
pub struct Files {
    files: Vec<File>,
}

#[derive(Debug)]
struct File {
    path: String,
    text: String,
    /// Counted in `u32`: a file is no longer than that, and there may be a million lines.
    line_starts: OnceLock<Vec<u32>>,
}

/// Where a byte stands for a person: both count from 1, the column in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    pub line: usize,
    pub column: usize,
}

impl Files {
    /// Adds a text under the path that messages will show.
    pub fn add(&mut self, path: impl Into<String>, text: impl Into<String>) -> FileId {
        let id = FileId(u32::try_from(self.files.len()).unwrap_or(u32::MAX));
        self.files.push(File {
            path: path.into(),
            text: text.into(),
            line_starts: OnceLock::new(),
        });
        id
    }

    /// Puts the text of a file in place that was added without one.
    pub fn fill(&mut self, id: FileId, text: String) {
        let file = usize::try_from(id.0)
            .ok()
            .and_then(|at| self.files.get_mut(at));
        if let Some(file) = file {
            file.text = text;
            file.line_starts = OnceLock::new();
        }
    }

    /// Returns the path as it was added; empty for an id of another `Files`.
    pub fn path(&self, id: FileId) -> &str {
        self.file(id).map_or("", |file| &file.path)
    }

    /// Returns the whole text.
    pub fn whole(&self, id: FileId) -> &str {
        self.file(id).map_or("", |file| &file.text)
    }

    /// Returns the text of a span, clamped to the file and to character boundaries.
    pub fn text(&self, span: Span) -> &str {
        self.whole(span.file)
            .get(self.clamp(span))
            .unwrap_or_default()
    }

    /// Returns the span's byte range, clamped to the file and widened to character boundaries,
    /// so that slicing with it cannot panic.
    pub fn clamp(&self, span: Span) -> Range<usize> {
        let text = self.whole(span.file);
        let start = floor_boundary(text, span.start());
        let end = ceil_boundary(text, span.end()).max(start);
        start..end
    }

    /// Returns the line and column of a byte, clamped to the file. Lines end at `\n`, as editors
    /// count them; a BOM has no width.
    pub fn position(&self, id: FileId, offset: usize) -> Position {
        let Some(file) = self.file(id) else {
            return Position { line: 1, column: 1 };
        };
        let offset = floor_boundary(&file.text, offset);
        let line = file.line_number(offset);
        let start = file.line_start(line).unwrap_or(0);
        let before = file.text.get(start..offset).unwrap_or_default();
        let column = before.trim_start_matches('\u{feff}').chars().count() + 1;
        Position { line, column }
    }

    /// Returns the line of a byte, counting from 1, without looking at the text before it.
    pub fn line_number(&self, id: FileId, offset: usize) -> usize {
        self.file(id).map_or(1, |file| file.line_number(offset))
    }

    /// Returns the byte range of a line, without its line end; `line` counts from 1.
    pub fn line(&self, id: FileId, line: usize) -> Span {
        let Some(file) = self.file(id) else {
            return Span::empty(id, 0);
        };
        let start = file.line_start(line).unwrap_or(file.text.len());
        let end = file.line_start(line + 1).unwrap_or(file.text.len());
        let text = file.text.get(start..end).unwrap_or_default();
        Span::new(id, start, start + text.trim_end_matches(['\r', '\n']).len())
    }

    fn file(&self, id: FileId) -> Option<&File> {
        self.files.get(usize::try_from(id.0).ok()?)
    }
}

impl File {
    fn line_number(&self, offset: usize) -> usize {
        let offset = u32::try_from(offset).unwrap_or(u32::MAX);
        let starts = self.line_starts();
        starts.partition_point(|&start| start <= offset).max(1)
    }

    /// Returns the byte at which a line begins; `line` counts from 1.
    fn line_start(&self, line: usize) -> Option<usize> {
        let start = self.line_starts().get(line.checked_sub(1)?)?;
        usize::try_from(*start).ok()
    }

    fn line_starts(&self) -> &[u32] {
        self.line_starts.get_or_init(|| {
            let ends = scan::line_ends(&self.text);
            let starts = ends.filter_map(|at| u32::try_from(at + 1).ok());
            let mut starts: Vec<u32> = std::iter::once(0).chain(starts).collect();
            starts.shrink_to_fit();
            starts
        })
    }
}

fn floor_boundary(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn ceil_boundary(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at += 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_characters_and_a_bom_has_no_width() {
        let mut files = Files::default();
        let id = files.add("a.md", "\u{feff}é x\r\nzwei\n");
        let x = files.whole(id).find('x').unwrap();
        assert_eq!(files.position(id, x), Position { line: 1, column: 3 });
        let z = files.whole(id).find("wei").unwrap();
        assert_eq!(files.position(id, z), Position { line: 2, column: 2 });
        assert_eq!(files.text(files.line(id, 2)), "zwei");
    }

    #[test]
    fn spans_outside_the_text_or_inside_a_character_are_clamped() {
        let mut files = Files::default();
        let id = files.add("a.md", "aé");
        assert_eq!(files.text(Span::new(id, 2, 2)), "é");
        assert_eq!(files.text(Span::new(id, 1, 99)), "é");
        assert_eq!(files.text(Span::new(id, 50, 99)), "");
        assert_eq!(files.position(id, 99), Position { line: 1, column: 3 });
    }
}
