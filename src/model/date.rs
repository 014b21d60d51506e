//! Days and moments. The only module that knows the calendar.

use std::fmt;

use jiff::civil;
use jiff::tz::{Offset, TimeZone};

/// A day, as people write it: `2026-11-03`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(civil::Date);

impl Date {
    /// Reads an ISO 8601 date, or the day of a timestamp (`2026-11-03T09:12:00+01:00`,
    /// `2026-11-03 09:12`). Fails with one sentence on what is wrong.
    pub fn parse(text: &str) -> Result<Self, String> {
        if text.trim() != text {
            return Err("take the blanks round it away".to_owned());
        }
        let (day, time) = match text.find(['T', 't', ' ']) {
            Some(at) => text.split_at(at),
            None => (text, ""),
        };
        let shape = day.len() == 10
            && day.bytes().enumerate().all(|(at, byte)| match at {
                4 | 7 => byte == b'-',
                _ => byte.is_ascii_digit(),
            });
        if !shape {
            return Err("write a date as 2026-11-03, year first".to_owned());
        }
        let date: civil::Date = day
            .parse()
            .map_err(|_| format!("there is no {day} in the calendar"))?;
        if date.year() < 1 {
            return Err("years run from 0001 to 9999".to_owned());
        }
        check_time(time)?;
        Ok(Self(date))
    }

    /// Returns the date that a text begins with (`2026-11-03-slug.md`), if it does.
    pub fn leading(text: &str) -> Option<Self> {
        Self::parse(text.get(..10)?).ok()
    }

    /// Returns the first day of 1970, where there is no better one.
    pub fn epoch() -> Self {
        Self(civil::date(1970, 1, 1))
    }

    /// Returns the day that is so many days after the first of 1970, or before it; `None` outside of the
    /// years 0001 to 9999.
    pub fn after_epoch(days: i64) -> Option<Self> {
        Moment::utc(days.checked_mul(SECONDS_OF_DAY)?).date()
    }

    /// Returns how many days after the first of 1970 it is; fewer than none before.
    pub fn days_after_epoch(self) -> i64 {
        Self::epoch().days_until(self)
    }

    /// Returns the day after; `None` after the last day of the year 9999.
    pub fn next(self) -> Option<Self> {
        self.0.tomorrow().ok().map(Self)
    }

    pub fn year(self) -> i16 {
        self.0.year()
    }

    /// Returns the first day of its quarter of the year.
    #[must_use]
    pub fn quarter(self) -> Self {
        let first = (self.0.month() - 1) / 3 * 3 + 1;
        Self(civil::date(self.0.year(), first, 1))
    }

    /// Returns the month, from 1.
    pub fn month(self) -> i8 {
        self.0.month()
    }

    /// Returns the day of the month, from 1.
    pub fn day(self) -> i8 {
        self.0.day()
    }

    /// Returns how many days later the other day is; fewer than none for an earlier one.
    pub fn days_until(self, other: Self) -> i64 {
        other.0.duration_since(self.0).as_hours() / 24
    }
}

/// Seconds of a day in UTC, where every day has as many.
const SECONDS_OF_DAY: i64 = 86_400;

/// Checks the time behind a date: `T09:12`, `T09:12:30.5`, with `Z` or an offset.
fn check_time(time: &str) -> Result<(), String> {
    let time = time.trim_start_matches(['T', 't', ' ']).trim();
    if time.is_empty() {
        return Ok(());
    }
    let bad = || format!("`{time}` is no time of day; 09:12 or 09:12:00+01:00 would be");
    let clock_end = time
        .find(['Z', 'z', '+', '-', ' ', '['])
        .unwrap_or(time.len());
    let (clock, zone) = time.split_at(clock_end);
    clock.parse::<civil::Time>().map_err(|_| bad())?;
    let zone = zone.trim();
    let offset = zone.trim_start_matches(['+', '-']).replace(':', "");
    let hours = offset.get(..2).and_then(|hours| hours.parse::<u8>().ok());
    let named = matches!(zone, "" | "Z" | "z" | "UTC" | "GMT") || zone.ends_with(']');
    if named || (matches!(offset.len(), 2 | 4) && hours.is_some_and(|hours| hours <= 14)) {
        Ok(())
    } else {
        Err(bad())
    }
}

impl fmt::Display for Date {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}", self.0)
    }
}

/// When a commit was made: seconds since 1970 and the zone of whoever made it. Any value that a
/// git object can hold, sensible or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment {
    pub seconds: i64,
    pub offset_minutes: i32,
}

impl Moment {
    /// Returns the day where the commit was made; `None` outside of the years 0001 to 9999.
    pub fn date(self) -> Option<Date> {
        let timestamp = jiff::Timestamp::from_second(self.seconds).ok()?;
        let offset = self
            .offset_minutes
            .checked_mul(60)
            .and_then(|s| Offset::from_seconds(s).ok());
        let zoned = timestamp.to_zoned(TimeZone::fixed(offset.unwrap_or(Offset::UTC)));
        (zoned.year() >= 1).then(|| Date(zoned.date()))
    }

    /// Reads an ISO 8601 timestamp with its offset: `2024-02-27T16:12:00+01:00`.
    pub fn parse(text: &str) -> Option<Self> {
        let (seconds, pieces) = (
            text.parse::<jiff::Timestamp>().ok()?.as_second(),
            text.get(19..)?,
        );
        let digits: String = pieces.chars().filter(char::is_ascii_digit).collect();
        let hours: i32 = digits
            .get(..2)
            .map_or(Some(0), |hours| hours.parse().ok())?;
        let minutes: i32 = digits
            .get(2..4)
            .map_or(Some(0), |minutes| minutes.parse().ok())?;
        let sign = if pieces.starts_with('-') { -1 } else { 1 };
        Some(Self {
            seconds,
            offset_minutes: sign * (hours * 60 + minutes),
        })
    }

    /// Reads a day and a time, with an offset or in UTC, as that moment in UTC.
    pub fn instant(text: &str) -> Option<Self> {
        let time = text.replacen(' ', "T", 1);
        let read = |time: &str| time.parse::<jiff::Timestamp>().ok();
        let read = read(&time).or_else(|| read(&format!("{time}Z")))?;
        Some(Self::utc(read.as_second()))
    }

    /// Returns the instant to the minute, in UTC: `2024-02-27 15:12`; `None` outside of the calendar.
    pub fn in_utc(self) -> Option<String> {
        let timestamp = jiff::Timestamp::from_second(self.seconds).ok()?;
        Some(timestamp.strftime("%Y-%m-%d %H:%M").to_string())
    }

    /// Returns the moment of this instant in UTC.
    pub fn utc(seconds: i64) -> Self {
        Self {
            seconds,
            offset_minutes: 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_checked_against_the_calendar() {
        for good in [
            "2026-11-03",
            "2024-02-29",
            "2026-11-03T09:12:00Z",
            "2026-11-03 09:12 +0100",
            "2026-11-03T09:12+01:00",
            "2026-11-03T09:12[Europe/Lisbon]",
            "0001-01-01",
        ] {
            assert!(Date::parse(good).is_ok(), "{good}");
        }
        for bad in [
            "2026-13-01",
            "2025-02-29",
            "2026-2-3",
            "03/11/2026",
            "yesterday",
            "0000-01-01",
            "2026-11-03T25:00",
            "2026-11-03T09:12+99:00",
            "",
            "20261103",
            "2026-11-031",
        ] {
            assert!(Date::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_day_has_a_next_one() {
        let day = |text| Date::parse(text).unwrap();
        assert_eq!(day("2024-02-28").next(), Some(day("2024-02-29")));
        assert_eq!(day("9999-12-31").next(), None);
        for text in ["0001-01-01", "1969-12-31", "2024-02-29"] {
            assert_eq!(
                Date::after_epoch(day(text).days_after_epoch()),
                Some(day(text))
            );
        }
        assert_eq!(Date::after_epoch(i64::MAX), None);
        assert_eq!(day("2024-02-28").days_until(day("2024-03-01")), 2);
        assert_eq!(day("9999-12-31").days_until(day("0001-01-01")), -3_652_058);
    }

    #[test]
    fn timestamps_keep_their_zone() {
        let moment = Moment::parse("1970-01-01T01:00:00+01:00").unwrap();
        assert_eq!(
            moment,
            Moment {
                seconds: 0,
                offset_minutes: 60
            }
        );
        assert_eq!(Moment::parse("1970-01-01T00:00:00Z"), Some(Moment::utc(0)));
        assert_eq!(Moment::parse("yesterday"), None);
    }

    #[test]
    fn moments_outside_of_the_calendar_have_no_date() {
        assert_eq!(Moment::utc(0).date().unwrap().to_string(), "1970-01-01");
        assert_eq!(Moment::utc(i64::MAX).date(), None);
        assert_eq!(
            Moment {
                seconds: 0,
                offset_minutes: i32::MAX
            }
            .date()
            .unwrap()
            .to_string(),
            "1970-01-01"
        );
        assert_eq!(
            Moment {
                seconds: 0,
                offset_minutes: -60
            }
            .date()
            .unwrap()
            .to_string(),
            "1969-12-31"
        );
    }
}
