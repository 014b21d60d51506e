//! The write-ups by name and mark, each read when it is asked for: for questions that need not read all.

use std::path::{Path, PathBuf};

use anyhow::Result;

use super::settings::{self, read_settings};
use super::walk::{self, Found};
use super::{Overlays, read};
use crate::config::Config;
use crate::disk::{Stamp, Stamps};
use crate::model::{RepoPath, SectionKind, Vocabulary, Writeup};
use crate::parse;
use crate::text::Files;
use crate::threads;

/// Files that one thread looks at: fewer are not worth its start.
const SHARE: usize = 512;

/// The files that [`super::load`] would read, none of them read yet.
#[derive(Debug)]
pub struct Listing {
    pub root: PathBuf,
    pub config: Config,
    /// The text of the settings: what is read from a file depends on it.
    pub settings: String,
    /// Sorted by path.
    pub files: Vec<Listed>,
    vocabulary: Vocabulary,
}

/// A file that should be a write-up.
#[derive(Debug)]
pub struct Listed {
    pub path: RepoPath,
    /// Changes when the file does.
    pub stamp: Stamp,
    /// The same path for opening, where it has another name than is shown: one that is no UTF-8.
    other_name: Option<PathBuf>,
}

/// Lists the write-ups below the folders that the settings at `root` name.
pub fn list(root: &Path) -> Result<Listing> {
    let mut files = Files::default();
    let (config, settings) = read_settings(root, None, &mut files, &mut Vec::new())?;
    let mut found = walk::writeups(root, &folders(&config));
    found.retain(|found| !found.page && found.refusal.is_none());
    let stamps = threads::in_shares(&found, SHARE, |share| {
        let mut stamps = Stamps::new(root);
        let stamps = share.iter().map(|found| stamps.of(found.relative()));
        stamps.collect::<Vec<_>>()
    });
    let listed = found.into_iter().zip(stamps.into_iter().flatten());
    let listed = listed
        .filter_map(|(found, stamp)| {
            Some(Listed {
                path: found.path,
                stamp: stamp?,
                other_name: found.other_name,
            })
        })
        .collect();
    let headings = config.sections.iter();
    let headings = headings.filter_map(|(key, heading)| {
        Some((SectionKind::keyed(&key.value)?, heading.value.clone()))
    });
    Ok(Listing {
        root: root.to_path_buf(),
        vocabulary: Vocabulary::with(headings.collect::<Vec<_>>()),
        config,
        settings: files.whole(settings).to_owned(),
        files: listed,
    })
}

impl Listing {
    /// Returns the folders that the settings name, but for those that lie outside.
    pub fn folders(&self) -> Vec<RepoPath> {
        folders(&self.config)
    }

    /// Reads and parses one of the files, which is the only one in the texts that come with it; `None`
    /// when it cannot be read.
    pub fn read(&self, listed: &Listed) -> Option<(Files, Writeup)> {
        let found = Found {
            path: listed.path.clone(),
            other_name: listed.other_name.clone(),
            refusal: None,
            page: false,
        };
        let text = read::text(&self.root, &found, &Overlays::new(), self.config.limits).ok()?;
        let mut files = Files::default();
        let file = files.add(listed.path.as_str(), text);
        let parsed = parse::writeup(
            file,
            listed.path.clone(),
            files.whole(file),
            &self.vocabulary,
        );
        Some((files, parsed.writeup))
    }
}

fn folders(config: &Config) -> Vec<RepoPath> {
    let dirs = config.dirs.iter();
    dirs.filter_map(|dir| settings::folder(&dir.value))
        .collect()
}
