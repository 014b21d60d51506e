//! What the heads of the write-ups said, kept from run to run: who needs no body then opens only the files
//! that have changed.
//!
//! The bytes are a number for the settings, then for each file its path and an entry: the mark of the
//! file, the mark of its text, whether wikilinks stand in it, and the gist of its head.

use std::ops::Range;
use std::path::{Path, PathBuf};

use crate::bytes::{self, Cursor};
use crate::cache;
use crate::disk::{self, Stamp};
use crate::model::{FrontMatter, Heading, RepoPath};
use crate::parse::{Gist, Parsed};
use crate::text::yaml::{Entry, List, Map, Node, Scalar};
use crate::text::{FileId, Span, Spanned};

use super::walk::Found;

/// What the bytes mean; another number is another meaning.
const KIND: &str = "heads-1";
/// Room that is made at once for fields or items, whatever number the bytes name.
const AT_ONCE: usize = 32;
/// Deeper values are read from no front matter.
const DEPTH_MAX: usize = 32;

/// The heads that earlier runs kept.
#[derive(Debug)]
pub(super) struct Heads {
    folder: PathBuf,
    key: Vec<u8>,
    /// Tells the settings with which the files are read from others.
    settings: u64,
    /// When this was opened: files that were written just before may be written again unseen.
    pub(super) moment: u64,
    bytes: Vec<u8>,
    /// Sorted by path.
    places: Vec<Place>,
}

/// Where a path and its entry stand.
type Place = (Range<usize>, Range<usize>);

/// What is known of a text without reading it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Known<'a> {
    /// See [`sum`].
    pub(super) sum: u64,
    /// Whether wikilinks may stand in it.
    pub(super) wikilinks: bool,
    gist: &'a [u8],
    /// All of it, for keeping on.
    pub(super) entry: &'a [u8],
}

/// Returns the number that tells a text from others.
pub(super) fn sum(text: &str) -> u64 {
    cache::checksum(&[text.as_bytes()])
}

/// Whether wikilinks may stand in a text.
pub(super) fn has_wikilinks(text: &str) -> bool {
    text.contains("[[")
}

impl Heads {
    /// Opens what is kept in `folder` for this root and these settings.
    pub(super) fn open(folder: &Path, root: &Path, settings: &str) -> Self {
        let key = root.as_os_str().as_encoded_bytes().to_vec();
        let mut heads = Self {
            folder: folder.to_path_buf(),
            bytes: cache::read(folder, KIND, &key).unwrap_or_default(),
            key,
            settings: sum(settings),
            moment: disk::now(),
            places: Vec::new(),
        };
        heads.places = heads.places().unwrap_or_default();
        heads
    }

    /// Returns where all stand; `None` when they are those of other settings.
    fn places(&self) -> Option<Vec<Place>> {
        let mut cursor = Cursor::new(&self.bytes);
        if cursor.u64()? != self.settings {
            return None;
        }
        let behind = |cursor: &Cursor<'_>| self.bytes.len() - cursor.clone().rest().len();
        let mut places = Vec::new();
        while let Some(path) = cursor.bytes() {
            let path = behind(&cursor) - path.len()..behind(&cursor);
            let entry = cursor.bytes()?;
            places.push((path, behind(&cursor) - entry.len()..behind(&cursor)));
        }
        Some(places)
    }

    /// Returns what is kept for each of these files, which are sorted by path, whether or not it is as it was.
    pub(super) fn entries(&self, found: &[Found]) -> Vec<Option<&[u8]>> {
        let kept = |place: &Range<usize>| self.bytes.get(place.clone()).unwrap_or_default();
        let first = found.first().map_or("", |found| found.path.as_str());
        let before = |(path, _): &Place| kept(path) < first.as_bytes();
        let behind = self.places.partition_point(before);
        let mut places = self.places.iter().skip(behind).peekable();
        let entry = |found: &Found| {
            let path = found.path.as_str().as_bytes();
            while places.next_if(|(other, _)| kept(other) < path).is_some() {}
            let (_, entry) = places.next_if(|(other, _)| kept(other) == path)?;
            Some(kept(entry))
        };
        found.iter().map(entry).collect()
    }

    /// Keeps these entries in the place of the earlier ones.
    pub(super) fn keep<'a>(&self, entries: impl Iterator<Item = (&'a RepoPath, &'a [u8])>) {
        let mut entries: Vec<_> = entries.collect();
        // Paths sort part by part, here byte by byte.
        entries.sort_unstable_by_key(|(path, _)| path.as_str());
        let mut all = self.settings.to_le_bytes().to_vec();
        for (path, entry) in entries {
            bytes::put_text(&mut all, path.as_str());
            bytes::put_bytes(&mut all, entry);
        }
        cache::write(&self.folder, KIND, &self.key, all);
    }
}

impl<'a> Known<'a> {
    /// Returns what an entry says, if the file is still as it was.
    pub(super) fn of(entry: &'a [u8], stamp: Stamp) -> Option<Self> {
        let mut cursor = Cursor::new(entry);
        for number in stamp.numbers() {
            if cursor.u64()? != number {
                return None;
            }
        }
        Some(Self {
            sum: cursor.u64()?,
            wikilinks: cursor.byte()? == 1,
            gist: cursor.rest(),
            entry,
        })
    }

    /// Returns the head's gist, as one of the file `file`.
    pub(super) fn gist(&self, file: FileId) -> Option<Gist> {
        let mut reader = Reader {
            file,
            cursor: Cursor::new(self.gist),
        };
        reader.gist()
    }
}

/// Returns the entry of a text that was just read from a file with this mark; `None` where its head cannot be
/// had again without it.
pub(super) fn entry(stamp: Stamp, text: &str, parsed: &Parsed) -> Option<Vec<u8>> {
    let gist = Gist::of(parsed)?;
    let mut entry = Vec::new();
    for number in stamp.numbers() {
        entry.extend(number.to_le_bytes());
    }
    entry.extend(sum(text).to_le_bytes());
    entry.push(u8::from(has_wikilinks(text)));
    put_gist(&mut entry, &gist);
    Some(entry)
}

fn put_gist(bytes: &mut Vec<u8>, gist: &Gist) {
    bytes.push(u8::from(gist.front_matter.is_some()));
    if let Some(front_matter) = &gist.front_matter {
        put_span(bytes, front_matter.span);
        put_span(bytes, front_matter.inner);
        bytes.push(u8::from(front_matter.broken));
        put_map(bytes, &front_matter.fields);
    }
    bytes.push(u8::from(gist.heading.is_some()));
    if let Some(heading) = &gist.heading {
        put_span(bytes, heading.span);
        bytes.push(heading.level);
        put_spanned(bytes, &heading.text);
        bytes::put_text(bytes, &heading.folded);
    }
    put_span(bytes, gist.hook);
}

fn put_span(bytes: &mut Vec<u8>, span: Span) {
    bytes::put(bytes, span.start() as u64);
    bytes::put(bytes, (span.end() - span.start()) as u64);
}

fn put_spanned(bytes: &mut Vec<u8>, spanned: &Spanned<String>) {
    bytes::put_text(bytes, &spanned.value);
    put_span(bytes, spanned.span);
}

fn put_map(bytes: &mut Vec<u8>, map: &Map) {
    put_span(bytes, map.span);
    bytes::put(bytes, map.entries.len() as u64);
    for entry in &map.entries {
        put_spanned(bytes, &entry.key);
        put_node(bytes, &entry.value);
    }
}

fn put_node(bytes: &mut Vec<u8>, node: &Node) {
    match node {
        Node::Scalar(scalar) => {
            bytes.push(if scalar.plain { PLAIN } else { QUOTED });
            bytes::put_text(bytes, &scalar.text);
            put_span(bytes, scalar.span);
        }
        Node::List(list) => {
            bytes.push(LIST);
            put_span(bytes, list.span);
            bytes::put(bytes, list.items.len() as u64);
            for item in &list.items {
                put_node(bytes, item);
            }
        }
        Node::Map(map) => {
            bytes.push(MAP);
            put_map(bytes, map);
        }
    }
}

const PLAIN: u8 = 0;
const QUOTED: u8 = 1;
const LIST: u8 = 2;
const MAP: u8 = 3;

/// Reads a gist back. What was harmed gives `None`.
struct Reader<'a> {
    file: FileId,
    cursor: Cursor<'a>,
}

impl Reader<'_> {
    fn gist(&mut self) -> Option<Gist> {
        let front_matter = if self.cursor.byte()? == 1 {
            Some(FrontMatter {
                span: self.span()?,
                inner: self.span()?,
                broken: self.cursor.byte()? == 1,
                fields: self.map(DEPTH_MAX)?,
            })
        } else {
            None
        };
        let heading = if self.cursor.byte()? == 1 {
            Some(Heading {
                span: self.span()?,
                level: self.cursor.byte()?,
                text: self.spanned()?,
                folded: self.cursor.text()?.to_owned(),
            })
        } else {
            None
        };
        Some(Gist {
            front_matter,
            heading,
            hook: self.span()?,
        })
    }

    fn span(&mut self) -> Option<Span> {
        let start = self.cursor.count()?;
        let end = start.checked_add(self.cursor.count()?)?;
        Some(Span::new(self.file, start, end))
    }

    fn spanned(&mut self) -> Option<Spanned<String>> {
        let value = self.cursor.text()?.to_owned();
        Some(Spanned::new(value, self.span()?))
    }

    fn map(&mut self, depth: usize) -> Option<Map> {
        let span = self.span()?;
        let count = self.cursor.count()?;
        let mut entries = Vec::with_capacity(count.min(AT_ONCE));
        for _ in 0..count {
            let key = self.spanned()?;
            let value = self.node(depth)?;
            entries.push(Entry { key, value });
        }
        Some(Map { entries, span })
    }

    fn node(&mut self, depth: usize) -> Option<Node> {
        let depth = depth.checked_sub(1)?;
        Some(match self.cursor.byte()? {
            kind @ (PLAIN | QUOTED) => Node::Scalar(Scalar {
                text: self.cursor.text()?.to_owned(),
                span: self.span()?,
                plain: kind == PLAIN,
            }),
            LIST => {
                let span = self.span()?;
                let count = self.cursor.count()?;
                let mut items = Vec::with_capacity(count.min(AT_ONCE));
                for _ in 0..count {
                    items.push(self.node(depth)?);
                }
                Node::List(List { items, span })
            }
            MAP => Node::Map(self.map(depth)?),
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Vocabulary;
    use crate::parse;
    use crate::text::Files;

    const TEXTS: [&str; 9] = [
        "---\nid: a\ntitle: 'The queue'\naliases: [b, \"c d\"]\ndate: 2026-01-02\n---\n\nText.\n",
        "\u{feff}---\r\ntitle: é\r\nreview: {date: 2026-01-02, attended: {closest: 2}}\r\n---\r\n",
        "---\nrelated:\n  - id: b\n    how: recurs\nown: {any: thing}\n---\n\n# In the body\n",
        "---\ntitle: [no, text]\nstatus: Final\ndate: soon\n---\n\n# Body\n",
        "---\n---\n",
        "# A *title* {#own}\n\n## Surprises\n",
        "No title, [[a]].\n",
        "---\nid: 'a b'\ntitle:\n---\n\n## Not a title\n",
        "---\nactions: {decided: 2026-03-09, declined: [{what: a bell, reason: it rings}]}\n---\n",
    ];

    fn read(file: FileId, text: &str) -> Parsed {
        let path = RepoPath::new("a.md").unwrap();
        parse::head(file, path, text, &Vocabulary::default())
    }

    #[test]
    fn a_head_comes_back_as_it_was() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("a.md"), "x").unwrap();
        let stamp = disk::stamp(folder.path(), Path::new("a.md")).unwrap();
        let path = RepoPath::new("a.md").unwrap();
        for text in TEXTS {
            let file = Files::default().add("a.md", text);
            let parsed = read(file, text);
            let entry = entry(stamp, text, &parsed).expect(text);
            let heads = Heads::open(folder.path(), folder.path(), "settings");
            heads.keep([(&path, entry.as_slice())].into_iter());
            let heads = Heads::open(folder.path(), folder.path(), "settings");
            let found = [Found::given(path.clone())];
            let entry = heads.entries(&found)[0].expect(text);
            let known = Known::of(entry, stamp).expect(text);
            assert_eq!(
                (known.sum, known.wikilinks),
                (sum(text), text.contains("[["))
            );
            let again = parse::again(file, path.clone(), known.gist(file).unwrap());
            let told = |one: &Parsed| {
                let (writeup, problems) = (&one.writeup, &one.problems);
                let front = writeup.front_matter.as_ref();
                let front = front.map(|front| (front.span, front.inner, front.broken));
                let head = (front, &writeup.meta, &writeup.heading, writeup.hook);
                format!("{head:?} {problems:?}")
            };
            assert_eq!(told(&again), told(&parsed), "{text}");
            let others = Heads::open(folder.path(), folder.path(), "others");
            assert_eq!(others.entries(&found), [None]);
            // What was harmed is never read beyond its end.
            for at in 0..known.gist.len() {
                let mut harmed = known.gist.to_vec();
                harmed[at] ^= 0x81;
                for gist in [&harmed, &known.gist[..at]] {
                    let _ = Known { gist, ..known }.gist(file);
                }
            }
        }
    }

    #[test]
    fn what_only_the_text_can_tell_again_is_not_kept() {
        for text in [
            "---\ntitle: a: b\n---\n",
            "---\na: 1\na: 2\n---\n",
            "---\ntitle: open\n",
        ] {
            let file = Files::default().add("a.md", text);
            assert!(Gist::of(&read(file, text)).is_none(), "{text}");
        }
    }
}
