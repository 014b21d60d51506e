//! What a file is to a reader, told by its name.

use crate::model::RepoPath;
use crate::text::glob;

/// What a tracked file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    Code,
    Docs,
    /// A drawing that is kept as text.
    Diagram,
    /// What newcomers are given to read.
    Onboarding,
}

/// Endings of drawings: Mermaid, `PlantUML`, Graphviz, D2, Structurizr, draw.io, SVG.
const DIAGRAMS: &[&str] = &[
    "mmd", "mermaid", "puml", "plantuml", "iuml", "pu", "gv", "dot", "d2", "dsl", "drawio", "dio",
    "svg",
];
/// Endings of what is written for people.
const DOCS: &[&str] = &[
    "md", "markdown", "mdx", "qmd", "rst", "adoc", "asciidoc", "txt", "org", "textile", "tex",
    "html", "htm", "ipynb",
];
/// Names, without an ending, of what is written for people.
const PAGES: &[&str] = &[
    "readme",
    "changelog",
    "changes",
    "contributing",
    "history",
    "news",
    "todo",
    "authors",
];
/// What names of files and folders for newcomers hold, where the settings name none.
const ONBOARDING: &[&str] = &[
    "onboarding",
    "getting-started",
    "getting_started",
    "newcomer",
    "new-joiner",
];

impl Kind {
    pub const ALL: &[Self] = &[Self::Code, Self::Docs, Self::Diagram, Self::Onboarding];

    /// Returns what a file is. `onboarding` are the patterns of the settings; empty for the usual names.
    pub fn of(path: &RepoPath, onboarding: &[String]) -> Self {
        let lower = path.as_str().to_lowercase();
        let given = onboarding
            .iter()
            .any(|one| glob::matches(one, path.as_str()));
        let usual = || ONBOARDING.iter().any(|one| lower.contains(one));
        if given || (onboarding.is_empty() && usual()) {
            return Self::Onboarding;
        }
        let name = lower.rsplit('/').next().unwrap_or_default();
        match name.rsplit_once('.') {
            Some((_, ending)) if DIAGRAMS.contains(&ending) => Self::Diagram,
            Some((_, ending)) if DOCS.contains(&ending) => Self::Docs,
            None if PAGES.contains(&name) => Self::Docs,
            _ => Self::Code,
        }
    }

    /// Returns the word that people and programs read.
    pub fn word(self) -> &'static str {
        match self {
            Self::Code => "code",
            Self::Docs => "docs",
            Self::Diagram => "diagram",
            Self::Onboarding => "onboarding",
        }
    }
}

/// Whether a file is a drawing in XML, where only what a reader sees is text.
pub(super) fn is_drawn_xml(path: &RepoPath) -> bool {
    let name = path.file_name();
    [".svg", ".drawio", ".dio"].iter().any(|ending| {
        let from = name.len().saturating_sub(ending.len());
        name.get(from..)
            .is_some_and(|end| end.eq_ignore_ascii_case(ending))
    })
}

/// Attributes that hold what a reader of a drawing sees, or follows.
const SEEN: &[&str] = &[
    "value",
    "label",
    "tooltip",
    "link",
    "href",
    "xlink:href",
    "title",
    "alt",
    "name",
];

/// Longest tag that is looked into, in bytes; what stands further behind its start counts as text.
const TAG_BYTES_MAX: usize = 4096;

/// Whether a place in XML is text, or stands in an attribute that somebody sees.
pub(super) fn is_seen(xml: &[u8], at: usize) -> bool {
    // Near the place only: a drawing may be one line of a megabyte.
    let before = xml.get(at.saturating_sub(TAG_BYTES_MAX)..at);
    let before = before.unwrap_or_default();
    let opened = before.iter().rposition(|&byte| byte == b'<');
    let closed = before.iter().rposition(|&byte| byte == b'>');
    let Some(opened) = opened.filter(|opened| closed.is_none_or(|closed| closed < *opened)) else {
        return true;
    };
    let tag = String::from_utf8_lossy(before.get(opened..).unwrap_or_default()).into_owned();
    // `… name="what stands before the place`
    let mut quote = None;
    for (at, c) in tag.char_indices() {
        match quote {
            Some((mark, _)) if mark == c => quote = None,
            None if c == '"' || c == '\'' => quote = Some((c, at)),
            _ => {}
        }
    }
    let Some((_, from)) = quote else {
        return false;
    };
    let name = tag
        .get(..from)
        .unwrap_or_default()
        .trim_end()
        .trim_end_matches('=');
    let name = name
        .trim_end()
        .rsplit(char::is_whitespace)
        .next()
        .unwrap_or_default();
    SEEN.iter().any(|seen| name.eq_ignore_ascii_case(seen))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_told_apart_by_their_names() {
        let kind = |path: &str| Kind::of(&RepoPath::new(path).unwrap(), &[]);
        for (path, expected) in [
            ("src/retry.go", Kind::Code),
            ("Dockerfile", Kind::Code),
            ("docs/retry.MD", Kind::Docs),
            ("CHANGELOG", Kind::Docs),
            ("docs/queue.mmd", Kind::Diagram),
            ("docs/queue.drawio.svg", Kind::Diagram),
            ("docs/Onboarding.md", Kind::Onboarding),
            ("onboarding/week-1/map.svg", Kind::Onboarding),
        ] {
            assert_eq!(kind(path), expected, "{path}");
        }
        let given = ["handbook/first-*".to_owned()];
        let kind = |path: &str| Kind::of(&RepoPath::new(path).unwrap(), &given);
        assert_eq!(kind("handbook/first-week.md"), Kind::Onboarding);
        assert_eq!(kind("docs/onboarding.md"), Kind::Docs);
    }

    #[test]
    fn of_a_drawing_counts_what_is_seen() {
        let xml =
            "<svg id=\"A-1\"><a href='x/A-2'><text>A-3</text></a><b value = \"a='b' A-4\" c=A-5/>";
        let seen: Vec<&str> = xml
            .match_indices("A-")
            .filter(|(at, _)| is_seen(xml.as_bytes(), *at))
            .map(|(at, _)| &xml[at..at + 3])
            .collect();
        assert_eq!(seen, ["A-2", "A-3", "A-4"]);
    }
}
