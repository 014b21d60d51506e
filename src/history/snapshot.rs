//! The history as it was worked out for one HEAD.
//!
//! Commits never change, so that all they say is the same until HEAD moves: a run that finds it where
//! the last one did asks git for nothing. What is not sure to be the same next time, in a clone that
//! was cut off or has damage, is not kept.

use std::collections::{BTreeSet, HashMap};
use std::path::Path;
use std::sync::Arc;

use super::History;
use super::commit::Commit;
use super::edits::Edit;
use super::id::{Id, put_id, take_id};
use super::lives::{Deed, Event, Life};
use super::mailmap::Mailmap;
use crate::bytes::{self, Cursor};
use crate::cache;
use crate::model::{Moment, Person, RepoPath};

/// Grows when the meaning of what is kept changes.
const VERSION: u8 = 2;

/// The two entries: what commits say, and the lives of files.
const COMMITS: &str = "commits";
const LIVES: &str = "lives";

/// The lists at HEAD by which people and commits are read, as they stand there.
#[derive(Clone, Debug, Default)]
pub(super) struct Lists {
    pub(super) mailmap: String,
    /// `.git-blame-ignore-revs`.
    pub(super) ignored: String,
}

impl Lists {
    /// Returns the map, and the commits to look past.
    pub(super) fn read(&self) -> (Mailmap, BTreeSet<String>) {
        let ignored = self.ignored.lines();
        let ignored = ignored.map(|line| line.trim().to_lowercase()).collect();
        (Mailmap::read(&self.mailmap), ignored)
    }
}

/// Where a history is kept, and what it is of.
#[derive(Debug)]
pub(super) struct Snapshot<'a> {
    folder: &'a Path,
    /// What tells the repository from others.
    home: &'a Path,
    head: Id,
    /// Tells the files whose lives are told from others; `None` without files.
    names: Option<u64>,
    /// How many lives there are.
    count: usize,
}

impl<'a> Snapshot<'a> {
    /// `names` are the files whose lives are told, from the top of the repository; their paths will be seen
    /// from the root that has this `prefix`.
    pub(super) fn new(
        folder: &'a Path,
        home: &'a Path,
        head: Id,
        names: &[String],
        prefix: &str,
    ) -> Self {
        let parts = names.iter().map(String::as_bytes);
        let parts: Vec<&[u8]> = parts.chain([prefix.as_bytes()]).collect();
        Self {
            folder,
            home,
            head,
            names: (!names.is_empty()).then(|| cache::checksum(&parts)),
            count: names.len(),
        }
    }

    /// Returns what an earlier run worked out; `None` where none did for this HEAD and these files.
    pub(super) fn read(&self) -> Option<History> {
        let lives = match self.names {
            None => Vec::new(),
            Some(_) => self.lives()?,
        };
        let (kept, start) = self.commits()?;
        let mut from = Cursor::new(kept.get(start..)?);
        let lists = Lists {
            mailmap: from.text()?.to_owned(),
            ignored: from.text()?.to_owned(),
        };
        let count = from.count()?;
        let authors: Vec<Arc<Person>> = (0..count).map_while(|_| author(&mut from)).collect();
        let count = from.count()?;
        let commits = (0..count).map_while(|_| commit(&mut from, &authors));
        let commits: Vec<Commit> = commits.collect();
        let (mailmap, ignored) = lists.read();
        (commits.len() == count).then(|| History {
            commits,
            lives,
            mailmap,
            ignored,
            ..History::default()
        })
    }

    /// Keeps a history that is whole for the next run.
    pub(super) fn write(&self, history: &History, lists: &Lists) {
        if let Some(names) = self.names {
            let mut out = Vec::new();
            put_id(&mut out, Some(self.head));
            bytes::put(&mut out, names);
            for life in &history.lives {
                put_life(&mut out, life);
            }
            cache::write(self.folder, LIVES, &self.key(names % cache::SLOTS), out);
        }
        if self.commits().is_some() {
            return;
        }
        let mut out = Vec::new();
        put_id(&mut out, Some(self.head));
        bytes::put_text(&mut out, &lists.mailmap);
        bytes::put_text(&mut out, &lists.ignored);
        let mut authors: Vec<&Person> = Vec::new();
        let mut numbers: HashMap<&Person, usize> = HashMap::new();
        for commit in &history.commits {
            numbers.entry(&commit.author).or_insert_with(|| {
                authors.push(&commit.author);
                authors.len() - 1
            });
        }
        bytes::put(&mut out, authors.len() as u64);
        for author in authors {
            bytes::put_text(&mut out, &author.name);
            bytes::put_text(&mut out, &author.email);
        }
        bytes::put(&mut out, history.commits.len() as u64);
        for commit in &history.commits {
            let author = numbers.get(&*commit.author).copied().unwrap_or(0);
            put_commit(&mut out, commit, author);
        }
        cache::write(self.folder, COMMITS, &self.key(0), out);
    }

    /// Returns what is kept of the commits, and where it begins, if it is this HEAD's.
    fn commits(&self) -> Option<(Vec<u8>, usize)> {
        let kept = cache::read(self.folder, COMMITS, &self.key(0))?;
        let mut from = Cursor::new(&kept);
        let head = take_id(&mut from)?;
        let start = kept.len() - from.rest().len();
        (head == Some(self.head)).then_some((kept, start))
    }

    /// Returns the lives, if they are those of the same files at this HEAD.
    fn lives(&self) -> Option<Vec<Life>> {
        let names = self.names?;
        let kept = cache::read(self.folder, LIVES, &self.key(names % cache::SLOTS))?;
        let mut from = Cursor::new(&kept);
        let of = (take_id(&mut from)?, from.number()?);
        if of != (Some(self.head), names) {
            return None;
        }
        (0..self.count).map(|_| life(&mut from)).collect()
    }

    fn key(&self, set: u64) -> Vec<u8> {
        let mut key = vec![VERSION];
        bytes::put(&mut key, set);
        key.extend(self.home.as_os_str().as_encoded_bytes());
        key
    }
}

fn author(from: &mut Cursor<'_>) -> Option<Arc<Person>> {
    Some(Arc::new(Person {
        name: from.text()?.to_owned(),
        email: from.text()?.to_owned(),
    }))
}

fn put_commit(out: &mut Vec<u8>, commit: &Commit, author: usize) {
    bytes::put_text(out, &commit.id);
    bytes::put_signed(out, commit.at.seconds);
    bytes::put_signed(out, i64::from(commit.at.offset_minutes));
    bytes::put_text(out, &commit.message);
    bytes::put(out, u64::from(commit.merge));
    bytes::put(out, author as u64);
}

fn commit(from: &mut Cursor<'_>, authors: &[Arc<Person>]) -> Option<Commit> {
    Some(Commit {
        id: from.text()?.to_owned(),
        at: Moment {
            seconds: from.signed()?,
            offset_minutes: i32::try_from(from.signed()?).ok()?,
        },
        message: from.text()?.to_owned(),
        merge: from.byte()? == 1,
        author: authors.get(from.count()?)?.clone(),
    })
}

fn put_life(out: &mut Vec<u8>, life: &Life) {
    bytes::put(out, life.events.len() as u64);
    for event in &life.events {
        bytes::put(out, event.commit as u64);
        bytes::put_text(out, event.path.as_str());
        let (deed, before) = match &event.deed {
            Deed::Created => (0, None),
            Deed::Written => (1, None),
            Deed::Moved(from) => (2, Some(from)),
            Deed::Removed => (3, None),
            Deed::Merged => (4, None),
        };
        bytes::put(out, deed);
        if let Some(before) = before {
            bytes::put_text(out, before.as_str());
        }
        // One that is not known is none of them.
        bytes::put(
            out,
            event.edit.map_or(Edit::ALL.len(), |edit| edit as usize) as u64,
        );
        put_id(out, event.blob);
        bytes::put(out, event.parents.len() as u64);
        for parent in &event.parents {
            bytes::put(out, *parent as u64);
        }
    }
}

fn life(from: &mut Cursor<'_>) -> Option<Life> {
    let count = from.count()?;
    let events = (0..count).map(|_| event(from)).collect::<Option<_>>()?;
    Some(Life { events })
}

fn event(from: &mut Cursor<'_>) -> Option<Event> {
    let commit = from.count()?;
    let path = RepoPath::new(from.text()?)?;
    let deed = match from.byte()? {
        0 => Deed::Created,
        1 => Deed::Written,
        2 => Deed::Moved(RepoPath::new(from.text()?)?),
        3 => Deed::Removed,
        4 => Deed::Merged,
        _ => return None,
    };
    let edit = Edit::ALL.get(from.count()?).copied();
    let blob = take_id(from)?;
    let count = from.count()?;
    Some(Event {
        commit,
        path,
        deed,
        edit,
        blob,
        parents: (0..count).map(|_| from.count()).collect::<Option<_>>()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOME: &str = "/somewhere";

    fn id(byte: u8) -> Id {
        Id::from_bytes(&[byte; 20]).unwrap()
    }

    /// A commit, and a file that was moved in it by somebody.
    fn history() -> History {
        let path = |path| RepoPath::new(path).unwrap();
        let moved = Event {
            commit: 0,
            path: path("b.md"),
            deed: Deed::Moved(path("a.md")),
            edit: Some(Edit::Space),
            blob: Some(id(7)),
            parents: vec![1],
        };
        let unknown = Event {
            deed: Deed::Removed,
            edit: None,
            blob: None,
            parents: Vec::new(),
            ..moved.clone()
        };
        let events = vec![moved, unknown];
        History {
            commits: vec![Commit {
                id: id(1).to_string(),
                at: Moment {
                    seconds: -5,
                    offset_minutes: -90,
                },
                message: "Té\n\nll".to_owned(),
                merge: true,
                author: Arc::new(Person {
                    name: "Ann".to_owned(),
                    email: "a@x.org".to_owned(),
                }),
            }],
            lives: vec![Life { events }, Life::default()],
            ..History::default()
        }
    }

    #[test]
    fn a_history_comes_back_for_its_head_and_its_files_alone() {
        let folder = tempfile::tempdir().unwrap();
        let names = ["b.md".to_owned(), "c.md".to_owned()];
        let of = |head, names: &[String], prefix| {
            Snapshot::new(folder.path(), Path::new(HOME), head, names, prefix)
        };
        let snapshot = of(id(1), &names, "");
        assert!(snapshot.read().is_none());
        let lists = Lists {
            mailmap: "Ann B <a@x.org>".to_owned(),
            ignored: "ABC".to_owned(),
        };
        let told = history();
        snapshot.write(&told, &lists);
        let read = snapshot.read().unwrap();
        assert_eq!(format!("{:?}", read.commits), format!("{:?}", told.commits));
        assert_eq!(format!("{:?}", read.lives), format!("{:?}", told.lives));
        assert!(read.ignored.contains("abc"));
        assert_eq!(read.people(0).first().unwrap().person.name, "Ann B");
        // Whoever asks for no file is told what commits say.
        assert_eq!(of(id(1), &[], "").read().unwrap().commits.len(), 1);
        assert!(of(id(2), &names, "").read().is_none());
        assert!(of(id(2), &[], "").read().is_none());
        assert!(of(id(1), &names[..1], "").read().is_none());
        assert!(of(id(1), &names, "below/").read().is_none());
    }

    #[test]
    fn what_is_cut_off_is_not_read() {
        let told = history();
        let (mut commits, mut lives) = (Vec::new(), Vec::new());
        put_commit(&mut commits, &told.commits[0], 0);
        put_life(&mut lives, &told.lives[0]);
        let authors = [told.commits[0].author.clone()];
        assert!(commit(&mut Cursor::new(&commits), &authors).is_some());
        assert!(commit(&mut Cursor::new(&commits), &[]).is_none());
        for end in 0..commits.len() {
            assert!(commit(&mut Cursor::new(&commits[..end]), &authors).is_none());
        }
        for end in 0..lives.len() {
            assert!(life(&mut Cursor::new(&lives[..end])).is_none());
        }
    }
}
