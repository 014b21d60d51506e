//! A commit object's bytes, read leniently: people have put everything there.

use super::id::Id;
use crate::model::{Moment, Person};

#[derive(Clone, Debug)]
pub(super) struct Commit {
    pub(super) tree: Id,
    pub(super) parents: Vec<Id>,
    pub(super) author: Person,
    pub(super) authored: Moment,
    /// Seconds since 1970, for order only.
    pub(super) committed: i64,
    pub(super) message: String,
}

/// Reads a commit object. `None` when it has no tree; all else may be missing or nonsense.
pub(super) fn commit(bytes: &[u8]) -> Option<Commit> {
    let (head, message) = split_once(bytes, b"\n\n").unwrap_or((bytes, b""));
    let mut tree = None;
    let mut parents = Vec::new();
    let mut author = None;
    let mut committer = None;
    let mut encoding = None;
    for line in head.split(|&byte| byte == b'\n') {
        let Some((key, value)) = split_once(line, b" ") else {
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
    let text = |bytes: &[u8]| decode(bytes, encoding);
    let (author, authored) = signature(&text(author.unwrap_or_default()));
    let (_, committed) = signature(&text(committer.unwrap_or_default()));
    let committed = committed.seconds;
    Some(Commit {
        tree: tree?,
        parents,
        author,
        authored,
        committed,
        message: text(message),
    })
}

fn split_once<'b>(bytes: &'b [u8], mark: &[u8]) -> Option<(&'b [u8], &'b [u8])> {
    let at = bytes
        .windows(mark.len())
        .position(|window| window == mark)?;
    Some((bytes.get(..at)?, bytes.get(at + mark.len()..)?))
}

/// Reads `Name <address> seconds +zone`; what is missing is empty, or 1970.
fn signature(line: &str) -> (Person, Moment) {
    let (name, rest) = line.split_once('<').unwrap_or((line, ""));
    let (email, when) = rest.rsplit_once('>').unwrap_or((rest, ""));
    let mut when = when.split_whitespace();
    let seconds = when.next().and_then(|text| text.parse().ok()).unwrap_or(0);
    let zone = when
        .next()
        .and_then(|text| text.parse::<i32>().ok())
        .unwrap_or(0);
    let offset_minutes = (zone / 100).saturating_mul(60).saturating_add(zone % 100);
    let person = Person {
        name: name.trim().to_owned(),
        email: email.trim().to_owned(),
    };
    (
        person,
        Moment {
            seconds,
            offset_minutes,
        },
    )
}

/// Reads text as UTF-8, or as the Latin alphabet that older commits name as their encoding. What is
/// neither is shown with marks of replacement.
fn decode(bytes: &[u8], encoding: Option<&[u8]>) -> String {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return text.to_owned();
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
    String::from_utf8_lossy(bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

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
