//! `related` in the front matter of write-ups.

use super::{Readings, Reference, Source, part};
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
            let anchor = related.id.value.split_once('#').map(|(_, anchor)| anchor);
            references.push(Reference {
                to,
                part: part(corpus, to, anchor),
                from,
                excerpt: String::new(),
            });
        }
    }
}
