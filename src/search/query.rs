//! What somebody looks for, read from the words typed. Nothing in them is a pattern but a `*` at the end.

use super::words;
use crate::model::{Date, SectionKind, Status};
use crate::text::words::{fold, nearest};

/// What a write-up must hold, must not hold, and must be.
#[derive(Clone, Debug, Default)]
pub struct Query {
    /// Word by word, as it was typed.
    pub typed: Vec<String>,
    pub(super) needs: Vec<Need>,
    pub(super) nots: Vec<Need>,
    pub(super) filters: Vec<Filter>,
}

/// Words in a row; mostly one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Need {
    pub(super) parts: Vec<Part>,
    /// As it was typed.
    pub(super) typed: String,
}

/// What one word must be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// Another form of the same word will do.
    Stem(String),
    Exactly(String),
    Beginning(String),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Filter {
    pub(super) not: bool,
    pub(super) what: What,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum What {
    /// Folded names.
    Service(String),
    Team(String),
    Section(String),
    Status(Option<Status>),
    /// Earlier than this day.
    Before(Date),
    /// This day or later.
    After(Date),
}

/// The words before a colon that mean a filter.
const FILTERS: &[&str] = &["service", "team", "section", "status", "before", "after"];

/// Reads what was typed: `words` word by word, words that must not be there, and `literal` texts in which
/// nothing has a meaning of its own. Fails with a sentence on what cannot be meant.
pub fn read(words: &[String], without: &[String], literal: &[String]) -> Result<Query, String> {
    let mut query = Query {
        typed: words.iter().chain(literal).cloned().collect(),
        ..Query::default()
    };
    for word in words {
        let pieces = pieces(word);
        // The shell took the marks of a quotation: `search "flat graph"`.
        let plain = |piece: &Piece| !piece.quoted && !is_special(&piece.text);
        if pieces.len() > 1 && pieces.iter().all(plain) {
            query.needs.extend(Need::phrase(word));
            continue;
        }
        for piece in &pieces {
            query.take(piece)?;
        }
    }
    for word in without {
        query.nots.extend(Need::word(word));
    }
    for text in literal {
        query.needs.extend(Need::phrase(text));
    }
    if query.needs.is_empty() && query.filters.is_empty() {
        return Err(match query.nots.first() {
            Some(not) => format!(
                "`{}` says what to leave out; what should be found?",
                not.typed
            ),
            None => "there is no word in that to look for".to_owned(),
        });
    }
    Ok(query)
}

impl Query {
    pub fn has_filters(&self) -> bool {
        !self.filters.is_empty()
    }

    /// Whether no word is asked for.
    pub fn is_filters_only(&self) -> bool {
        self.needs.is_empty()
    }

    /// Whether words in a row are asked for.
    pub fn is_phrase(&self) -> bool {
        self.needs.iter().any(|need| need.parts.len() > 1)
    }

    /// Returns the filter that a word is likely a slip for: `servce:checkout`.
    pub fn likely_filter(&self) -> Option<&'static str> {
        let keys = self.typed.iter().filter_map(|typed| typed.split_once(':'));
        let mut near = keys.map(|(key, _)| nearest(key, FILTERS.iter().copied()));
        near.find_map(|near| near)
    }

    fn take(&mut self, piece: &Piece) -> Result<(), String> {
        let (not, text) = match piece.text.strip_prefix('-') {
            Some(rest) if !piece.quoted && !rest.is_empty() => (true, rest),
            _ => (false, piece.text.as_str()),
        };
        if !piece.quoted
            && let Some((key, value)) = text.split_once(':')
            && FILTERS.contains(&key)
        {
            let what = What::read(key, value)?;
            self.filters.push(Filter { not, what });
            return Ok(());
        }
        // `-"flat graph"`: the marks are still there.
        let inner = text.trim_matches('"');
        let need = if piece.quoted || inner.len() < text.len() {
            Need::phrase(inner)
        } else {
            Need::word(text)
        };
        let list = if not { &mut self.nots } else { &mut self.needs };
        list.extend(need);
        Ok(())
    }
}

impl Need {
    /// Reads words that must stand in a row as they are. `None` when there is no word in it.
    fn phrase(text: &str) -> Option<Self> {
        Self::of(text, |word| Part::Exactly(word.to_owned()))
    }

    fn word(text: &str) -> Option<Self> {
        let start = text.trim_end_matches('*');
        if start.len() < text.len() {
            let mut need = Self::phrase(start)?;
            if let Some(Part::Exactly(last)) = need.parts.pop() {
                need.parts.push(Part::Beginning(last));
            }
            text.clone_into(&mut need.typed);
            return Some(need);
        }
        let need = Self::phrase(text)?;
        // `retry_budget` is two words, which belong together.
        if need.parts.len() > 1 {
            return Some(need);
        }
        Self::of(text, |word| Part::Stem(words::stem(word).into_owned()))
    }

    fn of(text: &str, part: impl Fn(&str) -> Part) -> Option<Self> {
        let mut parts = Vec::new();
        words::each_in(text, |word| parts.push(part(word.text)));
        (!parts.is_empty()).then(|| Self {
            parts,
            typed: text.to_owned(),
        })
    }
}

impl Part {
    /// Whether a folded word is what is looked for.
    pub(super) fn is(&self, word: &str) -> bool {
        match self {
            Self::Exactly(wanted) => wanted == word,
            Self::Beginning(start) => word.starts_with(start.as_str()),
            // A word keeps its first letter whatever its ending, and taking that off is slow.
            Self::Stem(stem) => {
                let first = |text: &str| text.chars().next();
                first(word) == first(stem) && words::stem(word) == stem.as_str()
            }
        }
    }
}

impl What {
    fn read(key: &str, value: &str) -> Result<Self, String> {
        let value = value.trim_matches('"').trim();
        if value.is_empty() {
            return Err(format!(
                "`{key}:` names nothing; `{key}:{}` would",
                example(key)
            ));
        }
        Ok(match key {
            "service" => Self::Service(fold(value)),
            "team" => Self::Team(fold(value)),
            "section" => {
                let kind = SectionKind::keyed(value);
                Self::Section(kind.map_or_else(|| fold(value), |kind| fold(kind.name())))
            }
            "before" => Self::Before(day(key, value)?),
            "after" => Self::After(day(key, value)?),
            _ if value == "none" => Self::Status(None),
            _ => match Status::read(value) {
                Some(status) => Self::Status(Some(status)),
                None => {
                    let near = nearest(value, Status::WORDS.iter().copied());
                    let near =
                        near.map_or(String::new(), |near| format!("\ndid you mean `{near}`?"));
                    return Err(format!(
                        "`{value}` is not a status; they are draft, review, published and none{near}"
                    ));
                }
            },
        })
    }

    /// Whether two filters ask about the same thing: of those one is enough.
    pub(super) fn is_alike(&self, other: &Self) -> bool {
        std::mem::discriminant(self) == std::mem::discriminant(other)
            && !matches!(self, Self::Before(_) | Self::After(_))
    }
}

fn example(key: &str) -> &'static str {
    match key {
        "service" => "checkout",
        "team" => "ledger",
        "section" => "red-herrings",
        "status" => "draft",
        _ => "2025-03",
    }
}

/// Reads a day; a year or a month means its first day.
fn day(key: &str, value: &str) -> Result<Date, String> {
    let whole = match value.len() {
        4 => format!("{value}-01-01"),
        7 => format!("{value}-01"),
        _ => value.to_owned(),
    };
    Date::parse(&whole).map_err(|_| {
        format!("`{key}:{value}` names no day; {key}:2025, {key}:2025-03 or {key}:2025-03-08 would")
    })
}

/// A part of what was typed, between blanks or between marks of a quotation.
#[derive(Debug, PartialEq, Eq)]
struct Piece {
    text: String,
    quoted: bool,
}

/// Whether a piece is more than a word.
fn is_special(text: &str) -> bool {
    let bare = text.strip_prefix('-').unwrap_or(text);
    let filter = bare
        .split_once(':')
        .is_some_and(|(key, _)| FILTERS.contains(&key));
    filter || text.ends_with('*') || bare.len() < text.len()
}

/// Cuts what was typed at blanks that stand in no quotation. A quotation that nobody ends goes to the end.
fn pieces(typed: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut text = String::new();
    let mut open = false;
    for c in typed.chars() {
        let c = if matches!(c, '“' | '”' | '„') {
            '"'
        } else {
            c
        };
        match c {
            '"' if open && text.starts_with('"') => {
                let text = std::mem::take(&mut text).split_off(1);
                pieces.push(Piece { text, quoted: true });
                open = false;
            }
            '"' => {
                // Inside of a piece, as in `service:"check out"`, the marks stay.
                open = !open;
                text.push('"');
            }
            c if c.is_whitespace() && !open => {
                let text = std::mem::take(&mut text);
                pieces.push(Piece {
                    text,
                    quoted: false,
                });
            }
            c => text.push(c),
        }
    }
    match text.strip_prefix('"') {
        Some(rest) if open => pieces.push(Piece {
            text: rest.to_owned(),
            quoted: true,
        }),
        _ => pieces.push(Piece {
            text,
            quoted: false,
        }),
    }
    pieces.retain(|piece| !piece.text.trim().is_empty());
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The query as one line: a stem as it is, `=exact`, `start*`, a row joined by `+`.
    fn shown(typed: &[&str], literal: &[&str]) -> String {
        let owned =
            |words: &[&str]| -> Vec<String> { words.iter().map(|&word| word.to_owned()).collect() };
        let query = match read(&owned(typed), &[], &owned(literal)) {
            Ok(query) => query,
            Err(why) => return why,
        };
        let need = |need: &Need| {
            let parts = need.parts.iter().map(|part| match part {
                Part::Stem(text) => text.clone(),
                Part::Exactly(text) => format!("={text}"),
                Part::Beginning(text) => format!("{text}*"),
            });
            parts.collect::<Vec<_>>().join("+")
        };
        let mut shown: Vec<String> = query.needs.iter().map(need).collect();
        shown.extend(query.nots.iter().map(|not| format!("-{}", need(not))));
        for filter in &query.filters {
            let not = if filter.not { "-" } else { "" };
            shown.push(format!("{not}{:?}", filter.what));
        }
        shown.join(" ")
    }

    #[test]
    fn words_phrases_and_filters_are_read() {
        for (typed, expected) in [
            (&["retries", "storm"][..], "retri storm"),
            (&["flat graph"], "=flat+=graph"),
            (&["\"flat graph\" retr*"], "=flat+=graph retr*"),
            (&["“flat graph”"], "=flat+=graph"),
            (&["\"never closed"], "=never+=closed"),
            (&["retry_budget", "v1.2"], "=retry+=budget =v1+=2"),
            (&["max_re*"], "=max+re*"),
            (
                &["flat", "-graphs", "-\"red herring\""],
                "flat -graph -=red+=herring",
            ),
            (
                &["flat graph service:checkout"],
                "flat graph Service(\"checkout\")",
            ),
            (&["service:\"Check Out\""], "Service(\"check out\")"),
            (&["section:red-herrings"], "Section(\"red herrings\")"),
            (&["-status:none", "x"], "x -Status(None)"),
            (&["std::fs", "10:30"], "=std+=fs =10+=30"),
            (&["重试"], "=重+=试"),
            (&[".*"], "there is no word in that to look for"),
            (&["-x"], "`x` says what to leave out; what should be found?"),
            (&["-"], "there is no word in that to look for"),
            (
                &["status:drft"],
                "`drft` is not a status; they are draft, review, published and none\ndid you mean `draft`?",
            ),
            (&["team:"], "`team:` names nothing; `team:ledger` would"),
            (
                &["before:2025-13"],
                "`before:2025-13` names no day; before:2025, before:2025-03 or before:2025-03-08 would",
            ),
        ] {
            assert_eq!(shown(typed, &[]), expected, "{typed:?}");
        }
        assert_eq!(
            shown(&[], &["-storm service:x", "--force"]),
            "=storm+=service+=x =force"
        );
    }

    #[test]
    fn years_and_months_are_their_first_days() {
        for (typed, expected) in [
            ("before:2025", "2025-01-01"),
            ("after:2025-03", "2025-03-01"),
            ("after:2025-03-08", "2025-03-08"),
        ] {
            let query = read(&[typed.to_owned()], &[], &[]).unwrap();
            let (What::Before(day) | What::After(day)) = &query.filters[0].what else {
                panic!("{typed}");
            };
            assert_eq!(day.to_string(), expected);
        }
    }
}
