//! Which questions are found, and what answers them.

use serde_json::Value;

use crate::support::Scratch;

/// Each question as `state text: answers ~ perhaps`.
fn asked(scratch: &Scratch) -> Vec<String> {
    let json = scratch.stdout(&["questions", "--format", "json"], 0);
    let json: Value = serde_json::from_str(&json).unwrap();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let questions = json["questions"].as_array().unwrap().iter();
    let shown = questions.map(|question| {
        let answers = question["answers"].as_array().unwrap().iter();
        let answers: Vec<String> = answers
            .map(|answer| {
                let parts = ["text", "writeup", "url"].map(|key| text(&answer[key]));
                parts.concat()
            })
            .collect();
        let perhaps = question["perhaps"].as_array().unwrap().iter();
        let perhaps: Vec<String> = perhaps.map(|one| format!(" ~{}", text(one))).collect();
        format!(
            "{} {}: {}{}",
            text(&question["state"]),
            text(&question["question"]),
            answers.join(" | "),
            perhaps.concat()
        )
    });
    shown.collect()
}

const NEWER: &str = "---\ntitle: B\ndate: 2025-02-02\nrelated: [{id: a, how: answers}]\n---\n";

#[test]
fn questions_are_found_in_every_form() {
    for (body, expected) in [
        ("### Why?\n\n**State:** open\n", &["open Why?: "][..]),
        ("### Why?\n", &["open Why?: "]),
        (
            "- Why two? State: open\n- Who?\n",
            &["open Why two? State: open: ", "open Who?: "],
        ),
        (
            "Nobody knows why it rang?\n\nIt did.\n",
            &["open Nobody knows why it rang?: "],
        ),
        (
            "### Why?\n\n**State:** answered, by the clerk\n",
            &["answered Why?: by the clerk"],
        ),
        (
            "### Why?\n\n**State:** answered\n\n**Tried:** a lot\n\nThe cable. It was wet.\n",
            &["answered Why?: The cable. It was wet."],
        ),
        (
            "### Why?\n\nState: answered\nTried: a lot\n\n<https://x.org/a>\n",
            &["answered Why?: https://x.org/a | https://x.org/a"],
        ),
        (
            "### Why?\n\n**State:** answered: see [B](b.md)\n",
            &["answered Why?: see B | b"],
        ),
        ("None: three were asked.\n", &[]),
        ("<!-- ask: what do you wonder about? -->\n", &[]),
    ] {
        let scratch = Scratch::new();
        scratch.write(
            "incidents/a.md",
            format!("# A\n\n## Open questions\n\n{body}"),
        );
        scratch.write("incidents/b.md", "# B\n");
        assert_eq!(asked(&scratch), expected, "{body}");
    }
}

#[test]
fn a_newer_story_answers_one_question_and_guesses_at_none_of_several() {
    let scratch = Scratch::new();
    scratch.write("incidents/b.md", NEWER);
    scratch.write(
        "incidents/a.md",
        "# A\n\n## Open questions\n\n### Why?\n\nState: open\n",
    );
    assert_eq!(asked(&scratch), ["answered Why?: b"]);
    scratch.write(
        "incidents/a.md",
        "# A\n\n## Open questions\n\n### Why?\n\n### Who?\n",
    );
    assert_eq!(asked(&scratch), ["open Why?:  ~b", "open Who?:  ~b"]);
    // The one that links to it is the one it answers.
    scratch.write(
        "incidents/a.md",
        "# A\n\n## Open questions\n\n### Why?\n\nState: answered\n\n[[b]]\n\n### Who?\n",
    );
    let found = asked(&scratch);
    assert!(
        found[0].starts_with("answered Why?") && found[0].ends_with('b'),
        "{found:?}"
    );
    assert_eq!(found[1], "open Who?: ");
}

#[test]
fn the_oldest_come_first_and_nothing_is_said_kindly() {
    let scratch = Scratch::new();
    scratch.write(
        "incidents/2025-01-02-b.md",
        "# B\n\n## Open questions\n\n### Two?\n",
    );
    scratch.write(
        "incidents/a.md",
        "# A\n\n## Open questions\n\n### Undated?\n",
    );
    scratch.write(
        "incidents/c.md",
        "---\ntitle: C\ndate: 2024-01-02\n---\n\n## Open questions\n\n### One?\n",
    );
    assert_eq!(
        asked(&scratch),
        ["open One?: ", "open Two?: ", "open Undated?: "]
    );
    let none = scratch.stdout(&["questions", "--answered"], 0);
    assert!(
        none.starts_with("None of 3 open questions found an answer yet."),
        "{none}"
    );
    let empty = Scratch::new();
    empty.write("incidents/a.md", "# A\n");
    let none = empty.stdout(&["questions"], 0);
    assert!(
        none.starts_with("No write-up asks a question yet."),
        "{none}"
    );
}
