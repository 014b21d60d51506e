//! Colours, and the way that text from data takes to a terminal.

use std::borrow::Cow;
use std::fmt::{self, Display, Write as _};
use std::io;

use anstyle::{AnsiColor, Style};

use crate::text::{uri, words};

/// How output may look: decided once, by the door.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    pub colour: bool,
    /// Whether the terminal shows more than ASCII.
    pub unicode: bool,
    /// Columns to fill at most.
    pub width: usize,
    /// Whether a text can be a link (OSC 8).
    pub hyperlinks: bool,
}

impl Look {
    /// Returns the look of output that no terminal reads.
    pub fn plain() -> Self {
        Self {
            colour: false,
            unicode: true,
            width: 80,
            hyperlinks: false,
        }
    }
}

/// What a piece of text is, for its colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The name of a write-up, a heading of the output.
    Strong,
    /// What its author stresses.
    Emphasis,
    /// Code between words.
    Code,
    /// What can be skipped.
    Dim,
    /// An id, a path, a command: something to type or to follow.
    Accent,
    Error,
    Warning,
    Note,
    /// Written, fixed, new.
    Good,
}

impl Role {
    fn style(self) -> Style {
        let colour = |colour: AnsiColor| Style::new().fg_color(Some(colour.into()));
        match self {
            Self::Strong => Style::new().bold(),
            Self::Emphasis => Style::new().italic(),
            Self::Dim => Style::new().dimmed(),
            Self::Accent | Self::Code => colour(AnsiColor::Cyan),
            Self::Error => colour(AnsiColor::Red).bold(),
            Self::Warning => colour(AnsiColor::Yellow).bold(),
            Self::Note => colour(AnsiColor::Blue).bold(),
            Self::Good => colour(AnsiColor::Green),
        }
    }
}

/// Text in its colour. The text must be safe already.
#[derive(Clone, Copy, Debug)]
pub struct Painted<T>(Option<Style>, T);

impl Look {
    /// Returns `text` as a link to a file, where the terminal knows links. `file` is its whole path, and
    /// the text must be safe already.
    pub fn link(self, file: &str, text: &str) -> String {
        if !self.hyperlinks {
            return text.to_owned();
        }
        let slash = if file.starts_with('/') { "" } else { "/" };
        let target = uri::path(file);
        format!("\x1b]8;;file://{slash}{target}\x1b\\{text}\x1b]8;;\x1b\\")
    }

    /// Returns `text` as a link to a page of the web, where the terminal knows links; any other address is
    /// not followed. The text must be safe already.
    pub fn address(self, address: &str, text: &str) -> String {
        if !self.hyperlinks || !uri::is_page(address) {
            return text.to_owned();
        }
        format!("\x1b]8;;{address}\x1b\\{text}\x1b]8;;\x1b\\")
    }

    /// Returns `text` so that it displays in the colour of its role, or plain.
    pub fn paint<T: Display>(self, role: Role, text: T) -> Painted<T> {
        Painted(self.colour.then(|| role.style()), text)
    }
}

impl<T: Display> Display for Painted<T> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(style) => write!(out, "{style}{}{style:#}", self.1),
            None => self.1.fmt(out),
        }
    }
}

/// Returns text from data so that it is safe on one line of a terminal or a CI log: control
/// characters, bidi controls and what cannot be seen become visible escapes, and nothing reads as a
/// workflow command.
pub fn safe(text: &str) -> Cow<'_, str> {
    // Most text is plainly harmless, which is seen byte by byte.
    let harmless = |byte: u8| matches!(byte, b' '..=b'~') && !matches!(byte, b':' | b'#');
    if text.bytes().all(harmless) {
        return Cow::Borrowed(text);
    }
    let command = text.contains("::") || text.contains("##[");
    if !command && !text.chars().any(is_unsafe) {
        return Cow::Borrowed(text);
    }
    let mut safe = String::with_capacity(text.len() + 8);
    for (at, c) in text.char_indices() {
        let before = text.get(..at).unwrap_or_default();
        // Wherever a blank stands, a line may be broken later, and `::` come to stand at its start.
        let first = before.is_empty() || before.ends_with(char::is_whitespace);
        let opens = first && text.get(at..).is_some_and(|rest| rest.starts_with("::"));
        let old_style = c == '[' && before.ends_with("##");
        match c {
            '\n' => safe.push_str("\\n"),
            '\t' => safe.push_str("\\t"),
            '\r' => safe.push_str("\\r"),
            _ if opens || old_style || (is_unsafe(c) && u32::from(c) < 0x80) => {
                let _ = write!(safe, "\\x{:02x}", u32::from(c));
            }
            _ if is_unsafe(c) => {
                let _ = write!(safe, "\\u{{{:x}}}", u32::from(c));
            }
            _ => safe.push(c),
        }
    }
    Cow::Owned(safe)
}

/// Whether a character may not reach a terminal as it is.
pub(crate) fn is_unsafe(c: char) -> bool {
    c.is_control() || words::is_invisible(c)
}

/// Returns `text` cut to `width` columns, the last of them an ellipsis when something is cut.
pub fn fit(text: &str, width: usize) -> String {
    use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};
    if text.width() <= width {
        return text.to_owned();
    }
    let mut fitted = String::new();
    let mut used = 0;
    for c in text.chars() {
        let columns = c.width().unwrap_or(0);
        if used + columns + 1 > width {
            break;
        }
        used += columns;
        fitted.push(c);
    }
    let mut fitted = fitted.trim_end().to_owned();
    fitted.push('…');
    fitted
}

/// Returns `text` in lines of at most `width` columns, broken between words where possible.
pub fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut used = 0;
    for word in text.split_whitespace() {
        let columns = columns(word);
        if !line.is_empty() && used + 1 + columns > width {
            lines.push(std::mem::take(&mut line));
            used = 0;
        }
        if !line.is_empty() {
            line.push(' ');
            used += 1;
        }
        line.push_str(word);
        used += columns;
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

/// Returns how many columns a text takes. Most are ASCII, where that is their length.
pub(crate) fn columns(word: &str) -> usize {
    use unicode_width::UnicodeWidthStr;
    if word.is_ascii() {
        word.len()
    } else {
        word.width()
    }
}

/// Returns a word as somebody would type it in a shell: quoted where it must be.
pub fn typed(word: &str) -> String {
    let plain = |c: char| {
        c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '/' | ':' | '@' | '=' | '+' | ',')
    };
    if !word.is_empty() && word.chars().all(plain) {
        return word.to_owned();
    }
    if word.contains(['"', '$', '`', '\\', '!']) {
        return format!("'{}'", word.replace('\'', "'\\''"));
    }
    format!("\"{word}\"")
}

/// Writes one thing to do next: on one line, or the command on its own where that is too narrow.
pub fn hint(out: &mut dyn io::Write, words: &str, command: &str, look: Look) -> io::Result<()> {
    let together = columns(words) + 1 + columns(command);
    let gap = if together <= look.width { " " } else { "\n  " };
    let (words, command) = (
        look.paint(Role::Dim, words),
        look.paint(Role::Accent, command),
    );
    writeln!(out, "{words}{gap}{command}")
}

/// What is said where there is nothing yet to answer from.
pub const NO_WRITEUPS: &str = "No write-ups here yet. `incident new TITLE` begins one.";

/// Returns `1 write-up`, `2 write-ups`.
pub fn count(number: usize, thing: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {thing}{plural}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_unsafe_passes() {
        for (text, expected) in [
            ("plain é 明", "plain é 明"),
            ("\u{1b}[2Jx", "\\x1b[2Jx"),
            ("a\nb\rc\td", "a\\nb\\rc\\td"),
            ("\u{9b}31m", "\\u{9b}31m"),
            ("x\u{202e}y\u{200b}", "x\\u{202e}y\\u{200b}"),
            ("  ::error::x", "  \\x3a:error::x"),
            ("a ::error::", "a \\x3a:error::"),
            ("std::fs", "std::fs"),
            ("##[error]", "##\\x5berror]"),
        ] {
            assert_eq!(safe(text), expected);
        }
    }

    #[test]
    fn texts_are_cut_and_wrapped_by_columns() {
        assert_eq!(fit("明石結衣", 5), "明石…");
        assert_eq!(fit("short", 5), "short");
        assert_eq!(wrap("one two three", 7), ["one two", "three"]);
    }
}
