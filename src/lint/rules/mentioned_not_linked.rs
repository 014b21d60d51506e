//! Another write-up is named in the text, and no link leads to it.

use super::{Check, Context, Errs, Group, Rule};
use crate::diagnostic::{Safety, Severity};
use crate::links;
use crate::model::{BlockKind, Destination, Writeup};
use crate::text::{Edit, Files, Span};

pub(super) static RULE: Rule = Rule {
    name: "mentioned-not-linked",
    group: Group::Links,
    severity: Severity::Warning,
    errs: Errs::WhenPublished,
    page: include_str!("mentioned_not_linked.md"),
    check: Check::Linked(check),
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
    let before = whole.get(..span.start())?.chars().next_back();
    let after = whole.get(span.end()..)?.chars().next();
    let apart = |c: char| c.is_whitespace() || "()\u{2014},;:?'\"".contains(c);
    let blank = |c: char| c.is_whitespace();
    let ends = match after {
        Some('.') => whole
            .get(span.end() + 1..)?
            .chars()
            .next()
            .is_none_or(blank),
        Some('(') => false,
        after => after.is_none_or(|c| apart(c) || c == '!'),
    };
    // A `!` before would make it an image, a bracket behind would be read as the link's target.
    let begins = before.is_none_or(apart);
    let heading = from
        .blocks
        .iter()
        .any(|block| block.kind == BlockKind::Heading && block.span.contains(span));
    let plain = !words.contains(['[', ']', '|', '`', '*', '_', '<', '\\', '#']);
    if !begins || !ends || heading || !plain || is_marked_up(cx.files, span) {
        return None;
    }
    if cx.prefers_wikilinks() {
        return Some(format!("[[{words}]]"));
    }
    let target = named.path.seen_from(&from.path.folder());
    Some(format!("[{words}]({})", Destination::write(&target)))
}

/// Whether the words stand in something on their line that is no prose: HTML that is open, maths, a
/// comment of Obsidian's.
fn is_marked_up(files: &Files, span: Span) -> bool {
    let line = files.line_at(span.file, span.start());
    let before = files.text(Span::new(span.file, line.start(), span.start()));
    let after = files.text(Span::new(span.file, span.end(), line.end()));
    let lower = before.to_ascii_lowercase();
    let open = |tag: &str| {
        let opened = lower.matches(&format!("<{tag}")).count();
        opened > lower.matches(&format!("</{tag}")).count()
    };
    let between = |mark: &str| before.matches(mark).count() % 2 == 1 && after.contains(mark);
    ["a", "code", "kbd", "pre", "samp", "var"]
        .into_iter()
        .any(open)
        || ["$", "%%"].into_iter().any(between)
}
