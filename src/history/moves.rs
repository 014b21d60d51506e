//! Which file that went is which page that came.

use std::cmp::Reverse;

use super::alike::Pieces;
use super::id::Id;
use super::objects::{Kind, Objects};
use super::trees::Difference;

/// A file that is another one under a new name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Move {
    pub(super) from: String,
    pub(super) to: String,
    /// How alike the two are.
    pub(super) percent: usize,
}

/// How alike two files are for git to call it a renaming, in percent.
const RENAME_PERCENT: usize = 50;
/// So many pairs are compared by what is in them; of more, those whose file name stayed.
const PAIRS_MAX: usize = 40_000;
/// Longer files are compared by their ids alone, in bytes.
const RENAMED_BYTES_MAX: usize = 4 * 1024 * 1024;

/// A path, and what stands there.
type Place<'p> = (&'p str, Id);

/// Returns the moves among the differences of two trees: the same bytes first, then whatever is most
/// alike. Each file is taken once.
pub(super) fn among(objects: &Objects, differences: &[Difference]) -> Vec<Move> {
    let mut gone: Vec<Place<'_>> = Vec::new();
    let mut come: Vec<Place<'_>> = Vec::new();
    for Difference { path, old, new } in differences {
        match (old, new) {
            (Some(old), None) => gone.push((path, *old)),
            (None, Some(new)) => come.push((path, *new)),
            _ => {}
        }
    }
    let mut moves = Vec::new();
    come.retain(|to| {
        let same = |at: &usize| gone.get(*at).is_some_and(|from| from.1 == to.1);
        let stayed = |at: &usize| gone.get(*at).is_some_and(|from| name(from.0) == name(to.0));
        let same: Vec<usize> = (0..gone.len()).filter(same).collect();
        // Of several that are the same, the one whose name stayed.
        let from = same.iter().copied().find(stayed).or(same.first().copied());
        let from = from.map(|at| gone.remove(at));
        moves.extend(from.map(|from| Move::new(from, *to, 100)));
        from.is_none()
    });
    moves.extend(alike(objects, &gone, &come));
    moves
}

impl Move {
    fn new(from: Place<'_>, to: Place<'_>, percent: usize) -> Self {
        Self {
            from: from.0.to_owned(),
            to: to.0.to_owned(),
            percent,
        }
    }
}

/// Pairs up what is alike and not the same, best first.
fn alike(objects: &Objects, gone: &[Place<'_>], come: &[Place<'_>]) -> Vec<Move> {
    if gone.is_empty() || come.is_empty() {
        return Vec::new();
    }
    let all = gone.len().saturating_mul(come.len()) <= PAIRS_MAX;
    let stayed = |one: &Place<'_>, other: &Place<'_>| name(one.0) == name(other.0);
    let pieces = |files: &[Place<'_>], others: &[Place<'_>]| -> Vec<Option<(usize, Pieces)>> {
        let read = |file: &Place<'_>| {
            let wanted = all || others.iter().any(|other| stayed(file, other));
            let bytes = wanted.then(|| objects.read(file.1, Kind::Blob).ok())??;
            (bytes.len() <= RENAMED_BYTES_MAX).then(|| (bytes.len(), Pieces::of(&bytes)))
        };
        files.iter().map(read).collect()
    };
    let (old, new) = (pieces(gone, come), pieces(come, gone));
    let mut pairs = Vec::new();
    for (from, old) in gone.iter().zip(&old) {
        for (to, new) in come.iter().zip(&new) {
            let (Some(old), Some(new)) = (old, new) else {
                continue;
            };
            let stayed = stayed(from, to);
            if !(all || stayed) || Pieces::percent_at_most(old.0, new.0) < RENAME_PERCENT {
                continue;
            }
            let percent = old.1.percent(&new.1);
            if percent >= RENAME_PERCENT {
                pairs.push((percent, stayed, *from, *to));
            }
        }
    }
    pairs.sort_by_key(|(percent, stayed, ..)| Reverse((*percent, *stayed)));
    let mut moves: Vec<Move> = Vec::new();
    for (percent, _, from, to) in pairs {
        if moves.iter().all(|one| one.from != from.0 && one.to != to.0) {
            moves.push(Move::new(from, to, percent));
        }
    }
    moves
}

/// Returns what stands behind the last slash.
fn name(path: &str) -> &str {
    path.rsplit_once('/').map_or(path, |(_, name)| name)
}
