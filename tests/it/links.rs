//! Citations: which hold, which lead nowhere, and who is asked.

use serde_json::Value;

use crate::support::{Scratch, binary};

const ANN: &str = "Ann Ray <ann@example.org>";

/// A repository with two write-ups, and what a test adds.
fn repository(files: &[(&str, &str)]) -> Scratch {
    let scratch = Scratch::repository();
    for (name, alias) in [
        ("2026-01-02-the-first-one", "OPS-1"),
        ("2026-02-03-the-second-one", "OPS-2"),
    ] {
        let text = format!("---\ntitle: {name}\naliases: [{alias}]\n---\n\nA story.\n");
        scratch.write(&format!("incidents/2026/{name}.md"), text);
    }
    for (path, text) in files {
        scratch.write(path, text);
    }
    scratch.commit(ANN, 0, "Begin");
    scratch
}

/// Returns `path:line:column word` of what leads nowhere, checking the exit code.
fn dangling(scratch: &Scratch, words: &[&str], code: i32) -> Vec<String> {
    let words: Vec<&str> = ["links", "--check", "-q", "--format", "concise"]
        .into_iter()
        .chain(words.iter().copied())
        .collect();
    let shown = scratch.stdout(&words, code);
    let line = |line: &str| {
        let (place, told) = line.split_once(": ").unwrap();
        let word = told.split('`').nth(1).unwrap();
        format!("{place} {word}")
    };
    shown.lines().map(line).collect()
}

#[test]
fn what_looks_like_an_id_and_is_none_is_found_where_it_stands() {
    let scratch = repository(&[
        (
            "src/a.rs",
            "// 2026-01-02-the-first-one\n/* é OPS-3 */ let x = \"OPS-1\";\n",
        ),
        (
            "docs/b.md",
            "[x](../incidents/2026/2026-01-02-the-frist-one.md) OPS-2-b XOPS-9 2026-01-02-preview\n",
        ),
        ("latin.txt", "plain\n"),
    ]);
    scratch.write("latin.txt", b"\xe9\xff OPS-7\n".as_slice());
    scratch.commit(ANN, 1, "More");
    assert_eq!(
        dangling(&scratch, &[], 1),
        [
            "docs/b.md:1:23 2026-01-02-the-frist-one",
            "latin.txt:1:4 OPS-7",
            "src/a.rs:2:6 OPS-3",
        ]
    );
    let told: Value =
        serde_json::from_str(&scratch.stdout(&["links", "--check", "--format", "json"], 1))
            .unwrap();
    assert_eq!(told["command"], "links");
    assert_eq!(
        told["findings"][0]["help"],
        "did you mean `2026-01-02-the-first-one`?"
    );
    assert_eq!(
        told["findings"][0]["fix"]["edits"][0]["text"],
        "2026-01-02-the-first-one"
    );
    for format in ["full", "sarif", "github", "gitlab", "junit", "rdjson"] {
        let shown = scratch.stdout(&["links", "--check", "--format", format], 1);
        assert!(shown.contains("OPS-3"), "{format}\n{shown}");
    }
}

#[test]
fn what_speaks_against_a_citation_is_heard() {
    let scratch = repository(&[
        (
            ".gitattributes",
            "vendor/** linguist-vendored\n*.gen.js linguist-generated\n",
        ),
        ("vendor/a.js", "// OPS-9\n"),
        ("a.gen.js", "// OPS-9\n"),
        ("bin.dat", "\0 OPS-9\n"),
        ("blog/2026-03-04-our-new-office.md", "x\n"),
        (
            "b.md",
            "2026-03-04-our-new-office https://x.org/2026-03-05-their-new-office OPS-8 OPS-77\n",
        ),
        ("map.svg", "<svg id=\"OPS-5\"><text>OPS-6</text></svg>\n"),
        ("incident.yaml", "retired: {OPS-8: never an incident}\n"),
        (
            "incidents/2026/2026-05-06-not-done-yet.md",
            "---\nstatus: draft\n---\n# D\n\nOPS-66\n",
        ),
    ]);
    assert_eq!(
        dangling(&scratch, &[], 1),
        [
            "b.md:1:75 OPS-77",
            "incidents/2026/2026-05-06-not-done-yet.md:6:1 OPS-66",
            "map.svg:1:23 OPS-6"
        ]
    );
    scratch.write("incident.yaml", "id_pattern: 'NO-[0-9]+'\n");
    assert_eq!(dangling(&scratch, &[], 0), [""; 0]);
}

#[test]
fn messages_of_commits_are_asked_for_and_never_fail() {
    let scratch = repository(&[]);
    scratch
        .write("x", "1")
        .commit(ANN, 1, "See OPS-5\n\nIncident: OPS-1");
    assert_eq!(dangling(&scratch, &[], 0), [""; 0]);
    let found = dangling(&scratch, &["--commits"], 0);
    assert!(
        found[0].starts_with("commit ") && found[0].ends_with(":1:5 OPS-5"),
        "{found:?}"
    );
}

#[test]
fn a_name_of_old_leads_to_the_new_one() {
    let scratch = repository(&[("a.rs", "// 2026-01-02-the-first-one\n")]);
    let text = scratch.read("incidents/2026/2026-01-02-the-first-one.md");
    scratch
        .remove("incidents/2026/2026-01-02-the-first-one.md")
        .write("incidents/2026/2026-01-02-the-beginning-of-it.md", text)
        .write("incidents/2026/2026-06-07-the-third-one.md", "# T\n")
        .commit(ANN, 1, "Rename");
    let told = scratch.stdout(&["links", "--check", "--format", "json"], 1);
    let told: Value = serde_json::from_str(&told).unwrap();
    let help = told["findings"][0]["help"].as_str().unwrap();
    assert!(
        help.starts_with("`incidents/2026/2026-01-02-the-beginning-of-it.md` was called so until "),
        "{help}"
    );
}

#[test]
fn a_repository_of_code_checks_against_an_index() {
    let scratch = repository(&[(
        "incident.yaml",
        "site: https://s.x.org\nretired: {OPS-8: gone}\n",
    )]);
    scratch.stdout(&["links", "--index", "ids.json"], 0);
    let first = scratch.read("ids.json");
    assert_eq!(first, scratch.stdout(&["links", "--index"], 0));
    scratch.stdout(&["links", "--index", "ids.json"], 0);
    let index: Value = serde_json::from_str(&first).unwrap();
    assert_eq!(index["version"], 1);
    assert_eq!(
        index["writeups"][0]["url"],
        "https://s.x.org/2026-01-02-the-first-one"
    );
    // What is no index stays.
    assert_eq!(
        scratch
            .run(&["links", "--index", "incident.yaml"])
            .status
            .code(),
        Some(2)
    );

    let code = Scratch::repository();
    code.write("a.rs", "// OPS-1 OPS-8 OPS-9\n")
        .write("ids.json", &first)
        .commit(ANN, 0, "Begin");
    assert_eq!(code.run(&["links", "--check"]).status.code(), Some(2));
    assert_eq!(
        dangling(&code, &["--index-file", "ids.json"], 1),
        ["a.rs:1:16 OPS-9"]
    );
    for broken in [
        "{}",
        "",
        "[1]",
        "{\"version\": 2, \"command\": \"links --index\", \"id_patterns\": [], \"folders\": [], \"addresses\": [], \"writeups\": []}",
    ] {
        code.write("ids.json", broken);
        let output = code.run(&["links", "--check", "--index-file", "ids.json"]);
        assert_eq!(output.status.code(), Some(2), "{broken}");
    }
}

/// A file of three incidents, and what names them.
fn outages() -> Scratch {
    let scratch = repository(&[
        (
            "incident.yaml",
            "site: https://s.x.org/pages/\nforge: https://git.x.org/acme/stories\n",
        ),
        (
            "incidents/outages.md",
            "# Outages\n\n## 2018-09-25: the queue\n\nA.\n\n## The door, once more\n\nB.\n\n<a id=\"bell\"></a>\n\n## Café\n",
        ),
    ]);
    let code = "// incidents/outages.md#2018-09-25-the-queue, incidents/outages.md#the-dor\n\
                // é incidents/outages.md#the-door https://git.x.org/acme/stories/blob/main/incidents/outages.md#2018-09-25-the-quueue\n\
                // incidents/outages.md#bell #café incidents/outages.md#caf%C3%A9 incidents/outages.md#L10\n\
                // incidents/outages.md#The_Door--once-more [[2026-01-02-the-first-one#A story]]\n\
                // https://s.x.org/pages/2026-01-02-the-first-one#nothing-like-it OPS-1#nowhere.\n";
    scratch.write("src/a.rs", code).commit(ANN, 1, "Cite");
    scratch
}

#[test]
fn headings_that_are_not_there_are_found_where_they_are_named() {
    let scratch = outages();
    scratch
        .write("z.txt", b"\xff incidents/outages.md#the-ball\n".as_slice())
        .write(
            "incidents/2026/2026-05-06-not-done-yet.md",
            "---\nstatus: draft\n---\n# D\n\nSee 2026-01-02-the-first-one#x\n",
        )
        .commit(ANN, 2, "incidents/outages.md#no-more");
    let expected = [
        "src/a.rs:1:47 incidents/outages.md the-dor",
        "src/a.rs:2:6 incidents/outages.md the-door",
        "src/a.rs:2:77 incidents/outages.md 2018-09-25-the-quueue",
    ];
    let shown = scratch.stdout(&["links", "--check", "--format", "concise", "-q"], 1);
    let told: Vec<String> = shown
        .lines()
        .map(|line| {
            let mut words = line.split('`');
            let place = line.split_once(": ").unwrap().0;
            words.next();
            let (of, _, anchor) = (words.next(), words.next(), words.next());
            format!("{place} {} {}", of.unwrap(), anchor.unwrap())
        })
        .collect();
    for one in expected {
        assert!(told.iter().any(|told| told == one), "{one}\n{shown}");
    }
    let others: Vec<&String> = told
        .iter()
        .filter(|told| !expected.contains(&told.as_str()))
        .collect();
    assert_eq!(
        others,
        [
            "incidents/2026/2026-05-06-not-done-yet.md:6:5 incidents/2026/2026-01-02-the-first-one.md x",
            "src/a.rs:4:47 incidents/2026/2026-01-02-the-first-one.md A story",
            "src/a.rs:5:26 incidents/2026/2026-01-02-the-first-one.md nothing-like-it",
            "src/a.rs:5:67 incidents/2026/2026-01-02-the-first-one.md nowhere",
            "z.txt:1:3 incidents/outages.md the-ball",
        ]
    );
    let shown = scratch.stdout(&["links", "--check", "--format", "json"], 1);
    let told: Value = serde_json::from_str(&shown).unwrap();
    let helps: Vec<(&str, &str, &str)> = told["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| {
            let edit = one["fix"]["edits"][0]["text"].as_str();
            let level = one["level"].as_str().unwrap();
            (level, one["help"].as_str().unwrap(), edit.unwrap_or(""))
        })
        .collect();
    assert_eq!(
        helps[..4],
        [
            ("warning", "was the heading renamed?", ""),
            ("error", "was the heading renamed?", ""),
            (
                "error",
                "did you mean `#the-door-once-more`?",
                "the-door-once-more"
            ),
            (
                "error",
                "did you mean `#2018-09-25-the-queue`?",
                "2018-09-25-the-queue"
            ),
        ]
    );
    for format in ["full", "sarif", "github", "gitlab", "junit", "rdjson"] {
        let shown = scratch.stdout(&["links", "--check", "--format", format], 1);
        assert!(shown.contains("the-dor"), "{format}\n{shown}");
    }
    let closing = scratch.stdout(&["links", "--check", "--format", "concise", "--commits"], 1);
    assert!(
        closing.contains("warning[broken-anchor]")
            && closing.contains("lint --explain broken-anchor"),
        "{closing}"
    );
}

#[test]
fn what_cite_prints_of_a_part_leads_to_it() {
    let scratch = outages();
    scratch.remove("src/a.rs");
    for (word, anchor) in [
        ("outages#The door, once more", "the-door-once-more"),
        ("incidents/outages.md#café", "café"),
    ] {
        let cite = |words: &[&str]| scratch.stdout(&[&["cite", word], words].concat(), 0);
        let code = cite(&["--for", "a.rs", "--comment"]) + "// " + &cite(&["--url"]);
        let page =
            cite(&["--link", "--from", "docs/a.md"]) + "\n<" + cite(&["--url"]).trim_end() + ">\n";
        scratch.write("a.rs", code).write("docs/a.md", page);
        scratch.commit(ANN, 1, &cite(&["--trailer"]));
        assert_eq!(dangling(&scratch, &["--commits"], 0), [""; 0]);
        let told = scratch.stdout(&["links", "outages", "--format", "json"], 0);
        let told: Value = serde_json::from_str(&told).unwrap();
        let parts: Vec<&str> = told["incoming"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|one| one["from"] == "file")
            .map(|one| one["part"].as_str().unwrap())
            .collect();
        assert_eq!(parts, [anchor; 4], "{told}");
        let message = &told["incoming"][0];
        assert_eq!(
            (&message["from"], &message["part"]),
            (&"commit".into(), &anchor.into())
        );
    }
    let failed = scratch.run(&["cite", "outages#the-door"]);
    let told = String::from_utf8(failed.stderr).unwrap();
    assert_eq!(failed.status.code(), Some(2));
    assert!(
        told.contains("did you mean `#the-door-once-more`?"),
        "{told}"
    );
}

#[test]
fn an_index_knows_the_headings_and_one_of_old_says_that_it_does_not() {
    let scratch = outages();
    let here = scratch.stdout(&["links", "--check", "--format", "concise", "-q"], 1);
    let ids = scratch.stdout(&["links", "--index"], 0);
    let code = Scratch::repository();
    code.write("src/a.rs", scratch.read("src/a.rs"))
        .write("src/b.rs", "// incidents/outages.md#2018-09-25-the-queue\n")
        .write("ids.json", &ids)
        .commit(ANN, 0, "Begin");
    let check = ["links", "--check", "--index-file", "ids.json", "--format"];
    let words = [&check[..], &["concise", "-q"]].concat();
    assert_eq!(code.stdout(&words, 1), here);
    // The index names all of them, and is no citation.
    let collect = ["links", "--collect", "--index-file", "ids.json"];
    let collected = code.stdout(&collect, 0);
    assert!(collected.contains("src/a.rs") && !collected.contains("ids.json"));
    // What an earlier version wrote.
    let mut index: Value = serde_json::from_str(&ids).unwrap();
    for entry in index["writeups"].as_array_mut().unwrap() {
        entry.as_object_mut().unwrap().remove("anchors").unwrap();
    }
    code.write("old.json", index.to_string());
    let output = code.run(&["links", "--check", "--index-file", "old.json"]);
    let told = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(0), "{told}");
    assert!(told.contains("the index knows no headings"), "{told}");
}

#[test]
fn files_are_told_apart() {
    let scratch = repository(&[
        ("src/a.rs", "// OPS-1\n"),
        ("docs/onboarding.md", "Read OPS-1.\n"),
        ("docs/a.md", "OPS-1\n"),
        ("docs/a.puml", "' OPS-1\n"),
        (
            "docs/a.drawio",
            "<mxCell id=\"OPS-1\"/>\n<mxCell value=\"OPS-1\"/>\n",
        ),
    ]);
    let told: Value =
        serde_json::from_str(&scratch.stdout(&["links", "OPS-1", "--format", "json"], 0)).unwrap();
    let files: Vec<String> = told["incoming"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| {
            format!(
                "{} {}:{}",
                one["kind"].as_str().unwrap(),
                one["path"].as_str().unwrap(),
                one["line"]
            )
        })
        .collect();
    assert_eq!(
        files,
        [
            "code src/a.rs:1",
            "docs docs/a.md:1",
            "diagram docs/a.drawio:2",
            "diagram docs/a.puml:1",
            "onboarding docs/onboarding.md:1",
        ]
    );
}

/// Returns what points at a write-up from other repositories, in order.
fn elsewhere(scratch: &Scratch, words: &[&str]) -> Vec<String> {
    let words: Vec<&str> = ["links", "OPS-1", "--format", "json"]
        .into_iter()
        .chain(words.iter().copied())
        .collect();
    let told: Value = serde_json::from_str(&scratch.stdout(&words, 0)).unwrap();
    let incoming = told["incoming"].as_array().unwrap().iter();
    incoming
        .filter_map(|one| {
            let repository = one["repository"].as_str()?;
            let place = one["path"].as_str().or(one["date"].as_str())?;
            Some(format!("{repository} {} {place}", one["from"].as_str()?))
        })
        .collect()
}

#[test]
fn other_repositories_are_read_or_send_their_references() {
    let scratch = repository(&[]);
    let shop = scratch.path().join("shop");
    std::fs::create_dir(&shop).unwrap();
    incident::history::init(&shop).unwrap();
    scratch
        .write("shop/src/a.rs", "// OPS-1, see OPS-1\n")
        .write("shop/web/b.js", "// OPS-1 \u{1b}[2J\n");
    let draft = incident::history::Draft {
        message: "Begin\n\nIncident: OPS-1\n",
        author: Some(incident::history::Author {
            name: "Ann",
            email: "ann@example.org",
            at: incident::model::Moment::utc(1_767_225_600),
        }),
    };
    incident::history::commit_all(&shop, &draft).unwrap();
    scratch.write(
        "incident.yaml",
        "repositories: {shop: {path: shop, files: [src]}, gone: ../gone}\n",
    );
    let named = ["shop commit 2026-01-01", "shop file src/a.rs"];
    assert_eq!(elsewhere(&scratch, &[]), named);
    let shown = scratch.stdout(&["links", "OPS-1"], 0);
    assert!(
        shown.contains("shop: src/a.rs  code\n    since 2026-01-01, with the fix\n    line 1 · "),
        "{shown}"
    );
    let notes = String::from_utf8(scratch.run(&["links"]).stderr).unwrap();
    assert!(
        notes.contains("the repository `gone` is not looked at"),
        "{notes}"
    );

    // The same, collected there.
    scratch.write("incident.yaml", "");
    scratch.stdout(&["links", "--index", "shop/ids.json"], 0);
    let lines = scratch.stdout(
        &[
            "-C",
            "shop",
            "links",
            "--collect",
            "--index-file",
            "ids.json",
        ],
        0,
    );
    assert_eq!(lines.lines().count(), 3, "{lines}");
    assert!(
        lines
            .lines()
            .all(|line| line.starts_with("{\"version\":1,\"repository\":\"shop\""))
    );
    scratch.write("a.jsonl", &lines).write("b.jsonl", &lines);
    let collected = [
        "shop commit 2026-01-01",
        "shop file src/a.rs",
        "shop file web/b.js",
    ];
    assert_eq!(
        elsewhere(&scratch, &["--references", "a.jsonl", "b.jsonl"]),
        collected
    );
    for broken in ["{}", "x", "{\"version\":9}"] {
        scratch.write("a.jsonl", broken);
        let output = scratch.run(&["links", "--references", "a.jsonl"]);
        assert_eq!(output.status.code(), Some(2), "{broken}");
    }
}

#[test]
fn collected_references_know_since_when_they_stand() {
    let scratch = outages();
    let ids = scratch.stdout(&["links", "--index"], 0);
    let code = Scratch::repository();
    code.write("ids.json", ids)
        .write(
            "incident.yaml",
            "teams: {quay: ['@example.org']}\nonboarding: [first.md]\nlimits: {file: 1 KiB}\n",
        )
        .write("a.rs", "// incidents/outages.md#2018-09-25-the-queue\n")
        .write("reads/a.csv", "date,id,team,count\n2026-01-02,OPS-1,,1\n")
        .commit(ANN, 0, "Begin")
        .write("b.rs", "// OPS-1\n")
        .write("first.md", "OPS-1\n")
        .write("app/reads/a.csv", "OPS-1\n")
        .write("long.txt", format!("OPS-1 {}", "x".repeat(2000)))
        .commit("Bo Li <bo@example.com>", 30, "Add b, see OPS-1")
        .write("c.rs", "// OPS-1, not committed\n");
    std::process::Command::new("git")
        .args(["-C", code.path().to_str().unwrap(), "add", "c.rs"])
        .status()
        .unwrap();
    let words = ["links", "--collect", "--index-file", "ids.json"];
    let lines = code.stdout(&words, 0);
    assert_eq!(lines, code.stdout(&words, 0));
    let line = |one: &Value| {
        let text = |key: &str| one[key].as_str().unwrap_or("?").to_owned();
        let place = one["path"].as_str().unwrap_or("commit");
        format!(
            "{place} {} {} {}",
            text("part"),
            text("since"),
            text("since_team")
        )
    };
    let told: Vec<String> = lines
        .lines()
        .map(|one| line(&serde_json::from_str(one).unwrap()))
        .collect();
    assert_eq!(
        told,
        [
            "commit ? 2026-01-31 ?",
            "app/reads/a.csv ? 2026-01-31 ?",
            "b.rs ? 2026-01-31 ?",
            "c.rs ? ? ?",
            "first.md ? 2026-01-31 ?",
            "a.rs 2018-09-25-the-queue 2026-01-01 quay",
        ]
    );
    // A clone that was cut off told less.
    let older: Vec<String> = lines
        .lines()
        .map(|one| {
            let mut one: Value = serde_json::from_str(one).unwrap();
            for key in ["since", "since_commit", "since_team"] {
                one.as_object_mut().unwrap().remove(key);
            }
            one.to_string()
        })
        .collect();
    scratch
        .write("new.jsonl", &lines)
        .write("old.jsonl", older.join("\n"));
    for files in [["old.jsonl", "new.jsonl"], ["new.jsonl", "old.jsonl"]] {
        let words = ["links", "OPS-1", "--format", "json", "--references"];
        let told = scratch.stdout(&[&words[..], &files].concat(), 0);
        let told: Value = serde_json::from_str(&told).unwrap();
        let incoming = told["incoming"].as_array().unwrap().iter();
        let told: Vec<String> = incoming
            .filter(|one| one["repository"].is_string())
            .map(|one| format!("{} {}", line(one), one["placed"].as_str().unwrap_or("?")))
            .collect();
        assert_eq!(
            told,
            [
                "commit ? 2026-01-31 ? later than the fix",
                "app/reads/a.csv ? 2026-01-31 ? later than the fix",
                "b.rs ? 2026-01-31 ? later than the fix",
                "c.rs ? ? ? ?",
                "first.md ? 2026-01-31 ? later than the fix",
            ]
        );
    }
    let words = [
        "links",
        "outages#2018-09-25-the-queue",
        "--references",
        "new.jsonl",
    ];
    let shown = scratch.stdout(&words, 0);
    assert!(
        shown.contains("a.rs  code\n    since 2026-01-01 from quay\n"),
        "{shown}"
    );
}

/// Returns what points at OPS-1 in files and pages, or did so, with when and how; and the JSON whole.
fn times(scratch: &Scratch) -> (Vec<String>, Value) {
    let told = scratch.stdout(&["links", "OPS-1", "--format", "json"], 0);
    let told: Value = serde_json::from_str(&told).unwrap();
    let incoming = told["incoming"].as_array().unwrap().iter();
    let gone = told["gone"].as_array().into_iter().flatten();
    let line = |one: &Value| {
        let text = |key: &str| one[key].as_str().unwrap_or("?").to_owned();
        let stands = if one["stands"] == true {
            "stands".to_owned()
        } else {
            format!("gone {}", text("gone"))
        };
        let path = text("path");
        format!("{path} {} {} {stands}", text("since"), text("placed"))
    };
    let files = incoming.filter(|one| one["from"] != "commit");
    let lines = files.chain(gone).map(line).collect();
    (lines, told)
}

#[test]
fn references_know_since_when_they_stand_and_those_that_went_are_kept() {
    let scratch = repository(&[
        ("incident.yaml", "teams: {quay: ['@example.org']}\n"),
        ("src/a.rs", "// OPS-1\n"),
        ("src/b.rs", "// one\n"),
    ]);
    scratch
        .write("src/b.rs", "// OPS-1\n")
        .commit(ANN, 40, "Say why")
        // A copy begins anew, a file that is renamed goes on.
        .write("src/copy.rs", "// OPS-1\n")
        .commit(ANN, 50, "Copy")
        .remove("src/a.rs")
        .write("lib/other.rs", "// much else\n// see OPS-1 there\n")
        .commit(ANN, 60, "Move")
        .remove("src/copy.rs")
        .write("src/b.rs", "// one\n")
        .commit(ANN, 70, "Not needed")
        .write("src/b.rs", "// OPS-1 again\n")
        .commit(ANN, 80, "Needed")
        .write("new.rs", "// OPS-1\n");
    let (lines, told) = times(&scratch);
    assert_eq!(
        lines,
        [
            "lib/other.rs 2026-01-01 with the fix stands",
            "src/b.rs 2026-02-10 later than the fix stands",
            "src/copy.rs 2026-02-20 later than the fix gone 2026-03-12",
        ]
    );
    // What is kept for the next run changes no answer.
    let folder = tempfile::tempdir().unwrap();
    let kept = || {
        let mut command = binary(scratch.path());
        command.env("INCIDENT_CACHE_DIR", folder.path());
        let output = command
            .args(["links", "OPS-1", "--format", "json"])
            .output();
        serde_json::from_slice::<Value>(&output.unwrap().stdout).unwrap()
    };
    assert_eq!([kept(), kept()], [told.clone(), told.clone()]);
    assert_eq!(told["gone"][0]["gone_team"], "quay");
    assert_eq!(told["gone"][0]["excerpt"], "Not needed");
    // The index of git knows the new file, and no commit does.
    scratch.git(90, &["add", "new.rs"]);
    let (lines, _) = times(&scratch);
    assert!(lines.contains(&"new.rs ? ? stands".to_owned()), "{lines:?}");
    let shown = scratch.stdout(&["links", "OPS-1"], 0);
    assert!(
        shown.contains(
            "← lib/other.rs\n    since 2026-01-01 from quay, with the fix\n    line 2 · “see OPS-1 there”"
        ),
        "{shown}"
    );
    assert!(
        shown.contains("← src/copy.rs\n    from 2026-02-20 until 2026-03-12, "),
        "{shown}"
    );
    let csv = scratch.stdout(&["links", "--format", "csv"], 0);
    let row = csv.lines().find(|line| line.contains("src/copy.rs"));
    assert!(row.unwrap().contains(",false,2026-03-12,"), "{csv}");
}

#[test]
fn sides_of_a_merge_are_told_once_and_head_decides_what_stands() {
    let scratch = repository(&[("a.rs", "// one\n")]);
    let git = |day: i64, words: &[&str]| scratch.git(day, words);
    git(1, &["branch", "-M", "main"]);
    git(1, &["switch", "-c", "side"]);
    scratch
        .write("side.rs", "// OPS-1\n")
        .commit(ANN, 30, "Side");
    git(31, &["switch", "main"]);
    scratch.write("a.rs", "// OPS-1\n").commit(ANN, 32, "Main");
    git(33, &["merge", "side", "-m", "Join"]);
    // What a merge leaves out that only one side had was never here.
    git(34, &["switch", "-c", "lost"]);
    scratch
        .write("lost.rs", "// OPS-1\n")
        .commit(ANN, 35, "Lost");
    git(36, &["switch", "main"]);
    scratch.write("b.rs", "// b\n").commit(ANN, 37, "More");
    git(38, &["merge", "-s", "ours", "lost", "-m", "Join not"]);
    let expected = [
        "a.rs 2026-02-02 later than the fix stands",
        "side.rs 2026-01-31 later than the fix stands",
    ];
    assert_eq!(times(&scratch).0, expected);

    // A clone that was cut off cannot say.
    let clone = Scratch::new();
    let from = format!("file://{}", scratch.path().display());
    clone.git(40, &["clone", "-q", "--depth", "1", &from, "."]);
    let (lines, told) = times(&clone);
    assert_eq!(lines, ["a.rs ? ? stands", "side.rs ? ? stands"]);
    assert_eq!(told["gone"], Value::Null);
    let notes = String::from_utf8(clone.run(&["links", "OPS-1"]).stderr).unwrap();
    assert!(
        notes.contains("since when references stand is not known"),
        "{notes}"
    );
}

#[test]
fn collected_references_merge_to_what_one_run_over_all_finds() {
    let scratch = repository(&[("src/own.rs", "// OPS-1\n")]);
    let names: Vec<String> = (0..6).map(|n| format!("shop{n}")).collect();
    scratch.stdout(&["links", "--index", "ids.json"], 0);
    for (n, name) in names.iter().enumerate() {
        let folder = scratch.path().join(name);
        std::fs::create_dir(&folder).unwrap();
        incident::history::init(&folder).unwrap();
        scratch
            .write(&format!("{name}/a.rs"), format!("// OPS-{}\n", n % 3))
            .write(
                &format!("{name}/b.md"),
                "2026-02-03-the-second-one, OPS-1\n",
            );
        let draft = incident::history::Draft {
            message: &format!("Begin {n}\n\nIncident: OPS-{}\n", n % 2 + 1),
            author: Some(incident::history::Author {
                name: "Ann",
                email: "ann@example.org",
                at: incident::model::Moment::utc(1_767_225_600),
            }),
        };
        incident::history::commit_all(&folder, &draft).unwrap();
        let words = [
            "-C",
            name,
            "links",
            "--collect",
            "--index-file",
            "../ids.json",
        ];
        let lines = scratch.stdout(&words, 0);
        scratch.write(&format!("{name}.jsonl"), lines);
    }
    let all: Vec<String> = names
        .iter()
        .map(|name| format!("  {name}: {name}\n"))
        .collect();
    let all = all.concat();
    let merged = |format: &str, files: &[String]| {
        let words = ["links", "--format", format, "--references"];
        let words = words.into_iter().chain(files.iter().map(String::as_str));
        scratch.stdout(&words.collect::<Vec<_>>(), 0)
    };
    let files: Vec<String> = names.iter().map(|name| format!("{name}.jsonl")).collect();
    let twice: Vec<String> = files.iter().rev().chain(&files).cloned().collect();
    for format in ["table", "json", "jsonl", "csv"] {
        scratch.write("incident.yaml", format!("repositories:\n{all}"));
        let once = scratch.stdout(&["links", "--format", format], 0);
        scratch.write("incident.yaml", "");
        assert_eq!(merged(format, &files), once);
        assert_eq!(merged(format, &twice), once);
    }
}

#[test]
fn a_plain_word_is_a_name_only_where_a_place_leads_to_it() {
    let scratch = Scratch::repository();
    let lines = [
        (
            "queue of things, the queue.md, a/queue, INC and INC.",
            false,
        ),
        ("https://s.x.org/queue", true),
        ("https://s.x.org/queueing https://s.x.org/queue-two", false),
        ("https://not.s.x.org/queue", false),
        ("<http://www.s.x.org/queue/?x=1#part>", true),
        ("../incidents/queue.md", true),
        (
            "https://git.x.org/other/shop/blob/main/incidents/queue.md",
            false,
        ),
        (
            "https://git.x.org/Acme/stories/blob/0a1b2c3d/incidents/queue.md#L3",
            true,
        ),
        ("incidents/queue.mdx myincidents/queue.md", false),
    ];
    let text: Vec<&str> = lines.iter().map(|(line, _)| *line).collect();
    let text = text.join("\n");
    scratch
        .write(
            "incident.yaml",
            "site: https://s.x.org\nforge: https://git.x.org/acme/stories\n",
        )
        .write("incidents/queue.md", "---\naliases: [INC]\n---\n# Queue\n")
        .write(
            "incidents/2026-01-02-b.md",
            "# B\n\n<https://s.x.org/queue>\n",
        )
        .write("src/a.txt", text)
        .commit(ANN, 0, "Begin");
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("../incidents/queue.md", scratch.path().join("src/link"))
            .unwrap();
        std::os::unix::fs::symlink("a.txt", scratch.path().join("src/twin.txt")).unwrap();
        scratch.commit(ANN, 1, "Link");
    }
    let told = scratch.stdout(&["links", "queue", "--format", "json"], 0);
    let told: Value = serde_json::from_str(&told).unwrap();
    let incoming = told["incoming"].as_array().unwrap().iter();
    let found: Vec<(&str, u64)> = incoming
        .map(|one| (one["path"].as_str().unwrap(), one["line"].as_u64().unwrap()))
        .collect();
    let expected = lines.iter().zip(1..).filter(|((_, found), _)| *found);
    let expected = expected.map(|(_, line)| ("src/a.txt", line));
    let expected: Vec<(&str, u64)> = [("incidents/2026-01-02-b.md", 3)]
        .into_iter()
        .chain(expected)
        .collect();
    assert_eq!(found, expected);
    // The index that others check against knows the same.
    let holding = expected.len();
    let shown = scratch.stdout(&["links", "--check"], 0);
    assert!(
        shown.contains(&format!(": {holding} citations hold.")),
        "{shown}"
    );
}

#[test]
fn a_file_of_several_incidents_is_named_by_its_headings() {
    let scratch = Scratch::repository();
    let outages =
        "# Outages\n\n## 2018-09-25: the queue\n\nA.\n\n## The door\n\nB.\n\n## The door\n\nC.\n";
    scratch
        .write("incidents/outages.md", outages)
        .write(
            "incidents/2020-01-02-later.md",
            "# Later\n\nAs [then](outages.md#the-door-1), and [[outages#The door]].\n",
        )
        .write(
            "src/a.rs",
            "// incidents/outages.md#2018-09-25-the-queue, incidents/outages.md\n",
        )
        .write("src/b.rs", "// incidents/outages.md#no-such\n")
        .commit(ANN, 0, "Begin\n\nIncident: incidents/outages.md#the-door");
    let told = |word: &str| {
        let shown = scratch.stdout(&["links", word, "--format", "json"], 0);
        let told: Value = serde_json::from_str(&shown).unwrap();
        let incoming = told["incoming"].as_array().unwrap().iter();
        incoming
            .map(|one| {
                let place = one["path"].as_str().unwrap_or("commit");
                format!("{place} {}", one["part"].as_str().unwrap_or("whole"))
            })
            .collect::<Vec<String>>()
    };
    assert_eq!(
        told("outages"),
        [
            "incidents/2020-01-02-later.md the-door-1",
            "incidents/2020-01-02-later.md the-door",
            "commit the-door",
            "src/a.rs 2018-09-25-the-queue",
            "src/a.rs whole",
            "src/b.rs whole",
        ]
    );
    assert_eq!(
        told("incidents/outages.md#the-door"),
        ["incidents/2020-01-02-later.md the-door", "commit the-door"]
    );
    let shown = scratch.stdout(&["links", "outages#the-door-1"], 0);
    assert!(
        shown.contains("line 3 · to “The door” · “As then"),
        "{shown}"
    );
    let failed = scratch.run(&["links", "outages#the-dor"]);
    let told = String::from_utf8(failed.stderr).unwrap();
    assert_eq!(failed.status.code(), Some(2));
    assert!(told.contains("did you mean `#the-door`?"), "{told}");
}

#[test]
fn what_a_story_is_called_is_no_language_of_a_drawing() {
    let scratch = Scratch::repository();
    let title = "=a \\\"]; b --> c <i>`x` | ::error::";
    scratch
        .write(
            "incidents/2026-01-02-a.md",
            format!(
                "---\ntitle: '{title}'\n---\n\n[so, \"x\" it](2026-02-03-b.md) <https://x.org/a>\n"
            ),
        )
        .write("incidents/2026-02-03-b.md", "# =cmd()\n\n2026-01-02-a\n")
        .commit(ANN, 0, "=HYPERLINK(1) 2026-01-02-a");
    let shown = |words: &[&str]| scratch.stdout(&[&["links"], words].concat(), 0);
    let dot = shown(&["--format", "dot"]);
    assert!(dot.contains(r#"n0 [label="=a \\\"]; b --> c <i>"#), "{dot}");
    let mermaid = shown(&["--format", "mermaid"]);
    let node = mermaid
        .lines()
        .find(|line| line.starts_with("  n0["))
        .unwrap();
    assert_eq!(node.matches('"').count(), 2, "{mermaid}");
    assert!(!node.contains(['<', '`']), "{mermaid}");
    let csv = shown(&["--format", "csv"]);
    assert!(csv.contains(",'=HYPERLINK(1) 2026-01-02-a\n"), "{csv}");
    for line in shown(&["--format", "jsonl"]).lines() {
        let value: Value = serde_json::from_str(line).unwrap();
        assert!(value["to"].is_string());
    }
    assert_eq!(
        shown(&["--external"]),
        "https://x.org/a\n  incidents/2026-01-02-a.md:5\n"
    );
    assert_eq!(
        shown(&["--mentions"]),
        "incidents/2026-02-03-b.md:3:1: 2026-01-02-a\n"
    );
    for text in [dot, mermaid, csv] {
        assert!(!text.contains('\u{1b}'));
    }
}

#[test]
fn steps_go_forth_and_back() {
    let scratch = Scratch::repository();
    for (name, to) in [("a", "b"), ("b", "c"), ("c", "d"), ("d", "d")] {
        scratch.write(
            &format!("incidents/2026-01-02-{name}.md"),
            format!("# {name}\n\n[x](2026-01-02-{to}.md)\n"),
        );
    }
    scratch.commit(ANN, 0, "Begin");
    let reached = |depth: &str| {
        let shown = scratch.stdout(
            &[
                "links",
                "2026-01-02-b",
                "--format",
                "jsonl",
                "--depth",
                depth,
            ],
            0,
        );
        shown.lines().count()
    };
    assert_eq!(
        [reached("0"), reached("1"), reached("2"), reached("9")],
        [0, 2, 3, 3]
    );
}

#[test]
fn a_file_of_nothing_but_strays_costs_no_patience() {
    let long = (0..90_000).fold(String::new(), |text, n| format!("{text}OPS-{n:05} "));
    let scratch = repository(&[("data.svg", &long), ("data.txt", &long)]);
    assert_eq!(dangling(&scratch, &[], 1).len(), 2_000);
}

#[test]
fn a_drawing_that_is_empty_or_too_large_is_told_of() {
    let scratch = Scratch::new();
    let tell = |at: usize, related: &str| {
        let text = format!("---\ntitle: T{at}\nrelated: [{related}]\n---\n\nText.\n");
        scratch.write(&format!("incidents/2026-01-{at:02}-x.md"), text);
    };
    tell(1, "");
    let note = |words: &[&str]| {
        let output = scratch.run(words);
        assert_eq!(output.status.code(), Some(0));
        String::from_utf8(output.stderr).unwrap()
    };
    let mermaid = ["links", "--format", "mermaid"];
    assert!(note(&mermaid).contains("no arrow to draw"));
    let mut earlier = vec!["2026-01-01-x".to_owned()];
    for at in 2..34 {
        tell(at, &earlier.join(", "));
        earlier.push(format!("2026-01-{at:02}-x"));
    }
    let told = note(&mermaid);
    assert!(
        told.contains("has 528 arrows") && told.contains("--depth 1"),
        "{told}"
    );
    assert_eq!(note(&["links", "--format", "dot"]), "");
}
