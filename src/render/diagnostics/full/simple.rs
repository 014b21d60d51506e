//! The shape that nearly all findings have, written down without the library: marked places, each in one
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
    excerpts: &[Excerpt],
    help: &[String],
    width: usize,
) -> Option<String> {
    let digits = excerpts.iter().map(|excerpt| excerpt.line).max()?;
    let digits = digits.to_string().len();
    // The number, a line and the blanks round it.
    let room = width.checked_sub(digits + 3)?;
    let told = |lines: &[String]| !lines.is_empty() && lines.iter().all(|line| is_plain(line));
    let ordinary = |excerpt: &Excerpt| is_ordinary(excerpt, room);
    if !told(title) || !told(help) || !excerpts.iter().all(ordinary) {
        return None;
    }
    let pad = " ".repeat(digits + 1);
    let mut drawn = format!("{}[{}]: ", finding.severity.name(), finding.rule);
    let lead = drawn.len();
    drawn.push_str(&title.join(&format!("\n{}", " ".repeat(lead))));
    for (at, excerpt) in excerpts.iter().enumerate() {
        let Excerpt {
            path,
            line,
            column,
            source,
            mark,
            label,
            ..
        } = excerpt;
        let (arrow, under) = if at == 0 {
            ("╭▸ ", "━")
        } else {
            ("⸬  ", "─")
        };
        let (before, under) = (" ".repeat(mark.start), under.repeat(mark.len()));
        let gap = if label.is_empty() { "" } else { " " };
        drawn.push_str(&format!(
            "\n{pad}{arrow}{path}:{line}:{column}\n\
             {pad}│\n\
             {line:>digits$} │ {source}\n\
             {pad}│ {before}{under}{gap}{label}\n\
             {pad}│"
        ));
    }
    // Behind `╰ help: `.
    let help = help.join(&format!("\n{pad}{}", " ".repeat(8)));
    drawn.push_str(&format!("\n{pad}╰ help: {help}"));
    Some(drawn)
}

/// Whether a place is one marked piece of a line that fits.
fn is_ordinary(excerpt: &Excerpt, room: usize) -> bool {
    let Excerpt {
        source,
        mark,
        label,
        ..
    } = excerpt;
    let indent = source.len() - source.trim_start().len();
    is_plain(source)
        && is_plain(label)
        && source.len() <= room
        && indent < INDENT_MAX
        && !source.ends_with(' ')
        && !mark.is_empty()
        && mark.end <= source.len()
        && label.trim() == label
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
    fn check(
        text: &str,
        (start, end): (usize, usize),
        message: &str,
        label: Option<&str>,
        help: &str,
    ) -> bool {
        let mut files = Files::default();
        let id = files.add("a b/c.md", text);
        let span = Span::new(id, start, end);
        let mut finding = Diagnostic::new("some-rule", Severity::Warning, span, message.to_owned());
        finding.help(help.to_owned());
        if let Some(label) = label {
            finding.label(Span::new(id, end, end + 5), label.to_owned());
        }
        let look = Look::plain();
        let (title, help) = told(&finding, look);
        let excerpts = excerpts(&files, &finding);
        let drawn = draw(&finding, &title, &excerpts, &help, look.width);
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
                    let place = (start, end);
                    ordinary += usize::from(check(text, place, "it is so", None, "is it?"));
                    ordinary += usize::from(check(text, place, "so", Some("here"), "is it?"));
                }
            }
            for words in ["", "é", "a\tb", "a\nb", "a  b ", &long] {
                check(text, (0, 1), words, None, "why?");
                check(text, (0, 1), "so", Some(words), "why?");
                check(text, (0, 1), "so", None, words);
            }
        }
        assert!(ordinary > 1_000, "{ordinary}");
    }
}
