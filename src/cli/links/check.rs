//! `incident links --check`

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::Path;

use anyhow::{Result, anyhow, bail};

use crate::cli::Outcome;
use crate::cli::lint::report::{add_step_summary, rule_infos};
use crate::cli::ui::Ui;
use crate::code::{self, Citation, Search, Strays};
use crate::diagnostic::{Diagnostic, Safety, Severity};
use crate::history::{self, Questions};
use crate::links::dangling::{Dangler, Dangling, LostPart, dangling};
use crate::links::index::Index;
use crate::model::{RepoPath, Status};
use crate::render::diagnostics::{self, Format, Report, Summary, Survey};
use crate::render::style::{count, hint};
use crate::text::{Edit, FileId, Files, Span};

use super::here::Here;
use super::{Args, Form};

/// A name that nobody answers to, and a heading that is not there, are the same faults wherever they stand.
const UNKNOWN_ID: &str = "unknown-id";
const BROKEN_ANCHOR: &str = "broken-anchor";

pub(super) fn run(args: &Args, ui: &mut Ui) -> Result<Outcome> {
    let form = args.format.unwrap_or(Form::Full);
    let Some(format) = form.of_findings() else {
        bail!(
            "this is a format of references, and `--check` prints findings\n`incident links --check --help` lists their formats, from `full` on"
        )
    };
    let mut here = Here::read(args.index_file.as_deref(), ui)?;
    let shapes = here.index.shapes();
    let shapes = shapes.map_err(|why| anyhow!("what `id_pattern` says is no pattern: {why}"))?;
    let known = here.index.known();
    let mut paths = history::tracked(&here.top)?;
    paths.retain(|path| !here.holds_reads(path));
    let search = Search {
        known: &known,
        shapes: Some(&shapes),
        onboarding: &[],
        bytes_max: here.bytes_max(),
    };
    let mut found = code::scan(&here.top, &paths, search);
    let mut in_messages = 0;
    let in_files = found.strays.len();
    if args.commits {
        let history = history::read(&here.top, &[], ui.cache.as_deref())?;
        for commit in &history.commits {
            let hits = known.find(&commit.message);
            in_messages += hits.len();
            let path = RepoPath::new(&format!("commit {}", commit.short_id()));
            let text = commit.message.as_str();
            let strays = path.and_then(|path| Strays::read(path, text, &hits, &shapes));
            found.strays.extend(strays);
        }
    }
    here.read_headings(&found.strays, ui);
    let index = &here.index;
    let dangling = dangling(&found.strays, index, &paths);
    let (files, mut findings) =
        here.findings(&found.strays, in_files, &dangling, ui.cache.as_deref());
    if format.is_for_people() {
        // They read in the help what is meant; the mending that is named beside a fix is that of
        // `lint`, which knows write-ups alone.
        for finding in &mut findings {
            finding.fix = None;
        }
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
        let holds = |one: &&Citation| {
            let entry = index.writeups.get(one.writeup);
            let lacks = |anchor: &String| entry.is_some_and(|entry| entry.lacks(anchor));
            !one.anchor.as_ref().is_some_and(lacks)
        };
        let lost = dangling.parts.iter().filter(|one| one.file >= in_files);
        let holding = found.citations.iter().filter(holds).count() + in_messages - lost.count();
        let rule = findings.first().map(|finding| finding.rule);
        close(
            ui,
            rule,
            summary,
            holding,
            found.files,
            dangling.retired.len(),
        )?;
    }
    Ok(if summary.errors > 0 {
        Outcome::Findings
    } else {
        Outcome::Fine
    })
}

impl Here {
    /// Reads the headings of the write-ups that are cited by one. An index may know none.
    fn read_headings(&mut self, strays: &[Strays], ui: &mut Ui) {
        let parts = strays.iter().flat_map(|strays| &strays.parts);
        let named: BTreeSet<usize> = parts.map(|part| part.hit.writeup).collect();
        if let Some(corpus) = self.corpus.as_mut().filter(|_| !named.is_empty()) {
            corpus.read_whole(named);
            self.index.read_anchors(corpus);
            return;
        }
        let mut entries = named.iter().filter_map(|at| self.index.writeups.get(*at));
        if entries.any(|entry| entry.anchors.is_none()) {
            ui.note("incident: note: the index knows no headings, so what stands behind a `#` is not checked (`incident links --index` writes one that does)");
        }
    }

    /// Says what leads nowhere, in order. Those of the strays from `in_files` on are messages.
    fn findings(
        &self,
        strays: &[Strays],
        in_files: usize,
        dangling: &Dangling,
        cache: Option<&Path>,
    ) -> (Files, Vec<Diagnostic>) {
        let mut files = Files::default();
        let names = dangling.found.iter().map(|one| one.file);
        let parts = dangling.parts.iter().map(|one| one.file);
        let mut places: BTreeMap<usize, (FileId, Severity)> = BTreeMap::new();
        for at in names.chain(parts).collect::<BTreeSet<usize>>() {
            let Some(strays) = strays.get(at) else {
                continue;
            };
            // A draft never fails, and a message cannot be written anew.
            let fails = at < in_files && !self.is_draft(&strays.path);
            let level = if fails {
                Severity::Error
            } else {
                Severity::Warning
            };
            let file = files.add(strays.path.as_str(), strays.text.as_str());
            places.insert(at, (file, level));
        }
        let renamed = self.renamed(&dangling.found, cache);
        let nobodies = dangling.found.iter().filter_map(|one| {
            let (file, level) = *places.get(&one.file)?;
            Some(nobody(one, file, level, &renamed))
        });
        let lost = dangling.parts.iter().filter_map(|one| {
            let (file, level) = *places.get(&one.file)?;
            Some(no_heading(one, file, level, &self.index))
        });
        let mut findings: Vec<Diagnostic> = nobodies.chain(lost).collect();
        findings.sort_by_key(|finding| finding.span);
        (files, findings)
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
        let questions = Questions {
            names: found.iter().map(|one| one.word.clone()).collect(),
            folders: corpus.folders_from_top(),
            ..Questions::default()
        };
        history::past(&corpus.root, &questions, cache).unwrap_or_default()
    }
}

/// Says that nobody answers to a name.
fn nobody(one: &Dangler, file: FileId, level: Severity, past: &history::Past) -> Diagnostic {
    let word = &one.word;
    let span = Span::new(file, one.at.start, one.at.end);
    let message = format!("no write-up answers to `{word}`");
    let mut finding = Diagnostic::new(UNKNOWN_ID, level, span, message);
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

/// Says that a write-up has no such heading.
fn no_heading(one: &LostPart, file: FileId, level: Severity, index: &Index) -> Diagnostic {
    let span = Span::new(file, one.at.start, one.at.end);
    let path = index.writeups.get(one.to).map_or("", |to| to.path.as_str());
    let message = format!("no heading of `{path}` has the anchor `{}`", one.anchor);
    let mut finding = Diagnostic::new(BROKEN_ANCHOR, level, span, message);
    let Some(near) = &one.near else {
        finding.help("was the heading renamed?");
        return finding;
    };
    let place = Span::new(file, one.anchor_at.start, one.anchor_at.end);
    finding.help(format!("did you mean `#{near}`?"));
    let fix = Edit::replace(place, near.as_str());
    finding.fix(format!("point to `#{near}`"), Safety::Guess, fix);
    finding
}

/// Ends the report: what holds, and what does not. `rule` is the one to read about.
fn close(
    ui: &mut Ui,
    rule: Option<&str>,
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
    if let Some(rule) = rule {
        let next = format!("incident lint --explain {rule}");
        hint(&mut ui.out, "Why that matters:", &next, ui.look)?;
    }
    Ok(())
}
