//! A commit as a value.

use crate::model::{Moment, Person, RepoPath};

use super::mailmap::Mailmap;
use super::{raw, trailers};

#[derive(Clone, Debug)]
pub struct Commit {
    /// In full, hexadecimal.
    pub id: String,
    /// When it was written (git's author date).
    pub at: Moment,
    /// Who took part, the author first. The same person stands once in each role.
    pub people: Vec<Signed>,
    pub message: String,
    /// What it changed below the folders that were asked for; nothing for a merge.
    pub changes: Vec<Change>,
}

/// Somebody, and how the commit says they took part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signed {
    pub person: Person,
    pub role: Role,
}

/// Ordered by how near to the text it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    Author,
    CoAuthor,
    /// `Reviewed-by`, `Acked-by`.
    Reviewer,
    /// `Helped-by`, `Reported-by`.
    Helper,
}

/// What happened to one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    Written(RepoPath),
    Removed(RepoPath),
    /// `edited` says whether the text changed as well.
    Moved {
        from: RepoPath,
        to: RepoPath,
        edited: bool,
    },
}

impl Commit {
    /// Returns the first line of the message.
    pub fn subject(&self) -> &str {
        self.message
            .lines()
            .map(str::trim)
            .find(|line| !line.is_empty())
            .unwrap_or_default()
    }

    /// Returns the id as people quote it.
    pub fn short_id(&self) -> &str {
        self.id.get(..9).unwrap_or(&self.id)
    }
}

pub(super) fn from_raw(
    id: String,
    raw: raw::Commit,
    changes: Vec<Change>,
    mailmap: &Mailmap,
) -> Commit {
    let author = Signed {
        person: mailmap.resolve(&raw.author),
        role: Role::Author,
    };
    let mut people = vec![author];
    for (role, person) in trailers::people(&raw.message) {
        let signed = Signed {
            person: mailmap.resolve(&person),
            role,
        };
        let key = signed.person.key();
        // The author is no co-author of their own; a name given twice counts once.
        let twin = people.iter().any(|other| {
            let same_role =
                other.role == role || (other.role, role) == (Role::Author, Role::CoAuthor);
            same_role && other.person.key() == key
        });
        if !twin {
            people.push(signed);
        }
    }
    Commit {
        id,
        at: raw.authored,
        people,
        message: raw.message,
        changes,
    }
}
