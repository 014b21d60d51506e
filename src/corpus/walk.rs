//! Which files below the folders are write-ups.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use crate::disk;
use crate::model::{Date, RepoPath};
use crate::text::words;

/// A file that should be a write-up.
#[derive(Clone)]
pub(super) struct Found {
    pub(super) path: RepoPath,
    /// The same path for opening: its name need not be UTF-8.
    pub(super) relative: PathBuf,
    /// Why it cannot be one, where that is known already.
    pub(super) refusal: Option<String>,
    /// Whether it is a page about write-ups, not one of them.
    pub(super) page: bool,
}

impl Found {
    /// Returns a file whose text somebody gives.
    pub(super) fn given(path: RepoPath) -> Self {
        Self {
            relative: PathBuf::from(path.as_str()),
            path,
            refusal: None,
            page: false,
        }
    }
}

/// Names, without their ending and case, that are pages about write-ups, not write-ups.
const PAGES: &[&str] = &["readme", "glossary", "contributing", "template", "_index"];

/// Returns the Markdown files below the folders, sorted by path, each once. Hidden files and
/// folders, nested repositories and pages about write-ups are left out; no link is followed.
pub(super) fn writeups(root: &Path, dirs: &[RepoPath]) -> Vec<Found> {
    let mut found: Vec<Found> = dirs.iter().flat_map(|dir| below(root, dir)).collect();
    found.sort_by(|left, right| {
        let paths = left.path.cmp(&right.path);
        // Paths are compared part by part, which takes longer than all else here.
        paths.then_with(|| left.relative.cmp(&right.relative))
    });
    found.dedup_by(|left, right| left.relative.as_os_str() == right.relative.as_os_str());
    found
}

fn below(root: &Path, dir: &RepoPath) -> Vec<Found> {
    let start = root.join(dir.as_str());
    let walk = WalkDir::new(&start)
        .follow_links(false)
        .follow_root_links(false);
    let entries = walk
        .into_iter()
        .filter_entry(|entry| entry.depth() == 0 || is_open(entry));
    let mut found = Vec::new();
    for entry in entries {
        match entry {
            Ok(entry) if entry.file_type().is_dir() => {}
            Ok(entry) if is_markdown(entry.file_name()) => {
                let index =
                    entry.depth() == 1 && stem(entry.file_name()).as_deref() == Some("index");
                if index || is_page(entry.file_name()) {
                    found.extend(seen(root, entry.path(), None).map(|found| Found {
                        page: true,
                        ..found
                    }));
                    continue;
                }
                let refusal = (!entry.file_type().is_file()).then(|| {
                    let what = if entry.path_is_symlink() {
                        "a symbolic link"
                    } else {
                        "no regular file"
                    };
                    format!("it is {what}")
                });
                found.extend(seen(root, entry.path(), refusal));
            }
            Ok(_) => {}
            Err(error) => {
                let path = error.path().unwrap_or(&start);
                // A folder that is not there holds no write-ups; who needs some says so.
                let missing = error
                    .io_error()
                    .is_some_and(|error| error.kind() == std::io::ErrorKind::NotFound);
                if !missing {
                    found.extend(seen(root, path, Some("it cannot be opened".to_owned())));
                }
            }
        }
    }
    found
}

fn seen(root: &Path, path: &Path, refusal: Option<String>) -> Option<Found> {
    let relative = path.strip_prefix(root).ok()?.to_path_buf();
    let shown = relative
        .to_string_lossy()
        .replace(std::path::MAIN_SEPARATOR, "/");
    Some(Found {
        path: RepoPath::new(&shown)?,
        relative,
        refusal,
        page: false,
    })
}

/// Whether a walk goes on with this entry.
fn is_open(entry: &DirEntry) -> bool {
    let hidden = entry.file_name().as_encoded_bytes().starts_with(b".");
    if hidden || entry.file_name() == "node_modules" {
        return false;
    }
    // A nested repository, or a bare one that a pull request brought along, is somebody else's.
    let holds = |name: &str| disk::kind(entry.path(), Path::new(name)) != disk::Kind::Missing;
    let repository = || holds(".git") || ["HEAD", "objects", "refs"].into_iter().all(holds);
    !(entry.file_type().is_dir() && repository())
}

fn is_markdown(name: &OsStr) -> bool {
    stem(name).is_some_and(|stem| !stem.is_empty())
}

/// Whether a Markdown file is a page about write-ups, not one of them. `index.md` is one only at the
/// top: below it is what Hugo calls a write-up's folder.
pub(super) fn is_page(name: &OsStr) -> bool {
    stem(name).is_some_and(|stem| {
        // `2026-11-20-the-broken-template.md` is a story.
        if Date::leading(&stem).is_some() {
            return false;
        }
        let folded = words::fold(&stem);
        PAGES.contains(&stem.as_str())
            || folded.starts_with("template ")
            || folded.ends_with(" template")
    })
}

/// Returns a Markdown file's name without its ending, in lower case.
fn stem(name: &OsStr) -> Option<String> {
    let name = name.to_string_lossy().to_lowercase();
    name.strip_suffix(".md")
        .or_else(|| name.strip_suffix(".markdown"))
        .map(str::to_owned)
}
