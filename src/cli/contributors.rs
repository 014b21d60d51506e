//! `incident contributors`

use anyhow::{Result, bail};

use crate::contributors;
use crate::history;
use crate::render::rows::Format;
use crate::render::views::contributors as view;

use super::ui::Ui;
use super::{Outcome, shared};

/// Show who took part in telling the stories, from git
///
/// Authors, co-authors and reviewers by commit and trailer, one person under one name through
/// `.mailmap`, files followed through their renames. Whoever was here last comes first: a guest
/// book, not a ranking.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// An id, an alias or the beginning of one, or a path
    writeup: Option<String>,

    /// How to print
    #[arg(long, value_enum, default_value = "table")]
    format: Format,
}

pub(super) fn run(args: &Args, ui: &mut Ui) -> Result<Outcome> {
    let (corpus, chosen) = shared::load_and_choose(ui, args.writeup.as_deref())?;
    let paths: Vec<_> = corpus
        .writeups
        .iter()
        .map(|writeup| writeup.path.clone())
        .collect();
    let history = history::read(&corpus.root, &paths)?;
    if history.shallow {
        bail!(
            "this clone is shallow: its history is cut off, and who took part cannot be known\n\
             `git fetch --unshallow` fetches the rest; in CI: actions/checkout with `fetch-depth: 0`"
        );
    }
    let people = contributors::tally(&corpus, &history);
    match chosen {
        None => view::write_all(&mut ui.out, args.format, &corpus, &people, ui.look)?,
        Some(at) => view::write_one(&mut ui.out, args.format, &corpus, at, &people, ui.look)?,
    }
    if let Some(damage) = shared::damage(&history) {
        bail!("this answer has gaps: {damage}");
    }
    Ok(Outcome::Fine)
}
