//! What is read for `incident links` beyond the write-ups: commits, and tracked files.

use anyhow::Result;

use crate::cli::shared;
use crate::cli::ui::Ui;
use crate::code::{self, Search, Versions};
use crate::corpus::Corpus;
use crate::history::{self, History, Sought};
use crate::links::times;
use crate::model::{Known, RepoPath};

/// Reads the commits, and the citations in tracked files outside of the write-ups. What cannot be
/// read is told and unknown: links between write-ups need no git. `tracked` are the paths of what is tracked;
/// `with_times` looks into the versions of all files too, for what names the write-up `about`, or any.
pub(super) fn read(
    ui: &mut Ui,
    corpus: &Corpus,
    known: &Known,
    tracked: Result<Vec<RepoPath>>,
    with_times: bool,
    about: Option<usize>,
) -> (Option<History>, Vec<code::Citation>) {
    if !history::is_repository(&corpus.root) {
        return (None, Vec::new());
    }
    let commits = |tracked: Vec<RepoPath>| {
        let told = times::matters(corpus, about);
        let traced = with_times.then_some((tracked.as_slice(), &told as Told<'_>));
        let history = commits(ui, corpus, known, traced)?;
        Ok((history, tracked))
    };
    let (history, tracked) = match tracked.and_then(commits) {
        Ok(read) => read,
        Err(error) => {
            ui.note(&format!(
                "incident: note: commits and code are not looked at: {error:#}"
            ));
            return (None, Vec::new());
        }
    };
    if history.shallow {
        let times = if with_times {
            ", and since when references stand is not known"
        } else {
            ""
        };
        ui.note(&format!(
            "incident: note: this clone is shallow, so older commits are not seen{times} (`git fetch --unshallow`)"
        ));
    }
    // Before the first commit there is nothing that could be missing.
    let is_begun = !history.commits.is_empty();
    if with_times && is_begun && !history.shallow && history.traces.is_none() {
        ui.note("incident: note: contents are missing from this clone, so since when references stand is not known (`git fetch --refetch --no-filter`)");
    }
    if let Some(damage) = shared::damage(&history) {
        ui.note(&format!(
            "incident: note: commits are missing from this answer: {damage}"
        ));
    }
    let paths = shared::elsewhere(corpus, tracked);
    let onboarding = corpus.config.onboarding_patterns();
    let search = Search {
        known,
        shapes: None,
        onboarding: &onboarding,
        bytes_max: corpus.config.limits.file,
    };
    let found = code::scan(&corpus.top, &paths, search);
    (Some(history), found.citations)
}

/// Which traces are told; see [`Sought`].
type Told<'a> = &'a (dyn Fn(&str, usize) -> bool + Sync);

/// Reads the commits; with the paths of what is tracked, what files named in all their versions too.
fn commits(
    ui: &Ui,
    corpus: &Corpus,
    known: &Known,
    traced: Option<(&[RepoPath], Told<'_>)>,
) -> Result<History> {
    let cache = ui.cache.as_deref();
    let Some((tracked, told)) = traced else {
        return history::read(&corpus.root, &[], cache);
    };
    let limit = corpus.config.limits.file;
    let versions = Versions::new(&corpus.top, tracked, known, limit);
    let sought = Sought {
        names: &|path: &RepoPath, bytes: &[u8]| versions.names(path, bytes),
        wanted: &|path: &RepoPath| versions.wants(path),
        told,
        mark: &versions.mark(),
    };
    history::read_tracing(&corpus.root, &[], Some(sought), cache)
}
