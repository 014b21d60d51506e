//! A text to read from top to bottom: what stands in it, in order, without marks. Unlike the parts of a
//! write-up, which are places, these are words.

/// One block, and what it stands within.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// Outermost first.
    pub within: Vec<Frame>,
    pub block: SheetBlock,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SheetBlock {
    Heading {
        level: u8,
        words: Vec<Words>,
    },
    Paragraph(Vec<Words>),
    /// Lines as they are, and what stands behind the fence.
    Code {
        text: String,
        info: String,
    },
    /// Rows of cells; the first is the head.
    Table(Vec<Vec<Vec<Words>>>),
    Rule,
}

/// What a block stands within.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Frame {
    Quote,
    /// An item of a list, with its mark: `-`, `3.`, `[x]`. `tight` items follow each other without a
    /// gap. Items of one list have its number.
    Item {
        mark: String,
        list: usize,
        first: bool,
        tight: bool,
    },
    /// The details of a term, or a footnote.
    Indent,
}

/// Words that look alike.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    /// A line end in it is one that the author wants.
    pub text: String,
    pub strong: bool,
    pub emphasis: bool,
    pub code: bool,
    /// Where it leads.
    pub link: Option<String>,
}
