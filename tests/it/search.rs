//! The index that `search` keeps: never seen in an answer.

use std::fs;
use std::process::Output;

use crate::support::{Scratch, binary};

/// Runs `search` with a cache in `kept`.
fn search(scratch: &Scratch, kept: &Scratch, words: &[&str]) -> Output {
    binary(scratch.path())
        .env("INCIDENT_CACHE_DIR", kept.path())
        .args(["search", "--format", "json"])
        .args(words)
        .output()
        .unwrap()
}

/// Whether a run with the cache and one without say the same; returns what is found.
fn same(scratch: &Scratch, kept: &Scratch, words: &[&str]) -> String {
    let cold = search(scratch, kept, &[words, &["--no-cache"]].concat());
    let warm = search(scratch, kept, words);
    let again = search(scratch, kept, words);
    let text = |output: &Output| String::from_utf8(output.stdout.clone()).unwrap();
    assert_eq!(text(&cold), text(&warm), "{words:?}");
    assert_eq!(text(&cold), text(&again), "{words:?}");
    assert_eq!(cold.status.code(), warm.status.code(), "{words:?}");
    text(&cold)
}

const QUERIES: &[&[&str]] = &[
    &["queue"],
    &["the flat graph"],
    &["retr*", "storm"],
    &["lantern", "queue"],
    &["lantren"],
    &["service:checkout"],
    &["section:surprises", "queue"],
    &["before:2025"],
];

fn corpus() -> Scratch {
    let scratch = Scratch::new();
    for at in 0..40 {
        let word = ["queue", "storm", "retries", "graph"][at % 4];
        scratch.write(
            &format!("incidents/2024-01-{:02}-{at}.md", at % 28 + 1),
            format!("---\ntitle: The {word} {at}\nservices: [checkout]\n---\n\nThe flat graph, {word}.\n\n## Surprises\n\nA {word}.\n"),
        );
    }
    scratch
}

#[test]
fn what_is_kept_is_never_seen_in_an_answer() {
    let (scratch, kept) = (corpus(), Scratch::new());
    // What was written just now is read again in any case; see `disk::Stamp::is_settled`.
    std::thread::sleep(std::time::Duration::from_millis(2_100));
    let all = |when: &str| {
        for words in QUERIES {
            same(&scratch, &kept, words);
        }
        assert_eq!(kept.files().len(), 1, "{when}");
    };
    all("at first");
    scratch.write("incidents/2024-01-03-2.md", "# Other\n\nA lantern.\n");
    all("one changed");
    scratch.remove("incidents/2024-01-04-3.md");
    all("one gone");
    scratch.write(
        "incidents/2023-01-01-new.md",
        "# New\n\nThe lantern queue.\n",
    );
    all("one new");
    fs::rename(
        scratch.path().join("incidents/2024-01-05-4.md"),
        scratch.path().join("incidents/2026-01-05-4.md"),
    )
    .unwrap();
    all("one renamed");
    scratch.write("incidents/2024-01-06-5.md", [0xff, 0xfe, b'x']);
    all("one unreadable");
    scratch.write("incident.yaml", "sections:\n  surprises: [Other]\n");
    all("other settings");
}

#[test]
fn a_file_written_twice_in_a_moment_is_read_twice() {
    let (scratch, kept) = (Scratch::new(), Scratch::new());
    for word in ["lantern", "buoyant", "harbour", "capstan"] {
        scratch.write("incidents/2024-01-01-a.md", format!("# A\n\nThe {word}.\n"));
        assert!(same(&scratch, &kept, &[word]).contains(word), "{word}");
    }
}

#[test]
fn harm_to_what_is_kept_costs_time_only() {
    let (scratch, kept) = (corpus(), Scratch::new());
    let whole = same(&scratch, &kept, &["queue"]);
    let file = kept.path().join(&kept.files()[0]);
    for harm in [&b""[..], b"x", &[0; 4096]] {
        fs::write(&file, harm).unwrap();
        assert_eq!(same(&scratch, &kept, &["queue"]), whole);
    }
    fs::remove_file(&file).unwrap();
    fs::create_dir(&file).unwrap();
    assert_eq!(same(&scratch, &kept, &["queue"]), whole);
}

#[test]
fn nothing_is_kept_in_the_work_tree() {
    let scratch = Scratch::repository();
    scratch.write("incidents/2024-01-01-a.md", "# A\n\nThe queue.\n");
    let before = scratch.files();
    let output = binary(scratch.path())
        .env("INCIDENT_CACHE_DIR", scratch.path().join("cache"))
        .args(["search", "queue"])
        .output()
        .unwrap();
    assert!(output.status.success());
    assert_eq!(scratch.files(), before);
}

#[test]
fn nothing_in_a_file_reaches_the_terminal_as_it_is() {
    let scratch = Scratch::new();
    scratch.write(
        "incidents/2024-01-01-a.md",
        "# A\u{1b}[2J\n\n## \u{202e}S\n\nThe queue \u{9b}31m of\n::error::x &#27;\n",
    );
    let shown = scratch.stdout(&["search", "queue"], 0);
    assert!(!shown.contains(['\u{1b}', '\u{9b}', '\u{202e}']), "{shown}");
    let told = scratch.run(&["search", "\u{1b}[2Jnothing"]);
    assert!(!String::from_utf8(told.stderr).unwrap().contains('\u{1b}'));
}

#[test]
fn a_list_for_programs_is_whole_and_its_best_have_sentences() {
    let (scratch, kept) = (Scratch::new(), Scratch::new());
    for at in 0..120 {
        let path = format!("incidents/2024-{:02}-{:02}-x.md", at / 28 + 1, at % 28 + 1);
        scratch.write(&path, format!("# Queue {at}\n\nThe queue grew.\n"));
    }
    let counts = |words: &[&str]| {
        let output = search(&scratch, &kept, words);
        let found: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        let results = found["results"].as_array().unwrap().clone();
        assert!(
            results
                .iter()
                .all(|one| one["title"].as_str().unwrap().starts_with("Queue"))
        );
        let told = results
            .iter()
            .filter(|one| one["passages"] != serde_json::json!([]));
        (
            results.len(),
            told.count(),
            found["found"].as_u64().unwrap(),
        )
    };
    assert_eq!(counts(&["queue"]), (120, 100, 120));
    assert_eq!(counts(&["queue", "--limit", "120"]), (120, 120, 120));
    assert_eq!(counts(&["queue", "--limit", "3"]), (3, 3, 120));
}
