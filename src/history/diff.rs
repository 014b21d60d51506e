//! Which lines of one text are which of another, as git compares them.

use std::ops::Range;

use git2::{DiffOptions, Patch};

/// Lines that were taken away, and those that came in their place. Counted from 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Hunk {
    pub(super) old: Range<usize>,
    pub(super) new: Range<usize>,
}

/// Compares two texts as `git blame -w` does: white space within lines counts for nothing.
pub(super) fn hunks(old: &[u8], new: &[u8]) -> Vec<Hunk> {
    let mut options = DiffOptions::new();
    options
        .context_lines(0)
        .interhunk_lines(0)
        .force_text(true)
        .indent_heuristic(true)
        .ignore_whitespace(true);
    let Ok(patch) = Patch::from_buffers(old, None, new, None, Some(&mut options)) else {
        return whole(old, new);
    };
    let range = |start: u32, lines: u32| {
        // git names the line before where there is none.
        let start = usize::try_from(start).unwrap_or(0);
        let lines = usize::try_from(lines).unwrap_or(0);
        let start = if lines == 0 {
            start
        } else {
            start.saturating_sub(1)
        };
        start..start + lines
    };
    let hunk = |at| {
        let (hunk, _) = patch.hunk(at).ok()?;
        let old = range(hunk.old_start(), hunk.old_lines());
        let new = range(hunk.new_start(), hunk.new_lines());
        Some(Hunk { old, new })
    };
    (0..patch.num_hunks()).filter_map(hunk).collect()
}

/// What cannot be compared is all new.
fn whole(old: &[u8], new: &[u8]) -> Vec<Hunk> {
    let old = 0..lines(old).count();
    let new = 0..lines(new).count();
    vec![Hunk { old, new }]
}

/// Returns the lines of a text, their ends included.
pub(super) fn lines(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    text.split_inclusive(|&byte| byte == b'\n')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(old: &str, new: &str) -> Vec<(Range<usize>, Range<usize>)> {
        let hunks = hunks(old.as_bytes(), new.as_bytes());
        hunks.into_iter().map(|hunk| (hunk.old, hunk.new)).collect()
    }

    #[test]
    fn lines_are_counted_from_nought_and_space_is_nothing() {
        assert_eq!(shown("a\nb\nc\n", "a\nX\nc\n"), [(1..2, 1..2)]);
        assert_eq!(shown("a\nc\n", "a\nb\nc\n"), [(1..1, 1..2)]);
        assert_eq!(shown("a\nb\nc\n", "a\nc\n"), [(1..2, 1..1)]);
        assert_eq!(shown("b\n", "a\nb\n"), [(0..0, 0..1)]);
        assert_eq!(shown("", "a\n"), [(0..0, 0..1)]);
        assert_eq!(shown("a b\r\n  c", "ab\nc  \n"), []);
        assert_eq!(shown("a\n", ""), [(0..1, 0..0)]);
    }
}
