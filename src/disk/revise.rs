//! A file's text gives way to a new one: whole or not at all, and only if it is still the text that was read.

use std::fs::{self, File};
use std::io;
use std::path::Path;

use super::{Refusal, open, read, sync_folder, written};

/// Puts new bytes in the place of a file's: whole or not at all, synced to disk, with the mode that the
/// file has. Returns `false`, and writes nothing, when the file does not hold the `old` bytes any more.
pub fn revise(root: &Path, relative: &Path, old: &[u8], new: &[u8]) -> io::Result<bool> {
    let same = || match read(root, relative, old.len() as u64) {
        Ok(bytes) => Ok(bytes == old),
        Err(Refusal::TooLong(_) | Refusal::Missing) => Ok(false),
        Err(Refusal::Failed(error)) => Err(error),
        Err(why) => Err(io::Error::other(why.to_string())),
    };
    if !same()? {
        return Ok(false);
    }
    let target = root.join(relative);
    let folder = target.parent().unwrap_or(root);
    let meta = fs::symlink_metadata(&target)?;
    if meta.permissions().readonly() {
        return Err(io::Error::other("the file is read-only"));
    }
    let temporary = written(folder, new)?;
    #[cfg(unix)]
    keep_owner(&meta, temporary.as_file())?;
    #[cfg(any(target_os = "linux", target_os = "macos"))]
    keep_attributes(
        &open(root, relative).map_err(io::Error::other)?,
        temporary.as_file(),
    )?;
    temporary.as_file().set_permissions(meta.permissions())?;
    // An editor may have saved while this was written.
    if !same()? {
        return Ok(false);
    }
    let done = exchange(temporary, &target, old, new)?;
    sync_folder(folder)?;
    Ok(done)
}

/// Puts a written file in the place of another. Returns `false`, with the other where it was, when that one
/// does not hold the `old` bytes any more: somebody saved in the last moment.
///
/// The two change places in one step and what comes out is compared, so that no save is lost between a look
/// and a renaming. Where the disk cannot do that, a renaming has to do.
#[cfg_attr(
    not(any(target_os = "linux", target_os = "macos")),
    expect(unused_variables, reason = "this system cannot exchange two files")
)]
fn exchange(
    temporary: tempfile::NamedTempFile,
    target: &Path,
    old: &[u8],
    new: &[u8],
) -> io::Result<bool> {
    #[cfg(any(target_os = "linux", target_os = "macos"))]
    {
        use rustix::fs::{CWD, RenameFlags, renameat_with};
        use rustix::io::Errno;
        let path = temporary.path();
        let change_places = || renameat_with(CWD, path, CWD, target, RenameFlags::EXCHANGE);
        let (folder, name) = (path.parent(), path.file_name());
        let (folder, name) = (folder.unwrap_or(path), name.unwrap_or_default());
        let holds = |bytes: &[u8]| {
            let read = read(folder, Path::new(name), bytes.len() as u64);
            read.is_ok_and(|read| read == bytes)
        };
        match change_places() {
            Ok(()) if holds(old) => return Ok(true),
            Ok(()) => {
                change_places()?;
                // Saved once more meanwhile: the later text stays.
                if !holds(new) {
                    change_places()?;
                }
                return Ok(false);
            }
            Err(Errno::NOSYS | Errno::INVAL | Errno::NOTSUP) => {}
            Err(Errno::NOENT) => return Ok(false),
            Err(error) => return Err(error.into()),
        }
    }
    temporary.persist(target).map_err(|error| error.error)?;
    Ok(true)
}

/// Gives a file that takes the place of another its owner. Fails where the other has a second name: the
/// two would part.
#[cfg(unix)]
fn keep_owner(meta: &fs::Metadata, file: &File) -> io::Result<()> {
    use std::os::unix::fs::MetadataExt;
    if meta.nlink() > 1 {
        return Err(io::Error::other(
            "the file has a second name (a hard link), which would keep the old text",
        ));
    }
    let own = file.metadata()?;
    if (meta.uid(), meta.gid()) != (own.uid(), own.gid()) {
        std::os::unix::fs::fchown(file, Some(meta.uid()), Some(meta.gid()))?;
    }
    Ok(())
}

/// Gives a file the extended attributes of the one whose place it takes: access lists, and what other
/// programs noted. Those that only the system may set are left to it.
#[cfg(any(target_os = "linux", target_os = "macos"))]
fn keep_attributes(from: &File, to: &File) -> io::Result<()> {
    use rustix::fs::{XattrFlags, fgetxattr, flistxattr, fsetxattr};
    use rustix::io::Errno;
    let mut names = vec![0; ATTRIBUTES_BYTES_MAX];
    let length = match flistxattr(from, &mut names) {
        Ok(length) => length,
        Err(Errno::NOTSUP) => return Ok(()),
        Err(error) => return Err(error.into()),
    };
    let mut value = vec![0; ATTRIBUTES_BYTES_MAX];
    let names = names.get(..length).unwrap_or_default();
    for name in names
        .split(|byte| *byte == 0)
        .filter(|name| !name.is_empty())
    {
        let length = fgetxattr(from, name, &mut value)?;
        let value = value.get(..length).unwrap_or_default();
        match fsetxattr(to, name, value, XattrFlags::empty()) {
            Ok(()) | Err(Errno::PERM | Errno::ACCESS | Errno::NOTSUP) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

/// Most bytes that Linux keeps for the names of a file's attributes, and for the value of one.
#[cfg(any(target_os = "linux", target_os = "macos"))]
const ATTRIBUTES_BYTES_MAX: usize = 64 * 1024;

#[cfg(test)]
mod tests {
    use super::super::names;
    use super::*;

    #[test]
    fn only_what_was_read_is_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let (root, path) = (folder.path(), Path::new("a.md"));
        fs::write(root.join(path), "one").unwrap();
        assert!(!revise(root, path, b"other", b"two").unwrap());
        assert!(!revise(root, path, b"on", b"two").unwrap());
        assert!(!revise(root, Path::new("b.md"), b"", b"two").unwrap());
        assert!(revise(root, path, b"one", b"two").unwrap());
        assert_eq!(fs::read(root.join(path)).unwrap(), b"two");
        assert_eq!(names(root).unwrap(), ["a.md"]);
    }

    #[test]
    fn a_save_in_the_last_moment_is_not_lost() {
        let folder = tempfile::tempdir().unwrap();
        let (root, target) = (folder.path(), folder.path().join("a.md"));
        fs::write(&target, "one").unwrap();
        let two = || written(root, b"two").unwrap();
        assert!(exchange(two(), &target, b"one", b"two").unwrap());
        assert_eq!(fs::read(&target).unwrap(), b"two");
        if cfg!(any(target_os = "linux", target_os = "macos")) {
            fs::write(&target, "saved").unwrap();
            assert!(!exchange(two(), &target, b"one", b"two").unwrap());
            assert_eq!(fs::read(&target).unwrap(), b"saved");
            fs::remove_file(&target).unwrap();
            assert!(!exchange(two(), &target, b"one", b"two").unwrap());
            fs::create_dir(&target).unwrap();
            assert!(!exchange(two(), &target, b"one", b"two").unwrap());
        }
        assert_eq!(names(root).unwrap(), ["a.md"]);
    }

    #[cfg(unix)]
    #[test]
    fn a_replaced_file_keeps_its_mode() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let (root, path) = (folder.path(), Path::new("a.md"));
        fs::write(root.join(path), "one").unwrap();
        fs::set_permissions(root.join(path), fs::Permissions::from_mode(0o640)).unwrap();
        assert!(revise(root, path, b"one", b"two").unwrap());
        let mode = fs::metadata(root.join(path)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o640);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_replaced_file_keeps_its_attributes() {
        use rustix::fs::{XattrFlags, getxattr, setxattr};
        let folder = tempfile::tempdir().unwrap();
        let (root, path) = (folder.path(), Path::new("a.md"));
        let file = root.join(path);
        fs::write(&file, "one").unwrap();
        // Not every disk keeps them.
        if setxattr(&file, "user.note", b"mine", XattrFlags::empty()).is_err() {
            return;
        }
        assert!(revise(root, path, b"one", b"two").unwrap());
        let mut room = [0; 9];
        assert_eq!(getxattr(&file, "user.note", &mut room).unwrap(), 4);
        assert!(room.starts_with(b"mine"));
    }
}
