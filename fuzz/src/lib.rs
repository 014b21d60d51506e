//! What holds for any input, one function for each fuzzing target.
//!
//! `tests/it/properties.rs` reads this file too and asks the same of generated texts and of the seeds, so
//! that a promise is written down once. A function here panics where a promise is broken.

use std::path::Path;

use incident::corpus::{self, Corpus, Overlays, Wish};
use incident::diagnostic::{Diagnostic, Safety};
use incident::lint::{self, fix};
use incident::model::{Known, RepoPath, Vocabulary};
use incident::text::{Edit, Files, Span, glob};
use incident::{config, history, links, parse, reads};

/// Reads a write-up: no panic, and every place is a slice of the text.
pub fn writeup(text: &str) {
    let mut files = Files::default();
    let file = files.add("a.md", text);
    let path = RepoPath::new("a.md").expect("a plain name");
    let parsed = parse::writeup(file, path, text, &Vocabulary::default());
    let on_characters = |span: Span| assert_slice(text, span);
    let writeup = &parsed.writeup;
    on_characters(writeup.hook);
    for heading in &writeup.headings {
        on_characters(heading.span);
        on_characters(heading.text.span);
    }
    for section in &writeup.sections {
        on_characters(section.body);
        for entry in &section.entries {
            on_characters(entry.span);
            for label in &entry.labels {
                on_characters(label.span);
                on_characters(label.value);
            }
        }
    }
    for link in &writeup.links {
        on_characters(link.span);
        on_characters(link.target.span);
        writeup.excerpt(&files, link.span);
    }
    for run in &writeup.runs {
        on_characters(run.span);
    }
    for block in &writeup.blocks {
        on_characters(block.span);
    }
    for comment in &writeup.comments {
        on_characters(comment.span);
        let slice = text.get(comment.text.span.start()..comment.text.span.end());
        assert_eq!(slice, Some(comment.text.value.as_str()));
    }
    for problem in &parsed.problems {
        on_characters(problem.span);
    }
}

/// Reads settings: no panic, places are slices, and what was understood can be asked.
pub fn settings(text: &str) {
    let file = Files::default().add(config::FILE, text);
    let (config, problems) = config::read(file, text);
    for problem in &problems {
        assert_slice(text, problem.span);
        let edits = problem.fix.iter().flat_map(|fix| &fix.edits);
        edits.for_each(|edit| assert_slice(text, edit.span));
    }
    let Some(config) = config else {
        assert!(!problems.is_empty(), "refused without a reason");
        return;
    };
    config.level("missing-hook", "incidents/2026/a.md");
    for pattern in &config.onboarding {
        glob::matches(&pattern.value, "docs/first-weeks/a.md");
    }
    // A pattern that is accepted alone may be too large among the others, and then that is said.
    let patterns = config.id_pattern.iter().map(|one| one.value.as_str());
    if let Ok(shapes) = incident::model::Shapes::new(patterns) {
        let found = shapes.find(text.as_bytes());
        found.for_each(|at| assert!(at.start < at.end && at.end <= text.len()));
    }
}

/// Searches a text for known names, the words of its first line among them: whole words only, in order, and
/// the same whichever way it is searched.
pub fn references(text: &str) {
    let first = text.lines().next().unwrap_or_default();
    let own = ["2026-01-02-a", "2026-01-02-a-b", "INC-14", "a/b.md"].into_iter();
    let names: Vec<&str> = own.chain(first.split_whitespace().take(40)).collect();
    // Names of every beginning make the searcher look for all of them at once.
    let others: Vec<String> = ('!'..='~')
        .map(|c| format!("{c}{c}9{c}-not-in-any-text-7"))
        .collect();
    let others = others.iter().map(String::as_str);
    let few = Known::new(names.iter().copied().zip(0..));
    let many = Known::new(names.iter().copied().zip(0..).chain(others.zip(1000..)));
    let hits = few.find(text);
    let mut at = 0;
    for hit in &hits {
        assert!(at <= hit.start && hit.start < hit.end, "{hits:?}");
        at = hit.end;
        let name = names.get(hit.writeup).copied();
        assert_eq!(text.get(hit.start..hit.end), name);
        let letter = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
        let (before, after) = (&text[..hit.start], &text[hit.end..]);
        assert!(!before.ends_with(letter), "{before:?} {name:?}");
        assert!(!after.starts_with(letter), "{name:?} {after:?}");
    }
    let known = |hit: &incident::model::Hit| hit.writeup < 1000;
    let same: Vec<incident::model::Hit> = many.find(text).into_iter().filter(known).collect();
    assert_eq!(hits, same);
    // A write-up that holds the text: what it links to and what it mentions.
    let corpus = looked_at(text);
    let known = links::known(&corpus, &[], &[]);
    for (at, writeup) in corpus.writeups.iter().enumerate() {
        for link in &writeup.links {
            let to = links::resolve(link, &corpus, &known);
            assert!(to.is_none_or(|to| to < corpus.writeups.len()));
        }
        for mention in links::mentions(&corpus, &known, at) {
            assert_slice(corpus.files.whole(writeup.file), mention.span);
            assert!(mention.to < corpus.writeups.len());
        }
    }
}

/// Mends a text until nothing is left: it settles, changes no byte outside of its edits, and what could be
/// read before still can.
pub fn mend(text: &str) {
    if fix::conflict(text).is_some() {
        return;
    }
    for safety in [Safety::Safe, Safety::Guess] {
        let mut now = text.to_owned();
        for round in 0.. {
            let corpus = looked_at(&now);
            let Some(writeup) = corpus
                .at(&mended_path())
                .and_then(|at| corpus.writeups.get(at))
            else {
                return;
            };
            let found = lint::run(&corpus, &history::Past::default());
            let own = found.iter().filter(|one| one.span.file == writeup.file);
            let unread = |corpus: &Corpus| {
                let lost = |one: &&Diagnostic| one.rule == "front-matter-syntax";
                corpus.problems.iter().filter(lost).count()
            };
            let Some(mended) = fix::apply(&now, own, safety) else {
                break;
            };
            assert!(round < fix::ROUNDS_MAX, "does not settle: {now:?}");
            let edits = mended.made.iter().flat_map(|fix| &fix.edits).collect();
            assert_outside_untouched(&now, &mended.text, edits);
            assert_eq!(
                now.starts_with('\u{feff}'),
                mended.text.starts_with('\u{feff}')
            );
            let again = looked_at(&mended.text);
            assert!(
                unread(&again) <= unread(&corpus),
                "{now:?}\n{:?}",
                mended.text
            );
            now = mended.text;
        }
    }
}

/// Counts reads in a log or an export that comes in parts of `size` bytes: the same as in one part, and what is
/// written of them is read back.
pub fn log(bytes: &[u8], size: usize) {
    let corpus = looked_at("# A\n");
    for form in [reads::Form::Log, reads::Form::Csv, reads::Form::JsonLines] {
        let count = |size: usize| {
            let known = reads::Ledger::default();
            let mut tally = reads::Tally::new(&corpus, &[], form, "web", &known);
            let mut split = reads::Split::default();
            let mut each = |line: Option<&[u8]>| match line {
                Some(line) => tally.take(line),
                None => tally.too_long(),
            };
            for part in bytes.chunks(size) {
                split.feed(part, &mut each);
            }
            split.finish(&mut each);
            let file = tally.finish();
            (file, tally.told().clone())
        };
        let (whole, told) = count(bytes.len().max(1));
        let (parts, again) = count(size.max(1));
        assert_eq!((&whole, told.lines), (&parts, again.lines));
        // What is written is read back, and known by its name.
        if let Some(file) = whole {
            let path = RepoPath::new(&format!("reads/{}", file.name)).expect("a name of our own");
            let ledger = reads::ledger::read(&[(path, file.text)], &corpus);
            assert!(ledger.left_out.is_empty() && ledger.spans.len() == 1);
            let counted: u64 = ledger.reads.iter().map(|reads| reads.count).sum();
            assert_eq!(counted, told.reads);
        }
    }
}

/// Reads the new text against the old one: between the edits they must be the same, byte for byte.
///
/// # Panics
///
/// Where they are not.
pub fn assert_outside_untouched(old: &str, new: &str, mut edits: Vec<&Edit>) {
    edits.sort_by_key(|edit| edit.span);
    let (mut old_at, mut new_at) = (0, 0);
    for edit in edits {
        let kept = &old[old_at..edit.span.start()];
        assert_eq!(&new[new_at..new_at + kept.len()], kept);
        new_at += kept.len();
        assert_eq!(&new[new_at..new_at + edit.text.len()], edit.text);
        new_at += edit.text.len();
        old_at = edit.span.end();
    }
    assert_eq!(&new[new_at..], &old[old_at..]);
}

fn assert_slice(text: &str, span: Span) {
    assert!(
        text.get(span.start()..span.end()).is_some(),
        "{span:?} is no slice of {text:?}"
    );
}

fn mended_path() -> RepoPath {
    RepoPath::new("incidents/2026-01-02-a.md").expect("a plain name")
}

/// A corpus of the text and a neighbour, on no disk.
fn looked_at(text: &str) -> Corpus {
    let other = RepoPath::new("incidents/2025-01-01-b.md").expect("a plain name");
    let settings = RepoPath::new(config::FILE).expect("a plain name");
    let neighbour = "---\naliases: [INC-7]\n---\n# B\n\nAs in [a](2026-01-02-a.md).\n";
    let texts = Overlays::from([
        (mended_path(), text.to_owned()),
        (other, neighbour.to_owned()),
        (settings, "teams: {quay: [], support: []}\n".to_owned()),
    ]);
    let nowhere = Path::new("/no/such/folder");
    corpus::load_with(
        nowhere,
        Wish {
            dirs: Some(&[]),
            ..Wish::all(&texts)
        },
    )
    .expect("nothing is read from disk")
}
