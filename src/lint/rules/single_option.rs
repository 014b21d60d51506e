//! A dilemma with one way out.

use super::{Check, Context, Errs, Group, Rule};
use crate::diagnostic::Severity;
use crate::model::{SectionKind, Writeup};

pub(super) static RULE: Rule = Rule {
    name: "single-option",
    group: Group::Shape,
    severity: Severity::Error,
    errs: Errs::WhenPublished,
    page: include_str!("single_option.md"),
    check: Check::Writeup(check),
};

fn check(writeup: &Writeup, cx: &mut Context<'_>) {
    let sections = writeup.sections_of(SectionKind::Dilemmas);
    let options = sections
        .flat_map(|section| &section.entries)
        .filter_map(|entry| entry.label("Options"));
    for options in options {
        let text = cx.visible(writeup, options.value);
        if !text.is_empty() && !has_two(&text) {
            cx.report(options.value, "only one option stands here")
                .help("what else was on the table, if only to wait?");
        }
    }
}

/// Whether a text may name two options. In doubt it does: only one item of a list, or one short
/// clause that nothing sets apart, is plainly one.
fn has_two(text: &str) -> bool {
    let lines: Vec<&str> = text
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect();
    let items = lines.iter().filter(|line| is_item(line)).count();
    if items > 0 {
        return items > 1;
    }
    let lower = text.to_lowercase();
    let words = [
        " or ",
        " and ",
        " against ",
        " versus ",
        " vs",
        " oder ",
        " und ",
        " ou ",
        " et ",
    ];
    let marks = [
        ',', ';', ':', '/', '|', '&', '–', '—', '→', '<', '>', '#', '?', '(', '、', '，',
    ];
    lines.len() > 1
        || words.iter().any(|word| lower.contains(word))
        || text.contains(marks)
        || text.contains(" - ")
        || text.trim_end_matches('.').contains(". ")
}

fn is_item(line: &str) -> bool {
    let numbered = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let numbered =
        numbered.len() < line.len() && (numbered.starts_with(". ") || numbered.starts_with(") "));
    numbered || line.starts_with("- ") || line.starts_with("* ") || line.starts_with("+ ")
}
