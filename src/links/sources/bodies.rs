//! Links in the text of write-ups, and ids that stand there without one.

use std::collections::BTreeSet;

use super::{Readings, Reference, Source};
use crate::links::{Manner, Origin, resolve};
use crate::model::Writeup;
use crate::text::Span;

pub(super) static SOURCE: Source = Source {
    name: "bodies",
    collect,
};

fn collect(readings: &Readings<'_>, references: &mut Vec<Reference>) {
    for (at, writeup) in readings.corpus.writeups.iter().enumerate() {
        let linked = links(readings, at, writeup, references);
        mentions(readings, at, writeup, &linked, references);
    }
}

/// Collects the links; returns which write-ups they and the front matter lead to.
fn links(
    readings: &Readings<'_>,
    at: usize,
    writeup: &Writeup,
    references: &mut Vec<Reference>,
) -> BTreeSet<usize> {
    let corpus = readings.corpus;
    let related = writeup.meta.related.iter().filter_map(|related| {
        match corpus.names.meant(&related.id.value) {
            crate::corpus::Named::One(to) => Some(to),
            _ => None,
        }
    });
    let mut linked: BTreeSet<usize> = related.collect();
    for link in &writeup.links {
        let Some(to) = resolve(link, writeup, corpus, readings.known).filter(|to| *to != at) else {
            continue;
        };
        linked.insert(to);
        references.push(Reference {
            to,
            from: Origin::Writeup {
                writeup: at,
                span: link.span,
                manner: Manner::Link,
            },
            excerpt: writeup.excerpt(&corpus.files, link.span),
        });
    }
    linked
}

/// Collects ids in prose that no link of the same write-up leads to, the first of each.
fn mentions(
    readings: &Readings<'_>,
    at: usize,
    writeup: &Writeup,
    linked: &BTreeSet<usize>,
    references: &mut Vec<Reference>,
) {
    let files = &readings.corpus.files;
    let mut seen = linked.clone();
    seen.insert(at);
    for run in writeup.runs.iter().filter(|run| !run.linked && !run.quoted) {
        for hit in readings.known.find(files.text(run.span)) {
            if !seen.insert(hit.writeup) {
                continue;
            }
            let span = Span::new(
                run.span.file,
                run.span.start + hit.start,
                run.span.start + hit.end,
            );
            references.push(Reference {
                to: hit.writeup,
                from: Origin::Writeup {
                    writeup: at,
                    span,
                    manner: Manner::Mention,
                },
                excerpt: writeup.excerpt(files, span),
            });
        }
    }
}
