//! `incident links`

mod check;
mod elsewhere;
mod here;
mod index;
mod outside;
mod sent;
mod suggest;

use std::collections::BTreeSet;
use std::io::Write;
use std::path::PathBuf;

use anyhow::{Result, bail};

use crate::corpus::{self, Corpus};
use crate::history;
use crate::links::times::Times;
use crate::links::{self, Graph, Readings};
use crate::model::{Known, RepoPath};
use crate::render::diagnostics;
use crate::render::rows::Format;
use crate::render::style::count;
use crate::render::views::links::{self as view, Drawing, Listing, Picture};
use crate::threads;

pub(super) use here::Here;
pub(super) use index::{homes, known, of as index_of, urls};

use super::ui::Ui;
use super::{Outcome, related, shared};

/// How many suggestions a write-up gets where nobody says.
const TOP: usize = 3;

/// Show what points at what, and past incidents that read alike
///
/// Without WRITEUP: each write-up with what points at it. With one: what it points at, what points
/// at it, what it mentions without a link, and which past incidents may be related, and why.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "Examples:
  incident links                            every write-up
  incident links INC-142                    one, with the words round each
  incident links --suggest                  pairs that a link might join
  incident links --check                    citations that lead nowhere
  incident links --format mermaid > map.md  a drawing")]
pub(super) struct Args {
    /// An id, an alias or the beginning of one, or a path; with `#` and a heading's anchor, that part of it
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

    /// List ids in the text that no link there leads to
    #[arg(long, conflicts_with_all = ["writeup", "orphans", "suggest"])]
    mentions: bool,

    /// List the addresses elsewhere that the write-ups lead to; none is fetched
    #[arg(long, conflicts_with_all = ["writeup", "orphans", "suggest", "mentions"])]
    external: bool,

    /// With WRITEUP, and `dot`, `mermaid`, `csv` or `jsonl`: so many steps from it, forth and back
    #[arg(long, value_name = "N", requires = "writeup")]
    depth: Option<usize>,

    /// Check that every citation in the tracked files names a write-up that is there
    ///
    /// What looks like an id of a write-up, and is none, is found; `id_pattern:` in the settings says what
    /// ids look like, and without it those that are there. So is a heading behind a `#` that its write-up
    /// does not have. Exit code 1 when something is found.
    #[arg(long, conflicts_with_all = ["writeup", "orphans", "suggest"])]
    check: bool,

    /// With --check and --collect: the write-ups are those of this index, where there are none here
    ///
    /// One that an earlier version wrote knows no headings; then none is checked, and that is told.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["writeup", "orphans", "suggest", "index"])]
    index_file: Option<PathBuf>,

    /// With --check: look into the messages of commits too; what is found there never fails a run
    #[arg(long, requires = "check")]
    commits: bool,

    /// Write the index that --check and `near` take in a repository without write-ups: names, places and
    /// headings of all of them, and the files elsewhere that they link to, as JSON; to standard output, or to
    /// FILE
    #[arg(long, value_name = "FILE", num_args = 0..=1, default_missing_value = "-",
          conflicts_with_all = ["writeup", "orphans", "suggest", "check"])]
    index: Option<PathBuf>,

    /// Print what in this repository cites a write-up, commits and files, as JSON Lines, and since when; with
    /// --index-file where there are no write-ups
    ///
    /// Files that named one once follow, with the commit that took it away.
    #[arg(long, conflicts_with_all = ["writeup", "orphans", "suggest", "check", "index"])]
    collect: bool,

    /// Add what --collect printed in other repositories, of each the latest
    #[arg(long, value_name = "FILE", num_args = 1..,
          conflicts_with_all = ["suggest", "check", "index", "collect"])]
    references: Vec<PathBuf>,

    /// How to print; those from `full` on are for --check
    #[arg(long, value_enum)]
    format: Option<Form>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Form {
    /// For people
    Table,
    /// One object, for programs
    Json,
    /// With --suggest: id, id and score, for each write-up those nearest to it, weak ones too
    Tsv,
    /// A drawing for Graphviz: which write-up points at which
    Dot,
    /// The same for Mermaid, as forges show it
    Mermaid,
    /// A row for each reference (RFC 4180)
    Csv,
    /// A JSON object for each reference, one a line
    Jsonl,
    /// With the source, for people
    Full,
    /// One line for each finding
    Concise,
    /// SARIF 2.1.0
    Sarif,
    /// Annotations in a run of GitHub Actions
    Github,
    /// A Code Quality report of GitLab
    Gitlab,
    /// XML for test reports
    Junit,
    /// For reviewdog
    Rdjson,
}

impl Form {
    /// Returns the format of findings that it is, if it is one.
    fn of_findings(self) -> Option<diagnostics::Format> {
        Some(match self {
            Self::Json => diagnostics::Format::Json,
            Self::Full => diagnostics::Format::Full,
            Self::Concise => diagnostics::Format::Concise,
            Self::Sarif => diagnostics::Format::Sarif,
            Self::Github => diagnostics::Format::Github,
            Self::Gitlab => diagnostics::Format::Gitlab,
            Self::Junit => diagnostics::Format::Junit,
            Self::Rdjson => diagnostics::Format::Rdjson,
            Self::Table | Self::Tsv | Self::Dot | Self::Mermaid | Self::Csv | Self::Jsonl => {
                return None;
            }
        })
    }
}

fn top(written: &str) -> Result<usize, String> {
    match written.parse() {
        Ok(top) if top > 0 => Ok(top),
        _ => Err("a number from 1".to_owned()),
    }
}

pub(super) fn run(args: &Args, ui: &mut Ui) -> Result<Outcome> {
    if args.index_file.is_some() && !args.check && !args.collect {
        bail!("`--index-file` goes with `--check` or `--collect`");
    }
    if args.check {
        return check::run(args, ui);
    }
    if args.collect {
        return elsewhere::collect(args, ui);
    }
    if let Some(file) = &args.index {
        return index::write(file, ui);
    }
    let form = args.format.unwrap_or(Form::Table);
    if args.suggest {
        return suggest::run(args.top, form, ui);
    }
    if form == Form::Tsv {
        bail!("`tsv` is a format of suggestions\nincident links --suggest --format tsv")
    }
    let listing = listing(args, form)?;
    let is_told = matches!(form, Form::Table | Form::Json);
    let ((mut corpus, chosen, part), tracked) = read(args, is_told, ui)?;
    // What is told of one write-up is what points at it, at what it points, and what is near it.
    let about = chosen.filter(|_| is_told);
    let known = match about {
        Some(at) => known_with_neighbours(ui, &mut corpus, at),
        None => known(&corpus),
    };
    // What nobody is shown is not looked for: it takes every version of every file.
    let is_list = args.mentions || args.external || args.orphans;
    let for_programs = matches!(form, Form::Json | Form::Csv | Form::Jsonl);
    let with_times = !is_list && (for_programs || (form == Form::Table && chosen.is_some()));
    let shelf = about.and_then(|_| related::Shelf::of(ui, &corpus));
    read_named(&mut corpus, &known, chosen);
    let outside = || outside::read(ui, &corpus, &known, tracked, with_times, about);
    let kept = || shelf.as_ref().and_then(related::Shelf::kept);
    let ((history, citations), mut ranking) = threads::beside(outside, kept);
    let related = about.map(|at| {
        let made = || related::made(shelf.as_ref(), &mut corpus);
        let ranking = ranking.get_or_insert_with(made);
        ranking.near(&corpus, at, related::CANDIDATES)
    });
    let related = related.unwrap_or_default();
    let elsewhere = elsewhere::read(args, ui, &corpus, &known, with_times)?;
    let readings = Readings {
        corpus: &corpus,
        history: history.as_ref(),
        citations: &citations,
        elsewhere: &elsewhere.standing,
        known: &known,
        about,
    };
    let mut graph = Graph::collect(readings);
    if part.is_some() {
        graph
            .references
            .retain(|one| Some(one.to) != chosen || one.part == part);
    }
    let traces = history.as_ref().and_then(|known| known.traces.as_deref());
    let times = traces.map(|traces| Times::new(traces, &corpus, &graph, &citations, about));
    let picture = Picture {
        corpus: &corpus,
        graph: &graph,
        history: history.as_ref(),
        citations: &citations,
        elsewhere: &elsewhere,
        times: times.as_ref(),
    };
    if args.mentions || args.external {
        let Some(listing) = listing else {
            bail!("a list is printed as `table`, `json`, `csv` or `jsonl`");
        };
        if args.mentions {
            view::write_mentions(&mut ui.out, listing, picture, ui.look)?;
        } else {
            view::write_external(&mut ui.out, listing, picture, ui.look)?;
        }
        return Ok(Outcome::Fine);
    }
    let around = chosen.map(|at| graph.around(at, args.depth.unwrap_or(1)));
    let around = around.as_ref();
    let out = &mut ui.out;
    match (form, chosen) {
        (Form::Dot, _) => draw(ui, Drawing::Dot, picture, around, chosen)?,
        (Form::Mermaid, _) => draw(ui, Drawing::Mermaid, picture, around, chosen)?,
        (Form::Csv, _) => view::write_references(out, Listing::Csv, picture, around)?,
        (Form::Jsonl, _) => view::write_references(out, Listing::JsonLines, picture, around)?,
        (_, None) => view::write_all(out, format(form), picture, args.orphans, ui.look)?,
        (_, Some(at)) => {
            view::write_one(out, format(form), picture, at, &related, ui.look)?;
        }
    }
    // As in `lint`: the kernel takes back at once what would be freed piece by piece.
    std::mem::forget((corpus, history, graph, known, ranking));
    Ok(Outcome::Fine)
}

/// The write-ups, and the positions of the one that was asked for and of the heading in it.
type Chosen = (Corpus, Option<usize>, Option<usize>);

/// Reads the write-ups as far as they are told of, and the paths of what git tracks.
fn read(args: &Args, is_told: bool, ui: &mut Ui) -> Result<(Chosen, Result<Vec<RepoPath>>)> {
    let chosen = match &args.writeup {
        // Those that matter alone, where that is enough. It takes longest to look at every file, which leaves
        // the other processors idle at first.
        Some(word) if is_told => {
            let top = corpus::top(&shared::root(ui));
            let read = || shared::part(ui, word, shared::heads_and_choose);
            let (chosen, tracked) = threads::beside(read, || history::tracked(&top));
            return Ok((chosen?, tracked));
        }
        Some(word) => shared::part(ui, word, shared::load_and_choose)?,
        None => (shared::load_and_choose(ui, None)?.0, None, None),
    };
    let tracked = history::tracked(&chosen.0.top);
    Ok((chosen, tracked))
}

/// Prints a drawing. That it is empty, or more than forges show, is told beside it.
fn draw(
    ui: &mut Ui,
    drawing: Drawing,
    picture: Picture<'_>,
    around: Option<&BTreeSet<usize>>,
    chosen: Option<usize>,
) -> Result<()> {
    let mut drawn = Vec::new();
    let arrows = view::write_drawing(&mut drawn, drawing, picture, around, chosen)?;
    ui.out.write_all(&drawn)?;
    let characters = String::from_utf8_lossy(&drawn).chars().count();
    if arrows == 0 {
        ui.note("incident: note: no write-up points at another here, so there is no arrow to draw");
    } else if drawing == Drawing::Mermaid
        && (arrows > view::MERMAID_ARROWS_MAX || characters > view::MERMAID_CHARACTERS_MAX)
    {
        ui.note(&format!(
            "incident: note: this drawing has {} and {characters} characters; Mermaid shows no more than {} and {} by itself\n\
             `incident links WRITEUP --depth 1` draws less, `--format dot` has no such limit",
            count(arrows, "arrow"),
            view::MERMAID_ARROWS_MAX,
            view::MERMAID_CHARACTERS_MAX,
        ));
    }
    Ok(())
}

/// Returns how a list is printed in this format; `None` for one of drawings. Fails where what is asked for has
/// no such format.
fn listing(args: &Args, form: Form) -> Result<Option<Listing>> {
    if args.orphans && !matches!(form, Form::Table | Form::Json) {
        bail!("those that nothing points at are printed as `table` or `json`");
    }
    if args.depth.is_some() && matches!(form, Form::Table | Form::Json) {
        bail!("`--depth` goes with the formats `dot`, `mermaid`, `csv` and `jsonl`");
    }
    match form {
        Form::Table => Ok(Some(Listing::Lines)),
        Form::Json => Ok(Some(Listing::Json)),
        Form::Csv => Ok(Some(Listing::Csv)),
        Form::Jsonl => Ok(Some(Listing::JsonLines)),
        Form::Dot | Form::Mermaid => Ok(None),
        _ => bail!(
            "this is a format of findings, and without `--check` there are none\n`--format json`, `jsonl` and `csv` print references for programs"
        ),
    }
}

/// Reads the bodies of the write-ups that may name one, so that what points at it is known, and what it points at.
/// Returns the spellings of all.
pub(super) fn known_with_neighbours(ui: &Ui, corpus: &mut Corpus, at: usize) -> Known {
    let naming = || shared::naming(ui, corpus, at);
    let (naming, known) = threads::beside(naming, || known(corpus));
    corpus.read_whole(naming);
    known
}

/// Reads the bodies of those that the chosen one names a part of: their headings tell which it is.
fn read_named(corpus: &mut Corpus, known: &Known, chosen: Option<usize>) {
    let told = chosen.and_then(|at| corpus.writeups.get(at));
    let links = told.into_iter().flat_map(|told| &told.links);
    let links = links.filter(|link| link.target.value.contains('#'));
    let named = links.filter_map(|link| links::resolve(link, corpus, known));
    let named: Vec<usize> = named.collect();
    corpus.read_whole(named);
}

fn format(form: Form) -> Format {
    if form == Form::Json {
        Format::Json
    } else {
        Format::Table
    }
}
