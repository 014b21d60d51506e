//! Floor 2: the text of `incident.yaml` becomes settings.
//!
//! The house style, once, for `new`, `lint` and everything else. Every setting has a default; an
//! unknown key is a problem with a place and a suggestion. Knows no rule and no section by name:
//! those are checked where they are known.

mod fields;
mod limits;
mod read;
mod repositories;
mod teams;

use crate::diagnostic::Severity;
use crate::text::{FileId, Span, Spanned, glob};

pub use fields::SETTINGS;
pub use limits::Limits;
pub use read::read;
pub use repositories::Elsewhere;
pub use teams::{Member, Team};

/// The settings file, at the root of the repository.
pub const FILE: &str = "incident.yaml";

/// Where write-ups lie when nobody says otherwise.
pub const DIR: &str = "incidents";

/// So many write-ups a commit may touch before it is a sweep over all of them.
const BULK: usize = 3;

/// What one repository decided for itself.
#[derive(Clone, Debug)]
pub struct Config {
    /// Folders that hold write-ups, as written. Default: `incidents`.
    pub dirs: Vec<Spanned<String>>,
    /// Teams by name. Order as written.
    pub teams: Vec<Team>,
    /// Further headings for a kind of section: the kind's key, and the heading.
    pub sections: Vec<(Spanned<String>, Spanned<String>)>,
    /// Levels by rule name.
    pub lint: Vec<(Spanned<String>, Level)>,
    /// Levels for some paths only; see [`glob::matches`]. A later one wins over an earlier.
    pub paths: Vec<Paths>,
    /// Ids that no write-up has any more, each with why: links to them are not broken, and nobody
    /// takes the name again.
    pub retired: Vec<(Spanned<String>, Spanned<String>)>,
    /// A commit that touches more write-ups than this is no part in any of their stories.
    pub bulk: usize,
    /// Names and addresses of programs, as patterns; beside those that forges mark.
    pub bots: Vec<Spanned<String>>,
    /// Address under which the write-ups are published.
    pub site: Option<Spanned<String>>,
    /// Address of the repository on its forge.
    pub forge: Option<Spanned<String>>,
    /// What ids look like, as patterns that are known to compile. Empty: as most of them do.
    pub id_pattern: Vec<Spanned<String>>,
    /// Files that newcomers are given to read, as patterns for paths.
    pub onboarding: Vec<Spanned<String>>,
    /// Other repositories on this machine that cite the write-ups.
    pub repositories: Vec<Elsewhere>,
    /// How long a file may be that is read.
    pub limits: Limits,
}

/// The levels of the write-ups whose path a pattern means.
#[derive(Clone, Debug)]
pub struct Paths {
    pub pattern: Spanned<String>,
    pub lint: Vec<(Spanned<String>, Level)>,
}

/// How much a rule's findings weigh here. Ordered: `Off` is the least.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    Off,
    At(Severity),
}

const LEVELS: &[&str] = &["error", "warning", "advice", "off"];

impl Config {
    /// Returns the patterns of files that newcomers are given to read.
    pub fn onboarding_patterns(&self) -> Vec<String> {
        let patterns = self.onboarding.iter();
        patterns.map(|pattern| pattern.value.clone()).collect()
    }

    /// Returns the settings of a repository that has no settings file.
    pub fn standard(file: FileId) -> Self {
        let nowhere = Span::empty(file, 0);
        Self {
            dirs: vec![Spanned::new(DIR.to_owned(), nowhere)],
            teams: Vec::new(),
            sections: Vec::new(),
            lint: Vec::new(),
            paths: Vec::new(),
            retired: Vec::new(),
            bulk: BULK,
            bots: Vec::new(),
            site: None,
            forge: None,
            id_pattern: Vec::new(),
            onboarding: Vec::new(),
            repositories: Vec::new(),
            limits: Limits::default(),
        }
    }

    /// Returns the level that the settings give to a rule for a file, if they do.
    pub fn level(&self, rule: &str, path: &str) -> Option<Level> {
        let given = |levels: &[(Spanned<String>, Level)]| {
            let found = levels.iter().rev().find(|(name, _)| name.value == rule);
            found.map(|(_, level)| *level)
        };
        let mut special = self.paths.iter().rev();
        let special = special.find_map(|paths| {
            given(&paths.lint).filter(|_| glob::matches(&paths.pattern.value, path))
        });
        special.or_else(|| given(&self.lint))
    }

    /// Returns every rule that the settings name, with the level given to it.
    pub fn levels(&self) -> impl Iterator<Item = &(Spanned<String>, Level)> {
        let special = self.paths.iter().flat_map(|paths| &paths.lint);
        self.lint.iter().chain(special)
    }

    /// Returns where an id was retired, and why.
    pub fn retired(&self, id: &str) -> Option<&(Spanned<String>, Spanned<String>)> {
        self.retired.iter().find(|(retired, _)| retired.value == id)
    }
}
