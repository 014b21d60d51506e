//! What repositories of code send to that of the write-ups, and what comes back of it: references that
//! stand and those that are gone, from this version and from before, whole and damaged.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::support::Scratch;

const ANN: &str = "Ann Ray <ann@example.org>";
const BO: &str = "Bo Li <bo@example.com>";
const FIRST: &str = "2026-01-02-the-first-one";

/// The write-ups, one of which a file here named once.
fn home() -> Scratch {
    let scratch = Scratch::repository();
    for (name, alias) in [(FIRST, "OPS-1"), ("2026-02-03-the-second-one", "OPS-2")] {
        let text = format!("---\ntitle: {name}\naliases: [{alias}]\n---\n\nA story.\n");
        scratch.write(&format!("incidents/2026/{name}.md"), text);
    }
    scratch
        .write("src/own.rs", "// OPS-1\n")
        .commit(ANN, 0, "Begin")
        .remove("src/own.rs")
        .commit(ANN, 5, "Begin again");
    scratch
}

/// A repository of code: a name that came and went, one in a file that moved before it went, one that stands,
/// one that was put back, and one in a file of somebody else's.
fn shop(home: &Scratch) -> Scratch {
    let shop = Scratch::repository();
    shop.write("ids.json", home.stdout(&["links", "--index"], 0))
        .write("incident.yaml", "teams: {quay: ['@example.org']}\n")
        .write(".gitattributes", "vendor/* linguist-vendored\n")
        .write("src/went.rs", "// OPS-1\n")
        .write("src/old.rs", "fn name() {}\n// see OPS-1 for why\n")
        .write("src/stands.rs", "// OPS-1\n")
        .write("src/back.rs", "// OPS-1\n")
        .write("vendor/far.rs", "// OPS-1\n")
        .write("docs/onboarding.md", "Read OPS-2 first.\n")
        .commit(ANN, 30, "Begin")
        .remove("src/old.rs")
        .write("lib/new.rs", "fn name() {}\n// see OPS-1 for why\n")
        .commit(BO, 40, "Move")
        .remove("src/went.rs")
        .remove("vendor/far.rs")
        .write("src/back.rs", "//\n")
        .write("docs/onboarding.md", "Read.\n")
        .commit(ANN, 50, "Not needed")
        .write("src/back.rs", "// OPS-1 again\n")
        .commit(ANN, 55, "Needed")
        .write("lib/new.rs", "fn name() {}\n")
        .commit(BO, 60, "The queue is \u{1b}[31mgone\u{202e}");
    shop
}

const COLLECT: &[&str] = &["links", "--collect", "--index-file", "ids.json"];

fn values(lines: &str) -> Vec<Value> {
    let lines = lines
        .lines()
        .map(|line| serde_json::from_str(line).unwrap());
    lines.collect()
}

/// Says what is gone of these, with both its ends.
fn gone(all: &[Value]) -> Vec<String> {
    let gone = all.iter().filter(|one| one["stands"] == false);
    let line = |one: &Value| {
        let keys = ["kind", "path", "since", "since_team", "gone", "gone_team"];
        let words = keys.map(|key| one[key].as_str().unwrap_or("?").to_owned());
        words.join(" ")
    };
    gone.map(line).collect()
}

#[test]
fn what_named_a_story_once_is_collected_with_both_its_ends() {
    let (home, repository) = (home(), shop(&home()));
    let lines = repository.stdout(COLLECT, 0);
    assert_eq!(lines, repository.stdout(COLLECT, 0));
    let all = values(&lines);
    let went = [
        "code lib/new.rs 2026-01-31 quay 2026-03-02 ?",
        "code src/went.rs 2026-01-31 quay 2026-02-20 quay",
        "onboarding docs/onboarding.md 2026-01-31 quay 2026-02-20 quay",
    ];
    assert_eq!(gone(&all), went);
    let last = all.iter().find(|one| one["path"] == "src/went.rs").unwrap();
    assert_eq!(last["excerpt"], "Not needed");
    assert_eq!(last["named"], FIRST);
    for key in ["since_commit", "gone_commit"] {
        assert_eq!(last[key].as_str().unwrap().len(), 40, "{key}");
    }
    // People are not named, and nothing acts on a terminal.
    for word in ["Ann", "Ray", "Bo", "Li", "example.", "\u{1b}", "\u{202e}"] {
        assert!(!lines.contains(word), "{word}");
    }

    // Where it is merged: beside what went here.
    home.write("shop.jsonl", &lines);
    let words = |more: &[&'static str]| {
        let words = ["links", "--references", "shop.jsonl"];
        home.stdout(&[&words[..], more].concat(), 0)
    };
    let own = "code src/own.rs 2026-01-01 ? 2026-01-06 ?";
    let told: Value = serde_json::from_str(&words(&["--format", "json"])).unwrap();
    let list = told["gone"].as_array().unwrap();
    assert_eq!(told["traced"], true);
    assert_eq!(gone(list), [&[own][..], &went[..]].concat());
    assert!(list[0].get("repository").is_none());
    assert_eq!(list[2]["placed"], "later than the fix");
    let told: Value = serde_json::from_str(&home.stdout(
        &[
            "links",
            "OPS-1",
            "--format",
            "json",
            "--references",
            "shop.jsonl",
        ],
        0,
    ))
    .unwrap();
    let one = told["gone"].as_array().unwrap();
    assert_eq!(gone(one), [own, went[0], went[1]]);
    assert_eq!(one[1]["to"], FIRST);
    assert_eq!(gone(&values(&words(&["--format", "jsonl"]))), gone(list));
    let csv = words(&["--format", "csv"]);
    let row = csv
        .lines()
        .find(|line| line.contains("lib/new.rs"))
        .unwrap();
    assert!(
        row.starts_with(&format!("{FIRST},,file,,"))
            && row.contains(",quay,later than the fix,false,2026-03-02,"),
        "{row}"
    );
    let shown = home.stdout(&["links", "OPS-1", "--references", "shop.jsonl"], 0);
    let (stands, went) = shown.split_once("was pointed at by\n").unwrap();
    assert!(
        stands.contains(": src/stands.rs  code\n    since 2026-01-31 from quay"),
        "{shown}"
    );
    assert!(
        stands.contains(": src/back.rs  code\n    since 2026-01-31 from quay"),
        "{shown}"
    );
    let lines: Vec<&str> = went.lines().map(str::trim).collect();
    assert!(
        lines[0] == "← src/own.rs" && lines[1].ends_with("“Begin again”"),
        "{shown}"
    );
    assert!(lines[2].ends_with(": lib/new.rs  code"), "{shown}");
    assert!(
        lines[3].starts_with("from 2026-01-31 until 2026-03-02, ")
            && lines[4].ends_with("\\x1b[31mgone\\u{202e}”"),
        "{shown}"
    );
    // Figures and drawings are of what stands.
    assert!(
        words(&[]).contains(&format!("{FIRST}          ·        ·      2")),
        "{}",
        words(&[])
    );
    for drawing in ["mermaid", "dot"] {
        let drawn = home.stdout(&["links", "--format", drawing], 0);
        assert_eq!(words(&["--format", drawing]), drawn);
    }
}

#[test]
fn a_repository_beside_it_says_the_same_as_what_it_sent() {
    let home = home();
    let shop = shop(&home);
    home.write("shop.jsonl", shop.stdout(COLLECT, 0));
    let name = values(&home.read("shop.jsonl"))[0]["repository"].clone();
    let (name, path) = (name.as_str().unwrap(), shop.path().display());
    let teams = "teams: {quay: ['@example.org']}\n";
    for format in ["table", "json", "jsonl", "csv"] {
        home.write("incident.yaml", teams);
        let sent = home.stdout(
            &[
                "links",
                "OPS-1",
                "--format",
                format,
                "--references",
                "shop.jsonl",
            ],
            0,
        );
        home.write(
            "incident.yaml",
            format!("{teams}repositories: {{'{name}': '{path}'}}\n"),
        );
        assert_eq!(
            home.stdout(&["links", "OPS-1", "--format", format], 0),
            sent
        );
    }
    // Of its files some are not meant; what those named once is not either.
    home.write(
        "incident.yaml",
        format!("repositories: {{shop: {{path: '{path}', files: [lib]}}}}\n"),
    );
    let told = home.stdout(&["links", "--format", "jsonl"], 0);
    let paths = |one: &Value| one["path"].as_str().map(str::to_owned);
    let paths: Vec<String> = values(&told).iter().filter_map(paths).collect();
    assert_eq!(paths, ["src/own.rs", "lib/new.rs"]);
}

#[test]
fn who_read_before_what_was_collected_then_still_does() {
    let home = home();
    let lines = values(&shop(&home).stdout(COLLECT, 0));
    let (gone, standing): (Vec<&Value>, Vec<&Value>) =
        lines.iter().partition(|one| one["stands"] == false);
    // The lines of what stands are what they were.
    let keys =
        "excerpt from kind line part path repository since since_commit since_team to version";
    for one in standing {
        let has: BTreeSet<&str> = one
            .as_object()
            .unwrap()
            .keys()
            .map(String::as_str)
            .collect();
        assert_eq!(has.into_iter().collect::<Vec<_>>().join(" "), keys);
    }
    // Those of what went are lines of that version to whoever knows no others, and lead nowhere.
    assert_eq!(gone.len(), 3);
    for one in gone {
        assert_eq!((&one["version"], &one["to"]), (&json!(1), &json!("")));
        assert_eq!((&one["from"], &one["line"]), (&json!("file"), &json!(0)));
        let texts = ["repository", "kind", "path", "excerpt"];
        assert!(texts.iter().all(|key| one[key].is_string()), "{one}");
    }
    // A file of before, which knew neither since when nor what went.
    let old = json!({
        "version": 1, "repository": "bank", "to": FIRST, "from": "file", "kind": "code",
        "path": "a.rs", "line": 3, "excerpt": "see OPS-1",
    });
    home.write("old.jsonl", old.to_string());
    let shown = home.stdout(&["links", "OPS-1", "--references", "old.jsonl"], 0);
    assert!(
        shown.contains("bank: a.rs  code\n    line 3 · “see OPS-1”\n"),
        "{shown}"
    );
}

#[test]
fn a_clone_that_was_cut_off_knows_of_nothing_that_went() {
    let home = home();
    let whole = shop(&home);
    whole.git(0, &["config", "uploadpack.allowFilter", "true"]);
    let from = format!("file://{}", whole.path().display());
    home.write("whole.jsonl", whole.stdout(COLLECT, 0));
    for (how, told) in [
        (
            "--depth=1",
            "is shallow, so older commits are not seen, and since when",
        ),
        (
            "--filter=blob:none",
            "contents are missing from the clone of `",
        ),
    ] {
        let above = Scratch::new();
        above.git(90, &["clone", "-q", how, &from, "shop"]);
        let words = [
            "-C",
            "shop",
            "links",
            "--collect",
            "--index-file",
            "ids.json",
        ];
        let output = above.run(&words);
        let notes = String::from_utf8(output.stderr).unwrap();
        assert!(notes.contains(told), "{how}: {notes}");
        let lines = String::from_utf8(output.stdout).unwrap();
        let all = values(&lines);
        assert_eq!(gone(&all), [""; 0], "{how}");
        assert!(
            all.iter().all(|one| one["since"].is_null()),
            "{how}: {lines}"
        );
        // What the whole one knows is heard, whichever comes first.
        let name = &all[0]["repository"];
        let known = values(&home.read("whole.jsonl"))
            .into_iter()
            .map(|mut one| {
                one["repository"] = name.clone();
                one.to_string() + "\n"
            });
        home.write("known.jsonl", known.collect::<String>())
            .write("cut.jsonl", &lines);
        let merged = |files: &[&str]| {
            let words = ["links", "--format", "jsonl", "--references"];
            home.stdout(&[&words[..], files].concat(), 0)
        };
        let expected = merged(&["known.jsonl"]);
        assert_eq!(merged(&["cut.jsonl", "known.jsonl"]), expected);
        assert_eq!(merged(&["known.jsonl", "cut.jsonl"]), expected);
    }
    // Here it is unknown too, and what others sent is told all the same.
    let clone = Scratch::new();
    let from = format!("file://{}", home.path().display());
    clone.git(90, &["clone", "-q", "--depth=1", &from, "."]);
    let words = ["links", "--format", "json"];
    let told: Value = serde_json::from_str(&clone.stdout(&words, 0)).unwrap();
    assert_eq!(
        (&told["gone"], &told["traced"]),
        (&Value::Null, &json!(false))
    );
    clone.write("whole.jsonl", home.read("whole.jsonl"));
    let words = [&words[..], &["--references", "whole.jsonl"]].concat();
    let told: Value = serde_json::from_str(&clone.stdout(&words, 0)).unwrap();
    assert_eq!(told["gone"].as_array().unwrap().len(), 3);
    assert_eq!(told["traced"], false);
}

#[test]
fn a_thousand_files_say_what_one_says() {
    let home = home();
    let lines = values(&shop(&home).stdout(COLLECT, 0));
    let mut all = String::new();
    let mut files = Vec::new();
    for at in 0..1000_usize {
        // Some repositories were collected twice, on different days: half of them knew of nothing gone yet.
        let name = format!("shop{}", at % 700);
        let some = lines
            .iter()
            .filter(|one| at < 700 || one["stands"] != false);
        let some = some.map(|one| {
            let mut one = one.clone();
            one["repository"] = name.as_str().into();
            one.to_string() + "\n"
        });
        let some: String = some.collect();
        let file = format!("refs/{at}.jsonl");
        home.write(&file, &some);
        files.push(file);
        all += &some;
    }
    home.write("all.jsonl", all);
    let merged = |files: &[String]| {
        let words = ["links", "--format", "jsonl", "--references"];
        let words = words.into_iter().chain(files.iter().map(String::as_str));
        home.stdout(&words.collect::<Vec<_>>(), 0)
    };
    let once = merged(&["all.jsonl".to_owned()]);
    // Two stand and three are gone in each of 700, and one went here.
    assert_eq!(once.lines().count(), 700 * 5 + 1);
    assert_eq!(gone(&values(&once)).len(), 700 * 3 + 1);
    assert_eq!(merged(&files), once);
    let told =
        |files: &[&str]| home.stdout(&[&["links", "OPS-1", "--references"], files].concat(), 0);
    let names: Vec<&str> = files.iter().map(String::as_str).collect();
    assert_eq!(told(&names), told(&["all.jsonl"]));
    files.reverse();
    assert_eq!(merged(&files), once);
}

/// Returns what is said of a file of references that cannot be read.
#[track_caller]
fn refused(scratch: &Scratch, bytes: impl AsRef<[u8]>) -> String {
    scratch.write("refs.jsonl", bytes);
    let output = scratch.run(&["links", "--references", "refs.jsonl"]);
    let told = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{told}");
    assert!(output.stdout.is_empty());
    told
}

#[test]
fn a_line_that_is_none_is_named_with_why_and_what_to_do() {
    let home = home();
    let lines = shop(&home).stdout(COLLECT, 0);
    let all = values(&lines);
    let gone = all.iter().find(|one| one["stands"] == false).unwrap();
    let with = |base: &Value, key: &str, value: Value| {
        let mut one = base.clone();
        one[key] = value;
        one.to_string()
    };
    let without = |base: &Value, key: &str| {
        let mut one = base.clone();
        one.as_object_mut().unwrap().remove(key);
        one.to_string()
    };
    let stands = &all[0];
    let text = stands.to_string();
    let deep = "[".repeat(100_000);
    for (line, why) in [
        ("{}".to_owned(), "missing field `version`"),
        (
            with(stands, "version", json!("1")),
            "invalid type: string \"1\"",
        ),
        (
            with(stands, "version", json!(9)),
            "is of version 9, and this incident reads 1",
        ),
        (with(stands, "line", json!(0)), "lines count from 1"),
        (with(stands, "line", json!(-1)), "invalid value"),
        (
            text.replace("\"line\":1", "\"line\":99999999999999999999"),
            "invalid type: floating point",
        ),
        (
            text.replace("\"line\":1", "\"line\":1e999"),
            "number out of range, at column",
        ),
        (
            with(stands, "kind", json!("a\nb")),
            "`a\\nb` is no kind of file",
        ),
        (
            with(stands, "from", json!("\u{1b}[2J\n  curl x")),
            "unknown variant `\\x1b[2J\\n  curl x`",
        ),
        (with(stands, "to", json!(["a"])), "invalid type: sequence"),
        (without(stands, "path"), "missing field `path`"),
        (
            text.replacen('{', "{\"to\":\"x\",", 1),
            "duplicate field `to`",
        ),
        (
            text.replacen('{', "{\"version\":1,", 1),
            "duplicate field `version`",
        ),
        (
            with(gone, "stands", json!("no")),
            "invalid type: string \"no\"",
        ),
        (with(gone, "kind", json!("code ")), "is no kind of file"),
        (
            with(gone, "gone", json!(20_260_101)),
            "invalid type: integer",
        ),
        (without(gone, "named"), "missing field `named`"),
        (without(gone, "gone_commit"), "missing field `gone_commit`"),
        (format!("{text}{text}"), "trailing characters, at column"),
        (text[..40].to_owned(), "EOF while parsing"),
        (format!("[{text}]"), "invalid"),
        (deep.clone(), "invalid"),
        (
            format!("{},\"x\":{deep}", text.trim_end_matches('}')),
            "EOF while parsing",
        ),
        (
            with(stands, "from", json!("x".repeat(100_000))),
            "unknown variant `xxx",
        ),
    ] {
        // Blank lines count, and what stands before is no reason to be silent.
        let told = refused(&home, format!("{text}\r\n\r\n{line}\n"));
        let start = "incident: line 3 of `refs.jsonl` is ";
        assert!(
            told.starts_with(start) && told.contains(why),
            "{why}: {told}"
        );
        assert_eq!(told.lines().count(), 2, "{told}");
        assert!(told.len() < 600 && !told.contains('\u{1b}'), "{told}");
    }
    let told = refused(&home, [text.as_bytes(), b"\n\xe9"].concat());
    assert!(
        told.starts_with("incident: line 2 of `refs.jsonl` is no UTF-8"),
        "{told}"
    );
    assert!(
        told.ends_with("`incident links --collect` prints some\n"),
        "{told}"
    );
}

#[test]
fn a_file_that_is_not_there_is_named_with_what_to_do() {
    let home = home();
    for (words, told) in [
        (
            ["links", "--references", "x.jsonl"],
            "reading the references `x.jsonl`\n  because there is no such file\n  `incident links --collect` prints some\n",
        ),
        (
            ["links", "--references", "incidents"],
            "reading the references `incidents`\n  because it is not a regular file\n  `incident links --collect` prints some\n",
        ),
        (
            ["links", "--collect", "--index-file=x.json"],
            "reading the index `x.json`\n  because there is no such file\n  `incident links --index` writes one, where the write-ups are\n",
        ),
    ] {
        let output = home.run(&words);
        assert_eq!(output.status.code(), Some(2));
        let err = String::from_utf8(output.stderr).unwrap();
        assert_eq!(err, format!("incident: {told}"));
    }
}

#[test]
fn what_lines_hold_stays_on_its_line() {
    let home = home();
    let lines = shop(&home).stdout(COLLECT, 0);
    home.write("refs.jsonl", &lines);
    let words = |form: &'static str| {
        [
            "links",
            "OPS-1",
            "--format",
            form,
            "--references",
            "refs.jsonl",
        ]
    };
    let plain = home.stdout(&words("jsonl"), 0);
    // As shells write it.
    let wide: Vec<u8> = format!("\u{feff}{lines}")
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    for bytes in [
        format!("\u{feff}{}\r\n\r\n \n", lines.replace('\n', "\r\n")).into_bytes(),
        wide,
    ] {
        home.write("refs.jsonl", bytes);
        assert_eq!(home.stdout(&words("jsonl"), 0), plain);
    }
    // Words that would act, days that are none, texts without end.
    let nasty = "a\u{1b}]0;x\u{7}\n::error::b\u{202e}c\u{2028}d";
    let all = values(&lines);
    let nasty_lines = all.iter().enumerate().map(|(at, one)| {
        let mut one = one.clone();
        let stands = one["stands"] != false;
        for key in [
            "repository",
            "path",
            "excerpt",
            "since_commit",
            "since_team",
            "gone_commit",
            "gone_team",
            "part",
        ] {
            if stands && key.starts_with("gone") {
                continue;
            }
            one[key] = nasty.into();
        }
        one["path"] = format!("{nasty}{at}").into();
        one["since"] = "2026-13-45".into();
        one["gone"] = nasty.into();
        one.to_string() + "\n"
    });
    home.write("refs.jsonl", nasty_lines.collect::<String>());
    for form in ["table", "json", "jsonl", "csv", "dot", "mermaid"] {
        let shown = home.stdout(&words(form), 0);
        let acts = |c: char| matches!(c, '\u{1b}' | '\u{7}' | '\u{202e}' | '\u{2028}');
        assert!(!shown.contains(acts), "{form}: {shown}");
        assert!(
            !shown.lines().any(|line| line.starts_with("::")),
            "{form}: {shown}"
        );
    }
    let told = values(&home.stdout(&words("jsonl"), 0));
    let far = told.iter().filter(|one| one["repository"].is_string());
    assert_eq!(far.clone().count(), 4);
    for one in far {
        assert_eq!(
            (&one["since"], &one["placed"]),
            (&Value::Null, &Value::Null)
        );
        assert!(one.get("gone").is_none_or(Value::is_null), "{one}");
    }
}

#[test]
fn long_texts_are_cut_and_names_of_nobody_are_told() {
    let home = home();
    let all = values(&shop(&home).stdout(COLLECT, 0));
    let words = ["links", "OPS-1", "--references", "refs.jsonl"];
    let mut long = all[0].clone();
    long["excerpt"] = "x".repeat(5_000_000).into();
    long["line"] = u64::MAX.into();
    home.write("refs.jsonl", long.to_string());
    let shown = home.stdout(&words, 0);
    assert!(
        shown.len() < 4000 && shown.contains(&format!("line {}", u64::MAX)),
        "{shown}"
    );
    // Names that nobody here answers to are told, once a file.
    let mut lost = all.clone();
    for one in &mut lost {
        let key = if one["stands"] == false {
            "named"
        } else {
            "to"
        };
        one[key] = "a\u{1b}\nb".into();
    }
    let text = |some: &[Value]| {
        let lines: Vec<String> = some.iter().map(Value::to_string).collect();
        lines.join("\n")
    };
    for (some, told) in [
        (
            &lost[..],
            "5 references of `refs.jsonl` name no write-up that is here\n",
        ),
        (
            &lost[..1],
            "1 reference of `refs.jsonl` names no write-up that is here\n",
        ),
    ] {
        home.write("refs.jsonl", text(some));
        let notes = home.run(&words).stderr;
        let notes = String::from_utf8(notes).unwrap();
        assert_eq!(notes, format!("incident: note: {told}"));
    }
}

#[test]
fn an_index_that_is_none_is_named_with_what_to_do() {
    let home = home();
    let shop = shop(&home);
    let text = shop.read("ids.json");
    let index: Value = serde_json::from_str(&text).unwrap();
    let with = |key: &str, value: Value| {
        let mut one = index.clone();
        one[key] = value;
        one.to_string()
    };
    let deep = "[".repeat(100_000);
    let utf16: Vec<u8> = "\u{feff}x"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    for (bytes, why) in [
        (
            String::new().into_bytes(),
            "`bad.json` is no index of write-ups",
        ),
        (
            b"teams: {}\n".to_vec(),
            "`bad.json` is no index of write-ups",
        ),
        (utf16, "`bad.json` is no index of write-ups"),
        (deep.into_bytes(), "`bad.json` is no index of write-ups"),
        (
            text.as_bytes()[..200].to_vec(),
            "`bad.json` is no index of write-ups",
        ),
        (
            text.replace("the-first", "\u{1}").into_bytes(),
            "`bad.json` is no index of write-ups",
        ),
        (
            with("command", json!("lint")).into_bytes(),
            "`bad.json` is no index of write-ups",
        ),
        (
            with("version", json!(2)).into_bytes(),
            "`bad.json` is an index of version 2, and this incident reads 1",
        ),
        (
            b"{\"version\": 2, \"command\": \"links --index\", \"all\": 1}".to_vec(),
            "is an index of version 2",
        ),
        (
            with("writeups", json!({"a": 1})).into_bytes(),
            "invalid type: map",
        ),
        (
            with("writeups", json!([{"id": 1}])).into_bytes(),
            "invalid type: integer `1`",
        ),
        (
            with("id_patterns", json!(["["])).into_bytes(),
            "one of the `id_patterns` in `bad.json` is no pattern",
        ),
        (
            with("id_patterns", json!(["(a{1000}){1000}"])).into_bytes(),
            "one of the `id_patterns`",
        ),
        (
            text.replacen('{', "{\"folders\": [],", 1).into_bytes(),
            "duplicate field `folders`",
        ),
        (
            [text.as_bytes(), b"\xff"].concat(),
            "of `bad.json` is no UTF-8",
        ),
    ] {
        shop.write("bad.json", bytes);
        for words in [["links", "--check"], ["links", "--collect"]] {
            let output = shop.run(&[&words[..], &["--index-file", "bad.json"]].concat());
            let told = String::from_utf8(output.stderr).unwrap();
            assert_eq!(output.status.code(), Some(2), "{why}: {told}");
            assert!(
                told.contains(why) && !told.contains(shop.path().to_str().unwrap()),
                "{why}: {told}"
            );
            assert!(told.lines().count() >= 2 && told.len() < 1000, "{told}");
        }
    }
}

#[test]
fn what_an_index_holds_acts_on_nobody() {
    let shop = shop(&home());
    let index: Value = serde_json::from_str(&shop.read("ids.json")).unwrap();
    // Names that would act, and places that lead out of here.
    let mut nasty = index.clone();
    nasty["writeups"][0]["id"] = "OPS-1\u{1b}[2J\n::error::x".into();
    nasty["writeups"][0]["aliases"] = json!(["OPS-1", "", "\u{0}", "src"]);
    nasty["writeups"][0]["path"] = "../../etc/../\u{202e}".into();
    nasty["writeups"][0]["url"] = "https://".into();
    // As some shells write it, and checked in.
    let nasty_text = nasty.to_string().replace("\"version\":1,", "");
    let nasty_text = nasty_text.replace("\"command\":\"links --index\",", "");
    let head = "\u{feff}{\"version\":1,\"command\":\"links --index\",";
    shop.write("bad.json", nasty_text.replacen('{', head, 1))
        .commit(ANN, 70, "Check it in");
    let lines = shop.stdout(&["links", "--collect", "--index-file", "bad.json"], 0);
    assert!(
        !lines.contains('\u{1b}') && !lines.contains("bad.json"),
        "{lines}"
    );
    assert!(
        values(&lines)
            .iter()
            .any(|one| one["to"] == nasty["writeups"][0]["id"])
    );
    let shown = shop.stdout(&["links", "--check", "--index-file", "bad.json"], 0);
    assert!(!shown.contains('\u{1b}'), "{shown}");
}

#[test]
fn an_earlier_index_gives_way_and_nothing_else_does() {
    let home = home();
    let written = home.stdout(&["links", "--index"], 0);
    for earlier in [
        written.clone(),
        format!("\u{feff}{written}"),
        "{\"version\": 7, \"command\": \"links --index\", \"all\": []}".to_owned(),
    ] {
        home.write("ids.json", earlier);
        home.stdout(&["links", "--index", "ids.json"], 0);
        assert_eq!(home.read("ids.json"), written);
    }
    for other in [
        "",
        "{}",
        "{\"version\": 1, \"command\": \"lint\"}",
        &written[..written.len() / 2],
    ] {
        home.write("ids.json", other);
        let output = home.run(&["links", "--index", "ids.json"]);
        let told = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{other}");
        assert_eq!(home.read("ids.json"), other);
        assert_eq!(
            told,
            "incident: `ids.json` is there already, and is no index of write-ups\n  give the index another name, or take that away first\n"
        );
    }
}

#[test]
fn before_the_first_commit_nothing_is_missing() {
    let scratch = Scratch::repository();
    scratch.write("incidents/2026-01-02-a.md", "# A\n\nA story.\n");
    scratch
        .write("a.rs", "// 2026-01-02-a\n")
        .git(0, &["add", "a.rs"]);
    for words in [&["links", "2026-01-02-a"][..], &["links", "--collect"]] {
        let output = scratch.run(words);
        assert_eq!(String::from_utf8(output.stderr).unwrap(), "", "{words:?}");
    }
}
