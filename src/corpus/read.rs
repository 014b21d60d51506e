//! Reads and parses the files that were found, several at a time.
//!
//! Each file is read and parsed for itself, so the number of threads changes nothing in the result.

use std::borrow::Cow;
use std::fmt;
use std::path::Path;
use std::sync::Arc;

use super::Overlays;
use super::heads::{self, Heads, Known};
use super::walk::Found;
use crate::config::Limits;
use crate::diagnostic::{Diagnostic, Severity};
use crate::disk::{self, Stamp, Stamps};
use crate::model::{RepoPath, Vocabulary};
use crate::parse::{self, Parsed};
use crate::text::{FileId, Files, Later, Span};
use crate::threads;

/// Files that one thread takes at a time: few, as all wait for the last of a round.
pub(super) const SHARE: usize = 4;

/// The same where most are known without being opened.
const KNOWN_SHARE: usize = 64;

/// Most lines and marks of Markdown in one file: each may take a kilobyte of memory, which is a thousand times its
/// length. A story of a hundred thousand words has a tenth of them.
const MARKS_MAX: usize = 500_000;

/// Which write-ups are read whole. Of the others only the head is: what they are called, and what their front
/// matter says.
#[derive(Clone, Copy)]
pub enum Bodies<'a> {
    All,
    None,
    /// Those that this holds for, by their path and whether wikilinks may stand in their text.
    Of(&'a (dyn Fn(&str, bool) -> bool + Sync)),
}

impl fmt::Debug for Bodies<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::All => "All",
            Self::None => "None",
            Self::Of(_) => "Of",
        })
    }
}

/// How files are read.
pub(super) struct Reader<'a, 'h> {
    pub(super) root: &'a Path,
    pub(super) overlays: &'a Overlays,
    pub(super) limits: Limits,
    pub(super) vocabulary: &'a Vocabulary,
    pub(super) bodies: Bodies<'a>,
    pub(super) heads: Option<&'h Heads>,
}

/// A file to read.
struct Job<'a, 'h> {
    file: FileId,
    found: &'a Found,
    /// What an earlier run kept for its path, whether or not it is as it was.
    kept: Option<&'h [u8]>,
}

/// What one file gave.
pub(super) struct Read<'h> {
    /// Apart from the rest, as it is handed on several times.
    pub(super) result: Result<Box<Parsed>, Box<Diagnostic>>,
    /// See [`heads::sum`]; `None` where nobody worked it out.
    pub(super) sum: Option<u64>,
    /// What to keep for the next run; borrowed where an earlier one kept the same.
    pub(super) entry: Option<Cow<'h, [u8]>>,
}

impl<'h> Reader<'_, 'h> {
    /// Reads every file in the order given, which is also the order of the result. What cannot be read
    /// is a finding in its place. The texts are put into `files` one by one, as the results are taken.
    pub(super) fn all(&self, found: &[Found], files: &mut Files) -> impl Iterator<Item = Read<'h>> {
        let kept = match self.heads {
            Some(heads) => heads.entries(found),
            None => vec![None; found.len()],
        };
        let found = found.iter().zip(kept);
        let jobs: Vec<Job<'_, 'h>> = found
            .map(|(found, kept)| Job {
                file: files.add(found.path.as_str(), ""),
                found,
                kept,
            })
            .collect();
        let known = jobs.iter().filter(|job| job.kept.is_some()).count();
        let share = if 2 * known > jobs.len() {
            KNOWN_SHARE
        } else {
            SHARE
        };
        let read = threads::in_shares(&jobs, share, |share| {
            let mut stamps = Stamps::new(self.root);
            let one = |job: &Job<'_, 'h>| self.one(job, &mut stamps);
            share.iter().map(one).collect::<Vec<_>>()
        });
        let later = self.later();
        let ids: Vec<FileId> = jobs.iter().map(|job| job.file).collect();
        ids.into_iter()
            .zip(read.into_iter().flatten())
            .map(move |(file, (text, read))| {
                match text {
                    Some(text) => files.fill(file, text),
                    None => files.fill_later(file, &later),
                }
                read
            })
    }

    /// Returns the text and what it gave; no text where none was needed.
    fn one(&self, job: &Job<'_, 'h>, stamps: &mut Stamps<'_>) -> (Option<String>, Read<'h>) {
        let Job { file, found, .. } = *job;
        let (stamp, known) = self.known(job, stamps);
        if let Some(known) = known
            && !self.is_whole(found, || known.wikilinks)
            && let Some(gist) = known.gist(file)
        {
            let read = Read {
                result: Ok(Box::new(parse::again(file, found.path.clone(), gist))),
                sum: Some(known.sum),
                entry: Some(Cow::Borrowed(known.entry)),
            };
            return (None, read);
        }
        let text = match text(self.root, found, self.overlays, self.limits) {
            Ok(text) => text,
            Err(why) => return (Some(String::new()), refused(file, &why)),
        };
        let parse = if self.is_whole(found, || heads::has_wikilinks(&text)) {
            parse::writeup
        } else {
            parse::head
        };
        let mut parsed = parse(file, found.path.clone(), &text, self.vocabulary);
        let entry = match known {
            Some(known) => Some(Cow::Borrowed(known.entry)),
            // The mark was taken before: in between another file may have come in the place of this one.
            None => stamp
                .filter(|stamp| disk::stamp(self.root, found.relative()) == Some(*stamp))
                .and_then(|stamp| heads::entry(stamp, &text, &parsed).map(Cow::Owned)),
        };
        if !parsed.writeup.whole {
            parsed.writeup.let_go_of_fields();
        }
        let read = Read {
            result: Ok(Box::new(parsed)),
            sum: None,
            entry,
        };
        (Some(text), read)
    }

    /// Returns the mark of a file that may be kept, and what an earlier run kept for it.
    fn known(
        &self,
        job: &Job<'_, 'h>,
        stamps: &mut Stamps<'_>,
    ) -> (Option<Stamp>, Option<Known<'h>>) {
        let found = job.found;
        let Some(heads) = self.heads else {
            return (None, None);
        };
        // What is read later is read by its path, which the name of a file need not be.
        let is_named = found.other_name.is_none();
        let is_given = found.refusal.is_some() || self.overlays.contains_key(&found.path);
        let stamp = (is_named && !is_given).then(|| stamps.of(found.relative()));
        let stamp = stamp
            .flatten()
            .filter(|stamp| stamp.is_settled(heads.moment));
        let known = stamp.and_then(|stamp| Known::of(job.kept?, stamp));
        (stamp, known)
    }

    fn is_whole(&self, found: &Found, wikilinks: impl Fn() -> bool) -> bool {
        match self.bodies {
            Bodies::All => true,
            Bodies::None => false,
            Bodies::Of(wanted) => wanted(found.path.as_str(), wikilinks()),
        }
    }

    /// Returns what reads a text later, by its path.
    fn later(&self) -> Later {
        let (root, limits) = (self.root.to_path_buf(), self.limits);
        Arc::new(move |path| {
            let found = RepoPath::new(path).map(Found::given);
            let text = found.map(|found| text(&root, &found, &Overlays::new(), limits));
            text.and_then(Result::ok).unwrap_or_default()
        })
    }
}

/// Returns the finding of a file that was not read.
fn refused(file: FileId, why: &str) -> Read<'static> {
    let message = format!("this file is not read: {why}");
    let problem = Diagnostic::new(
        "unreadable-file",
        Severity::Error,
        Span::empty(file, 0),
        message,
    );
    let help = "put a write-up there, as UTF-8 text, or move the file away";
    Read {
        result: Err(Box::new(problem.with_help(help))),
        sum: None,
        entry: None,
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
            let bytes = disk::read(root, found.relative(), limits.writeup)
                .map_err(|why| why.to_string())?;
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
