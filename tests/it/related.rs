//! Past incidents that may be related: which come first, and what is said for it.

use serde_json::Value;

use crate::support::{Scratch, binary};

fn story(title: &str, body: &str) -> String {
    format!("# {title}\n\n{body}\n")
}

/// Four adopted files without front matter: two of a full disk in different words, and two others.
fn harbour() -> Scratch {
    let scratch = Scratch::repository();
    let files = [
        (
            "2024-01-01-ledger",
            "The ledger stood still",
            "The ledger volume was full, so no receipt was written.",
        ),
        (
            "2024-02-02-kiosk",
            "The kiosk said nothing",
            "It wrote no receipts: no space left on the device, said the kiosk.",
        ),
        (
            "2024-03-03-swans",
            "Swans on the slipway",
            "A family of swans kept the ferry waiting, and everybody watched.",
        ),
        (
            "2024-04-04-paint",
            "Wet paint",
            "Someone painted the railing green an hour before boarding.",
        ),
    ];
    for (name, title, body) in files {
        scratch.write(&format!("incidents/{name}.md"), story(title, body));
    }
    scratch
}

fn pairs(scratch: &Scratch) -> Vec<(String, String, f64)> {
    let printed = scratch.stdout(&["links", "--suggest", "--format", "tsv"], 0);
    let fields = |line: &str| {
        let fields: Vec<&str> = line.split('\t').collect();
        assert_eq!(fields.len(), 3, "{line:?}");
        let score = fields[2].parse().unwrap();
        (fields[0].to_owned(), fields[1].to_owned(), score)
    };
    printed.lines().map(fields).collect()
}

fn suggestions(scratch: &Scratch) -> Vec<Value> {
    let printed = scratch.stdout(&["links", "--suggest", "--format", "json"], 0);
    let answer: Value = serde_json::from_str(&printed).unwrap();
    assert_eq!(
        (&answer["version"], &answer["command"]),
        (&1.into(), &"links".into())
    );
    answer["suggestions"].as_array().unwrap().clone()
}

#[test]
fn the_same_mechanism_in_other_words_is_found_and_named() {
    let scratch = harbour();
    let found = suggestions(&scratch);
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!(found[0]["writeup"]["id"], "2024-02-02-kiosk");
    assert_eq!(found[0]["related"]["id"], "2024-01-01-ledger");
    assert_eq!(found[0]["related"]["mechanisms"][0], "a full disk");
    let table = scratch.stdout(&["links", "--suggest"], 0);
    assert!(table.contains("both tell of a full disk"), "{table}");
    let one = scratch.stdout(&["links", "2024-02-02-kiosk"], 0);
    assert!(one.contains("both tell of a full disk"), "{one}");
}

#[test]
fn a_ticket_that_both_name_comes_before_any_likeness() {
    let scratch = harbour();
    scratch
        .write(
            "incidents/2024-05-05-twin.md",
            story(
                "The ledger stood still again",
                "The ledger volume was full, so again no receipt was written.",
            ),
        )
        .write(
            "incidents/2024-06-06-gulls.md",
            story("Gulls", "They stole the chips, see OPS-4711."),
        )
        .write(
            "incidents/2024-07-07-rope.md",
            story("A rope too short", "Nothing held at berth two (OPS-4711)."),
        );
    let found = suggestions(&scratch);
    assert_eq!(found[0]["writeup"]["id"], "2024-07-07-rope");
    assert_eq!(found[0]["related"]["exact"][0], "OPS-4711");
    assert_eq!(found[1]["related"]["id"], "2024-01-01-ledger");
    let words = found[1]["related"]["words"].to_string();
    assert!(words.contains("volume"), "{words}");
}

#[test]
fn a_file_that_both_link_to_is_exact_if_its_path_is_whole() {
    let linking = |target: &str| {
        let scratch = harbour();
        for (name, title, told) in [
            ("2024-06-06-gulls", "Gulls", "They stole the chips"),
            (
                "2024-07-07-rope",
                "A rope too short",
                "Nothing held at berth two",
            ),
        ] {
            let text = story(title, &format!("{told}, see [it]({target})."));
            scratch.write(&format!("incidents/{name}.md"), text);
        }
        suggestions(&scratch)
    };
    let found = linking("../charts/berths.png");
    assert_eq!(found[0]["related"]["exact"][0], "charts/berths.png");
    // What a template left that had nothing to put in.
    let found = linking("../charts//berths.png");
    let exact = |found: &Value| found["related"]["exact"].to_string().contains("berths");
    assert!(!found.iter().any(exact), "{found:#?}");
}

#[test]
fn what_is_linked_already_is_not_suggested() {
    let scratch = harbour();
    scratch.write(
        "incidents/2024-02-02-kiosk.md",
        story(
            "The kiosk said nothing",
            "No space left on the device, as in [[2024-01-01-ledger]].",
        ),
    );
    assert!(suggestions(&scratch).is_empty());
    let linked = |(left, right, _): &(String, String, f64)| {
        left.contains("kiosk") && right.contains("ledger")
            || left.contains("ledger") && right.contains("kiosk")
    };
    assert!(!pairs(&scratch).iter().any(linked));
}

#[test]
fn lines_for_programs_are_best_first_for_every_write_up() {
    let scratch = harbour();
    let found = pairs(&scratch);
    assert!(found.is_sorted_by(|left, right| left.2 >= right.2));
    let first = (found[0].0.as_str(), found[0].1.as_str());
    assert_eq!(first, ("2024-01-01-ledger", "2024-02-02-kiosk"));
    // Both ways round: each write-up has its own nearest ones.
    assert_eq!((&found[1].0, &found[1].1), (&found[0].1, &found[0].0));
    assert_eq!(found, pairs(&scratch));
    let top = scratch.stdout(&["links", "--suggest", "--top", "1", "--format", "tsv"], 0);
    let mut asked: Vec<&str> = top
        .lines()
        .filter_map(|line| line.split('\t').next())
        .collect();
    let lines = asked.len();
    asked.sort_unstable();
    asked.dedup();
    assert_eq!(asked.len(), lines);
}

#[test]
fn an_id_stays_one_field_of_one_line() {
    let scratch = Scratch::repository();
    for name in ["a", "b"] {
        let text = format!("---\nid: \"x\\ty {name}\\e[2J\"\n---\n\nThe turnstile jammed.\n");
        scratch.write(&format!("incidents/{name}.md"), text);
    }
    let printed = scratch.stdout(&["links", "--suggest", "--format", "tsv"], 0);
    assert!(!printed.contains('\u{1b}'), "{printed:?}");
    for line in printed.lines() {
        assert_eq!(line.split('\t').count(), 3, "{line:?}");
    }
}

#[test]
fn other_languages_find_each_other() {
    let scratch = Scratch::repository();
    scratch
        .write(
            "incidents/2024-01-01-a.md",
            story(
                "予約サービスの停止",
                "接続プールの上限に達したため、予約ができなくなった。",
            ),
        )
        .write(
            "incidents/2024-02-02-b.md",
            story("決済の遅延", "データベースの接続プールの上限に達した。"),
        )
        .write(
            "incidents/2024-03-03-c.md",
            story(
                "Die Fähre fiel aus",
                "Der Zeitplan der Fähre war veraltet, die Tafel am Steg auch.",
            ),
        )
        .write(
            "incidents/2024-04-04-d.md",
            story(
                "Noch ein alter Zeitplan",
                "Wieder war der Zeitplan veraltet, die Tafel am Steg aber nicht.",
            ),
        );
    let found = suggestions(&scratch);
    let ends: Vec<(&str, &str)> = found
        .iter()
        .map(|one| {
            (
                one["writeup"]["id"].as_str().unwrap(),
                one["related"]["id"].as_str().unwrap(),
            )
        })
        .collect();
    assert!(ends.contains(&("2024-02-02-b", "2024-01-01-a")), "{ends:?}");
    assert!(ends.contains(&("2024-04-04-d", "2024-03-03-c")), "{ends:?}");
    assert_eq!(ends.len(), 2, "{ends:?}");
}

#[test]
fn everyday_words_are_no_reason() {
    let scratch = Scratch::repository();
    scratch
        .write(
            "incidents/a.md",
            story(
                "One",
                "Days passed until a little person found the turnstile and the quince jam.",
            ),
        )
        .write(
            "incidents/b.md",
            story(
                "Two",
                "A little person had passed the turnstile for days, with quince jam.",
            ),
        )
        .write("incidents/c.md", story("Three", "Nothing of the kind."));
    let words = suggestions(&scratch)[0]["related"]["words"].to_string();
    for word in ["person", "days", "passed", "little"] {
        assert!(!words.contains(word), "{words}");
    }
    assert!(
        words.contains("turnstile") && words.contains("quince jam"),
        "{words}"
    );
}

#[test]
fn nothing_alike_is_said_so() {
    let scratch = Scratch::repository();
    scratch.write("incidents/a.md", story("One", "A turnstile jammed."));
    scratch.write("incidents/b.md", story("Two", "Gulls stole chips."));
    let table = scratch.stdout(&["links", "--suggest"], 0);
    assert!(table.starts_with("No two write-ups"), "{table}");
    assert!(suggestions(&scratch).is_empty());
    let empty = Scratch::repository();
    empty.write("incident.yaml", "dirs: [.]\n");
    assert_eq!(
        empty.stdout(&["links", "--suggest", "--format", "tsv"], 0),
        ""
    );
}

#[test]
fn suggestions_are_asked_for_alone() {
    let scratch = harbour();
    for words in [
        ["links", "--format", "tsv"].as_slice(),
        &["links", "--suggest", "--top", "0"],
        &["links", "--suggest", "2024-01-01-ledger"],
        &["links", "--suggest", "--orphans"],
        &["links", "--top", "3"],
    ] {
        scratch.stdout(words, 2);
    }
}

/// Runs with a cache in `kept` and returns what was printed.
fn links(scratch: &Scratch, kept: &Scratch, words: &[&str]) -> String {
    let output = binary(scratch.path())
        .env("INCIDENT_CACHE_DIR", kept.path())
        .args(["links", "--format", "json"])
        .args(words)
        .output()
        .unwrap();
    assert!(output.status.success(), "{words:?}");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn what_is_kept_is_never_seen_in_an_answer() {
    let (scratch, kept) = (harbour(), Scratch::new());
    let same = |when: &str| {
        for id in ["2024-01-01-ledger", "2024-04-04-paint"] {
            let plain = links(&scratch, &kept, &[id, "--no-cache"]);
            for _ in 0..2 {
                assert_eq!(plain, links(&scratch, &kept, &[id]), "{id}, {when}");
            }
        }
    };
    same("at first");
    let file = kept
        .files()
        .into_iter()
        .find(|file| file.contains("related-"));
    let file = file.unwrap();
    // A file of the same length and time is another file all the same.
    scratch.write(
        "incidents/2024-02-02-kiosk.md",
        story(
            "The kiosk said nothing",
            "Someone painted the railing of it.",
        ),
    );
    same("one changed");
    scratch.remove("incidents/2024-01-01-ledger.md");
    scratch.write(
        "incidents/2024-05-05-x/index.md",
        story("2024-01-01-ledger", "Green."),
    );
    scratch.write(
        "incidents/2024-06-06-ledger.md",
        "---\naliases: [2024-01-01-ledger]\n---\n# The ledger\n\nThe volume was full of paint.\n",
    );
    same("one renamed");
    scratch.write(
        "incident.yaml",
        "dirs: [incidents]\nsections:\n  surprises: Green\n",
    );
    same("other settings");
    let whole = std::fs::read(kept.path().join(&file)).unwrap();
    for harmed in [&whole[..whole.len() / 2], &[], &whole[1..]] {
        kept.write(&file, harmed);
        same("harmed");
    }
    let related = kept
        .files()
        .into_iter()
        .filter(|file| file.contains("related-"));
    assert_eq!(related.count(), 1);
}

#[test]
fn whatever_points_at_a_write_up_is_found_without_reading_all() {
    let scratch = Scratch::repository();
    let wanted = "incidents/2024-01-01-a storm_here.md";
    scratch.write(
        wanted,
        "---\nid: STORM-1\naliases: [the-big-one-1987, 重试]\n---\n# Storm\n",
    );
    for (at, text) in [
        "A [link](2024-01-01-a%20storm_here.md).",
        "A [link](<2024-01-01-a storm\\_here.md>).",
        "As [[the-big-one-1987|told]].",
        "As [[incidents/2024-01-01-a storm_here]].",
        "See STORM-1.",
        "See [it](https://example.org/STORM-1).",
        "In [[重试]].",
        "A [link].\n\n[link]: ./2024-01-01-a%20storm_here.md",
    ]
    .iter()
    .enumerate()
    {
        scratch.write(&format!("incidents/2024-02-0{at}-x.md"), story("X", text));
    }
    scratch.write(
        "incidents/2024-03-03-y.md",
        "---\nrelated: [{id: STORM-1, how: recurs}]\n---\n# Y\n",
    );
    let one: Value = serde_json::from_str(&links(&scratch, &Scratch::new(), &["STORM-1"])).unwrap();
    let all = scratch.stdout(&["links", "--format", "jsonl", "--no-cache"], 0);
    let all = all
        .lines()
        .filter(|line| line.contains("\"to\":\"STORM-1\""));
    let incoming = one["incoming"].as_array().unwrap().len();
    assert_eq!(incoming, all.count());
    assert_eq!(incoming, 9, "{one}");
}
