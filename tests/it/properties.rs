//! What holds for any input: reading never panics, places lie on characters, answers repeat.

use incident::corpus::{self, Corpus, Overlays};
use incident::model::{RepoPath, Vocabulary};
use incident::text::{Files, Span, slug, words, yaml};
use incident::{config, lint, parse, reads};
use proptest::prelude::*;

use crate::support::Scratch;

/// Pieces that write-ups are made of, and pieces that break naive readers.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("---\n"),
        Just("---\r\n"),
        Just("...\n"),
        Just("\u{feff}"),
        Just("\n"),
        Just("\r\n"),
        Just("\r"),
        Just("\t"),
        Just("title: x\n"),
        Just("title: \"a: b\"\n"),
        Just("status: published\n"),
        Just("status: [\n"),
        Just("related: [a, {id: b}]\n"),
        Just("# T\n"),
        Just("## Surprises\n"),
        Just("## Red herings\n"),
        Just("### 日本\n"),
        Just("Surprises\n---\n"),
        Just("#### Expected\n"),
        Just("**Expected:** "),
        Just("*Options*: "),
        Just("Expected\n: text\n"),
        Just("Why it seemed reasonable: tbd\n"),
        Just("- **Expected:** a\n- **Observed:** b\n"),
        Just("None: asked\n"),
        Just("None.\n"),
        Just("1. one\n2. two\n"),
        Just("[a](b.md#c \"t\")"),
        Just("[a](<b c>)"),
        Just("[[x|y]]"),
        Just("[r][s]\n\n[s]: t.md\n"),
        Just("![i](p.png)"),
        Just("<http://x.y>"),
        Just("[^1]\n\n[^1]: note\n"),
        Just("https://x.org/2026-01-01-a "),
        Just("<a href=\"x\">"),
        Just("<!-- ask: q -->"),
        Just("<!-- open"),
        Just("`code`"),
        Just("```\n"),
        Just("    indented\n"),
        Just("> quote\n"),
        Just("| a | b\\| |\n|--|--|\n| c | [d](e) |\n"),
        Just("We should have noticed it. "),
        Just("had we "),
        Just("@ann forgot the "),
        Just("[08:57] "),
        Just("12.03 AB: "),
        Just("In hindsight, "),
        Just("the root cause "),
        Just("by mistake "),
        Just("a poor "),
        Just("time to detect: 3 "),
        Just("TBA (the "),
        Just("\""),
        Just("“"),
        Just("’s "),
        Just("é"),
        Just("👩‍🚀"),
        Just("\u{202e}"),
        Just("\\"),
        Just("&amp;"),
        Just("*"),
        Just("_"),
        Just("["),
        Just("]("),
        Just(")"),
    ];
    prop_oneof![
        4 => prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat()),
        1 => any::<String>(),
    ]
}

fn check_parse(text: &str) {
    let mut files = Files::default();
    let file = files.add("a.md", text);
    let parsed = parse::writeup(
        file,
        RepoPath::new("a.md").unwrap(),
        text,
        &Vocabulary::default(),
    );
    let on_characters = |span: Span| {
        assert!(
            text.get(span.start()..span.end()).is_some(),
            "{span:?} is no slice of {text:?}"
        );
    };
    let writeup = &parsed.writeup;
    on_characters(writeup.hook);
    for heading in &writeup.headings {
        on_characters(heading.span);
        on_characters(heading.text.span);
    }
    for section in &writeup.sections {
        on_characters(section.body);
        section
            .entries
            .iter()
            .for_each(|entry| on_characters(entry.span));
        let labels = section.entries.iter().flat_map(|entry| &entry.labels);
        labels.for_each(|label| {
            on_characters(label.span);
            on_characters(label.value);
        });
    }
    for link in &writeup.links {
        on_characters(link.span);
        on_characters(link.target.span);
        writeup.excerpt(&files, link.span);
    }
    writeup.runs.iter().for_each(|run| on_characters(run.span));
    writeup
        .blocks
        .iter()
        .for_each(|block| on_characters(block.span));
    for comment in &writeup.comments {
        on_characters(comment.span);
        assert_eq!(
            text.get(comment.text.span.start()..comment.text.span.end()),
            Some(comment.text.value.as_str())
        );
    }
    for problem in &parsed.problems {
        on_characters(problem.span);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: ProptestConfig::default().cases.max(400), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read_and_every_place_is_a_slice(text in pieces()) {
        check_parse(&text);
    }

    #[test]
    fn any_settings_are_read(text in pieces()) {
        let id = Files::default().add("incident.yaml", text.as_str());
        config::read(id, &text);
    }

    #[test]
    fn a_scalar_that_is_written_reads_back(text in any::<String>()) {
        let source = format!("k: {}\n", yaml::scalar(&text));
        let id = Files::default().add("x.yaml", source.as_str());
        let (node, problems) = yaml::read(id, &source, 0..source.len());
        prop_assert!(problems.is_empty(), "{source:?} {problems:?}");
        let Some(yaml::Node::Map(map)) = node else { panic!("{source:?}") };
        let Some(yaml::Entry { value: yaml::Node::Scalar(read), .. }) = map.get("k") else { panic!("{source:?}") };
        prop_assert_eq!(&read.text, &text);
    }

    #[test]
    fn ids_are_safe_names(title in any::<String>()) {
        let id = slug::id(&title);
        prop_assert!(!id.is_empty() && id.len() <= 64);
        prop_assert!(id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'));
        prop_assert!(!id.starts_with('-') && !id.ends_with('-'));
    }

    #[test]
    fn a_sentence_holds_what_it_is_about(text in any::<String>(), from in 0usize..200, len in 0usize..20) {
        let from = text.char_indices().map(|(at, _)| at).chain([text.len()]).nth(from).unwrap_or(text.len());
        let to = text.char_indices().map(|(at, _)| at).find(|at| *at >= from + len).unwrap_or(text.len());
        let sentence = words::sentence(&text, from..to);
        prop_assert!(text.get(sentence.clone()).is_some());
        prop_assert!(sentence.start <= from && to <= sentence.end, "{sentence:?} {from}..{to}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn lint_says_the_same_twice(first in pieces(), second in pieces()) {
        let scratch = Scratch::new();
        scratch.write("incidents/2026-01-01-a.md", &first).write("incidents/2026-01-02-b.md", &second);
        let found = || {
            let corpus = corpus::load(scratch.path(), None).unwrap();
            let found = lint::run(&corpus, &incident::history::Past::default());
            for one in &found {
                let text = corpus.files.whole(one.span.file);
                assert!(text.get(one.span.start()..one.span.end()).is_some(), "{one:?} is no slice");
            }
            found
        };
        prop_assert_eq!(found(), found());
    }
    #[test]
    fn a_file_hears_alone_what_it_hears_among_all(first in pieces(), second in pieces(), titled in any::<bool>()) {
        let scratch = Scratch::new();
        let head = if titled { "---\ntitle: The second\nid: b\nstatus: published\n---\n" } else { "" };
        let link = "\n\n[b](2026-01-02-b.md#surprises), 2026-01-02-b\n";
        scratch
            .write("incidents/2026-01-01-a.md", format!("{first}{link}"))
            .write("incidents/2026-01-02-b.md", format!("{head}{second}"));
        let all = corpus::load(scratch.path(), None).unwrap();
        let heads = corpus::load_heads(scratch.path()).unwrap();
        for (whole, head) in all.writeups.iter().zip(&heads.writeups) {
            prop_assert_eq!((whole.id(), whole.title()), (head.id(), head.title()));
            prop_assert_eq!(whole.title_span(), head.title_span());
            prop_assert_eq!(format!("{:?}", whole.meta), format!("{:?}", head.meta));
        }
        let rules = lint::rules_for(false);
        let mut ahead = lint::Ahead::new(&rules);
        let look = |corpus: &mut Corpus, round| ahead.look(corpus, round);
        let read = corpus::load_in_rounds(scratch.path(), None, &Overlays::new(), &|_, _| true, look).unwrap();
        let ahead = Some(ahead);
        let nothing = incident::history::Past::default;
        prop_assert_eq!(
            lint::run_on(&read, ahead, nothing, &rules, |_| true),
            lint::run_on(&all, None, nothing, &rules, |_| true)
        );
        for chosen in &all.writeups {
            let path = chosen.path.as_str();
            let whole = |other: &str, text: &str| other == path || lint::is_read(text);
            let mut alone = corpus::load_with(scratch.path(), None, &Overlays::new(), &whole).unwrap();
            let wanted = |file| file == chosen.file;
            alone.read_whole(lint::reach(&alone, wanted));
            let found = |corpus: &Corpus| {
                lint::run_on(corpus, None, incident::history::Past::default, &lint::rules_for(false), wanted)
            };
            prop_assert_eq!(found(&alone), found(&all));
        }
    }
}

/// Pieces of logs and exports.
fn log_pieces() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        Just(&b"::1 - ann [03/Nov/2026:09:12:00 +0100] \"GET /2026-01-01-a HTTP/1.1\" 200 1 \"-\" \"Firefox\" \"quay\"\n"[..]),
        Just(&b"[03/Nov/2026:09:12:00 +0100]"[..]),
        Just(&b"[31/Feb/2026:29:12:00 -9999] \"GET "[..]),
        Just(&b"::1 - - ["[..]),
        Just(&b"] \""[..]),
        Just(&b"\\\""[..]),
        Just(&b"\""[..]),
        Just(&b"%2"[..]),
        Just(&b"\xff\x00\x1b[2J"[..]),
        Just(&b"\r\n"[..]),
        Just(&b"\n"[..]),
        Just(&b"2026-11-03,2026-01-01-a,quay,3\n"[..]),
        Just(&b"date,path,team,count\n"[..]),
        Just(&b",\"a\"\"b"[..]),
        Just(&b"{\"date\":\"2026-11-03\",\"id\":\"2026-01-01-a\",\"count\":4294967295}\n"[..]),
        Just(&b"{\"ts\":-9e99,\"request\":{\"uri\":[]}}\n"[..]),
        Just(&b"/blob/x/incidents/2026-01-01-a.md/"[..]),
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn a_log_is_counted_alike_however_it_comes(text in log_pieces(), size in 1_usize..200) {
        let scratch = Scratch::new();
        scratch.write("incidents/2026-01-01-a.md", "# A\n");
        let corpus = corpus::load(scratch.path(), None).unwrap();
        for form in [reads::Form::Log, reads::Form::Csv, reads::Form::JsonLines] {
            let count = |size: usize| {
                let known = reads::Ledger::default();
                let mut tally = reads::Tally::new(&corpus, &[], form, "web", &known);
                let mut split = reads::Split::default();
                let mut each = |line: Option<&[u8]>| match line {
                    Some(line) => tally.take(line),
                    None => tally.too_long(),
                };
                for part in text.chunks(size) {
                    split.feed(part, &mut each);
                }
                split.finish(&mut each);
                let file = tally.finish();
                (file, tally.told().clone())
            };
            let (whole, told) = count(text.len().max(1));
            prop_assert_eq!(&(whole.clone(), told.lines), &{
                let (parts, told) = count(size);
                (parts, told.lines)
            });
            // What is written is read back, and known by its name.
            if let Some(file) = whole {
                let path = RepoPath::new(&format!("reads/{}", file.name)).unwrap();
                let ledger = reads::ledger::read(&[(path, file.text)], &corpus);
                prop_assert!(ledger.left_out.is_empty() && ledger.spans.len() == 1);
                prop_assert_eq!(ledger.reads.iter().map(|reads| reads.count).sum::<u64>(), told.reads);
            }
        }
    }
}
