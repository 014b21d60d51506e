//! `incident links`

use anyhow::Result;

use crate::code;
use crate::corpus::Corpus;
use crate::history::{self, History};
use crate::links::{self, Graph, Readings, related};
use crate::model::{Known, RepoPath};
use crate::render::rows::Format;
use crate::render::views::links::{self as view, Picture};

use super::ui::Ui;
use super::{Outcome, shared};

/// How many candidates are ranked before those already linked are left out.
const CANDIDATES: usize = 15;

/// Show what points at what, and past incidents that read alike
///
/// Without WRITEUP: each write-up with what points at it. With one: what it points at, what points
/// at it, what it mentions without a link, and which past incidents may be related, and why.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// An id, an alias or the beginning of one, or a path
    writeup: Option<String>,

    /// List the write-ups that nothing points at
    #[arg(long, conflicts_with = "writeup")]
    orphans: bool,

    /// How to print
    #[arg(long, value_enum, default_value = "table")]
    format: Format,
}

pub(super) fn run(args: &Args, ui: &mut Ui) -> Result<Outcome> {
    let (corpus, chosen) = shared::load_and_choose(ui, args.writeup.as_deref())?;
    let known = links::known(&corpus);
    let (history, citations) = outside(ui, &corpus, &known);
    let readings = Readings {
        corpus: &corpus,
        history: history.as_ref(),
        citations: &citations,
        known: &known,
    };
    let graph = Graph::collect(readings);
    let picture = Picture {
        corpus: &corpus,
        graph: &graph,
        history: history.as_ref(),
        citations: &citations,
    };
    match chosen {
        None => view::write_all(&mut ui.out, args.format, picture, args.orphans, ui.look)?,
        Some(at) => {
            let related = related::near(&corpus, at, CANDIDATES);
            view::write_one(&mut ui.out, args.format, picture, at, &related, ui.look)?;
        }
    }
    Ok(Outcome::Fine)
}

/// Reads the commits, and the citations in tracked files outside of the write-ups. What cannot be
/// read is told and unknown: links between write-ups need no git.
fn outside(ui: &mut Ui, corpus: &Corpus, known: &Known) -> (Option<History>, Vec<code::Citation>) {
    if !history::is_repository(&corpus.root) {
        return (None, Vec::new());
    }
    let history = match history::read(&corpus.root, &[], ui.cache.as_deref()) {
        Ok(history) => history,
        Err(error) => {
            ui.note(&format!(
                "incident: note: commits and code are not looked at: {error:#}"
            ));
            return (None, Vec::new());
        }
    };
    if history.shallow {
        ui.note("incident: note: this clone is shallow, so older commits are not seen (`git fetch --unshallow`)");
    }
    if let Some(damage) = shared::damage(&history) {
        ui.note(&format!(
            "incident: note: commits are missing from this answer: {damage}"
        ));
    }
    let here: Vec<RepoPath> = corpus
        .writeups
        .iter()
        .filter_map(|one| corpus.below.join(one.path.as_str()))
        .collect();
    let folders: Vec<RepoPath> = corpus
        .folders()
        .iter()
        .filter_map(|one| corpus.below.join(one.as_str()))
        .collect();
    let outside = |path: &RepoPath| {
        let page = path.as_str().to_lowercase().ends_with(".md");
        here.binary_search(path).is_err()
            && !(page && folders.iter().any(|folder| path.is_under(folder)))
    };
    // Code is cited by its path from the top of the repository, wherever the settings lie.
    let mut paths = match history::tracked(&corpus.top) {
        Ok(paths) => paths,
        Err(error) => {
            ui.note(&format!(
                "incident: note: commits and code are not looked at: {error:#}"
            ));
            return (None, Vec::new());
        }
    };
    paths.retain(outside);
    let citations = code::scan(&corpus.top, &paths, known);
    (Some(history), citations)
}
