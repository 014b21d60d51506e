//! A change to a text: bytes that give way, and what takes their place.

use super::Span;

/// Replaces the bytes of `span` with `text`. An insertion has an empty span.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    pub span: Span,
    pub text: String,
}

impl Edit {
    pub fn replace(span: Span, text: impl Into<String>) -> Self {
        Self {
            span,
            text: text.into(),
        }
    }

    /// Puts `text` before the byte at which `at` begins.
    pub fn insert(at: Span, text: impl Into<String>) -> Self {
        Self::replace(Span::empty(at.file, at.start()), text)
    }

    /// Whether the two cannot both be made: they share a byte, or insert at the same place.
    pub fn clashes(&self, other: &Self) -> bool {
        let (one, two) = (self.span, other.span);
        let touching = one.is_empty() || two.is_empty();
        one.overlaps(two)
            || (one.file == two.file
                && touching
                && one.start() <= two.end()
                && two.start() <= one.end())
    }
}

/// Returns `text` with the edits made; every other byte stays. Edits must lie on character boundaries
/// and must not clash: one that does not fit is left out.
pub fn apply<'a>(text: &str, edits: impl IntoIterator<Item = &'a Edit>) -> String {
    let mut edits: Vec<&Edit> = edits.into_iter().collect();
    edits.sort_by_key(|edit| edit.span);
    let mut changed = String::with_capacity(text.len());
    let mut at = 0;
    for edit in edits {
        let (Some(kept), Some(_)) = (
            text.get(at..edit.span.start()),
            text.get(edit.span.start()..edit.span.end()),
        ) else {
            continue;
        };
        changed.push_str(kept);
        changed.push_str(&edit.text);
        at = edit.span.end();
    }
    changed.push_str(text.get(at..).unwrap_or_default());
    changed
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Files;

    #[test]
    fn edits_are_made_in_any_order_and_the_rest_stays() {
        let id = Files::default().add("a", "");
        let edit = |start, end, text: &str| Edit::replace(Span::new(id, start, end), text);
        let edits = [edit(4, 7, "2"), edit(0, 0, "<"), edit(3, 3, ",")];
        assert_eq!(apply("one two\r\n", &edits), "<one, 2\r\n");
        // Inside of a character, behind the end, over another: left out.
        let unfit = [edit(1, 2, "x"), edit(9, 12, "x")];
        assert_eq!(apply("é", &unfit), "é");
        assert_eq!(apply("abc", &[edit(0, 2, "x"), edit(1, 3, "y")]), "xc");
    }

    #[test]
    fn what_shares_a_byte_or_a_place_clashes() {
        let id = Files::default().add("a", "");
        let edit = |start, end| Edit::replace(Span::new(id, start, end), "");
        assert!(edit(0, 3).clashes(&edit(2, 4)));
        assert!(edit(2, 2).clashes(&edit(2, 2)));
        assert!(edit(2, 4).clashes(&edit(4, 4)));
        assert!(!edit(0, 2).clashes(&edit(2, 4)));
    }
}
