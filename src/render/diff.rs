//! A patch, for a program as it is and for a terminal in colour.

use std::io::{self, Write};

use super::style::{Look, Role, safe};

/// Writes a patch. `raw` keeps every byte, for whoever applies it; otherwise nothing in it can act on a
/// terminal.
pub fn write(out: &mut dyn Write, patch: &[u8], raw: bool, look: Look) -> io::Result<()> {
    if raw {
        return out.write_all(patch);
    }
    for line in String::from_utf8_lossy(patch).lines() {
        let role = match line.as_bytes() {
            [b'+', b'+', b'+', ..] | [b'-', b'-', b'-', ..] | [b'd' | b'i', ..] => {
                Some(Role::Strong)
            }
            [b'+', ..] => Some(Role::Good),
            [b'-', ..] => Some(Role::Error),
            [b'@', ..] => Some(Role::Accent),
            _ => None,
        };
        let line = safe(line);
        match role {
            Some(role) => writeln!(out, "{}", look.paint(role, line))?,
            None => writeln!(out, "{line}")?,
        }
    }
    Ok(())
}
