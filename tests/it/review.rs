//! Reviews are written down without a change to anything else, and prepared for.

use serde_json::Value;

use crate::support::Scratch;

const GIVEN: &[&str] = &[
    "review",
    "a",
    "--held",
    "2026-03-05",
    "--optional",
    "--closest",
    "4",
    "--elsewhere",
    "7",
    "--learned",
    "6",
];

fn reviewed(text: &str, words: &[&str], code: i32) -> (String, String) {
    let scratch = Scratch::new();
    scratch.write("incidents/a.md", text);
    let shown = scratch.run(words);
    let both = String::from_utf8([shown.stdout, shown.stderr].concat()).unwrap();
    assert_eq!(shown.status.code(), Some(code), "{both}");
    (scratch.read("incidents/a.md"), both)
}

#[test]
fn what_was_given_is_written_and_the_rest_stays() {
    let (new, shown) = reviewed(
        "---\ntitle: \"A\" # why\n\nreview: # of the crew\n  date: '2026-03-01'   # moved twice\n  note: kept\nx: [1,\n  2]\n...\n\n# Body  \n",
        GIVEN,
        0,
    );
    assert_eq!(
        new,
        "---\ntitle: \"A\" # why\n\nreview: # of the crew\n  date: 2026-03-05   # moved twice\n  note: kept\n  optional: true\n  attended: {closest: 4, elsewhere: 7}\n  learned_something: 6\nx: [1,\n  2]\n...\n\n# Body  \n"
    );
    assert!(shown.starts_with("Wrote  incidents/a.md\n"), "{shown}");
    let (again, shown) = reviewed(&new, GIVEN, 0);
    assert_eq!(again, new);
    assert!(shown.starts_with("It says so already"), "{shown}");
    let (bare, _) = reviewed("# A\r\n\r\nBody\r\n", &["review", "a", "--compulsory"], 0);
    assert_eq!(
        bare,
        "---\r\nreview:\r\n  optional: false\r\n---\r\n\r\n# A\r\n\r\nBody\r\n"
    );
}

#[test]
fn the_rules_and_the_signals_say_the_same_of_it() {
    let scratch = Scratch::new();
    scratch.write(
        "incidents/a.md",
        "---\ntitle: A\nstatus: published\n---\n\n# A\n",
    );
    let shown = scratch.stdout(&["review", "a", "--closest", "4", "--elsewhere", "7"], 0);
    assert!(shown.contains("Was anybody free to stay away?"), "{shown}");
    let found = |scratch: &Scratch| {
        let output = scratch.run(&["lint", "--format", "json"]);
        String::from_utf8(output.stdout).unwrap()
    };
    assert!(found(&scratch).contains("attendance-without-optional"));
    scratch.stdout(&["review", "a", "--optional"], 0);
    assert!(!found(&scratch).contains("attendance-without-optional"));
    let listed = scratch.stdout(&["markers", "--list", "attendance", "--format", "json"], 0);
    let listed: Value = serde_json::from_str(&listed).unwrap();
    assert_eq!(listed["findings"][0]["numbers"]["elsewhere"], 7);
}

#[test]
fn what_is_not_understood_is_left_alone() {
    for (text, told) in [
        ("---\nreview: soon\n---\n", "`review` is text here"),
        ("---\nreview: [a]\n---\n", "`review` is a list here"),
        ("---\ntitle: a: b\n---\n", "cannot be read whole"),
        ("---\nreview: {}\nreview: {}\n---\n", "cannot be read whole"),
        ("---\ntitle: a\n", "cannot be read whole"),
        ("+++\ntitle = \"a\"\n+++\n", "cannot be read whole"),
        (
            "---\n<<<<<<< a\ntitle: a\n=======\ntitle: b\n>>>>>>> b\n---\n",
            "a merge is not decided",
        ),
        (
            "---\ndate: 2026-03-06\n---\n",
            "before 2026-03-06, when it happened",
        ),
        (
            "---\nreview: {attended: {closest: {a: b}}}\n---\n",
            "`closest` is a mapping here",
        ),
    ] {
        let (new, shown) = reviewed(text, GIVEN, 2);
        assert_eq!(new, text);
        assert!(shown.contains(told), "{text}\n{shown}");
    }
    let words = [
        "review",
        "a",
        "--closest",
        "1",
        "--elsewhere",
        "1",
        "--learned",
        "3",
    ];
    let (_, shown) = reviewed("# A\n", &words, 2);
    assert!(shown.contains("and 2 came"), "{shown}");
    let (_, shown) = reviewed("# A\n", &["review", "a"], 2);
    assert!(shown.contains("--agenda"), "{shown}");
}

#[test]
fn a_patch_writes_nothing() {
    let text = "---\ntitle: A\n---\n";
    let (new, shown) = reviewed(text, &[GIVEN, &["--diff"]].concat(), 0);
    assert_eq!(new, text);
    assert!(shown.contains("+  optional: true"), "{shown}");
}

#[test]
fn a_sheet_can_be_made_of_anything() {
    for text in [
        "# A\n",
        "## Surprises\n\n###\n\n## Open questions\n\nNone.\n",
        "---\nresponders: [\"<b>\\e[2J\"]\n---\n",
    ] {
        let (_, shown) = reviewed(text, &["review", "a", "--agenda"], 0);
        assert!(
            shown.contains("Thank you") && shown.contains("No actions are decided here"),
            "{shown}"
        );
        assert!(!shown.contains('\u{1b}'), "{shown}");
        let (_, page) = reviewed(
            text,
            &["review", "a", "--agenda", "--format", "markdown"],
            0,
        );
        assert!(
            page.starts_with("# Review: ") && !page.contains("<b>"),
            "{page}"
        );
    }
}
