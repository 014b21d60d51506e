//! References from other repositories: those that the settings name on this machine, and what
//! `incident links --collect` printed anywhere.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::path::Path;

use anyhow::Result;

use crate::cli::ui::Ui;
use crate::cli::{Outcome, shared};
use crate::code::{self, Kind, Search, Versions};
use crate::config::{self, Config};
use crate::corpus::{Corpus, Named};
use crate::disk;
use crate::history::{self, History, Sought};
use crate::links::elsewhere::{Collected, Elsewhere, GoneElsewhere, Spot};
use crate::links::times;
use crate::model::{Known, RepoPath, Writeup};
use crate::render::style::count;
use crate::text::glob;

use super::Args;
use super::here::Here;
use super::sent;

/// Prints what here cites a write-up.
pub(super) fn collect(args: &Args, ui: &mut Ui) -> Result<Outcome> {
    let here = Here::read(args.index_file.as_deref(), ui)?;
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
    let mut found = gather(ui, &asked)?;
    if let Some(corpus) = &here.corpus {
        // What pages among the write-ups named is told where they are.
        let is_page = |path: &str| {
            let path = RepoPath::new(path);
            path.is_some_and(|path| times::is_page(&path, corpus))
        };
        found.gone.retain(|one| !is_page(&one.path));
    }
    sent::write(ui, &found)?;
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
) -> Result<Collected> {
    let ids: Vec<&str> = corpus.writeups.iter().map(Writeup::id).collect();
    let search = Search {
        known,
        shapes: None,
        onboarding: &[],
        bytes_max: corpus.config.limits.file,
    };
    let mut all = Collected::default();
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
        let found = sent::read(&ui.folder, file)?;
        let standing = found.standing.iter().map(|one| &one.to);
        let named = standing.chain(found.gone.iter().map(|one| &one.to));
        let astray = named.filter(|id| corpus.names.exact(id) == Named::Nobody);
        let astray = astray.count();
        if astray > 0 {
            ui.note(&format!(
                "incident: note: {} of `{}` {} no write-up that is here",
                count(astray, "reference"),
                sent::shown(file),
                if astray == 1 { "names" } else { "name" }
            ));
        }
        all.extend(found);
    }
    all.merge();
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

/// What is told of a commit that brought a name or took it away. What is not known is `None`.
#[derive(Default)]
struct Step {
    commit: Option<String>,
    day: Option<String>,
    team: Option<String>,
}

impl Asked<'_> {
    /// Returns what is told of a commit, by its position.
    fn step(&self, history: &History, at: usize) -> Step {
        let day = times::day(history, at);
        let people = history.people(at);
        let team = || self.config?.team_of(&people.first()?.person, day);
        Step {
            commit: history.commits.get(at).map(|commit| commit.id.clone()),
            day: day.map(|day| day.to_string()),
            team: team(),
        }
    }

    /// Returns the id of a write-up.
    fn id(&self, at: usize) -> Option<String> {
        self.ids.get(at).map(|id| (*id).to_owned())
    }
}

/// Reads the commits and the wanted files of a repository.
fn gather(ui: &mut Ui, asked: &Asked<'_>) -> Result<Collected> {
    let Asked { top, search, .. } = *asked;
    let tracked = history::tracked(top)?;
    let history = commits(ui, asked, &tracked)?;
    tell_gaps(ui, asked, &history);
    let mut all = Collected::default();
    let mut found = |to: usize, part: Option<String>, spot: Spot, excerpt: &str, came| {
        let came: Option<usize> = came;
        let came = came.map(|at| asked.step(&history, at)).unwrap_or_default();
        all.standing.extend(asked.id(to).map(|to| Elsewhere {
            repository: asked.name.to_owned(),
            to,
            part,
            spot,
            excerpt: excerpt.to_owned(),
            since: came.day,
            since_commit: came.commit,
            since_team: came.team,
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
    let citations = code::scan(top, &paths, search).citations;
    for citation in &citations {
        let came = came.get(&(&citation.path, citation.writeup)).copied();
        let spot = Spot::File {
            kind: citation.kind.word().to_owned(),
            path: citation.path.to_string(),
            line: citation.line,
        };
        let (to, part) = (citation.writeup, citation.anchor.clone());
        found(to, part, spot, &citation.excerpt, came);
    }
    all.gone = gone(asked, &history);
    all.merge();
    Ok(all)
}

/// Says what is not known, and why.
fn tell_gaps(ui: &mut Ui, asked: &Asked<'_>, history: &History) {
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
    } else if asked.with_times && history.traces.is_none() && !history.commits.is_empty() {
        ui.note(&format!(
            "incident: note: contents are missing from the clone of `{}`, so since when files name a write-up is not known (`git fetch --refetch --no-filter`)",
            asked.name
        ));
    }
}

/// Returns what wanted files named once. Some stand again, and nobody has committed that yet.
fn gone(asked: &Asked<'_>, history: &History) -> Vec<GoneElsewhere> {
    let traces = history.traces.iter().flatten();
    let gone = traces.filter(|trace| (asked.wanted)(&trace.path));
    let gone = gone.filter_map(|trace| {
        let came = asked.step(history, trace.came);
        let went = asked.step(history, trace.gone?);
        let commit = history.commits.get(trace.gone?)?;
        Some(GoneElsewhere {
            repository: asked.name.to_owned(),
            to: asked.id(trace.what)?,
            kind: Kind::of(&trace.path, asked.search.onboarding)
                .word()
                .to_owned(),
            path: trace.path.to_string(),
            since: came.day,
            since_commit: came.commit?,
            since_team: came.team,
            gone: went.day,
            gone_commit: went.commit?,
            gone_team: went.team,
            excerpt: commit.subject().to_owned(),
        })
    });
    gone.collect()
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
        told: &|_, _| true,
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
