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

/// Adds a letter to a word for searching: in lower case, without accents, in its own script. What only
/// shapes its neighbour is left out.
pub fn fold_letter(c: char, word: &mut String) {
    match c {
        _ if c.is_ascii() => word.push(c.to_ascii_lowercase()),
        _ if is_combining(c) || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200d}') => {}
        // Letters as wide as an ideograph.
        '\u{ff01}'..='\u{ff5e}' => {
            let narrow = char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c);
            word.push(narrow.to_ascii_lowercase());
        }
        // The last are joined letters, as in texts that come out of a PDF: `ﬁ`.
        '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' | '\u{fb00}'..='\u{fb06}' => {
            let plain = deunicode_char(c).unwrap_or_default();
            word.extend(plain.chars().map(|c| c.to_ascii_lowercase()));
        }
        'Ά' | 'ά' => word.push('α'),
        'Έ' | 'έ' => word.push('ε'),
        'Ή' | 'ή' => word.push('η'),
        'Ί' | 'ί' | 'ϊ' | 'ΐ' => word.push('ι'),
        'Ό' | 'ό' => word.push('ο'),
        'Ύ' | 'ύ' | 'ϋ' | 'ΰ' => word.push('υ'),
        'Ώ' | 'ώ' => word.push('ω'),
        'ς' => word.push('σ'),
        'Ё' | 'ё' => word.push('е'),
        _ => word.extend(c.to_lowercase()),
    }
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
        _ => SLIPS_MAX,
    };
    let letters: Vec<char> = word.chars().collect();
    let mark = Letters::of(word);
    let slips = |candidate: &str| {
        // A letter takes four bytes at most: what is longer or shorter by more is far off.
        let alike = word.len().abs_diff(candidate.len()) <= limit * 4;
        if !alike || !mark.may_be_near(Letters::of(candidate)) {
            return None;
        }
        if word.is_ascii() && candidate.is_ascii() {
            return distance(word.as_bytes(), candidate.as_bytes(), limit);
        }
        let candidate: Vec<char> = candidate.chars().collect();
        distance(&letters, &candidate, limit)
    };
    candidates
        .into_iter()
        .filter_map(|candidate| {
            let slips = slips(candidate)?;
            (slips > 0).then_some((slips, candidate))
        })
        .min()
        .map(|(_, candidate)| candidate)
}

/// Returns a text's words in lower case, one blank between them, in their own script: for comparing where
/// accents and characters tell words apart.
pub fn loose(text: &str) -> String {
    text.to_lowercase()
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// Whether one word is the other with a single slip, and not in the first letter, where hands are sure.
pub fn is_one_slip(word: &str, other: &str) -> bool {
    let (word, other): (Vec<char>, Vec<char>) = (word.chars().collect(), other.chars().collect());
    word.first() == other.first() && distance(&word, &other, 1) == Some(1)
}

/// Which letters a word has, as a mark that is compared in no time: most words that are no slip for
/// each other differ in more letters than slips could change.
#[derive(Clone, Copy, Debug)]
pub struct Letters(u64);

impl Letters {
    pub fn of(word: &str) -> Self {
        Self(
            word.chars()
                .fold(0, |mark, c| mark | 1 << (u32::from(c) & 63)),
        )
    }

    /// Whether [`nearest`] may find one word for the other. A slip takes one letter away at most, and
    /// brings one.
    pub fn may_be_near(self, other: Self) -> bool {
        let apart = (self.0 ^ other.0).count_ones();
        usize::try_from(apart).is_ok_and(|apart| apart <= 2 * SLIPS_MAX)
    }
}

/// Most slips that [`distance`] counts.
const SLIPS_MAX: usize = 2;
/// Cells of a row that matter: outside of them there are more slips than the most.
const BAND: usize = 2 * SLIPS_MAX + 1;
/// More than any count, and safe to add to.
const FAR: usize = usize::MAX / 2;

/// Counts insertions, deletions, replacements and swaps of neighbours (optimal string alignment)
/// between two words; `None` when there are more than `limit`, which is at most [`SLIPS_MAX`]. Stops as
/// soon as that is certain.
fn distance<T: PartialEq>(left: &[T], right: &[T], limit: usize) -> Option<usize> {
    if left.len().abs_diff(right.len()) > limit {
        return None;
    }
    // Cell `k` of row `i` stands for the first `i` letters on the left and `i + k - SLIPS_MAX` on the
    // right, so the cell above is one further, and the one across is the same.
    let mut before = [FAR; BAND];
    let mut above = [FAR; BAND];
    for (k, cell) in above.iter_mut().enumerate().skip(SLIPS_MAX) {
        *cell = k - SLIPS_MAX;
    }
    for row in 1..=left.len() {
        let mut current = [FAR; BAND];
        let mut beside = FAR;
        for (k, cell) in current.iter_mut().enumerate() {
            let Some(column) = (row + k).checked_sub(SLIPS_MAX) else {
                continue;
            };
            if column > right.len() {
                break;
            }
            let same = |back: usize, other: usize| {
                let (row, column) = (row.checked_sub(back), column.checked_sub(other));
                let pair = row
                    .zip(column)
                    .map(|(row, column)| (left.get(row), right.get(column)));
                matches!(pair, Some((Some(a), Some(b))) if a == b)
            };
            let cost = usize::from(!same(1, 1));
            let mut best = if column > 0 {
                at(&above, k) + cost
            } else {
                FAR
            };
            best = best.min(at(&above, k + 1) + 1).min(beside + 1);
            if column > 1 && row > 1 && same(1, 2) && same(2, 1) {
                best = best.min(at(&before, k) + 1);
            }
            *cell = best;
            beside = best;
        }
        // A swap may still gain one on the row above.
        if current.iter().all(|&cell| cell > limit + 1) {
            return None;
        }
        (before, above) = (above, current);
    }
    let last = (right.len() + SLIPS_MAX).checked_sub(left.len())?;
    Some(at(&above, last)).filter(|&slips| slips <= limit)
}

fn at(row: &[usize; BAND], cell: usize) -> usize {
    row.get(cell).copied().unwrap_or(FAR)
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
/// blanks, line and paragraph separators, tag characters, fillers that stand for no letter, marks of notes and
/// of music that no reader gets to see. The joiners that scripts and emoji are written with are not among
/// them, nor is the soft hyphen, which is seen where a line ends.
pub fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{200b}' | '\u{200e}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{61c}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}'
        | '\u{115f}'..='\u{1160}' | '\u{180e}' | '\u{3164}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}'
        | '\u{1d173}'..='\u{1d17a}')
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
    fn slips_are_counted_as_the_whole_table_counts_them() {
        let words: Vec<Vec<u8>> = (0..=5_u32)
            .flat_map(|len| (0..3_u32.pow(len)).map(move |code| (len, code)))
            .map(|(len, code)| {
                (0..len)
                    .map(|at| b"abc"[(code / 3_u32.pow(at) % 3) as usize])
                    .collect()
            })
            .collect();
        let whole = |left: &[u8], right: &[u8]| {
            let mut table = vec![vec![0; right.len() + 1]; left.len() + 1];
            for row in 0..=left.len() {
                for column in 0..=right.len() {
                    table[row][column] = if row == 0 || column == 0 {
                        row + column
                    } else {
                        let (a, b) = (left[row - 1], right[column - 1]);
                        let mut best = (table[row - 1][column - 1] + usize::from(a != b))
                            .min(table[row - 1][column] + 1)
                            .min(table[row][column - 1] + 1);
                        if row > 1 && column > 1 && a == right[column - 2] && b == left[row - 2] {
                            best = best.min(table[row - 2][column - 2] + 1);
                        }
                        best
                    };
                }
            }
            table[left.len()][right.len()]
        };
        for left in words.iter().step_by(3) {
            for right in &words {
                for limit in 1..=SLIPS_MAX {
                    let expected = Some(whole(left, right)).filter(|&slips| slips <= limit);
                    assert_eq!(distance(left, right, limit), expected, "{left:?} {right:?}");
                }
            }
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
