//! What each marker finds, over a small repository scripted for it, with the answers counted by hand.

use serde_json::Value;

use crate::support::{Scratch, binary};

const ANN: &str = "Ann Ray <ann@example.org>";
const BO: &str = "Bo Lind <bo@example.org>";
const BOT: &str = "renovate[bot] <renovate[bot]@example.org>";

/// A published write-up with this front matter and body.
fn told(front: &str, body: &str) -> String {
    format!("---\ntitle: T\nstatus: published\n{front}---\n\nA hook.\n\n{body}")
}

fn path(id: &str) -> String {
    format!("incidents/{id}.md")
}

fn list(scratch: &Scratch, marker: &str) -> Value {
    let words = [
        "markers",
        "--no-cache",
        "--format",
        "json",
        "--list",
        marker,
    ];
    serde_json::from_str(&scratch.stdout(&words, 0)).unwrap()
}

/// Each finding as `state: write-up`, in the order in which they are listed.
fn found(scratch: &Scratch, marker: &str) -> Vec<String> {
    let answer = list(scratch, marker);
    let findings = answer["findings"].as_array().unwrap().iter();
    findings
        .map(|one| {
            let text = |key: &str| one[key].as_str().unwrap_or("-").to_owned();
            format!("{}: {}", text("state"), text("writeup"))
        })
        .collect()
}

/// The row of a marker over these periods: each figure, `·` where it is too little.
fn row(scratch: &Scratch, marker: &str, words: &[&str]) -> Vec<String> {
    let words = [&["markers", "--no-cache", "--format", "csv"], words].concat();
    let csv = scratch.stdout(&words, 0);
    let lines = csv.lines().filter_map(|line| line.strip_prefix(marker));
    lines
        .map(|line| {
            let mut cells = line.trim_start_matches(',').split(',');
            let (period, figure) = (cells.next().unwrap(), cells.next().unwrap());
            format!("{period}: {}", figure.replace("too few to say", "·"))
        })
        .collect()
}

fn check(scratch: &Scratch, marker: &str, expected: &[&str]) {
    assert_eq!(found(scratch, marker), expected, "{marker}");
}

#[test]
fn a_link_back_is_one_in_the_text_that_a_person_put_there() {
    let scratch = Scratch::repository();
    for day in 1..=5 {
        let id = format!("2026-01-0{day}-x");
        scratch.write(&path(&id), told("", "## What happened\n\nIt rained.\n"));
    }
    scratch.write(
        &path("2026-02-01-text"),
        told("", "## What happened\n\nAs in [one](2026-01-01-x.md).\n"),
    );
    scratch.write(
        &path("2026-02-02-list"),
        told("related: [2026-01-02-x]\n", "## What happened\n\nRain.\n"),
    );
    scratch.write(
        &path("2026-02-03-section"),
        told("", "## Related\n\n- [[2026-01-03-x]]\n"),
    );
    scratch.write(
        &path("2026-02-04-words"),
        told("", "## What happened\n\nLike 2026-01-04-x.\n"),
    );
    scratch.write(
        &path("2026-02-05-none"),
        told("", "## What happened\n\nSomething new.\n"),
    );
    // Two parts of one day's story lead to each other, and one to what came later.
    scratch.write(
        &path("2026-02-06-a"),
        told("", "## What happened\n\n[[2026-02-06-b]]\n"),
    );
    scratch.write(
        &path("2026-02-06-b"),
        told(
            "",
            "## What happened\n\n[[2026-02-06-a]], [[2026-02-09-swept]]\n",
        ),
    );
    scratch.write(
        &path("undated"),
        told("", "## What happened\n\n[[2026-01-01-x]]\n"),
    );
    scratch.write(
        &path("2026-02-10-draft"),
        told("", "[[2026-01-01-x]]\n").replace("published", "draft"),
    );
    scratch.write(
        &path("2026-02-09-swept"),
        told("", "## What happened\n\nRain.\n"),
    );
    scratch.commit(ANN, 40, "Tell them");
    for id in [
        "2026-02-09-swept",
        "2026-01-01-x",
        "2026-01-02-x",
        "2026-01-03-x",
    ] {
        let text = scratch.read(&path(id));
        scratch.write(&path(id), text + "\nSee also [five](2026-01-05-x.md).\n");
    }
    scratch.commit(BO, 50, "Link all to the fifth");
    check(
        &scratch,
        "links-back",
        &[
            "put in by a sweep over many: 2026-02-09-swept",
            "to none: 2026-02-06-a",
            "to none: 2026-02-06-b",
            "to none: 2026-02-05-none",
            "named in words only: 2026-02-04-words",
            "in a list only: 2026-02-03-section",
            "in a list only: 2026-02-02-list",
            "in the text: 2026-02-01-text",
            "among the first five: 2026-01-05-x",
            "among the first five: 2026-01-04-x",
            "among the first five: 2026-01-03-x",
            "among the first five: 2026-01-02-x",
            "among the first five: 2026-01-01-x",
            "without a date: undated",
        ],
    );
    assert_eq!(
        row(&scratch, "links-back", &["--by", "year"]),
        ["2026: 1 of 8", "in all: 1 of 8"]
    );
    // January has the first five, which count neither way; February has eight.
    assert_eq!(
        row(
            &scratch,
            "links-back",
            &["--by", "month", "--until", "2026-03-01"]
        ),
        [
            "2026-01: ·",
            "2026-02: 1 of 8",
            "2026-03: ·",
            "in all: 1 of 8"
        ]
    );
}

#[test]
fn commits_count_by_their_age_and_each_trace_once() {
    let scratch = Scratch::repository();
    let id = "2026-01-01-rain";
    scratch
        .write(&path(id), told("", "Rain.\n"))
        .commit(ANN, 0, "Tell of 2026-01-01-rain");
    let mut at = 0;
    let mut code = |who: &str, day: i64, message: &str| {
        at += 1;
        scratch.write("src/x.rs", format!("let x = {at};\n"));
        scratch.commit(who, day, message);
    };
    code(ANN, 14, "Close the roof\n\nIncident: 2026-01-01-rain");
    code(BO, 15, "Mind 2026-01-01-rain when it rains");
    code(BO, 15, "Mind 2026-01-01-rain when it rains");
    code(ANN, 16, "Revert \"Mind 2026-01-01-rain when it rains\"");
    code(BOT, 20, "Update x, see 2026-01-01-rain");
    code(ANN, 90, "Ninety days after 2026-01-01-rain");
    code(ANN, 91, "Gutter, see 2026-01-01-rain");
    code(BO, 400, "Gutter again, see 2026-01-01-rain");
    code(BO, 300, "Not 2026-01-01-rainbow");
    let text = told("", "Rain, and later hail.\n");
    scratch
        .write(&path(id), text)
        .commit(BO, 200, "Say more in 2026-01-01-rain");
    scratch.write(&path("old"), "# Old\n").commit(
        BO,
        201,
        "Mind incidents/old.md and 2026-01-01-rain",
    );
    check(
        &scratch,
        "cited-from-commits",
        &[
            "more than a year after: 2026-01-01-rain",
            "91 to 365 days after: 2026-01-01-rain",
            "91 to 365 days after: 2026-01-01-rain",
            "15 to 90 days after: 2026-01-01-rain",
            "15 to 90 days after: 2026-01-01-rain",
            "with the response: 2026-01-01-rain",
        ],
    );
    let answer = list(&scratch, "cited-from-commits");
    assert_eq!(answer["in_all"]["traces"], 5);
    assert_eq!(
        answer["findings"][1]["words"],
        "Mind incidents/old.md and 2026-01-01-rain"
    );
    assert_eq!(answer["findings"][1]["day"], "2026-07-21");
}

#[test]
fn a_merge_is_no_citation() {
    let scratch = Scratch::repository();
    scratch
        .write(&path("2026-01-01-rain"), told("", "Rain.\n"))
        .commit(ANN, 0, "Tell it");
    scratch.git(30, &["checkout", "-q", "-b", "side"]);
    scratch.write("a.rs", "1\n").commit(BO, 30, "Side");
    scratch.git(31, &["checkout", "-q", "-"]);
    scratch.write("b.rs", "1\n").commit(ANN, 31, "Main");
    scratch.git(
        32,
        &[
            "merge",
            "-q",
            "--no-ff",
            "-m",
            "Merge what 2026-01-01-rain asked for",
            "side",
        ],
    );
    check(&scratch, "cited-from-commits", &[]);
    let shown = scratch.stdout(&["markers", "--list", "cited-from-commits"], 0);
    assert!(shown.contains("0 (looked everywhere)"), "{shown}");
}

#[test]
fn code_counts_by_the_line_that_stands() {
    let scratch = Scratch::repository();
    let id = "2026-01-01-rain";
    scratch.write(&path(id), told("", "Rain.\n"));
    scratch
        .write(&path("nodate"), told("id: no-date-1\n", "Rain.\n"))
        .commit(ANN, 0, "Tell it");
    scratch
        .write("src/fix.rs", "// see 2026-01-01-rain\n")
        .commit(ANN, 14, "Fix");
    scratch
        .write("src/later.rs", "// one\n// see 2026-01-01-rain\n")
        .commit(BO, 100, "Later");
    scratch
        .write(
            "src/later.rs",
            "// one\n// see 2026-01-01-rain\n\n// and 2026-01-01-rain\n",
        )
        .commit(BO, 120, "Twice");
    scratch
        .write("src/gone.rs", "// see 2026-01-01-rain\n")
        .commit(BO, 130, "Soon gone");
    scratch.remove("src/gone.rs").commit(BO, 131, "Gone");
    scratch
        .write("docs/page.md", "See 2026-01-01-rain.\n")
        .commit(BO, 140, "Page");
    scratch
        .write("src/odd.rs", "// see no-date-1\n")
        .commit(BO, 150, "Odd");
    check(
        &scratch,
        "cited-from-code",
        &[
            "placed nobody knows when: no-date-1",
            "in documents: 2026-01-01-rain",
            "placed later than the fix: 2026-01-01-rain",
            "placed with the fix: 2026-01-01-rain",
        ],
    );
    let answer = list(&scratch, "cited-from-code");
    assert_eq!(answer["in_all"]["traces"], 1);
    let later = &answer["findings"][2];
    assert_eq!(
        (&later["path"], &later["line"]),
        (&"src/later.rs".into(), &2.into())
    );
    assert_eq!(later["day"], "2026-04-11");
}

#[test]
fn late_edits_are_words_by_people() {
    let scratch = Scratch::repository();
    let file = path("2026-01-01-rain");
    let draft = |words: &str| told("", words).replace("published", "draft");
    scratch
        .write(&file, draft("Rain.\n"))
        .commit(ANN, 0, "Begin");
    scratch
        .write(&file, draft("Rain and hail.\n"))
        .commit(BO, 100, "Still a draft");
    scratch
        .write(&file, told("", "Rain and hail.\n"))
        .commit(ANN, 110, "Publish");
    scratch
        .write(&file, told("", "Rain, hail and more.\n"))
        .commit(ANN, 200, "Ninety days");
    scratch
        .write(&file, told("", "Rain, hail and snow.\n"))
        .commit(ANN, 201, "Snow");
    scratch
        .write(&file, told("tags: [wet]\n", "Rain, hail and snow.\n"))
        .commit(BO, 202, "Tag");
    scratch
        .write(
            &file,
            told("tags: [wet]\n", "[Rain](http://x/y), hail and snow.\n"),
        )
        .commit(BO, 203, "Link");
    scratch
        .write(
            &file,
            told("tags: [wet]\n", "[Rain](http://x/y), hail, snow.\n"),
        )
        .commit(BOT, 204, "Comma");
    scratch.write(
        &file,
        told("tags: [wet]\n", "[Rain](http://x/y), hail, snow, fog.\n"),
    );
    scratch.commit("Cy Ott <cy@example.org>", 205, "Fog");
    let answer = list(&scratch, "life-after-publication");
    let words: Vec<&str> = answer["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["words"].as_str().unwrap())
        .collect();
    assert_eq!(words, ["Fog", "Snow"]);
    check(
        &scratch,
        "life-after-publication",
        &[
            "by somebody new to it: 2026-01-01-rain",
            "by somebody who had been there: 2026-01-01-rain",
        ],
    );
}

#[test]
fn messy_parts_are_told_or_none_or_absent() {
    let scratch = Scratch::new();
    let section = |text: &str| told("", &format!("## Surprises\n\n{text}\n"));
    for (id, text) in [
        (
            "2026-01-01-entry",
            section("### The graph was full\n\nExpected: room.\n"),
        ),
        (
            "2026-01-02-prose",
            section("We were surprised by the rain."),
        ),
        ("2026-01-03-none", section("None: three responders asked.")),
        ("2026-01-04-bare", section("None")),
        ("2026-01-05-empty", section("")),
        (
            "2026-01-06-scaffold",
            section("<!-- ask: what did normal look like? -->\n\n### <!-- ask: which one? -->\n"),
        ),
        ("2026-01-07-absent", told("", "")),
        (
            "2026-01-08-old",
            "# Old\n\n## What surprised us\n\nThe rain.\n".to_owned(),
        ),
        (
            "2026-01-09-draft",
            section("We were.").replace("published", "draft"),
        ),
    ] {
        scratch.write(&path(id), text);
    }
    check(
        &scratch,
        "surprises",
        &[
            "told: 2026-01-08-old",
            "absent: 2026-01-07-absent",
            "absent: 2026-01-06-scaffold",
            "absent: 2026-01-05-empty",
            "none, without more: 2026-01-04-bare",
            "none, and what that rests on: 2026-01-03-none",
            "told: 2026-01-02-prose",
            "told: 2026-01-01-entry",
        ],
    );
    let answer = list(&scratch, "surprises");
    assert_eq!(answer["findings"][7]["words"], "The graph was full");
    assert_eq!(answer["in_all"], serde_json::json!({ "signs": 3, "of": 8 }));
}

#[test]
fn reviews_are_told_as_pairs_and_small_groups_are_not() {
    let scratch = Scratch::new();
    let review = |text: &str| told(&format!("review: {text}\n"), "");
    for (id, text) in [
        (
            "2026-01-01-a",
            review(
                "{date: 2026-04-02, optional: true, attended: {closest: 4, elsewhere: 2}, learned_something: 1}",
            ),
        ),
        (
            "2026-01-02-b",
            review("{optional: false, attended: {closest: 40, elsewhere: 30}}"),
        ),
        (
            "2026-01-03-c",
            review("{optional: true, attended: {closest: 4}}"),
        ),
        ("2026-01-04-d", told("", "")),
    ] {
        scratch.write(&path(id), text);
    }
    check(
        &scratch,
        "optional-reviews",
        &[
            "optional: 2026-01-01-a",
            "not stated: 2026-01-04-d",
            "optional: 2026-01-03-c",
            "not optional: 2026-01-02-b",
        ],
    );
    check(
        &scratch,
        "attendance",
        &[
            "counted: 2026-01-01-a",
            "not stated: 2026-01-04-d",
            "not stated: 2026-01-03-c",
            "not optional, so not counted: 2026-01-02-b",
        ],
    );
    let answer = list(&scratch, "attendance");
    assert_eq!(
        answer["in_all"],
        serde_json::json!({ "elsewhere": null, "closest": 4 })
    );
    let shown = scratch.stdout(&["markers"], 0);
    assert!(shown.contains("<3 / 4 in all"), "{shown}");
    assert!(shown.contains("<3 / 6 in all"), "{shown}");
    let shown = scratch.stdout(&["markers", "--list", "attendance"], 0);
    assert!(
        shown.contains("fewer than 3 elsewhere, 4 closest"),
        "{shown}"
    );
    for format in ["json", "csv", "markdown"] {
        let shown = scratch.stdout(&["markers", "--format", format], 0);
        assert!(
            !shown.contains("2 elsewhere") && !shown.contains("\"elsewhere\": 2"),
            "{shown}"
        );
    }
}

#[test]
fn nights_analysts_near_misses_and_voices_are_read_from_the_write_up() {
    let scratch = Scratch::new();
    let method = "## How this was put together\n\nFour talks, and the pager's log.\n";
    for (id, text) in [
        (
            "2026-01-01-a",
            told(
                "review: {date: 2026-02-01}\nactions: {decided: 2026-02-02}\nanalysts: [Ann]\nresponders: [Bo]\nevent: near-miss\n",
                method,
            ),
        ),
        (
            "2026-01-02-b",
            told(
                "review: {date: 2026-02-01}\nactions: {decided: 2026-02-01}\nanalysts: [Ann, bo]\nresponders: [Bo]\nevent: good-catch\n",
                "",
            ),
        ),
        (
            "2026-01-03-c",
            told(
                "analysts: [Bo]\nresponders: [Bo]\nanalyst_note: nobody else here\n",
                "## How this was put together\n",
            ),
        ),
        ("2026-01-04-d", "# Old\n".to_owned()),
    ] {
        scratch.write(&path(id), text);
    }
    for (marker, expected) in [
        (
            "soak-time",
            ["not stated: 2026-01-04-d", "not stated: 2026-01-03-c"],
        ),
        (
            "analyst",
            [
                "not stated: 2026-01-04-d",
                "a responder among them, and why: 2026-01-03-c",
            ],
        ),
        (
            "near-misses",
            [
                "without front matter: 2026-01-04-d",
                "incidents: 2026-01-03-c",
            ],
        ),
        (
            "voices",
            ["not stated: 2026-01-04-d", "not stated: 2026-01-03-c"],
        ),
    ] {
        let all = found(&scratch, marker);
        for one in expected {
            assert!(all.contains(&one.to_owned()), "{marker}: {all:?}");
        }
    }
    for (marker, signs, of) in [
        ("soak-time", 1, 2),
        ("analyst", 1, 3),
        ("near-misses", 2, 3),
        ("voices", 1, 4),
    ] {
        assert_eq!(
            list(&scratch, marker)["in_all"],
            serde_json::json!({ "signs": signs, "of": of }),
            "{marker}"
        );
    }
}

#[test]
fn a_story_is_told_by_several_where_several_signed() {
    let scratch = Scratch::repository();
    let a = path("2026-01-01-a");
    scratch
        .write(&a, told("", "Rain.\n"))
        .commit(ANN, 0, "Tell");
    scratch
        .write(&path("2026-01-02-b"), told("", "Hail.\n"))
        .commit(ANN, 1, "Tell\n\nReviewed-by: Bo Lind <bo@example.org>");
    scratch.write(&path("2026-01-03-c"), told("", "Fog.\n"));
    // The same person from another machine, and a program.
    scratch
        .write(&a, told("", "Rain!! More.\n"))
        .commit("Ann Ray <ann@laptop>", 2, "Mend");
    scratch
        .write(&a, told("", "Rain, more.\n"))
        .commit(BOT, 3, "Style");
    let all = found(&scratch, "breadth");
    assert!(
        all.contains(&"by one, as far as git knows: 2026-01-01-a".to_owned()),
        "{all:?}"
    );
    assert!(
        all.contains(&"by several: 2026-01-02-b".to_owned()),
        "{all:?}"
    );
}

#[test]
fn questions_count_as_answered_when_an_answer_is_there() {
    let scratch = Scratch::new();
    scratch.write(&path("2026-01-01-a"), told("", "## Open questions\n\n### Why?\n\nState: open\n\n### Who?\n\nState: answered: the clerk\n\n### When?\n\nState: answered\n"));
    scratch.write(
        &path("2026-01-02-b"),
        told("", "## Open questions\n\n### Where?\n\nState: open\n"),
    );
    scratch.write(
        &path("2026-02-01-c"),
        told("related: [{id: 2026-01-02-b, how: answers}]\n", ""),
    );
    check(
        &scratch,
        "questions-answered",
        &[
            "by another story: 2026-01-02-b",
            "still open: 2026-01-01-a",
            "beside the question: 2026-01-01-a",
            "still open: 2026-01-01-a",
        ],
    );
}

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
        ["in all: unknown: no write-up says"]
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
    assert_eq!(names.len(), 20);
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
