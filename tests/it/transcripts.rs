//! What the commands print: every ```` ```console ```` block of `tests/cmd/*.md` and of the README is
//! run and compared. `SNAPSHOTS=overwrite cargo test` takes what is printed.
//!
//! A page's blocks run one after the other in one folder: a copy of `NAME.in/` beside the page, or,
//! without one, the repository of the tour, history included. A line `? 1` behind a command is its
//! exit code, when it is not 0. Lines on standard error begin with `! `. `[..]` stands for anything
//! within a line.

use std::fs;
use std::path::{Path, PathBuf};

use crate::support::{Scratch, assert_same, binary, overwrite, project};

#[test]
fn pages_of_commands() {
    let mut pages: Vec<PathBuf> = fs::read_dir(project().join("tests/cmd"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "md"))
        .collect();
    pages.sort();
    assert!(!pages.is_empty());
    for page in pages {
        check(&page);
    }
}

#[test]
fn readme() {
    check(&project().join("README.md"));
}

#[test]
fn every_command_has_a_page() {
    let help = Scratch::new().stdout(&["--help"], 0);
    let commands = help
        .lines()
        .skip_while(|line| *line != "Commands:")
        .skip(1)
        .take_while(|line| !line.is_empty());
    // A description that goes on on the next line is indented further.
    let named = commands.filter_map(|line| {
        line.strip_prefix("  ")
            .filter(|line| !line.starts_with(' '))
    });
    for command in named.filter_map(|line| line.split_whitespace().next()) {
        let page = project().join(format!("tests/cmd/{command}.md"));
        assert!(page.exists(), "there is no {}", page.display());
    }
}

fn check(page: &Path) {
    let text = fs::read_to_string(page).unwrap();
    let scratch = Scratch::new();
    let input = page.with_extension("in");
    let folder = if input.is_dir() {
        copy(&input, scratch.path());
        scratch.path().to_path_buf()
    } else {
        scratch.stdout(&["tour", "--into", "harbour"], 0);
        let folder = scratch.path().join("harbour");
        // What the tour begins on its way is not part of the example.
        fs::remove_file(folder.join("incidents/2026/2026-11-20-the-notice-that-nobody-sent.md"))
            .unwrap();
        folder
    };
    let actual = run_blocks(&text, &folder);
    if overwrite() {
        fs::write(page, actual).unwrap();
    } else {
        assert_same(&page.display().to_string(), &text, &actual);
    }
}

/// Returns the page with what its commands print now.
fn run_blocks(page: &str, folder: &Path) -> String {
    let mut actual = String::new();
    let mut lines = page.split_inclusive('\n');
    while let Some(line) = lines.next() {
        actual.push_str(line);
        if line.trim_end() != "```console" {
            continue;
        }
        let block: Vec<&str> = lines
            .by_ref()
            .take_while(|line| line.trim_end() != "```")
            .collect();
        let mut block = block.into_iter().peekable();
        while let Some(typed) = block.next() {
            let words = typed
                .strip_prefix("$ ")
                .unwrap_or_else(|| panic!("a block begins with `$ `: {typed}"));
            let mut expected = String::new();
            while let Some(line) = block.next_if(|line| !line.starts_with("$ ")) {
                expected.push_str(line);
            }
            let printed = run(words, folder);
            actual.push_str(typed);
            actual.push_str(&kept(&expected, &printed));
        }
        actual.push_str("```\n");
    }
    actual
}

fn run(typed: &str, folder: &Path) -> String {
    let words = split(typed.trim());
    assert_eq!(
        words.first().map(String::as_str),
        Some("incident"),
        "{typed}"
    );
    let output = binary(folder).args(&words[1..]).output().unwrap();
    let mut printed = String::from_utf8(output.stdout).unwrap();
    for line in String::from_utf8(output.stderr).unwrap().lines() {
        printed.push_str(&format!("! {line}\n"));
    }
    if !printed.is_empty() && !printed.ends_with('\n') {
        printed.push('\n');
    }
    match output.status.code() {
        Some(0) => printed,
        code => format!("{printed}? {}\n", code.unwrap()),
    }
}

/// Returns what was printed, with the expected lines where they say the same with `[..]`.
fn kept(expected: &str, printed: &str) -> String {
    if alike(expected, printed) {
        return expected.to_owned();
    }
    let patterns: Vec<&str> = expected
        .lines()
        .filter(|line| line.contains("[..]"))
        .collect();
    let line = |line: &str| {
        let pattern = patterns.iter().find(|pattern| line_alike(pattern, line));
        format!("{}\n", pattern.unwrap_or(&line))
    };
    printed.lines().map(line).collect()
}

/// Whether two texts are the same but for `[..]`.
fn alike(expected: &str, printed: &str) -> bool {
    let (left, right): (Vec<&str>, Vec<&str>) =
        (expected.lines().collect(), printed.lines().collect());
    left.len() == right.len()
        && left
            .iter()
            .zip(&right)
            .all(|(pattern, line)| line_alike(pattern, line))
}

fn line_alike(pattern: &str, line: &str) -> bool {
    let mut parts = pattern.split("[..]");
    let Some(mut rest) = parts.next().and_then(|first| line.strip_prefix(first)) else {
        return false;
    };
    let parts: Vec<&str> = parts.collect();
    for part in &parts {
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    rest.is_empty() || parts.last().is_some_and(|last| last.is_empty())
}

/// Splits a command as a shell would, double quotes only.
fn split(typed: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quoted = false;
    for c in typed.chars() {
        match c {
            '"' => quoted = !quoted,
            ' ' if !quoted => words.push(String::new()),
            c => words.last_mut().unwrap().push(c),
        }
    }
    words
}

fn copy(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            fs::create_dir_all(&target).unwrap();
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}
