//! What a repository of code has to know of the write-ups to check its citations, and to tell which stories
//! concern its files: names, places, the anchors of headings, and which files of other repositories are linked
//! to. No other word of a story.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::corpus::{Corpus, Named, Names};
use crate::model::{Known, RepoPath, Shapes, Writeup, alike};
use crate::text::{slug, uri, words};

use super::cited::abroad;

/// The write-ups, as far as others cite them. Everything in order, so that two of the same write-ups
/// are the same byte for byte.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Index {
    /// What ids look like, as patterns.
    pub id_patterns: Vec<String>,
    /// Folders that hold write-ups, seen from the top of their repository.
    pub folders: Vec<String>,
    /// Addresses below which the write-ups are found.
    pub addresses: Vec<String>,
    /// Where their repository lives for others, `host/owner/name`.
    #[serde(default)]
    pub homes: Vec<String>,
    /// By path.
    pub writeups: Vec<Entry>,
    /// Ids that no write-up has any more, each with why.
    #[serde(default)]
    pub retired: BTreeMap<String, String>,
}

/// One write-up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    pub id: String,
    /// Every other name that it answers to, its file's stem included.
    pub aliases: Vec<String>,
    pub title: String,
    /// Seen from the top of its repository.
    pub path: String,
    pub date: Option<String>,
    /// Where it is found on the web; `None` where that is unknown.
    pub url: Option<String>,
    /// What links to a part of it may name; `None` where nobody looked, or an earlier version wrote the
    /// index. Then headings are not checked.
    #[serde(default)]
    pub anchors: Option<Vec<String>>,
    /// The files of other repositories that it links to, below `host/owner/name` of each, seen from its top;
    /// `None` as above.
    #[serde(default)]
    pub files: Option<BTreeMap<String, Vec<String>>>,
}

impl Entry {
    /// Whether a link to a part of it would find none. Where the headings are not known, none is missed.
    pub fn lacks(&self, anchor: &str) -> bool {
        // Generators of pages make anchors each in their way; the words are the same.
        let bare = anchor.strip_prefix("user-content-").unwrap_or(anchor);
        let wanted = words::loose(bare);
        let has = |known: &String| known == anchor || words::loose(known) == wanted;
        let known = self.anchors.as_ref();
        slug::may_be_heading(anchor) && known.is_some_and(|known| !known.iter().any(has))
    }

    /// Returns the anchor that is likely meant by one that is not there.
    pub fn nearest(&self, anchor: &str) -> Option<&str> {
        let anchors = self.anchors.iter().flatten().map(String::as_str);
        slug::nearest(&slug::anchor(anchor), anchors)
    }
}

fn anchors(writeup: &Writeup) -> Option<Vec<String>> {
    let anchors = writeup.anchors.iter().map(str::to_owned);
    writeup.whole.then(|| anchors.collect())
}

fn files(writeup: &Writeup, homes: &[String]) -> Option<BTreeMap<String, Vec<String>>> {
    let written = |files: BTreeSet<RepoPath>| files.iter().map(RepoPath::to_string).collect();
    writeup.whole.then(|| {
        let files = abroad(writeup, homes).into_iter();
        files.map(|(home, files)| (home, written(files))).collect()
    })
}

impl Index {
    /// Makes the index of a corpus, with what the bodies hold where they were read. `urls` are the addresses
    /// of its write-ups, in their order, `homes` those of their repository.
    pub fn new(corpus: &Corpus, urls: Vec<Option<String>>, homes: Vec<String>) -> Self {
        let writeups = corpus.writeups.iter().zip(urls);
        let entries = writeups.map(|(writeup, url)| {
            let aliases = writeup.meta.aliases.iter();
            let mut aliases: Vec<String> = aliases.map(|alias| alias.value.clone()).collect();
            aliases.push(writeup.path.stem().to_owned());
            aliases.retain(|alias| alias != writeup.id());
            aliases.sort();
            aliases.dedup();
            Entry {
                id: writeup.id().to_owned(),
                aliases,
                title: writeup.title().to_owned(),
                path: corpus.from_top(&writeup.path).to_string(),
                date: writeup.date().map(|date| date.to_string()),
                url,
                anchors: anchors(writeup),
                files: files(writeup, &homes),
            }
        });
        let config = &corpus.config;
        let given = config.id_pattern.iter().map(|one| one.value.clone());
        let mut id_patterns: Vec<String> = given.collect();
        if id_patterns.is_empty() {
            id_patterns = alike(corpus.names.iter().map(|(name, _)| name));
        }
        let folders = corpus.folders_from_top();
        let addresses = config.site.iter().chain(&config.forge);
        let retired = config.retired.iter();
        Self {
            id_patterns,
            folders: folders.iter().map(RepoPath::to_string).collect(),
            addresses: addresses.map(|one| one.value.clone()).collect(),
            writeups: entries.collect(),
            homes,
            retired: retired
                .map(|(id, why)| (id.value.clone(), why.value.clone()))
                .collect(),
        }
    }

    /// Compiles everything that a citation may call a write-up.
    pub fn known(&self) -> Known {
        self.compiled(|_| true)
    }

    /// Does the same without the names that several write-ups answer to: nobody can tell which is meant.
    pub fn known_alone(&self) -> Known {
        let names = self.names();
        self.compiled(|name| !matches!(names.exact(name), Named::Several(_)))
    }

    fn compiled(&self, wanted: impl Fn(&str) -> bool) -> Known {
        let all: Vec<(String, usize)> = self
            .writeups
            .iter()
            .enumerate()
            .flat_map(|(at, entry)| {
                let names = entry.aliases.iter().chain([&entry.id]).cloned();
                // A path and an address hold the file's name or the id: mostly that is found in them.
                let stem = RepoPath::new(&entry.path);
                let stem = stem.as_ref().map_or("", RepoPath::stem);
                let needed = !Known::is_distinct(&entry.id) || !Known::is_distinct(stem);
                let places = needed.then(|| places(&entry.path, entry.url.as_deref()));
                names
                    .chain(places.into_iter().flatten())
                    .map(move |name| (name, at))
            })
            .collect();
        let all = all.iter().map(|(name, at)| (name.as_str(), *at));
        let all = all.filter(|(name, _)| wanted(name));
        Known::new(all).living_at(&self.homes)
    }

    /// Returns who answers to which name.
    pub fn names(&self) -> Names {
        let named = self.writeups.iter().enumerate().flat_map(|(at, entry)| {
            let names = entry.aliases.iter().chain([&entry.id]);
            names.map(move |name| (name.as_str(), at))
        });
        Names::of_pairs(named, Vec::new())
    }

    /// Takes over the anchors of the write-ups whose bodies were read since. The corpus is the one that the
    /// index was made of.
    pub fn read_anchors(&mut self, corpus: &Corpus) {
        for (entry, writeup) in self.writeups.iter_mut().zip(&corpus.writeups) {
            entry.anchors = anchors(writeup);
        }
    }

    /// Compiles what an id looks like. Fails with what is wrong with a pattern.
    pub fn shapes(&self) -> Result<Shapes, String> {
        Shapes::new(self.id_patterns.iter().map(String::as_str))
    }
}

/// Returns the spellings of a path and an address: as they are, and as links write them.
pub(super) fn places(path: &str, url: Option<&str>) -> Vec<String> {
    let mut places = vec![path.to_owned()];
    let encoded = uri::path(path);
    if encoded != path {
        places.push(encoded);
    }
    // With and without `www` and scheme an address is the same; what stands behind them is looked for.
    let address = url.and_then(|url| url.split_once("://"));
    places.extend(address.map(|(_, rest)| rest.trim_end_matches('/').to_owned()));
    places
}
