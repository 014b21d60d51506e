//! A commit as a value.

use std::sync::Arc;

use super::mailmap::Mailmap;
use super::{raw, trailers};
use crate::model::{Moment, Person};

/// A commit, as its author left it: names are not mapped yet.
#[derive(Clone, Debug)]
pub struct Commit {
    /// In full, hexadecimal.
    pub id: String,
    /// When it was written (git's author date).
    pub at: Moment,
    pub message: String,
    /// Whether it joins several histories.
    pub merge: bool,
    /// Shared by all commits of theirs, as far as they are read together.
    pub(super) author: Arc<Person>,
}

/// Somebody, and how the commit says they took part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signed {
    pub person: Arc<Person>,
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

impl Commit {
    pub(super) fn new(id: String, raw: raw::Commit) -> Self {
        Self {
            id,
            at: raw.authored,
            merge: raw.parents.len() > 1,
            message: raw.message,
            author: raw.author,
        }
    }

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

    /// Returns the number of the pull request that the subject names, as forges write it: `(#12)`,
    /// `(!12)`, or `Merge pull request #12`. The last one, where a commit was picked from elsewhere.
    pub fn pull_request(&self) -> Option<&str> {
        let subject = self.subject();
        let digits = |text: &str| {
            let end = text
                .find(|c: char| !c.is_ascii_digit())
                .unwrap_or(text.len());
            (end > 0).then_some(end)
        };
        if let Some(rest) = subject.strip_prefix("Merge pull request ") {
            let end = digits(rest.strip_prefix('#')?)?;
            return rest.get(..=end);
        }
        let (_, last) = subject.strip_suffix(')')?.rsplit_once('(')?;
        let number = last.strip_prefix(['#', '!'])?;
        (digits(number)? == number.len()).then_some(last)
    }

    /// Returns who took part, the author first. The same person stands once in each role.
    pub(super) fn people(&self, mailmap: &Mailmap) -> Vec<Signed> {
        let author = Signed {
            person: mailmap.resolve(&self.author),
            role: Role::Author,
        };
        let mut people = vec![author];
        for (role, person) in trailers::people(&self.message) {
            let person = mailmap.resolve(&Arc::new(person));
            let key = person.key();
            // The author is no co-author of their own; a name given twice counts once.
            let twin = people.iter().any(|other| {
                let same_role =
                    other.role == role || (other.role, role) == (Role::Author, Role::CoAuthor);
                same_role && other.person.key() == key
            });
            if !twin {
                people.push(Signed { person, role });
            }
        }
        people
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_of_a_pull_request_is_read_where_forges_write_it() {
        let commit = |message: &str| Commit {
            id: String::new(),
            at: Moment::utc(0),
            message: message.to_owned(),
            merge: false,
            author: Arc::default(),
        };
        for (message, expected) in [
            ("Tell the story (#142)\n\nMore.", Some("#142")),
            ("Pick it (#7) (#9)", Some("#9")),
            ("Tell (!12)", Some("!12")),
            ("Merge pull request #31 from ann/story\n\nTell", Some("#31")),
            ("See #12", None),
            ("Why (#12a)", None),
            ("()", None),
            ("Merge pull request # from", None),
        ] {
            assert_eq!(commit(message).pull_request(), expected, "{message}");
        }
    }
}
