//! What is printed for programs holds to the schemas, and they name every key of it.
//!
//! The schemas leave keys open, as readers must ignore what they do not know; here a key without a
//! description of its own is a fault. `.github/scripts/validate-reports.sh` asks an independent
//! validator as well.

use std::fs;

use serde_json::Value;

use crate::support::{Scratch, project};

const ANN: &str = "Ann Ray <ann@example.org>";

pub(crate) fn schema(name: &str) -> Value {
    let path = project().join("schemas").join(format!("{name}.json"));
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

/// Returns the first place at which a value does not hold to a schema of `root`. Knows the words that
/// the schemas use, and fails at any other.
pub(crate) fn fault(root: &Value, schema: &Value, value: &Value, at: &str) -> Option<String> {
    for (word, rule) in schema.as_object().unwrap() {
        let wrong = |why: String| Some(format!("{at}: {why}"));
        let found = match word.as_str() {
            "$schema" | "$defs" | "title" | "description" => None,
            "$ref" => {
                let name = rule.as_str().unwrap().strip_prefix("#/$defs/").unwrap();
                fault(root, &root["$defs"][name], value, at)
            }
            "const" => (value != rule).then(|| format!("{at}: {value} is not {rule}")),
            "enum" => {
                let known = rule.as_array().unwrap().contains(value);
                (!known).then(|| format!("{at}: {value} is none of {rule}"))
            }
            "type" => {
                let is = |name: &Value| match name.as_str().unwrap() {
                    "string" => value.is_string(),
                    "integer" => value.is_i64() || value.is_u64(),
                    "number" => value.is_number(),
                    "boolean" => value.is_boolean(),
                    "array" => value.is_array(),
                    "object" => value.is_object(),
                    "null" => value.is_null(),
                    other => panic!("no such type: {other}"),
                };
                let holds = rule
                    .as_array()
                    .map_or_else(|| is(rule), |all| all.iter().any(is));
                (!holds).then(|| format!("{at}: {value} is no {rule}"))
            }
            "minimum" => {
                let below = value
                    .as_i64()
                    .is_some_and(|number| Some(number) < rule.as_i64());
                below.then(|| format!("{at}: {value} < {rule}"))
            }
            "required" => {
                let mut names = rule.as_array().unwrap().iter();
                let missing = names.find(|name| value.get(name.as_str().unwrap()).is_none());
                missing.and_then(|name| wrong(format!("{name} is missing")))
            }
            "properties" => value.as_object().and_then(|fields| {
                let is_open = schema.get("additionalProperties").is_some();
                let mut fields = fields.iter();
                fields.find_map(|(key, one)| match rule.get(key) {
                    Some(rule) => fault(root, rule, one, &format!("{at}.{key}")),
                    None if is_open => None,
                    None => wrong(format!("`{key}` is not in the schema")),
                })
            }),
            "additionalProperties" => value.as_object().and_then(|fields| {
                let is_other = |key: &str| schema["properties"].get(key).is_none();
                let mut fields = fields.iter().filter(|(key, _)| is_other(key));
                fields.find_map(|(key, one)| match rule {
                    Value::Bool(true) => None,
                    Value::Bool(false) => wrong(format!("`{key}` is not in the schema")),
                    rule => fault(root, rule, one, &format!("{at}.{key}")),
                })
            }),
            "pattern" => {
                let pattern = regex::bytes::RegexBuilder::new(rule.as_str().unwrap());
                let pattern = { pattern }.unicode(false).build().unwrap();
                let text = value.as_str();
                let holds = text.is_none_or(|text| pattern.is_match(text.as_bytes()));
                (!holds).then(|| format!("{at}: {value} is not like {rule}"))
            }
            "items" => value.as_array().and_then(|items| {
                let mut items = items.iter().enumerate();
                items.find_map(|(n, one)| fault(root, rule, one, &format!("{at}[{n}]")))
            }),
            "anyOf" => {
                let ways = rule.as_array().unwrap().iter();
                let faults: Option<Vec<String>> =
                    ways.map(|way| fault(root, way, value, at)).collect();
                faults.map(|faults| faults.join("\n  or "))
            }
            other => panic!("`{other}` is no word that the schemas use"),
        };
        if found.is_some() {
            return found;
        }
    }
    None
}

#[track_caller]
fn holds(name: &str, printed: &str) {
    let schema = schema(name);
    let value: Value = serde_json::from_str(printed).unwrap();
    if let Some(fault) = fault(&schema, &schema, &value, "") {
        panic!("schemas/{name}.json: {fault}");
    }
}

/// A repository in which every kind of reference stands, and some went.
fn repository() -> Scratch {
    let scratch = Scratch::repository();
    let first = "---\ntitle: First\ndate: 2026-01-01\nstatus: published\nteams: [quay]\nservices: [crane]\n\
                 related: [{id: 2026-02-03-b, how: recurs}]\nreview: {date: 2026-01-05, optional: true}\n---\n\n\
                 The crane-api queue hung, see `src/a.rs` and <https://x.org/a>.\n\n## Open questions\n\n\
                 ### Why did the queue hang?\n\n**State:** open\n";
    let second =
        "# Second\n\nThe crane-api queue hung as in [the first](2026-01-02-a.md#open-questions).\n";
    scratch
        .write("incident.yaml", "site: https://s.x.org\nretired: {2025-01-01-x: gone}\nteams: {quay: ['@example.org']}\n")
        .write("incidents/2026-01-02-a.md", first)
        .write("incidents/2026-02-03-b.md", second)
        .write("incidents/2026-03-04-c.md", "# Third\n\nAs 2026-01-02-a, the crane-api queue hung.\n")
        .write("incidents/2026-03-05-d.md", "# Fourth\n\nThe crane-api queue hung again.\n")
        .write("src/a.rs", "// 2026-01-02-a, OPS\n")
        .write("src/b.rs", "// 2026-01-02-a\n")
        .write("docs/onboarding.md", "Read 2026-02-03-b and 2026-02-03-z.\n")
        .commit(ANN, 0, "Begin, see 2026-01-02-a")
        .remove("src/b.rs")
        .write("incidents/2026-03-05-d.md", "# Fourth\n\nThe crane-api queue hung again and again.\n")
        .commit(ANN, 9, "Go on\n\nReviewed-by: Bo Li <bo@example.com>");
    scratch
}

#[test]
fn what_links_prints_holds_to_its_schemas() {
    let scratch = repository();
    for words in [
        &["links"][..],
        &["links", "--orphans"],
        &["links", "2026-01-02-a"],
        &["links", "2026-03-05-d"],
        &["links", "--suggest"],
        &["links", "--mentions"],
        &["links", "--external"],
    ] {
        let printed = scratch.stdout(&[words, &["--format", "json"]].concat(), 0);
        holds("links", &printed);
    }
    let lines = scratch.stdout(&["links", "--format", "jsonl"], 0);
    assert!(
        lines.contains("\"stands\":false") && lines.lines().count() > 6,
        "{lines}"
    );
    lines.lines().for_each(|line| holds("links-jsonl", line));
    holds(
        "findings",
        &scratch.stdout(&["links", "--check", "--format", "json"], 1),
    );
    holds("links-index", &scratch.stdout(&["links", "--index"], 0));
    let collected = scratch.stdout(&["links", "--collect"], 0);
    assert!(collected.lines().count() >= 3, "{collected}");
    assert!(collected.contains("\"stands\":false"), "{collected}");
    collected
        .lines()
        .for_each(|line| holds("links-collect", line));
    // The same from elsewhere.
    scratch.write("refs.jsonl", &collected);
    let words = [
        "links",
        "2026-01-02-a",
        "--references",
        "refs.jsonl",
        "--format",
    ];
    holds(
        "links",
        &scratch.stdout(&[&words[..], &["json"]].concat(), 0),
    );
    let lines = scratch.stdout(&[&words[..], &["jsonl"]].concat(), 0);
    lines.lines().for_each(|line| holds("links-jsonl", line));
}

#[test]
fn what_other_commands_print_holds_to_their_schemas() {
    let scratch = repository();
    for (name, words) in [
        ("near", &["near", "src", "incident.yaml"][..]),
        ("near", &["near", "src/a.rs"]),
        ("cite", &["cite", "2026-01-02-a"]),
        ("cite", &["cite", "2026-01-02-a#open-questions"]),
        (
            "cite",
            &[
                "cite",
                "2026-01-02-a",
                "--for",
                "src/a.rs",
                "--from",
                "docs/x.md",
            ],
        ),
        ("search", &["search", "queue", "hung", "nowhere-at-all"]),
        ("contributors", &["contributors"]),
        ("contributors", &["contributors", "2026-01-02-a"]),
        ("markers", &["markers"]),
        ("markers", &["markers", "--list", "cited-from-code"]),
        ("markers", &["markers", "--list", "optional-reviews"]),
        ("questions", &["questions"]),
        ("show", &["show", "2026-01-02-a"]),
        ("show", &["show", "--today"]),
        ("digest", &["digest", "--since", "2020-01-01"]),
        (
            "reading",
            &["reading", "--service", "crane", "--team", "quay"],
        ),
        ("reading", &["reading", "--path", "src", "--path", "docs"]),
        ("reads-programs", &["reads", "programs"]),
    ] {
        let printed = scratch.stdout(&[words, &["--format", "json"]].concat(), 0);
        holds(name, &printed);
    }
    let output = scratch.run(&["lint", "--format", "json"]);
    holds("findings", &String::from_utf8(output.stdout).unwrap());
    let made = scratch.stdout(&["new", "A queue hung", "--format", "json"], 0);
    holds("new", &made);
    let made = [
        "new",
        "Another",
        "--from",
        "2026-01-01..2026-01-31",
        "--format",
        "json",
    ];
    holds("new", &scratch.stdout(&made, 0));
    let review = [
        "review",
        "2026-01-02-a",
        "--closest",
        "3",
        "--format",
        "json",
    ];
    holds("review", &scratch.stdout(&review, 0));
    scratch.write(
        "counts.csv",
        "date,id,team,count\n2026-02-01,2026-01-02-a,quay,3\n2026-02-01,nowhere,,2\ngarbled\n",
    );
    let import = ["reads", "import", "counts.csv", "--format", "json"];
    holds("reads", &scratch.stdout(&import, 0));
}

#[test]
fn every_schema_is_printed_as_it_lies_here() {
    let scratch = Scratch::new();
    let mut names: Vec<String> = fs::read_dir(project().join("schemas"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned())
        .collect();
    names.sort();
    assert_eq!(scratch.stdout(&["schema"], 0), names.join("\n") + "\n");
    for name in names {
        let printed = scratch.stdout(&["schema", &name], 0);
        let path = project().join("schemas").join(format!("{name}.json"));
        assert_eq!(printed, fs::read_to_string(path).unwrap());
    }
}

#[test]
fn a_fault_is_seen_where_it_is() {
    let schema: Value = serde_json::from_str(
        r##"{"type": "object", "required": ["a"], "properties": {"a": {"type": "array", "items": {"anyOf": [{"const": 1}, {"$ref": "#/$defs/b"}]}}}, "$defs": {"b": {"type": ["string", "null"]}}}"##,
    )
    .unwrap();
    for (value, expected) in [
        (r#"{"a": [1, "x", null]}"#, ""),
        (r#"{"a": [1, 2]}"#, ".a[1]: 2 is not 1\n  or .a[1]: 2 is no"),
        (r#"{"a": [], "b": 1}"#, ": `b` is not in the schema"),
        ("{}", ": \"a\" is missing"),
    ] {
        let value: Value = serde_json::from_str(value).unwrap();
        let found = fault(&schema, &schema, &value, "").unwrap_or_default();
        assert!(
            found.starts_with(expected) && found.is_empty() == expected.is_empty(),
            "{found}"
        );
    }
}

/// Where lists of write-ups stand, by their keys, and the keys of one.
const WRITEUPS: &[&str] = &[
    "writeups", "stories", "chapters", "results", "related", "pointing", "writeup",
];

/// Goes through the objects that a schema describes. `key` is what holds one.
fn each_object(schema: &Value, key: &str, told: &mut dyn FnMut(&str, &Value)) {
    if schema.get("properties").is_some() {
        told(key, schema);
    }
    for (word, rule) in schema.as_object().into_iter().flatten() {
        match word.as_str() {
            "properties" | "$defs" => {
                let inner = rule.as_object().unwrap();
                inner
                    .iter()
                    .for_each(|(key, one)| each_object(one, key, told));
            }
            "items" | "additionalProperties" => each_object(rule, key, told),
            "anyOf" => {
                for one in rule.as_array().unwrap() {
                    each_object(one, key, told);
                }
            }
            _ => {}
        }
    }
}

/// An object that is a write-up has an `id`; one about something else that points to a write-up has
/// `writeup`: the id, or at the top the write-up that was asked for.
#[test]
fn a_writeup_is_called_the_same_everywhere() {
    let mut seen = 0;
    for entry in fs::read_dir(project().join("schemas")).unwrap() {
        let name = entry.unwrap().path();
        let name = name.file_stem().unwrap().to_str().unwrap().to_owned();
        // What `new` prints is the write-up that it made.
        let top = if name == "new" { "writeup" } else { "" };
        if ["front-matter", "settings"].contains(&name.as_str()) {
            continue;
        }
        each_object(&schema(&name), top, &mut |key, object| {
            let fields = &object["properties"];
            let is_writeup = WRITEUPS.contains(&key);
            let has_id = !fields["id"].is_null();
            assert_eq!(has_id, is_writeup, "{name}: {key} {object}");
            let pointed = &fields["writeup"]["type"];
            let is_id = *pointed == "string" || *pointed == serde_json::json!(["string", "null"]);
            assert!(
                pointed.is_null() || is_id || !fields["writeup"]["properties"]["id"].is_null(),
                "{name}: {key} {object}"
            );
            seen += usize::from(is_writeup);
        });
    }
    assert!(seen > 12, "{seen}");
}
