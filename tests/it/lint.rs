//! `lint` over repositories: what it mends, what it leaves alone, and what it reports on.

use std::io::{BufRead, BufReader};
use std::process::Stdio;

use crate::support::{Scratch, binary};

const MARA: &str = "Mara Lindqvist <mara@example.org>";

/// A published write-up with nothing to find, and `more` at its end.
fn published(title: &str, more: &str) -> String {
    format!(
        "---\ntitle: {title}\nstatus: published\n---\n\nIt was odd.\n\n## What happened\n\nThis.\n\n## Surprises\n\nNone: two were asked\n\n## Red herrings\n\nNone: two were asked\n\n## Dilemmas\n\nNone: two were asked\n\n## How this was put together\n\nTwo were asked.\n{more}"
    )
}

fn concise(scratch: &Scratch, words: &[&str], code: i32) -> Vec<String> {
    let words: Vec<&str> = ["lint", "-q", "--format", "concise"]
        .iter()
        .chain(words)
        .copied()
        .collect();
    let out = scratch.stdout(&words, code);
    out.lines().map(str::to_owned).collect()
}

#[test]
fn every_byte_outside_of_an_edit_stays() {
    let scratch = Scratch::new();
    let text = published("Odd", "\n## Timelime\n\n\ttab  \n\nlast").replace('\n', "\r\n");
    let text = format!("\u{feff}{text}");
    scratch.write("incidents/a.md", &text);
    assert_eq!(concise(&scratch, &["--fix"], 0), [""; 0]);
    let expected = text.replace("Timelime", "Timeline");
    assert_eq!(scratch.read("incidents/a.md"), expected);
    assert_eq!(scratch.files(), ["incidents/a.md"]);
}

#[test]
fn a_merge_that_nobody_decided_is_left_alone() {
    let scratch = Scratch::new();
    let text = published(
        "Odd",
        "\n## Dificulties\n\n<<<<<<< HEAD\na\n=======\nb\n>>>>>>> other\n",
    );
    scratch.write("incidents/a.md", &text);
    let output = scratch.run(&["lint", "--fix"]);
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(
        told.contains("incidents/a.md:30: a merge is not decided here"),
        "{told}"
    );
    assert_eq!(scratch.read("incidents/a.md"), text);
}

#[test]
fn standard_input_comes_back_mended() {
    let scratch = Scratch::new();
    let mut child = binary(scratch.path())
        .args(["lint", "-", "--stdin-filename", "incidents/a.md", "--fix"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let text = published("Odd", "\n## Dificulties\n\nx\n");
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), text.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    let expected = text.replace("Dificulties", "Difficulties");
    assert_eq!(String::from_utf8(output.stdout).unwrap(), expected);
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn a_patch_shows_what_would_change_and_nothing_does() {
    let scratch = Scratch::new();
    let text = published("Odd", "\n## Dificulties\n\nx\n");
    scratch.write("incidents/ä b.md", &text);
    let patch = scratch.stdout(&["lint", "--diff"], 1);
    assert!(
        patch.contains("-## Dificulties\n+## Difficulties\n"),
        "{patch}"
    );
    assert_eq!(scratch.read("incidents/ä b.md"), text);
    scratch.stdout(&["lint", "--fix"], 0);
    assert_eq!(scratch.stdout(&["lint", "--diff"], 0), "");
}

#[test]
fn a_link_follows_its_file_through_several_moves() {
    let scratch = Scratch::repository();
    scratch.write("docs/one.txt", "the first of three lines\nsecond\nthird\n");
    scratch.write("docs/gone.txt", "something else altogether\n");
    scratch.commit(MARA, 0, "one");
    scratch.remove("docs/one.txt");
    scratch.write("docs/two.txt", "the first of three lines\nsecond\nthird\n");
    scratch.commit(MARA, 1, "two");
    scratch.remove("docs/two.txt").remove("docs/gone.txt");
    scratch.write(
        "handbook/a b.txt",
        "the first of three lines\nsecond\nthird\n",
    );
    scratch.commit(MARA, 2, "three");
    let link = |target: &str| {
        published(
            "Odd",
            &format!(
                "\n[one]({target}#L2)\n\n[two][r] and [gone](../docs/gone.txt)\n\n[r]: ../docs/two.txt\n"
            ),
        )
    };
    scratch.write("incidents/a.md", link("../docs/one.txt"));
    let left = concise(&scratch, &["--fix"], 1);
    assert_eq!(left.len(), 1, "{left:?}");
    assert!(
        left[0].contains("there is no file `docs/gone.txt`"),
        "{left:?}"
    );
    let expected =
        link("../handbook/a%20b.txt").replace("[r]: ../docs/two.txt", "[r]: ../handbook/a%20b.txt");
    assert_eq!(scratch.read("incidents/a.md"), expected);
}

#[test]
fn a_link_may_name_anything() {
    let scratch = Scratch::repository();
    scratch.write("a.txt", "x").commit(MARA, 0, "one");
    let odd = "[a](%00.md) [b](a%00b.txt) [c](%2e%2e/%ff.md) [d](a\u{301}.md) [e](%0a.txt) [[%00]] `a/b\u{7f}.rs`";
    scratch.write("incidents/a.md", published("Odd", &format!("\n{odd}\n")));
    let found = concise(&scratch, &[], 1);
    assert!(found.len() > 3, "{found:?}");
}

#[test]
fn a_name_becomes_a_link_only_where_it_is_prose() {
    let scratch = Scratch::new();
    scratch.write("incidents/2025-01-01-old.md", published("Old", ""));
    let path = "incidents/2026-01-01-x.md";
    for line in [
        "Like last time!2025-01-01-old was it.",
        "<a href=\"https://x.org\">as in 2025-01-01-old told</a>",
        "<code>grep 2025-01-01-old here</code>",
        "$x = 2025-01-01-old + y$",
        "%% as 2025-01-01-old %%",
        "as 2025-01-01-old(x) and x/2025-01-01-old/y",
    ] {
        let text = published("New", &format!("\n{line}\n"));
        scratch.write(path, &text);
        concise(&scratch, &["--fix"], 0);
        assert_eq!(scratch.read(path), text, "{line}");
    }
    for line in [
        "[the old one]({% post_url 2025-01-01-old %})",
        "[the old one]({{< ref \"2025-01-01-old\" >}})",
        "{{< ref \"2025-01-01-old.md\" >}}",
        "{: .c title=\"2025-01-01-old\"}",
    ] {
        scratch.write(path, published("New", &format!("\n{line}\n")));
        assert_eq!(concise(&scratch, &[], 0), [""; 0], "{line}");
    }
}

#[test]
fn a_moved_file_is_followed_in_the_target_alone() {
    let scratch = Scratch::repository();
    let config = scratch.read(".git/config");
    let remote = "[remote \"origin\"]\n\turl = git@forge.example:acme/deploy.git\n";
    scratch.write(".git/config", format!("{config}{remote}"));
    let lines = "a line of its own\n".repeat(30);
    scratch
        .write("deploy", &lines)
        .write("docs/a.txt", format!("{lines}more\n"));
    scratch.commit(MARA, 0, "one");
    scratch.remove("deploy").remove("docs/a.txt");
    scratch
        .write("bin", &lines)
        .write("docs/b's {x}.txt", format!("{lines}more\n"));
    scratch.commit(MARA, 1, "two");
    let more = |file: &str, doc: &str| {
        format!(
            "\n[s](https://forge.example/acme/deploy/blob/main/{file})\n\n```\n[log]: ../docs/a.txt\n```\n\n[log] <a href='{doc}'>x</a>\n\n[log]: {doc}\n"
        )
    };
    let path = "incidents/a.md";
    scratch.write(path, published("Odd", &more("deploy", "../docs/a.txt")));
    concise(&scratch, &["--fix"], 0);
    let expected = published("Odd", &more("bin", "../docs/b%27s%20%7Bx%7D.txt"));
    assert_eq!(scratch.read(path), expected);
}

#[test]
fn what_is_only_like_a_lost_file_is_a_guess() {
    let scratch = Scratch::repository();
    let runbook = |title: &str, owner: &str| {
        format!(
            "# {title}\n\n## When\n\n- an alert fires\n- somebody calls\n\n## Steps\n\n1. open the dashboard\n2. look at the logs\n\n## Owner\n\n{owner}\n"
        )
    };
    scratch.write("rb/queue.md", runbook("Restart the queue", "ledger"));
    scratch.commit(MARA, 0, "one");
    scratch.remove("rb/queue.md");
    scratch.write("rb/cert.md", runbook("Renew a certificate", "edge"));
    scratch.commit(MARA, 1, "two");
    let text = published("Odd", "\n[rb](../rb/queue.md)\n");
    scratch.write("incidents/a.md", &text);
    assert_eq!(concise(&scratch, &["--fix"], 1).len(), 1);
    assert_eq!(scratch.read("incidents/a.md"), text);
}

#[test]
fn mending_yaml_leaves_it_yaml() {
    let scratch = Scratch::new();
    for (front, words) in [
        ("status: >\n  publishd\nservices: [a]\n", "--fix=all"),
        ("status: draft\nservices: checkout (eu, us)\n", "--fix"),
        (
            "status: draft\nservices: 1,000 nodes\naliases: The storm, or how I learned\n",
            "--fix",
        ),
        ("status: draft\nteams: a, \"b\"\n", "--fix"),
    ] {
        let text = format!("---\ntitle: T\n{front}---\n\nHook.\n");
        scratch.write("incidents/a.md", &text);
        scratch.run(&["lint", words]);
        assert_eq!(scratch.read("incidents/a.md"), text);
    }
}

#[test]
fn headings_of_other_languages_are_sections_and_other_words_are_not() {
    let scratch = Scratch::new();
    let more = "\n## Difficultés\n\nx\n\n## Glossaire\n\nx\n\n## Timeliness\n\nx\n\n## What happens\n\nx\n";
    scratch.write("incidents/a.md", published("Odd", more));
    let found = concise(&scratch, &[], 0);
    assert!(
        !found.iter().any(|one| one.contains("misspelt")),
        "{found:?}"
    );
}

#[test]
fn links_that_hold_are_not_called_broken() {
    let scratch = Scratch::new();
    scratch
        .write("users/guide.md", "x")
        .write("incidents/a&b.txt", "x");
    let twin = |year: &str| format!("---\nid: outage-{year}\n---\n# Outage of {year}\n\nx\n");
    scratch.write("incidents/2025/outage.md", twin("2025"));
    scratch.write("incidents/2026/outage.md", twin("2026"));
    let more = "\n[u](/users/guide.md) [e](a&amp;b.txt) [[2025/outage]] [[incidents/2026/outage.md]] [k](#foo)\n\n### Bar\n{: #foo}\n";
    scratch.write("incidents/a.md", published("Odd", more));
    assert_eq!(concise(&scratch, &[], 0), [""; 0]);
    scratch
        .write("incidents/b.md", published("会议", ""))
        .write("incidents/c.md", published("会意", ""));
    assert_eq!(concise(&scratch, &[], 0), [""; 0]);
}

#[test]
fn a_word_that_several_files_use_is_the_repositorys_own() {
    let scratch = Scratch::new();
    for (name, status) in [("a", "Final"), ("b", "Final"), ("c", "Stagnant")] {
        let text = format!("---\ntitle: {name}\nstatus: {status}\n---\nHook.\n");
        scratch.write(&format!("incidents/{name}.md"), text);
    }
    assert_eq!(concise(&scratch, &[], 0).len(), 3);
    scratch.write(
        "incidents/d.md",
        "---\ntitle: d\nstatus: Final\n---\nHook.\n",
    );
    let found = concise(&scratch, &[], 0);
    assert_eq!(found.len(), 1);
    assert!(found[0].starts_with("incidents/c.md"), "{found:?}");
}

#[test]
fn another_number_is_another_write_up() {
    let scratch = Scratch::new();
    scratch.write("incidents/eip-7623.md", published("One", ""));
    scratch.write("incidents/2025-01-01-a.md", published("Two", ""));
    scratch.write(
        "incidents/2025-01-02-retry-storm.md",
        published("Three", ""),
    );
    let links = "\n[x](eip-7683.md) [[2025-01-01-b]] [[eip-7632]] [[2025-01-03-retry-storm]]\n";
    scratch.write("incidents/x.md", published("Four", links));
    scratch.run(&["lint", "--fix=all"]);
    let mended = "\n[x](eip-7683.md) [[2025-01-01-b]] [[eip-7623]] [[2025-01-02-retry-storm]]\n";
    assert_eq!(scratch.read("incidents/x.md"), published("Four", mended));
}

#[test]
fn a_link_by_reference_is_allowed_where_it_is_written() {
    let scratch = Scratch::new();
    let more =
        "\n<!-- incident: allow broken-link: gone with the host -->\n\nSee [r][x].\n\n[x]: b.txt\n";
    scratch.write("incidents/a.md", published("Odd", more));
    assert_eq!(concise(&scratch, &[], 0), [""; 0]);
}

#[cfg(unix)]
#[test]
fn what_cannot_be_written_stops_none_of_the_others() {
    let scratch = Scratch::new();
    let text = published("Odd", "\n## Dificulties\n\nx\n");
    scratch.write("incidents/a.md", &text).write(
        "incidents/b.md",
        published("Other", "\n## Dificulties\n\nx\n"),
    );
    std::fs::hard_link(
        scratch.path().join("incidents/a.md"),
        scratch.path().join("second"),
    )
    .unwrap();
    let output = scratch.run(&["lint", "--fix"]);
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(scratch.read("second"), text);
    assert_eq!(scratch.read("incidents/a.md"), text);
    assert!(scratch.read("incidents/b.md").contains("## Difficulties"));
}

#[test]
fn what_git_leaves_out_is_private_and_what_is_not_committed_yet_is_not() {
    let scratch = Scratch::repository();
    scratch
        .write(".gitignore", "notes/\n")
        .commit(MARA, 0, "ignore");
    scratch.write("notes/mara.txt", "x").write("chart.txt", "y");
    let text = published(
        "Odd",
        "\n[notes](../notes/mara.txt), [chart](../chart.txt)\n",
    );
    scratch.write("incidents/a.md", text);
    let found = concise(&scratch, &[], 1);
    assert_eq!(
        found,
        [
            "incidents/a.md:28:9: error[unreachable-private-notes] git leaves `../notes/mara.txt` out, so nobody else has it"
        ]
    );
}

#[test]
fn a_branch_is_asked_about_its_own_files_only() {
    let scratch = Scratch::repository();
    let broken = |name: &str| published(name, "\n[x](nowhere.txt)\n");
    scratch.write("incidents/old.md", broken("Old"));
    scratch.write("incidents/mended.md", broken("Mended"));
    scratch.commit(MARA, 0, "before");
    assert_eq!(concise(&scratch, &[], 1).len(), 2);
    // On the branch that others work from only what is not committed counts.
    assert_eq!(concise(&scratch, &["--changed"], 0), [""; 0]);
    let head = scratch.read(".git/HEAD");
    let base = head
        .trim()
        .trim_start_matches("ref: refs/heads/")
        .to_owned();
    let at = scratch.read(&format!(".git/refs/heads/{base}"));
    scratch.write(".git/refs/heads/topic", at);
    scratch.write(".git/HEAD", "ref: refs/heads/topic\n");
    scratch.write("incidents/mended.md", published("Mended", ""));
    scratch.write("incidents/committed.md", broken("Committed"));
    scratch.commit(MARA, 1, "on the branch");
    scratch.write("incidents/2026/new.md", broken("New"));
    let paths: Vec<String> = concise(&scratch, &["--changed"], 1)
        .iter()
        .map(|line| line.split(':').next().unwrap().to_owned())
        .collect();
    assert_eq!(paths, ["incidents/2026/new.md", "incidents/committed.md"]);
    let output = scratch.run(&["lint", "--changed", "nobody"]);
    assert_eq!(output.status.code(), Some(2));
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(
        told.contains("there is no commit or branch `nobody`"),
        "{told}"
    );
}

#[test]
fn levels_follow_the_path_and_retired_ids_are_not_unknown() {
    let scratch = Scratch::new();
    scratch.write(
        "incident.yaml",
        "lint: {broken-link: warning}\npaths:\n  incidents/old: {broken-link: off}\nretired:\n  2019-a: told again in b\n",
    );
    let links = "\n[x](nowhere.txt) [[2019-a]]\n";
    scratch
        .write("incidents/old/a.md", published("Old", links))
        .write("incidents/b.md", published("Odd", links));
    let found = concise(&scratch, &[], 0);
    assert_eq!(
        found,
        ["incidents/b.md:28:5: warning[broken-link] there is no file `incidents/nowhere.txt`"]
    );
    scratch.write("incidents/2019-a.md", published("Again", ""));
    let found = concise(&scratch, &["incidents/2019-a.md"], 1);
    assert!(
        found[0].contains("`2019-a` was retired: told again in b"),
        "{found:?}"
    );
}

#[test]
fn what_is_allowed_with_a_reason_is_silent() {
    let scratch = Scratch::new();
    let allow = "<!-- incident: allow broken-link: the host is gone -->";
    let text = published(
        "Odd",
        &format!("\n{allow}\n\n- [x](a.txt)\n- [y](b.txt)\n\n[z](c.txt)\n"),
    );
    scratch.write("incidents/a.md", text);
    let found = concise(&scratch, &[], 1);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].contains("incidents/c.txt"), "{found:?}");
}

#[test]
fn watching_tells_what_a_save_brought() {
    let scratch = Scratch::new();
    scratch.write("incidents/a.md", published("Odd", ""));
    scratch.write("incidents/b.md", published("Other", ""));
    let mut child = binary(scratch.path())
        .args(["lint", "--watch", "--format", "concise"])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut until = |end: &str| -> Vec<String> {
        let mut seen = Vec::new();
        for line in lines.by_ref() {
            seen.push(line.unwrap());
            if seen.last().unwrap().contains(end) {
                break;
            }
        }
        seen
    };
    let first = until("Waiting");
    assert_eq!(first[0], "2 write-ups, nothing to mend.");
    scratch.write("incidents/b.md", published("Other", "\n[x](nowhere.txt)\n"));
    let second = until("Waiting").join("\n");
    assert!(second.contains("Saved: incidents/b.md"), "{second}");
    assert!(second.contains("broken-link"), "{second}");
    child.kill().unwrap();
    child.wait().unwrap();
}

#[test]
fn a_patch_that_could_act_on_a_log_is_for_reading_only() {
    let scratch = Scratch::new();
    let acts = "::error::x\n\u{1b}[2J\n## Dificulties\n\n##[error]y\n";
    let text = published("Odd", &format!("\n{acts}"));
    scratch.write("incidents/a.md", &text);
    scratch.write(
        "incidents/b.md",
        published("Odder", "\n## Dificulties\n\nx\n"),
    );
    let output = scratch.run(&["lint", "--diff"]);
    let patch = String::from_utf8(output.stdout).unwrap();
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(told.contains("for reading only"), "{told}");
    assert!(
        !patch.contains('\u{1b}') && !patch.contains("##["),
        "{patch}"
    );
    assert!(
        patch
            .lines()
            .all(|line| !line.trim_start().starts_with("::")),
        "{patch}"
    );
    assert_eq!(patch.matches("+## Difficulties\n").count(), 2, "{patch}");
}
