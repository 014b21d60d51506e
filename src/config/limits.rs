//! How long a file may be that is read. What is longer is a finding, or is left out.

use super::read::Reader;
use crate::text::Spanned;
use crate::text::yaml::{Entry, Node};

/// Lengths in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Longest write-up.
    pub writeup: u64,
    /// Longest file that is searched for citations: beyond are bundles, data and logs.
    pub file: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            writeup: 8 * MIB,
            file: MIB,
        }
    }
}

const KIB: u64 = 1024;
const MIB: u64 = 1024 * KIB;

/// What settings may ask for: they come with a pull request, and must not make a run endless.
const ALLOWED: std::ops::RangeInclusive<u64> = KIB..=64 * MIB;

/// Reads `{writeup: 8 MiB, file: 1 MiB}`.
pub(super) fn read(reader: &mut Reader<'_>, value: &Node) -> Limits {
    let mut limits = Limits::default();
    for entry in reader.entries("limits", value) {
        let place = match entry.key.value.as_str() {
            "writeup" => &mut limits.writeup,
            "file" => &mut limits.file,
            other => {
                let message = format!("`{other}` is no limit");
                let help = "limits are `writeup` and `file`";
                reader.problem(entry.key.span, message, help.to_owned());
                continue;
            }
        };
        if let Some(bytes) = length(reader, entry) {
            *place = bytes;
        }
    }
    limits
}

fn length(reader: &mut Reader<'_>, entry: &Entry) -> Option<u64> {
    let text: Spanned<String> = reader.text(&entry.key.value, &entry.value)?;
    let length = in_bytes(&text.value).filter(|bytes| ALLOWED.contains(bytes));
    if length.is_none() {
        let message = format!("`{}` is not a length that is taken here", text.value);
        let help = "a length from 1 KiB to 64 MiB, such as `512 KiB`";
        reader.problem(text.span, message, help.to_owned());
    }
    length
}

fn in_bytes(text: &str) -> Option<u64> {
    let digits = text.trim_end_matches(|c: char| !c.is_ascii_digit());
    let unit = match text.get(digits.len()..)?.trim() {
        "" | "B" => 1,
        "KiB" => KIB,
        "MiB" => MIB,
        _ => return None,
    };
    digits.parse::<u64>().ok()?.checked_mul(unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_have_a_unit_and_bounds() {
        for (text, expected) in [
            ("8 MiB", Some(8 * MIB)),
            ("512KiB", Some(512 * KIB)),
            ("2048", Some(2048)),
            ("2048 B", Some(2048)),
            ("1 GiB", None),
            ("-1", None),
            ("MiB", None),
            ("99999999999999999999 MiB", None),
            ("18446744073709551615 MiB", None),
            ("", None),
        ] {
            assert_eq!(in_bytes(text), expected, "{text}");
        }
    }
}
