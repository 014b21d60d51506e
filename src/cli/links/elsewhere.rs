//! References from other repositories: those that the settings name on this machine, and what
//! `incident links --collect` printed anywhere.

use std::ffi::OsStr;
use std::path::Path;

use anyhow::{Context as _, Result, bail};
use serde::{Deserialize, Serialize};

use crate::cli::ui::Ui;
use crate::cli::{Outcome, shared};
use crate::code::{self, Search};
use crate::corpus::{Corpus, Named};
use crate::disk;
use crate::history;
use crate::links::elsewhere::{Elsewhere, Spot};
use crate::model::{Known, RepoPath, Writeup};
use crate::text::glob;

use super::Args;
use super::check::Here;

/// The version of a line.
const VERSION: u32 = 1;
/// Longest file of references that is read, in bytes.
const LINES_BYTES_MAX: u64 = 256 * 1024 * 1024;

/// A line as it is printed.
#[derive(Serialize, Deserialize)]
struct Line<T> {
    version: u32,
    #[serde(flatten)]
    reference: T,
}

/// Prints what here cites a write-up.
pub(super) fn collect(args: &Args, ui: &mut Ui) -> Result<Outcome> {
    let here = Here::read(args, ui)?;
    let known = here.index.known();
    let ids: Vec<&str> = here
        .index
        .writeups
        .iter()
        .map(|one| one.id.as_str())
        .collect();
    let name = history::remotes(&here.top).into_iter().next();
    let folder = here.top.file_name().unwrap_or(OsStr::new(""));
    let name = name.unwrap_or_else(|| folder.to_string_lossy().into_owned());
    let is_writeup = |path: &RepoPath| {
        let corpus = here.corpus.as_ref();
        corpus.is_some_and(|corpus| corpus.at_from_top(path).is_some())
    };
    let wanted = |path: &RepoPath| !is_writeup(path);
    let search = Search {
        known: &known,
        shapes: None,
        onboarding: &[],
        bytes_max: here.bytes_max(),
    };
    for reference in gather(ui, &here.top, &name, wanted, &ids, search)? {
        let line = Line {
            version: VERSION,
            reference: &reference,
        };
        crate::render::rows::write_json_line(&mut ui.out, &line)?;
    }
    Ok(Outcome::Fine)
}

/// Returns the references from other repositories, in order, each once. One of the settings that is not
/// there is told, and is no reason to stop: another machine may have it.
pub(super) fn read(
    args: &Args,
    ui: &mut Ui,
    corpus: &Corpus,
    known: &Known,
) -> Result<Vec<Elsewhere>> {
    let ids: Vec<&str> = corpus.writeups.iter().map(Writeup::id).collect();
    let search = Search {
        known,
        shapes: None,
        onboarding: &[],
        bytes_max: corpus.config.limits.file,
    };
    let mut all = Vec::new();
    for one in &corpus.config.repositories {
        let patterns: Vec<&str> = one.files.iter().map(|file| file.value.as_str()).collect();
        let wanted = |path: &RepoPath| {
            patterns.is_empty() || patterns.iter().any(|one| glob::matches(one, path.as_str()))
        };
        let name = &one.name.value;
        let found = top(corpus, &one.path.value)
            .and_then(|top| gather(ui, &top, name, wanted, &ids, search));
        match found {
            Ok(found) => all.extend(found),
            Err(error) => ui.note(&format!(
                "incident: note: the repository `{name}` is not looked at: {error:#}"
            )),
        }
    }
    for file in &args.references {
        let found = lines(&ui.folder.join(file))?;
        let known = |one: &&Elsewhere| corpus.names.exact(&one.to) != Named::Nobody;
        let astray = found.len() - found.iter().filter(known).count();
        if astray > 0 {
            ui.note(&format!(
                "incident: note: {} of `{}` name no write-up that is here",
                crate::render::style::count(astray, "reference"),
                file.display()
            ));
        }
        all.extend(found);
    }
    all.sort();
    all.dedup();
    Ok(all)
}

/// Returns the top of the repository that a path in the settings means.
fn top(corpus: &Corpus, path: &str) -> Result<std::path::PathBuf> {
    let folder = disk::canonical(&corpus.root.join(path))
        .with_context(|| format!("there is no folder `{path}`"))?;
    if disk::kind(&folder, Path::new(".git")) == disk::Kind::Missing {
        bail!("`{path}` is not the top of a git work tree");
    }
    Ok(folder)
}

/// Reads the commits and the wanted files of a repository.
fn gather(
    ui: &mut Ui,
    top: &Path,
    repository: &str,
    wanted: impl Fn(&RepoPath) -> bool,
    ids: &[&str],
    search: Search<'_>,
) -> Result<Vec<Elsewhere>> {
    let mut all = Vec::new();
    let mut found = |to: usize, spot: Spot, excerpt: &str| {
        all.extend(ids.get(to).map(|id| Elsewhere {
            repository: repository.to_owned(),
            to: (*id).to_owned(),
            spot,
            excerpt: excerpt.to_owned(),
        }));
    };
    let history = history::read(top, &[], ui.cache.as_deref())?;
    if history.shallow {
        ui.note(&format!(
            "incident: note: the clone of `{repository}` is shallow, so older commits are not seen"
        ));
    }
    for commit in &history.commits {
        for hit in search.known.find(&commit.message) {
            let spot = Spot::Commit {
                commit: commit.id.clone(),
                date: commit.at.date().map(|date| date.to_string()),
            };
            found(hit.writeup, spot, commit.subject());
        }
    }
    let mut paths = history::tracked(top)?;
    paths.retain(|path| wanted(path) && !shared::holds_reads(path));
    for citation in code::scan(top, &paths, search).citations {
        let spot = Spot::File {
            kind: citation.kind.word().to_owned(),
            path: citation.path.to_string(),
            line: citation.line,
        };
        found(citation.writeup, spot, &citation.excerpt);
    }
    all.sort();
    all.dedup();
    Ok(all)
}

/// Reads what [`collect`] printed.
fn lines(file: &Path) -> Result<Vec<Elsewhere>> {
    let shown = file.display();
    let folder = file.parent().unwrap_or(Path::new("."));
    let name = file.file_name().unwrap_or(OsStr::new(""));
    let bytes = disk::read(folder, Path::new(name), LINES_BYTES_MAX)
        .with_context(|| format!("reading the references `{shown}`"))?;
    let text = String::from_utf8_lossy(&bytes);
    let mut all = Vec::new();
    for (at, line) in text
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
    {
        let read: Option<Line<Elsewhere>> = serde_json::from_str(line).ok();
        let Some(read) = read.filter(|read| read.version == VERSION) else {
            bail!(
                "line {} of `{shown}` is no reference that this version reads\n`incident links --collect` prints some",
                at + 1
            );
        };
        all.push(read.reference);
    }
    Ok(all)
}
