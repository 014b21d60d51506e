//! A rule's page: what of it goes into a terminal, and how.

use std::io::{self, Write};

use super::sheet::{self, Manner};
use super::style::{Look, Role};
use crate::model::Sheet;

/// Writes a page of our own. Its fences, which name the tests, become plain headings.
pub fn write(out: &mut dyn Write, page: &[Sheet], look: Look) -> io::Result<()> {
    let manner = Manner {
        underline: false,
        title: &title,
        role: &role,
        name: &|_| None,
    };
    sheet::write(out, page, manner, look)
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
