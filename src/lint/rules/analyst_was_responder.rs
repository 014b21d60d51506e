//! Somebody who was in the middle of it also wrote it up, and the text does not say why.

use std::collections::BTreeMap;

use super::{Check, Context, Errs, Group, Rule};
use crate::diagnostic::Severity;
use crate::model::Writeup;
use crate::text::words;

pub(super) static RULE: Rule = Rule {
    name: "analyst-was-responder",
    group: Group::Practice,
    severity: Severity::Warning,
    errs: Errs::WhenPublished,
    page: include_str!("analyst_was_responder.md"),
    check: Check::Writeup(check),
};

fn check(writeup: &Writeup, cx: &mut Context<'_>) {
    let meta = &writeup.meta;
    let noted = meta
        .analyst_note
        .as_ref()
        .is_some_and(|note| !note.value.trim().is_empty());
    if noted {
        return;
    }
    let responders: BTreeMap<_, _> = meta
        .responders
        .iter()
        .rev()
        .map(|responder| (folded(&responder.value), responder.span))
        .collect();
    for analyst in &meta.analysts {
        let Some(&responder) = responders.get(&folded(&analyst.value)) else {
            continue;
        };
        cx.report(
            analyst.span,
            format!("`{}` is among the responders too", analyst.value.trim()),
        )
        .label(responder, "here")
        .help("how did that come about? A line `analyst_note:` tells readers where the story was seen from");
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
}
