//! Where in a write-up the words stand that were looked for, in the sentence round them.

use std::ops::Range;

use super::query::{Filter, Need, Query, What};
use super::{index, words};
use crate::model::{BlockKind, Section, Writeup};
use crate::text::{Files, Span};

/// A sentence that holds what was looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    /// The heading of the section; `None` before the first.
    pub section: Option<String>,
    /// Counts from 1.
    pub line: usize,
    /// On one line, links as their words.
    pub text: String,
    /// The bytes of `text` that were looked for.
    pub marks: Vec<Range<usize>>,
}

/// Words that are near enough to each other to be told of together.
const WINDOW_WORDS: u32 = 24;

/// A place that meets a need.
#[derive(Clone, Copy, Debug)]
struct Spot {
    need: usize,
    at: u32,
    start: usize,
    end: usize,
    strong: bool,
}

/// A word with its spelling, kept.
struct Token {
    text: String,
    at: u32,
    start: usize,
    end: usize,
    strong: bool,
}

/// Returns at most `most` passages of a write-up, in reading order: those that hold most of what was
/// looked for. Without words to look for, the first sentence of what the filters name.
pub fn passages(files: &Files, writeup: &Writeup, query: &Query, most: usize) -> Vec<Passage> {
    let mut tokens = Vec::new();
    words::each(files, writeup, |word| tokens.push(Token::of(word)));
    let section_of = |at: usize| {
        let sections = writeup.sections.iter();
        sections
            .rev()
            .find(|section| section.heading.span.start() <= at)
    };
    let within = |token: &Token| is_within(query, section_of(token.start));
    let mut spots = spots(&tokens, &query.needs);
    spots.retain(|spot| is_within(query, section_of(spot.start)));
    if query.needs.is_empty() {
        // A heading says what it says already.
        let body = tokens.iter().filter(|token| !token.strong);
        let start = writeup.hook.start();
        let first = body
            .filter(|token| token.start >= start)
            .find(|token| within(token));
        spots.extend(first.map(|token| Spot {
            need: 0,
            at: token.at,
            start: token.start,
            end: token.end,
            strong: false,
        }));
    }
    // The title is shown anyway.
    let titles = writeup.meta.title.iter().map(|title| title.span);
    let titles: Vec<Span> = titles
        .chain(writeup.heading.iter().map(|heading| heading.span))
        .collect();
    spots.retain(|spot| {
        !titles
            .iter()
            .any(|title| (title.start()..title.end()).contains(&spot.start))
    });
    let value = |spot: &Spot| {
        let is_prose = is_prose(writeup, spot.start);
        (needs_near(&spots, spot), is_prose, !spot.strong)
    };
    // There may be one for every word of a long text: each is looked at once.
    let valued: Vec<_> = spots.iter().map(|spot| (value(spot), spot)).collect();
    let mut chosen: Vec<Spot> = Vec::new();
    while chosen.len() < most {
        let far = |spot: &Spot| {
            let apart = |other: &Spot| spot.at.abs_diff(other.at) > 2 * WINDOW_WORDS;
            chosen.iter().all(apart)
        };
        let far = valued.iter().filter(|(_, spot)| far(spot));
        let best = far.max_by(|(left, spot), (right, other)| {
            let values = left.cmp(right);
            values.then(other.start.cmp(&spot.start))
        });
        let Some((_, best)) = best else { break };
        chosen.push(**best);
    }
    // Sentences are worth reading; a line of front matter is, where there is nothing else.
    if chosen.iter().any(|spot| is_prose(writeup, spot.start)) {
        chosen.retain(|spot| is_prose(writeup, spot.start));
    }
    chosen.sort_by_key(|spot| spot.start);
    let mut passages: Vec<Passage> = chosen
        .iter()
        .map(|spot| passage(files, writeup, query, spot, section_of(spot.start)))
        .collect();
    passages.dedup_by(|left, right| left.text == right.text);
    passages
}

/// Whether a place is in a sentence: not in front matter, code, or where a link leads.
fn is_prose(writeup: &Writeup, at: usize) -> bool {
    let runs = &writeup.runs;
    let before = runs.partition_point(|run| run.span.start() <= at);
    let run = before.checked_sub(1).and_then(|run| runs.get(run));
    run.is_some_and(|run| at < run.span.end())
}

/// Counts the needs that are met near a spot. The spots are in the order of their places.
fn needs_near(spots: &[Spot], spot: &Spot) -> usize {
    let first = spot.at.saturating_sub(WINDOW_WORDS);
    let last = spot.at.saturating_add(WINDOW_WORDS);
    let from = spots.partition_point(|other| other.at < first);
    let to = spots.partition_point(|other| other.at <= last);
    let near = spots.get(from..to).unwrap_or_default();
    let mut needs: Vec<usize> = near.iter().map(|other| other.need).collect();
    needs.sort_unstable();
    needs.dedup();
    needs.len()
}

fn passage(
    files: &Files,
    writeup: &Writeup,
    query: &Query,
    spot: &Spot,
    section: Option<&Section>,
) -> Passage {
    let span = Span::new(writeup.file, spot.start, spot.end);
    let line = files.line_number(writeup.file, spot.start);
    let block = writeup
        .blocks
        .iter()
        .find(|block| block.span.contains(span));
    let whole =
        block.is_some_and(|block| matches!(block.kind, BlockKind::Paragraph | BlockKind::Heading));
    let mut text = if whole {
        plain(&writeup.excerpt(files, span))
    } else {
        one_line(files, span, line)
    };
    let mut marks = marks(&text, &query.needs);
    if marks.is_empty() && !query.needs.is_empty() {
        // Where a link leads is no part of the sentence that is read.
        text = one_line(files, span, line);
        marks = self::marks(&text, &query.needs);
    }
    Passage {
        section: section.map(|section| section.heading.text.value.clone()),
        line,
        text,
        marks,
    }
}

/// Returns a line of a table, of code or of the front matter, blanks folded, cells apart.
fn one_line(files: &Files, span: Span, line: usize) -> String {
    let line = files.text(files.line(span.file, line)).trim();
    let cells: Vec<String> = match line.strip_prefix('|') {
        Some(row) => row
            .split('|')
            .map(squeeze)
            .filter(|cell| !cell.is_empty())
            .collect(),
        None => vec![squeeze(line)],
    };
    cells.join(" · ")
}

fn squeeze(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns a sentence without comments and marks of emphasis and headings.
fn plain(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut rest = text.trim_start_matches(['#', ' ']);
    while let Some((before, behind)) = rest.split_once("<!--") {
        shown.push_str(before);
        rest = behind.split_once("-->").map_or("", |(_, rest)| rest);
    }
    shown.push_str(rest);
    squeeze(&shown.replace(['*', '`'], ""))
}

/// Returns the bytes of a text that meet a need, in order, those that touch as one.
fn marks(text: &str, needs: &[Need]) -> Vec<Range<usize>> {
    let mut tokens = Vec::new();
    words::each_in(text, |word| tokens.push(Token::of(word)));
    let mut marks: Vec<Range<usize>> = spots(&tokens, needs)
        .into_iter()
        .map(|spot| spot.start..spot.end)
        .collect();
    marks.sort_by_key(|mark| (mark.start, mark.end));
    let mut joined: Vec<Range<usize>> = Vec::new();
    for mark in marks {
        match joined.last_mut() {
            Some(last) if mark.start <= last.end => last.end = last.end.max(mark.end),
            _ => joined.push(mark),
        }
    }
    joined
}

/// Returns every place that meets a need, in order.
fn spots(tokens: &[Token], needs: &[Need]) -> Vec<Spot> {
    let mut spots = Vec::new();
    for (from, first) in tokens.iter().enumerate() {
        for (number, need) in needs.iter().enumerate() {
            let behind = tokens.get(from..).unwrap_or_default();
            let row = behind.get(..need.parts.len()).unwrap_or_default();
            let met = !row.is_empty()
                && row
                    .iter()
                    .zip(&need.parts)
                    .zip(first.at..)
                    .all(|((token, part), at)| token.at == at && part.is(&token.text));
            if let Some(last) = row.last().filter(|_| met) {
                spots.push(Spot {
                    need: number,
                    at: first.at,
                    start: first.start,
                    end: last.end,
                    strong: first.strong,
                });
            }
        }
    }
    spots
}

/// Whether the filters let a section be looked at.
fn is_within(query: &Query, section: Option<&Section>) -> bool {
    let is_named = |filter: &Filter| matches!(filter.what, What::Section(_));
    if !query.filters.iter().any(is_named) {
        return true;
    }
    let names = section.map(index::names).unwrap_or_default();
    let named = |filter: &Filter| match &filter.what {
        What::Section(name) => Some(names.contains(&format!("\n{name}\n"))),
        _ => None,
    };
    let wanted = query.filters.iter().filter(|filter| !filter.not);
    let wanted: Vec<bool> = wanted.filter_map(named).collect();
    let not = query.filters.iter().filter(|filter| filter.not);
    let is_not = not.filter_map(named).any(|named| named);
    (wanted.is_empty() || wanted.contains(&true)) && !is_not
}

impl Token {
    fn of(word: words::Word<'_>) -> Self {
        Self {
            text: word.text.to_owned(),
            at: word.at,
            start: word.start,
            end: word.end,
            strong: word.strong,
        }
    }
}
