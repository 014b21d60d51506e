//! Tasks stand in the story.

use super::{Check, Context, Errs, Group, Rule};
use crate::diagnostic::Severity;
use crate::model::{BlockKind, Heading, Writeup};
use crate::text::{Files, Span};

pub(super) static RULE: Rule = Rule {
    name: "actions-in-story",
    group: Group::Practice,
    severity: Severity::Warning,
    errs: Errs::WhenPublished,
    page: include_str!("actions_in_story.md"),
    check: Check::Writeup(check),
};

/// Whole headings, folded. What was done on the day (`Actions taken`, `Remediation`) is part of the
/// story.
const HEADINGS: &[&str] = &[
    "action",
    "action item",
    "action items",
    "action plan",
    "action points",
    "actions",
    "corrective action",
    "corrective actions",
    "corrective and preventative actions",
    "corrective and preventative measure",
    "corrective and preventative measures",
    "corrective and preventive actions",
    "corrective and preventive measures",
    "corrective measures",
    "follow up actions",
    "follow up items",
    "follow up tasks",
    "follow ups",
    "followups",
    "future actions",
    "next actions",
    "next steps",
    "preventative actions",
    "preventative measures",
    "preventive actions",
    "preventive measures",
    "remediation actions",
    "remediation items",
    "to do",
    "to dos",
    "todo",
    "todos",
];

const HELP: &str = "learning is not fixing: where are the tasks kept? \
                    `actions: {decided: …, tracker: …}` in the front matter says so";

fn check(writeup: &Writeup, cx: &mut Context<'_>) {
    let mut covered = 0;
    let headings: Vec<&Heading> = writeup.own_headings().collect();
    for (at, heading) in headings.iter().enumerate() {
        let start = heading.span.start();
        let text = &heading.text;
        if start < covered || !HEADINGS.contains(&heading.folded.as_str()) {
            continue;
        }
        tasks(writeup, covered, start, cx);
        cx.report(text.span, format!("`{}` stands in the story", text.value))
            .help(HELP);
        // All that stands below such a heading is covered by its finding.
        let rest = headings.get(at + 1..).unwrap_or_default();
        covered = rest
            .iter()
            .find(|next| next.level <= heading.level)
            .map_or(usize::MAX, |next| next.span.start());
    }
    tasks(writeup, covered, usize::MAX, cx);
}

/// Reports boxes to tick, once a list, and markers, once a section, in a part of the text.
fn tasks(writeup: &Writeup, from: usize, to: usize, cx: &mut Context<'_>) {
    let mut listed = false;
    let mut marked = false;
    let place = |at: usize| {
        writeup
            .blocks
            .partition_point(|block| block.span.start() < at)
    };
    let blocks = writeup.blocks.get(place(from)..place(to));
    for block in blocks.unwrap_or_default() {
        if block.quoted {
            continue;
        }
        match block.kind {
            BlockKind::Heading => (listed, marked) = (false, false),
            BlockKind::Code | BlockKind::Html => {}
            BlockKind::Paragraph | BlockKind::Table => {
                if !marked && let Some(marker) = marker(writeup, block.span, cx.files) {
                    cx.report(marker, "a task stands in the story").help(HELP);
                    marked = true;
                }
                let place = cx.files.line_at(writeup.file, block.span.start());
                let line = cx.files.text(place);
                match tick_box(line.trim_start()) {
                    Some(true) if !listed => {
                        cx.report(block.span, "a list of tasks stands in the story")
                            .help(HELP);
                        listed = true;
                    }
                    Some(_) => {}
                    // Text at the margin ends a list; more of an item is indented.
                    None => listed = listed && line.starts_with([' ', '\t']),
                }
            }
        }
    }
}

/// Whether a line begins an item of a list, and that with a box to tick.
fn tick_box(line: &str) -> Option<bool> {
    let digits = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let numbered = digits.len() < line.len();
    let rest = if numbered {
        digits.strip_prefix(['.', ')'])
    } else {
        line.strip_prefix(['-', '*', '+'])
    };
    let rest = rest?.strip_prefix([' ', '\t'])?.trim_start();
    let boxed = ["[ ]", "[x]", "[X]"].iter().any(|mark| {
        let behind = rest.strip_prefix(mark);
        behind.is_some_and(|behind| behind.is_empty() || behind.starts_with([' ', '\t']))
    });
    Some(boxed)
}

/// Returns the first `[Action item]` of a block, outside of code and of links.
fn marker(writeup: &Writeup, block: Span, files: &Files) -> Option<Span> {
    let text = files.text(block);
    if !text.contains('[') {
        return None;
    }
    let text = text.to_ascii_lowercase();
    let found = ["[action item]", "[action items]"].into_iter();
    let found = found.flat_map(|marker| text.match_indices(marker));
    let mut spans = found.map(|(at, marker)| {
        let start = block.start() + at;
        Span::new(block.file, start, start + marker.len())
    });
    spans.find(|span| {
        let word = Span::empty(block.file, span.start() + 1);
        let after = writeup
            .runs
            .partition_point(|run| run.span.start() <= word.start());
        let run = after.checked_sub(1).and_then(|at| writeup.runs.get(at));
        run.is_some_and(|run| run.span.contains(word) && !run.linked)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_box_to_tick_is_told_from_other_items() {
        for line in ["- [ ] a", "* [x] a", "+ [X]", "1. [ ] a", "12) [x] a"] {
            assert_eq!(tick_box(line), Some(true), "{line}");
        }
        for line in ["- [a](b.md)", "- a [ ]", "- [ ](b.md)", "3. a"] {
            assert_eq!(tick_box(line), Some(false), "{line}");
        }
        for line in ["[ ] a", "-[ ] a", "", "2026 was [ ]"] {
            assert_eq!(tick_box(line), None, "{line}");
        }
    }
}
