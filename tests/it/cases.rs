//! What single rules say of small texts that would only clutter their pages.

use incident::history::Past;
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
    let found = lint::run_rules(&corpus, &Past::default(), &[rules::named(rule).unwrap()]);
    found
        .into_iter()
        .map(|finding| finding.message.into())
        .collect()
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
fn actions_soak_for_a_night() {
    for (fields, expected) in [
        (
            "review: {date: 2026-03-04}\nactions: {decided: 2026-03-04}\n",
            vec!["the actions were decided on the day of the review"],
        ),
        (
            "review: {date: 2026-03-04}\nactions: {decided: 2026-03-02}\n",
            vec!["the actions were decided before the review"],
        ),
        (
            "review: {date: 2026-03-04}\nactions: {decided: 2026-03-05}\n",
            vec![],
        ),
        // A slip of the pen, which `date-order` finds.
        (
            "date: 2026-03-01\nreview: {date: 2026-03-04}\nactions: {decided: 2025-03-05}\n",
            vec![],
        ),
        ("actions: {decided: 2026-03-04}\n", vec![]),
    ] {
        check("soak-time", fields, "", &expected);
    }
}

#[test]
fn attendance_is_read_where_it_is_told() {
    let finding = "the review counts who came, and not whether they had to";
    for (review, expected) in [
        ("{attended: {closest: 0}}", vec![finding]),
        ("{attended: {elsewhere: 3}, optional: false}", vec![]),
        // What cannot be read is `invalid-field`.
        ("{attended: {elsewhere: 3}, optional: perhaps}", vec![]),
        ("{attended: {}}", vec![]),
        ("{optional: true}", vec![]),
    ] {
        check(
            "attendance-without-optional",
            &format!("review: {review}\n"),
            "",
            &expected,
        );
    }
}

#[test]
fn a_note_on_the_analyst_is_all_that_is_asked() {
    let finding = "`Ana` is among the responders too";
    for (note, expected) in [
        ("", vec![finding]),
        ("analyst_note: ' '\n", vec![finding]),
        ("analyst_note: there are two of us\n", vec![]),
    ] {
        let fields = format!("analysts: Ana\nresponders: [Bo, ana]\n{note}");
        check("analyst-was-responder", &fields, "", &expected);
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
    let found = lint::run_rules(
        &corpus,
        &Past::default(),
        &[rules::named("unknown-team").unwrap()],
    );
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

#[test]
fn an_answer_may_stand_anywhere_in_the_entry() {
    let finding = ["this is answered, and no answer stands here"];
    for (entry, expected) in [
        ("**State:** answered.", &finding[..]),
        ("**State:** *Answered*\n**Tried:** the log", &finding),
        (
            "**State:** answered\n\n**Tried:** the log,\nand the bench.",
            &finding,
        ),
        ("#### State\n\nanswered\n\n#### Tried\n\nthe log", &finding),
        ("**State:** answered <!-- soon -->", &finding),
        ("**State:** answered (it was the cat)", &[]),
        ("**State:** answered\n\nIt was the cat.", &[]),
        ("It was the cat.\n\n**State:** answered", &[]),
        ("**State:** answered\n\n**Answer:** the cat", &[]),
        (
            "**State:** answered\n**Tried:** the log\n**Answer:** the cat",
            &[],
        ),
        (
            "**State:** answered\n**Tried:** the log\nAnswer: the cat",
            &[],
        ),
        (
            "**State:** answered\n\n**Tried:** the log\n\nIt was the cat.",
            &[],
        ),
        (
            "**State:** answered\n\n**Tried:** [the log](https://x.example)",
            &[],
        ),
        ("**State:** answered\n\n![the cat](cat.png)", &[]),
        ("**State:** answered\n\n    meow", &[]),
        ("**State:** answered <!-- ask: by what? -->", &[]),
        ("**State:** open", &[]),
        ("**State:**", &[]),
    ] {
        let body = format!("## Open questions\n\n### Why?\n\n{entry}\n\n### Who?\n\nx");
        check("answer-missing", "", &body, expected);
    }
}

#[test]
fn the_state_of_a_question_begins_with_its_word() {
    let finding = ["this state is neither `open` nor `answered`"];
    for (state, expected) in [
        ("open", &[][..]),
        ("**Open**, since May", &[]),
        ("✅ answered: see [the other one](a.md)", &[]),
        ("[answered](a.md)", &[]),
        ("", &[]),
        ("<!-- ask: which? -->", &[]),
        ("openly", &finding),
        ("resolved\n\nIt was the cat.", &finding),
    ] {
        let body = format!("## Open questions\n\n### Why?\n\n**State:** {state}\n");
        check("question-form", "", &body, expected);
    }
}

#[test]
fn sections_are_out_of_order_once() {
    for (headings, expected) in [
        ("What happened|Surprises|Timeline", vec![]),
        ("What happened|Whatever|Surprises|Who|Timeline", vec![]),
        (
            "Timeline|What happened|Surprises",
            vec!["`What happened` comes after `Timeline`"],
        ),
        (
            "What happened|Dilemmas|Surprises|Red herrings",
            vec!["`Surprises` comes after `Dilemmas`"],
        ),
        // In two parts; and what `ending-first` finds.
        ("What happened|Surprises|Dilemmas|Surprises", vec![]),
        ("Contributing factors|What happened|Surprises", vec![]),
        (
            "Contributing factors|Surprises",
            vec!["`Surprises` comes after `Contributing factors`"],
        ),
    ] {
        let sections: Vec<String> = headings
            .split('|')
            .map(|heading| format!("## {heading}\n\nText."))
            .collect();
        let body = sections.join("\n\n");
        check("section-order", "", &body, &expected);
    }
}

#[test]
fn a_story_opens_with_its_cause_only_if_it_says_so() {
    let story = "\n\n## What happened\n\nText.\n";
    for (opening, story, expected) in [
        (
            "Root cause: a cat",
            "",
            vec!["the story opens with the cause"],
        ),
        (
            "- **Cause:** a cat",
            story,
            vec!["the story opens with the cause"],
        ),
        (
            "Odd.\n\n**Root cause:** a cat",
            story,
            vec!["the story opens with the cause"],
        ),
        // The whole text is one hook, and the cause stands where it belongs.
        ("Odd.\n\n**Root cause:** a cat", "", vec![]),
        ("**Root cause:**", story, vec![]),
        ("Cause for alarm: a cat", story, vec![]),
        ("> Root cause: a cat", story, vec![]),
        ("```\nRoot cause: a cat\n```", story, vec![]),
        ("# Root cause", story, vec![]),
        (
            "## Summary\n\n### Resolution\n",
            story,
            vec!["`Resolution` stands before the story"],
        ),
        ("## Resolutions\n", story, vec![]),
        ("## Root cause\n", "", vec![]),
    ] {
        check("ending-first", "", &format!("{opening}{story}"), &expected);
    }
}

#[test]
fn tasks_are_found_once_for_each_place() {
    let (list, marker) = (
        "a list of tasks stands in the story",
        "a task stands in the story",
    );
    for (body, expected) in [
        ("- [ ] a\n- [x] b\n\n  more of b\n- [ ] c", vec![list]),
        ("- a\n- b", vec![]),
        ("- [ ] a\n\nThen.\n\n- [ ] b", vec![list, list]),
        ("- [ ] a\n\n## Then\n\n1. [ ] b", vec![list, list]),
        (
            "```\n- [ ] a\n```\n\n> - [ ] b\n\n<!--\n- [ ] c\n-->",
            vec![],
        ),
        ("`[Action Item]` and [action item](a.md)", vec![]),
        (
            "[Action Item] a. [action items] b.\n\n[Action Item] c.",
            vec![marker],
        ),
        ("| a |\n|---|\n| [Action Item] b |", vec![marker]),
        ("## Actions taken\n\n## Remediation\n", vec![]),
        (
            "## Follow-ups\n\n### Next steps\n\n- [ ] a\n\n## Then\n\n- [ ] b",
            vec!["`Follow-ups` stands in the story", list],
        ),
        ("> ## Action items\n", vec![]),
    ] {
        check("actions-in-story", "", body, &expected);
    }
}
