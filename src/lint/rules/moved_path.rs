//! Code that a write-up names has moved, or went.

use super::{Check, Context, Errs, Group, Rule};
use crate::diagnostic::{Safety, Severity};
use crate::history::{Fate, Past};
use crate::links::cited;
use crate::model::{Destination, ForgePlace, RepoPath, Writeup};
use crate::text::{Edit, Span};

pub(super) static RULE: Rule = Rule {
    name: "moved-path",
    group: Group::Links,
    severity: Severity::Warning,
    errs: Errs::WhenPublished,
    page: include_str!("moved_path.md"),
    check: Check::Past(check),
};

fn check(writeup: &Writeup, past: &Past, cx: &mut Context<'_>) {
    for link in &writeup.links {
        let place = cited::own(&link.target.value, &past.remotes);
        let Some(ForgePlace::File { at, path }) = place.filter(|_| cx.is_exact(&link.target))
        else {
            continue;
        };
        let Some(file) = cited::forge_path(path).filter(|_| cited::is_current(at)) else {
            continue;
        };
        if let Some(fate) = past.fate(&file) {
            // Owner and repository may be called as the file is: it stands behind the branch.
            let address = link
                .target
                .value
                .split(['#', '?'])
                .next()
                .unwrap_or_default();
            let place = address.rfind(&format!("/{at}/{path}")).map(|before| {
                let start = link.target.span.start() + before + at.len() + 2;
                Span::new(writeup.file, start, start + path.len())
            });
            report(cx, link.target.span, &file, fate, place);
        }
    }
    let corpus = cx.corpus;
    for (span, path) in cited::cited(writeup, corpus) {
        if let Some(fate) = past.fate(&path) {
            // A story tells how things were: its words need not follow every change of the code.
            report(cx, span, &path, fate, None).severity = Severity::Advice;
        }
    }
}

/// Reports a path; `place` is where it stands in a link that can follow it.
fn report<'c>(
    cx: &'c mut Context<'_>,
    span: Span,
    path: &RepoPath,
    fate: &Fate,
    place: Option<Span>,
) -> &'c mut crate::diagnostic::Diagnostic {
    let commit = &fate.commit;
    let Some(now) = &fate.now else {
        let finding = cx.report(span, format!("`{path}` is not there any more"));
        return finding.help(format!(
            "it went in {commit}; a link to the code as it was then needs the commit in it"
        ));
    };
    let finding = cx.report(span, format!("`{path}` has moved"));
    let (perhaps, safety) = if fate.sure {
        ("", Safety::Safe)
    } else {
        ("perhaps ", Safety::Guess)
    };
    finding.help(format!("{perhaps}it is `{now}` since {commit}"));
    if let Some(place) = place {
        let edit = Edit::replace(place, Destination::write(now.as_str()));
        finding.fix(format!("point to `{now}`"), safety, edit);
    }
    finding
}
