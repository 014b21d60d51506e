//! What single rules say of small texts that would only clutter their pages.

use incident::lint;
use incident::{corpus, lint::rules};

use crate::support::Scratch;

/// Checks what one rule says of one published write-up: `fields` of front matter and a `body`.
fn check(rule: &str, fields: &str, body: &str, expected: &[&str]) {
    let text = format!("---\nstatus: published\n{fields}---\n{body}\n");
    assert_eq!(messages(rule, &text), expected, "{rule}\n{text}");
    // An old file that claims nothing hears nothing.
    let unclaimed = format!("---\n{fields}---\n{body}\n");
    assert!(messages(rule, &unclaimed).is_empty(), "{rule}\n{unclaimed}");
}

fn messages(rule: &str, text: &str) -> Vec<String> {
    let scratch = Scratch::new();
    scratch.write("incidents/a.md", text);
    let corpus = corpus::load(scratch.path(), None).unwrap();
    let found = lint::run_rules(&corpus, &[rules::named(rule).unwrap()]);
    found.into_iter().map(|finding| finding.message).collect()
}

#[test]
fn dates_are_out_of_order_only_in_every_reading() {
    for (fields, expected) in [
        ("date: 2026-03-02\nreview: {shared: 2026-03-02}\n", vec![]),
        (
            "date: 2026-03-02\nreview: {shared: 2026-03-01}\n",
            vec!["`review.shared` is before `date`"],
        ),
        // Two zones: the later day is the earlier moment.
        (
            "date: 2026-03-02T01:00:00+14:00\nreview: {shared: '2026-03-01T20:00:00-08:00'}\n",
            vec![],
        ),
        (
            "date: 2026-03-02T01:00:00+02:00\nreview: {shared: '2026-03-01T09:00:00+02:00'}\n",
            vec!["`review.shared` is before `date`"],
        ),
        // A moment and a day: a day apart may be the zone.
        (
            "date: 2026-03-02T01:00:00+02:00\nreview: {shared: 2026-03-01}\n",
            vec![],
        ),
        (
            "date: 2026-03-02T01:00:00+02:00\nreview: {shared: 2026-02-28}\n",
            vec!["`review.shared` is before `date`"],
        ),
        (
            "review: {date: 2026-03-01, shared: 2026-03-02}\n",
            vec!["`review.date` is before `review.shared`"],
        ),
        // Each date is found once.
        (
            "date: 2026-03-03\nreview: {date: 2026-03-01, shared: 2026-03-04}\n",
            vec!["`review.date` is before `date`"],
        ),
        ("actions: {decided: 2026-03-01}\n", vec![]),
        ("date: 2026-03-03\nactions: [ring the bell]\n", vec![]),
    ] {
        check("date-order", fields, "", &expected);
    }
}

#[test]
fn a_title_is_missed_once_and_only_where_there_is_none() {
    let finding = ["this write-up has no title"];
    for (fields, body, expected) in [
        ("", "Text.", &finding[..]),
        ("title: ' '\n", "## What happened\n", &finding),
        ("", "Text.\n\n# A heading\n", &[]),
        ("title: The bells\n", "", &[]),
        // What stands there and cannot be read is another rule's.
        ("title:\n", "", &[]),
        ("title: [a]\n", "", &[]),
        ("tags: [a\n", "", &[]),
    ] {
        check("missing-field", fields, body, expected);
    }
}

#[test]
fn measures_are_found_where_they_are_about_the_incident() {
    for (fields, expected) in [
        ("sev:\n", vec![]),
        ("video: {duration: 3}\n", vec![]),
        ("metrics: {ttr: 3}\n", vec!["`metrics.ttr` keeps a measure"]),
        (
            "Time-to-Detect: 4 min\n",
            vec!["`Time-to-Detect` keeps a measure"],
        ),
        ("priority: 1\ncustomers_affected: 40\n", vec![]),
    ] {
        check("stored-metric", fields, "", &expected);
    }
}

#[test]
fn teams_are_compared_with_those_that_are_named() {
    // Without a team in the settings there is nothing to compare with.
    check("unknown-team", "teams: [anybody]\n", "", &[]);
    let scratch = Scratch::new();
    scratch.write(
        "incident.yaml",
        "teams:\n  \"no\": [a]\n  night shift: [b]\n",
    );
    let text = "---\nstatus: draft\nteams: ['No', \"Night-Shift\", night shifft, day]\n---\n";
    scratch.write("incidents/a.md", text);
    let corpus = corpus::load(scratch.path(), None).unwrap();
    let found = lint::run_rules(&corpus, &[rules::named("unknown-team").unwrap()]);
    let fixes: Vec<Option<&str>> = found
        .iter()
        .map(|finding| finding.fix.as_ref().map(|fix| fix.edits[0].text.as_str()))
        .collect();
    assert_eq!(
        fixes,
        [
            Some("\"no\""),
            Some("night shift"),
            Some("night shift"),
            None
        ]
    );
}
