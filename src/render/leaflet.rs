//! A page that is put together from what write-ups say: for a terminal, a wiki (Markdown) and a newsletter
//! (a fragment of HTML).
//!
//! All three are made of the same blocks. What comes from a write-up is text and never markup.

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::rows;
use super::sheet::{self, Manner};
use super::style::{Look, Role, safe};
use crate::model::{Frame, Sheet, SheetBlock, Words};
use crate::text::uri;

/// How a page is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum PageFormat {
    /// For people
    Table,
    /// One object, for programs
    Json,
    /// For a wiki page
    Markdown,
    /// A fragment, for a newsletter
    Html,
}

/// The blocks of a page, in order.
#[derive(Clone, Debug, Default)]
pub struct Leaflet {
    sheets: Vec<Sheet>,
    lists: usize,
    /// What a terminal says of a place that a link leads to.
    told: BTreeMap<String, String>,
}

/// Returns plain words, on one line: a break in a title is told and begins no line of the page.
pub fn plain(text: impl Into<String>) -> Words {
    Words {
        text: safe(&text.into()).into_owned(),
        ..Words::default()
    }
}

/// Returns words that stand out.
pub fn strong(text: impl Into<String>) -> Words {
    Words {
        strong: true,
        ..plain(text)
    }
}

/// Returns a command, or what else is typed.
pub fn code(text: impl Into<String>) -> Words {
    Words {
        code: true,
        ..plain(text)
    }
}

impl Leaflet {
    pub fn heading(&mut self, level: u8, words: Vec<Words>) {
        self.push(Vec::new(), SheetBlock::Heading { level, words });
    }

    pub fn paragraph(&mut self, words: Vec<Words>) {
        self.push(Vec::new(), SheetBlock::Paragraph(words));
    }

    /// Adds words of somebody else.
    pub fn quote(&mut self, words: Vec<Words>) {
        self.push(vec![Frame::Quote], SheetBlock::Paragraph(words));
    }

    /// Adds a list, each item of paragraphs.
    pub fn list(&mut self, mark: &str, items: Vec<Vec<Vec<Words>>>) {
        self.lists += 1;
        let tight = items.iter().all(|item| item.len() == 1);
        for (at, item) in items.into_iter().enumerate() {
            let mark = mark.replace('1', &(at + 1).to_string());
            for (at, words) in item.into_iter().enumerate() {
                let frame = Frame::Item {
                    mark: mark.clone(),
                    list: self.lists,
                    first: at == 0,
                    tight,
                };
                self.push(vec![frame], SheetBlock::Paragraph(words));
            }
        }
    }

    /// Returns words that lead somewhere. A terminal, which follows no path, is told `told` instead.
    pub fn link(&mut self, text: &str, target: &str, told: &str) -> Words {
        self.told.insert(target.to_owned(), told.to_owned());
        Words {
            link: Some(target.to_owned()),
            ..plain(text)
        }
    }

    fn push(&mut self, within: Vec<Frame>, block: SheetBlock) {
        self.sheets.push(Sheet { within, block });
    }

    /// Writes the page for a terminal.
    pub fn write_terminal(&self, out: &mut dyn Write, look: Look) -> io::Result<()> {
        let manner = Manner {
            underline: false,
            title: &|_| None,
            role: &|_| Role::Dim,
            name: &|target| self.told.get(target).cloned(),
        };
        sheet::write(out, &self.sheets, manner, look)
    }

    pub fn write_markdown(&self, out: &mut dyn Write) -> io::Result<()> {
        let mut before: Option<&Sheet> = None;
        for sheet in &self.sheets {
            let joined = before.is_some_and(|before| is_next_item(before, sheet));
            let quote = |sheet: &Sheet| sheet.within.first() == Some(&Frame::Quote);
            match before {
                // Two paragraphs of one quotation.
                Some(before) if quote(before) && quote(sheet) => writeln!(out, ">")?,
                Some(_) if !joined => writeln!(out)?,
                _ => {}
            }
            let (mut first, mut further) = (String::new(), String::new());
            for frame in &sheet.within {
                match frame {
                    Frame::Item {
                        mark, first: true, ..
                    } => {
                        first.push_str(&format!("{mark} "));
                        further.push_str(&" ".repeat(mark.len() + 1));
                    }
                    Frame::Item { mark, .. } => {
                        first.push_str(&" ".repeat(mark.len() + 1));
                    }
                    Frame::Quote => first.push_str("> "),
                    Frame::Indent => {}
                }
            }
            match &sheet.block {
                SheetBlock::Heading { level, words } => {
                    let marks = "#".repeat(usize::from(*level));
                    writeln!(out, "{first}{marks} {}", markdown(words))?;
                }
                SheetBlock::Paragraph(words) => writeln!(out, "{first}{}", markdown(words))?,
                _ => {}
            }
            before = Some(sheet);
        }
        Ok(())
    }

    /// Writes the page as a fragment of HTML, without a script, a style or an image.
    pub fn write_html(&self, out: &mut dyn Write) -> io::Result<()> {
        let mut open: Vec<&Frame> = Vec::new();
        for sheet in &self.sheets {
            let within: Vec<&Frame> = sheet.within.iter().collect();
            let pairs = open.iter().zip(&within);
            let shared = pairs.take_while(|(old, new)| stays_open(old, new)).count();
            let next_item = is_same_list(open.get(shared), within.get(shared));
            while open.len() > shared {
                let last = open.len() == shared + 1;
                if let Some(frame) = open.pop() {
                    let close = match frame {
                        Frame::Item { .. } if last && next_item => "</li>\n",
                        Frame::Item { mark, .. } => list_tags(mark).1,
                        _ => "</blockquote>\n",
                    };
                    out.write_all(close.as_bytes())?;
                }
            }
            for (at, frame) in within.iter().enumerate().skip(shared) {
                let tag = match frame {
                    Frame::Item { .. } if at == shared && next_item => "<li>",
                    Frame::Item { mark, .. } => list_tags(mark).0,
                    _ => "<blockquote>",
                };
                out.write_all(tag.as_bytes())?;
            }
            open = within;
            match &sheet.block {
                SheetBlock::Heading { level, words } => {
                    writeln!(out, "<h{level}>{}</h{level}>", html(words))?;
                }
                SheetBlock::Paragraph(words) => write!(out, "<p>{}</p>", html(words))?,
                _ => {}
            }
            if open.is_empty() && matches!(sheet.block, SheetBlock::Paragraph(_)) {
                writeln!(out)?;
            }
        }
        while let Some(frame) = open.pop() {
            let close = match frame {
                Frame::Item { mark, .. } => list_tags(mark).1,
                _ => "</blockquote>\n",
            };
            out.write_all(close.as_bytes())?;
        }
        Ok(())
    }
}

/// Whether a block begins the next item of a list that has no gaps.
fn is_next_item(before: &Sheet, sheet: &Sheet) -> bool {
    let tight = matches!(sheet.within.first(), Some(Frame::Item { tight: true, .. }));
    tight
        && is_same_list(
            before.within.iter().collect::<Vec<_>>().first(),
            sheet.within.iter().collect::<Vec<_>>().first(),
        )
}

fn stays_open(old: &Frame, new: &Frame) -> bool {
    match (old, new) {
        (
            Frame::Item { list: one, .. },
            Frame::Item {
                list: other, first, ..
            },
        ) => one == other && !first,
        (Frame::Quote, Frame::Quote) => true,
        _ => false,
    }
}

fn is_same_list(old: Option<&&Frame>, new: Option<&&Frame>) -> bool {
    match (old, new) {
        (Some(Frame::Item { list: one, .. }), Some(Frame::Item { list: other, .. })) => {
            one == other
        }
        _ => false,
    }
}

fn list_tags(mark: &str) -> (&'static str, &'static str) {
    if mark.starts_with(|c: char| c.is_ascii_digit()) {
        ("<ol>\n<li>", "</li>\n</ol>\n")
    } else {
        ("<ul>\n<li>", "</li>\n</ul>\n")
    }
}

/// Returns words in Markdown.
fn markdown(words: &[Words]) -> String {
    let mut line = String::new();
    for part in words {
        // Marks stand at words: a blank beside them would make them text.
        let bare = part.text.trim();
        let text = rows::markdown(bare);
        let text = match part {
            // What is typed is a command of our own.
            Words { code: true, .. } => format!("`{}`", safe(bare).replace('`', "'")),
            Words { strong: true, .. } => format!("**{text}**"),
            Words { emphasis: true, .. } => format!("*{text}*"),
            _ => rows::markdown(&part.text),
        };
        let marked = part.code || part.strong || part.emphasis;
        let blank = |is: bool| if marked && is { " " } else { "" };
        line.push_str(blank(part.text.starts_with(' ')));
        let behind = blank(part.text.ends_with(' '));
        match part.link.as_deref().filter(|link| is_safe(link)) {
            Some(link) => line.push_str(&format!("[{text}]({link})")),
            None => line.push_str(&text),
        }
        line.push_str(behind);
    }
    // A line that begins like a list or a heading would be one.
    match line.find(|c: char| !c.is_ascii_digit()) {
        Some(at)
            if at > 0
                && line
                    .get(at..)
                    .is_some_and(|rest| rest.starts_with(['.', ')'])) =>
        {
            line.insert(at, '\\');
            line
        }
        _ if line.starts_with(['-', '+', '=']) => format!("\\{line}"),
        _ => line,
    }
}

/// Whether a link leads to a page of the web, or by a path to a file beside.
fn is_safe(link: &str) -> bool {
    let path = || {
        let plain = |c: char| c.is_alphanumeric() || "-._~/%#+,@=".contains(c);
        !link.starts_with("//") && link.chars().all(plain)
    };
    (uri::is_page(link) && !link.contains(['(', ')'])) || path()
}

/// Returns words in HTML.
fn html(words: &[Words]) -> String {
    let mut line = String::new();
    for part in words {
        let text = escaped(&part.text);
        let text = match part {
            Words { code: true, .. } => format!("<code>{text}</code>"),
            Words { strong: true, .. } => format!("<strong>{text}</strong>"),
            Words { emphasis: true, .. } => format!("<em>{text}</em>"),
            _ => text,
        };
        match part.link.as_deref().filter(|link| is_safe(link)) {
            // A title in another script keeps its direction to itself.
            Some(link) => line.push_str(&format!(
                "<a href=\"{}\"><bdi>{text}</bdi></a>",
                escaped(link)
            )),
            None => line.push_str(&text),
        }
    }
    line
}

fn escaped(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    for c in safe(text).chars() {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            c => html.push(c),
        }
    }
    html
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page() -> Leaflet {
        let mut page = Leaflet::default();
        let title = page.link("A <b> [x]", "incidents/a%20b.md#c", "a-b");
        page.heading(2, vec![title]);
        page.quote(vec![strong("Said: "), plain("so")]);
        page.quote(vec![plain("1. \"it\" & *that*")]);
        let bad = page.link("click", "javascript:alert(1)", "no");
        page.list(
            "-",
            vec![vec![vec![strong("one")]], vec![vec![plain("two "), bad]]],
        );
        page.list(
            "1.",
            vec![
                vec![vec![plain("a")], vec![plain("b")]],
                vec![vec![plain("c")]],
            ],
        );
        page.paragraph(vec![plain("- end\u{1b}[2J "), code("incident show")]);
        page
    }

    fn written(write: impl Fn(&mut Vec<u8>) -> io::Result<()>) -> String {
        let mut out = Vec::new();
        write(&mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn markdown_holds_no_markup_of_others() {
        assert_eq!(
            written(|out| page().write_markdown(out)),
            "## [A &lt;b> \\[x\\]](incidents/a%20b.md#c)\n\n> **Said:** so\n>\n> 1\\. \"it\" &amp; \\*that\\*\n\n- **one**\n- two click\n\n1. a\n\n   b\n\n2. c\n\n\\- end\\\\x1b\\[2J `incident show`\n"
        );
    }

    #[test]
    fn html_is_closed_and_holds_no_markup_of_others() {
        assert_eq!(
            written(|out| page().write_html(out)),
            "<h2><a href=\"incidents/a%20b.md#c\"><bdi>A &lt;b&gt; [x]</bdi></a></h2>\n<blockquote><p><strong>Said: </strong>so</p><p>1. &quot;it&quot; &amp; *that*</p></blockquote>\n<ul>\n<li><p><strong>one</strong></p></li>\n<li><p>two click</p></li>\n</ul>\n<ol>\n<li><p>a</p><p>b</p></li>\n<li><p>c</p></li>\n</ol>\n<p>- end\\x1b[2J <code>incident show</code></p>\n"
        );
    }

    #[test]
    fn a_terminal_is_told_names() {
        let shown = written(|out| page().write_terminal(out, Look::plain()));
        assert!(
            shown.starts_with(
                "A <b> [x] (a-b)\n\n│ Said: so\n\n│ 1. \"it\" & *that*\n\n- one\n- two click"
            ),
            "{shown}"
        );
        assert!(!shown.contains('\u{1b}'));
    }

    #[test]
    fn no_title_begins_a_line() {
        let mut page = Leaflet::default();
        let title = page.link("A\n0 problems found", "incidents/a.md", "a");
        page.heading(2, vec![title]);
        page.quote(vec![plain("B\rC\u{2028}\n"), strong("\nD")]);
        let shown = written(|out| page.write_terminal(out, Look::plain()));
        assert_eq!(
            shown,
            "A\\n0 problems found (a)\n\n│ B\\rC\\u{2028}\\n\\nD\n"
        );
    }
}
