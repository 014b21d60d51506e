//! Links, commits, files, late words and answers.

use super::{ANN, BO, BOT, check, found, list, path, row, told, words};
use crate::support::Scratch;

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
            "put in by a sweep or a program: 2026-02-09-swept",
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
    code(BO, 17, "Reapply \"Mind 2026-01-01-rain when it rains\"");
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
            "stood once, and went: 2026-01-01-rain",
            "placed later than the fix: 2026-01-01-rain",
            "placed with the fix: 2026-01-01-rain",
        ],
    );
    let answer = list(&scratch, "cited-from-code");
    let gone = &answer["findings"][1];
    assert_eq!(
        (&gone["path"], &gone["line"], &gone["day"], &gone["words"]),
        (
            &"src/gone.rs".into(),
            &serde_json::Value::Null,
            &"2026-05-12".into(),
            &"Gone".into()
        )
    );
    assert_eq!(answer["in_all"]["traces"], 1);
    let later = &answer["findings"][2];
    assert_eq!(
        (&later["path"], &later["line"]),
        (&"src/later.rs".into(), &2.into())
    );
    assert_eq!(later["day"], "2026-04-11");
}

#[test]
fn code_tells_who_came_from_elsewhere_and_what_went() {
    let scratch = Scratch::repository();
    let rain = "// see 2026-01-01-rain\n";
    scratch
        .write(
            "incident.yaml",
            "teams: {quay: [ann@example.org], sea: [bo@example.com]}\nretired: {2025-01-01-x: gone}\n",
        )
        .write(&path("2026-01-01-rain"), told("teams: [quay]\n", "Rain.\n"))
        .write("src/a.rs", "1\n")
        .commit(ANN, 0, "Tell it");
    scratch
        .write("src/far.rs", rain)
        .commit("Bo Li <bo@example.com>", 60, "Far");
    scratch
        .write("src/near.rs", rain)
        .commit("Ann Ray <ann@example.org>", 61, "Near");
    scratch
        .write("src/who.rs", rain)
        .write(
            "reads/a.csv",
            "date,id,team,count\n2026-01-02,2026-01-01-rain,,1\n",
        )
        .commit("Cy Ng <cy@example.net>", 62, "Who");
    // A file that is renamed goes on; what moved on is not gone, and what came back neither.
    scratch
        .write("src/twice.rs", rain)
        .commit("Cy Ng <cy@example.net>", 63, "Twice");
    scratch
        .remove("src/twice.rs")
        .commit(BO, 64, "Take it away");
    scratch
        .write("src/twice.rs", rain)
        .commit(BO, 65, "Put it back");
    scratch
        .remove("src/twice.rs")
        .remove("reads/a.csv")
        .commit(BO, 66, "Take it away again");
    scratch
        .remove("src/who.rs")
        .write("src/whose.rs", rain)
        .commit(BO, 67, "Call it so");
    check(
        &scratch,
        "cited-from-code",
        &[
            "stood once, and went: 2026-01-01-rain",
            "placed later than the fix: 2026-01-01-rain",
            "placed later than the fix, by a team closest to it: 2026-01-01-rain",
            "placed later than the fix, from elsewhere: 2026-01-01-rain",
        ],
    );
    let answer = list(&scratch, "cited-from-code");
    assert_eq!(answer["in_all"]["traces"], 3);
    let gone = &answer["findings"][0];
    assert_eq!(
        (&gone["path"], &gone["words"]),
        (&"src/twice.rs".into(), &"Take it away again".into())
    );
    let shown = scratch.stdout(&["markers", "--list", "cited-from-code"], 0);
    assert!(shown.contains("src/twice.rs  "), "{shown}");
    for format in ["csv", "markdown"] {
        let shown = scratch.stdout(
            &["markers", "--list", "cited-from-code", "--format", format],
            0,
        );
        assert!(shown.contains("src/twice.rs"), "{shown}");
    }
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
    assert_eq!(words(&scratch, "life-after-publication"), ["Fog", "Snow"]);
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
fn a_commit_that_was_picked_is_the_trace_that_it_was_picked_from() {
    let scratch = Scratch::repository();
    scratch
        .write(&path("2026-01-01-rain"), told("", "Rain.\n"))
        .commit(ANN, 0, "Tell it");
    scratch
        .write("a.rs", "1\n")
        .commit(BO, 30, "Mind 2026-01-01-rain");
    let first = scratch.git(31, &["rev-parse", "HEAD"]);
    let first = first.trim();
    // Under another subject, on another day, by somebody else: nothing but the message says so.
    let picked = format!("Backport: 2026-01-01-rain\n\n(cherry picked from commit {first})");
    scratch.write("b.rs", "1\n").commit(ANN, 32, &picked);
    let again = scratch.git(33, &["rev-parse", "HEAD"]);
    let again = again.trim();
    let back = format!("Take it back\n\nThis reverts commit {again}.\nSee 2026-01-01-rain");
    scratch.write("b.rs", "2\n").commit(ANN, 34, &back);
    // Two that were picked from a commit that is not here are one.
    let far = "0123456789012345678901234567890123456789";
    for (day, subject) in [(40, "One 2026-01-01-rain"), (41, "Two 2026-01-01-rain")] {
        let message = format!("{subject}\n\n(cherry picked from commit {far})");
        scratch
            .write("c.rs", day.to_string())
            .commit(BO, day, &message);
    }
    assert_eq!(
        words(&scratch, "cited-from-commits"),
        ["One 2026-01-01-rain", "Mind 2026-01-01-rain"]
    );
}

/// Seven write-ups of January, `2026-01-01-x` to `2026-01-07-x`, told on the tenth.
fn seven() -> Scratch {
    let scratch = Scratch::repository();
    for day in 1..=7 {
        scratch.write(&path(&format!("2026-01-0{day}-x")), told("", "Rain.\n"));
    }
    scratch.commit(ANN, 9, "Tell them");
    scratch
}

#[test]
fn documents_and_diagrams_count_apart_from_code_and_an_index_nowhere() {
    let scratch = seven();
    scratch
        .write("docs/retry.md", "As in 2026-01-01-x.\n")
        .commit(ANN, 14, "With the fix");
    scratch.write(
        "docs/queue.rst",
        "See 2026-01-01-x, 2026-01-01-x\n\nand 2026-01-01-x.\n",
    );
    scratch.write("docs/flow.mmd", "flowchart LR\n  a -->|2026-01-02-x| b\n");
    // Of a drawing in XML only what is seen counts.
    scratch.write(
        "docs/map.svg",
        "<svg><g id=\"2026-01-03-x\"><text>2026-01-04-x</text></g></svg>\n",
    );
    scratch.write("src/lib.rs", "// 2026-01-05-x\n");
    scratch.write(
        "src/list.txt",
        "2026-01-01-x 2026-01-02-x 2026-01-03-x 2026-01-04-x\n",
    );
    scratch.write(
        "src/table.rs",
        "// 2026-01-01-x 2026-01-02-x 2026-01-03-x 2026-01-04-x\n",
    );
    scratch.write("docs/some.md", "2026-01-01-x 2026-01-02-x 2026-01-03-x\n");
    scratch.write("incidents/README.md", "2026-01-01-x\n");
    scratch.commit(BO, 100, "Draw and write");
    check(
        &scratch,
        "cited-from-documents",
        &[
            "in a document, later than the fix: 2026-01-01-x",
            "in a document, later than the fix: 2026-01-01-x",
            "in an index of most write-ups: 2026-01-01-x",
            "in a diagram, later than the fix: 2026-01-02-x",
            "in a document, later than the fix: 2026-01-02-x",
            "in an index of most write-ups: 2026-01-02-x",
            "in a document, later than the fix: 2026-01-03-x",
            "in an index of most write-ups: 2026-01-03-x",
            "in a diagram, later than the fix: 2026-01-04-x",
            "in an index of most write-ups: 2026-01-04-x",
            "placed with the fix: 2026-01-01-x",
        ],
    );
    assert_eq!(
        list(&scratch, "cited-from-documents")["in_all"]["traces"],
        6
    );
    assert_eq!(list(&scratch, "cited-from-code")["in_all"]["traces"], 1);
    assert_eq!(
        row(&scratch, "cited-from-documents", &["--until", "2026-06-30"]),
        ["2026 Q1: 0", "2026 Q2: 6", "in all: 6"]
    );
}

#[test]
fn newcomers_are_given_write_ups_and_not_pages() {
    let scratch = seven();
    let marker = "cited-from-onboarding";
    let answer = list(&scratch, marker);
    assert!(
        answer["unknown"]
            .as_str()
            .unwrap()
            .starts_with("no file here is known to be for newcomers"),
        "{answer}"
    );
    scratch.write("handbook/first-week.md", "Welcome.\n");
    scratch.write("incident.yaml", "onboarding: [\"handbook/**\"]\n");
    scratch.commit(ANN, 50, "Welcome");
    let shown = scratch.stdout(&["markers", "--list", marker], 0);
    assert!(shown.contains("0 (looked everywhere)"), "{shown}");
    scratch.write(
        "handbook/first-week.md",
        "Read 2026-01-01-x and 2026-01-02-x.\n",
    );
    scratch.commit(ANN, 60, "Give two");
    scratch.write(
        "handbook/second.md",
        "Read 2026-01-01-x and 2026-01-03-x.\n",
    );
    scratch.write(
        "handbook/all.md",
        "2026-01-01-x\n2026-01-02-x\n2026-01-03-x\n2026-01-04-x\n",
    );
    scratch.write("docs/onboarding.md", "2026-01-05-x\n");
    scratch.commit(BO, 150, "Give more");
    assert_eq!(list(&scratch, marker)["in_all"]["traces"], 3);
    assert_eq!(
        row(&scratch, marker, &["--until", "2026-06-30"]),
        ["2026 Q1: 2", "2026 Q2: 1", "in all: 3"]
    );
    let all = found(&scratch, marker);
    let count = |state: &str| all.iter().filter(|one| one.starts_with(state)).count();
    assert_eq!(
        (
            count("on a page"),
            count("on another"),
            count("in an index")
        ),
        (3, 1, 4),
        "{all:?}"
    );
}

#[test]
fn citations_hold_as_the_check_of_links_has_it() {
    let scratch = seven();
    scratch.write(
        "incident.yaml",
        "retired: {2026-01-08-gone: it was two stories, 2026-01-01-x and 2026-01-02-x}\n",
    );
    scratch.write(
        "reads/2026-04.csv",
        "date,id,team,count\n2026-04-01,2026-01-01-x,,7\n",
    );
    scratch.write(
        "src/a.rs",
        "// 2026-01-01-x\n// 2026-01-09-y\n// 2026-01-08-gone\n",
    );
    scratch.write(
        &path("2026-01-07-x"),
        told(
            "",
            "Rain, as in 2026-01-06-x and 2026-01-06-z. This is 2026-01-07-x.\n",
        ),
    );
    scratch.commit(BO, 100, "Cite");
    let answer = list(&scratch, "citations-hold");
    let place = |one: &serde_json::Value| {
        let text = |key: &str| one[key].as_str().unwrap_or("-").to_owned();
        format!(
            "{}: {}:{} {}",
            text("state"),
            text("path"),
            one["line"],
            text("day")
        )
    };
    let mut found: Vec<String> = answer["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(place)
        .collect();
    found.sort();
    assert_eq!(
        found,
        [
            "lead nowhere: incidents/2026-01-07-x.md:8 2026-04-11",
            "lead nowhere: src/a.rs:2 2026-04-11",
            "lead to a story: incidents/2026-01-07-x.md:8 2026-04-11",
            "lead to a story: src/a.rs:1 2026-04-11",
            "name what was retired, with a reason: incident.yaml:1 2026-04-11",
            "name what was retired, with a reason: src/a.rs:3 2026-04-11",
        ]
    );
    assert_eq!(answer["in_all"], serde_json::json!({ "signs": 2, "of": 4 }));
    let checked = scratch.stdout(&["links", "--check", "--format", "json"], 1);
    let checked: serde_json::Value = serde_json::from_str(&checked).unwrap();
    let astray = checked["findings"].as_array().unwrap().iter();
    let mut astray: Vec<String> = astray
        .map(|one| format!("{}:{}", one["path"].as_str().unwrap(), one["line"]))
        .collect();
    astray.sort();
    assert_eq!(astray, ["incidents/2026-01-07-x.md:8", "src/a.rs:2"]);
    let told = scratch.stdout(&["links", "--check"], 1);
    assert!(
        told.contains("2 name what was retired, 2 lead nowhere"),
        "{told}"
    );
    // Of these only the code is somebody who came back.
    assert_eq!(list(&scratch, "cited-from-code")["in_all"]["traces"], 1);
    // Whether a citation holds needs no history.
    let clone = Scratch::new();
    let from = format!("file://{}", scratch.path().display());
    clone.git(200, &["clone", "-q", "--depth", "1", &from, "."]);
    assert_eq!(list(&clone, "citations-hold")["in_all"]["of"], 4);
}
