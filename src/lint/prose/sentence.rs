//! One sentence, as the rules look at it.

use crate::text::{FileId, Span};

use super::lexicon::{NOT, Tags};
use super::people::People;
use super::token::{Kind, Token};

/// Tokens of a sentence; a number past the end is no word at all.
#[derive(Clone, Copy, Debug)]
pub(in crate::lint) struct Sentence<'a> {
    pub(super) file: FileId,
    pub(super) text: &'a str,
    pub(super) tokens: &'a [Token],
    pub(super) people: &'a People,
}

impl<'a> Sentence<'a> {
    pub(in crate::lint) fn len(&self) -> usize {
        self.tokens.len()
    }

    pub(in crate::lint) fn tags(&self, at: usize) -> Tags {
        self.tokens.get(at).map_or(Tags::NONE, |token| token.tags)
    }

    pub(in crate::lint) fn has(&self, at: usize, tags: Tags) -> bool {
        self.tags(at).has(tags)
    }

    pub(in crate::lint) fn kind(&self, at: usize) -> Option<Kind> {
        self.tokens.get(at).map(|token| token.kind)
    }

    /// Returns the token as written; empty past the end.
    pub(in crate::lint) fn word(&self, at: usize) -> &'a str {
        self.tokens
            .get(at)
            .and_then(|token| self.text.get(token.start()..token.end()))
            .unwrap_or_default()
    }

    /// Whether the token is this word, in any case.
    pub(in crate::lint) fn is(&self, at: usize, word: &str) -> bool {
        self.word(at).eq_ignore_ascii_case(word)
    }

    /// Whether these words stand here, one behind the other.
    pub(in crate::lint) fn reads(&self, at: usize, words: &str) -> bool {
        words
            .split(' ')
            .enumerate()
            .all(|(number, word)| self.is(at + number, word))
    }

    /// Whether the token is one of these words, a blank between them, in any case.
    pub(in crate::lint) fn any(&self, at: usize, words: &str) -> bool {
        let own = self.word(at);
        let same = |word: &str| word.len() == own.len() && word.eq_ignore_ascii_case(own);
        match own.split_once('’') {
            Some((stem, end)) => {
                let straight = format!("{stem}'{end}");
                words
                    .split(' ')
                    .any(|word| word.eq_ignore_ascii_case(&straight))
            }
            None => !own.is_empty() && words.split(' ').any(same),
        }
    }

    /// Returns the tokens that have one of the tags.
    pub(in crate::lint) fn with(self, tags: Tags) -> impl Iterator<Item = usize> {
        (0..self.len()).filter(move |&at| self.has(at, tags))
    }

    /// Whether one of the `reach` words before `at` has one of the tags, in the same clause.
    pub(in crate::lint) fn before(&self, at: usize, reach: usize, tags: Tags) -> bool {
        self.behind(at).take(reach).any(|near| self.has(near, tags))
    }

    /// Whether what stands at `at` is denied: a *no*, *not*, *never* shortly before it.
    pub(in crate::lint) fn denied(&self, at: usize, reach: usize) -> bool {
        self.before(at, reach, NOT)
            || self
                .behind(at)
                .take(reach)
                .any(|near| self.is(near, "than") || self.is(near, "instead"))
    }

    /// Yields the tokens before `at`, nearest first, up to a mark that parts clauses.
    pub(in crate::lint) fn behind(&self, at: usize) -> impl Iterator<Item = usize> {
        (0..at).rev().take_while(|&near| !self.parts(near))
    }

    /// Whether a token is a mark between clauses. A dot is one at the end alone: `.NET`, `e.g. this`.
    pub(in crate::lint) fn parts(&self, at: usize) -> bool {
        match self.kind(at) {
            Some(Kind::Mark(',' | ';' | ':' | '(' | ')' | '–' | '—' | '-')) => true,
            Some(Kind::Mark('.' | '!' | '?' | '…')) => {
                let rest = self.tokens.get(at..).unwrap_or_default();
                rest.iter().all(|token| matches!(token.kind, Kind::Mark(_)))
            }
            _ => false,
        }
    }

    /// Whether the clause ends before the token.
    pub(in crate::lint) fn ends(&self, at: usize) -> bool {
        at >= self.len() || self.parts(at)
    }

    /// Whether it asks.
    pub(in crate::lint) fn asks(&self) -> bool {
        self.tokens
            .iter()
            .rev()
            .find_map(|token| match token.kind {
                Kind::Mark(mark @ ('.' | '!' | '?' | ':' | ',')) => Some(mark == '?'),
                Kind::Mark(_) => None,
                _ => Some(false),
            })
            .unwrap_or(false)
    }

    /// Returns what is said, to compare with other files: the label, where the tokens stand in one,
    /// else the sentence.
    pub(in crate::lint) fn saying(&self, from: usize, to: usize) -> String {
        let colon = (to + 1..to + 5).find(|&at| self.kind(at) == Some(Kind::Mark(':')));
        let all = colon.map_or(0..self.len(), |colon| from..colon + 1);
        let words = all.map(|at| self.word(at).to_lowercase());
        words.collect::<Vec<_>>().join(" ")
    }

    /// Whether a token names somebody: a handle, a speaker, one of those in the front matter.
    pub(in crate::lint) fn names(&self, at: usize) -> bool {
        self.tokens
            .get(at)
            .is_some_and(|token| self.people.has(self.text, token))
    }

    /// Whether something belongs to somebody named: `Ann's`, `Agnes'`.
    pub(in crate::lint) fn names_owner(&self, at: usize) -> bool {
        let Some(token) = self.tokens.get(at) else {
            return false;
        };
        let mut bare = *token;
        let word = self.word(at);
        let cut = ["'s", "’s"].iter().find(|end| word.ends_with(*end));
        let after = self.text.get(token.end()..).unwrap_or_default();
        bare.shorten(cut.map_or(0, |end| end.len()));
        (cut.is_some() || (word.ends_with('s') && after.starts_with(['\'', '’'])))
            && self.people.has(self.text, &bare)
    }

    /// Returns the place from one token to another, both included.
    pub(in crate::lint) fn span(&self, from: usize, to: usize) -> Option<Span> {
        let last = to.min(self.len().saturating_sub(1));
        let (first, last) = (self.tokens.get(from)?, self.tokens.get(last)?);
        Some(Span::new(self.file, first.start(), last.end()))
    }
}

/// Returns how many of the tokens make the first sentence. It ends as in
/// [`words::sentence`](crate::text::words::sentence): at a mark before a blank, unless a small letter
/// follows.
pub(super) fn length(text: &str, tokens: &[Token]) -> usize {
    for (at, token) in tokens.iter().enumerate() {
        if !matches!(token.kind, Kind::Mark('.' | '!' | '?' | '…')) {
            continue;
        }
        let rest = tokens.get(at + 1..).unwrap_or_default();
        let closing = rest
            .iter()
            .take_while(|next| {
                matches!(
                    next.kind,
                    Kind::Mark(')' | ']' | '"' | '”' | '\'' | '’' | '.' | '!' | '?')
                )
            })
            .count();
        let end = at + 1 + closing;
        let (Some(last), Some(next)) = (tokens.get(end - 1), tokens.get(end)) else {
            return tokens.len();
        };
        let gap = text.get(last.end()..next.start()).unwrap_or_default();
        let small = text
            .get(next.start()..)
            .is_some_and(|rest| rest.starts_with(char::is_lowercase));
        if gap.contains(char::is_whitespace) && !small {
            return end;
        }
    }
    tokens.len()
}
