//! Annotations in a run of GitHub Actions: one workflow command for each finding.
//!
//! A step shows ten annotations of each level and drops the rest without a word. So the worst come
//! first, and a last line says what is not among them. Text from a write-up stands in a command's
//! data only, on one line, its `%` and line ends encoded: it cannot begin a command of its own.

use std::cmp::Reverse;
use std::io::{self, Write};

use crate::diagnostic::{Diagnostic, Severity};
use crate::render::style::{count, is_unsafe, safe};

use super::{Place, Report};

/// Annotations of one level that a step shows.
const SHOWN_MAX: usize = 10;

pub(super) fn write(out: &mut dyn Write, report: Report<'_>) -> io::Result<()> {
    let mut found: Vec<&Diagnostic> = report.found.iter().collect();
    // Stable: within a level they stay in reading order.
    found.sort_by_key(|finding| Reverse(finding.severity));
    let mut hidden = Vec::new();
    for level in found.chunk_by(|one, next| one.severity == next.severity) {
        for finding in level.iter().take(SHOWN_MAX) {
            write_command(out, report, finding)?;
        }
        let more = level.len().saturating_sub(SHOWN_MAX);
        if let (Some(first), 1..) = (level.first(), more) {
            hidden.push((first.severity, more));
        }
    }
    if hidden.is_empty() {
        return Ok(());
    }
    let all: usize = hidden.iter().map(|(_, more)| more).sum();
    let parts: Vec<String> = hidden
        .iter()
        .map(|(severity, more)| counted(*severity, *more))
        .collect();
    let advice = hidden
        .iter()
        .any(|(severity, _)| *severity == Severity::Advice);
    let flag = if advice { " --advice" } else { "" };
    writeln!(
        out,
        "{all} more, as GitHub shows {SHOWN_MAX} of each level: {}. All of them: incident lint{flag}",
        parts.join(", ")
    )
}

/// Returns `2 errors`, `1 warning`, `3 pieces of advice`.
pub(super) fn counted(severity: Severity, number: usize) -> String {
    match severity {
        Severity::Error | Severity::Warning => count(number, severity.name()),
        Severity::Advice => format!("{} of advice", count(number, "piece")),
    }
}

fn write_command(out: &mut dyn Write, report: Report<'_>, finding: &Diagnostic) -> io::Result<()> {
    let level = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Advice => "notice",
    };
    let path = report.path_from_top(finding.span.file);
    // A path is known by its very letters; only what must not reach a log gives way.
    let path = if path.chars().any(is_unsafe) {
        safe(&path).into_owned()
    } else {
        path
    };
    let Place { start, end } = Place::of_words(report.files, finding.span);
    write!(
        out,
        "::{level} file={},line={},endLine={}",
        property(&path),
        start.line,
        end.line
    )?;
    // Columns of a place that goes on over several lines are refused.
    if start.line == end.line {
        write!(out, ",col={},endColumn={}", start.column, end.column)?;
    }
    let told: Vec<String> = report
        .told(finding)
        .iter()
        .map(|line| safe(line).into_owned())
        .collect();
    writeln!(
        out,
        ",title={}::{}",
        property(&format!("incident ({})", finding.rule)),
        data(&told.join("\n"))
    )
}

/// Encodes what follows the second `::` of a command.
fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// Encodes the value of a command's property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::diagnostics::tests::report;
    use crate::render::diagnostics::tests::{nothing, sample};
    use crate::text::{Files, Span};

    #[test]
    fn one_command_a_line_worst_first() {
        assert_eq!(
            sample(write),
            "::error file=top/a b%25/ü%2Cc%3Ad.md,line=3,endLine=4,title=incident (other-rule)::two lines\n\
             ::warning file=top/a b%25/ü%2Cc%3Ad.md,line=1,endLine=1,col=11,endColumn=14,title=incident (some-rule)::\
             it is <so> & \"so\": \\x3a:error::100%25\\r\\n\\x1b[31m ##\\x5berror] `day`%0Awhy is it%0Aso?%0Atop/clean.md:1: the other one\n\
             ::notice file=top/a b%25/ü%2Cc%3Ad.md,line=1,endLine=1,col=1,endColumn=1,title=incident (some-rule)::empty\n"
        );
        assert_eq!(nothing(write), "");
    }

    #[test]
    fn a_last_line_says_what_is_not_shown() {
        let mut files = Files::default();
        let id = files.add("a\u{1b}::b.md", "x\n");
        let found: Vec<Diagnostic> = (0..25)
            .map(|number| {
                let severity = [Severity::Advice, Severity::Error, Severity::Warning][number % 2];
                Diagnostic::new("some-rule", severity, Span::new(id, 0, 1), "so")
            })
            .collect();
        let report = report(&files, &found);
        let mut out = Vec::new();
        write(&mut out, report).unwrap();
        let shown = String::from_utf8(out).unwrap();
        assert_eq!(shown.lines().count(), 21);
        assert!(
            shown.starts_with("::error file=a\\x1b%3A%3Ab.md,line=1"),
            "{shown}"
        );
        assert!(
            shown.ends_with(
                "\n5 more, as GitHub shows 10 of each level: 2 errors, 3 pieces of advice. \
                 All of them: incident lint --advice\n"
            ),
            "{shown}"
        );
    }
}
