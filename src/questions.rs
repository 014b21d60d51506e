//! Floor 5: what nobody could tell when the stories were written, and what is known of it since.
//!
//! A question is an entry of a section *Open questions*. Its answer stands beside it, or in a write-up that
//! says so in its front matter (`related: {id, how: answers}`). Which of several questions such a
//! write-up answers is told by a link from the question, and never guessed.

use crate::corpus::{Corpus, Named};
use crate::links;
use crate::model::{BlockKind, Date, Entry, How, Known, Section, SectionKind, Writeup};
use crate::text::{Span, words};

/// A question that a write-up asks.
#[derive(Clone, Debug)]
pub struct Question {
    /// Position in the corpus.
    pub writeup: usize,
    pub text: String,
    /// Where it is asked.
    pub span: Span,
    pub is_open: bool,
    /// What has been tried, in one sentence.
    pub tried: Option<String>,
    pub answers: Vec<Answer>,
    /// Write-ups that say they answer one of several questions here, without saying which.
    pub perhaps: Vec<usize>,
}

/// What is known since, and where it comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// A sentence beside the question.
    Told { sentence: String, span: Span },
    /// A write-up, by its position: it is linked there, or says itself that it answers.
    Writeup(usize),
    /// An address that is linked there.
    Address(String),
}

/// Returns every question of the corpus, oldest first: by the day of the incident, where it is not known
/// last; then by path and place.
pub fn collect(corpus: &Corpus, known: &Known) -> Vec<Question> {
    let mut questions: Vec<Question> = Vec::new();
    for (at, writeup) in corpus.writeups.iter().enumerate() {
        let from = questions.len();
        for section in writeup.sections_of(SectionKind::Questions) {
            ask(corpus, known, at, writeup, section, &mut questions);
        }
        if let Some(own) = questions.get_mut(from..) {
            hear(corpus, at, own);
        }
    }
    let day = |question: &Question| {
        let date = corpus
            .writeups
            .get(question.writeup)
            .and_then(Writeup::date);
        (date.is_none(), date)
    };
    questions.sort_by(|left, right| day(left).cmp(&day(right)).then(left.span.cmp(&right.span)));
    questions
}

/// Returns how long something is ago, in words; `None` for a day to come.
pub fn age(day: Date, today: Date) -> Option<String> {
    let days = day.days_until(today);
    let (number, unit) = match days {
        ..0 => return None,
        0 => return Some("today".to_owned()),
        1 => return Some("since yesterday".to_owned()),
        2..14 => (days, "days"),
        14..60 => (days / 7, "weeks"),
        60..730 => (days * 12 / 365, "months"),
        _ => (days / 365, "years"),
    };
    Some(format!("for {number} {unit}"))
}

/// Reads the questions of a section.
fn ask(
    corpus: &Corpus,
    known: &Known,
    at: usize,
    writeup: &Writeup,
    section: &Section,
    questions: &mut Vec<Question>,
) {
    for entry in &section.entries {
        questions.extend(of_entry(corpus, known, at, writeup, entry));
    }
    if !section.entries.is_empty() || section.none.is_some() {
        return;
    }
    // An older write-up has its questions in a list, or in a paragraph each.
    let blocks = writeup.blocks.iter();
    let inside = blocks
        .filter(|block| block.kind == BlockKind::Paragraph && section.body.contains(block.span));
    for block in inside {
        let text = tidy(&writeup.visible(&corpus.files, block.span));
        if text.contains(['?', '？', '؟']) {
            questions.push(Question {
                writeup: at,
                text,
                span: block.span,
                is_open: true,
                tried: None,
                answers: Vec::new(),
                perhaps: Vec::new(),
            });
        }
    }
}

fn of_entry(
    corpus: &Corpus,
    known: &Known,
    at: usize,
    writeup: &Writeup,
    entry: &Entry,
) -> Option<Question> {
    let files = &corpus.files;
    let text = match &entry.heading {
        Some(heading) => heading.text.value.clone(),
        None => {
            let end = entry
                .labels
                .first()
                .map_or(entry.span.end(), |label| label.span.start());
            let before = Span::new(entry.span.file, entry.span.start(), end);
            tidy(&writeup.visible(files, before))
        }
    };
    if words::fold(&text).is_empty() {
        return None;
    }
    let state = entry.label("State");
    let said = state.map(|state| words::fold(&writeup.visible(files, state.value)));
    let is_open = said.is_none_or(|said| said.split(' ').next() != Some("answered"));
    let tried = entry
        .label("Tried")
        .map(|label| first_paragraph(corpus, label.value));
    let tried = tried.filter(|span| !writeup.visible(files, *span).is_empty());
    let mut answers = Vec::new();
    if !is_open {
        for span in answer_places(corpus, entry) {
            answers_in(corpus, known, at, writeup, span, &mut answers);
        }
    }
    Some(Question {
        writeup: at,
        text,
        span: entry.title_span(),
        is_open,
        tried: tried.map(|span| tidy(&writeup.visible(files, span))),
        answers,
        perhaps: Vec::new(),
    })
}

/// Takes in the write-ups that say they answer a question of this one.
fn hear(corpus: &Corpus, at: usize, questions: &mut [Question]) {
    // Most write-ups ask nothing: all others are gone through only for those that do.
    if questions.is_empty() {
        return;
    }
    let told: Vec<usize> = questions
        .iter()
        .flat_map(|question| &question.answers)
        .filter_map(|answer| match answer {
            Answer::Writeup(other) => Some(*other),
            _ => None,
        })
        .collect();
    let answering = corpus
        .writeups
        .iter()
        .enumerate()
        .filter(|(other, writeup)| {
            let answers = writeup.meta.related.iter().any(|related| {
                let how = related.how.as_ref().map(|how| how.value);
                how == Some(How::Answers) && corpus.names.meant(&related.id.value) == Named::One(at)
            });
            answers && *other != at && !told.contains(other)
        });
    let answering: Vec<usize> = answering.map(|(other, _)| other).collect();
    if answering.is_empty() {
        return;
    }
    let mut open: Vec<&mut Question> = questions
        .iter_mut()
        .filter(|question| question.is_open)
        .collect();
    match open.as_mut_slice() {
        [one] => {
            one.is_open = false;
            one.answers
                .extend(answering.into_iter().map(Answer::Writeup));
        }
        several => {
            for question in several {
                question.perhaps.clone_from(&answering);
            }
        }
    }
}

/// Returns where an entry may hold its answer: before its labels, behind the state's word, and in the
/// paragraphs behind a label's own.
fn answer_places(corpus: &Corpus, entry: &Entry) -> Vec<Span> {
    let file = entry.span.file;
    let start = entry.heading.as_ref().map(|heading| heading.span.end());
    let first = entry.labels.first().map(|label| label.span.start());
    let mut places = Vec::new();
    if let Some(start) = start {
        let before = Span::new(file, start, first.unwrap_or(entry.span.end()));
        // The marks in front of a label, `**`, are no words.
        places.push(before);
    }
    for label in &entry.labels {
        let value = label.value;
        let text = corpus.files.text(value);
        let from = if label.name == "State" {
            text.find(char::is_whitespace).unwrap_or(text.len())
        } else {
            first_paragraph(corpus, value).end() - value.start()
        };
        places.push(Span::new(file, value.start() + from, value.end()));
    }
    places
}

/// Adds the first sentence of a place, and what it links to.
fn answers_in(
    corpus: &Corpus,
    known: &Known,
    at: usize,
    writeup: &Writeup,
    place: Span,
    answers: &mut Vec<Answer>,
) {
    let runs = writeup.runs.iter().map(|run| {
        // A run may begin with the word of the state.
        let start = run.span.start().max(place.start());
        Span::new(place.file, start, run.span.end().max(start))
    });
    let words = runs
        .filter(|span| place.contains(*span))
        .find(|span| !words::fold(corpus.files.text(*span)).is_empty());
    if let Some(span) = words {
        let sentence = tidy(&writeup.excerpt(&corpus.files, span));
        let sentence = behind_state(&sentence).to_owned();
        answers.push(Answer::Told { sentence, span });
    }
    for link in writeup
        .links
        .iter()
        .filter(|link| place.contains(link.span))
    {
        match links::resolve(link, corpus, known) {
            Some(to) if to != at => answers.push(Answer::Writeup(to)),
            _ if link.target.value.contains("://") => {
                answers.push(Answer::Address(link.target.value.clone()));
            }
            _ => {}
        }
    }
    answers.dedup();
}

/// Returns a sentence without `State: answered` in front of it.
fn behind_state(sentence: &str) -> &str {
    let Some((before, behind)) = sentence.split_once("answered") else {
        return sentence;
    };
    if before.split_whitespace().count() > 1 {
        return sentence;
    }
    behind.trim_start_matches(|c: char| !c.is_alphanumeric())
}

/// Returns a place up to its first empty line.
fn first_paragraph(corpus: &Corpus, place: Span) -> Span {
    let mut end = place.start();
    for line in corpus.files.text(place).split_inclusive('\n') {
        if line.trim().is_empty() && end > place.start() {
            break;
        }
        end += line.len();
    }
    Span::new(place.file, place.start(), end)
}

/// Returns a text on one line, without the marks of lists and emphasis.
fn tidy(text: &str) -> String {
    let text = text.replace("**", "").replace('`', "");
    let words: Vec<&str> = text.split_whitespace().collect();
    let line = words.join(" ");
    let bare = line.trim_start_matches(['-', '*', '+', '>', ' ']);
    bare.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ages_are_told_in_words() {
        let day = |text: &str| Date::parse(text).unwrap();
        for (since, expected) in [
            ("2026-11-20", Some("today")),
            ("2026-11-19", Some("since yesterday")),
            ("2026-11-10", Some("for 10 days")),
            ("2026-10-20", Some("for 4 weeks")),
            ("2026-05-20", Some("for 6 months")),
            ("2024-10-27", Some("for 2 years")),
            ("2026-11-21", None),
        ] {
            assert_eq!(age(day(since), day("2026-11-20")).as_deref(), expected);
        }
    }
}
