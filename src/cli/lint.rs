//! `incident lint`

use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};

use crate::corpus::{self, Corpus, Overlay};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lint::{self, Rule, rules};
use crate::model::RepoPath;
use crate::render::diagnostics::{self, Format, Report, Summary};
use crate::render::page;
use crate::render::style::{Role, count, hint, safe, wrap};
use crate::text::words;

use super::ui::Ui;
use super::{Outcome, shared};

/// Check write-ups: the story's messy parts, front matter, links
///
/// Reads the whole repository, reports on FILES (all by default). What counts follows the status in
/// a write-up's front matter: a draft never fails, a published one keeps its promises, an old one
/// without status hears only of what is broken.
///
/// Exit code: 0 nothing to fail on, 1 findings, 2 the run failed.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Write-ups or folders to report on; `-` reads one from standard input
    files: Vec<PathBuf>,

    /// How to print the findings
    #[arg(long, value_enum, default_value = "full")]
    format: Format,

    /// The level from which on the exit code is 1
    #[arg(long, value_enum, value_name = "LEVEL", default_value = "error")]
    fail_on: FailOn,

    /// Show advice too: on language, and what the settings set to `advice`; it never fails a run
    #[arg(long)]
    advice: bool,

    /// Show the page of a rule and stop
    #[arg(long, value_name = "RULE", conflicts_with_all = ["files", "rules"])]
    explain: Option<String>,

    /// List all rules and stop
    #[arg(long, conflicts_with = "files")]
    rules: bool,

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

pub(super) fn run(args: &Args, ui: &mut Ui) -> Result<Outcome> {
    if args.rules {
        return list_rules(ui);
    }
    if let Some(name) = &args.explain {
        return explain(name, ui);
    }
    let (corpus, chosen) = read(args, ui)?;
    let mut found = if args.advice {
        lint::run(&corpus)
    } else {
        lint::run_without_advice(&corpus)
    };
    found.retain(|one| {
        let wanted = one.severity > Severity::Advice || args.advice;
        wanted && chosen.has(corpus.files.path(one.span.file))
    });
    let writeups = corpus
        .writeups
        .iter()
        .filter(|writeup| chosen.has(writeup.path.as_str()))
        .count();
    let summary = Summary::new(writeups, &found);
    let report = Report {
        files: &corpus.files,
        writeups: &corpus.writeups,
        found: &found,
        summary,
    };
    diagnostics::write(&mut ui.out, args.format, report, ui.look)?;
    if args.format != Format::Json && !ui.quiet {
        let some = matches!(chosen, Chosen::These(_));
        close(ui, summary, &found, some)?;
    }
    let failed = match args.fail_on {
        FailOn::Error => summary.errors > 0,
        FailOn::Warning => summary.errors + summary.warnings > 0,
        FailOn::Never => false,
    };
    Ok(if failed {
        Outcome::Findings
    } else {
        Outcome::Fine
    })
}

/// What the findings are reported on.
enum Chosen {
    All,
    These(Vec<RepoPath>),
}

impl Chosen {
    fn has(&self, path: &str) -> bool {
        match self {
            Self::All => true,
            Self::These(paths) => RepoPath::new(path)
                .is_some_and(|path| paths.iter().any(|chosen| path.is_under(chosen))),
        }
    }
}

/// Reads the corpus and what of it was chosen.
fn read(args: &Args, ui: &mut Ui) -> Result<(Corpus, Chosen)> {
    if args.files.iter().any(|file| file == Path::new("-")) {
        if args.files.len() > 1 {
            bail!("`-` is one text alone, and other files were named beside it");
        }
        return read_stdin(args, ui);
    }
    if args.stdin_filename.is_some() {
        bail!("`--stdin-filename` goes with `-`, and there is none");
    }
    if args.files.is_empty() {
        return Ok((shared::load(ui)?, Chosen::All));
    }
    let root = shared::root(ui);
    let mut paths = Vec::new();
    for file in &args.files {
        let Some(path) = shared::existing(ui, &root, file) else {
            let path = shared::path_in(ui, &root, file)
                .with_context(|| format!("`{}` is outside of the repository", file.display()))?;
            bail!("there is no file `{path}`{}", near_file(&root, &path)?);
        };
        paths.push(path);
    }
    let corpus = corpus::load(&root, None)?;
    // Files that the settings do not know yet are read all the same: somebody named them.
    let folders = corpus.folders();
    let strangers = paths
        .iter()
        .any(|path| !folders.iter().any(|folder| path.is_under(folder)));
    let corpus = if strangers {
        let all: Vec<RepoPath> = folders.into_iter().chain(paths.iter().cloned()).collect();
        corpus::load(&root, Some(&all))?
    } else {
        corpus
    };
    Ok((corpus, Chosen::These(paths)))
}

fn read_stdin(args: &Args, ui: &mut Ui) -> Result<(Corpus, Chosen)> {
    let root = shared::root(ui);
    let name = args
        .stdin_filename
        .clone()
        .unwrap_or_else(|| PathBuf::from("stdin.md"));
    let path = shared::path_in(ui, &root, &name)
        .with_context(|| format!("`{}` is outside of the repository", name.display()))?;
    let mut bytes = Vec::new();
    std::io::stdin()
        .take(corpus::WRITEUP_BYTES_MAX + 1)
        .read_to_end(&mut bytes)
        .context("reading standard input")?;
    if bytes.len() as u64 > corpus::WRITEUP_BYTES_MAX {
        bail!(
            "standard input is longer than {} KiB",
            corpus::WRITEUP_BYTES_MAX / 1024
        );
    }
    let text = String::from_utf8(bytes).context("standard input is not UTF-8 text")?;
    let overlay = Overlay {
        path: path.clone(),
        text,
    };
    Ok((
        corpus::load_with(&root, None, Some(overlay))?,
        Chosen::These(vec![path]),
    ))
}

/// Returns a hint with the write-up that a mistyped path may mean.
fn near_file(root: &Path, path: &RepoPath) -> Result<String> {
    let corpus = corpus::load(root, None)?;
    let names = || corpus.writeups.iter().map(|writeup| &writeup.path);
    let near = names()
        .find(|known| known.file_name() == path.file_name())
        .or_else(|| {
            let near = words::nearest(path.file_name(), names().map(RepoPath::file_name))?;
            names().find(|known| known.file_name() == near)
        });
    Ok(near.map_or_else(String::new, |near| format!("\ndid you mean `{near}`?")))
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
            writeln!(
                ui.out,
                "No write-ups here yet. `incident new TITLE` begins one."
            )?;
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
    let next = format!("incident lint --explain {}", worst.rule);
    hint(&mut ui.out, "What a rule asks for, and why:", &next, look)?;
    Ok(())
}

fn list_rules(ui: &mut Ui) -> Result<Outcome> {
    let look = ui.look;
    let widest = rules::RULES
        .iter()
        .map(|rule| rule.name.len())
        .max()
        .unwrap_or(0);
    let mut group = None;
    for rule in rules::RULES {
        if group != Some(rule.group) {
            if group.is_some() {
                writeln!(ui.out)?;
            }
            group = Some(rule.group);
            writeln!(ui.out, "{}", look.paint(Role::Strong, rule.group.title()))?;
        }
        let name = look.paint(Role::Accent, format!("{:widest$}", rule.name));
        let indent = widest + 13;
        let summary = wrap(
            page::summary(rule.page),
            look.width.saturating_sub(indent).max(24),
        );
        let summary = summary.join(&format!("\n{}", " ".repeat(indent)));
        writeln!(ui.out, "  {name}  {:7}  {summary}", rule.severity.name())?;
    }
    writeln!(ui.out)?;
    let foot = "Levels are those of a published write-up; a draft has warnings only, one without status \
                hears of what is broken. `incident lint --explain RULE` shows a rule with examples.";
    for line in wrap(foot, look.width) {
        writeln!(ui.out, "{line}")?;
    }
    Ok(Outcome::Fine)
}

fn explain(name: &str, ui: &mut Ui) -> Result<Outcome> {
    let rule: &Rule = match rules::named(name) {
        Some(rule) => rule,
        None => {
            let known = rules::RULES.iter().map(|rule| rule.name);
            let hint = match words::nearest(name, known) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "`incident lint --rules` lists them".to_owned(),
            };
            bail!("there is no rule `{}`\n{hint}", safe(name));
        }
    };
    page::write(&mut ui.out, rule.page, ui.look)?;
    Ok(Outcome::Fine)
}
