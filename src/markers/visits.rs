//! Who reads, from what was imported: for the markers that ask it. By write-up and month, as a day on
//! which two people read would be two people.

use std::collections::BTreeMap;

use super::{Finding, PEOPLE_MIN, Readings, State};
use crate::contributors::{self, Side};
use crate::model::{Date, RepoPath, Writeup};

/// Reads later than so many days after publication are of people's own accord: before, a link to it may have
/// gone round.
pub(super) const FIRST_DAYS: i64 = 7;

/// What was read of one write-up in one month.
pub(super) struct Visits {
    pub(super) writeup: usize,
    /// The last day of the month on which there was a read.
    pub(super) day: Date,
    /// The first line that says so.
    pub(super) at: Option<(RepoPath, usize)>,
    /// From elsewhere, from the closest teams, and from teams that nobody knows.
    pub(super) elsewhere: u64,
    pub(super) closest: u64,
    pub(super) unknown: u64,
}

/// Returns the reads of every write-up that is told, by month, of the days that are wanted.
pub(super) fn by_month(
    readings: &Readings<'_>,
    wanted: impl Fn(usize, &Writeup, Date) -> bool,
) -> Vec<Visits> {
    let mut found: BTreeMap<(usize, i16, i8), Visits> = BTreeMap::new();
    let Some(ledger) = readings.reads else {
        return Vec::new();
    };
    for one in &ledger.reads {
        let told = readings.corpus.writeups.get(one.writeup);
        let Some(told) = told.filter(|told| super::is_told(told)) else {
            continue;
        };
        if !wanted(one.writeup, told, one.day) {
            continue;
        }
        let month = (one.writeup, one.day.year(), one.day.month());
        let visits = found.entry(month).or_insert_with(|| Visits {
            writeup: one.writeup,
            day: one.day,
            at: ledger.at(one),
            elsewhere: 0,
            closest: 0,
            unknown: 0,
        });
        visits.day = visits.day.max(one.day);
        let sum = match contributors::side(told, ledger.team(one)) {
            Side::Elsewhere => &mut visits.elsewhere,
            Side::Closest => &mut visits.closest,
            Side::Unknown => &mut visits.unknown,
        };
        *sum = sum.saturating_add(one.count);
    }
    found.into_values().collect()
}

impl Visits {
    /// Returns a finding of so many reads.
    pub(super) fn finding(
        &self,
        readings: &Readings<'_>,
        state: &'static State,
        number: u64,
    ) -> Finding {
        Finding {
            day: Some(self.day),
            at: self.at.clone().map(|(path, line)| (path, Some(line))),
            words: words(number),
            pair: Some((short(number), 0)),
            ..readings.of(self.writeup, state)
        }
    }
}

/// Returns a number of reads in words. One or two could be a person.
fn words(number: u64) -> String {
    if number < u64::from(PEOPLE_MIN) {
        format!("fewer than {PEOPLE_MIN} reads in the month")
    } else {
        format!("{number} reads in the month")
    }
}

pub(super) fn short(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
