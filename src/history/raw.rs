//! A commit object's bytes, read leniently: people have put everything there.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use memchr::memchr;

use super::id::Id;
use crate::model::{Moment, Person};

#[derive(Clone, Debug)]
pub(super) struct Commit {
    pub(super) tree: Id,
    pub(super) parents: Vec<Id>,
    pub(super) author: Arc<Person>,
    pub(super) authored: Moment,
    /// Seconds since 1970, for order only.
    pub(super) committed: i64,
    pub(super) message: String,
}

/// People as they sign, each once: who made one commit mostly made others.
#[derive(Debug, Default)]
pub(super) struct Signers {
    /// By name and address as they stand in commits.
    known: HashMap<String, Arc<Person>>,
}

impl Signers {
    /// Returns the person who signs with this name and address.
    fn person(&mut self, signed: &str) -> Arc<Person> {
        if let Some(known) = self.known.get(signed) {
            return Arc::clone(known);
        }
        let (name, email) = signed.split_once('<').unwrap_or((signed, ""));
        let person = Arc::new(Person {
            name: name.trim().to_owned(),
            email: email.trim().to_owned(),
        });
        self.known.insert(signed.to_owned(), Arc::clone(&person));
        person
    }
}

/// Reads a commit object. `None` when it has no tree; all else may be missing or nonsense.
pub(super) fn commit(bytes: &[u8], signers: &mut Signers) -> Option<Commit> {
    let mut tree = None;
    let mut parents = Vec::new();
    let mut author = None;
    let mut committer = None;
    let mut encoding = None;
    let mut rest = bytes;
    let mut message: &[u8] = b"";
    while let Some((line, behind)) = line(rest) {
        // Behind an empty line stands the message.
        if line.is_empty() && rest.len() < bytes.len() {
            message = behind;
            break;
        }
        rest = behind;
        let Some((key, value)) = split_once(line, b' ') else {
            continue;
        };
        let id = || Id::from_hex(value.trim_ascii());
        match key {
            b"tree" if tree.is_none() => tree = id(),
            b"parent" => parents.extend(id()),
            b"author" if author.is_none() => author = Some(value),
            b"committer" if committer.is_none() => committer = Some(value),
            b"encoding" => encoding = Some(value),
            _ => {}
        }
    }
    let text = |bytes| decode(bytes, encoding);
    let author = text(author.unwrap_or_default());
    let (author, authored) = signature(&author);
    let committer = text(committer.unwrap_or_default());
    let (_, committed) = signature(&committer);
    Some(Commit {
        tree: tree?,
        parents,
        author: signers.person(author),
        authored: moment(authored),
        committed: moment(committed).seconds,
        message: text(message).into_owned(),
    })
}

/// Returns the first line of some that are left, and what follows.
fn line(rest: &[u8]) -> Option<(&[u8], &[u8])> {
    if rest.is_empty() {
        return None;
    }
    Some(split_once(rest, b'\n').unwrap_or((rest, b"")))
}

fn split_once(bytes: &[u8], mark: u8) -> Option<(&[u8], &[u8])> {
    let at = memchr(mark, bytes)?;
    Some((bytes.get(..at)?, bytes.get(at + 1..)?))
}

/// Cuts `Name <address> seconds +zone` into who, without the last bracket, and when. What is missing is
/// empty.
fn signature(line: &str) -> (&str, &str) {
    let start = line.find('<').map_or(line.len(), |at| at + 1);
    let (before, rest) = line.split_at_checked(start).unwrap_or((line, ""));
    match rest.rsplit_once('>') {
        Some((email, when)) => {
            let end = before.len() + email.len();
            (line.get(..end).unwrap_or_default(), when)
        }
        None => (line, ""),
    }
}

/// Reads `seconds +zone`; what is missing is 1970.
fn moment(when: &str) -> Moment {
    let mut when = when.split_whitespace();
    let seconds = when.next().and_then(|text| text.parse().ok()).unwrap_or(0);
    let zone = when
        .next()
        .and_then(|text| text.parse::<i32>().ok())
        .unwrap_or(0);
    Moment {
        seconds,
        offset_minutes: (zone / 100).saturating_mul(60).saturating_add(zone % 100),
    }
}

/// Reads text as UTF-8, or as the Latin alphabet that older commits name as their encoding. What is
/// neither is shown with marks of replacement.
fn decode<'t>(bytes: &'t [u8], encoding: Option<&[u8]>) -> Cow<'t, str> {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Cow::Borrowed(text);
    }
    let named = encoding
        .map(|name| String::from_utf8_lossy(name).to_lowercase())
        .unwrap_or_default();
    if ["8859-1", "latin1", "latin-1", "1252"]
        .iter()
        .any(|latin| named.contains(latin))
    {
        return bytes.iter().map(|&byte| char::from(byte)).collect();
    }
    String::from_utf8_lossy(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn commit(bytes: &[u8]) -> Option<Commit> {
        super::commit(bytes, &mut Signers::default())
    }

    const TREE: &str = "tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\n";

    #[test]
    fn commits_are_read_whatever_is_in_them() {
        let text = format!(
            "{TREE}author Ann <a@x.org> 1700000000 +0530\ncommitter B <b> 5 -0100\n\nHi\n\nthere"
        );
        let commit = commit(text.as_bytes()).unwrap();
        assert_eq!(commit.author.email, "a@x.org");
        assert_eq!(
            commit.authored,
            Moment {
                seconds: 1_700_000_000,
                offset_minutes: 330
            }
        );
        assert_eq!(commit.committed, 5);
        assert_eq!(commit.message, "Hi\n\nthere");
    }

    #[test]
    fn nonsense_gives_what_there_is() {
        for author in [
            "",
            "author \n",
            "author <>\n",
            "author x> y <z\n",
            "author A <a@b> x +999999999999\n",
        ] {
            assert!(
                commit(format!("{TREE}{author}\nm").as_bytes()).is_some(),
                "{author}"
            );
        }
        let latin = [
            TREE.as_bytes(),
            b"author J\xf6rg <j@x> 1 +0000\nencoding ISO-8859-1\n\nm",
        ]
        .concat();
        assert_eq!(commit(&latin).unwrap().author.name, "Jörg");
        assert!(commit(b"author A <a@b> 1 +0000\n\nm").is_none());
    }
}
