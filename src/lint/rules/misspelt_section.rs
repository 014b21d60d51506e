//! A heading is one or two slips away from a section's name.

use super::{Check, Context, Errs, Group, Rule};
use crate::diagnostic::{Safety, Severity};
use crate::model::Writeup;
use crate::text::{Edit, Span, Spanned, slug};

pub(super) static RULE: Rule = Rule {
    name: "misspelt-section",
    group: Group::Shape,
    severity: Severity::Warning,
    errs: Errs::WhenPublished,
    page: include_str!("misspelt_section.md"),
    check: Check::Linked(check),
};

fn check(writeup: &Writeup, cx: &mut Context<'_>) {
    for section in writeup.sections.iter().filter(|section| section.misspelt) {
        let Some(kind) = section.kind else {
            continue;
        };
        let text = &section.heading.text;
        let edit = spelling(text, kind.name(), cx);
        let finding = cx.report(
            text.span,
            format!("`{}` is not a section that is known here", text.value),
        );
        finding.help(format!("did you mean `{}`?", kind.name()));
        if let Some(edit) = edit {
            let title = format!("spell the heading `{}`", kind.name());
            finding.fix(title, Safety::Safe, edit);
        }
    }
}

/// Returns the edit that spells the heading right and keeps its number and its emoji. `None` where the
/// words hold marks, or where a link leads to the anchor that the slip made: it would break.
fn spelling(text: &Spanned<String>, name: &str, cx: &Context<'_>) -> Option<Edit> {
    let anchor = slug::anchor(&text.value);
    let mut links = cx.corpus.writeups.iter().flat_map(|other| &other.links);
    let pointed_at = links.any(|link| {
        let named = link.target.value.rsplit_once('#');
        named.is_some_and(|(_, named)| slug::anchor(named) == anchor)
    });
    if pointed_at || !cx.is_exact(text) {
        return None;
    }
    let start = text.value.find(char::is_alphabetic)?;
    let end = text
        .value
        .trim_end_matches(|c: char| !c.is_alphabetic())
        .len();
    let at = text.span.start();
    let words = Span::new(text.span.file, at + start, at + end);
    Some(Edit::replace(words, name))
}
