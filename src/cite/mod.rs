//! Floor 5: the ways to point at a write-up from elsewhere, ready to paste.
//!
//! Plain functions of names and paths. Whatever is written here is found again by [`crate::links`].

mod language;

use crate::config::Config;
use crate::model::{Destination, Known, RepoPath, Writeup};
use crate::text::{uri, words};

pub use language::{Comment, Language, language};

/// What is pointed at: a write-up, or a part of it.
#[derive(Clone, Copy, Debug)]
pub struct Pointed<'a> {
    pub writeup: &'a Writeup,
    /// The write-up's path from the top of the repository.
    pub path: &'a RepoPath,
    pub part: Option<Part<'a>>,
}

/// A part of a write-up, under a heading.
#[derive(Clone, Copy, Debug)]
pub struct Part<'a> {
    pub anchor: &'a str,
    /// The heading's words.
    pub words: &'a str,
}

impl Pointed<'_> {
    /// Returns what it is called in code and in messages: the id, and the path where the id is a word that
    /// could mean anything.
    pub fn name(&self) -> String {
        let id = self.writeup.id();
        let name = if Known::is_distinct(id) {
            id
        } else {
            self.path.as_str()
        };
        self.with_anchor(name.to_owned(), char::is_alphanumeric)
    }

    /// Returns the title that a reader sees: the heading's of a part.
    fn title(&self) -> String {
        let title = self.part.map_or(self.writeup.title(), |part| part.words);
        words_of(title)
    }

    /// Puts the anchor behind a name. What is no letter to whoever reads it is percent-encoded.
    fn with_anchor(&self, name: String, is_letter: fn(char) -> bool) -> String {
        let Some(part) = self.part else {
            return name;
        };
        let mut named = name + "#";
        for c in part.anchor.chars() {
            if is_letter(c) || matches!(c, '-' | '_') {
                named.push(c);
            } else {
                let mut bytes = [0; 4];
                for byte in c.encode_utf8(&mut bytes).bytes() {
                    named.push_str(&format!("%{byte:02X}"));
                }
            }
        }
        named
    }
}

/// Returns the line of code that leads a reader to the write-up.
pub fn comment(comment: Comment, pointed: Pointed<'_>) -> String {
    let Comment { open, close } = comment;
    let gap = if close.is_empty() { "" } else { " " };
    format!("{open} {}{gap}{close}", sentence(comment, pointed))
}

/// Returns the words of a comment: the name, and the title where the name does not hold its words already.
fn sentence(comment: Comment, pointed: Pointed<'_>) -> String {
    let mut name = pointed.name();
    let known = words::fold(&uri::decoded(&name)).contains(&words::fold(&pointed.title()));
    let mut title = pointed.title();
    // A title that closes the comment would be code.
    if !comment.close.is_empty() {
        for mark in [comment.close, "-->", "--"] {
            title = title.replace(mark, " ");
        }
        if pointed.part.is_some() {
            // Of an anchor no letter can go.
            name = name.replace("--", "-%2D");
        }
    }
    let title = words_of(&title);
    if known || title.is_empty() {
        format!("See incident {name}")
    } else {
        format!("See incident {name}: {title}")
    }
}

/// Returns a text on one line, its blanks folded.
fn words_of(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns the trailer of a commit's message.
pub fn trailer(pointed: Pointed<'_>) -> String {
    format!("Incident: {}", pointed.name())
}

/// Returns a Markdown link to the write-up from a file in `folder`, seen from the top as its path is.
pub fn link(pointed: Pointed<'_>, folder: &RepoPath) -> String {
    let mut title = String::new();
    for c in pointed.title().chars() {
        if "[]\\`*_<>|".contains(c) {
            title.push('\\');
        }
        title.push(c);
    }
    let way = Destination::write(&pointed.path.seen_from(folder));
    format!("[{title}]({})", pointed.with_anchor(way, is_ascii_letter))
}

/// Returns the address of what is pointed at, from that of its write-up.
pub fn url(pointed: Pointed<'_>, writeup: String) -> String {
    // A page that tells its pages apart behind a `#` has no room for another.
    if writeup.contains('#') {
        return writeup;
    }
    pointed.with_anchor(writeup, is_ascii_letter)
}

/// Whether a character stands for itself in an address.
fn is_ascii_letter(c: char) -> bool {
    c.is_ascii_alphanumeric()
}

/// Where a write-up is found on the web, and who says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    pub url: String,
    pub said_by: SaidBy,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SaidBy {
    /// `site:` in the settings.
    Site,
    /// `forge:` in the settings.
    Forge,
    /// The one address that git's remotes name.
    Remote,
}

/// Returns the address of a write-up whose path from the top of the repository is `path`. `homes` are
/// what git's remotes name, `host/owner/name`. Fails with why it is unknown.
pub fn address(
    config: &Config,
    homes: &[String],
    writeup: &Writeup,
    path: &RepoPath,
) -> Result<Address, String> {
    if let Some(site) = &config.site {
        let url = on_site(&site.value, writeup);
        return Ok(Address {
            url,
            said_by: SaidBy::Site,
        });
    }
    if let Some(forge) = &config.forge {
        let url = on_forge(&forge.value, path);
        return Ok(Address {
            url,
            said_by: SaidBy::Forge,
        });
    }
    match homes {
        [] => Err(
            "neither `site:` nor `forge:` is in incident.yaml, and no remote of git names a home"
                .to_owned(),
        ),
        [home] if knows_shape(home) => Ok(Address {
            url: on_forge(&format!("https://{home}"), path),
            said_by: SaidBy::Remote,
        }),
        [home] => Err(format!(
            "how `{home}` shows files is not known; `forge:` in incident.yaml says it"
        )),
        _ => {
            Err("git's remotes name several homes; `forge:` in incident.yaml says which".to_owned())
        }
    }
}

/// Returns the address below a site: where `{id}` and `{path}` stand, else the id behind it.
fn on_site(site: &str, writeup: &Writeup) -> String {
    let id = uri::path(writeup.id());
    if !site.contains("{id}") && !site.contains("{path}") {
        return format!("{}/{id}", site.trim_end_matches('/'));
    }
    let path = writeup.path.as_str();
    let path = path.rsplit_once('.').map_or(path, |(path, _)| path);
    site.replace("{id}", &id)
        .replace("{path}", &uri::path(path))
}

/// Whether a home lies on a forge whose addresses are known without being told.
fn knows_shape(home: &str) -> bool {
    let host = home.split('/').next().unwrap_or_default();
    host == "github.com" || host == "bitbucket.org" || host.contains("gitlab")
}

/// Returns the address of a file on its default branch.
fn on_forge(forge: &str, path: &RepoPath) -> String {
    let forge = forge.trim_end_matches('/');
    let path = uri::path(path.as_str());
    let rest = forge.split_once("://").map_or(forge, |(_, rest)| rest);
    let host = rest.split('/').next().unwrap_or_default();
    // An address that says already how files are shown: `…/src/branch/main`.
    let shown = ["/blob/", "/src/", "/tree/", "/raw/"]
        .iter()
        .any(|word| rest.contains(word));
    let way = match host {
        _ if shown => "",
        "bitbucket.org" => "/src/HEAD",
        host if host.contains("gitlab") => "/-/blob/HEAD",
        _ => "/blob/HEAD",
    };
    format!("{forge}{way}/{path}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Vocabulary;
    use crate::parse;
    use crate::text::Files;

    fn whole<'a>(writeup: &'a Writeup, path: &'a RepoPath) -> Pointed<'a> {
        Pointed {
            writeup,
            path,
            part: None,
        }
    }

    fn writeup(text: &str) -> Writeup {
        let file = Files::default().add("incidents/2026/INC-7.md", text);
        let path = RepoPath::new("incidents/2026/INC-7.md").unwrap();
        parse::writeup(file, path, text, &Vocabulary::default()).writeup
    }

    #[test]
    fn comments_are_written_in_the_language_of_the_file() {
        let writeup = writeup("# Who --> ate --}} Tuesday */\n");
        let pointed = whole(&writeup, &writeup.path);
        for (name, expected) in [
            (
                "retry.go",
                "// See incident INC-7: Who --> ate --}} Tuesday */",
            ),
            (
                "a.test.py",
                "# See incident INC-7: Who --> ate --}} Tuesday */",
            ),
            (
                "Dockerfile.web",
                "# See incident INC-7: Who --> ate --}} Tuesday */",
            ),
            (
                "x.SQL",
                "-- See incident INC-7: Who --> ate --}} Tuesday */",
            ),
            (
                "run.bat",
                "REM See incident INC-7: Who --> ate --}} Tuesday */",
            ),
            (
                "p.html",
                "<!-- See incident INC-7: Who ate }} Tuesday */ -->",
            ),
            (
                "p.blade.php",
                "{{-- See incident INC-7: Who ate Tuesday */ --}}",
            ),
            ("a.css", "/* See incident INC-7: Who ate }} Tuesday */"),
        ] {
            let Language::Comments(marks) = language(name) else {
                panic!("{name}");
            };
            assert_eq!(comment(marks, pointed), expected, "{name}");
        }
        assert_eq!(language("data.json"), Language::None);
        assert_eq!(language("x.whatever"), Language::Unknown);
        assert_eq!(language(""), Language::Unknown);
    }

    #[test]
    fn a_title_that_the_id_tells_is_not_told_again() {
        let text = "---\nid: 2026-11-03-the-queue\ntitle: The queue\n---\n";
        let Language::Comments(marks) = language("a.rs") else {
            panic!()
        };
        let writeup = writeup(text);
        assert_eq!(
            comment(marks, whole(&writeup, &writeup.path)),
            "// See incident 2026-11-03-the-queue"
        );
    }

    #[test]
    fn links_lead_from_the_folder_and_titles_stay_words() {
        let path = |path: &str| RepoPath::new(path).unwrap();
        let writeup = writeup("# A [b] *c*\n");
        let target = path("incidents/2026/a b.md");
        assert_eq!(
            link(whole(&writeup, &target), &path("docs/x")),
            "[A \\[b\\] c](../../incidents/2026/a%20b.md)"
        );
    }

    #[test]
    fn parts_are_named_by_their_anchor() {
        let text = "---\nid: outages\n---\n";
        let writeup = writeup(text);
        let pointed = |anchor, words| Pointed {
            part: Some(Part { anchor, words }),
            ..whole(&writeup, &writeup.path)
        };
        let Language::Comments(marks) = language("a.xml") else {
            panic!()
        };
        let one = pointed("git--you-e\u{301}é", "`git` & you é");
        assert_eq!(
            comment(marks, one),
            "<!-- See incident incidents/2026/INC-7.md#git-%2Dyou-e%CC%81é -->"
        );
        let one = pointed("bell", "The *door*");
        assert_eq!(trailer(one), "Incident: incidents/2026/INC-7.md#bell");
        assert_eq!(
            link(one, &RepoPath::root()),
            "[The \\*door\\*](incidents/2026/INC-7.md#bell)"
        );
        let one = pointed("é", "É");
        assert_eq!(
            url(one, "https://x.org/a/".to_owned()),
            "https://x.org/a/#%C3%A9"
        );
        assert_eq!(
            url(one, "https://x.org/#/a".to_owned()),
            "https://x.org/#/a"
        );
    }

    #[test]
    fn addresses_follow_the_settings_then_the_remote() {
        let writeup = writeup("# T\n");
        let path = RepoPath::new("stories/incidents/2026/INC-7.md").unwrap();
        let read = |settings: &str| {
            let file = Files::default().add("incident.yaml", settings);
            crate::config::read(file, settings).0.unwrap()
        };
        for (settings, homes, expected) in [
            (
                "site: https://x.org/s/\nforge: https://y.org/a/b",
                "",
                "https://x.org/s/INC-7",
            ),
            (
                "site: https://x.org/{path}/",
                "",
                "https://x.org/incidents/2026/INC-7/",
            ),
            (
                "forge: https://github.com/a/b",
                "",
                "https://github.com/a/b/blob/HEAD/stories/incidents/2026/INC-7.md",
            ),
            (
                "forge: https://gitlab.x.org/a/b/",
                "",
                "https://gitlab.x.org/a/b/-/blob/HEAD/stories/incidents/2026/INC-7.md",
            ),
            (
                "forge: https://git.x.org/a/b/src/branch/main",
                "",
                "https://git.x.org/a/b/src/branch/main/stories/incidents/2026/INC-7.md",
            ),
            (
                "",
                "github.com/a/b",
                "https://github.com/a/b/blob/HEAD/stories/incidents/2026/INC-7.md",
            ),
        ] {
            let homes: Vec<String> = homes.split_terminator(' ').map(str::to_owned).collect();
            let found = address(&read(settings), &homes, &writeup, &path).unwrap();
            assert_eq!(found.url, expected, "{settings}");
        }
        for homes in [
            vec![],
            vec!["git.x.org/a/b"],
            vec!["github.com/a/b", "github.com/c/b"],
        ] {
            let homes: Vec<String> = homes.into_iter().map(str::to_owned).collect();
            assert!(address(&read(""), &homes, &writeup, &path).is_err());
        }
    }
}
