//! Links in the text of write-ups, and ids that stand there without one.

use super::{Readings, Reference, Source};
use crate::links::{Manner, Origin, mentions, resolve};
use crate::model::Writeup;

pub(super) static SOURCE: Source = Source {
    name: "bodies",
    collect,
};

fn collect(readings: &Readings<'_>, references: &mut Vec<Reference>) {
    for (at, writeup) in readings.corpus.writeups.iter().enumerate() {
        links(readings, at, writeup, references);
        let files = &readings.corpus.files;
        for mention in mentions(readings.corpus, readings.known, at) {
            references.push(Reference {
                to: mention.to,
                from: Origin::Writeup {
                    writeup: at,
                    span: mention.span,
                    manner: Manner::Mention,
                },
                excerpt: writeup.excerpt(files, mention.span),
            });
        }
    }
}

fn links(readings: &Readings<'_>, at: usize, writeup: &Writeup, references: &mut Vec<Reference>) {
    let corpus = readings.corpus;
    for link in &writeup.links {
        let Some(to) = resolve(link, corpus, readings.known).filter(|to| *to != at) else {
            continue;
        };
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
}
