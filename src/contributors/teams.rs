//! Where somebody stands, seen from a write-up.

use crate::model::Writeup;

/// Where somebody stands, seen from a write-up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// From one of the teams that the write-up names.
    Closest,
    Elsewhere,
    /// Their team is not in the settings, or the write-up names none.
    Unknown,
}

/// Returns where a team stands, seen from a write-up.
pub fn side(writeup: &Writeup, team: Option<&str>) -> Side {
    match team {
        Some(_) if writeup.meta.teams.is_empty() => Side::Unknown,
        Some(team) if writeup.meta.teams.iter().any(|close| close.value == team) => Side::Closest,
        Some(_) => Side::Elsewhere,
        None => Side::Unknown,
    }
}
