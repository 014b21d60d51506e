//! Markdown in a terminal: headings, wrapped prose, lists, quotes, tables, code. The only way that Markdown is
//! set, for write-ups and for the pages of rules.

use std::io::{self, Write};

use unicode_width::UnicodeWidthStr;

use super::rows;
use super::style::{Look, Role, safe};
use crate::model::{Frame, Sheet, SheetBlock, Words};

/// What differs from one kind of page to another.
#[derive(Clone, Copy)]
pub(in crate::render) struct Manner<'a> {
    /// Whether the larger headings have a line below them.
    pub(in crate::render) underline: bool,
    /// Returns the line above some code, by what stands behind its fence.
    pub(in crate::render) title: &'a dyn Fn(&str) -> Option<String>,
    /// Returns what a line of code is.
    pub(in crate::render) role: &'a dyn Fn(&str) -> Role,
    /// Returns the name to type of what a link leads to, where it leads to a write-up.
    pub(in crate::render) name: &'a dyn Fn(&str) -> Option<String>,
}

/// Narrowest text: below it frames are wider than words.
const WIDTH_MIN: usize = 20;

/// Writes the blocks, an empty line between them but in lists that have none.
pub(in crate::render) fn write(
    out: &mut dyn Write,
    sheets: &[Sheet],
    manner: Manner<'_>,
    look: Look,
) -> io::Result<()> {
    let mut before: Option<&Sheet> = None;
    for sheet in sheets {
        if before.is_some_and(|before| !is_joined(before, sheet)) {
            writeln!(out)?;
        }
        write_block(out, sheet, manner, look)?;
        before = Some(sheet);
    }
    Ok(())
}

/// Whether a block follows another without a gap: in one list whose author left none.
fn is_joined(before: &Sheet, sheet: &Sheet) -> bool {
    let list = |frame: &Frame| match frame {
        Frame::Item { list, .. } => Some(*list),
        _ => None,
    };
    let lists: Vec<usize> = before.within.iter().filter_map(list).collect();
    let mut own = sheet.within.iter().filter_map(list);
    let inner = sheet
        .within
        .iter()
        .rev()
        .find(|frame| list(frame).is_some());
    let begins = matches!(
        inner,
        Some(Frame::Item {
            tight: true,
            first: true,
            ..
        })
    );
    begins && own.any(|list| lists.contains(&list))
}

fn write_block(
    out: &mut dyn Write,
    sheet: &Sheet,
    manner: Manner<'_>,
    look: Look,
) -> io::Result<()> {
    let (first, further) = prefixes(&sheet.within, look);
    let width = look.width.saturating_sub(further.width()).max(WIDTH_MIN);
    let mut lead = first.as_str();
    match &sheet.block {
        SheetBlock::Heading { level, words } => {
            let words: Vec<Words> = words
                .iter()
                .map(|words| Words {
                    strong: true,
                    ..words.clone()
                })
                .collect();
            let mut widest = 0;
            for line in lines(&words, width, manner, look) {
                widest = widest.max(line.width);
                writeln!(out, "{lead}{}", line.shown)?;
                lead = &further;
            }
            if manner.underline && *level <= 2 {
                let rule = if look.unicode { "─" } else { "-" };
                writeln!(
                    out,
                    "{further}{}",
                    look.paint(Role::Dim, rule.repeat(widest))
                )?;
            }
        }
        SheetBlock::Paragraph(words) => {
            for line in lines(words, width, manner, look) {
                writeln!(out, "{lead}{}", line.shown)?;
                lead = &further;
            }
        }
        SheetBlock::Code { text, info } => {
            if let Some(title) = (manner.title)(info) {
                writeln!(out, "{lead}    {}", look.paint(Role::Accent, safe(&title)))?;
                lead = &further;
            }
            for line in text.trim_end_matches(['\n', '\r']).lines() {
                let line = line.replace('\t', "    ");
                let shown = format!(
                    "{lead}    {}",
                    look.paint((manner.role)(&line), safe(&line))
                );
                writeln!(out, "{}", shown.trim_end())?;
                lead = &further;
            }
        }
        SheetBlock::Table(table) => write_table(out, table, &first, manner, look)?,
        SheetBlock::Rule => {
            let rule = if look.unicode { "─" } else { "-" };
            writeln!(
                out,
                "{lead}{}",
                look.paint(Role::Dim, rule.repeat(width.min(24)))
            )?;
        }
    }
    Ok(())
}

fn write_table(
    out: &mut dyn Write,
    table: &[Vec<Vec<Words>>],
    lead: &str,
    manner: Manner<'_>,
    look: Look,
) -> io::Result<()> {
    let cell = |words: &Vec<Words>| -> String {
        // A cell is measured: it holds no colours.
        let look = Look {
            colour: false,
            hyperlinks: false,
            ..look
        };
        let lines = lines(words, usize::MAX, manner, look);
        let shown: Vec<String> = lines.into_iter().map(|line| line.shown).collect();
        shown.join(" ")
    };
    let rows: Vec<Vec<String>> = table
        .iter()
        .map(|row| row.iter().map(cell).collect())
        .collect();
    let width = look.width.saturating_sub(lead.width());
    for line in rows::grid(&rows, Look { width, ..look }) {
        writeln!(out, "{}", format!("{lead}{line}").trim_end())?;
    }
    Ok(())
}

/// Returns what stands before a block's first line, and before the others.
fn prefixes(within: &[Frame], look: Look) -> (String, String) {
    let (mut first, mut further) = (String::new(), String::new());
    for frame in within {
        match frame {
            Frame::Quote => {
                let bar = if look.unicode { "│ " } else { "> " };
                first.push_str(bar);
                further.push_str(bar);
            }
            Frame::Item {
                mark, first: true, ..
            } => {
                let mark = safe(mark);
                first.push_str(&format!("{mark} "));
                further.push_str(&" ".repeat(mark.width() + 1));
            }
            Frame::Item { mark, .. } => {
                let blank = " ".repeat(mark.width() + 1);
                first.push_str(&blank);
                further.push_str(&blank);
            }
            Frame::Indent => {
                first.push_str("  ");
                further.push_str("  ");
            }
        }
    }
    (first, further)
}

/// A line as it is shown, and how wide it is.
#[derive(Default)]
struct Line {
    shown: String,
    width: usize,
}

/// A word without a blank in it, in parts that look different.
#[derive(Default)]
struct Atom {
    shown: String,
    width: usize,
}

/// Returns words in lines of at most `width` columns.
fn lines(words: &[Words], width: usize, manner: Manner<'_>, look: Look) -> Vec<Line> {
    let mut lines = vec![Line::default()];
    let mut atom = Atom::default();
    for (at, part) in words.iter().enumerate() {
        for (number, line) in marked(part, look).split('\n').enumerate() {
            if number > 0 {
                place(&mut lines, &mut atom, width);
                lines.push(Line::default());
            }
            for (number, word) in line.split(char::is_whitespace).enumerate() {
                if number > 0 {
                    place(&mut lines, &mut atom, width);
                }
                add(&mut atom, word, part, look);
            }
        }
        // Where a link leads is told once, behind its last words.
        let next = words.get(at + 1).and_then(|next| next.link.as_ref());
        if let Some(link) = &part.link
            && next != Some(link)
            && let Some(told) = told(link, part, manner, look)
        {
            for (number, word) in format!(" ({told})").split(' ').enumerate() {
                if number > 0 {
                    place(&mut lines, &mut atom, width);
                }
                if !word.is_empty() {
                    let text = safe(word).into_owned();
                    atom.width += text.width();
                    atom.shown
                        .push_str(&look.paint(Role::Dim, text).to_string());
                }
            }
        }
    }
    place(&mut lines, &mut atom, width);
    lines.retain(|line| line.width > 0);
    lines
}

/// Returns the words with the marks that they keep where no colour tells them apart.
fn marked(part: &Words, look: Look) -> String {
    let mark = match part {
        _ if look.colour => "",
        Words { code: true, .. } => "`",
        Words { emphasis: true, .. } => "*",
        _ => "",
    };
    format!("{mark}{}{mark}", part.text)
}

/// Adds a part of a word, in its look.
fn add(atom: &mut Atom, word: &str, part: &Words, look: Look) {
    if word.is_empty() {
        return;
    }
    let text = safe(word).into_owned();
    atom.width += text.width();
    let role = match part {
        Words { code: true, .. } => Some(Role::Code),
        Words { strong: true, .. } => Some(Role::Strong),
        Words { emphasis: true, .. } => Some(Role::Emphasis),
        _ => None,
    };
    let shown = match role {
        Some(role) => look.paint(role, &text).to_string(),
        None => text,
    };
    let shown = match &part.link {
        Some(link) => look.address(link, &shown),
        None => shown,
    };
    atom.shown.push_str(&shown);
}

/// Puts a word onto the last line, or onto a new one where it does not fit.
fn place(lines: &mut Vec<Line>, atom: &mut Atom, width: usize) {
    let Atom { shown, width: wide } = std::mem::take(atom);
    if wide == 0 {
        return;
    }
    let full = lines
        .last()
        .is_none_or(|line| line.width > 0 && line.width.saturating_add(1 + wide) > width);
    if full {
        lines.push(Line::default());
    }
    if let Some(line) = lines.last_mut() {
        if line.width > 0 {
            line.shown.push(' ');
            line.width += 1;
        }
        line.shown.push_str(&shown);
        line.width += wide;
    }
}

/// Returns what to say behind a link: the write-up's id, or the address where the terminal cannot follow it.
fn told(link: &str, part: &Words, manner: Manner<'_>, look: Look) -> Option<String> {
    if let Some(name) = (manner.name)(link) {
        return (name != part.text).then_some(name);
    }
    let followed = look.hyperlinks && link.contains("://");
    let same = link == part.text || link.strip_prefix("mailto:") == Some(part.text.as_str());
    (!followed && !same && !link.starts_with('#') && !link.is_empty()).then(|| link.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Words {
        Words {
            text: text.to_owned(),
            ..Words::default()
        }
    }

    fn shown(sheets: &[Sheet], width: usize) -> String {
        let mut out = Vec::new();
        let manner = Manner {
            underline: true,
            title: &|_| None,
            role: &|_| Role::Dim,
            name: &|target| match target {
                "b.md" => Some("b".to_owned()),
                "b.md#c" => Some("line 3".to_owned()),
                _ => None,
            },
        };
        write(
            &mut out,
            sheets,
            manner,
            Look {
                width,
                ..Look::plain()
            },
        )
        .unwrap();
        String::from_utf8(out).unwrap()
    }

    fn sheet(within: &[Frame], block: SheetBlock) -> Sheet {
        Sheet {
            within: within.to_vec(),
            block,
        }
    }

    #[test]
    fn blocks_are_set_in_their_frames() {
        let item = |list: usize, first: bool| Frame::Item {
            mark: "10.".to_owned(),
            list,
            first,
            tight: true,
        };
        let prose = |text: &str| SheetBlock::Paragraph(vec![words(text)]);
        let sheets = [
            sheet(
                &[],
                SheetBlock::Heading {
                    level: 2,
                    words: vec![words("A title")],
                },
            ),
            sheet(&[item(1, true)], prose("one two three four five six")),
            sheet(&[item(1, true)], prose("seven")),
            sheet(&[item(1, false)], prose("eight")),
            sheet(&[Frame::Quote, item(2, true)], prose("nine")),
            sheet(
                &[],
                SheetBlock::Code {
                    text: "a\n\n\tb\n".to_owned(),
                    info: String::new(),
                },
            ),
        ];
        assert_eq!(
            shown(&sheets, 24),
            "A title\n───────\n\n10. one two three four\n    five six\n10. seven\n\n    eight\n\n│ 10. nine\n\n    a\n\n        b\n"
        );
    }

    #[test]
    fn nothing_raw_is_shown_and_links_say_where_they_lead() {
        let link = |text: &str, link: &str| Words {
            link: Some(link.to_owned()),
            ..words(text)
        };
        let prose = |parts: Vec<Words>| [sheet(&[], SheetBlock::Paragraph(parts))];
        for (parts, expected) in [
            (vec![words("a\u{1b}[2J\u{202e}")], "a\\x1b[2J\\u{202e}\n"),
            (
                vec![words("see "), link("it", "b.md"), words(".")],
                "see it (b).\n",
            ),
            (vec![link("it", "b.md#c"), words(".")], "it (line 3).\n"),
            (vec![link("it", "https://x.org")], "it (https://x.org)\n"),
            (
                vec![link("https://x.org", "https://x.org")],
                "https://x.org\n",
            ),
            (vec![link("it", "#there")], "it\n"),
            (vec![words("a\nb")], "a\nb\n"),
        ] {
            assert_eq!(shown(&prose(parts), 80), expected);
        }
    }
}
