//! `incident completions`

use std::io::Write as _;

use anyhow::Result;
use clap::CommandFactory as _;
use clap_complete::Shell;

use super::ui::Ui;
use super::{Cli, Outcome};

/// Print what a shell needs to complete commands and options
///
/// The script goes to standard output, to be kept where the shell looks for it or read at its start.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "Examples:
  incident completions bash > ~/.local/share/bash-completion/completions/incident
  incident completions zsh > ~/.zfunc/_incident
  incident completions fish > ~/.config/fish/completions/incident.fish")]
pub(super) struct Args {
    /// The shell that it is for
    shell: Shell,
}

pub(super) fn run(args: &Args, ui: &mut Ui) -> Result<Outcome> {
    // Into memory first: on a closed pipe the generator would panic.
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "incident", &mut script);
    ui.out.write_all(&script)?;
    Ok(Outcome::Fine)
}
