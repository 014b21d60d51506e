//! Markdown as something to read: words instead of places, for terminals.
//!
//! The second module that knows comrak. [`super::body`] keeps where things stand, as rules and links need
//! it, and drops how lists nest, what is emphasised, which cells a row has.

use comrak::Arena;
use comrak::arena_tree::NodeEdge;
use comrak::nodes::{AstNode, ListType, NodeValue};

use super::body;
use crate::model::{Frame, Sheet, SheetBlock, Words};

/// Reads Markdown without front matter. HTML comments are left out, other HTML is read as its words. What is
/// nested too deep to be read as Markdown comes back as it is.
pub fn read(text: &str) -> Vec<Sheet> {
    let arena = Arena::new();
    let Some(root) = body::document(&arena, text) else {
        return vec![Sheet {
            within: Vec::new(),
            block: SheetBlock::Code {
                text: text.to_owned(),
                info: String::new(),
            },
        }];
    };
    let mut reader = Reader::default();
    for edge in root.traverse() {
        match edge {
            NodeEdge::Start(node) => reader.enter(node),
            NodeEdge::End(node) => reader.leave(node),
        }
    }
    reader.sheets
}

/// A list that is open.
struct List {
    number: usize,
    next: usize,
    ordered: bool,
    tight: bool,
}

#[derive(Default)]
struct Reader {
    sheets: Vec<Sheet>,
    within: Vec<Frame>,
    lists: Vec<List>,
    /// How many lists there were; a footnote is a list of its own.
    count: usize,
    /// The words of the block that is open.
    words: Vec<Words>,
    strong: usize,
    emphasis: usize,
    links: Vec<String>,
    rows: Vec<Vec<Vec<Words>>>,
}

impl Reader {
    fn enter<'a>(&mut self, node: &'a AstNode<'a>) {
        let ast = node.data();
        match &ast.value {
            NodeValue::BlockQuote | NodeValue::MultilineBlockQuote(_) => {
                self.within.push(Frame::Quote);
            }
            NodeValue::Alert(alert) => {
                self.within.push(Frame::Quote);
                let title = alert.title.clone();
                let title = title.unwrap_or_else(|| alert.alert_type.default_title().to_owned());
                self.words.push(Words {
                    text: title,
                    strong: true,
                    ..Words::default()
                });
                let words = std::mem::take(&mut self.words);
                self.put(SheetBlock::Paragraph(words));
            }
            NodeValue::List(list) => {
                self.count += 1;
                self.lists.push(List {
                    number: self.count,
                    next: list.start,
                    ordered: list.list_type == ListType::Ordered,
                    tight: list.tight,
                });
            }
            NodeValue::Item(_) => self.item(None),
            NodeValue::TaskItem(task) => self.item(Some(task.symbol.is_some())),
            NodeValue::DescriptionDetails => self.within.push(Frame::Indent),
            NodeValue::FootnoteDefinition(note) => {
                self.count += 1;
                self.within.push(Frame::Item {
                    mark: format!("[{}]", note.name),
                    list: self.count,
                    first: true,
                    tight: true,
                });
            }
            NodeValue::CodeBlock(code) => {
                let block = SheetBlock::Code {
                    text: code.literal.clone(),
                    info: code.info.clone(),
                };
                self.put(block);
            }
            NodeValue::HtmlBlock(html) => {
                let words = untagged(&html.literal);
                if !words.is_empty() {
                    self.put(SheetBlock::Paragraph(vec![Words {
                        text: words,
                        ..Words::default()
                    }]));
                }
            }
            NodeValue::ThematicBreak => self.put(SheetBlock::Rule),
            NodeValue::TableRow(_) => self.rows.push(Vec::new()),
            NodeValue::Strong => self.strong += 1,
            NodeValue::Emph => self.emphasis += 1,
            NodeValue::Link(link) | NodeValue::Image(link) => self.links.push(link.url.clone()),
            NodeValue::WikiLink(link) => self.links.push(link.url.clone()),
            NodeValue::Text(text) => self.word(text, false),
            NodeValue::Code(code) => self.word(&code.literal, true),
            NodeValue::FootnoteReference(note) => self.word(&format!("[{}]", note.name), false),
            NodeValue::SoftBreak => self.word(" ", false),
            NodeValue::LineBreak => self.word("\n", false),
            NodeValue::HtmlInline(html) if html.to_lowercase().starts_with("<br") => {
                self.word("\n", false);
            }
            _ => {}
        }
    }

    fn leave<'a>(&mut self, node: &'a AstNode<'a>) {
        let ast = node.data();
        match &ast.value {
            NodeValue::BlockQuote
            | NodeValue::MultilineBlockQuote(_)
            | NodeValue::Alert(_)
            | NodeValue::Item(_)
            | NodeValue::TaskItem(_)
            | NodeValue::DescriptionDetails
            | NodeValue::FootnoteDefinition(_) => {
                self.within.pop();
            }
            NodeValue::List(_) => {
                self.lists.pop();
            }
            NodeValue::Paragraph | NodeValue::DescriptionTerm => {
                let words = std::mem::take(&mut self.words);
                if !words.is_empty() {
                    self.put(SheetBlock::Paragraph(words));
                }
            }
            NodeValue::Heading(heading) => {
                let words = std::mem::take(&mut self.words);
                self.put(SheetBlock::Heading {
                    level: heading.level,
                    words,
                });
            }
            NodeValue::TableCell => {
                let words = std::mem::take(&mut self.words);
                if let Some(row) = self.rows.last_mut() {
                    row.push(words);
                }
            }
            NodeValue::Table(_) => {
                let rows = std::mem::take(&mut self.rows);
                self.put(SheetBlock::Table(rows));
            }
            NodeValue::Strong => self.strong = self.strong.saturating_sub(1),
            NodeValue::Emph => self.emphasis = self.emphasis.saturating_sub(1),
            NodeValue::Link(_) | NodeValue::Image(_) | NodeValue::WikiLink(_) => {
                self.links.pop();
            }
            _ => {}
        }
    }

    fn item(&mut self, done: Option<bool>) {
        let Some(list) = self.lists.last_mut() else {
            return;
        };
        let mark = match done {
            Some(true) => "[x]".to_owned(),
            Some(false) => "[ ]".to_owned(),
            None if list.ordered => format!("{}.", list.next),
            None => "-".to_owned(),
        };
        list.next = list.next.saturating_add(1);
        self.within.push(Frame::Item {
            mark,
            list: list.number,
            first: true,
            tight: list.tight,
        });
    }

    /// Ends a block. The mark of an item stands before its first block only.
    fn put(&mut self, block: SheetBlock) {
        self.sheets.push(Sheet {
            within: self.within.clone(),
            block,
        });
        for frame in &mut self.within {
            if let Frame::Item { first, .. } = frame {
                *first = false;
            }
        }
    }

    fn word(&mut self, text: &str, code: bool) {
        let words = Words {
            text: text.to_owned(),
            strong: self.strong > 0,
            emphasis: self.emphasis > 0,
            code,
            link: self.links.last().cloned(),
        };
        match self.words.last_mut() {
            Some(last) if alike(last, &words) => last.text.push_str(text),
            _ => self.words.push(words),
        }
    }
}

fn alike(one: &Words, other: &Words) -> bool {
    !one.code
        && !other.code
        && (one.strong, one.emphasis, &one.link) == (other.strong, other.emphasis, &other.link)
}

/// Returns the words of some HTML: without comments and tags.
fn untagged(html: &str) -> String {
    let mut words = String::new();
    let mut rest = html;
    while let Some((before, behind)) = rest.split_once('<') {
        words.push_str(before);
        words.push(' ');
        let close = if behind.starts_with("!--") {
            "-->"
        } else {
            ">"
        };
        rest = behind.split_once(close).map_or("", |(_, rest)| rest);
    }
    words.push_str(rest);
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each block on a line: frames, kind, words; `*strong*`, `_emphasis_`, `` `code` ``, `<where>`.
    fn shown(text: &str) -> Vec<String> {
        let words = |words: &[Words]| {
            let shown = words.iter().map(|words| {
                let mut text = words.text.replace('\n', "⏎");
                for (is, mark) in [
                    (words.strong, "*"),
                    (words.emphasis, "_"),
                    (words.code, "`"),
                ] {
                    if is {
                        text = format!("{mark}{text}{mark}");
                    }
                }
                match &words.link {
                    Some(link) => format!("{text}<{link}>"),
                    None => text,
                }
            });
            shown.collect::<String>()
        };
        let sheets = read(text).into_iter().map(|sheet| {
            let frames = sheet.within.iter().map(|frame| match frame {
                Frame::Quote => "> ".to_owned(),
                Frame::Item {
                    mark, first: true, ..
                } => format!("{mark} "),
                Frame::Item { .. } | Frame::Indent => "  ".to_owned(),
            });
            let block = match &sheet.block {
                SheetBlock::Heading { level, words: text } => format!("h{level} {}", words(text)),
                SheetBlock::Paragraph(text) => words(text),
                SheetBlock::Code { text, info } => format!("code {info}: {text:?}"),
                SheetBlock::Rule => "rule".to_owned(),
                SheetBlock::Table(rows) => {
                    let rows = rows.iter().map(|row| {
                        row.iter()
                            .map(|cell| words(cell))
                            .collect::<Vec<_>>()
                            .join("|")
                    });
                    rows.collect::<Vec<_>>().join(" / ")
                }
            };
            frames.collect::<String>() + &block
        });
        sheets.collect()
    }

    #[test]
    fn everything_has_its_frame_and_its_look() {
        for (text, expected) in [
            (
                "# A *b*\n\nc **d** `e`\nf",
                &["h1 A _b_", "c *d* `e` f"][..],
            ),
            ("- a\n  - b\n- c\n\n  d", &["- a", "  - b", "- c", "  d"]),
            ("3. a\n4. b", &["3. a", "4. b"]),
            ("- [x] a\n- [ ] b", &["[x] a", "[ ] b"]),
            ("> a\n> - b", &["> a", "> - b"]),
            ("```sh\n$ x\n```", &["code sh: \"$ x\\n\""]),
            ("| a | b |\n|---|---|\n| `c` | |", &["a|b / `c`|"]),
            (
                "[a](b.md) [[c|d]] <https://x.org>",
                &["a<b.md> d<c> https://x.org<https://x.org>"],
            ),
            ("x[^n]\n\n[^n]: note", &["x[n]", "[n] note"]),
            ("a<br>b  \nc", &["a⏎b⏎c"]),
            (
                "<!-- ask: no -->\n\n<p>a <b>c</b></p>\n\n***",
                &["a c", "rule"],
            ),
            ("Term\n: Details", &["Term", "  Details"]),
            ("&#27;[2J", &["\u{1b}[2J"]),
        ] {
            assert_eq!(shown(text), expected, "{text}");
        }
        assert_eq!(shown(&"> ".repeat(500)).len(), 1);
    }
}
