//! Floor 3: the write-ups on disk become values.
//!
//! Finds the files, reads each within its limits, parses it, and looks once whether the files that
//! links point to are there. What cannot be read is a problem beside the others: one bad file never
//! stops a run. Knows nothing of git.

mod heads;
mod listing;
mod names;
mod read;
mod walk;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};

use crate::config::{self, Config};
use crate::diagnostic::{Diagnostic, Severity, Words};
use crate::disk::{self, Stamp};
use crate::model::{Destination, Link, RepoPath, SectionKind, Vocabulary, Writeup};
use crate::parse;
use crate::text::{FileId, Files, words};
use crate::threads;

use heads::Heads;
use read::Reader;

pub use listing::{Listed, Listing, list};
pub use names::{Named, Names, bare};
pub use read::Bodies;

/// Files that are read before somebody who looks at them on the way sees the first.
const ROUND: usize = 256;
/// So many files that use a word of another system's make it this repository's.
const OWN_WORD_USES: usize = 3;
/// Longest settings file that is read, in bytes.
const CONFIG_BYTES_MAX: u64 = 1024 * 1024;

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
struct LedTo {
    targets: Vec<Target>,
    files: Vec<Option<u32>>,
}

/// Texts that stand in for files, by their paths: standard input, or what mending would write.
pub type Overlays = BTreeMap<RepoPath, String>;

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
    let settings = settings.map(|path| (path, PathBuf::from(config::FILE)));
    let found = walk::writeups(root, &dirs).into_iter();
    let found = found.map(|found| (found.path, found.relative));
    settings
        .chain(found)
        .filter_map(|(path, relative)| Some((path, disk::stamp(root, &relative)?)))
        .collect()
}

/// Whether a file with this name would be a page about write-ups, not one of them.
pub fn is_page_name(name: &str) -> bool {
    walk::is_page(name.as_ref())
}

/// Reads the settings at `root` and every write-up below the folders that they name. With `dirs`
/// given, those folders are read instead.
pub fn load(root: &Path, dirs: Option<&[RepoPath]>) -> Result<Corpus> {
    load_with(root, dirs, &Overlays::new(), Bodies::All, None)
}

/// Reads as [`load`] does, but only what the write-ups are called and what their front matter says. A file that
/// is as it was is not opened, where an earlier run kept its head in the folder `kept`.
pub fn load_heads(root: &Path, kept: Option<&Path>) -> Result<Corpus> {
    load_with(root, None, &Overlays::new(), Bodies::None, kept)
}

/// Reads as [`load`] does, with the texts of some files taken from the caller. Those of which no body is
/// wanted are read as [`load_heads`] reads them; see [`Corpus::read_whole`].
pub fn load_with(
    root: &Path,
    dirs: Option<&[RepoPath]>,
    overlays: &Overlays,
    bodies: Bodies<'_>,
    kept: Option<&Path>,
) -> Result<Corpus> {
    read_all(root, dirs, overlays, bodies, kept, usize::MAX, |_, _| {})
}

/// Reads as [`load`] does, with the texts of some files taken from the caller, some write-ups at a time, and shows
/// each round to `look` before the next is read, with the positions of what is new. Names and what links lead to
/// are known only in the end.
pub fn load_in_rounds(
    root: &Path,
    overlays: &Overlays,
    look: impl FnMut(&mut Corpus, Range<usize>),
) -> Result<Corpus> {
    read_all(root, None, overlays, Bodies::All, None, ROUND, look)
}

fn read_all(
    root: &Path,
    dirs: Option<&[RepoPath]>,
    overlays: &Overlays,
    bodies: Bodies<'_>,
    kept: Option<&Path>,
    round: usize,
    mut look: impl FnMut(&mut Corpus, Range<usize>),
) -> Result<Corpus> {
    let mut files = Files::default();
    let mut problems = Vec::new();
    let top = disk::find_upwards(root, ".git", |_| false).unwrap_or_else(|| root.to_path_buf());
    let settings = overlays.get(
        &RepoPath::root()
            .join(config::FILE)
            .unwrap_or_else(RepoPath::root),
    );
    let (config, settings) = read_settings(root, settings, &mut files, &mut problems)?;
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
    corpus.vocabulary = corpus.vocabulary();
    let dirs = match dirs {
        Some(dirs) => dirs.to_vec(),
        None => corpus.checked_folders(),
    };
    let mut found = walk::writeups(root, &dirs);
    for page in found.extract_if(.., |found| found.page) {
        let stem = page.path.stem().to_lowercase();
        // One that cannot be read explains nothing, and is no write-up to complain of.
        if stem == "glossary"
            && let Ok(text) = read::text(root, &page, overlays, corpus.config.limits)
        {
            let file = corpus.files.add(page.path.as_str(), text);
            corpus.glossaries.push(file);
        }
        corpus.pages.insert(stem);
    }
    // A text of the caller's may stand for a file that is on no disk yet.
    found.retain(|found| !overlays.contains_key(&found.path));
    let given = overlays
        .keys()
        .filter(|path| path.as_str() != config::FILE)
        .map(|path| walk::Found::given(path.clone()));
    found.extend(given);
    found.sort_by(|left, right| left.path.cmp(&right.path));
    corpus.writeups.reserve_exact(found.len());
    let settings = corpus.files.whole(corpus.settings);
    let heads = kept.map(|folder| Heads::open(folder, root, settings));
    let mut entries = Vec::new();
    for round in found.chunks(round) {
        let first = corpus.writeups.len();
        let reader = Reader {
            root,
            overlays,
            limits: corpus.config.limits,
            vocabulary: &corpus.vocabulary,
            bodies,
            heads: heads.as_ref(),
        };
        for read in reader.all(round, &mut corpus.files) {
            match read.result {
                Ok(parsed) => {
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

/// What to keep of the write-ups at some positions; borrowed where an earlier run kept the same.
type Entries<'a> = [(usize, Cow<'a, [u8]>)];

fn read_settings(
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
    fn checked_folders(&mut self) -> Vec<RepoPath> {
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

    fn vocabulary(&mut self) -> Vocabulary {
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

    /// Returns for each link, write-up by write-up, the file that it means; `None` where it means none.
    fn targets_of_links(&self) -> Vec<Option<RepoPath>> {
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
    fn led_to(&self, paths: Vec<Option<RepoPath>>) -> LedTo {
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
    fn lead(&mut self, to: LedTo) {
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

/// Returns the root as seen from the top; a name that is not UTF-8 is seen lossily.
fn below(root: &Path, top: &Path) -> RepoPath {
    let inside = root
        .strip_prefix(top)
        .unwrap_or(Path::new(""))
        .to_string_lossy();
    RepoPath::new(&inside.replace(std::path::MAIN_SEPARATOR, "/")).unwrap_or_else(RepoPath::root)
}

/// Returns a folder of the settings as a path inside of the root.
fn folder(written: &str) -> Option<RepoPath> {
    if written.starts_with('/') {
        return None;
    }
    RepoPath::new(written)
}
