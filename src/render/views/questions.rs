//! The questions of the corpus, each with where it is asked and what is known of it.

use std::io::{self, Write};

use serde_json::{Value, json};

use crate::corpus::Corpus;
use crate::model::{Date, Writeup};
use crate::questions::{Answer, Question, age};
use crate::render::rows::{self, Format};
use crate::render::style::{self, Look, Role, count, safe};

use super::links::write_name;

/// What is shown of all questions.
#[derive(Clone, Copy, Debug)]
pub struct Picture<'a> {
    pub corpus: &'a Corpus,
    pub all: &'a [Question],
    /// Whether those still open, and those answered, are shown.
    pub open: bool,
    pub answered: bool,
    pub today: Date,
}

/// Most characters of what was tried, or of an answer.
const TEXT_MAX: usize = 200;

/// Writes the open questions, then the answered ones.
pub fn write(
    out: &mut dyn Write,
    format: Format,
    picture: &Picture<'_>,
    look: Look,
) -> io::Result<()> {
    if format == Format::Json {
        return write_json(out, picture);
    }
    let (open, answered): (Vec<&Question>, Vec<&Question>) =
        picture.all.iter().partition(|question| question.is_open);
    if picture.corpus.writeups.is_empty() {
        return writeln!(out, "{}", style::NO_WRITEUPS);
    }
    if picture.all.is_empty() {
        writeln!(out, "No write-up asks a question yet.")?;
        return writeln!(
            out,
            "A section `Open questions` keeps what nobody could tell, a heading for each."
        );
    }
    if picture.open && open.is_empty() {
        writeln!(
            out,
            "No question is open: {} found an answer.",
            count(answered.len(), "question")
        )?;
    } else if picture.open {
        let title = format!("{} still open", count(open.len(), "question"));
        write_part(out, picture, &title, &open, look)?;
    }
    if picture.open && picture.answered {
        writeln!(out)?;
    }
    if picture.answered && answered.is_empty() {
        writeln!(
            out,
            "None of {} found an answer yet.",
            count(open.len(), "open question")
        )?;
    } else if picture.answered {
        let title = format!("{} answered since", count(answered.len(), "question"));
        write_part(out, picture, &title, &answered, look)?;
    }
    let oldest = open
        .first()
        .and_then(|question| picture.corpus.writeups.get(question.writeup));
    match oldest.filter(|_| picture.open) {
        Some(writeup) => {
            let command = format!("incident show {}", style::typed(&safe(writeup.id())));
            writeln!(out)?;
            style::hint(
                out,
                "Do you happen to know? The story of the oldest:",
                &command,
                look,
            )
        }
        None => Ok(()),
    }
}

/// Writes questions below their title, a blank line before each.
fn write_part(
    out: &mut dyn Write,
    picture: &Picture<'_>,
    title: &str,
    questions: &[&Question],
    look: Look,
) -> io::Result<()> {
    writeln!(out, "{}", look.paint(Role::Strong, title))?;
    questions.iter().try_for_each(|question| {
        writeln!(out)?;
        write_one(out, picture, question, look)
    })
}

fn write_one(
    out: &mut dyn Write,
    picture: &Picture<'_>,
    question: &Question,
    look: Look,
) -> io::Result<()> {
    let Some(writeup) = picture.corpus.writeups.get(question.writeup) else {
        return Ok(());
    };
    let width = look.width.saturating_sub(2);
    for line in style::wrap(&safe(&question.text), width) {
        writeln!(out, "  {}", look.paint(Role::Accent, line))?;
    }
    let line = line(picture.corpus, question);
    let since = writeup.date().and_then(|date| age(date, picture.today));
    let since = match (question.is_open, since) {
        (true, Some(since)) => format!(" · {since}"),
        _ => String::new(),
    };
    let place = format!("{}, line {line}{since}", safe(writeup.title()));
    for line in style::wrap(&place, look.width.saturating_sub(4)) {
        writeln!(out, "    {}", look.paint(Role::Dim, line))?;
    }
    if let Some(tried) = question.tried.as_ref().filter(|_| question.is_open) {
        paragraph(out, "Tried: ", tried, look)?;
    }
    for answer in &question.answers {
        match answer {
            Answer::Told { sentence, .. } => paragraph(out, "", sentence, look)?,
            Answer::Writeup(other) => write_other(out, picture, *other, look)?,
            Answer::Address(address) => {
                writeln!(out, "    {}", look.paint(Role::Accent, safe(address)))?;
            }
        }
    }
    if !question.perhaps.is_empty() {
        writeln!(
            out,
            "    perhaps answered, as these say without a link from here:"
        )?;
        for other in &question.perhaps {
            write_other(out, picture, *other, look)?;
        }
    }
    Ok(())
}

fn write_other(
    out: &mut dyn Write,
    picture: &Picture<'_>,
    other: usize,
    look: Look,
) -> io::Result<()> {
    let arrow = if look.unicode { "    → " } else { "    -> " };
    match picture.corpus.writeups.get(other) {
        Some(writeup) => write_name(out, arrow, writeup, look),
        None => Ok(()),
    }
}

fn paragraph(out: &mut dyn Write, lead: &str, text: &str, look: Look) -> io::Result<()> {
    let text = format!("{lead}{}", safe(&style::fit(text, TEXT_MAX)));
    for line in style::wrap(&text, look.width.saturating_sub(4)) {
        writeln!(out, "    {line}")?;
    }
    Ok(())
}

fn line(corpus: &Corpus, question: &Question) -> usize {
    corpus
        .files
        .line_number(question.span.file, question.span.start())
}

fn write_json(out: &mut dyn Write, picture: &Picture<'_>) -> io::Result<()> {
    let corpus = picture.corpus;
    let id = |at: usize| corpus.writeups.get(at).map(Writeup::id);
    let answer = |answer: &Answer| match answer {
        Answer::Told { sentence, span } => json!({
            "text": sentence,
            "line": corpus.files.line_number(span.file, span.start()),
        }),
        Answer::Writeup(at) => json!({ "writeup": id(*at) }),
        Answer::Address(url) => json!({ "url": url }),
    };
    let question = |question: &Question| -> Value {
        let writeup = corpus.writeups.get(question.writeup);
        let date = writeup.and_then(Writeup::date);
        json!({
            "question": question.text,
            "state": if question.is_open { "open" } else { "answered" },
            "writeup": id(question.writeup),
            "path": writeup.map(|writeup| writeup.path.as_str()),
            "title": writeup.map(Writeup::title),
            "line": line(corpus, question),
            "date": date.map(|date| date.to_string()),
            "days": date.map(|date| date.days_until(picture.today)),
            "tried": question.tried,
            "answers": question.answers.iter().map(answer).collect::<Vec<_>>(),
            "perhaps": question.perhaps.iter().filter_map(|at| id(*at)).collect::<Vec<_>>(),
        })
    };
    let shown = picture.all.iter().filter(|question| {
        if question.is_open {
            picture.open
        } else {
            picture.answered
        }
    });
    let body = json!({ "questions": shown.map(question).collect::<Vec<_>>() });
    rows::write_json(out, "questions", &body)
}
