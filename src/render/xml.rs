//! Text in XML 1.0.

use super::style::safe;

/// Returns text from data as XML, on one line: control characters have become visible.
pub(super) fn shown(text: &str) -> String {
    escaped(&safe(text))
}

/// Returns text for XML 1.0: markup escaped, and without the characters that it has no way to write.
pub(super) fn escaped(text: &str) -> String {
    let mut shown = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '&' => shown.push_str("&amp;"),
            '<' => shown.push_str("&lt;"),
            '>' => shown.push_str("&gt;"),
            '"' => shown.push_str("&quot;"),
            '\'' => shown.push_str("&apos;"),
            '\t' | '\n' => shown.push(c),
            '\r' => shown.push_str("&#13;"),
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {}
            _ => shown.push(c),
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_xml_cannot_write_is_left_out() {
        let all: String = ('\0'..='\u{ffff}').collect();
        let allowed =
            |c: char| matches!(c, '\t' | '\n' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}');
        assert!(escaped(&all).chars().all(allowed));
        assert_eq!(shown("a\u{0}\u{ffff}\"b"), "a\\x00&quot;b");
    }
}
