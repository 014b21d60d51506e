//! Ids in the messages of commits, trailers (`Incident: ID`) included.

use std::collections::BTreeSet;

use super::{Readings, Reference, Source, part};
use crate::corpus::Corpus;
use crate::history::Commit;
use crate::links::Origin;
use crate::model::Known;
use crate::threads;

pub(super) static SOURCE: Source = Source {
    name: "commit_messages",
    collect,
};

/// Commits that one thread reads before it asks for more.
const SHARE: usize = 4096;

fn collect(readings: &Readings<'_>, references: &mut Vec<Reference>) {
    let commits = readings
        .history
        .map(|history| history.commits.as_slice())
        .unwrap_or_default();
    let commits: Vec<(usize, &Commit)> = commits.iter().enumerate().collect();
    let (known, corpus) = (readings.known, readings.corpus);
    // Which of ten thousand is meant takes longer than whether one of them may be.
    let about = readings.about.map(|writeup| known.only(writeup));
    let may_name = |commit: &Commit| {
        let about = about.as_ref();
        about.is_none_or(|about| !about.find(&commit.message).is_empty())
    };
    let found = threads::in_shares(&commits, SHARE, |share| {
        let asked = share.iter().filter(|(_, commit)| may_name(commit));
        let found = asked.flat_map(|(at, commit)| named(known, corpus, *at, commit));
        found.collect::<Vec<Reference>>()
    });
    references.extend(found.into_iter().flatten());
}

/// Returns what one message names, each once.
fn named(known: &Known, corpus: &Corpus, at: usize, commit: &Commit) -> Vec<Reference> {
    let mut seen = BTreeSet::new();
    let mut references = Vec::new();
    for hit in known.find(&commit.message) {
        let anchor = hit.anchor(commit.message.as_bytes());
        let part = part(corpus, hit.writeup, anchor.as_deref());
        if seen.insert((hit.writeup, part)) {
            references.push(Reference {
                to: hit.writeup,
                part,
                from: Origin::Commit { commit: at },
                excerpt: commit.subject().to_owned(),
            });
        }
    }
    references
}
