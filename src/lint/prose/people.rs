//! Who is a person in a write-up: handles, speakers of a timeline, and those whom the front matter
//! names. Never a word because it has a capital letter.

use crate::model::Writeup;

use super::lexicon::Tags;
use super::token::{Kind, Token};

/// Names as written, without `@`.
#[derive(Clone, Debug, Default)]
pub(in crate::lint) struct People {
    names: Vec<String>,
}

/// Handles that mean nobody in particular.
const NOBODY: &[&str] = &["here", "channel", "everyone", "all", "team", "someone"];
/// Most names that are kept of one file.
const NAMES_MAX: usize = 500;

impl People {
    pub(super) fn of(writeup: &Writeup) -> Self {
        let mut people = Self::default();
        let named = writeup.meta.responders.iter().chain(&writeup.meta.analysts);
        for word in named.flat_map(|name| name.value.split_whitespace()) {
            let word = word.trim_matches(|c: char| !c.is_alphanumeric());
            // An initial, or the `de` and `van` of a name, would meet too many other words.
            if word.chars().count() > 2 && word.starts_with(char::is_uppercase) {
                people.add(word);
            }
        }
        people
    }

    fn add(&mut self, name: &str) {
        let known = self.names.iter().any(|known| known == name);
        if !known && self.names.len() < NAMES_MAX && !NOBODY.contains(&name) {
            self.names.push(name.to_owned());
        }
    }

    /// Takes the handles of a block, and who speaks at the head of its lines: `10.12 RK: …`.
    pub(super) fn learn(&mut self, text: &str, tokens: &[Token], lines: &[(usize, usize)]) {
        for token in tokens.iter().filter(|token| token.kind == Kind::Handle) {
            let name = slice(text, token).trim_start_matches('@');
            if name.len() > 2 {
                self.add(name);
            }
        }
        for (first, _) in lines {
            if let (Some(clock), Some(name)) = (tokens.get(*first), tokens.get(first + 1))
                && clock.kind == Kind::Number
                && is_initials(slice(text, name))
            {
                self.add(slice(text, name));
            }
        }
    }

    /// Whether a token names somebody. A handle written as a plain word must have its capital.
    pub(in crate::lint) fn has(&self, text: &str, token: &Token) -> bool {
        match token.kind {
            Kind::Handle => !NOBODY.contains(&slice(text, token).trim_start_matches('@')),
            Kind::Word if token.tags == Tags::NONE || !self.names.is_empty() => {
                let word = slice(text, token);
                word.starts_with(char::is_uppercase)
                    && self.names.iter().any(|name| is_same(name, word))
            }
            _ => false,
        }
    }
}

fn is_same(name: &str, word: &str) -> bool {
    name == word || (!is_initials(name) && name.eq_ignore_ascii_case(word))
}

/// Two or three capitals.
fn is_initials(word: &str) -> bool {
    (2..=3).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_uppercase())
}

fn slice<'a>(text: &'a str, token: &Token) -> &'a str {
    text.get(token.start()..token.end()).unwrap_or_default()
}
