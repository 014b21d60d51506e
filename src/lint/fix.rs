//! Findings that know how they are mended become a new text.
//!
//! Only what a fix names is changed. Two that cannot both be made wait for each other: the first in
//! reading order is made, the other is found again on the next round.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, Fix, Safety};
use crate::text::{self, Edit};

/// Rounds after which mending stops: each may bring up what the last made possible.
pub const ROUNDS_MAX: usize = 10;

/// A text after the fixes were made.
#[derive(Clone, Debug)]
pub struct Mended<'a> {
    pub text: String,
    /// What was done, in reading order.
    pub made: Vec<&'a Fix>,
}

/// Makes the fixes of the findings in one file, those up to `safety`. Returns `None` when there is
/// nothing to make.
pub fn apply<'a>(
    text: &str,
    found: impl IntoIterator<Item = &'a Diagnostic>,
    safety: Safety,
) -> Option<Mended<'a>> {
    // By their starts: what is there never clashes, so a new one can only clash with its neighbours.
    let mut edits: BTreeMap<usize, &Edit> = BTreeMap::new();
    let mut made = Vec::new();
    for fix in found.into_iter().filter_map(|one| one.fix.as_deref()) {
        let clashes = |new: &Edit| {
            let before = edits.range(..=new.span.start()).next_back();
            let after = edits.range(new.span.start()..).next();
            before
                .into_iter()
                .chain(after)
                .any(|(_, old)| new.clashes(old))
        };
        let idle = |edit: &Edit| text.get(edit.span.start()..edit.span.end()) == Some(&edit.text);
        if fix.safety > safety || fix.edits.iter().all(idle) || fix.edits.iter().any(clashes) {
            continue;
        }
        edits.extend(fix.edits.iter().map(|edit| (edit.span.start(), edit)));
        made.push(fix);
    }
    (!made.is_empty()).then(|| Mended {
        text: text::apply(text, edits.into_values()),
        made,
    })
}

/// Returns the line, counting from 1, of a merge that nobody has decided yet. Such a file has two
/// texts in it, and no tool should touch either.
pub fn conflict(text: &str) -> Option<usize> {
    let lines = || text.lines().enumerate();
    let (ours, _) = lines().find(|(_, line)| line.starts_with("<<<<<<< "))?;
    let theirs = lines()
        .skip(ours)
        .any(|(_, line)| line.starts_with(">>>>>>> "));
    theirs.then_some(ours + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Severity;
    use crate::text::{Files, Span};

    fn finding(start: usize, end: usize, new: &str, safety: Safety) -> Diagnostic {
        let span = Span::new(Files::default().add("a.md", ""), start, end);
        let mut one = Diagnostic::new("x", Severity::Error, span, "");
        one.fix("mend it", safety, Edit::replace(span, new));
        one
    }

    #[test]
    fn guesses_and_clashes_wait() {
        let found = [
            finding(0, 1, "A", Safety::Safe),
            finding(0, 2, "X", Safety::Safe),
            finding(2, 3, "C", Safety::Guess),
            finding(3, 4, "d", Safety::Safe),
        ];
        let text = |safety| apply("abcd\r\n", &found, safety).map(|mended| mended.text);
        assert_eq!(text(Safety::Safe).as_deref(), Some("Abcd\r\n"));
        assert_eq!(text(Safety::Guess).as_deref(), Some("AbCd\r\n"));
        assert!(apply("abcd", &found[3..], Safety::Guess).is_none());
    }

    #[test]
    fn an_undecided_merge_is_seen() {
        assert_eq!(
            conflict("a\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> x\n"),
            Some(2)
        );
        assert_eq!(conflict("a\n=======\nb\n"), None);
        assert_eq!(conflict("<<<<<<< quoted\n"), None);
    }
}
