//! A wikilink or `related` names an id that no write-up has.

use super::{Check, Context, Errs, Group, Rule};
use crate::diagnostic::Severity;
use crate::corpus::Named;
use crate::model::{LinkKind, Writeup};
use crate::text::{Span, words};

pub(super) static RULE: Rule = Rule {
    name: "unknown-id",
    group: Group::Links,
    severity: Severity::Error,
    errs: Errs::FromReview,
    page: include_str!("unknown_id.md"),
    check: Check::Writeup(check),
};

fn check(writeup: &Writeup, cx: &mut Context<'_>) {
    for related in &writeup.meta.related {
        look(cx, &related.id.value, related.id.span);
    }
    for link in writeup.links.iter().filter(|link| link.kind == LinkKind::Wiki) {
        let name = link.target.value.split('#').next().unwrap_or_default().trim();
        let name = name.strip_suffix(".md").unwrap_or(name);
        let name = name.rsplit('/').next().unwrap_or(name);
        if !name.is_empty() {
            look(cx, name, link.target.span);
        }
    }
}

fn look(cx: &mut Context<'_>, name: &str, span: Span) {
    match cx.corpus.names.exact(name) {
        Named::One(_) | Named::Several(_) => {}
        Named::Nobody => {
            let near = words::nearest(name, cx.corpus.names.iter().map(|(known, _)| known));
            let help = match near {
                Some(near) => format!("did you mean `{near}`?"),
                None => "ids are file names without `.md`, or the `id` and `aliases` of front matter".to_owned(),
            };
            cx.report(span, format!("no write-up answers to `{name}`")).help(help);
        }
    }
}
