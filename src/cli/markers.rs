//! `incident markers`

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::{Result, bail};

use crate::code::{self, Citation};
use crate::contributors::{self, Book, Counted};
use crate::corpus::Corpus;
use crate::disk;
use crate::history::{self, History, Life, Standing};
use crate::links::{self, Graph, Origin};
use crate::markers::signals::{self, MARKERS};
use crate::markers::{self, Asked, By, Marker, Past, Readings};
use crate::model::{Date, Known, RepoPath, Status};
use crate::parse;
use crate::questions;
use crate::reads::{Ledger, ledger};
use crate::render::page;
use crate::render::rows::RowFormat;
use crate::render::style::safe;
use crate::render::views::markers::{self as view, Picture};
use crate::text::words;

use super::ui::Ui;
use super::{Outcome, contributors as guests, shared};

/// Show signals that people come back to the stories, each with what is behind it
///
/// A row for each marker: a bar for each period, and the two ends of the row. A period with fewer than
/// five write-ups is not spoken of; what cannot be told is unknown, with why, and never nought. There
/// is no score, no target, and no figure of a person.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// How long a period is
    #[arg(long, value_enum, value_name = "PERIOD", default_value = "quarter")]
    by: Length,

    /// Leave out what is older than this day
    #[arg(long, value_name = "DATE", value_parser = Date::parse)]
    since: Option<Date>,

    /// Leave out what is newer than this day
    #[arg(long, value_name = "DATE", value_parser = Date::parse)]
    until: Option<Date>,

    /// List what is behind a marker: write-up, place, commit, day
    #[arg(long, value_name = "MARKER")]
    list: Option<String>,

    /// Say what a marker counts, what leads it astray, and what it cannot say
    #[arg(long, value_name = "MARKER", conflicts_with = "list")]
    explain: Option<String>,

    /// List what is not measured here, why, and what to look at instead
    #[arg(long, conflicts_with_all = ["list", "explain"])]
    refused: bool,

    /// How to print
    #[arg(long, value_enum, default_value = "table")]
    format: RowFormat,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Length {
    Month,
    Quarter,
    Year,
}

pub(super) fn run(args: &Args, ui: &mut Ui) -> Result<Outcome> {
    if args.refused {
        view::write_refused(&mut ui.out, ui.look)?;
        return Ok(Outcome::Fine);
    }
    if let Some(name) = &args.explain {
        let marker = named(name)?;
        page::write(&mut ui.out, &parse::sheet::read(marker.page), ui.look)?;
        return Ok(Outcome::Fine);
    }
    let listed = args.list.as_deref().map(named).transpose()?;
    if let (Some(since), Some(until)) = (args.since, args.until)
        && since > until
    {
        bail!("`--since {since}` is after `--until {until}`");
    }
    let asked = Asked {
        by: match args.by {
            Length::Month => By::Month,
            Length::Quarter => By::Quarter,
            Length::Year => By::Year,
        },
        since: args.since,
        until: args.until,
        today: Ui::today(),
    };
    let (corpus, _) = shared::load_and_choose(ui, None)?;
    let known = super::links::known(&corpus);
    let found = gather(ui, &corpus, &known)?;
    let history = found.history.as_ref().ok();
    let graph = Graph::collect(links::Readings {
        corpus: &corpus,
        history,
        citations: &found.citations,
        elsewhere: &[],
        known: &known,
    });
    let reads = reads(ui, &corpus)?;
    let traced = match &found.history {
        Ok(history) => trace(&corpus, history, &graph, &found, reads.as_ref())?,
        Err(_) => Traced::default(),
    };
    let counted = history.map(|history| Counted::of(history, corpus.config.bulk));
    let past = match (&found.history, &counted) {
        (Ok(history), Some(counted)) => Ok(Past {
            history,
            brought: &traced.brought,
            standing: &traced.standing,
            published: &traced.published,
            counted,
            book: &traced.book,
            config: &corpus.config,
        }),
        (Err(why), _) => Err(*why),
        (Ok(_), None) => Err(NO_HISTORY),
    };
    let questions = questions::collect(&corpus);
    let readings = Readings {
        corpus: &corpus,
        graph: &graph,
        citations: &found.citations,
        questions: &questions,
        reads: reads.as_ref(),
        past,
    };
    let only: Vec<&'static Marker> = listed.into_iter().collect();
    let wanted = if only.is_empty() { MARKERS } else { &only };
    let board = markers::board(&readings, wanted, asked);
    let picture = Picture {
        corpus: &corpus,
        history,
        board: &board,
        by: asked.by,
    };
    if listed.is_some() {
        view::write_list(&mut ui.out, args.format, &picture, ui.look)?;
    } else {
        view::write_board(&mut ui.out, args.format, &picture, ui.look)?;
    }
    if let Some(damage) = history.and_then(shared::damage) {
        bail!("this answer has gaps: {damage}");
    }
    Ok(Outcome::Fine)
}

/// Finds a marker by its name.
fn named(name: &str) -> Result<&'static Marker> {
    if let Some(marker) = signals::named(name) {
        return Ok(marker);
    }
    let known = MARKERS.iter().map(|marker| marker.name);
    let hint = match words::nearest(name, known) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "`incident markers` names them".to_owned(),
    };
    bail!("there is no marker `{}`\n{hint}", safe(name));
}

const NO_HISTORY: &str = "there is no git history here";
const SHALLOW: &str = "this clone is shallow (`git fetch --unshallow`)";
const PARTIAL: &str = "this is a partial clone (`git fetch --refetch --no-filter`)";

/// What git and the files beside the write-ups say.
struct Gathered {
    citations: Vec<Citation>,
    /// The lives of the write-ups; or why nothing is known of them.
    history: Result<History, &'static str>,
    /// The files that name a write-up, and their lives, in the same order.
    citing: Vec<RepoPath>,
    lives: Vec<Life>,
}

/// What is found out about lines and publication, for the markers.
#[derive(Default)]
struct Traced {
    brought: Vec<Option<usize>>,
    standing: Vec<Option<Vec<Standing>>>,
    published: Vec<Option<usize>>,
    book: Book,
}

/// Reads what was imported of readers; `None` where nothing was. Of lines that say nothing it is told.
fn reads(ui: &mut Ui, corpus: &Corpus) -> Result<Option<Ledger>> {
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

/// Reads what names a write-up in tracked files, and the history of both.
fn gather(ui: &mut Ui, corpus: &Corpus, known: &Known) -> Result<Gathered> {
    let nothing = |why| Gathered {
        citations: Vec::new(),
        history: Err(why),
        citing: Vec::new(),
        lives: Vec::new(),
    };
    if !history::is_repository(&corpus.root) {
        return Ok(nothing(NO_HISTORY));
    }
    // Seen from the top of the repository, as the code that cites them.
    let mut files: Vec<RepoPath> = Vec::new();
    for writeup in &corpus.writeups {
        files.extend(corpus.below.join(writeup.path.as_str()));
    }
    if files.len() != corpus.writeups.len() {
        return Ok(nothing(NO_HISTORY));
    }
    let tracked = shared::tracked_elsewhere(corpus)?;
    let onboarding = corpus.config.onboarding_patterns();
    let search = code::Search {
        known,
        shapes: None,
        onboarding: &onboarding,
    };
    let citations = code::scan(&corpus.top, &tracked, search).citations;
    let citing: BTreeSet<RepoPath> = citations.iter().map(|one| one.path.clone()).collect();
    let citing: Vec<RepoPath> = citing.into_iter().collect();
    files.extend(citing.iter().cloned());
    let mut history = history::read(&corpus.top, &files, ui.cache.as_deref())?;
    let lives = history.lives.split_off(corpus.writeups.len());
    let history = match (history.shallow, history.partial) {
        (true, _) => Err(SHALLOW),
        (_, true) => Err(PARTIAL),
        _ => Ok(history),
    };
    Ok(Gathered {
        citations,
        history,
        citing,
        lives,
    })
}

fn trace(
    corpus: &Corpus,
    history: &History,
    graph: &Graph,
    found: &Gathered,
    reads: Option<&Ledger>,
) -> Result<Traced> {
    // Whether a read is of the first week hangs on the day of publication.
    let reads = reads.into_iter().flat_map(|ledger| &ledger.reads);
    let read: BTreeSet<usize> = reads.map(|reads| reads.writeup).collect();
    let asked = contributors::Asked::default();
    Ok(Traced {
        brought: brought(&corpus.top, found)?,
        standing: standing(corpus, history, graph)?,
        published: published(corpus, history, &read)?,
        book: contributors::tally(corpus, history, asked),
    })
}

/// Finds, for each citation, the commit that brought its line.
fn brought(top: &Path, found: &Gathered) -> Result<Vec<Option<usize>>> {
    let text = |path: &RepoPath| {
        let bytes = disk::read(top, Path::new(path.as_str()), code::FILE_BYTES_MAX);
        String::from_utf8_lossy(&bytes.unwrap_or_default()).into_owned()
    };
    let texts: Vec<String> = found.citing.iter().map(text).collect();
    let asked: Vec<(&Life, &str)> = found
        .lives
        .iter()
        .zip(texts.iter().map(String::as_str))
        .collect();
    let lines = history::standing(top, &asked)?;
    let one = |citation: &Citation| {
        let place = found.citing.binary_search(&citation.path).ok()?;
        let line = citation.line.checked_sub(1)?;
        let lines = lines.get(place)?;
        let stands = lines.iter().find(|stands| stands.lines.contains(&line))?;
        let event = found.lives.get(place)?.events.get(stands.event?)?;
        Some(event.commit)
    };
    Ok(found.citations.iter().map(one).collect())
}

/// Goes through the lines of the write-ups that lead to another one.
fn standing(
    corpus: &Corpus,
    history: &History,
    graph: &Graph,
) -> Result<Vec<Option<Vec<Standing>>>> {
    let from = graph.references.iter().filter_map(|one| match one.from {
        Origin::Writeup { writeup, .. } => Some(writeup),
        _ => None,
    });
    // Every version of each is read: of a draft nothing is asked.
    let is_told = |at: &usize| corpus.writeups.get(*at).is_some_and(markers::is_told);
    let wanted: BTreeSet<usize> = from.filter(is_told).collect();
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
