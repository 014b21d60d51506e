//! Names for findings that stay from run to run, so that a forge knows an old one again.
//!
//! A name is made of the rule, the write-up's id, the words of the line, what the message names
//! between backticks, and how many findings before it have all of these in common. Neither the path
//! nor the number of the line is in it: a write-up that is moved and a line that slides down keep
//! theirs. The message's own words are not in it either, so that a later version may put them better.
//!
//! The hash is 128-bit FNV-1a: short, without a dependency, and the same on every machine. It keeps
//! apart what differs; it is no protection against somebody who wants two findings to share a name.

use std::collections::HashMap;

use crate::diagnostic::Diagnostic;
use crate::text::{FileId, Span};

use super::Report;

/// Bytes of a line that are looked at on either side of a finding: a minified line of megabytes
/// with a thousand findings is not read a thousand times.
const REACH: usize = 400;

/// Returns a name for each finding, in their order. No two are the same.
pub(super) fn fingerprints(report: Report<'_>) -> Vec<String> {
    let ids: HashMap<FileId, &str> = report
        .writeups
        .iter()
        .map(|writeup| (writeup.file, writeup.id()))
        .collect();
    let mut seen: HashMap<u128, u64> = HashMap::new();
    let name = |finding: &Diagnostic| {
        let file = finding.span.file;
        let path = report.path_from_top(file);
        // What is no write-up, such as the settings, has no other identity than its path.
        let id = ids.get(&file).copied().unwrap_or(&path);
        let mut hash = Fnv::new();
        hash.add(finding.rule);
        hash.add(id);
        hash.add(&words_of_line(report, finding));
        for named in finding.message.split('`').skip(1).step_by(2) {
            // Where a link leads is seen from the write-up's folder: of a path, only the name stays.
            hash.add(named.rsplit('/').next().unwrap_or_default());
        }
        let before = seen.entry(hash.0).or_default();
        hash.add(&before.to_string());
        *before += 1;
        format!("{:032x}", hash.0)
    };
    report.found.iter().map(name).collect()
}

/// Returns the line that a finding begins on, its blanks evened out.
fn words_of_line(report: Report<'_>, finding: &Diagnostic) -> String {
    let files = report.files;
    let (file, start) = (finding.span.file, finding.span.start());
    let line = files.line_at(file, start);
    let near = Span::new(
        file,
        line.start().max(start.saturating_sub(REACH)),
        line.end().min(start + REACH),
    );
    let text = files.text(near).trim_start_matches('\u{feff}');
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// 128-bit FNV-1a.
struct Fnv(u128);

impl Fnv {
    const BASIS: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
    const PRIME: u128 = 0x0000_0000_0100_0000_0000_0000_0000_013b;

    fn new() -> Self {
        Self(Self::BASIS)
    }

    /// Adds a part. Parts are told apart by a byte that UTF-8 never holds.
    fn add(&mut self, part: &str) {
        for byte in part.bytes().chain([0xff]) {
            self.0 = (self.0 ^ u128::from(byte)).wrapping_mul(Self::PRIME);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::diagnostic::Severity;
    use crate::render::diagnostics::tests::report;
    use crate::text::Files;

    fn names(path: &str, text: &str, findings: &[(&str, &str)]) -> Vec<String> {
        let mut files = Files::default();
        let file = files.add(path, text);
        let found: Vec<Diagnostic> = findings
            .iter()
            .map(|(word, message)| {
                let at = text.find(word).unwrap();
                let span = Span::new(file, at, at + word.len());
                Diagnostic::new("some-rule", Severity::Error, span, (*message).to_owned())
            })
            .collect();
        fingerprints(report(&files, &found))
    }

    #[test]
    fn the_hash_is_the_published_one() {
        let mut hash = Fnv::new();
        for byte in *b"a" {
            hash.0 = (hash.0 ^ u128::from(byte)).wrapping_mul(Fnv::PRIME);
        }
        assert_eq!(hash.0, 0xd228_cb69_6f1a_8caf_7891_2b70_4e4a_8964);
    }

    #[test]
    fn a_line_that_moves_keeps_its_name() {
        let before = names("a.md", "one\nsome  words here\n", &[("words", "is so")]);
        let after = names(
            "a.md",
            "\u{feff}zero\r\n\r\none\r\n some words   here\r\n",
            &[("words", "is as said")],
        );
        assert_eq!(before, after);
        let changed = names(
            "a.md",
            "one\nsome other words here\n",
            &[("words", "is so")],
        );
        assert_ne!(before, changed);
    }

    #[test]
    fn what_differs_has_another_name() {
        let line = &[
            ("title", "there is no section `Dilemmas`"),
            ("title", "there is no section `Surprises`"),
            ("title", "there is no section `Surprises`"),
            ("twin", "x"),
        ];
        let all = names("a.md", "title twin\n", line);
        assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), 4, "{all:?}");
        // The one that is left when another has gone is still itself.
        assert_eq!(names("a.md", "title twin\n", &line[1..2]), all[1..2]);
        assert!(all.iter().all(|name| name.len() == 32));
    }

    #[test]
    fn long_lines_and_odd_places_are_no_trouble() {
        let long = "é".repeat(5_000);
        let mut files = Files::default();
        let file = files.add("a.md", long.as_str());
        let found = [0, 1, 4_001, 9_999, 20_000].map(|at| {
            Diagnostic::new(
                "some-rule",
                Severity::Error,
                Span::new(file, at, at + 1),
                "x",
            )
        });
        let all = fingerprints(report(&files, &found));
        assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), 5);
    }
}
