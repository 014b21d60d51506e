//! All markers together: periods, what is unknown, formats, and what is not measured.

use serde_json::Value;

use super::{ANN, list, path, row, told};
use crate::support::{Scratch, binary};

#[test]
fn below_five_write_ups_a_period_is_not_spoken_of() {
    let scratch = Scratch::new();
    let write = |from: i32, to: i32, month: &str, body: &str| {
        for day in from..=to {
            scratch.write(&path(&format!("2026-{month}-0{day}-x")), told("", body));
        }
    };
    write(1, 4, "01", "## Surprises\n\nRain.\n");
    write(1, 5, "04", "## Surprises\n\nRain.\n");
    write(6, 9, "04", "");
    write(1, 6, "07", "");
    assert_eq!(
        row(&scratch, "surprises", &["--until", "2026-09-30"]),
        [
            "2026 Q1: ·",
            "2026 Q2: 5 of 9",
            "2026 Q3: 0 of 6",
            "in all: 9 of 19"
        ]
    );
    assert_eq!(
        row(
            &scratch,
            "surprises",
            &["--since", "2026-04-01", "--until", "2026-04-05"]
        ),
        ["2026 Q2: 5 of 5", "in all: 5 of 5"]
    );
    let shown = scratch.stdout(&["markers", "--until", "2026-09-30"], 0);
    assert!(shown.contains("·█▁  0 of 6 from 5 of 9"), "{shown}");
    assert!(
        scratch
            .run(&["markers", "--since", "2026-05-01", "--until", "2026-04-01"])
            .status
            .code()
            == Some(2)
    );
}

#[test]
fn unknown_is_never_nought() {
    // No git at all.
    let plain = Scratch::new();
    plain.write(&path("2026-01-01-a"), told("", "Rain.\n"));
    for marker in [
        "cited-from-commits",
        "cited-from-code",
        "life-after-publication",
        "breadth",
    ] {
        assert_eq!(
            list(&plain, marker)["unknown"],
            "there is no git history here"
        );
    }
    assert_eq!(list(&plain, "reads")["unknown"], "no reads imported");
    assert_eq!(
        row(&plain, "soak-time", &[]),
        ["in all: unknown: not stated"]
    );
    // A clone that was cut off.
    let whole = Scratch::repository();
    whole
        .write(&path("2026-01-01-a"), told("", "Rain.\n"))
        .commit(ANN, 0, "Tell");
    whole.write("x", "1").commit(ANN, 50, "Mind 2026-01-01-a");
    let clone = Scratch::new();
    let from = format!("file://{}", whole.path().display());
    clone.git(60, &["clone", "-q", "--depth", "1", &from, "."]);
    let answer = list(&clone, "cited-from-commits");
    assert!(
        answer["unknown"]
            .as_str()
            .unwrap()
            .starts_with("this clone is shallow"),
        "{answer}"
    );
    assert_eq!(answer["in_all"], Value::Null);
}

#[test]
fn every_marker_explains_itself_and_no_other_name_is_known() {
    let scratch = Scratch::new();
    scratch.write(&path("2026-01-01-a"), told("", "Rain.\n"));
    let json = scratch.stdout(&["markers", "--format", "json"], 0);
    let json: Value = serde_json::from_str(&json).unwrap();
    let names = json["markers"].as_array().unwrap().iter();
    let names: Vec<&str> = names.map(|one| one["marker"].as_str().unwrap()).collect();
    assert_eq!(names.len(), 24);
    for name in names {
        let page = scratch.stdout(&["markers", "--explain", name], 0);
        assert!(page.starts_with(name), "{page}");
        for part in [
            "What is counted",
            "Where it comes from",
            "What leads astray",
            "What it cannot say",
        ] {
            assert!(page.contains(part), "{name} has no `{part}`");
        }
    }
    let missed = scratch.run(&["markers", "--list", "link-back"]);
    let told = String::from_utf8(missed.stderr).unwrap();
    assert!(told.contains("did you mean `links-back`?"), "{told}");
}

#[test]
fn nothing_of_a_file_or_a_commit_reaches_a_terminal_as_it_is() {
    let scratch = Scratch::repository();
    let text = told("", "## Surprises\n\n### A \u{1b}[31m turn\n\nSo.\n")
        .replace("title: T", "title: \"x \\e[2J\"");
    scratch
        .write(&path("2026-01-01-a"), text)
        .commit(ANN, 0, "Tell");
    scratch
        .write("x", "1")
        .commit(ANN, 50, "Mind 2026-01-01-a \u{1b}]0;x\u{7}");
    for words in [
        &["markers"][..],
        &["markers", "--list", "surprises"],
        &["markers", "--list", "cited-from-commits"],
        &["markers", "--list", "cited-from-commits", "--format", "csv"],
        &[
            "markers",
            "--list",
            "cited-from-commits",
            "--format",
            "markdown",
        ],
        &["markers", "--list", "surprises", "--format", "json"],
    ] {
        let out = binary(scratch.path()).args(words).output().unwrap();
        assert_eq!(out.status.code(), Some(0), "{words:?}");
        assert!(!out.stdout.contains(&0x1b), "{words:?}");
    }
}

/// Six write-ups of two years, traces in code and a review: rows that are known, nought and unknown.
fn six() -> Scratch {
    let scratch = Scratch::repository();
    for day in 1..=6 {
        let body = if day > 3 {
            "## Surprises\n\nRain.\n"
        } else {
            ""
        };
        scratch.write(
            &path(&format!("2026-01-0{day}-x")),
            told("event: near-miss\n", body),
        );
    }
    scratch.commit(ANN, 9, "Tell them");
    scratch
        .write("src/a.rs", "// 2026-01-01-x\n")
        .commit(ANN, 100, "Mind it");
    scratch
}

/// Checks that every tag is closed in order, and returns the names of those that stand in a drawing.
fn tags(svg: &str) -> Vec<String> {
    let (mut open, mut all) = (Vec::new(), Vec::new());
    for part in svg.split('<').skip(1) {
        let (tag, text) = part.split_once('>').expect("a tag that ends");
        assert!(
            !text.contains('>') && !text.replace("&amp;", "").contains("& "),
            "{text}"
        );
        let name: String = tag
            .chars()
            .take_while(|c| c.is_alphanumeric() || *c == '/')
            .collect();
        match name.strip_prefix('/') {
            Some(closed) => assert_eq!(open.pop().as_deref(), Some(closed), "{svg}"),
            None => {
                all.push(name.clone());
                if !tag.ends_with('/') {
                    open.push(name);
                }
            }
        }
    }
    assert!(open.is_empty(), "{open:?}");
    all
}

#[test]
fn a_drawing_is_read_alone_and_by_those_who_do_not_see_it() {
    let scratch = six();
    let svg = scratch.stdout(&["markers", "--no-cache", "--format", "svg"], 0);
    let names = tags(&svg);
    for name in &names {
        let known = [
            "svg", "title", "desc", "style", "rect", "text", "line", "g", "circle",
        ];
        assert!(known.contains(&name.as_str()), "{name}");
    }
    // Nothing is fetched, and nothing runs.
    assert_eq!(svg.matches("http").count(), 1, "{svg}");
    assert!(svg.contains("xmlns=\"http://www.w3.org/2000/svg\""));
    assert!(!svg.contains("url(") && !svg.contains("href"), "{svg}");
    assert!(svg.contains("prefers-color-scheme: dark"));
    let (_, told) = svg.split_once("<desc id=\"signals-told\">").unwrap();
    let (told, drawn) = told.split_once("</desc>").unwrap();
    for words in [
        "2026 Q1 to 2026 Q4",
        "surprises told: 3 of 6 in 2026 Q1",
        "cited from code that stands today: 0 from 0, 1 in all (placed later than the fix 1)",
        "cited from commits, later than the fix: 0 (looked everywhere)",
        "read from elsewhere / from closest: unknown: no reads imported",
        "Seen: 2 commits, 2026-01-10 to 2026-04-11.",
    ] {
        assert!(told.contains(words), "`{words}` is not in {told}");
    }
    // Both ends of the axis, of the scale, and each bar by name.
    for words in [
        ">2026 Q1</text>",
        ">2026 Q4</text>",
        ">3 of 6</text>",
        ">0</text>",
        "2026 Q2: 1</title>",
        "Seen: 2 commits",
    ] {
        assert!(drawn.contains(words), "`{words}` is not in {drawn}");
    }
    let one = [
        "markers",
        "--no-cache",
        "--list",
        "surprises",
        "--format",
        "svg",
    ];
    assert!(!scratch.stdout(&one, 0).contains("red herrings"));
}

#[test]
fn where_nothing_counts_yet_no_figure_is_made_of_it() {
    let scratch = Scratch::new();
    scratch.write(&path("2026-01-01-a"), told("", "Rain.\n"));
    let shown = scratch.stdout(&["markers"], 0);
    assert!(
        !shown.contains("0 of 0") && shown.contains("nothing to count yet"),
        "{shown}"
    );
    assert_eq!(
        row(&scratch, "links-back", &["--by", "year"]),
        ["2026: ·", "in all: nothing to count yet"]
    );
}

#[test]
fn whoever_asks_for_a_shallow_figure_is_told_what_to_look_at() {
    let scratch = Scratch::new();
    for words in [
        &["markers", "--mttr"][..],
        &["markers", "--list", "mttr"],
        &["markers", "--explain", "MTTR"],
        &["markers", "mttr"],
        &["lint", "--mttr-p90"],
        &["mttr"],
    ] {
        let run = scratch.run(words);
        let told = String::from_utf8(run.stderr).unwrap();
        assert_eq!(run.status.code(), Some(2), "{words:?}");
        assert!(
            told.contains("Not measured here: time to detect")
                && told.contains("incident markers --refused"),
            "{words:?}: {told}"
        );
        assert!(!told.contains("Usage:"), "{told}");
    }
    // A word that means something else there is nobody's figure.
    let run = scratch.run(&["search", "--top", "5", "rain"]);
    let told = String::from_utf8(run.stderr).unwrap();
    assert!(
        told.contains("Usage:") && !told.contains("Not measured"),
        "{told}"
    );
}

#[test]
fn what_has_no_day_is_unknown_between_days_and_never_nought() {
    let scratch = Scratch::new();
    for name in ["one", "two"] {
        scratch.write(&path(name), told("", "## Surprises\n\nRain.\n"));
    }
    assert_eq!(list(&scratch, "surprises")["in_all"]["signs"], 2);
    let since = [
        "markers",
        "--since",
        "2026-01-01",
        "--list",
        "surprises",
        "--format",
        "json",
    ];
    let answer: Value = serde_json::from_str(&scratch.stdout(&since, 0)).unwrap();
    assert_eq!(
        answer["unknown"],
        "of no trace is it known on which day it came"
    );
    assert_eq!(answer["in_all"], Value::Null);
    let shown = scratch.stdout(&["markers", "--since", "2026-01-01"], 0);
    assert!(
        shown.contains("surprises: left out without a day 2"),
        "{shown}"
    );
}
