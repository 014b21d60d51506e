//! `incident reading`

use std::collections::BTreeMap;

use anyhow::{Result, bail};

use crate::code::{self, Search};
use crate::corpus::Corpus;
use crate::history;
use crate::links::Graph;
use crate::links::near::{self, Card, How, Tie};
use crate::markers;
use crate::model::{Known, RepoPath, Writeup};
use crate::reading::{self, Why};
use crate::render::leaflet::PageFormat;
use crate::render::rows;
use crate::render::views::reading::{self as view, Picture};
use crate::text::{glob, words};

use super::digest::targets;
use super::ui::Ui;
use super::{Outcome, shared};

/// So many stories can be read in a first week.
const TOP: usize = 12;

/// List what to read first, for somebody who is new to a service, a team or some code
///
/// Stories of the service or the team, or that concern the files, in an order in which they can be read: what
/// a story leads back to stands before it, and is on the list too. Each says why it is there.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "Examples:
  incident reading --service checkout
  incident reading --team ledger --format markdown
  incident reading --path 'src/berths/**'")]
pub(super) struct Args {
    /// About a service, as front matter names it (can be repeated)
    #[arg(long = "service", value_name = "NAME")]
    services: Vec<String>,

    /// About what was closest to a team (can be repeated)
    #[arg(long = "team", value_name = "NAME")]
    teams: Vec<String>,

    /// About tracked files: a folder, or a pattern with `*` and `**` (can be repeated)
    #[arg(long = "path", value_name = "GLOB")]
    paths: Vec<String>,

    /// At most so many, beside what they lead back to: those that most others lead to stay
    #[arg(long, value_name = "N", default_value_t = TOP)]
    top: usize,

    /// How to print
    #[arg(long, value_enum, default_value = "table")]
    format: PageFormat,
}

pub(super) fn run(args: &Args, ui: &mut Ui) -> Result<Outcome> {
    if args.services.is_empty() && args.teams.is_empty() && args.paths.is_empty() {
        bail!(
            "what is somebody new to?\nincident reading --service NAME, --team NAME or --path GLOB"
        );
    }
    let (corpus, _) = shared::load_and_choose(ui, None)?;
    let known = super::links::known(&corpus);
    let mut chosen: BTreeMap<usize, Vec<Why>> = BTreeMap::new();
    for (at, writeup) in corpus.writeups.iter().enumerate() {
        let why = by_name(args, writeup);
        if !why.is_empty() {
            chosen.insert(at, why);
        }
    }
    for (at, why) in by_files(args, ui, &corpus, &known)? {
        chosen.entry(at).or_default().push(why);
    }
    // A draft is for those who write it.
    chosen.retain(|at, _| corpus.writeups.get(*at).is_some_and(markers::is_told));
    if chosen.is_empty() {
        tell_near(args, ui, &corpus);
    }
    let graph = Graph::of_writeups(&corpus, &known);
    let list = reading::list(&corpus, &graph, &chosen, args.top);
    let picture = Picture {
        corpus: &corpus,
        list: &list,
        targets: &targets(&corpus),
        about: &about(args),
    };
    match args.format {
        PageFormat::Table => view::leaflet(&picture).write_terminal(&mut ui.out, ui.look)?,
        PageFormat::Markdown => view::leaflet(&picture).write_markdown(&mut ui.out)?,
        PageFormat::Html => view::leaflet(&picture).write_html(&mut ui.out)?,
        PageFormat::Json => rows::write_json(&mut ui.out, "reading", &view::as_json(&picture))?,
    }
    Ok(Outcome::Fine)
}

/// Returns what was asked for, in words.
fn about(args: &Args) -> String {
    let services = args.services.iter().cloned();
    let teams = args.teams.iter().map(|team| format!("the team {team}"));
    let all: Vec<String> = services
        .chain(teams)
        .chain(args.paths.iter().cloned())
        .collect();
    all.join(", ")
}

fn by_name(args: &Args, writeup: &Writeup) -> Vec<Why> {
    let same = |one: &str, other: &str| words::fold(one) == words::fold(other);
    let services = writeup.meta.services.iter().map(|one| one.value.as_str());
    let services = services.filter(|one| args.services.iter().any(|asked| same(asked, one)));
    let teams = writeup.meta.teams.iter().map(|one| one.value.as_str());
    let teams = teams.filter(|one| args.teams.iter().any(|asked| same(asked, one)));
    let services = services.map(|name| Why::Service(name.to_owned()));
    services
        .chain(teams.map(|name| Why::Team(name.to_owned())))
        .collect()
}

/// Finds the stories that concern the files, each with what ties it to them most nearly.
fn by_files(args: &Args, ui: &mut Ui, corpus: &Corpus, known: &Known) -> Result<Vec<(usize, Why)>> {
    if args.paths.is_empty() {
        return Ok(Vec::new());
    }
    if !history::is_repository(&corpus.root) {
        bail!("`--path` asks which files git tracks, and there is no git repository here");
    }
    let mut files: Vec<RepoPath> = shared::tracked_elsewhere(corpus)?;
    files.retain(|file| {
        args.paths
            .iter()
            .any(|glob| glob::matches(glob, file.as_str()))
    });
    if files.is_empty() {
        bail!(
            "git tracks no file that `{}` means, but for write-ups\npaths are seen from the top of the repository; `**` goes through folders",
            args.paths.join("`, `")
        );
    }
    let history = super::near::history(ui, &corpus.top, &files);
    let search = Search {
        known,
        shapes: None,
        onboarding: &[],
        bytes_max: corpus.config.limits.file,
    };
    let citations = code::scan(&corpus.top, &files, search).citations;
    let homes = super::links::homes(corpus);
    let names = near::names(&files, history.as_ref());
    let cards = corpus
        .writeups
        .iter()
        .map(|writeup| Card::of(writeup, None));
    let stories = near::near(near::Asked {
        cards: &cards.collect::<Vec<Card<'_>>>(),
        known,
        files: &files,
        citations: &citations,
        naming: &near::naming(corpus, &homes, &names),
        history: history.as_ref(),
    });
    let stories = stories.into_iter().filter_map(|story| {
        let tie = story.why.first()?;
        Some((story.writeup, Why::Files(in_words(tie))))
    });
    Ok(stories.collect())
}

fn in_words(tie: &Tie) -> String {
    let file = &tie.file;
    match &tie.how {
        How::Cites { line } => format!("{file} names it, line {line}"),
        How::Named { .. } => format!("it speaks of {file}"),
        How::Touched { .. } => format!("a commit that touched {file} names it"),
    }
}

/// So many names are told where none is near to what was asked for.
const NAMES: usize = 8;

/// Tells which names there are, where none was meant.
fn tell_near(args: &Args, ui: &mut Ui, corpus: &Corpus) {
    let metas = || corpus.writeups.iter().map(|writeup| &writeup.meta);
    let services: Vec<&str> = metas()
        .flat_map(|meta| &meta.services)
        .map(|one| one.value.as_str())
        .collect();
    let teams: Vec<&str> = metas()
        .flat_map(|meta| &meta.teams)
        .map(|one| one.value.as_str())
        .collect();
    for (asked, mut names) in [(&args.services, services), (&args.teams, teams)] {
        names.sort_unstable();
        names.dedup();
        for word in asked {
            if names
                .iter()
                .any(|name| words::fold(name) == words::fold(word))
            {
                continue;
            }
            let hint = match words::nearest(word, names.iter().copied()) {
                Some(near) => format!("; did you mean `{near}`?"),
                None if (1..=NAMES).contains(&names.len()) => {
                    format!("; they name {}", names.join(", "))
                }
                None => String::new(),
            };
            ui.note(&format!("incident: note: no story names `{word}`{hint}"));
        }
    }
}
