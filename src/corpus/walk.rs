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
    /// The same path for opening, where it has another name than is shown: one that is no UTF-8.
    pub(super) other_name: Option<PathBuf>,
    /// Why it cannot be one, where that is known already.
    pub(super) refusal: Option<String>,
    /// Whether it is a page about write-ups, not one of them.
    pub(super) page: bool,
}

impl Found {
    /// Returns a file whose text somebody gives.
    pub(super) fn given(path: RepoPath) -> Self {
        Self {
            path,
            other_name: None,
            refusal: None,
            page: false,
        }
    }

    /// Returns the path for opening.
    pub(super) fn relative(&self) -> &Path {
        let other = self.other_name.as_deref();
        other.unwrap_or_else(|| Path::new(self.path.as_str()))
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
        paths.then_with(|| left.other_name.cmp(&right.other_name))
    });
    found.dedup_by(|left, right| left.relative().as_os_str() == right.relative().as_os_str());
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
            Ok(entry) => {
                let Some(stem) = stem(entry.file_name()) else {
                    continue;
                };
                let index = entry.depth() == 1 && stem == "index";
                if index || is_page_stem(&stem) {
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
    if let Some(inside) = inside(root, path) {
        return Some(Found {
            refusal,
            ..Found::given(RepoPath::new(inside)?)
        });
    }
    let relative = path.strip_prefix(root).ok()?;
    let shown = relative.to_string_lossy();
    let shown = RepoPath::new(&shown.replace(std::path::MAIN_SEPARATOR, "/"))?;
    Some(Found {
        other_name: (relative != Path::new(shown.as_str())).then(|| relative.to_path_buf()),
        path: shown,
        refusal,
        page: false,
    })
}

/// Returns a path as seen from the root, where no part of it has to be looked at for that.
fn inside<'a>(root: &Path, path: &'a Path) -> Option<&'a str> {
    let inside = path.to_str()?.strip_prefix(root.to_str()?)?;
    inside.strip_prefix('/')
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

/// Whether a Markdown file is a page about write-ups, not one of them. `index.md` is one only at the
/// top: below it is what Hugo calls a write-up's folder.
pub(super) fn is_page(name: &OsStr) -> bool {
    stem(name).is_some_and(|stem| is_page_stem(&stem))
}

fn is_page_stem(stem: &str) -> bool {
    // `2026-11-20-the-broken-template.md` is a story.
    if Date::leading(stem).is_some() {
        return false;
    }
    // Folding takes longer than all else here, and adds no letter to a name that is ASCII.
    let may_be_template = !stem.is_ascii() || stem.contains('\'') || stem.contains("template");
    let is_template = || {
        let folded = words::fold(stem);
        folded.starts_with("template ") || folded.ends_with(" template")
    };
    PAGES.contains(&stem) || (may_be_template && is_template())
}

/// Returns a Markdown file's name without its ending, in lower case; `None` for any other file.
fn stem(name: &OsStr) -> Option<String> {
    let name = name.to_string_lossy().to_lowercase();
    let stem = name
        .strip_suffix(".md")
        .or_else(|| name.strip_suffix(".markdown"))?;
    (!stem.is_empty()).then(|| stem.to_owned())
}
