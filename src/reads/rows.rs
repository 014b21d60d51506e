//! The rows of a file in `reads/`: day, write-up, team and count, as CSV.

use std::borrow::Cow;

use crate::model::Date;

/// The first line of each file.
pub(super) const HEAD: &str = "date,id,team,count";

/// One line of a file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Row {
    pub(super) day: Date,
    pub(super) id: String,
    /// Empty is unknown.
    pub(super) team: String,
    pub(super) count: u64,
}

/// Puts rows into the text of a file. They come in order.
#[derive(Debug)]
pub(super) struct Writer {
    text: String,
    /// The day of the last row, as a number and as written.
    day: Option<(i64, String)>,
}

/// Bytes of a row, roughly.
const ROW_BYTES: usize = 48;

impl Writer {
    /// Begins a text of about so many rows.
    pub(super) fn new(rows: usize) -> Self {
        let mut text = String::with_capacity(HEAD.len() + rows.saturating_mul(ROW_BYTES));
        text.push_str(HEAD);
        text.push('\n');
        Self { text, day: None }
    }

    /// Adds a row; `day` is counted from the first of 1970, `id` and `team` are [`cell`]s.
    pub(super) fn add(&mut self, day: i64, id: &str, team: &str, count: u64) {
        if self.day.as_ref().is_none_or(|(last, _)| *last != day) {
            let date = Date::after_epoch(day).unwrap_or_else(Date::epoch);
            self.day = Some((day, format!("{date},")));
        }
        let written = self.day.as_ref().map_or("", |(_, written)| written);
        for part in [written, id, ",", team, ","] {
            self.text.push_str(part);
        }
        // Most write-ups are read once or twice on a day.
        match u8::try_from(count) {
            Ok(digit @ 0..=9) => self.text.push(char::from(b'0' + digit)),
            _ => self.text.push_str(&count.to_string()),
        }
        self.text.push('\n');
    }

    /// Returns the text, which begins with the names of the columns.
    pub(super) fn finish(self) -> String {
        self.text
    }
}

/// Returns a text as it stands in a row.
pub(super) fn cell(text: &str) -> Cow<'_, str> {
    if text.contains([',', '"']) || text.trim() != text {
        return format!("\"{}\"", text.replace('"', "\"\"")).into();
    }
    text.into()
}

/// Reads a line of a file; `None` for the first one, and what is no row.
pub(super) fn row(line: &str) -> Option<Row> {
    let mut rest = line.trim_end_matches('\r');
    let mut cells: [String; 4] = Default::default();
    for (at, cell) in cells.iter_mut().enumerate() {
        if at > 0 {
            rest = rest.strip_prefix(',')?;
        }
        rest = take_cell(rest, cell)?;
    }
    let [day, id, team, count] = cells;
    if !rest.is_empty() || id.is_empty() {
        return None;
    }
    Some(Row {
        day: Date::parse(&day).ok()?,
        id,
        team,
        count: count.parse().ok()?,
    })
}

/// Takes a cell off the front of a line.
fn take_cell<'a>(line: &'a str, cell: &mut String) -> Option<&'a str> {
    let Some(mut rest) = line.strip_prefix('"') else {
        let end = line.find(',').unwrap_or(line.len());
        let (text, rest) = line.split_at(end);
        cell.push_str(text);
        return Some(rest);
    };
    loop {
        let (before, behind) = rest.split_once('"')?;
        cell.push_str(before);
        match behind.strip_prefix('"') {
            Some(behind) => {
                cell.push('"');
                rest = behind;
            }
            None => return Some(behind),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_sorted_and_read_back() {
        let row = |day: &str, id: &str, team: &str, count| Row {
            day: Date::parse(day).unwrap(),
            id: id.to_owned(),
            team: team.to_owned(),
            count,
        };
        let rows = vec![
            row("2026-11-03", "b", "", 2),
            row("2026-11-03", "a, \"b\"", "quay", 1),
            row("2026-11-02", "b", "ledger", 7),
        ];
        let mut rows = rows;
        rows.sort();
        let mut writer = Writer::new(rows.len());
        for row in &rows {
            writer.add(
                row.day.days_after_epoch(),
                &cell(&row.id),
                &cell(&row.team),
                row.count,
            );
        }
        let text = writer.finish();
        assert_eq!(
            text,
            "date,id,team,count\n2026-11-02,b,ledger,7\n2026-11-03,\"a, \"\"b\"\"\",quay,1\n2026-11-03,b,,2\n"
        );
        let mut back: Vec<Row> = text.lines().filter_map(super::row).collect();
        back.sort();
        assert_eq!(back, rows);
        for bad in [
            "",
            "2026-11-03,a,b",
            "2026-11-03,a,b,1,2",
            "2026-11-03,\"a,b,1",
            "x,a,b,1",
            "2026-11-03,,b,1",
            "<<<<<<< HEAD",
        ] {
            assert!(super::row(bad).is_none(), "{bad}");
        }
    }
}
