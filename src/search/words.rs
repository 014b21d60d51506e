//! The words of a write-up as they are searched: folded, numbered, each with its place.

use std::borrow::Cow;

use rust_stemmers::{Algorithm, Stemmer};

use crate::model::{LinkKind, Writeup};
use crate::text::yaml::Node;
use crate::text::{Files, Span, words::fold_letter};

/// A word as it stands in a text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Word<'a> {
    /// In lower case, without accents.
    pub(super) text: &'a str,
    /// Its place among the words; neighbours differ by one, and paragraphs are further apart.
    pub(super) at: u32,
    /// Its first byte in the file, and the one behind its last.
    pub(super) start: usize,
    pub(super) end: usize,
    /// Whether it stands in the title or in a heading.
    pub(super) strong: bool,
}

/// Longer words are noise: encoded data, not something to look for.
const WORD_BYTES_MAX: usize = 80;

/// Calls `each` with every word of a write-up that a reader may look for, in order: the values of its front
/// matter and its text, without HTML comments. The address behind a link comes after its paragraph,
/// so that words on both sides of the link stay neighbours.
pub(super) fn each(files: &Files, writeup: &Writeup, each: impl FnMut(Word<'_>)) {
    let text = files.whole(writeup.file);
    let titles = writeup.meta.title.iter().map(|title| title.span);
    let headings = writeup.headings.iter().map(|heading| heading.span);
    let mut reader = Reader {
        text,
        strong: titles.chain(headings).collect(),
        seen: 0,
        at: 0,
        lines: 0,
        later: Vec::new(),
        word: String::new(),
        each,
    };
    let mut start = 0;
    if let Some(front) = &writeup.front_matter {
        let mut values = Vec::new();
        for entry in &front.fields.entries {
            scalars(&entry.value, &mut values);
        }
        for span in values {
            reader.apart();
            reader.run(span.start(), span.end());
        }
        start = front.span.end();
        reader.apart();
    }
    for cut in cuts(writeup) {
        let span = match cut {
            Cut::Comment(span) | Cut::Address(span) => span,
        };
        if span.start() < start {
            continue;
        }
        reader.run(start, span.start());
        if let Cut::Address(span) = cut {
            reader.later.push((span.start(), span.end()));
        }
        start = span.end();
    }
    reader.run(start, text.len());
    reader.apart();
}

/// Calls `each` with every word of a text.
pub(super) fn each_in(text: &str, each: impl FnMut(Word<'_>)) {
    let mut reader = Reader {
        text,
        strong: Vec::new(),
        seen: 0,
        at: 0,
        lines: 0,
        later: Vec::new(),
        word: String::new(),
        each,
    };
    reader.run(0, text.len());
}

/// Longest word that has an ending, in bytes. The rules take time in the square of the length.
const STEM_BYTES_MAX: usize = 64;

/// Returns the word without its ending: `retries`, `retried` and `retry` have the same.
pub(super) fn stem(word: &str) -> Cow<'_, str> {
    thread_local! {
        static ENGLISH: Stemmer = Stemmer::create(Algorithm::English);
    }
    // The rules are those of English; a word of another script has no such endings.
    if word.is_ascii() && word.len() <= STEM_BYTES_MAX {
        // The rules leave this one apart from `queued` and `queuing`.
        match ENGLISH.with(|english| english.stem(word)) {
            stem if stem == "queue" => Cow::Borrowed("queu"),
            stem => stem,
        }
    } else {
        Cow::Borrowed(word)
    }
}

/// A place that is not read in its turn.
#[derive(Clone, Copy)]
enum Cut {
    Comment(Span),
    /// Where a link leads.
    Address(Span),
}

/// Returns what is not read in its turn, in order.
fn cuts(writeup: &Writeup) -> Vec<Cut> {
    let comments = writeup.comments.iter();
    let comments = comments.map(|comment| (comment.span, Cut::Comment(comment.span)));
    let inline = writeup.links.iter().filter(|link| {
        matches!(link.kind, LinkKind::Inline | LinkKind::Image) && link.target.span != link.span
    });
    let addresses = inline
        .filter(|link| link.span.contains(link.target.span))
        .map(|link| (link.target.span, Cut::Address(link.target.span)));
    let mut cuts: Vec<(Span, Cut)> = comments.chain(addresses).collect();
    cuts.sort_by_key(|(span, _)| *span);
    cuts.into_iter().map(|(_, cut)| cut).collect()
}

/// Collects the places of all texts in a value of the front matter, in order. The reader of YAML lets
/// no value be deep.
fn scalars(node: &Node, found: &mut Vec<Span>) {
    match node {
        Node::Scalar(scalar) => found.push(scalar.span),
        Node::List(list) => list.items.iter().for_each(|item| scalars(item, found)),
        Node::Map(map) => {
            let entries = map.entries.iter();
            entries.for_each(|entry| scalars(&entry.value, found));
        }
    }
}

struct Reader<'a, F> {
    text: &'a str,
    /// Title and headings, in order.
    strong: Vec<Span>,
    /// How many of them lie behind.
    seen: usize,
    /// The place of the next word.
    at: u32,
    /// Line ends since the last word.
    lines: u32,
    /// Addresses to read once the paragraph is over.
    later: Vec<(usize, usize)>,
    word: String,
    each: F,
}

impl<F: FnMut(Word<'_>)> Reader<'_, F> {
    /// Reads the words between two bytes.
    fn run(&mut self, start: usize, end: usize) {
        let text = self.text.get(start..end).unwrap_or_default();
        let mut from = 0;
        let mut inside = false;
        for (at, c) in text.char_indices() {
            let alone = !c.is_ascii() && stands_alone(c);
            let part = is_part(c, inside);
            if inside && (!part || alone) {
                self.finish(start + from, start + at);
                inside = false;
            }
            if part {
                if !inside {
                    self.begin();
                    from = at;
                    inside = true;
                }
                fold_letter(c, &mut self.word);
                if alone {
                    self.finish(start + from, start + at + c.len_utf8());
                    inside = false;
                }
            } else if c == '\n' {
                self.lines += 1;
            }
        }
        if inside {
            self.finish(start + from, start + text.len());
        }
    }

    fn begin(&mut self) {
        if self.lines > 1 {
            self.apart();
        }
        self.lines = 0;
    }

    fn finish(&mut self, start: usize, end: usize) {
        while self
            .strong
            .get(self.seen)
            .is_some_and(|span| span.end() <= start)
        {
            self.seen += 1;
        }
        let strong = self
            .strong
            .get(self.seen)
            .is_some_and(|span| span.start() <= start);
        if !self.word.is_empty() && self.word.len() <= WORD_BYTES_MAX {
            (self.each)(Word {
                text: &self.word,
                at: self.at,
                start,
                end,
                strong,
            });
        }
        self.at = self.at.saturating_add(1);
        self.word.clear();
    }

    /// Ends a paragraph: what follows is no neighbour of what was.
    fn apart(&mut self) {
        self.lines = 0;
        self.at = self.at.saturating_add(1);
        for (start, end) in std::mem::take(&mut self.later) {
            self.run(start, end);
            self.at = self.at.saturating_add(1);
        }
    }
}

/// Whether a character belongs to a word; some only do behind a letter.
fn is_part(c: char, inside: bool) -> bool {
    c.is_alphanumeric()
        || (inside && matches!(c, '\u{300}'..='\u{36f}' | '\u{ad}' | '\u{200c}'..='\u{200d}'))
}

/// Whether a character of a script without blanks between words is one by itself: a word in it is then
/// found as neighbours.
fn stands_alone(c: char) -> bool {
    matches!(c,
        '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}'
        | '\u{3040}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}' | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{RepoPath, Vocabulary};
    use crate::parse;

    #[test]
    fn a_word_of_megabytes_has_no_ending() {
        let word = "y".repeat(2_000_000);
        assert_eq!(stem(&word), word);
    }

    #[test]
    fn a_stem_begins_as_its_word_does() {
        let special = [
            "skis", "skies", "dying", "idly", "gently", "ugly", "news", "y", "yy",
        ];
        let starts = [
            "", "s", "y", "sk", "dy", "ab", "arsen", "commun", "gener", "eye",
        ];
        let endings = [
            "s", "es", "ies", "ied", "ing", "eedly", "ed", "ly", "ation", "izer", "ement", "ll",
        ];
        let made = starts.iter().flat_map(|start| {
            let endings = endings.iter();
            endings.map(move |ending| format!("{start}{ending}"))
        });
        for word in special.into_iter().map(str::to_owned).chain(made) {
            let first = |text: &str| text.chars().next();
            assert_eq!(first(&stem(&word)), first(&word), "{word}");
        }
    }

    /// Each word as `word@place`, `!` behind a strong one; what stands in the text is read back.
    fn words(text: &str) -> String {
        let mut files = Files::default();
        let file = files.add("a.md", text);
        let path = RepoPath::new("a.md").unwrap();
        let writeup = parse::writeup(file, path, text, &Vocabulary::default()).writeup;
        let mut shown = Vec::new();
        each(&files, &writeup, |word| {
            assert!(!text[word.start..word.end].is_empty());
            let mark = if word.strong { "!" } else { "" };
            shown.push(format!("{}@{}{mark}", word.text, word.at));
        });
        shown.join(" ")
    }

    #[test]
    fn words_are_folded_and_numbered() {
        for (text, expected) in [
            ("The Café's\nqueue", "the@0 cafe@1 s@2 queue@3"),
            ("a\n\nb", "a@0 b@2"),
            ("# Tuesday\n\nx", "tuesday@0! x@2"),
            ("a [b](c/d.md) e\n\nf", "a@0 b@1 e@2 c@4 d@5 md@6 f@8"),
            ("a <!-- ask: no --> b", "a@0 b@1"),
            ("a **b** `retry_budget`", "a@0 b@1 retry@2 budget@3"),
            ("重试 storm", "重@0 试@1 storm@2"),
            ("con\u{fb01}rmed", "confirmed@0"),
            ("e\u{301}tat ÉTAT ΌΧΙ όχι", "etat@0 etat@1 οχι@2 οχι@3"),
            (
                "---\ntitle: T u\ntags: [x, y]\n---\nz",
                "t@1! u@2! x@4 y@6 z@8",
            ),
        ] {
            assert_eq!(words(text), expected, "{text}");
        }
    }

    #[test]
    fn endings_are_no_difference() {
        assert_eq!(stem("retries"), stem("retry"));
        assert_eq!(stem("graphs"), stem("graph"));
        assert_eq!(stem("queues"), stem("queued"));
        assert_eq!(stem("überraschungen"), "überraschungen");
    }
}
