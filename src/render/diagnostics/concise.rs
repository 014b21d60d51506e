//! One line for each finding: `path:line:column: level[rule] message`.

use std::io::{self, Write};

use crate::diagnostic::Severity;
use crate::render::style::{Look, Role, safe};

use super::Report;

pub(super) fn write(out: &mut dyn Write, report: Report<'_>, look: Look) -> io::Result<()> {
    for finding in report.found {
        let at = report
            .files
            .position(finding.span.file, finding.span.start());
        let path = safe(report.files.path(finding.span.file));
        let level = look.paint(role(finding.severity), finding.severity.name());
        let (line, column) = (at.line, at.column);
        writeln!(
            out,
            "{path}:{line}:{column}: {level}[{}] {}",
            finding.rule,
            safe(&finding.message)
        )?;
    }
    Ok(())
}

pub(super) fn role(severity: Severity) -> Role {
    match severity {
        Severity::Error => Role::Error,
        Severity::Warning => Role::Warning,
        Severity::Advice => Role::Note,
    }
}
