//! What the repositories remember of a time, for whoever begins a write-up: facts that jog memories, and
//! people to talk to. It says of no commit whose it was, and of nothing that it was the cause.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Moment, RepoPath, Window};

/// What was found.
#[derive(Clone, Debug)]
pub struct Material {
    pub window: Window,
    /// Names, with the team behind where it is known.
    pub people: BTreeSet<String>,
    pub repositories: Vec<Remembered>,
}

/// What one repository remembers.
#[derive(Clone, Debug, Default)]
pub struct Remembered {
    pub name: String,
    /// Oldest first.
    pub commits: Vec<Change>,
    pub tags: Vec<(Moment, String)>,
    /// Each with the number of commits that touched it.
    pub files: BTreeMap<RepoPath, usize>,
    /// How one sees more of it.
    pub command: String,
}

/// A commit, without its author.
#[derive(Clone, Debug)]
pub struct Change {
    pub at: Moment,
    pub id: String,
    pub subject: String,
}

/// So many of each are listed; of more, how many there are.
const COMMITS_SHOWN: usize = 20;
const TAGS_SHOWN: usize = 20;
const FILES_SHOWN: usize = 20;
const PEOPLE_SHOWN: usize = 30;

impl Material {
    /// Returns a comment for the end of a write-up: nobody reads it on the page, and whoever writes takes
    /// out of it what helps.
    pub fn comment(&self) -> String {
        let mut lines = vec![
            format!("<!-- material: what the repositories remember of {}.", self.window),
            "Facts to jog memories; that something stands here does not mean that it had to do with it.".to_owned(),
            "Take what helps the story, and take the rest out.".to_owned(),
        ];
        if !self.people.is_empty() {
            lines.push(String::new());
            lines.push("People to talk to, who were at work then:".to_owned());
            let mut people: Vec<&String> = self.people.iter().collect();
            people.sort_by_key(|name| name.to_lowercase());
            let shown = people.into_iter().take(PEOPLE_SHOWN);
            lines.extend(shown.map(|name| format!("- {}", plain(name))));
            lines.extend(more(self.people.len(), PEOPLE_SHOWN, "people"));
        }
        for one in &self.repositories {
            lines.push(String::new());
            one.write(&mut lines);
        }
        lines.push("-->".to_owned());
        lines.join("\n") + "\n"
    }
}

impl Remembered {
    fn write(&self, lines: &mut Vec<String>) {
        let name = plain(&self.name);
        if self.commits.is_empty() && self.tags.is_empty() {
            lines.push(format!("{name}: nothing was committed or tagged."));
            return;
        }
        let counts = [
            counted(self.commits.len(), "commit"),
            counted(self.tags.len(), "tag"),
            counted(self.files.len(), "file"),
        ];
        lines.push(format!(
            "{name}: {}. More: `{}`",
            counts.join(", "),
            plain(&self.command)
        ));
        // What came last is nearest to what people remember.
        let left_out = self.commits.len().saturating_sub(COMMITS_SHOWN);
        if left_out > 0 {
            lines.push(format!("- {left_out} earlier commits, then:"));
        }
        for commit in self.commits.iter().skip(left_out) {
            let at = commit.at.to_the_minute();
            let id = commit.id.get(..9).unwrap_or(&commit.id);
            lines.push(format!("- {at} {id} {}", plain(&commit.subject)));
        }
        let left_out = self.tags.len().saturating_sub(TAGS_SHOWN);
        if left_out > 0 {
            lines.push(format!("- {left_out} earlier tags, then:"));
        }
        for (at, tag) in self.tags.iter().skip(left_out) {
            lines.push(format!("- {} tag {}", at.to_the_minute(), plain(tag)));
        }
        self.write_files(lines);
    }

    /// Adds the files, or where most of them lie.
    fn write_files(&self, lines: &mut Vec<String>) {
        if self.files.len() <= FILES_SHOWN {
            lines.extend(
                self.files
                    .keys()
                    .map(|path| format!("- {}", plain(path.as_str()))),
            );
            return;
        }
        let mut folders: BTreeMap<String, usize> = BTreeMap::new();
        for path in self.files.keys() {
            let parts: Vec<&str> = path.as_str().split('/').collect();
            let depth = parts.len().saturating_sub(1).min(2);
            let folder = parts
                .iter()
                .take(depth)
                .copied()
                .collect::<Vec<_>>()
                .join("/");
            *folders.entry(folder + "/").or_default() += 1;
        }
        let mut folders: Vec<(String, usize)> = folders.into_iter().collect();
        let all = folders.len();
        folders.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
        for (folder, files) in folders.into_iter().take(FILES_SHOWN) {
            let folder = if folder == "/" {
                "the top".to_owned()
            } else {
                plain(&folder)
            };
            lines.push(format!("- {} in {folder}", counted(files, "file")));
        }
        lines.extend(more(all, FILES_SHOWN, "folders"));
    }
}

fn more(all: usize, shown: usize, what: &str) -> Option<String> {
    (all > shown).then(|| format!("- and {} more {what}", all - shown))
}

fn counted(number: usize, what: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {what}{plural}")
}

/// Returns a text on one line that Markdown takes for words, and that does not end the comment.
fn plain(text: &str) -> String {
    let text = super::title(text).unwrap_or_default();
    let mut plain = String::new();
    let mut chars = text.chars().peekable();
    let mut before = ' ';
    while let Some(c) = chars.next() {
        // Within a word `_` is a letter, as in most names of code.
        let is_letter = |c: char| c.is_alphanumeric() || c == '_';
        let joins = is_letter(before) && chars.peek().is_some_and(|next| is_letter(*next));
        if "\\`*[]<>|".contains(c) || (c == '_' && !joins) {
            plain.push('\\');
        }
        plain.push(c);
        before = c;
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(minute: i64, subject: &str) -> Change {
        Change {
            at: Moment::utc(minute * 60),
            id: "0123456789abcdef".to_owned(),
            subject: subject.to_owned(),
        }
    }

    #[test]
    fn words_of_others_end_no_comment_and_mean_nothing() {
        for (text, expected) in [
            (
                "a --> b\n<!-- incident: allow x: y",
                "a --\\> b \\<!-- incident: allow x: y",
            ),
            ("A*n*_a [x](y)\u{202e}", "A\\*n\\*\\_a \\[x\\](y)"),
            ("fix entries_read (#12)", "fix entries_read (#12)"),
            ("_x_", "\\_x\\_"),
            ("--!>", "--!\\>"),
        ] {
            assert_eq!(plain(text), expected);
        }
    }

    #[test]
    fn much_is_summed_up() {
        let one = Remembered {
            name: "shop".to_owned(),
            commits: (0..50).map(|minute| change(minute, "x")).collect(),
            tags: Vec::new(),
            files: (0..100)
                .filter_map(|n| Some((RepoPath::new(&format!("src/p{}/f{n}.rs", n % 30))?, 1)))
                .collect(),
            command: "git log".to_owned(),
        };
        let mut lines = Vec::new();
        one.write(&mut lines);
        assert_eq!(lines.len(), 1 + 1 + COMMITS_SHOWN + FILES_SHOWN + 1);
        assert_eq!(
            lines[0],
            "shop: 50 commits, 0 tags, 100 files. More: `git log`"
        );
        assert_eq!(lines[1], "- 30 earlier commits, then:");
        assert_eq!(lines[2], "- 1970-01-01 00:30 012345678 x");
        assert_eq!(lines[22], "- 4 files in src/p0/");
        assert_eq!(lines.last().unwrap(), "- and 10 more folders");
    }
}
