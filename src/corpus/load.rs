//! Reads the settings and the write-ups.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::{Path, PathBuf};

use anyhow::Result;

use super::heads::Heads;
use super::read::{self, Bodies, Reader};
use super::settings::read_settings;
use super::walk::{self, Found};
use super::{Corpus, Names};
use crate::config;
use crate::diagnostic::{Diagnostic, Severity, Words};
use crate::disk;
use crate::model::{RepoPath, Vocabulary};
use crate::text::Files;
use crate::threads;

/// Files that are read at a time where nobody looks on: what they gave is moved once more, which is cheap for few.
const UNSEEN_ROUND: usize = 1024;
/// Files that are read before somebody who looks at them on the way sees the first.
const ROUND: usize = 512;
/// So many files that use a word of another system's make it this repository's.
const OWN_WORD_USES: usize = 3;
/// Texts that stand in for files, by their paths: standard input, or what mending would write.
pub type Overlays = BTreeMap<RepoPath, String>;

/// What is read of the write-ups.
#[derive(Clone, Copy, Debug)]
pub struct Wish<'a> {
    /// The folders to read; `None` for those of the settings.
    pub dirs: Option<&'a [RepoPath]>,
    pub overlays: &'a Overlays,
    /// Of which write-ups the body is read; see [`Corpus::read_whole`] for those of the others.
    pub bodies: Bodies<'a>,
    /// The folder in which heads are kept from run to run.
    pub kept: Option<&'a Path>,
}

impl<'a> Wish<'a> {
    /// Returns the wish for everything, with the texts of some files taken from the caller.
    pub fn all(overlays: &'a Overlays) -> Self {
        Self {
            dirs: None,
            overlays,
            bodies: Bodies::All,
            kept: None,
        }
    }
}

/// Reads the settings at `root` and every write-up below the folders that they name. With `dirs`
/// given, those folders are read instead.
pub fn load(root: &Path, dirs: Option<&[RepoPath]>) -> Result<Corpus> {
    let overlays = Overlays::new();
    let wish = Wish {
        dirs,
        ..Wish::all(&overlays)
    };
    load_with(root, wish)
}

/// Reads as [`load`] does, but only what the write-ups are called and what their front matter says. A file that
/// is as it was is not opened, where an earlier run kept its head in the folder `kept`.
pub fn load_heads(root: &Path, kept: Option<&Path>) -> Result<Corpus> {
    let overlays = Overlays::new();
    let wish = Wish {
        bodies: Bodies::None,
        kept,
        ..Wish::all(&overlays)
    };
    load_with(root, wish)
}

/// Reads as [`load`] does, as far as it is wished.
pub fn load_with(root: &Path, wish: Wish<'_>) -> Result<Corpus> {
    read_all(root, wish, UNSEEN_ROUND, |_, _| {})
}

/// Reads all, some write-ups at a time, and shows each round to `look` before the next is read, with the positions
/// of what is new. Names and what links lead to are known only in the end.
pub fn load_in_rounds(
    root: &Path,
    overlays: &Overlays,
    look: impl FnMut(&mut Corpus, Range<usize>),
) -> Result<Corpus> {
    read_all(root, Wish::all(overlays), ROUND, look)
}

fn read_all(
    root: &Path,
    wish: Wish<'_>,
    round: usize,
    mut look: impl FnMut(&mut Corpus, Range<usize>),
) -> Result<Corpus> {
    let mut corpus = begun(root, wish.overlays)?;
    let settings = corpus.files.whole(corpus.settings).to_owned();
    let open = |folder: &Path| Heads::open(folder, root, &settings);
    let (found, heads) = threads::beside(|| corpus.found(wish), || wish.kept.map(open));
    corpus.writeups.reserve_exact(found.len());
    let mut entries = Vec::new();
    for round in found.chunks(round) {
        let first = corpus.writeups.len();
        let reader = Reader {
            root,
            overlays: wish.overlays,
            limits: corpus.config.limits,
            vocabulary: &corpus.vocabulary,
            bodies: wish.bodies,
            heads: heads.as_ref(),
        };
        for read in reader.all(round, &mut corpus.files) {
            match read.result {
                Ok(parsed) => {
                    let parsed = *parsed;
                    corpus.problems.extend(parsed.problems);
                    entries.extend(read.entry.map(|entry| (corpus.writeups.len(), entry)));
                    corpus.writeups.push(parsed.writeup);
                    corpus.sums.push(read.sum);
                }
                Err(refused) => corpus.problems.push(*refused),
            }
        }
        let behind = corpus.writeups.len();
        look(&mut corpus, first..behind);
    }
    if let Some(heads) = &heads {
        corpus.keep_heads(heads, &entries);
    }
    corpus.accept_own_words();
    let targets = corpus.targets_of_links();
    let names = || Names::new(&corpus.writeups);
    let (names, led_to) = threads::beside(names, || corpus.led_to(targets));
    corpus.names = names;
    corpus.lead(led_to);
    Ok(corpus)
}

/// Returns the top of the git work tree that holds a root; the root itself where none does.
pub fn top(root: &Path) -> PathBuf {
    disk::find_upwards(root, ".git", |_| false).unwrap_or_else(|| root.to_path_buf())
}

/// Returns a corpus with its settings, and no write-up yet.
fn begun(root: &Path, overlays: &Overlays) -> Result<Corpus> {
    let mut files = Files::default();
    let mut problems = Vec::new();
    let top = top(root);
    let place = RepoPath::root().join(config::FILE);
    let overlay = place.and_then(|place| overlays.get(&place));
    let (config, settings) = read_settings(root, overlay, &mut files, &mut problems)?;
    let mut corpus = Corpus {
        root: root.to_path_buf(),
        below: below(root, &top),
        top,
        files,
        config,
        settings,
        writeups: Vec::new(),
        problems,
        names: Names::default(),
        sums: Vec::new(),
        targets: Vec::new(),
        glossaries: Vec::new(),
        pages: BTreeSet::new(),
        vocabulary: Vocabulary::default(),
    };
    corpus.vocabulary = corpus.settled_vocabulary();
    Ok(corpus)
}

/// What to keep of the write-ups at some positions; borrowed where an earlier run kept the same.
type Entries<'a> = [(usize, Cow<'a, [u8]>)];

impl Corpus {
    /// Returns the files that should be write-ups, sorted by path, and notes the pages beside them.
    fn found(&mut self, wish: Wish<'_>) -> Vec<Found> {
        let dirs = match wish.dirs {
            Some(dirs) => dirs.to_vec(),
            None => self.checked_folders(),
        };
        let mut found = walk::writeups(&self.root, &dirs);
        for page in found.extract_if(.., |found| found.page) {
            let stem = page.path.stem().to_lowercase();
            // One that cannot be read explains nothing, and is no write-up to complain of.
            if stem == "glossary"
                && let Ok(text) = read::text(&self.root, &page, wish.overlays, self.config.limits)
            {
                let file = self.files.add(page.path.as_str(), text);
                self.glossaries.push(file);
            }
            self.pages.insert(stem);
        }
        // A text of the caller's may stand for a file that is on no disk yet.
        found.retain(|found| !wish.overlays.contains_key(&found.path));
        let given = wish.overlays.keys();
        let given = given.filter(|path| path.as_str() != config::FILE);
        found.extend(given.map(|path| Found::given(path.clone())));
        found.sort_by(|left, right| left.path.cmp(&right.path));
        found
    }

    /// Keeps the heads for the next run, where any of them is new.
    fn keep_heads(&self, heads: &Heads, entries: &Entries<'_>) {
        let is_new = |(_, entry): &(usize, Cow<'_, [u8]>)| matches!(entry, Cow::Owned(_));
        if entries.iter().any(is_new) {
            let all = entries.iter();
            heads.keep(all.filter_map(|(at, entry)| {
                let writeup = self.writeups.get(*at)?;
                Some((&writeup.path, entry.as_ref()))
            }));
        }
    }

    /// Takes the words of another system back off the problems where several files use them: `status:
    /// Final` in one file may be a slip, in a hundred it is how things are called here.
    fn accept_own_words(&mut self) {
        let foreign = |problem: &Diagnostic| {
            problem.rule == "invalid-field"
                && problem.severity == Severity::Warning
                && problem.fix.is_none()
        };
        let mut uses: BTreeMap<Words, usize> = BTreeMap::new();
        for problem in self.problems.iter().filter(|problem| foreign(problem)) {
            *uses.entry(problem.message.clone()).or_default() += 1;
        }
        self.problems.retain(|problem| {
            let used = uses.get(&problem.message).copied().unwrap_or(0);
            !foreign(problem) || used < OWN_WORD_USES
        });
    }
}

/// Returns the root as seen from the top; a name that is not UTF-8 is seen lossily.
fn below(root: &Path, top: &Path) -> RepoPath {
    let inside = root
        .strip_prefix(top)
        .unwrap_or(Path::new(""))
        .to_string_lossy();
    RepoPath::new(&inside.replace(std::path::MAIN_SEPARATOR, "/")).unwrap_or_else(RepoPath::root)
}
