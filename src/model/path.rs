//! A path inside of a repository, as git has it: `/`-separated, relative to the root.

use std::fmt;

/// Never absolute, never with `.` or `..`. A name that is not UTF-8 is held lossily: for display
/// and comparison, not for opening.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RepoPath(String);

impl RepoPath {
    /// Returns the path for `/`-separated text, normalised lexically; `None` when it leaves the root.
    pub fn new(path: &str) -> Option<Self> {
        // Most are as git has them.
        let is_normal = |part: &str| !matches!(part, "" | "." | "..");
        if path.split('/').all(is_normal) {
            return Some(Self(path.to_owned()));
        }
        Self::root().join(path)
    }

    /// Returns the root itself: the empty path.
    pub fn root() -> Self {
        Self(String::new())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the last part of the path.
    pub fn file_name(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or_default()
    }

    /// Returns the file's name without its Markdown ending; for `index.md` the folder's name, as
    /// Hugo's page bundles have it.
    pub fn stem(&self) -> &str {
        let name = self.file_name();
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        if stem != "index" {
            return if stem.is_empty() { name } else { stem };
        }
        let folder = self
            .0
            .strip_suffix(name)
            .unwrap_or_default()
            .trim_end_matches('/');
        folder
            .rsplit('/')
            .next()
            .filter(|folder| !folder.is_empty())
            .unwrap_or(stem)
    }

    /// Returns the folder that holds the file; empty at the root.
    #[must_use]
    pub fn folder(&self) -> Self {
        Self(
            self.0
                .rsplit_once('/')
                .map_or_else(String::new, |(folder, _)| folder.to_owned()),
        )
    }

    /// Returns `target` seen from this folder; `None` when it leaves the root. A leading `/` starts
    /// at the root.
    pub fn join(&self, target: &str) -> Option<Self> {
        let mut parts: Vec<&str> = match target.strip_prefix('/') {
            Some(_) => Vec::new(),
            None => self.0.split('/').filter(|part| !part.is_empty()).collect(),
        };
        for part in target.split('/') {
            match part {
                "" | "." => {}
                ".." => {
                    parts.pop()?;
                }
                part => parts.push(part),
            }
        }
        Some(Self(parts.join("/")))
    }

    /// Returns the path of this one where `folder` is seen: it is seen from there.
    #[must_use]
    pub fn below(&self, folder: &Self) -> Self {
        if folder.0.is_empty() {
            return self.clone();
        }
        if self.0.is_empty() {
            return folder.clone();
        }
        Self(format!("{}/{}", folder.0, self.0))
    }

    /// Returns the relative path that leads here from `folder`, as a link would write it.
    pub fn seen_from(&self, folder: &Self) -> String {
        let from: Vec<&str> = folder
            .0
            .split('/')
            .filter(|part| !part.is_empty())
            .collect();
        let to: Vec<&str> = self.0.split('/').collect();
        let shared = from
            .iter()
            .zip(&to)
            .take_while(|(left, right)| left == right)
            .count();
        let up = std::iter::repeat_n("..", from.len() - shared);
        up.chain(to.into_iter().skip(shared))
            .collect::<Vec<_>>()
            .join("/")
    }

    /// Whether the path is `folder` or lies under it.
    pub fn is_under(&self, folder: &Self) -> bool {
        folder.0.is_empty()
            || self
                .0
                .strip_prefix(&folder.0)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }
}

impl std::borrow::Borrow<str> for RepoPath {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RepoPath {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lies_below_a_folder_is_seen_from_above_it() {
        let path = |path: &str| RepoPath::new(path).unwrap();
        for (inner, folder, expected) in [
            ("a.md", "", "a.md"),
            ("a.md", "x/y", "x/y/a.md"),
            ("", "x", "x"),
            ("", "", ""),
        ] {
            let found = path(inner).below(&path(folder));
            assert_eq!(found.as_str(), expected);
            assert_eq!(path(folder).join(inner), Some(found));
        }
    }

    #[test]
    fn targets_are_seen_from_the_folder_and_stay_inside() {
        let folder = RepoPath::new("incidents/2026").unwrap();
        for (target, expected) in [
            ("../2025/a.md", Some("incidents/2025/a.md")),
            ("./b.md", Some("incidents/2026/b.md")),
            ("/src/x.rs", Some("src/x.rs")),
            ("../../../etc/passwd", None),
            ("..", Some("incidents")),
        ] {
            assert_eq!(
                folder.join(target).as_ref().map(RepoPath::as_str),
                expected,
                "{target}"
            );
        }
    }

    #[test]
    fn links_are_relative_to_the_folder() {
        let path = RepoPath::new("incidents/2025/b.md").unwrap();
        for (folder, expected) in [
            ("incidents/2026", "../2025/b.md"),
            ("incidents/2025", "b.md"),
            ("", "incidents/2025/b.md"),
            ("docs/x", "../../incidents/2025/b.md"),
        ] {
            assert_eq!(path.seen_from(&RepoPath::new(folder).unwrap()), expected);
        }
    }

    #[test]
    fn stems_are_names_without_their_ending() {
        for (path, stem) in [
            ("incidents/2026/a b.md", "a b"),
            ("x/v1.2.markdown", "v1.2"),
            ("x/2026-01-02-night/index.md", "2026-01-02-night"),
            ("index.md", "index"),
            ("x/.md", ".md"),
        ] {
            assert_eq!(RepoPath::new(path).unwrap().stem(), stem);
        }
    }

    #[test]
    fn folders_hold_what_is_under_them() {
        let path = RepoPath::new("incidents/2026/a.md").unwrap();
        assert!(path.is_under(&RepoPath::new("incidents").unwrap()));
        assert!(path.is_under(&RepoPath::new("").unwrap()));
        assert!(!path.is_under(&RepoPath::new("inc").unwrap()));
    }
}
