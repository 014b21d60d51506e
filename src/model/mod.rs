//! Floor 1: the nouns of the domain, as owned values. No Markdown, git or terminal type in here.

mod body;
mod date;
mod field;
mod forge;
mod front_matter;
mod known;
mod path;
mod person;
mod practice;
mod section;
mod shape;
mod sheet;
mod spoken;
mod target;
mod vocabulary;
mod window;

pub use body::{
    Anchors, Block, BlockKind, Comment, Entry, Heading, Label, Link, LinkKind, NoneSaid, Run,
    Section,
};
pub use date::{Date, Moment};
pub use field::{Field, Holds, Names, names};
pub use forge::{ForgeLink, ForgePlace, forge_home, is_commit};
pub use front_matter::{
    Actions, Allow, Attendance, Declined, Event, FIELDS, FrontMatter, How, Meta, Related, Review,
    Status, is_usable_id,
};
pub use known::{Fragment, Hit, Known};
pub use path::RepoPath;
pub use person::Person;
pub use practice::{Came, Soak};
pub use section::{LabelSpec, SECTIONS, SectionKind, SectionSpec};
pub use shape::{Shapes, alike};
pub use sheet::{Frame, Sheet, SheetBlock, Words};
pub use target::Destination;
pub use vocabulary::Vocabulary;
pub use window::Window;

use std::borrow::Cow;

use crate::text::{FileId, Files, Span, slug, words};

/// A write-up as read: what its front matter says and how its body is made.
#[derive(Clone, Debug)]
pub struct Writeup {
    pub file: FileId,
    pub path: RepoPath,
    /// Whether the body was read. Of a write-up that is only there to be linked to it may not be: then
    /// all of the body's parts are empty, and so are the fields of its front matter as written.
    pub whole: bool,
    /// `None` for an adopted old file that has none.
    pub front_matter: Option<FrontMatter>,
    /// Apart from the rest, as ten thousand are handed on when they are read.
    pub meta: Box<Meta>,
    /// The first `#` heading, whether or not the front matter names a title too.
    pub heading: Option<Heading>,
    /// What stands before the first section: the title heading and comments are not part of it.
    pub hook: Span,
    pub sections: Vec<Section>,
    /// Every heading of the document, in order, sections and entries included.
    pub headings: Vec<Heading>,
    /// Anchors that a link can name: one for each heading, numbered as forges do, then HTML ids.
    pub anchors: Anchors,
    pub links: Vec<Link>,
    pub comments: Vec<Comment>,
    /// Leaf blocks in order: paragraphs, headings, code, tables, HTML.
    pub blocks: Vec<Block>,
    /// Code within a line, without its marks.
    pub codes: Vec<Span>,
    /// Runs of text outside of code, HTML and link targets.
    pub runs: Vec<Run>,
}

impl Writeup {
    /// Lets the fields as written go: what is understood of them stays.
    pub fn let_go_of_fields(&mut self) {
        if let Some(front_matter) = &mut self.front_matter {
            front_matter.fields.entries = Vec::new();
        }
    }

    /// Returns the `id`: the front matter's, else the file's stem (of the folder for `index.md`).
    pub fn id(&self) -> &str {
        match &self.meta.id {
            Some(id) => &id.value,
            None => self.path.stem(),
        }
    }

    /// Returns the title: the front matter's, else the first `#` heading's text, else the id.
    pub fn title(&self) -> &str {
        match (&self.meta.title, &self.heading) {
            (Some(title), _) if !title.value.trim().is_empty() => title.value.trim(),
            (_, Some(heading)) if !heading.text.value.is_empty() => &heading.text.value,
            _ => self.id(),
        }
    }

    /// Whether a title is written: a file's name is none.
    pub fn has_title(&self) -> bool {
        let field = self.meta.title.iter().map(|title| &title.value);
        let heading = self.heading.iter().map(|heading| &heading.text.value);
        field.chain(heading).any(|title| !title.trim().is_empty())
    }

    /// Returns the day it happened: the front matter's `date`, else one that the file's name begins
    /// with, else `None`.
    pub fn date(&self) -> Option<Date> {
        match &self.meta.date {
            Some(date) => Some(date.value),
            None => Date::leading(self.path.file_name()),
        }
    }

    /// Returns the place that speaks for the whole write-up: its title as written, else the start
    /// of the file.
    pub fn title_span(&self) -> Span {
        match (&self.meta.title, &self.heading) {
            (Some(title), _) => title.span,
            (None, Some(heading)) => heading.span,
            (None, None) => Span::empty(self.file, self.hook.start()),
        }
    }

    /// Returns the headings that are the write-up's own, in order: those in a block quote are words of
    /// somebody else.
    pub fn own_headings(&self) -> impl Iterator<Item = &Heading> {
        self.blocks
            .iter()
            .filter(|block| block.kind == BlockKind::Heading)
            .zip(&self.headings)
            .filter(|(block, _)| !block.quoted)
            .map(|(_, heading)| heading)
    }

    /// Yields every anchor that leads to a heading, with the heading's position: one that the author
    /// chose comes before the forge's own.
    pub fn anchored(&self) -> impl Iterator<Item = (&str, usize)> {
        let mut headings = self
            .headings
            .iter()
            .map(|one| slug::anchor(&one.text.value));
        let mut current = headings.next();
        let mut at = 0;
        self.anchors.iter().map_while(move |anchor| {
            let base = current.as_deref()?;
            let found = (anchor, at);
            let number = anchor.strip_prefix(base);
            let is_own = number.is_some_and(|number| {
                let digits = number.strip_prefix('-').filter(|digits| !digits.is_empty());
                number.is_empty()
                    || digits.is_some_and(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))
            });
            if is_own {
                current = headings.next();
                at += 1;
            }
            Some(found)
        })
    }

    /// Returns the position of the heading that an anchor, or its words, lead to.
    pub fn heading_at(&self, anchor: &str) -> Option<usize> {
        let words = slug::anchor(anchor);
        let mut anchors = self.anchored();
        let found = anchors.find(|(known, _)| *known == anchor || *known == words);
        found.map(|(_, at)| at)
    }

    /// Returns the anchor of the heading at a position, as forges have it.
    pub fn anchor_at(&self, heading: usize) -> Option<&str> {
        let found = self.anchored().filter(|(_, at)| *at == heading).last();
        found.map(|(anchor, _)| anchor)
    }

    /// Returns the sections of this kind, in order.
    pub fn sections_of(&self, kind: SectionKind) -> impl Iterator<Item = &Section> {
        self.sections
            .iter()
            .filter(move |section| section.kind == Some(kind))
    }

    /// Returns the text of a place without its HTML comments, trimmed: what a reader sees.
    pub fn visible<'f>(&self, files: &'f Files, span: Span) -> Cow<'f, str> {
        let comments = self.comments_in(span);
        if comments.is_empty() {
            return Cow::Borrowed(files.text(span).trim());
        }
        let mut seen = String::new();
        let mut at = span.start();
        for comment in comments {
            seen.push_str(files.text(Span::new(
                span.file,
                at,
                comment.span.start().min(span.end()),
            )));
            at = at.max(comment.span.end());
        }
        if at < span.end() {
            seen.push_str(files.text(Span::new(span.file, at, span.end())));
        }
        Cow::Owned(seen.trim().to_owned())
    }

    /// Returns the comments that begin in a place, in order.
    pub fn comments_in(&self, span: Span) -> &[Comment] {
        let from = self
            .comments
            .partition_point(|comment| comment.span.start() < span.start());
        let to = self
            .comments
            .partition_point(|comment| comment.span.start() < span.end());
        self.comments.get(from..to).unwrap_or_default()
    }

    /// Returns the line of prose round a place, blanks folded: the reason somebody gave. The whole
    /// sentence where the paragraph has several.
    pub fn excerpt(&self, files: &Files, span: Span) -> String {
        let after = self
            .blocks
            .partition_point(|block| block.span.start() <= span.start());
        let before = self.blocks.get(..after).unwrap_or_default();
        let block = before.last().filter(|block| block.span.contains(span));
        let Some(block) = block else {
            let line = files.position(span.file, span.start()).line;
            return squeeze(files.text(files.line(span.file, line)));
        };
        // A sentence is looked for near the place only: a block may be a table of megabytes.
        let window = files.clamp(Span::new(
            span.file,
            block
                .span
                .start()
                .max(span.start().saturating_sub(WINDOW_BYTES)),
            block
                .span
                .end()
                .min(span.end().saturating_add(WINDOW_BYTES)),
        ));
        let text = files.text(Span::new(span.file, window.start, window.end));
        let from = span.start().saturating_sub(window.start);
        let to = span.end().saturating_sub(window.start).min(text.len());
        let whole = words::sentence(text, from..to);
        let sentence = near(text, whole.clone(), from..to);
        let place = Span::new(
            span.file,
            window.start + sentence.start,
            window.start + sentence.end,
        );
        let (start, end) = (window.start + whole.start, window.start + whole.end);
        let cut_before = if place.start() > start { "…" } else { "" };
        let cut_behind = if place.end() < end { "…" } else { "" };
        let words = squeeze(&self.read_aloud(files, place)).replace("**", "");
        format!("{cut_before}{words}{cut_behind}")
    }

    /// Returns the text of a place with each link as its words.
    fn read_aloud(&self, files: &Files, place: Span) -> String {
        let mut text = String::new();
        let mut at = place.start();
        let links = self
            .links
            .partition_point(|link| link.span.start() < place.start());
        let inside = self.links.get(links..).unwrap_or_default();
        for link in inside
            .iter()
            .take_while(|link| link.span.start() < place.end())
        {
            let shown =
                !link.text.is_empty() && link.span.start() >= at && place.contains(link.span);
            if shown {
                text.push_str(files.text(Span::new(place.file, at, link.span.start())));
                text.push_str(&link.text);
                at = link.span.end();
            }
        }
        text.push_str(files.text(Span::new(place.file, at, place.end())));
        text
    }
}

/// How far round a place its sentence is looked for, in bytes.
const WINDOW_BYTES: usize = 2_000;

/// Most bytes of a sentence that an excerpt takes on either side of what it is about.
const EXCERPT_BYTES: usize = 200;

/// Returns the part of `sentence` that is near `inner`, cut between words.
fn near(
    text: &str,
    sentence: std::ops::Range<usize>,
    inner: std::ops::Range<usize>,
) -> std::ops::Range<usize> {
    let mut start = sentence
        .start
        .max(inner.start.saturating_sub(EXCERPT_BYTES));
    while !text.is_char_boundary(start) {
        start += 1;
    }
    if start > sentence.start {
        let rest = text.get(start..inner.start).unwrap_or_default();
        start += rest.find(char::is_whitespace).map_or(0, |blank| blank + 1);
    }
    let mut end = sentence
        .end
        .min(inner.end.saturating_add(EXCERPT_BYTES))
        .min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    if end < sentence.end {
        let rest = text.get(inner.end..end).unwrap_or_default();
        end = rest
            .rfind(char::is_whitespace)
            .map_or(end, |blank| inner.end + blank);
    }
    start..end.max(start)
}

/// Folds every run of blanks and line ends to one blank.
fn squeeze(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
