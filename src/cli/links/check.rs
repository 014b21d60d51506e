//! `incident links --check`

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Result, anyhow, bail};

use crate::cli::lint::report::{add_step_summary, rule_infos};
use crate::cli::ui::Ui;
use crate::cli::{Outcome, shared};
use crate::code::{self, Search, Strays};
use crate::config::Limits;
use crate::corpus::Corpus;
use crate::diagnostic::{Diagnostic, Safety, Severity};
use crate::disk;
use crate::history::{self, Questions};
use crate::links::dangling::{Dangler, dangling};
use crate::links::index::Index;
use crate::model::{RepoPath, Status};
use crate::render::diagnostics::{self, Format, Report, Summary, Survey};
use crate::render::style::{count, hint};
use crate::text::{Edit, FileId, Files, Span};

use super::{Args, Form, index};

/// A name that nobody answers to is the same fault wherever it stands.
const RULE: &str = "unknown-id";

pub(super) fn run(args: &Args, ui: &mut Ui) -> Result<Outcome> {
    let form = args.format.unwrap_or(Form::Full);
    let Some(format) = form.of_findings() else {
        bail!(
            "this is a format of references, and `--check` prints findings\n`incident links --check --help` lists their formats, from `full` on"
        )
    };
    let here = Here::read(args, ui)?;
    let index = &here.index;
    let shapes = index
        .shapes()
        .map_err(|why| anyhow!("what `id_pattern` says is no pattern: {why}"))?;
    let known = index.known();
    let mut paths = history::tracked(&here.top)?;
    paths.retain(|path| !shared::holds_reads(path));
    let search = Search {
        known: &known,
        shapes: Some(&shapes),
        onboarding: &[],
        bytes_max: here.bytes_max(),
    };
    let mut found = code::scan(&here.top, &paths, search);
    let mut holding = found.citations.len();
    let in_files = found.strays.len();
    if args.commits {
        let history = history::read(&here.top, &[], ui.cache.as_deref())?;
        for commit in &history.commits {
            let text = commit.message.as_bytes();
            let hits = known.find_bytes(text);
            holding += hits.len();
            let words = shapes.find(text).filter(|at| !code::overlaps(&hits, at));
            let words: Vec<_> = words.collect();
            let path = RepoPath::new(&format!("commit {}", commit.short_id()));
            if let Some(path) = path.filter(|_| !words.is_empty()) {
                let text = commit.message.clone();
                found.strays.push(Strays { path, text, words });
            }
        }
    }
    let dangling = dangling(&found.strays, index, &paths);
    let mut files = Files::default();
    let mut findings = Vec::new();
    let mut file: Option<(usize, FileId)> = None;
    let renamed = here.renamed(&dangling.found, ui.cache.as_deref());
    for one in &dangling.found {
        let Some(strays) = found.strays.get(one.file) else {
            continue;
        };
        let id = match file {
            Some((at, id)) if at == one.file => id,
            _ => files.add(strays.path.as_str(), strays.text.as_str()),
        };
        file = Some((one.file, id));
        // A draft never fails, and a message cannot be written anew.
        let fails = one.file < in_files && !here.is_draft(&strays.path);
        let level = if fails {
            Severity::Error
        } else {
            Severity::Warning
        };
        let mut finding = finding(one, id, level, &renamed);
        if format.is_for_people() {
            // They read in the help what is meant; the mending that is named beside a fix is that of
            // `lint`, which knows write-ups alone.
            finding.fix = None;
        }
        findings.push(finding);
    }
    let summary = Summary::new(index.writeups.len(), &findings);
    let checked = Vec::new();
    let report = Report {
        command: "links",
        files: &files,
        writeups: &[],
        found: &findings,
        summary,
        survey: Survey {
            rules: &rule_infos(),
            checked: &checked,
            root: &here.top.to_string_lossy(),
            below: "",
            strict: false,
        },
    };
    if format == Format::Github {
        add_step_summary(ui, report);
    }
    diagnostics::write(&mut ui.out, format, report, ui.look)?;
    if format.is_for_people() && !ui.quiet {
        close(ui, summary, holding, found.files, dangling.retired.len())?;
    }
    Ok(if summary.errors > 0 {
        Outcome::Findings
    } else {
        Outcome::Fine
    })
}

/// Where the run is, and what it checks against.
pub(super) struct Here {
    /// The top of the work tree whose files are looked at.
    pub(super) top: PathBuf,
    /// The write-ups, where they are here.
    pub(super) corpus: Option<Corpus>,
    pub(super) index: Index,
}

impl Here {
    pub(super) fn read(args: &Args, ui: &mut Ui) -> Result<Self> {
        let Some(top) = disk::find_upwards(&ui.folder, ".git", |_| false) else {
            bail!(
                "citations are looked for in the files that git tracks, and there is no git repository here\n`git init` and a first commit make one"
            );
        };
        if let Some(file) = &args.index_file {
            return Ok(Self {
                top,
                corpus: None,
                index: index::read(&ui.folder.join(file))?,
            });
        }
        let loaded = shared::heads_and_choose(ui, None);
        let corpus = loaded.ok().map(|(corpus, _)| corpus);
        let Some(corpus) = corpus.filter(|corpus| !corpus.writeups.is_empty()) else {
            bail!(
                "there are no write-ups here to check against\n`incident links --index FILE`, where they are, writes what is needed of them\n`incident links --check --index-file FILE` checks against it"
            );
        };
        let index = index::of(&corpus);
        Ok(Self {
            top,
            corpus: Some(corpus),
            index,
        })
    }

    /// Returns how long a file may be that is searched, in bytes: as the settings say, where they are here.
    pub(super) fn bytes_max(&self) -> u64 {
        let config = self.corpus.as_ref().map(|corpus| &corpus.config);
        config
            .map_or_else(Limits::default, |config| config.limits)
            .file
    }

    /// Whether the file at a path from the top is a write-up that nobody has finished.
    fn is_draft(&self, path: &RepoPath) -> bool {
        let draft = || {
            let corpus = self.corpus.as_ref()?;
            let at = corpus.at_from_top(path)?;
            let status = corpus.writeups.get(at)?.meta.status.as_ref()?;
            Some(status.value == Status::Draft)
        };
        draft().unwrap_or(false)
    }

    /// Asks git which write-ups were called so once. Where it cannot say, nothing was.
    fn renamed(&self, found: &[Dangler], cache: Option<&Path>) -> history::Past {
        let Some(corpus) = self.corpus.as_ref().filter(|_| !found.is_empty()) else {
            return history::Past::default();
        };
        let folders = corpus.folders();
        let folders = folders
            .iter()
            .filter_map(|one| corpus.below.join(one.as_str()));
        let questions = Questions {
            names: found.iter().map(|one| one.word.clone()).collect(),
            folders: folders.collect(),
            ..Questions::default()
        };
        history::past(&corpus.root, &questions, cache).unwrap_or_default()
    }
}

fn finding(one: &Dangler, file: FileId, level: Severity, past: &history::Past) -> Diagnostic {
    let word = &one.word;
    let span = Span::new(file, one.at.start, one.at.end);
    let message = format!("no write-up answers to `{word}`");
    let mut finding = Diagnostic::new(RULE, level, span, message);
    if let Some((now, commit)) = past.renamed(word) {
        let name = now.stem().to_owned();
        let fix = Edit::replace(span, name.as_str());
        finding.help(format!("`{now}` was called so until {commit}"));
        finding.fix(format!("name `{name}`"), Safety::Guess, fix);
    } else if let Some(near) = &one.near {
        let fix = Edit::replace(span, near.as_str());
        finding.help(format!("did you mean `{near}`?"));
        finding.fix(format!("name `{near}`"), Safety::Guess, fix);
    } else {
        finding.help(
            "where did its story go? `retired:` in incident.yaml keeps an id that is gone, with why; `id_pattern:` says what an id looks like",
        );
    }
    finding
}

/// Ends the report: what holds, and what does not.
fn close(
    ui: &mut Ui,
    summary: Summary,
    holding: usize,
    files: usize,
    retired: usize,
) -> Result<()> {
    let all = count(files, "file");
    let hold = if holding == 1 { "holds" } else { "hold" };
    let mut parts = vec![format!("{} {hold}", count(holding, "citation"))];
    if retired > 0 {
        let verb = if retired == 1 { "names" } else { "name" };
        parts.push(format!("{retired} {verb} what was retired"));
    }
    let astray = summary.errors + summary.warnings;
    if astray > 0 {
        let verb = if astray == 1 { "leads" } else { "lead" };
        parts.push(format!("{astray} {verb} nowhere"));
    }
    writeln!(ui.out, "{all} looked at: {}.", parts.join(", "))?;
    if astray > 0 {
        let next = format!("incident lint --explain {RULE}");
        hint(&mut ui.out, "Why that matters:", &next, ui.look)?;
    }
    Ok(())
}
