//! Addresses, as far as a repository needs them.

/// Returns a path as it stands in a URI: what is not plainly a letter of a path is percent-encoded.
pub fn path(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            uri.push_str(&format!("%{byte:02X}"));
        }
    }
    uri
}

/// Whether a text is the address of a page: `http` or `https`, a host, and nothing that an address
/// would have encoded.
pub fn is_page(text: &str) -> bool {
    let rest = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"));
    let is_own = |c: char| c.is_ascii_graphic() && !"\"'<>\\^`|".contains(c);
    rest.is_some_and(|rest| {
        let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
        !host.is_empty() && !host.contains('@') && rest.chars().all(is_own)
    })
}

/// Undoes percent-encoding, once. What is no encoding stays as it is.
pub fn decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut plain = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let digits = text
            .get(at + 1..at + 3)
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        match digits {
            Some(decoded) if byte == b'%' => {
                plain.push(decoded);
                at += 3;
            }
            _ => {
                plain.push(byte);
                at += 1;
            }
        }
    }
    String::from_utf8(plain).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_pages_are_pages() {
        for good in ["https://x.org", "http://localhost:8000/a/{id}/"] {
            assert!(is_page(good), "{good}");
        }
        for bad in [
            "x.org",
            "https://",
            "https:///a",
            "ftp://x.org",
            "javascript:alert(1)",
            "https://me:secret@x.org/a",
            "https://x.org/a b",
            "https://x.org/\u{202e}",
        ] {
            assert!(!is_page(bad), "{bad}");
        }
    }
}
