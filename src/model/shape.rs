//! What an id looks like here, so that one that nobody answers to can be told from other words.

use std::collections::BTreeMap;
use std::ops::Range;

use regex::bytes::{Regex, RegexBuilder};

use super::known::{begins_word, ends_word};

/// The shapes of ids, compiled once.
#[derive(Clone, Debug, Default)]
pub struct Shapes {
    /// `None` when nothing has a shape.
    pattern: Option<Regex>,
}

/// So many names of one shape make it the shape of ids here.
const ALIKE: usize = 2;
/// Largest compiled pattern, in bytes.
const PATTERN_BYTES_MAX: usize = 1024 * 1024;

impl Shapes {
    /// Compiles patterns (regular expressions over ASCII). Fails with what is wrong with the first that
    /// is none.
    pub fn new<'a>(patterns: impl IntoIterator<Item = &'a str>) -> Result<Self, String> {
        let mut parts = Vec::new();
        for pattern in patterns {
            compile(pattern)?;
            parts.push(format!("(?:{pattern})"));
        }
        if parts.is_empty() {
            return Ok(Self::default());
        }
        let pattern = Some(compile(&parts.join("|"))?);
        Ok(Self { pattern })
    }

    /// Yields the words of a text that have a shape, in order.
    pub fn find(&self, text: &[u8]) -> impl Iterator<Item = Range<usize>> {
        let found = self.pattern.iter().flat_map(|one| one.find_iter(text));
        found.map(|found| found.range()).filter(|at| {
            let before = text.get(..at.start).unwrap_or_default();
            let after = text.get(at.end..).unwrap_or_default();
            !at.is_empty() && begins_word(before) && ends_word(after)
        })
    }
}

fn compile(pattern: &str) -> Result<Regex, String> {
    RegexBuilder::new(pattern)
        .unicode(false)
        .size_limit(PATTERN_BYTES_MAX)
        .build()
        .map_err(|error| {
            // The last line says what is wrong; those before draw where.
            let told = error.to_string();
            let last = told.lines().last().unwrap_or_default();
            last.strip_prefix("error: ").unwrap_or(last).to_owned()
        })
}

/// Returns the patterns of the shapes that several of the names have: a date and words behind it, or
/// letters and a number.
pub fn alike<'a>(names: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let mut dated: Vec<usize> = Vec::new();
    let mut numbered: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for name in names {
        if let Some(words) = words_behind_date(name) {
            dated.push(words);
        } else if let Some((letters, digits)) = number_behind_letters(name) {
            numbered.entry(letters).or_default().push(digits);
        }
    }
    let mut patterns = Vec::new();
    if dated.len() >= ALIKE {
        // `2024-02-15-preview` is more often a version than a story: one word is enough only where
        // stories are called so.
        let least = dated.into_iter().min().unwrap_or(1).clamp(1, 2);
        patterns.push(format!(
            "20[0-9]{{2}}-[01][0-9]-[0-3][0-9](?:-[a-z0-9]+){{{least},}}"
        ));
    }
    for (letters, digits) in numbered {
        if digits.len() < ALIKE {
            continue;
        }
        let width = digits.first().map_or(0, |first| first.len());
        // Numbers that are filled up with zeros all have as many digits; one more or less is a slip.
        let filled = digits.iter().all(|one| one.len() == width)
            && digits.iter().any(|one| one.starts_with('0'));
        let number = if filled {
            let fewer = width.saturating_sub(1).max(1);
            format!("[0-9]{{{fewer},{}}}", width.saturating_add(1))
        } else {
            "[0-9]+".to_owned()
        };
        patterns.push(format!("{letters}-{number}"));
    }
    patterns
}

/// Returns how many words stand behind the date that a name begins with.
fn words_behind_date(name: &str) -> Option<usize> {
    let mut parts = name.split('-');
    for (digits, century) in [(4, "20"), (2, ""), (2, "")] {
        let part = parts.next()?;
        let date = part.len() == digits && part.bytes().all(|byte| byte.is_ascii_digit());
        if !date || !part.starts_with(century) {
            return None;
        }
    }
    let plain = |word: &str| {
        let lower = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
        !word.is_empty() && word.bytes().all(lower)
    };
    let words: Vec<&str> = parts.collect();
    (!words.is_empty() && words.iter().all(|word| plain(word))).then_some(words.len())
}

/// Returns the two parts of a name such as `INC-12`.
fn number_behind_letters(name: &str) -> Option<(&str, &str)> {
    let (letters, digits) = name.rsplit_once('-')?;
    let whole = letters.len() >= 2
        && letters.bytes().all(|byte| byte.is_ascii_alphabetic())
        && !digits.is_empty()
        && digits.bytes().all(|byte| byte.is_ascii_digit());
    whole.then_some((letters, digits))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes_are_those_of_several_names() {
        for (names, expected) in [
            (&["2026-01-02-a-b", "HBR-1"][..], &[][..]),
            (
                &[
                    "2026-01-02-a-b",
                    "2025-01-02-c-d-e",
                    "HBR-1",
                    "HBR-31",
                    "X-1",
                ],
                &[
                    "20[0-9]{2}-[01][0-9]-[0-3][0-9](?:-[a-z0-9]+){2,}",
                    "HBR-[0-9]+",
                ],
            ),
            (
                &["2026-01-02-a", "2025-01-02-c-d-e"],
                &["20[0-9]{2}-[01][0-9]-[0-3][0-9](?:-[a-z0-9]+){1,}"],
            ),
            (&["INC-000142", "INC-000007"], &["INC-[0-9]{5,7}"]),
            (&["Q-01", "QA-1", "QA-0"], &["QA-[0-9]{1,2}"]),
            (
                &["outage", "outage-two", "2026-01-02", "a.b-1", "a.b-2"],
                &[],
            ),
        ] {
            assert_eq!(alike(names.iter().copied()), expected, "{names:?}");
        }
    }

    #[test]
    fn words_of_a_shape_are_found_whole() {
        let patterns = alike(["2026-01-02-a-b", "2026-01-03-c-d", "HBR-1", "HBR-2"]);
        let shapes = Shapes::new(patterns.iter().map(String::as_str)).unwrap();
        let text = "HBR-9, XHBR-9 HBR-9a (2026-02-03-of-old.md) x-2026-02-03-of-old \
                    2026-02-03-of-old.png 2026-02-03-preview 2026-02-03-Of-old";
        let found: Vec<&str> = shapes.find(text.as_bytes()).map(|at| &text[at]).collect();
        assert_eq!(found, ["HBR-9", "2026-02-03-of-old"]);
        assert_eq!(Shapes::default().find(b"HBR-9").count(), 0);
    }

    #[test]
    fn what_is_no_pattern_is_said() {
        assert_eq!(Shapes::new(["INC-("]).unwrap_err(), "unclosed group");
        assert!(Shapes::new(["(?:a{900}){900}"]).is_err());
        assert!(Shapes::new([r"INC-\d+", ""]).is_ok());
    }
}
