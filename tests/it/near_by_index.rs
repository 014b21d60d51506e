//! The stories that concern the files of a repository that holds none: an index knows them.

use serde_json::{Value, json};

use crate::near::ties;
use crate::schemas::{fault, schema};
use crate::support::Scratch;

const ANN: &str = "Ann Ray <ann@example.org>";
const NEAR: &[&str] = &["near", "--index-file", "ids.json"];

/// A repository of write-ups, of which one is named as a plain word.
fn home() -> Scratch {
    let scratch = Scratch::repository();
    scratch
        .write(
            "incident.yaml",
            "site: https://s.x.org\nforge: https://git.x.org/acme/stories\n",
        )
        .write(
            "incidents/2026-01-02-a.md",
            "# Queue of *old*\n\nA secret, in [the queue](https://git.x.org/Acme/shop/blob/main/src/old%2ers#L3), \
             [the bank](https://git.x.org/acme/bank/blob/main/src/queue.rs), `src/quiet.rs`,\n\
             [a tag](https://git.x.org/acme/shop/blob/v1/src/quiet.rs) and \
             [ours](https://git.x.org/acme/stories/blob/main/src/quiet.rs).\n",
        )
        .write(
            "incidents/2026-02-03-b.md",
            "---\naliases: [OPS-2, OPS-9]\n---\n# B\n\nB.\n",
        )
        .write(
            "incidents/2026-03-04-c.md",
            "---\naliases: [OPS-9]\n---\n# C\n\nC, see <https://git.x.org/acme/shop/blob/0a1b2c3d/src/queue.rs>.\n",
        )
        .write("incidents/outage.md", "---\ndate: 2026-01-05\n---\n# The outage\n\nO.\n")
        .commit(ANN, 0, "Begin");
    scratch
}

/// A repository of code that cites them, without a remote.
fn code(index: &str) -> Scratch {
    let scratch = Scratch::repository();
    let code = "fn retry() { again(); }\n".repeat(9);
    scratch
        .write("ids.json", index)
        .write("src/old.rs", &code)
        .write("src/queue.rs", "// queue, see OPS-9\n")
        .write("src/quiet.rs", "// quiet\n")
        .commit(ANN, 10, "Begin");
    scratch
        .remove("src/old.rs")
        .write("src/retry.rs", &code)
        .commit(ANN, 11, "Rename it");
    scratch
        .write(
            "src/retry.rs",
            format!("// 2026-03-04-c\n{code}// https://s.x.org/outage#x\n"),
        )
        .commit(ANN, 12, "Wait [longer](x)\n\nIncident: OPS-2");
    scratch
}

/// The same as the shop that the stories link to.
fn shop(index: &str) -> Scratch {
    let scratch = code(index);
    let origin = ["remote", "add", "origin", "git@git.x.org:acme/shop.git"];
    scratch.git(12, &origin);
    scratch
}

fn index() -> String {
    home().stdout(&["links", "--index"], 0)
}

/// Returns what ties files of a repository to the stories of its index.
fn tied(scratch: &Scratch, words: &[&str]) -> Vec<String> {
    ties(scratch, &[&NEAR[1..], words].concat())
}

fn told(scratch: &Scratch, words: &[&str]) -> String {
    scratch.stdout(&[NEAR, words].concat(), 0)
}

#[test]
fn stories_of_an_index_come_nearest_first_and_names_of_old_count() {
    let shop = shop(&index());
    let all = [
        "2026-03-04-c cites src/retry.rs",
        "outage cites src/retry.rs",
        "2026-01-02-a named src/retry.rs",
        "2026-02-03-b touched src/retry.rs",
    ];
    assert_eq!(tied(&shop, &["src/retry.rs"]), all);
    // A link is of the repository that it leads to, and OPS-9 is nobody's alone.
    assert_eq!(
        tied(&shop, &["src/queue.rs"]),
        ["2026-03-04-c named src/queue.rs"]
    );
    // Code within lines, a tag, and what the stories have beside them are no places here.
    for format in ["table", "github"] {
        assert_eq!(told(&shop, &["src/quiet.rs", "--format", format]), "");
    }
    assert_eq!(tied(&shop, &["src/quiet.rs", "ids.json"]), [""; 0]);
    let bank = code(&index());
    let origin = ["remote", "add", "origin", "https://git.x.org/acme/bank.git"];
    bank.git(12, &origin);
    assert_eq!(
        tied(&bank, &["src/queue.rs"]),
        ["2026-01-02-a named src/queue.rs"]
    );
    assert_eq!(tied(&bank, &["src/retry.rs"]), [all[0], all[1], all[3]]);
}

#[test]
fn a_story_of_an_index_is_told_in_every_format() {
    let shop = shop(&index());
    let commit = shop.git(12, &["rev-parse", "HEAD"]);
    let short = &commit[..9];
    assert_eq!(
        told(&shop, &["src"]),
        format!(
            "C  2026-03-04-c
  src/retry.rs line 1: “2026-03-04-c”
  names src/queue.rs

The outage  outage
  src/retry.rs line 11: “https://s.x.org/outage#x”

Queue of old  2026-01-02-a
  names src/retry.rs as src/old.rs

B  2026-02-03-b
  commit {short} of 2026-01-13 touched src/retry.rs: “Wait [longer](x)”
"
        )
    );
    assert_eq!(
        told(&shop, &["src/retry.rs", "--format", "github"]),
        format!(
            "### This file has 4 stories

Nothing is wrong with this change. Somebody was here before, and told what surprised them:

- [C](<https://s.x.org/2026-03-04-c>)
  - src/retry.rs line 1: “2026-03-04-c”
- [The outage](<https://s.x.org/outage>)
  - src/retry.rs line 11: “https://s.x.org/outage\\#x”
- [Queue of old](<https://s.x.org/2026-01-02-a>)
  - names src/retry.rs as src/old.rs
- [B](<https://s.x.org/2026-02-03-b>)
  - commit {short} of 2026-01-13 touched src/retry.rs: “Wait \\[longer\\](x)”
"
        )
    );
    let json = told(&shop, &["src", "--format", "json"]);
    let json: Value = serde_json::from_str(&json).unwrap();
    let schema = schema("near");
    assert_eq!(fault(&schema, &schema, &json, ""), None);
    assert_eq!(
        json["stories"][2],
        json!({
            "id": "2026-01-02-a", "title": "Queue of old", "path": "incidents/2026-01-02-a.md",
            "date": "2026-01-02", "url": "https://s.x.org/2026-01-02-a",
            "why": [{
                "how": "named", "file": "src/retry.rs", "name": "src/old.rs",
                "line": null, "column": null, "excerpt": null,
            }],
        })
    );
}

#[test]
fn a_pull_request_of_code_hears_of_the_stories() {
    let shop = shop(&index());
    let before = shop.git(12, &["rev-parse", "HEAD"]);
    // The index that it brings along is no code.
    shop.write("src/queue.rs", "// longer\n")
        .write("ids.json", index() + "\n")
        .commit(ANN, 13, "Longer, and an index with 2026-02-03-b");
    let range = format!("{}..", before.trim());
    assert_eq!(
        tied(&shop, &["--changed", &range]),
        [
            "2026-03-04-c named src/queue.rs",
            "2026-02-03-b touched src/queue.rs"
        ]
    );
    shop.write("ids.json", index())
        .commit(ANN, 14, "The index once more, OPS-2");
    assert_eq!(tied(&shop, &["--changed", "HEAD~1..HEAD"]), [""; 0]);
    let note = ["--changed", "HEAD~1..HEAD", "--format", "github"];
    assert_eq!(told(&shop, &note), "");
}

#[test]
fn no_word_of_a_story_is_in_its_index() {
    let index = index();
    let read: Value = serde_json::from_str(&index).unwrap();
    let schema = schema("links-index");
    assert_eq!(fault(&schema, &schema, &read, ""), None);
    assert_eq!(
        read["writeups"][0]["files"],
        json!({
            "git.x.org/acme/bank": ["src/queue.rs"],
            "git.x.org/acme/shop": ["src/old.rs"],
        })
    );
    assert_eq!(read["writeups"][1]["files"], json!({}));
    for word in ["secret", "quiet", "#L3", "0a1b2c3d"] {
        assert!(!index.contains(word), "{word}\n{index}");
    }
}

#[test]
fn what_an_index_cannot_tell_is_said() {
    let index = index();
    // Nobody says which repository this is.
    let code = code(&index);
    let notes = |words: &[&str]| {
        let output = code.run(&[NEAR, words].concat());
        assert_eq!(output.status.code(), Some(0));
        String::from_utf8(output.stderr).unwrap()
    };
    let told = notes(&["src"]);
    assert!(told.contains("which repository this is"), "{told}");
    assert_eq!(told.lines().count(), 1, "{told}");
    let all = [
        "2026-03-04-c cites src/retry.rs",
        "outage cites src/retry.rs",
        "2026-02-03-b touched src/retry.rs",
    ];
    assert_eq!(tied(&code, &["src"]), all);
    // What an earlier version wrote knows no files.
    let mut old: Value = serde_json::from_str(&index).unwrap();
    for entry in old["writeups"].as_array_mut().unwrap() {
        entry.as_object_mut().unwrap().remove("files").unwrap();
        entry.as_object_mut().unwrap().remove("anchors").unwrap();
    }
    code.write("ids.json", old.to_string());
    let told = notes(&["src"]);
    assert!(
        told.contains("the index does not know which files") && told.lines().count() == 1,
        "{told}"
    );
    assert_eq!(tied(&code, &["src"]), all);
    // Settings may say where it lives, by its own address or that of its files.
    code.write("ids.json", &index);
    for forge in [
        "https://git.x.org/acme/shop",
        "https://git.x.org/Acme/shop/src/branch/main/",
    ] {
        code.write("incident.yaml", format!("forge: {forge}\n"));
        assert_eq!(notes(&["src"]), "");
        assert_eq!(
            tied(&code, &["src/queue.rs"]),
            ["2026-03-04-c named src/queue.rs"],
            "{forge}"
        );
    }
    // One that a later version wrote may say more.
    let mut new: Value = serde_json::from_str(&index).unwrap();
    new["writeups"][0]["mood"] = json!({"a": [1]});
    code.write("ids.json", new.to_string());
    assert_eq!(tied(&code, &["src/retry.rs"]).len(), 4);
}

#[test]
fn a_hostile_index_acts_on_nobody() {
    let index = index();
    let shop = shop(&index);
    let read: Value = serde_json::from_str(&index).unwrap();
    for (key, value) in [
        ("files", json!(["src/queue.rs"])),
        ("files", json!({"git.x.org/acme/shop": "src/queue.rs"})),
        ("files", json!({"git.x.org/acme/shop": [1]})),
        ("title", json!(null)),
        ("date", json!(20_260_101)),
        ("url", json!(["\u{1b}[2J"])),
    ] {
        let mut bad = read.clone();
        bad["writeups"][0][key] = value;
        shop.write("bad.json", bad.to_string());
        let output = shop.run(&["near", "--index-file", "bad.json", "src"]);
        let told = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{key}: {told}");
        assert!(
            told.starts_with("incident: `bad.json` is no index of write-ups\n  because ")
                && told.lines().count() == 3
                && !told.contains('\u{1b}'),
            "{told}"
        );
    }
    let acts = "\u{1b}[2J\n::error::x\u{202e} <img src=q> [a](b) @all `x` ##[y]";
    let mut nasty = read;
    let story = &mut nasty["writeups"][0];
    story["id"] = acts.into();
    story["title"] = format!("{acts} {}", "long ".repeat(100_000)).into();
    story["path"] = format!("../../{acts}").into();
    story["date"] = acts.into();
    story["url"] = format!("javascript:alert(1) https://s.x.org/> {acts}").into();
    story["files"] = json!({
        "git.x.org/acme/shop": ["src/queue.rs", "../../etc/passwd", "", "/", "a\u{0}b", "src/old.rs"],
        "": ["src/quiet.rs"],
        acts: [acts],
    });
    shop.write("ids.json", nasty.to_string());
    for format in ["table", "github", "json"] {
        let shown = told(&shop, &["src", "--format", format]);
        assert!(!shown.contains(['\u{1b}', '\u{202e}']), "{shown}");
        for line in shown.lines() {
            assert!(!line.trim_start().starts_with("::"), "{line}");
            assert!(!line.contains("##["), "{line}");
        }
        if format == "json" {
            let json: Value = serde_json::from_str(&shown).unwrap();
            let schema = schema("near");
            assert_eq!(fault(&schema, &schema, &json, ""), None);
            let story = &json["stories"].as_array().unwrap().last().unwrap();
            assert_eq!(story["id"], "2026-02-03-b");
            let story = &json["stories"][2];
            assert_eq!(
                (&story["date"], &story["url"]),
                (&json!(null), &json!(null))
            );
            continue;
        }
        assert!(shown.len() < 4_000, "{}", shown.len());
        if format == "github" {
            for markup in ["<img", "[a](", " @all", "javascript:alert(1)", " `x`"] {
                assert!(!shown.contains(markup), "{markup}\n{shown}");
            }
        }
    }
}

#[test]
fn without_writeups_it_is_said_what_to_do() {
    let code = code(&index());
    let hints = "  `incident links --index FILE`, where they are, writes what is needed of them\n  `incident near --index-file FILE PATH` goes by it\n";
    let output = code.run(&["near", "src"]);
    let told = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{told}");
    assert!(
        told.starts_with("incident: there are no write-ups here to tell of\n  because there is no `incident.yaml` here") && told.contains(hints),
        "{told}"
    );
    // Settings alone tell no story.
    code.write("incident.yaml", "teams: {quay: ['@example.org']}\n");
    let output = code.run(&["near", "src"]);
    let told = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{told}");
    assert_eq!(
        told,
        format!("incident: there are no write-ups here to tell of\n{hints}")
    );
    // Where the first of them is still to come, there is no story yet.
    code.write("incidents/README.md", "# Incidents\n");
    let output = code.run(&["near", "src"]);
    assert_eq!((output.status.code(), output.stderr), (Some(0), Vec::new()));
    for (words, why) in [
        (
            &["near", "--index-file", "no.json", "src"][..],
            "reading the index `no.json`",
        ),
        (&["near", "--index-file", "ids.json"], "required arguments"),
        (
            &["near", "--index-file", "ids.json", "nowhere.rs"],
            "`nowhere.rs` is not there",
        ),
    ] {
        let output = code.run(words);
        let told = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{told}");
        assert!(told.contains(why), "{told}");
    }
    let bare = Scratch::new();
    bare.write("ids.json", index());
    let output = bare.run(&[NEAR, &["ids.json"]].concat());
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(told.contains("there is no git repository here"), "{told}");
    assert_eq!(output.status.code(), Some(2));
}
