//! What a write-up says of itself: its messy parts, its review, and who told it.

use super::{ANN, BOT, check, found, list, path, told};
use crate::support::Scratch;

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
fn what_will_not_be_done_counts_once_and_with_its_reason() {
    let scratch = Scratch::new();
    let actions = |text: &str| told(&format!("actions: {text}\n"), "");
    for (id, text) in [
        (
            "2026-01-01-a",
            actions("{declined: [{what: a bell}, {what: a pager, reason: it would ring too}]}"),
        ),
        (
            "2026-01-02-b",
            actions("{declined: [{what: a bell, reason: \" \"}]}"),
        ),
        ("2026-01-03-c", actions("{declined: [a bell]}")),
        ("2026-01-04-d", actions("{decided: 2026-02-02}")),
        ("2026-01-05-e", told("", "")),
        ("2026-01-06-f", "# Old\n".to_owned()),
    ] {
        scratch.write(&path(id), text);
    }
    check(
        &scratch,
        "declined-actions",
        &[
            "without front matter: 2026-01-06-f",
            "absent: 2026-01-05-e",
            "absent: 2026-01-04-d",
            "declined, without a reason: 2026-01-03-c",
            "declined, without a reason: 2026-01-02-b",
            "declined, and why: 2026-01-01-a",
        ],
    );
    let answer = list(&scratch, "declined-actions");
    assert_eq!(answer["findings"][5]["words"], "a pager: it would ring too");
    assert_eq!(answer["findings"][5]["line"], 4);
    assert_eq!(answer["in_all"], serde_json::json!({ "signs": 1, "of": 5 }));
    // What is left undone is no task in the story.
    let lint = scratch.run(&["lint", "--format", "concise"]);
    let findings = String::from_utf8(lint.stdout).unwrap();
    assert!(findings.contains("missing-section") && !findings.contains("actions-in-story"));
}

#[test]
fn somebody_from_elsewhere_is_seen_where_the_settings_know_teams() {
    let scratch = Scratch::repository();
    scratch.write(
        "incident.yaml",
        "teams: {quay: [ann@example.org], support: [bo@example.org], sea: [cy@example.org]}\n",
    );
    for (id, front) in [
        ("2026-01-01-a", "teams: [quay]\n"),
        ("2026-01-02-b", "teams: [quay, support]\n"),
    ] {
        scratch.write(&path(id), told(front, "Rain.\n"));
    }
    scratch.commit(ANN, 0, "Tell\n\nCo-authored-by: Bo Lind <bo@example.org>");
    check(
        &scratch,
        "breadth",
        &[
            "by several: 2026-01-02-b",
            "by several, also from elsewhere: 2026-01-01-a",
        ],
    );
}

/// Each practice rule and the marker of the same: where the rule finds something, the marker sees none of the
/// sign, and the other way round.
#[test]
fn rules_and_markers_mean_the_same() {
    let scratch = Scratch::new();
    let came = "attended: {closest: 4, elsewhere: 3}";
    for (id, front) in [
        (
            "01-later",
            "review: {date: 2026-02-01}\nactions: {decided: 2026-02-02}\n".to_owned(),
        ),
        (
            "02-same-day",
            "review: {date: 2026-02-01}\nactions: {decided: 2026-02-01}\n".to_owned(),
        ),
        (
            "03-before",
            "review: {date: 2026-02-01}\nactions: {decided: 2026-01-20}\n".to_owned(),
        ),
        // Before the incident: a slip, which is another rule's, and says nothing.
        (
            "04-slip",
            "review: {date: 2026-02-01}\nactions: {decided: 2025-01-20}\n".to_owned(),
        ),
        (
            "05-others",
            "analysts: [Ann]\nresponders: [Bo]\n".to_owned(),
        ),
        (
            "06-same",
            "analysts: [bó, 张伟]\nresponders: [Bo]\n".to_owned(),
        ),
        (
            "07-alike",
            "analysts: [张伟]\nresponders: [章伟]\n".to_owned(),
        ),
        (
            "08-noted",
            "analysts: [Bo]\nresponders: [Bo]\nanalyst_note: two of us\n".to_owned(),
        ),
        ("09-free", format!("review: {{optional: true, {came}}}\n")),
        ("10-must", format!("review: {{optional: false, {came}}}\n")),
        ("11-unclear", format!("review: {{{came}}}\n")),
        ("12-half", "review: {attended: {closest: 4}}\n".to_owned()),
    ] {
        scratch.write(
            &path(&format!("2026-01-{id}")),
            told(&format!("date: 2026-01-01\n{front}"), ""),
        );
    }
    let lint = scratch.run(&["lint", "--format", "json"]);
    let lint: serde_json::Value = serde_json::from_slice(&lint.stdout).unwrap();
    for (rule, marker, states) in [
        ("soak-time", "soak-time", &["on its day or before"][..]),
        (
            "analyst-was-responder",
            "analyst",
            &["a responder among them"],
        ),
        (
            "attendance-without-optional",
            "attendance",
            &["counted, and not whether they had to come"],
        ),
    ] {
        let by_rule = lint["findings"].as_array().unwrap().iter();
        let by_rule = by_rule.filter(|one| one["rule"] == rule);
        let mut by_rule: Vec<&str> = by_rule
            .map(|one| one["writeup"].as_str().unwrap())
            .collect();
        by_rule.dedup();
        let all = found(&scratch, marker);
        let by_marker = all.iter().filter_map(|one| {
            let (state, writeup) = one.split_once(": ")?;
            states.contains(&state).then_some(writeup)
        });
        let mut by_marker: Vec<&str> = by_marker.collect();
        by_marker.sort_unstable();
        assert!(!by_rule.is_empty(), "{rule}");
        assert_eq!(by_rule, by_marker, "{rule}");
    }
}
