//! What git and the tracked files say, gathered for the markers.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::Result;

use crate::cli::links::index_of;
use crate::cli::ui::Ui;
use crate::cli::{contributors as guests, shared};
use crate::code::{self, Citation, Search, Strays, Versions};
use crate::config;
use crate::contributors::{self, Book};
use crate::corpus::Corpus;
use crate::disk;
use crate::history::{self, History, Life, Sought, Standing};
use crate::links::dangling::dangling;
use crate::links::index::Index;
use crate::links::{Graph, Origin};
use crate::markers::{self, Astray, Checked};
use crate::model::{Known, RepoPath, Status};
use crate::reads::{Ledger, ledger};

const NO_HISTORY: &str = "there is no git history here";
const SHALLOW: &str = "this clone is shallow (`git fetch --unshallow`)";
const PARTIAL: &str = "this is a partial clone (`git fetch --refetch --no-filter`)";
const NO_PATTERN: &str = "`id_pattern:` in the settings is no pattern";

/// What git and the tracked files say.
pub(super) struct Gathered {
    /// What files outside of the write-ups name.
    pub(super) citations: Vec<Citation>,
    pub(super) for_newcomers: bool,
    /// What any tracked file names; no line has its commit yet.
    pub(super) checked: Result<Checked, &'static str>,
    /// The files that name a write-up and are none, and their lives, in the same order.
    citing: Vec<RepoPath>,
    lives: Vec<Life>,
}

impl Gathered {
    fn nothing(why: &'static str) -> (Self, Result<History, &'static str>) {
        let nothing = Self {
            citations: Vec::new(),
            for_newcomers: false,
            checked: Err(why),
            citing: Vec::new(),
            lives: Vec::new(),
        };
        (nothing, Err(why))
    }
}

/// Reads what was imported of readers; `None` where nothing was. Of lines that say nothing it is told.
pub(super) fn reads(ui: &mut Ui, corpus: &Corpus) -> Result<Option<Ledger>> {
    let files = shared::read_files(&corpus.root, |_| true)?;
    if files.is_empty() {
        return Ok(None);
    }
    let ledger = ledger::read(&files, corpus);
    if let Some((path, line, why)) = ledger.left_out.first() {
        let more = match ledger.left_out.len() {
            1 => String::new(),
            some => format!(", and so with {} more", some - 1),
        };
        ui.note(&format!(
            "incident: note: {path}:{line}: not counted: {why}{more}"
        ));
    }
    if let Some((source, day)) = ledger.doubled.first() {
        let days = ledger.doubled.len();
        ui.note(&format!(
            "incident: note: {days} day{} of `{source}` from {day} on came in by two imports at once; the larger count is taken",
            if days == 1 { "" } else { "s" }
        ));
    }
    Ok(Some(ledger))
}

/// Reads what names a write-up in tracked files, and the history of both: the lives of the write-ups, or
/// why nothing is known of them.
pub(super) fn gather(
    ui: &mut Ui,
    corpus: &Corpus,
    known: &Known,
) -> Result<(Gathered, Result<History, &'static str>)> {
    if !history::is_repository(&corpus.root) {
        return Ok(Gathered::nothing(NO_HISTORY));
    }
    // Seen from the top of the repository, as the code that cites them.
    let mut files = corpus.paths_from_top();
    let tracked = history::tracked(&corpus.top)?;
    let index = index_of(corpus);
    let shapes = index.shapes();
    let onboarding = corpus.config.onboarding_patterns();
    let search = Search {
        known,
        shapes: shapes.as_ref().ok(),
        onboarding: &onboarding,
        bytes_max: corpus.config.limits.file,
    };
    let mut found = code::scan(&corpus.top, &tracked, search);
    let names = index.known();
    for strays in &mut found.strays {
        // A name that two write-ups share leads to neither, and not nowhere.
        let hits = names.find(&strays.text);
        strays.words.retain(|word| !code::overlaps(&hits, word));
        // Where a heading is gone, the story is still found.
        strays.parts.clear();
    }
    let outside = shared::elsewhere(corpus, tracked.clone());
    let mut kinds = outside.iter().map(|path| code::Kind::of(path, &onboarding));
    let for_newcomers = kinds.any(|kind| kind == code::Kind::Onboarding);
    let held = found.citations.iter();
    // The settings say what became of a story: that is nobody who came back to it.
    let settings = corpus.below.join(config::FILE);
    let are_settings = |path: &RepoPath| settings.as_ref() == Some(path);
    let held = held.filter(|one| {
        let path = &one.path;
        let itself = corpus.at_from_top(path) == Some(one.writeup);
        !itself && !are_settings(path) && !shared::holds_reads(path, &corpus.below)
    });
    let checked = Checked {
        held: held.map(|one| (one.clone(), None)).collect(),
        astray: astray(&found.strays, &index, &tracked),
    };
    let citing = checked.held.iter().map(|(one, _)| &one.path);
    let citing = citing.chain(checked.astray.iter().map(|one| &one.path));
    let citing: BTreeSet<&RepoPath> = citing
        .filter(|one| files.binary_search(one).is_err())
        .collect();
    let citing: Vec<RepoPath> = citing.into_iter().cloned().collect();
    let mut citations = found.citations;
    citations.retain(|one| outside.binary_search(&one.path).is_ok() && !are_settings(&one.path));
    files.extend(citing.iter().cloned());
    let versions = Versions::new(&corpus.top, &tracked, known, corpus.config.limits.file);
    let is_own = |path: &RepoPath| are_settings(path) || shared::holds_reads(path, &corpus.below);
    let sought = Sought {
        names: &|path: &RepoPath, bytes: &[u8]| versions.names(path, bytes),
        wanted: &|path: &RepoPath| versions.wants(path),
        told: &|_, _| true,
        mark: &versions.mark(),
    };
    let cache = ui.cache.as_deref();
    let mut history = history::read_tracing(&corpus.top, &files, Some(sought), cache)?;
    if let Some(traces) = &mut history.traces {
        traces.retain(|trace| !is_own(&trace.path));
    }
    let lives = history.lives.split_off(corpus.writeups.len());
    let history = match (history.shallow, history.partial) {
        (true, _) => Err(SHALLOW),
        (_, true) => Err(PARTIAL),
        _ => Ok(history),
    };
    let found = Gathered {
        citations,
        for_newcomers,
        checked: shapes.map(|_| checked).map_err(|_| NO_PATTERN),
        citing,
        lives,
    };
    Ok((found, history))
}

/// Returns the words that look like a citation and lead nowhere, or to what was retired.
fn astray(strays: &[Strays], index: &Index, tracked: &[RepoPath]) -> Vec<Astray> {
    let dangling = dangling(strays, index, tracked);
    let nowhere = dangling.found.iter().map(|one| (one.file, &one.at, None));
    let retired = dangling.retired.into_iter();
    let retired: Vec<_> = retired.map(|one| (one.file, one.at, one.why)).collect();
    let retired = retired.iter().map(|(file, at, why)| (*file, at, Some(why)));
    let all = nowhere.chain(retired).filter_map(|(file, at, why)| {
        let strays = strays.get(file)?;
        let text = strays.text.as_bytes();
        let before = text.get(..at.start)?;
        Some(Astray {
            path: strays.path.clone(),
            line: before.split(|byte| *byte == b'\n').count(),
            word: strays.text.get(at.clone())?.to_owned(),
            excerpt: code::excerpt(text, at.start, at.end),
            retired: why.cloned(),
            commit: None,
        })
    });
    all.collect()
}

/// What is found out about lines and publication.
#[derive(Default)]
pub(super) struct Traced {
    pub(super) brought: Vec<Option<usize>>,
    pub(super) standing: Vec<Option<Vec<Standing>>>,
    pub(super) published: Vec<Option<usize>>,
    pub(super) book: Book,
}

/// Finds out which commits brought the lines that were found, and since when what is published.
pub(super) fn trace(
    corpus: &Corpus,
    history: &History,
    graph: &Graph,
    found: &mut Gathered,
    reads: Option<&Ledger>,
) -> Result<Traced> {
    // Whether a read is of the first week hangs on the day of publication.
    let reads = reads.into_iter().flat_map(|ledger| &ledger.reads);
    let read: BTreeSet<usize> = reads.map(|reads| reads.writeup).collect();
    let checked = found.checked.as_mut().ok();
    let standing = standing(corpus, history, graph, checked.as_deref())?;
    let limit = corpus.config.limits.file;
    let lines = lines(&corpus.top, limit, &found.citing, &found.lives)?;
    let commit = |path: &RepoPath, line: usize| {
        let (life, lines) = match corpus.at_from_top(path) {
            Some(at) => (history.lives.get(at)?, standing.get(at)?.as_ref()?),
            None => {
                let place = found.citing.binary_search(path).ok()?;
                (found.lives.get(place)?, lines.get(place)?)
            }
        };
        Some(markers::event_of(life, lines, line)?.commit)
    };
    let citations = found.citations.iter();
    let brought = citations.map(|one| commit(&one.path, one.line)).collect();
    if let Some(checked) = checked {
        for (one, brought) in &mut checked.held {
            *brought = commit(&one.path, one.line);
        }
        for one in &mut checked.astray {
            one.commit = commit(&one.path, one.line);
        }
    }
    let asked = contributors::Asked::default();
    Ok(Traced {
        brought,
        published: published(corpus, history, &read)?,
        book: contributors::tally(corpus, history, asked),
        standing,
    })
}

/// Goes through the lines of the files that name a write-up and are none.
fn lines(
    top: &Path,
    bytes_max: u64,
    citing: &[RepoPath],
    lives: &[Life],
) -> Result<Vec<Vec<Standing>>> {
    let text = |path: &RepoPath| {
        let bytes = disk::read(top, Path::new(path.as_str()), bytes_max);
        String::from_utf8_lossy(&bytes.unwrap_or_default()).into_owned()
    };
    let texts: Vec<String> = citing.iter().map(text).collect();
    let texts = texts.iter().map(String::as_str);
    let asked: Vec<(&Life, &str)> = lives.iter().zip(texts).collect();
    history::standing(top, &asked)
}

/// Goes through the lines of the write-ups that lead to another one, or nowhere.
fn standing(
    corpus: &Corpus,
    history: &History,
    graph: &Graph,
    checked: Option<&Checked>,
) -> Result<Vec<Option<Vec<Standing>>>> {
    let from = graph.references.iter().filter_map(|one| match one.from {
        Origin::Writeup { writeup, .. } => Some(writeup),
        _ => None,
    });
    let astray = checked.into_iter().flat_map(|checked| &checked.astray);
    let astray = astray.filter_map(|one| corpus.at_from_top(&one.path));
    // Every version of each is read: of a draft nothing is asked.
    let is_told = |at: &usize| corpus.writeups.get(*at).is_some_and(markers::is_told);
    let wanted: BTreeSet<usize> = from.chain(astray).filter(is_told).collect();
    let mut asked = Vec::new();
    for at in &wanted {
        if let (Some(told), Some(life)) = (corpus.writeups.get(*at), history.lives.get(*at)) {
            asked.push((life, corpus.files.whole(told.file)));
        }
    }
    let found = history::standing(&corpus.top, &asked)?;
    let mut standing = vec![None; corpus.writeups.len()];
    for (at, lines) in wanted.iter().zip(found) {
        if let Some(place) = standing.get_mut(*at) {
            *place = Some(lines);
        }
    }
    Ok(standing)
}

/// Finds since which commit write-ups are published. Asked only of those that were changed late enough
/// for it to matter, and of those with reads: every version would have to be read.
fn published(
    corpus: &Corpus,
    history: &History,
    read: &BTreeSet<usize>,
) -> Result<Vec<Option<usize>>> {
    let mut published = Vec::with_capacity(corpus.writeups.len());
    for (at, (writeup, life)) in corpus.writeups.iter().zip(&history.lives).enumerate() {
        let day = |event: Option<&history::Event>| markers::day(history, event?.commit);
        let ends = day(life.events.last()).zip(day(life.events.first()));
        let late = ends.is_some_and(|(first, last)| first.days_until(last) > markers::LATE_DAYS);
        let status = writeup.meta.status.as_ref().map(|status| status.value);
        let since = if (late || read.contains(&at)) && status == Some(Status::Published) {
            history::first_with(&corpus.top, life, guests::is_published)?
        } else {
            None
        };
        let event = since.and_then(|at| life.events.get(at));
        published.push(event.map(|event| event.commit));
    }
    Ok(published)
}
