//! What runs keep of the heads of write-ups, and of the words in their texts: never seen in an answer.

use std::fs;
use std::time::Duration;

use crate::support::{Scratch, binary};

const ANN: &str = "Ann <ann@x.org>";

/// Everything that a head can be.
const TEXTS: [(&str, &str); 14] = [
    (
        "2024-01-01-queue",
        "---\nid: INC-1\ntitle: The queue\naliases: [OPS-1, old name]\ndate: 2024-01-01\n\
         status: published\nteams: [quay, 'a b']\nservices: [checkout]\nresponders: [Bo]\n\
         review: {date: 2024-01-09, attended: {closest: 2}}\n\
         related:\n  - id: INC-2\n    how: recurs\nown: {any: [thing, {deep: x}]}\n---\n\nThe queue. See INC-2.\n\n## Surprises\n\nNone.\n",
    ),
    (
        "2024-01-02-storm",
        "\u{feff}---\r\nid: INC-2\r\ntitle: \"The storm\"\r\n---\r\n\r\nAs in [the queue](2024-01-01-queue.md#surprises).\r\n",
    ),
    (
        "2024-01-03-bare",
        "# The bare one\n\nAfter INC-1 and OPS%2d1.\n",
    ),
    ("2024-01-04-nameless", "No heading at all, INC-2.\n"),
    (
        "2024-01-05-twice",
        "---\nid: INC-2\ntitle: The storm\n---\n\nA twin.\n",
    ),
    (
        "2024-01-06-broken",
        "---\ntitle: a: b\nid: INC-6\n---\n\n# Broken\n",
    ),
    (
        "2024-01-07-twins",
        "---\ntitle: One\ntitle: Two\n---\n\nINC-1.\n",
    ),
    (
        "2024-01-08-odd",
        "---\ntitle: Odd\ndate: soon\nteams: {a: b}\nid: 'a b'\n---\n\nOdd.\n",
    ),
    (
        "2024-01-09-final",
        "---\ntitle: F1\nstatus: Final\n---\n\nOne.\n",
    ),
    (
        "2024-01-10-final",
        "---\ntitle: F2\nstatus: Final\n---\n\nTwo.\n",
    ),
    ("2024-01-11-empty", "---\n---\n\n# Empty front matter\n"),
    ("2024-01-12-open", "---\ntitle: never closed\n\nWords.\n"),
    (
        "2024-01-13-spelt",
        "# Spelt out\n\n[q](2024-01-01-%71ueue.md) and [code](../src/%71ueue.rs).\n",
    ),
    ("2024-01-14-code", "# Code\n\nIn `src/queue.rs`.\n"),
];

/// Commands that are content with heads, or with few bodies.
const COMMANDS: &[&[&str]] = &[
    &["lint", "--format", "json", "incidents/2024-01-01-queue.md"],
    &[
        "lint",
        "--format",
        "full",
        "incidents/2024-01-05-twice.md",
        "incidents/2024-01-02-storm.md",
    ],
    &["links", "INC-1", "--format", "json"],
    &["links", "2024-01-03-bare"],
    &["show", "INC-1"],
    &["cite", "2024-01-04-nameless"],
    &["contributors", "--all", "--format", "json"],
    &["contributors"],
    &["contributors", "INC-1", "--all"],
    &["contributors", "2024-01-02-storm", "--format", "json"],
    &["links", "--check", "--format", "json"],
    &["near", "src/queue.rs", "--format", "json"],
];

fn corpus() -> Scratch {
    let scratch = Scratch::repository();
    for (name, text) in TEXTS {
        scratch.write(&format!("incidents/{name}.md"), text);
    }
    scratch.write("src/queue.rs", "// After INC-1.\n");
    scratch.commit(ANN, 1, "Stories");
    scratch
}

/// What a command says, with its status; `None` for a run without a cache.
fn said(
    scratch: &Scratch,
    kept: Option<&Scratch>,
    words: &[&str],
) -> (Option<i32>, String, String) {
    let mut command = binary(scratch.path());
    match kept {
        Some(kept) => command.env("INCIDENT_CACHE_DIR", kept.path()),
        None => command.arg("--no-cache"),
    };
    let output = command.args(words).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (
        output.status.code(),
        text(output.stdout),
        text(output.stderr),
    )
}

#[test]
fn what_is_kept_is_never_seen_in_an_answer() {
    let (scratch, kept) = (corpus(), Scratch::new());
    // What was written just now is read again in any case; see `disk::Stamp::is_settled`.
    let settle = || std::thread::sleep(Duration::from_millis(2_100));
    settle();
    let all = |when: &str| {
        for words in COMMANDS {
            let cold = said(&scratch, None, words);
            let (warm, again) = (
                said(&scratch, Some(&kept), words),
                said(&scratch, Some(&kept), words),
            );
            assert_eq!(cold, warm, "{when}: {words:?}");
            assert_eq!(cold, again, "{when}: {words:?}");
        }
    };
    all("at first");
    let heads = |kept: &Scratch| kept.files().iter().any(|name| name.starts_with("heads-"));
    assert!(heads(&kept), "{:?}", kept.files());
    scratch.write(
        "incidents/2024-01-01-queue.md",
        TEXTS[0]
            .1
            .replace("OPS-1", "OPS-9")
            .replace("The queue", "The queues"),
    );
    all("one changed");
    settle();
    all("the change kept");
    scratch.remove("incidents/2024-01-02-storm.md");
    all("one gone");
    scratch.write(
        "incidents/2023-01-01-new.md",
        "---\nid: OPS-1\n---\n\n# New\n\n[[INC-1]] INC-2\n",
    );
    all("one new");
    let at = |name: &str| scratch.path().join("incidents").join(name);
    fs::rename(at("2024-01-03-bare.md"), at("2026-01-03-bare.md")).unwrap();
    all("one renamed");
    scratch.write("incidents/2024-01-09-final.md", [0xff, 0xfe, b'x']);
    all("one unreadable");
    scratch.write("incident.yaml", "sections:\n  surprises: [Other]\n");
    settle();
    all("other settings");
}

/// An answer that was kept is told from one that was worked out by what `-v` says.
#[test]
fn an_answer_is_kept_until_something_changes_that_it_hangs_on() {
    const KEPT: &str = "nothing has changed since this was asked last";
    let (scratch, kept) = (corpus(), Scratch::new());
    std::thread::sleep(Duration::from_millis(2_100));
    let run = |words: &[&str], variables: &[(&str, &str)], cached: bool| {
        let mut command = binary(scratch.path());
        command.args(["contributors", "-v"]).args(words);
        command.envs(variables.iter().copied());
        if cached {
            command.env("INCIDENT_CACHE_DIR", kept.path());
        } else {
            command.arg("--no-cache");
        }
        let output = command.output().unwrap();
        let is_kept = String::from_utf8_lossy(&output.stderr).contains(KEPT);
        (output.status.code(), output.stdout, is_kept)
    };
    // Asked anew, then again, then without anything that was kept.
    let check = |when: &str, words: &[&str], variables: &[(&str, &str)]| {
        let first = run(words, variables, true);
        let again = run(words, variables, true);
        let cold = run(words, variables, false);
        assert!(
            !first.2 && again.2 && !cold.2,
            "{when}: {} {}",
            first.2,
            again.2
        );
        assert_eq!((&first.0, &first.1), (&cold.0, &cold.1), "{when}");
        assert_eq!((&again.0, &again.1), (&cold.0, &cold.1), "{when}");
    };
    check("at first", &[], &[]);
    check("one story", &["INC-1"], &[]);
    check("more", &["--all"], &[]);
    check("some days", &["--since", "2024-01-01"], &[]);
    check("colour", &["--color", "always"], &[]);
    check("another width", &[], &[("COLUMNS", "60")]);
    check("another day", &[], &[("SOURCE_DATE_EPOCH", "1900000000")]);
    scratch.write("incidents/2024-02-01-more.md", "# More\n");
    check("a story that is not committed", &[], &[]);
    scratch.commit(ANN, 2, "More");
    check("a commit", &[], &[]);
    scratch
        .write(".mailmap", "Anna <ann@x.org>\n")
        .commit(ANN, 3, "Names");
    check("another name", &[], &[]);
    scratch.write("incident.yaml", "teams:\n  quay: [ann@x.org]\n");
    check("settings", &[], &[]);
    // Programs are given what is worked out.
    let json = ["--format", "json"];
    assert!(!run(&json, &[], true).2 && !run(&json, &[], true).2);
}

#[test]
fn few_bodies_say_as_much_as_all() {
    let scratch = corpus();
    let told = |words: &[&str]| said(&scratch, None, words).1;
    let all = told(&["links", "--format", "jsonl"]);
    let some = told(&["links", "INC-1", "--format", "json"]);
    for name in ["2024-01-03-bare", "2024-01-02-storm", "2024-01-13-spelt"] {
        let line = |line: &&str| line.contains(name) && line.contains("INC-1");
        assert!(all.lines().any(|text| line(&text)), "{name} of {all}");
        assert!(some.contains(name), "{name} in {some}");
    }
    let near = told(&["near", "src/queue.rs", "--format", "json"]);
    for name in ["2024-01-13-spelt", "2024-01-14-code", "INC-1"] {
        assert!(near.contains(name), "{name} in {near}");
    }
}

#[cfg(unix)]
#[test]
fn a_change_that_keeps_length_and_time_is_seen() {
    let (scratch, kept) = (corpus(), Scratch::new());
    let settle = || std::thread::sleep(Duration::from_millis(2_100));
    let cite = |word: &str| said(&scratch, Some(&kept), &["cite", word]).0;
    settle();
    assert_eq!((cite("OPS-1"), cite("OPS-9")), (Some(0), Some(2)));
    let file = scratch.path().join("incidents/2024-01-01-queue.md");
    let time = fs::metadata(&file).unwrap().modified().unwrap();
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, text.replace("OPS-1", "OPS-9")).unwrap();
    let open = fs::File::options().write(true).open(&file).unwrap();
    open.set_modified(time).unwrap();
    settle();
    assert_eq!((cite("OPS-1"), cite("OPS-9")), (Some(2), Some(0)));
}
