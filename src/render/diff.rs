//! A patch, for a program as it is and for a terminal in colour.

use std::io::{self, Write};

use super::style::{Look, Role, safe};

/// Writes the patch of one file, and returns whether it can be applied. `raw` keeps every byte, for whoever
/// applies it, as long as none of them can act on a terminal or a CI log.
pub fn write(out: &mut dyn Write, patch: &[u8], raw: bool, look: Look) -> io::Result<bool> {
    let lines: Vec<&[u8]> = patch.split_inclusive(|byte| *byte == b'\n').collect();
    if raw && lines.iter().all(|line| is_heading(line) || is_plain(line)) {
        for line in lines {
            if is_heading(line) {
                let text = String::from_utf8_lossy(line);
                writeln!(out, "{}", safe(text.trim_end_matches('\n')))?;
            } else {
                out.write_all(line)?;
            }
        }
        return Ok(true);
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
    Ok(false)
}

/// Whether a line says where a part stands. What it quotes beside that is for people, may be cut inside of a
/// character, and is not looked at by who applies the patch.
fn is_heading(line: &[u8]) -> bool {
    line.starts_with(b"@@ ")
}

/// Whether a line means nothing to a terminal or a CI log, which takes away what is blank at its start.
fn is_plain(line: &[u8]) -> bool {
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    let Ok(line) = str::from_utf8(line) else {
        return false;
    };
    let seen = line.replace('\t', " ");
    safe(&seen) == seen.as_str()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(patch: &[u8]) -> (bool, String) {
        let mut out = Vec::new();
        let whole = write(&mut out, patch, true, Look::plain()).unwrap();
        (whole, String::from_utf8(out).unwrap())
    }

    #[test]
    fn a_patch_is_kept_as_it_is_unless_it_could_act() {
        let plain = "@@ -1,2 +1,2 @@ title\n a\tb\r\n-c: d::e\n+\u{e9}\n";
        assert_eq!(written(plain.as_bytes()), (true, plain.to_owned()));
        assert_eq!(
            written(b"@@ -1 +1 @@ ##[error]x\xc3\n-a\n+b\n"),
            (
                true,
                "@@ -1 +1 @@ ##\\x5berror]x\u{fffd}\n-a\n+b\n".to_owned()
            )
        );
        for line in [
            " ::error::x",
            "+a\u{1b}[2J",
            "-\u{202e}",
            " ##[error]x",
            " a\rb",
        ] {
            let (whole, text) = written(format!("@@ -1 +1 @@\n{line}\n").as_bytes());
            assert!(!whole && text.contains('\\'), "{line:?} {text}");
            assert!(!text.contains(line), "{line:?} {text}");
        }
    }
}
