//! The keys that people write, as data: what each is called, what it is for, and what it holds.

/// A key of front matter or of the settings.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    pub name: &'static str,
    /// What it is for, in a line.
    pub about: &'static str,
    pub holds: Holds,
}

/// The shape of a value.
#[derive(Clone, Copy, Debug)]
pub enum Holds {
    /// One text; a number is one too.
    Text,
    /// A name for links.
    Id,
    /// A list of texts, or one.
    Texts,
    /// A day, or the day of a timestamp.
    Day,
    /// One of a closed set.
    Word(&'static [&'static str]),
    /// A number from 0.
    Count,
    Truth,
    /// The address of a page.
    Page,
    /// Some of these keys.
    Keys(&'static [Field]),
    /// A list, or one of its entries: each the text of the first of these keys, or some of them, the first
    /// among them.
    Entries(&'static [Field]),
    /// One such entry.
    Entry(&'static [Field]),
    /// Names that somebody gives, each with a value.
    Named(&'static Holds),
    /// Names of a closed set, each with a value.
    Known(Names, &'static Holds),
}

/// A set of names that is written down elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Names {
    /// The keys of the sections.
    Sections,
    /// The names of the rules of `lint`.
    Rules,
}

impl Field {
    pub const fn new(name: &'static str, holds: Holds, about: &'static str) -> Self {
        Self { name, about, holds }
    }
}

/// Yields the names of some keys.
pub fn names(fields: &'static [Field]) -> impl Iterator<Item = &'static str> + Clone {
    fields.iter().map(|field| field.name)
}
