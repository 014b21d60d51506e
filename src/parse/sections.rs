//! Divides a body into hook, sections and entries, by its headings.

use std::collections::BTreeSet;

use crate::model::{
    BlockKind, Entry, Heading, Label, LabelSpec, NoneSaid, Section, SectionKind, Vocabulary,
};
use crate::text::{FileId, Span, words};

use super::body::Body;
use super::labels::Candidate;

/// The level of section headings in a write-up that has any choice.
const SECTION_LEVEL: u8 = 2;

pub(super) struct Parts {
    pub(super) title: Option<Heading>,
    pub(super) hook: Span,
    pub(super) sections: Vec<Section>,
}

/// Divides the body. `titled` says whether the front matter gives the title, so that a document
/// whose sections are all `#` keeps the first of them.
pub(super) fn divide(
    file: FileId,
    text: &str,
    body: &Body,
    labels: &[Candidate],
    vocabulary: &Vocabulary,
    titled: bool,
) -> Parts {
    let tops: Vec<&Heading> = body
        .leaves
        .iter()
        .filter(|leaf| leaf.block.kind == BlockKind::Heading)
        .zip(&body.headings)
        .filter(|(leaf, _)| leaf.top)
        .map(|(_, heading)| heading)
        .collect();
    let level = section_level(&tops, vocabulary, titled);
    let title = tops
        .iter()
        .find(|heading| heading.level == 1)
        .filter(|_| level > 1 || !titled)
        .copied();
    let divide = Divide {
        file,
        text,
        body,
        labels,
        vocabulary,
        level,
    };
    let mut sections = Vec::new();
    for (at, heading) in tops.iter().enumerate() {
        if heading.level != level || title.is_some_and(|title| title.span == heading.span) {
            continue;
        }
        let rest = tops.get(at + 1..).unwrap_or_default();
        let end = rest
            .iter()
            .find(|next| next.level <= level)
            .map_or(text.len(), |next| next.span.start());
        sections.push(divide.section(heading, rest, end));
    }
    let hook_start = title.map_or(body.start, |title| title.span.end());
    let first = sections
        .first()
        .map_or(text.len(), |section| section.heading.span.start());
    let (hook_start, hook_end) = if first < hook_start {
        (body.start, first)
    } else {
        (hook_start, first)
    };
    let hook = super::trimmed(file, text, hook_start, hook_end);
    Parts {
        title: title.cloned(),
        hook,
        sections,
    }
}

/// Returns the level of the headings that are sections: the one of 1 and 2 at which more known
/// names stand; else 2 where there are any, else 1 where several stand, else the highest below.
fn section_level(tops: &[&Heading], vocabulary: &Vocabulary, titled: bool) -> u8 {
    let at = |level: u8| tops.iter().filter(move |heading| heading.level == level);
    let known = |level: u8| {
        at(level)
            .filter(|heading| vocabulary.kind(&heading.folded).is_some())
            .count()
    };
    let several = at(1).count() > usize::from(!titled || known(1) == 0);
    if at(SECTION_LEVEL).next().is_some() && !(several && known(1) > known(SECTION_LEVEL)) {
        return SECTION_LEVEL;
    }
    if several {
        return 1;
    }
    let below = tops
        .iter()
        .map(|heading| heading.level)
        .filter(|&level| level > SECTION_LEVEL);
    below.min().unwrap_or(SECTION_LEVEL)
}

/// Returns those of a list in reading order that begin inside of `span`.
fn within<T>(sorted: &[T], span: Span, start: impl Fn(&T) -> usize) -> &[T] {
    let from = sorted.partition_point(|item| start(item) < span.start());
    let to = sorted.partition_point(|item| start(item) < span.end());
    sorted.get(from..to).unwrap_or_default()
}

struct Divide<'a> {
    file: FileId,
    text: &'a str,
    body: &'a Body,
    labels: &'a [Candidate],
    vocabulary: &'a Vocabulary,
    level: u8,
}

impl Divide<'_> {
    fn section(&self, heading: &Heading, rest: &[&Heading], end: usize) -> Section {
        let exact = self.vocabulary.kind(&heading.folded);
        let kind = exact.or_else(|| self.vocabulary.nearest(&heading.folded));
        let body = Span::new(self.file, heading.span.end(), end);
        let inside: Vec<&Heading> = rest
            .iter()
            .copied()
            .take_while(|next| next.span.start() < end)
            .collect();
        let entries = self.entries(kind, body, &inside);
        let none = if entries.is_empty() {
            self.none(body, &heading.folded)
        } else {
            None
        };
        Section {
            heading: heading.clone(),
            body,
            kind,
            misspelt: exact.is_none() && kind.is_some(),
            entries,
            none,
        }
    }

    fn entries(&self, kind: Option<SectionKind>, body: Span, inside: &[&Heading]) -> Vec<Entry> {
        let known = |candidate: &&Candidate| self.spec(kind, candidate).is_some();
        let labels: Vec<&Candidate> = within(self.labels, body, |label| label.start)
            .iter()
            .filter(known)
            .collect();
        // A heading that names a label is a label, at whatever level it stands.
        let titles: Vec<&Heading> = inside
            .iter()
            .copied()
            .filter(|heading| {
                labels
                    .binary_search_by_key(&heading.span.start(), |label| label.start)
                    .is_err()
            })
            .collect();
        let level = titles
            .iter()
            .map(|heading| heading.level)
            .min()
            .unwrap_or(self.level + 1);
        let titles: Vec<&Heading> = titles
            .into_iter()
            .filter(|heading| heading.level == level)
            .collect();
        if titles.is_empty() {
            return self.untitled(kind, body, &labels);
        }
        let ends = titles
            .iter()
            .skip(1)
            .map(|next| next.span.start())
            .chain([body.end()]);
        titles
            .iter()
            .zip(ends)
            .map(|(heading, end)| {
                let span = Span::new(self.file, heading.span.start(), end);
                Entry {
                    heading: Some((*heading).clone()),
                    span,
                    labels: self.labels(kind, span, &labels),
                }
            })
            .collect()
    }

    /// Entries without headings: one for the whole body, or one for each item of a list, when an
    /// item carries several labels or two items the same one.
    fn untitled(&self, kind: Option<SectionKind>, body: Span, labels: &[&Candidate]) -> Vec<Entry> {
        if labels.is_empty() {
            return Vec::new();
        }
        let mut items: Vec<Span> = labels.iter().filter_map(|label| label.item).collect();
        items.dedup();
        let name = |label: &Candidate| self.spec(kind, label).map(|spec| spec.name);
        let in_items = labels.iter().all(|label| label.item.is_some());
        let several = items.len() < labels.len();
        let mut names = BTreeSet::new();
        let twins = !labels.iter().all(|label| names.insert(name(label)));
        if in_items && (several || twins) {
            return items
                .into_iter()
                .map(|item| Entry {
                    heading: None,
                    span: item,
                    labels: self.labels(kind, item, labels),
                })
                .collect();
        }
        vec![Entry {
            heading: None,
            span: body,
            labels: self.labels(kind, body, labels),
        }]
    }

    fn labels(&self, kind: Option<SectionKind>, entry: Span, labels: &[&Candidate]) -> Vec<Label> {
        let inside = within(labels, entry, |label| label.start);
        let ends = inside
            .iter()
            .skip(1)
            .map(|next| next.start)
            .chain([entry.end()]);
        inside
            .iter()
            .zip(ends)
            .filter_map(|(label, end)| {
                let end = self.before_marker(label.value, end);
                Some(Label {
                    name: self.spec(kind, label)?.name,
                    span: label.span,
                    value: super::trimmed(self.file, self.text, label.value, end),
                })
            })
            .collect()
    }

    /// Returns where a value ends when the next label stands in a list item: before the bullet.
    fn before_marker(&self, start: usize, end: usize) -> usize {
        let slice = self.text.get(start..end).unwrap_or_default();
        let line = slice.rfind('\n').map_or(0, |at| at + 1);
        let last = slice.get(line..).unwrap_or_default().trim();
        let bullet = matches!(last, "-" | "*" | "+")
            || last.trim_end_matches(['.', ')']).parse::<u32>().is_ok();
        if bullet && end < self.text.len() {
            start + line
        } else {
            end
        }
    }

    fn spec(&self, kind: Option<SectionKind>, candidate: &Candidate) -> Option<&'static LabelSpec> {
        let written = self
            .text
            .get(candidate.span.start()..candidate.span.end())?;
        kind?.spec().label(written)
    }

    /// Reads a body that begins with the word *none*.
    fn none(&self, body: Span, heading: &str) -> Option<NoneSaid> {
        let mut at = body.start();
        // Comments in front are questions of the scaffold or notes to editors.
        loop {
            let slice = self.text.get(at..body.end())?;
            at += slice.len() - slice.trim_start().len();
            match self
                .body
                .comments
                .binary_search_by_key(&at, |comment| comment.span.start())
            {
                Ok(found) => at = self.body.comments.get(found)?.span.end(),
                Err(_) => break,
            }
        }
        let slice = self.text.get(at..body.end())?;
        let bare = slice.trim_start_matches(['-', '*', '_', '>', ' ']);
        let word = none_said(bare, heading)?;
        let rest = bare.get(word..)?;
        let start = at + (slice.len() - bare.len());
        let basis = rest.trim_start_matches([
            '.', ':', ';', ',', '—', '–', '-', '!', '*', '_', ' ', '\n', '\r', '\t',
        ]);
        let basis_start = body.end() - basis.len();
        Some(NoneSaid {
            span: Span::new(self.file, start, start + word),
            basis: super::trimmed(self.file, self.text, basis_start, body.end()),
        })
    }
}

/// Returns the length of the words at the start of a text that say that there is nothing to tell:
/// `None: …`, `None were found …`, `There were none`, `No red herrings: …` under that heading, which is
/// given folded.
fn none_said(text: &str, heading: &str) -> Option<usize> {
    const IDLE: [&str; 11] = [
        "known",
        "identified",
        "found",
        "noted",
        "recorded",
        "reported",
        "observed",
        "really",
        "were",
        "was",
        "that",
    ];
    let starts = |words: &str| {
        text.get(..words.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(words))
    };
    if let Some(words) = ["there were none", "there was none"]
        .into_iter()
        .find(|words| starts(words))
    {
        return Some(words.len());
    }
    if starts("none") {
        let mark = text.get(4..)?.trim_start_matches(['*', '_', ' ']);
        let next = mark
            .split(|c: char| !c.is_alphabetic())
            .next()
            .unwrap_or_default()
            .to_lowercase();
        let apart =
            !mark.starts_with(|c: char| c.is_alphanumeric()) || IDLE.contains(&next.as_str());
        let joined = text.get(4..)?.starts_with(char::is_alphanumeric);
        return (apart && !joined).then_some(4);
    }
    // Most sections tell something: only what may fold to `no` is folded.
    let first = text.chars().find(|c| c.is_alphanumeric())?;
    if first.is_ascii() && !matches!(first, 'n' | 'N') {
        return None;
    }
    let end = text
        .find([':', '.', ',', ';', '—', '–', '\n'])
        .unwrap_or(text.len());
    let said = words::fold(text.get(..end)?);
    (said.strip_prefix("no ")? == heading).then_some(end)
}
