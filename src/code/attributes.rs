//! What `.gitattributes` says of files that nobody here wrote: vendored and generated ones.

use std::path::Path;

use crate::disk;
use crate::model::RepoPath;
use crate::text::glob;

/// Longest `.gitattributes` that is read, in bytes.
const LIST_BYTES_MAX: u64 = 256 * 1024;

/// The lines that say whether files are somebody else's, in the order in which git takes them.
#[derive(Debug, Default)]
pub(super) struct Attributes {
    lines: Vec<Line>,
}

#[derive(Debug)]
struct Line {
    /// The folder that holds the list.
    folder: RepoPath,
    pattern: String,
    /// `linguist-vendored` set or unset, and `linguist-generated`.
    vendored: Option<bool>,
    generated: Option<bool>,
}

impl Attributes {
    /// Reads every list among the paths. Those of outer folders come first, so that inner ones win.
    pub(super) fn read(root: &Path, paths: &[RepoPath]) -> Self {
        let mut lists: Vec<&RepoPath> = paths
            .iter()
            .filter(|path| path.file_name() == ".gitattributes")
            .collect();
        lists.sort_by_key(|path| path.as_str().split('/').count());
        let mut lines = Vec::new();
        for path in lists {
            if let Ok(bytes) = disk::read(root, Path::new(path.as_str()), LIST_BYTES_MAX) {
                let text = String::from_utf8_lossy(&bytes);
                lines.extend(
                    text.lines()
                        .filter_map(|line| Line::read(line, path.folder())),
                );
            }
        }
        Self { lines }
    }

    /// Returns bytes that are the same for the same lines.
    pub(super) fn mark(&self) -> Vec<u8> {
        format!("{:?}", self.lines).into_bytes()
    }

    /// Whether a file was not written here.
    pub(super) fn is_foreign(&self, path: &RepoPath) -> bool {
        let (mut vendored, mut generated) = (false, false);
        for line in self.lines.iter().filter(|line| line.means(path)) {
            vendored = line.vendored.unwrap_or(vendored);
            generated = line.generated.unwrap_or(generated);
        }
        vendored || generated
    }
}

impl Line {
    fn read(line: &str, folder: RepoPath) -> Option<Self> {
        let mut words = line.split_whitespace();
        let pattern = words.next().filter(|pattern| !pattern.starts_with('#'))?;
        let (mut vendored, mut generated) = (None, None);
        for word in words {
            let (name, set) = match word.split_once('=') {
                Some((name, value)) => (name, !matches!(value, "false" | "0")),
                None => match word.strip_prefix(['-', '!']) {
                    Some(name) => (name, false),
                    None => (word, true),
                },
            };
            match name {
                "linguist-vendored" => vendored = Some(set),
                "linguist-generated" => generated = Some(set),
                _ => {}
            }
        }
        if vendored.is_none() && generated.is_none() {
            return None;
        }
        // Without a slash a pattern means a name in any folder, with one a place.
        let pattern = match pattern.strip_prefix('/') {
            Some(rooted) => rooted.to_owned(),
            None if pattern.contains('/') => pattern.to_owned(),
            None => format!("**/{pattern}"),
        };
        Some(Self {
            folder,
            pattern,
            vendored,
            generated,
        })
    }

    fn means(&self, path: &RepoPath) -> bool {
        path.is_under(&self.folder) && glob::matches(&self.pattern, &path.seen_from(&self.folder))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_say_what_is_not_written_here() {
        let lines = |folder: &str, text: &str| -> Vec<Line> {
            let folder = RepoPath::new(folder).unwrap();
            text.lines()
                .filter_map(|line| Line::read(line, folder.clone()))
                .collect()
        };
        let mut attributes = Attributes {
            lines: lines(
                "",
                "# a comment linguist-vendored\n*.min.js linguist-generated=true\n\
                 third/** linguist-vendored\nthird/own.c -linguist-vendored\n*.md text\n",
            ),
        };
        attributes.lines.extend(lines(
            "web",
            "/out linguist-generated\n*.min.js linguist-generated=false\n",
        ));
        for (path, expected) in [
            ("a/b.min.js", true),
            ("third/x/y.c", true),
            ("third/own.c", false),
            ("web/out/a.js", true),
            ("out/a.js", false),
            ("web/x.min.js", false),
            ("x.md", false),
        ] {
            assert_eq!(
                attributes.is_foreign(&RepoPath::new(path).unwrap()),
                expected,
                "{path}"
            );
        }
    }
}
