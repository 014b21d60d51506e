//! A rule's page is its documentation and its test.
//!
//! All `bad` blocks of a page make one repository, on which the rule must find what the `finding`
//! block shows; `fixed` blocks show what its fixes make of them; all `good` blocks make another
//! repository, on which it must be silent. A block with `commit=N` is committed in that order before
//! the others are written, and `remove=PATH` takes a file away with it; `remote=URL` says where the
//! repository lives for others.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;

use incident::corpus::{self, Corpus, Wish};
use incident::diagnostic::{Diagnostic, Safety};
use incident::history;
use incident::lint::rules::{RULES, named};
use incident::lint::{self, Check, Rule, fix};
use incident::model::RepoPath;
use incident::render::diagnostics::{self, Format, Report, Summary, Survey};
use incident::render::{page, style::Look};

use crate::support::{Scratch, assert_same, overwrite, past, project};

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
    let found = lint::run_rules(&corpus, &past(&corpus), &[named(rule).unwrap()]);
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
    let found = |advice| lint::run_rules(&corpus, &past(&corpus), &lint::rules_for(advice)).len();
    assert_eq!((found(true), found(false)), (1, 0));
}

fn check(rule: &'static Rule) {
    let blocks = blocks(rule.page);
    let (found, fixed) = findings(rule, &blocks, "bad");
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
        findings(rule, &blocks, "good").0,
        "",
        "{}: the good example is found",
        rule.name
    );
    let shown = blocks
        .iter()
        .find(|block| block.kind == "finding")
        .expect("a finding block");
    let promised: Vec<&Block> = blocks
        .iter()
        .filter(|block| block.kind == "fixed")
        .collect();
    let mends = !fixed.is_empty();
    assert_eq!(mends, page::has_fix(rule.page), "{}", rule.name);
    assert_eq!(
        mends,
        !promised.is_empty(),
        "{}: its page shows what its fixes make",
        rule.name
    );
    if overwrite() {
        let mut page = rule
            .page
            .replacen(&shown.raw, &format!("```text finding\n{found}```\n"), 1);
        for block in promised {
            let text = &fixed[block.file.as_deref().unwrap()];
            let (open, _) = block.raw.split_once('\n').unwrap();
            page = page.replacen(&block.raw, &format!("{open}\n{text}```\n"), 1);
        }
        fs::write(page_path(rule), page).unwrap();
        return;
    }
    for block in promised {
        let file = block.file.as_deref().unwrap();
        let what = format!("`{file}`, mended, on the page of {}", rule.name);
        assert_same(
            &what,
            &block.text,
            fixed.get(file).map_or("", String::as_str),
        );
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

/// Runs one rule over the blocks of one kind. Returns what `full` prints, and the files that its fixes
/// change, as they are then.
fn findings(
    rule: &'static Rule,
    blocks: &[Block],
    kind: &str,
) -> (String, BTreeMap<String, String>) {
    let scratch = Scratch::new();
    let blocks = || blocks.iter().filter(|block| block.kind == kind);
    tell_history(&scratch, &blocks().collect::<Vec<_>>());
    for block in blocks().filter(|block| block.word("commit").is_none()) {
        scratch.write(
            block.file.as_deref().expect("a file= for each example"),
            &block.text,
        );
    }
    let corpus = corpus::load(scratch.path(), None).unwrap();
    let found = run(rule, &corpus);
    let report = Report {
        command: "lint",
        files: &corpus.files,
        writeups: &corpus.writeups,
        found: &found,
        summary: Summary::new(1, &found),
        survey: Survey::default(),
    };
    let mut out = Vec::new();
    diagnostics::write(&mut out, Format::Full, report, Look::plain()).unwrap();
    let shown = String::from_utf8(out).unwrap();
    let shown = if shown.is_empty() {
        shown
    } else {
        format!("{}\n", shown.trim_end())
    };
    (shown, mend(rule, corpus))
}

fn run(rule: &'static Rule, corpus: &Corpus) -> Vec<Diagnostic> {
    let past = past(corpus);
    if !matches!(rule.check, Check::Allowances) {
        return lint::run_rules(corpus, &past, &[rule]);
    }
    // What allowances do shows only beside the rules that they allow to be broken.
    let mut found = lint::run(corpus, &past);
    found.retain(|one| one.rule == rule.name);
    found
}

/// Returns the files that the rule's fixes, guesses too, change. Each fix must leave nothing of its own
/// to mend.
fn mend(rule: &'static Rule, mut corpus: Corpus) -> BTreeMap<String, String> {
    let mut texts = corpus::Overlays::new();
    for _ in 0..fix::ROUNDS_MAX {
        let found = run(rule, &corpus);
        let mut changed = false;
        let files: BTreeSet<_> = found.iter().map(|one| one.span.file).collect();
        for file in files {
            let own = found.iter().filter(|one| one.span.file == file);
            if let Some(mended) = fix::apply(corpus.files.whole(file), own, Safety::Guess) {
                let path = RepoPath::new(corpus.files.path(file)).unwrap();
                texts.insert(path, mended.text);
                changed = true;
            }
        }
        if !changed {
            let named = |(path, text): (RepoPath, String)| (path.to_string(), text);
            return texts.into_iter().map(named).collect();
        }
        corpus = corpus::load_with(&corpus.root, Wish::all(&texts)).unwrap();
    }
    panic!("{}: mending does not settle", rule.name);
}

/// Makes a repository of the blocks that tell a history, if any do.
fn tell_history(scratch: &Scratch, blocks: &[&Block]) {
    let mut steps: Vec<&Block> = blocks
        .iter()
        .copied()
        .filter(|block| block.word("commit").is_some())
        .collect();
    if steps.is_empty() {
        return;
    }
    history::init(scratch.path()).unwrap();
    if let Some(url) = blocks.iter().find_map(|block| block.word("remote")) {
        let config = scratch.read(".git/config");
        scratch.write(
            ".git/config",
            format!("{config}[remote \"origin\"]\n\turl = {url}\n"),
        );
    }
    steps.sort_by_key(|block| block.word("commit"));
    for (day, block) in (0..).zip(steps) {
        if let Some(path) = block.word("remove") {
            scratch.remove(path);
        }
        if let Some(file) = &block.file {
            scratch.write(file, &block.text);
        }
        scratch.commit("Mara Lindqvist <mara@example.org>", day, "a step");
    }
}

/// A fenced block of a page that takes part in its test.
struct Block {
    kind: String,
    /// The words behind the fence.
    about: Vec<String>,
    file: Option<String>,
    text: String,
    /// Fences included.
    raw: String,
}

impl Block {
    /// Returns the value of `key=value` behind the fence.
    fn word(&self, key: &str) -> Option<&str> {
        let mut words = self.about.iter();
        words.find_map(|word| word.strip_prefix(key)?.strip_prefix('='))
    }
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
            .find(|word| ["bad", "good", "finding", "fixed"].contains(word))
        {
            blocks.push(Block {
                kind: (*kind).to_owned(),
                about: about.iter().map(|word| (*word).to_owned()).collect(),
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
