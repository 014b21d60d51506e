//! Floor 4: who points at whom.
//!
//! The graph is made of references: from write-ups, commits and files, each with the words round
//! it. Sources are a shelf; what is related without a link is in [`related`]. Knows only spellings
//! that some write-up answers to, so a false hit cannot be written down.

pub mod cited;
pub mod dangling;
pub mod elsewhere;
pub mod index;
mod naming;
pub mod near;
pub mod related;
mod runs;
pub mod sources;
pub mod times;

use std::collections::BTreeSet;

use crate::code::Citation;
use crate::corpus::{Corpus, Named};
use crate::history::History;
use crate::model::{Destination, How, Known, Link, LinkKind, Writeup};
use crate::text::Span;

use elsewhere::Elsewhere;
pub use naming::{may_hold, may_name};
pub use runs::Runs;

/// One place that points at a write-up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// Position in the corpus of the write-up that is pointed at.
    pub to: usize,
    /// Position among its headings of the one that is named: a file may tell of several incidents.
    pub part: Option<usize>,
    pub from: Origin,
    /// The words round it: the reason somebody gave.
    pub excerpt: String,
}

/// Where a reference stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// In another write-up's text or front matter.
    Writeup {
        writeup: usize,
        span: Span,
        manner: Manner,
    },
    /// In a commit's message: its position in the history.
    Commit { commit: usize },
    /// In a tracked file outside of the write-ups: its position among the citations.
    File { citation: usize },
    /// In another repository: its position among what was found there.
    Elsewhere { at: usize },
}

/// How one write-up points at another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Manner {
    Link,
    /// `related` in the front matter.
    Related(Option<How>),
    /// The id stands in the text and leads nowhere.
    Mention,
}

/// What references are collected from.
#[derive(Clone, Copy, Debug)]
pub struct Readings<'a> {
    pub corpus: &'a Corpus,
    /// `None` when there is no history to read.
    pub history: Option<&'a History>,
    pub citations: &'a [Citation],
    pub elsewhere: &'a [Elsewhere],
    pub known: &'a Known,
    /// The one write-up that is asked about: what commits say of others is left out then.
    pub about: Option<usize>,
}

/// All references, in the order of the sources and of their places.
#[derive(Clone, Debug, Default)]
pub struct Graph {
    pub references: Vec<Reference>,
}

impl Graph {
    /// Collects the references of every source on the shelf.
    pub fn collect(readings: Readings<'_>) -> Self {
        let mut references = Vec::new();
        for source in sources::SOURCES {
            (source.collect)(&readings, &mut references);
        }
        Self { references }
    }

    /// Collects the references of write-ups to each other: what git and other files say takes longer.
    pub fn of_writeups(corpus: &Corpus, known: &Known) -> Self {
        Self::collect(Readings {
            corpus,
            history: None,
            citations: &[],
            elsewhere: &[],
            known,
            about: None,
        })
    }

    /// Yields what points at a write-up.
    pub fn incoming(&self, to: usize) -> impl Iterator<Item = &Reference> {
        self.references
            .iter()
            .filter(move |reference| reference.to == to)
    }

    /// Whether one write-up leads to another, or is named by it: that they are related is known then.
    pub fn joined(&self, at: usize, other: usize) -> bool {
        self.references.iter().any(|one| match one.from {
            Origin::Writeup {
                writeup, manner, ..
            } if writeup == at => one.to == other && manner != Manner::Mention,
            Origin::Writeup { writeup, .. } => writeup == other && one.to == at,
            _ => false,
        })
    }

    /// Returns the write-ups that one reaches in so many steps, forth and back, itself included.
    pub fn around(&self, start: usize, steps: usize) -> BTreeSet<usize> {
        let mut reached = BTreeSet::from([start]);
        for _ in 0..steps {
            let ends = self.references.iter().filter_map(|one| match one.from {
                Origin::Writeup { writeup, .. } => Some((writeup, one.to)),
                _ => None,
            });
            let next: Vec<usize> = ends
                .filter_map(
                    |(from, to)| match (reached.contains(&from), reached.contains(&to)) {
                        (true, false) => Some(to),
                        (false, true) => Some(from),
                        _ => None,
                    },
                )
                .collect();
            if next.is_empty() {
                break;
            }
            reached.extend(next);
        }
        reached
    }

    /// Yields what a write-up points at.
    pub fn outgoing(&self, from: usize) -> impl Iterator<Item = &Reference> {
        self.references.iter().filter(move |reference| {
            matches!(reference.from, Origin::Writeup { writeup, .. } if writeup == from)
        })
    }
}

/// Compiles the spellings of a corpus: ids, aliases, file stems that one write-up alone answers to, and
/// the paths and addresses of those whose stem is not enough. A path holds its stem, which is found in it.
/// `urls` are the addresses of the write-ups, in their order as far as they are known, `homes` where their
/// repository lives for others (`host/owner/name`): without any, every repository's path is taken for ours.
pub fn known(corpus: &Corpus, urls: &[Option<String>], homes: &[String]) -> Known {
    let names = corpus
        .names
        .iter()
        .filter_map(|(name, owners)| match owners {
            [one] => Some((name, *one)),
            _ => None,
        });
    let paths = corpus
        .writeups
        .iter()
        .enumerate()
        .filter(|(at, writeup)| {
            let stem = writeup.path.stem();
            let is_alone = corpus.names.exact(stem) == Named::One(*at);
            // An address ends in the id, which need not be the file's name.
            !is_alone || !Known::is_distinct(stem) || !Known::is_distinct(writeup.id())
        })
        .map(|(at, writeup)| (writeup.path.as_str(), at));
    let paths = paths.flat_map(|(path, at)| {
        let url = urls.get(at).and_then(Option::as_deref);
        let places = index::places(path, url).into_iter();
        places.map(move |place| (place, at))
    });
    let paths: Vec<(String, usize)> = paths.collect();
    let paths = paths.iter().map(|(place, at)| (place.as_str(), *at));
    Known::new(names.chain(paths)).living_at(homes)
}

/// Returns the position of the heading of a write-up that an anchor leads to.
pub fn part(corpus: &Corpus, to: usize, anchor: Option<&str>) -> Option<usize> {
    corpus.writeups.get(to)?.heading_at(anchor?)
}

/// Returns how many links between write-ups are wikilinks, and how many lead by path.
pub fn styles(corpus: &Corpus) -> (usize, usize) {
    let mut wiki = 0;
    let mut paths = 0;
    for writeup in &corpus.writeups {
        for link in &writeup.links {
            match link.kind {
                LinkKind::Wiki => wiki += 1,
                LinkKind::Inline | LinkKind::Reference => {
                    paths += usize::from(corpus.linked(link).is_some());
                }
                _ => {}
            }
        }
    }
    (wiki, paths)
}

/// An id in the text that no link of the same write-up leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mention {
    /// Position in the corpus of the write-up that is named.
    pub to: usize,
    pub span: Span,
}

/// Returns the first mention of every write-up that the one at `at` names in its text and leads to by
/// no link and no `related`. Quoted words are somebody else's.
pub fn mentions(corpus: &Corpus, known: &Known, at: usize) -> Vec<Mention> {
    let Some(writeup) = corpus.writeups.get(at) else {
        return Vec::new();
    };
    let mut found: Vec<Mention> = Vec::new();
    let mut linked: Option<BTreeSet<usize>> = None;
    for run in writeup.runs.iter().filter(|run| !run.linked && !run.quoted) {
        let span = run.span;
        for hit in known.find(corpus.files.text(span)) {
            // Most write-ups name none: what they link to is looked up only then.
            let linked = linked.get_or_insert_with(|| leads_to(corpus, known, at, writeup));
            let is_new = !linked.contains(&hit.writeup);
            if is_new && !in_template(corpus.files.text(span), hit.start) {
                linked.insert(hit.writeup);
                found.push(Mention {
                    to: hit.writeup,
                    span: Span::new(span.file, span.start() + hit.start, span.start() + hit.end),
                });
            }
        }
    }
    found
}

/// How far before a name the tag that holds it may begin, in bytes.
const TAG_BYTES_MAX: usize = 1024;

/// Whether a place stands in a tag of a site generator (`{{< ref x >}}`, `{% post_url x %}`,
/// `{: .class}`): what it makes of a name is its own, and mostly a link.
fn in_template(text: &str, at: usize) -> bool {
    let from = text.floor_char_boundary(at.saturating_sub(TAG_BYTES_MAX));
    let before = text.get(from..at).unwrap_or_default();
    [("{{", "}}"), ("{%", "%}"), ("{:", "}")]
        .into_iter()
        .any(|(open, close)| {
            before
                .rfind(open)
                .is_some_and(|from| !before.get(from..).unwrap_or_default().contains(close))
        })
}

/// Returns the write-ups that one leads to by links and `related`, itself included.
fn leads_to(corpus: &Corpus, known: &Known, at: usize, writeup: &Writeup) -> BTreeSet<usize> {
    let related = writeup.meta.related.iter();
    let related = related.filter_map(|related| match corpus.names.meant(&related.id.value) {
        Named::One(to) => Some(to),
        _ => None,
    });
    let links = writeup.links.iter();
    let links = links.filter_map(|link| resolve(link, corpus, known));
    related.chain(links).chain([at]).collect()
}

/// Returns the write-up that a link leads to: by path, then by id, then by alias. An address on
/// another host counts when it holds a known spelling.
pub fn resolve(link: &Link, corpus: &Corpus, known: &Known) -> Option<usize> {
    let one = |named: Named| match named {
        Named::One(at) => Some(at),
        _ => None,
    };
    if link.kind == LinkKind::Wiki {
        return one(corpus.names.meant(&link.target.value));
    }
    if let Some(at) = corpus.linked(link) {
        return Some(at);
    }
    match Destination::read(&link.target.value) {
        Destination::External => known.find(&link.target.value).last().map(|hit| hit.writeup),
        Destination::Path { path, .. } => {
            // Site generators link to pages without the ending.
            let stem = path.rsplit('/').next().unwrap_or_default();
            (!stem.contains('.'))
                .then(|| one(corpus.names.exact(stem)))
                .flatten()
        }
        _ => None,
    }
}
