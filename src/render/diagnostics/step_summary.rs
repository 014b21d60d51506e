//! The summary of a step in GitHub Actions: the findings as a Markdown table.
//!
//! The page renders Markdown and some HTML. Whatever could be either is written as a character
//! reference, which never opens a structure: a heading of a write-up cannot become a link, a picture
//! or a row of its own.

use std::cmp::Reverse;
use std::io::{self, Write};

use crate::diagnostic::{Diagnostic, Severity};
use crate::render::style::{count, fit, safe};

use super::{Report, github};

/// Rows of the table: a page has a limit, and nobody reads more.
const ROWS_MAX: usize = 100;
/// Columns of one line of a cell. A summary of more than a megabyte is dropped as a whole.
const CELL_MAX: usize = 300;

/// Writes the findings as a page, worst first.
pub fn write(out: &mut dyn Write, report: Report<'_>) -> io::Result<()> {
    let summary = report.summary;
    let lints = report.command == "lint";
    writeln!(out, "### incident {}\n", report.command)?;
    if report.found.is_empty() && !lints {
        return writeln!(out, "Every citation holds.\n");
    }
    if report.found.is_empty() {
        let all = count(summary.writeups, "write-up");
        return writeln!(out, "{all}, nothing to mend.\n");
    }
    let figures: Vec<String> = [
        (Severity::Error, summary.errors),
        (Severity::Warning, summary.warnings),
        (Severity::Advice, summary.advice),
    ]
    .into_iter()
    .filter(|(_, number)| *number > 0)
    .map(|(severity, number)| github::counted(severity, number))
    .collect();
    let all = if lints {
        count(summary.writeups.max(summary.touched), "write-up")
    } else {
        count(summary.touched, "file")
    };
    writeln!(out, "{} in {all}.\n", figures.join(", "))?;
    writeln!(out, "| level | rule | place | what is so |")?;
    writeln!(out, "| --- | --- | --- | --- |")?;
    let mut found: Vec<&Diagnostic> = report.found.iter().collect();
    found.sort_by_key(|finding| Reverse(finding.severity));
    for finding in found.iter().take(ROWS_MAX) {
        let at = report
            .files
            .position(finding.span.file, finding.span.start());
        let path = report.path_from_top(finding.span.file);
        let told: Vec<String> = report.told(finding).iter().map(|line| cell(line)).collect();
        writeln!(
            out,
            "| {} | {} | {}&#58;{}&#58;{} | {} |",
            finding.severity.name(),
            finding.rule,
            cell(&path),
            at.line,
            at.column,
            told.join("<br>")
        )?;
    }
    writeln!(out)?;
    let more = found.len().saturating_sub(ROWS_MAX);
    if more > 0 {
        writeln!(out, "And {more} more: `incident lint` lists them all.\n")?;
    }
    Ok(())
}

/// Returns text from data so that a cell of a table shows it as it is.
fn cell(text: &str) -> String {
    let text = fit(&safe(text), CELL_MAX);
    let mut shown = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        let plain = !c.is_ascii() || c.is_ascii_alphanumeric() || " -.,;?()'/=+%".contains(c);
        if plain {
            shown.push(c);
        } else {
            shown.push_str(&format!("&#{};", u32::from(c)));
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::diagnostics::Summary;
    use crate::render::diagnostics::tests::report;
    use crate::render::diagnostics::tests::{nothing, sample};
    use crate::text::{Files, Span};

    #[test]
    fn a_row_for_each_finding_and_no_markup_from_a_text() {
        let page = sample(write);
        assert!(page.contains("1 error, 1 warning, 1 piece of advice in 2 write-ups.\n"));
        let rows: Vec<&str> = page.lines().filter(|line| line.starts_with("| ")).collect();
        assert_eq!(rows.len(), 2 + 3, "{page}");
        assert_eq!(
            rows[2],
            "| error | other-rule | top/a b%/ü,c&#58;d.md&#58;3&#58;6 | two lines |"
        );
        assert!(
            rows[3].contains("it is &#60;so&#62; &#38; &#34;so&#34;"),
            "{page}"
        );
        assert!(
            rows[3].contains("<br>why is it<br>so?<br>top/clean.md&#58;1"),
            "{page}"
        );
        assert_eq!(
            nothing(write),
            "### incident lint\n\n1 write-up, nothing to mend.\n\n"
        );
        for text in [
            "a|b",
            "<img src=x>",
            "`x`",
            "[a](b)",
            "**a**",
            "\\",
            "$x$",
            "@a",
            "a\nb",
        ] {
            assert!(!cell(text).contains(['|', '<', '`', '[', '*', '\\', '$', '@', '\n']));
        }
    }

    #[test]
    fn the_table_has_an_end() {
        let mut files = Files::default();
        let id = files.add("a.md", "x\n");
        let one = Diagnostic::new(
            "some-rule",
            Severity::Error,
            Span::new(id, 0, 1),
            "*".repeat(100_000),
        );
        let found = vec![one; 1_000];
        let report = Report {
            summary: Summary::new(1, &found),
            ..report(&files, &found)
        };
        let mut out = Vec::new();
        write(&mut out, report).unwrap();
        let page = String::from_utf8(out).unwrap();
        assert!(page.len() < 500_000, "{}", page.len());
        assert!(page.ends_with("And 900 more: `incident lint` lists them all.\n\n"));
    }
}
