//! What several tests need: scratch repositories, the binary with a scrubbed environment, and
//! expectations that can be rewritten.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use incident::corpus::Corpus;
use incident::history::{self, Author, Draft, Past};
use incident::lint;
use incident::model::Moment;

/// The project's folder.
pub(crate) fn project() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Whether expectations are to be rewritten: `SNAPSHOTS=overwrite cargo test`.
pub(crate) fn overwrite() -> bool {
    std::env::var("SNAPSHOTS").is_ok_and(|value| value == "overwrite")
}

/// A folder that goes away with the test.
pub(crate) struct Scratch {
    folder: tempfile::TempDir,
}

impl Scratch {
    pub(crate) fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    /// A git repository without a commit.
    pub(crate) fn repository() -> Self {
        let scratch = Self::new();
        history::init(scratch.path()).unwrap();
        scratch
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn write(&self, path: &str, text: impl AsRef<[u8]>) -> &Self {
        let path = self.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
        self
    }

    pub(crate) fn remove(&self, path: &str) -> &Self {
        fs::remove_file(self.path().join(path)).unwrap();
        self
    }

    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path().join(path)).unwrap()
    }

    /// Commits everything as `Name <address>`, `day` days after the first of January 2026.
    pub(crate) fn commit(&self, who: &str, day: i64, message: &str) -> &Self {
        let (name, email) = who.trim_end_matches('>').split_once(" <").unwrap();
        let at = Moment::utc(1_767_225_600 + day * 86_400);
        let author = Some(Author { name, email, at });
        history::commit_all(self.path(), &Draft { message, author }).unwrap();
        self
    }

    /// Runs the `git` program here as Ann, `day` days after the first of January 2026, and returns what it
    /// printed.
    pub(crate) fn git(&self, day: i64, words: &[&str]) -> String {
        let at = format!("{} +0000", 1_767_225_600 + day * 86_400);
        let done = Command::new("git")
            .current_dir(self.path())
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("GIT_AUTHOR_DATE", &at)
            .env("GIT_COMMITTER_DATE", &at)
            .args([
                "-c",
                "user.name=Ann Ray",
                "-c",
                "user.email=ann@example.org",
            ])
            .args([
                "-c",
                "protocol.file.allow=always",
                "-c",
                "init.defaultBranch=main",
            ])
            .args(words)
            .stdin(Stdio::null())
            .output()
            .unwrap();
        let told = String::from_utf8_lossy(&done.stderr);
        assert!(done.status.success(), "git {words:?}: {told}");
        String::from_utf8(done.stdout).unwrap()
    }

    /// Runs the binary here.
    pub(crate) fn run(&self, words: &[&str]) -> Output {
        binary(self.path()).args(words).output().unwrap()
    }

    /// Runs it and returns what it printed, checking the exit code.
    pub(crate) fn stdout(&self, words: &[&str], code: i32) -> String {
        let output = self.run(words);
        let (out, err) = (
            String::from_utf8(output.stdout).unwrap(),
            String::from_utf8(output.stderr).unwrap(),
        );
        assert_eq!(
            output.status.code(),
            Some(code),
            "incident {words:?}\n{out}\n{err}"
        );
        out
    }

    /// Every file below, sorted, `.git` left out.
    pub(crate) fn files(&self) -> Vec<String> {
        let mut found = Vec::new();
        let mut pending = vec![PathBuf::new()];
        while let Some(folder) = pending.pop() {
            for entry in fs::read_dir(self.path().join(&folder)).unwrap() {
                let entry = entry.unwrap();
                let path = folder.join(entry.file_name());
                if entry.file_type().unwrap().is_dir() {
                    if entry.file_name() != ".git" {
                        pending.push(path);
                    }
                } else {
                    found.push(path.to_string_lossy().replace('\\', "/"));
                }
            }
        }
        found.sort();
        found
    }
}

/// Returns what git knows that the rules want to know.
pub(crate) fn past(corpus: &Corpus) -> Past {
    let homes = history::remotes(&corpus.root);
    let questions = lint::questions(corpus, &homes, |_| true, true);
    history::past(&corpus.root, &questions, None).unwrap_or_default()
}

/// The binary in a folder, without anything of this machine or its user.
pub(crate) fn binary(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_incident"));
    command
        .current_dir(folder)
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap_or_default())
        .env("HOME", "/nonexistent")
        .env("INCIDENT_CACHE_DIR", "")
        .env("LC_ALL", "C.UTF-8")
        .env("SOURCE_DATE_EPOCH", "1795132800") // 2026-11-20
        .stdin(Stdio::null());
    command
}

/// Compares texts line by line and shows where they part.
pub(crate) fn assert_same(what: &str, expected: &str, actual: &str) {
    if expected == actual {
        return;
    }
    let parting = expected
        .lines()
        .zip(actual.lines())
        .take_while(|(left, right)| left == right)
        .count();
    panic!(
        "{what} differs from line {} on\n--- expected\n{expected}\n--- actual\n{actual}\n--- `SNAPSHOTS=overwrite cargo test` takes the actual",
        parting + 1
    );
}
