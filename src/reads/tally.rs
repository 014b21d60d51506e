//! Lines go in, and rows come out: so many reads of a write-up on a day by people of a team.

use std::collections::{BTreeMap, HashMap};

use super::ledger::{self, Span};
use super::line::{Form, Line, Lines, Visit, When};
use super::memo::{CellHash, Memo};
use super::places::{Place, Places};
use super::programs;
use super::rows;
use super::sides::{self, Sides};
use super::told::{LeftOut, Told};
use crate::corpus::Corpus;
use crate::model::{Date, Writeup};
use crate::text::glob;

/// Counts the lines of one file.
#[derive(Debug)]
pub struct Tally<'a> {
    corpus: &'a Corpus,
    places: Places<'a>,
    lines: Lines,
    source: String,
    /// What earlier imports from this source cover, sorted, without overlaps.
    covered: Vec<(i64, i64)>,
    /// What they counted on whole days: for exports, which say it again.
    counted: BTreeMap<(Date, usize, String), u64>,
    /// The teams that readers may belong to.
    sides: Sides,
    /// Positions of the write-ups in the order of their ids, and for each write-up its place in it: cells
    /// are then in the order of the rows.
    by_id: Vec<usize>,
    ranks: Vec<usize>,
    read: Vec<bool>,
    /// What was counted, by day. A line mostly is of the day of the line before: what belongs to it is at
    /// hand then.
    days: Vec<Day>,
    /// The position of that day.
    current: usize,
    /// How many cells there are, and how many may be before the older days become a file.
    held: usize,
    room: usize,
    /// The first and the last second of what is in the cells, and the second up to which files are made.
    span: Option<(i64, i64)>,
    made_until: Option<i64>,
    visited: Memo<Place>,
    agents: Memo<bool>,
    day: Option<(i64, Date)>,
    told: Told,
}

/// The reads of a day, counted from the first of 1970, by cell.
#[derive(Debug)]
struct Day {
    day: i64,
    cells: HashMap<u64, u32, CellHash>,
}

/// A file to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    pub name: String,
    pub text: String,
}

const CELLS_MAX: usize = 200_000;
/// So many days may a line be older than one before it, where there are too many cells to hold.
const DAYS_OPEN: i64 = 2;
/// Most pages of nobody's that are told apart.
const NOBODY_MAX: usize = 1_000;
/// Most characters of such a page that are kept.
const NOBODY_CHARS_MAX: usize = 200;
/// Most numbers of lines that are kept.
const GARBLED_MAX: usize = 3;

const SECONDS_OF_DAY: i64 = 86_400;

/// Bits of a cell that are its team's.
const TEAM_BITS: u32 = 12;
const _: () = assert!(sides::TEAMS_MAX <= 1 << TEAM_BITS);

impl<'a> Tally<'a> {
    /// Begins to count. `known` is what is in the repository from this source.
    pub fn new(
        corpus: &'a Corpus,
        homes: &[String],
        form: Form,
        source: &str,
        known: &ledger::Ledger,
    ) -> Self {
        let mut covered: Vec<(i64, i64)> = Vec::new();
        let own = known.spans.iter().filter(|span| span.source == source);
        for span in own {
            match covered.last_mut() {
                Some((_, until)) if span.from <= *until => *until = (*until).max(span.until),
                _ => covered.push((span.from, span.until)),
            }
        }
        let counted = known.reads.iter().map(|reads| {
            let team = known.team(reads).unwrap_or_default().to_owned();
            ((reads.day, reads.writeup, team), reads.count)
        });
        let id = |at: &usize| corpus.writeups.get(*at).map_or("", Writeup::id);
        let mut by_id: Vec<usize> = (0..corpus.writeups.len()).collect();
        by_id.sort_by(|one, other| id(one).cmp(id(other)));
        let mut ranks = vec![0; by_id.len()];
        for (rank, at) in by_id.iter().enumerate() {
            if let Some(place) = ranks.get_mut(*at) {
                *place = rank;
            }
        }
        Self {
            corpus,
            places: Places::of(corpus, homes),
            lines: Lines::new(form),
            source: source.to_owned(),
            covered,
            counted: counted.collect(),
            sides: Sides::of(corpus),
            read: vec![false; by_id.len()],
            ranks,
            by_id,
            days: Vec::new(),
            current: 0,
            held: 0,
            room: CELLS_MAX,
            span: None,
            made_until: None,
            visited: Memo::new(16),
            agents: Memo::new(10),
            day: None,
            told: Told::default(),
        }
    }

    /// Counts one line, which has no line end.
    pub fn take(&mut self, line: &[u8]) {
        self.told.lines += 1;
        match self.lines.read(line) {
            Line::Visit(visit) => self.visit(&visit),
            Line::Nothing => {}
            Line::Garbled => self.garbled(),
        }
    }

    fn garbled(&mut self) {
        let number = self.told.lines;
        *self.told.left_out.entry(LeftOut::Garbled).or_default() += 1;
        if self.told.garbled.len() < GARBLED_MAX {
            self.told.garbled.push(number);
        }
    }

    /// Counts a line that is too long to be looked at.
    pub fn too_long(&mut self) {
        self.told.lines += 1;
        self.garbled();
    }

    fn visit(&mut self, visit: &Visit<'_>) {
        let day = match visit.when {
            When::On(day) => day,
            When::At(second) => {
                if self.is_covered(second) {
                    return self.leave_out(LeftOut::Known, 1);
                }
                let Some(day) = self.day_of(second) else {
                    return self.garbled();
                };
                if self.made_until.is_some_and(|until| second <= until) {
                    let number = self.told.lines;
                    self.told.unordered.get_or_insert(number);
                    return;
                }
                let (first, last) = self.span.unwrap_or((second, second));
                self.span = Some((first.min(second), last.max(second)));
                day
            }
        };
        if !visit.answered {
            return self.leave_out(LeftOut::Unanswered, visit.count);
        }
        let agent: &[u8] = &visit.agent;
        let [user, header] = &visit.who;
        if self.agents.get(agent, || programs::is_program(agent)) || self.is_named_program(user) {
            return self.leave_out(LeftOut::Program, visit.count);
        }
        let end = memchr::memchr2(b'?', b'#', &visit.place).unwrap_or(visit.place.len());
        let place = visit.place.get(..end).unwrap_or_default();
        let places = &self.places;
        let writeup = match self.visited.get(place, || places.find(place)) {
            Place::Writeup(at) => at,
            Place::File => return self.leave_out(LeftOut::File, visit.count),
            Place::Nobody => {
                self.nobody(place, visit.count);
                return self.leave_out(LeftOut::Nobody, visit.count);
            }
        };
        let config = &self.corpus.config;
        let team = self.sides.team(config, user, day);
        let team = team.or_else(|| self.sides.team(config, header, day));
        let team = team.unwrap_or(0);
        self.count(day, writeup, team, visit.count);
    }

    fn count(&mut self, day: Date, writeup: usize, team: u16, count: u32) {
        let rank = self.ranks.get(writeup).copied().unwrap_or(usize::MAX);
        let Some(cell) = pack(rank, team) else {
            return self.garbled();
        };
        let day = self.at(day);
        let before = day.cells.len();
        let sum = day.cells.entry(cell).or_default();
        *sum = sum.saturating_add(count);
        self.held += self
            .days
            .get(self.current)
            .map_or(0, |day| day.cells.len() - before);
    }

    /// Returns what was counted on a day, which is the current one from now on.
    fn at(&mut self, day: Date) -> &mut Day {
        let day = day.days_after_epoch();
        if self
            .days
            .get(self.current)
            .is_none_or(|current| current.day != day)
        {
            self.current = self.days.partition_point(|other| other.day < day);
            if self
                .days
                .get(self.current)
                .is_none_or(|other| other.day != day)
            {
                // A day is much like the one before.
                let before = self.days.last().map_or(0, |last| last.cells.len());
                let cells = HashMap::with_capacity_and_hasher(before, CellHash::default());
                self.days.insert(self.current, Day { day, cells });
            }
        }
        #[expect(clippy::indexing_slicing, reason = "it was put there, or was there")]
        &mut self.days[self.current]
    }

    fn leave_out(&mut self, why: LeftOut, count: u32) {
        *self.told.left_out.entry(why).or_default() += u64::from(count);
    }

    fn nobody(&mut self, place: &[u8], count: u32) {
        let shown = String::from_utf8_lossy(place.get(..NOBODY_CHARS_MAX).unwrap_or(place));
        if self.told.nobody.len() < NOBODY_MAX || self.told.nobody.contains_key(shown.as_ref()) {
            *self.told.nobody.entry(shown.into_owned()).or_default() += u64::from(count);
        }
    }

    /// Returns the day of a second in UTC. Most lines are of the day of the line before.
    fn day_of(&mut self, second: i64) -> Option<Date> {
        let number = second.div_euclid(SECONDS_OF_DAY);
        match self.day {
            Some((last, day)) if last == number => Some(day),
            _ => {
                let day = Date::after_epoch(number)?;
                self.day = Some((number, day));
                Some(day)
            }
        }
    }

    fn is_covered(&self, second: i64) -> bool {
        let behind = self.covered.partition_point(|(from, _)| *from <= second);
        let before = behind.checked_sub(1).and_then(|at| self.covered.get(at));
        before.is_some_and(|(_, until)| second <= *until)
    }

    /// Whether the settings call a user a program.
    fn is_named_program(&self, user: &[u8]) -> bool {
        let bots = &self.corpus.config.bots;
        if bots.is_empty() || user.is_empty() {
            return false;
        }
        let user = String::from_utf8_lossy(user).to_lowercase();
        bots.iter()
            .any(|bot| glob::matches(&bot.value.to_lowercase(), &user))
    }

    /// Whether so much is held that [`Self::file_of_older_days`] should be asked for.
    pub fn is_full(&self) -> bool {
        self.held >= self.room && self.span.is_some()
    }

    /// Makes a file of all but the last days, and forgets what is in it.
    pub fn file_of_older_days(&mut self) -> Option<File> {
        let (from, last) = self.span?;
        let until = (last.div_euclid(SECONDS_OF_DAY) - DAYS_OPEN) * SECONDS_OF_DAY - 1;
        if until <= from {
            return None;
        }
        let end = until.div_euclid(SECONDS_OF_DAY);
        let newer = self.days.partition_point(|day| day.day <= end);
        let older: Vec<Day> = self.days.drain(..newer).collect();
        self.current = 0;
        self.held -= older.iter().map(|day| day.cells.len()).sum::<usize>();
        self.made_until = Some(until);
        self.span = Some((until + 1, last));
        self.log_file(from, until, older)
    }

    /// Makes the last file; `None` where there is nothing new.
    pub fn finish(&mut self) -> Option<File> {
        self.told.missing = self.lines.missing();
        let days = std::mem::take(&mut self.days);
        if let Some((from, until)) = self.span {
            return self.log_file(from, until, days);
        }
        self.days_file(days)
    }

    pub fn told(&self) -> &Told {
        &self.told
    }

    /// A log without a read makes no file: once a write-up has another name, its pages may be known.
    fn log_file(&mut self, from: i64, until: i64, days: Vec<Day>) -> Option<File> {
        let (text, _) = self.text(days)?;
        let span = Span {
            source: self.source.clone(),
            from,
            until,
        };
        Some(File {
            name: span.file_name(),
            text,
        })
    }

    /// Of counts of whole days only those that are more than is known already.
    fn days_file(&mut self, mut days: Vec<Day>) -> Option<File> {
        let mut old = 0;
        for Day { day, cells } in &mut days {
            cells.retain(|cell, count| {
                let known = self.key(*day, *cell).and_then(|key| self.counted.get(&key));
                let is_new = known.is_none_or(|known| *known < u64::from(*count));
                old += if is_new { 0 } else { u64::from(*count) };
                is_new
            });
        }
        if old > 0 {
            *self.told.left_out.entry(LeftOut::Known).or_default() += old;
        }
        let (text, (first, last)) = self.text(days)?;
        Some(File {
            name: ledger::name_of_days(&self.source, first, last, &text),
            text,
        })
    }

    /// Returns the day, write-up and team of a cell.
    fn key(&self, day: i64, cell: u64) -> Option<(Date, usize, String)> {
        let (rank, team) = unpack(cell);
        let team = self.sides.names.get(team)?.clone();
        Some((Date::after_epoch(day)?, *self.by_id.get(rank)?, team))
    }

    /// Returns the rows of days with the first and the last of them, and takes them into what is told;
    /// `None` where there is none.
    fn text(&mut self, mut days: Vec<Day>) -> Option<(String, (Date, Date))> {
        days.retain(|day| !day.cells.is_empty());
        let ends = (days.first()?.day, days.last()?.day);
        let ends = (Date::after_epoch(ends.0)?, Date::after_epoch(ends.1)?);
        let count: usize = days.iter().map(|day| day.cells.len()).sum();
        let mut rows = rows::Writer::new(count);
        let ids = self.by_id.iter().map(|at| {
            let told = self.corpus.writeups.get(*at);
            rows::cell(told.map_or("", Writeup::id))
        });
        let ids: Vec<_> = ids.collect();
        let teams: Vec<_> = self
            .sides
            .names
            .iter()
            .map(|team| rows::cell(team))
            .collect();
        for Day { day, cells } in days {
            let mut cells: Vec<(u64, u32)> = cells.into_iter().collect();
            cells.sort_unstable();
            for (cell, count) in cells {
                let (rank, team) = unpack(cell);
                let count = u64::from(count);
                self.told.reads += count;
                self.told.by_team += if team == 0 { 0 } else { count };
                if let Some(read) = self.read.get_mut(rank)
                    && !std::mem::replace(read, true)
                {
                    self.told.writeups += 1;
                }
                if let (Some(id), Some(team)) = (ids.get(rank), teams.get(team)) {
                    rows.add(day, id, team, count);
                }
            }
        }
        let (first, last) = (self.told.first, self.told.last);
        self.told.first = Some(first.map_or(ends.0, |first| first.min(ends.0)));
        self.told.last = Some(last.map_or(ends.1, |last| last.max(ends.1)));
        Some((rows.finish(), ends))
    }
}

/// Puts the parts of a cell into one number: the write-up's place in the order of ids, and the team; `None`
/// for a write-up beyond any number.
fn pack(rank: usize, team: u16) -> Option<u64> {
    let rank = u64::try_from(rank).ok()?;
    let room = rank >> (u64::BITS - TEAM_BITS) == 0;
    room.then_some((rank << TEAM_BITS) | u64::from(team))
}

fn unpack(cell: u64) -> (usize, usize) {
    let number = |part: u64| usize::try_from(part).unwrap_or(usize::MAX);
    (
        number(cell >> TEAM_BITS),
        number(cell & ((1 << TEAM_BITS) - 1)),
    )
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::{corpus, disk};

    #[test]
    fn cells_hold_their_parts() {
        for (rank, team) in [(0, 0), (1, 4_095), (1 << 40, 7)] {
            assert_eq!(unpack(pack(rank, team).unwrap()), (rank, usize::from(team)));
        }
        assert_eq!(pack(usize::MAX, 0), None);
    }

    #[test]
    fn what_is_too_much_to_hold_becomes_files_that_follow_each_other() {
        let folder = tempfile::tempdir().unwrap();
        disk::create(
            folder.path(),
            Path::new("incidents/2026-01-01-a.md"),
            b"# A\n",
        )
        .unwrap();
        let corpus = corpus::load(folder.path(), None).unwrap();
        let known = ledger::Ledger::default();
        let line = |day: u32| {
            format!(
                "::1 - - [{day:02}/Nov/2026:09:00:00 +0000] \"GET /2026-01-01-a HTTP/1.1\" 200 1"
            )
        };
        let mut tally = Tally::new(&corpus, &[], Form::Log, "web", &known);
        tally.room = 5;
        let mut files = Vec::new();
        for day in 1..=12 {
            tally.take(line(day).as_bytes());
            if tally.is_full() {
                files.extend(tally.file_of_older_days());
            }
        }
        // A day older is no harm; more is seen.
        tally.take(line(11).as_bytes());
        assert_eq!(tally.told().unordered, None);
        tally.take(line(2).as_bytes());
        assert_eq!(tally.told().unordered, Some(14));
        files.extend(tally.finish());
        let names: Vec<&str> = files.iter().map(|file| file.name.as_str()).collect();
        assert_eq!(
            names,
            [
                "web.20261101T090000Z.20261102T235959Z.csv",
                "web.20261103T000000Z.20261104T235959Z.csv",
                "web.20261105T000000Z.20261106T235959Z.csv",
                "web.20261107T000000Z.20261108T235959Z.csv",
                "web.20261109T000000Z.20261112T090000Z.csv",
            ]
        );
        let rows: usize = files.iter().map(|file| file.text.lines().count() - 1).sum();
        assert_eq!((rows, tally.told().reads), (12, 13));
    }
}
