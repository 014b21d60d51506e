//! `lint --fix` and `--diff`: findings that know their mending become new texts, until nothing is left
//! to mend.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Result, bail};

use super::{Scope, check};
use crate::cli::Outcome;
use crate::cli::ui::Ui;
use crate::corpus::{Corpus, Overlays};
use crate::diagnostic::{Diagnostic, Safety};
use crate::disk;
use crate::history;
use crate::lint::fix;
use crate::model::RepoPath;
use crate::render::diff;
use crate::render::style::count;

/// What mending made of the texts.
pub(super) struct Mended {
    /// The new texts.
    texts: Overlays,
    /// The texts that they were made from.
    before: Overlays,
    /// How many fixes were made.
    made: usize,
    /// The repository's root seen from the top of the work tree: diffs name paths from there.
    below: RepoPath,
}

/// Makes the fixes of the findings, reads again, and so on until there are none. Leaves the corpus
/// and the findings as they are afterwards; writes nothing.
pub(super) fn settle(
    scope: &Scope,
    ui: &mut Ui,
    corpus: &mut Corpus,
    found: &mut Vec<Diagnostic>,
    advice: bool,
    safety: Safety,
) -> Result<Mended> {
    let mut mended = Mended {
        texts: Overlays::new(),
        before: Overlays::new(),
        made: 0,
        below: corpus.below.clone(),
    };
    for round in 0..fix::ROUNDS_MAX {
        let mut by_file: BTreeMap<_, Vec<&Diagnostic>> = BTreeMap::new();
        for one in found.iter().filter(|one| one.fix.is_some()) {
            by_file.entry(one.span.file).or_default().push(one);
        }
        let mut changed = false;
        for (file, own) in by_file {
            let text = corpus.files.whole(file);
            let Some(path) = RepoPath::new(corpus.files.path(file)) else {
                continue;
            };
            let Some(new) = fix::apply(text, own, safety) else {
                continue;
            };
            if let Some(line) = fix::conflict(text) {
                if round == 0 {
                    ui.note(&format!(
                        "incident: note: {path}:{line}: a merge is not decided here, so nothing is mended in this file"
                    ));
                }
                continue;
            }
            changed = true;
            mended.made += new.made.len();
            let before = mended.before.entry(path.clone());
            before.or_insert_with(|| text.to_owned());
            mended.texts.insert(path, new.text);
        }
        if !changed {
            break;
        }
        (*corpus, *found) = check(scope, &mended.texts, advice, ui)?;
    }
    Ok(mended)
}

impl Mended {
    /// Writes the new texts. A file that somebody changed in the meantime is left as it is; one that
    /// cannot be written stops none of the others, and fails the run in the end.
    pub(super) fn write(&self, scope: &Scope, ui: &mut Ui) -> Result<()> {
        let mut written = 0;
        let mut failed = 0;
        for (path, new) in &self.texts {
            let old = self.before.get(path).map_or("", String::as_str);
            let relative = Path::new(path.as_str());
            let done = match disk::revise(&scope.root, relative, old.as_bytes(), new.as_bytes()) {
                Ok(done) => done,
                Err(error) => {
                    ui.note(&format!("incident: note: {path}: not mended: {error}"));
                    failed += 1;
                    continue;
                }
            };
            if done {
                written += 1;
            } else {
                ui.note(&format!(
                    "incident: note: {path}: changed while it was read, so nothing is mended in it; run again"
                ));
            }
        }
        if written > 0 && !ui.quiet {
            ui.note(&format!(
                "Mended {} in {}.",
                count(self.made, "place"),
                count(written, "file")
            ));
        }
        if failed > 0 {
            bail!("{} could not be mended", count(failed, "file"));
        }
        Ok(())
    }

    /// Prints what would change as one patch, for `git apply`.
    pub(super) fn show(&self, ui: &mut Ui) -> Result<Outcome> {
        for (path, new) in &self.texts {
            let old = self.before.get(path).map_or("", String::as_str);
            let path = self
                .below
                .join(path.as_str())
                .unwrap_or_else(|| path.clone());
            let patch = history::patch(&path, old, new)?;
            diff::write(
                &mut ui.out,
                &patch,
                !ui.terminal && !ui.look.colour,
                ui.look,
            )?;
        }
        if self.texts.is_empty() && !ui.quiet {
            ui.note("Nothing to mend.");
        }
        Ok(if self.texts.is_empty() {
            Outcome::Fine
        } else {
            Outcome::Findings
        })
    }

    /// Returns the text from standard input as it is now.
    pub(super) fn text_of<'a>(&'a self, scope: &'a Scope) -> &'a str {
        match &scope.stdin {
            Some((path, text)) => self.texts.get(path).unwrap_or(text),
            None => "",
        }
    }
}
