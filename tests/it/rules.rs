//! A rule's page is its documentation and its test.
//!
//! All `bad` blocks of a page make one repository, on which the rule must find what the `finding`
//! block shows; all `good` blocks make another, on which it must be silent.

use std::fs;
use std::path::PathBuf;

use incident::corpus;
use incident::lint::rules::{RULES, named};
use incident::lint::{self, Rule};
use incident::render::diagnostics::{self, Format, Report, Summary};
use incident::render::{page, style::Look};

use crate::support::{Scratch, assert_same, overwrite, project};

#[test]
fn every_page_holds() {
    for rule in RULES {
        check(rule);
    }
}

#[test]
fn pages_and_summaries_have_their_form() {
    for rule in RULES {
        let title = rule.page.lines().next().unwrap_or_default();
        assert_eq!(
            title,
            format!("# {}", rule.name),
            "the page's title is the rule's name"
        );
        let summary = page::summary(rule.page);
        let length = summary.chars().count();
        assert!(
            (20..=90).contains(&length),
            "{}: the first sentence has {length} characters: {summary}",
            rule.name
        );
        assert!(rule.page.contains("## Why"), "{} says why", rule.name);
    }
}

#[test]
fn rules_are_listed_by_group_then_by_name() {
    let listed: Vec<_> = RULES.iter().map(|rule| (rule.group, rule.name)).collect();
    let mut sorted = listed.clone();
    sorted.sort_unstable();
    assert_eq!(listed, sorted);
}

/// Rules about the whole collection, on a repository made for them.
fn advice(files: &[(String, String)], rule: &str) -> Vec<String> {
    let scratch = Scratch::new();
    for (path, text) in files {
        scratch.write(path, text);
    }
    let corpus = corpus::load(scratch.path(), None).unwrap();
    let found = lint::run_rules(&corpus, &[named(rule).unwrap()]);
    found
        .iter()
        .map(|one| format!("{} {}", corpus.files.path(one.span.file), one.message))
        .collect()
}

#[test]
fn what_the_template_says_is_reported_once() {
    let mut files: Vec<(String, String)> = (10..45)
        .map(|number| {
            let path = format!("incidents/2026-01-{number}.md");
            (path, "# A\n\nRoot cause: fog.\n".to_owned())
        })
        .collect();
    files.push((
        "incidents/2026-02-01.md".to_owned(),
        "# B\n\nThe root cause was the fog.\n\nThe root cause was the tide.\n".to_owned(),
    ));
    assert_eq!(
        advice(&files, "single-root-cause"),
        [
            "incidents/2026-01-10.md this speaks of one root cause, and so do 34 other files in the same words",
            "incidents/2026-02-01.md this speaks of one root cause",
        ]
    );
}

#[test]
fn the_glossary_page_explains_for_all() {
    let file = |path: &str, text: &str| (path.to_owned(), text.to_owned());
    let story = file(
        "incidents/2026-01-01.md",
        "# A\n\nThe TBA was down. The TBA came back.\n",
    );
    let page = file(
        "incidents/glossary.md",
        "- **TBA:** what decides who lies where\n",
    );
    assert_eq!(
        advice(std::slice::from_ref(&story), "undefined-acronym").len(),
        1
    );
    assert!(advice(&[story, page], "undefined-acronym").is_empty());
}

#[test]
fn who_asks_for_no_advice_gets_none() {
    let scratch = Scratch::new();
    scratch.write(
        "incidents/2026-01-01.md",
        "# A\n\nIn hindsight it was the fog.\n",
    );
    let corpus = corpus::load(scratch.path(), None).unwrap();
    assert_eq!(lint::run(&corpus).len(), 1);
    assert!(lint::run_without_advice(&corpus).is_empty());
}

fn check(rule: &'static Rule) {
    let blocks = blocks(rule.page);
    let found = findings(rule, &blocks, "bad");
    assert!(
        !found.is_empty(),
        "{}: the bad example is not found",
        rule.name
    );
    assert!(
        blocks.iter().any(|block| block.kind == "good"),
        "{}: no good example",
        rule.name
    );
    assert_eq!(
        findings(rule, &blocks, "good"),
        "",
        "{}: the good example is found",
        rule.name
    );
    let shown = blocks
        .iter()
        .find(|block| block.kind == "finding")
        .expect("a finding block");
    if overwrite() {
        let page = rule
            .page
            .replacen(&shown.raw, &format!("```text finding\n{found}```\n"), 1);
        fs::write(page_path(rule), page).unwrap();
        return;
    }
    assert_same(
        &format!("the finding on the page of {}", rule.name),
        &shown.text,
        &found,
    );
}

fn page_path(rule: &Rule) -> PathBuf {
    project()
        .join("src/lint/rules")
        .join(format!("{}.md", rule.name.replace('-', "_")))
}

/// Runs one rule over the blocks of one kind and returns what `full` prints.
fn findings(rule: &'static Rule, blocks: &[Block], kind: &str) -> String {
    let scratch = Scratch::new();
    for block in blocks.iter().filter(|block| block.kind == kind) {
        scratch.write(
            block.file.as_deref().expect("a file= for each example"),
            &block.text,
        );
    }
    let corpus = corpus::load(scratch.path(), None).unwrap();
    let found = lint::run_rules(&corpus, &[rule]);
    let report = Report {
        files: &corpus.files,
        writeups: &corpus.writeups,
        found: &found,
        summary: Summary::new(1, &found),
    };
    let mut out = Vec::new();
    diagnostics::write(&mut out, Format::Full, report, Look::plain()).unwrap();
    let shown = String::from_utf8(out).unwrap();
    if shown.is_empty() {
        shown
    } else {
        format!("{}\n", shown.trim_end())
    }
}

/// A fenced block of a page that takes part in its test.
struct Block {
    kind: String,
    file: Option<String>,
    text: String,
    /// Fences included.
    raw: String,
}

fn blocks(page: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut lines = page.split_inclusive('\n');
    while let Some(open) = lines.next() {
        let marks = open.len() - open.trim_start_matches('`').len();
        if marks < 3 {
            continue;
        }
        let fence = "`".repeat(marks);
        let text: String = lines
            .by_ref()
            .take_while(|line| line.trim_end() != fence)
            .collect();
        let about: Vec<&str> = open[marks..].split_whitespace().collect();
        if let Some(kind) = about
            .iter()
            .find(|word| ["bad", "good", "finding"].contains(word))
        {
            blocks.push(Block {
                kind: (*kind).to_owned(),
                file: about
                    .iter()
                    .find_map(|word| word.strip_prefix("file="))
                    .map(str::to_owned),
                raw: format!("{open}{text}{fence}\n"),
                text,
            });
        }
    }
    blocks
}
