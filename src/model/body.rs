//! The parts of a write-up's body. Each names its place; none holds a copy of prose.

use crate::text::{Span, Spanned};

use super::SectionKind;

/// A heading of any level, ATX or setext.
#[derive(Clone, Debug)]
pub struct Heading {
    /// The whole heading, marks included.
    pub span: Span,
    /// 1 to 6.
    pub level: u8,
    /// The heading's words, without marks of emphasis, and where they stand.
    pub text: Spanned<String>,
    /// The words as headings are compared, see [`crate::text::words::fold_heading`]: worked out once, as
    /// half a dozen rules ask for them.
    pub folded: String,
}

/// A heading of the section level and what follows it, up to the next such heading.
#[derive(Clone, Debug)]
pub struct Section {
    pub heading: Heading,
    pub body: Span,
    pub kind: Option<SectionKind>,
    /// Whether the kind is a guess: the heading is one or two slips away from its name.
    pub misspelt: bool,
    pub entries: Vec<Entry>,
    /// `None: three responders asked`, where that is all the section says.
    pub none: Option<NoneSaid>,
}

/// The section's own word that there is nothing to tell.
#[derive(Clone, Debug)]
pub struct NoneSaid {
    /// The word.
    pub span: Span,
    /// What follows it: who was asked, or what it rests on. Empty when nothing does.
    pub basis: Span,
}

/// One surprise, red herring, dilemma…: a heading below the section's, or the section's body or one
/// item of a list in it, when that carries labels.
#[derive(Clone, Debug)]
pub struct Entry {
    pub heading: Option<Heading>,
    /// Heading and body.
    pub span: Span,
    pub labels: Vec<Label>,
}

/// A labelled line that the section's kind knows.
#[derive(Clone, Debug)]
pub struct Label {
    /// The canonical name, whatever synonym is written.
    pub name: &'static str,
    /// The label as written, without its colon and marks.
    pub span: Span,
    /// What follows it, up to the next label.
    pub value: Span,
}

/// The anchors of a document, in order. One text, as there are a dozen in each of ten thousand documents:
/// a NUL, which no text holds, ends each.
#[derive(Clone, Debug, Default)]
pub struct Anchors(Box<str>);

impl Anchors {
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.split_terminator('\0')
    }
}

impl FromIterator<String> for Anchors {
    fn from_iter<I: IntoIterator<Item = String>>(anchors: I) -> Self {
        let mut joined = String::new();
        for anchor in anchors {
            joined.push_str(&anchor);
            joined.push('\0');
        }
        Self(joined.into())
    }
}

#[derive(Clone, Debug)]
pub struct Link {
    pub kind: LinkKind,
    /// The whole link, brackets included.
    pub span: Span,
    /// Where it points, as written (not decoded), and where that stands. For a reference-style link
    /// the place is the definition's.
    pub target: Spanned<String>,
    /// The words or the alternative text that readers see.
    pub text: String,
    /// Which of the files that links lead to, as the corpus counts them: looked up once, asked by many
    /// rules. `None` for what leads to no file, and before anybody looked.
    pub file: Option<u32>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LinkKind {
    /// `[text](target)`
    Inline,
    /// `[text][name]`, `[name]`, with a definition elsewhere.
    Reference,
    /// `[[target]]`, `[[target|text]]`
    Wiki,
    /// `<https://…>` or a bare address.
    Autolink,
    /// `![text](target)`, also in reference style.
    Image,
    /// `[^name]`
    Footnote,
    /// `<a href="…">`, `<img src="…">`
    Html,
}

/// An HTML comment.
#[derive(Clone, Debug)]
pub struct Comment {
    /// The whole comment, `<!--` to `-->`.
    pub span: Span,
    /// What stands between, trimmed.
    pub text: Spanned<String>,
}

impl Comment {
    /// Returns the open question that `new` left here, if this is one: `<!-- ask: … -->`.
    pub fn question(&self) -> Option<&str> {
        self.text.value.strip_prefix("ask:").map(str::trim)
    }
}

/// A leaf of the document's tree.
#[derive(Clone, Copy, Debug)]
pub struct Block {
    pub kind: BlockKind,
    pub span: Span,
    /// The block of the document's first level that it is, or is part of: the whole list for the
    /// paragraph of an item.
    pub outer: Span,
    /// Whether it stands in a block quote: words of somebody else.
    pub quoted: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlockKind {
    Paragraph,
    Heading,
    Code,
    Table,
    Html,
}

/// Text within one line that is neither code nor HTML nor a link's target.
#[derive(Clone, Copy, Debug)]
pub struct Run {
    pub span: Span,
    /// In the text of a link or image.
    pub linked: bool,
    /// In a block quote.
    pub quoted: bool,
}

impl Run {
    /// Takes the run that follows without a gap into this one, if it is of the same kind.
    #[must_use]
    pub fn joined(self, next: Self) -> Option<Self> {
        let kind = |run: Self| (run.span.file, run.linked, run.quoted);
        let end = next.span.end();
        (self.span.end() == next.span.start() && kind(self) == kind(next)).then_some(Self {
            span: Span::new(self.span.file, self.span.start(), end),
            ..self
        })
    }
}

impl Section {
    /// Returns heading and body together.
    pub fn span(&self) -> Span {
        Span::new(self.body.file, self.heading.span.start(), self.body.end())
    }
}

impl Entry {
    /// Returns the place that speaks for the entry: its heading, else its first label.
    pub fn title_span(&self) -> Span {
        match (&self.heading, self.labels.first()) {
            (Some(heading), _) => heading.text.span,
            (None, Some(label)) => label.span,
            (None, None) => Span::empty(self.span.file, self.span.start()),
        }
    }

    /// Returns the first label with this canonical name.
    pub fn label(&self, name: &str) -> Option<&Label> {
        self.labels.iter().find(|label| label.name == name)
    }
}
