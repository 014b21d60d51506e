//! What is gathered for `incident new --from`: commits, tags and files of a time, from this repository and
//! those of the settings.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::config::Config;
use crate::contributors;
use crate::corpus::Corpus;
use crate::history;
use crate::links::times;
use crate::model::{RepoPath, Window};
use crate::render::style::typed;
use crate::scaffold::{Change, Material, Remembered};

use super::shared;
use super::ui::Ui;

/// Of so many commits the files are listed; of more, those of the last ones.
const COMPARED_MAX: usize = 2_000;

/// Gathers what the repositories remember. One that cannot be read is told, and left out.
pub(super) fn gather(ui: &mut Ui, corpus: &Corpus, window: Window) -> Material {
    let mut material = Material {
        window,
        people: BTreeSet::new(),
        repositories: Vec::new(),
    };
    let mut places: Vec<(String, String, Result<PathBuf>)> = Vec::new();
    if history::is_repository(&corpus.root) {
        let folder = corpus.top.file_name().unwrap_or(OsStr::new("."));
        let name = folder.to_string_lossy().into_owned();
        places.push((name, "git".to_owned(), Ok(corpus.top.clone())));
    }
    for one in &corpus.config.repositories {
        let top = shared::work_tree(corpus, &one.path.value);
        let git = format!("git -C {}", typed(&one.path.value));
        places.push((one.name.value.clone(), git, top));
    }
    for (name, git, top) in places {
        let own = top.as_ref().is_ok_and(|top| *top == corpus.top);
        let pages = |path: &RepoPath| own && is_page(corpus, path);
        let found = top.and_then(|top| read(ui, &corpus.config, &top, &name, window, &pages));
        match found {
            Ok((remembered, people)) => {
                let (since, until) = (window.since, window.until);
                material.people.extend(people);
                material.repositories.push(Remembered {
                    command: format!("{git} log --since=@{since} --until=@{until}"),
                    ..remembered
                });
            }
            Err(error) => ui.note(&format!(
                "incident: note: the repository `{name}` is not looked at: {error:#}"
            )),
        }
    }
    material
}

/// Whether a file is a write-up, or lies among them: what was changed there is no part of what happened.
fn is_page(corpus: &Corpus, path: &RepoPath) -> bool {
    let mut folders = corpus.folders_from_top().into_iter();
    corpus.at_from_top(path).is_some() || folders.any(|folder| path.is_under(&folder))
}

/// Reads what one repository remembers, and who was at work there.
fn read(
    ui: &mut Ui,
    config: &Config,
    top: &Path,
    name: &str,
    window: Window,
    is_page: &dyn Fn(&RepoPath) -> bool,
) -> Result<(Remembered, BTreeSet<String>)> {
    let history = history::read(top, &[], ui.cache.as_deref())?;
    if history.shallow {
        ui.note(&format!(
            "incident: note: the clone of `{name}` is shallow, so older commits are not seen"
        ));
    }
    if let Some(damage) = shared::damage(&history) {
        ui.note(&format!(
            "incident: note: commits of `{name}` are missing: {damage}"
        ));
    }
    // Newest first, as the history has them.
    let commits = history.commits.iter().enumerate();
    let commits: Vec<_> = commits
        .filter(|(_, commit)| window.holds(commit.at))
        .collect();
    let compared = commits.iter().filter(|(_, commit)| !commit.merge);
    let compared: Vec<(usize, &str)> = compared
        .map(|(at, commit)| (*at, commit.id.as_str()))
        .take(COMPARED_MAX)
        .collect();
    let ids: Vec<&str> = compared.iter().map(|(_, id)| *id).collect();
    let touched = history::touched(top, &ids)?;
    let mut remembered = Remembered {
        name: name.to_owned(),
        ..Remembered::default()
    };
    let mut of_pages = BTreeSet::new();
    let mut files: BTreeMap<RepoPath, usize> = BTreeMap::new();
    for ((at, _), paths) in compared.iter().zip(touched) {
        if !paths.is_empty() && paths.iter().all(is_page) {
            of_pages.insert(*at);
        }
        for path in paths.into_iter().filter(|path| !is_page(path)) {
            *files.entry(path).or_default() += 1;
        }
    }
    remembered.files = files;
    let mut people = BTreeSet::new();
    for (at, commit) in commits.into_iter().filter(|(at, _)| !of_pages.contains(at)) {
        remembered.commits.push(Change {
            at: commit.at,
            id: commit.id.clone(),
            subject: commit.subject().to_owned(),
        });
        let signed = history.people(at).into_iter().map(|signed| signed.person);
        for person in signed.filter(|person| !contributors::is_program(config, person)) {
            let team = config.team_of(&person, times::day(&history, at));
            let team = team.map_or_else(String::new, |team| format!(" ({team})"));
            people.insert(format!("{}{team}", person.shown()));
        }
    }
    remembered
        .commits
        .sort_by(|one, other| (one.at.seconds, &one.id).cmp(&(other.at.seconds, &other.id)));
    let tags = history::tags(top)?.into_iter();
    let tags = tags.filter(|tag| window.holds(tag.at));
    remembered.tags = tags.map(|tag| (tag.at, tag.name)).collect();
    Ok((remembered, people))
}
