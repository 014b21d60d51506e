//! Who is who.

use std::collections::HashMap;

use crate::config::Config;
use crate::model::Person;
use crate::text::glob;

/// People told apart: by address, and by full name, as `git shortlog` does where `.mailmap` says
/// nothing. History runs backwards, so the first name seen is the one in use today.
#[derive(Clone, Debug, Default)]
pub(super) struct People {
    known: Vec<Person>,
    by_key: HashMap<String, usize>,
}

impl People {
    /// Returns the number of a person, who may be new.
    pub(super) fn number(&mut self, person: &Person) -> usize {
        let keys = keys(person);
        let found = self.by_keys(&keys);
        let at = found.unwrap_or(self.known.len());
        if found.is_none() {
            self.known.push(person.clone());
        }
        for key in keys {
            self.by_key.entry(key).or_insert(at);
        }
        at
    }

    /// Returns the number of a person; `None` for somebody new.
    pub(super) fn find(&self, person: &Person) -> Option<usize> {
        self.by_keys(&keys(person))
    }

    pub(super) fn get(&self, number: usize) -> Option<&Person> {
        self.known.get(number)
    }

    fn by_keys(&self, keys: &[String]) -> Option<usize> {
        keys.iter().find_map(|key| self.by_key.get(key).copied())
    }
}

/// Returns what a person is known by: the address, and a full name.
fn keys(person: &Person) -> Vec<String> {
    // One word is a first name or a handle: two people may have the same.
    let full_name = Some(person.name.trim().to_lowercase()).filter(|name| name.contains(' '));
    std::iter::once(person.key()).chain(full_name).collect()
}

/// Whether this is a program: by the marks that forges use, or because the settings say so.
pub fn is_bot(config: &Config, person: &Person) -> bool {
    let fits = |pattern: &str| {
        let pattern = pattern.to_lowercase();
        let mut texts = [&person.name, &person.email].into_iter();
        texts.any(|text| glob::matches(&pattern, &text.to_lowercase()))
    };
    person.is_bot() || config.bots.iter().any(|bot| fits(&bot.value))
}
