//! Floor 5: the ways to point at a write-up from elsewhere, ready to paste.
//!
//! Plain functions of names and paths. Whatever is written here is found again by [`crate::links`].

use crate::config::Config;
use crate::model::{Destination, Known, RepoPath, Writeup};
use crate::text::{uri, words};

/// How a language writes a comment on one line: what opens it, and what closes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Comment {
    open: &'static str,
    close: &'static str,
}

/// What is known of comments in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    Comments(Comment),
    /// A format without comments.
    None,
    /// Nothing is known of files with this name.
    Unknown,
}

const fn line(open: &'static str) -> Language {
    Language::Comments(Comment { open, close: "" })
}

const fn block(open: &'static str, close: &'static str) -> Language {
    Language::Comments(Comment { open, close })
}

/// Endings of files, and whole names of those without one, in lower case, blanks between.
const LANGUAGES: &[(Language, &str)] = &[
    (
        line("//"),
        "rs go c h cc cpp cxx hh hpp hxx m mm java kt kts scala sc groovy gradle swift \
         dart js mjs cjs jsx ts mts cts tsx cs fs fsx fsi php proto thrift zig v sv svh d \
         di odin sol cue jsonnet libsonnet json5 jsonc scss sass less glsl hlsl wgsl frag \
         vert metal cu cuh bicep rego typ gleam hx vala as pde ino qml kdl re res fbs \
         capnp dot gv jenkinsfile adoc asciidoc templ move cairo dts dtsi smithy mod",
    ),
    (
        line("#"),
        "py pyi pyx pyw rb rake gemspec ru sh bash zsh ksh fish pl pm t r jl yaml yml \
         toml tf tfvars hcl nomad ex exs nim nims cr tcl awk sed nix ps1 psm1 psd1 mk mak \
         cmake conf cfg cnf properties env desktop service timer socket gd coffee graphql \
         gql star bzl bazel pp po pot ninja gn gni nu xsh robot feature raku makefile \
         gnumakefile dockerfile containerfile vagrantfile gemfile rakefile procfile \
         justfile just brewfile podfile fastfile guardfile cmakelists.txt \
         requirements.txt build workspace codeowners snakefile tiltfile caddyfile kconfig \
         meson.build sconstruct .gitignore .gitattributes .dockerignore .editorconfig \
         .env .bashrc .zshrc .profile .mailmap crontab bb bbclass jq sls ncl mojo \
         htaccess gitconfig",
    ),
    (
        line("--"),
        "sql psql pgsql ddl hs lhs elm lua luau ada adb ads vhd vhdl purs agda idr dhall \
         applescript lean moon mysql",
    ),
    (
        line(";"),
        "ini lisp lsp cl el clj cljs cljc edn scm ss rkt fnl hy asm s nasm ll wat ahk reg \
         zone inf",
    ),
    (
        line("%"),
        "tex sty cls bib ltx dtx erl hrl escript pro prolog mat ps eps xrl yrl \
         rebar.config",
    ),
    (line("%%"), "mmd mermaid"),
    (line("\""), "vim vimrc .vimrc gvimrc nvim"),
    (line("'"), "vb vbs bas vba frm puml plantuml iuml brs"),
    (line("REM"), "bat cmd"),
    (line("!"), "f f90 f95 f03 f08 for ftn xresources xdefaults"),
    (line("*>"), "cob cbl cpy"),
    (line(".\\\""), "1 2 3 4 5 6 7 8 9 man roff"),
    (line(".."), "rst"),
    (line("NB."), "ijs"),
    (line("⍝"), "apl dyalog"),
    (line("@c"), "texi texinfo"),
    (line("dnl"), "m4 ac"),
    (
        block("<!--", "-->"),
        "html htm xhtml xml xsd xsl xslt svg md markdown mdown rmd qmd mkd vue svelte \
         astro plist csproj fsproj vbproj props targets resx xaml drawio rss atom wsdl \
         pom jsp storyboard xib web.config app.config nuspec iml fxml dita ditamap",
    ),
    (block("/*", "*/"), "css pcss postcss rc ld lds y l yy"),
    (
        block("(*", "*)"),
        "ml mli mll mly pas dpr sml sig fun nb wl thy coq",
    ),
    (block("{#", "#}"), "j2 jinja jinja2 njk twig tera"),
    (block("{{/*", "*/}}"), "tpl gotmpl tmpl"),
    (block("{{!--", "--}}"), "hbs handlebars"),
    (block("<%#", "%>"), "erb eex ejs"),
    (block("<%#--", "--%>"), "leex"),
    (block("<%!--", "--%>"), "heex"),
    (block("@*", "*@"), "cshtml razor"),
    (block("{{--", "--}}"), "blade.php"),
    (block("{/*", "*/}"), "mdx"),
    (block("-#", ""), "haml"),
    (block("//-", ""), "pug jade"),
    (
        Language::None,
        "json csv tsv txt ipynb geojson ndjson jsonl lock webmanifest har",
    ),
];

/// Returns how comments are written in a file with this name: the whole name decides, then what stands
/// behind its first dot, then behind its last.
pub fn language(file_name: &str) -> Language {
    let name = file_name.to_lowercase();
    let of = |ending: &str| {
        let row = LANGUAGES
            .iter()
            .find(|(_, names)| names.split(' ').any(|name| name == ending));
        row.map(|(language, _)| *language)
    };
    let behind = |at: Option<usize>| at.and_then(|at| name.get(at + 1..)).and_then(of);
    // `Dockerfile.web` and `Makefile.am` are called after what stands before the dot.
    let before = || {
        let (first, _) = name.split_once('.')?;
        (first.len() > 4).then(|| of(first)).flatten()
    };
    of(&name)
        .or_else(|| behind(name.find('.')))
        .or_else(|| behind(name.rfind('.')))
        .or_else(before)
        .unwrap_or(Language::Unknown)
}

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
    fn no_ending_is_listed_twice() {
        let mut all: Vec<&str> = LANGUAGES
            .iter()
            .flat_map(|(_, names)| names.split(' '))
            .collect();
        all.sort_unstable();
        let twice: Vec<_> = all.windows(2).filter(|pair| pair[0] == pair[1]).collect();
        assert!(twice.is_empty(), "{twice:?}");
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
