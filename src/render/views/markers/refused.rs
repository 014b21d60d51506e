//! What is not measured, and why.

use std::io::{self, Write};

use crate::markers::refused::{REFUSED, Refusal};
use crate::render::style::{Look, Role, wrap};

/// Writes every figure that is not given, why, and what to look at instead.
pub fn write_refused(out: &mut dyn Write, look: Look) -> io::Result<()> {
    writeln!(
        out,
        "{}\n",
        look.paint(Role::Strong, "Not measured here, and why")
    )?;
    let width = look.width.saturating_sub(4);
    for refusal in REFUSED {
        writeln!(out, "  {}", look.paint(Role::Accent, refusal.name))?;
        for line in wrap(refusal.why, width) {
            writeln!(out, "    {line}")?;
        }
        for line in wrap(&format!("Look at {}.", refusal.instead), width) {
            writeln!(out, "    {}", look.paint(Role::Dim, line))?;
        }
        writeln!(out)?;
    }
    let foot = "Each of these is easy to have, and soon becomes what people work for. They are not hidden \
                behind a flag: they are not worked out at all.";
    for line in wrap(foot, look.width) {
        writeln!(out, "{}", look.paint(Role::Dim, line))?;
    }
    Ok(())
}

/// Returns what somebody is told who asked for one of them, in lines.
pub fn refusal(refusal: &Refusal, width: usize) -> Vec<String> {
    let told = format!(
        "Not measured here: {}. {} Look at {}.",
        refusal.name, refusal.why, refusal.instead
    );
    let mut lines = wrap(&told, width);
    lines.push("All that is not measured: incident markers --refused".to_owned());
    lines
}
