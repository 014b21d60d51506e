//! An open question that does not read as one, or whose state nobody can tell.

use super::{Check, Context, Errs, Group, Rule};
use crate::diagnostic::Severity;
use crate::model::{Entry, SectionKind, Writeup};
use crate::text::{Span, words};

pub(super) static RULE: Rule = Rule {
    name: "question-form",
    group: Group::Shape,
    severity: Severity::Warning,
    errs: Errs::WhenPublished,
    page: include_str!("question_form.md"),
    check: Check::Writeup(check),
};

/// What `State` can say.
const STATES: [&str; 2] = ["open", "answered"];

fn check(writeup: &Writeup, cx: &mut Context<'_>) {
    let sections = writeup.sections_of(SectionKind::Questions);
    for entry in sections.flat_map(|section| &section.entries) {
        if let Some(heading) = &entry.heading
            && !is_question(&heading.text.value)
        {
            cx.report(
                heading.text.span,
                "this question does not end in a question mark",
            )
            .help("what would somebody ask who wonders about it too?");
        }
        state(entry, writeup, cx);
    }
}

fn state(entry: &Entry, writeup: &Writeup, cx: &mut Context<'_>) {
    let Some(state) = entry.label("State") else {
        return;
    };
    let said = words::fold(&cx.visible(writeup, state.value));
    let first = said.split(' ').next().unwrap_or_default();
    if first.is_empty() || STATES.contains(&first) {
        return;
    }
    let help = match words::nearest(first, STATES) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "does it begin with `open` or `answered`? More may follow the word".to_owned(),
    };
    // The value may run on for paragraphs; the state is its first line.
    let value = cx.files.text(state.value);
    let line = value.lines().next().unwrap_or_default().len();
    let place = Span::new(
        writeup.file,
        state.value.start(),
        state.value.start() + line,
    );
    cx.report(place, "this state is neither `open` nor `answered`")
        .help(help);
}

/// Whether a heading reads as a question. What dresses its end (brackets, emoji, `:name:`) does not
/// count, and a heading without a letter has nothing to judge.
fn is_question(heading: &str) -> bool {
    let bare = undressed(heading);
    // Armenian sets its mark on the word that asks; Greek asks with a semicolon.
    let greek =
        bare.contains(|c: char| matches!(c, '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}'));
    let asks = |c: char| MARKS.contains(&c) || (greek && c == ';');
    let last = bare
        .chars()
        .rev()
        .find(|&c| asks(c) || c.is_alphabetic() || c.is_ascii_digit());
    bare.contains('՞') || last.is_none_or(|c| asks(c) || asks_without_mark(c))
}

/// Question marks of the world, and two emoji that are meant as such.
const MARKS: &[char] = &[
    '?', '？', '؟', '\u{37e}', '⸮', '፧', '꘏', '⁇', '⁈', '⁉', '‽', '❓', '❔', '﹖',
];

/// Whether a question may end in this letter alone: Japanese and Chinese ask with a word at the end,
/// Thai, Lao, Burmese and Khmer have no mark of their own for it.
fn asks_without_mark(c: char) -> bool {
    matches!(c, 'か' | '吗' | '嗎' | '呢' | '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}'
        | '\u{1780}'..='\u{17ff}')
}

/// Returns a heading without a remark in brackets or an emoji's name at its end.
fn undressed(heading: &str) -> &str {
    let mut bare = heading.trim_end();
    // Obsidian's block ids and tags: `Why? ^block #open`.
    while let Some((before, last)) = bare.rsplit_once(' ')
        && last.starts_with(['^', '#'])
    {
        bare = before.trim_end();
    }
    loop {
        let opening = match bare.chars().next_back() {
            Some(')') => '(',
            Some(']') => '[',
            Some('）') => '（',
            Some(':') => ':',
            _ => return bare,
        };
        let inner = bare.trim_end_matches([')', ']', '）', ':']);
        let Some((before, remark)) = inner.rsplit_once(opening) else {
            return bare;
        };
        let named = remark
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '+'));
        if before.trim().is_empty() || (opening == ':' && !named) || remark.contains(MARKS) {
            return bare;
        }
        bare = before.trim_end();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn questions_are_known_in_any_dress_and_script() {
        for heading in [
            "Why did two of them stay up?",
            "Why did two of them stay up? (still open)",
            "Why two? [INC-4]",
            "Why *two*?*",
            "(Why two?)",
            "Why two (and not three?)",
            "Was it \"full\"?\"",
            "Why two? 🤔",
            "Why two? :thinking_face:",
            "Why two?!",
            "Why two? ^block1",
            "Why two? #open",
            "なぜ二台だけ？",
            "なぜ止まったのか",
            "لماذا؟",
            "Γιατί σταμάτησε;",
            "Ինչո՞ւ կանգնեց",
            "ทำไมมันถึงหยุด",
            "❓",
            "",
        ] {
            assert!(is_question(heading), "{heading}");
        }
        for heading in [
            "The two that stayed up",
            "Why? Nobody knows",
            "Still open;",
            "Warum zwei",
            "為什麼是兩台。",
            "Note: two",
            "Version 2",
        ] {
            assert!(!is_question(heading), "{heading}");
        }
    }
}
