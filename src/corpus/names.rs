//! Who answers to which name.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use crate::model::Writeup;
use crate::text::words::{self, Letters};

/// Every name that a write-up answers to: its id, its aliases, its file's stem.
#[derive(Debug, Default)]
pub struct Names {
    /// Who answers to each name.
    owners: HashMap<Arc<str>, Owners>,
    /// Each name once.
    sorted: Vec<Arc<str>>,
    /// Of each name, in their order: looking for a near one among ten thousand is a matter of these.
    letters: OnceLock<Vec<Letters>>,
    /// Of each write-up its path without the ending: a folder in a name tells twins apart.
    paths: Vec<String>,
}

/// Positions of write-ups, sorted. Nearly every name is that of one.
#[derive(Debug)]
enum Owners {
    One(usize),
    Several(Vec<usize>),
}

impl Owners {
    fn as_slice(&self) -> &[usize] {
        match self {
            Self::One(one) => std::slice::from_ref(one),
            Self::Several(several) => several,
        }
    }

    fn add(&mut self, at: usize) {
        match self {
            Self::One(one) if *one == at => {}
            Self::One(one) => *self = Self::Several(vec![at.min(*one), at.max(*one)]),
            Self::Several(several) => {
                if let Err(place) = several.binary_search(&at) {
                    several.insert(place, at);
                }
            }
        }
    }
}

/// What a name means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Named {
    One(usize),
    /// Several answer to it, or begin with it: positions in the corpus, sorted.
    Several(Vec<usize>),
    Nobody,
}

/// Letters without which a name is little but a number.
const LETTERS_MIN: usize = 6;

/// Whether a name has words of its own, in which a slip shows as one.
fn is_telling(name: &str) -> bool {
    name.chars().filter(|c| c.is_alphabetic()).count() >= LETTERS_MIN
}

/// Whether two names have the same characters in another order, as fast fingers leave them.
fn is_shuffled(one: &str, other: &str) -> bool {
    let sorted = |name: &str| {
        let mut chars: Vec<char> = name.chars().collect();
        chars.sort_unstable();
        chars
    };
    sorted(one) == sorted(other)
}

/// Whether two names differ in nothing but the zeros that a number is filled up with.
fn is_same_number(one: &str, other: &str) -> bool {
    match (numbered(one), numbered(other)) {
        (Some(one), Some(other)) => one == other,
        _ => false,
    }
}

/// Cuts a name into what stands before its number, and that without the zeros in front; `None` for one without.
fn numbered(name: &str) -> Option<(&str, &str)> {
    let start = name.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    let (before, digits) = name.split_at_checked(start)?;
    let number = digits.trim_start_matches('0');
    (!number.is_empty()).then_some((before, number))
}

/// Returns the path in `[[folder/name.md#heading|text]]`, without the ending.
fn path(written: &str) -> Option<&str> {
    let name = written
        .trim()
        .trim_start_matches("[[")
        .trim_end_matches("]]");
    let name = name.split(['#', '|']).next()?.trim();
    let name = name.trim_end_matches('\\').trim_start_matches('/');
    Some(name.strip_suffix(".md").unwrap_or(name))
}

/// Returns the name in `[[folder/name.md#heading|text]]`.
pub fn bare(written: &str) -> &str {
    let name = written
        .trim()
        .trim_start_matches("[[")
        .trim_end_matches("]]");
    let name = name.split(['#', '|']).next().unwrap_or_default();
    // In a table Obsidian writes `\\|`.
    let name = name.trim().trim_end_matches('\\').trim();
    let name = name.strip_suffix(".md").unwrap_or(name);
    name.rsplit('/').next().unwrap_or(name)
}

impl Names {
    pub(super) fn new(writeups: &[Writeup]) -> Self {
        let bare = |writeup: &Writeup| {
            let path = writeup.path.as_str();
            path.strip_suffix(".md").unwrap_or(path).to_owned()
        };
        let paths = writeups.iter().map(bare).collect();
        // Ids together, and stems: each are nearly sorted, as the write-ups are by their paths.
        let all = || writeups.iter().enumerate();
        let ids = all().map(|(at, writeup)| (writeup.id(), at));
        let stems = all().map(|(at, writeup)| (writeup.path.stem(), at));
        let aliases = all().flat_map(|(at, writeup)| {
            let aliases = writeup.meta.aliases.iter();
            aliases.map(move |alias| (alias.value.as_str(), at))
        });
        Self::of_pairs(ids.chain(stems).chain(aliases), paths)
    }

    /// Gathers names with who answers to them, by position, in its order. `paths` are those of the
    /// write-ups, without the ending.
    pub fn of_pairs<'a>(
        pairs: impl IntoIterator<Item = (&'a str, usize)>,
        paths: Vec<String>,
    ) -> Self {
        let mut owners: HashMap<Arc<str>, Owners> = HashMap::with_capacity(2 * paths.len());
        let mut sorted = Vec::with_capacity(2 * paths.len());
        for (name, at) in pairs {
            match owners.get_mut(name) {
                Some(known) => known.add(at),
                None => {
                    let name: Arc<str> = Arc::from(name);
                    sorted.push(Arc::clone(&name));
                    owners.insert(name, Owners::One(at));
                }
            }
        }
        // Stable, as this way of sorting makes use of what is sorted already.
        sorted.sort();
        Self {
            owners,
            sorted,
            letters: OnceLock::new(),
            paths,
        }
    }

    /// Returns the name that is most likely meant; see [`words::nearest`]. `eip-7683` is no slip for
    /// `eip-7623`: where there is little but a number, another number is another write-up.
    pub fn nearest(&self, word: &str) -> Option<&str> {
        let letters = Letters::of(word);
        let known = || self.sorted.iter().map(|name| Letters::of(name)).collect();
        let marked = self.letters.get_or_init(known).iter().zip(&self.sorted);
        let near = marked.filter(|(mark, _)| mark.may_be_near(letters));
        let near = near.map(|(_, name)| &**name);
        let is_likely =
            |name: &&str| is_telling(word) || is_shuffled(word, name) || is_same_number(word, name);
        let near = near.filter(is_likely);
        words::nearest(word, near)
    }

    /// Returns who answers to exactly this name.
    pub fn exact(&self, name: &str) -> Named {
        match self.owners.get(name) {
            None => Named::Nobody,
            Some(Owners::One(one)) => Named::One(*one),
            Some(Owners::Several(several)) => Named::Several(several.clone()),
        }
    }

    /// Returns the positions of those who answer to exactly this name, sorted.
    pub fn owners(&self, name: &str) -> &[usize] {
        self.owners.get(name).map_or(&[], Owners::as_slice)
    }

    /// Yields the names that several answer to, in any order.
    pub fn shared(&self) -> impl Iterator<Item = &str> {
        let shared = |(_, owners): &(_, &Owners)| matches!(owners, Owners::Several(_));
        self.owners.iter().filter(shared).map(|(name, _)| &**name)
    }

    /// Returns who is meant where a text names a write-up, in a wikilink or in `related`: brackets,
    /// heading, folder and file ending do not count.
    pub fn meant(&self, written: &str) -> Named {
        let found = match self.exact(written) {
            Named::Nobody => self.exact(bare(written)),
            found => found,
        };
        let Named::Several(several) = &found else {
            return found;
        };
        let Some(way) = path(written).filter(|way| way.contains('/')) else {
            return found;
        };
        let leads = |at: &&usize| {
            let known = self.paths.get(**at).map_or("", String::as_str);
            let rest = known.strip_suffix(way);
            rest.is_some_and(|rest| rest.is_empty() || rest.ends_with('/'))
        };
        match several.iter().filter(leads).collect::<Vec<_>>().as_slice() {
            [one] => Named::One(**one),
            _ => found,
        }
    }

    /// Returns who answers to the name or, when nobody does, to one that begins with it.
    pub fn beginning(&self, start: &str) -> Named {
        let exact = self.exact(start);
        if exact != Named::Nobody || start.is_empty() {
            return exact;
        }
        let first = self.sorted.partition_point(|name| **name < *start);
        let behind = self.sorted.get(first..).unwrap_or_default().iter();
        let mut found: Vec<usize> = behind
            .take_while(|name| name.starts_with(start))
            .filter_map(|name| self.owners.get(name))
            .flat_map(|owners| owners.as_slice().iter().copied())
            .collect();
        found.sort_unstable();
        found.dedup();
        match found.as_slice() {
            [] => Named::Nobody,
            [one] => Named::One(*one),
            _ => Named::Several(found),
        }
    }

    /// Returns how many names there are.
    pub fn len(&self) -> usize {
        self.owners.len()
    }

    pub fn is_empty(&self) -> bool {
        self.owners.is_empty()
    }

    /// Yields every name with those who answer to it, sorted by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &[usize])> {
        let names = self.sorted.iter();
        names.filter_map(|name| Some((&**name, self.owners.get(name)?.as_slice())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_there_is_little_but_a_number_another_number_is_no_slip() {
        let names = ["INC-0012", "INC-0021", "EIP-7623", "INC-0400"];
        let names = Names::of_pairs(names.into_iter().zip(0..), Vec::new());
        for (word, expected) in [
            ("INC-00012", Some("INC-0012")),
            ("INC-012", Some("INC-0012")),
            ("EIP-6723", Some("EIP-7623")),
            ("INC-0013", None),
            ("EIP-7683", None),
            ("INC-0000", None),
        ] {
            assert_eq!(names.nearest(word), expected, "{word}");
        }
    }
}
