//! YAML as a tree with places, for front matter and settings alike.
//!
//! Reads the plain part of YAML 1.2 that people write by hand, every scalar as text; anchors, aliases,
//! tags and merge keys are refused, so that 400 bytes can never become a gigabyte. Reading never fails:
//! it gives what it could read and a list of problems.

mod set;
mod tree;
mod write;

use super::{Span, Spanned};

pub use set::{Wanted, set};
pub use tree::read;
pub use write::scalar;

/// A value as written.
#[derive(Clone, Debug)]
pub enum Node {
    Scalar(Scalar),
    List(List),
    Map(Map),
}

/// Text; numbers, dates and booleans are not told apart here.
#[derive(Clone, Debug)]
pub struct Scalar {
    pub text: String,
    /// The place of the text, quotes included.
    pub span: Span,
    /// Whether it stands without quotes.
    pub plain: bool,
}

#[derive(Clone, Debug)]
pub struct List {
    pub items: Vec<Node>,
    pub span: Span,
}

/// Keys in written order, each once: a second one is a problem and left out.
#[derive(Clone, Debug)]
pub struct Map {
    pub entries: Vec<Entry>,
    pub span: Span,
}

#[derive(Clone, Debug)]
pub struct Entry {
    pub key: Spanned<String>,
    pub value: Node,
}

/// Something that could not be read as it was meant.
#[derive(Clone, Debug)]
pub struct Problem {
    pub span: Span,
    pub message: String,
    pub help: Option<String>,
    /// The first of two twins.
    pub earlier: Option<Span>,
}

impl Node {
    pub fn span(&self) -> Span {
        match self {
            Self::Scalar(scalar) => scalar.span,
            Self::List(list) => list.span,
            Self::Map(map) => map.span,
        }
    }

    /// Whether nothing is written: an empty value, `~` or `null`.
    pub fn is_null(&self) -> bool {
        match self {
            Self::Scalar(scalar) => {
                scalar.plain && matches!(scalar.text.as_str(), "" | "~" | "null" | "Null" | "NULL")
            }
            Self::List(_) | Self::Map(_) => false,
        }
    }

    /// Whether two values say the same, wherever and however they are written.
    pub fn says_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Scalar(one), Self::Scalar(other)) => one.text == other.text,
            (Self::List(one), Self::List(other)) => {
                let pairs = one.items.iter().zip(&other.items);
                one.items.len() == other.items.len()
                    && pairs.into_iter().all(|(one, other)| one.says_same(other))
            }
            (Self::Map(one), Self::Map(other)) => one.says_same_without(other, ""),
            _ => false,
        }
    }

    /// Names the shape for messages: `text`, `a list`, `a mapping`.
    pub fn shape(&self) -> &'static str {
        match self {
            Self::Scalar(_) if self.is_null() => "nothing",
            Self::Scalar(_) => "text",
            Self::List(_) => "a list",
            Self::Map(_) => "a mapping",
        }
    }
}

impl Map {
    /// Whether two mappings say the same under every key but one.
    pub fn says_same_without(&self, other: &Self, left_out: &str) -> bool {
        let kept = |map: &Self| {
            let entries = map.entries.iter();
            entries.filter(|entry| entry.key.value != left_out).count()
        };
        let same = |entry: &Entry| {
            let twin = other.get(&entry.key.value);
            twin.is_some_and(|twin| entry.value.says_same(&twin.value))
        };
        let mut entries = self.entries.iter();
        kept(self) == kept(other) && entries.all(|entry| entry.key.value == left_out || same(entry))
    }

    pub fn get(&self, key: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.key.value == key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Files;

    fn check(source: &str) -> (Files, Option<Node>, Vec<Problem>) {
        let mut files = Files::default();
        let id = files.add("x.yaml", source);
        let (node, problems) = read(id, source, 0..source.len());
        (files, node, problems)
    }

    fn map(node: Option<Node>) -> Map {
        match node {
            Some(Node::Map(map)) => map,
            other => panic!("not a map: {other:?}"),
        }
    }

    #[test]
    fn every_key_and_value_reads_back_from_its_span() {
        let source =
            "title: \"Café: closed\"\r\ntags: [a, 'b c']\r\nreview:\r\n  date: 2026-01-02\r\n";
        let (files, node, problems) = check(source);
        assert!(problems.is_empty(), "{problems:?}");
        let map = map(node);
        let keys: Vec<_> = map.entries.iter().map(|e| files.text(e.key.span)).collect();
        assert_eq!(keys, ["title", "tags", "review"]);
        let values: Vec<_> = map
            .entries
            .iter()
            .map(|e| files.text(e.value.span()))
            .collect();
        assert_eq!(
            values,
            ["\"Café: closed\"", "[a, 'b c']", "date: 2026-01-02"]
        );
    }

    #[test]
    fn slips_get_a_sentence_and_a_place() {
        for (source, at, message) in [
            (
                "title: a: b\n",
                "title: a",
                "a value that holds `: ` needs quotes",
            ),
            (
                "title: \"a\n",
                "title: \"a\n",
                "a quotation mark is opened and not closed",
            ),
            (
                "a: &x 1\nb: *x\n",
                "a: &x ",
                "anchors and aliases (`&x`, `*x`) are not read here",
            ),
            ("a: !py x\n", "a: !py ", "tags (`!x`) are not read here"),
            ("a: 1\na: 2\n", "a: 1\n", "the key `a` is here twice"),
        ] {
            let (_, _, problems) = check(source);
            let problem = problems.first().expect(source);
            assert_eq!(problem.message, message, "{source}");
            assert_eq!(problem.span.start(), at.len(), "{source}");
        }
    }

    #[test]
    fn depth_and_size_are_bounded() {
        let (_, _, problems) = check(&"[".repeat(100_000));
        assert!(!problems.is_empty());
        let (_, _, problems) = check(&"- a\n".repeat(30_000));
        assert_eq!(problems.len(), 1);
    }

    #[test]
    fn what_was_read_before_a_slip_is_kept() {
        let (_, node, problems) = check("title: kept\nstatus: [draft\n");
        assert_eq!(problems.len(), 1);
        assert!(map(node).get("title").is_some());
    }

    #[test]
    fn written_scalars_read_back() {
        for text in [
            "plain words",
            "no",
            "12:30",
            "a: b",
            "# x",
            "é\u{202e}\u{9b}\n\"\\",
            "",
            " ",
        ] {
            let source = format!("k: {}\n", scalar(text));
            let (_, node, problems) = check(&source);
            assert!(problems.is_empty(), "{source}: {problems:?}");
            match &map(node).get("k").unwrap().value {
                Node::Scalar(read) => assert_eq!(read.text, text),
                other => panic!("{other:?}"),
            }
        }
    }
}
