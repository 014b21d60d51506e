//! `incident tour`

mod harbour;

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use clap::Parser as _;

use crate::render::style::{Role, typed, wrap};

use super::ui::Ui;
use super::{Cli, Outcome, dispatch};

/// Walk through it all on a small example
///
/// A fictional company with seven stories and two and a half years of history. Prints each command
/// before its real output. Touches nothing of yours.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Make the example in this new folder instead
    #[arg(long, value_name = "DIR")]
    into: Option<PathBuf>,
}

/// A stop: what to look at, and the command that shows it.
struct Stop {
    words: &'static str,
    command: &'static [&'static str],
}

const STOPS: &[Stop] = &[
    Stop {
        words: "Something odd happened last night, and it is over. Somebody begins its story. The file \
                that this makes asks questions; it takes no severity, no duration and no cause. What was \
                told before comes first.",
        command: &[
            "new",
            "The notice that nobody sent",
            "--date",
            "2026-11-20",
            "--service",
            "notices",
            "--depth",
            "quick",
        ],
    },
    Stop {
        words: "A draft may hold anything. What is published keeps its promises: what surprised, which lead \
                looked right and why, where there was no good choice. One story here is a draft with gaps.",
        command: &["lint"],
    },
    Stop {
        words: "Stories are worth what leads back to them: other stories, commits, a comment in the code. \
                Each comes with the words that somebody wrote there.",
        command: &["links", "2024-10-27-the-tide-that-came-twice"],
    },
    Stop {
        words: "And who told them? From git: authors, co-authors, reviewers, each under one name.",
        command: &["contributors"],
    },
];

pub(super) fn run(args: &Args, ui: &mut Ui) -> Result<Outcome> {
    let folder = match &args.into {
        Some(folder) => harbour::make_in(&ui.folder.join(folder))?,
        None => harbour::make_temporary()?,
    };
    let look = ui.look;
    let width = look.width.min(80);
    say(
        ui,
        width,
        "A tour of `incident`, on the stories of a small harbour that sells ferry tickets and berths: \
                    seven write-ups, eight people, two and a half years.",
    )?;
    let home = std::mem::replace(&mut ui.folder, folder.clone());
    for stop in STOPS {
        say(ui, width, stop.words)?;
        let line: Vec<String> = stop.command.iter().map(|word| typed(word)).collect();
        writeln!(
            ui.out,
            "{}\n",
            look.paint(Role::Accent, format!("  $ incident {}", line.join(" ")))
        )?;
        let words = std::iter::once("incident").chain(stop.command.iter().copied());
        let cli = Cli::try_parse_from(words).context("a stop of the tour")?;
        dispatch(cli.command, ui)?;
        writeln!(ui.out)?;
    }
    ui.folder = home;
    close(ui, &folder)?;
    Ok(Outcome::Fine)
}

fn say(ui: &mut Ui, width: usize, words: &str) -> Result<()> {
    for line in wrap(words, width) {
        writeln!(ui.out, "{}", ui.look.paint(Role::Strong, line))?;
    }
    writeln!(ui.out)?;
    Ok(())
}

fn close(ui: &mut Ui, folder: &Path) -> Result<()> {
    let look = ui.look;
    say(
        ui,
        look.width.min(80),
        "That is the working day. The example is yours to play with:",
    )?;
    let shown = folder.display().to_string();
    writeln!(
        ui.out,
        "  {}",
        look.paint(
            Role::Accent,
            format!("cd {}", typed(&crate::render::style::safe(&shown)))
        )
    )?;
    let story = "incidents/2025/2025-04-28-only-in-lovely-weather.md";
    writeln!(
        ui.out,
        "  {}",
        look.paint(Role::Accent, format!("less {story}"))
    )?;
    writeln!(
        ui.out,
        "  {}\n",
        look.paint(Role::Accent, "incident lint --explain weak-reason")
    )?;
    writeln!(
        ui.out,
        "And for your own: `incident init`, or, where write-ups lie in a folder already,\n\
         `incident init --adopt FOLDER`."
    )?;
    Ok(())
}
