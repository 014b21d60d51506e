//! What kind of change made one version of a write-up into the next.

use std::collections::hash_map::Entry;

use memchr::memchr;

use super::id::{ById, Id};
use super::lives::{Deed, Life};
use super::memo::{Change, Memo};
use super::objects::{Bytes, Failure, Kind};
use super::repository::Lazy;
use super::standing;
use super::trees;

/// What a change changed, from a reader's point of view. The first that holds, in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Edit {
    /// Words of the story.
    Words,
    /// Where links lead, or that there is one: the words are the same.
    Links,
    /// The front matter alone.
    FrontMatter,
    /// White space, where lines break, or lines that are drawn: under a heading, in a table.
    Space,
    /// Not a byte.
    Nothing,
}

/// Compares two versions. `None` stands for a file that is not there.
pub(super) fn between(old: Option<&[u8]>, new: Option<&[u8]>) -> Edit {
    let (Some(old), Some(new)) = (old, new) else {
        return if old == new {
            Edit::Nothing
        } else {
            Edit::Words
        };
    };
    if old == new {
        return Edit::Nothing;
    }
    let ((old_head, old_body), (new_head, new_body)) = (parts(old), parts(new));
    let (old_body, new_body) = changed(old_body, new_body);
    if !read_alike(old_body, new_body, true) {
        Edit::Words
    } else if !read_alike(old_body, new_body, false) {
        Edit::Links
    } else if !read_alike(old_head, new_head, false) {
        Edit::FrontMatter
    } else {
        Edit::Space
    }
}

impl Edit {
    /// Each, at the place that its number says.
    pub(super) const ALL: [Self; 5] = [
        Self::Words,
        Self::Links,
        Self::FrontMatter,
        Self::Space,
        Self::Nothing,
    ];
}

/// What one comparison gave: the edit, and under which ids it may be kept. `None` keeps nothing.
pub(super) type Compared = (Result<Edit, Failure>, Option<Change>);

/// Compares each version of a life with the one before it, newest first.
pub(super) fn of(objects: &Lazy<'_>, memo: &Memo, life: &Life) -> Vec<Compared> {
    // Each version is read once, and let go as soon as both its neighbours were compared.
    let mut known: ById<Id, Bytes> = ById::default();
    let mut edits = Vec::with_capacity(life.events.len());
    for event in &life.events {
        // What was taken away and brought back is compared with what it was.
        let sources = life.sources(event);
        let olds: Vec<Option<Id>> = sources.iter().map(|at| life.blob(*at)).collect();
        let merge = event.deed == Deed::Merged;
        let change = match olds.as_slice() {
            // What begins is all new, and what is removed all gone.
            [] if !merge => {
                edits.push((Ok(Edit::Words), None));
                continue;
            }
            [one] if !merge => Some((event.blob, *one, None)),
            [one, Some(other)] if merge => Some((event.blob, *one, Some(*other))),
            _ => None,
        };
        if let Some(edit) = change.and_then(|change| memo.edit(&change)) {
            edits.push((Ok(edit), None));
            continue;
        }
        let wanted = olds.iter().copied().chain([event.blob]).flatten();
        let read = read(objects, wanted, &mut known);
        let compared = read.map(|()| {
            let text = |blob: &Option<Id>| Some(known.get(blob.as_ref()?)?.as_slice());
            if merge {
                let sides: Vec<&[u8]> = olds.iter().filter_map(text).collect();
                let evil = standing::is_evil(text(&event.blob).unwrap_or_default(), &sides);
                return if evil { Edit::Words } else { Edit::Nothing };
            }
            between(olds.first().and_then(text), text(&event.blob))
        });
        edits.push((compared, change));
        known.retain(|id, _| olds.contains(&Some(*id)));
    }
    edits
}

/// Reads the versions that are not read yet.
fn read(
    objects: &Lazy<'_>,
    wanted: impl Iterator<Item = Id>,
    known: &mut ById<Id, Bytes>,
) -> Result<(), Failure> {
    for id in wanted {
        if let Entry::Vacant(place) = known.entry(id) {
            place.insert(objects.get()?.read(id, Kind::Blob)?);
        }
    }
    Ok(())
}

/// Cuts the front matter off: what stands between a first line of three dashes and the next such line.
fn parts(text: &[u8]) -> (&[u8], &[u8]) {
    let start = text.strip_prefix("\u{feff}".as_bytes()).unwrap_or(text);
    let is_fence = |line: &[u8]| line.trim_ascii_end() == b"---";
    let mut end = first_line(start).len();
    if start.get(..end).is_some_and(is_fence) {
        while let Some(rest) = start.get(end..).filter(|rest| !rest.is_empty()) {
            let line = first_line(rest);
            end += line.len();
            if is_fence(line) || line.trim_ascii_end() == b"..." {
                return start.split_at(end);
            }
        }
    }
    (&[], start)
}

/// Returns the first line, its end included.
fn first_line(text: &[u8]) -> &[u8] {
    let end = memchr(b'\n', text).map_or(text.len(), |at| at + 1);
    text.get(..end).unwrap_or_default()
}

/// Leaves out the lines that both begin and both end with.
fn changed<'t>(mut old: &'t [u8], mut new: &'t [u8]) -> (&'t [u8], &'t [u8]) {
    let start = shared_lines(old, new);
    old = old.get(start..).unwrap_or_default();
    new = new.get(start..).unwrap_or_default();
    let same = common_end(old, new);
    let tail = old.get(old.len() - same..).unwrap_or_default();
    let kept = tail.iter().position(|&byte| byte == b'\n');
    let kept = kept.map_or(0, |at| same - at - 1);
    let cut = |text: &'t [u8]| text.get(..text.len() - kept).unwrap_or_default();
    (cut(old), cut(new))
}

/// Returns how many bytes the lines have with which both begin.
fn shared_lines(old: &[u8], new: &[u8]) -> usize {
    let same = trees::common(old, new);
    let shared = old.get(..same).unwrap_or_default();
    let end = shared.iter().rposition(|&byte| byte == b'\n');
    end.map_or(0, |at| at + 1)
}

/// Returns how many bytes are the same at the end of both.
pub(super) fn common_end(left: &[u8], right: &[u8]) -> usize {
    let mut same = 0;
    // Long steps are compared as fast as memory is read.
    for step in [4096, 64, 1] {
        let rest = |bytes: &'_ [u8]| bytes.len() - same;
        let left = left.get(..rest(left)).unwrap_or_default();
        let right = right.get(..rest(right)).unwrap_or_default();
        let steps = left.rchunks_exact(step).zip(right.rchunks_exact(step));
        same += step * steps.take_while(|(left, right)| left == right).count();
    }
    same
}

/// The bytes of a text without white space and drawn lines and, where only the words count, without the
/// marks of links and what they lead to.
struct Read<'t> {
    rest: &'t [u8],
    words: bool,
}

impl<'t> Read<'t> {
    /// `text` begins where a line does.
    fn of(text: &'t [u8], words: bool) -> Self {
        Self {
            rest: behind_drawn(text),
            words,
        }
    }

    /// Returns the lines that are left, once all of the one before them is read.
    fn next_lines(&self) -> Option<&'t [u8]> {
        let rest = self.rest.strip_prefix(b"\r").unwrap_or(self.rest);
        rest.strip_prefix(b"\n")
    }
}

/// Whether two texts read the same. Both begin where a line does. Neither is read further than where they
/// part; lines that are the same in both are not read at all, as nothing reaches over the end of one.
fn read_alike<'t>(mut old: &'t [u8], mut new: &'t [u8], words: bool) -> bool {
    loop {
        let same = shared_lines(old, new);
        let left = Read::of(old.get(same..).unwrap_or_default(), words);
        let right = Read::of(new.get(same..).unwrap_or_default(), words);
        match part_alike(left, right) {
            Ok(lines) => (old, new) = lines,
            Err(alike) => return alike,
        }
    }
}

/// Reads on until both end, or part: then whether they are alike. Else returns the lines that are left of
/// both where both come to the end of one.
fn part_alike<'t>(mut left: Read<'t>, mut right: Read<'t>) -> Result<(&'t [u8], &'t [u8]), bool> {
    loop {
        let (one, other) = (left.next(), right.next());
        if one != other {
            return Err(false);
        }
        if one.is_none() {
            return Err(true);
        }
        if let (Some(old), Some(new)) = (left.next_lines(), right.next_lines()) {
            return Ok((old, new));
        }
    }
}

/// Returns what follows if a text begins with a line that is drawn: of dashes or the like alone.
fn behind_drawn(text: &[u8]) -> &[u8] {
    let is_mark = |byte: &u8| matches!(byte, b'-' | b'=' | b'|' | b':' | b' ' | b'\t' | b'\r');
    let end = text.iter().position(|byte| !is_mark(byte));
    match end.map_or((text, &[][..]), |end| text.split_at(end)) {
        (_, [byte, ..]) if *byte != b'\n' => text,
        (_, rest) => rest,
    }
}

impl Iterator for Read<'_> {
    type Item = u8;

    fn next(&mut self) -> Option<u8> {
        loop {
            let (&byte, behind) = self.rest.split_first()?;
            if self.words
                && matches!(byte, b'[' | b']' | b'<' | b'>' | b'h')
                && let Some(skipped) = link_mark(self.rest)
            {
                self.rest = self.rest.get(skipped..).unwrap_or_default();
                continue;
            }
            self.rest = if byte == b'\n' {
                behind_drawn(behind)
            } else {
                behind
            };
            if !byte.is_ascii_whitespace() {
                return Some(byte);
            }
        }
    }
}

/// Returns how many bytes at the start of a text are no words but part of a link. The first is a bracket
/// of any kind, or an `h`.
fn link_mark(text: &[u8]) -> Option<usize> {
    if text.starts_with(b"](") {
        return Some(1 + target(text.get(1..)?, b'(', b')')?);
    }
    if text.starts_with(b"][") {
        return Some(1 + target(text.get(1..)?, b'[', b']')?);
    }
    // The definition of a link's target, `[name]: address`: all of the line is address.
    if text.starts_with(b"]: ") {
        return Some(line_end(text));
    }
    if text.starts_with(b"[[") {
        let end = line_end(text);
        let line = text.get(..end)?;
        // `[[id|shown]]` shows what stands behind the bar.
        let close = line.windows(2).position(|pair| pair == b"]]")?;
        let bar = line.get(..close)?.iter().position(|&byte| byte == b'|');
        return Some(bar.map_or(2, |bar| bar + 1));
    }
    if text.starts_with(b"http://") || text.starts_with(b"https://") {
        let ends = |byte: &u8| byte.is_ascii_whitespace() || b"<>()[]\"'`|".contains(byte);
        return Some(text.iter().position(ends).unwrap_or(text.len()));
    }
    (*text.first()? != b'h').then_some(1)
}

/// Returns the length of what stands in brackets at the start of a text, on one line.
fn target(text: &[u8], open: u8, close: u8) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, &byte) in text.iter().enumerate() {
        if byte == open {
            depth += 1;
        } else if byte == close {
            depth = depth.checked_sub(1)?;
            if depth == 0 {
                return Some(at + 1);
            }
        } else if byte == b'\n' {
            return None;
        }
    }
    None
}

fn line_end(text: &[u8]) -> usize {
    text.iter()
        .position(|&byte| byte == b'\n')
        .unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(old: &str, new: &str, expected: Edit) {
        assert_eq!(
            between(Some(old.as_bytes()), Some(new.as_bytes())),
            expected,
            "{old:?} {new:?}"
        );
    }

    #[test]
    fn words_are_told_from_everything_else() {
        check("a b\nc", "a b\nd", Edit::Words);
        check("a b\nc", "a\nb c\n\n", Edit::Space);
        check("a\r\nb\r\n", "a\nb\n", Edit::Space);
        check(
            "---\ntitle: A\n---\nx",
            "---\ntitle: B\n---\nx",
            Edit::FrontMatter,
        );
        check("x\n", "---\ntitle: B\n---\nx\n", Edit::FrontMatter);
        check(
            "---\ntitle: A\n---\nx",
            "---\ntitle: B\n---\ny",
            Edit::Words,
        );
        check("---\nno end\nx", "---\nno end\ny", Edit::Words);
        check("same", "same", Edit::Nothing);
        assert_eq!(between(None, Some(b"x")), Edit::Words);
        assert_eq!(between(Some(b"x"), None), Edit::Words);
    }

    #[test]
    fn lines_that_are_drawn_are_no_words() {
        let table = |row: &str| format!("| a | b |\n{row}\n| - | c |\n");
        check(&table("|---|---|"), &table("|:----|---:|"), Edit::Space);
        check(&table("|---|---|"), &table("|---|-x-|"), Edit::Words);
        check("Title\n---\nx", "Title\n=====\nx", Edit::Space);
        check("x\n", "x\n\n---\n", Edit::Space);
        check("--\nx", "----\nx", Edit::Space);
        check("- x", "x", Edit::Words);
        check("| - | c |", "| - | d |", Edit::Words);
    }

    #[test]
    fn where_links_lead_is_no_word() {
        check(
            "see [it](http://a/b) now",
            "see [it](https://archive.org/a/b) now",
            Edit::Links,
        );
        check(
            "see http://a/b.",
            "see https://web.archive.org/http://a/b.",
            Edit::Links,
        );
        check(
            "as in 2025-a before",
            "as in [[2025-a]] before",
            Edit::Links,
        );
        check(
            "as in 2025-a before",
            "as in [2025-a](2025-a.md) before",
            Edit::Links,
        );
        check(
            "as in [[2025-a]] so",
            "as in [[2025-b|2025-a]] so",
            Edit::Links,
        );
        check("[a]: http://x\n", "[a]: http://y \"t\"\n", Edit::Links);
        check("see [it](a)", "see [that](a)", Edit::Words);
        check("f(x) is", "f(y) is", Edit::Words);
    }

    #[test]
    fn lines_that_are_the_same_change_no_answer() {
        let pieces = [
            "a", "[b](", "c)", "http://d", "|", "-", "---", "\n", "\r\n", " ", "h", "[[e", "]]",
            "<f", "g\n", "]: i",
        ];
        let all = |text: &str, words| Read::of(text.as_bytes(), words).collect::<Vec<u8>>();
        for first in pieces {
            for (one, two) in pieces.iter().zip(pieces.iter().cycle().skip(3)) {
                for (old, new) in [
                    format!("{first}{one}\n x {two} {first}"),
                    format!("{one}\n\n{two}{first}\nx{one}"),
                ]
                .iter()
                .zip([
                    format!("{first}{one}\nx {one} {first}"),
                    format!("{one}\n{two}{first}\nx{one}"),
                ]) {
                    for words in [true, false] {
                        let alike = read_alike(old.as_bytes(), new.as_bytes(), words);
                        let slowly = all(old, words) == all(&new, words);
                        assert_eq!(alike, slowly, "{old:?} {new:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn shared_lines_are_left_out_and_no_more() {
        let (old, new) = changed(b"a\nb\nc\nd\n", b"a\nX\nc\nd\n");
        assert_eq!((old, new), (&b"b\n"[..], &b"X\n"[..]));
        let (old, new) = changed(b"a\na\n", b"a\n");
        assert_eq!((old.len(), new.len()), (2, 0));
        for (old, new) in [
            ("", ""),
            ("a", ""),
            ("ab", "ac"),
            ("ba", "ca"),
            ("a\n", "a"),
        ] {
            changed(old.as_bytes(), new.as_bytes());
        }
    }
}
