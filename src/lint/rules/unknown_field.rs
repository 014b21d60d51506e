//! A key that is probably a known one, misspelt.

use super::{Check, Context, Errs, Group, Rule};
use crate::diagnostic::{Safety, Severity};
use crate::model::{FIELDS, Writeup, names};
use crate::text::{Edit, words};

pub(super) static RULE: Rule = Rule {
    name: "unknown-field",
    group: Group::FrontMatter,
    severity: Severity::Warning,
    errs: Errs::FromReview,
    page: include_str!("unknown_field.md"),
    check: Check::Writeup(check),
};

fn check(writeup: &Writeup, cx: &mut Context<'_>) {
    let Some(front_matter) = &writeup.front_matter else {
        return;
    };
    for entry in &front_matter.fields.entries {
        let key = &entry.key;
        let written = key.value.to_lowercase();
        let known = names(FIELDS).any(|name| name == written) && written == key.value;
        if known || FOREIGN.contains(&written.as_str()) {
            continue;
        }
        // Somebody else's keys are welcome: only a near miss is worth a word, and only where the
        // right one is not there as well.
        let near = names(FIELDS)
            .find(|field| *field == written)
            .or_else(|| words::nearest(&written, names(FIELDS)));
        let Some(near) = near.filter(|near| front_matter.fields.get(near).is_none()) else {
            continue;
        };
        cx.report(
            key.span,
            format!("the key `{}` is not known here", key.value),
        )
        .help(format!("did you mean `{near}`?"))
        .fix(
            format!("name the key `{near}`"),
            Safety::Guess,
            Edit::replace(key.span, near),
        );
    }
}

/// Keys of Hugo, Jekyll, Zola and Obsidian that are near to ours and mean something there.
const FOREIGN: &[&str] = &[
    "alias",
    "tag",
    "team",
    "service",
    "author",
    "authors",
    "data",
    "dated",
    "dates",
    "reviewer",
    "reviewers",
    "reviewed",
    "reviews",
    "events",
    "state",
    "states",
    "stats",
    "titles",
    "relates",
];
