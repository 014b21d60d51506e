//! Floor 3: the write-ups on disk become values.
//!
//! Finds the files, reads each within its limits, parses it, and looks once whether the files that
//! links point to are there. What cannot be read is a problem beside the others: one bad file never
//! stops a run. Knows nothing of git.

mod heads;
mod listing;
mod load;
mod names;
mod read;
mod settings;
mod targets;
mod walk;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::config::{self, Config};
use crate::diagnostic::Diagnostic;
use crate::disk::{Stamp, Stamps};
use crate::model::{Link, RepoPath, Vocabulary, Writeup};
use crate::parse;
use crate::text::{FileId, Files};
use crate::threads;

use settings::{folder, read_settings};
use walk::Found;

pub use listing::{Listed, Listing, list};
pub use load::{Overlays, Wish, load, load_heads, load_in_rounds, load_with, top};
pub use names::{Named, Names, bare};
pub use read::Bodies;
pub use targets::Target;

/// Everything that a run knows of the write-ups.
#[derive(Debug)]
pub struct Corpus {
    pub root: PathBuf,
    /// The top of the git work tree that holds the root; the root itself without one.
    pub top: PathBuf,
    /// The root seen from the top; empty where they are one.
    pub below: RepoPath,
    pub files: Files,
    pub config: Config,
    /// The settings file; an empty text where there is none.
    pub settings: FileId,
    /// Sorted by path.
    pub writeups: Vec<Writeup>,
    /// What reading and parsing found, settings included.
    pub problems: Vec<Diagnostic>,
    pub names: Names,
    /// The marks of the write-ups' texts, in their order, where they are known; see [`Corpus::sum`].
    sums: Vec<Option<u64>>,
    /// The files that links point to, each once.
    targets: Vec<Target>,
    /// The pages named `glossary`: what they explain is explained for all.
    pub glossaries: Vec<FileId>,
    /// Stems of the pages beside the write-ups: a README, a glossary, a template.
    pages: BTreeSet<String>,
    /// Which headings mean which section, by the settings.
    vocabulary: Vocabulary,
}

impl Corpus {
    /// Returns the file that a link means; `None` when it leads out of the repository, or is no path.
    pub fn target(&self, link: &Link) -> Option<&Target> {
        self.targets.get(usize::try_from(link.file?).ok()?)
    }

    /// Returns the write-up that a link leads to by its path.
    pub fn linked(&self, link: &Link) -> Option<usize> {
        self.target(link)?.writeup
    }

    /// Whether a page about write-ups, such as the glossary, has this name.
    pub fn is_page(&self, name: &str) -> bool {
        self.pages.contains(&name.to_lowercase())
    }

    /// Returns the write-up at a path.
    pub fn at(&self, path: &RepoPath) -> Option<usize> {
        self.writeups
            .binary_search_by(|writeup| writeup.path.cmp(path))
            .ok()
    }

    /// Returns the position of the write-up at a path from the top of the repository, which the root may lie
    /// below.
    pub fn at_from_top(&self, path: &RepoPath) -> Option<usize> {
        let inside = match self.below.as_str() {
            "" => path.as_str(),
            below => path.as_str().strip_prefix(below)?.strip_prefix('/')?,
        };
        self.at(&RepoPath::new(inside)?)
    }

    /// Returns a path that is seen from the root as it is seen from the top of the repository.
    pub fn from_top(&self, path: &RepoPath) -> RepoPath {
        path.below(&self.below)
    }

    /// Returns the paths of the write-ups from the top of the repository, in their order.
    pub fn paths_from_top(&self) -> Vec<RepoPath> {
        let paths = self.writeups.iter();
        paths.map(|writeup| self.from_top(&writeup.path)).collect()
    }

    /// Returns a number that tells the text of the write-up at `at` from others. It may be known without reading
    /// the text.
    pub fn sum(&self, at: usize) -> u64 {
        let known = self.sums.get(at).copied().flatten();
        known.unwrap_or_else(|| {
            let writeup = self.writeups.get(at);
            heads::sum(writeup.map_or("", |writeup| self.files.whole(writeup.file)))
        })
    }

    /// Reads the bodies of the write-ups at these positions that were not read yet.
    pub fn read_whole(&mut self, positions: impl IntoIterator<Item = usize>) {
        let heads: Vec<(usize, &Writeup)> = positions
            .into_iter()
            .filter_map(|at| Some((at, self.writeups.get(at)?)))
            .filter(|(_, writeup)| !writeup.whole)
            .collect();
        let read = threads::in_shares(&heads, read::SHARE, |share| {
            let one = |(at, head): &(usize, &Writeup)| {
                let (path, text) = (head.path.clone(), self.files.whole(head.file));
                (
                    *at,
                    parse::writeup(head.file, path, text, &self.vocabulary).writeup,
                )
            };
            share.iter().map(one).collect::<Vec<_>>()
        });
        if read.is_empty() {
            return;
        }
        for (at, writeup) in read.into_iter().flatten() {
            if let Some(place) = self.writeups.get_mut(at) {
                *place = writeup;
            }
        }
        let led_to = self.led_to(self.targets_of_links());
        self.lead(led_to);
    }

    /// Returns the folders that the settings name, but for those that lie outside.
    pub fn folders(&self) -> Vec<RepoPath> {
        self.config
            .dirs
            .iter()
            .filter_map(|dir| folder(&dir.value))
            .collect()
    }

    /// Returns the same as seen from the top of the repository.
    pub fn folders_from_top(&self) -> Vec<RepoPath> {
        let folders = self.folders();
        folders.iter().map(|folder| self.from_top(folder)).collect()
    }
}

/// Returns the folders that the settings at `root` name, without reading a write-up.
pub fn folders(root: &Path) -> Result<Vec<RepoPath>> {
    let (config, _) = read_settings(root, None, &mut Files::default(), &mut Vec::new())?;
    Ok(config
        .dirs
        .iter()
        .filter_map(|dir| folder(&dir.value))
        .collect())
}

/// Returns the settings and every Markdown file that [`load`] would read, each with a mark that changes
/// when the file does.
pub fn stamps(root: &Path, dirs: Option<&[RepoPath]>) -> BTreeMap<RepoPath, Stamp> {
    let dirs = match dirs {
        Some(dirs) => dirs.to_vec(),
        // Of settings that cannot be read only their own file is known.
        None => folders(root).unwrap_or_default(),
    };
    let settings = RepoPath::root().join(config::FILE).into_iter();
    let settings = settings.map(Found::given);
    let mut stamps = Stamps::new(root);
    settings
        .chain(walk::writeups(root, &dirs))
        .filter_map(|found| {
            let stamp = stamps.of(found.relative())?;
            Some((found.path, stamp))
        })
        .collect()
}

/// Whether a file with this name would be a page about write-ups, not one of them.
pub fn is_page_name(name: &str) -> bool {
    walk::is_page(name.as_ref())
}
