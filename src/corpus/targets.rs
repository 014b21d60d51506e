//! Where the links of all write-ups lead, looked up once.

use std::collections::HashMap;
use std::path::Path;

use super::{Corpus, read};
use crate::disk;
use crate::model::{Destination, Link, RepoPath, Writeup};
use crate::threads;

/// A file that some link points to.
#[derive(Debug)]
pub struct Target {
    /// Seen from the top of the repository.
    pub path: RepoPath,
    /// Whether something is there.
    pub there: bool,
    /// The position of the write-up that it is.
    pub writeup: Option<usize>,
}

/// Where all links lead: the files, and for each link, in order, the number of its file.
pub(super) struct LedTo {
    targets: Vec<Target>,
    files: Vec<Option<u32>>,
}

impl Corpus {
    /// Returns for each link, write-up by write-up, the file that it means; `None` where it means none.
    pub(super) fn targets_of_links(&self) -> Vec<Option<RepoPath>> {
        let of = |writeup: &Writeup| {
            let from = self.from_top(&writeup.path);
            let read = |link: &Link| Destination::read(&link.target.value).file(&from);
            writeup.links.iter().map(read).collect::<Vec<_>>()
        };
        let shares = threads::in_shares(&self.writeups, read::SHARE, |share| {
            share.iter().flat_map(of).collect::<Vec<_>>()
        });
        shares.into_iter().flatten().collect()
    }

    /// Looks once for each of the files. Only inside of the repository, never behind a symbolic link: what
    /// is there is neither confirmed nor denied.
    pub(super) fn led_to(&self, paths: Vec<Option<RepoPath>>) -> LedTo {
        let mut targets = Vec::new();
        let mut known: HashMap<RepoPath, Option<u32>> = HashMap::new();
        let files = paths.into_iter().map(|path| {
            let path = path?;
            if let Some(file) = known.get(&path) {
                return *file;
            }
            let file = u32::try_from(targets.len()).ok();
            known.insert(path.clone(), file);
            targets.push(self.look_for(path));
            file
        });
        let files = files.collect();
        LedTo { targets, files }
    }

    /// Tells the links where they lead.
    pub(super) fn lead(&mut self, to: LedTo) {
        let links = self.writeups.iter_mut().flat_map(|one| &mut one.links);
        for (link, file) in links.zip(to.files) {
            link.file = file;
        }
        self.targets = to.targets;
    }

    fn look_for(&self, path: RepoPath) -> Target {
        let writeup = self.at_from_top(&path);
        // A write-up from standard input may be on no disk yet.
        let there = writeup.is_some()
            || disk::kind(&self.top, Path::new(path.as_str())) != disk::Kind::Missing;
        Target {
            path,
            there,
            writeup,
        }
    }
}
