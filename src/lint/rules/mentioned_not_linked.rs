//! Another write-up is named in the text, and no link leads to it.

use super::{Check, Context, Errs, Group, Rule};
use crate::corpus::Corpus;
use crate::diagnostic::{Safety, Severity};
use crate::links;
use crate::model::{BlockKind, Destination, LinkKind, Writeup};
use crate::text::{Edit, Span};

pub(super) static RULE: Rule = Rule {
    name: "mentioned-not-linked",
    group: Group::Links,
    severity: Severity::Warning,
    errs: Errs::WhenPublished,
    page: include_str!("mentioned_not_linked.md"),
    check: Check::Corpus(check),
};

fn check(corpus: &Corpus, cx: &mut Context<'_>) {
    let claimed = |writeup: &&Writeup| writeup.meta.status.is_some();
    if !corpus.writeups.iter().any(|writeup| claimed(&writeup)) {
        return;
    }
    let known = links::known(corpus);
    let wiki = prefers_wikilinks(corpus);
    for (at, writeup) in corpus.writeups.iter().enumerate() {
        if !claimed(&writeup) {
            continue;
        }
        for mention in links::mentions(corpus, &known, at) {
            let Some(named) = corpus.writeups.get(mention.to) else {
                continue;
            };
            let fix = mends(writeup, named, mention.span, wiki, cx);
            let finding = cx.report(
                mention.span,
                "another write-up is named here, and no link leads to it",
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
}

/// Whether most links between write-ups here are wikilinks. Elsewhere paths are what forges show.
fn prefers_wikilinks(corpus: &Corpus) -> bool {
    let mut wiki = 0_usize;
    let mut paths = 0_usize;
    for writeup in &corpus.writeups {
        for link in &writeup.links {
            match link.kind {
                LinkKind::Wiki => wiki += 1,
                LinkKind::Inline | LinkKind::Reference => {
                    let destination = Destination::read(&link.target.value);
                    paths += usize::from(corpus.linked(writeup, &destination).is_some());
                }
                _ => {}
            }
        }
    }
    wiki > paths
}

/// Returns the mention as a link, in the repository's style, with its words as they are. `None` where
/// the words are part of something longer, such as a path, or already marked up.
fn mends(
    from: &Writeup,
    named: &Writeup,
    span: Span,
    wiki: bool,
    cx: &Context<'_>,
) -> Option<String> {
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
    if wiki {
        return Some(format!("[[{words}]]"));
    }
    let target = named.path.seen_from(&from.path.folder());
    Some(format!("[{words}]({})", Destination::write(&target)))
}
