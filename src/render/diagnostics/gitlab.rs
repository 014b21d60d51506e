//! A Code Quality report of GitLab: a list of findings, each with a name that no other has.

use std::io::{self, Write};

use serde::Serialize;

use crate::diagnostic::{Diagnostic, Severity};
use crate::render::rows;

use super::fingerprint::fingerprints;
use super::{Place, Report};

#[derive(Serialize)]
struct Entry {
    description: String,
    check_name: &'static str,
    fingerprint: String,
    severity: &'static str,
    location: Location,
}

#[derive(Serialize)]
struct Location {
    path: String,
    lines: Lines,
    positions: Positions,
}

#[derive(Serialize)]
struct Lines {
    begin: usize,
    end: usize,
}

#[derive(Serialize)]
struct Positions {
    begin: At,
    end: At,
}

#[derive(Serialize)]
struct At {
    line: usize,
    column: usize,
}

pub(super) fn write(out: &mut dyn Write, report: Report<'_>) -> io::Result<()> {
    let entries = rows::Each(|| {
        let found = report.found.iter().zip(fingerprints(report));
        found.map(|(finding, fingerprint)| entry(report, finding, fingerprint))
    });
    rows::write_bare_json(out, &entries)
}

fn entry(report: Report<'_>, finding: &Diagnostic, fingerprint: String) -> Entry {
    let Place { start, end } = Place::of_words(report.files, finding.span);
    // One line is all that the widget shows.
    let description = match &finding.help {
        Some(help) => format!("{}; {}", finding.message, help.replace('\n', " ")),
        None => finding.message.to_string(),
    };
    Entry {
        description,
        check_name: finding.rule,
        fingerprint,
        severity: match finding.severity {
            Severity::Error => "major",
            Severity::Warning => "minor",
            Severity::Advice => "info",
        },
        location: Location {
            path: report.path_from_top(finding.span.file),
            lines: Lines {
                begin: start.line,
                end: end.line,
            },
            positions: Positions {
                begin: At {
                    line: start.line,
                    column: start.column,
                },
                end: At {
                    line: end.line,
                    column: end.column,
                },
            },
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::diagnostics::tests::{nothing, sample};

    #[test]
    fn entries_have_what_gitlab_asks_for() {
        let read: serde_json::Value = serde_json::from_str(&sample(write)).unwrap();
        let entries = read.as_array().unwrap();
        assert_eq!(entries.len(), 3);
        let second = &entries[1];
        assert_eq!(second["severity"], "major");
        assert_eq!(second["check_name"], "other-rule");
        assert_eq!(second["location"]["path"], "top/a b%/ü,c:d.md");
        assert_eq!(second["location"]["lines"]["begin"], 3);
        assert_eq!(second["location"]["lines"]["end"], 4);
        assert_eq!(second["location"]["positions"]["end"]["column"], 4);
        let first = entries[0]["description"].as_str().unwrap();
        assert!(first.ends_with("`day`; why is it so?"), "{first}");
        assert_eq!(nothing(write), "[]\n");
    }
}
