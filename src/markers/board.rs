//! All signals over the same periods: what was found is put into months, quarters or years, and figures are
//! made of it.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Date, Writeup};

use super::period::{self, By, Period};
use super::{Finding, Marker, Measure, Readings, Shape, WRITEUPS_MIN, Weight};

/// Which part is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Asked {
    pub by: By,
    pub since: Option<Date>,
    pub until: Option<Date>,
    /// The last day that there is, where `until` is not given.
    pub today: Date,
}

impl Asked {
    fn holds(&self, day: Option<Date>) -> bool {
        match day {
            Some(day) => {
                self.since.is_none_or(|since| since <= day)
                    && self.until.is_none_or(|until| day <= until)
            }
            None => self.since.is_none() && self.until.is_none(),
        }
    }
}

/// All signals over the same periods.
#[derive(Debug)]
pub struct Board {
    /// Oldest first; never empty.
    pub periods: Vec<Period>,
    pub rows: Vec<Row>,
}

/// One signal.
#[derive(Debug)]
pub struct Row {
    pub marker: &'static Marker,
    /// What was found, the newest first; or why it cannot be told.
    pub found: Result<Vec<Finding>, &'static str>,
    /// How many were left out because nobody knows whether they lie between the days that are asked for.
    pub undated: usize,
    /// For each period its figure; `None` where there is too little to say.
    pub bars: Vec<Option<Figure>>,
    pub all: Figure,
}

/// What a period comes to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Figure {
    pub signs: usize,
    /// How many were looked at, the signs among them.
    pub seen: usize,
    /// The two sums of a pair.
    pub pair: (u32, u32),
}

/// Measures these markers.
pub fn board(readings: &Readings<'_>, markers: &[&'static Marker], asked: Asked) -> Board {
    let mut rows: Vec<Row> = markers
        .iter()
        .map(|marker| row(readings, marker, asked))
        .collect();
    let mut writeups = days_of_writeups(readings);
    writeups.sort_unstable();
    let days = rows
        .iter()
        .flat_map(|row| row.found.iter().flatten())
        .filter_map(|finding| finding.day)
        .chain(writeups.iter().copied())
        .filter(|day| asked.holds(Some(*day)) && *day <= asked.today);
    let first = asked.since.or_else(|| days.min()).unwrap_or(asked.today);
    let last = asked.until.unwrap_or(asked.today);
    let periods = period::between(asked.by, first, last);
    for row in &mut rows {
        row.bars = bars(row, &periods, &writeups);
        if let (Shape::Median, Ok(found)) = (row.marker.shape, &row.found) {
            row.all = median(found.iter(), writeups.len());
        }
    }
    Board { periods, rows }
}

fn row(readings: &Readings<'_>, marker: &'static Marker, asked: Asked) -> Row {
    let measured = match marker.measure {
        Measure::Writeup(one) => {
            let told = readings.told();
            Ok(told
                .map(|(at, writeup)| one(readings, at, writeup))
                .collect())
        }
        Measure::Corpus(all) => Ok(all(readings)),
        Measure::History(all) => readings.past.map(|past| all(readings, &past)),
        Measure::Perhaps(all) => all(readings),
    };
    let mut undated = 0;
    let found = measured.map(|mut found: Vec<Finding>| {
        found.retain(|finding| {
            let inside = asked.holds(finding.day);
            undated += usize::from(!inside && finding.day.is_none());
            inside
        });
        found.sort_by(|left, right| {
            let place = (left.writeup, &left.at).cmp(&(right.writeup, &right.at));
            right.day.cmp(&left.day).then(place)
        });
        found
    });
    let all = found.as_deref().map(figure).unwrap_or_default();
    Row {
        marker,
        found,
        undated,
        bars: Vec::new(),
        all,
    }
}

/// Returns what each period comes to; `None` where it rests on too few write-ups, whose days are in order.
fn bars(row: &Row, periods: &[Period], writeups: &[Date]) -> Vec<Option<Figure>> {
    let Ok(found) = &row.found else {
        return vec![None; periods.len()];
    };
    let mut inside: Vec<Vec<&Finding>> = vec![Vec::new(); periods.len()];
    for finding in found {
        let Some(day) = finding.day else { continue };
        let at = periods.partition_point(|period| period.last < day);
        let holds = periods.get(at).is_some_and(|period| period.holds(day));
        if let (true, Some(inside)) = (holds, inside.get_mut(at)) {
            inside.push(finding);
        }
    }
    let bars = periods.iter().zip(inside).map(|(period, inside)| {
        let rests_on = match row.marker.shape {
            // Nothing was imported for these days: that is not nought.
            Shape::Median if inside.is_empty() => return None,
            // A trace may be of any write-up that there was.
            Shape::Count | Shape::Median => writeups.partition_point(|day| *day <= period.last),
            Shape::Share | Shape::Pair(..) => {
                let seen = inside.iter().filter(|finding| finding.state.counts());
                let seen: BTreeSet<usize> = seen.filter_map(|finding| finding.writeup).collect();
                seen.len()
            }
        };
        (rests_on >= WRITEUPS_MIN).then(|| match row.marker.shape {
            Shape::Median => median(inside, rests_on),
            _ => figure(inside),
        })
    });
    bars.collect()
}

/// Returns what the write-up in the middle has, of so many.
fn median<'a>(found: impl IntoIterator<Item = &'a Finding>, writeups: usize) -> Figure {
    let mut sums: BTreeMap<usize, usize> = BTreeMap::new();
    let signs = found
        .into_iter()
        .filter(|one| one.state.weight == Weight::Sign);
    let mut seen = 0;
    for finding in signs {
        let (number, _) = finding.pair.unwrap_or_default();
        let Some(writeup) = finding.writeup else {
            continue;
        };
        let sum = sums.entry(writeup).or_default();
        *sum = sum.saturating_add(usize::try_from(number).unwrap_or(usize::MAX));
        seen += 1;
    }
    let mut sums: Vec<usize> = sums.into_values().collect();
    // Those that nobody read are there too.
    sums.resize(sums.len().max(writeups), 0);
    sums.sort_unstable();
    Figure {
        // Of two in the middle the lower one: a figure here never says too much.
        signs: sums
            .get(sums.len().saturating_sub(1) / 2)
            .copied()
            .unwrap_or(0),
        seen,
        pair: (0, 0),
    }
}

fn figure<'a>(found: impl IntoIterator<Item = &'a Finding>) -> Figure {
    let mut figure = Figure::default();
    for finding in found.into_iter().filter(|finding| finding.state.counts()) {
        figure.seen += 1;
        figure.signs += usize::from(finding.state.weight == Weight::Sign);
        let (one, other) = finding.pair.unwrap_or_default();
        figure.pair.0 = figure.pair.0.saturating_add(one);
        figure.pair.1 = figure.pair.1.saturating_add(other);
    }
    figure
}

/// Returns the days since which there are write-ups: of the incident, else of the first commit.
fn days_of_writeups(readings: &Readings<'_>) -> Vec<Date> {
    let day = |(at, writeup): (usize, &Writeup)| {
        let begun = || {
            let past = readings.past.ok()?;
            let first = past.history.lives.get(at)?.events.last()?;
            past.day(first.commit)
        };
        writeup.date().or_else(begun)
    };
    readings.told().filter_map(day).collect()
}
