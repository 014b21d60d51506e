//! What nobody could tell then is known now.

use super::{Finding, Group, Marker, Measure, Readings, Shape, State};
use crate::markers::is_told;
use crate::questions::{Answer, Question};

pub(super) static MARKER: Marker = Marker {
    name: "questions-answered",
    title: "open questions that found an answer",
    group: Group::ReturnedTo,
    shape: Shape::Share,
    states: &[&STORY, &TOLD, &PERHAPS, &OPEN],
    page: include_str!("questions_answered.md"),
    measure: Measure::Corpus(measure),
};

static STORY: State = State::sign("by another story");
static TOLD: State = State::sign("beside the question");
static PERHAPS: State = State::other("perhaps, a story says it answers one here");
static OPEN: State = State::other("still open");

fn measure(readings: &Readings<'_>) -> Vec<Finding> {
    let one = |question: &Question| {
        let writeup = readings.corpus.writeups.get(question.writeup)?;
        if !is_told(writeup) {
            return None;
        }
        let mut words = question.text.clone();
        let by_story = question.answers.iter().find_map(|answer| match answer {
            Answer::Writeup(other) => readings.corpus.writeups.get(*other),
            _ => None,
        });
        let state = match (by_story, question.is_open) {
            // Closed without a word: nobody can tell what the answer was.
            (None, false) if question.answers.is_empty() => &OPEN,
            (Some(story), _) => {
                words.push_str(" → ");
                words.push_str(story.title());
                let days = writeup.date().zip(story.date());
                let days = days.map(|(asked, told)| asked.days_until(told));
                if let Some(days @ 1..) = days {
                    words.push_str(&format!(", {days} days later"));
                }
                &STORY
            }
            (None, false) => &TOLD,
            (None, true) if !question.perhaps.is_empty() => &PERHAPS,
            (None, true) => &OPEN,
        };
        Some(Finding {
            at: Some(readings.at(writeup, question.span.start())),
            words,
            ..readings.of(question.writeup, state)
        })
    };
    readings.questions.iter().filter_map(one).collect()
}
