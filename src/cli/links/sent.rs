//! What one repository sends to another: references, a JSON object on each line, and how their text and
//! that of an index comes back from disk.
//!
//! A line says by `version` how it is read. Keys may be added to it; a reader passes over those that it does
//! not know. A line about a reference that is gone leads nowhere by `to`, which is empty, and `named` says
//! where it led: who does not know of `stands` takes it for one that is of no concern here, never for one
//! that stands.

use std::ffi::OsStr;
use std::path::Path;

use anyhow::{Context as _, Result, anyhow};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::error::Category;

use crate::cli::ui::Ui;
use crate::code::Kind;
use crate::disk;
use crate::links::elsewhere::{Collected, Elsewhere, GoneElsewhere, Spot};
use crate::model::Date;
use crate::render::rows;
use crate::render::style::{fit, safe};

/// The version of a line.
const VERSION: u32 = 1;
/// Longest file that is read, in bytes: an index of a hundred thousand write-ups needs less.
const BYTES_MAX: u64 = 256 * 1024 * 1024;
/// Where references come from.
const HINT: &str = "`incident links --collect` prints some";
/// Longest reason that is told, in columns.
const WHY_MAX: usize = 160;

/// A line of a reference that stands, as it is printed.
#[derive(Serialize)]
struct StandingLine<'a> {
    version: u32,
    #[serde(flatten)]
    reference: &'a Elsewhere,
}

/// A line of one that is gone. What stands below it is for those who read no more than what stands.
#[derive(Serialize)]
struct GoneLine<'a> {
    version: u32,
    #[serde(flatten)]
    reference: &'a GoneElsewhere,
    stands: bool,
    to: &'a str,
    from: &'a str,
    line: usize,
}

/// What says how a line is read.
#[derive(Deserialize)]
struct Head {
    version: u32,
    /// `None` in the lines of references that stand.
    stands: Option<bool>,
}

/// Prints references, a line each; those that are gone come last.
pub(super) fn write(ui: &mut Ui, all: &Collected) -> Result<()> {
    for reference in &all.standing {
        let version = VERSION;
        rows::write_json_line(&mut ui.out, &StandingLine { version, reference })?;
    }
    for reference in &all.gone {
        let line = GoneLine {
            version: VERSION,
            reference,
            stands: false,
            to: "",
            from: "file",
            line: 0,
        };
        rows::write_json_line(&mut ui.out, &line)?;
    }
    Ok(())
}

/// Reads what [`write`] printed, from a file as it was named in a folder. Fails with the first line that is
/// none of it, and why.
pub(super) fn read(folder: &Path, file: &Path) -> Result<Collected> {
    let mut all = Collected::default();
    let lines = text(folder, file, "references", HINT)?;
    for (at, line) in lines.lines().enumerate() {
        if !line.trim().is_empty() {
            take(line, &mut all)
                .map_err(|why| anyhow!("line {} of `{}` {why}", at + 1, shown(file)))?;
        }
    }
    Ok(all)
}

/// Takes in one line.
fn take(line: &str, all: &mut Collected) -> Result<(), String> {
    let head: Head = object(line)?;
    if head.version != VERSION {
        return Err(format!(
            "is of version {}, and this incident reads {VERSION}\ncollect and merge with the same version of incident",
            head.version
        ));
    }
    if head.stands == Some(false) {
        let mut gone: GoneElsewhere = object(line)?;
        check_kind(&gone.kind)?;
        only_days([&mut gone.since, &mut gone.gone]);
        all.gone.push(gone);
        return Ok(());
    }
    let mut stands: Elsewhere = object(line)?;
    only_days([&mut stands.since]);
    match &mut stands.spot {
        Spot::Commit { date, .. } => only_days([date]),
        Spot::File { line: 0, .. } => return Err(no_reference("lines count from 1")),
        Spot::File { kind, .. } => check_kind(kind)?,
    }
    all.standing.push(stands);
    Ok(())
}

/// Reads an object that stands on a line. Fails with why it cannot be read, and what to do.
fn object<T: DeserializeOwned>(line: &str) -> Result<T, String> {
    serde_json::from_str(line).map_err(|error| {
        let why = error.to_string();
        // Each line is one to the parser; where a value of the wrong kind stands it knows roughly.
        let (why, column) = why
            .rsplit_once(" at line 1 column ")
            .unwrap_or((why.as_str(), ""));
        match error.classify() {
            Category::Data => no_reference(why),
            _ => no_reference(&format!("{why}, at column {column}")),
        }
    })
}

/// Says that a line is no reference, why, and what to do.
fn no_reference(why: &str) -> String {
    let why = fit(why, WHY_MAX);
    format!("is no reference: {}\n{HINT}", safe(&why))
}

/// Fails where a file is of no kind that there is.
fn check_kind(kind: &str) -> Result<(), String> {
    let mut words = Kind::ALL.iter().map(|one| one.word());
    if words.any(|word| word == kind) {
        return Ok(());
    }
    Err(no_reference(&format!("`{kind}` is no kind of file")))
}

/// Takes what is no day for one that is not known.
fn only_days<const N: usize>(days: [&mut Option<String>; N]) {
    for day in days {
        let read = day.as_deref().and_then(|day| Date::parse(day).ok());
        *day = read.map(|day| day.to_string());
    }
}

/// Reads a file of `what`, as it was named in a folder, at most [`BYTES_MAX`] bytes, as a shell may have
/// written it: with a byte order mark, or in UTF-16. Fails with the line that is neither.
pub(super) fn text(folder: &Path, file: &Path, what: &str, hint: &str) -> Result<String> {
    let shown = shown(file);
    let above = folder.join(file.parent().unwrap_or(Path::new("")));
    let name = file.file_name().unwrap_or(OsStr::new(""));
    let bytes = disk::read(&above, Path::new(name), BYTES_MAX)
        .with_context(|| format!("reading the {what} `{shown}`\n{hint}"))?;
    decoded(bytes).map_err(|line| {
        anyhow!("line {line} of `{shown}` is no UTF-8, as incident writes its {what}\n{hint}")
    })
}

/// Returns bytes as text. Fails with the line, from 1, that cannot be read.
fn decoded(bytes: Vec<u8>) -> Result<String, usize> {
    let units = |from: fn([u8; 2]) -> u16| -> Result<String, usize> {
        let pairs = bytes.get(2..).unwrap_or_default().chunks(2);
        let unit = |pair: &[u8]| pair.try_into().map(from).ok();
        // Half a unit at the end is none.
        let units: Vec<u16> = pairs.map(|pair| unit(pair).unwrap_or(0xD800)).collect();
        let mut line = 1;
        let read = char::decode_utf16(units).map(|c| {
            line += usize::from(c == Ok('\n'));
            c
        });
        read.collect::<Result<String, _>>().map_err(|_| line)
    };
    match bytes.as_slice() {
        [0xFF, 0xFE, ..] => units(u16::from_le_bytes),
        [0xFE, 0xFF, ..] => units(u16::from_be_bytes),
        _ => String::from_utf8(bytes)
            .map(|mut text| {
                if text.starts_with('\u{feff}') {
                    text.drain(..'\u{feff}'.len_utf8());
                }
                text
            })
            .map_err(|error| {
                let whole = error.utf8_error().valid_up_to();
                let whole = error.as_bytes().get(..whole).unwrap_or_default();
                whole.split(|byte| *byte == b'\n').count()
            }),
    }
}

/// Returns the name of a file for a message: on one line, whatever it holds.
pub(super) fn shown(file: &Path) -> String {
    safe(&file.to_string_lossy()).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_a_shell_made_of_it_is_read() {
        let wide = |text: &str, to: fn(u16) -> [u8; 2]| -> Vec<u8> {
            "\u{feff}"
                .chars()
                .chain(text.chars())
                .flat_map(|c| {
                    let mut units = [0; 2];
                    c.encode_utf16(&mut units)
                        .iter()
                        .flat_map(|one| to(*one))
                        .collect::<Vec<u8>>()
                })
                .collect()
        };
        let text = "{\"a\": \"é 👩‍🚀\"}\r\n{}";
        for bytes in [
            text.as_bytes().to_vec(),
            format!("\u{feff}{text}").into_bytes(),
            wide(text, u16::to_le_bytes),
            wide(text, u16::to_be_bytes),
        ] {
            assert_eq!(decoded(bytes).as_deref(), Ok(text));
        }
        let cut = |mut bytes: Vec<u8>| {
            bytes.pop();
            decoded(bytes)
        };
        assert_eq!(cut(wide(text, u16::to_le_bytes)), Err(2));
        assert_eq!(decoded(b"a\nb\n\xe9 c\n\xff".to_vec()), Err(3));
        assert_eq!(decoded(b"\xff\xfe\n\0\x00\xd8".to_vec()), Err(2));
        assert_eq!(decoded(Vec::new()).as_deref(), Ok(""));
    }
}
