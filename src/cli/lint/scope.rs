//! What a run of `lint` reads, and what of it the findings are reported on.

use std::collections::BTreeSet;
use std::io::Read;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};

use super::Args;
use crate::cli::shared;
use crate::cli::ui::Ui;
use crate::config::Limits;
use crate::corpus::{self, Bodies, Corpus, Overlays, Wish};
use crate::history;
use crate::lint::{self, Ahead};
use crate::model::RepoPath;
use crate::text::words;

/// Decided once from the arguments.
pub(super) struct Scope {
    pub(super) root: PathBuf,
    /// The folders to read, where they are not those of the settings.
    pub(super) dirs: Option<Vec<RepoPath>>,
    /// The files and folders to report on; all when nobody named any.
    pub(super) chosen: Option<BTreeSet<RepoPath>>,
    /// Whether the write-ups that nobody chose are read whole too: advice compares the words of all.
    whole: bool,
    /// The path and the text from standard input.
    pub(super) stdin: Option<(RepoPath, String)>,
}

impl Scope {
    pub(super) fn new(args: &Args, ui: &mut Ui) -> Result<Self> {
        let root = shared::root(ui);
        let mut scope = Self {
            root,
            dirs: None,
            chosen: None,
            whole: args.advice,
            stdin: None,
        };
        if args.files.iter().any(|file| file == Path::new("-")) {
            if args.files.len() > 1 {
                bail!("`-` is one text alone, and other files were named beside it");
            }
            let (path, text) = scope.read_stdin(args.stdin_filename.as_deref(), ui)?;
            scope.chosen = Some(BTreeSet::from([path.clone()]));
            scope.stdin = Some((path, text));
        } else if args.stdin_filename.is_some() {
            bail!("`--stdin-filename` goes with `-`, and there is none");
        } else if let Some(base) = &args.changed {
            let base = Some(base.as_str()).filter(|base| !base.is_empty());
            let changed = history::changed(&scope.root, base, &hints())?;
            scope.chosen = Some(changed.into_iter().collect());
        } else if !args.files.is_empty() {
            scope.choose(args, ui)?;
        }
        Ok(scope)
    }

    /// Whether findings in a file are reported.
    pub(super) fn has(&self, path: &str) -> bool {
        self.chosen
            .as_ref()
            .is_none_or(|chosen| holds(chosen, path))
    }

    /// Whether each body is looked at as soon as it is read, and not kept: all are wanted, and nothing
    /// compares their words.
    pub(super) fn looks_ahead(&self) -> bool {
        self.chosen.is_none() && !self.whole
    }

    /// Reads the corpus, with the texts that mending made in the place of those on disk. `ahead` looks
    /// at each write-up on the way, if it is wanted that anybody does.
    pub(super) fn load(
        &self,
        mended: &Overlays,
        ahead: Option<&mut Ahead>,
        ui: &mut Ui,
    ) -> Result<Corpus> {
        let mut overlays: Overlays = self.stdin.iter().cloned().collect();
        overlays.extend(
            mended
                .iter()
                .map(|(path, text)| (path.clone(), text.clone())),
        );
        if let Some(ahead) = ahead {
            let look = |corpus: &mut Corpus, round| ahead.look(corpus, round);
            let read = |root: &Path| corpus::load_in_rounds(root, &overlays, look);
            return if overlays.is_empty() {
                shared::load_by(ui, read)
            } else {
                read(&self.root)
            };
        }
        if self.chosen.is_none() && overlays.is_empty() {
            return shared::load(ui);
        }
        // Wikilinks anywhere can name one of the chosen as it was called before.
        let whole = |path: &str, wikilinks: bool| self.whole || wikilinks || self.has(path);
        let wish = Wish {
            dirs: self.dirs.as_deref(),
            overlays: &overlays,
            bodies: Bodies::Of(&whole),
            kept: ui.cache.as_deref(),
        };
        let mut corpus = corpus::load_with(&self.root, wish)?;
        if self.chosen.is_some() {
            let reach = lint::reach(&corpus, |file| self.has(corpus.files.path(file)));
            corpus.read_whole(reach);
        }
        Ok(corpus)
    }

    /// Takes the files that were named. Those that the settings do not know yet are read all the
    /// same: somebody named them.
    fn choose(&mut self, args: &Args, ui: &mut Ui) -> Result<()> {
        let mut paths = Vec::new();
        for file in &args.files {
            let Some(path) = shared::existing(ui, &self.root, file) else {
                if args.force_exclude {
                    let shown = file.display();
                    ui.note(&format!(
                        "incident: note: there is no file `{shown}` here; it is left out"
                    ));
                    continue;
                }
                let path = shared::path_in(ui, &self.root, file).with_context(|| {
                    format!("`{}` is outside of the repository", file.display())
                })?;
                bail!("there is no file `{path}`{}", near_file(&self.root, &path)?);
            };
            paths.push(path);
        }
        let folders = corpus::folders(&self.root)?;
        let mut strangers = paths.iter();
        let strangers = !args.force_exclude
            && strangers.any(|path| !folders.iter().any(|folder| path.is_under(folder)));
        if strangers {
            self.dirs = Some(folders.into_iter().chain(paths.iter().cloned()).collect());
        }
        self.chosen = Some(paths.into_iter().collect());
        Ok(())
    }

    fn read_stdin(&self, name: Option<&Path>, ui: &Ui) -> Result<(RepoPath, String)> {
        let name = name.unwrap_or(Path::new("stdin.md"));
        let path = shared::path_in(ui, &self.root, name)
            .with_context(|| format!("`{}` is outside of the repository", name.display()))?;
        // The settings are read later, with everything else.
        let bytes_max = Limits::default().writeup;
        let mut bytes = Vec::new();
        std::io::stdin()
            .take(bytes_max + 1)
            .read_to_end(&mut bytes)
            .context("reading standard input")?;
        if bytes.len() as u64 > bytes_max {
            bail!("standard input is longer than {} KiB", bytes_max / 1024);
        }
        let text = String::from_utf8(bytes).context("standard input is not UTF-8 text")?;
        Ok((path, text))
    }
}

/// Whether a path, or a folder that it lies in, is among those chosen.
pub(super) fn holds(chosen: &BTreeSet<RepoPath>, path: &str) -> bool {
    let folders = path
        .match_indices('/')
        .filter_map(|(end, _)| path.get(..end));
    folders.chain(["", path]).any(|one| chosen.contains(one))
}

/// Returns the base that CI knows of: the target branch of a pull or merge request.
fn hints() -> Vec<String> {
    let var = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let github = var("GITHUB_BASE_REF").map(|branch| format!("origin/{branch}"));
    let gitlab = var("CI_MERGE_REQUEST_DIFF_BASE_SHA");
    github.into_iter().chain(gitlab).collect()
}

/// Returns a hint with the write-up that a mistyped path may mean.
fn near_file(root: &Path, path: &RepoPath) -> Result<String> {
    let corpus = corpus::load(root, None)?;
    let names = || corpus.writeups.iter().map(|writeup| &writeup.path);
    let near = names()
        .find(|known| known.file_name() == path.file_name())
        .or_else(|| {
            let near = words::nearest(path.file_name(), names().map(RepoPath::file_name))?;
            names().find(|known| known.file_name() == near)
        });
    Ok(near.map_or_else(String::new, |near| format!("\ndid you mean `{near}`?")))
}
