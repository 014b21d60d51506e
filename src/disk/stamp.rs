//! Whether a file is still as it was, without reading it.

use std::fs;
use std::path::Path;
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
    let changed = seconds.saturating_mul(1_000_000_000).saturating_add(part);
    (changed, meta.ino())
}

#[cfg(not(unix))]
fn beyond(_: &fs::Metadata) -> (u64, u64) {
    (0, 0)
}
