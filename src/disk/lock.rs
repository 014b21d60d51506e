//! Names that only one program at a time may hold, as git has it with `index.lock`, and how those of a run that was
//! killed are told from those that somebody holds.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::{Kind, kind, names, sync_folder};

/// How long it waits between two tries.
const PAUSE: Duration = Duration::from_millis(20);

/// How the folders of benches begin.
const PREFIX: &str = ".incident-";

/// The file of a bench that the system knows to be in use as long as its program lives.
const ALIVE: &str = "alive";

/// A folder of our own inside of git's, for the time of one change. It goes away with this value.
///
/// A lock is a second name of a file in here. What a killed run left behind is known by that, and cleared
/// away by the next; the lock of git, or of a run that lives, never is.
#[derive(Debug)]
pub struct Bench {
    git: PathBuf,
    folder: tempfile::TempDir,
    #[cfg_attr(
        not(test),
        expect(dead_code, reason = "it is held, and given back after the folder")
    )]
    alive: Option<File>,
}

impl Bench {
    /// Sets one up in git's folder.
    pub fn at(git: &Path) -> io::Result<Self> {
        let folder = tempfile::Builder::new().prefix(PREFIX).tempdir_in(git)?;
        // It has its name only once it is in use. Where the disk knows nothing of that, nobody clears away.
        let new = folder.path().join("new");
        let alive = File::create_new(&new)?;
        let used = alive.try_lock().is_ok();
        if used {
            fs::rename(new, folder.path().join(ALIVE))?;
        }
        Ok(Self {
            git: git.to_path_buf(),
            folder,
            alive: used.then_some(alive),
        })
    }

    /// Makes the file that is the lock, which holds `bytes`, and waits while somebody else has it. Fails with
    /// `AlreadyExists` when that takes longer than `patience`: the lock of another is never removed.
    pub fn lock(&self, path: &Path, bytes: &[u8], patience: Duration) -> io::Result<Lock> {
        let mut own = tempfile::NamedTempFile::new_in(self.folder.path())?;
        own.write_all(bytes)?;
        own.as_file().set_permissions(mode_for_all(&self.git)?)?;
        own.as_file().sync_all()?;
        let (_, own) = own.keep().map_err(|error| error.error)?;
        let begun = Instant::now();
        loop {
            clear_away(&self.git, path);
            match name_too(&own, path, bytes) {
                Ok(()) => {
                    return Ok(Lock {
                        path: Some(path.to_path_buf()),
                    });
                }
                Err(error)
                    if error.kind() == io::ErrorKind::AlreadyExists
                        && begun.elapsed() < patience =>
                {
                    std::thread::sleep(PAUSE);
                }
                Err(error) => return Err(error),
            }
        }
    }

    /// Copies a file onto the bench; where there is none, there is no copy yet either.
    pub fn copy(&self, original: &Path) -> io::Result<PathBuf> {
        let copy = self.folder.path().join("copy");
        match fs::copy(original, &copy) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(copy),
        }
    }
}

/// The mode that git's files have here, which several people may share.
#[cfg(unix)]
fn mode_for_all(git: &Path) -> io::Result<fs::Permissions> {
    use std::os::unix::fs::PermissionsExt;
    let folder = fs::metadata(git)?.permissions().mode();
    Ok(fs::Permissions::from_mode(folder & 0o666))
}

#[cfg(not(unix))]
fn mode_for_all(git: &Path) -> io::Result<fs::Permissions> {
    Ok(fs::metadata(git)?.permissions())
}

/// Gives a file a second name, never one that is there. Some disks know one name a file: there it is written anew.
fn name_too(own: &Path, path: &Path, bytes: &[u8]) -> io::Result<()> {
    match fs::hard_link(own, path) {
        Err(error)
            if matches!(
                error.kind(),
                io::ErrorKind::PermissionDenied
                    | io::ErrorKind::Unsupported
                    | io::ErrorKind::TooManyLinks
            ) =>
        {
            let mut file = File::create_new(path)?;
            let written = file.write_all(bytes).and_then(|()| file.sync_all());
            if written.is_err() {
                let _ = fs::remove_file(path);
            }
            written
        }
        done => done,
    }
}

/// Removes the lock at `path` if a run left it that is no more, and what else such runs left.
///
/// Whoever clears a bench away has it in use, so that two never do it at once: between the look and the
/// removal the name cannot become that of another's lock.
fn clear_away(git: &Path, path: &Path) {
    let benches = names(git).unwrap_or_default();
    for bench in benches {
        if !bench.as_encoded_bytes().starts_with(PREFIX.as_bytes()) {
            continue;
        }
        let alive = Path::new(&bench).join(ALIVE);
        if kind(git, &alive) != Kind::File {
            continue;
        }
        let Ok(used) = File::open(git.join(&alive)) else {
            continue;
        };
        if used.try_lock().is_err() {
            continue;
        }
        let folder = git.join(&bench);
        for name in names(&folder).unwrap_or_default() {
            let own = folder.join(&name);
            if name == ALIVE {
                continue;
            }
            if is_same(&own, path) && fs::remove_file(path).is_err() {
                continue;
            }
            // One with another name still is how that name will be known.
            if has_one_name(&own) {
                let _ = fs::remove_file(&own);
            }
        }
        if names(&folder).is_ok_and(|left| left == [ALIVE]) {
            let _ = fs::remove_file(folder.join(ALIVE));
            let _ = fs::remove_dir(folder);
        }
    }
}

/// Whether two names are those of one file.
#[cfg(unix)]
fn is_same(one: &Path, other: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let identity = |path| {
        let meta = fs::symlink_metadata(path).ok()?;
        meta.is_file().then(|| (meta.dev(), meta.ino()))
    };
    identity(one).is_some() && identity(one) == identity(other)
}

#[cfg(unix)]
fn has_one_name(path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    fs::symlink_metadata(path).is_ok_and(|meta| meta.nlink() == 1)
}

/// The system does not tell: whose lock it is, a person has to say.
#[cfg(not(unix))]
fn is_same(_: &Path, _: &Path) -> bool {
    false
}

#[cfg(not(unix))]
fn has_one_name(_: &Path) -> bool {
    true
}

/// A lock that is held. It is given back with this value.
#[derive(Debug)]
pub struct Lock {
    path: Option<PathBuf>,
}

impl Lock {
    /// Puts the file that is the lock, with what it holds, in the place of the one that it kept others from.
    pub fn become_file(mut self, target: &Path) -> io::Result<()> {
        if let Some(path) = &self.path {
            fs::rename(path, target)?;
            self.path = None;
        }
        sync_folder(target.parent().unwrap_or(target))
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        if let Some(path) = &self.path {
            let _ = fs::remove_file(path);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHORT: Duration = Duration::from_millis(50);

    #[test]
    fn one_at_a_time_and_no_lock_of_others_is_removed() {
        let git = tempfile::tempdir().unwrap();
        let path = git.path().join("x.lock");
        let bench = Bench::at(git.path()).unwrap();
        let other = Bench::at(git.path()).unwrap();
        let held = bench.lock(&path, b"one", SHORT).unwrap();
        let refused = other.lock(&path, b"two", SHORT).unwrap_err();
        assert_eq!(refused.kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(fs::read(&path).unwrap(), b"one");
        drop(held);
        drop(other.lock(&path, b"two", SHORT).unwrap());
        assert!(!path.exists());
        // What git left, or somebody else, is not ours.
        fs::write(&path, "").unwrap();
        assert!(other.lock(&path, b"two", SHORT).is_err());
        assert!(path.exists());
        drop((bench, other));
        assert_eq!(names(git.path()).unwrap(), ["x.lock"]);
    }

    #[test]
    fn a_lock_takes_the_place_of_its_file() {
        let git = tempfile::tempdir().unwrap();
        let (file, path) = (git.path().join("x"), git.path().join("x.lock"));
        let bench = Bench::at(git.path()).unwrap();
        for text in ["one", "two"] {
            let held = bench.lock(&path, text.as_bytes(), SHORT).unwrap();
            held.become_file(&file).unwrap();
            assert_eq!(fs::read_to_string(&file).unwrap(), text);
        }
        let copy = bench.copy(&file).unwrap();
        assert_eq!(fs::read_to_string(copy).unwrap(), "two");
        drop(bench);
        assert_eq!(names(git.path()).unwrap(), ["x"]);
    }

    #[cfg(unix)]
    #[test]
    fn what_a_killed_run_left_is_cleared_away() {
        let git = tempfile::tempdir().unwrap();
        let (path, second) = (git.path().join("x.lock"), git.path().join("y.lock"));
        let dead = Bench::at(git.path()).unwrap();
        for path in [&path, &second] {
            std::mem::forget(dead.lock(path, b"old", SHORT).unwrap());
        }
        // As the system does for a program that ends: the file is in use no more, and everything stays.
        let Bench { folder, alive, .. } = dead;
        let _ = folder.keep();
        drop(alive);
        let bench = Bench::at(git.path()).unwrap();
        drop(bench.lock(&path, b"new", SHORT).unwrap());
        assert!(second.exists());
        drop(bench.lock(&second, b"new", SHORT).unwrap());
        drop(bench);
        assert!(names(git.path()).unwrap().is_empty());
    }
}
