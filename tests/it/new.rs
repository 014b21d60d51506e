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
