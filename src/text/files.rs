//! Every text that a run has read, and how a byte becomes a line and a column.

use std::fmt;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use super::scan;
use super::span::{FileId, Span};

/// The texts of a run, by [`FileId`]. Never changes a byte of them: BOM and line ends stay.
#[derive(Debug, Default)]
pub struct Files {
    files: Vec<File>,
}

struct File {
    path: String,
    text: OnceLock<String>,
    /// Reads the text, where nobody has yet.
    later: Option<Later>,
    /// Counted in `u32`: a file is no longer than that, and there may be a million lines.
    line_starts: OnceLock<Vec<u32>>,
}

/// Reads the text of a file, by its path, when it is first asked for; what cannot be read is empty.
pub type Later = Arc<dyn Fn(&str) -> String + Send + Sync>;

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
            text: OnceLock::from(text.into()),
            later: None,
            line_starts: OnceLock::new(),
        });
        id
    }

    /// Puts the text of a file in place that was added without one.
    pub fn fill(&mut self, id: FileId, text: String) {
        if let Some(file) = self.file_mut(id) {
            file.text = OnceLock::from(text);
            file.line_starts = OnceLock::new();
        }
    }

    /// Does the same with a text that is read only when somebody asks for it.
    pub fn fill_later(&mut self, id: FileId, later: &Later) {
        if let Some(file) = self.file_mut(id) {
            file.text = OnceLock::new();
            file.later = Some(later.clone());
            file.line_starts = OnceLock::new();
        }
    }

    /// Returns the path as it was added; empty for an id of another `Files`.
    pub fn path(&self, id: FileId) -> &str {
        self.file(id).map_or("", |file| &file.path)
    }

    /// Returns the whole text.
    pub fn whole(&self, id: FileId) -> &str {
        self.file(id).map_or("", File::text)
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
        let text = file.text();
        let offset = floor_boundary(text, offset);
        let line = file.line_number(offset);
        let start = file.line_start(line).unwrap_or(0);
        let before = text.get(start..offset).unwrap_or_default();
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
        let text = file.text();
        let start = file.line_start(line).unwrap_or(text.len());
        let end = file.line_start(line + 1).unwrap_or(text.len());
        let text = text.get(start..end).unwrap_or_default();
        Span::new(id, start, start + text.trim_end_matches(['\r', '\n']).len())
    }

    /// Returns the line that a byte stands on, without its line end, and without counting lines before it.
    pub fn line_at(&self, id: FileId, offset: usize) -> Span {
        let text = self.whole(id);
        let line = scan::line_round(text, floor_boundary(text, offset));
        let words = text.get(line.clone()).unwrap_or_default();
        Span::new(
            id,
            line.start,
            line.start + words.trim_end_matches('\r').len(),
        )
    }

    fn file(&self, id: FileId) -> Option<&File> {
        self.files.get(usize::try_from(id.0).ok()?)
    }

    fn file_mut(&mut self, id: FileId) -> Option<&mut File> {
        self.files.get_mut(usize::try_from(id.0).ok()?)
    }
}

impl fmt::Debug for File {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_tuple("File").field(&self.path).finish()
    }
}

impl File {
    fn text(&self) -> &str {
        self.text.get_or_init(|| match &self.later {
            Some(later) => later(&self.path),
            None => String::new(),
        })
    }

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
            let ends = scan::line_ends(self.text());
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
    use std::sync::atomic::{AtomicUsize, Ordering};

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
        for at in 0..files.whole(id).len() + 3 {
            let line = files.line(id, files.line_number(id, at));
            assert_eq!(files.line_at(id, at), line, "{at}");
        }
    }

    #[test]
    fn a_text_is_read_once_and_when_it_is_asked_for() {
        let mut files = Files::default();
        let id = files.add("a.md", "");
        let reads = Arc::new(AtomicUsize::new(0));
        let seen = reads.clone();
        let later: Later = Arc::new(move |path| {
            seen.fetch_add(1, Ordering::Relaxed);
            format!("of\n{path}\n")
        });
        files.fill_later(id, &later);
        assert_eq!((files.path(id), reads.load(Ordering::Relaxed)), ("a.md", 0));
        assert_eq!(files.position(id, 4), Position { line: 2, column: 2 });
        assert_eq!(files.text(files.line(id, 2)), "a.md");
        assert_eq!(reads.load(Ordering::Relaxed), 1);
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
