//! The XML of `JUnit`: a suite for each file, in it a case for each rule that has something to say there.
//!
//! A case fails where the run would: the format knows no warning, and a draft never fails. What is
//! less stands in the output of a case that passes. A file without findings is one case that passes.

use std::collections::BTreeMap;
use std::io::{self, Write};

use crate::diagnostic::{Diagnostic, Severity};
use crate::render::style::safe;
use crate::render::xml;
use crate::text::FileId;

use super::Report;

pub(super) fn write(out: &mut dyn Write, report: Report<'_>) -> io::Result<()> {
    let suites = suites(report);
    let tests: usize = suites.iter().map(Suite::tests).sum();
    let failures: usize = suites.iter().map(|suite| suite.failures(report)).sum();
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    writeln!(
        out,
        "<testsuites name=\"incident lint\" tests=\"{tests}\" failures=\"{failures}\" errors=\"0\">"
    )?;
    for suite in &suites {
        suite.write(out, report)?;
    }
    writeln!(out, "</testsuites>")
}

/// One file and its findings, by rule.
struct Suite<'a> {
    path: String,
    cases: BTreeMap<&'static str, Vec<&'a Diagnostic>>,
}

/// Returns every file that was checked or has a finding, by path.
fn suites(report: Report<'_>) -> Vec<Suite<'_>> {
    let mut files: BTreeMap<(String, FileId), BTreeMap<&'static str, Vec<&Diagnostic>>> = report
        .survey
        .checked
        .iter()
        .map(|file| ((report.path_from_top(*file), *file), BTreeMap::new()))
        .collect();
    for finding in report.found {
        let file = finding.span.file;
        let cases = files.entry((report.path_from_top(file), file)).or_default();
        cases.entry(finding.rule).or_default().push(finding);
    }
    files
        .into_iter()
        .map(|((path, _), cases)| Suite { path, cases })
        .collect()
}

/// Whether a finding fails its case, as it would fail the run.
fn fails(report: Report<'_>, finding: &Diagnostic) -> bool {
    finding.severity == Severity::Error
        || (report.survey.strict && finding.severity == Severity::Warning)
}

impl Suite<'_> {
    fn tests(&self) -> usize {
        self.cases.len().max(1)
    }

    fn failures(&self, report: Report<'_>) -> usize {
        let failed = |found: &&Vec<&Diagnostic>| found.iter().any(|one| fails(report, one));
        self.cases.values().filter(failed).count()
    }

    fn write(&self, out: &mut dyn Write, report: Report<'_>) -> io::Result<()> {
        let path = xml::shown(&self.path);
        writeln!(
            out,
            "  <testsuite name=\"{path}\" tests=\"{}\" failures=\"{}\" errors=\"0\">",
            self.tests(),
            self.failures(report)
        )?;
        if self.cases.is_empty() {
            writeln!(
                out,
                "    <testcase name=\"lint\" classname=\"{path}\" file=\"{path}\"/>"
            )?;
        }
        for (rule, found) in &self.cases {
            self.write_case(out, report, rule, found)?;
        }
        writeln!(out, "  </testsuite>")
    }

    fn write_case(
        &self,
        out: &mut dyn Write,
        report: Report<'_>,
        rule: &str,
        found: &[&Diagnostic],
    ) -> io::Result<()> {
        let Some(worst) = found.iter().rev().max_by_key(|one| one.severity) else {
            return Ok(());
        };
        let path = xml::shown(&self.path);
        let line = report
            .files
            .position(worst.span.file, worst.span.start())
            .line;
        writeln!(
            out,
            "    <testcase name=\"{rule}\" classname=\"{path}\" file=\"{path}\" line=\"{line}\">"
        )?;
        let lines: Vec<String> = found
            .iter()
            .flat_map(|finding| self.lines(report, finding))
            .collect();
        let text = xml::escaped(&lines.join("\n"));
        if fails(report, worst) {
            let mut message = worst.message.to_string();
            if found.len() > 1 {
                message.push_str(&format!(" (and {} more)", found.len() - 1));
            }
            writeln!(
                out,
                "      <failure message=\"{}\" type=\"{}\">{text}</failure>",
                xml::shown(&message),
                worst.severity.name()
            )?;
        } else {
            writeln!(out, "      <system-out>{text}</system-out>")?;
        }
        writeln!(out, "    </testcase>")
    }

    fn lines(&self, report: Report<'_>, finding: &Diagnostic) -> Vec<String> {
        let at = report
            .files
            .position(finding.span.file, finding.span.start());
        let level = finding.severity.name();
        let mut told = report.told(finding).into_iter();
        let first = told.next().unwrap_or_default();
        let place = format!("{}:{}:{}: {level}: {first}", self.path, at.line, at.column);
        std::iter::once(place)
            .chain(told.map(|line| format!("  {line}")))
            .map(|line| safe(&line).into_owned())
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::diagnostics::tests::{nothing, sample};

    #[test]
    fn a_suite_for_each_file_and_a_case_for_each_rule() {
        let page = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>
<testsuites name=\"incident lint\" tests=\"3\" failures=\"1\" errors=\"0\">
  <testsuite name=\"top/a b%/ü,c:d.md\" tests=\"2\" failures=\"1\" errors=\"0\">
    <testcase name=\"other-rule\" classname=\"top/a b%/ü,c:d.md\" file=\"top/a b%/ü,c:d.md\" line=\"3\">
      <failure message=\"two lines\" type=\"error\">top/a b%/ü,c:d.md:3:6: error: two lines</failure>
    </testcase>
    <testcase name=\"some-rule\" classname=\"top/a b%/ü,c:d.md\" file=\"top/a b%/ü,c:d.md\" line=\"1\">
      <system-out>top/a b%/ü,c:d.md:1:11: warning: it is &lt;so&gt; &amp; &quot;so&quot;: \\x3a:error::100%\\r\\n\\x1b[31m ##\\x5berror] `day`
  why is it
  so?
  top/clean.md:1: the other one
top/a b%/ü,c:d.md:1:1: advice: empty</system-out>
    </testcase>
  </testsuite>
  <testsuite name=\"top/clean.md\" tests=\"1\" failures=\"0\" errors=\"0\">
    <testcase name=\"lint\" classname=\"top/clean.md\" file=\"top/clean.md\"/>
  </testsuite>
</testsuites>
";
        assert_eq!(sample(write), page);
        assert!(nothing(write).contains("tests=\"1\" failures=\"0\""));
        let strict = sample(|out, mut report| {
            report.survey.strict = true;
            write(out, report)
        });
        assert!(strict.contains("tests=\"3\" failures=\"2\""), "{strict}");
        assert!(
            strict.contains("(and 1 more)\" type=\"warning\">"),
            "{strict}"
        );
    }
}
