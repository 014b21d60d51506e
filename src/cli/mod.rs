//! Floor 7, the door: words typed become calls, and their outcome an exit code.

mod answer;
mod cite;
mod completions;
mod contributors;
mod digest;
mod init;
mod links;
mod lint;
mod man;
mod markers;
mod material;
mod near;
mod new;
mod pager;
mod progress;
mod questions;
mod reading;
mod reads;
mod related;
mod review;
mod schema;
mod search;
mod shared;
mod show;
mod tour;
mod ui;

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context as _;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Parser, Subcommand};

use crate::markers::refused::{self, Refusal};
use crate::render::style::safe;
use crate::render::views::markers as view;
use ui::{Colour, Ui};

/// Write, lint, link and learn from incident write-ups kept in a git repository
#[derive(Debug, Parser)]
#[command(
    name = "incident",
    version,
    propagate_version = true,
    disable_help_subcommand = true
)]
#[command(after_help = "New here? `incident tour` walks you through it in a minute.")]
struct Cli {
    /// Run as if started in DIR (can be repeated)
    #[arg(short = 'C', value_name = "DIR", global = true, help_heading = "Everywhere", action = clap::ArgAction::Append)]
    folders: Vec<PathBuf>,

    /// Use colour: auto, always or never
    #[arg(
        long,
        value_name = "WHEN",
        global = true,
        help_heading = "Everywhere",
        default_value = "auto",
        hide_possible_values = true
    )]
    color: Colour,

    /// Work everything out anew: neither read nor write what earlier runs kept
    #[arg(long, global = true, help_heading = "Everywhere")]
    no_cache: bool,

    /// Print results only
    #[arg(short, long, global = true, help_heading = "Everywhere")]
    quiet: bool,

    /// Say more about what is done
    #[arg(short, long, global = true, help_heading = "Everywhere")]
    verbose: bool,

    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Init(init::Args),
    New(new::Args),
    Lint(lint::Args),
    Links(links::Args),
    Near(near::Args),
    Search(search::Args),
    Show(show::Args),
    Cite(cite::Args),
    Contributors(contributors::Args),
    Questions(questions::Args),
    Markers(markers::Args),
    Reads(reads::Args),
    Review(review::Args),
    Digest(digest::Args),
    Reading(reading::Args),
    Tour(tour::Args),
    Completions(completions::Args),
    Man(man::Args),
    Schema(schema::Args),
}

/// How a run that could do its work ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    /// Exit code 0.
    Fine,
    /// Exit code 1.
    Findings,
}

/// Exit code of a run that failed: usage, settings, files, git.
const FAILED: u8 = 2;

/// Exit code when somebody ends a question with Ctrl-C or Escape.
const INTERRUPTED: u8 = 130;

/// Runs the program: reads the arguments, does what they say, prints what went wrong.
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse_from(std::env::args_os()) {
        Ok(cli) => cli,
        Err(error) => return usage(&error),
    };
    match run(cli) {
        Ok(Outcome::Fine) => ExitCode::SUCCESS,
        Ok(Outcome::Findings) => ExitCode::from(1),
        Err(error) if is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) if is_interrupted(&error) => ExitCode::from(INTERRUPTED),
        Err(error) => {
            print_error(&error);
            ExitCode::from(FAILED)
        }
    }
}

fn run(cli: Cli) -> anyhow::Result<Outcome> {
    let mut ui = Ui::new(cli.color, cli.quiet, cli.verbose, &cli.folders)?;
    if cli.no_cache {
        ui.cache = None;
    }
    let outcome = dispatch(cli.command, &mut ui);
    // What was printed before a failure is still worth having.
    let flushed = ui.out.flush();
    let outcome = outcome?;
    flushed.context("writing to standard output")?;
    Ok(outcome)
}

fn dispatch(command: Command, ui: &mut Ui) -> anyhow::Result<Outcome> {
    match command {
        Command::Init(args) => init::run(&args, ui),
        Command::New(args) => new::run(&args, ui),
        Command::Lint(args) => lint::run(&args, ui),
        Command::Show(args) => show::run(&args, ui),
        Command::Search(args) => search::run(&args, ui),
        Command::Links(args) => links::run(&args, ui),
        Command::Near(args) => near::run(&args, ui),
        Command::Cite(args) => cite::run(&args, ui),
        Command::Questions(args) => questions::run(&args, ui),
        Command::Markers(args) => markers::run(&args, ui),
        Command::Reads(args) => reads::run(&args, ui),
        Command::Review(args) => review::run(&args, ui),
        Command::Digest(args) => digest::run(&args, ui),
        Command::Reading(args) => reading::run(&args, ui),
        Command::Contributors(args) => contributors::run(&args, ui),
        Command::Tour(args) => tour::run(&args, ui),
        Command::Completions(args) => completions::run(&args, ui),
        Command::Man(args) => man::run(&args, ui),
        Command::Schema(args) => schema::run(&args, ui),
    }
}

/// Prints help or version to standard output, and a slip to standard error.
fn usage(error: &clap::Error) -> ExitCode {
    let shown = error.render();
    if !error.use_stderr() {
        let mut out = io::stdout();
        let written = write!(out, "{shown}").and_then(|()| out.flush());
        return match written {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => ExitCode::from(FAILED),
            _ => ExitCode::SUCCESS,
        };
    }
    let mut err = io::stderr();
    let shown = shown.to_string();
    let mut lines: Vec<String> = shown.lines().map(|line| safe(line).into_owned()).collect();
    if let Some(refused) = asked_for_refused(error) {
        // What clap would propose and how the command is called is no answer to this.
        lines.truncate(1);
        lines.push(String::new());
        lines.extend(view::refusal(refused, REFUSAL_WIDTH));
    }
    for line in lines {
        let _ = writeln!(err, "{line}");
    }
    ExitCode::from(FAILED)
}

/// Columns of what is told beside a slip, as wide as clap's own lines.
const REFUSAL_WIDTH: usize = 80;

/// Returns the figure that was asked for by a flag or a command that is none: `--mttr`.
fn asked_for_refused(error: &clap::Error) -> Option<&'static Refusal> {
    let word = match error.kind() {
        ErrorKind::UnknownArgument => error.get(ContextKind::InvalidArg)?,
        ErrorKind::InvalidSubcommand => error.get(ContextKind::InvalidSubcommand)?,
        _ => return None,
    };
    let ContextValue::String(word) = word else {
        return None;
    };
    let usage = error.get(ContextKind::Usage).map(ToString::to_string);
    let usage = usage.unwrap_or_default();
    let beside_figures = ["incident markers", "incident contributors"];
    let beside_figures = beside_figures.iter().any(|command| usage.contains(command));
    refused::named(word, beside_figures)
}

/// Prints what happened, what it comes from, and what to do: further lines of a message are hints.
fn print_error(error: &anyhow::Error) {
    let mut err = io::stderr();
    let mut hints = Vec::new();
    for (at, cause) in error.chain().enumerate() {
        let text = cause.to_string();
        let mut lines = text.lines();
        let first = lines.next().unwrap_or_default();
        hints.extend(lines.map(str::to_owned));
        let lead = if at == 0 { "incident: " } else { "  because " };
        let _ = writeln!(err, "{lead}{}", safe(first));
    }
    for hint in hints {
        let _ = writeln!(err, "  {}", safe(&hint));
    }
}

fn is_interrupted(error: &anyhow::Error) -> bool {
    use inquire::InquireError::{OperationCanceled, OperationInterrupted};
    matches!(
        error.downcast_ref(),
        Some(OperationCanceled | OperationInterrupted)
    )
}

fn is_closed_pipe(error: &anyhow::Error) -> bool {
    let io_error = error
        .chain()
        .find_map(|cause| cause.downcast_ref::<io::Error>());
    io_error.is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
}
