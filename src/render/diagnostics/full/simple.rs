//! The shape that nearly all findings have, written down without the library: one marked place in a
//! short line of ASCII, and a help text.
//!
//! The library takes a hundred thousand findings apart character by character, which costs as much
//! time as reading ten thousand write-ups does. What is drawn here is what it draws, letter for letter:
//! the test below holds the two against each other. Whatever is out of the ordinary is the library's.

use super::Excerpt;
use crate::diagnostic::Diagnostic;

/// Blanks at the start of a line from which on the library leaves some out.
const INDENT_MAX: usize = 20;

/// Returns the finding as it is drawn without colour, with lines of Unicode, in `width` columns; `None`
/// where that is the library's. `title` and `help` are in lines that fit already.
pub(super) fn draw(
    finding: &Diagnostic,
    title: &[String],
    excerpt: &Excerpt,
    help: &[String],
    width: usize,
) -> Option<String> {
    let Excerpt { source, mark, .. } = excerpt;
    let number = excerpt.line.to_string();
    // The number, a line and the blanks round it.
    let room = width.checked_sub(number.len() + 3)?;
    let texts = title.iter().chain(help).chain([source]);
    let ordinary = texts.into_iter().all(|text| is_plain(text))
        && !title.is_empty()
        && !help.is_empty()
        && !mark.is_empty()
        && mark.end <= source.len()
        && source.len() <= room
        && !source.ends_with(' ')
        && source.len() - source.trim_start().len() < INDENT_MAX;
    if !ordinary {
        return None;
    }
    let pad = " ".repeat(number.len() + 1);
    let lead = format!("{}[{}]: ", finding.severity.name(), finding.rule);
    let title = title.join(&format!("\n{}", " ".repeat(lead.len())));
    // Behind `╰ help: `.
    let help = help.join(&format!("\n{pad}{}", " ".repeat(8)));
    let before = " ".repeat(mark.start);
    let under = "━".repeat(mark.len());
    let (path, column) = (&excerpt.path, excerpt.column);
    Some(format!(
        "{lead}{title}\n\
         {pad}╭▸ {path}:{number}:{column}\n\
         {pad}│\n\
         {number} │ {source}\n\
         {pad}│ {before}{under}\n\
         {pad}│\n\
         {pad}╰ help: {help}"
    ))
}

fn is_plain(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b' '..=b'~'))
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Severity;
    use crate::render::style::Look;
    use crate::text::{Files, Span};

    use super::super::{by_library, excerpts, told};
    use super::*;

    /// Draws a place in a text both ways; returns whether it is ordinary.
    fn check(text: &str, start: usize, end: usize, message: &str, help: &str) -> bool {
        let mut files = Files::default();
        let id = files.add("a b/c.md", text);
        let span = Span::new(id, start, end);
        let finding = Diagnostic::new("some-rule", Severity::Warning, span, message.to_owned())
            .with_help(help.to_owned());
        let look = Look::plain();
        let (title, help) = told(&finding, look);
        let excerpts = excerpts(&files, &finding);
        let drawn = draw(&finding, &title, &excerpts[0], &help, look.width);
        let library = by_library(&files, &finding, &excerpts, &title, &help, look);
        if let Some(drawn) = &drawn {
            assert_eq!(*drawn, library, "{text:?} {start}..{end}");
        }
        drawn.is_some()
    }

    #[test]
    fn what_is_drawn_is_what_the_library_draws() {
        let long = "word ".repeat(40);
        let deep = format!("{}x y", " ".repeat(30));
        let texts = [
            "one\ntwo words\n\n  three: \"four\"\r\n\ttab \u{1b} é 👩‍🚀\nend ",
            "\u{feff}# A title\n",
            &deep,
            &"x".repeat(72),
            &"x".repeat(80),
            &long,
            &"line\n".repeat(12),
            "",
        ];
        let mut ordinary = 0;
        for text in texts {
            for start in 0..=text.len().min(90) {
                for end in start..=text.len().min(start + 12) {
                    ordinary += usize::from(check(text, start, end, "it is so", "is it?"));
                }
            }
            for words in ["", "é", "a\tb", "a\nb", "a  b ", &long] {
                check(text, 0, 1, words, "why?");
                check(text, 0, 1, "so", words);
            }
        }
        assert!(ordinary > 1_000, "{ordinary}");
    }
}
