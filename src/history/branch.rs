//! Moving the branch that HEAD names, so that a run which is killed leaves no lock on it.
//!
//! As git does it: the new value is written into the branch's lock, the logs get their line, and the lock takes
//! the branch's place. libgit2 does the same, but what it leaves when it is killed nobody can tell from the lock
//! of a living git.

use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use git2::{ErrorCode, Oid, Reference, Signature};

use crate::disk::{self, Bench, Kind, Lock};

/// How many names lead to a branch at most, as in git.
const DEPTH_MAX: usize = 5;

/// A branch that is held, and about to move.
pub(super) struct Move {
    /// Git's folder that the branch lies in: that of all work trees, or this one's for a HEAD without a branch.
    folder: PathBuf,
    name: String,
    lock: Lock,
    logs: Vec<(PathBuf, String)>,
    line: String,
}

/// Takes the branch that HEAD names and makes ready to move it `from` a commit (`None`: it has none yet) `to` another.
/// Nothing has changed so far.
pub(super) fn hold(
    repository: &git2::Repository,
    bench: &Bench,
    (from, to): (Option<Oid>, Oid),
    (who, why): (&Signature<'_>, &str),
    patience: Duration,
) -> Result<Move> {
    let name = name(repository)?;
    let folder = match name.as_str() {
        "HEAD" => repository.path(),
        _ => repository.commondir(),
    };
    if from.is_none() {
        refuse_clash(repository, &name)?;
    }
    let lock = format!("{name}.lock");
    if let Some(above) = Path::new(&lock).parent() {
        disk::make_folders(folder, above)
            .with_context(|| format!("making room for the branch `{name}`"))?;
    }
    let path = folder.join(&lock);
    let lock = bench
        .lock(&path, format!("{to}\n").as_bytes(), patience)
        .map_err(|error| match error.kind() {
            io::ErrorKind::AlreadyExists => super::write::busy(repository, &path),
            _ => anyhow::Error::new(error).context(format!("holding the branch `{name}`")),
        })?;
    // Only now can nobody move it any more.
    let now = match repository.refname_to_id(&name) {
        Ok(id) => Some(id),
        Err(error) if error.code() == ErrorCode::NotFound => None,
        Err(error) => return Err(error).context("reading HEAD"),
    };
    if now != from {
        bail!("somebody committed to `{name}` at the same time");
    }
    let mut logs = vec![(repository.path().to_path_buf(), "HEAD".to_owned())];
    if name != "HEAD" {
        logs.push((folder.to_path_buf(), name.clone()));
    }
    let when = who.when();
    let minutes = when.offset_minutes();
    let line = format!(
        "{} {to} {} <{}> {} {}{:02}{:02}\tcommit{}: {}\n",
        from.unwrap_or(Oid::ZERO_SHA1),
        who.name().unwrap_or_default(),
        who.email().unwrap_or_default(),
        when.seconds(),
        when.sign(),
        minutes.abs() / 60,
        minutes.abs() % 60,
        if from.is_none() { " (initial)" } else { "" },
        why.lines().next().unwrap_or_default(),
    );
    Ok(Move {
        folder: folder.to_path_buf(),
        logs: logs_kept(repository, logs),
        name,
        lock,
        line,
    })
}

impl Move {
    /// Moves the branch.
    pub(super) fn finish(self) -> Result<()> {
        for (folder, name) in &self.logs {
            let log = Path::new("logs").join(name);
            disk::add_line(folder, &log, self.line.as_bytes())
                .with_context(|| format!("writing git's `logs/{name}`"))?;
        }
        self.lock
            .become_file(&self.folder.join(&self.name))
            .with_context(|| format!("moving the branch `{}`", self.name))
    }
}

/// Returns the name of what moves with a commit: that of a branch, or HEAD itself.
fn name(repository: &git2::Repository) -> Result<String> {
    let mut name = "HEAD".to_owned();
    for _ in 0..DEPTH_MAX {
        let next = match repository.find_reference(&name) {
            Ok(reference) => reference.symbolic_target()?.map(str::to_owned),
            Err(error) if error.code() == ErrorCode::NotFound => None,
            Err(error) => return Err(error).context("reading HEAD"),
        };
        let Some(next) = next else {
            break;
        };
        name = next;
    }
    let is_branch = name.starts_with("refs/heads/") && Reference::is_valid_name(&name);
    if name != "HEAD" && !is_branch {
        bail!("HEAD names `{name}`, which is no branch");
    }
    Ok(name)
}

/// A first commit must not make a branch `a/b` beside a branch `a`: names of branches are those of files.
fn refuse_clash(repository: &git2::Repository, name: &str) -> Result<()> {
    let mut references = repository.references()?;
    for other in references.names() {
        let Ok(other) = other else { continue };
        let below = |inner: &str, outer: &str| {
            let rest = inner.strip_prefix(outer);
            rest.is_some_and(|rest| rest.starts_with('/'))
        };
        if below(other, name) || below(name, other) {
            bail!("the branch `{name}` cannot be made beside `{other}`");
        }
    }
    Ok(())
}

/// Leaves the logs that git would write: those that are there, and new ones where the settings say so.
fn logs_kept(
    repository: &git2::Repository,
    mut logs: Vec<(PathBuf, String)>,
) -> Vec<(PathBuf, String)> {
    let config = repository.config().and_then(|mut config| config.snapshot());
    let said = config.is_ok_and(|config| {
        let word = config.get_str("core.logAllRefUpdates").unwrap_or("true");
        word.eq_ignore_ascii_case("always") || git2::Config::parse_bool(word).unwrap_or(true)
    });
    logs.retain(|(folder, name)| {
        said || disk::kind(folder, &Path::new("logs").join(name)) == Kind::File
    });
    logs
}
