//! `incident near`

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};

use crate::code::{self, Search};
use crate::corpus::Corpus;
use crate::disk;
use crate::history::{self, History};
use crate::links::near::{self, Asked, Card};
use crate::model::RepoPath;
use crate::render::views::near::{self as view, Format};

use super::ui::Ui;
use super::{Outcome, shared};

/// Show the stories that concern some files, before you change them
///
/// Those that the files cite, those that name the files (by a name of old, too), and those that commits name
/// which touched them; each with the words there, the nearest first. Prints nothing when there is none.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "Examples:
  incident near src/checkout/queue.rs
  incident near --changed origin/main..HEAD --format github")]
pub(super) struct Args {
    /// Files or folders
    #[arg(required_unless_present = "changed")]
    paths: Vec<PathBuf>,

    /// The files that B changed since it left A, as a pull request shows them
    #[arg(long, value_name = "A..B", conflicts_with = "paths", value_parser = range)]
    changed: Option<(String, String)>,

    /// How to print
    #[arg(long, value_enum, default_value = "table")]
    format: Format,
}

fn range(written: &str) -> Result<(String, String), String> {
    let ends = written
        .split_once("...")
        .or_else(|| written.split_once(".."));
    match ends {
        Some((from, to)) if !from.is_empty() && !from.starts_with('-') && !to.starts_with('-') => {
            let to = if to.is_empty() { "HEAD" } else { to };
            Ok((from.to_owned(), to.to_owned()))
        }
        _ => Err("two commits or branches, such as `main..HEAD`".to_owned()),
    }
}

pub(super) fn run(args: &Args, ui: &mut Ui) -> Result<Outcome> {
    let (mut corpus, _) = shared::heads_and_choose(ui, None)?;
    let files = files(args, ui, &corpus)?;
    let known = super::links::known(&corpus);
    let history = history(ui, &corpus.top, &files);
    // Of all others nothing can concern the files but what these and the commits say.
    let names = near::names(&files, history.as_ref());
    let words: BTreeSet<&str> = names.keys().map(RepoPath::file_name).collect();
    shared::read_holding(ui, &mut corpus, &Vec::from_iter(words));
    let search = Search {
        known: &known,
        shapes: None,
        onboarding: &[],
        bytes_max: corpus.config.limits.file,
    };
    let citations = code::scan(&corpus.top, &files, search).citations;
    let homes = super::links::homes(&corpus);
    let urls = super::links::urls(&corpus, &homes);
    let cards: Vec<Card<'_>> = corpus
        .writeups
        .iter()
        .zip(&urls)
        .map(|(writeup, url)| Card::of(writeup, url.as_deref()))
        .collect();
    let stories = near::near(Asked {
        cards: &cards,
        known: &known,
        files: &files,
        citations: &citations,
        naming: &near::naming(&corpus, &homes, &names),
        history: history.as_ref(),
    });
    let near = view::Near {
        cards: &cards,
        texts: &corpus.files,
        history: history.as_ref(),
        stories: &stories,
        files: files.len(),
    };
    view::write(&mut ui.out, args.format, near, ui.look)?;
    // As in `lint`: the kernel takes back at once what would be freed piece by piece.
    std::mem::forget((corpus, history, known));
    Ok(Outcome::Fine)
}

/// Returns the files that were asked about, from the top of the repository, write-ups left out.
fn files(args: &Args, ui: &Ui, corpus: &Corpus) -> Result<Vec<RepoPath>> {
    let mut files: Vec<RepoPath> = Vec::new();
    if let Some((from, to)) = &args.changed {
        files = history::between(&corpus.top, from, to)?;
    } else {
        let tracked = history::tracked(&corpus.top).unwrap_or_default();
        for path in &args.paths {
            let typed = path.display();
            let found = shared::existing(ui, &corpus.top, path).with_context(|| {
                format!("`{typed}` is not there, or lies outside of the repository")
            })?;
            let below = tracked.iter().filter(|file| file.is_under(&found));
            let count = files.len();
            files.extend(below.cloned());
            if files.len() == count {
                if disk::kind(&corpus.top, Path::new(found.as_str())) == disk::Kind::Folder {
                    bail!(
                        "git tracks no file below `{typed}`\n`git add` makes it track one; only tracked files are looked through"
                    );
                }
                files.push(found);
            }
        }
    }
    let writeups = corpus.paths_from_top();
    files.retain(|file| writeups.binary_search(file).is_err());
    files.sort();
    files.dedup();
    Ok(files)
}

/// Reads what git knows of files, which are seen from the top. Where it knows nothing, that is told, and the
/// rest is answered.
pub(super) fn history(ui: &mut Ui, top: &Path, files: &[RepoPath]) -> Option<History> {
    if !history::is_repository(top) {
        return None;
    }
    match history::read(top, files, ui.cache.as_deref()) {
        Ok(history) => {
            if history.shallow {
                ui.note("incident: note: this clone is shallow, so older commits are not seen (`git fetch --unshallow`)");
            }
            if let Some(damage) = shared::damage(&history) {
                ui.note(&format!(
                    "incident: note: commits are missing from this answer: {damage}"
                ));
            }
            Some(history)
        }
        Err(error) => {
            ui.note(&format!(
                "incident: note: commits are not looked at: {error:#}"
            ));
            None
        }
    }
}
