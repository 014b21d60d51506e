//! The stories that concern some files, each with what ties it to them.

use std::io::{self, Write};

use serde_json::{Value, json};

use crate::history::{Commit, History};
use crate::links::near::{Card, How, Story, Tie};
use crate::render::rows;
use crate::render::style::{self, Look, Role, safe};
use crate::text::Files;

/// How the stories are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// For people
    Table,
    /// One object, for programs
    Json,
    /// A note for a pull request, in Markdown
    Github,
}

/// What is printed.
#[derive(Clone, Copy, Debug)]
pub struct Near<'a> {
    /// The write-ups that the stories are counted among.
    pub cards: &'a [Card<'a>],
    /// The texts in which they name files; none where an index knows them.
    pub texts: &'a Files,
    /// `None` where commits could not be looked at.
    pub history: Option<&'a History>,
    pub stories: &'a [Story],
    /// How many files were asked about.
    pub files: usize,
}

/// Most ties that are told of one story, where people read.
const TIES_MAX: usize = 4;
/// Most stories in a note: more would not be read before a change.
const NOTE_MAX: usize = 8;
/// Widest words of others that people are told, in columns.
const WORDS_MAX: usize = 160;

/// Writes the stories. For people nothing at all when there is none.
pub fn write(out: &mut dyn Write, format: Format, near: Near<'_>, look: Look) -> io::Result<()> {
    match format {
        Format::Json => write_json(out, near),
        _ if near.stories.is_empty() => Ok(()),
        Format::Table => write_table(out, near, look),
        Format::Github => write_note(out, near),
    }
}

fn write_table(out: &mut dyn Write, near: Near<'_>, look: Look) -> io::Result<()> {
    let (open, close) = if look.unicode {
        ("“", "”")
    } else {
        ("\"", "\"")
    };
    for (at, story) in near.stories.iter().enumerate() {
        let Some(card) = near.cards.get(story.writeup) else {
            continue;
        };
        if at > 0 {
            writeln!(out)?;
        }
        let id = style::fit(card.id, WORDS_MAX);
        super::links::write_named(out, "", card.title, &id, look)?;
        for tie in story.why.iter().take(TIES_MAX) {
            let mut told = safe(&near.told(tie)).into_owned();
            if let Some(words) = &tie.excerpt {
                let words = style::fit(words, WORDS_MAX);
                told.push_str(&format!(": {open}{}{close}", safe(&words)));
            }
            for line in style::wrap(&told, look.width.saturating_sub(2)) {
                writeln!(out, "  {}", look.paint(Role::Dim, line))?;
            }
        }
        let more = story.why.len().saturating_sub(TIES_MAX);
        if more > 0 {
            writeln!(
                out,
                "  {}",
                look.paint(Role::Dim, format!("and {more} more"))
            )?;
        }
    }
    Ok(())
}

fn write_note(out: &mut dyn Write, near: Near<'_>) -> io::Result<()> {
    let stories = near.stories.len();
    let have = if near.files == 1 {
        "This file has"
    } else {
        "These files have"
    };
    let what = if stories == 1 {
        "a story".to_owned()
    } else {
        format!("{stories} stories")
    };
    writeln!(out, "### {have} {what}\n")?;
    writeln!(
        out,
        "Nothing is wrong with this change. Somebody was here before, and told what surprised them:\n"
    )?;
    for story in near.stories.iter().take(NOTE_MAX) {
        let Some(card) = near.cards.get(story.writeup) else {
            continue;
        };
        let words = |text: &str| rows::markdown(&style::fit(text, WORDS_MAX));
        let title = words(card.title);
        let name = match card.url {
            Some(url) => format!("[{title}](<{}>)", safe(url).replace(['<', '>'], "")),
            None => format!("**{title}** ({})", words(card.path)),
        };
        writeln!(out, "- {name}")?;
        for tie in story.why.iter().take(TIES_MAX) {
            let told = rows::markdown(&near.told(tie));
            match &tie.excerpt {
                Some(excerpt) => writeln!(out, "  - {told}: “{}”", words(excerpt))?,
                None => writeln!(out, "  - {told}")?,
            }
        }
    }
    let more = stories.saturating_sub(NOTE_MAX);
    if more > 0 {
        writeln!(out, "- and {more} more: `incident near`")?;
    }
    Ok(())
}

fn write_json(out: &mut dyn Write, near: Near<'_>) -> io::Result<()> {
    let stories: Vec<Value> = near
        .stories
        .iter()
        .filter_map(|story| {
            let card = near.cards.get(story.writeup)?;
            Some(json!({
                "id": card.id,
                "title": card.title,
                "path": card.path,
                "date": card.date.map(|date| date.to_string()),
                "url": card.url,
                "why": story.why.iter().map(|tie| near.tie_json(tie)).collect::<Vec<_>>(),
            }))
        })
        .collect();
    let body =
        json!({ "files": near.files, "stories": stories, "history": near.history.is_some() });
    rows::write_json(out, "near", &body)
}

impl Near<'_> {
    /// Returns what ties a file to a story, in words.
    fn told(&self, tie: &Tie) -> String {
        let file = &tie.file;
        match &tie.how {
            How::Cites { line } => format!("{file} line {line}"),
            How::Named { span, name } => {
                let by = if name == file {
                    String::new()
                } else {
                    format!(" as {name}")
                };
                let place = span.map_or_else(String::new, |span| {
                    let line = self.texts.line_number(span.file, span.start());
                    format!(", {} line {line}", self.texts.path(span.file))
                });
                format!("names {file}{by}{place}")
            }
            How::Touched { commit } => match self.commit(*commit) {
                Some(commit) => {
                    let day = commit
                        .at
                        .date()
                        .map(|date| format!(" of {date}"))
                        .unwrap_or_default();
                    format!("commit {}{day} touched {file}", commit.short_id())
                }
                None => format!("a commit touched {file}"),
            },
        }
    }

    fn tie_json(&self, tie: &Tie) -> Value {
        let file = tie.file.as_str();
        let excerpt = &tie.excerpt;
        match &tie.how {
            How::Cites { line } => {
                json!({ "how": "cites", "file": file, "line": line, "excerpt": excerpt })
            }
            How::Named { span, name } => {
                let at = span.map(|span| self.texts.position(span.file, span.start()));
                json!({
                    "how": "named", "file": file, "name": name.as_str(),
                    "line": at.map(|at| at.line), "column": at.map(|at| at.column),
                    "excerpt": excerpt,
                })
            }
            How::Touched { commit } => {
                let commit = self.commit(*commit);
                json!({
                    "how": "touched", "file": file,
                    "commit": commit.map(|commit| commit.id.as_str()),
                    "date": commit.and_then(|commit| commit.at.date()).map(|date| date.to_string()),
                    "excerpt": excerpt,
                })
            }
        }
    }

    fn commit(&self, at: usize) -> Option<&Commit> {
        self.history?.commits.get(at)
    }
}
