//! Floor 5: what to read first, for somebody who is new to a service, a team or some code.
//!
//! A list that can be read from top to bottom: what a story leads back to stands before it, and stories
//! that lead to each other stand together. Each says why it is on the list.

use std::collections::{BTreeMap, BTreeSet};

use crate::corpus::Corpus;
use crate::links::{Graph, Origin};
use crate::model::{Date, SectionKind, Writeup};

/// Why a story is on the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// It is about this service.
    Service(String),
    /// It was closest to this team.
    Team(String),
    /// It concerns files; in words.
    Files(String),
    /// Another story on the list, by its position in the corpus, leads back to it, in these words.
    Before { story: usize, words: String },
}

/// One story.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Position in the corpus.
    pub writeup: usize,
    pub why: Vec<Why>,
}

/// A list that is to be read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct List {
    /// Stories that lead to each other, in the order of their first.
    pub chapters: Vec<Vec<Item>>,
    /// How many more there are than were asked for.
    pub further: usize,
}

/// Makes a list of stories that were chosen, each with why; at most so many of them, and what they lead back
/// to. Where there are more, those stay that the most others lead to, then those that tell most of what was
/// messy, then the newest.
pub fn list(
    corpus: &Corpus,
    graph: &Graph,
    chosen: &BTreeMap<usize, Vec<Why>>,
    max: usize,
) -> List {
    let mut order: Vec<usize> = chosen.keys().copied().collect();
    let pointed = |at: usize| {
        let from = graph.incoming(at).filter_map(|one| writer(&one.from));
        from.filter(|from| *from != at)
            .collect::<BTreeSet<_>>()
            .len()
    };
    let rank = |at: &usize| {
        let writeup = corpus.writeups.get(*at);
        let date = writeup.and_then(Writeup::date);
        (pointed(*at), writeup.map_or(0, messy), date)
    };
    order.sort_by_cached_key(|at| (std::cmp::Reverse(rank(at)), *at));
    let further = order.len().saturating_sub(max);
    order.truncate(max);
    let mut items: BTreeMap<usize, Vec<Why>> = BTreeMap::new();
    for at in &order {
        items.insert(*at, chosen.get(at).cloned().unwrap_or_default());
    }
    // What they lead back to, one step: the rest is a matter of interest.
    for at in &order {
        for (to, words) in earlier(corpus, graph, *at) {
            let why = Why::Before { story: *at, words };
            let known = items.entry(to).or_default();
            known.push(why);
        }
    }
    let edges = edges(corpus, graph, &items);
    List {
        chapters: chapters(corpus, items, &edges),
        further,
    }
}

/// Returns the write-up that a reference stands in.
fn writer(from: &Origin) -> Option<usize> {
    match from {
        Origin::Writeup { writeup, .. } => Some(*writeup),
        _ => None,
    }
}

/// Returns how many of the messy parts a story has: one that has them is worth more of a newcomer's time.
fn messy(writeup: &Writeup) -> usize {
    let kinds = [
        SectionKind::Surprises,
        SectionKind::RedHerrings,
        SectionKind::Dilemmas,
        SectionKind::Questions,
    ];
    let told = |kind: &&SectionKind| {
        let mut sections = writeup.sections_of(**kind);
        sections.any(|section| !section.entries.is_empty())
    };
    kinds.iter().filter(told).count()
}

/// Returns the older stories that one leads back to, each once, with the words there.
fn earlier(corpus: &Corpus, graph: &Graph, at: usize) -> Vec<(usize, String)> {
    let mut seen = BTreeSet::from([at]);
    let found = graph
        .outgoing(at)
        .filter(|one| is_before(corpus, one.to, at));
    let found = found.filter(|one| seen.insert(one.to));
    found.map(|one| (one.to, one.excerpt.clone())).collect()
}

/// Whether a story is surely older than another.
fn is_before(corpus: &Corpus, one: usize, other: usize) -> bool {
    let date = |at: usize| corpus.writeups.get(at).and_then(Writeup::date);
    matches!((date(one), date(other)), (Some(one), Some(other)) if one < other)
}

/// Returns who on the list leads to whom: pairs, both ways.
fn edges(
    corpus: &Corpus,
    graph: &Graph,
    items: &BTreeMap<usize, Vec<Why>>,
) -> BTreeMap<usize, BTreeSet<usize>> {
    let mut edges: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    let from = graph
        .references
        .iter()
        .filter_map(|one| Some((writer(&one.from)?, one.to)));
    for (from, to) in from {
        let both = items.contains_key(&from) && items.contains_key(&to) && from != to;
        if both && corpus.writeups.get(to).is_some() {
            edges.entry(from).or_default().insert(to);
            edges.entry(to).or_default().insert(from);
        }
    }
    edges
}

/// Puts stories that hang together behind each other, each after those that it leads back to.
fn chapters(
    corpus: &Corpus,
    mut items: BTreeMap<usize, Vec<Why>>,
    edges: &BTreeMap<usize, BTreeSet<usize>>,
) -> Vec<Vec<Item>> {
    let key = |at: &usize| -> (bool, Option<Date>, usize) {
        let date = corpus.writeups.get(*at).and_then(Writeup::date);
        (date.is_none(), date, *at)
    };
    let mut order: Vec<usize> = items.keys().copied().collect();
    // Older ones first: what is led back to is older than what leads there.
    order.sort_by_key(key);
    let mut chapters = Vec::new();
    let mut placed = BTreeSet::new();
    for first in order {
        if !placed.insert(first) {
            continue;
        }
        let mut together = vec![first];
        let mut looked = 0;
        while let Some(at) = together.get(looked).copied() {
            looked += 1;
            for other in edges.get(&at).into_iter().flatten() {
                if placed.insert(*other) {
                    together.push(*other);
                }
            }
        }
        together.sort_by_key(key);
        let chapter = together.into_iter().map(|writeup| Item {
            writeup,
            why: items.remove(&writeup).unwrap_or_default(),
        });
        chapters.push(chapter.collect());
    }
    chapters
}
