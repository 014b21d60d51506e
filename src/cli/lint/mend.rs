//! `lint --fix` and `--diff`: findings that know their mending become new texts, until nothing is left
//! to mend.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Result, bail};

use super::{Scope, check};
use crate::cli::ui::Ui;
use crate::cli::{Outcome, shared};
use crate::corpus::{Corpus, Overlays};
use crate::diagnostic::{Diagnostic, Safety};
use crate::disk;
use crate::history;
use crate::lint::fix;
use crate::model::RepoPath;
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
    /// cannot be written stops none of the others. Either fails the run in the end, with the files named.
    pub(super) fn write(&self, root: &Path, ui: &mut Ui) -> Result<()> {
        let mut written = 0;
        let mut failed = Vec::new();
        for (path, new) in &self.texts {
            let old = self.before.get(path).map_or("", String::as_str);
            let relative = Path::new(path.as_str());
            match disk::revise(root, relative, old.as_bytes(), new.as_bytes()) {
                Ok(true) => written += 1,
                Ok(false) => failed.push(format!(
                    "{path}: it was changed while it was read, and keeps its new text; run again"
                )),
                Err(error) => failed.push(format!("{path}: {error}")),
            }
        }
        if written > 0 {
            ui.note(&format!(
                "Mended {} in {}.",
                count(self.made, "place"),
                count(written, "file")
            ));
        }
        if !failed.is_empty() {
            let files = count(failed.len(), "file");
            bail!("{files} could not be mended\n{}", failed.join("\n"));
        }
        Ok(())
    }

    /// Prints what would change as one patch, for `git apply`.
    pub(super) fn show(&self, ui: &mut Ui) -> Result<Outcome> {
        for (path, new) in &self.texts {
            let old = self.before.get(path).map_or("", String::as_str);
            let patch = history::patch(&path.below(&self.below), old, new)?;
            shared::write_patch(ui, &patch)?;
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::ui::Colour;

    #[test]
    fn a_file_that_was_saved_meanwhile_is_named_and_kept() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| RepoPath::new(name).unwrap();
        let texts = |text: &str| {
            let files = ["a.md", "b.md", "gone.md"];
            Overlays::from(files.map(|name| (path(name), text.to_owned())))
        };
        let mended = Mended {
            texts: texts("new"),
            before: texts("old"),
            made: 3,
            below: RepoPath::root(),
        };
        std::fs::write(folder.path().join("a.md"), "saved").unwrap();
        std::fs::write(folder.path().join("b.md"), "old").unwrap();
        let mut ui = Ui::new(Colour::Never, true, false, &[]).unwrap();
        let error = mended
            .write(folder.path(), &mut ui)
            .unwrap_err()
            .to_string();
        assert!(
            error.starts_with("2 files could not be mended\na.md: "),
            "{error}"
        );
        let text = |name: &str| std::fs::read_to_string(folder.path().join(name)).unwrap();
        assert_eq!(
            (text("a.md"), text("b.md")),
            ("saved".to_owned(), "new".to_owned())
        );
        assert!(!folder.path().join("gone.md").exists());
    }
}
