//! What is said where there is nothing yet to answer from, or nothing like it.

use crate::support::Scratch;

const ANN: &str = "Ann Ray <ann@example.org>";

#[test]
fn without_a_writeup_each_command_says_how_to_begin() {
    let scratch = Scratch::repository();
    scratch
        .write("incident.yaml", "dirs: [incidents]\n")
        .write("incidents/README.md", "# How it is meant\n");
    for words in [
        &["lint"][..],
        &["links"],
        &["links", "--orphans"],
        &["links", "--suggest"],
        &["links", "--mentions"],
        &["questions"],
    ] {
        let expected = "No write-ups here yet. `incident new TITLE` begins one.\n";
        assert_eq!(scratch.stdout(words, 0), expected, "{words:?}");
    }
    let output = scratch.run(&["search", "queue"]);
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(told.contains("No write-ups here yet."), "{told}");
}

#[test]
fn days_without_a_commit_say_nothing_of_who_wrote_on_others() {
    let scratch = Scratch::repository();
    scratch
        .write("incidents/2026-01-02-a.md", "# First\n\nThe queue hung.\n")
        .commit(ANN, 0, "Begin");
    let told = scratch.stdout(&["contributors", "--since", "2030-01-01"], 0);
    let expected = "Nobody has signed: no commit asked for is a part in a story.\n";
    assert_eq!(told, expected);
    assert!(scratch.stdout(&["contributors"], 0).contains("Ann Ray"));
    // Nor whether somebody is here for the first time: that was before these days.
    scratch
        .write(
            "incidents/2026-01-02-a.md",
            "# First\n\nThe queue hung again.\n",
        )
        .commit(ANN, 9, "Go on");
    let days = ["contributors", "--since", "1970-01-02"];
    let told = scratch.stdout(&days, 0);
    assert!(
        told.contains("Ann Ray") && !told.contains("first time"),
        "{told}"
    );
}

#[test]
fn reading_asks_about_what_and_tells_which_names_there_are() {
    let scratch = Scratch::repository();
    scratch.write(
        "incidents/2026-01-02-a.md",
        "---\ntitle: First\nteams: [quay]\nservices: [crane-api]\n---\n\nThe queue hung.\n",
    );
    for (words, code, expected) in [
        (
            &["reading"][..],
            2,
            "--service NAME, --team NAME or --path GLOB",
        ),
        (
            &["reading", "--service", "crane-apo"],
            0,
            "did you mean `crane-api`?",
        ),
        (
            &["reading", "--team", "key"],
            0,
            "no story names `key`; they name quay",
        ),
    ] {
        let output = scratch.run(words);
        let told = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(code), "{told}");
        assert!(told.contains(expected), "{told}");
    }
}
