//! `incident contributors`

use std::io::Write;
use std::path::Path;

use anyhow::{Result, anyhow, bail};

use crate::contributors::{self, Asked, Book, Stand};
use crate::corpus::Corpus;
use crate::history::{self, History};
use crate::model::{Date, RepoPath, Status};
use crate::parse;
use crate::render::rows::RowFormat;
use crate::render::views::contributors::{self as view, Picture};
use crate::text::Files;

use super::answer::Answer;
use super::ui::Ui;
use super::{Outcome, shared};

/// Show who took part in telling the stories, from git
///
/// Authors, co-authors and reviewers by commit and trailer, one person under one name through
/// `.mailmap`, files followed through their renames. Whoever was here last comes first: a guest
/// book, not a ranking.
///
/// Left out, and shown with `--all`: commits over more write-ups than `bulk` in `incident.yaml` (3),
/// those in `.git-blame-ignore-revs`, programs, and commits that changed no word of the story (a new
/// name, the front matter, where links lead, layout).
#[derive(Debug, clap::Args)]
#[command(after_long_help = "Examples:
  incident contributors                     everybody, last here first
  incident contributors INC-142             one story, section by section
  incident contributors --since 2026-01-01  this year")]
pub(super) struct Args {
    /// An id, an alias or the beginning of one, or a path
    writeup: Option<String>,

    /// Leave out commits before this day
    #[arg(long, value_name = "DATE", value_parser = day)]
    since: Option<Date>,

    /// Leave out commits after this day
    #[arg(long, value_name = "DATE", value_parser = day)]
    until: Option<Date>,

    /// Show what does not count as well, and why
    #[arg(long)]
    all: bool,

    /// Show the lines that stand today, with the commit that brought each
    #[arg(long)]
    lines: bool,

    /// How to print
    #[arg(long, value_enum, default_value = "table")]
    format: RowFormat,
}

fn day(text: &str) -> Result<Date, String> {
    Date::parse(text)
}

pub(super) fn run(args: &Args, ui: &mut Ui) -> Result<Outcome> {
    let (corpus, chosen) = shared::heads_and_choose(ui, args.writeup.as_deref())?;
    // What programs are given holds every commit, and is written as it is made.
    let answer = (args.format == RowFormat::Table)
        .then(|| Answer::to(&format!("{args:?}"), &corpus, ui))
        .flatten();
    if let Some(kept) = answer.as_ref().and_then(Answer::kept) {
        ui.detail("nothing has changed since this was asked last");
        ui.out.write_all(&kept)?;
        std::mem::forget(corpus);
        return Ok(Outcome::Fine);
    }
    let history = read(&corpus, ui.cache.as_deref())?;
    let asked = Asked {
        since: args.since,
        until: args.until,
        all: args.all,
    };
    let book = contributors::tally(&corpus, &history, asked);
    let today = Ui::today();
    if let Err(gaps) = refuse_gaps(&history) {
        if args.format == RowFormat::Table {
            let picture = picture(&corpus, &history, &book, today);
            view::write_known(&mut ui.out, picture, ui.look)?;
        }
        return Err(gaps);
    }
    let damage = shared::damage(&history);
    let mut told = Vec::new();
    let out: &mut dyn Write = match answer {
        Some(_) => &mut told,
        None => &mut ui.out,
    };
    if damage.is_some() && book.people.is_empty() && args.format == RowFormat::Table {
        let picture = picture(&corpus, &history, &book, today);
        view::write_known(out, picture, ui.look)?;
    } else if args.lines {
        let stories = lines(&corpus, &history, chosen, &book)?;
        let picture = picture(&corpus, &history, &book, today);
        view::write_lines(out, args.format, picture, &stories, ui.look)?;
    } else if let Some(at) = chosen {
        let story = story(&corpus, &history, at, &book)?;
        let picture = picture(&corpus, &history, &book, today);
        view::write_one(out, args.format, picture, at, &story, args.all, ui.look)?;
    } else {
        let picture = picture(&corpus, &history, &book, today);
        view::write_all(out, args.format, picture, ui.look)?;
    }
    if let Some(answer) = answer {
        ui.out.write_all(&told)?;
        if damage.is_none() {
            answer.keep(&told);
        }
    }
    if let Some(damage) = damage {
        bail!("this answer has gaps: {damage}");
    }
    // As in `lint`: the kernel takes back at once what would be freed piece by piece.
    std::mem::forget((corpus, history, book));
    Ok(Outcome::Fine)
}

fn picture<'a>(
    corpus: &'a Corpus,
    history: &'a History,
    book: &'a Book,
    today: Date,
) -> Picture<'a> {
    Picture {
        corpus,
        history,
        book,
        today,
    }
}

/// Reads the history of every write-up.
fn read(corpus: &Corpus, cache: Option<&Path>) -> Result<History> {
    let paths: Vec<RepoPath> = corpus
        .writeups
        .iter()
        .map(|writeup| writeup.path.clone())
        .collect();
    history::read(&corpus.root, &paths, cache)
}

/// Fails where this clone cannot tell who took part.
fn refuse_gaps(history: &History) -> Result<()> {
    if history.shallow {
        bail!(
            "this clone is shallow: its history is cut off, and who took part cannot be known\n\
             `git fetch --unshallow` fetches the rest; in CI: actions/checkout with `fetch-depth: 0`"
        );
    }
    if history.partial {
        bail!(
            "this is a partial clone: older versions of the write-ups were never fetched, and who took part cannot be known\n\
             `git fetch --refetch --no-filter` fetches them; in CI: a checkout without `filter`"
        );
    }
    Ok(())
}

/// Finds who was where in one write-up.
fn story(
    corpus: &Corpus,
    history: &History,
    at: usize,
    book: &Book,
) -> Result<contributors::Story> {
    let (Some(told), Some(life)) = (corpus.writeups.get(at), history.lives.get(at)) else {
        return Ok(contributors::Story::default());
    };
    let parts = contributors::parts(corpus, told);
    let lines = history::lines(&corpus.root, life, corpus.files.whole(told.file), &parts)?;
    let published = if told
        .meta
        .status
        .as_ref()
        .is_some_and(|status| status.value == Status::Published)
    {
        history::first_with(&corpus.root, life, is_published)?
    } else {
        None
    };
    Ok(contributors::story(
        corpus, history, at, book, &lines, published,
    ))
}

/// Whether a version of a write-up says that it is published.
pub(super) fn is_published(text: &str) -> bool {
    let mut files = Files::default();
    let Some(path) = RepoPath::new("version.md") else {
        return false;
    };
    let file = files.add(path.as_str(), text);
    let parsed = parse::writeup(file, path, text, &crate::model::Vocabulary::default());
    parsed
        .writeup
        .meta
        .status
        .is_some_and(|status| status.value == Status::Published)
}

/// Finds the lines that stand, in one write-up or in all.
fn lines(
    corpus: &Corpus,
    history: &History,
    chosen: Option<usize>,
    book: &Book,
) -> Result<Vec<(usize, Vec<Stand>)>> {
    let wanted = chosen.map_or_else(|| (0..corpus.writeups.len()).collect(), |at| vec![at]);
    let mut asked = Vec::new();
    for at in &wanted {
        let (told, life) = (corpus.writeups.get(*at), history.lives.get(*at));
        let (told, life) = told
            .zip(life)
            .ok_or_else(|| anyhow!("a write-up without a history"))?;
        asked.push((life, corpus.files.whole(told.file)));
    }
    let found = history::standing(&corpus.root, &asked)?;
    let stands = found.iter().zip(&wanted);
    let stands = stands.map(|(lines, at)| (*at, contributors::stands(history, *at, book, lines)));
    Ok(stands.collect())
}
