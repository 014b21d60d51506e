//! The messy parts of a period, and lists to read.

use serde_json::Value;

use crate::support::Scratch;

const ANN: &str = "Ann Ray <ann@example.org>";

fn told(date: &str, status: &str, body: &str) -> String {
    format!(
        "---\ntitle: T {date}\ndate: {date}\nstatus: {status}\nservices: [Berths]\n---\n\nIt *rained* on `eth0`. And more.\n\n{body}"
    )
}

const MESSY: &str = "## Surprises\n\n### Rain <b>up</b>\n\n**Expected:** Down. Always.\n\n**Observed:** [Up](x.md).\n\n## Red herrings\n\nNone: three were asked.\n\n## Dilemmas\n\n### Two\n\n**Options:**\n\n- stay\n- go\n\n**Taken, and on what grounds:** go\n\n## Open questions\n\n### Who?\n\n**State:** open\n";

fn digest(scratch: &Scratch, words: &[&str]) -> Value {
    let words = [&["digest", "--format", "json"], words].concat();
    serde_json::from_str(&scratch.stdout(&words, 0)).unwrap()
}

fn ids(list: &Value) -> Vec<&str> {
    list.as_array()
        .unwrap()
        .iter()
        .map(|one| one["id"].as_str().unwrap())
        .collect()
}

#[test]
fn pieces_are_in_the_words_of_the_story() {
    let scratch = Scratch::new();
    scratch.write("incidents/a.md", told("2026-03-04", "published", MESSY));
    scratch.write("incidents/b.md", told("2026-03-05", "draft", MESSY));
    scratch.write(
        "incidents/c.md",
        told("2026-03-06", "published", "## What happened\n\nRain.\n"),
    );
    let found = digest(&scratch, &["--since", "2026-03-01"]);
    assert_eq!(ids(&found["stories"]), ["a", "c"]);
    let story = &found["stories"][0];
    assert_eq!(story["hook"], "It rained on eth0.");
    let pieces = story["pieces"].as_array().unwrap().iter();
    let shown: Vec<String> = pieces
        .map(|piece| {
            let quotes = piece["quotes"].as_array().unwrap().iter();
            let quotes: Vec<&str> = quotes
                .map(|quote| quote["words"].as_str().unwrap())
                .collect();
            format!(
                "{} {} | {}",
                piece["kind"].as_str().unwrap(),
                piece["target"].as_str().unwrap(),
                quotes.join(" | ")
            )
        })
        .collect();
    assert_eq!(
        shown,
        [
            "surprise incidents/a.md#rain-up | Down. | Up.",
            "dilemma incidents/a.md#two | stay – or – go",
            "question incidents/a.md#who | ",
        ]
    );
    let html = scratch.stdout(&["digest", "--since", "2026-03-01", "--format", "html"], 0);
    assert!(
        html.contains("<a href=\"incidents/a.md#two\">") && !html.contains("<b>up"),
        "{html}"
    );
    let page = scratch.stdout(
        &["digest", "--since", "2026-03-01", "--format", "markdown"],
        0,
    );
    assert!(
        page.contains("](incidents/a.md#two)") && page.contains("Also to be read"),
        "{page}"
    );
    let none = scratch.stdout(&["digest", "--since", "2026-04-01"], 0);
    assert!(
        none.contains("No story came to be read in these days"),
        "{none}"
    );
    assert_eq!(
        scratch
            .run(&["digest", "--since", "2027-01-01"])
            .status
            .code(),
        Some(2)
    );
}

#[test]
fn a_story_belongs_to_the_days_in_which_it_was_published() {
    let scratch = Scratch::repository();
    scratch.write("incidents/a.md", told("2026-01-04", "draft", MESSY));
    scratch.commit(ANN, 5, "Begin a");
    scratch.write("incidents/a.md", told("2026-01-04", "published", MESSY));
    scratch.commit(ANN, 40, "Publish a");
    for id in ["b", "c", "d", "e"] {
        scratch.write(
            &format!("incidents/{id}.md"),
            told("2026-01-03", "published", MESSY),
        );
    }
    scratch.commit(ANN, 45, "Bring the old ones along");
    let january = digest(
        &scratch,
        &["--since", "2026-01-01", "--until", "2026-01-31"],
    );
    assert_eq!(ids(&january["stories"]), ["b", "c", "d", "e"]);
    let february = digest(
        &scratch,
        &["--since", "2026-02-01", "--until", "2026-02-28"],
    );
    assert_eq!(ids(&february["stories"]), ["a"]);
}

fn reading(scratch: &Scratch, words: &[&str]) -> Vec<Vec<String>> {
    let words = [&["reading", "--format", "json"], words].concat();
    let found: Value = serde_json::from_str(&scratch.stdout(&words, 0)).unwrap();
    let chapters = found["chapters"].as_array().unwrap().iter();
    chapters
        .map(|chapter| ids(chapter).into_iter().map(str::to_owned).collect())
        .collect()
}

#[test]
fn a_list_can_be_read_from_top_to_bottom() {
    let scratch = Scratch::repository();
    scratch.write(
        "incidents/c.md",
        told("2026-01-03", "published", "See [[a]] and [[old]].\n"),
    );
    scratch.write("incidents/b.md", told("2026-01-02", "published", ""));
    scratch.write(
        "incidents/a.md",
        told("2026-01-01", "published", "As later in [[c]].\n"),
    );
    scratch.write("incidents/d.md", told("2026-01-04", "draft", ""));
    scratch.write(
        "incidents/old.md",
        "---\ntitle: Old\ndate: 2020-01-01\nteams: [quay]\n---\n",
    );
    scratch.write("src/a.rs", "// See incidents/b.md\n");
    scratch.commit(ANN, 5, "Begin");
    assert_eq!(
        reading(&scratch, &["--service", "berths"]),
        [vec!["old", "a", "c"], vec!["b"]]
    );
    assert_eq!(
        reading(&scratch, &["--service", "berths", "--top", "1"]),
        [["old", "a", "c"]]
    );
    assert_eq!(reading(&scratch, &["--team", "quay"]), [["old"]]);
    assert_eq!(reading(&scratch, &["--path", "src/**"]), [["b"]]);
    let shown = scratch.stdout(&["reading", "--service", "berths"], 0);
    assert!(shown.contains("leads back to it"), "{shown}");
    let output = scratch.run(&["reading", "--service", "Berth"]);
    let err = String::from_utf8(output.stderr).unwrap();
    assert!(err.contains("did you mean `Berths`?"), "{err}");
    assert!(
        String::from_utf8(output.stdout)
            .unwrap()
            .contains("no story that is told")
    );
    for words in [&["reading"][..], &["reading", "--path", "nothing/**"]] {
        assert_eq!(scratch.run(words).status.code(), Some(2), "{words:?}");
    }
}
