//! A rule's page in a terminal: the same text, headings and code told apart.

use std::io::{self, Write};

use super::style::{Look, Role, wrap};

/// Writes a page of our own. Its fences, which name the tests, become plain headings.
pub fn write(out: &mut dyn Write, page: &str, look: Look) -> io::Result<()> {
    let mut fence: Option<&str> = None;
    let mut paragraph = String::new();
    for line in page.lines() {
        if let Some(open) = fence {
            if line == open {
                fence = None;
            } else {
                writeln!(out, "    {}", look.paint(role(line), line))?;
            }
            continue;
        }
        let marks = line.len() - line.trim_start_matches('`').len();
        let words = line.trim_start_matches('#');
        let apart = marks >= 3 || words.len() < line.len() || line.is_empty();
        if !apart && !line.starts_with("- ") {
            // The page has lines of its own; the terminal has others.
            if !paragraph.is_empty() {
                paragraph.push(' ');
            }
            paragraph.push_str(line.trim());
            continue;
        }
        flush(out, &mut paragraph, look)?;
        if marks >= 3 {
            fence = line.get(..marks);
            if let Some(title) = title(line.get(marks..).unwrap_or_default()) {
                writeln!(out, "    {}", look.paint(Role::Accent, title))?;
            }
        } else if words.len() < line.len() {
            writeln!(out, "{}", look.paint(Role::Strong, words.trim()))?;
        } else if line.is_empty() {
            writeln!(out)?;
        } else {
            paragraph.push_str(line);
        }
    }
    flush(out, &mut paragraph, look)
}

/// Writes a paragraph, the lines behind the first of a list's item under its words.
fn flush(out: &mut dyn Write, paragraph: &mut String, look: Look) -> io::Result<()> {
    let text = std::mem::take(paragraph).replace("**", "");
    let indent = if text.starts_with("- ") { "  " } else { "" };
    let width = look.width.saturating_sub(indent.len());
    for (at, line) in wrap(&text, width).iter().enumerate() {
        let indent = if at > 0 { indent } else { "" };
        if !line.is_empty() {
            writeln!(out, "{indent}{line}")?;
        }
    }
    Ok(())
}

/// Returns the line above an example: its file, and what happened to it.
fn title(about: &str) -> Option<String> {
    let word = |key: &str| {
        let mut words = about.split_whitespace();
        words.find_map(|word| word.strip_prefix(key)?.strip_prefix('='))
    };
    let file = word("file")?;
    Some(match (word("commit"), word("remove")) {
        (Some(_), Some(before)) => format!("{file}, committed in place of {before}"),
        (Some(_), None) => format!("{file}, committed"),
        _ => file.to_owned(),
    })
}

/// Returns what a line of an example is: a finding's first line stands out as it does in a run.
fn role(line: &str) -> Role {
    match line.split_once('[') {
        Some(("error", _)) => Role::Error,
        Some(("warning", _)) => Role::Warning,
        Some(("advice", _)) => Role::Note,
        _ => Role::Dim,
    }
}

/// Whether a page shows what the rule's fixes make of its example, which is so if it has fixes.
pub fn has_fix(page: &str) -> bool {
    page.contains("\n## Mended\n")
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_set_for_the_terminal() {
        let page = "# name\n\nOne two\nthree **four**.\n\n- five six\n  seven\n- eight\n\n```text bad commit=2 remove=a file=b\n# x\nerror[y]: z\n```\n";
        let mut out = Vec::new();
        let look = Look {
            width: 12,
            ..Look::plain()
        };
        write(&mut out, page, look).unwrap();
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "name\n\nOne two\nthree four.\n\n- five six\n  seven\n- eight\n\n    b, committed in place of a\n    # x\n    error[y]: z\n"
        );
    }
}
