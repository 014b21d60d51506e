//! Which lines of one text are which of another, as git compares them.

use std::ops::Range;

use git2::{DiffOptions, Patch};

use super::{edits, trees};

/// Lines that were taken away, and those that came in their place. Counted from 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Hunk {
    pub(super) old: Range<usize>,
    pub(super) new: Range<usize>,
}

/// Lines beside a change that are compared as well: a change among lines that repeat is moved to where
/// it reads best.
const CONTEXT: usize = 64;

/// Compares two texts as `git blame -w` does: white space within lines counts for nothing.
pub(super) fn hunks(old: &[u8], new: &[u8]) -> Vec<Hunk> {
    // Most of two versions is the same, and needs no library to see it.
    let same = trees::common(old, new);
    let (start, skipped) = step_back(old.get(..same).unwrap_or_default());
    let rest = |text: &'_ [u8]| text.len() - start;
    let same = edits::common_end(
        old.get(start..).unwrap_or_default(),
        new.get(start..).unwrap_or_default(),
    );
    let end = step_on(old.get(old.len() - same..).unwrap_or_default());
    let part = |text: &'_ [u8]| start..start + rest(text) - end;
    let (old, new) = (old.get(part(old)), new.get(part(new)));
    let mut hunks = compared(old.unwrap_or_default(), new.unwrap_or_default());
    for hunk in &mut hunks {
        for lines in [&mut hunk.old, &mut hunk.new] {
            *lines = lines.start + skipped..lines.end + skipped;
        }
    }
    hunks
}

/// Returns where the last lines of what both begin with begin, and how many lines stand before.
fn step_back(same: &[u8]) -> (usize, usize) {
    let mut kept = same;
    for _ in 0..=CONTEXT {
        let Some(end) = kept.iter().rposition(|&byte| byte == b'\n') else {
            return (0, 0);
        };
        kept = kept.get(..end).unwrap_or_default();
    }
    let before = same.get(..=kept.len()).unwrap_or_default();
    let lines = before.split_inclusive(|&byte| byte == b'\n').count();
    (before.len(), lines)
}

/// Returns how many bytes at the end are left when the first lines of what both end with are taken.
fn step_on(same: &[u8]) -> usize {
    let mut ends = same.iter().enumerate().filter(|(_, byte)| **byte == b'\n');
    ends.nth(CONTEXT).map_or(0, |(at, _)| same.len() - at - 1)
}

fn compared(old: &[u8], new: &[u8]) -> Vec<Hunk> {
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
        let long = "line\nother\n".repeat(200);
        let text = |middle: &str| format!("{long}{middle}\n{long}");
        assert_eq!(shown(&text("one"), &text("two")), [(400..401, 400..401)]);
        assert_eq!(shown(&long, &text("two")), [(400..400, 400..801)]);
        assert_eq!(shown(&long, &format!("{long}end")), [(400..400, 400..401)]);
        assert_eq!(shown(&long, &long), []);
    }
}
