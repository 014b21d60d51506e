//! Cuts the front matter off and reads it as YAML.
//!
//! The cut is our own: the fences may carry trailing blanks, `...` closes too, the block may be
//! empty, and line ends may be mixed.

use std::ops::Range;

use super::fields;
use crate::diagnostic::{Diagnostic, Severity, Words};
use crate::model::{FrontMatter, Meta};
use crate::text::yaml::{self, Map, Node};
use crate::text::{FileId, Span};

/// Longest front matter that is read, in bytes.
const BYTES_MAX: usize = 64 * 1024;

const SYNTAX: &str = "front-matter-syntax";
const TWICE: &str = "duplicate-key";

/// Where the front matter stands: with its fences and line ends, and what is between.
pub(super) struct Block {
    pub(super) outer: Range<usize>,
    pub(super) inner: Range<usize>,
}

/// Finds the front matter at the start of `text`. A first line `---` that nothing closes is a
/// thematic break, unless keys follow it: then the fence was forgotten.
pub(super) fn split(file: FileId, text: &str, problems: &mut Vec<Diagnostic>) -> Option<Block> {
    let start = super::bom_len(text);
    let mut lines = lines(text, start);
    let first = lines.next()?;
    let fence = text.get(first.clone())?;
    if fence.trim_end() == "+++" {
        let span = Span::new(file, first.start, first.start + 3);
        problems.push(
            syntax(span, "front matter between `+++` (TOML) is not read here")
                .with_help("write it as YAML between two lines of `---`"),
        );
        return None;
    }
    if fence.trim_end() != "---" {
        problems.extend(long_fence(file, text, start));
        return None;
    }
    let inner_start = first.end;
    let mut keyed = None;
    for line in lines {
        let content = text.get(line.clone())?;
        let bare = content.trim_end();
        if bare == "---" || bare == "..." {
            return Some(Block {
                outer: start..line.end,
                inner: inner_start..line.start,
            });
        }
        if keyed.is_none() && !bare.is_empty() {
            keyed = Some(looks_like_key(bare));
        }
    }
    if keyed == Some(true) || inner_start >= text.trim_end().len() {
        let span = Span::new(file, start, start + 3);
        problems.push(
            syntax(span, "the front matter is opened here and never closed")
                .with_help("close it with a line of `---`"),
        );
    }
    None
}

/// Whether a text begins as front matter does, but with more than three dashes round it.
fn long_fence(file: FileId, text: &str, start: usize) -> Option<Diagnostic> {
    let is_fence = |line: &str| line.len() > 3 && line.bytes().all(|byte| byte == b'-');
    let mut lines = text.get(start..)?.lines().map(str::trim_end);
    let fence = lines.next().filter(|line| is_fence(line))?;
    let keys = lines.by_ref().take_while(|line| !is_fence(line));
    let mut keys = keys.filter(|line| !line.is_empty()).peekable();
    keys.peek()?;
    let only_keys = keys.all(|line| line.starts_with([' ', '#', '-']) || looks_like_key(line));
    // The other fence was found on the way, or the text has ended.
    let closed = only_keys
        && text
            .get(start..)?
            .lines()
            .skip(1)
            .any(|line| is_fence(line.trim_end()));
    let span = Span::new(file, start, start + fence.len());
    closed.then(|| {
        syntax(
            span,
            "front matter stands between lines of three dashes, here are more",
        )
        .with_help("take the others away, here and where it ends")
    })
}

/// Reads the fields. Returns them as written and as understood.
pub(super) fn read(
    file: FileId,
    text: &str,
    block: &Block,
    problems: &mut Vec<Diagnostic>,
) -> (Option<FrontMatter>, Meta) {
    let span = Span::new(file, block.outer.start, block.outer.end);
    let inner = Span::new(file, block.inner.start, block.inner.end);
    if block.inner.len() > BYTES_MAX {
        problems.push(syntax(
            Span::new(file, block.outer.start, block.outer.start + 3),
            format!(
                "the front matter is longer than {} KiB and is not read",
                BYTES_MAX / 1024
            ),
        ));
        return (None, Meta::default());
    }
    let before = problems.len();
    let (node, found) = yaml::read(file, text, block.inner.clone());
    for problem in found {
        let mut diagnostic = syntax(problem.span, problem.message);
        diagnostic.help = problem.help.map(Words::from);
        if let Some(earlier) = problem.earlier {
            diagnostic.rule = TWICE;
            diagnostic.label(earlier, "first here");
            diagnostic.help(
                "which of the two is meant? The first is used here, other readers take the last",
            );
        }
        problems.push(diagnostic);
    }
    let fields = match node {
        Some(Node::Map(map)) => map,
        None => Map {
            entries: Vec::new(),
            span: inner,
        },
        Some(other) => {
            problems.push(
                syntax(
                    other.span(),
                    format!(
                        "front matter is lines of `key: value`, here it is {}",
                        other.shape()
                    ),
                )
                .with_help("give each value a key, such as `title:`"),
            );
            Map {
                entries: Vec::new(),
                span: inner,
            }
        }
    };
    let own = problems.get(before..).unwrap_or_default();
    let broken = own.iter().any(|problem| problem.rule == SYNTAX);
    let meta = fields::read(&fields, problems);
    (
        Some(FrontMatter {
            span,
            inner,
            fields,
            broken,
        }),
        meta,
    )
}

/// Yields the byte range of each line from `start`, its line end included.
fn lines(text: &str, start: usize) -> impl Iterator<Item = Range<usize>> {
    let mut at = start;
    std::iter::from_fn(move || {
        let rest = text.get(at..).filter(|rest| !rest.is_empty())?;
        let len = match rest.find(['\n', '\r']) {
            None => rest.len(),
            Some(end) if rest.get(end..).is_some_and(|end| end.starts_with("\r\n")) => end + 2,
            Some(end) => end + 1,
        };
        let line = at..at + len;
        at += len;
        Some(line)
    })
}

/// Whether a line begins like `key: value`.
fn looks_like_key(line: &str) -> bool {
    let Some((key, rest)) = line.split_once(':') else {
        return false;
    };
    !key.is_empty()
        && key
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'))
        && (rest.is_empty() || rest.starts_with(' '))
}

fn syntax(span: Span, message: impl Into<Words>) -> Diagnostic {
    Diagnostic::new(SYNTAX, Severity::Error, span, message)
}
