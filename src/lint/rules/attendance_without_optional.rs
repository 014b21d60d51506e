//! Who came to the review is told, and not whether they were free to stay away.

use super::{Check, Context, Errs, Group, Rule};
use crate::diagnostic::Severity;
use crate::model::{Came, Review, Writeup};
use crate::text::yaml::Node;

pub(super) static RULE: Rule = Rule {
    name: "attendance-without-optional",
    group: Group::Practice,
    severity: Severity::Warning,
    errs: Errs::WhenPublished,
    page: include_str!("attendance_without_optional.md"),
    check: Check::Writeup(check),
};

fn check(writeup: &Writeup, cx: &mut Context<'_>) {
    let came = writeup.meta.review.as_deref().map(Review::came);
    let review = writeup
        .front_matter
        .as_ref()
        .and_then(|front_matter| front_matter.fields.get("review"));
    let Some(Node::Map(review)) = review.map(|entry| &entry.value) else {
        return;
    };
    // A value that cannot be read is spoken of already.
    let Some(attended) = review.get("attended") else {
        return;
    };
    if came == Some(Came::Unclear) && review.get("optional").is_none() {
        cx.report(
            attended.key.span,
            "the review counts who came, and not whether they had to",
        )
        .help("was anybody free to stay away? `optional: true` or `optional: false` tells");
    }
}
