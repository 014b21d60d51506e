//! `incident near`

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};

use crate::code::{self, Search};
use crate::disk;
use crate::history::{self, History};
use crate::links::index::Index;
use crate::links::near::{self, Asked, Card, Tie};
use crate::model::{Known, RepoPath};
use crate::render::views::near::{self as view, Format};
use crate::text::Files;

use super::links::Here;
use super::ui::Ui;
use super::{Outcome, shared};

/// Show the stories that concern some files, before you change them
///
/// Those that the files cite, those that name the files (by a name of old, too), and those that commits name
/// which touched them; each with the words there, the nearest first. Prints nothing when there is none.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "Examples:
  incident near src/checkout/queue.rs
  incident near --changed origin/main..HEAD --format github
  incident near --index-file incident-ids.json src   in a repository without write-ups")]
pub(super) struct Args {
    /// Files or folders
    #[arg(required_unless_present = "changed")]
    paths: Vec<PathBuf>,

    /// The files that B changed since it left A, as a pull request shows them
    #[arg(long, value_name = "A..B", conflicts_with = "paths", value_parser = range)]
    changed: Option<(String, String)>,

    /// The write-ups are those of this index, where there are none here
    ///
    /// `incident links --index` writes it, where they are. It holds no words of a story: that one links to a
    /// file is told without them.
    #[arg(long, value_name = "FILE")]
    index_file: Option<PathBuf>,

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
    match &args.index_file {
        Some(file) => by_index(args, file, ui)?,
        None => by_writeups(args, ui)?,
    }
    Ok(Outcome::Fine)
}

/// What to do where there is nothing to tell of.
const NO_WRITEUPS: &str = "there are no write-ups here to tell of\n`incident links --index FILE`, where they are, writes what is needed of them\n`incident near --index-file FILE PATH` goes by it";

/// Tells of the write-ups that are here.
fn by_writeups(args: &Args, ui: &mut Ui) -> Result<()> {
    let (mut corpus, _) = shared::heads_and_choose(ui, None).context(NO_WRITEUPS)?;
    // Where there is a place for write-ups the first of them is still to come.
    let is_there = |folder: &RepoPath| {
        disk::kind(&corpus.root, Path::new(folder.as_str())) == disk::Kind::Folder
    };
    if corpus.writeups.is_empty() && !corpus.folders().iter().any(is_there) {
        bail!(NO_WRITEUPS);
    }
    let own = corpus.paths_from_top();
    let asked = Subject::read(args, ui, &corpus.top, |path| {
        own.binary_search(path).is_err() && !shared::holds_reads(path, &corpus.below)
    })?;
    // Of all others nothing can concern the files but what these and the commits say.
    let words: BTreeSet<&str> = asked.names.keys().map(RepoPath::file_name).collect();
    shared::read_holding(ui, &mut corpus, &Vec::from_iter(words));
    let homes = super::links::homes(&corpus);
    let urls = super::links::urls(&corpus, &homes);
    let known = super::links::known(&corpus);
    let cards = corpus.writeups.iter().zip(&urls);
    let cards = cards.map(|(writeup, url)| Card::of(writeup, url.as_deref()));
    let writeups = Writeups {
        cards: &cards.collect::<Vec<Card<'_>>>(),
        texts: &corpus.files,
        known: &known,
        naming: &near::naming(&corpus, &homes, &asked.names),
        bytes_max: corpus.config.limits.file,
    };
    tell(args, ui, &corpus.top, &asked, writeups)?;
    // As in `lint`: the kernel takes back at once what would be freed piece by piece.
    std::mem::forget((corpus, asked, known));
    Ok(())
}

/// Tells of the write-ups that an index knows.
fn by_index(args: &Args, file: &Path, ui: &mut Ui) -> Result<()> {
    let here = Here::read(Some(file), ui)?;
    // Whoever renews the index is not about to change what it names.
    let own = shared::existing(ui, &here.top, file);
    let asked = Subject::read(args, ui, &here.top, |path| {
        Some(path) != own.as_ref() && !here.holds_reads(path)
    })?;
    let homes = here.homes();
    tell_gaps(ui, &here.index, &homes);
    let cards = here.index.writeups.iter().map(Card::of_entry);
    let writeups = Writeups {
        cards: &cards.collect::<Vec<Card<'_>>>(),
        texts: &Files::default(),
        known: &here.index.known_alone(),
        naming: &near::naming_by_index(&here.index, &homes, &asked.names),
        bytes_max: here.bytes_max(),
    };
    tell(args, ui, &here.top, &asked, writeups)
}

/// Says why nobody can know which stories link to the files.
fn tell_gaps(ui: &mut Ui, index: &Index, homes: &[String]) {
    let mut files = index.writeups.iter().map(|entry| entry.files.as_ref());
    if files.clone().any(|files| files.is_none()) {
        ui.note("incident: note: the index does not know which files the stories link to, so no link to these is told of (`incident links --index` writes one that does)");
    } else if homes.is_empty() && files.any(|files| files.is_some_and(|files| !files.is_empty())) {
        ui.note("incident: note: no remote of git says which repository this is, so stories that link to its files are not told of (`forge:` in incident.yaml says it)");
    }
}

/// What is known of the write-ups, wherever from.
#[derive(Clone, Copy)]
struct Writeups<'a> {
    cards: &'a [Card<'a>],
    texts: &'a Files,
    known: &'a Known,
    naming: &'a [(usize, Tie)],
    /// How long a file may be that is searched for them.
    bytes_max: u64,
}

/// Finds the stories that concern the files, and prints them.
fn tell(
    args: &Args,
    ui: &mut Ui,
    top: &Path,
    asked: &Subject,
    writeups: Writeups<'_>,
) -> Result<()> {
    let search = Search {
        known: writeups.known,
        shapes: None,
        onboarding: &[],
        bytes_max: writeups.bytes_max,
    };
    let history = asked.history.as_ref();
    let stories = near::near(Asked {
        cards: writeups.cards,
        known: writeups.known,
        files: &asked.files,
        citations: &code::scan(top, &asked.files, search).citations,
        naming: writeups.naming,
        history,
    });
    let near = view::Near {
        cards: writeups.cards,
        texts: writeups.texts,
        history,
        stories: &stories,
        files: asked.files.len(),
    };
    view::write(&mut ui.out, args.format, near, ui.look)?;
    Ok(())
}

/// What is asked about.
struct Subject {
    /// From the top of the repository, sorted.
    files: Vec<RepoPath>,
    /// `None` where git knows nothing.
    history: Option<History>,
    /// Every name that the files have or had, with the file.
    names: BTreeMap<RepoPath, RepoPath>,
}

impl Subject {
    /// Reads which files are meant, and what git knows of them. Those that are not `wanted` are left out.
    fn read(
        args: &Args,
        ui: &mut Ui,
        top: &Path,
        wanted: impl Fn(&RepoPath) -> bool,
    ) -> Result<Self> {
        let mut files = files(args, ui, top)?;
        files.retain(wanted);
        files.sort();
        files.dedup();
        let history = history(ui, top, &files);
        let names = near::names(&files, history.as_ref());
        Ok(Self {
            files,
            history,
            names,
        })
    }
}

/// Returns the files that were asked about, from the top of the repository.
fn files(args: &Args, ui: &Ui, top: &Path) -> Result<Vec<RepoPath>> {
    if let Some((from, to)) = &args.changed {
        return history::between(top, from, to);
    }
    let mut files: Vec<RepoPath> = Vec::new();
    let tracked = history::tracked(top).unwrap_or_default();
    for path in &args.paths {
        let typed = path.display();
        let found = shared::existing(ui, top, path).with_context(|| {
            format!("`{typed}` is not there, or lies outside of the repository")
        })?;
        let below = tracked.iter().filter(|file| file.is_under(&found));
        let count = files.len();
        files.extend(below.cloned());
        if files.len() == count {
            if disk::kind(top, Path::new(found.as_str())) == disk::Kind::Folder {
                bail!(
                    "git tracks no file below `{typed}`\n`git add` makes it track one; only tracked files are looked through"
                );
            }
            files.push(found);
        }
    }
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
