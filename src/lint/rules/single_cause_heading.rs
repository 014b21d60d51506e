//! A heading that says the cause is one.

use super::{Check, Context, Errs, Group, Rule};
use crate::diagnostic::Severity;
use crate::model::Writeup;

pub(super) static RULE: Rule = Rule {
    name: "single-cause-heading",
    group: Group::Shape,
    severity: Severity::Warning,
    errs: Errs::WhenPublished,
    page: include_str!("single_cause_heading.md"),
    check: Check::Writeup(check),
};

fn check(writeup: &Writeup, cx: &mut Context<'_>) {
    for heading in writeup.own_headings() {
        let text = &heading.text;
        // One that asks does not say.
        if !text.value.trim_end().ends_with('?') && names_one_cause(&heading.folded) {
            cx.report(text.span, format!("`{}` says that the cause is one", text.value))
                .help("what else had to be true for it to happen? `Contributing conditions` holds them all");
        }
    }
}

/// Whether a heading, given folded, does. Exact: `Root causes` and `Analysis of causes` leave room for several, `Cause for alarm` is a title.
fn names_one_cause(folded: &str) -> bool {
    const CAUSES: &[&str] = &[
        "cause",
        "root cause",
        "root cause analysis",
        "main cause",
        "primary cause",
        "real cause",
        "underlying cause",
        "ultimate cause",
    ];
    const OF: &[&str] = &[
        "bug",
        "disruption",
        "failure",
        "incident",
        "issue",
        "outage",
        "problem",
    ];
    let bare = folded.strip_prefix("the ").unwrap_or(folded);
    let name = match bare.split_once(" of the ") {
        Some((name, of)) if OF.contains(&of) => name,
        _ => bare,
    };
    CAUSES.contains(&name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::words;

    #[test]
    fn one_cause_is_told_from_several() {
        for heading in [
            "Root cause",
            "3. ROOT CAUSE:",
            "🔥 The cause",
            "Root-Cause Analysis",
            "Root Cause of the Outage",
            "The root cause of the incident",
        ] {
            let folded = words::fold_heading(heading);
            assert!(names_one_cause(&folded), "{heading}");
        }
        for heading in [
            "Causes",
            "Root causes",
            "Root cause(s)",
            "Contributing causes",
            "Analysis of causes",
            "Cause for alarm",
            "The cause of the second wave",
            "Because",
            "",
        ] {
            let folded = words::fold_heading(heading);
            assert!(!names_one_cause(&folded), "{heading}");
        }
    }
}
