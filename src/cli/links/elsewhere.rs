//! References from other repositories: those that the settings name on this machine, and what
//! `incident links --collect` printed anywhere.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::path::Path;

use anyhow::{Context as _, Result, bail};
use serde::{Deserialize, Serialize};

use crate::cli::ui::Ui;
use crate::cli::{Outcome, shared};
use crate::code::{self, Search, Versions};
use crate::config::{self, Config};
use crate::corpus::{Corpus, Named};
use crate::disk;
use crate::history::{self, History, Sought};
use crate::links::elsewhere::{Elsewhere, Spot};
use crate::links::times;
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
    let config = here.settings.as_ref().map(|(config, _)| config);
    let onboarding = config.map_or_else(Vec::new, Config::onboarding_patterns);
    let is_writeup = |path: &RepoPath| {
        let corpus = here.corpus.as_ref();
        corpus.is_some_and(|corpus| corpus.at_from_top(path).is_some())
    };
    let wanted = |path: &RepoPath| !is_writeup(path) && !here.holds_reads(path);
    let asked = Asked {
        top: &here.top,
        name: &name,
        wanted: &wanted,
        ids: &ids,
        search: Search {
            known: &known,
            shapes: None,
            onboarding: &onboarding,
            bytes_max: here.bytes_max(),
        },
        config,
        with_times: true,
    };
    for reference in gather(ui, &asked)? {
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
    with_times: bool,
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
            let chosen = patterns.iter().any(|one| glob::matches(one, path.as_str()));
            patterns.is_empty() || chosen
        };
        let name = &one.name.value;
        let found = shared::work_tree(corpus, &one.path.value).and_then(|top| {
            // Where it has settings of its own, its reads lie beside them.
            let is_settled = disk::kind(&top, Path::new(config::FILE)) == disk::Kind::File;
            let is_reads =
                |path: &RepoPath| is_settled && shared::holds_reads(path, &RepoPath::root());
            let asked = Asked {
                top: &top,
                name,
                wanted: &|path| wanted(path) && !is_reads(path),
                ids: &ids,
                search,
                config: Some(&corpus.config),
                with_times,
            };
            gather(ui, &asked)
        });
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
    Elsewhere::merge(&mut all);
    Ok(all)
}

/// What is asked of a repository.
struct Asked<'a> {
    top: &'a Path,
    /// What it is called.
    name: &'a str,
    wanted: &'a dyn Fn(&RepoPath) -> bool,
    /// The ids of the write-ups, by their positions.
    ids: &'a [&'a str],
    search: Search<'a>,
    /// Who belongs to which team; `None` where nobody says.
    config: Option<&'a Config>,
    /// Whether to find out since when references stand: every version of every file is looked into.
    with_times: bool,
}

/// Reads the commits and the wanted files of a repository.
fn gather(ui: &mut Ui, asked: &Asked<'_>) -> Result<Vec<Elsewhere>> {
    let Asked { top, search, .. } = *asked;
    let tracked = history::tracked(top)?;
    let history = commits(ui, asked, &tracked)?;
    if history.shallow {
        let times = if asked.with_times {
            ", and since when files name a write-up is not known"
        } else {
            ""
        };
        ui.note(&format!(
            "incident: note: the clone of `{}` is shallow, so older commits are not seen{times}",
            asked.name
        ));
    }
    let mut all = Vec::new();
    let mut found = |to: usize, part: Option<String>, spot: Spot, excerpt: &str, came| {
        let came: Option<usize> = came;
        let came = came.and_then(|at| Some((at, history.commits.get(at)?)));
        let day = came.and_then(|(at, _)| times::day(&history, at));
        let team = came.and_then(|(at, _)| {
            let people = history.people(at);
            asked.config?.team_of(&people.first()?.person, day)
        });
        all.extend(asked.ids.get(to).map(|id| Elsewhere {
            repository: asked.name.to_owned(),
            to: (*id).to_owned(),
            part,
            spot,
            excerpt: excerpt.to_owned(),
            since: day.map(|day| day.to_string()),
            since_commit: came.map(|(_, commit)| commit.id.clone()),
            since_team: team,
        }));
    };
    for (at, commit) in history.commits.iter().enumerate() {
        for hit in search.known.find(&commit.message) {
            let spot = Spot::Commit {
                commit: commit.id.clone(),
                date: commit.at.date().map(|date| date.to_string()),
            };
            let part = hit.anchor(commit.message.as_bytes());
            found(hit.writeup, part, spot, commit.subject(), Some(at));
        }
    }
    let came = came(&history);
    let mut paths = tracked;
    paths.retain(asked.wanted);
    for citation in code::scan(top, &paths, search).citations {
        let came = came.get(&(&citation.path, citation.writeup)).copied();
        let spot = Spot::File {
            kind: citation.kind.word().to_owned(),
            path: citation.path.to_string(),
            line: citation.line,
        };
        let (to, part) = (citation.writeup, citation.anchor);
        found(to, part, spot, &citation.excerpt, came);
    }
    Elsewhere::merge(&mut all);
    Ok(all)
}

/// Reads the commits of a repository, and what its files named in all their versions where that is asked
/// for.
fn commits(ui: &Ui, asked: &Asked<'_>, tracked: &[RepoPath]) -> Result<History> {
    let cache = ui.cache.as_deref();
    if !asked.with_times {
        return history::read(asked.top, &[], cache);
    }
    let search = asked.search;
    let versions = Versions::new(asked.top, tracked, search.known, search.bytes_max);
    let sought = Sought {
        names: &|path: &RepoPath, bytes: &[u8]| versions.names(path, bytes),
        wanted: &|path: &RepoPath| versions.wants(path),
        mark: &versions.mark(),
    };
    history::read_tracing(asked.top, &[], Some(sought), cache)
}

/// Returns the commit that brought the name of a write-up into a file, by its position.
fn came(history: &History) -> BTreeMap<(&RepoPath, usize), usize> {
    let traces = || history.traces.iter().flatten();
    // What went and stands again has not been committed yet.
    let gone = traces().filter(|trace| trace.gone.is_some());
    let stands = traces().filter(|trace| trace.gone.is_none());
    let all = gone.chain(stands);
    all.map(|trace| ((&trace.path, trace.what), trace.came))
        .collect()
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
