//! The words of a text: where one ends, which of them say something, and what they are without a plural.

use std::ops::Range;

use crate::text::words;

/// Where a sentence ends. An abbreviation cut in two costs one pair of neighbours.
pub(super) const SENTENCE_ENDS: [char; 7] = ['.', '!', '?', '|', '。', '！', '？'];
/// Longest word with a digit in front that is a term (`3scale`, `0x80ac58cd`): longer ones are hashes.
const DIGITS_FIRST_MAX: usize = 10;

/// Calls `seen` with each folded word of a text and its place.
pub(super) fn each_word(text: &str, mut seen: impl FnMut(&str, Range<usize>)) {
    let mut word = String::new();
    let mut place = 0..0;
    let mut wide: Option<(char, usize, bool)> = None;
    for (at, c) in text.char_indices() {
        let end = at + c.len_utf8();
        // An apostrophe inside of a word is no gap: `what's` is one word.
        if matches!(c, '\'' | '’' | '\u{300}'..='\u{36f}') {
            continue;
        }
        let is_wide = is_wide(c);
        if (is_wide || !c.is_alphanumeric()) && !word.is_empty() {
            seen(&word, place.clone());
            word.clear();
        }
        if is_wide {
            if let Some((before, from, _)) = wide {
                seen(&format!("{before}{c}"), from..end);
            }
            wide = Some((c, at, wide.is_some()));
            continue;
        }
        // A character that stands alone is a word.
        if let Some((alone, from, false)) = wide.take() {
            seen(&alone.to_string(), from..from + alone.len_utf8());
        }
        if !c.is_alphanumeric() {
            continue;
        }
        if word.is_empty() {
            place = at..end;
        }
        place.end = end;
        if c.is_ascii() {
            word.push(c.to_ascii_lowercase());
        } else {
            word.push_str(&words::fold(c.encode_utf8(&mut [0; 4])));
        }
    }
    if !word.is_empty() {
        seen(&word, place);
    }
    if let Some((alone, from, false)) = wide {
        seen(&alone.to_string(), from..from + alone.len_utf8());
    }
}

/// Whether a character is of a script that sets no blanks between words.
fn is_wide(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}'
        | '\u{3005}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3ffff}')
        && c.is_alphanumeric()
}

/// Whether a folded word says something: not one of those that join others, not a short number or a
/// year, which are mostly times and dates.
pub(super) fn is_term(word: &str) -> bool {
    let digits = word.bytes().filter(u8::is_ascii_digit).count();
    if digits == word.len() {
        let year = word.len() == 4 && (word.starts_with("19") || word.starts_with("20"));
        return (3..=6).contains(&digits) && !year;
    }
    if word.starts_with(|c: char| c.is_ascii_digit()) {
        return word.len() <= DIGITS_FIRST_MAX && word.len() > 1;
    }
    let long = word.len() > 2 || (word.len() == 2 && digits > 0);
    !word.is_ascii() || (long && !COMMON.contains(&word))
}

/// Returns a word without the ending of an English plural. What is not English loses an `s` at most.
pub(super) fn singular(word: &str) -> String {
    let ends = |ending: &str, but: &[&str]| {
        word.ends_with(ending) && !but.iter().any(|but| word.ends_with(but))
    };
    let without = |letters: usize| {
        let end = word.len().saturating_sub(letters);
        word.get(..end).unwrap_or(word)
    };
    if word.len() > 4 && ends("ies", &["eies", "aies"]) {
        return format!("{}y", without(3));
    }
    let plural =
        word.len() > 3 && (ends("es", &["aes", "ees", "oes"]) || (ends("s", &["us", "ss", "es"])));
    if plural { without(1) } else { word }.to_owned()
}

/// Words that say nothing of what a text is about, and would only make false pairs.
const COMMON: &[&str] = &[
    "the", "and", "for", "that", "was", "were", "with", "this", "from", "had", "not", "are", "but",
    "have", "has", "which", "been", "they", "their", "our", "all", "when", "then", "than", "also",
    "would", "could", "into", "there", "its", "did", "any", "can", "will", "who", "what", "how",
    "why", "more", "some", "other", "after", "before", "while", "about", "came", "come", "back",
    "went", "got", "get", "made", "make", "around", "let", "put", "going", "like", "over", "still",
    "again", "where", "whose", "each", "every", "such", "very", "much", "many", "most", "same",
    "both", "even", "should", "does", "done", "being", "these", "those", "first", "last", "next",
    "new", "old", "own", "off", "down", "way", "said", "say", "see", "seen", "saw", "know", "knew",
    "thing", "things", "time", "day", "now", "too", "yet", "may", "because", "only", "just", "out",
    "one", "two", "you", "your", "she", "her", "his", "him", "them",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<String> {
        let mut found = Vec::new();
        each_word(text, |word, place| {
            assert!(text.get(place).is_some(), "{text}");
            found.push(word.to_owned());
        });
        found
    }

    #[test]
    fn words_are_folded_and_scripts_without_blanks_cut_into_pairs() {
        for (text, expected) in [
            ("What's up, `kube-dns`?", "whats up kube dns"),
            ("Café Ünïted", "cafe united"),
            ("接続数の上限", "接続 続数 数の の上 上限"),
            ("DNSの障害 404", "dns の障 障害 404"),
            ("名 x", "名 x"),
            ("a 名", "a 名"),
            ("база данных", "baza dannykh"),
            ("'''", ""),
            ("", ""),
        ] {
            assert_eq!(split(text).join(" "), expected, "{text}");
        }
    }

    #[test]
    fn a_term_is_no_time_and_no_date() {
        for word in ["504", "65535", "s3", "queue", "3scale", "接続", "dns"] {
            assert!(is_term(word), "{word}");
        }
        for word in [
            "03",
            "15",
            "2024",
            "1",
            "the",
            "at",
            "x",
            "0123456789ab",
            "1234567",
        ] {
            assert!(!is_term(word), "{word}");
        }
    }

    #[test]
    fn only_plurals_are_taken_off() {
        for (word, expected) in [
            ("queries", "query"),
            ("queues", "queue"),
            ("nodes", "node"),
            ("status", "status"),
            ("access", "access"),
            ("dns", "dns"),
            ("pods", "pod"),
        ] {
            assert_eq!(singular(word), expected);
        }
    }
}
