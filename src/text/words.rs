//! Words compared as people compare them: without case, accents, punctuation or small slips.

use deunicode::deunicode_char;

/// Returns the words of a text in lower-case ASCII, one blank between them. Emoji, punctuation and
/// accents go; a letter of another script becomes its usual transcription.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut gap = false;
    for c in text.chars() {
        // An apostrophe inside of a word is no gap: `what's` is one word.
        if matches!(c, '\'' | '’') || is_combining(c) {
            continue;
        }
        if !c.is_alphanumeric() {
            gap = true;
            continue;
        }
        if gap && !folded.is_empty() {
            folded.push(' ');
        }
        gap = false;
        if c.is_ascii() {
            folded.push(c.to_ascii_lowercase());
        } else {
            let ascii = deunicode_char(c).unwrap_or_default();
            folded.extend(
                ascii
                    .chars()
                    .filter(char::is_ascii_alphanumeric)
                    .map(|c| c.to_ascii_lowercase()),
            );
        }
    }
    folded
}

/// Most marks in front of a heading that are taken away.
const MARKS_MAX: usize = 8;

/// Returns the folded text without what dresses a heading: numbering and emoji in front (`1.`, `2.3)`,
/// `IV.`, `A)`, `:fire:`), a number behind (`(2)`).
pub fn fold_heading(text: &str) -> String {
    let mut rest = text.trim();
    // Each mark is looked for in all that is left, so thousands of them would take their square.
    for _ in 0..MARKS_MAX {
        match without_mark(rest) {
            Some(bare) => rest = bare,
            None => break,
        }
    }
    if let Some((before, behind)) = rest
        .strip_suffix(')')
        .and_then(|rest| rest.rsplit_once('('))
        && behind.chars().all(|c| c.is_ascii_digit())
    {
        rest = before;
    }
    let folded = fold(rest);
    if folded.is_empty() {
        fold(text)
    } else {
        folded
    }
}

/// Returns a heading without one mark in front of it; `None` when there is none.
fn without_mark(text: &str) -> Option<&str> {
    let bare = text.trim_start_matches(|c: char| !c.is_alphanumeric() && c != ':');
    if let Some((name, rest)) = bare.strip_prefix(':').and_then(|rest| rest.split_once(':'))
        && name
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '+'))
    {
        return Some(rest);
    }
    let bare = bare.trim_start_matches(':');
    let digits = bare.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    if digits.len() < bare.len() && digits.starts_with([' ', ')', ':']) {
        return Some(digits.trim_start_matches([')', ':', ' ']));
    }
    let numeral = bare.find(['.', ')']).filter(|&end| {
        let mark = bare.get(..end).unwrap_or_default();
        mark.len() == 1 || (!mark.is_empty() && mark.chars().all(|c| "IVXivx".contains(c)))
    });
    match numeral {
        Some(end) => bare.get(end + 1..),
        None => (bare.len() < text.len()).then_some(bare),
    }
}

/// Returns the one of `candidates` that `word` is most likely a slip for, if it is near enough:
/// one slip in a short word, two in one of eight letters or more. An exact match is not a slip.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let limit = match word.chars().count() {
        0..=3 => return None,
        4..=7 => 1,
        _ => 2,
    };
    let word: Vec<char> = word.chars().collect();
    candidates
        .into_iter()
        .filter_map(|candidate| {
            let slips = distance(&word, candidate, limit)?;
            (slips > 0).then_some((slips, candidate))
        })
        .min()
        .map(|(_, candidate)| candidate)
}

/// Counts insertions, deletions, replacements and swaps of neighbours (optimal string alignment)
/// between two words; `None` when there are more than `limit`. Stops as soon as that is certain.
fn distance(left: &[char], right: &str, limit: usize) -> Option<usize> {
    let right: Vec<char> = right.chars().collect();
    if left.len().abs_diff(right.len()) > limit {
        return None;
    }
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=right.len()).collect();
    for (row, a) in left.iter().enumerate() {
        // Outside of this band there are more than `limit` insertions or deletions.
        let (from, to) = (
            row.saturating_sub(limit),
            (row + limit + 1).min(right.len()),
        );
        let mut current = vec![usize::MAX / 2; right.len() + 1];
        if let (0, Some(start)) = (from, current.first_mut()) {
            *start = row + 1;
        }
        let mut least = at(&current, from);
        for (column, b) in right.iter().enumerate().take(to).skip(from) {
            let mut best = at(&above, column) + usize::from(a != b);
            best = best.min(at(&above, column + 1) + 1);
            best = best.min(at(&current, column) + 1);
            let swapped = row > 0
                && column > 0
                && left.get(row - 1) == Some(b)
                && right.get(column - 1) == Some(a);
            if swapped {
                best = best.min(at(&before, column - 1) + 1);
            }
            if let Some(cell) = current.get_mut(column + 1) {
                *cell = best;
            }
            least = least.min(best);
        }
        // A swap may still gain one on the row above.
        if least > limit + 1 {
            return None;
        }
        before = std::mem::replace(&mut above, current);
    }
    above.last().copied().filter(|&slips| slips <= limit)
}

fn at(row: &[usize], column: usize) -> usize {
    row.get(column).copied().unwrap_or(usize::MAX / 2)
}

/// Returns the bounds of the sentence that holds the byte range `inner` of `text`. A sentence ends
/// at `.`, `!` or `?` before a blank (marks of closing may stand between), or at an empty line.
pub fn sentence(text: &str, inner: std::ops::Range<usize>) -> std::ops::Range<usize> {
    let mut start = 0;
    for (at, end) in sentence_ends(text) {
        if at >= inner.end {
            return start..end;
        }
        if end <= inner.start {
            start = end;
        }
    }
    start..text.len()
}

/// Yields for each end of a sentence where its mark stands and where the next sentence begins. A
/// sentence does not begin with a small letter, so `e.g. this` and `v1.2 came` are no ends.
fn sentence_ends(text: &str) -> impl Iterator<Item = (usize, usize)> {
    text.match_indices(['.', '!', '?', '\n'])
        .filter_map(|(at, mark)| {
            let after = text.get(at + mark.len()..)?;
            if mark == "\n" {
                let blank = after
                    .trim_start_matches([' ', '\t', '\r'])
                    .starts_with('\n');
                return blank.then_some((at, at + mark.len()));
            }
            let rest = after.trim_start_matches(['"', '\'', ')', ']', '”', '’', '*', '_']);
            let next = rest.trim_start();
            let apart = rest.is_empty() || next.len() < rest.len();
            (apart && !next.starts_with(char::is_lowercase))
                .then_some((at, text.len() - next.len()))
        })
}

/// Whether a character changes what readers see without being seen: bidi controls, zero-width
/// blanks, line and paragraph separators, tag characters. The joiners that scripts and emoji are
/// written with are not among them.
pub fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{200b}' | '\u{200e}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{61c}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}')
}

fn is_combining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folding_drops_what_readers_do_not_see() {
        for (text, expected) in [
            ("🔥 Red Herrings!", "red herrings"),
            ("Überraschungen", "uberraschungen"),
            ("What's   up — doc", "whats up doc"),
            ("e\u{301}tat", "etat"),
            ("", ""),
        ] {
            assert_eq!(fold(text), expected, "{text}");
        }
        for heading in [
            "3.1) Surprises",
            "3 Surprises",
            "🔥 Surprises",
            ":fire: Surprises",
            "II. Surprises",
            "a) Surprises",
            "1. 🔥 Surprises (2)",
            "— Surprises:",
        ] {
            assert_eq!(fold_heading(heading), "surprises", "{heading}");
        }
        assert_eq!(fold_heading("2024"), "2024");
        assert_eq!(fold_heading("I saw it"), "i saw it");
        assert_eq!(fold_heading("5 whys"), "whys");
    }

    #[test]
    fn a_sentence_is_found_round_a_word() {
        let text = "One v1.2 came. Two \"went.\" Three stayed! Four";
        for (word, expected) in [
            ("v1.2", "One v1.2 came. "),
            ("went", "Two \"went.\" "),
            ("stayed", "Three stayed! "),
            ("Four", "Four"),
        ] {
            let at = text.find(word).unwrap();
            assert_eq!(&text[sentence(text, at..at + word.len())], expected);
        }
    }

    #[test]
    fn slips_are_found_and_other_words_are_not() {
        let names = ["red herrings", "surprises", "dilemmas"];
        assert_eq!(nearest("red herings", names), Some("red herrings"));
        assert_eq!(nearest("suprises", names), Some("surprises"));
        assert_eq!(nearest("dilemams", names), Some("dilemmas"));
        assert_eq!(nearest("surprises", names), None);
        assert_eq!(nearest("summary", names), None);
        assert_eq!(nearest("dat", ["date"]), None);
        assert_eq!(nearest("titel", ["title"]), Some("title"));
        assert_eq!(nearest("itle", ["title"]), Some("title"));
        assert_eq!(nearest("published", ["pbulishd"]), Some("pbulishd"));
        assert_eq!(nearest("published", ["publix"]), None);
    }
}
