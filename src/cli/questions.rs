//! `incident questions`

use anyhow::Result;

use crate::questions;
use crate::render::rows::Format;
use crate::render::views::questions as view;

use super::ui::Ui;
use super::{Outcome, shared};

/// List what nobody could tell at the time, oldest first, and what is known since
///
/// From the sections *Open questions*: an entry for each, with what was tried. An answer is a text or a link
/// beside a question whose state is `answered`, or a newer write-up with `related: {id, how: answers}`.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "Examples:
  incident questions --open
  incident questions --answered")]
pub(super) struct Args {
    /// Only those that are still open
    #[arg(long, conflicts_with = "answered")]
    open: bool,

    /// Only those that found an answer
    #[arg(long)]
    answered: bool,

    /// How to print
    #[arg(long, value_enum, default_value = "table")]
    format: Format,
}

pub(super) fn run(args: &Args, ui: &mut Ui) -> Result<Outcome> {
    let (corpus, _) = shared::load_and_choose(ui, None)?;
    let all = questions::collect(&corpus, &super::links::known(&corpus));
    let picture = view::Picture {
        corpus: &corpus,
        all: &all,
        open: !args.answered,
        answered: !args.open,
        today: Ui::today(),
    };
    view::write(&mut ui.out, args.format, &picture, ui.look)?;
    Ok(Outcome::Fine)
}
