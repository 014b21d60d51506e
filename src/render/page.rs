//! A rule's page in a terminal: the same text, headings and code told apart.

use std::io::{self, Write};

use super::style::{Look, Role};

/// Writes a page of our own. Its fences, which name the tests, become plain headings.
pub fn write(out: &mut dyn Write, page: &str, look: Look) -> io::Result<()> {
    let mut fence: Option<&str> = None;
    for line in page.lines() {
        if let Some(open) = fence {
            if line == open {
                fence = None;
            } else {
                writeln!(out, "    {}", look.paint(Role::Dim, line))?;
            }
            continue;
        }
        let marks = line.len() - line.trim_start_matches('`').len();
        if marks >= 3 {
            fence = line.get(..marks);
            let about = line.get(marks..).unwrap_or_default();
            let file = about
                .split_whitespace()
                .find_map(|word| word.strip_prefix("file="));
            if let Some(file) = file {
                writeln!(out, "    {}", look.paint(Role::Accent, file))?;
            }
            continue;
        }
        match line.trim_start_matches('#') {
            heading if heading.len() < line.len() => {
                writeln!(out, "{}", look.paint(Role::Strong, heading.trim()))?;
            }
            _ => {
                let shown = line.replace("**", "");
                if shown.is_empty() {
                    writeln!(out)?;
                }
                for wrapped in super::style::wrap(&shown, look.width) {
                    writeln!(out, "{wrapped}")?;
                }
            }
        }
    }
    Ok(())
}

/// Returns the first sentence below a page's title: what the rule is about.
pub fn summary(page: &str) -> &str {
    let body = page
        .lines()
        .skip(1)
        .find(|line| !line.trim().is_empty())
        .unwrap_or_default();
    body.find(". ")
        .map_or(body, |end| body.get(..=end).unwrap_or(body))
}
