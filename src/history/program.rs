//! The `git` program, where libgit2 cannot open a repository: SHA-256, reftable, partial clones.
//!
//! It is asked for objects and for what HEAD is, nothing else: no `log`, `status` or `diff`, whose
//! settings can start other programs. Nothing is fetched, nothing written.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use anyhow::{Context as _, Result, bail};

use super::id::Id;
use super::objects::{Failure, Kind, OBJECT_BYTES_MAX};

/// The program and the work tree that it is asked about.
#[derive(Clone, Debug)]
pub(super) struct Program {
    git: PathBuf,
    top: PathBuf,
}

/// What HEAD is.
pub(super) enum Head {
    Commit(Id),
    /// The branch has no commit yet.
    Unborn,
}

impl Program {
    /// Finds the program; `None` where there is none.
    pub(super) fn find(top: &Path) -> Option<Self> {
        let name = if cfg!(windows) { "git.exe" } else { "git" };
        let folders = std::env::split_paths(&std::env::var_os("PATH")?).collect::<Vec<_>>();
        // A relative folder would be looked up in the repository, which may bring a `git` along.
        let mut there = folders.iter().filter(|folder| folder.is_absolute());
        let git = there.find_map(|folder| {
            let git = folder.join(name);
            git.is_file().then_some(git)
        })?;
        let top = top.to_path_buf();
        Some(Self { git, top })
    }

    /// Returns the commit that HEAD names.
    pub(super) fn head(&self) -> Result<Head> {
        let done = self.ask(&["rev-parse", "--verify", "--quiet", "HEAD"])?;
        if let Some(id) = Id::from_hex(done.trim_ascii()) {
            return Ok(Head::Commit(id));
        }
        // Quiet and without a commit: the branch is not born. Anything else is told by git itself.
        self.ask(&["rev-parse", "--git-dir"])?;
        Ok(Head::Unborn)
    }

    /// Whether any branch has a commit.
    pub(super) fn has_branches(&self) -> bool {
        self.ask(&["for-each-ref", "--count=1", "--format=x", "refs/heads"])
            .is_ok_and(|found| !found.trim_ascii().is_empty())
    }

    /// Whether the clone was cut off.
    pub(super) fn is_shallow(&self) -> bool {
        self.ask(&["rev-parse", "--is-shallow-repository"])
            .is_ok_and(|answer| answer.trim_ascii() == b"true")
    }

    /// Runs git to its end and returns what it printed. A quiet failure is an empty answer.
    fn ask(&self, words: &[&str]) -> Result<Vec<u8>> {
        let done = self
            .command()
            .args(words)
            .output()
            .with_context(|| format!("starting `{}`", self.git.display()))?;
        let told = String::from_utf8_lossy(&done.stderr);
        if !done.status.success() && !told.trim().is_empty() {
            bail!(
                "git says: {}",
                told.split_whitespace().collect::<Vec<_>>().join(" ")
            );
        }
        Ok(done.stdout)
    }

    /// git with nothing of a repository's settings that could start, fetch or write something.
    fn command(&self) -> Command {
        let mut command = Command::new(&self.git);
        for (name, _) in std::env::vars_os() {
            if name.to_string_lossy().starts_with("GIT_") {
                command.env_remove(name);
            }
        }
        command
            .current_dir(&self.top)
            .stdin(Stdio::null())
            .env("LC_ALL", "C")
            .env("GIT_OPTIONAL_LOCKS", "0")
            .env("GIT_NO_LAZY_FETCH", "1")
            .env("GIT_NO_REPLACE_OBJECTS", "1")
            .env("GIT_ALLOW_PROTOCOL", "")
            .env("GIT_TERMINAL_PROMPT", "0")
            .args(["--no-pager", "-c", "core.fsmonitor=false"])
            .args(["-c", "core.hooksPath=/dev/null"]);
        command
    }

    /// Starts the reading of objects.
    pub(super) fn batch(&self) -> Result<Batch> {
        let mut child = self
            .command()
            .args(["cat-file", "--batch"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .with_context(|| format!("starting `{}`", self.git.display()))?;
        let pipes = child.stdin.take().zip(child.stdout.take());
        let (asks, answers) = pipes.context("talking to git")?;
        let answers = BufReader::new(answers);
        Ok(Batch {
            child,
            asks: Some(asks),
            answers,
        })
    }
}

/// A running `git cat-file --batch`. It ends with this value.
pub(super) struct Batch {
    child: Child,
    /// `None` once it is closed, which tells git to end.
    asks: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
}

impl Batch {
    /// Reads one object.
    pub(super) fn read(&mut self, id: Id) -> Result<(Kind, Vec<u8>), Failure> {
        self.exchange(id).unwrap_or(Err(Failure::Damaged))
    }

    /// `None` when git does not answer as it should.
    fn exchange(&mut self, id: Id) -> Option<Result<(Kind, Vec<u8>), Failure>> {
        let asks = self.asks.as_mut()?;
        asks.write_all(format!("{id}\n").as_bytes()).ok()?;
        asks.flush().ok()?;
        let mut head = String::new();
        self.answers.read_line(&mut head).ok()?;
        let words: Vec<&str> = head.split_whitespace().collect();
        let &[_, kind, length] = words.as_slice() else {
            let missing = words.last() == Some(&"missing");
            return missing.then_some(Err(Failure::Missing));
        };
        let length: u64 = length.parse().ok()?;
        if length > OBJECT_BYTES_MAX {
            // What git has begun to write must be read before the next question.
            let mut rest = (&mut self.answers).take(length + 1);
            std::io::copy(&mut rest, &mut std::io::sink()).ok()?;
            return Some(Err(Failure::TooLong));
        }
        let mut bytes = vec![0; usize::try_from(length).ok()?];
        self.answers.read_exact(&mut bytes).ok()?;
        self.answers.read_exact(&mut [0]).ok()?;
        Some(Kind::named(kind.as_bytes()).map_or(Err(Failure::Damaged), |kind| Ok((kind, bytes))))
    }
}

impl Drop for Batch {
    fn drop(&mut self) {
        drop(self.asks.take());
        let _ = self.child.wait();
    }
}
