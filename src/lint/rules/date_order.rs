//! Two dates of the front matter stand in an order that cannot be.

use super::{Check, Context, Errs, Group, Rule};
use crate::diagnostic::Severity;
use crate::model::{Date, Moment, Writeup};
use crate::text::Spanned;

pub(super) static RULE: Rule = Rule {
    name: "date-order",
    group: Group::FrontMatter,
    severity: Severity::Error,
    errs: Errs::WhenPublished,
    page: include_str!("date_order.md"),
    check: Check::Writeup(check),
};

fn check(writeup: &Writeup, cx: &mut Context<'_>) {
    let meta = &writeup.meta;
    let review = meta.review.as_deref();
    let happened = ("date", meta.date.as_ref());
    let shared = (
        "review.shared",
        review.and_then(|review| review.shared.as_ref()),
    );
    let met = (
        "review.date",
        review.and_then(|review| review.date.as_ref()),
    );
    let actions = meta.actions.as_deref();
    let decided = (
        "actions.decided",
        actions.and_then(|actions| actions.decided.as_ref()),
    );
    // Each date is reported once, with the first of those that it should not precede.
    let orders = [
        (shared, [Some(happened), None]),
        (met, [Some(happened), Some(shared)]),
        (decided, [Some(happened), None]),
    ];
    for ((name, later), befores) in orders {
        let Some(later) = later else {
            continue;
        };
        let broken = befores.into_iter().flatten().find_map(|(other, earlier)| {
            let earlier = earlier?;
            precedes(later, earlier, cx).then_some((other, earlier))
        });
        if let Some((other, earlier)) = broken {
            cx.report(later.span, format!("`{name}` is before `{other}`"))
                .label(earlier.span, format!("`{other}` is here"))
                .help("which of the two is right? In January it is often the year");
        }
    }
}

/// Whether one date is before another in every reading. Where only one of them has a time of day, they
/// may be of two zones, and a day apart on paper is then no day apart.
fn precedes(one: &Spanned<Date>, other: &Spanned<Date>, cx: &Context<'_>) -> bool {
    if one.value >= other.value {
        return false;
    }
    let text = |date: &Spanned<Date>| cx.files.text(date.span).trim_matches(['"', '\'']);
    match (Moment::parse(text(one)), Moment::parse(text(other))) {
        (Some(one), Some(other)) => one.seconds < other.seconds,
        _ if text(one).len() == text(other).len() => true,
        _ => one.value.next().is_some_and(|next| next < other.value),
    }
}
