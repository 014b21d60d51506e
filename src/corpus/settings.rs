//! What the settings say about the write-ups: where they lie, and how their parts are called.

use std::path::Path;

use anyhow::{Context as _, Result, bail};

use super::Corpus;
use crate::config::{self, Config};
use crate::diagnostic::{Diagnostic, Severity};
use crate::disk;
use crate::model::{RepoPath, SectionKind, Vocabulary};
use crate::text::{FileId, Files, words};

/// Longest settings file that is read, in bytes.
const CONFIG_BYTES_MAX: u64 = 1024 * 1024;

/// Reads the settings at `root`, or the text that stands for them, and puts them among the files. Fails
/// where nothing of them can be used; what else is wrong is added to the problems.
pub(super) fn read_settings(
    root: &Path,
    overlay: Option<&String>,
    files: &mut Files,
    problems: &mut Vec<Diagnostic>,
) -> Result<(Config, FileId)> {
    let read = || disk::read(root, Path::new(config::FILE), CONFIG_BYTES_MAX);
    let text = match overlay.map_or_else(read, |text| Ok(text.clone().into_bytes())) {
        Ok(bytes) => String::from_utf8(bytes)
            .ok()
            .with_context(|| format!("`{}` is not UTF-8 text", config::FILE))?,
        Err(disk::Refusal::Missing) => {
            let id = files.add(config::FILE, "");
            return Ok((Config::standard(id), id));
        }
        Err(why) => return Err(why).with_context(|| format!("reading `{}`", config::FILE)),
    };
    let id = files.add(config::FILE, text);
    let (config, found) = config::read(id, files.whole(id));
    let Some(config) = config else {
        let Some(first) = found.first() else {
            bail!("`{}` cannot be used", config::FILE)
        };
        let at = files.position(id, first.span.start());
        bail!(
            "{}:{}:{}: {}",
            config::FILE,
            at.line,
            at.column,
            first.message
        );
    };
    problems.extend(found);
    Ok((config, id))
}

impl Corpus {
    /// Returns the folders of the settings that lie inside. Those that do not, and those that are not
    /// there, are problems.
    pub(super) fn checked_folders(&mut self) -> Vec<RepoPath> {
        let mut folders = Vec::new();
        let named = !self.files.whole(self.settings).is_empty();
        for dir in &self.config.dirs {
            let inside = folder(&dir.value)
                .filter(|folder| !folder.as_str().split('/').any(|part| part == ".git"));
            // The standard folder need not be there yet; one that somebody named and is not there is
            // a slip that would make every answer empty.
            let standard = dir.value == config::DIR;
            let there = inside.as_ref().is_some_and(|folder| {
                let kind = disk::kind(&self.root, Path::new(folder.as_str()));
                kind == disk::Kind::Folder || (kind == disk::Kind::Missing && (standard || !named))
            });
            if !there {
                let message = format!("`{}` is not a folder of this repository", dir.value);
                self.problems.push(
                    Diagnostic::new("invalid-settings", Severity::Error, dir.span, message)
                        .with_help("name a folder below the root, not a link, such as `incidents`"),
                );
            }
            folders.extend(inside);
        }
        folders
    }

    /// Returns which headings mean which section. A section that nobody knows is a problem.
    pub(super) fn settled_vocabulary(&mut self) -> Vocabulary {
        let mut additions = Vec::new();
        for (key, heading) in &self.config.sections {
            if let Some(kind) = SectionKind::keyed(&key.value) {
                additions.push((kind, heading.value.clone()));
                continue;
            }
            let keys: Vec<String> = crate::model::SECTIONS
                .iter()
                .map(crate::model::SectionSpec::key)
                .collect();
            let help = match words::nearest(&key.value, keys.iter().map(String::as_str)) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("sections are {}", keys.join(", ")),
            };
            let message = format!("`{}` is not a section that is known here", key.value);
            self.problems.push(
                Diagnostic::new("invalid-settings", Severity::Error, key.span, message)
                    .with_help(help),
            );
        }
        Vocabulary::with(additions)
    }
}

/// Returns a folder of the settings as a path inside of the root.
pub(super) fn folder(written: &str) -> Option<RepoPath> {
    if written.starts_with('/') {
        return None;
    }
    RepoPath::new(written)
}
