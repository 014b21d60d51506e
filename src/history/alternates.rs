//! Where a repository's objects lie: in a folder of its own, and in those that it borrows from.

use std::path::{Path, PathBuf};

use crate::disk;

/// Longest file of objects borrowed from elsewhere that is read, and how far borrowing goes.
const FILE_BYTES_MAX: u64 = 64 * 1024;
const FOLDERS_MAX: usize = 16;

/// Returns a folder of objects and those that it borrows from, each once.
pub(super) fn folders(own: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut pending = vec![own.to_path_buf()];
    while let Some(folder) = pending.pop() {
        if found.len() < FOLDERS_MAX && !found.contains(&folder) {
            pending.extend(named(&folder));
            found.push(folder);
        }
    }
    found
}

fn named(folder: &Path) -> Vec<PathBuf> {
    let file = Path::new("info/alternates");
    let bytes = disk::read(folder, file, FILE_BYTES_MAX).unwrap_or_default();
    let text = String::from_utf8_lossy(&bytes);
    let named = text
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'));
    named.map(|line| folder.join(line)).collect()
}
