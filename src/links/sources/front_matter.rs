//! `related` in the front matter of write-ups.

use super::{Readings, Reference, Source};
use crate::corpus::Named;
use crate::links::{Manner, Origin};

pub(super) static SOURCE: Source = Source {
    name: "front_matter",
    collect,
};

fn collect(readings: &Readings<'_>, references: &mut Vec<Reference>) {
    let corpus = readings.corpus;
    for (at, writeup) in corpus.writeups.iter().enumerate() {
        for related in &writeup.meta.related {
            let Named::One(to) = corpus.names.meant(&related.id.value) else {
                continue;
            };
            if to == at {
                continue;
            }
            let how = related.how.as_ref().map(|how| how.value);
            let from = Origin::Writeup {
                writeup: at,
                span: related.id.span,
                manner: Manner::Related(how),
            };
            references.push(Reference {
                to,
                from,
                excerpt: String::new(),
            });
        }
    }
}
