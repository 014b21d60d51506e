//! Where the findings of `lint` go: to standard output in one format, to files in others, and into
//! the summary of a step in GitHub Actions.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use clap::ValueEnum as _;

use crate::corpus::Corpus;
use crate::disk;
use crate::lint::rules;
use crate::render::diagnostics::{self, Format, Report, RuleInfo};
use crate::render::style::Look;
use crate::text::words;

use crate::cli::ui::Ui;

/// Names the file that GitHub Actions shows as the summary of a step.
const STEP_SUMMARY: &str = "GITHUB_STEP_SUMMARY";

#[derive(Debug, clap::Args)]
pub(super) struct Output {
    /// How to print the findings
    ///
    /// The formats of forges (`sarif`, `github`, `gitlab`, `junit`, `rdjson`) name files by their
    /// path from the top of the git work tree. All but `full` and `concise` print nothing else on
    /// standard output. `github` also adds a table to the file that `GITHUB_STEP_SUMMARY` names.
    #[arg(
        long,
        visible_alias = "output-format",
        value_enum,
        default_value = "full"
    )]
    pub(super) format: Format,

    /// Write a further report to a file, such as `sarif=incident.sarif` (can be repeated)
    ///
    /// Takes every format of `--format`. The file is replaced whole or not at all; its folder must
    /// be there.
    #[arg(long = "report", value_name = "FORMAT=FILE", value_parser = wanted, conflicts_with_all = ["rules", "explain"])]
    reports: Vec<Wanted>,
}

/// A report that somebody asked for.
#[derive(Clone, Debug)]
struct Wanted {
    format: Format,
    file: PathBuf,
}

/// A report and the place where it will stand.
#[derive(Debug)]
pub(super) struct Target {
    format: Format,
    /// Without links, so that two ways to one file are seen to be one.
    folder: PathBuf,
    name: OsString,
    shown: String,
}

fn wanted(typed: &str) -> Result<Wanted, String> {
    let Some((format, file)) = typed.split_once('=').filter(|(_, file)| !file.is_empty()) else {
        return Err("a report is a format and a file, such as `sarif=incident.sarif`".to_owned());
    };
    match Format::from_str(format, false) {
        Ok(format) => Ok(Wanted {
            format,
            file: PathBuf::from(file),
        }),
        Err(_) => {
            let known: Vec<String> = Format::value_variants()
                .iter()
                .filter_map(|format| Some(format.to_possible_value()?.get_name().to_owned()))
                .collect();
            Err(
                match words::nearest(format, known.iter().map(String::as_str)) {
                    Some(near) => format!("there is no format `{format}`; did you mean `{near}`?"),
                    None => format!(
                        "there is no format `{format}`; there are {}",
                        known.join(", ")
                    ),
                },
            )
        }
    }
}

/// Returns what the formats say about the rules.
pub(in crate::cli) fn rule_infos() -> Vec<RuleInfo> {
    rules::RULES
        .iter()
        .map(|rule| RuleInfo {
            name: rule.name,
            severity: rule.severity,
            page: rule.page,
        })
        .collect()
}

impl Output {
    /// Returns where the further reports go. Fails before anything is read when one of them cannot
    /// be written.
    pub(super) fn targets(&self, ui: &Ui) -> Result<Vec<Target>> {
        let mut targets: Vec<Target> = Vec::new();
        for Wanted { format, file } in &self.reports {
            let shown = file.display().to_string();
            let Some(name) = file.file_name() else {
                bail!("`{shown}` is no name for a report");
            };
            let above = ui.folder.join(file.parent().unwrap_or(Path::new("")));
            let Ok(folder) = disk::canonical(&above) else {
                bail!("the folder of the report `{shown}` is not there\nmake it first");
            };
            match disk::kind(&folder, Path::new(name)) {
                disk::Kind::Missing | disk::Kind::File => {}
                disk::Kind::Link => bail!(
                    "`{shown}` is a symbolic link, and links are not followed\nname the file itself"
                ),
                disk::Kind::Folder | disk::Kind::Other => {
                    bail!("`{shown}` is not a file, and a report would take its place");
                }
            }
            if targets
                .iter()
                .any(|other| other.folder == folder && other.name == name)
            {
                bail!("two reports would be written to `{shown}`\ngive each a file of its own");
            }
            targets.push(Target {
                format: *format,
                folder,
                name: name.to_owned(),
                shown,
            });
        }
        Ok(targets)
    }

    /// Prints the findings, and writes them wherever else they were asked for. Reports come first:
    /// a reader that closes the pipe early does not cost anybody the files.
    pub(super) fn write(
        &self,
        ui: &mut Ui,
        corpus: &Corpus,
        targets: &[Target],
        report: Report<'_>,
    ) -> Result<()> {
        if let Some(target) = targets.iter().find(|target| target.is_read(corpus)) {
            bail!(
                "a report to `{}` would stand where a write-up or the settings do\nname another file",
                target.shown
            );
        }
        for target in targets {
            target.write(report)?;
        }
        if self.format == Format::Github {
            add_step_summary(ui, report);
        }
        diagnostics::write(&mut ui.out, self.format, report, ui.look)?;
        Ok(())
    }
}

impl Target {
    fn write(&self, report: Report<'_>) -> Result<()> {
        let mut bytes = Vec::new();
        diagnostics::write(&mut bytes, self.format, report, Look::plain())?;
        disk::replace(&self.folder, &self.name, &bytes)
            .with_context(|| format!("writing the report `{}`", self.shown))
    }

    /// Whether the place is one that a run reads: a write-up, the settings, or Markdown in a folder
    /// of write-ups, which would be taken for one the next time.
    fn is_read(&self, corpus: &Corpus) -> bool {
        let place = self.folder.join(&self.name);
        let writeups = corpus.writeups.iter().map(|writeup| writeup.file);
        let mut read = writeups.chain([corpus.settings]);
        if read.any(|file| corpus.root.join(corpus.files.path(file)) == place) {
            return true;
        }
        let markdown = place.extension().is_some_and(|ending| {
            ending.eq_ignore_ascii_case("md") || ending.eq_ignore_ascii_case("markdown")
        });
        let mut folders = corpus.folders().into_iter();
        markdown && folders.any(|folder| place.starts_with(corpus.root.join(folder.as_str())))
    }
}

/// Adds the findings to the step's summary. That it cannot be written is told, and is no reason to
/// fail: the annotations say the same.
pub(in crate::cli) fn add_step_summary(ui: &mut Ui, report: Report<'_>) {
    let Some(file) = std::env::var_os(STEP_SUMMARY).filter(|file| !file.is_empty()) else {
        return;
    };
    let mut page = Vec::new();
    let written = diagnostics::write_step_summary(&mut page, report)
        .and_then(|()| disk::append(Path::new(&file), &page));
    if let Err(error) = written {
        ui.note(&format!(
            "incident: note: the summary of the step was not written: {error}"
        ));
    }
}
