//! A link to a commit of this repository that this repository does not have.

use super::{Check, Context, Errs, Group, Rule};
use crate::diagnostic::Severity;
use crate::history::Past;
use crate::links::cited;
use crate::model::{ForgePlace, Writeup};

pub(super) static RULE: Rule = Rule {
    name: "unknown-commit",
    group: Group::Links,
    severity: Severity::Warning,
    errs: Errs::FromReview,
    page: include_str!("unknown_commit.md"),
    check: Check::Past(check),
};

fn check(writeup: &Writeup, past: &Past, cx: &mut Context<'_>) {
    for link in &writeup.links {
        let Some(ForgePlace::Commit(id)) = cited::own(&link.target.value, &past.remotes) else {
            continue;
        };
        if past.lacks(&id.to_lowercase()) {
            let short = id.get(..SHORT).unwrap_or(id);
            cx.report(
                link.target.span,
                format!("this clone has no commit `{short}`"),
            )
            .help("was it on a branch that was squashed? Link to the commit that stayed");
        }
    }
}

/// Digits of an id as people quote it.
const SHORT: usize = 9;
