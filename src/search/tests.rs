use super::index::{Source, join, share};
use super::*;
use crate::model::{RepoPath, Vocabulary, Writeup};
use crate::parse;
use crate::text::Files;

fn read(path: &str, text: &str) -> (Files, Writeup) {
    let mut files = Files::default();
    let file = files.add(path, text);
    let place = RepoPath::new(path).unwrap();
    let writeup = parse::writeup(file, place, text, &Vocabulary::default()).writeup;
    (files, writeup)
}

/// The bytes of an index over the texts, `cut` of them in a share.
fn indexed(texts: &[(&str, &str)], cut: usize) -> Vec<u8> {
    let shares = texts.chunks(cut).map(|texts| {
        share(texts.iter().map(|(path, text)| Source {
            path,
            stamp: [1, 2, 3, 4],
            writeup: Some(read(path, text)),
        }))
    });
    join(shares.collect(), 7, 8)
}

const TEXTS: &[(&str, &str)] = &[
    (
        "2024-02-01-a.md",
        "---\ntitle: Retry storm\ndate: 2024-02-01\nstatus: published\nservices: [Check Out]\nteams: [ledger]\n---\n\nThe flat **graph** was full.\n\n## Surprises\n\nA queue of retries.\n\n## Dilemmas\n\nNone: asked.\n",
    ),
    (
        "2025-03-08-b.md",
        "# Ghosts\n\nRetrying the graph, flat as it was. See [it](https://x.org/ticket-77) now.\n\n## Überraschungen\n\nThe queue slept.\n",
    ),
    ("c.md", "# 重试风暴\n\n服务器重试。ÉTAT.\n"),
];

/// What is found, as a shell would cut the words.
fn found(query: &str) -> String {
    let query = if query.contains('"') {
        vec![query.to_owned()]
    } else {
        query.split(' ').map(str::to_owned).collect()
    };
    let query = query::read(&query, &[], &[]).unwrap();
    let answer = |bytes: &[u8]| {
        let index = Index::open(bytes).unwrap();
        let live = vec![true; index.files.len()];
        let found = find(&Shelf::new(index, live, None), &query);
        let paths: Vec<String> = found.hits.iter().map(|hit| hit.path.clone()).collect();
        let mut shown = paths.join(" ");
        if found.partly {
            shown.push_str(" (partly)");
        }
        for absent in found.absent {
            shown.push_str(&format!(" !{}:{:?}", absent.typed, absent.near));
        }
        shown.trim_start().to_owned()
    };
    let whole = answer(&indexed(TEXTS, 9));
    assert_eq!(whole, answer(&indexed(TEXTS, 1)), "shares change nothing");
    whole
        .replace("2024-02-01-a.md", "a")
        .replace("2025-03-08-b.md", "b")
        .replace("c.md", "c")
}

#[test]
fn words_phrases_and_filters_find() {
    for (query, expected) in [
        ("retry", "a b"),
        ("\"flat graph\"", "a"),
        ("\"retries\"", "a"),
        ("retr*", "a b"),
        ("queue", "b a"),
        ("graph -storm", "b"),
        ("\"it now\"", "b"),
        ("ticket-77", "b"),
        ("重试", "c"),
        ("etat", "c"),
        ("service:\"check out\"", "a"),
        ("team:ledger queue", "a"),
        ("-team:ledger queue", "b"),
        ("section:surprises queue", "a"),
        ("section:Überraschungen queue", "b"),
        ("section:surprises storm", ""),
        ("section:dilemmas", "a"),
        ("status:none", "b c"),
        ("status:published status:none graph", "b a"),
        ("before:2025", "a"),
        ("after:2025-03-08", "b"),
        ("after:2024-02-02 before:2025-03-08", ""),
        ("storm ghosts giraffe", "b a (partly) !giraffe:None"),
        ("grpah", "!grpah:Some(\"graph\")"),
        ("nonsense", "!nonsense:None"),
    ] {
        assert_eq!(found(query), expected, "{query}");
    }
}

#[test]
fn what_changed_since_is_found_as_if_it_were_new() {
    let old = indexed(TEXTS, 9);
    let newer = indexed(&[("2025-03-08-b.md", "# Ghosts\n\nA lantern.\n")], 9);
    let shelf = |live| {
        Shelf::new(
            Index::open(&old).unwrap(),
            live,
            Some(Index::open(&newer).unwrap()),
        )
    };
    let both = shelf(vec![true, false, true]);
    let whole = indexed(
        &[
            TEXTS[0],
            ("2025-03-08-b.md", "# Ghosts\n\nA lantern.\n"),
            TEXTS[2],
        ],
        9,
    );
    let index = Index::open(&whole).unwrap();
    let anew = Shelf::new(index, vec![true; 3], None);
    for words in [
        "queue",
        "graph",
        "lantern",
        "ghosts queue",
        "slept",
        "lanterns ghost",
    ] {
        let query = query::read(&[words.to_owned()], &[], &[]).unwrap();
        let (left, right) = (find(&both, &query), find(&anew, &query));
        assert_eq!(left.hits, right.hits, "{words}");
        assert_eq!(left.absent, right.absent, "{words}");
    }
}

#[test]
fn harmed_bytes_are_no_harm() {
    let whole = indexed(TEXTS, 2);
    let query = query::read(&["retr* queue \"flat graph\"".to_owned()], &[], &[]).unwrap();
    let ask = |bytes: &[u8]| {
        if let Some(index) = Index::open(bytes) {
            let live = vec![true; index.files.len()];
            find(&Shelf::new(index, live, None), &query);
        }
    };
    for at in 0..whole.len() {
        ask(&whole[..at]);
        let mut harmed = whole.clone();
        harmed[at] ^= 0xff;
        ask(&harmed);
    }
}

/// The passages as `section:line:text`, marks in brackets.
fn shown(text: &str, query: &str) -> Vec<String> {
    let (files, writeup) = read("a.md", text);
    let query = query::read(&[query.to_owned()], &[], &[]).unwrap();
    let shown = passages(&files, &writeup, &query, 2)
        .into_iter()
        .map(|passage| {
            let mut text = passage.text.clone();
            for mark in passage.marks.iter().rev() {
                text.insert(mark.end, ']');
                text.insert(mark.start, '[');
            }
            let section = passage.section.unwrap_or_default();
            format!("{section}:{}:{text}", passage.line)
        });
    shown.collect()
}

#[test]
fn passages_are_sentences_with_marks() {
    let text = "# Queue\n\nOne thing. The [flat](x/ticket.md)\ngraphs came. Queues.\n\n## Surprises\n\nA queue.\n";
    for (query, expected) in [
        ("graph", &[":4:The flat [graphs] came."][..]),
        ("\"flat graphs\"", &[":3:The [flat graphs] came."]),
        ("ticket", &[":3:One thing. The [flat](x/[ticket].md)"]),
        ("section:surprises queue", &["Surprises:8:A [queue]."]),
        ("section:surprises", &["Surprises:8:A queue."]),
        ("came qu*", &[":4:The flat graphs [came]."]),
    ] {
        assert_eq!(shown(text, query), expected, "{query}");
    }
}

#[test]
fn a_word_that_stands_everywhere_costs_no_patience() {
    let text = format!("# Q\n\n{}", "A queue of queues. ".repeat(30_000));
    let from = std::time::Instant::now();
    let shown = shown(&text, "queue");
    assert!(!shown.is_empty());
    assert!(from.elapsed().as_secs() < 20, "{:?}", from.elapsed());
}
