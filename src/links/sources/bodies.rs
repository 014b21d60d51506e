//! Links in the text of write-ups, and ids that stand there without one.

use super::{Readings, Reference, Source, part};
use crate::links::{Manner, Origin, mentions, resolve};
use crate::model::{Destination, Hit, Writeup};
use crate::text::uri;

pub(super) static SOURCE: Source = Source {
    name: "bodies",
    collect,
};

fn collect(readings: &Readings<'_>, references: &mut Vec<Reference>) {
    for (at, writeup) in readings.corpus.writeups.iter().enumerate() {
        links(readings, at, writeup, references);
        let files = &readings.corpus.files;
        for mention in mentions(readings.corpus, readings.known, at) {
            let hit = Hit {
                writeup: mention.to,
                start: mention.span.start(),
                end: mention.span.end(),
            };
            let anchor = hit.anchor(files.whole(mention.span.file).as_bytes());
            references.push(Reference {
                to: mention.to,
                part: part(readings.corpus, mention.to, anchor.as_deref()),
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
            part: part(corpus, to, anchor(&link.target.value).as_deref()),
            from: Origin::Writeup {
                writeup: at,
                span: link.span,
                manner: Manner::Link,
            },
            excerpt: writeup.excerpt(&corpus.files, link.span),
        });
    }
}

/// Returns what stands behind the `#` of a link, addresses of other hosts included.
fn anchor(target: &str) -> Option<String> {
    match Destination::read(target) {
        Destination::Path { anchor, .. } => anchor,
        Destination::External => Some(uri::decoded(target.split_once('#')?.1)),
        Destination::Anchor(_) | Destination::Nothing => None,
    }
}
