//! SARIF 2.1.0, for code scanning.
//!
//! Paths are relative to `%SRCROOT%`, the top of the repository, percent-encoded. Columns count code
//! points. Every rule is listed with its page, so that a forge explains a finding without a network.

use std::collections::{BTreeMap, HashMap};
use std::io::{self, Write};

use serde::Serialize;

use crate::diagnostic::{Diagnostic, Fix, Safety, Severity};
use crate::render::rows;
use crate::text::{FileId, Span, uri};

use super::fingerprint::fingerprints;
use super::{Place, Report, RuleInfo};

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
const ROOT: &str = "%SRCROOT%";

#[derive(Serialize)]
struct Log<F: Serialize> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run<F>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<F: Serialize> {
    tool: Tool,
    original_uri_base_ids: BTreeMap<&'static str, Base>,
    column_kind: &'static str,
    results: F,
}

#[derive(Serialize)]
struct Tool {
    driver: Driver,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver {
    name: &'static str,
    version: &'static str,
    semantic_version: &'static str,
    rules: Vec<Rule>,
}

/// A base without an address: the machine that reads knows where its checkout is.
#[derive(Serialize)]
struct Base {
    description: Text,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Rule {
    id: &'static str,
    short_description: Text,
    full_description: Text,
    help: Help,
    default_configuration: Configuration,
}

#[derive(Serialize)]
struct Text {
    text: String,
}

#[derive(Serialize)]
struct Help {
    text: String,
    markdown: String,
}

#[derive(Serialize)]
struct Configuration {
    level: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Finding {
    rule_id: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule_index: Option<usize>,
    level: &'static str,
    message: Text,
    locations: [Spot; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Spot>,
    partial_fingerprints: Fingerprints,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fixes: Vec<Repair>,
}

/// The key is the one that code scanning compares. Left to itself it hashes the line alone, and two
/// sections that are missing from one write-up, both reported at its title, would be one alert.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Fingerprints {
    primary_location_line_hash: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Spot {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<usize>,
    physical_location: Physical,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Text>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Physical {
    artifact_location: Artifact,
    region: Region,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Artifact {
    uri: String,
    uri_base_id: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: usize,
    start_column: usize,
    end_line: usize,
    end_column: usize,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Repair {
    description: Text,
    artifact_changes: [Change; 1],
    properties: Properties,
}

#[derive(Serialize)]
struct Properties {
    safety: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Change {
    artifact_location: Artifact,
    replacements: Vec<Replacement>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Replacement {
    deleted_region: Region,
    inserted_content: Text,
}

pub(super) fn write(out: &mut dyn Write, report: Report<'_>) -> io::Result<()> {
    let rules = report.survey.rules;
    let indices: HashMap<&str, usize> = rules
        .iter()
        .enumerate()
        .map(|(index, rule)| (rule.name, index))
        .collect();
    let base = Base {
        description: text("The top of the repository."),
    };
    let run = Run {
        tool: Tool {
            driver: Driver {
                name: "incident",
                version: env!("CARGO_PKG_VERSION"),
                semantic_version: env!("CARGO_PKG_VERSION"),
                rules: rules.iter().map(rule).collect(),
            },
        },
        original_uri_base_ids: BTreeMap::from([(ROOT, base)]),
        column_kind: "unicodeCodePoints",
        results: rows::Each(|| {
            let found = report.found.iter().zip(fingerprints(report));
            found.map(|(one, name)| finding(report, one, indices.get(one.rule).copied(), name))
        }),
    };
    let log = Log {
        schema: SCHEMA,
        version: "2.1.0",
        runs: [run],
    };
    rows::write_bare_json(out, &log)
}

fn rule(rule: &RuleInfo) -> Rule {
    // The title is the name again.
    let body = rule.page.split_once('\n').map_or("", |(_, body)| body);
    let first = body.trim().split("\n\n").next().unwrap_or_default();
    let first = first.replace('\n', " ");
    let sentence = first
        .find(". ")
        .and_then(|end| first.get(..=end))
        .unwrap_or(&first);
    Rule {
        id: rule.name,
        short_description: text(sentence),
        full_description: text(&first),
        help: Help {
            text: body.trim().to_owned(),
            markdown: body.trim().to_owned(),
        },
        default_configuration: Configuration {
            level: level(rule.severity),
        },
    }
}

fn finding(
    report: Report<'_>,
    finding: &Diagnostic,
    rule_index: Option<usize>,
    fingerprint: String,
) -> Finding {
    let mut message = finding.message.to_string();
    if let Some(help) = &finding.help {
        message.push_str(&format!("\n{help}"));
    }
    Finding {
        rule_id: finding.rule,
        rule_index,
        level: level(finding.severity),
        message: text(&unlinked(&message)),
        locations: [location(report, finding.span)],
        related_locations: finding
            .labels
            .iter()
            .enumerate()
            .map(|(index, label)| Spot {
                id: Some(index + 1),
                message: Some(text(&unlinked(&label.message))),
                ..location(report, label.span)
            })
            .collect(),
        partial_fingerprints: Fingerprints {
            primary_location_line_hash: fingerprint,
        },
        fixes: finding
            .fix
            .iter()
            .map(|fix| repair(report, finding.span.file, fix))
            .collect(),
    }
}

fn repair(report: Report<'_>, file: FileId, fix: &Fix) -> Repair {
    let advice = match fix.safety {
        Safety::Safe => "",
        Safety::Guess => " (likely what was meant; look at it first)",
    };
    Repair {
        description: text(&unlinked(&format!("{}{advice}", fix.title))),
        artifact_changes: [Change {
            artifact_location: artifact(report, file),
            replacements: fix
                .edits
                .iter()
                .map(|edit| Replacement {
                    deleted_region: region(report, edit.span),
                    inserted_content: text(&edit.text),
                })
                .collect(),
        }],
        properties: Properties {
            safety: fix.safety.name(),
        },
    }
}

fn location(report: Report<'_>, span: Span) -> Spot {
    Spot {
        id: None,
        physical_location: Physical {
            artifact_location: artifact(report, span.file),
            region: region(report, span),
        },
        message: None,
    }
}

fn artifact(report: Report<'_>, file: FileId) -> Artifact {
    Artifact {
        uri: uri::path(&report.path_from_top(file)),
        uri_base_id: ROOT,
    }
}

fn region(report: Report<'_>, span: Span) -> Region {
    let Place { start, end } = Place::of(report.files, span);
    Region {
        start_line: start.line,
        start_column: start.column,
        end_line: end.line,
        end_column: end.column,
    }
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Advice => "note",
    }
}

fn text(text: &str) -> Text {
    Text {
        text: text.to_owned(),
    }
}

/// Returns a message in which nothing is a link: `[words](target)` would be one, and where it leads
/// would be up to the text that was checked.
fn unlinked(message: &str) -> String {
    if !message.contains("](") {
        return message.to_owned();
    }
    let mut shown = String::with_capacity(message.len() + 4);
    for c in message.chars() {
        if matches!(c, '\\' | '[' | ']') {
            shown.push('\\');
        }
        shown.push(c);
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::diagnostics::tests::{nothing, sample};

    #[test]
    fn a_log_has_rules_places_names_and_fixes() {
        let read: serde_json::Value = serde_json::from_str(&sample(write)).unwrap();
        let run = &read["runs"][0];
        let rules = &run["tool"]["driver"]["rules"];
        assert_eq!(rules[0]["id"], "some-rule");
        assert_eq!(rules[0]["shortDescription"]["text"], "A thing.");
        assert_eq!(rules[0]["fullDescription"]["text"], "A thing. Is so.");
        assert_eq!(
            rules[0]["help"]["markdown"],
            "A thing. Is\nso.\n\n## Why\n\nBecause."
        );
        assert_eq!(rules[1]["defaultConfiguration"]["level"], "error");
        let results = run["results"].as_array().unwrap();
        let levels: Vec<_> = results.iter().map(|one| &one["level"]).collect();
        assert_eq!(levels, ["warning", "error", "note"]);
        assert_eq!(results[1]["ruleIndex"], 1);
        let place = &results[0]["locations"][0]["physicalLocation"];
        assert_eq!(
            place["artifactLocation"]["uri"],
            "top/a%20b%25/%C3%BC%2Cc%3Ad.md"
        );
        assert_eq!(place["artifactLocation"]["uriBaseId"], ROOT);
        assert!(run["originalUriBaseIds"][ROOT].is_object());
        assert_eq!(place["region"]["startColumn"], 11);
        assert_eq!(place["region"]["endColumn"], 14);
        let message = results[0]["message"]["text"].as_str().unwrap();
        assert!(message.ends_with("\nwhy is it\nso?"), "{message}");
        let related = &results[0]["relatedLocations"][0];
        assert_eq!(related["id"], 1);
        assert_eq!(related["message"]["text"], "the other one");
        let fix = &results[0]["fixes"][0];
        assert!(
            fix["description"]["text"]
                .as_str()
                .unwrap()
                .contains("look at it")
        );
        let change = &fix["artifactChanges"][0]["replacements"][0];
        assert_eq!(change["insertedContent"]["text"], "night");
        assert_eq!(change["deletedRegion"]["startColumn"], 11);
        let name = &results[0]["partialFingerprints"]["primaryLocationLineHash"];
        assert_eq!(name.as_str().unwrap().len(), 32);
        let none: serde_json::Value = serde_json::from_str(&nothing(write)).unwrap();
        assert_eq!(none["runs"][0]["results"], serde_json::json!([]));
    }

    #[test]
    fn no_text_becomes_a_link() {
        assert_eq!(unlinked("a [b] c"), "a [b] c");
        assert_eq!(unlinked("[b](http://c)"), "\\[b\\](http://c)");
        assert_eq!(unlinked("\\[b](c)"), "\\\\\\[b\\](c)");
    }
}
