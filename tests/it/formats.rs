//! What `lint` writes for programs, over texts and names that try to break out of it.
//!
//! The outputs are read back as their readers would. Whether they hold to the published schemas is
//! looked at by `.github/scripts/validate-reports.sh`, which needs a network.

use std::collections::BTreeSet;

use incident::diagnostic::{Diagnostic, Safety, Severity};
use incident::render::diagnostics::{self, Format, Report, Summary, Survey};
use incident::render::style::Look;
use incident::text::{Edit, Files, Span};
use proptest::prelude::*;
use serde_json::Value;

use crate::support::Scratch;

const PLACE: &str = "incidents/2026/a b, 100% ünï & 'so'.md";
pub(crate) const OTHER: &str = "incidents/2026-02-02-quiet.md";

/// A published story with much to say: BOM, CRLF, emoji, control characters, commands and markup.
const STORY: &str = "\u{feff}---\r
title: \"Thé <b>day</b> & \\\"night\\\" | ::error file=a::b\"\r
status: published\r
---\r
\r
👩‍🚀 was there, see [[::error file=a.md,line=1::gone%0A]] and [[##[error]x]], ]]> <!--\r
-->\r
\r
## What happened\r
\r
é 👩‍🚀 [a](<::warning::x y%.md>) and [b](no/thing.md) and [b](no/thing.md)\r
\r
\u{1b}[31m\u{7}\u{202e} red\r
\r
## Sur\u{200b}prises\r
\r
## Dilemmas\r
";

pub(crate) const QUIET: &str =
    "---\ntitle: Quiet\nstatus: draft\n---\n\nNothing but a hook.\n\n[[nowhere]]\n";

pub(crate) const FORMATS: [&str; 6] = ["json", "sarif", "github", "gitlab", "junit", "rdjson"];

pub(crate) fn nasty() -> Scratch {
    let scratch = Scratch::repository();
    scratch.write(PLACE, STORY).write(OTHER, QUIET);
    #[cfg(unix)]
    scratch.write(
        "incidents/::error::\u{1b}[2J\nx\"<|>.md",
        "---\nstatus: [\n---\n",
    );
    scratch
}

pub(crate) fn printed(scratch: &Scratch, format: &str) -> String {
    scratch.stdout(&["lint", "--format", format], 1)
}

fn json(scratch: &Scratch, format: &str) -> Value {
    serde_json::from_str(&printed(scratch, format)).unwrap()
}

fn array(value: &Value) -> &[Value] {
    value.as_array().unwrap()
}

#[test]
fn nothing_breaks_out_and_the_same_input_gives_the_same_output() {
    let scratch = nasty();
    for format in FORMATS {
        let shown = printed(&scratch, format);
        assert_eq!(shown, printed(&scratch, format), "{format}");
        let hidden =
            |c: char| c != '\n' && (c.is_control() || "\u{200b}\u{feff}\u{202e}".contains(c));
        assert!(!shown.contains(hidden), "{format}: {shown:?}");
        assert!(!shown.contains("##["), "{format}: {shown}");
        for line in shown.lines() {
            let own = ["::error file=incidents/", "::warning file=incidents/"];
            let command = line.trim_start().starts_with("::");
            let ours = format == "github" && own.iter().any(|own| line.starts_with(own));
            assert!(!command || ours, "{format}: {line}");
        }
    }
}

#[test]
fn every_format_tells_all_findings() {
    let scratch = nasty();
    let all = array(&json(&scratch, "json")["findings"]).len();
    assert!(all > 8, "{all}");
    assert_eq!(
        array(&json(&scratch, "sarif")["runs"][0]["results"]).len(),
        all
    );
    assert_eq!(array(&json(&scratch, "gitlab")).len(), all);
    assert_eq!(array(&json(&scratch, "rdjson")["diagnostics"]).len(), all);
    let commands = printed(&scratch, "github");
    let hidden: usize = match commands
        .lines()
        .last()
        .unwrap()
        .split_once(" more, as GitHub")
    {
        Some((number, _)) => number.parse().unwrap(),
        None => 0,
    };
    let shown = commands
        .lines()
        .filter(|line| line.starts_with("::"))
        .count();
    assert_eq!(shown + hidden, all, "{commands}");
    let levels: Vec<bool> = commands
        .lines()
        .map(|line| line.starts_with("::error "))
        .collect();
    assert!(levels.is_sorted_by(|one, next| one >= next), "{commands}");
}

#[test]
fn places_agree_in_characters_and_in_bytes() {
    let scratch = nasty();
    let findings = json(&scratch, "json");
    let sarif = json(&scratch, "sarif");
    let rdjson = json(&scratch, "rdjson");
    let gitlab = json(&scratch, "gitlab");
    let results = array(&sarif["runs"][0]["results"]);
    let mut seen = 0;
    for (index, finding) in array(&findings["findings"]).iter().enumerate() {
        let place = &results[index]["locations"][0]["physicalLocation"];
        for (key, own) in [
            ("startLine", "line"),
            ("startColumn", "column"),
            ("endLine", "end_line"),
            ("endColumn", "end_column"),
        ] {
            assert_eq!(place["region"][key], finding[own]);
        }
        assert_eq!(gitlab[index]["location"]["lines"]["begin"], finding["line"]);
        assert_eq!(
            gitlab[index]["location"]["positions"]["begin"]["column"],
            finding["column"]
        );
        if finding["path"] != PLACE {
            continue;
        }
        seen += 1;
        let uri = place["artifactLocation"]["uri"].as_str().unwrap();
        assert_eq!(
            uri,
            "incidents/2026/a%20b%2C%20100%25%20%C3%BCn%C3%AF%20%26%20%27so%27.md"
        );
        let range = &rdjson["diagnostics"][index]["location"]["range"];
        for (end, byte) in [("start", "byte_start"), ("end", "byte_end")] {
            let number = |key: &str| usize::try_from(range[end][key].as_u64().unwrap()).unwrap();
            let before: usize = STORY
                .split_inclusive('\n')
                .take(number("line") - 1)
                .map(str::len)
                .sum();
            assert_eq!(
                before + number("column") - 1,
                usize::try_from(finding[byte].as_u64().unwrap()).unwrap()
            );
        }
    }
    assert!(seen > 5, "{seen}");
    assert_eq!(sarif["runs"][0]["columnKind"], "unicodeCodePoints");
}

#[test]
fn a_finding_names_its_rule_and_the_rule_its_page() {
    let sarif = json(&nasty(), "sarif");
    let run = &sarif["runs"][0];
    let rules = array(&run["tool"]["driver"]["rules"]);
    for result in array(&run["results"]) {
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(rules[index]["id"], result["ruleId"]);
    }
    for rule in rules {
        let text = |key: &str| rule[key]["text"].as_str().unwrap();
        assert!(text("shortDescription").ends_with('.'), "{rule}");
        assert!(text("fullDescription").starts_with(text("shortDescription")));
        assert!(
            rule["help"]["markdown"]
                .as_str()
                .unwrap()
                .contains("## Why")
        );
        assert!(rule.get("helpUri").is_none());
    }
}

/// Returns rule and fingerprint of each finding in the story.
fn names(scratch: &Scratch) -> BTreeSet<(String, String)> {
    let sarif = json(scratch, "sarif");
    let results = array(&sarif["runs"][0]["results"]).to_vec();
    let all: Vec<(String, String)> = results
        .iter()
        .map(|result| {
            let name = &result["partialFingerprints"]["primaryLocationLineHash"];
            (
                result["ruleId"].as_str().unwrap().to_owned(),
                name.as_str().unwrap().to_owned(),
            )
        })
        .collect();
    let unique: BTreeSet<_> = all.iter().cloned().collect();
    assert_eq!(unique.len(), all.len(), "a name twice: {all:?}");
    unique
}

#[test]
fn a_story_that_moves_keeps_the_names_of_its_findings() {
    let scratch = Scratch::repository();
    scratch.write(PLACE, STORY);
    let before = names(&scratch);
    let moved = STORY.replace(
        "## What happened\r\n",
        "Another paragraph,\r\nof two lines.\r\n\r\n## What happened\r\n",
    );
    let name = PLACE.rsplit('/').next().unwrap();
    scratch
        .remove(PLACE)
        .write(&format!("incidents/else where/{name}"), moved);
    assert_eq!(before, names(&scratch));
    let gitlab = json(&scratch, "gitlab");
    let names: BTreeSet<_> = array(&gitlab)
        .iter()
        .map(|entry| entry["fingerprint"].as_str().unwrap())
        .collect();
    assert_eq!(names.len(), array(&gitlab).len());
    assert_eq!(names.len(), before.len());
}

#[test]
fn the_xml_is_well_formed() {
    let page = printed(&nasty(), "junit");
    assert_well_formed(&page);
    let quiet = page
        .split("<testsuite ")
        .find(|suite| suite.contains(OTHER))
        .unwrap();
    assert!(
        quiet.contains("failures=\"0\""),
        "a draft never fails: {quiet}"
    );
    assert!(quiet.contains("<system-out>"), "{quiet}");
}

fn assert_well_formed(page: &str) {
    let allowed =
        |c: char| matches!(c, '\n' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
    assert!(page.chars().all(allowed));
    let mut open = Vec::new();
    let mut rest = page.split_once("?>").unwrap().1;
    while let Some((text, tail)) = rest.split_once('<') {
        assert_references(text);
        let (tag, tail) = tail.split_once('>').unwrap();
        rest = tail;
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name), "{tag}");
            continue;
        }
        let (name, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
        let known = [
            "testsuites",
            "testsuite",
            "testcase",
            "failure",
            "system-out",
        ];
        assert!(known.contains(&name), "{tag}");
        assert_eq!(attributes.matches('"').count() % 2, 0, "{tag}");
        assert_references(attributes);
        if !tag.ends_with('/') {
            open.push(name);
        }
    }
    assert!(open.is_empty() && rest.trim().is_empty());
}

fn assert_references(text: &str) {
    for after in text.split('&').skip(1) {
        let known = ["amp;", "lt;", "gt;", "quot;", "apos;", "#13;"];
        assert!(known.iter().any(|name| after.starts_with(name)), "&{after}");
    }
}

#[test]
fn nothing_found_is_an_answer_too() {
    let scratch = Scratch::repository();
    scratch.write("incidents/2026-01-01-a.md", "# A day\n\nWords.\n");
    let of = |format: &str| scratch.stdout(&["lint", "--format", format], 0);
    assert_eq!(of("github"), "");
    assert_eq!(of("gitlab"), "[]\n");
    let read = |format: &str| -> Value { serde_json::from_str(&of(format)).unwrap() };
    assert!(array(&read("sarif")["runs"][0]["results"]).is_empty());
    assert!(array(&read("rdjson")["diagnostics"]).is_empty());
    assert!(of("junit").contains("<testsuites name=\"incident lint\" tests=\"1\" failures=\"0\""));
}

#[test]
fn forges_hear_paths_from_the_top_of_the_repository() {
    let scratch = Scratch::repository();
    scratch
        .write("docs/incident.yaml", "dirs: [stories]\n")
        .write("docs/stories/2026-02-02-quiet.md", QUIET);
    let of = |format: &str| scratch.stdout(&["lint", "-C", "docs", "--format", format], 0);
    for format in ["sarif", "github", "gitlab", "junit", "rdjson"] {
        let shown = of(format);
        assert!(
            shown.contains("docs/stories/2026-02-02-quiet.md"),
            "{shown}"
        );
    }
    assert!(of("json").contains("\"path\": \"stories/"));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 128, ..ProptestConfig::default() })]

    #[test]
    fn any_finding_is_written_whole(
        path in any::<String>(),
        text in any::<String>(),
        words in any::<(String, String, String)>(),
        places in prop::collection::vec((0usize..300, 0usize..300, 0usize..3), 0..30),
    ) {
        let mut files = Files::default();
        let file = files.add(path.as_str(), text);
        let (message, help, written) = words;
        let found: Vec<Diagnostic> = places
            .into_iter()
            .map(|(start, end, level)| {
                let span = Span::new(file, start, end);
                let severity = [Severity::Advice, Severity::Warning, Severity::Error][level];
                let mut one = Diagnostic::new("some-rule", severity, span, message.clone());
                one.help(help.clone()).label(span, written.clone());
                one.fix(help.clone(), Safety::Guess, Edit::replace(span, written.clone()));
                one
            })
            .collect();
        let report = Report {
            command: "lint",
            files: &files,
            writeups: &[],
            found: &found,
            summary: Summary::new(1, &found),
            survey: Survey { checked: &[file], ..Survey::default() },
        };
        let shown = |format| {
            let mut out = Vec::new();
            diagnostics::write(&mut out, format, report, Look::plain()).unwrap();
            String::from_utf8(out).unwrap()
        };
        for (format, list) in [
            (Format::Sarif, "/runs/0/results"),
            (Format::Gitlab, ""),
            (Format::Rdjson, "/diagnostics"),
        ] {
            let read: Value = serde_json::from_str(&shown(format)).unwrap();
            prop_assert_eq!(array(read.pointer(list).unwrap()).len(), found.len());
        }
        assert_well_formed(&shown(Format::Junit));
        let commands = shown(Format::Github);
        for line in commands.split_inclusive('\n') {
            let own = ["::error file=", "::warning file=", "::notice file="];
            let last = line.contains(" more, as GitHub shows 10 of each level");
            prop_assert!(last || own.iter().any(|own| line.starts_with(own)), "{}", line);
            prop_assert!(!line.trim_end_matches('\n').contains(char::is_control), "{}", line);
        }
        let mut page = Vec::new();
        diagnostics::write_step_summary(&mut page, report).unwrap();
        let page = String::from_utf8(page).unwrap();
        let rows = page.lines().filter(|line| line.starts_with("| "));
        prop_assert!(rows.clone().all(|row| row.matches('|').count() == 5));
        prop_assert_eq!(rows.count(), if found.is_empty() { 0 } else { found.len() + 2 });
    }
}
