//! One line of what a server counted, in each of the forms that are read.
//!
//! Nothing is decided here but what the line says. It is read as bytes: what a browser sends need be no
//! text, and most lines are no read of a write-up.

use std::borrow::Cow;

use memchr::{memchr, memchr2, memrchr};

use super::json;
use crate::model::Date;

/// Longest line that is looked at, in bytes: no server writes a longer one, but by accident.
pub const LINE_BYTES_MAX: usize = 64 * 1024;

/// How visits are written down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Combined Log Format, as nginx and Apache write it; the Common one too.
    Log,
    /// `date,path or id,team,count`, in any order under a line that names them.
    Csv,
    /// An object on each line.
    JsonLines,
}

/// When somebody came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum When {
    /// Seconds since 1970.
    At(i64),
    On(Date),
}

/// What a line says of a visit, or of several on one day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Visit<'a> {
    pub(super) when: When,
    /// A path, an address or an id.
    pub(super) place: Cow<'a, [u8]>,
    /// Who came, or their team, as far as the server knows: a user, then a header.
    pub(super) who: [Cow<'a, [u8]>; 2],
    /// What the program called itself.
    pub(super) agent: Cow<'a, [u8]>,
    /// Whether a page was asked for, and given.
    pub(super) answered: bool,
    pub(super) count: u32,
}

/// Reads the lines of one file.
#[derive(Debug)]
pub(super) struct Lines {
    pub(super) form: Form,
    /// What stands in which column; `None` before the first line.
    columns: Option<Vec<Column>>,
    clock: Clock,
}

/// What a line is.
pub(super) enum Line<'a> {
    Visit(Visit<'a>),
    /// It names the columns, or is empty.
    Nothing,
    /// It is not made as the others are.
    Garbled,
}

impl Form {
    /// Returns the form of a text by its beginning.
    pub fn of(beginning: &[u8]) -> Self {
        let beginning = beginning
            .strip_prefix(BOM)
            .unwrap_or(beginning)
            .trim_ascii_start();
        if beginning.starts_with(b"{") {
            return Self::JsonLines;
        }
        let mut clock = Clock::default();
        let mut lines = beginning.split(|byte| *byte == b'\n').take(LOOKED_AT);
        if lines.any(|line| log(line, &mut clock).is_some()) {
            Self::Log
        } else {
            Self::Csv
        }
    }
}

/// So many lines say which form a text has.
const LOOKED_AT: usize = 50;
const BOM: &[u8] = "\u{feff}".as_bytes();

impl Lines {
    pub(super) fn new(form: Form) -> Self {
        Self {
            form,
            columns: None,
            clock: Clock::default(),
        }
    }

    /// Reads a line, which has no line end.
    pub(super) fn read<'a>(&mut self, line: &'a [u8]) -> Line<'a> {
        let visit = match self.form {
            Form::Log => log(line, &mut self.clock),
            _ if line.trim_ascii().is_empty() => return Line::Nothing,
            Form::JsonLines => json::visit(line, &mut self.clock),
            Form::Csv => {
                let cells = cells(line);
                let Some(columns) = &self.columns else {
                    let (columns, named) = columns(&cells);
                    let visit = if named { None } else { row(&columns, cells) };
                    self.columns = Some(columns);
                    return match visit {
                        Some(visit) => Line::Visit(visit),
                        None if named => Line::Nothing,
                        None => Line::Garbled,
                    };
                };
                row(columns, cells)
            }
        };
        visit.map_or(Line::Garbled, Line::Visit)
    }

    /// Returns the columns that are needed and that the first line does not name.
    pub(super) fn missing(&self) -> Option<&'static str> {
        let columns = self.columns.as_ref()?;
        if !columns.contains(&Column::Date) {
            Some("date")
        } else if !columns.contains(&Column::Place) {
            Some("path")
        } else {
            None
        }
    }
}

/// Reads `host ident user [time] "request" status bytes "referrer" "agent" "more"`.
fn log<'a>(line: &'a [u8], clock: &mut Clock) -> Option<Visit<'a>> {
    // A user may have any letter in its name: the time is what has the form of one.
    let mut from = 0;
    let (open, at) = loop {
        let open = from + memchr(b'[', line.get(from..)?)?;
        let time = line.get(open + 1..)?;
        match clock.read(time) {
            Some(at) => break (open, at),
            None => from = open + 1,
        }
    };
    let rest = line.get(open + 1 + TIME_BYTES..)?.strip_prefix(b"] \"")?;
    let (request, rest) = quoted(rest)?;
    let (method, target) = split(request)?;
    let target = match memrchr(b' ', target) {
        Some(blank) => target.get(..blank)?,
        None => target,
    };
    let rest = rest.trim_ascii_start();
    let (status, rest) = rest.split_at_checked(3)?;
    if !status.iter().all(u8::is_ascii_digit) {
        return None;
    }
    // The number of bytes stands before the first quoted part.
    let mut parts = [&b""[..]; 3];
    let mut rest = memchr(b'"', rest).and_then(|quote| rest.get(quote + 1..));
    for part in &mut parts {
        let Some((text, behind)) = rest.and_then(quoted) else {
            break;
        };
        *part = text;
        rest = behind.trim_ascii_start().strip_prefix(b"\"");
    }
    let [_, agent, header] = parts;
    Some(Visit {
        when: When::At(at),
        place: Cow::Borrowed(target),
        who: [user(line.get(..open)?), header].map(Cow::Borrowed),
        agent: Cow::Borrowed(agent),
        answered: is_answered(method, status),
        count: 1,
    })
}

/// Whether a page was asked for and given: anew, or as the one that the reader had kept.
pub(super) fn is_answered(method: &[u8], status: &[u8]) -> bool {
    method == b"GET" && (status == b"200" || status == b"304")
}

/// Splits at the first blank.
fn split(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let blank = memchr(b' ', text)?;
    Some((text.get(..blank)?, text.get(blank + 1..)?))
}

/// Returns what stands up to a closing quotation mark, and what follows. `\"` closes nothing.
fn quoted(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let mut from = 0;
    loop {
        let at = from + memchr2(b'"', b'\\', text.get(from..)?)?;
        if text.get(at) == Some(&b'"') {
            return Some((text.get(..at)?, text.get(at + 1..)?));
        }
        from = at + 2;
    }
}

/// Returns the user in `host ident user `; a host of its own may stand in front.
fn user(head: &[u8]) -> &[u8] {
    let behind = split(head).and_then(|(_, rest)| split(rest));
    let user = behind.map_or(&b""[..], |(_, rest)| rest.trim_ascii());
    user.strip_prefix(b"- ").unwrap_or(user)
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Column {
    Date,
    Place,
    Who,
    Count,
    Agent,
    Other,
}

/// The columns of a file that does not name them.
const COLUMNS: [Column; 4] = [Column::Date, Column::Place, Column::Who, Column::Count];

/// Returns what the columns hold, and whether the line says it.
fn columns(cells: &[Cow<'_, [u8]>]) -> (Vec<Column>, bool) {
    let column = |cell: &Cow<'_, [u8]>| {
        let cell = cell.strip_prefix(BOM).unwrap_or(cell);
        match cell.trim_ascii().to_ascii_lowercase().as_slice() {
            b"date" | b"day" => Column::Date,
            b"path" | b"id" | b"url" | b"uri" | b"page" | b"path or id" | b"writeup" => {
                Column::Place
            }
            b"team" | b"user" | b"group" => Column::Who,
            b"count" | b"reads" | b"views" | b"pageviews" | b"hits" => Column::Count,
            b"agent" | b"user_agent" | b"user-agent" => Column::Agent,
            _ => Column::Other,
        }
    };
    let first = cells.first().map(|cell| day(cell));
    if matches!(first, Some(Some(_))) {
        return (COLUMNS.to_vec(), false);
    }
    (cells.iter().map(column).collect(), true)
}

fn row<'a>(columns: &[Column], cells: Vec<Cow<'a, [u8]>>) -> Option<Visit<'a>> {
    let nothing = || Cow::Borrowed(&b""[..]);
    let (mut date, mut place, mut count) = (None, None, 1);
    let (mut who, mut agent) = (nothing(), nothing());
    for (column, cell) in columns.iter().zip(cells) {
        match column {
            Column::Date => date = day(&cell),
            Column::Place => place = Some(cell),
            Column::Who => who = cell,
            Column::Agent => agent = cell,
            Column::Count => count = number(&cell)?,
            Column::Other => {}
        }
    }
    Some(Visit {
        when: When::On(date?),
        place: place.filter(|place| !place.is_empty())?,
        who: [who, nothing()],
        agent,
        answered: true,
        count,
    })
}

fn day(cell: &[u8]) -> Option<Date> {
    let cell = cell.strip_prefix(BOM).unwrap_or(cell);
    let text = std::str::from_utf8(cell.trim_ascii()).ok()?;
    Date::parse(text).ok()
}

fn number(cell: &[u8]) -> Option<u32> {
    std::str::from_utf8(cell.trim_ascii()).ok()?.parse().ok()
}

/// Splits a row of RFC 4180; a cell holds no line end.
fn cells(line: &[u8]) -> Vec<Cow<'_, [u8]>> {
    let mut cells = Vec::new();
    let mut rest = line.strip_suffix(b"\r").unwrap_or(line);
    loop {
        if let Some(inner) = rest.strip_prefix(b"\"") {
            let (cell, behind) = quoted_cell(inner);
            cells.push(Cow::Owned(cell));
            match behind.strip_prefix(b",") {
                Some(behind) => rest = behind,
                None => return cells,
            }
            continue;
        }
        let end = memchr(b',', rest).unwrap_or(rest.len());
        let (cell, behind) = rest.split_at(end);
        cells.push(Cow::Borrowed(cell));
        match behind.strip_prefix(b",") {
            Some(behind) => rest = behind,
            None => return cells,
        }
    }
}

/// Returns the text of a cell in quotation marks, `""` being one of them, and what follows.
fn quoted_cell(mut text: &[u8]) -> (Vec<u8>, &[u8]) {
    let mut cell = Vec::new();
    while let Some(quote) = memchr(b'"', text) {
        let (before, behind) = text.split_at(quote);
        cell.extend_from_slice(before);
        text = behind.get(1..).unwrap_or_default();
        match text.strip_prefix(b"\"") {
            Some(behind) => {
                cell.push(b'"');
                text = behind;
            }
            None => return (cell, text),
        }
    }
    cell.extend_from_slice(text);
    (cell, b"")
}

/// Bytes of `03/Nov/2026:09:12:00 +0100`.
const TIME_BYTES: usize = 26;

/// Reads times. Most lines are of the day of the line before.
#[derive(Debug, Default)]
pub(super) struct Clock {
    /// `03/Nov/2026`, and the second at which that day began.
    last: Option<([u8; 11], i64)>,
}

impl Clock {
    /// Returns seconds since 1970 of the time that a text begins with.
    pub(super) fn read(&mut self, text: &[u8]) -> Option<i64> {
        let time: &[u8; TIME_BYTES] = text.first_chunk()?;
        let (day, time) = time.split_first_chunk::<11>()?;
        let &[b':', _, _, b':', _, _, b':', _, _, b' ', sign, _, _, _, _] = time else {
            return None;
        };
        let two = |at: usize| {
            let digits: &[u8; 2] = time.get(at..)?.first_chunk()?;
            let [tens, ones] = digits.map(|digit| digit.wrapping_sub(b'0'));
            (tens < 10 && ones < 10).then(|| i64::from(tens) * 10 + i64::from(ones))
        };
        let (hours, minutes, seconds) = (two(1)?, two(4)?, two(7)?);
        if hours > 23 || minutes > 59 || seconds > 60 {
            return None;
        }
        let offset = two(11)? * 3600 + two(13)? * 60;
        let offset = match sign {
            b'+' => offset,
            b'-' => -offset,
            _ => return None,
        };
        let start = match self.last {
            Some((last, start)) if last == *day => start,
            _ => {
                let start = day_start(day)?;
                self.last = Some((*day, start));
                start
            }
        };
        Some(start + hours * 3600 + minutes * 60 + seconds - offset)
    }
}

const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

/// Returns the second since 1970 at which `03/Nov/2026` began.
fn day_start(day: &[u8; 11]) -> Option<i64> {
    let text = std::str::from_utf8(day).ok()?;
    let mut parts = text.split('/');
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    let month = MONTHS.iter().position(|name| *name == month)? + 1;
    let date = Date::parse(&format!("{year}-{month:02}-{day}")).ok()?;
    Some(date.days_after_epoch() * 86_400)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, expected: Option<(&str, &str, &str, &str, bool)>) {
        let mut clock = Clock::default();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let found = log(line.as_bytes(), &mut clock).map(|visit| {
            assert_eq!(visit.when, When::At(1_793_693_520), "{line}");
            let [user, header] = &visit.who;
            (
                text(&visit.place),
                text(user),
                text(header),
                text(&visit.agent),
                visit.answered,
            )
        });
        let expected = expected
            .map(|(a, b, c, d, e)| (a.to_owned(), b.to_owned(), c.to_owned(), d.to_owned(), e));
        assert_eq!(found, expected, "{line}");
    }

    #[test]
    fn lines_of_logs_are_read_with_what_is_odd_in_them() {
        let time = "[03/Nov/2026:09:12:00 +0100]";
        for (line, expected) in [
            (
                format!(
                    "::1 - ann@x.org {time} \"GET /a?b=c HTTP/1.1\" 200 12 \"-\" \"Mozilla/5.0\""
                ),
                Some(("/a?b=c", "ann@x.org", "", "Mozilla/5.0", true)),
            ),
            // Common Log Format, a host in front, a user with blanks and a bracket.
            (
                format!("w:80 ::1 - Ann [x] Ray {time} \"GET /a HTTP/1.1\" 304 -"),
                Some(("/a", "Ann [x] Ray", "", "", true)),
            ),
            (
                format!(
                    "::1 - - {time} \"HEAD /a HTTP/1.1\" 200 0 \"r\" \"a \\\"b\\\" c\" \"quay\""
                ),
                Some(("/a", "-", "quay", "a \\\"b\\\" c", false)),
            ),
            (
                format!("::1 - - {time} \"GET /a\" 404 0"),
                Some(("/a", "-", "", "", false)),
            ),
            (format!("::1 - - {time} \"\" 400 0"), None),
            (format!("::1 - - {time} \"GET /a HTTP/1.1"), None),
            (format!("::1 - - {time} \"GET /a HTTP/1.1\\"), None),
            ("::1 - - [bad] \"GET / HTTP/1.1\" 200 1".to_owned(), None),
            (
                "::1 - - [31/Feb/2026:09:12:00 +0100] \"GET / HTTP/1.1\" 200 1".to_owned(),
                None,
            ),
            ("\u{1b}[2J".to_owned(), None),
            (String::new(), None),
        ] {
            check(&line, expected);
        }
    }

    #[test]
    fn rows_have_columns_by_name_or_by_place() {
        let read = |text: &str| {
            let mut lines = Lines::new(Form::of(text.as_bytes()));
            let mut found = Vec::new();
            for line in text.lines() {
                found.push(match lines.read(line.as_bytes()) {
                    Line::Visit(visit) => {
                        let [who, _] = &visit.who;
                        let parts = [&visit.place, who];
                        let parts = parts.map(|part| String::from_utf8_lossy(part).into_owned());
                        format!("{} {}", parts.join(" "), visit.count)
                    }
                    Line::Nothing => "-".to_owned(),
                    Line::Garbled => "?".to_owned(),
                });
            }
            (found, lines.missing())
        };
        assert_eq!(
            read("2026-11-03,a,quay,3\n2026-11-03,\"b \"\"c\"\", d\",\n\nx,a,b,1\n2026-11-03,a,b,-1\n").0,
            ["a quay 3", "b \"c\", d  1", "-", "?", "?"]
        );
        assert_eq!(
            read("\u{feff}Count,Path,Date,email\r\n2,/a,2026-11-03,ann@x.org\r\n").0,
            ["-", "/a  2"]
        );
        assert_eq!(read("a,b\n1,2\n").1, Some("date"));
        assert_eq!(read("date,b\n1,2\n").1, Some("path"));
    }

    #[test]
    fn forms_are_told_by_their_beginning() {
        for (text, form) in [
            ("{\"date\": 1}\n", Form::JsonLines),
            (
                "garbage\n::1 - - [03/Nov/2026:09:12:00 +0100] \"GET /a\" 200 1\n",
                Form::Log,
            ),
            ("date,path\n", Form::Csv),
            ("", Form::Csv),
        ] {
            assert_eq!(Form::of(text.as_bytes()), form, "{text}");
        }
    }
}
