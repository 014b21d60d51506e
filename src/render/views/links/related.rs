//! Write-ups that are perhaps related, and why.

use std::io::{self, Write};

use crate::corpus::Corpus;
use crate::links::related::{Related, Why};
use crate::render::style::{self, Look, Role, safe};

use super::one::write_name;

/// Writes write-ups that may be related to one.
pub fn write_related<'a>(
    out: &mut dyn Write,
    corpus: &Corpus,
    related: impl IntoIterator<Item = &'a Related>,
    look: Look,
) -> io::Result<()> {
    for one in related {
        if let Some(writeup) = corpus.writeups.get(one.writeup) {
            write_name(out, "  ~ ", writeup, look)?;
            write_why(out, &one.why, look)?;
        }
    }
    Ok(())
}

/// Writes why two write-ups may be related.
pub(super) fn write_why(out: &mut dyn Write, why: &Why, look: Look) -> io::Result<()> {
    let mut parts = Vec::new();
    let mut part = |lead: &str, things: &[String], join: &str| {
        if !things.is_empty() {
            parts.push(format!("{lead} {}", safe(&things.join(join))));
        }
    };
    part("both name", &why.exact, ", ");
    part("services:", &why.services, ", ");
    let mechanisms: Vec<String> = why.mechanisms.iter().map(ToString::to_string).collect();
    part("both tell of", &mechanisms, " and ");
    part("both speak of", &why.words, ", ");
    part("in both:", &why.people, ", ");
    for line in style::wrap(&parts.join(" · "), look.width.saturating_sub(4)) {
        writeln!(out, "    {}", look.paint(Role::Dim, line))?;
    }
    Ok(())
}
