//! Bytes looked for in whole texts.

/// Returns where each line begins but the first: the places behind `\n`.
pub fn line_starts(text: &str) -> impl Iterator<Item = usize> {
    // Lines are short: looking at each byte is quicker than to begin a search anew for each line.
    let bytes = text.bytes().zip(1..);
    bytes.filter_map(|(byte, behind)| (byte == b'\n').then_some(behind))
}

/// Counts the lines that end.
pub fn lines_ended(text: &str) -> usize {
    text.bytes().filter(|byte| *byte == b'\n').count()
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
    fn lines_begin_where_they_do() {
        for (text, starts) in [
            ("a\r\n\nb", &[3, 4][..]),
            ("é\n", &[3]),
            ("a", &[]),
            ("", &[]),
        ] {
            assert_eq!(line_starts(text).collect::<Vec<_>>(), starts, "{text:?}");
            assert_eq!(lines_ended(text), starts.len(), "{text:?}");
        }
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
