//! Bytes looked for in whole texts, many at a time.

use std::ops::Range;

/// Yields where each line ends: the places of `\n`.
pub fn line_ends(text: &str) -> impl Iterator<Item = usize> {
    memchr::memchr_iter(b'\n', text.as_bytes())
}

/// Returns where the line round a byte begins and where its `\n` stands, or the text ends.
pub fn line_round(text: &str, at: usize) -> Range<usize> {
    let (before, behind) = text.as_bytes().split_at(at.min(text.len()));
    let start = memchr::memrchr(b'\n', before).map_or(0, |end| end + 1);
    let end = memchr::memchr(b'\n', behind).map_or(text.len(), |end| before.len() + end);
    start..end
}

/// Whether a text holds one of three bytes.
pub fn holds_one_of(text: &str, [one, other, third]: [u8; 3]) -> bool {
    memchr::memchr3(one, other, third, text.as_bytes()).is_some()
}

/// Returns where a piece of text stands first, from a place on.
pub fn find(text: &str, piece: &str, from: usize) -> Option<usize> {
    let rest = text.as_bytes().get(from..)?;
    Some(from + memchr::memmem::find(rest, piece.as_bytes())?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_where_they_do() {
        assert_eq!(line_ends("a\r\n\nb").collect::<Vec<_>>(), [2, 3]);
        assert_eq!(line_ends("").next(), None);
    }

    #[test]
    fn a_piece_is_found_from_a_place_on() {
        assert_eq!(find("é]: a]: b", "]:", 0), Some(2));
        assert_eq!(find("é]: a]: b", "]:", 3), Some(6));
        assert_eq!(find("é]: a]: b", "]:", 7), None);
        assert_eq!(find("", "]:", 1), None);
    }

    #[test]
    fn one_of_three_is_enough() {
        assert!(holds_one_of("a: b", [b'*', b':', b'_']));
        assert!(!holds_one_of("a b", [b'*', b':', b'_']));
    }
}
