//! Whose words stand in a write-up today, and where each change fell.
//!
//! Goes back through the life of a file once, as `git blame -w -M` does: every line is handed from a
//! version to the one it came from, until nobody had it before.

use std::collections::{BTreeMap, HashSet};
use std::ops::Range;

use super::diff::{self, Hunk};
use super::lives::{Deed, Life};
use super::objects::{Bytes, Failure, Kind, Objects};

/// Lines of today that one event brought.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Counted from 0.
    pub lines: Range<usize>,
    /// Position in the life; `None` for what is not committed yet.
    pub event: Option<usize>,
}

/// What is known of one life, line by line.
#[derive(Clone, Debug, Default)]
pub struct Lines {
    /// All lines of today, in order.
    pub standing: Vec<Standing>,
    /// For each event the parts of today's text that it fell into, by their positions.
    pub touched: BTreeMap<usize, Vec<usize>>,
}

/// Letters and digits that a moved piece must hold to be known again: git's measure.
const MOVED_MIN: usize = 20;

/// Goes through the life of a file whose text today is `today`. `parts` are the lines at which the
/// parts of today's text begin, in order, counted from 0.
pub(super) fn lines(
    objects: &Objects,
    life: &Life,
    today: &[u8],
    parts: &[usize],
) -> Result<Lines, Failure> {
    let mut texts = Texts {
        objects,
        life,
        known: BTreeMap::new(),
    };
    let mut found = Lines::default();
    let whole = Piece {
        today: 0,
        here: 0,
        count: diff::lines(today).count(),
    };
    // Each version's pieces that are still to be placed, and where today's parts begin in it.
    let mut open: BTreeMap<usize, Version> = BTreeMap::new();
    let mut standing: Vec<(Piece, Option<usize>)> = Vec::new();
    let Some(newest) = newest(life) else {
        standing.push((whole, None));
        found.standing = in_order(standing);
        return Ok(found);
    };
    let now = Version {
        pieces: vec![whole],
        parts: parts.to_vec(),
    };
    let left = hand_over(&mut texts, today, now, &[newest], &mut open)?;
    standing.extend(left.pieces.into_iter().map(|piece| (piece, None)));
    while let Some((at, version)) = open.pop_first() {
        if version.pieces.is_empty() && version.parts.is_empty() {
            continue;
        }
        let text = texts.of(at)?;
        let event = life.events.get(at);
        let sources = event.map(|event| life.sources(event)).unwrap_or_default();
        let touched = parts_of(&text, &version.parts, &mut texts, at, &sources)?;
        found.touched.insert(at, touched);
        let left = hand_over(&mut texts, &text, version, &sources, &mut open)?;
        standing.extend(left.pieces.into_iter().map(|piece| (piece, Some(at))));
    }
    found.standing = in_order(standing);
    Ok(found)
}

/// Some lines that are the same today and in a version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Piece {
    today: usize,
    here: usize,
    count: usize,
}

impl Piece {
    fn end(self) -> usize {
        self.here + self.count
    }

    /// Returns what of the piece lies in these lines of the version.
    fn within(self, lines: &Range<usize>) -> Option<Self> {
        let here = self.here.max(lines.start);
        let end = self.end().min(lines.end);
        (here < end).then(|| Self {
            today: self.today + (here - self.here),
            here,
            count: end - here,
        })
    }
}

#[derive(Clone, Debug, Default)]
struct Version {
    pieces: Vec<Piece>,
    parts: Vec<usize>,
}

/// The texts of a life, each read once.
struct Texts<'a> {
    objects: &'a Objects,
    life: &'a Life,
    known: BTreeMap<usize, Bytes>,
}

impl Texts<'_> {
    fn of(&mut self, at: usize) -> Result<Bytes, Failure> {
        if let Some(text) = self.known.get(&at) {
            return Ok(Bytes::clone(text));
        }
        let text = match self.life.blob(at) {
            Some(blob) => self.objects.read(blob, Kind::Blob)?,
            None => Bytes::default(),
        };
        self.known.insert(at, Bytes::clone(&text));
        Ok(text)
    }
}

/// Returns the version that is there today; `None` when the file was never committed, or is removed.
fn newest(life: &Life) -> Option<usize> {
    let event = life.events.first()?;
    (event.deed != Deed::Removed).then_some(0)
}

/// Hands the pieces of a version to those it was made from; returns what nobody had.
fn hand_over(
    texts: &mut Texts<'_>,
    text: &[u8],
    mut version: Version,
    sources: &[usize],
    open: &mut BTreeMap<usize, Version>,
) -> Result<Version, Failure> {
    let mut olds = Vec::new();
    for &source in sources {
        olds.push((source, texts.of(source)?));
    }
    // A side that has all of it is where all of it came from.
    if let Some(twin) = olds.iter().position(|(_, old)| **old == *text) {
        olds = vec![olds.swap_remove(twin)];
    }
    for (source, old) in &olds {
        let hunks = diff::hunks(old, text);
        let before = open.entry(*source).or_default();
        if before.parts.is_empty() {
            before.parts = version
                .parts
                .iter()
                .map(|part| carried(&hunks, *part))
                .collect();
        }
        version.pieces = unchanged(&hunks, &version.pieces, &mut before.pieces);
    }
    for (source, old) in &olds {
        let before = open.entry(*source).or_default();
        version.pieces = moved(text, old, version.pieces, &mut before.pieces);
    }
    Ok(version)
}

/// Gives the pieces outside of the hunks to the older version; returns those inside.
fn unchanged(hunks: &[Hunk], pieces: &[Piece], before: &mut Vec<Piece>) -> Vec<Piece> {
    let mut inside = Vec::new();
    for piece in pieces {
        let (mut new, mut old) = (0, 0);
        for hunk in hunks {
            let same = new..hunk.new.start;
            before.extend(piece.within(&same).map(|kept| Piece {
                here: kept.here - new + old,
                ..kept
            }));
            inside.extend(piece.within(&hunk.new));
            (new, old) = (hunk.new.end, hunk.old.end);
        }
        before.extend(piece.within(&(new..usize::MAX)).map(|kept| Piece {
            here: kept.here - new + old,
            ..kept
        }));
    }
    inside
}

/// Returns where a line of the newer version lies in the older one.
fn carried(hunks: &[Hunk], line: usize) -> usize {
    let (mut new, mut old) = (0, 0);
    for hunk in hunks {
        if line < hunk.new.start {
            break;
        }
        if line < hunk.new.end {
            let within = line - hunk.new.start;
            return hunk.old.start + within.min(hunk.old.len());
        }
        (new, old) = (hunk.new.end, hunk.old.end);
    }
    line - new + old
}

/// Gives pieces that stood elsewhere in the older version to it; returns the others.
fn moved(text: &[u8], old: &[u8], pieces: Vec<Piece>, before: &mut Vec<Piece>) -> Vec<Piece> {
    let lines: Vec<&[u8]> = diff::lines(text).collect();
    let own = |piece: &Piece| lines.get(piece.here..piece.end()).unwrap_or_default();
    if pieces.iter().all(|piece| weight(own(piece)) <= MOVED_MIN) {
        return pieces;
    }
    let known: HashSet<Vec<u8>> = diff::lines(old).map(bare).collect();
    let weight = |piece: Piece| weight(lines.get(piece.here..piece.end()).unwrap_or_default());
    let mut left = Vec::new();
    let mut pending = pieces;
    while let Some(piece) = pending.pop() {
        let own = lines.get(piece.here..piece.end()).unwrap_or_default();
        let is_known = |line: &&&[u8]| known.contains(&bare(line));
        let most: usize = own
            .iter()
            .filter(is_known)
            .map(|line| weight_of(line))
            .sum();
        if most < MOVED_MIN {
            left.push(piece);
            continue;
        }
        // The heaviest run of lines that the older version has as well.
        let (mut at, mut was) = (0, 0);
        let mut best: Option<(usize, Piece, usize)> = None;
        let hunks = diff::hunks(old, &own.concat());
        let ends = hunks.iter().map(|hunk| (hunk.new.clone(), hunk.old.end));
        for (new, behind) in ends.chain([(own.len()..own.len(), 0)]) {
            let run = piece.within(&(piece.here + at..piece.here + new.start));
            if let Some(run) = run {
                let found = weight(run);
                if found > MOVED_MIN && best.is_none_or(|(most, _, _)| found > most) {
                    best = Some((found, run, was));
                }
            }
            (at, was) = (new.end, behind);
        }
        let Some((_, run, was)) = best else {
            left.push(piece);
            continue;
        };
        before.push(Piece { here: was, ..run });
        pending.extend(piece.within(&(piece.here..run.here)));
        pending.extend(piece.within(&(run.end()..piece.end())));
    }
    left
}

fn bare(line: &[u8]) -> Vec<u8> {
    line.iter()
        .copied()
        .filter(|byte| !byte.is_ascii_whitespace())
        .collect()
}

fn weight(lines: &[&[u8]]) -> usize {
    // git begins to count at one.
    1 + lines.iter().map(|line| weight_of(line)).sum::<usize>()
}

fn weight_of(line: &[u8]) -> usize {
    line.iter()
        .filter(|byte| byte.is_ascii_alphanumeric())
        .count()
}

/// Returns the parts that a version changed, against what it was made from.
fn parts_of(
    text: &[u8],
    parts: &[usize],
    texts: &mut Texts<'_>,
    at: usize,
    sources: &[usize],
) -> Result<Vec<usize>, Failure> {
    let count = diff::lines(text).count();
    let mut touched: Vec<bool> = vec![false; parts.len()];
    let part = |line: usize| parts.partition_point(|start| *start <= line).checked_sub(1);
    let mut changed: Vec<Range<usize>> = Vec::new();
    let event = texts.life.events.get(at);
    let is_merge = event.is_some_and(|event| event.deed == Deed::Merged);
    match sources.first() {
        None => changed.push(0..count),
        Some(first) => {
            let old = texts.of(*first)?;
            changed.extend(diff::hunks(&old, text).into_iter().map(|hunk| hunk.new));
        }
    }
    if is_merge {
        // What any side brought is not the merge's.
        for source in sources.iter().skip(1) {
            let old = texts.of(*source)?;
            let theirs = diff::hunks(&old, text);
            let meets = |range: &Range<usize>| theirs.iter().any(|hunk| touches(&hunk.new, range));
            changed.retain(meets);
        }
    }
    let lines: Vec<&[u8]> = diff::lines(text).collect();
    for range in changed {
        let lines = range
            .clone()
            .filter(|at| lines.get(*at).is_some_and(|line| !bare(line).is_empty()));
        let mut found: Vec<usize> = lines.filter_map(part).collect();
        if range.is_empty() {
            // Taken away behind the line before.
            found.extend(part(range.start.saturating_sub(1)));
        }
        for at in found {
            if let Some(part) = touched.get_mut(at) {
                *part = true;
            }
        }
    }
    Ok(touched
        .iter()
        .enumerate()
        .filter(|(_, touched)| **touched)
        .map(|(at, _)| at)
        .collect())
}

fn touches(one: &Range<usize>, other: &Range<usize>) -> bool {
    one.start.max(other.start) < one.end.min(other.end)
        || (one.is_empty() && other.is_empty() && one == other)
}

/// Whether a merge wrote something that no side had.
pub(super) fn is_evil(text: &[u8], sides: &[&[u8]]) -> bool {
    let mut sides = sides.iter();
    let Some(first) = sides.next() else {
        return true;
    };
    let mut own: Vec<Range<usize>> = diff::hunks(first, text)
        .into_iter()
        .map(|hunk| hunk.new)
        .collect();
    for side in sides {
        let theirs = diff::hunks(side, text);
        own = own
            .iter()
            .flat_map(|one| {
                theirs
                    .iter()
                    .filter(move |hunk| touches(&hunk.new, one))
                    .map(move |hunk| one.start.max(hunk.new.start)..one.end.min(hunk.new.end))
            })
            .collect();
    }
    !own.is_empty()
}

fn in_order(mut standing: Vec<(Piece, Option<usize>)>) -> Vec<Standing> {
    standing.sort_by_key(|(piece, _)| piece.today);
    let mut lines: Vec<Standing> = Vec::new();
    for (piece, event) in standing {
        let range = piece.today..piece.today + piece.count;
        match lines.last_mut() {
            Some(last) if last.event == event && last.lines.end == range.start => {
                last.lines.end = range.end;
            }
            _ if range.is_empty() => {}
            _ => lines.push(Standing {
                lines: range,
                event,
            }),
        }
    }
    lines
}
