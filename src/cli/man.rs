//! `incident man`

use std::io::Write as _;

use anyhow::{Result, bail};
use clap::CommandFactory as _;
use clap_mangen::Man;

use crate::text::words;

use super::ui::Ui;
use super::{Cli, Outcome};

/// Print a manual page, of all of it or of one command
///
/// The page goes to standard output, as `man` and packagers take it.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "Examples:
  incident man links | man -l -
  incident man reads import > incident-reads-import.1")]
pub(super) struct Args {
    /// The command, such as `links` or `reads import`; without it, `incident` itself
    command: Vec<String>,
}

pub(super) fn run(args: &Args, ui: &mut Ui) -> Result<Outcome> {
    let mut whole = Cli::command();
    // What all commands share is told in the page of each of them.
    whole.build();
    let mut command = &whole;
    for word in &args.command {
        let Some(below) = command.find_subcommand(word) else {
            let names = command.get_subcommands().map(clap::Command::get_name);
            let hint = match words::nearest(word, names) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "`incident --help` lists the commands".to_owned(),
            };
            bail!("there is no command `{}`\n{hint}", args.command.join(" "));
        };
        command = below;
    }
    let mut page = Vec::new();
    Man::new(command.clone()).render(&mut page)?;
    ui.out.write_all(&page)?;
    Ok(Outcome::Fine)
}
