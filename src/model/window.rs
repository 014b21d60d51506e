//! A stretch of time that somebody names: `2026-11-03T09:00+01:00..2026-11-03T12:00+01:00`.

use std::fmt;

use super::{Date, Moment};

/// From one second to another, the last not included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// Seconds since 1970.
    pub since: i64,
    pub until: i64,
}

const SECONDS_OF_DAY: i64 = 86_400;
const SECONDS_OF_MINUTE: i64 = 60;

impl Window {
    /// Reads two times with `..` between. A day alone is all of it; a time without an offset is in UTC. Fails
    /// with one sentence on what is wrong.
    pub fn parse(text: &str) -> Result<Self, String> {
        let Some((since, until)) = text.split_once("..") else {
            return Err(
                "two times with `..` between, such as 2026-11-03T09:00Z..2026-11-03T12:00Z"
                    .to_owned(),
            );
        };
        let (since, _) = ends(since)?;
        let (_, until) = ends(until)?;
        if until <= since {
            return Err("it ends before it begins".to_owned());
        }
        Ok(Self { since, until })
    }

    pub fn holds(&self, at: Moment) -> bool {
        (self.since..self.until).contains(&at.seconds)
    }
}

impl fmt::Display for Window {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (since, until) = (Moment::utc(self.since), Moment::utc(self.until));
        write!(
            out,
            "{} to {} UTC",
            since.to_the_minute(),
            until.to_the_minute()
        )
    }
}

/// Returns the second with which a day or a minute begins, and the one behind its end.
fn ends(text: &str) -> Result<(i64, i64), String> {
    let text = text.trim();
    let day = Date::parse(text)?;
    if text.len() == day.to_string().len() {
        let start = day.days_after_epoch() * SECONDS_OF_DAY;
        return Ok((start, start + SECONDS_OF_DAY));
    }
    let at = Moment::instant(text)
        .ok_or_else(|| format!("`{text}` is not a time; 2026-11-03T09:00+01:00 is one"))?;
    Ok((at.seconds, at.seconds))
}

impl Moment {
    /// Returns the time in UTC as people read it: `2026-11-03 09:12`.
    pub fn to_the_minute(self) -> String {
        let second = self.seconds.rem_euclid(SECONDS_OF_DAY);
        let minute = second / SECONDS_OF_MINUTE;
        let day = Self::utc(self.seconds).date();
        let day = day.map_or_else(|| "unknown".to_owned(), |day| day.to_string());
        format!("{day} {:02}:{:02}", minute / 60, minute % 60)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_and_days_are_read() {
        for (text, expected) in [
            (
                "2026-11-03..2026-11-03",
                "2026-11-03 00:00 to 2026-11-04 00:00 UTC",
            ),
            (
                "2026-11-03T09:00+01:00..2026-11-03T12:30:59+01:00",
                "2026-11-03 08:00 to 2026-11-03 11:30 UTC",
            ),
            (
                "2026-11-03 09:00..2026-11-03T09:01Z",
                "2026-11-03 09:00 to 2026-11-03 09:01 UTC",
            ),
            (
                "2026-11-03T23:00..2026-11-04",
                "2026-11-03 23:00 to 2026-11-05 00:00 UTC",
            ),
        ] {
            assert_eq!(Window::parse(text).unwrap().to_string(), expected, "{text}");
        }
        for text in [
            "",
            "2026-11-03",
            "..",
            "2026-11-04..2026-11-02",
            "yesterday..today",
            "2026-11-03T25:00..2026-11-04",
        ] {
            assert!(Window::parse(text).is_err(), "{text}");
        }
    }
}
