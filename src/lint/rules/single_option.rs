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

/// Whether a text may name two options: two list items or rows of a table, or parts of a sentence
/// that something sets apart. In doubt it does: only what is plainly one thing is found.
fn has_two(text: &str) -> bool {
    let lines = || text.lines().map(str::trim);
    let items = lines().filter(|line| is_item(line)).count();
    if items > 0 {
        return items > 1;
    }
    let table = lines().filter(|line| line.starts_with('|')).count() > 3;
    let lower = text
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .to_lowercase();
    let apart = [
        " or ",
        ";",
        " against ",
        " versus ",
        " vs",
        "b)",
        "2)",
        "b.",
        "2.",
        " / ",
        " oder ",
        " ou ",
        " o ",
    ];
    table
        || apart.iter().any(|mark| lower.contains(mark))
        || lower.matches(',').count() > 1
        || text.contains("\n\n")
}

fn is_item(line: &str) -> bool {
    let numbered = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let numbered =
        numbered.len() < line.len() && (numbered.starts_with(". ") || numbered.starts_with(") "));
    numbered || line.starts_with("- ") || line.starts_with("* ") || line.starts_with("+ ")
}
