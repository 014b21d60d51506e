//! `incident links`

use std::collections::BTreeSet;

use anyhow::{Result, bail};

use crate::code;
use crate::corpus::Corpus;
use crate::history::{self, History};
use crate::links::related::{Pair, Ranking, Related};
use crate::links::{self, Graph, Origin, Readings};
use crate::model::{Known, RepoPath};
use crate::render::rows::Format;
use crate::render::views::links::{self as view, Picture};

use super::ui::Ui;
use super::{Outcome, shared};

/// How many candidates are ranked before those already linked are left out.
const CANDIDATES: usize = 15;
/// How many suggestions a write-up gets where nobody says.
const TOP: usize = 3;

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

    /// List pairs that are not linked yet and may be related, best first
    #[arg(long, conflicts_with_all = ["writeup", "orphans"])]
    suggest: bool,

    /// At most so many suggestions for each write-up
    #[arg(long, value_name = "N", requires = "suggest", default_value_t = TOP, hide_default_value = true,
          value_parser = top)]
    top: usize,

    /// How to print
    #[arg(long, value_enum, default_value = "table")]
    format: Form,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Form {
    /// For people
    Table,
    /// One object, for programs
    Json,
    /// With --suggest: id, id and score, for each write-up those nearest to it, weak ones too
    Tsv,
}

fn top(written: &str) -> Result<usize, String> {
    match written.parse() {
        Ok(top) if top > 0 => Ok(top),
        _ => Err("a number from 1".to_owned()),
    }
}

pub(super) fn run(args: &Args, ui: &mut Ui) -> Result<Outcome> {
    if args.suggest {
        return suggest(args, ui);
    }
    let format = match args.format {
        Form::Table => Format::Table,
        Form::Json => Format::Json,
        Form::Tsv => {
            bail!("`tsv` is a format of suggestions\nincident links --suggest --format tsv")
        }
    };
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
        None => view::write_all(&mut ui.out, format, picture, args.orphans, ui.look)?,
        Some(at) => {
            let related = Ranking::new(&corpus).near(at, CANDIDATES);
            view::write_one(&mut ui.out, format, picture, at, &related, ui.look)?;
        }
    }
    Ok(Outcome::Fine)
}

/// Prints what may be related and is not linked yet, over the whole corpus.
fn suggest(args: &Args, ui: &mut Ui) -> Result<Outcome> {
    let (corpus, _) = shared::load_and_choose(ui, None)?;
    let known = links::known(&corpus);
    let joined = joined(&corpus, &known);
    let fits = |writeup: usize, other: usize| !joined.contains(&(writeup, other));
    let mut ranking = Ranking::new(&corpus);
    let pairs = ranking.pairs(args.top, fits);
    if args.format == Form::Tsv {
        view::write_pairs(&mut ui.out, &corpus, &pairs)?;
        return Ok(Outcome::Fine);
    }
    let mut told = BTreeSet::new();
    let once = pairs.iter().filter_map(|pair| {
        let pair = younger_first(&corpus, pair);
        told.insert((pair.writeup, pair.other)).then_some(pair)
    });
    let suggestions: Vec<(usize, Related)> = once
        .filter_map(|pair| Some((pair.writeup, ranking.explained(&pair)?)))
        .collect();
    if args.format == Form::Json {
        view::write_suggestions_json(&mut ui.out, &corpus, &suggestions)?;
    } else {
        view::write_suggestions(&mut ui.out, &corpus, &suggestions, ui.look)?;
    }
    Ok(Outcome::Fine)
}

/// Returns the pairs of write-ups that one leads to the other in, both ways round.
fn joined(corpus: &Corpus, known: &Known) -> BTreeSet<(usize, usize)> {
    let graph = Graph::collect(Readings {
        corpus,
        history: None,
        citations: &[],
        known,
    });
    let ends = graph
        .references
        .iter()
        .filter_map(|reference| match reference.from {
            Origin::Writeup { writeup, .. } => Some((writeup, reference.to)),
            _ => None,
        });
    ends.flat_map(|(from, to)| [(from, to), (to, from)])
        .collect()
}

/// Returns a pair with the younger write-up first: it is the one that would link back.
fn younger_first(corpus: &Corpus, pair: &Pair) -> Pair {
    let age = |at: usize| corpus.writeups.get(at).map(|one| (one.date(), &one.path));
    if age(pair.writeup) >= age(pair.other) {
        return *pair;
    }
    Pair {
        writeup: pair.other,
        other: pair.writeup,
        ..*pair
    }
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
