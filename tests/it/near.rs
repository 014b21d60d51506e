//! The stories that concern some files.

use serde_json::Value;

use crate::support::Scratch;

const ANN: &str = "Ann Ray <ann@example.org>";

/// Returns what ties files to stories, in order: `id how file`.
pub(crate) fn ties(scratch: &Scratch, words: &[&str]) -> Vec<String> {
    let words: Vec<&str> = ["near", "--format", "json"]
        .into_iter()
        .chain(words.iter().copied())
        .collect();
    let told: Value = serde_json::from_str(&scratch.stdout(&words, 0)).unwrap();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let stories = told["stories"].as_array().unwrap().iter();
    let each = |story: &Value| -> Vec<String> {
        let why = story["why"].as_array().unwrap().iter();
        why.map(|tie| {
            format!(
                "{} {} {}",
                text(&story["id"]),
                text(&tie["how"]),
                text(&tie["file"])
            )
        })
        .collect()
    };
    stories.flat_map(each).collect()
}

fn repository() -> Scratch {
    let scratch = Scratch::repository();
    let code = "fn retry() { again(); }\n".repeat(9);
    scratch
        .write(
            "incidents/2026-01-02-a.md",
            "# A\n\nIt began in `src/old.rs`, as ever.\n",
        )
        .write(
            "incidents/2026-02-03-b.md",
            "# B [x](https://x.org)\n\nB.\n",
        )
        .write(
            "incidents/2026-03-04-c.md",
            "# C\n\nC, see [the queue](../src/queue.rs).\n",
        )
        .write("src/old.rs", &code)
        .write("src/queue.rs", "// queue\n")
        .write("src/quiet.rs", "// quiet\n")
        .commit(ANN, 0, "Begin");
    scratch
        .remove("src/old.rs")
        .write("src/retry.rs", &code)
        .commit(ANN, 1, "Rename it");
    scratch
        .write("src/retry.rs", format!("{code}// 2026-03-04-c\n"))
        .commit(ANN, 2, "Wait longer\n\nIncident: 2026-02-03-b");
    scratch
}

#[test]
fn stories_come_nearest_first_and_names_of_old_count() {
    let scratch = repository();
    assert_eq!(
        ties(&scratch, &["src/retry.rs"]),
        [
            "2026-03-04-c cites src/retry.rs",
            "2026-01-02-a named src/retry.rs",
            "2026-02-03-b touched src/retry.rs",
        ]
    );
    assert_eq!(
        ties(&scratch, &["src"]),
        [
            "2026-03-04-c cites src/retry.rs",
            "2026-03-04-c named src/queue.rs",
            "2026-01-02-a named src/retry.rs",
            "2026-02-03-b touched src/retry.rs",
        ]
    );
    assert_eq!(ties(&scratch, &["src/quiet.rs"]), [""; 0]);
}

#[test]
fn without_a_story_nothing_is_said() {
    let scratch = repository();
    for format in ["table", "github"] {
        assert_eq!(
            scratch.stdout(&["near", "src/quiet.rs", "--format", format], 0),
            ""
        );
    }
    // Who read a story was told by it already.
    scratch
        .write("reads/2026.csv", "date,id\n2026-03-05,2026-03-04-c\n")
        .commit(ANN, 3, "Reads of 2026-03-04-c");
    assert_eq!(ties(&scratch, &["reads"]), [""; 0]);
    for words in [
        &["near", "nowhere.rs"][..],
        &["near"],
        &["near", "--changed", "x"],
        &["near", "--changed", "no..HEAD"],
        &["near", "../.."],
    ] {
        assert_eq!(scratch.run(words).status.code(), Some(2), "{words:?}");
    }
}

#[test]
fn a_pull_request_hears_what_its_files_went_through() {
    let scratch = repository();
    let head = || std::fs::read_to_string(scratch.path().join(".git/refs/heads/main")).unwrap();
    let before = head();
    scratch
        .write("src/queue.rs", "// longer\n")
        .write("incidents/2026-01-02-a.md", "# A\n\nIt began.\n")
        .commit(ANN, 3, "Longer");
    let range = format!("{}..", before.trim());
    assert_eq!(
        ties(&scratch, &["--changed", &range]),
        ["2026-03-04-c named src/queue.rs"]
    );
    let note = scratch.stdout(&["near", "--changed", &range, "--format", "github"], 0);
    assert!(note.starts_with("### This file has a story\n"), "{note}");
    assert!(
        note.contains("- **C** (incidents/2026-03-04-c.md)\n"),
        "{note}"
    );
    assert_eq!(ties(&scratch, &["--changed", "HEAD..HEAD"]), [""; 0]);
}

#[test]
fn a_note_holds_no_markup_of_a_story() {
    let scratch = repository();
    scratch
        .write("src/quiet.rs", "// 2026-09-09-x <img src=q> [a](b) @all\n")
        .write(
            "incidents/2026-09-09-x.md",
            "---\ntitle: \"<b> [x](y) @all ::error::\"\n---\n\nX.\n",
        )
        .commit(ANN, 3, "More");
    let note = scratch.stdout(&["near", "src/quiet.rs", "--format", "github"], 0);
    for markup in ["<b>", "<img", "[x](", "[a](", " @all", "\n::"] {
        assert!(!note.contains(markup), "{markup}\n{note}");
    }
}
