//! The settings as data: what each is called, what it is for, and what it holds.

use crate::model::{Field, Holds, Names};

use super::LEVELS;

/// Every setting.
pub const SETTINGS: &[Field] = &[
    Field::new(
        "dirs",
        Holds::Texts,
        "Folders that hold write-ups, at any depth.",
    ),
    Field::new(
        "teams",
        Holds::Named(&Holds::Entries(MEMBER)),
        "Who belongs to which team: addresses, `@domains`, names. Unknown stays unknown.",
    ),
    Field::new(
        "bots",
        Holds::Texts,
        "Programs that forges do not mark as such, by name or address.",
    ),
    Field::new(
        "bulk",
        Holds::Count,
        "A commit that touches more write-ups than this is no part in any of their stories.",
    ),
    Field::new(
        "sections",
        Holds::Known(Names::Sections, &Holds::Texts),
        "Other headings for a kind of section, in any language.",
    ),
    Field::new(
        "lint",
        Holds::Known(Names::Rules, &LEVEL),
        "The level of a rule: error, warning, advice or off.",
    ),
    Field::new(
        "paths",
        Holds::Named(&Holds::Known(Names::Rules, &LEVEL)),
        "Levels for some folders and files only.",
    ),
    Field::new(
        "retired",
        Holds::Named(&Holds::Text),
        "Ids that no write-up has any more, and why: links to them are not broken.",
    ),
    Field::new(
        "site",
        Holds::Page,
        "Where others read the write-ups: the id goes behind it, or where {id} or {path} stand.",
    ),
    Field::new(
        "forge",
        Holds::Page,
        "The address of the repository on its forge.",
    ),
    Field::new(
        "id_pattern",
        Holds::Texts,
        "What ids look like, as regular expressions. Without it, as those that are here do.",
    ),
    Field::new(
        "onboarding",
        Holds::Texts,
        "What newcomers are given to read, as patterns for paths.",
    ),
    Field::new(
        "repositories",
        Holds::Named(&Holds::Entry(REPOSITORY)),
        "Other repositories on this machine whose files and commits cite the write-ups.",
    ),
    Field::new(
        "limits",
        Holds::Keys(LIMITS),
        "How long a file may be that is read: from 1 KiB to 64 MiB.",
    ),
];

const LEVEL: Holds = Holds::Word(LEVELS);

/// What is said of a member of a team.
pub(super) const MEMBER: &[Field] = &[
    Field::new("who", Holds::Text, "An address, an `@domain` or a name."),
    Field::new(
        "since",
        Holds::Day,
        "The first day; always before, without it.",
    ),
    Field::new("until", Holds::Day, "The last day; until now, without it."),
];

const REPOSITORY: &[Field] = &[
    Field::new(
        "path",
        Holds::Text,
        "Where it lies, seen from the settings.",
    ),
    Field::new(
        "files",
        Holds::Texts,
        "Patterns for the files that are looked at; all, without it.",
    ),
];

const LIMITS: &[Field] = &[
    Field::new(
        "writeup",
        Holds::Text,
        "The longest write-up, such as 8 MiB.",
    ),
    Field::new(
        "file",
        Holds::Text,
        "The longest file that is searched for citations, such as 1 MiB.",
    ),
];
