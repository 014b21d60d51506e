//! What several commands need: the root, the corpus, and the write-up that a word names.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};

use crate::cache;
use crate::config;
use crate::corpus::{self, Corpus, Named};
use crate::disk;
use crate::history::{self, History};
use crate::links::{self, Runs};
use crate::model::RepoPath;
use crate::reads::ledger;
use crate::render::{diff, style};
use crate::text::slug;

use super::ui::Ui;

/// Finds the root: the nearest folder upwards with an `incident.yaml`, up to the root of the git
/// work tree; else that root; else the folder itself.
pub(super) fn root(ui: &Ui) -> PathBuf {
    let tree = disk::find_upwards(&ui.folder, ".git", |_| false);
    let stop = |folder: &Path| tree.as_deref() == Some(folder);
    disk::find_upwards(&ui.folder, config::FILE, stop)
        .or(tree.clone())
        .unwrap_or_else(|| ui.folder.clone())
}

/// Reads the write-ups below the root. Fails, with what to do, where there is nothing that says
/// which files they are.
pub(super) fn load(ui: &mut Ui) -> Result<Corpus> {
    load_by(ui, |root| corpus::load(root, None))
}

/// Does the same with a way of reading of one's own.
pub(super) fn load_by(ui: &mut Ui, read: impl FnOnce(&Path) -> Result<Corpus>) -> Result<Corpus> {
    let root = root(ui);
    ui.detail(&format!("reading the write-ups of {}", root.display()));
    let corpus = read(&root)?;
    if corpus.writeups.is_empty() && corpus.problems.is_empty() {
        explain_empty(&root, &corpus.folders())?;
    }
    Ok(corpus)
}

/// Reads what they are called and what their front matter says.
pub(super) fn load_heads(ui: &mut Ui) -> Result<Corpus> {
    let kept = ui.cache.clone();
    load_by(ui, |root| corpus::load_heads(root, kept.as_deref()))
}

/// Reads the write-ups, tells what is wrong with the settings, and finds the one that was asked for.
pub(super) fn load_and_choose(ui: &mut Ui, word: Option<&str>) -> Result<(Corpus, Option<usize>)> {
    let corpus = load(ui)?;
    tell_settings_problems(ui, &corpus);
    let chosen = word.map(|word| writeup(ui, &corpus, word)).transpose()?;
    Ok((corpus, chosen))
}

/// Does the same, and reads the body of that write-up alone: of the others what they are called and
/// what their front matter says.
pub(super) fn heads_and_choose(ui: &mut Ui, word: Option<&str>) -> Result<(Corpus, Option<usize>)> {
    let mut corpus = load_heads(ui)?;
    tell_settings_problems(ui, &corpus);
    let chosen = word.map(|word| writeup(ui, &corpus, word)).transpose()?;
    corpus.read_whole(chosen);
    Ok((corpus, chosen))
}

/// Returns the write-ups that may name one: those whose bodies tell what points at it.
pub(super) fn naming(ui: &Ui, corpus: &Corpus, at: usize) -> Vec<usize> {
    links::may_name(corpus, &runs(ui, corpus), at)
}

/// Reads the bodies of the write-ups that may hold one of these names.
pub(super) fn read_holding(ui: &Ui, corpus: &mut Corpus, names: &[&str]) {
    let runs = runs(ui, corpus);
    corpus.read_whole(links::may_hold(corpus, &runs, names));
}

/// Returns what is known of the texts without reading them; what is new is kept for the next run.
fn runs(ui: &Ui, corpus: &Corpus) -> Runs {
    let Some(folder) = &ui.cache else {
        return Runs::default();
    };
    let key = corpus.root.as_os_str().as_encoded_bytes();
    let known = Runs::open(cache::read(folder, Runs::KIND, key).unwrap_or_default());
    let Some(renewed) = known.renewed(corpus) else {
        return known;
    };
    cache::write(folder, Runs::KIND, key, renewed.clone());
    Runs::open(renewed)
}

/// A way of reading the write-ups and finding the one that was asked for.
type Read = fn(&mut Ui, Option<&str>) -> Result<(Corpus, Option<usize>)>;

/// Reads the write-ups in one of these ways, and finds the one that a word names, and the position of the
/// heading in it where one is named behind a `#`, by its anchor or its words.
pub(super) fn part(
    ui: &mut Ui,
    word: &str,
    read: Read,
) -> Result<(Corpus, Option<usize>, Option<usize>)> {
    let named = read(ui, Some(word));
    let (Err(_), Some((file, anchor))) = (&named, word.rsplit_once('#')) else {
        return named.map(|(corpus, at)| (corpus, at, None));
    };
    let (corpus, at) = read(ui, Some(file))?;
    let Some(writeup) = at.and_then(|at| corpus.writeups.get(at)) else {
        return Ok((corpus, at, None));
    };
    if let Some(part) = writeup.heading_at(anchor) {
        return Ok((corpus, at, Some(part)));
    }
    let anchors = writeup.anchored().map(|(anchor, _)| anchor);
    let hint = match slug::nearest(&slug::anchor(anchor), anchors) {
        Some(near) => format!("did you mean `#{near}`?"),
        None => format!("`{}` alone means all of it", style::typed(file)),
    };
    bail!(
        "no heading of `{}` has the anchor `{anchor}`\n{hint}",
        writeup.path
    );
}

/// Fails when nobody said where the write-ups are; says so when there are none yet.
pub(super) fn explain_empty(root: &Path, folders: &[RepoPath]) -> Result<()> {
    let is_there = |path: &str| disk::kind(root, Path::new(path)) != disk::Kind::Missing;
    if is_there(config::FILE) || folders.iter().any(|folder| is_there(folder.as_str())) {
        return Ok(());
    }
    let mut message = "there is no `incident.yaml` here, and no folder `incidents`".to_owned();
    if let Some(folder) = likely_folder(root) {
        let typed = style::typed(&folder);
        let place = if folder == "." { "right here" } else { "there" };
        message.push_str(&format!(
            "\n`incident init --adopt {typed}` if the write-ups lie {place}"
        ));
    }
    message.push_str(
        "\n`incident init` starts a new place for them; `incident tour` shows how it looks",
    );
    bail!(message)
}

/// Returns a folder at the root whose name says that it holds write-ups; the root itself when
/// several pages lie there.
fn likely_folder(root: &Path) -> Option<String> {
    const WORDS: [&str; 5] = [
        "incident",
        "postmortem",
        "post-mortem",
        "post_mortem",
        "retro",
    ];
    let names = disk::names(root).ok()?;
    let found = names
        .iter()
        .filter_map(|name| name.to_str())
        .find_map(|name| {
            let likely = WORDS.iter().any(|word| name.to_lowercase().contains(word));
            let folder = disk::kind(root, Path::new(name)) == disk::Kind::Folder;
            (likely && folder).then(|| name.to_owned())
        });
    let pages = names
        .iter()
        .filter(|name| name.to_string_lossy().ends_with(".md"))
        .count();
    found.or_else(|| (pages > 2).then(|| ".".to_owned()))
}

/// Returns the write-up that a word names: an id, an alias, a path, or a beginning that only one
/// has. Several are listed, none is guessed.
pub(super) fn writeup(ui: &Ui, corpus: &Corpus, word: &str) -> Result<usize> {
    if let Some(found) =
        existing(ui, &corpus.root, Path::new(word)).and_then(|path| corpus.at(&path))
    {
        return Ok(found);
    }
    let shown = |at: &usize| {
        corpus
            .writeups
            .get(*at)
            .map(|writeup| format!("`{}` {}", writeup.id(), writeup.title()))
    };
    match corpus.names.beginning(word) {
        Named::One(found) => Ok(found),
        Named::Several(several) => {
            let listed: Vec<String> = several.iter().filter_map(shown).take(10).collect();
            let more = several.len().saturating_sub(listed.len());
            let more = if more > 0 {
                format!("\nand {more} more")
            } else {
                String::new()
            };
            bail!(
                "several write-ups answer to `{word}`; which of them?\n{}{more}",
                listed.join("\n")
            )
        }
        Named::Nobody => {
            let names = corpus.names.iter().map(|(name, _)| name);
            match crate::text::words::nearest(word, names) {
                Some(near) => bail!("no write-up answers to `{word}`\ndid you mean `{near}`?"),
                None => bail!(
                    "no write-up answers to `{word}`\n`incident search WORDS` finds one by what it says"
                ),
            }
        }
    }
}

/// Returns the path that an existing file on the command line means: seen from the current folder,
/// else from the root, as every command prints it.
pub(super) fn existing(ui: &Ui, root: &Path, path: &Path) -> Option<RepoPath> {
    let from_root = RepoPath::new(&path.to_string_lossy());
    let is_there =
        |path: &RepoPath| disk::kind(root, Path::new(path.as_str())) != disk::Kind::Missing;
    path_in(ui, root, path)
        .filter(|path| is_there(path))
        .or_else(|| from_root.filter(|found| path.is_relative() && is_there(found)))
}

/// Returns a path of the root as somebody in the current folder would type it.
pub(super) fn seen_from_here(ui: &Ui, root: &Path, path: &RepoPath) -> String {
    let folder = ui
        .folder
        .strip_prefix(root)
        .ok()
        .and_then(|folder| RepoPath::new(&folder.to_string_lossy()));
    folder.map_or_else(|| path.to_string(), |folder| path.seen_from(&folder))
}

/// Returns the path inside of the root that a path on the command line means.
pub(super) fn path_in(ui: &Ui, root: &Path, path: &Path) -> Option<RepoPath> {
    let folder = ui.folder.strip_prefix(root).ok()?;
    let folder = RepoPath::new(&folder.to_string_lossy())?;
    if path.is_absolute() {
        let inside = path.strip_prefix(root).ok()?;
        return RepoPath::new(&inside.to_string_lossy());
    }
    folder.join(&path.to_string_lossy())
}

/// Tells what is wrong with the settings, for commands other than `lint`, which reports it.
pub(super) fn tell_settings_problems(ui: &mut Ui, corpus: &Corpus) {
    let settings = corpus
        .problems
        .iter()
        .filter(|problem| problem.span.file == corpus.settings);
    for problem in settings {
        let at = corpus
            .files
            .position(problem.span.file, problem.span.start());
        ui.note(&format!(
            "incident: note: {}:{}:{}: {}",
            config::FILE,
            at.line,
            at.column,
            problem.message
        ));
    }
}

/// Returns a sentence on commits that exist and could not be read, so that no answer is silently
/// shorter; `None` when all could.
pub(super) fn damage(history: &History) -> Option<String> {
    let first = history.unreadable.first()?;
    let count = style::count(history.unreadable.len(), "commit");
    Some(format!(
        "{count} damaged or missing, the first of them {first}\n`git fsck` shows what is damaged"
    ))
}

/// Returns the tracked files that are no write-up, no page beside one and no reads that were imported,
/// from the top of the repository: code is cited by its path from there, wherever the settings lie.
pub(super) fn tracked_elsewhere(corpus: &Corpus) -> Result<Vec<RepoPath>> {
    Ok(elsewhere(corpus, history::tracked(&corpus.top)?))
}

/// Does the same with all that is tracked.
pub(super) fn elsewhere(corpus: &Corpus, mut tracked: Vec<RepoPath>) -> Vec<RepoPath> {
    let here = corpus.paths_from_top();
    let folders = corpus.folders_from_top();
    tracked.retain(|path| {
        let page = path.as_str().to_lowercase().ends_with(".md");
        here.binary_search(path).is_err()
            && !holds_reads(path, &corpus.below)
            && !(page && folders.iter().any(|folder| path.is_under(folder)))
    });
    tracked
}

/// Returns the top of the repository that a path in the settings means.
pub(super) fn work_tree(corpus: &Corpus, path: &str) -> Result<PathBuf> {
    let folder = disk::canonical(&corpus.root.join(path))
        .with_context(|| format!("there is no folder `{path}`"))?;
    if disk::kind(&folder, Path::new(".git")) == disk::Kind::Missing {
        bail!("`{path}` is not the top of a git work tree");
    }
    Ok(folder)
}

/// Returns the names in the folder of reads that are files of them.
pub(super) fn reads_names(root: &Path) -> Result<Vec<String>> {
    let folder = Path::new(ledger::FOLDER);
    match disk::kind(root, folder) {
        disk::Kind::Missing => return Ok(Vec::new()),
        disk::Kind::Folder => {}
        _ => bail!(
            "`{}` is no folder\nthe reads lie in it, one file for each import",
            ledger::FOLDER
        ),
    }
    let names = disk::names(&root.join(folder));
    let names = names.with_context(|| format!("listing `{}`", ledger::FOLDER))?;
    let names = names.into_iter().filter_map(|name| name.into_string().ok());
    Ok(names.filter(|name| is_reads(name)).collect())
}

/// Whether a tracked file holds reads: each of its rows names a write-up, and is neither somebody who came
/// back to it nor, once it is gone, a citation that leads nowhere. They lie beside the settings, whose
/// folder is `below`; any other folder of that name is somebody else's.
pub(super) fn holds_reads(path: &RepoPath, below: &RepoPath) -> bool {
    is_reads(path.file_name()) && below.join(ledger::FOLDER) == Some(path.folder())
}

/// Whether a name is one that an import gives, or somebody who wrote down reads by hand.
fn is_reads(name: &str) -> bool {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending);
    ending == Some("csv") && !name.starts_with('.')
}

/// Reads the files of reads that are wanted: their paths, in order, and texts.
pub(super) fn read_files(
    root: &Path,
    wanted: impl Fn(&str) -> bool,
) -> Result<Vec<(RepoPath, String)>> {
    let mut files = Vec::new();
    for name in reads_names(root)?.into_iter().filter(|name| wanted(name)) {
        let Some(path) = RepoPath::new(&format!("{}/{name}", ledger::FOLDER)) else {
            continue;
        };
        let bytes = disk::read(root, Path::new(path.as_str()), ledger::BYTES_MAX)
            .with_context(|| format!("reading `{path}`"))?;
        files.push((path, String::from_utf8_lossy(&bytes).into_owned()));
    }
    Ok(files)
}

/// Prints the patch of one file: for `git apply`, where nobody looks on.
pub(super) fn write_patch(ui: &mut Ui, patch: &[u8]) -> Result<()> {
    let raw = !ui.terminal && !ui.look.colour;
    let whole = diff::write(&mut ui.out, patch, raw, ui.look)?;
    if raw && !whole {
        ui.note("A file holds characters that cannot be printed as they are: its patch is for reading only.");
    }
    Ok(())
}

/// Returns a number that tells these texts, in these places, from others.
pub(super) fn mark(corpus: &Corpus) -> u64 {
    let mut parts = vec![
        corpus.below.as_str().as_bytes().to_vec(),
        corpus.files.whole(corpus.settings).as_bytes().to_vec(),
    ];
    for (at, writeup) in corpus.writeups.iter().enumerate() {
        parts.push(writeup.path.as_str().as_bytes().to_vec());
        parts.push(corpus.sum(at).to_le_bytes().to_vec());
    }
    cache::checksum(&parts.iter().map(Vec::as_slice).collect::<Vec<_>>())
}
