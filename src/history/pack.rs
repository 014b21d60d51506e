//! Packs: files of many objects, most of them kept as what makes them out of another.
//!
//! Nothing is opened before it is asked for. What is made out of another object is kept for a while, so
//! that a chain of such objects is walked once and not for each of them.

use std::mem;
use std::rc::Rc;
use std::sync::Arc;

use super::blocks::Blocks;
use super::delta;
use super::id::Id;
use super::inflate::{Inflater, Step};
use super::objects::{Bytes, Failure, Kind, OBJECT_BYTES_MAX};
use super::pack_entry::{Base, Entry, HEAD_BYTES, Shape};
use super::pack_shelf::Shelf;
use super::recent::Recent;
use super::spare::Spare;
use crate::disk;

/// Bytes of objects that are kept for those made out of them. git keeps twelve times as many; so few
/// stay in the processor's caches, and memory that is not asked for is not cleared by the system first.
const BASES_BYTES_MAX: usize = 8 * 1024 * 1024;
/// Bytes of the files that are kept.
const BLOCKS_BYTES_MAX: usize = 2 * 1024 * 1024;
/// Longest object whose stream is put together in memory and unpacked at once.
const AT_ONCE_BYTES_MAX: usize = 256 * 1024;
/// What keeping one costs beside its own bytes.
const BASE_BYTES: usize = 64;
/// How many objects may be made out of each other. git makes no longer chains than 4,095.
const CHAIN_MAX: usize = 4096;
/// Objects that are kept of a chain: so many at its end, as who goes through history asks for those next,
/// and every so many before, so that nobody who begins at its far end walks all of it again.
const KEPT_OF_CHAIN: usize = 4;
const KEPT_EVERY: usize = 4;
/// Bytes that one chain may make on the way: fifty steps of the longest object.
const CHAIN_BYTES_MAX: u64 = 50 * OBJECT_BYTES_MAX;
/// Packs that are open at the same time: the system allows a program some hundreds of files.
const OPEN_MAX: usize = 64;

/// Reads the objects of packs.
#[derive(Debug)]
pub(super) struct Packs {
    shelf: Arc<Shelf>,
    /// Those that are open, by the position of the pack.
    files: Vec<Option<disk::Parts>>,
    /// Position of the pack that had the object asked for last.
    last: usize,
    blocks: Blocks,
    inflater: Inflater,
    /// By the position of the pack and the offset in it.
    bases: Recent<(usize, u64), (Kind, Bytes)>,
    spare: Spare,
}

impl Packs {
    pub(super) fn of(shelf: Arc<Shelf>) -> Self {
        Self {
            files: (0..shelf.len()).map(|_| None).collect(),
            shelf,
            last: 0,
            blocks: Blocks::new(BLOCKS_BYTES_MAX),
            inflater: Inflater::new(),
            bases: Recent::new(BASES_BYTES_MAX),
            spare: Spare::default(),
        }
    }

    /// Keeps no more than so many bytes of blocks, and of bases, from now on.
    pub(super) fn limit(&mut self, blocks: usize, bases: usize) {
        self.blocks = Blocks::new(blocks);
        self.bases = Recent::new(bases);
    }

    pub(super) fn give_back(&mut self, bytes: Bytes) {
        self.spare.give(bytes);
    }

    /// Reads an object. Where a pack is damaged another one may still have it.
    pub(super) fn read(&mut self, id: Id) -> Result<(Kind, Bytes), Failure> {
        let mut failure = Failure::Missing;
        let last = self.last;
        let count = self.files.len();
        let others = (0..count).filter(|at| *at != last);
        for at in std::iter::once(last).chain(others).filter(|at| *at < count) {
            let read = match self.shelf.find(at, id) {
                Ok(None) => continue,
                Ok(Some(offset)) => self.object(at, offset),
                Err(failure) => Err(failure),
            };
            match read {
                Ok(read) => {
                    self.last = at;
                    return Ok(read);
                }
                Err(found) => failure = found,
            }
        }
        Err(failure)
    }

    /// Reads the object at an offset of a pack.
    fn object(&mut self, at: usize, offset: u64) -> Result<(Kind, Bytes), Failure> {
        self.open(at)?;
        // From the object back to one that is there as a whole, or is known.
        let mut chain: Vec<(u64, Entry)> = Vec::new();
        let mut place = offset;
        let (kind, mut bytes) = loop {
            if let Some(known) = self.bases.get((at, place)) {
                break known;
            }
            let entry = self.entry(at, place)?;
            match entry.shape {
                Shape::Whole(kind) => {
                    self.unpack(at, &entry)?;
                    let unpacked = self.inflater.bytes();
                    let mut bytes = self.spare.take(unpacked.len());
                    Rc::make_mut(&mut bytes).extend_from_slice(unpacked);
                    // Commits are asked for once, and nearly none is made out of another.
                    if kind != Kind::Commit || !chain.is_empty() {
                        self.keep(at, place, kind, &bytes);
                    }
                    break (kind, bytes);
                }
                Shape::Delta(base) => {
                    // One that is made out of itself never ends.
                    if chain.len() >= CHAIN_MAX {
                        return Err(Failure::Damaged);
                    }
                    chain.push((place, entry));
                    place = self.base(at, base)?;
                }
            }
        };
        let mut made = 0;
        while let Some((place, entry)) = chain.pop() {
            self.unpack(at, &entry)?;
            let room = |bytes| self.spare.take(bytes);
            let object = delta::apply(&bytes, self.inflater.bytes(), room)?;
            self.spare.give(mem::replace(&mut bytes, object));
            made += bytes.len() as u64;
            if made > CHAIN_BYTES_MAX {
                return Err(Failure::TooLong);
            }
            let left = chain.len();
            if left < KEPT_OF_CHAIN || left.is_multiple_of(KEPT_EVERY) {
                self.keep(at, place, kind, &bytes);
            }
        }
        Ok((kind, bytes))
    }

    fn keep(&mut self, at: usize, offset: u64, kind: Kind, bytes: &Bytes) {
        let value = (kind, Rc::clone(bytes));
        let costs = bytes.capacity() + BASE_BYTES;
        let spare = &mut self.spare;
        self.bases
            .insert((at, offset), value, costs, |(_, bytes)| spare.give(bytes));
    }

    /// Has the file of a pack open.
    fn open(&mut self, at: usize) -> Result<(), Failure> {
        if self.files.get(at).is_some_and(Option::is_some) {
            return Ok(());
        }
        if self.files.iter().flatten().count() >= OPEN_MAX {
            self.files.fill_with(|| None);
        }
        let slot = self.files.get_mut(at).ok_or(Failure::Damaged)?;
        let file = self.shelf.open(at)?;
        let (head, read) = self.blocks.head::<8>(at, &file, 0)?;
        let is_known = matches!(&head, b"PACK\0\0\0\x02" | b"PACK\0\0\0\x03");
        if read < head.len() || !is_known {
            return Err(Failure::Damaged);
        }
        *slot = Some(file);
        Ok(())
    }

    /// Reads how an object begins.
    fn entry(&mut self, at: usize, offset: u64) -> Result<Entry, Failure> {
        let file = self.files.get(at).and_then(Option::as_ref);
        let file = file.ok_or(Failure::Damaged)?;
        let (head, read) = self.blocks.head::<HEAD_BYTES>(at, file, offset)?;
        let head = head.get(..read).unwrap_or_default();
        Entry::read(head, offset, self.shelf.width).ok_or(Failure::Damaged)
    }

    /// Returns where the object begins that another one is made out of.
    fn base(&mut self, at: usize, base: Base) -> Result<u64, Failure> {
        match base {
            Base::At(offset) => Ok(offset),
            Base::Named(id) => self.shelf.find(at, id)?.ok_or(Failure::Damaged),
        }
    }

    /// Unpacks what an entry holds; the inflater has it then.
    fn unpack(&mut self, at: usize, entry: &Entry) -> Result<(), Failure> {
        let file = self.files.get(at).and_then(Option::as_ref);
        let file = file.ok_or(Failure::Damaged)?;
        if let Some(bytes) = usize::try_from(entry.bytes)
            .ok()
            .filter(|bytes| *bytes <= AT_ONCE_BYTES_MAX)
        {
            let longest = Inflater::longest(bytes);
            // Texts are packed to less than half of their length: all of it is rarely read.
            let usual = match entry.shape {
                Shape::Whole(Kind::Blob) => longest / 2,
                _ => longest,
            };
            for length in [usual, longest] {
                let stream = self.blocks.run(at, file, entry.data, length)?;
                if self.inflater.at_once(bytes, stream) {
                    return Ok(());
                }
            }
        }
        let packed = file.bytes.saturating_sub(entry.data);
        self.inflater.begin(entry.bytes, packed)?;
        let mut place = entry.data;
        loop {
            let piece = self.blocks.from(at, file, place)?;
            match self.inflater.feed(piece)? {
                Step::More(used) => place += used as u64,
                Step::Done => return Ok(()),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::fs;
    use std::path::{Path, PathBuf};
    use std::process::Command;
    use std::time::{Duration, Instant};

    use proptest::prelude::*;

    use super::*;
    use crate::history::alternates;
    use crate::history::id::LEN_SHA1;
    use crate::history::inflate::deflate;
    use crate::history::loose::Loose;

    type Known = BTreeMap<Id, (Kind, Vec<u8>)>;

    fn git(folder: &Path, words: &[&str]) -> String {
        let done = Command::new("git")
            .current_dir(folder)
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("HOME", "/nonexistent")
            .args(["-c", "user.name=Ann", "-c", "user.email=ann@example.org"])
            .args(["-c", "gc.auto=0"])
            .args(words)
            .output()
            .unwrap();
        assert!(done.status.success(), "git {words:?}");
        String::from_utf8(done.stdout).unwrap()
    }

    /// Commits versions of some files that are alike, so that they are made out of each other.
    fn write(folder: &Path, versions: std::ops::Range<usize>) {
        for version in versions {
            for file in 0..4 {
                let lines = (0..40).map(|line| {
                    let said = (line * 7 + version / 4 * file) % 97;
                    format!("At {said}:{line} the queue of service {file} grew.\n")
                });
                let text: String = lines.collect();
                let name = format!("year{}/file-{file}.md", file % 2);
                let path = folder.join(&name);
                fs::create_dir_all(path.parent().unwrap()).unwrap();
                fs::write(path, format!("{text}{version}\n")).unwrap();
            }
            git(folder, &["add", "."]);
            git(
                folder,
                &["commit", "-q", "-m", &format!("Version {version}")],
            );
        }
        git(folder, &["tag", "-f", "-a", "-m", "A tag", "v1"]);
    }

    fn repository(format: &str) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        let format = format!("--object-format={format}");
        git(folder.path(), &["init", "-q", &format]);
        folder
    }

    fn objects(folder: &Path) -> Vec<PathBuf> {
        alternates::folders(&folder.join(".git/objects"))
    }

    fn packs(folders: &[PathBuf], width: usize) -> Packs {
        Packs::of(Arc::new(Shelf::below(folders, width)))
    }

    /// Returns all loose objects.
    fn known(folder: &Path) -> Known {
        let every = [
            "cat-file",
            "--batch-all-objects",
            "--batch-check=%(objectname)",
        ];
        let ids = git(folder, &every);
        let ids = ids.lines().filter_map(|id| Id::from_hex(id.as_bytes()));
        let loose = Loose::below(&objects(folder));
        let read = |id| Some((id, loose.read(id)?.unwrap()));
        ids.filter_map(read).collect()
    }

    #[track_caller]
    fn check(folder: &Path, known: &Known, width: usize, how: &str) {
        let mut packs = packs(&objects(folder), width);
        for round in 0..2 {
            for (id, (kind, bytes)) in known {
                let read = packs.read(*id);
                let read =
                    read.unwrap_or_else(|failure| panic!("{how}, {round}: {id} is {failure}"));
                assert_eq!(read.0, *kind, "{how}: {id}");
                assert_eq!(*read.1, *bytes, "{how}: {id}");
            }
        }
        let none = Id::from_bytes(&vec![7; width]).unwrap();
        assert_eq!(packs.read(none).unwrap_err(), Failure::Missing);
    }

    #[test]
    fn packs_give_what_was_loose() {
        for (format, width) in [("sha1", LEN_SHA1), ("sha256", 32)] {
            let scratch = repository(format);
            let folder = scratch.path();
            write(folder, 0..12);
            let known = known(folder);
            assert!(known.len() > 50);
            let again: &[&str] = &["repack", "-adfq", "--depth=50"];
            let by_name = [&["-c", "repack.useDeltaBaseOffset=false"], again].concat();
            let first = [&["-c", "pack.indexVersion=1"], again].concat();
            for words in [again, &by_name, &first] {
                git(folder, words);
                check(folder, &known, width, &format!("{format} {words:?}"));
            }
        }
    }

    #[test]
    fn several_packs_and_those_of_others_are_read() {
        let scratch = repository("sha1");
        let folder = scratch.path();
        let mut all = Known::new();
        for part in 0..3 {
            write(folder, 4 * part..4 * part + 4);
            all.append(&mut known(folder));
            git(folder, &["repack", "-dq"]);
        }
        let packs = packs(&objects(folder), LEN_SHA1);
        assert_eq!(packs.files.len(), 3);
        check(folder, &all, LEN_SHA1, "three packs");
        let borrower = repository("sha1");
        let own = borrower.path().join(".git/objects");
        let named = folder.join(".git/objects").display().to_string();
        fs::write(own.join("info/alternates"), format!("{named}\n")).unwrap();
        check(borrower.path(), &all, LEN_SHA1, "borrowed");
    }

    /// Where the only pack lies, and its name without an ending.
    fn only(folder: &Path) -> PathBuf {
        let folders = objects(folder);
        let lists = folders
            .iter()
            .map(|folder| fs::read_dir(folder.join("pack")).unwrap());
        let files = lists.flatten().map(|file| file.unwrap().path());
        let mut packs =
            files.filter(|file| file.extension().is_some_and(|ending| ending == "pack"));
        let only = packs.next().unwrap();
        assert_eq!(packs.next(), None);
        only.with_extension("")
    }

    /// Reads everything, and counts what is still as it was.
    fn survivors(folder: &Path, known: &Known) -> usize {
        let mut packs = packs(&objects(folder), LEN_SHA1);
        let same = known.iter().filter(|(id, (kind, bytes))| {
            let read = packs.read(**id);
            read.is_ok_and(|read| read.0 == *kind && *read.1 == *bytes)
        });
        same.count()
    }

    #[test]
    fn damage_is_said_and_never_fatal() {
        let scratch = repository("sha1");
        let folder = scratch.path();
        write(folder, 0..4);
        let known = known(folder);
        git(folder, &["repack", "-adfq", "--depth=50"]);
        let only = only(folder);
        let whole = ["idx", "pack"].map(|ending| fs::read(only.with_extension(ending)).unwrap());
        // git keeps its packs from being written.
        let put = |ending: &str, bytes: &[u8]| {
            let path = only.with_extension(ending);
            let _ = fs::remove_file(&path);
            fs::write(path, bytes).unwrap();
        };
        let strategy = (
            any::<bool>(),
            any::<prop::sample::Index>(),
            0..8_u8,
            any::<bool>(),
        );
        proptest!(ProptestConfig::with_cases(400), |((index, place, bit, cut) in strategy)| {
            let (ending, bytes) = if index { ("idx", &whole[0]) } else { ("pack", &whole[1]) };
            let mut damaged = bytes.clone();
            let at = place.index(bytes.len());
            if cut {
                damaged.truncate(at);
            } else {
                damaged[at] ^= 1 << bit;
            }
            put(ending, &damaged);
            let start = Instant::now();
            survivors(folder, &known);
            prop_assert!(start.elapsed() < Duration::from_secs(5));
            put(ending, bytes);
        });
        assert_eq!(survivors(folder, &known), known.len());
        for ending in ["pack", "idx"] {
            put(ending, b"");
            let mut packs = packs(&objects(folder), LEN_SHA1);
            let read = packs.read(*known.keys().next().unwrap());
            assert_eq!(read.unwrap_err(), Failure::Damaged, "{ending}");
        }
    }

    /// Writes a pack of one object, and its index in version 1.
    fn write_pack(folder: &Path, id: Id, entry: &[u8]) {
        let folder = folder.join("pack");
        fs::create_dir_all(&folder).unwrap();
        let pack = [b"PACK\0\0\0\x02\0\0\0\x01", entry, &[0; 20]].concat();
        fs::write(folder.join("pack-a.pack"), pack).unwrap();
        let first = usize::from(id.as_bytes()[0]);
        let counts = (0..256).flat_map(|at| u32::from(at >= first).to_be_bytes());
        let mut index: Vec<u8> = counts.collect();
        index.extend(12_u32.to_be_bytes());
        index.extend(id.as_bytes());
        index.extend([0; 40]);
        fs::write(folder.join("pack-a.idx"), index).unwrap();
    }

    #[test]
    fn an_object_made_out_of_itself_is_damaged() {
        let scratch = tempfile::tempdir().unwrap();
        let id = Id::from_bytes(&[7; 20]).unwrap();
        let delta = deflate(&[0, 0]);
        let read = |entry: &[u8]| {
            write_pack(scratch.path(), id, entry);
            packs(&[scratch.path().to_path_buf()], LEN_SHA1).read(id)
        };
        let entry = [&[0x72][..], id.as_bytes(), &delta].concat();
        assert_eq!(read(&entry).unwrap_err(), Failure::Damaged);
        let entry = [&[0x33][..], &deflate(b"one")].concat();
        assert_eq!(*read(&entry).unwrap().1, b"one");
        // Longer than is read, by its own word.
        let entry = [&[0xb3, 0x80, 0x80, 0x80, 0x7f][..], &deflate(b"one")].concat();
        assert_eq!(read(&entry).unwrap_err(), Failure::TooLong);
    }
}
