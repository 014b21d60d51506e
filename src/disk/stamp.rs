//! Whether a file is still as it was, without reading it.

#[cfg(target_os = "linux")]
use std::ffi::OsStr;
use std::fs;
#[cfg(target_os = "linux")]
use std::os::fd::OwnedFd;
use std::path::Path;
#[cfg(target_os = "linux")]
use std::path::PathBuf;
use std::time::{SystemTime, UNIX_EPOCH};

/// A mark of a file's state: it changes when the file is written, or another takes its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// Nanoseconds since 1970; 0 where the system does not tell.
    written: u64,
    bytes: u64,
    /// When the system noted the last change, and which file it is; 0 where it does not tell. A file
    /// that was put back with its old time has another one.
    changed: u64,
    file: u64,
}

impl Stamp {
    /// Returns the mark as numbers, for keeping.
    pub fn numbers(self) -> [u64; 4] {
        [self.written, self.bytes, self.changed, self.file]
    }

    /// Whether a write since the look at `moment`, in nanoseconds since 1970, would surely show in the
    /// mark. Times of files are coarse: one that was written just before may have been written again.
    pub fn is_settled(self, moment: u64) -> bool {
        let last = self.written.max(self.changed);
        self.written > 0 && last.saturating_add(SETTLED_NANOSECONDS) < moment
    }
}

/// The coarsest times that file systems keep are of two seconds.
const SETTLED_NANOSECONDS: u64 = 2_000_000_000;

/// Returns nanoseconds since 1970, to compare with times of files.
pub fn now() -> u64 {
    nanoseconds(SystemTime::now())
}

fn nanoseconds(time: SystemTime) -> u64 {
    let since = time.duration_since(UNIX_EPOCH);
    since.map_or(0, |since| u64::try_from(since.as_nanos()).unwrap_or(0))
}

/// Takes the marks of files below a root, one after the other: the way to a folder is gone once for those in it.
#[derive(Debug)]
pub struct Stamps<'a> {
    root: &'a Path,
    /// The folder of the last one, held open; `None` where it could not be.
    #[cfg(target_os = "linux")]
    last: Option<(PathBuf, Option<OwnedFd>)>,
}

impl<'a> Stamps<'a> {
    pub fn new(root: &'a Path) -> Self {
        Self {
            root,
            #[cfg(target_os = "linux")]
            last: None,
        }
    }

    /// Returns the mark of a file; `None` when there is no such file.
    #[cfg(target_os = "linux")]
    pub fn of(&mut self, relative: &Path) -> Option<Stamp> {
        let (Some(folder), Some(name)) = (relative.parent(), relative.file_name()) else {
            return stamp(self.root, relative);
        };
        let last = match self.last.take() {
            Some(last) if last.0 == folder => last,
            _ => (folder.to_path_buf(), opened(&self.root.join(folder))),
        };
        let (_, held) = self.last.insert(last);
        match held.as_ref().map(|folder| seen_from(folder, name)) {
            Some(Ok(stamp)) => stamp,
            _ => stamp(self.root, relative),
        }
    }

    /// Returns the mark of a file; `None` when there is no such file.
    #[cfg(not(target_os = "linux"))]
    pub fn of(&mut self, relative: &Path) -> Option<Stamp> {
        stamp(self.root, relative)
    }
}

/// Opens a folder to look at what is in it.
#[cfg(target_os = "linux")]
fn opened(folder: &Path) -> Option<OwnedFd> {
    use rustix::fs::{CWD, Mode, OFlags, openat};
    let flags = OFlags::PATH | OFlags::DIRECTORY | OFlags::CLOEXEC;
    openat(CWD, folder, flags, Mode::empty()).ok()
}

/// Returns the mark of a file in a folder, as [`stamp`] does by its path; fails where the kernel cannot tell.
#[cfg(target_os = "linux")]
fn seen_from(folder: &OwnedFd, name: &OsStr) -> rustix::io::Result<Option<Stamp>> {
    use rustix::fs::{AtFlags, FileType, StatxFlags, StatxTimestamp, statx};
    let meta = statx(
        folder,
        name,
        AtFlags::SYMLINK_NOFOLLOW,
        StatxFlags::BASIC_STATS,
    )?;
    if FileType::from_raw_mode(meta.stx_mode.into()) != FileType::RegularFile {
        return Ok(None);
    }
    let seconds = |time: StatxTimestamp| u64::try_from(time.tv_sec).ok();
    let part = |time: StatxTimestamp| u64::from(time.tv_nsec);
    // What no number of nanoseconds since 1970 tells is as what the system does not tell.
    let written = || {
        let whole = seconds(meta.stx_mtime)?.checked_mul(1_000_000_000)?;
        whole.checked_add(part(meta.stx_mtime))
    };
    let changed = seconds(meta.stx_ctime).unwrap_or(0);
    Ok(Some(Stamp {
        written: written().unwrap_or(0),
        bytes: meta.stx_size,
        changed: nanoseconds_of(changed, part(meta.stx_ctime)),
        file: meta.stx_ino,
    }))
}

/// Returns the mark of a file below `root`; `None` when there is no such file.
pub fn stamp(root: &Path, relative: &Path) -> Option<Stamp> {
    let meta = fs::symlink_metadata(root.join(relative)).ok()?;
    if !meta.is_file() {
        return None;
    }
    let written = meta.modified().map_or(0, nanoseconds);
    let (changed, file) = beyond(&meta);
    Some(Stamp {
        written,
        bytes: meta.len(),
        changed,
        file,
    })
}

#[cfg(unix)]
fn beyond(meta: &fs::Metadata) -> (u64, u64) {
    use std::os::unix::fs::MetadataExt;
    let seconds = u64::try_from(meta.ctime()).unwrap_or(0);
    let part = u64::try_from(meta.ctime_nsec()).unwrap_or(0);
    (nanoseconds_of(seconds, part), meta.ino())
}

#[cfg(unix)]
fn nanoseconds_of(seconds: u64, part: u64) -> u64 {
    seconds.saturating_mul(1_000_000_000).saturating_add(part)
}

#[cfg(not(unix))]
fn beyond(_: &fs::Metadata) -> (u64, u64) {
    (0, 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_the_same_one_by_one_and_in_a_row() {
        let root = tempfile::tempdir().unwrap();
        let root = root.path();
        fs::create_dir_all(root.join("a/b")).unwrap();
        for file in ["one.md", "a/two.md", "a/three.md", "a/b/four.md"] {
            fs::write(root.join(file), file).unwrap();
        }
        let old = UNIX_EPOCH - std::time::Duration::from_millis(500);
        let three = fs::File::options()
            .write(true)
            .open(root.join("a/three.md"));
        three.unwrap().set_modified(old).unwrap();
        #[cfg(unix)]
        std::os::unix::fs::symlink("two.md", root.join("a/link.md")).unwrap();
        let mut stamps = Stamps::new(root);
        for file in [
            "one.md",
            "a/two.md",
            "a/three.md",
            "a/link.md",
            "a/b",
            "a/none.md",
            "none/two.md",
            "a/b/four.md",
            "",
        ] {
            let file = Path::new(file);
            assert_eq!(stamps.of(file), stamp(root, file), "{}", file.display());
        }
        assert!(stamps.of(Path::new("a/two.md")).is_some());
    }
}
