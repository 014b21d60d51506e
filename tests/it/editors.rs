//! The schemas of what people write: they take what the parser takes, and find what it finds.

use std::fs;

use incident::text::yaml::{self, Node};
use incident::text::{FileId, Files};
use serde_json::{Map, Value};

use crate::schemas::{fault, schema};
use crate::support::{Scratch, project};

/// Returns YAML as a server of an editor reads it, by the core schema.
fn value(node: &Node) -> Value {
    match node {
        Node::Map(map) => {
            let fields = map.entries.iter();
            let fields = fields.map(|entry| (entry.key.value.clone(), value(&entry.value)));
            Value::Object(fields.collect::<Map<_, _>>())
        }
        Node::List(list) => list.items.iter().map(value).collect(),
        _ if node.is_null() => Value::Null,
        Node::Scalar(scalar) if scalar.plain => match scalar.text.as_str() {
            "true" => true.into(),
            "false" => false.into(),
            text => text
                .parse::<i64>()
                .map_or_else(|_| text.into(), Value::from),
        },
        Node::Scalar(scalar) => scalar.text.as_str().into(),
    }
}

fn read(text: &str) -> Value {
    let file: FileId = Files::default().add("x", text);
    let (node, problems) = yaml::read(file, text, 0..text.len());
    assert!(problems.is_empty(), "{text}\n{problems:?}");
    node.as_ref().map_or(Value::Null, value)
}

/// Returns what a schema finds in YAML; nothing where it holds.
fn found(name: &str, text: &str) -> Option<String> {
    let schema = schema(name);
    fault(&schema, &schema, &read(text), "")
}

/// Returns the YAML between the fences of a page.
fn front_matter(page: &str) -> Option<&str> {
    let rest = page.strip_prefix("---\n")?;
    rest.split_once("\n---\n").map(|(text, _)| text)
}

/// Returns every file below a folder whose name ends so, with its text.
fn files(folder: &str, ending: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut pending = vec![project().join(folder)];
    while let Some(folder) = pending.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.to_string_lossy().into_owned();
            if path.is_dir() {
                pending.push(path);
            } else if name.ends_with(ending) {
                found.push((name, fs::read_to_string(&path).unwrap()));
            }
        }
    }
    found.sort();
    found
}

#[test]
fn the_schemas_are_those_of_the_tables() {
    let scratch = Scratch::new();
    for name in ["front-matter", "settings"] {
        let made = scratch.stdout(&["schema", name], 0);
        let path = project().join("schemas").join(format!("{name}.json"));
        if std::env::var_os("SNAPSHOTS").is_some_and(|how| how == "overwrite") {
            fs::write(&path, &made).unwrap();
        }
        assert_eq!(made, fs::read_to_string(&path).unwrap(), "{name}");
    }
}

#[test]
fn what_lies_here_holds() {
    let mut seen = 0;
    for (name, page) in files("examples", ".md") {
        if let Some(text) = front_matter(&page) {
            assert_eq!(found("front-matter", text), None, "{name}");
            seen += 1;
        }
    }
    assert!(seen > 5, "{seen}");
    for (name, text) in files("examples", "incident.yaml") {
        assert_eq!(found("settings", &text), None, "{name}");
    }
    // Every line of the template, as if somebody took the mark of the comment away.
    let template = fs::read_to_string(project().join("templates/incident.yaml")).unwrap();
    let lines = template.replace("{{dir}}", "incidents");
    let lines = lines.lines().map(|line| {
        let said = line.strip_prefix("# ").unwrap_or(line);
        let is_setting = said.starts_with(' ')
            || said.split_once(':').is_some_and(|(key, _)| {
                key.bytes()
                    .all(|byte| byte.is_ascii_lowercase() || byte == b'_')
            });
        if is_setting { said } else { "" }
    });
    let text = lines.collect::<Vec<_>>().join("\n");
    assert_eq!(found("settings", &text), None, "{text}");
    let keys = read(&text).as_object().unwrap().len();
    assert_eq!(
        keys,
        schema("settings")["properties"].as_object().unwrap().len()
    );
}

/// Whether `lint` finds something of a rule.
fn is_found(scratch: &Scratch, rule: &str) -> bool {
    let output = scratch.run(&["lint", "--format", "json"]);
    let told: Value = serde_json::from_slice(&output.stdout).unwrap();
    let mut found = told["findings"].as_array().unwrap().iter();
    found.any(|one| one["rule"] == rule)
}

#[test]
fn front_matter_is_taken_and_refused_as_lint_does() {
    let scratch = Scratch::repository();
    for (text, holds) in [
        (
            "title: 404\ndate: 2026-01-02T03:04:05Z\nstatus: review",
            true,
        ),
        ("layout: post\nweight: 3\nseverity: [1]", true),
        ("teams: quay\ntags:\naliases: [INC-1, 2]", true),
        ("related: [a, {id: b, how: same-trap}]", true),
        ("related: {id: b}", true),
        ("allow:\n  - {rule: blame, reason: quoted}\n  - blame", true),
        (
            "review: {date: 2026-01-02, optional: yes, attended: {closest: 3, elsewhere: \"4\"}}",
            true,
        ),
        (
            "actions: {decided: 2026-01-02, tracker: x, declined: [{what: a, reason: b}]}",
            true,
        ),
        ("status: publishd", false),
        ("event: outage", false),
        ("date: yesterday", false),
        ("date: 2026", false),
        ("id: 'a#b'", false),
        ("title: [a]", false),
        ("teams: {a: b}", false),
        ("related: [{how: see}]", false),
        ("related: [{id: b, how: like}]", false),
        ("review: tomorrow", false),
        ("review: {optional: maybe}", false),
        ("review: {attended: {closest: some}}", false),
        ("review: {date: soon}", false),
        ("actions: [a]", false),
        ("allow: [{reason: x}]", false),
    ] {
        let faults = found("front-matter", text);
        assert_eq!(faults.is_none(), holds, "{text}: {faults:?}");
        scratch.write(
            "incidents/2026-01-02-a.md",
            format!("---\n{text}\n---\n\nA.\n"),
        );
        assert_eq!(is_found(&scratch, "invalid-field"), !holds, "{text}");
    }
}

#[test]
fn settings_are_taken_and_refused_as_lint_does() {
    let scratch = Scratch::repository();
    scratch.write("incidents/2026-01-02-a.md", "# A\n");
    for (text, holds) in [
        ("dirs: incidents\nbulk: 4\nsite:", true),
        (
            "teams: {quay: a@x.org, sea: [b, {who: c, since: 2026-01-02}]}",
            true,
        ),
        (
            "lint: {blame: 'off'}\npaths: {old: {broken-link: warning}}",
            true,
        ),
        ("sections: {red-herrings: [Holzwege]}", true),
        (
            "repositories: {shop: ../shop, bank: {path: ../bank, files: src}}",
            true,
        ),
        ("limits: {file: 2 MiB}\nretired: {X-1: gone}", true),
        ("dir: incidents", false),
        ("dirs: {a: b}", false),
        ("bulk: some", false),
        ("lint: {blame: loud}", false),
        ("lint: {blam: error}", false),
        ("paths: {old: {broken-lnk: off}}", false),
        ("sections: {red-herings: [x]}", false),
        ("site: ftp://x.org", false),
        ("teams: {quay: [{since: 2026-01-02}]}", false),
        ("teams: {quay: [{who: c, from: 2026-01-02}]}", false),
        ("repositories: {shop: {files: src}}", false),
        ("limits: {page: 1 MiB}", false),
        ("onboarding: {a: b}", false),
    ] {
        let faults = found("settings", text);
        assert_eq!(faults.is_none(), holds, "{text}: {faults:?}");
        scratch.write("incident.yaml", text);
        assert_eq!(is_found(&scratch, "invalid-settings"), !holds, "{text}");
    }
}
