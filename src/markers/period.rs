//! Months, quarters and years.

use crate::model::Date;

/// How long a period is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    Month,
    Quarter,
    Year,
}

/// A month, a quarter or a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    pub by: By,
    /// Year, and month or quarter from 0.
    year: i16,
    number: i16,
    /// Its last day.
    pub last: Date,
}

/// Most periods that are gone through: three hundred years of months.
const PERIODS_MAX: usize = 3_600;

impl By {
    pub fn word(self) -> &'static str {
        match self {
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::Year => "year",
        }
    }

    fn in_year(self) -> i16 {
        match self {
            Self::Month => 12,
            Self::Quarter => 4,
            Self::Year => 1,
        }
    }

    /// Returns year and number of the period that holds a day.
    fn place(self, day: Date) -> (i16, i16) {
        let month = i16::from(day.month()) - 1;
        (day.year(), month * self.in_year() / 12)
    }
}

impl Period {
    pub fn holds(&self, day: Date) -> bool {
        self.by.place(day) == (self.year, self.number)
    }

    /// Returns `2026-11`, `2026 Q4`, `2026`.
    pub fn name(&self) -> String {
        match self.by {
            By::Month => format!("{:04}-{:02}", self.year, self.number + 1),
            By::Quarter => format!("{:04} Q{}", self.year, self.number + 1),
            By::Year => format!("{:04}", self.year),
        }
    }
}

/// Returns the periods from that of one day to that of another, at least one. Where there are too many
/// the last are kept.
pub(super) fn between(by: By, first: Date, last: Date) -> Vec<Period> {
    let mut periods = Vec::new();
    let first = by.place(first.min(last));
    let (mut year, mut number) = by.place(last);
    while periods.len() < PERIODS_MAX {
        periods.push(Period {
            by,
            year,
            number,
            last: end(by, year, number),
        });
        if (year, number) <= first {
            break;
        }
        number -= 1;
        if number < 0 {
            (year, number) = (year - 1, by.in_year() - 1);
        }
    }
    periods.reverse();
    periods
}

/// Returns the last day of a period.
fn end(by: By, year: i16, number: i16) -> Date {
    let month = (number + 1) * 12 / by.in_year();
    let mut days = [31, 30, 29, 28].into_iter();
    let found = days.find_map(|day| Date::parse(&format!("{year:04}-{month:02}-{day:02}")).ok());
    found.unwrap_or_else(Date::epoch)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(by: By, first: &str, last: &str, expected: &[(&str, &str)]) {
        let day = |text| Date::parse(text).unwrap();
        let found = between(by, day(first), day(last));
        let shown: Vec<(String, String)> = found
            .iter()
            .map(|one| (one.name(), one.last.to_string()))
            .collect();
        let shown: Vec<(&str, &str)> = shown.iter().map(|(a, b)| (&**a, &**b)).collect();
        assert_eq!(shown, expected);
        assert!(found.last().unwrap().holds(day(last)));
    }

    #[test]
    fn periods_follow_the_calendar() {
        check(
            By::Quarter,
            "2025-11-30",
            "2026-04-01",
            &[
                ("2025 Q4", "2025-12-31"),
                ("2026 Q1", "2026-03-31"),
                ("2026 Q2", "2026-06-30"),
            ],
        );
        check(
            By::Month,
            "2023-12-31",
            "2024-02-29",
            &[
                ("2023-12", "2023-12-31"),
                ("2024-01", "2024-01-31"),
                ("2024-02", "2024-02-29"),
            ],
        );
        check(
            By::Year,
            "2024-01-01",
            "2024-12-31",
            &[("2024", "2024-12-31")],
        );
        // A day in the future has no period of its own.
        check(
            By::Year,
            "2030-01-01",
            "2024-06-01",
            &[("2024", "2024-12-31")],
        );
    }

    #[test]
    fn a_slip_in_a_date_does_not_run_for_ever() {
        let day = |text| Date::parse(text).unwrap();
        let found = between(By::Month, day("0001-01-01"), day("9999-12-31"));
        assert_eq!(found.len(), PERIODS_MAX);
        assert_eq!(found.last().unwrap().name(), "9999-12");
    }
}
