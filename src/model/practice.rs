//! What the front matter says of how a story was looked at together: who wrote it up, who came to the
//! review, and when the actions were decided. Rules and markers ask here, so that both mean the same.

use std::collections::BTreeMap;

use crate::text::{Span, Spanned, words};

use super::{Attendance, Date, Declined, Meta, Review};

/// The day of the review, and the day on which the actions were decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Soak<'a> {
    pub review: &'a Spanned<Date>,
    pub decided: &'a Spanned<Date>,
}

impl Soak<'_> {
    /// Returns how many nights lie between them; negative where the actions came first.
    pub fn nights(self) -> i64 {
        self.review.value.days_until(self.decided.value)
    }
}

/// What is told of those who came to a review.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Came {
    /// Nobody counted.
    Unsaid,
    /// They were counted, and nothing says whether they had to come.
    Unclear,
    /// They had to.
    Compulsory,
    /// They came because they wanted to.
    Freely(Attendance),
}

impl Meta {
    /// Returns the analysts who are among the responders as well, each with the place where the responder
    /// is named; `None` where nobody is named as one of the two.
    pub fn analysts_among_responders(&self) -> Option<Vec<(&Spanned<String>, Span)>> {
        if self.analysts.is_empty() || self.responders.is_empty() {
            return None;
        }
        // Of one who is named twice, the first place.
        let responders: BTreeMap<_, _> = self
            .responders
            .iter()
            .rev()
            .map(|responder| (folded(&responder.value), responder.span))
            .collect();
        let both = self.analysts.iter().filter_map(|analyst| {
            let place = responders.get(&folded(&analyst.value))?;
            Some((analyst, *place))
        });
        Some(both.collect())
    }

    /// Returns why an analyst was a responder too, where that is told.
    pub fn analyst_reason(&self) -> Option<&str> {
        let note = self.analyst_note.as_ref()?.value.trim();
        (!note.is_empty()).then_some(note)
    }

    /// Returns review and decision; `None` where one of them is not told, and where the actions were
    /// decided before the incident, which is a slip of the pen.
    pub fn soak(&self) -> Option<Soak<'_>> {
        let review = self.review.as_ref()?.date.as_ref()?;
        let decided = self.actions.as_ref()?.decided.as_ref()?;
        let slip = self
            .date
            .as_ref()
            .is_some_and(|date| decided.value < date.value);
        (!slip).then_some(Soak { review, decided })
    }
}

impl Declined {
    /// Returns why it will not be done, where that is told.
    pub fn why(&self) -> Option<&str> {
        let why = self.reason.as_ref()?.value.trim();
        (!why.is_empty()).then_some(why)
    }
}

impl Review {
    /// Returns what is told of those who came.
    pub fn came(&self) -> Came {
        let counted = self.attended.closest.is_some() || self.attended.elsewhere.is_some();
        match (self.optional, counted) {
            (Some(false), _) => Came::Compulsory,
            (_, false) => Came::Unsaid,
            (None, true) => Came::Unclear,
            (Some(true), true) => Came::Freely(self.attended),
        }
    }
}

/// Returns what two spellings of one name share. Characters that stand for words are not folded: two
/// names that sound alike are written apart. Nor is a name of which nothing would be left.
fn folded(name: &str) -> Result<String, &str> {
    let folded = words::fold(name);
    let spelt = name.chars().all(|c| !c.is_alphabetic() || c < '\u{2e80}');
    if spelt && !folded.is_empty() {
        Ok(folded)
    } else {
        Err(name.trim())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_the_same_in_any_case_and_no_other() {
        for (one, other) in [
            ("Ana Díaz", "ana diaz "),
            ("@mara", "Mara"),
            ("张伟", "张伟"),
        ] {
            assert_eq!(folded(one), folded(other), "{one} {other}");
        }
        for (one, other) in [("张伟", "章伟"), ("Mara", "Mara Lind"), ("?", "!")] {
            assert_ne!(folded(one), folded(other), "{one} {other}");
        }
    }

    #[test]
    fn those_who_had_to_come_say_nothing_and_those_nobody_counted_are_unknown() {
        let review = |optional, closest| Review {
            optional,
            attended: Attendance {
                closest,
                elsewhere: None,
            },
            ..Review::default()
        };
        let some = Attendance {
            closest: Some(4),
            elsewhere: None,
        };
        for (optional, closest, expected) in [
            (None, None, Came::Unsaid),
            (Some(true), None, Came::Unsaid),
            (Some(false), None, Came::Compulsory),
            (None, Some(4), Came::Unclear),
            (Some(false), Some(4), Came::Compulsory),
            (Some(true), Some(4), Came::Freely(some)),
        ] {
            assert_eq!(review(optional, closest).came(), expected);
        }
    }
}
