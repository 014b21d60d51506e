//! `incident markers`

use anyhow::Result;

use crate::render::views::markers as view;

use super::Outcome;
use super::ui::Ui;

/// Show signals that people come back to the stories, and what is not measured
#[derive(Debug, clap::Args)]
#[command(arg_required_else_help = true)]
pub(super) struct Args {
    /// List what is not measured here, why, and what to look at instead
    #[arg(long)]
    refused: bool,
}

pub(super) fn run(args: &Args, ui: &mut Ui) -> Result<Outcome> {
    if args.refused {
        view::write_refused(&mut ui.out, ui.look)?;
    }
    Ok(Outcome::Fine)
}
