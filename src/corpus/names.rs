//! Who answers to which name.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use crate::model::Writeup;
use crate::text::words::{self, Letters};

/// Every name that a write-up answers to: its id, its aliases, its file's stem.
#[derive(Debug, Default)]
pub struct Names {
    /// Sorted by name, each name once, with who answers to it.
    owners: Vec<(Arc<str>, Vec<usize>)>,
    /// Where each name stands among them: half a dozen rules ask about every reference.
    places: OnceLock<HashMap<Arc<str>, usize>>,
    /// Of each name, in their order: looking for a near one among ten thousand is a matter of these.
    letters: OnceLock<Vec<Letters>>,
    /// Of each write-up its path without the ending: a folder in a name tells twins apart.
    paths: Vec<String>,
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
        let named = writeups.iter().enumerate().flat_map(|(at, writeup)| {
            let aliases = writeup.meta.aliases.iter();
            let aliases = aliases.map(|alias| alias.value.as_str());
            let own = [writeup.id(), writeup.path.stem()].into_iter();
            own.chain(aliases).map(move |name| (name, at))
        });
        Self::of_pairs(named, paths)
    }

    /// Gathers names with who answers to them, by position, in its order. `paths` are those of the
    /// write-ups, without the ending.
    pub fn of_pairs<'a>(
        pairs: impl IntoIterator<Item = (&'a str, usize)>,
        paths: Vec<String>,
    ) -> Self {
        let mut pairs: Vec<(&str, usize)> = pairs.into_iter().collect();
        pairs.sort_unstable();
        pairs.dedup();
        let owners = pairs.chunk_by(|(one, _), (other, _)| one == other);
        let owners = owners.filter_map(|owners| {
            let (name, _) = owners.first()?;
            let of: Vec<usize> = owners.iter().map(|(_, at)| *at).collect();
            Some((Arc::from(*name), of))
        });
        Self {
            owners: owners.collect(),
            places: OnceLock::new(),
            letters: OnceLock::new(),
            paths,
        }
    }

    /// Returns the name that is most likely meant; see [`words::nearest`]. `eip-7683` is no slip for
    /// `eip-7623`: where there is little but a number, another number is another write-up.
    pub fn nearest(&self, word: &str) -> Option<&str> {
        let letters = Letters::of(word);
        let known = || self.owners.iter().map(|(name, _)| Letters::of(name));
        let known = self.letters.get_or_init(|| known().collect());
        let marked = known.iter().enumerate();
        let near = marked.filter(|(_, mark)| mark.may_be_near(letters));
        let near = near.filter_map(|(at, _)| Some(&*self.owners.get(at)?.0));
        let near = near.filter(|name| is_telling(word) || is_shuffled(word, name));
        words::nearest(word, near)
    }

    /// Returns who answers to exactly this name.
    pub fn exact(&self, name: &str) -> Named {
        match self.of(name) {
            None | Some([]) => Named::Nobody,
            Some([one]) => Named::One(*one),
            Some(several) => Named::Several(several.to_vec()),
        }
    }

    fn of(&self, name: &str) -> Option<&[usize]> {
        let places = self.places.get_or_init(|| {
            let owners = self.owners.iter().enumerate();
            let places = owners.map(|(at, (name, _))| (Arc::clone(name), at));
            places.collect()
        });
        let at = places.get(name)?;
        Some(self.owners.get(*at)?.1.as_slice())
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
        let first = self.owners.partition_point(|(name, _)| **name < *start);
        let behind = self.owners.get(first..).unwrap_or_default().iter();
        let mut found: Vec<usize> = behind
            .take_while(|(name, _)| name.starts_with(start))
            .flat_map(|(_, owners)| owners.iter().copied())
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
        self.owners
            .iter()
            .map(|(name, owners)| (&**name, owners.as_slice()))
    }
}
