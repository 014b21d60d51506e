//! Floor 5: what whoever holds a review needs on one sheet: thanks, what is known so far, what is open, where
//! accounts differ, and what to ask.
//!
//! A review is there to hear more, and nothing is decided in it. What to ask is open, and never why somebody
//! did something.

use crate::corpus::Corpus;
use crate::model::{Date, Entry, Section, SectionKind, SectionSpec, Writeup};
use crate::questions::Question;
use crate::text::words;

/// The sheet of one write-up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agenda {
    pub title: String,
    pub id: String,
    pub date: Option<Date>,
    pub responders: Vec<String>,
    pub analysts: Vec<String>,
    /// Since when people could read the draft.
    pub shared: Option<Date>,
    /// What the story begins with.
    pub hook: String,
    /// How it was put together.
    pub method: Vec<String>,
    pub questions: Vec<Open>,
    pub accounts: Vec<String>,
    pub parts: Vec<Part>,
}

/// A question that the write-up asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Open {
    pub text: String,
    pub tried: Option<String>,
    /// Whether something is known since.
    pub is_answered: bool,
}

/// What to ask about one part of the story.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    pub name: &'static str,
    /// What is told, each with what it leaves open.
    pub told: Vec<(String, Vec<&'static str>)>,
    /// What is said where there is none.
    pub none: Option<String>,
    pub ask: Vec<&'static str>,
}

/// What to ask of everybody in the room, by part.
const ASK: &[(SectionKind, &[&str])] = &[
    (
        SectionKind::WhatHappened,
        &[
            "What was it like from where you were?",
            "What did you see that is not in here?",
        ],
    ),
    (
        SectionKind::Surprises,
        &[
            "Who would not have been surprised, and what do they know?",
            "What else was not as you would have said the day before?",
        ],
    ),
    (
        SectionKind::RedHerrings,
        &[
            "What else did people think it was, at the time?",
            "What did you find out about the system on the way?",
        ],
    ),
    (
        SectionKind::Dilemmas,
        &[
            "What was being protected, whichever way it went?",
            "What could nobody know just then?",
        ],
    ),
    (
        SectionKind::Difficulties,
        &[
            "What took longer than it looks from outside?",
            "What did only one person know, and where from?",
        ],
    ),
    (
        SectionKind::AsImagined,
        &[
            "How did you picture it before, and how now?",
            "Where else does the old picture still hang?",
        ],
    ),
    (
        SectionKind::Context,
        &[
            "What else was on your mind that day?",
            "What waited for you afterwards?",
        ],
    ),
    (
        SectionKind::Adaptations,
        &[
            "What was done that no page tells anybody to do?",
            "What of it can be counted on another time?",
        ],
    ),
    (
        SectionKind::Conditions,
        &[
            "Which of these were there long before?",
            "What had to be there too, and is not on the list?",
        ],
    ),
];

/// Gathers the sheet of the write-up at a position. `questions` are those of the corpus.
pub fn gather(corpus: &Corpus, at: usize, questions: &[Question]) -> Option<Agenda> {
    let writeup = corpus.writeups.get(at)?;
    let files = &corpus.files;
    let texts = |names: &[crate::text::Spanned<String>]| -> Vec<String> {
        names.iter().map(|name| name.value.clone()).collect()
    };
    let review = writeup.meta.review.as_deref();
    let paragraphs = |kind| -> Vec<String> {
        let sections = writeup.sections_of(kind);
        let told = sections.flat_map(|section| writeup.paragraphs(files, section.body));
        told.collect()
    };
    let own = questions.iter().filter(|question| question.writeup == at);
    let open = own.map(|question| Open {
        text: question.text.clone(),
        tried: question.tried.clone(),
        is_answered: !question.is_open,
    });
    Some(Agenda {
        title: writeup.title().to_owned(),
        id: writeup.id().to_owned(),
        date: writeup.date(),
        responders: texts(&writeup.meta.responders),
        analysts: texts(&writeup.meta.analysts),
        shared: review.and_then(|review| Some(review.shared.as_ref()?.value)),
        hook: writeup
            .paragraphs(files, writeup.hook)
            .into_iter()
            .next()
            .unwrap_or_default(),
        method: paragraphs(SectionKind::Method),
        questions: open.collect(),
        accounts: paragraphs(SectionKind::Accounts),
        parts: ASK
            .iter()
            .map(|(kind, ask)| part(corpus, writeup, *kind, ask))
            .collect(),
    })
}

fn part(corpus: &Corpus, writeup: &Writeup, kind: SectionKind, ask: &[&'static str]) -> Part {
    let spec = kind.spec();
    let mut part = Part {
        name: spec.name,
        told: Vec::new(),
        none: None,
        ask: ask.to_vec(),
    };
    let mut is_told = false;
    for section in writeup.sections_of(kind) {
        if let Some(none) = &section.none {
            part.none = Some(writeup.spoken(&corpus.files, none.basis));
        }
        is_told |= is_written(corpus, writeup, section);
        let entries = section.entries.iter();
        let entries = entries.filter_map(|entry| told(corpus, writeup, spec, entry));
        part.told.extend(entries);
    }
    if !is_told {
        part.ask.insert(0, spec.question);
    }
    part
}

fn is_written(corpus: &Corpus, writeup: &Writeup, section: &Section) -> bool {
    !words::fold(&writeup.spoken(&corpus.files, section.body)).is_empty()
}

/// Returns what an entry is called, and the questions of the lines that it does not have.
fn told(
    corpus: &Corpus,
    writeup: &Writeup,
    spec: &SectionSpec,
    entry: &Entry,
) -> Option<(String, Vec<&'static str>)> {
    let title = match &entry.heading {
        Some(heading) => writeup.spoken(&corpus.files, heading.text.span),
        None => writeup.first_spoken(&corpus.files, entry.span),
    };
    if words::fold(&title).is_empty() {
        return None;
    }
    let is_missing = |name: &str| {
        let label = entry.label(name);
        label
            .is_none_or(|label| words::fold(&writeup.spoken(&corpus.files, label.value)).is_empty())
    };
    let missing = spec.labels.iter().filter(|label| is_missing(label.name));
    Some((title, missing.map(|label| label.question).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_is_open_and_in_reading_order() {
        let places: Vec<usize> = ASK.iter().map(|(kind, _)| *kind as usize).collect();
        assert!(places.is_sorted());
        for question in ASK.iter().flat_map(|(_, ask)| *ask) {
            assert!(
                question.ends_with('?') && !question.starts_with("Why"),
                "{question}"
            );
        }
    }
}
