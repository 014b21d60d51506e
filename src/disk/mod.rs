//! Floor 0: the only code that opens, lists or writes files.
//!
//! Reads are bounded and follow no link in any part of the path; what is no regular file is not
//! read. New files appear whole or not at all, and never over an existing one, but for a report, which
//! takes the place of an earlier one.

use std::ffi::{OsStr, OsString};
use std::fmt;
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Component, Path, PathBuf};

mod endless;
mod lock;
mod revise;
mod stamp;

pub use endless::{find_endless, is_endless};
pub use lock::{Bench, Lock};
pub use revise::revise;
pub use stamp::{Stamp, Stamps, now, stamp};

/// Why a file was not read.
#[derive(Debug)]
pub enum Refusal {
    Missing,
    /// A symbolic link is, or is on, the path.
    Link,
    /// A folder, pipe, socket or device.
    NotAFile,
    /// Longer than the limit, in bytes.
    TooLong(u64),
    Failed(io::Error),
}

impl fmt::Display for Refusal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing => out.write_str("there is no such file"),
            Self::Link => out.write_str("it is a symbolic link, and links are not followed"),
            Self::NotAFile => out.write_str("it is not a regular file"),
            Self::TooLong(limit) => write!(out, "it is longer than {} KiB", limit / 1024),
            Self::Failed(error) => write!(out, "it cannot be read: {error}"),
        }
    }
}

impl std::error::Error for Refusal {}

/// What stands at a path, links not followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Missing,
    File,
    Folder,
    Link,
    Other,
}

/// Reads a file below `root` whole, at most `limit` bytes.
pub fn read(root: &Path, relative: &Path, limit: u64) -> Result<Vec<u8>, Refusal> {
    let file = open(root, relative)?;
    let meta = file.metadata().map_err(Refusal::Failed)?;
    if !meta.is_file() {
        return Err(Refusal::NotAFile);
    }
    if meta.len() > limit {
        return Err(Refusal::TooLong(limit));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(meta.len()).unwrap_or(0));
    // The file may grow between the two calls: one byte more than the limit shows it.
    file.take(limit + 1)
        .read_to_end(&mut bytes)
        .map_err(Refusal::Failed)?;
    if bytes.len() as u64 > limit {
        return Err(Refusal::TooLong(limit));
    }
    Ok(bytes)
}

/// Opens a file that somebody named, wherever it lies, to be read from its start to its end, and returns
/// how long it is now: links are followed, and of a pipe the length is 0.
pub fn stream(path: &Path) -> Result<(impl Read + use<>, u64), Refusal> {
    let file = File::open(path).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => Refusal::Missing,
        _ => Refusal::Failed(error),
    })?;
    let meta = file.metadata().map_err(Refusal::Failed)?;
    if meta.is_dir() {
        return Err(Refusal::NotAFile);
    }
    let bytes = if meta.is_file() { meta.len() } else { 0 };
    Ok((file, bytes))
}

/// A file that is too long to be read whole: it is read in parts.
#[derive(Debug)]
pub struct Parts {
    file: File,
    /// How long it was when it was opened.
    pub bytes: u64,
}

impl Parts {
    /// Opens a file below `root`.
    pub fn open(root: &Path, relative: &Path) -> Result<Self, Refusal> {
        let file = open(root, relative)?;
        let meta = file.metadata().map_err(Refusal::Failed)?;
        if !meta.is_file() {
            return Err(Refusal::NotAFile);
        }
        let bytes = meta.len();
        Ok(Self { file, bytes })
    }

    /// Reads what stands at `offset`, counted from the start, and returns how many bytes that were:
    /// fewer than there is room for only at the end of the file.
    pub fn read_at(&self, offset: u64, room: &mut [u8]) -> io::Result<usize> {
        let mut done = 0;
        while let Some(rest) = room.get_mut(done..).filter(|rest| !rest.is_empty()) {
            #[cfg(unix)]
            let read = std::os::unix::fs::FileExt::read_at(&self.file, rest, offset + done as u64);
            #[cfg(windows)]
            let read =
                std::os::windows::fs::FileExt::seek_read(&self.file, rest, offset + done as u64);
            match read {
                Ok(0) => break,
                Ok(read) => done += read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(done)
    }
}

/// Opens for reading without following a link; a pipe does not block.
fn open(root: &Path, relative: &Path) -> Result<File, Refusal> {
    #[cfg(target_os = "linux")]
    if let Some(file) = open_at_once(root, relative) {
        return Ok(file);
    }
    match kind(root, relative) {
        Kind::Missing => return Err(Refusal::Missing),
        Kind::Link => return Err(Refusal::Link),
        Kind::Folder | Kind::Other => return Err(Refusal::NotAFile),
        Kind::File => {}
    }
    let mut options = fs::OpenOptions::new();
    options.read(true);
    // Between the look and the opening somebody may swap the file for a link or a pipe.
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        let flags = rustix::fs::OFlags::NOFOLLOW | rustix::fs::OFlags::NONBLOCK;
        options.custom_flags(i32::try_from(flags.bits()).unwrap_or(0));
    }
    options
        .open(root.join(relative))
        .map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => Refusal::Missing,
            _ => Refusal::Failed(error),
        })
}

/// Opens as [`open`] does in one call instead of a look at each folder on the way. `None` where that fails
/// for any reason, an old kernel or a careful sandbox among them: the looks then say why.
#[cfg(target_os = "linux")]
fn open_at_once(root: &Path, relative: &Path) -> Option<File> {
    use rustix::fs::{CWD, Mode, OFlags, ResolveFlags, openat2};
    let plain = |part| matches!(part, Component::Normal(_) | Component::CurDir);
    if !relative.components().all(plain) {
        return None;
    }
    let flags = OFlags::RDONLY | OFlags::CLOEXEC | OFlags::NOFOLLOW | OFlags::NONBLOCK;
    let path = root.join(relative);
    let file = openat2(CWD, &path, flags, Mode::empty(), ResolveFlags::NO_SYMLINKS);
    file.ok().map(File::from)
}

/// Returns what stands at a path below `root`. A link anywhere on the way is the answer: nothing
/// behind it is looked at.
pub fn kind(root: &Path, relative: &Path) -> Kind {
    let mut path = root.to_path_buf();
    let mut kind = Kind::Folder;
    for part in relative.components() {
        match part {
            Component::Normal(name) => path.push(name),
            Component::CurDir => continue,
            _ => return Kind::Missing,
        }
        kind = match fs::symlink_metadata(&path) {
            Ok(meta) if meta.file_type().is_symlink() => return Kind::Link,
            Ok(meta) if meta.is_dir() => Kind::Folder,
            Ok(meta) if meta.is_file() => Kind::File,
            Ok(_) => Kind::Other,
            Err(_) => return Kind::Missing,
        };
    }
    kind
}

/// Returns the nearest folder from `start` upwards that holds an entry of this name, up to and
/// including the first one that `stop` holds for.
pub fn find_upwards(start: &Path, name: &str, stop: impl Fn(&Path) -> bool) -> Option<PathBuf> {
    for folder in start.ancestors() {
        if fs::symlink_metadata(folder.join(name)).is_ok() {
            return Some(folder.to_path_buf());
        }
        if stop(folder) {
            return None;
        }
    }
    None
}

/// Returns the path of a folder without links, `.` and `..`; fails when there is no such folder.
pub fn canonical(folder: &Path) -> io::Result<PathBuf> {
    let path = fs::canonicalize(folder)?;
    if fs::metadata(&path)?.is_dir() {
        Ok(path)
    } else {
        Err(io::Error::from(io::ErrorKind::NotADirectory))
    }
}

/// Returns the names in a folder, sorted.
pub fn names(folder: &Path) -> io::Result<Vec<OsString>> {
    let mut names = fs::read_dir(folder)?
        .map(|entry| entry.map(|entry| entry.file_name()))
        .collect::<io::Result<Vec<_>>>()?;
    names.sort();
    Ok(names)
}

/// Makes the folders of a path below `root`; refuses to go through a link.
pub fn make_folders(root: &Path, relative: &Path) -> io::Result<()> {
    let mut made = PathBuf::new();
    for part in relative.components() {
        made.push(part);
        match kind(root, &made) {
            Kind::Folder => {}
            Kind::Missing => match fs::create_dir(root.join(&made)) {
                // Somebody else was quicker: their folder is as good.
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                done => done?,
            },
            Kind::Link => {
                return Err(io::Error::other(
                    "a symbolic link is in the way, and links are not followed",
                ));
            }
            Kind::File | Kind::Other => {
                return Err(io::Error::other("a file is in the way of the folder"));
            }
        }
    }
    Ok(())
}

/// Writes a new file below `root`: whole or not at all, synced to disk, never over an existing one
/// (`AlreadyExists`). Folders on the way are made.
pub fn create(root: &Path, relative: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = relative.parent().unwrap_or(Path::new(""));
    make_folders(root, folder)?;
    let target = root.join(relative);
    let folder = root.join(folder);
    written(&folder, bytes)?
        .persist_noclobber(&target)
        .map_err(|error| error.error)?;
    sync_folder(&folder)
}

/// Writes a file of our own, such as a report, into a folder that is there, which may lie anywhere:
/// whole or not at all, in place of an earlier one.
pub fn replace(folder: &Path, name: &OsStr, bytes: &[u8]) -> io::Result<()> {
    written(folder, bytes)?
        .persist(folder.join(name))
        .map_err(|error| error.error)?;
    sync_folder(folder)
}

/// Writes a file that only saves work, in place of an earlier one, for this user alone: whole or not at
/// all, but not synced, as losing it costs nothing but the work. The folder is made.
pub fn keep(folder: &Path, name: &OsStr, bytes: &[u8]) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)?;
    let mut temporary = tempfile::Builder::new()
        .prefix(".incident-")
        .suffix(".tmp")
        .tempfile_in(folder)?;
    temporary.write_all(bytes)?;
    temporary
        .persist(folder.join(name))
        .map_err(|error| error.error)?;
    Ok(())
}

/// Adds to the end of a file, which is made when it is not there. What is no regular file is left
/// alone.
pub fn append(file: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut options = fs::OpenOptions::new();
    options.append(true).create(true);
    // A pipe that nobody reads must not hold up the run.
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        let flags = rustix::fs::OFlags::NONBLOCK;
        options.custom_flags(i32::try_from(flags.bits()).unwrap_or(0));
    }
    let mut file = options.open(file)?;
    if !file.metadata()?.is_file() {
        return Err(io::Error::other("it is not a regular file"));
    }
    file.write_all(bytes)
}

/// Adds a line to the end of a log below `root`, which is made, with its folders, when it is not there. No
/// link is followed.
pub fn add_line(root: &Path, relative: &Path, line: &[u8]) -> io::Result<()> {
    make_folders(root, relative.parent().unwrap_or(Path::new("")))?;
    match kind(root, relative) {
        Kind::Missing | Kind::File => append(&root.join(relative), line),
        Kind::Link => Err(io::Error::other(Refusal::Link.to_string())),
        Kind::Folder | Kind::Other => Err(io::Error::other(Refusal::NotAFile.to_string())),
    }
}

/// Puts a file in the place of another, in one step.
pub fn rename(from: &Path, to: &Path) -> io::Result<()> {
    fs::rename(from, to)
}

/// Returns a temporary file in `folder` that holds the bytes, synced to disk.
fn written(folder: &Path, bytes: &[u8]) -> io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".incident-").suffix(".tmp");
    // A file of the user's own, not a secret: the mode that the umask gives, not 0600.
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    let mut temporary = builder.tempfile_in(folder)?;
    temporary.write_all(bytes)?;
    temporary.as_file().sync_all()?;
    Ok(temporary)
}

/// Makes a folder that must not exist yet, with those above it.
pub fn make_folder(folder: &Path) -> io::Result<()> {
    if let Some(above) = folder.parent() {
        fs::create_dir_all(above)?;
    }
    fs::create_dir(folder)
}

/// Removes a file below `root`. For folders of our own making only: no command removes what a user
/// wrote.
pub fn remove(root: &Path, relative: &Path) -> io::Result<()> {
    fs::remove_file(root.join(relative))
}

/// Asks the disk to keep a new name. Some systems and disks cannot sync a folder, and say so; the file itself
/// is safe by then.
fn sync_folder(folder: &Path) -> io::Result<()> {
    let synced = File::open(folder).and_then(|folder| folder.sync_all());
    match synced {
        Err(error) if !cannot_sync(&error) => Err(error),
        _ => Ok(()),
    }
}

fn cannot_sync(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::InvalidInput | io::ErrorKind::Unsupported | io::ErrorKind::PermissionDenied
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn new_files_never_replace_and_reads_are_bounded() {
        let folder = tempfile::tempdir().unwrap();
        let path = Path::new("a/b/c.md");
        create(folder.path(), path, b"one").unwrap();
        let again = create(folder.path(), path, b"two").unwrap_err();
        assert_eq!(again.kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(read(folder.path(), path, 10).unwrap(), b"one");
        assert!(matches!(
            read(folder.path(), path, 2),
            Err(Refusal::TooLong(2))
        ));
        assert!(matches!(
            read(folder.path(), Path::new("a"), 9),
            Err(Refusal::NotAFile)
        ));
        assert!(matches!(
            read(folder.path(), Path::new("../x"), 9),
            Err(Refusal::Missing)
        ));
        let parts = Parts::open(folder.path(), path).unwrap();
        let mut room = [0; 4];
        assert_eq!(parts.read_at(1, &mut room).unwrap(), 2);
        assert_eq!((parts.bytes, &room), (3, b"ne\0\0"));
        assert_eq!(parts.read_at(9, &mut room).unwrap(), 0);
        assert!(Parts::open(folder.path(), Path::new("a")).is_err());
        assert_eq!(names(&folder.path().join("a/b")).unwrap(), ["c.md"]);
    }

    #[test]
    fn reports_replace_and_summaries_grow() {
        let folder = tempfile::tempdir().unwrap();
        let name = OsStr::new("report.sarif");
        replace(folder.path(), name, b"one").unwrap();
        replace(folder.path(), name, b"two").unwrap();
        let file = folder.path().join(name);
        append(&file, b" more").unwrap();
        assert_eq!(fs::read(&file).unwrap(), b"two more");
        append(&folder.path().join("new"), b"x").unwrap();
        assert!(append(folder.path(), b"x").is_err());
        assert!(replace(&folder.path().join("none"), name, b"x").is_err());
        assert_eq!(names(folder.path()).unwrap(), ["new", "report.sarif"]);
    }

    #[cfg(unix)]
    #[test]
    fn links_are_not_followed() {
        let folder = tempfile::tempdir().unwrap();
        let outside = tempfile::tempdir().unwrap();
        fs::write(outside.path().join("secret"), "x").unwrap();
        std::os::unix::fs::symlink(outside.path(), folder.path().join("way")).unwrap();
        std::os::unix::fs::symlink("/dev/zero", folder.path().join("endless")).unwrap();
        let root = folder.path();
        assert!(matches!(
            read(root, Path::new("way/secret"), 9),
            Err(Refusal::Link)
        ));
        assert!(matches!(
            read(root, Path::new("endless"), 9),
            Err(Refusal::Link)
        ));
        assert!(create(root, Path::new("way/new"), b"x").is_err());
        assert!(!outside.path().join("new").exists());
    }
}
