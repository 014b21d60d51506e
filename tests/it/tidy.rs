//! The floors, the fences and the shelves of the house, read from the source.
//!
//! Imports go down only. A package has one home. What lies on a shelf is listed. The text is read
//! line by line: one `use crate::module::…` a line is the house style, so no parser is needed.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::support::project;

/// A module, and what it may import. A row names only rows beneath it, so a circle cannot be
/// written down. `cli` may import everything.
const FLOORS: &[(&str, &[&str])] = &[
    (
        "render",
        &[
            "text",
            "threads",
            "diagnostic",
            "model",
            "corpus",
            "history",
            "code",
            "links",
            "cite",
            "contributors",
            "markers",
            "questions",
            "agenda",
            "digest",
            "reading",
            "reads",
            "search",
        ],
    ),
    (
        "lint",
        &[
            "text",
            "threads",
            "diagnostic",
            "model",
            "config",
            "corpus",
            "history",
            "links",
        ],
    ),
    // Asks what its neighbours found out.
    (
        "markers",
        &[
            "text",
            "model",
            "config",
            "corpus",
            "history",
            "code",
            "links",
            "contributors",
            "questions",
            "reads",
        ],
    ),
    // Asks its neighbours where a write-up is found, and who is from which team.
    (
        "reads",
        &["text", "model", "config", "corpus", "cite", "contributors"],
    ),
    ("cite", &["text", "model", "config"]),
    (
        "contributors",
        &["text", "model", "config", "corpus", "history", "links"],
    ),
    (
        "scaffold",
        &["text", "model", "config", "corpus", "history", "links"],
    ),
    ("agenda", &["text", "model", "corpus", "questions"]),
    ("digest", &["text", "model", "corpus", "questions"]),
    ("reading", &["model", "corpus", "links"]),
    ("questions", &["text", "model", "corpus", "links"]),
    ("search", &["text", "bytes", "model"]),
    (
        "links",
        &[
            "text", "bytes", "threads", "model", "corpus", "history", "code",
        ],
    ),
    (
        "corpus",
        &[
            "text",
            "bytes",
            "threads",
            "disk",
            "cache",
            "diagnostic",
            "model",
            "parse",
            "config",
        ],
    ),
    (
        "history",
        &["text", "bytes", "threads", "disk", "cache", "model"],
    ),
    ("code", &["text", "threads", "disk", "model"]),
    ("parse", &["text", "diagnostic", "model"]),
    ("config", &["text", "diagnostic", "model"]),
    ("diagnostic", &["text"]),
    ("model", &["text"]),
    ("text", &[]),
    ("bytes", &[]),
    ("cache", &["disk"]),
    ("disk", &[]),
    ("threads", &[]),
];

/// A package, and the only files or folders below `src/` that may name it.
const FENCES: &[(&str, &[&str])] = &[
    ("libdeflater", &["history/inflate.rs"]),
    ("tikv_jemallocator", &["main.rs"]),
    ("zlib_rs", &["history/inflate.rs"]),
    ("comrak", &["parse/body.rs", "parse/sheet.rs"]),
    ("serde_yaml", &["text/yaml/tree.rs"]),
    ("git2", &["history/"]),
    ("walkdir", &["corpus/walk.rs"]),
    ("tabled", &["render/rows.rs"]),
    ("annotate_snippets", &["render/diagnostics/full/mod.rs"]),
    (
        "clap",
        &[
            "cli/",
            "render/rows.rs",
            "render/diagnostics/mod.rs",
            "render/leaflet.rs",
            "render/views/near.rs",
        ],
    ),
    ("clap_complete", &["cli/completions.rs"]),
    ("clap_mangen", &["cli/man.rs"]),
    ("inquire", &["cli/"]),
    ("anstream", &["cli/"]),
    ("terminal_size", &["cli/"]),
    ("anstyle", &["render/style.rs"]),
    ("anyhow", &["corpus/", "history/", "cli/"]),
    ("jiff", &["model/date.rs"]),
    ("aho_corasick", &["model/known.rs"]),
    ("regex", &["model/shape.rs"]),
    ("rust_stemmers", &["links/related/", "search/words.rs"]),
    ("deunicode", &["text/words.rs"]),
    ("serde_json", &["render/", "cli/", "reads/json.rs"]),
    (
        "memchr",
        &[
            "history/edits.rs",
            "history/raw.rs",
            "reads/",
            "text/scan.rs",
        ],
    ),
    ("rustix", &["disk/"]),
    ("tempfile", &["disk/", "cli/tour/"]),
    ("std::fs", &["disk/"]),
    (
        "std::process::Command",
        &["cli/new.rs", "cli/pager.rs", "history/program.rs"],
    ),
];

/// A shelf: its folder, the list in its `mod.rs`, and the suffix of an entry.
const SHELVES: &[(&str, &str)] = &[
    ("lint/rules", "::RULE"),
    ("links/sources", "::SOURCE"),
    ("markers/signals", "::MARKER"),
];

struct Source {
    /// Below `src/`, `/`-separated.
    path: String,
    text: String,
}

#[test]
fn imports_go_down_only() {
    let breaches: Vec<String> = sources().iter().flat_map(upward_imports).collect();
    assert!(breaches.is_empty(), "\n{}", breaches.join("\n"));
}

#[test]
fn packages_stay_behind_their_fences() {
    let breaches: Vec<String> = sources().iter().flat_map(broken_fences).collect();
    assert!(breaches.is_empty(), "\n{}", breaches.join("\n"));
}

#[test]
fn every_item_of_a_shelf_is_listed() {
    let sources = sources();
    for (folder, suffix) in SHELVES {
        let list = &sources
            .iter()
            .find(|source| source.path == format!("{folder}/mod.rs"))
            .unwrap()
            .text;
        for source in &sources {
            let Some(name) = source
                .path
                .strip_prefix(folder)
                .and_then(|rest| rest.strip_prefix('/'))
            else {
                continue;
            };
            let name = name.trim_end_matches(".rs");
            if name == "mod" {
                continue;
            }
            assert!(
                list.contains(&format!("mod {name};")),
                "src/{folder}/mod.rs has no `mod {name};`"
            );
            assert!(
                list.contains(&format!("&{name}{suffix},")),
                "src/{folder}/mod.rs does not list `&{name}{suffix}`"
            );
        }
    }
}

#[test]
fn every_rule_and_marker_has_a_page_and_every_page_its_code() {
    for shelf in ["lint/rules", "markers/signals"] {
        let folder = project().join("src").join(shelf);
        let names = |ending: &str| -> BTreeSet<String> {
            let files = fs::read_dir(&folder)
                .unwrap()
                .map(|entry| entry.unwrap().file_name().into_string().unwrap());
            files
                .filter_map(|name| name.strip_suffix(ending).map(str::to_owned))
                .filter(|name| name != "mod")
                .collect()
        };
        assert_eq!(names(".rs"), names(".md"), "{shelf}");
    }
}

#[test]
fn the_floors_name_every_module_once() {
    let library = fs::read_to_string(project().join("src/lib.rs")).unwrap();
    let declared: BTreeSet<&str> = library
        .lines()
        .filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'))
        .collect();
    let mut known: BTreeSet<&str> = FLOORS.iter().map(|(name, _)| *name).collect();
    assert_eq!(known.len(), FLOORS.len(), "a module stands twice");
    known.insert("cli");
    assert_eq!(declared, known);
    for (at, (name, below)) in FLOORS.iter().enumerate() {
        for other in *below {
            let place = FLOORS.iter().position(|(known, _)| known == other);
            assert!(
                place.is_some_and(|place| place > at),
                "`{name}` names `{other}`, which is not beneath it"
            );
        }
    }
}

#[test]
fn each_kind_of_breach_is_seen() {
    let source = |path: &str, text: &str| Source {
        path: path.to_owned(),
        text: text.to_owned(),
    };
    for text in [
        "use crate::lint::run;",
        "    let x = crate::render::style::safe(y);",
    ] {
        assert_eq!(
            upward_imports(&source("text/span.rs", text)).len(),
            1,
            "{text}"
        );
        assert!(
            upward_imports(&source("cli/lint.rs", text)).is_empty(),
            "{text}"
        );
    }
    assert!(upward_imports(&source("lint/mod.rs", "use crate::text::Span;")).is_empty());
    for text in [
        "use comrak::Arena;",
        "comrak::parse()",
        "std::fs::read(x)",
        "use std::fs;",
    ] {
        assert_eq!(
            broken_fences(&source("lint/mod.rs", text)).len(),
            1,
            "{text}"
        );
    }
    assert!(broken_fences(&source("parse/body.rs", "use comrak::Arena;")).is_empty());
    assert!(broken_fences(&source("lint/mod.rs", "//! comrak:: is elsewhere")).is_empty());
}

fn upward_imports(source: &Source) -> Vec<String> {
    let own = source.path.split(['/', '.']).next().unwrap_or_default();
    // Tests may look everywhere, at the foot of a file and in one of their own.
    if matches!(own, "cli" | "lib" | "main") || source.path.ends_with("/tests.rs") {
        return Vec::new();
    }
    let Some((_, allowed)) = FLOORS.iter().find(|(name, _)| *name == own) else {
        return vec![format!(
            "src/{}: the module `{own}` has no floor in tests/it/tidy.rs",
            source.path
        )];
    };
    let mut breaches = Vec::new();
    for (number, line) in code_lines(&source.text) {
        for (at, _) in line.match_indices("crate::") {
            let rest = &line[at + "crate::".len()..];
            let module: String = rest
                .chars()
                .take_while(|c| c.is_alphanumeric() || *c == '_')
                .collect();
            if module != own && !allowed.contains(&module.as_str()) {
                breaches.push(format!(
                    "src/{}:{number}: `{own}` may not import `{module}`",
                    source.path
                ));
            }
        }
    }
    breaches
}

fn broken_fences(source: &Source) -> Vec<String> {
    let mut breaches = Vec::new();
    for (package, homes) in FENCES {
        if homes.iter().any(|home| source.path.starts_with(home)) {
            continue;
        }
        let named = code_lines(&source.text).find(|(_, line)| {
            line.match_indices(package).any(|(at, _)| {
                let before = line[..at].chars().next_back();
                let after = &line[at + package.len()..];
                let whole = !before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == ':');
                whole
                    && (after.starts_with("::")
                        || (line.trim_start().starts_with("use ") && after.starts_with(';')))
            })
        });
        if let Some((number, _)) = named {
            breaches.push(format!(
                "src/{}:{number}: `{package}` lives in {} only",
                source.path,
                homes.join(", ")
            ));
        }
    }
    breaches
}

/// Yields the lines of code outside of comments and of the tests at the foot of a file.
fn code_lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines()
        .enumerate()
        .map(|(at, line)| (at + 1, line))
        .take_while(|(_, line)| *line != "#[cfg(test)]")
        .filter(|(_, line)| !line.trim_start().starts_with("//"))
}

fn sources() -> Vec<Source> {
    let root = project().join("src");
    let mut found = Vec::new();
    let mut pending = vec![root.clone()];
    while let Some(folder) = pending.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                pending.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                found.push(Source {
                    path: below(&root, &path),
                    text: fs::read_to_string(&path).unwrap(),
                });
            }
        }
    }
    found.sort_by(|left, right| left.path.cmp(&right.path));
    found
}

fn below(root: &Path, path: &Path) -> String {
    let path: PathBuf = path.strip_prefix(root).unwrap().to_path_buf();
    path.to_string_lossy().replace('\\', "/")
}
