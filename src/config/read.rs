//! Reads the settings, and names what is no setting.

use super::fields::SETTINGS;
use super::{BULK, Config, LEVELS, Level, Paths, limits, repositories, teams};
use crate::diagnostic::{Diagnostic, Safety, Severity, Words};
use crate::model::{Shapes, names};
use crate::text::yaml::{self, Entry, Map, Node};
use crate::text::{Edit, FileId, Span, Spanned, uri, words};

const RULE: &str = "invalid-settings";

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
                    message: "first here".into(),
                }));
            diagnostic.help = problem.help.map(Words::from);
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
            _ if value.is_null() && names(SETTINGS).any(|name| name == key.value) => {}
            "dirs" => config.dirs = reader.texts("dirs", value),
            "teams" => {
                let teams = reader.entries("teams", value).iter();
                config
                    .teams
                    .extend(teams.map(|team| teams::read(&mut reader, team)));
            }
            "bots" => config.bots = reader.texts("bots", value),
            "bulk" => config.bulk = reader.number("bulk", value).unwrap_or(BULK),
            "sections" => {
                for section in reader.entries("sections", value) {
                    let headings = reader.texts(&section.key.value, &section.value);
                    config.sections.extend(
                        headings
                            .into_iter()
                            .map(|heading| (section.key.clone(), heading)),
                    );
                }
            }
            "lint" => config.lint = reader.levels("lint", value),
            "paths" => {
                for paths in reader.entries("paths", value) {
                    config.paths.push(Paths {
                        pattern: paths.key.clone(),
                        lint: reader.levels(&paths.key.value, &paths.value),
                    });
                }
            }
            "retired" => {
                for id in reader.entries("retired", value) {
                    let reason = reader.reason(&id.key, &id.value);
                    config
                        .retired
                        .extend(reason.map(|reason| (id.key.clone(), reason)));
                }
            }
            "site" => config.site = reader.address("site", value),
            "forge" => config.forge = reader.address("forge", value),
            "id_pattern" => config.id_pattern = reader.patterns("id_pattern", value),
            "onboarding" => config.onboarding = reader.texts("onboarding", value),
            "repositories" => {
                config.repositories = repositories::all(&mut reader, value);
            }
            "limits" => config.limits = limits::read(&mut reader, value),
            other => reader.unknown(key.span, other),
        }
    }
    // Half-read settings could point anywhere: what is broken is not used.
    ((!broken).then_some(config), problems)
}

fn invalid(span: Span, message: impl Into<Words>) -> Diagnostic {
    Diagnostic::new(RULE, Severity::Error, span, message)
}

pub(super) struct Reader<'a> {
    problems: &'a mut Vec<Diagnostic>,
}

impl Reader<'_> {
    pub(super) fn text(&mut self, key: &str, value: &Node) -> Option<Spanned<String>> {
        if let Node::Scalar(scalar) = value
            && !value.is_null()
        {
            return Some(Spanned::new(scalar.text.clone(), scalar.span));
        }
        self.wrong(key, value, "text");
        None
    }

    pub(super) fn texts(&mut self, key: &str, value: &Node) -> Vec<Spanned<String>> {
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

    /// Returns what stands in a mapping; nothing, and a problem, for anything else.
    pub(super) fn entries<'n>(&mut self, key: &str, value: &'n Node) -> &'n [Entry] {
        self.map(key, value).map_or(&[], |map| &map.entries)
    }

    fn levels(&mut self, key: &str, value: &Node) -> Vec<(Spanned<String>, Level)> {
        let mut levels = Vec::new();
        for rule in self.entries(key, value) {
            let level = self.level(&rule.key.value, &rule.value);
            levels.extend(level.map(|level| (rule.key.clone(), level)));
        }
        levels
    }

    /// Reads patterns of ids, and leaves out what is none.
    fn patterns(&mut self, key: &str, value: &Node) -> Vec<Spanned<String>> {
        let mut patterns = self.texts(key, value);
        patterns.retain(|pattern| match Shapes::new([pattern.value.as_str()]) {
            Ok(_) => true,
            Err(why) => {
                let message = format!("`{key}` is not a pattern: {why}");
                let help = "a regular expression for the whole id, such as `OPS-[0-9]+`";
                self.problem(pattern.span, message, help.to_owned());
                false
            }
        });
        patterns
    }

    /// Reads why an id was retired. Whoever follows a link to it will want to know.
    fn reason(&mut self, id: &Spanned<String>, value: &Node) -> Option<Spanned<String>> {
        if matches!(value, Node::Scalar(scalar) if scalar.text.trim().is_empty() || value.is_null())
        {
            let problem = invalid(
                id.span,
                format!("`{}` is retired without a reason", id.value),
            );
            self.problems.push(
                problem.with_help("what became of it? Somebody who follows an old link will ask"),
            );
            return None;
        }
        self.text(&id.value, value)
    }

    /// Reads the address of a page. It ends up in links: nothing but the web is behind them.
    fn address(&mut self, key: &str, value: &Node) -> Option<Spanned<String>> {
        let text = self.text(key, value)?;
        if uri::is_page(&text.value) {
            return Some(text);
        }
        let problem = invalid(text.span, format!("`{key}` is not the address of a page"));
        self.problems.push(problem.with_help(
            "an address begins with https:// or http://, holds no name or password, and has a blank as %20",
        ));
        None
    }

    fn level(&mut self, rule: &str, value: &Node) -> Option<Level> {
        let text = self.text(rule, value)?;
        // YAML 1.1 reads a bare `off` as false; some editors write it so.
        if matches!(text.value.as_str(), "off" | "false") {
            return Some(Level::Off);
        }
        let level = Severity::named(&text.value).map(Level::At);
        if level.is_none() {
            let near = words::nearest(&text.value, LEVELS.iter().copied());
            let help = match near {
                Some(near) => format!("did you mean `{near}`?"),
                None => "one of `error`, `warning`, `advice`, `off`".to_owned(),
            };
            let mut problem = invalid(text.span, format!("`{}` is not a level", text.value));
            problem.help = Some(help.into());
            if let Some(near) = near {
                let edit = Edit::replace(text.span, near);
                problem.fix(format!("set the level to `{near}`"), Safety::Guess, edit);
            }
            self.problems.push(problem);
        }
        level
    }

    fn number(&mut self, key: &str, value: &Node) -> Option<usize> {
        let text = self.text(key, value)?;
        let number = text.value.parse().ok();
        if number.is_none() {
            self.wrong(key, value, "a number");
        }
        number
    }

    pub(super) fn problem(&mut self, span: Span, message: String, help: String) {
        self.problems.push(invalid(span, message).with_help(help));
    }

    fn wrong(&mut self, key: &str, value: &Node, wanted: &str) {
        let message = format!("`{key}` is {}, and should be {wanted}", value.shape());
        self.problems.push(invalid(value.span(), message));
    }

    fn unknown(&mut self, span: Span, key: &str) {
        let mut problem = invalid(span, format!("`{key}` is not a setting"));
        match words::nearest(key, names(SETTINGS)) {
            Some(near) => {
                let edit = Edit::replace(span, near);
                problem.help(format!("did you mean `{near}`?")).fix(
                    format!("name the setting `{near}`"),
                    Safety::Guess,
                    edit,
                );
            }
            None => {
                let known: Vec<&str> = names(SETTINGS).collect();
                problem.help(format!("settings here are {}", known.join(", ")));
            }
        }
        self.problems.push(problem);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{FILE, Limits};
    use crate::text::Files;

    fn check(source: &str) -> (Option<Config>, Vec<String>) {
        let id = Files::default().add(FILE, source);
        let (config, problems) = read(id, source);
        (
            config,
            problems
                .into_iter()
                .map(|problem| problem.message.into())
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
        assert_eq!(config.level("missing-hook", "a/x.md"), Some(Level::Off));
        assert_eq!(
            problems,
            ["`warnin` is not a level", "`dir` is not a setting"]
        );
    }

    #[test]
    fn paths_have_levels_of_their_own_and_the_last_wins() {
        let (config, problems) = check(
            "lint: {x: error}\npaths:\n  a: {x: off}\n  a/*.md: {x: warning}\n  b: {}\nretired:\n  2024-a: told in 2025-b\n  2024-c:\n",
        );
        let config = config.unwrap();
        let level = |path: &str| config.level("x", path).unwrap();
        assert_eq!(level("c/d.md"), Level::At(Severity::Error));
        assert_eq!(level("a/b/c.md"), Level::Off);
        assert_eq!(level("a/c.md"), Level::At(Severity::Warning));
        assert_eq!(config.level("y", "a/c.md"), None);
        assert_eq!(config.levels().count(), 3);
        assert!(config.retired("2024-a").is_some() && config.retired("2024-c").is_none());
        assert_eq!(problems, ["`2024-c` is retired without a reason"]);
    }

    #[test]
    fn addresses_are_those_of_pages() {
        let (config, problems) = check("site: https://x.org/stories\nforge: git@x.org:a/b\n");
        let config = config.unwrap();
        assert_eq!(config.site.unwrap().value, "https://x.org/stories");
        assert!(config.forge.is_none());
        assert_eq!(problems, ["`forge` is not the address of a page"]);
    }

    #[test]
    fn patterns_are_those_that_compile() {
        let (config, problems) =
            check("id_pattern: ['OPS-[0-9]+', 'OPS-(']\nonboarding: handbook\n");
        let config = config.unwrap();
        assert_eq!(config.id_pattern.len(), 1);
        assert_eq!(config.onboarding[0].value, "handbook");
        assert_eq!(problems, ["`id_pattern` is not a pattern: unclosed group"]);
    }

    #[test]
    fn repositories_have_a_name_and_a_path() {
        let (config, problems) = check(
            "repositories:\n  shop: ../shop\n  bank:\n    path: ../bank\n    files: [src]\n    branch: main\n  none: {}\n",
        );
        let config = config.unwrap();
        let names: Vec<&str> = config
            .repositories
            .iter()
            .map(|one| one.name.value.as_str())
            .collect();
        assert_eq!(names, ["shop", "bank"]);
        assert_eq!(config.repositories[1].files[0].value, "src");
        assert_eq!(
            problems,
            [
                "`branch` is nothing that is said of a repository",
                "the repository `none` has no path"
            ]
        );
    }

    #[test]
    fn limits_are_lengths() {
        let (config, problems) = check("limits: {writeup: 2 MiB, file: 1 TiB, story: 1}\n");
        let limits = config.unwrap().limits;
        assert_eq!(limits.writeup, 2 * 1024 * 1024);
        assert_eq!(limits.file, Limits::default().file);
        assert_eq!(
            problems,
            [
                "`1 TiB` is not a length that is taken here",
                "`story` is no limit"
            ]
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
