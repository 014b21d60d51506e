//! Whose words stand in a write-up today, and where each change fell.
//!
//! Goes back through the life of a file once, as `git blame -w -M` does: every line is handed from a
//! version to the one it came from, until nobody had it before.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::ops::Range;

use super::diff::{self, Hunk, Line};
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
    let made_from = compared(&mut texts, today, &[newest])?;
    let left = hand_over(today, now, made_from, &mut open);
    standing.extend(left.pieces.into_iter().map(|piece| (piece, None)));
    while let Some((at, version)) = open.pop_first() {
        if version.pieces.is_empty() && version.parts.is_empty() {
            continue;
        }
        let text = texts.of(at)?;
        let event = life.events.get(at);
        let sources = event.map(|event| life.sources(event)).unwrap_or_default();
        let made_from = compared(&mut texts, &text, &sources)?;
        let touched = touched(&text, &version.parts, &made_from);
        found.touched.insert(at, touched);
        let left = hand_over(&text, version, made_from, &mut open);
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

/// What a version was made from, and how the two differ.
struct Older {
    /// Position in the life.
    at: usize,
    text: Bytes,
    hunks: Vec<Hunk>,
}

fn compared(texts: &mut Texts<'_>, text: &[u8], sources: &[usize]) -> Result<Vec<Older>, Failure> {
    let older = |at: &usize| {
        let older = texts.of(*at)?;
        Ok(Older {
            at: *at,
            hunks: diff::hunks(&older, text),
            text: older,
        })
    };
    sources.iter().map(older).collect()
}

/// Hands the pieces of a version to those it was made from; returns what nobody had.
fn hand_over(
    text: &[u8],
    mut version: Version,
    mut olds: Vec<Older>,
    open: &mut BTreeMap<usize, Version>,
) -> Version {
    // A side that has all of it is where all of it came from.
    if let Some(twin) = olds.iter().position(|old| **old.text == *text) {
        olds = vec![olds.swap_remove(twin)];
    }
    for old in &olds {
        let before = open.entry(old.at).or_default();
        if before.parts.is_empty() {
            let carried = |part: &usize| carried(&old.hunks, *part);
            before.parts = version.parts.iter().map(carried).collect();
        }
        version.pieces = unchanged(&old.hunks, &version.pieces, &mut before.pieces);
    }
    for old in &olds {
        let before = open.entry(old.at).or_default();
        version.pieces = moved(text, &old.text, version.pieces, &mut before.pieces);
    }
    version
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
    if pieces.is_empty() {
        return pieces;
    }
    let lines: Vec<Line<'_>> = diff::lines(text).collect();
    let own = |piece: &Piece| lines.get(piece.here..piece.end()).unwrap_or_default();
    if pieces.iter().all(|piece| weight(own(piece)) <= MOVED_MIN) {
        return pieces;
    }
    let known = also_in(old, pieces.iter().flat_map(own));
    let mut left = Vec::new();
    let mut pending = pieces;
    while let Some(piece) = pending.pop() {
        let own = own(&piece);
        let is_known = |line: &&Line<'_>| known.contains(line);
        let most: usize = own.iter().filter(is_known).map(Line::weight).sum();
        if most < MOVED_MIN {
            left.push(piece);
            continue;
        }
        // The heaviest run of lines that the older version has as well.
        let (mut at, mut was) = (0, 0);
        let mut best: Option<(usize, Piece, usize)> = None;
        let texts: Vec<&[u8]> = own.iter().map(|line| line.0).collect();
        let hunks = diff::hunks(old, &texts.concat());
        let ends = hunks.iter().map(|hunk| (hunk.new.clone(), hunk.old.end));
        for (new, behind) in ends.chain([(own.len()..own.len(), 0)]) {
            let run = piece.within(&(piece.here + at..piece.here + new.start));
            if let Some(run) = run {
                let found = weight(lines.get(run.here..run.end()).unwrap_or_default());
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

/// Returns those of the lines that a text has as well.
fn also_in<'t>(text: &[u8], lines: impl Iterator<Item = &'t Line<'t>>) -> HashSet<Line<'t>> {
    let mut wanted: BTreeMap<_, Vec<Line<'t>>> = BTreeMap::new();
    for line in lines {
        wanted.entry(line.ends()).or_default().push(*line);
    }
    let mut found = HashSet::new();
    for line in diff::lines(text) {
        // How a line begins and ends tells most lines apart, and is seen at once.
        let alike = wanted.get(&line.ends()).into_iter().flatten();
        found.extend(alike.filter(|one| **one == line).copied());
    }
    found
}

fn weight(lines: &[Line<'_>]) -> usize {
    // git begins to count at one.
    1 + lines.iter().map(Line::weight).sum::<usize>()
}

/// Returns which of the parts a version changed, against what it was made from.
fn touched(text: &[u8], parts: &[usize], made_from: &[Older]) -> Vec<usize> {
    if parts.is_empty() {
        return Vec::new();
    }
    let lines: Vec<Line<'_>> = diff::lines(text).collect();
    let part = |line: usize| parts.partition_point(|start| *start <= line).checked_sub(1);
    let mut changed: Vec<Range<usize>> = Vec::new();
    match made_from.first() {
        None => changed.push(0..lines.len()),
        Some(first) => changed.extend(first.hunks.iter().map(|hunk| hunk.new.clone())),
    }
    // What any side brought is not the merge's.
    for other in made_from.iter().skip(1) {
        let meets = |range: &Range<usize>| other.hunks.iter().any(|hunk| touches(&hunk.new, range));
        changed.retain(meets);
    }
    let mut found = BTreeSet::new();
    for range in changed {
        if range.is_empty() {
            // Taken away behind the line before.
            found.extend(part(range.start.saturating_sub(1)));
        }
        let is_text = |at: &usize| lines.get(*at).is_some_and(|line| !line.is_blank());
        found.extend(range.filter(is_text).filter_map(part));
    }
    found.into_iter().collect()
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
