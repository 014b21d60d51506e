//! Another write-up is named in the text, and no link leads to it.

use super::{Check, Context, Errs, Group, Rule};
use crate::diagnostic::{Safety, Severity};
use crate::links;
use crate::model::{BlockKind, Destination, Writeup};
use crate::text::{Edit, Span};

pub(super) static RULE: Rule = Rule {
    name: "mentioned-not-linked",
    group: Group::Links,
    severity: Severity::Warning,
    errs: Errs::WhenPublished,
    page: include_str!("mentioned_not_linked.md"),
    check: Check::Writeup(check),
};

fn check(writeup: &Writeup, cx: &mut Context<'_>) {
    // An old file that claims nothing is not searched.
    if writeup.meta.status.is_none() {
        return;
    }
    let corpus = cx.corpus;
    let Some(at) = corpus.at(&writeup.path) else {
        return;
    };
    for mention in links::mentions(corpus, cx.known(), at) {
        let Some(named) = corpus.writeups.get(mention.to) else {
            continue;
        };
        let fix = mends(writeup, named, mention.span, cx);
        let finding = cx.report(
            mention.span,
            "another write-up is named here without a link",
        );
        finding.help(format!(
            "a link makes a way back from \u{201c}{}\u{201d} as well",
            named.title()
        ));
        if let Some(text) = fix {
            let edit = Edit::replace(mention.span, text);
            finding.fix("make it a link", Safety::Safe, edit);
        }
    }
}

/// Returns the mention as a link, in the repository's style, with its words as they are. `None` where
/// the words are part of something longer, such as a path, or already marked up.
fn mends(from: &Writeup, named: &Writeup, span: Span, cx: &Context<'_>) -> Option<String> {
    let words = cx.files.text(span);
    let whole = cx.files.whole(span.file);
    let before = whole.get(..span.start)?.chars().next_back();
    let after = whole.get(span.end..)?.chars().next();
    let apart =
        |c: Option<char>| c.is_none_or(|c| c.is_whitespace() || "()\u{2014},;:!?'\"".contains(c));
    let ends = apart(after)
        || (after == Some('.')
            && whole
                .get(span.end + 1..)?
                .chars()
                .next()
                .is_none_or(char::is_whitespace));
    let heading = from
        .blocks
        .iter()
        .any(|block| block.kind == BlockKind::Heading && block.span.contains(span));
    let plain = !words.contains(['[', ']', '|', '`', '*', '_', '<', '\\', '#']);
    // A bracket after the words would be read as the link's target.
    if !apart(before) || !ends || after == Some('(') || heading || !plain {
        return None;
    }
    if cx.prefers_wikilinks() {
        return Some(format!("[[{words}]]"));
    }
    let target = named.path.seen_from(&from.path.folder());
    Some(format!("[{words}]({})", Destination::write(&target)))
}
