//! The format of reviewdog: findings with bytes as columns, and fixes that a click applies.

use std::io::{self, Write};

use serde::Serialize;

use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::render::rows;
use crate::text::{Files, Span};

use super::Report;

#[derive(Serialize)]
struct Output<F: Serialize> {
    source: Source,
    diagnostics: F,
}

#[derive(Serialize)]
struct Source {
    name: &'static str,
}

#[derive(Serialize)]
struct Entry {
    message: String,
    location: Location,
    severity: &'static str,
    code: Code,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    suggestions: Vec<Suggestion>,
}

#[derive(Serialize)]
struct Location {
    path: String,
    range: Range,
}

#[derive(Serialize)]
struct Code {
    value: &'static str,
}

#[derive(Serialize)]
struct Suggestion {
    range: Range,
    text: String,
}

#[derive(Serialize)]
struct Range {
    start: At,
    /// Exclusive.
    end: At,
}

/// Both count from 1, the column in bytes of UTF-8.
#[derive(Serialize)]
struct At {
    line: usize,
    column: usize,
}

pub(super) fn write(out: &mut dyn Write, report: Report<'_>) -> io::Result<()> {
    let output = Output {
        source: Source { name: "incident" },
        diagnostics: rows::Each(|| report.found.iter().map(|finding| entry(report, finding))),
    };
    rows::write_bare_json(out, &output)
}

fn entry(report: Report<'_>, finding: &Diagnostic) -> Entry {
    Entry {
        message: report.told(finding).join("\n"),
        location: Location {
            path: report.path_from_top(finding.span.file),
            range: range(report.files, finding.span),
        },
        severity: match finding.severity {
            Severity::Error => "ERROR",
            Severity::Warning => "WARNING",
            Severity::Advice => "INFO",
        },
        code: Code {
            value: finding.rule,
        },
        suggestions: finding
            .fix
            .iter()
            .filter_map(|fix| suggestion(report.files, fix))
            .collect(),
    }
}

/// Returns a fix as one replacement. Several suggestions would be several clicks, and the edits of a
/// fix are made together or not at all.
fn suggestion(files: &Files, fix: &Fix) -> Option<Suggestion> {
    let mut edits: Vec<_> = fix.edits.iter().collect();
    edits.sort_by_key(|edit| edit.span);
    let (first, last) = (edits.first()?.span, edits.last()?.span);
    let mut text = String::new();
    let mut at = first.start();
    for edit in edits {
        text.push_str(files.text(Span::new(first.file, at, edit.span.start())));
        text.push_str(&edit.text);
        at = edit.span.end();
    }
    Some(Suggestion {
        range: range(files, Span::new(first.file, first.start(), last.end())),
        text,
    })
}

fn range(files: &Files, span: Span) -> Range {
    let bytes = files.clamp(span);
    let at = |offset: usize| {
        let line = files.line_number(span.file, offset);
        let start = files.line(span.file, line).start();
        At {
            line,
            column: offset - start.min(offset) + 1,
        }
    };
    Range {
        start: at(bytes.start),
        end: at(bytes.end),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::diagnostics::tests::{nothing, sample};

    #[test]
    fn columns_are_bytes_and_a_fix_is_one_suggestion() {
        let read: serde_json::Value = serde_json::from_str(&sample(write)).unwrap();
        let all = read["diagnostics"].as_array().unwrap();
        let start = "\u{feff}# Thé 👩‍🚀 ".len() + 1;
        let first = &all[0]["location"]["range"];
        assert_eq!(first["start"]["column"], start);
        assert_eq!(first["end"]["column"], start + 3);
        assert_eq!(all[0]["severity"], "WARNING");
        assert_eq!(all[0]["code"]["value"], "some-rule");
        assert_eq!(all[0]["suggestions"][0]["text"], "night");
        let second = &all[1]["suggestions"];
        assert_eq!(second.as_array().unwrap().len(), 1);
        assert_eq!(second[0]["text"], "wörds here\r\n");
        assert_eq!(second[0]["range"]["start"]["line"], 3);
        assert_eq!(second[0]["range"]["end"]["line"], 4);
        assert_eq!(second[0]["range"]["end"]["column"], 4);
        assert!(all[2].get("suggestions").is_none());
        assert!(nothing(write).contains("\"diagnostics\": []"));
    }
}
