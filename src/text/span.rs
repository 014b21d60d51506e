//! A place: a file and a byte range. Lines and columns are worked out once, when shown.

/// Names a text in [`super::Files`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub(super) u32);

/// A byte range of one file, end exclusive. Ordered by file, then place, so sorting is reading order.
///
/// Held in `u32`, as there are hundreds of places in a write-up and millions in a large repository: no
/// file that is read is longer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    pub file: FileId,
    start: u32,
    end: u32,
}

impl Span {
    /// Returns the span from `start` to `end`; a backward range becomes the empty span at `start`.
    pub fn new(file: FileId, start: usize, end: usize) -> Self {
        let short = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        Self {
            file,
            start: short(start),
            end: short(end.max(start)),
        }
    }

    /// Returns the byte at which the span begins.
    pub fn start(self) -> usize {
        long(self.start)
    }

    /// Returns the byte behind the span's last.
    pub fn end(self) -> usize {
        long(self.end)
    }

    /// Returns the span, moved `by` bytes towards the end.
    #[must_use]
    pub fn shifted(self, by: usize) -> Self {
        Self::new(self.file, self.start() + by, self.end() + by)
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

fn long(at: u32) -> usize {
    usize::try_from(at).unwrap_or(usize::MAX)
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
