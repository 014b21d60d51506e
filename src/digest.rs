//! Floor 5: the messy parts of a period, in the words of the stories, each with where it stands.
//!
//! For those who will not read it all, and may want to read one. Nothing is counted, and no story is left
//! out for having little to show.

use crate::corpus::Corpus;
use crate::model::{Date, Entry, Label, Section, SectionKind, Writeup};
use crate::questions::Question;
use crate::text::{Span, words};

/// A story that could be read in the period for the first time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Story {
    /// Position in the corpus.
    pub writeup: usize,
    pub day: Date,
    /// What it begins with, one sentence.
    pub hook: String,
    pub pieces: Vec<Piece>,
}

/// A piece of a story.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    pub kind: Kind,
    /// What it is called there; empty where it has no name.
    pub title: String,
    pub quotes: Vec<Quote>,
    pub place: Span,
    /// What a link names it by.
    pub anchor: Option<String>,
}

/// Words of a story, and what they answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quote {
    /// The label in front of them; empty for words that have none.
    pub label: &'static str,
    pub words: String,
}

/// What a piece is. In the order in which they are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Surprise,
    RedHerring,
    Dilemma,
    Question,
}

impl Kind {
    pub const ALL: &[Self] = &[
        Self::Surprise,
        Self::RedHerring,
        Self::Dilemma,
        Self::Question,
    ];

    fn section(self) -> SectionKind {
        match self {
            Self::Surprise => SectionKind::Surprises,
            Self::RedHerring => SectionKind::RedHerrings,
            Self::Dilemma => SectionKind::Dilemmas,
            Self::Question => SectionKind::Questions,
        }
    }

    /// Returns the labels whose words are quoted.
    fn labels(self) -> &'static [&'static str] {
        match self {
            Self::Surprise => &["Expected", "Observed"],
            Self::RedHerring => &["Why it seemed reasonable"],
            Self::Dilemma => &["Options", "What was not known"],
            Self::Question => &["Tried"],
        }
    }

    /// Returns its name for programs.
    pub fn key(self) -> &'static str {
        match self {
            Self::Surprise => "surprise",
            Self::RedHerring => "red-herring",
            Self::Dilemma => "dilemma",
            Self::Question => "question",
        }
    }

    /// Returns what is said in front of it.
    pub fn words(self) -> &'static str {
        match self {
            Self::Surprise => "What surprised",
            Self::RedHerring => "What looked right at the time",
            Self::Dilemma => "Where there was no good choice",
            Self::Question => "What nobody knows yet",
        }
    }
}

/// Returns the stories of a period, oldest first. `days` say since when each could be read; a story of which
/// that is not known is in no period.
pub fn digest(
    corpus: &Corpus,
    questions: &[Question],
    days: &[Option<Date>],
    since: Date,
    until: Date,
) -> Vec<Story> {
    let told = corpus.writeups.iter().zip(days).enumerate();
    let within = told.filter_map(|(at, (writeup, day))| {
        let day = (*day)?;
        (since <= day && day <= until).then_some((at, writeup, day))
    });
    let mut stories: Vec<Story> = within
        .map(|(at, writeup, day)| Story {
            writeup: at,
            day,
            hook: hook(corpus, writeup),
            pieces: Kind::ALL
                .iter()
                .filter_map(|kind| piece(corpus, at, writeup, questions, *kind))
                .collect(),
        })
        .collect();
    stories.sort_by_key(|story| (story.day, story.writeup));
    stories
}

/// Returns the first sentence of what a story begins with.
pub fn hook(corpus: &Corpus, writeup: &Writeup) -> String {
    let first = writeup
        .paragraphs(&corpus.files, writeup.hook)
        .into_iter()
        .next();
    let first = first.unwrap_or_default();
    let sentence = words::sentence(&first, 0..0);
    first.get(sentence).unwrap_or_default().trim().to_owned()
}

/// Returns the first piece of a kind that a story tells.
fn piece(
    corpus: &Corpus,
    at: usize,
    writeup: &Writeup,
    questions: &[Question],
    kind: Kind,
) -> Option<Piece> {
    if kind == Kind::Question {
        let mut own = questions.iter();
        let open = own.find(|question| question.writeup == at && question.is_open)?;
        let tried = open.tried.iter().map(|tried| Quote {
            label: "Tried",
            words: tried.clone(),
        });
        return Some(Piece {
            kind,
            title: open.text.clone(),
            quotes: tried.collect(),
            place: open.span,
            anchor: anchor_at(writeup, open.span),
        });
    }
    let sections = || writeup.sections_of(kind.section());
    let entry = sections()
        .flat_map(|section| &section.entries)
        .find_map(|entry| of_entry(corpus, writeup, kind, entry));
    entry.or_else(|| sections().find_map(|section| of_prose(corpus, writeup, kind, section)))
}

fn of_entry(corpus: &Corpus, writeup: &Writeup, kind: Kind, entry: &Entry) -> Option<Piece> {
    let labels = kind.labels().iter().filter_map(|name| entry.label(name));
    let quotes: Vec<Quote> = labels
        .filter_map(|label| quote(corpus, writeup, label))
        .collect();
    let heading = entry.heading.as_ref();
    let title = heading.map(|heading| writeup.spoken(&corpus.files, heading.text.span));
    let title = title.unwrap_or_default();
    (!quotes.is_empty()).then(|| Piece {
        kind,
        title,
        quotes,
        place: entry.title_span(),
        anchor: heading
            .and_then(|heading| writeup.anchor_of(heading.span))
            .map(str::to_owned),
    })
}

/// Returns the words behind a label: of options each, of prose the first sentence.
fn quote(corpus: &Corpus, writeup: &Writeup, label: &Label) -> Option<Quote> {
    let words = if label.name == "Options" {
        writeup
            .paragraphs(&corpus.files, label.value)
            .join(" – or – ")
    } else {
        writeup.first_spoken(&corpus.files, label.value)
    };
    (!words::fold(&words).is_empty()).then_some(Quote {
        label: label.name,
        words,
    })
}

/// An older story tells it in prose.
fn of_prose(corpus: &Corpus, writeup: &Writeup, kind: Kind, section: &Section) -> Option<Piece> {
    if section.none.is_some() || !section.entries.is_empty() {
        return None;
    }
    let first = writeup
        .paragraphs(&corpus.files, section.body)
        .into_iter()
        .next()?;
    let sentence = words::sentence(&first, 0..0);
    let words = first.get(sentence).unwrap_or_default().trim().to_owned();
    Some(Piece {
        kind,
        title: String::new(),
        quotes: vec![Quote { label: "", words }],
        place: section.heading.text.span,
        anchor: writeup.anchor_of(section.heading.span).map(str::to_owned),
    })
}

/// Returns the anchor of the heading that a place is in.
fn anchor_at(writeup: &Writeup, place: Span) -> Option<String> {
    let heading = writeup
        .headings
        .iter()
        .find(|heading| heading.span.contains(place))?;
    writeup.anchor_of(heading.span).map(str::to_owned)
}
