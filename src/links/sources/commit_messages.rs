//! Ids in the messages of commits, trailers (`Incident: ID`) included.

use std::collections::BTreeSet;

use super::{Readings, Reference, Source};
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
            if seen.insert(hit.writeup) {
                references.push(Reference {
                    to: hit.writeup,
                    from: Origin::Commit { commit: at },
                    excerpt: commit.subject().to_owned(),
                });
            }
        }
    }
}
