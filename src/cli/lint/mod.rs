//! `incident lint`

mod mend;
pub(super) mod report;
mod scope;
mod teach;
mod watch;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use anyhow::Result;

use crate::corpus::{Corpus, Overlays};
use crate::diagnostic::{Diagnostic, Safety, Severity};
use crate::history::{self, Past};
use crate::lint::{self, Ahead};
use crate::render::diagnostics::{self, Report, Summary};
use crate::render::style::{NO_WRITEUPS, Role, count, hint};
use crate::text::FileId;

use super::Outcome;
use super::ui::Ui;

use scope::Scope;

/// Check write-ups: the story's messy parts, front matter, links
///
/// Reads the whole repository, reports on FILES (all by default). What counts follows the status in
/// a write-up's front matter: a draft never fails, a published one keeps its promises, an old one
/// without status hears only of what is broken.
///
/// Exit code: 0 nothing to fail on, 1 findings, 2 the run failed.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "Examples:
  incident lint                         everything
  incident lint --changed               what this branch touches
  incident lint --fix                   mend what needs no question
  incident lint --explain weak-reason   what a rule asks for, and why
  incident lint --advice draft.md       questions about language, too")]
pub(super) struct Args {
    /// Write-ups or folders to report on; `-` reads one from standard input
    files: Vec<PathBuf>,

    #[command(flatten)]
    output: report::Output,

    /// The level from which on the exit code is 1
    #[arg(long, value_enum, value_name = "LEVEL", default_value = "error")]
    fail_on: FailOn,

    /// Show advice too: questions about language, and what the settings set to `advice`. It never
    /// fails a run
    #[arg(long)]
    advice: bool,

    /// Show the page of a rule and stop
    #[arg(long, value_name = "RULE", conflicts_with_all = ["files", "rules"])]
    explain: Option<String>,

    /// List all rules and stop
    #[arg(long, conflicts_with = "files")]
    rules: bool,

    /// Mend what can be mended without asking: it moves or adds structure and leaves every sentence as
    /// it is. `--fix=all` makes likely guesses too; look at what they did
    #[arg(
        long,
        value_enum,
        value_name = "WHICH",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "safe"
    )]
    fix: Option<FixKind>,

    /// Show what `--fix` would change as a unified diff, write nothing; exit code 1 when there is
    /// something
    #[arg(long)]
    diff: bool,

    /// Report only on write-ups that this branch touches since it left BASE, committed or not
    ///
    /// Without BASE: the branch that a pull or merge request in CI aims at, else `origin/HEAD`,
    /// `origin/main`, `origin/master`, `main` or `master`, whichever is there first.
    #[arg(
        long,
        value_name = "BASE",
        num_args = 0..=1,
        default_missing_value = "",
        conflicts_with = "files"
    )]
    changed: Option<String>,

    /// Look again after each save and print what is found in the files that were saved, until
    /// interrupted
    #[arg(long, conflicts_with_all = ["fix", "diff", "reports"])]
    watch: bool,

    /// Leave out FILES that are not write-ups by the settings, or not there
    ///
    /// A file that somebody names is looked at, wherever it lies. A program that names whatever
    /// changed, such as pre-commit, does not mean that.
    #[arg(long)]
    force_exclude: bool,

    /// The path that text from standard input stands for
    #[arg(long, value_name = "PATH")]
    stdin_filename: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum FailOn {
    Error,
    Warning,
    Never,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum FixKind {
    /// Only what means the same afterwards
    Safe,
    /// Likely guesses too
    All,
}

pub(super) fn run(args: &Args, ui: &mut Ui) -> Result<Outcome> {
    if args.rules {
        return teach::list(ui);
    }
    if let Some(name) = &args.explain {
        return teach::explain(name, ui);
    }
    let targets = args.output.targets(ui)?;
    let scope = Scope::new(args, ui)?;
    if args.watch {
        return watch::run(args, scope, ui);
    }
    let (mut corpus, mut found) = check(&scope, &Overlays::new(), args.advice, ui)?;
    if let Some(safety) = args.safety() {
        let mended = mend::settle(&scope, ui, &mut corpus, &mut found, args.advice, safety)?;
        if args.diff {
            return mended.show(ui);
        }
        if scope.stdin.is_some() {
            // The text is the result; what is left to say goes to the other door.
            write!(ui.out, "{}", mended.text_of(&scope))?;
            return Ok(args.outcome(Summary::new(1, &found)));
        }
        mended.write(&scope.root, ui)?;
    }
    let summary = print(args, ui, &scope, &corpus, &found, &targets)?;
    // The program ends here: the kernel takes back at once what would be freed piece by piece.
    std::mem::forget((corpus, found));
    Ok(args.outcome(summary))
}

/// Prints the findings in every form that was asked for. Returns their figures.
fn print(
    args: &Args,
    ui: &mut Ui,
    scope: &Scope,
    corpus: &Corpus,
    found: &[Diagnostic],
    targets: &[report::Target],
) -> Result<Summary> {
    let checked: Vec<FileId> = corpus
        .writeups
        .iter()
        .filter(|writeup| scope.has(writeup.path.as_str()))
        .map(|writeup| writeup.file)
        .collect();
    let summary = Summary::new(checked.len(), found);
    let report = Report {
        command: "lint",
        files: &corpus.files,
        writeups: &corpus.writeups,
        found,
        summary,
        survey: diagnostics::Survey {
            rules: &report::rule_infos(),
            checked: &checked,
            root: &corpus.root.to_string_lossy(),
            below: corpus.below.as_str(),
            strict: args.fail_on == FailOn::Warning,
        },
    };
    args.output.write(ui, corpus, targets, report)?;
    if args.output.format.is_for_people() && !ui.quiet {
        close(ui, summary, found, scope.chosen.is_some())?;
    }
    Ok(summary)
}

impl Args {
    /// Returns which fixes are wanted, if any are. `--diff` alone shows the safe ones.
    fn safety(&self) -> Option<Safety> {
        match self.fix {
            Some(FixKind::Safe) => Some(Safety::Safe),
            Some(FixKind::All) => Some(Safety::Guess),
            None => self.diff.then_some(Safety::Safe),
        }
    }

    fn outcome(&self, summary: Summary) -> Outcome {
        let failed = match self.fail_on {
            FailOn::Error => summary.errors > 0,
            FailOn::Warning => summary.errors + summary.warnings > 0,
            FailOn::Never => false,
        };
        if failed {
            Outcome::Findings
        } else {
            Outcome::Fine
        }
    }
}

/// Asks git what the rules want to know of it.
fn past(corpus: &Corpus, scope: &Scope, advice: bool, cache: Option<&Path>) -> Result<Past> {
    if !history::is_repository(&corpus.root) {
        return Ok(Past::default());
    }
    let homes = history::remotes(&corpus.root);
    let wanted = |file: FileId| scope.has(corpus.files.path(file));
    let questions = lint::questions(corpus, &homes, wanted, advice);
    history::past(&corpus.root, &questions, cache)
}

/// Reads the corpus, with the texts that mending made in the place of those on disk, and returns it with
/// what is to be reported.
fn check(
    scope: &Scope,
    mended: &Overlays,
    advice: bool,
    ui: &mut Ui,
) -> Result<(Corpus, Vec<Diagnostic>)> {
    let rules = lint::rules_for(advice);
    let mut ahead = scope.looks_ahead().then(|| Ahead::new(&rules));
    let corpus = scope.load(mended, ahead.as_mut(), ui)?;
    let found = findings(&corpus, ahead, scope, advice, ui);
    Ok((corpus, found))
}

/// Runs the rules and keeps what is to be reported. Where git cannot answer, `lint` goes on without.
fn findings(
    corpus: &Corpus,
    ahead: Option<Ahead>,
    scope: &Scope,
    advice: bool,
    ui: &mut Ui,
) -> Vec<Diagnostic> {
    let failed = OnceLock::new();
    let cache = ui.cache.as_deref();
    let ask = || {
        past(corpus, scope, advice, cache).unwrap_or_else(|error| {
            let _ = failed.set(error);
            Past::default()
        })
    };
    let wanted = |file: FileId| scope.has(corpus.files.path(file));
    let mut found = lint::run_on(corpus, ahead, ask, &lint::rules_for(advice), wanted);
    if let Some(error) = failed.get() {
        ui.note(&format!("incident: note: git says nothing here: {error:#}"));
    }
    found.retain(|one| one.severity > Severity::Advice || advice);
    found
}

/// Ends the report: the figures, and one thing to do next.
fn close(ui: &mut Ui, summary: Summary, found: &[Diagnostic], chosen: bool) -> Result<()> {
    let look = ui.look;
    let Some(worst) = found.iter().rev().max_by_key(|one| one.severity) else {
        let all = count(summary.writeups, "write-up");
        if summary.writeups == 0 && chosen {
            writeln!(
                ui.out,
                "Nothing to mend, and no write-up among the files named."
            )?;
        } else if summary.writeups == 0 {
            writeln!(ui.out, "{NO_WRITEUPS}")?;
        } else {
            writeln!(ui.out, "{all}, nothing to mend.")?;
        }
        return Ok(());
    };
    let figures = [
        (summary.errors, "error", Role::Error),
        (summary.warnings, "warning", Role::Warning),
    ];
    let mut parts: Vec<String> = figures
        .into_iter()
        .filter(|(number, ..)| *number > 0)
        .map(|(number, what, role)| look.paint(role, count(number, what)).to_string())
        .collect();
    if summary.advice > 0 {
        parts.push(
            look.paint(
                Role::Note,
                format!("{} of advice", count(summary.advice, "piece")),
            )
            .to_string(),
        );
    }
    let verb = if summary.touched == 1 { "has" } else { "have" };
    let all = count(summary.writeups.max(summary.touched), "write-up");
    writeln!(
        ui.out,
        "{} of {all} {verb} something to look at: {}.",
        summary.touched,
        parts.join(", ")
    )?;
    let of = |wanted: Safety| {
        let fixes = found.iter().filter_map(|one| one.fix.as_deref());
        fixes.filter(|fix| fix.safety == wanted).count()
    };
    match (of(Safety::Safe), of(Safety::Guess)) {
        (0, 0) => {}
        (0, guesses) => {
            let what = format!("{guesses} can likely be mended; this shows how:");
            hint(&mut ui.out, &what, "incident lint --diff --fix=all", look)?;
        }
        (safe, _) => {
            let what = format!("{safe} can be mended without a question:");
            hint(&mut ui.out, &what, "incident lint --fix", look)?;
        }
    }
    let next = format!("incident lint --explain {}", worst.rule);
    hint(&mut ui.out, "What a rule asks for, and why:", &next, look)?;
    Ok(())
}
