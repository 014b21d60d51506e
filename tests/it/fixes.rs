//! What mending promises, over write-ups with faults put into them: it settles, brings no new finding,
//! leaves nothing of its own to mend, and changes no byte outside of its edits.
//!
//! With `INCIDENT_WILD=FOLDER` the same over every write-up of a folder.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use incident::corpus::{self, Corpus, Overlays, Wish};
use incident::diagnostic::{Diagnostic, Safety};
use incident::lint::{self, fix};
use incident::model::RepoPath;
use incident::text::Edit;
use proptest::prelude::*;

use crate::fuzzed::assert_outside_untouched;
use crate::support::{Scratch, past};

/// How often each rule found something in each file: places and words move with what is mended.
type Kinds = BTreeMap<(String, &'static str), usize>;

fn kinds(corpus: &Corpus, found: &[Diagnostic]) -> Kinds {
    let mut kinds = Kinds::new();
    for one in found {
        let path = corpus.files.path(one.span.file).to_owned();
        *kinds.entry((path, one.rule)).or_default() += 1;
    }
    kinds
}

/// Mends until nothing is left and checks each round. Returns the texts that were changed.
fn settle(root: &Path, safety: Safety) -> Overlays {
    let mut texts = Overlays::new();
    let mut corpus = corpus::load(root, None).unwrap();
    let mut found = lint::run(&corpus, &past(&corpus));
    for _ in 0..=fix::ROUNDS_MAX {
        let mut changed = false;
        for writeup in &corpus.writeups {
            let old = corpus.files.whole(writeup.file);
            let own = || found.iter().filter(|one| one.span.file == writeup.file);
            if fix::conflict(old).is_some() {
                continue;
            }
            let Some(mended) = fix::apply(old, own(), safety) else {
                continue;
            };
            let edits: Vec<&Edit> = mended.made.iter().flat_map(|fix| &fix.edits).collect();
            assert_outside_untouched(old, &mended.text, edits);
            changed = true;
            texts.insert(writeup.path.clone(), mended.text);
        }
        if !changed {
            return texts;
        }
        let before = kinds(&corpus, &found);
        corpus = corpus::load_with(root, Wish::all(&texts)).unwrap();
        found = lint::run(&corpus, &past(&corpus));
        if safety == Safety::Safe {
            for (kind, count) in kinds(&corpus, &found) {
                let was = before.get(&kind).copied().unwrap_or(0);
                assert!(count <= was, "mending brought {kind:?}\n{texts:#?}");
            }
        }
    }
    panic!("mending does not settle: {texts:#?}");
}

/// Faults of every kind that something mends, and neighbours that make it hard.
const FAULTS: &[&str] = &[
    "\n## Suprises\n\nNone: two were asked\n",
    "\n## 3. 🐟 Red herings!\n\n### One\n\n**Why it seemed reasonable:** it had been so\n",
    "\n## **Dilemas**\n\nNone: two were asked\n",
    "\nSee [there](#what-happend) and [here](#suprises).\n",
    "\nAs in 2025-01-01-b, (2025-01-01-b), `2025-01-01-b` and *INC-7*.\n",
    "\n- INC-7\n- [ ] 2025-01-01-b.\n\n| a | INC-7 |\n|---|---|\n| 2025-01-01-b | x |\n",
    "\n> 2025-01-01-b said so\n\n### About INC-7\n\ntext\n",
    "\n[gone](2025-01-01-bb.md) ![pic](../nowhere.png) [[2025-01-01-bb]] [[INC-77|seven]]\n",
    "\n[one][r] and [two][R]\n\n[r]: 2025-01-01-bb.md#x \"t\"\n",
    "\n<!-- incident: allow broken-link: why -->\n\nNothing.\n\n<!-- incident: allow broken-lnk: why -->\n",
    "\n```\n## Suprises\n2025-01-01-b\n```\n",
    "\nÜber é 👩‍🚀 2025-01-01-b\tINC-7\n",
    "\n[2025-01-01-b](https://x.org) 2025-01-01-b(x) 2025-01-01-b.md x/2025-01-01-b\n",
    "\n<a href=\"2025-01-01-bb.md\">INC-7</a>\n",
];

const FIELDS: &[&str] = &[
    "titel: A slip\n",
    "teams: quay, support\n",
    "services: [a, b]\n",
    "tags: \"a, b\"\n",
    "related: [2025-01-01-bb, {id: INC-77, how: se}]\n",
    "event: near-mis\n",
    "allow:\n  - {rule: broken-lnk, reason: x}\n  - {rule: broken-link, reason: y}\n",
    "date: 2026-01-02\n",
    "# 2025-01-01-b\n",
];

fn writeup() -> impl Strategy<Value = String> {
    let status = prop::sample::select(vec!["draft", "review", "published", "publishd", "Final"]);
    let fields = prop::sample::subsequence(FIELDS, 0..=4);
    let faults = prop::collection::vec(prop::sample::select(FAULTS), 0..5);
    (status, fields, faults, any::<(bool, bool, bool)>()).prop_map(
        |(status, fields, faults, (crlf, bom, cut))| {
            let mut text = format!(
                "---\ntitle: Odd\nstatus: {status}\n{}---\n\nIt was odd.\n\n## What happened\n\nThis.\n{}",
                fields.concat(),
                faults.concat()
            );
            if cut {
                text.truncate(text.trim_end().len());
            }
            if crlf {
                text = text.replace('\n', "\r\n");
            }
            if bom {
                text.insert(0, '\u{feff}');
            }
            text
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn mending_keeps_its_promises(
        texts in prop::collection::vec(writeup(), 1..4),
        wiki in any::<bool>(),
        all in any::<bool>(),
    ) {
        let scratch = Scratch::new();
        let style = if wiki { "[[INC-7]] [[INC-7]]" } else { "[b](2025-01-01-b.md)" };
        scratch.write("incidents/2025-01-01-b.md", "---\naliases: [INC-7]\n---\n# B\n\nx\n");
        scratch.write("incidents/c.md", format!("# C\n\n{style}\n"));
        scratch.write("incident.yaml", "teams: {quay: [], support: []}\nlint: {weak-resn: warning}\n");
        for (at, text) in texts.iter().enumerate() {
            scratch.write(&format!("incidents/w{at}.md"), text);
        }
        let safety = if all { Safety::Guess } else { Safety::Safe };
        for (path, text) in settle(scratch.path(), safety) {
            scratch.write(path.as_str(), text);
        }
        prop_assert!(settle(scratch.path(), safety).is_empty());
    }
}

/// Puts faults into real texts: a heading misspelt, another write-up named, a list in one text.
#[test]
fn mending_keeps_its_promises_on_real_texts() {
    let Ok(folder) = std::env::var("INCIDENT_WILD") else {
        return;
    };
    let scratch = Scratch::new();
    scratch.write("incident.yaml", "dirs: [.]\n");
    let corpus = corpus::load(Path::new(&folder), Some(&[RepoPath::root()])).unwrap();
    let writeups = &corpus.writeups;
    for (at, writeup) in writeups.iter().enumerate() {
        let text = corpus.files.whole(writeup.file);
        let other = writeups[(at + 1) % writeups.len()].id();
        let (front, body) = match &writeup.front_matter {
            Some(front) => text.split_at(front.span.end()),
            None => ("", text),
        };
        let keys = "\nstatus: published\nservices: one, two\n";
        let front = if front.is_empty() {
            format!("---{keys}---\n")
        } else {
            front.replacen('\n', keys, 1)
        };
        let body = body.replacen("## ", "## Red herings\n\nNone: asked\n\n## ", 1);
        let text = format!("{front}{body}\n\nAs in {other} before.\n");
        scratch.write(writeup.path.as_str(), text);
    }
    let texts = settle(scratch.path(), Safety::Safe);
    for (path, text) in &texts {
        fs::write(scratch.path().join(path.as_str()), text).unwrap();
    }
    assert!(settle(scratch.path(), Safety::Safe).is_empty());
    println!("{} of {} texts mended", texts.len(), writeups.len());
}
