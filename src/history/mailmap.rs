//! One person, one name: `.mailmap`, for authors and trailers alike.

use git2::{Repository, Signature};

use crate::model::Person;

/// The map at HEAD. Taken from the commit, not from disk or from the configuration: a link or a
/// setting could point it at any file.
pub(super) struct Mailmap(Option<git2::Mailmap>);

/// Longest `.mailmap` that is used, in bytes.
const BYTES_MAX: usize = 1024 * 1024;

/// Stands in for a name that is missing.
const NAMELESS: &str = "nameless";

/// The mode of a symbolic link in a tree.
const LINK: i32 = 0o120_000;

impl Mailmap {
    pub(super) fn at_head(repository: &Repository) -> Self {
        let read = || {
            let tree = repository.head().ok()?.peel_to_tree().ok()?;
            let entry = tree
                .get_name(".mailmap")
                .filter(|entry| entry.filemode() != LINK)?;
            let blob = repository.find_blob(entry.id()).ok()?;
            let text = String::from_utf8_lossy(blob.content().get(..blob.size().min(BYTES_MAX))?)
                .into_owned();
            git2::Mailmap::from_buffer(&text.replace('\0', "")).ok()
        };
        Self(read())
    }

    /// Returns the person under the name and address that the map gives.
    pub(super) fn resolve(&self, person: &Person) -> Person {
        let resolved = || {
            // git's own type wants a name, and the map matches by address alone.
            let name = if person.name.is_empty() {
                NAMELESS
            } else {
                &person.name
            };
            let signature = Signature::now(name, &person.email).ok()?;
            let found = self.0.as_ref()?.resolve_signature(&signature).ok()?;
            let found_name = String::from_utf8_lossy(found.name_bytes()).into_owned();
            Some(Person {
                name: if found_name == NAMELESS {
                    String::new()
                } else {
                    found_name
                },
                email: String::from_utf8_lossy(found.email_bytes()).into_owned(),
            })
        };
        // What git's own type refuses otherwise (an empty address) cannot be in the map.
        resolved().unwrap_or_else(|| person.clone())
    }
}
