//! Every promise of `.github/RELIABILITY.md` has a test, and every test that it names is there.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use crate::support::project;

/// How many promises there are, and those about commands that are not there yet.
const PROMISES: usize = 40;
const NOT_YET: [&str; 3] = ["R15", "R33", "R34"];

#[test]
fn every_promise_has_a_test_that_is_there() {
    let page = fs::read_to_string(project().join(".github/RELIABILITY.md")).unwrap();
    let tests = tests();
    let mut number = 0;
    for row in page.lines().filter(|line| line.starts_with("| R")) {
        let cells: Vec<&str> = row.trim_matches('|').split(" | ").map(str::trim).collect();
        let [promise, _, named] = cells[..] else {
            panic!("{row}")
        };
        number += 1;
        assert_eq!(promise, format!("R{number}"), "the numbers have a gap");
        let named: Vec<&str> = named.split('`').skip(1).step_by(2).collect();
        assert_eq!(named.is_empty(), NOT_YET.contains(&promise), "{promise}");
        for name in named {
            assert!(
                tests.contains(name),
                "{promise} names `{name}`, which is no test"
            );
        }
    }
    assert_eq!(number, PROMISES);
}

/// Returns the names of all tests, at the foot of files and in files of their own.
fn tests() -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let mut pending: Vec<PathBuf> = vec![project().join("src"), project().join("tests/it")];
    while let Some(path) = pending.pop() {
        if path.is_dir() {
            pending.extend(
                fs::read_dir(path)
                    .unwrap()
                    .map(|entry| entry.unwrap().path()),
            );
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            let text = fs::read_to_string(path).unwrap();
            // The function behind the mark; other marks may stand between.
            for after in text.split("#[test]").skip(1) {
                let name = after
                    .split("fn ")
                    .nth(1)
                    .and_then(|rest| rest.split('(').next());
                names.extend(name.map(str::to_owned));
            }
        }
    }
    names
}

#[test]
fn what_it_is_built_of_is_watched() {
    let read = |path: &str| fs::read_to_string(project().join(path)).unwrap();
    let deny = read("deny.toml");
    for part in ["[advisories]", "[licenses]", "[bans]", "[sources]"] {
        assert!(deny.contains(part), "{part}");
    }
    let jobs = read(".github/workflows/ci.yml");
    assert!(jobs.contains("cargo-deny-action") && jobs.contains("same-bytes.sh"));
    for system in ["ubuntu-latest", "macos-latest", "windows-latest"] {
        assert!(jobs.contains(system), "{system}");
    }
    assert!(
        read(".ci/run")
            .lines()
            .filter(|line| line.starts_with("cargo "))
            .all(|line| { line.contains("--locked") || line.starts_with("cargo fmt") })
    );
    // Nothing is taken from elsewhere than the registry, and nothing that talks to a network is built in.
    let lock = read("Cargo.lock");
    let sources = lock
        .lines()
        .filter_map(|line| line.strip_prefix("source = "));
    let registry = "\"registry+https://github.com/rust-lang/crates.io-index\"";
    sources.for_each(|source| assert_eq!(source, registry));
    for package in [
        "openssl-sys",
        "libssh2-sys",
        "hyper",
        "rustls",
        "ureq",
        "serde_yaml",
    ] {
        assert!(
            !lock.contains(&format!("name = \"{package}\"\n")),
            "{package}"
        );
    }
    // Every fuzzing target is run by the job.
    let fuzz = read(".github/workflows/fuzz.yml");
    for target in fs::read_dir(project().join("fuzz/targets")).unwrap() {
        let name = target
            .unwrap()
            .path()
            .file_stem()
            .unwrap()
            .to_string_lossy()
            .into_owned();
        assert!(fuzz.contains(&name), "{name}");
    }
}
