//! Which lines of one text are which of another, as git compares them.

use std::hash::{Hash, Hasher};
use std::ops::Range;

use git2::{DiffOptions, Patch};

use super::{edits, trees};

/// Lines that were taken away, and those that came in their place. Counted from 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Hunk {
    pub(super) old: Range<usize>,
    pub(super) new: Range<usize>,
}

impl Hunk {
    /// Returns it as it is `lines` further down.
    fn moved(&self, lines: usize) -> Self {
        let moved = |range: &Range<usize>| range.start + lines..range.end + lines;
        Self {
            old: moved(&self.old),
            new: moved(&self.new),
        }
    }
}

/// Lines beside a change that are compared as well: a change among lines that repeat is moved to where
/// it reads best.
const CONTEXT: usize = 64;

/// Most lines of a change that are compared one by one.
const PLAIN_LINES_MAX: usize = 24;

/// Compares two texts as `git blame -w` does: white space within lines counts for nothing.
pub(super) fn hunks(old: &[u8], new: &[u8]) -> Vec<Hunk> {
    // Most of two versions is the same, and needs no library to see it.
    let same = trees::common(old, new);
    let shared = old.get(..same).unwrap_or_default();
    let first = shared.iter().rposition(|&byte| byte == b'\n');
    let first = first.map_or(0, |at| at + 1);
    let same = edits::common_end(
        old.get(first..).unwrap_or_default(),
        new.get(first..).unwrap_or_default(),
    );
    let tail = old.get(old.len() - same..).unwrap_or_default();
    let last = tail.iter().position(|&byte| byte == b'\n');
    let last = last.map_or(0, |at| same - at - 1);

    let (head, tail) = old.split_at_checked(first).unwrap_or_default();
    let around = Around {
        before: head,
        after: tail.get(tail.len() - last..).unwrap_or_default(),
    };
    let changed = |text: &'_ [u8]| first..text.len() - last;
    let (old_lines, new_lines) = (old.get(changed(old)), new.get(changed(new)));
    let plain = plain(
        around,
        old_lines.unwrap_or_default(),
        new_lines.unwrap_or_default(),
    );
    plain.unwrap_or_else(|| {
        let (start, skipped) = step_back(around.before);
        let end = step_on(around.after);
        let part = |text: &'_ [u8]| start..text.len() - end;
        let (old, new) = (old.get(part(old)), new.get(part(new)));
        let hunks = compared(old.unwrap_or_default(), new.unwrap_or_default());
        let moved = hunks.into_iter().map(|hunk| hunk.moved(skipped));
        moved.collect()
    })
}

/// What is the same before and after a change, in whole lines.
#[derive(Clone, Copy)]
struct Around<'t> {
    before: &'t [u8],
    after: &'t [u8],
}

/// Compares what is simple: lines that came or went at a place that cannot be taken for another, or that
/// have no line in common with those in whose place they came. Every way of comparing finds the same
/// there. `None` is a change that is not simple.
fn plain(around: Around<'_>, old: &[u8], new: &[u8]) -> Option<Vec<Hunk>> {
    let lines_of = |text| {
        let lines: Vec<Line<'_>> = lines(text).take(PLAIN_LINES_MAX + 1).collect();
        (lines.len() <= PLAIN_LINES_MAX).then_some(lines)
    };
    let (all_old, all_new) = (lines_of(old)?, lines_of(new)?);
    let (mut old, mut new) = (all_old.as_slice(), all_new.as_slice());
    let (mut before, mut after) = (last_line(around.before), lines(around.after).next());
    let mut skipped = 0;
    while let ([one, olds @ ..], [other, news @ ..]) = (old, new)
        && one == other
    {
        (old, new, before) = (olds, news, Some(*one));
        skipped += 1;
    }
    while let ([olds @ .., one], [news @ .., other]) = (old, new)
        && one == other
    {
        (old, new, after) = (olds, news, Some(*one));
    }
    let is_plain = match (old, new) {
        ([], []) => return Some(Vec::new()),
        ([], lines) | (lines, []) => {
            lines.last() != before.as_ref() && lines.first() != after.as_ref()
        }
        (old, new) => old.iter().all(|line| !new.contains(line)),
    };
    let hunk = Hunk {
        old: 0..old.len(),
        new: 0..new.len(),
    };
    let skipped = skipped + count(around.before);
    is_plain.then(|| vec![hunk.moved(skipped)])
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
    (before.len(), count(before))
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
pub(super) fn lines(text: &[u8]) -> impl Iterator<Item = Line<'_>> {
    text.split_inclusive(|&byte| byte == b'\n').map(Line)
}

/// Returns the last of whole lines.
fn last_line(lines: &[u8]) -> Option<Line<'_>> {
    let body = lines.strip_suffix(b"\n")?;
    let start = body.iter().rposition(|&byte| byte == b'\n');
    lines.get(start.map_or(0, |at| at + 1)..).map(Line)
}

/// Counts whole lines.
#[expect(
    clippy::naive_bytecount,
    reason = "the compiler makes it as fast as it need be"
)]
fn count(lines: &[u8]) -> usize {
    lines.iter().filter(|byte| **byte == b'\n').count()
}

/// A line as it is compared: white space counts for nothing.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line<'t>(pub(super) &'t [u8]);

impl Line<'_> {
    fn bare(&self) -> impl DoubleEndedIterator<Item = u8> {
        let is_space = |byte: u8| matches!(byte, b'\t'..=b'\r' | b' ');
        self.0.iter().copied().filter(move |byte| !is_space(*byte))
    }

    /// Returns the first byte that counts, and the last.
    pub(super) fn ends(&self) -> (Option<u8>, Option<u8>) {
        (self.bare().next(), self.bare().next_back())
    }

    pub(super) fn is_blank(&self) -> bool {
        self.bare().next().is_none()
    }

    /// Returns how many letters and digits it has.
    pub(super) fn weight(&self) -> usize {
        self.0
            .iter()
            .filter(|byte| byte.is_ascii_alphanumeric())
            .count()
    }
}

impl PartialEq for Line<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0 || self.bare().eq(other.bare())
    }
}

impl Eq for Line<'_> {}

impl Hash for Line<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        // Eight bytes at a time: this is asked of every line of every version.
        let (mut word, mut count) = (0_u64, 0_u32);
        for byte in self.bare() {
            word = word << 8 | u64::from(byte);
            count += 1;
            if count.is_multiple_of(8) {
                state.write_u64(word);
                word = 0;
            }
        }
        state.write_u64(word);
    }
}

#[cfg(test)]
mod tests {
    use proptest::strategy::Strategy;

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

    proptest::proptest! {
        #[test]
        fn what_is_plain_is_as_the_library_has_it(
            old in text(),
            new in text(),
            (at, taken, put) in (0..40_usize, 0..3_usize, text()),
        ) {
            check(&old, &new);
            // As versions mostly differ: in one place.
            let mut lines: Vec<&str> = old.split_inclusive('\n').collect();
            let at = at.min(lines.len());
            let end = (at + taken).min(lines.len());
            lines.splice(at..end, put.split_inclusive('\n').take(4));
            check(&old, &lines.concat());
        }
    }

    /// Few different lines, so that many repeat.
    fn text() -> impl Strategy<Value = String> {
        let line =
            proptest::sample::select(vec!["a\n", "b\n", "\n", " a\n", "c d\n", "  b\r\n", "e"]);
        proptest::collection::vec(line, 0..30).prop_map(|lines| lines.concat())
    }

    #[track_caller]
    fn check(old: &str, new: &str) {
        let (old, new) = (old.as_bytes(), new.as_bytes());
        assert_eq!(hunks(old, new), compared(old, new));
    }
}
