//! A link to a heading that is not there.

use super::{Check, Context, Errs, Group, Rule};
use crate::corpus::{Corpus, Named};
use crate::diagnostic::{Safety, Severity};
use crate::model::{Destination, Link, LinkKind, Writeup};
use crate::text::{Edit, Span, slug};

pub(super) static RULE: Rule = Rule {
    name: "broken-anchor",
    group: Group::Links,
    severity: Severity::Error,
    errs: Errs::FromReview,
    page: include_str!("broken_anchor.md"),
    check: Check::Linked(check),
};

fn check(writeup: &Writeup, cx: &mut Context<'_>) {
    for link in &writeup.links {
        if matches!(
            link.kind,
            LinkKind::Footnote | LinkKind::Autolink | LinkKind::Image
        ) {
            continue;
        }
        let Some((target, anchor)) = target(link, writeup, cx.corpus) else {
            continue;
        };
        if !slug::may_be_heading(&anchor) || has(target, &anchor) {
            continue;
        }
        let wanted = slug::anchor(&anchor);
        let near = cx.nearest(&wanted, target.anchors.iter());
        let near = near.or_else(|| slug::goes_on(&wanted, target.anchors.iter()));
        let exact = cx.is_exact(&link.target) && !link.target.value.ends_with('\\');
        let message = if target.file == writeup.file {
            format!("no heading here has the anchor `{anchor}`")
        } else {
            format!("no heading of `{}` has the anchor `{anchor}`", target.path)
        };
        let finding = cx.report(link.target.span, message);
        let Some(near) = near else {
            finding.help("was the heading renamed?");
            continue;
        };
        finding.help(format!("did you mean `#{near}`?"));
        if exact && let Some(before) = link.target.value.rfind('#') {
            let start = link.target.span.start() + before + 1;
            let place = Span::new(writeup.file, start, link.target.span.end());
            let title = format!("point to `#{near}`");
            finding.fix(title, Safety::Guess, Edit::replace(place, near));
        }
    }
}

fn has(writeup: &Writeup, anchor: &str) -> bool {
    let wanted = slug::anchor(anchor);
    writeup
        .anchors
        .iter()
        .any(|known| known == anchor || known == wanted)
}

/// Returns the write-up that a link with an anchor points into, and the anchor. Files outside of the
/// write-ups are not read, so their anchors are not known.
fn target<'a>(link: &Link, from: &'a Writeup, corpus: &'a Corpus) -> Option<(&'a Writeup, String)> {
    if !link.target.value.contains('#') {
        return None;
    }
    if link.kind == LinkKind::Wiki {
        let (before, anchors) = link.target.value.split_once('#')?;
        // `[[note#Heading#Below it]]` names the way down to a heading.
        let anchor = anchors
            .rsplit('#')
            .next()
            .unwrap_or(anchors)
            .trim_end_matches('\\');
        if before.is_empty() {
            return Some((from, anchor.to_owned()));
        }
        let Named::One(at) = corpus.names.meant(before) else {
            return None;
        };
        return Some((corpus.writeups.get(at)?, anchor.to_owned()));
    }
    let destination = Destination::read(&link.target.value);
    match &destination {
        Destination::Anchor(anchor) => Some((from, anchor.clone())),
        Destination::Path {
            anchor: Some(anchor),
            ..
        } => {
            let at = corpus.linked(link)?;
            Some((corpus.writeups.get(at)?, anchor.clone()))
        }
        _ => None,
    }
}
