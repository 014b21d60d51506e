//! Reading a write-up, and remembering those of a day. Today is 20 November 2026; see `support`.

use serde_json::Value;

use crate::support::Scratch;

#[test]
fn anything_can_be_read_and_nothing_raw_is_shown() {
    let scratch = Scratch::new();
    let hostile = "\u{feff}# T\u{1b}[2J\n\n&#27;[31m \u{9b}x \u{202e}y ::error::z\n\n```\n\u{1b}]0;t\u{7}\n```\n\n| a\u{1b} |\n|---|\n| ##[error] |\n\n<b\u{1b}>x</b>\n\n[a](https://x.org/\u{1b}b)\n\n- \u{200b}\n";
    for (name, text) in [
        ("hostile", hostile.to_owned()),
        ("deep", format!("# D\n\n{} x\n", ">".repeat(5_000))),
        ("crlf", "# C\r\n\r\nOne\r\ntwo.\r\n".to_owned()),
        (
            "wide",
            format!(
                "# W\n\n| {} |\n|---|\n| {} |\n",
                "word ".repeat(400),
                "x".repeat(3_000)
            ),
        ),
        ("cjk", "# 重试\n\n服务器重试。\n".to_owned()),
    ] {
        scratch.write(&format!("incidents/{name}.md"), text);
        for colour in ["always", "never"] {
            let shown = scratch.stdout(&["show", name, "--color", colour], 0);
            let ours = shown.replace("\u{1b}[1m", "").replace("\u{1b}[0m", "");
            let ours = ours
                .replace("\u{1b}[2m", "")
                .replace("\u{1b}[3m", "")
                .replace("\u{1b}[36m", "");
            assert!(
                !ours.contains(['\u{1b}', '\u{9b}', '\u{7}', '\u{202e}', '\r']),
                "{name}: {ours:?}"
            );
            assert!(
                !ours.contains("##[") && !ours.lines().any(|line| line.trim().starts_with("::")),
                "{ours}"
            );
        }
        let json: Value =
            serde_json::from_str(&scratch.stdout(&["show", name, "--format", "json"], 0)).unwrap();
        assert_eq!(json["writeup"]["id"], name);
    }
    assert!(
        scratch
            .stdout(&["show", "crlf"], 0)
            .contains("\nOne two.\n")
    );
}

#[test]
fn scaffold_questions_are_not_shown_and_backlinks_are() {
    let scratch = Scratch::new();
    scratch.write(
        "incidents/a.md",
        "---\ntitle: A\nstatus: draft\n---\n\n<!-- ask: what was odd? -->\n\nText.\n",
    );
    scratch.write(
        "incidents/b.md",
        "---\ntitle: B\nrelated: [{id: a, how: recurs}]\n---\n\nIt was [like that](a.md) again.\n",
    );
    let shown = scratch.stdout(&["show", "a"], 0);
    assert!(
        !shown.contains("ask:") && shown.starts_with("A\na · draft\n\nText.\n"),
        "{shown}"
    );
    assert!(
        shown.contains("← B  b\n    “It was like that again.”"),
        "{shown}"
    );
    let shown = scratch.stdout(&["show", "b"], 0);
    assert!(
        shown.contains("It was like that (a) again.") && shown.contains("→ A  a\n    recurs"),
        "{shown}"
    );
}

#[test]
fn stories_that_read_alike_are_at_the_foot_while_they_are_few() {
    let scratch = Scratch::new();
    let tell = |id: &str, more: &str| {
        let text = format!("# The lock {id}\n\nA barnacle held the sluice gate open.\n\n{more}\n");
        scratch.write(&format!("incidents/{id}.md"), text);
    };
    tell("2026-01-01-a", "");
    tell("2026-02-02-b", "");
    tell("2026-03-03-c", "As [before](2026-01-01-a.md).");
    scratch.write(
        "incidents/2026-04-04-d.md",
        "# Elsewhere\n\nA cat sat on a keyboard.\n",
    );
    let shown = scratch.stdout(&["show", "2026-01-01-a"], 0);
    let (_, foot) = shown.split_once("not linked, perhaps related\n").unwrap();
    assert!(
        foot.starts_with("  ~ The lock 2026-02-02-b  2026-02-02-b\n    both speak of "),
        "{shown}"
    );
    assert!(
        !foot.contains("2026-03-03-c") && !foot.contains("Elsewhere"),
        "{shown}"
    );
    let json = |scratch: &Scratch| -> Value {
        let told = scratch.stdout(&["show", "2026-01-01-a", "--format", "json"], 0);
        serde_json::from_str(&told).unwrap()
    };
    assert_eq!(json(&scratch)["alike"][0]["id"], "2026-02-02-b");
    for at in 0..997 {
        tell(&format!("2025-01-01-{at}"), "");
    }
    assert!(json(&scratch)["alike"].is_null());
    let shown = scratch.stdout(&["show", "2026-01-01-a"], 0);
    assert!(
        !shown.contains("perhaps related")
            && shown.contains(
                "Commits, code, and stories that read alike: incident links 2026-01-01-a\n"
            ),
        "{shown}"
    );
}

#[test]
fn a_day_is_remembered_in_later_years() {
    let scratch = Scratch::new();
    scratch.write("incidents/2026-11-20-today.md", "# This year's\n");
    let none = scratch.stdout(&["show", "--today"], 0);
    assert!(
        none.starts_with("No story of earlier years happened on this day."),
        "{none}"
    );
    scratch.write("incidents/2023-11-18-near.md", "# Near\n");
    let near = scratch.stdout(&["show", "--today"], 0);
    assert!(
        near.contains("Near it:") && near.contains("2023-11-18 · 3 years, 2 days ago"),
        "{near}"
    );
    scratch.write("incidents/2025-11-20-exact.md", "# Exact\n");
    let exact = scratch.stdout(&["show", "--today"], 0);
    assert!(
        exact.starts_with("On this day\n") && exact.contains("2025-11-20 · 1 year\n"),
        "{exact}"
    );
    assert!(
        !exact.contains("Near") && !exact.contains("This year"),
        "{exact}"
    );
}

#[test]
fn a_pointer_without_words_round_it_says_how_it_is_related() {
    let scratch = Scratch::new();
    scratch.write("incidents/2024-01-01-a.md", "# A\n\nIt began.\n");
    scratch.write(
        "incidents/2024-02-02-b.md",
        "---\nrelated: [{id: 2024-01-01-a, how: recurs}]\n---\n# B\n\nAgain.\n",
    );
    let shown = scratch.stdout(&["show", "2024-01-01-a"], 0);
    assert!(
        shown.contains("  ← B  2024-02-02-b\n    recurs\n"),
        "{shown}"
    );
}

#[test]
fn an_address_leads_to_a_story_for_whoever_asks_and_that_of_another_repository_to_none() {
    let scratch = Scratch::new();
    let lead = |to: &str| format!("---\nservices: [notices]\n---\n# Told\n\n<{to}>\n");
    scratch
        .write(
            "incident.yaml",
            "site: https://s.x.org\nforge: https://git.x.org/acme/stories\n",
        )
        .write(
            "incidents/queue.md",
            "---\ndate: 2026-01-01\n---\n# Queue\n",
        )
        .write("incidents/2026-01-02-b.md", lead("https://s.x.org/queue"))
        .write(
            "incidents/2026-01-03-c.md",
            lead("https://git.x.org/other/shop/blob/main/incidents/queue.md"),
        );
    let json = |words: &[&str]| -> Value {
        let words = [words, &["--format", "json"]].concat();
        serde_json::from_str(&scratch.stdout(&words, 0)).unwrap()
    };
    let shown = json(&["show", "queue"]);
    let pointing = shown["pointing"].as_array().unwrap().iter();
    let from: Vec<&str> = pointing.map(|one| one["id"].as_str().unwrap()).collect();
    assert_eq!(from, ["2026-01-02-b"], "{shown:#}");
    let listed = json(&["reading", "--service", "notices"]).to_string();
    assert!(
        listed
            .contains(r#""how":"before","words":"https://s.x.org/queue","writeup":"2026-01-02-b""#),
        "{listed}"
    );
    assert_eq!(listed.matches("before").count(), 1, "{listed}");
}
