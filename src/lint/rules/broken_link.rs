//! A relative link to a file that is not there.

use super::{Check, Context, Errs, Group, Rule};
use crate::diagnostic::Severity;
use crate::history::Past;
use crate::lint::missing;
use crate::model::{LinkKind, Writeup};

pub(super) static RULE: Rule = Rule {
    name: "broken-link",
    group: Group::Links,
    severity: Severity::Error,
    errs: Errs::FromReview,
    page: include_str!("broken_link.md"),
    check: Check::Past(check),
};

fn check(writeup: &Writeup, past: &Past, cx: &mut Context<'_>) {
    for link in &writeup.links {
        if !matches!(
            link.kind,
            LinkKind::Wiki | LinkKind::Footnote | LinkKind::Autolink | LinkKind::Image
        ) {
            missing::report(writeup, link, "file", past, cx);
        }
    }
}
