//! Beginning write-ups: names that cannot collide, nothing overwritten, one file in a commit.

use std::collections::BTreeSet;
use std::process::{Command, Stdio};

use crate::support::{Scratch, binary};

#[test]
fn two_at_once_fifty_times_over_lose_nothing() {
    let scratch = Scratch::new();
    scratch.write("incident.yaml", "");
    for _ in 0..50 {
        let start = || {
            binary(scratch.path())
                .args(["new", "-q", "The same night", "--date", "2026-03-01"])
                .spawn()
                .unwrap()
        };
        let pair = [start(), start()];
        for mut child in pair {
            assert!(child.wait().unwrap().success());
        }
    }
    let files = scratch.files();
    let writeups: BTreeSet<&String> = files
        .iter()
        .filter(|path| path.starts_with("incidents/"))
        .collect();
    assert_eq!(writeups.len(), 100, "{files:?}");
    assert_eq!(files.len(), 101, "nothing else is left behind: {files:?}");
    assert!(
        writeups
            .iter()
            .all(|path| scratch.read(path).contains("title: The same night"))
    );
    scratch.stdout(&["lint"], 0);
}

#[test]
fn a_fresh_write_up_of_any_depth_is_read_back_and_quiet() {
    for depth in ["quick", "standard", "full"] {
        let scratch = Scratch::new();
        scratch.write("incident.yaml", "");
        let title = "Half: \"a\" # cake, {{date}} \u{1b}[2J";
        let words = [
            "new",
            "-q",
            title,
            "--depth",
            depth,
            "--service",
            "a: b",
            "--alias",
            "INC-9",
            "--event",
            "near-miss",
        ];
        let path = scratch.stdout(&words, 0);
        assert_eq!(path, "incidents/2026/2026-11-20-half-a-cake-date-2j.md\n");
        assert_eq!(
            scratch.stdout(&["lint", "--format", "concise"], 0),
            "1 write-up, nothing to mend.\n"
        );
        let text = scratch.read(path.trim());
        assert!(
            text.contains("title: \"Half: \\\"a\\\" # cake, {{date}} [2J\""),
            "{text}"
        );
        assert!(
            text.contains("event: near-miss\naliases: [INC-9]\nservices: [\"a: b\"]\n"),
            "{text}"
        );
    }
}

#[test]
fn published_scaffold_is_told_to_be_scaffold() {
    let scratch = Scratch::new();
    scratch.write("incident.yaml", "");
    let path = scratch.stdout(&["new", "-q", "Night", "--depth", "quick"], 0);
    let path = path.trim();
    let questions = scratch.read(path).matches("<!-- ask:").count();
    scratch.write(
        path,
        scratch
            .read(path)
            .replace("status: draft", "status: published"),
    );
    let found = scratch.stdout(&["lint", "--format", "concise"], 1);
    assert_eq!(
        found.matches("[scaffold-left]").count(),
        questions,
        "{found}"
    );
    assert!(found.contains("[missing-hook]"), "{found}");
}

#[test]
fn names_are_kept_within_and_apart() {
    let scratch = Scratch::new();
    scratch
        .write("incident.yaml", "")
        .write("incidents/2026/x.md", "---\nid: 2026-11-20-night\n---\n");
    assert_eq!(
        scratch.stdout(&["new", "-q", "Night"], 0),
        "incidents/2026/2026-11-20-night-2.md\n"
    );
    for id in ["../x", "a/b", ".x", "-x", "a b", "x", ""] {
        let output = scratch.run(&["new", "-q", "Night", &format!("--id={id}")]);
        assert_eq!(output.status.code(), Some(2), "{id}");
    }
    assert_eq!(
        scratch.stdout(&["new", "-q", "Night", "--id", "night-2"], 0),
        "incidents/2026/night-2.md\n"
    );
    assert_eq!(
        scratch.run(&["new", "-q"]).status.code(),
        Some(2),
        "nothing is asked without a terminal"
    );
}

#[test]
fn a_template_of_the_repository_is_used() {
    let scratch = Scratch::new();
    scratch.write("incident.yaml", "").write(
        "templates/retro.md",
        "---\ntitle: {{title}}\n---\nOurs, on {{date}}.\n",
    );
    let path = scratch.stdout(&["new", "-q", "Night", "--template", "retro"], 0);
    assert_eq!(
        scratch.read(path.trim()),
        "---\ntitle: Night\n---\nOurs, on 2026-11-20.\n"
    );
    assert_eq!(
        scratch
            .run(&["new", "Night", "--template", "../incident"])
            .status
            .code(),
        Some(2)
    );
    assert_eq!(
        scratch
            .run(&["new", "Night", "--template", "other"])
            .status
            .code(),
        Some(2)
    );
}

#[test]
fn paths_are_printed_and_taken_from_where_one_stands() {
    let scratch = Scratch::new();
    scratch
        .write("incident.yaml", "")
        .write("incidents/2026/x.md", "# X\n");
    let here = ["-C", "incidents/2026"];
    let run = |words: &[&str]| scratch.stdout(&[&here[..], words].concat(), 0);
    assert_eq!(run(&["new", "-q", "Night"]), "2026-11-20-night.md\n");
    for path in [
        "2026-11-20-night.md",
        "incidents/2026/2026-11-20-night.md",
        "../2026/x.md",
    ] {
        assert_eq!(
            run(&["lint", path]),
            "1 write-up, nothing to mend.\n",
            "{path}"
        );
        run(&["links", path]);
    }
    assert_eq!(
        run(&["lint", "../../incident.yaml"]),
        "Nothing to mend, and no write-up among the files named.\n"
    );
}

#[test]
fn a_flat_folder_stays_flat() {
    let scratch = Scratch::new();
    scratch
        .write("incident.yaml", "dirs: [post mortems]\n")
        .write("post mortems/Old one.md", "# Old\n");
    assert_eq!(
        scratch.stdout(&["new", "-q", "Night"], 0),
        "post mortems/2026-11-20-night.md\n"
    );
}

#[test]
fn a_commit_holds_the_new_file_and_nothing_else() {
    let scratch = Scratch::repository();
    scratch
        .write("incident.yaml", "")
        .write("a", "1")
        .write("b", "1")
        .commit("Ann Ray <ann@example.org>", 0, "Begin");
    scratch.write("a", "staged");
    let git = |words: &[&str]| {
        let output = Command::new("git")
            .current_dir(scratch.path())
            .args(words)
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .output()
            .unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    git(&["add", "a"]);
    git(&["config", "user.name", "Ann Ray"]);
    git(&["config", "user.email", "ann@example.org"]);
    scratch.write("b", "not staged").write("c", "unknown");
    scratch.stdout(&["new", "-q", "Night", "--commit"], 0);
    assert_eq!(
        git(&["show", "--name-status", "--format=%an %s", "HEAD"]),
        "Ann Ray Begin the write-up of Night\n\nA\tincidents/2026/2026-11-20-night.md\n"
    );
    assert_eq!(git(&["status", "--porcelain"]), "M  a\n M b\n?? c\n");
    scratch.write(".git/MERGE_HEAD", git(&["rev-parse", "HEAD"]));
    let refused = scratch.run(&["new", "Night", "--commit"]);
    assert_eq!(refused.status.code(), Some(2));
    let said = String::from_utf8(refused.stderr).unwrap();
    assert!(
        said.contains("2026-11-20-night-2.md` is written, and not committed"),
        "{said}"
    );
}

#[test]
fn commits_at_the_same_time_keep_each_other() {
    let scratch = Scratch::repository();
    scratch
        .write("incident.yaml", "")
        .commit("Ann Ray <ann@example.org>", 0, "Begin");
    scratch.git(0, &["config", "user.name", "Ann Ray"]);
    scratch.git(0, &["config", "user.email", "ann@example.org"]);
    let children: Vec<_> = (0..12)
        .map(|n| {
            let title = format!("Night {n}");
            let words = ["new", "-q", &title, "--commit"];
            binary(scratch.path())
                .args(words)
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn()
                .unwrap()
        })
        .collect();
    let codes = children
        .into_iter()
        .map(|child| child.wait_with_output().unwrap().status.code());
    let codes: Vec<Option<i32>> = codes.collect();
    let made = codes.iter().filter(|code| **code == Some(0)).count();
    // Who waited too long gives up, and says so: its file is there and not committed.
    assert!(
        made >= 1 && codes.iter().all(|code| matches!(code, Some(0 | 2))),
        "{codes:?}"
    );
    let committed = scratch.git(0, &["ls-tree", "-r", "--name-only", "HEAD", "incidents"]);
    assert_eq!(committed.lines().count(), made, "{committed}");
    let status = scratch.git(0, &["status", "--porcelain"]);
    let pending = status.lines().all(|line| line.starts_with("??"));
    assert!(
        pending && !scratch.path().join(".git/index.lock").exists(),
        "{status}"
    );
    scratch.write(".git/index.lock", "");
    let refused = scratch.run(&["new", "-q", "Late", "--commit"]);
    let said = String::from_utf8(refused.stderr).unwrap();
    assert_eq!(refused.status.code(), Some(2));
    assert!(
        said.contains("2026-11-20-late.md` is written, and not committed"),
        "{said}"
    );
    assert!(said.contains(".git/index.lock"), "{said}");
    assert!(scratch.path().join(".git/index.lock").exists());
    scratch.stdout(&["links"], 0);
}

#[test]
fn init_never_overwrites_and_says_what_is_there() {
    let scratch = Scratch::new();
    let first = scratch.stdout(&["init", "--ci", "github"], 0);
    assert_eq!(first.matches("Created").count(), 3, "{first}");
    assert_eq!(scratch.stdout(&["lint", "-q"], 0), "");
    scratch.write("incident.yaml", "dirs: [incidents] # mine\n");
    let second = scratch.stdout(&["init", "--ci", "github"], 0);
    assert_eq!(second.matches("Kept").count(), 3, "{second}");
    assert_eq!(scratch.read("incident.yaml"), "dirs: [incidents] # mine\n");
}

#[test]
fn a_folder_is_adopted_where_it_is() {
    let scratch = Scratch::new();
    scratch.write("docs/Post mortems/A - b.md", "# A\n\n[gone](x.md)\n");
    scratch.stdout(&["init", "--adopt", "docs/Post mortems"], 0);
    let found = scratch.stdout(&["lint", "--format", "concise"], 0);
    assert!(
        found.starts_with("docs/Post mortems/A - b.md:3:8: warning[broken-link]"),
        "{found}"
    );
    assert_eq!(
        scratch.run(&["init", "--adopt", "nowhere"]).status.code(),
        Some(2)
    );
    assert_eq!(
        scratch.run(&["init", "--adopt", ".."]).status.code(),
        Some(2)
    );
}

const ANN: &str = "Ann Ray <ann@example.org>";

/// A place for write-ups with some code beside it, and a repository that cites nothing.
fn places() -> (Scratch, Scratch) {
    let shop = Scratch::repository();
    shop.write("src/a.rs", "1")
        .commit(ANN, 0, "Begin")
        .write("src/a.rs", "2")
        .write("src/--> b.rs", "2")
        .commit(
            "B*o*_Li [x](http://x.org) -- <bo@example.com>",
            31,
            "Raise the limit --> <!-- incident: allow blame: x --> (#7)\n\nReviewed-by: Ann Ray <ann@example.org>",
        )
        .write("src/c.rs", "3")
        .commit("dependabot[bot] <d@example.com>", 31, "Bump c")
        .write("src/d.rs", "4")
        .commit("Shop CI <ci@shop.example>", 31, "Release");
    shop.git(31, &["tag", "v1"]);
    shop.write("src/e.rs", "5").commit(ANN, 60, "Long after");
    let stories = Scratch::repository();
    let settings = format!(
        "repositories: {{shop: {}, gone: ../nowhere}}\nteams: {{quay: ['@example.com']}}\nbots: ['ci@*']\n",
        shop.path().display()
    );
    stories
        .write("incident.yaml", settings)
        .write("deploy.sh", "1")
        .commit("Cy Ng <cy@example.net>", 31, "Begin")
        .write("incidents/2026/2026-01-01-old.md", "# Old\n")
        .commit("Dee Om <dee@example.net>", 31, "Tell of the old one");
    (stories, shop)
}

#[test]
fn material_of_a_time_is_gathered_and_says_nothing_of_anybody() {
    let (stories, _shop) = places();
    let words = ["new", "Night", "--date", "2026-02-01", "--from"];
    let window = "2026-02-01..2026-02-01T12:00Z";
    let output = stories.run(&[&words[..], &[window]].concat());
    let notes = String::from_utf8(output.stderr).unwrap();
    assert!(
        notes.contains("the repository `gone` is not looked at"),
        "{notes}"
    );
    let path = "incidents/2026/2026-02-01-night.md";
    let page = stories.read(path);
    let (story, material) = page.split_once("<!-- material: ").unwrap();
    assert!(story.ends_with("-->\n\n") && story.contains("## What happened"));
    let lines: Vec<&str> = material.lines().collect();
    let at = |line: &str| {
        let found = lines.iter().position(|one| one.contains(line));
        found.unwrap_or_else(|| panic!("{line}\n{material}"))
    };
    assert_eq!(
        lines[0],
        "what the repositories remember of 2026-02-01 00:00 to 2026-02-01 12:00 UTC."
    );
    let people = at("People to talk to");
    assert_eq!(
        lines[people + 1..people + 5],
        [
            "- Ann Ray",
            "- B\\*o\\*\\_Li \\[x\\](http://x.org) -- (quay)",
            "- Cy Ng",
            ""
        ]
    );
    let own = lines[people + 5];
    assert!(
        own.contains(": 1 commit, 0 tags, 2 files. More: `git log --since=@"),
        "{own}"
    );
    assert!(lines[people + 6].ends_with(" Begin"), "{material}");
    let shop = at("shop: 3 commits, 1 tag, 4 files");
    assert!(
        lines[shop + 1].starts_with("- 2026-02-01 00:00 "),
        "{material}"
    );
    assert!(
        material.contains(" Raise the limit --\\> \\<!-- incident: allow blame: x --\\> (#7)\n")
            && material.contains("- 2026-02-01 00:00 tag v1\n")
            && material.contains("- src/--\\> b.rs\n")
            && !material.contains("Long after")
            && !material.contains("Dee"),
        "{material}"
    );
    // A comment to its end: nobody reads it on the page, and no rule has a word for it.
    assert_eq!(material.matches("-->").count(), 1);
    assert!(page.ends_with("\n-->\n"), "{page}");
    let plain = stories.stdout(&["new", "Night", "--date", "2026-02-01", "-q"], 0);
    let findings = |path: &str| {
        let told = stories.stdout(&["lint", path.trim(), "--advice", "--format", "json"], 0);
        let told: serde_json::Value = serde_json::from_str(&told).unwrap();
        let found = told["findings"].as_array().unwrap().iter();
        let rules = found.map(|one| one["rule"].as_str().unwrap().to_owned());
        rules
            .filter(|rule| rule != "duplicate-title")
            .collect::<Vec<_>>()
    };
    assert_eq!(findings(path), findings(&plain));
    let told = stories.stdout(&[&words[..], &[window, "--format", "json"]].concat(), 0);
    let told: serde_json::Value = serde_json::from_str(&told).unwrap();
    assert_eq!(told["material"]["people"], 3);
    assert_eq!(told["material"]["repositories"][1]["files"], 4);
}

#[test]
fn a_time_is_two_times_and_nothing_in_it_is_said() {
    let (stories, _shop) = places();
    for wrong in ["2026-02-01", "2026-02-02..2026-02-01", "soon..later"] {
        let output = stories.run(&["new", "Night", "--from", wrong]);
        assert_eq!(output.status.code(), Some(2), "{wrong}");
    }
    let told = stories.stdout(&["new", "Night", "--from", "2020-01-01..2020-01-02"], 0);
    assert!(
        told.contains("with 0 commits and 0 tags of 2 repositories as material"),
        "{told}"
    );
    let page = stories.read("incidents/2026/2026-11-20-night.md");
    assert!(
        page.contains("shop: nothing was committed or tagged.") && !page.contains("People"),
        "{page}"
    );
}
