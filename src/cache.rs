//! Floor 0: what was worked out once, kept for the next run.
//!
//! An entry is bytes under a kind and a key. It is there whole and unharmed, or it is not there: what
//! cannot be read or written is worked out again, and nobody is told. Two runs may write at once, the
//! last one stays; the whole folder may be deleted at any time. What the bytes mean, and whether they
//! are still true, the caller knows.

use std::ffi::OsStr;
use std::path::{Component, Path, PathBuf};

use crate::disk;

/// Longest entry that is read or written, in bytes.
const ENTRY_BYTES_MAX: u64 = 256 * 1024 * 1024;

/// The last bytes of an entry, behind its checksum.
const MAGIC: &[u8; 8] = b"incident";

/// What follows the bytes of an entry: eight bytes of checksum, then the magic word.
const SEAL_BYTES: usize = 16;

/// Digits that tell keys apart in the names of entries.
const KEY_DIGITS: usize = 16;

/// Entries of one kind that are kept for one repository where runs ask for different things: a number modulo
/// this tells which entry makes way.
pub const SLOTS: u64 = 8;

/// Returns the folder to keep entries in: the wanted one, unless it lies in the work tree of the folder
/// that the run is about, or in a repository's inside. Reading commands write to neither.
pub fn place(wanted: &Path, about: &Path) -> Option<PathBuf> {
    let folder = resolved(wanted)?;
    let tree = disk::find_upwards(about, ".git", |_| false);
    let inside = tree.is_some_and(|tree| folder.starts_with(tree)) || folder.starts_with(about);
    let git = Component::Normal(OsStr::new(".git"));
    (!inside && !folder.components().any(|part| part == git)).then_some(folder)
}

/// Returns the entry of this kind and key; `None` when there is none, or it is damaged, or another's.
pub fn read(folder: &Path, kind: &str, key: &[u8]) -> Option<Vec<u8>> {
    let name = name(kind, key);
    let mut bytes = disk::read(folder, Path::new(&name), ENTRY_BYTES_MAX).ok()?;
    let end = bytes.len().checked_sub(SEAL_BYTES)?;
    let (entry, seal) = bytes.split_at_checked(end)?;
    if seal != sealed(kind, key, entry).as_slice() {
        return None;
    }
    bytes.truncate(end);
    Some(bytes)
}

/// Keeps an entry in place of an earlier one of this kind and key. The folder is made when it is not
/// there, for this user alone.
pub fn write(folder: &Path, kind: &str, key: &[u8], mut bytes: Vec<u8>) {
    if bytes.len() as u64 + SEAL_BYTES as u64 > ENTRY_BYTES_MAX {
        return;
    }
    let seal = sealed(kind, key, &bytes);
    bytes.extend(seal);
    // A full or read-only disk costs time at the next run, nothing else.
    let _ = disk::keep(folder, name(kind, key).as_ref(), &bytes);
    forget_earlier(folder, kind);
}

/// Takes away the entries of earlier versions of a kind, `search-2` where `search-3` is kept: they are megabytes
/// that nobody reads again.
fn forget_earlier(folder: &Path, kind: &str) {
    let numbered = |name: &str| {
        let (what, number) = name.rsplit_once('-')?;
        Some((what.to_owned(), number.parse::<u32>().ok()?))
    };
    let Some((what, number)) = numbered(kind) else {
        return;
    };
    // Only what has a name as we give it: the folder is of somebody's choice.
    let of = |name: &str| {
        let (kind, key) = name.rsplit_once('-')?;
        let is_ours = key.len() == KEY_DIGITS && key.bytes().all(|c| c.is_ascii_hexdigit());
        numbered(kind).filter(|_| is_ours)
    };
    for name in disk::names(folder).unwrap_or_default() {
        let of = name.to_str().and_then(of);
        if of.is_some_and(|(other, version)| other == what && version < number) {
            let _ = disk::remove(folder, Path::new(&name));
        }
    }
}

/// Returns the path without links, as far as it is there.
fn resolved(wanted: &Path) -> Option<PathBuf> {
    let there = wanted
        .ancestors()
        .find_map(|folder| Some((folder, disk::canonical(folder).ok()?)));
    let (folder, real) = there?;
    Some(real.join(wanted.strip_prefix(folder).ok()?))
}

fn name(kind: &str, key: &[u8]) -> String {
    let sum = checksum(&[kind.as_bytes(), key]);
    format!("{kind}-{sum:0KEY_DIGITS$x}")
}

/// Returns what stands behind an entry. Two keys may share a name, never a seal.
fn sealed(kind: &str, key: &[u8], bytes: &[u8]) -> [u8; SEAL_BYTES] {
    let sum = checksum(&[kind.as_bytes(), key, bytes]);
    let mut seal = [0; SEAL_BYTES];
    let parts = sum.to_le_bytes().into_iter().chain(*MAGIC);
    for (slot, byte) in seal.iter_mut().zip(parts) {
        *slot = byte;
    }
    seal
}

/// Returns a number that changes with any byte: eight bytes at a time on each of four lanes that need not wait
/// for each other, as entries are megabytes. It guards against accidents, not against whoever may write to
/// the folder.
pub fn checksum(parts: &[&[u8]]) -> u64 {
    const LANES: usize = 4;
    let mut lanes: [u64; LANES] = [1, 2, 3, 4];
    let mut sum = 0;
    for part in parts {
        let (rows, rest) = part.as_chunks::<{ 8 * LANES }>();
        for row in rows {
            for (lane, word) in lanes.iter_mut().zip(row.as_chunks::<8>().0) {
                *lane = mixed(*lane, u64::from_le_bytes(*word));
            }
        }
        let (words, rest) = rest.as_chunks::<8>();
        for word in words {
            sum = mixed(sum, u64::from_le_bytes(*word));
        }
        let mut last = [0; 8];
        for (slot, byte) in last.iter_mut().zip(rest) {
            *slot = *byte;
        }
        sum = mixed(sum, u64::from_le_bytes(last));
        sum = mixed(sum, part.len() as u64);
    }
    lanes.into_iter().fold(sum, mixed)
}

fn mixed(sum: u64, word: u64) -> u64 {
    (sum.rotate_left(5) ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn entries_come_back_whole_or_not_at_all() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path().join("made/on/demand");
        assert_eq!(read(&folder, "x-1", b"key"), None);
        write(&folder, "x-1", b"key", b"one".to_vec());
        write(&folder, "x-1", b"key", b"two".to_vec());
        write(&folder, "x-1", b"other", Vec::new());
        assert_eq!(read(&folder, "x-1", b"key").unwrap(), b"two");
        assert_eq!(read(&folder, "x-1", b"other").unwrap(), b"");
        assert_eq!(read(&folder, "x-2", b"key"), None);
        assert_eq!(disk::names(&folder).unwrap().len(), 2);
    }

    #[test]
    fn entries_of_earlier_versions_make_way() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path();
        for kind in ["x-1", "x-2", "x-4", "xy-1", "x"] {
            write(folder, kind, b"key", b"one".to_vec());
        }
        fs::write(folder.join("x-1-mine"), "mine").unwrap();
        write(folder, "x-3", b"key", b"two".to_vec());
        let is_there = |kind: &str| read(folder, kind, b"key").is_some();
        let there = ["x-1", "x-2", "x-3", "x-4", "xy-1", "x"].map(is_there);
        assert_eq!(there, [false, false, true, true, true, true]);
        assert!(folder.join("x-1-mine").exists());
    }

    #[test]
    fn what_is_damaged_is_not_there() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join(name("x", b"key"));
        write(folder.path(), "x", b"key", (0..100).collect());
        let whole = fs::read(&file).unwrap();
        for at in 0..whole.len() {
            let mut harmed = whole.clone();
            harmed[at] ^= 1;
            fs::write(&file, harmed).unwrap();
            assert_eq!(read(folder.path(), "x", b"key"), None, "byte {at}");
            fs::write(&file, &whole[..at]).unwrap();
            assert_eq!(read(folder.path(), "x", b"key"), None, "cut at {at}");
        }
        // An entry under another's name is not taken for it.
        fs::write(folder.path().join(name("x", b"twin")), &whole).unwrap();
        assert_eq!(read(folder.path(), "x", b"twin"), None);
    }

    #[test]
    fn neither_the_work_tree_nor_git_is_a_place() {
        let folder = tempfile::tempdir().unwrap();
        let root = disk::canonical(folder.path()).unwrap();
        let tree = root.join("tree");
        fs::create_dir_all(tree.join(".git")).unwrap();
        fs::create_dir_all(tree.join("below")).unwrap();
        let about = tree.join("below");
        assert_eq!(place(&tree.join("cache"), &about), None);
        assert_eq!(place(&about, &about), None);
        assert_eq!(place(&root.join("other/.git/x"), &about), None);
        assert_eq!(
            place(&root.join("not/there"), &about),
            Some(root.join("not/there"))
        );
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink(&tree, root.join("way")).unwrap();
            assert_eq!(place(&root.join("way/cache"), &about), None);
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_folder_that_cannot_be_written_is_no_failure() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("file");
        fs::write(&file, "x").unwrap();
        write(&file, "x", b"key", b"one".to_vec());
        assert_eq!(read(&file, "x", b"key"), None);
        write(&folder.path().join("new"), "x", b"key", b"one".to_vec());
        let mode = fs::metadata(folder.path().join("new")).unwrap();
        assert_eq!(mode.permissions().mode() & 0o777, 0o700);
    }
}
