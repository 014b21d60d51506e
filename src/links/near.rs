//! The stories that concern some files: that the files cite, that name the files, or that commits name
//! which touched them. Does not know where a story was read: in the write-ups, or in an index of them.

use std::collections::{BTreeMap, BTreeSet};

use crate::code::Citation;
use crate::corpus::Corpus;
use crate::history::{Deed, History};
use crate::model::{Date, Known, RepoPath, Writeup};
use crate::text::{Span, uri};

use super::cited::{cited, file_at, own};
use super::index::{Entry, Index};

/// What is told of a write-up, wherever that is known from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Card<'a> {
    pub id: &'a str,
    pub title: &'a str,
    pub path: &'a str,
    pub date: Option<Date>,
    /// Where it is found on the web; `None` where that is unknown.
    pub url: Option<&'a str>,
}

impl<'a> Card<'a> {
    /// Returns the card of a write-up that was read.
    pub fn of(writeup: &'a Writeup, url: Option<&'a str>) -> Self {
        Self {
            id: writeup.id(),
            title: writeup.title(),
            path: writeup.path.as_str(),
            date: writeup.date(),
            url,
        }
    }

    /// Returns the card of one that an index knows. Whoever wrote the index may have put anything there: what
    /// is no day, or no address of a page, is not known.
    pub fn of_entry(entry: &'a Entry) -> Self {
        let date = entry.date.as_deref();
        let url = entry.url.as_deref();
        Self {
            id: &entry.id,
            title: &entry.title,
            path: &entry.path,
            date: date.and_then(|date| Date::parse(date).ok()),
            url: url.filter(|url| uri::is_page(url)),
        }
    }
}

/// A write-up, and why it concerns the files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Story {
    /// Position among the cards.
    pub writeup: usize,
    /// The nearest first.
    pub why: Vec<Tie>,
}

/// One thing that ties a file and a write-up together. Ordered by how near it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tie {
    pub how: How,
    /// The file, as it is called now.
    pub file: RepoPath,
    /// The words there; `None` where they are not known.
    pub excerpt: Option<String>,
}

/// How a file and a write-up are tied.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum How {
    /// The file names the write-up, on this line.
    Cites { line: usize },
    /// The write-up names the file, by this name; `None` where its text is not here.
    Named { span: Option<Span>, name: RepoPath },
    /// A commit that touched the file names the write-up: its position in the history.
    Touched { commit: usize },
}

impl How {
    /// Returns how far away it is; less is nearer.
    fn distance(&self) -> usize {
        match self {
            Self::Cites { .. } => 0,
            Self::Named { .. } => 1,
            Self::Touched { .. } => 2,
        }
    }
}

/// What the stories are gathered from.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// The write-ups, in the order in which `known` and `naming` count them.
    pub cards: &'a [Card<'a>],
    pub known: &'a Known,
    /// The files asked about, from the top of the repository, sorted.
    pub files: &'a [RepoPath],
    /// The citations in these files.
    pub citations: &'a [Citation],
    /// The write-ups that name these files, with where they do.
    pub naming: &'a [(usize, Tie)],
    /// What git knows, with the lives of these files in the same order; `None` where it knows nothing.
    pub history: Option<&'a History>,
}

/// Returns the stories that concern the files, the nearest first: by what ties them, then the younger.
pub fn near(asked: Asked<'_>) -> Vec<Story> {
    let mut ties: BTreeMap<usize, Vec<Tie>> = BTreeMap::new();
    for citation in asked.citations {
        ties.entry(citation.writeup).or_default().push(Tie {
            how: How::Cites {
                line: citation.line,
            },
            file: citation.path.clone(),
            excerpt: Some(citation.excerpt.clone()),
        });
    }
    for (at, tie) in asked.naming.iter().cloned().chain(touched(asked)) {
        ties.entry(at).or_default().push(tie);
    }
    let mut stories: Vec<Story> = ties
        .into_iter()
        .map(|(writeup, mut why)| {
            why.sort_by(|one, other| (&one.how, &one.file).cmp(&(&other.how, &other.file)));
            Story { writeup, why }
        })
        .collect();
    let rank = |story: &Story| story.why.first().map_or(0, |tie| tie.how.distance());
    let date = |story: &Story| asked.cards.get(story.writeup).and_then(|card| card.date);
    stories.sort_by(|one, other| {
        let younger = date(other).cmp(&date(one));
        rank(one)
            .cmp(&rank(other))
            .then(younger)
            .then(one.writeup.cmp(&other.writeup))
    });
    stories
}

/// Returns every name that the files have or had, with the file as it is called now. A name that another
/// file has now is that one's.
pub fn names(files: &[RepoPath], history: Option<&History>) -> BTreeMap<RepoPath, RepoPath> {
    let mut names: BTreeMap<RepoPath, RepoPath> = BTreeMap::new();
    let lives = history.map(|history| history.lives.as_slice());
    for (file, life) in files.iter().zip(lives.unwrap_or_default()) {
        for event in &life.events {
            names.insert(event.path.clone(), file.clone());
            if let Deed::Moved(from) = &event.deed {
                names.insert(from.clone(), file.clone());
            }
        }
    }
    for file in files {
        names.insert(file.clone(), file.clone());
    }
    names
}

/// Returns what names the files in the write-ups that were read. `names` are those of the files, `homes` those
/// of the repository that holds both.
pub fn naming(
    corpus: &Corpus,
    homes: &[String],
    names: &BTreeMap<RepoPath, RepoPath>,
) -> Vec<(usize, Tie)> {
    let mut found = Vec::new();
    for (at, writeup) in corpus.writeups.iter().enumerate() {
        for (span, name) in places(writeup, corpus, homes) {
            let Some(file) = names.get(&name) else {
                continue;
            };
            let tie = Tie {
                how: How::Named {
                    span: Some(span),
                    name,
                },
                file: file.clone(),
                excerpt: Some(writeup.excerpt(&corpus.files, span)),
            };
            found.push((at, tie));
        }
    }
    found
}

/// Does the same for those that an index knows, which says no more than the name. `homes` are those of the
/// repository that holds the files.
pub fn naming_by_index(
    index: &Index,
    homes: &[String],
    names: &BTreeMap<RepoPath, RepoPath>,
) -> Vec<(usize, Tie)> {
    let mut found = Vec::new();
    for (at, entry) in index.writeups.iter().enumerate() {
        let known = homes
            .iter()
            .filter_map(|home| entry.files.as_ref()?.get(home));
        let named: BTreeSet<RepoPath> = known
            .flatten()
            .filter_map(|path| RepoPath::new(path))
            .collect();
        for name in named {
            let Some(file) = names.get(&name).cloned() else {
                continue;
            };
            let tie = Tie {
                how: How::Named { span: None, name },
                file,
                excerpt: None,
            };
            found.push((at, tie));
        }
    }
    found
}

/// Returns the places of the repository that a write-up names: by links, by addresses, in code within
/// lines. Each once, where it stands first.
fn places(writeup: &Writeup, corpus: &Corpus, homes: &[String]) -> Vec<(Span, RepoPath)> {
    let links = writeup.links.iter().filter_map(|link| {
        let path = match corpus.target(link) {
            Some(target) => target.path.clone(),
            None => file_at(own(&link.target.value, homes)?)?,
        };
        Some((link.span, path))
    });
    let mut places: Vec<(Span, RepoPath)> = links.chain(cited(writeup, corpus)).collect();
    places.sort();
    let mut seen = BTreeSet::new();
    places.retain(|(_, path)| seen.insert(path.clone()));
    places
}

/// Returns what the commits that touched the files name.
fn touched(asked: Asked<'_>) -> Vec<(usize, Tie)> {
    let Some(history) = asked.history else {
        return Vec::new();
    };
    let mut found = Vec::new();
    let mut seen = BTreeSet::new();
    for (file, life) in asked.files.iter().zip(&history.lives) {
        for event in &life.events {
            let Some(commit) = history.commits.get(event.commit) else {
                continue;
            };
            for hit in asked.known.find(&commit.message) {
                // A commit over many files is told once.
                if seen.insert((hit.writeup, event.commit)) {
                    let tie = Tie {
                        how: How::Touched {
                            commit: event.commit,
                        },
                        file: file.clone(),
                        excerpt: Some(commit.subject().to_owned()),
                    };
                    found.push((hit.writeup, tie));
                }
            }
        }
    }
    found
}
