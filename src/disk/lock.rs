//! Names that only one program at a time may hold, as git has it with `index.lock`.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// How long it waits between two tries.
const PAUSE: Duration = Duration::from_millis(20);

/// A lock that is held. It is given back with this value.
#[derive(Debug)]
pub struct Lock {
    path: PathBuf,
}

impl Lock {
    /// Makes the file that is the lock, and waits while somebody else has it. Fails with `AlreadyExists`
    /// when that takes longer than `patience`: the lock of another is never removed.
    pub fn take(folder: &Path, name: &str, patience: Duration) -> io::Result<Self> {
        let path = folder.join(name);
        let begun = Instant::now();
        loop {
            match fs::OpenOptions::new()
                .write(true)
                .create_new(true)
                .open(&path)
            {
                Ok(_) => return Ok(Self { path }),
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
}

impl Drop for Lock {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.path);
    }
}

/// A copy of a file, in a folder of its own that goes away with this value.
#[derive(Debug)]
pub struct Aside {
    folder: tempfile::TempDir,
    original: PathBuf,
}

impl Aside {
    /// Copies the file; where there is none, there is no copy yet either.
    pub fn of(original: &Path) -> io::Result<Self> {
        let beside = original.parent().unwrap_or(Path::new("."));
        let folder = tempfile::Builder::new()
            .prefix(".incident-")
            .tempdir_in(beside)?;
        let aside = Self {
            folder,
            original: original.to_path_buf(),
        };
        match fs::copy(original, aside.path()) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(aside),
        }
    }

    pub fn path(&self) -> PathBuf {
        self.folder.path().join("copy")
    }

    /// Puts the copy in the place of the file, in one step.
    pub fn put_back(self) -> io::Result<()> {
        fs::rename(self.path(), &self.original)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_at_a_time_and_no_lock_of_others_is_removed() {
        let folder = tempfile::tempdir().unwrap();
        let take = || Lock::take(folder.path(), "x.lock", Duration::from_millis(50));
        let held = take().unwrap();
        assert_eq!(take().unwrap_err().kind(), io::ErrorKind::AlreadyExists);
        assert!(folder.path().join("x.lock").exists());
        drop(held);
        drop(take().unwrap());
        assert!(!folder.path().join("x.lock").exists());
    }

    #[test]
    fn a_copy_takes_the_place_of_the_file_or_goes_away() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a");
        for text in ["one", "two"] {
            let aside = Aside::of(&file).unwrap();
            fs::write(aside.path(), text).unwrap();
            aside.put_back().unwrap();
            assert_eq!(fs::read_to_string(&file).unwrap(), text);
        }
        let aside = Aside::of(&file).unwrap();
        assert_eq!(fs::read_to_string(aside.path()).unwrap(), "two");
        drop(aside);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
