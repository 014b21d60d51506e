//! A story says whose accounts and which records it rests on.

use super::{Finding, Group, Marker, Measured, Readings, Shape, State, Weight};
use crate::model::{SectionKind, Writeup};
use crate::text::{Span, words};

pub(super) static MARKER: Marker = Marker {
    name: "voices",
    title: "say how they were put together",
    group: Group::ToldBy,
    shape: Shape::Share,
    states: &[&STATED, &UNSAID],
    page: include_str!("voices.md"),
    measure,
};

static STATED: State = State {
    words: "stated",
    weight: Weight::Sign,
};
static UNSAID: State = State {
    words: "not stated",
    weight: Weight::Other,
};

fn measure(readings: &Readings<'_>) -> Measured {
    let files = &readings.corpus.files;
    let one = |(at, writeup): (usize, &Writeup)| {
        let bodies: Vec<Span> = writeup
            .sections_of(SectionKind::Method)
            .map(|section| section.body)
            .collect();
        let prose = writeup.blocks.iter().find(|block| {
            let inside = bodies.iter().any(|body| body.contains(block.span));
            inside && !words::fold(&writeup.visible(files, block.span)).is_empty()
        });
        let Some(prose) = prose else {
            return readings.of(at, &UNSAID);
        };
        let start = prose.span.start();
        Finding {
            at: Some(readings.at(writeup, start)),
            words: writeup.excerpt(files, Span::empty(prose.span.file, start)),
            ..readings.of(at, &STATED)
        }
    };
    Measured::Known(readings.told().map(one).collect())
}
