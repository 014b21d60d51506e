//! The parser's events become a tree with places. The only module that knows the YAML engine.

use std::ops::Range;

use serde_yaml::granit_parser::{
    ErrorKind, Event, Options, Parser, ScalarStyle, ScanError, StructureStyle,
};

use super::{Entry, List, Map, Node, Problem, Scalar};
use crate::text::{FileId, Span, Spanned};

/// Deepest nesting that is read.
const DEPTH_MAX: usize = 16;
/// Most scalars, lists and maps that are read from one block.
const NODES_MAX: usize = 20_000;

/// Reads the `block` of `text` (a byte range of `file`) as one YAML document. Returns its value,
/// `None` when nothing is written, with all problems found on the way.
pub fn read(file: FileId, text: &str, block: Range<usize>) -> (Option<Node>, Vec<Problem>) {
    let source = text.get(block.clone()).unwrap_or_default();
    let mut tree = Tree {
        file,
        base: block.start,
        end: block.end,
        open: Vec::new(),
        root: None,
        nodes: 0,
        problems: Vec::new(),
    };
    let mut options = Options::default();
    options.flow_nesting_limit = DEPTH_MAX * 2;
    options.block_nesting_limit = DEPTH_MAX * 2;
    options.emit_unresolved_aliases = true;
    let mut parser = Parser::new_from_str_with_options(source, options);
    while let Some(event) = parser.next_event() {
        match event {
            Ok((Event::DocumentEnd | Event::StreamEnd, _)) => break,
            Ok((event, span)) => {
                if !tree.take(event, span.byte_range().unwrap_or_default()) {
                    break;
                }
            }
            Err(error) => {
                tree.fail(&error, source);
                break;
            }
        }
    }
    tree.finish()
}

/// The tree under construction: open lists and maps, innermost last. No recursion, so no depth can
/// overflow the stack.
struct Tree {
    file: FileId,
    base: usize,
    end: usize,
    open: Vec<Open>,
    root: Option<Node>,
    nodes: usize,
    problems: Vec<Problem>,
}

enum Open {
    List {
        items: Vec<Node>,
        start: usize,
        flow: bool,
    },
    Map {
        entries: Vec<Entry>,
        key: Option<Spanned<String>>,
        start: usize,
        flow: bool,
    },
}

impl Tree {
    /// Takes one event; `false` stops the reading.
    fn take(&mut self, event: Event<'_>, range: Range<usize>) -> bool {
        let span = self.span(&range);
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                self.refuse(anchor != 0, tag.is_some(), span);
                let plain = style == ScalarStyle::Plain;
                let scalar = Scalar {
                    text: text.into_owned(),
                    span,
                    plain,
                };
                self.attach(Node::Scalar(scalar))
            }
            Event::SequenceStart(style, anchor, tag) => {
                self.refuse(anchor != 0, tag.is_some(), span);
                let flow = style == StructureStyle::Flow;
                self.begin(
                    Open::List {
                        items: Vec::new(),
                        start: span.start(),
                        flow,
                    },
                    span,
                )
            }
            Event::MappingStart(style, anchor, tag) => {
                self.refuse(anchor != 0, tag.is_some(), span);
                let flow = style == StructureStyle::Flow;
                let entries = Vec::new();
                self.begin(
                    Open::Map {
                        entries,
                        key: None,
                        start: span.start(),
                        flow,
                    },
                    span,
                )
            }
            Event::SequenceEnd | Event::MappingEnd => match self.open.pop() {
                Some(open) => {
                    let node = open.close(self.file, span.end());
                    self.attach(node)
                }
                None => true,
            },
            Event::Alias(_) | Event::UnresolvedAlias(_) => {
                self.refuse(true, false, span);
                let scalar = Scalar {
                    text: String::new(),
                    span,
                    plain: true,
                };
                self.attach(Node::Scalar(scalar))
            }
            _ => true,
        }
    }

    fn begin(&mut self, open: Open, span: Span) -> bool {
        if self.open.len() >= DEPTH_MAX {
            self.problem(
                span,
                format!("this is nested more than {DEPTH_MAX} levels deep"),
                None,
            );
            return false;
        }
        self.open.push(open);
        true
    }

    fn attach(&mut self, node: Node) -> bool {
        self.nodes += 1;
        if self.nodes > NODES_MAX {
            let span = node.span();
            self.problem(
                span,
                format!("this block holds more than {NODES_MAX} values"),
                None,
            );
            return false;
        }
        match self.open.last_mut() {
            None => self.root = Some(node),
            Some(Open::List { items, .. }) => items.push(node),
            Some(Open::Map { entries, key, .. }) => match key.take() {
                None => match node {
                    Node::Scalar(scalar) => *key = Some(Spanned::new(scalar.text, scalar.span)),
                    other => {
                        *key = Some(Spanned::new(String::new(), other.span()));
                        self.problem(other.span(), "a key must be text", None);
                    }
                },
                Some(key) => {
                    let twin = entries.iter().find(|entry| entry.key.value == key.value);
                    if let Some(twin) = twin {
                        let earlier = Some(twin.key.span);
                        self.problems.push(Problem {
                            span: key.span,
                            message: format!("the key `{}` is here twice", key.value),
                            help: Some("keep one of the two".to_owned()),
                            earlier,
                        });
                    } else if key.value == "<<" {
                        self.problem(key.span, "merge keys (`<<`) are not read here", None);
                    } else {
                        entries.push(Entry { key, value: node });
                    }
                }
            },
        }
        true
    }

    fn refuse(&mut self, anchor: bool, tag: bool, span: Span) {
        if anchor {
            let help = "write the value out in each place";
            self.problem(
                span,
                "anchors and aliases (`&x`, `*x`) are not read here",
                Some(help),
            );
        }
        if tag {
            let help = "put the value in quotes if the `!` belongs to it";
            self.problem(span, "tags (`!x`) are not read here", Some(help));
        }
    }

    fn fail(&mut self, error: &ScanError, source: &str) {
        let at = error.marker().byte_offset().unwrap_or(0).min(source.len());
        let (message, help) = explain(error);
        // The character that stopped the reading; the marker stands before one, or at the end.
        let rest = source.get(at..).unwrap_or_default();
        let width = rest.chars().next().map_or(0, char::len_utf8);
        let span = self.span(&(at..at + width));
        self.problem(span, message, help);
    }

    fn problem(&mut self, span: Span, message: impl Into<String>, help: Option<&str>) {
        self.problems.push(Problem {
            span,
            message: message.into(),
            help: help.map(str::to_owned),
            earlier: None,
        });
    }

    fn span(&self, range: &Range<usize>) -> Span {
        let limit = |at: usize| (self.base + at).min(self.end);
        Span::new(self.file, limit(range.start), limit(range.end))
    }

    fn finish(mut self) -> (Option<Node>, Vec<Problem>) {
        // After a problem the open lists and maps are closed where the reading stopped.
        while let Some(open) = self.open.pop() {
            let end = self
                .problems
                .last()
                .map_or(self.end, |problem| problem.span.start());
            let node = open.close(self.file, end);
            self.nodes = 0;
            self.attach(node);
        }
        (self.root, self.problems)
    }
}

impl Open {
    fn close(self, file: FileId, end: usize) -> Node {
        // The engine ends a block list or map where the next token starts; its last value is nearer.
        let near = |flow: bool, start: usize, last: Option<&Node>| match last {
            Some(last) if !flow => Span::new(file, start, last.span().end()),
            _ => Span::new(file, start, end),
        };
        // Ten thousand of these are held at once: what was grown step by step gives its reserve back.
        match self {
            Self::List {
                mut items,
                start,
                flow,
            } => {
                items.shrink_to_fit();
                let span = near(flow, start, items.last());
                Node::List(List { items, span })
            }
            Self::Map {
                mut entries,
                start,
                flow,
                ..
            } => {
                entries.shrink_to_fit();
                let span = near(flow, start, entries.last().map(|entry| &entry.value));
                Node::Map(Map { entries, span })
            }
        }
    }
}

/// Puts our own sentence in front of the slips that people make.
fn explain(error: &ScanError) -> (String, Option<&'static str>) {
    let (message, help) = match error.kind() {
        ErrorKind::TabInIndentation
        | ErrorKind::TabInBlockIndentation
        | ErrorKind::TabNotAllowed => {
            ("a tab stands where YAML wants blanks", "indent with blanks")
        }
        ErrorKind::UnclosedQuotedScalar
        | ErrorKind::InvalidQuotedScalarIndent
        | ErrorKind::DocumentIndicatorInQuotedScalar => (
            "a quotation mark is opened and not closed",
            "close it, or take it out",
        ),
        ErrorKind::InvalidTrailingSingleQuotedScalar
        | ErrorKind::InvalidTrailingDoubleQuotedScalar => (
            "text goes on after the closing quotation mark",
            "quote the whole value, or write it without quotes",
        ),
        ErrorKind::MappingValueNotAllowed
        | ErrorKind::InvalidColonPlacement
        | ErrorKind::MappingKeyNotAllowed => (
            "a value that holds `: ` needs quotes",
            "put the whole value in quotes: `title: \"this: that\"`",
        ),
        ErrorKind::SimpleKeyExpected
        | ErrorKind::InvalidSimpleKey
        | ErrorKind::ExpectedBlockMappingKey => (
            "this line is no `key: value`",
            "give it a key and a colon, or indent it under the line above",
        ),
        ErrorKind::UnexpectedEofFlowSequence | ErrorKind::ExpectedFlowSequenceSeparator => (
            "a list is opened with `[` and not closed",
            "close it with `]`",
        ),
        ErrorKind::UnexpectedEofFlowMapping
        | ErrorKind::UnexpectedEofImplicitFlowMapping
        | ErrorKind::ExpectedFlowMappingSeparator => (
            "a mapping is opened with `{` and not closed",
            "close it with `}`",
        ),
        ErrorKind::RecursionLimitExceeded => ("this is nested too deeply", "write it flatter"),
        ErrorKind::UnexpectedEndOfPlainScalar
        | ErrorKind::PlainScalarStartsWithDashFlowIndicator => (
            "a value that begins with a sign needs quotes",
            "put the whole value in quotes",
        ),
        _ => return (format!("this is not YAML: {}", error.info()), None),
    };
    (message.to_owned(), Some(help))
}
