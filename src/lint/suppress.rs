//! What a write-up is allowed, and why.
//!
//! `<!-- incident: allow RULE: reason -->` covers the next block, `allow` in the front matter the
//! whole write-up. The reason is for the next reader: without one nothing is allowed.

use std::collections::HashMap;

use crate::corpus::Corpus;
use crate::diagnostic::{Diagnostic, Safety, Severity, Words};
use crate::model::{BlockKind, Comment, Writeup};
use crate::text::{Edit, FileId, Files, Span, words};

use super::rules::{self, allow_without_reason, unused_allow};

/// How a comment to this tool begins.
const MARK: &str = "incident:";

/// Whether a comment is meant for this tool.
pub(super) fn is_spoken_to_us(comment: &Comment) -> bool {
    comment.text.value.starts_with(MARK)
}

/// One rule that a place is allowed to break.
struct Allowed<'a> {
    rule: &'a str,
    /// The rule's name as written.
    name: Span,
    /// Findings that begin in here are covered.
    covers: Span,
    /// What to take out when it is not needed: the comment, where it is about this rule alone.
    comment: Option<Span>,
    used: bool,
}

/// Drops the findings that write-ups are allowed. Adds what is to be said of the allowing: a missing
/// reason, an unknown rule, an allowance that allowed nothing. `judged` says whether a rule had its
/// say about a file, so that what was off is not called unused.
pub(super) fn apply(
    corpus: &Corpus,
    writeups: &[&Writeup],
    found: Vec<Diagnostic>,
    judged: impl Fn(&str, FileId) -> bool,
) -> Vec<Diagnostic> {
    let mut about = Vec::new();
    let mut allowed: HashMap<FileId, Allows<'_>> = HashMap::new();
    for writeup in writeups {
        let allows = collect(writeup, &corpus.files, &mut about);
        if !allows.is_empty() {
            allowed.insert(writeup.file, Allows::new(allows));
        }
    }
    // A link by reference is found at its definition, and written somewhere else.
    let mut references: HashMap<Span, Vec<Span>> = HashMap::new();
    let allowing = writeups
        .iter()
        .filter(|writeup| allowed.contains_key(&writeup.file));
    for link in allowing.flat_map(|writeup| &writeup.links) {
        if !link.span.contains(link.target.span) {
            references
                .entry(link.target.span)
                .or_default()
                .push(link.span);
        }
    }
    let mut kept = found;
    kept.retain(|finding| {
        let Some(allows) = allowed.get_mut(&finding.span.file) else {
            return true;
        };
        let elsewhere = references.get(&finding.span).into_iter().flatten();
        let mut places = elsewhere.chain([&finding.span]);
        !places.any(|place| allows.cover(finding.rule, *place))
    });
    for writeup in writeups {
        let allows = allowed.get(&writeup.file);
        for allow in allows.into_iter().flat_map(|allows| &allows.all) {
            if !allow.used && judged(allow.rule, writeup.file) {
                let message = format!("`{}` finds nothing here that needs allowing", allow.rule);
                let mut problem = unused(allow.name, message);
                problem.help("was it mended since? Then this can go");
                if let Some(comment) = allow.comment {
                    let edit = Edit::replace(comment, "");
                    problem.fix("take the comment out", Safety::Guess, edit);
                }
                about.push(problem);
            }
        }
    }
    kept.append(&mut about);
    kept
}

/// What one write-up is allowed, so that the allowance of a place is found without going through all.
struct Allows<'a> {
    /// Sorted by where they begin to cover.
    all: Vec<Allowed<'a>>,
    /// For each rule its allowances: their positions, and how far they and those before them reach.
    by_rule: HashMap<&'a str, Vec<(usize, usize)>>,
}

impl<'a> Allows<'a> {
    fn new(mut all: Vec<Allowed<'a>>) -> Self {
        all.sort_by_key(|allow| allow.covers.start());
        let mut by_rule: HashMap<&str, Vec<(usize, usize)>> = HashMap::new();
        for (at, allow) in all.iter().enumerate() {
            let own = by_rule.entry(allow.rule).or_default();
            let before = own.last().map_or(0, |(_, reach)| *reach);
            own.push((at, before.max(allow.covers.end())));
        }
        Self { all, by_rule }
    }

    /// Whether a rule may be broken at a place. The nearest allowance counts as used: where two say
    /// the same, one of them says nothing.
    fn cover(&mut self, rule: &str, place: Span) -> bool {
        let own = self.by_rule.get(rule).map(Vec::as_slice);
        let own = own.unwrap_or_default();
        let begun = |(at, _): &(usize, usize)| {
            let allow = self.all.get(*at);
            allow.is_some_and(|allow| allow.covers.start() <= place.start())
        };
        let behind = own.partition_point(begun);
        for (at, reach) in own.get(..behind).into_iter().flatten().rev() {
            if *reach < place.start() {
                break;
            }
            if let Some(allow) = self.all.get_mut(*at) {
                let end = allow.covers.end();
                if place.start() < end || (place.is_empty() && place.start() == end) {
                    allow.used = true;
                    return true;
                }
            }
        }
        false
    }
}

/// Returns what a write-up is allowed, and reports what cannot be used.
fn collect<'a>(
    writeup: &'a Writeup,
    files: &Files,
    about: &mut Vec<Diagnostic>,
) -> Vec<Allowed<'a>> {
    let mut allows = Vec::new();
    let whole = Span::new(writeup.file, 0, usize::MAX);
    for allow in &writeup.meta.allow {
        let reason = allow
            .reason
            .as_ref()
            .is_some_and(|why| !why.value.trim().is_empty());
        let name = (allow.rule.value.as_str(), allow.rule.span);
        take(&mut allows, about, name, (whole, None), reason);
    }
    let mut blocks = Blocks::new(writeup, files);
    for comment in &writeup.comments {
        let Some(said) = comment.text.value.strip_prefix(MARK) else {
            continue;
        };
        let at = comment.text.span.start() + MARK.len();
        let blanks = said.len() - said.trim_start().len();
        let (at, said) = (at + blanks, said.trim_start());
        let Some(list) = said
            .strip_prefix("allow")
            .filter(|rest| rest.starts_with(char::is_whitespace))
        else {
            about.push(
                unused(comment.span, "this comment says nothing that is known here").with_help(
                    "`<!-- incident: allow RULE: reason -->` lets the next block break a rule",
                ),
            );
            continue;
        };
        let at = at + "allow".len();
        let (names, reason) = list.split_once(':').unwrap_or((list, ""));
        let covers = blocks.covered(comment);
        let alone = !names.contains(',');
        let mut offset = at;
        for name in names.split(',') {
            let lead = name.len() - name.trim_start().len();
            let start = offset + lead;
            let span = Span::new(writeup.file, start, start + name.trim().len());
            offset += name.len() + 1;
            let reason = !reason.trim().is_empty();
            let removable = alone && stands_alone(writeup, comment);
            let place = (covers, removable.then_some(comment.span));
            take(&mut allows, about, (name.trim(), span), place, reason);
        }
    }
    allows
}

/// Takes one allowance, given as the rule's name and its place, and as what it covers and the comment
/// that could go with it; or says why it allows nothing.
fn take<'a>(
    allows: &mut Vec<Allowed<'a>>,
    about: &mut Vec<Diagnostic>,
    (rule, name): (&'a str, Span),
    (covers, comment): (Span, Option<Span>),
    reason: bool,
) {
    if rules::named(rule).is_none() {
        let mut problem = unused(name, format!("`{rule}` is not a rule"));
        match words::nearest(rule, rules::RULES.iter().map(|rule| rule.name)) {
            Some(near) => {
                let edit = Edit::replace(name, near);
                problem.help(format!("did you mean `{near}`?")).fix(
                    format!("name the rule `{near}`"),
                    Safety::Guess,
                    edit,
                );
            }
            None => {
                problem.help("`incident lint --rules` lists them");
            }
        }
        about.push(problem);
        return;
    }
    if !reason {
        let message = format!("`{rule}` is allowed without a reason, so it is not");
        let problem = Diagnostic::new(
            allow_without_reason::RULE.name,
            Severity::Error,
            name,
            message,
        );
        about.push(problem.with_help("what makes it right here? The next reader will wonder"));
        return;
    }
    allows.push(Allowed {
        rule,
        name,
        covers,
        comment,
        used: false,
    });
}

fn unused(span: Span, message: impl Into<Words>) -> Diagnostic {
    Diagnostic::new(unused_allow::RULE.name, Severity::Error, span, message)
}

/// The blocks of a write-up, and which of them say something to a reader: worked out once for each, as
/// hundreds of comments may stand in one, or one above the other.
struct Blocks<'a> {
    writeup: &'a Writeup,
    files: &'a Files,
    said: HashMap<usize, bool>,
    /// For a block that says nothing, the next that does; the number of blocks where none does.
    next: HashMap<usize, usize>,
}

impl<'a> Blocks<'a> {
    fn new(writeup: &'a Writeup, files: &'a Files) -> Self {
        Self {
            writeup,
            files,
            said: HashMap::new(),
            next: HashMap::new(),
        }
    }

    /// Returns what a comment covers: the block that it stands in when there is more in it, else the
    /// next one. A list is one block, unless the comment stands inside of it.
    fn covered(&mut self, comment: &Comment) -> Span {
        let writeup = self.writeup;
        let blocks = &writeup.blocks;
        let behind = blocks.partition_point(|block| block.span.start() <= comment.span.start());
        let Some((at, own)) = behind
            .checked_sub(1)
            .and_then(|at| Some((at, blocks.get(at)?)))
        else {
            return comment.span;
        };
        let inside = own.span.contains(comment.span);
        if inside && self.says(at) {
            return own.span;
        }
        let alone = !inside || own.outer == own.span;
        let next = self.next_said(behind);
        match blocks.get(next) {
            Some(next) if alone => next.outer,
            Some(next) => next.span,
            None => comment.span,
        }
    }

    /// Whether a block says something beside its comments.
    fn says(&mut self, at: usize) -> bool {
        let (writeup, files) = (self.writeup, self.files);
        *self.said.entry(at).or_insert_with(|| {
            let block = writeup.blocks.get(at);
            block.is_some_and(|block| !writeup.visible(files, block.span).is_empty())
        })
    }

    /// Returns the first block from `from` on that is more than comments.
    fn next_said(&mut self, from: usize) -> usize {
        let count = self.writeup.blocks.len();
        let mut at = from;
        let mut passed = Vec::new();
        while at < count {
            if let Some(next) = self.next.get(&at) {
                at = *next;
                break;
            }
            let block = self.writeup.blocks.get(at);
            if block.is_some_and(|block| block.kind != BlockKind::Html) || self.says(at) {
                break;
            }
            passed.push(at);
            at += 1;
        }
        self.next.extend(passed.into_iter().map(|one| (one, at)));
        at
    }
}

/// Whether a comment is a block of its own before plain text: taken out there, it changes nothing that
/// readers see. Between lists or before indented code it holds the two apart.
fn stands_alone(writeup: &Writeup, comment: &Comment) -> bool {
    let blocks = &writeup.blocks;
    let behind = blocks.partition_point(|block| block.span.start() <= comment.span.start());
    let own = behind.checked_sub(1).and_then(|at| blocks.get(at));
    let whole = own.is_some_and(|own| own.span == comment.span && own.outer == own.span);
    let next = blocks.get(behind).is_none_or(|next| {
        let plain = matches!(next.kind, BlockKind::Paragraph | BlockKind::Heading);
        plain && next.outer == next.span
    });
    whole && next
}

#[cfg(test)]
mod tests {
    use crate::config::{self, Config};
    use crate::model::{RepoPath, Vocabulary};
    use crate::parse;
    use crate::text::Files;

    use super::*;

    /// Returns what each allowance covers, and what is said of the others.
    fn check(text: &str) -> (Vec<(String, String)>, Vec<String>) {
        let mut files = Files::default();
        let _ = Config::standard(files.add(config::FILE, ""));
        let file = files.add("a.md", text);
        let path = RepoPath::new("a.md").unwrap();
        let writeup = parse::writeup(file, path, text, &Vocabulary::default()).writeup;
        let mut about = Vec::new();
        let allows = collect(&writeup, &files, &mut about)
            .into_iter()
            .map(|allow| {
                assert_eq!(files.text(allow.name), allow.rule);
                (allow.rule.to_owned(), files.text(allow.covers).to_owned())
            })
            .collect();
        (
            allows,
            about.into_iter().map(|one| one.message.into()).collect(),
        )
    }

    #[test]
    fn a_comment_covers_the_next_block() {
        let one = |covers: &str| vec![("broken-link".to_owned(), covers.to_owned())];
        for (body, expected) in [
            ("{}\n\nA [b](c).\nD.\n\nE.", "A [b](c).\nD."),
            ("{}\nA.\n\nE.", "A."),
            ("{}\n\n- a\n\n- b\n\nE.", "- a\n\n- b"),
            ("{}\n<!-- another -->\n\n## A\n\nB.", "## A"),
            ("A {} b.\n\nE.", "A {} b."),
            ("- {}\n\n  a\n- b", "a"),
            ("> {}\n>\n> A.\n\nB.", "A."),
        ] {
            let comment = "<!-- incident: allow broken-link: it went with the old host -->";
            let (allows, about) = check(&body.replace("{}", comment));
            assert_eq!(allows, one(&expected.replace("{}", comment)), "{body}");
            assert!(about.is_empty());
        }
    }

    #[test]
    fn what_cannot_be_used_is_said() {
        let (allows, about) = check(
            "---\nallow:\n  - {rule: missing-hook, reason: a table}\n  - weak-reason\n---\n<!-- incident: allow broken-lnk: x -->\n\n<!-- incident: allow broken-link, empty-label -->\n\n<!-- incident: forbid -->\n",
        );
        assert_eq!(allows.len(), 1);
        assert_eq!(
            about,
            [
                "`weak-reason` is allowed without a reason, so it is not",
                "`broken-lnk` is not a rule",
                "`broken-link` is allowed without a reason, so it is not",
                "`empty-label` is allowed without a reason, so it is not",
                "this comment says nothing that is known here",
            ]
        );
    }
}
