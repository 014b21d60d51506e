//! What stands in prose and is not the author's own voice: quotations, and chat that was pasted.

use super::token::{Kind, Token};

/// Puts one opaque token in place of each quotation.
pub(super) fn hide_quotations(text: &str, tokens: &mut Vec<Token>) {
    if !tokens.iter().any(|token| opening(text, token).is_some()) {
        return;
    }
    let mut kept = Vec::with_capacity(tokens.len());
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        let end = opening(text, token).and_then(|close| {
            let behind = tokens.get(at + 1..)?;
            let length = behind.iter().position(|token| closes(text, token, close))?;
            (length > 0).then_some(at + 1 + length)
        });
        let last = end.and_then(|end| tokens.get(end));
        match (end, last) {
            (Some(end), Some(last)) => {
                kept.push(Token::new(Kind::Opaque, token.start(), last.end()));
                at = end + 1;
            }
            _ => {
                kept.push(*token);
                at += 1;
            }
        }
    }
    *tokens = kept;
}

/// Returns the mark that would close the quotation that begins here.
fn opening(text: &str, token: &Token) -> Option<char> {
    let Kind::Mark(mark) = token.kind else {
        return None;
    };
    let before = text.get(..token.start())?.chars().next_back();
    let after = text.get(token.end()..)?.chars().next();
    let outside = before.is_none_or(|c| !c.is_alphanumeric());
    let inside = after.is_some_and(|c| !c.is_whitespace());
    match mark {
        '"' if outside && inside => Some('"'),
        '“' => Some('”'),
        '„' => Some('“'),
        '«' => Some('»'),
        '‘' if outside && inside => Some('’'),
        '\'' if outside && inside => Some('\''),
        _ => None,
    }
}

fn closes(text: &str, token: &Token, close: char) -> bool {
    if token.kind != Kind::Mark(close) {
        return false;
    }
    let before = text.get(..token.start());
    let after = text.get(token.end()..);
    let inside = before
        .and_then(|text| text.chars().next_back())
        .is_some_and(|c| !c.is_whitespace());
    let outside = after
        .and_then(|text| text.chars().next())
        .is_none_or(|c| !c.is_alphanumeric());
    matches!(close, '”' | '»' | '“') || (inside && outside)
}

/// Whether a line is chat, pasted: `<nick> …`, `[08:57] @name …`, `name [9:07 AM] …`. Such a mark
/// belongs to what follows it in the block. An entry of a timeline (`10.12 RK: …`) is none: the
/// write-up's own author wrote it.
pub(super) fn is_chat(line: &str) -> bool {
    let line = line.trim_start_matches(['*', '_', '\\', ' ', '\t', '>']);
    if line.starts_with(['[', '(']) || line.starts_with(|c: char| c.is_ascii_digit()) {
        let rest = line.trim_start_matches(['[', '(']);
        let Some(rest) = after_clock(rest) else {
            return false;
        };
        let bracketed = rest.starts_with([']', ')', '\\']);
        let rest = rest.trim_start_matches([']', ')', '\\', ' ', '*', '_', '-', '–']);
        return nick(rest) || (bracketed && rest.starts_with('@'));
    }
    if nick(line) {
        return true;
    }
    // A name of one to three words, then a clock in brackets.
    let Some((name, rest)) = line.split_once(['[', '(']) else {
        return false;
    };
    let words = name.split_whitespace().count();
    let named = (1..=3).contains(&words) && name.len() < 40 && !name.contains([':', '.', ',']);
    named && after_clock(rest).is_some_and(|rest| rest.starts_with([']', ')', '\\']))
}

/// Names of HTML elements that stand in prose.
const ELEMENTS: &[&str] = &[
    "a", "b", "br", "code", "del", "details", "div", "em", "i", "img", "ins", "kbd", "mark", "p",
    "s", "small", "span", "strong", "sub", "summary", "sup", "u", "center", "font", "hr", "table",
    "td",
];

fn nick(line: &str) -> bool {
    let Some((name, rest)) = line.strip_prefix('<').and_then(|line| line.split_once('>')) else {
        return false;
    };
    let bare = name.trim_start_matches(['@', '+', '~']);
    let word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '|' | '.' | '[' | ']');
    !bare.is_empty()
        && bare.len() < 32
        && bare.chars().all(word)
        && rest.starts_with(' ')
        && !ELEMENTS.contains(&bare.to_lowercase().as_str())
}

/// Returns what follows a time of day, if the text begins with one.
fn after_clock(text: &str) -> Option<&str> {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let hours = digits(text);
    let rest = text.get(hours..)?.strip_prefix([':', '.'])?;
    let minutes = digits(rest);
    if !(1..=2).contains(&hours) || minutes != 2 {
        return None;
    }
    let mut rest = rest.get(minutes..)?;
    if let Some(seconds) = rest.strip_prefix(':') {
        rest = seconds.get(digits(seconds)..)?;
    }
    let rest = rest.trim_start();
    let half = rest.get(..2).unwrap_or_default().to_ascii_lowercase();
    Some(if half == "am" || half == "pm" {
        rest.get(2..)?
    } else {
        rest
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pasted_chat_is_told_from_a_timeline() {
        for line in [
            "<ann> should have looked",
            "[08:57] @ann looks at it",
            "[08:57] <ann> looks",
            "12:03 <ann> looks",
            "12:03:10 <@ann> looks",
            "ann [9:07 AM] it is down",
            "Ann Lee [16:31] it is down",
            "**ann** [9:07 AM]",
        ] {
            assert!(is_chat(line), "{line}");
        }
        for line in [
            "[08:57] The alarm rings.",
            "10.12 RK: it is down",
            "10:12 - @ann looks",
            "<b>No</b> one looked",
            "<b> No one looked",
            "It began (at 9:07 AM) with a click",
            "Prow [v1.2] is out",
            "@ann looks",
        ] {
            assert!(!is_chat(line), "{line}");
        }
    }
}
