//! Reads and parses the files that were found, several at a time.
//!
//! Each file is read and parsed for itself, so the number of threads changes nothing in the result.

use std::path::Path;

use super::Overlays;
use super::walk::Found;
use crate::config::Limits;
use crate::diagnostic::{Diagnostic, Severity};
use crate::disk;
use crate::model::Vocabulary;
use crate::parse::{self, Parsed};
use crate::text::{FileId, Files, Span};
use crate::threads;

/// Files that one thread takes at a time: few, as all wait for the last of a round.
pub(super) const SHARE: usize = 16;

/// Most lines and marks of Markdown in one file: each may take a kilobyte of memory, which is a thousand times its
/// length. A story of a hundred thousand words has a tenth of them.
const MARKS_MAX: usize = 500_000;

/// Says of a write-up, by its path and its text, whether it is read whole. Of the others only the head
/// is: what they are called, and what their front matter says.
pub type Whole<'a> = dyn Fn(&str, &str) -> bool + Sync + 'a;

/// A file's text, and what it gave.
struct Read {
    text: String,
    result: Result<Parsed, Box<Diagnostic>>,
}

/// Reads every file in the order given, which is also the order of the result. What cannot be read
/// is a finding in its place. The texts are put into `files`.
pub(super) fn all(
    root: &Path,
    found: &[Found],
    overlays: &Overlays,
    limits: Limits,
    vocabulary: &Vocabulary,
    whole: &Whole<'_>,
    files: &mut Files,
) -> Vec<Result<Parsed, Box<Diagnostic>>> {
    let jobs: Vec<(FileId, &Found)> = found
        .iter()
        .map(|found| (files.add(found.path.as_str(), ""), found))
        .collect();
    let read = threads::in_shares(&jobs, SHARE, |share| {
        let one = |(file, found): &(FileId, &Found)| {
            let text = text(root, found, overlays, limits);
            one(*file, found, text, vocabulary, whole)
        };
        share.iter().map(one).collect::<Vec<_>>()
    });
    jobs.iter()
        .zip(read.into_iter().flatten())
        .map(|((file, _), read)| {
            files.fill(*file, read.text);
            read.result
        })
        .collect()
}

fn one(
    file: FileId,
    found: &Found,
    text: Result<String, String>,
    vocabulary: &Vocabulary,
    whole: &Whole<'_>,
) -> Read {
    match text {
        Ok(text) => {
            let path = found.path.clone();
            let parse = if whole(path.as_str(), &text) {
                parse::writeup
            } else {
                parse::head
            };
            let result = parse(file, path, &text, vocabulary);
            Read {
                text,
                result: Ok(result),
            }
        }
        Err(why) => {
            let message = format!("this file is not read: {why}");
            let problem = Diagnostic::new(
                "unreadable-file",
                Severity::Error,
                Span::empty(file, 0),
                message,
            );
            Read {
                text: String::new(),
                result: Err(Box::new(problem.with_help(
                    "put a write-up there, as UTF-8 text, or move the file away",
                ))),
            }
        }
    }
}

/// Returns the file's text, or the sentence that the finding will hold.
pub(super) fn text(
    root: &Path,
    found: &Found,
    overlays: &Overlays,
    limits: Limits,
) -> Result<String, String> {
    if let Some(why) = &found.refusal {
        return Err(why.clone());
    }
    let text = match overlays.get(&found.path) {
        Some(text) => text.clone(),
        None => {
            let bytes =
                disk::read(root, &found.relative, limits.writeup).map_err(|why| why.to_string())?;
            String::from_utf8(bytes).map_err(|error| {
                let at = error.utf8_error().valid_up_to();
                format!("it is not UTF-8 text (byte {at})")
            })?
        }
    };
    if text.len() > MARKS_MAX && marks(&text) > MARKS_MAX {
        return Err(format!(
            "it holds more than {MARKS_MAX} lines and marks of Markdown"
        ));
    }
    if let Some(at) = text.find('\0') {
        return Err(format!("it holds a NUL at byte {at} and is no text"));
    }
    if text.trim_start_matches('\u{feff}').trim().is_empty() {
        return Err("it is empty".to_owned());
    }
    if !text.contains(char::is_alphanumeric) {
        return Err("it holds no word".to_owned());
    }
    Ok(text)
}

/// Returns how many lines that hold something, and how many marks, a text has: at most so many parts will be read
/// from it. A run of one character counts once, but for the brackets, each of which may open a link.
fn marks(text: &str) -> usize {
    let mut before = b'\n';
    let mut count = 0;
    for byte in text.bytes() {
        count += usize::from(match byte {
            b'[' | b']' | b'<' | b'!' | b'&' | b'\\' => true,
            b'\n' | b'\r' | b'*' | b'_' | b'~' | b'`' | b'|' | b'^' => byte != before,
            _ => false,
        });
        before = byte;
    }
    count
}

#[cfg(test)]
mod tests {
    use super::marks;

    #[test]
    fn what_becomes_a_part_is_counted() {
        for (text, expected) in [
            ("Plain words, and a number: 3-4.", 0),
            ("one\n\n\ntwo\n", 2),
            ("**a** [[b]] <c>", 7),
            ("# a\r\n", 2),
        ] {
            assert_eq!(marks(text), expected, "{text}");
        }
    }
}
