//! Whether a messy part of the story is told: for the markers that ask it of one section each.

use crate::model::{Entry, Section, SectionKind, Writeup};
use crate::text::{Span, words};

use super::{Finding, Readings, State};

pub(super) static TOLD: State = State::sign("told");
pub(super) static NONE: State = State::other("none, and what that rests on");
pub(super) static BARE_NONE: State = State::other("none, without more");
pub(super) static ABSENT: State = State::other("absent");

pub(super) static STATES: &[&State] = &[&TOLD, &NONE, &BARE_NONE, &ABSENT];

/// Looks for a kind of section in a write-up. How many entries there are is nobody's business: the first is
/// named, to be read.
pub(super) fn measure(
    readings: &Readings<'_>,
    at: usize,
    writeup: &Writeup,
    kind: SectionKind,
) -> Finding {
    let sections = writeup.sections_of(kind);
    let said = sections.filter_map(|section| said(readings, writeup, section));
    let best = said.min_by_key(|(state, _, _)| STATES.iter().position(|one| one == state));
    let Some((state, span, words)) = best else {
        return readings.of(at, &ABSENT);
    };
    Finding {
        at: Some(readings.at(writeup, span.start())),
        words,
        ..readings.of(at, state)
    }
}

/// Returns what a section says, where, and in which words; `None` for one that says nothing.
fn said(
    readings: &Readings<'_>,
    writeup: &Writeup,
    section: &Section,
) -> Option<(&'static State, Span, String)> {
    let files = &readings.corpus.files;
    if let Some(none) = &section.none {
        let basis = writeup.visible(files, none.basis);
        let state = if words::fold(&basis).is_empty() {
            &BARE_NONE
        } else {
            &NONE
        };
        return Some((state, none.span, writeup.excerpt(files, none.span)));
    }
    // What `new` asks is a comment, which is not visible: an entry that is untouched says nothing.
    let is_told = |entry: &&Entry| {
        let body = entry.heading.as_ref().map_or(entry.span, |heading| {
            Span::new(entry.span.file, heading.span.end(), entry.span.end())
        });
        !words::fold(&writeup.visible(files, body)).is_empty()
    };
    if let Some(entry) = section.entries.iter().find(is_told) {
        let span = entry.title_span();
        let title = entry.heading.as_ref().map(|heading| &heading.text.value);
        let title = title
            .cloned()
            .unwrap_or_else(|| writeup.excerpt(files, span));
        return Some((&TOLD, span, title));
    }
    if !section.entries.is_empty() {
        return None;
    }
    let (span, words) = beginning(readings, writeup, section)?;
    Some((&TOLD, span, words))
}

/// Returns the first paragraph of a section that says anything, and how it begins.
pub(super) fn beginning(
    readings: &Readings<'_>,
    writeup: &Writeup,
    section: &Section,
) -> Option<(Span, String)> {
    let files = &readings.corpus.files;
    let mut inside = writeup
        .blocks
        .iter()
        .filter(|block| section.body.contains(block.span));
    let said = inside.find(|block| !words::fold(&writeup.visible(files, block.span)).is_empty())?;
    let start = Span::empty(said.span.file, said.span.start());
    Some((said.span, writeup.excerpt(files, start)))
}
