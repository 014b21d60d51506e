//! What holds for any input: reading never panics, places lie on characters, answers repeat.

use std::fs;

use incident::corpus::{self, Bodies, Corpus, Overlays, Wish};
use incident::lint;
use incident::model::Vocabulary;
use incident::parse::{self, Gist};
use incident::text::{Files, slug, words, yaml};
use proptest::prelude::*;

use crate::fuzzed;
use crate::support::{Scratch, project};

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

/// Lines of settings, some of them broken.
fn settings() -> impl Strategy<Value = String> {
    let line = prop::sample::select(vec![
        "dirs: [a, 'b c']\n",
        "dirs: ../x\n",
        "teams:\n  quay: [x@y.org, {who: Bo, since: 2025-02-31}]\n",
        "bulk: 99999999999999999999\n",
        "lint: {missing-hook: off, x: warnin}\n",
        "paths:\n  'a/**': {broken-link: off}\n",
        "retired: {2019-a: , b: why}\n",
        "site: javascript:x\n",
        "id_pattern: ['(a+)+b', '[0-9']\n",
        "onboarding: ['**/**/**/x']\n",
        "repositories: {shop: {path: ../shop}}\n",
        "  odd indent\n",
        "\t",
        "a: &b [*b]\n",
        "é: 日\n",
    ]);
    prop::collection::vec(line, 0..6).prop_map(|lines| lines.concat())
}

/// Names, halves of names and what may stand between.
fn names() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "2026-01-02-a",
        "2026-01-02-a-b",
        "2026-01-",
        "INC-14",
        "INC-",
        "1",
        "OPS-1",
        "OPS-12",
        "x/y.md",
        "a/b.md",
        ".md",
        ".",
        "-",
        "_",
        " ",
        "\n",
        "é",
        "日",
        "[[",
        "]]",
        "](",
        ")",
        "https://x.org/",
    ]);
    prop::collection::vec(piece, 0..30).prop_map(|pieces| pieces.concat())
}

/// Every seed of the fuzzing targets, and everything that fuzzing ever found.
#[test]
fn every_seed_of_the_fuzzing_targets_holds() {
    let seeds = project().join("fuzz/seeds");
    for folder in fs::read_dir(&seeds).unwrap() {
        let name = folder.unwrap().file_name().into_string().unwrap();
        let holds: fn(&str) = match name.as_str() {
            "writeup" => fuzzed::writeup,
            "mend" => fuzzed::mend,
            "references" => fuzzed::references,
            "settings" => fuzzed::settings,
            "log" => |text| fuzzed::log(text.as_bytes(), 7),
            _ => panic!("`{name}` is no target"),
        };
        assert!(project().join(format!("fuzz/targets/{name}.rs")).is_file());
        for seed in fs::read_dir(seeds.join(&name)).unwrap() {
            let bytes = fs::read(seed.unwrap().path()).unwrap();
            holds(&String::from_utf8(bytes).unwrap());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: ProptestConfig::default().cases.max(400), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read_and_every_place_is_a_slice(text in pieces()) {
        fuzzed::writeup(&text);
    }

    #[test]
    fn any_settings_are_read(text in pieces(), keyed in settings()) {
        fuzzed::settings(&text);
        fuzzed::settings(&keyed);
    }

    #[test]
    fn known_names_are_found_the_same_way_by_every_searcher(text in names()) {
        fuzzed::references(&text);
    }

    #[test]
    fn any_text_is_mended_as_promised(text in pieces()) {
        fuzzed::mend(&text);
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
        let heads = corpus::load_heads(scratch.path(), None).unwrap();
        for (whole, head) in all.writeups.iter().zip(&heads.writeups) {
            prop_assert_eq!((whole.id(), whole.title()), (head.id(), head.title()));
            prop_assert_eq!(whole.title_span(), head.title_span());
            prop_assert_eq!(format!("{:?}", whole.meta), format!("{:?}", head.meta));
            let text = heads.files.whole(head.file);
            let parsed = parse::head(head.file, head.path.clone(), text, &Vocabulary::default());
            if let Some(gist) = Gist::of(&parsed) {
                let again = parse::again(head.file, head.path.clone(), gist);
                prop_assert_eq!(&again.problems, &parsed.problems);
                prop_assert_eq!(again.writeup.title_span(), head.title_span());
                prop_assert_eq!((again.writeup.title(), again.writeup.hook), (head.title(), head.hook));
                prop_assert_eq!(format!("{:?}", again.writeup.meta), format!("{:?}", head.meta));
            }
        }
        let rules = lint::rules_for(false);
        let mut ahead = lint::Ahead::new(&rules);
        let look = |corpus: &mut Corpus, round| ahead.look(corpus, round);
        let read = corpus::load_in_rounds(scratch.path(), &Overlays::new(), look).unwrap();
        let ahead = Some(ahead);
        let nothing = incident::history::Past::default;
        prop_assert_eq!(
            lint::run_on(&read, ahead, nothing, &rules, |_| true),
            lint::run_on(&all, None, nothing, &rules, |_| true)
        );
        for chosen in &all.writeups {
            let path = chosen.path.as_str();
            let whole = |other: &str, wikilinks: bool| other == path || wikilinks;
            let (bodies, overlays) = (Bodies::Of(&whole), Overlays::new());
            let mut alone = corpus::load_with(scratch.path(), Wish { bodies, ..Wish::all(&overlays) }).unwrap();
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
        fuzzed::log(&text, size);
    }
}

/// Returns every word that the language rules look for, read from their source.
fn sought_words() -> Vec<String> {
    let folder = project().join("src/lint");
    let rules = [
        "blame",
        "counterfactual",
        "hindsight",
        "human_error",
        "judgement",
    ];
    let rules = rules.map(|name| folder.join(format!("rules/{name}.rs")));
    let prose = fs::read_dir(folder.join("prose")).unwrap();
    let prose = prose.map(|entry| entry.unwrap().path());
    let mut words = std::collections::BTreeSet::new();
    for file in prose.chain(rules) {
        let text = fs::read_to_string(file).unwrap();
        let code = text.split("#[cfg(test)]").next().unwrap();
        // What stands between every other quotation mark.
        let told = code.split('"').skip(1).step_by(2);
        let told = told.flat_map(|told| told.split(|c: char| !(c.is_alphanumeric() || c == '-')));
        words.extend(told.filter(|word| word.len() > 1).map(str::to_owned));
    }
    words.into_iter().collect()
}

#[test]
fn no_row_of_words_that_are_looked_for_is_too_short() {
    let words = sought_words();
    assert!(words.len() > 1000, "{}", words.len());
    // English enough to be read as such.
    let english = "The boat of the pilot was with this and that to the pier.\n";
    let mut seed = 1_u64;
    let mut next = |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        usize::try_from(seed >> 33).unwrap() % below
    };
    let scratch = Scratch::new();
    for file in 0..60 {
        let mut text = english.repeat(150);
        // Each word first, second and third, and then any.
        for at in 0..1000 {
            let word = &words[(file * 1000 + at) % words.len()];
            let mut row = vec![words[next(words.len())].as_str(); next(3)];
            row.push(word);
            for _ in 0..next(4) {
                row.push(&words[next(words.len())]);
            }
            text.push_str(&format!("\n\n{}.", row.join(" ")));
        }
        scratch.write(&format!("incidents/2026-01-01-{file}.md"), text);
    }
    let corpus = corpus::load(scratch.path(), None).unwrap();
    let found = lint::run(&corpus, &incident::history::Past::default());
    assert!(found.len() > 500, "{}", found.len());
}
