//! The words of a block, each with its place.

use crate::model::Run;

use super::lexicon;
use super::lexicon::Tags;

/// A word or mark of prose.
#[derive(Clone, Copy, Debug)]
pub(in crate::lint) struct Token {
    start: u32,
    end: u32,
    pub(in crate::lint) kind: Kind,
    pub(in crate::lint) tags: Tags,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::lint) enum Kind {
    Word,
    /// Begins with a digit.
    Number,
    /// `@name`
    Handle,
    /// A mark of punctuation, or any other sign.
    Mark(char),
    /// Words that are not the author's own, or no words: code, a quotation, an address.
    Opaque,
}

impl Token {
    /// Places are kept small: write-ups end long before four gigabytes.
    pub(super) fn new(kind: Kind, start: usize, end: usize) -> Self {
        Self {
            start: u32::try_from(start).unwrap_or(u32::MAX),
            end: u32::try_from(end).unwrap_or(u32::MAX),
            kind,
            tags: Tags::NONE,
        }
    }

    pub(super) fn start(&self) -> usize {
        self.start as usize
    }

    pub(super) fn end(&self) -> usize {
        self.end as usize
    }

    /// Cuts bytes off the end.
    pub(super) fn shorten(&mut self, bytes: usize) {
        self.end =
            u32::try_from(self.end() - bytes.min(self.end() - self.start())).unwrap_or(self.start);
    }
}

/// Longest word that the lexicon is asked about.
const WORD_BYTES_MAX: usize = 24;

/// Cuts runs into tokens. Keeps what it needs between blocks, so that a word costs no allocation.
#[derive(Debug, Default)]
pub(super) struct Cutter {
    pub(super) tokens: Vec<Token>,
    /// Where lines begin, as numbers of tokens, each with the byte at which its text begins.
    pub(super) lines: Vec<(usize, usize)>,
    /// How many words were seen, and how many of them only English has so often.
    pub(super) words: usize,
    pub(super) english: usize,
    lower: String,
}

impl Cutter {
    /// Cuts the runs of one block, which begins at `start`.
    pub(super) fn cut(&mut self, text: &str, start: usize, runs: &[Run]) {
        self.tokens.clear();
        self.lines.clear();
        self.lines.push((0, start));
        let mut at = start;
        for run in runs {
            let gap = text.get(at..run.span.start()).unwrap_or_default();
            if gap.contains('`') {
                self.push(Kind::Opaque, at, run.span.start());
            }
            if let Some(end) = gap.rfind('\n') {
                self.lines.push((self.tokens.len(), at + end + 1));
            }
            let words = text
                .get(run.span.start()..run.span.end())
                .unwrap_or_default();
            let address = words.contains("://") || words.starts_with("www.");
            if run.linked && address {
                self.push(Kind::Opaque, run.span.start(), run.span.end());
            } else {
                self.words(words, run.span.start());
            }
            at = run.span.end();
        }
    }

    fn words(&mut self, text: &str, start: usize) {
        let mut chars = text.char_indices().peekable();
        let mut before = ' ';
        while let Some((at, c)) = chars.next() {
            let handle = c == '@'
                && !before.is_alphanumeric()
                && chars.peek().is_some_and(|(_, next)| next.is_alphanumeric());
            if !c.is_alphanumeric() && !handle {
                if !c.is_whitespace() && c != '\\' {
                    let end = at + c.len_utf8();
                    self.push(Kind::Mark(c), start + at, start + end);
                }
                before = c;
                continue;
            }
            let mut end = at + c.len_utf8();
            before = c;
            while let Some(&(place, next)) = chars.peek() {
                let inside = next.is_alphanumeric() || next == '_' || joins(text, place, next);
                if !inside {
                    break;
                }
                end = place + next.len_utf8();
                before = next;
                chars.next();
            }
            let kind = match c {
                '@' if text.get(end..).is_some_and(|rest| rest.starts_with('/')) => Kind::Opaque,
                '@' => Kind::Handle,
                _ if c.is_numeric() => Kind::Number,
                _ => Kind::Word,
            };
            self.push(kind, start + at, start + end);
            if kind == Kind::Word {
                self.tag(text.get(at..end).unwrap_or_default());
            }
        }
    }

    /// Tags the word just pushed.
    fn tag(&mut self, word: &str) {
        self.words += 1;
        if word.len() > WORD_BYTES_MAX {
            return;
        }
        self.lower.clear();
        for c in word.chars() {
            match c {
                '’' => self.lower.push('\''),
                c => self.lower.push(c.to_ascii_lowercase()),
            }
        }
        let tags = lexicon::tags(&self.lower);
        self.english += usize::from(tags.has(lexicon::ENGLISH));
        if let Some(token) = self.tokens.last_mut() {
            token.tags = tags;
        }
    }

    fn push(&mut self, kind: Kind, start: usize, end: usize) {
        self.tokens.push(Token::new(kind, start, end));
    }
}

/// Whether a mark stands inside of a word: `it's`, `on-call`, `v1.2`, `a@b.org`.
fn joins(text: &str, at: usize, mark: char) -> bool {
    matches!(mark, '\'' | '’' | '-' | '.' | '@' | ':')
        && text
            .get(at + mark.len_utf8()..)
            .and_then(|rest| rest.chars().next())
            .is_some_and(|next| match mark {
                // A clock or a ratio, never a label with no blank behind it.
                ':' => next.is_ascii_digit(),
                _ => next.is_alphanumeric(),
            })
}
