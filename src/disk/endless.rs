//! What looks like a file and never ends.

use std::fs;
use std::path::{Path, PathBuf};

/// Whether reading what a path leads to, links followed, may never end: a pipe, or a device other than
/// `/dev/null`.
pub fn is_endless(path: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt;
        let is_endless = fs::metadata(path).is_ok_and(|meta| {
            let kind = meta.file_type();
            kind.is_fifo() || kind.is_char_device() || kind.is_block_device()
        });
        is_endless && fs::canonicalize(path).is_ok_and(|path| path != Path::new("/dev/null"))
    }
    #[cfg(not(unix))]
    {
        let _ = path;
        false
    }
}

/// Returns something [endless](is_endless) in a folder or below, git's own folders left out; only what has
/// one of the names, where some are given. Links to folders are not followed.
pub fn find_endless(folder: &Path, names: &[&str]) -> Option<PathBuf> {
    let mut pending = vec![folder.to_path_buf()];
    while let Some(folder) = pending.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let kind = entry.file_type().ok();
            if kind.is_some_and(|kind| kind.is_dir()) {
                if entry.file_name() != ".git" {
                    pending.push(entry.path());
                }
            } else if !kind.is_some_and(|kind| kind.is_file())
                && (names.is_empty() || names.iter().any(|name| entry.file_name() == *name))
                && is_endless(&entry.path())
            {
                return Some(entry.path());
            }
        }
    }
    None
}
