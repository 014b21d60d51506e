//! What front matter can say, and what one write-up's says.

use crate::text::yaml::Map;
use crate::text::{Span, Spanned};

use super::{Date, Field, Holds};

/// The front matter as written.
#[derive(Clone, Debug)]
pub struct FrontMatter {
    /// The whole block, fences included.
    pub span: Span,
    /// What stands between the fences.
    pub inner: Span,
    /// Empty where only the head was read.
    pub fields: Map,
    /// Whether not all of it could be read, so that a key that is not among the fields may be there.
    pub broken: bool,
}

/// The keys that are this tool's. Every other key is somebody else's and welcome.
pub const FIELDS: &[Field] = &[
    Field::new(
        "id",
        Holds::Id,
        "What it is linked by; without it, the file's name.",
    ),
    Field::new("title", Holds::Text, "Without it, the first `#` heading."),
    Field::new(
        "aliases",
        Holds::Texts,
        "Ids from elsewhere (`INC-142`), and former ones.",
    ),
    Field::new("date", Holds::Day, "The day it happened."),
    Field::new(
        "status",
        Holds::Word(Status::WORDS),
        "What it claims to be. A draft never fails; what is published keeps its promises.",
    ),
    Field::new(
        "event",
        Holds::Word(Event::WORDS),
        "What kind of event it tells of; without it, an incident.",
    ),
    Field::new(
        "teams",
        Holds::Texts,
        "The teams closest to it, as the settings call them.",
    ),
    Field::new("services", Holds::Texts, "What it touched; free words."),
    Field::new("analysts", Holds::Texts, "Who put it together."),
    Field::new(
        "analyst_note",
        Holds::Text,
        "Why somebody who was in the middle of it also wrote it up.",
    ),
    Field::new("responders", Holds::Texts, "Who was in the middle of it."),
    Field::new(
        "review",
        Holds::Keys(REVIEW),
        "The review, as far as it is told.",
    ),
    Field::new(
        "actions",
        Holds::Keys(ACTIONS),
        "Where what was decided is kept: the actions themselves live elsewhere.",
    ),
    Field::new(
        "related",
        Holds::Entries(RELATED),
        "Other write-ups that belong to it, and how.",
    ),
    Field::new("tags", Holds::Texts, "Free words."),
    Field::new("audience", Holds::Text, "For whom it is worth reading."),
    Field::new(
        "allow",
        Holds::Entries(ALLOW),
        "Rules that this write-up is allowed to break, and why.",
    ),
];

const REVIEW: &[Field] = &[
    Field::new(
        "shared",
        Holds::Day,
        "Since when people could read the draft.",
    ),
    Field::new("date", Holds::Day, "The day of the review."),
    Field::new(
        "optional",
        Holds::Truth,
        "Whether anybody was free to stay away.",
    ),
    Field::new(
        "attended",
        Holds::Keys(ATTENDED),
        "How many came: numbers, no names.",
    ),
    Field::new(
        "learned_something",
        Holds::Count,
        "How many said that they had learned something.",
    ),
];

const ATTENDED: &[Field] = &[
    Field::new("closest", Holds::Count, "From the teams closest to it."),
    Field::new("elsewhere", Holds::Count, "From elsewhere."),
];

const ACTIONS: &[Field] = &[
    Field::new("decided", Holds::Day, "The day on which they were decided."),
    Field::new(
        "tracker",
        Holds::Text,
        "An address, or whatever else leads there.",
    ),
    Field::new(
        "declined",
        Holds::Entries(DECLINED),
        "What was thought of and will not be done, and why.",
    ),
];

const DECLINED: &[Field] = &[
    Field::new("what", Holds::Text, "What will not be done."),
    Field::new("reason", Holds::Text, "Why."),
];

const RELATED: &[Field] = &[
    Field::new("id", Holds::Text, "The id of another write-up."),
    Field::new(
        "how",
        Holds::Word(How::WORDS),
        "How the two belong together.",
    ),
];

const ALLOW: &[Field] = &[
    Field::new(
        "rule",
        Holds::Text,
        "The name of a rule; `incident lint --rules` lists them.",
    ),
    Field::new(
        "reason",
        Holds::Text,
        "Why. Without a reason nothing is allowed.",
    ),
];

/// Whether a text can be an id, which is a name for links: printable, without blanks at its ends or
/// what closes a link.
pub fn is_usable_id(id: &str) -> bool {
    id.trim() == id
        && !id.is_empty()
        && !id
            .chars()
            .any(|c| c.is_control() || matches!(c, '[' | ']' | '|' | '#'))
}

/// What the keys say, where it has the right shape; what has another is a problem of the parser and
/// absent here.
#[derive(Clone, Debug, Default)]
pub struct Meta {
    pub id: Option<Spanned<String>>,
    pub title: Option<Spanned<String>>,
    pub aliases: Vec<Spanned<String>>,
    pub date: Option<Spanned<Date>>,
    pub status: Option<Spanned<Status>>,
    pub event: Option<Spanned<Event>>,
    pub teams: Vec<Spanned<String>>,
    pub services: Vec<Spanned<String>>,
    pub analysts: Vec<Spanned<String>>,
    pub responders: Vec<Spanned<String>>,
    /// Why somebody who was in the middle of it also wrote it up.
    pub analyst_note: Option<Spanned<String>>,
    /// These two apart from the rest, as few have them.
    pub review: Option<Box<Review>>,
    pub actions: Option<Box<Actions>>,
    pub related: Vec<Related>,
    pub tags: Vec<Spanned<String>>,
    pub allow: Vec<Allow>,
}

/// A rule that the whole write-up is allowed to break.
#[derive(Clone, Debug)]
pub struct Allow {
    pub rule: Spanned<String>,
    /// Why; `None` when nothing is said.
    pub reason: Option<Spanned<String>>,
}

/// What the author claims. Strictness follows it. Ordered by how much is claimed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    Draft,
    Review,
    Published,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    Incident,
    NearMiss,
    GoodCatch,
}

/// The review meeting, as far as it is told.
#[derive(Clone, Debug, Default)]
pub struct Review {
    pub shared: Option<Spanned<Date>>,
    pub date: Option<Spanned<Date>>,
    pub optional: Option<bool>,
    pub attended: Attendance,
    pub learned_something: Option<u32>,
}

/// How many came; `None` is unknown, not nobody.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Attendance {
    pub closest: Option<u32>,
    pub elsewhere: Option<u32>,
}

/// Where what was decided is kept: the actions themselves live elsewhere.
#[derive(Clone, Debug, Default)]
pub struct Actions {
    pub decided: Option<Spanned<Date>>,
    /// An address, or whatever else leads there.
    pub tracker: Option<Spanned<String>>,
    pub declined: Vec<Declined>,
}

/// Something that was thought of and will not be done.
#[derive(Clone, Debug)]
pub struct Declined {
    pub what: Spanned<String>,
    /// Why; `None` when nothing is said.
    pub reason: Option<Spanned<String>>,
}

/// An entry of `related`: an id, and how the two belong together.
#[derive(Clone, Debug)]
pub struct Related {
    pub id: Spanned<String>,
    pub how: Option<Spanned<How>>,
}

/// A small closed set on purpose: a link that says why is worth following.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    Recurs,
    SameTrap,
    Answers,
    Contradicts,
    See,
}

/// A word of a closed set, as written in front matter.
macro_rules! words {
    ($type:ident { $($variant:ident = $word:literal),+ $(,)? }) => {
        impl $type {
            pub const WORDS: &[&str] = &[$($word),+];

            /// Returns the word as it is written.
            pub fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }

            /// Reads the word; `None` for any other.
            pub fn read(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$variant),)+ _ => None }
            }
        }
    };
}

words!(Status { Draft = "draft", Review = "review", Published = "published" });
words!(Event { Incident = "incident", NearMiss = "near-miss", GoodCatch = "good-catch" });
words!(How {
    Recurs = "recurs",
    SameTrap = "same-trap",
    Answers = "answers",
    Contradicts = "contradicts",
    See = "see",
});
