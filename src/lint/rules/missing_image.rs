//! An image whose file is not there.

use super::{Check, Context, Errs, Group, Rule};
use crate::diagnostic::Severity;
use crate::history::Past;
use crate::lint::missing;
use crate::model::{LinkKind, Writeup};

pub(super) static RULE: Rule = Rule {
    name: "missing-image",
    group: Group::Links,
    severity: Severity::Error,
    errs: Errs::FromReview,
    page: include_str!("missing_image.md"),
    check: Check::Past(check),
};

fn check(writeup: &Writeup, past: &Past, cx: &mut Context<'_>) {
    for link in &writeup.links {
        if link.kind == LinkKind::Image {
            missing::report(writeup, link, "image", past, cx);
        }
    }
}
