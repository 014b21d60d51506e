//! Where a link's target leads, read once from the text as written.

use std::borrow::Cow;

use super::RepoPath;

/// What a target can mean inside of a repository.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Destination {
    /// Another host or scheme, a mail address, a template of a site generator: not looked at.
    External,
    /// Nothing is written.
    Nothing,
    /// A place in the same document.
    Anchor(String),
    /// A path as written, percent-decoded, with the anchor behind its `#`.
    Path {
        path: String,
        anchor: Option<String>,
    },
}

impl Destination {
    /// Reads a target as written.
    pub fn read(target: &str) -> Self {
        let target = entities(target.trim());
        let target = target.as_ref();
        if target.is_empty() {
            return Self::Nothing;
        }
        if let Some(anchor) = target.strip_prefix('#') {
            return Self::Anchor(decode(anchor));
        }
        let template = target.contains("{{") || target.contains("{%");
        if template || target.starts_with("//") || has_scheme(target) {
            return Self::External;
        }
        let (path, anchor) = match target.split_once('#') {
            Some((path, anchor)) => (path, Some(decode(anchor))),
            None => (target, None),
        };
        let path = path.split('?').next().unwrap_or_default();
        Self::Path {
            path: decode(&unescape(path)),
            anchor,
        }
    }

    /// Returns the path of an address with its percent-encoding undone, once.
    pub fn decoded(path: &str) -> String {
        decode(path)
    }

    /// Returns a path as the target of a link: what Markdown or an address would take for its own is
    /// percent-encoded.
    pub fn write(path: &str) -> String {
        let mut target = String::with_capacity(path.len());
        for c in path.chars() {
            let own = c.is_whitespace() || c.is_control() || "()<>[]{}%#?&:;'\"\\`*|".contains(c);
            if own {
                let mut bytes = [0; 4];
                for byte in c.encode_utf8(&mut bytes).bytes() {
                    target.push_str(&format!("%{byte:02X}"));
                }
            } else {
                target.push(c);
            }
        }
        target
    }

    /// Returns the file that a path means, seen from the file that holds the link; `None` when it
    /// leaves the repository, or is no path.
    pub fn file(&self, from: &RepoPath) -> Option<RepoPath> {
        match self {
            Self::Path { path, .. } => from.folder().join(path),
            _ => None,
        }
    }
}

/// Whether a target begins with a scheme (`https:`, `mailto:`), by RFC 3986; one letter is a drive.
fn has_scheme(target: &str) -> bool {
    let Some((scheme, _)) = target.split_once(':') else {
        return false;
    };
    scheme.len() > 1
        && scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
}

/// Undoes the entities that stand for what is awkward in a target.
fn entities(text: &str) -> Cow<'_, str> {
    const ENTITIES: [(&str, &str); 5] = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&amp;", "&"),
    ];
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let plain = ENTITIES
        .iter()
        .fold(text.to_owned(), |text, (entity, c)| text.replace(entity, c));
    Cow::Owned(plain)
}

/// Undoes Markdown's backslash escapes.
fn unescape(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match chars.peek() {
            Some(next) if c == '\\' && next.is_ascii_punctuation() => {}
            _ => plain.push(c),
        }
    }
    plain
}

/// Undoes percent-encoding, once. What is no encoding stays as it is.
fn decode(text: &str) -> String {
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
    fn targets_are_told_apart() {
        let path = |path: &str, anchor: Option<&str>| Destination::Path {
            path: path.to_owned(),
            anchor: anchor.map(str::to_owned),
        };
        for (target, expected) in [
            ("https://x.org/a", Destination::External),
            ("mailto:a@b.c", Destination::External),
            ("//host/x", Destination::External),
            ("{{< ref x >}}", Destination::External),
            ("", Destination::Nothing),
            ("#a%20b", Destination::Anchor("a b".to_owned())),
            ("../a%20b.md#x", path("../a b.md", Some("x"))),
            ("a.md?raw=1", path("a.md", None)),
            ("100%25.md", path("100%.md", None)),
            ("100%.md", path("100%.md", None)),
            ("a\\_b.md", path("a_b.md", None)),
            ("a&amp;b.md", path("a&b.md", None)),
            ("%2e%2e/%252e", path("../%2e", None)),
        ] {
            assert_eq!(Destination::read(target), expected, "{target}");
        }
    }

    #[test]
    fn what_is_written_is_read_back() {
        for path in [
            "b's {{x}}.md",
            "a:b&copy;.md",
            "../2025/a b (c).md",
            "100%.md",
            "ä#b?c.md",
            "a_b*c|d`.md",
            "x\\y.md",
        ] {
            let target = Destination::write(path);
            let expected = Destination::Path {
                path: path.to_owned(),
                anchor: None,
            };
            assert_eq!(Destination::read(&target), expected, "{target}");
            assert!(!target.contains([' ', '(', ')', '|']));
        }
    }

    #[test]
    fn files_are_seen_from_the_document_and_stay_inside() {
        let from = RepoPath::new("incidents/2026/a.md").unwrap();
        let file = |target: &str| {
            Destination::read(target)
                .file(&from)
                .map(|path| path.to_string())
        };
        assert_eq!(
            file("../2025/b.md#x").as_deref(),
            Some("incidents/2025/b.md")
        );
        assert_eq!(file("../../../../etc/passwd"), None);
        assert_eq!(file("#x"), None);
    }
}
