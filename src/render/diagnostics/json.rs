//! One object, versioned. Readers must ignore keys that they do not know.

use std::collections::HashMap;
use std::io::{self, Write};

use serde::Serialize;

use crate::diagnostic::Diagnostic;
use crate::render::rows;
use crate::text::{FileId, Files, Span};

use super::Report;

#[derive(Serialize)]
struct Output<F: Serialize> {
    findings: F,
    summary: Figures,
}

#[derive(Serialize)]
struct Finding<'a> {
    rule: &'static str,
    level: &'static str,
    #[serde(flatten)]
    place: Place<'a>,
    /// The id of the write-up; absent for the settings and for a file that is not read.
    writeup: Option<&'a str>,
    message: &'a str,
    help: Option<&'a str>,
    labels: Vec<Label<'a>>,
    fix: Option<Fix<'a>>,
}

#[derive(Serialize)]
struct Fix<'a> {
    title: &'a str,
    /// `safe` or `guess`.
    safety: &'static str,
    /// Made together or not at all, on the text as it is; they share no byte.
    edits: Vec<Edit<'a>>,
}

#[derive(Serialize)]
struct Edit<'a> {
    #[serde(flatten)]
    place: Place<'a>,
    text: &'a str,
}

#[derive(Serialize)]
struct Label<'a> {
    #[serde(flatten)]
    place: Place<'a>,
    message: &'a str,
}

/// Lines and columns count from 1, columns in characters; bytes count from 0; ends are exclusive.
#[derive(Serialize)]
struct Place<'a> {
    path: &'a str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    byte_start: usize,
    byte_end: usize,
}

#[derive(Serialize)]
struct Figures {
    writeups: usize,
    error: usize,
    warning: usize,
    advice: usize,
}

pub(super) fn write(out: &mut dyn Write, report: Report<'_>) -> io::Result<()> {
    let summary = report.summary;
    let ids: HashMap<FileId, &str> = report
        .writeups
        .iter()
        .map(|writeup| (writeup.file, writeup.id()))
        .collect();
    let output = Output {
        findings: rows::Each(|| {
            let found = report.found.iter();
            found.map(|one| finding(report.files, &ids, one))
        }),
        summary: Figures {
            writeups: summary.writeups,
            error: summary.errors,
            warning: summary.warnings,
            advice: summary.advice,
        },
    };
    rows::write_json(out, report.command, &output)
}

fn finding<'a>(
    files: &'a Files,
    ids: &HashMap<FileId, &'a str>,
    diagnostic: &'a Diagnostic,
) -> Finding<'a> {
    Finding {
        rule: diagnostic.rule,
        level: diagnostic.severity.name(),
        place: place(files, diagnostic.span),
        writeup: ids.get(&diagnostic.span.file).copied(),
        message: &diagnostic.message,
        help: diagnostic.help.as_deref(),
        labels: diagnostic
            .labels
            .iter()
            .map(|label| Label {
                place: place(files, label.span),
                message: &label.message,
            })
            .collect(),
        fix: diagnostic.fix.as_ref().map(|fix| Fix {
            title: &fix.title,
            safety: fix.safety.name(),
            edits: fix
                .edits
                .iter()
                .map(|edit| Edit {
                    place: place(files, edit.span),
                    text: &edit.text,
                })
                .collect(),
        }),
    }
}

fn place(files: &Files, span: Span) -> Place<'_> {
    let bytes = files.clamp(span);
    let start = files.position(span.file, bytes.start);
    let end = files.position(span.file, bytes.end);
    Place {
        path: files.path(span.file),
        line: start.line,
        column: start.column,
        end_line: end.line,
        end_column: end.column,
        byte_start: bytes.start,
        byte_end: bytes.end,
    }
}
