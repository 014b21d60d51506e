//! Floor 2: the text of `incident.yaml` becomes settings.
//!
//! The house style, once, for `new`, `lint` and everything else. Every setting has a default; an
//! unknown key is a problem with a place and a suggestion. Knows no rule and no section by name:
//! those are checked where they are known.

use crate::diagnostic::{Diagnostic, Severity};
use crate::text::yaml::{self, Entry, Map, Node};
use crate::text::{FileId, Span, Spanned, words};

/// The settings file, at the root of the repository.
pub const FILE: &str = "incident.yaml";

/// Where write-ups lie when nobody says otherwise.
pub const DIR: &str = "incidents";

const RULE: &str = "invalid-settings";

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
}

#[derive(Clone, Debug)]
pub struct Team {
    pub name: Spanned<String>,
    /// Addresses, `@domains` or names.
    pub members: Vec<Spanned<String>>,
}

/// How much a rule's findings weigh here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    Off,
    At(Severity),
}

const KEYS: &[&str] = &["dirs", "teams", "sections", "lint"];
const LEVELS: &[&str] = &["error", "warning", "advice", "off"];

impl Config {
    /// Returns the settings of a repository that has no settings file.
    pub fn standard(file: FileId) -> Self {
        let nowhere = Span::empty(file, 0);
        Self {
            dirs: vec![Spanned::new(DIR.to_owned(), nowhere)],
            teams: Vec::new(),
            sections: Vec::new(),
            lint: Vec::new(),
        }
    }

    /// Returns the level that the settings give to a rule, if they do.
    pub fn level(&self, rule: &str) -> Option<Level> {
        self.lint
            .iter()
            .rev()
            .find(|(name, _)| name.value == rule)
            .map(|(_, level)| *level)
    }
}

/// Reads the settings. `None` when the text is no mapping at all, so that nothing can be relied on.
pub fn read(file: FileId, text: &str) -> (Option<Config>, Vec<Diagnostic>) {
    let mut config = Config::standard(file);
    let start = if text.starts_with('\u{feff}') { 3 } else { 0 };
    let (node, found) = yaml::read(file, text, start..text.len());
    let broken = !found.is_empty();
    let mut problems: Vec<Diagnostic> = found
        .into_iter()
        .map(|problem| {
            let mut diagnostic = invalid(problem.span, problem.message);
            diagnostic
                .labels
                .extend(problem.earlier.map(|span| crate::diagnostic::Label {
                    span,
                    message: "first here".to_owned(),
                }));
            diagnostic.help = problem.help;
            diagnostic
        })
        .collect();
    let map = match node {
        None => return ((!broken).then_some(config), problems),
        Some(Node::Map(map)) => map,
        Some(node) if node.is_null() && !broken => return (Some(config), problems),
        Some(node) => {
            problems.push(invalid(
                node.span(),
                format!(
                    "settings are lines of `key: value`, here is {}",
                    node.shape()
                ),
            ));
            return (None, problems);
        }
    };
    let mut reader = Reader {
        problems: &mut problems,
    };
    for Entry { key, value } in &map.entries {
        match key.value.as_str() {
            _ if value.is_null() && KEYS.contains(&key.value.as_str()) => {}
            "dirs" => config.dirs = reader.texts("dirs", value),
            "teams" => {
                let teams = reader
                    .map("teams", value)
                    .into_iter()
                    .flat_map(|map| &map.entries);
                for team in teams {
                    let members = reader.texts(&team.key.value, &team.value);
                    config.teams.push(Team {
                        name: team.key.clone(),
                        members,
                    });
                }
            }
            "sections" => {
                for section in reader
                    .map("sections", value)
                    .into_iter()
                    .flat_map(|map| &map.entries)
                {
                    let headings = reader.texts(&section.key.value, &section.value);
                    config.sections.extend(
                        headings
                            .into_iter()
                            .map(|heading| (section.key.clone(), heading)),
                    );
                }
            }
            "lint" => {
                for rule in reader
                    .map("lint", value)
                    .into_iter()
                    .flat_map(|map| &map.entries)
                {
                    let level = reader.level(&rule.value);
                    config
                        .lint
                        .extend(level.map(|level| (rule.key.clone(), level)));
                }
            }
            other => reader.unknown(key.span, other),
        }
    }
    // Half-read settings could point anywhere: what is broken is not used.
    ((!broken).then_some(config), problems)
}

fn invalid(span: Span, message: impl Into<String>) -> Diagnostic {
    Diagnostic::new(RULE, Severity::Error, span, message)
}

struct Reader<'a> {
    problems: &'a mut Vec<Diagnostic>,
}

impl Reader<'_> {
    fn text(&mut self, key: &str, value: &Node) -> Option<Spanned<String>> {
        if let Node::Scalar(scalar) = value
            && !value.is_null()
        {
            return Some(Spanned::new(scalar.text.clone(), scalar.span));
        }
        self.wrong(key, value, "text");
        None
    }

    fn texts(&mut self, key: &str, value: &Node) -> Vec<Spanned<String>> {
        match value {
            Node::List(list) => list
                .items
                .iter()
                .filter_map(|item| self.text(key, item))
                .collect(),
            Node::Scalar(_) => self.text(key, value).into_iter().collect(),
            Node::Map(_) => {
                self.wrong(key, value, "a list");
                Vec::new()
            }
        }
    }

    fn map<'n>(&mut self, key: &str, value: &'n Node) -> Option<&'n Map> {
        if let Node::Map(map) = value {
            return Some(map);
        }
        self.wrong(key, value, "a mapping");
        None
    }

    fn level(&mut self, value: &Node) -> Option<Level> {
        let text = self.text("level", value)?;
        // YAML 1.1 reads a bare `off` as false; some editors write it so.
        if matches!(text.value.as_str(), "off" | "false") {
            return Some(Level::Off);
        }
        let level = Severity::named(&text.value).map(Level::At);
        if level.is_none() {
            let help = match words::nearest(&text.value, LEVELS.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "one of `error`, `warning`, `advice`, `off`".to_owned(),
            };
            self.problems.push(
                invalid(text.span, format!("`{}` is not a level", text.value)).with_help(help),
            );
        }
        level
    }

    fn wrong(&mut self, key: &str, value: &Node, wanted: &str) {
        let message = format!("`{key}` is {}, and should be {wanted}", value.shape());
        self.problems.push(invalid(value.span(), message));
    }

    fn unknown(&mut self, span: Span, key: &str) {
        let help = match words::nearest(key, KEYS.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("settings here are {}", KEYS.join(", ")),
        };
        self.problems
            .push(invalid(span, format!("`{key}` is not a setting")).with_help(help));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Files;

    fn check(source: &str) -> (Option<Config>, Vec<String>) {
        let id = Files::default().add(FILE, source);
        let (config, problems) = read(id, source);
        (
            config,
            problems
                .into_iter()
                .map(|problem| problem.message)
                .collect(),
        )
    }

    #[test]
    fn settings_are_read_and_the_rest_is_named() {
        let (config, problems) = check(
            "dirs: [a, b]\nteams:\n  quay: [x@y.org, '@z.org']\nlint:\n  missing-hook: off\n  x: warnin\ndir: c\n",
        );
        let config = config.unwrap();
        assert_eq!(config.dirs.len(), 2);
        assert_eq!(config.teams[0].members.len(), 2);
        assert_eq!(config.level("missing-hook"), Some(Level::Off));
        assert_eq!(
            problems,
            ["`warnin` is not a level", "`dir` is not a setting"]
        );
    }

    #[test]
    fn nothing_or_comments_are_the_standard_settings() {
        for source in ["", "# dirs: [x]\n", "dirs:\n"] {
            let (config, problems) = check(source);
            assert_eq!(config.unwrap().dirs[0].value, "incidents");
            assert!(problems.is_empty());
        }
    }

    #[test]
    fn what_is_no_mapping_is_not_used() {
        for source in ["just text", "- a\n", "dirs: [a\n"] {
            let (config, problems) = check(source);
            assert!(config.is_none() && !problems.is_empty(), "{source}");
        }
    }
}
