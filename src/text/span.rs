//! A place: a file and a byte range. Lines and columns are worked out once, when shown.

/// Names a text in [`super::Files`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub(super) u32);

/// A byte range of one file, end exclusive. Ordered by file, then place, so sorting is reading order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    pub file: FileId,
    pub start: usize,
    pub end: usize,
}

impl Span {
    /// Returns the span from `start` to `end`; a backward range becomes the empty span at `start`.
    pub fn new(file: FileId, start: usize, end: usize) -> Self {
        Self {
            file,
            start,
            end: end.max(start),
        }
    }

    /// Returns the empty span at `at`.
    pub fn empty(file: FileId, at: usize) -> Self {
        Self::new(file, at, at)
    }

    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether `other` lies inside of this span, in the same file.
    pub fn contains(self, other: Self) -> bool {
        self.file == other.file && self.start <= other.start && other.end <= self.end
    }

    /// Whether the two share a byte, in the same file.
    pub fn overlaps(self, other: Self) -> bool {
        self.file == other.file && self.start < other.end && other.start < self.end
    }
}

/// A value and where it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spanned<T> {
    pub value: T,
    pub span: Span,
}

impl<T> Spanned<T> {
    pub fn new(value: T, span: Span) -> Self {
        Self { value, span }
    }
}
