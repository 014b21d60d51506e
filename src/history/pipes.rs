//! Pipes and devices where git's files should be: libgit2 would wait for what never comes, so it is not let near.

use std::collections::BTreeSet;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

use crate::disk;

/// What libgit2 opens in git's folder.
const FILES: &[&str] = &[
    "HEAD",
    "commondir",
    "config",
    "config.worktree",
    "gitdir",
    "index",
    "packed-refs",
    "shallow",
];

/// The folders of which it opens whatever is in there.
const FOLDERS: &[&str] = &["info", "objects/info", "objects/pack"];

/// Longest file that says where git's folder is, in bytes.
const LINE_BYTES_MAX: u64 = 64 * 1024;

/// How far settings are looked into, in bytes.
const SETTINGS_BYTES_MAX: u64 = 8 * 1024 * 1024;

/// How many files of settings may lead to each other; git's own limit is ten deep.
const SETTINGS_MAX: usize = 100;

/// Fails where reading the repository at `top` would never end.
pub(super) fn refuse(top: &Path) -> Result<()> {
    let mut found = None;
    for folder in folders(top) {
        let files = FILES.iter().map(|name| folder.join(name));
        let listed = FOLDERS.iter().flat_map(|name| {
            let below = folder.join(name);
            let names = disk::names(&below).unwrap_or_default();
            names.into_iter().map(move |name| below.join(name))
        });
        found = files
            .chain(listed)
            .find(|path| disk::is_endless(path))
            .or_else(|| disk::find_endless(&folder.join("refs"), &[]))
            .or_else(|| named_in_settings(&folder));
        if found.is_some() {
            break;
        }
    }
    match found {
        Some(path) => bail!(
            "`{}` is a pipe or a device, where git has a file: this repository is not read",
            path.strip_prefix(top).unwrap_or(&path).display()
        ),
        None => Ok(()),
    }
}

/// Files of the work tree that are opened to compare it: what git leaves out, and how it reads the others.
const BELOW: &[&str] = &[".gitignore", ".gitattributes"];

/// Fails where one of git's files anywhere in the work tree would never end.
pub(super) fn refuse_below(top: &Path) -> Result<()> {
    match disk::find_endless(top, BELOW) {
        Some(path) => bail!(
            "`{}` is a pipe or a device, where git has a file",
            path.strip_prefix(top).unwrap_or(&path).display()
        ),
        None => Ok(()),
    }
}

/// Returns git's folders: that of this work tree, and that of all of them.
fn folders(top: &Path) -> Vec<PathBuf> {
    let own = match line(top, ".git") {
        Some(line) => top.join(line.strip_prefix("gitdir:").unwrap_or(&line).trim()),
        None => top.join(".git"),
    };
    let common = line(&own, "commondir").map(|line| own.join(line.trim()));
    common.into_iter().chain([own]).collect()
}

/// Returns what a small file of git's holds; `None` when there is no such file.
fn line(folder: &Path, name: &str) -> Option<String> {
    let bytes = disk::read(folder, Path::new(name), LINE_BYTES_MAX).ok()?;
    String::from_utf8(bytes).ok()
}

/// Returns a pipe or device that the settings name, for whatever: more settings, or patterns of files to be left
/// out.
fn named_in_settings(folder: &Path) -> Option<PathBuf> {
    let home = std::env::home_dir();
    let mut pending = vec![folder.join("config"), folder.join("config.worktree")];
    let mut seen = BTreeSet::new();
    while let Some(file) = pending.pop() {
        if seen.len() >= SETTINGS_MAX || seen.contains(&file) {
            continue;
        }
        let Ok((reader, _)) = disk::stream(&file) else {
            continue;
        };
        let mut bytes = Vec::new();
        let _ = reader.take(SETTINGS_BYTES_MAX).read_to_end(&mut bytes);
        let text = String::from_utf8_lossy(&bytes);
        let text = text.replace("\\\r\n", "").replace("\\\n", "");
        let above = file.parent().unwrap_or(folder);
        for value in text.lines().filter_map(value) {
            // Some are seen from the settings, some from where the run was started.
            let paths = match (value.strip_prefix("~/"), &home) {
                (Some(below), Some(home)) => vec![home.join(below)],
                _ => vec![PathBuf::from(&value), above.join(&value)],
            };
            if let Some(path) = paths.iter().find(|path| disk::is_endless(path)) {
                return Some(path.clone());
            }
            pending.extend(paths);
        }
        seen.insert(file);
    }
    None
}

/// Returns the value in a line of settings, which may have the head of its section before it.
fn value(line: &str) -> Option<String> {
    let line = line.trim_start();
    let head_end = if line.starts_with('[') {
        line.rfind(']')?
    } else {
        0
    };
    let (_, value) = line.get(head_end..)?.split_once('=')?;
    let value = value.split([';', '#']).next()?;
    Some(value.trim().replace(['"', '\\'], ""))
}

#[cfg(test)]
mod tests {
    use super::value;

    #[test]
    fn values_are_found_as_git_finds_them() {
        for (line, expected) in [
            ("\tpath = a b", Some("a b")),
            ("path=\"a\" # why", Some("a")),
            ("[include] path = a", Some("a")),
            ("[includeIf \"gitdir:x=y\"] PATH = a", Some("a")),
            ("[core]", None),
            ("bare", None),
        ] {
            assert_eq!(value(line).as_deref(), expected, "{line}");
        }
    }
}
