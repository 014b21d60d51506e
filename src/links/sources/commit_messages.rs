//! Ids in the messages of commits, trailers (`Incident: ID`) included.

use std::collections::BTreeSet;

use super::{Readings, Reference, Source, part};
use crate::links::Origin;

pub(super) static SOURCE: Source = Source {
    name: "commit_messages",
    collect,
};

fn collect(readings: &Readings<'_>, references: &mut Vec<Reference>) {
    let commits = readings
        .history
        .map(|history| history.commits.as_slice())
        .unwrap_or_default();
    for (at, commit) in commits.iter().enumerate() {
        let mut seen = BTreeSet::new();
        for hit in readings.known.find(&commit.message) {
            let anchor = hit.anchor(commit.message.as_bytes());
            let part = part(readings.corpus, hit.writeup, anchor.as_deref());
            if seen.insert((hit.writeup, part)) {
                references.push(Reference {
                    to: hit.writeup,
                    part,
                    from: Origin::Commit { commit: at },
                    excerpt: commit.subject().to_owned(),
                });
            }
        }
    }
}
