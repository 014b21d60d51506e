//! The Markdown below the front matter, as flat lists of places.
//!
//! comrak counts lines and bytes from one, ends inclusive; here that is turned into byte ranges of
//! the file, once. The tree is walked without recursion: comrak builds trees that are deeper than
//! any stack.

use std::cell::Cell;

use comrak::arena_tree::NodeEdge;
use comrak::nodes::{AstNode, LineColumn, NodeValue, Sourcepos};
use comrak::{Arena, Options, try_parse_document};

use super::{anchors, links};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::{Block, BlockKind, Comment, Heading, Link, LinkKind, Run};
use crate::text::{FileId, Span, Spanned, scan};

/// Deepest nesting of quotes and lists on one line that is parsed. comrak needs quadratic time for
/// more, and no reader can follow it.
const DEPTH_MAX: usize = 100;
/// How often comrak may ask whether to go on before it is stopped: far beyond any document within
/// the limits, and a count, so that the same input always ends the same way.
const STEPS_MAX: u32 = 2_000_000;
/// Links that a word can stand in at once: an image in a link is two. Of more the outer ones go without the
/// word, as text of each in each would be quadratic.
const LINKS_DEPTH_MAX: usize = 8;

#[derive(Default)]
pub(super) struct Body {
    /// Where the body begins.
    pub(super) start: usize,
    pub(super) headings: Vec<Heading>,
    pub(super) anchors: Vec<String>,
    pub(super) links: Vec<Link>,
    pub(super) comments: Vec<Comment>,
    pub(super) leaves: Vec<Leaf>,
    pub(super) runs: Vec<Run>,
    pub(super) codes: Vec<Span>,
    /// Definition-list terms, each with its details.
    pub(super) terms: Vec<(Span, Span)>,
}

impl Body {
    /// Returns a body that nothing was read of.
    pub(super) fn at(start: usize) -> Self {
        Self {
            start,
            ..Self::default()
        }
    }
}

/// A leaf block, and the outermost list item that it stands in.
#[derive(Clone, Copy)]
pub(super) struct Leaf {
    pub(super) block: Block,
    pub(super) item: Option<Span>,
    /// Whether it is a direct child of the document: only such headings divide it.
    pub(super) top: bool,
}

/// Reads `text` from `start` on.
pub(super) fn read(file: FileId, text: &str, start: usize, problems: &mut Vec<Diagnostic>) -> Body {
    let mut body = Body::at(start);
    let source = text.get(start..).unwrap_or_default();
    if let Some(offset) = too_deep(source) {
        problems.push(too_much(Span::empty(file, start + offset)));
        return body;
    }
    let arena = Arena::new();
    let Some(root) = tree(&arena, source) else {
        problems.push(too_much(Span::empty(file, start)));
        return body;
    };
    let definitions = links::definitions(source);
    let mut walk = Walk {
        places: Places {
            file,
            text,
            start,
            lines: line_starts(source),
        },
        body: &mut body,
        state: State::default(),
    };
    for edge in root.traverse() {
        match edge {
            NodeEdge::Start(node) => {
                let ast = node.data();
                let top = node.parent().is_some_and(|parent| parent.same_node(root));
                walk.enter(&ast.value, ast.sourcepos, top);
            }
            NodeEdge::End(node) => {
                let ast = node.data();
                walk.leave(&ast.value);
            }
        }
    }
    let definitions = links::outside(definitions, source, |at| {
        let leaves = body.leaves.iter().map(|leaf| leaf.block);
        leaves
            .into_iter()
            .find(|block| block.span.start() <= start + at && start + at < block.span.end())
            .map(|block| (block.kind, block.span.start().saturating_sub(start)))
    });
    for link in &mut body.links {
        links::place_target(link, file, text, start, &definitions);
    }
    body.comments.sort_by_key(|comment| comment.span.start());
    body.links.sort_by_key(|link| link.span.start());
    // A heading's words are known only after the walk.
    body.anchors = anchors::find(&mut body, text);
    body
}

/// Returns the tree of a text; `None` when it is nested too deep.
pub(super) fn document<'a>(arena: &'a Arena<'a>, source: &str) -> Option<&'a AstNode<'a>> {
    too_deep(source)
        .is_none()
        .then(|| tree(arena, source))
        .flatten()
}

/// Returns the tree of a text that is not nested too deep; `None` when comrak has to be stopped.
fn tree<'a>(arena: &'a Arena<'a>, source: &str) -> Option<&'a AstNode<'a>> {
    let steps = Cell::new(0);
    let enough = || {
        steps.set(steps.get() + 1);
        steps.get() > STEPS_MAX
    };
    try_parse_document(arena, source, &options(), &enough).ok()
}

fn options() -> Options<'static> {
    let mut options = Options::default();
    options.extension.table = true;
    options.extension.autolink = true;
    options.extension.tasklist = true;
    options.extension.strikethrough = true;
    options.extension.footnotes = true;
    options.extension.description_lists = true;
    options.extension.wikilinks_title_after_pipe = true;
    options.extension.alerts = true;
    options.parse.leave_footnote_definitions = true;
    options
}

/// What the walk is inside of.
#[derive(Default)]
struct State {
    quotes: usize,
    items: Vec<Span>,
    links: Vec<usize>,
    heading: Option<usize>,
    table: usize,
    term: Option<Span>,
    /// The block of the first level; set on entering one, so before any leaf.
    outer: Option<Span>,
}

struct Walk<'a> {
    places: Places<'a>,
    body: &'a mut Body,
    state: State,
}

impl Walk<'_> {
    fn enter(&mut self, value: &NodeValue, at: Sourcepos, top: bool) {
        let span = self.places.span(at);
        if top {
            self.state.outer = Some(span);
        }
        match value {
            NodeValue::BlockQuote | NodeValue::Alert(_) => self.state.quotes += 1,
            NodeValue::Item(_) | NodeValue::TaskItem(_) => self.state.items.push(span),
            NodeValue::Paragraph => self.leaf(BlockKind::Paragraph, span, top),
            NodeValue::CodeBlock(_) => self.leaf(BlockKind::Code, span, top),
            NodeValue::Table(_) => {
                self.state.table += 1;
                self.leaf(BlockKind::Table, span, top);
            }
            NodeValue::Heading(heading) => {
                self.leaf(BlockKind::Heading, span, top);
                self.state.heading = Some(self.body.headings.len());
                let text = Spanned::new(String::new(), Span::empty(span.file, span.end()));
                self.body.headings.push(Heading {
                    span,
                    level: heading.level,
                    text,
                    folded: String::new(),
                });
            }
            NodeValue::HtmlBlock(_) => {
                self.leaf(BlockKind::Html, span, top);
                self.html(span);
            }
            NodeValue::HtmlInline(_) => self.html(span),
            // comrak places a term's first character only; the term is the line.
            NodeValue::DescriptionTerm => self.state.term = Some(self.places.line(span)),
            NodeValue::DescriptionDetails => {
                if let Some(term) = self.state.term.take() {
                    self.body.terms.push((term, span));
                }
            }
            NodeValue::Link(link) => self.link(LinkKind::Inline, &link.url, span),
            NodeValue::Image(link) => self.link(LinkKind::Image, &link.url, span),
            NodeValue::WikiLink(link) => self.link(LinkKind::Wiki, &link.url, span),
            NodeValue::FootnoteReference(note) => self.link(LinkKind::Footnote, &note.name, span),
            NodeValue::Text(literal) => self.words(literal, span, true),
            NodeValue::Code(code) => {
                self.words(&code.literal, span, false);
                self.code(&code.literal, span);
            }
            NodeValue::SoftBreak | NodeValue::LineBreak => self.words(" ", span, false),
            _ => {}
        }
    }

    fn leave(&mut self, value: &NodeValue) {
        match value {
            NodeValue::BlockQuote | NodeValue::Alert(_) => self.state.quotes -= 1,
            NodeValue::Item(_) | NodeValue::TaskItem(_) => {
                self.state.items.pop();
            }
            NodeValue::Table(_) => self.state.table -= 1,
            NodeValue::Heading(_) => self.state.heading = None,
            NodeValue::Link(_)
            | NodeValue::Image(_)
            | NodeValue::WikiLink(_)
            | NodeValue::FootnoteReference(_) => {
                self.state.links.pop();
            }
            _ => {}
        }
    }

    fn leaf(&mut self, kind: BlockKind, span: Span, top: bool) {
        let block = Block {
            kind,
            span,
            outer: self.state.outer.unwrap_or(span),
            quoted: self.state.quotes > 0,
        };
        let item = self.state.items.first().copied();
        self.body.leaves.push(Leaf { block, item, top });
    }

    fn link(&mut self, kind: LinkKind, target: &str, span: Span) {
        self.state.links.push(self.body.links.len());
        let target = Spanned::new(target.to_owned(), span);
        self.body.links.push(Link {
            kind,
            span,
            target,
            text: String::new(),
            file: None,
        });
    }

    /// Takes words that readers see; `run` says whether they are prose, not code.
    fn words(&mut self, literal: &str, span: Span, run: bool) {
        for &link in self.state.links.iter().rev().take(LINKS_DEPTH_MAX) {
            if let Some(link) = self.body.links.get_mut(link) {
                link.text.push_str(literal);
            }
        }
        if let Some(heading) = self
            .state
            .heading
            .and_then(|at| self.body.headings.get_mut(at))
        {
            let text = &mut heading.text;
            let start = if text.value.is_empty() {
                span.start()
            } else {
                text.span.start()
            };
            text.span = Span::new(span.file, start, span.end());
            text.value.push_str(literal);
        }
        // In table cells an escaped `\|` shifts comrak's places, in footnotes they may be anywhere:
        // there only what reads as claimed is kept. Elsewhere an escape or entity is longer than what
        // it stands for.
        let slice = self.places.slice(span);
        let exact = slice == literal;
        let escaped = slice.len() > literal.len() && !slice.contains('\n');
        if run && (exact || (escaped && self.state.table == 0)) {
            let linked = !self.state.links.is_empty();
            let run = Run {
                span,
                linked,
                quoted: self.state.quotes > 0,
            };
            // The parser cuts text at every character that might have meant something. Links beside
            // each other stay apart.
            let last = self.body.runs.last_mut();
            match last.and_then(|last| Some((last.joined(run)?, last))) {
                Some((both, last)) if !linked => *last = both,
                _ => self.body.runs.push(run),
            }
        }
    }

    /// Takes code within a line, where it reads as claimed between its marks.
    fn code(&mut self, literal: &str, span: Span) {
        let slice = self.places.slice(span);
        let marks = slice.len() - slice.trim_start_matches('`').len();
        let inner = Span::new(
            span.file,
            span.start() + marks,
            span.end().saturating_sub(marks),
        );
        if marks > 0 && self.places.slice(inner) == literal {
            self.body.codes.push(inner);
        }
    }

    fn html(&mut self, span: Span) {
        let slice = self.places.slice(span);
        let place =
            |from: usize, to: usize| Span::new(span.file, span.start() + from, span.start() + to);
        for (outer, inner) in links::comments(slice) {
            let text = slice.get(inner.clone()).unwrap_or_default().to_owned();
            self.body.comments.push(Comment {
                span: place(outer.start, outer.end),
                text: Spanned::new(text, place(inner.start, inner.end)),
            });
        }
        for (tag, value) in links::html_targets(slice) {
            let target = slice.get(value.clone()).unwrap_or_default().to_owned();
            self.body.links.push(Link {
                kind: LinkKind::Html,
                span: place(tag.start, tag.end),
                target: Spanned::new(target, place(value.start, value.end)),
                text: String::new(),
                file: None,
            });
        }
    }
}

/// Turns comrak's lines and columns into byte ranges of the file.
struct Places<'a> {
    file: FileId,
    text: &'a str,
    start: usize,
    lines: Vec<usize>,
}

impl Places<'_> {
    /// Returns the byte range: clamped to the file, widened to characters, never backwards.
    fn span(&self, at: Sourcepos) -> Span {
        let start = self.offset(at.start, 1);
        let mut end = self.offset(at.end, 0);
        while !self.text.is_char_boundary(end) {
            end += 1;
        }
        let mut start = start.min(self.text.len());
        while !self.text.is_char_boundary(start) {
            start -= 1;
        }
        Span::new(self.file, start, end)
    }

    /// Returns the offset of a column that counts from `first`; past the last line it is the end.
    fn offset(&self, at: LineColumn, first: usize) -> usize {
        let line = self.lines.get(at.line.saturating_sub(1)).copied();
        let next = self.lines.get(at.line).copied().unwrap_or(usize::MAX);
        let offset = match line {
            Some(line) => (line + at.column.saturating_sub(first)).min(next),
            None => usize::MAX,
        };
        offset.saturating_add(self.start).min(self.text.len())
    }

    /// Returns the place from a span's start to the end of its line.
    fn line(&self, span: Span) -> Span {
        let rest = self.text.get(span.start()..).unwrap_or_default();
        let len = rest.find(['\n', '\r']).unwrap_or(rest.len());
        Span::new(self.file, span.start(), span.start() + len)
    }

    fn slice(&self, span: Span) -> &str {
        self.text.get(span.start()..span.end()).unwrap_or_default()
    }
}

/// Returns where each line begins, by the line ends of Markdown: `\n`, `\r\n`, `\r`.
fn line_starts(source: &str) -> Vec<usize> {
    let mut starts = vec![0];
    if !source.contains('\r') {
        starts.extend(scan::line_ends(source).map(|at| at + 1));
        return starts;
    }
    let bytes = source.as_bytes();
    for (at, byte) in bytes.iter().enumerate() {
        if *byte == b'\n' || (*byte == b'\r' && bytes.get(at + 1) != Some(&b'\n')) {
            starts.push(at + 1);
        }
    }
    starts
}

/// Returns the offset of the first line that begins with too many marks of quotes and lists.
fn too_deep(source: &str) -> Option<usize> {
    let mut at = 0;
    let ends = scan::line_ends(source).map(|at| at + 1);
    for end in ends.chain([source.len()]) {
        let line = source.get(at..end).unwrap_or_default();
        let mut marks = 0;
        let mut bytes = line.bytes().peekable();
        while let Some(byte) = bytes.next() {
            match byte {
                b'>' => marks += 1,
                b'-' | b'*' | b'+' if bytes.peek().is_some_and(u8::is_ascii_whitespace) => {
                    marks += 1;
                }
                b' ' | b'\t' => {}
                _ => break,
            }
        }
        if marks > DEPTH_MAX && !is_thematic_break(line) {
            return Some(at);
        }
        at = end;
    }
    None
}

fn is_thematic_break(line: &str) -> bool {
    ['-', '*']
        .iter()
        .any(|&mark| line.chars().all(|c| c == mark || c.is_whitespace()))
}

fn too_much(span: Span) -> Diagnostic {
    let message = format!("the text is nested more than {DEPTH_MAX} levels deep and is not read");
    Diagnostic::new("unreadable-file", Severity::Error, span, message)
        .with_help("write it flatter: quotes and lists within each other")
}
