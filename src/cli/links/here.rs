//! Where the run is, and the write-ups that it goes by: those that are here, or those of an index.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

use crate::cli::shared;
use crate::cli::ui::Ui;
use crate::config::{Config, Limits};
use crate::corpus::Corpus;
use crate::disk;
use crate::links::index::Index;
use crate::model::RepoPath;

use super::index;

/// Where the run is, and what it goes by.
pub(in crate::cli) struct Here {
    /// The top of the work tree whose files are looked at.
    pub(in crate::cli) top: PathBuf,
    /// The write-ups, where they are here.
    pub(super) corpus: Option<Corpus>,
    /// The settings, where there are some, and their folder, from the top.
    pub(super) settings: Option<(Config, RepoPath)>,
    pub(in crate::cli) index: Index,
}

impl Here {
    /// Reads the index where one is named, else the write-ups that are here.
    pub(in crate::cli) fn read(index_file: Option<&Path>, ui: &mut Ui) -> Result<Self> {
        let Some(top) = disk::find_upwards(&ui.folder, ".git", |_| false) else {
            bail!(
                "citations are looked for in the files that git tracks, and there is no git repository here\n`git init` and a first commit make one"
            );
        };
        let loaded = shared::heads_and_choose(ui, None);
        let corpus = loaded.ok().map(|(corpus, _)| corpus);
        let settings = corpus.as_ref();
        let settings = settings.map(|corpus| (corpus.config.clone(), corpus.below.clone()));
        if let Some(file) = index_file {
            return Ok(Self {
                top,
                corpus: None,
                settings,
                index: index::read(&ui.folder, file)?,
            });
        }
        let Some(corpus) = corpus.filter(|corpus| !corpus.writeups.is_empty()) else {
            bail!(
                "there are no write-ups here to check against\n`incident links --index FILE`, where they are, writes what is needed of them\n`incident links --check --index-file FILE` checks against it"
            );
        };
        let index = index::of(&corpus);
        Ok(Self {
            top,
            corpus: Some(corpus),
            settings,
            index,
        })
    }

    /// Returns where this repository lives for others: as git's remotes say, and the settings where they are
    /// here.
    pub(in crate::cli) fn homes(&self) -> Vec<String> {
        let settings = self.settings.as_ref();
        index::homes_of(&self.top, settings.map(|(config, _)| config))
    }

    /// Returns how long a file may be that is searched, in bytes: as the settings say, where they are here.
    pub(in crate::cli) fn bytes_max(&self) -> u64 {
        let settings = self.settings.as_ref();
        settings
            .map_or_else(Limits::default, |(config, _)| config.limits)
            .file
    }

    /// Whether a tracked file holds reads that were imported here.
    pub(in crate::cli) fn holds_reads(&self, path: &RepoPath) -> bool {
        let settings = self.settings.as_ref();
        settings.is_some_and(|(_, below)| shared::holds_reads(path, below))
    }
}
