//! What git remembers, over histories scripted here with fixed names and dates.

use serde_json::Value;

use crate::support::Scratch;

const ANN: &str = "Ann Ray <ann@example.org>";
const BO: &str = "Bo Lind <bo@example.org>";

fn writeup(title: &str, body: &str) -> String {
    format!("---\ntitle: {title}\n---\n\n{body}\n")
}

fn json(scratch: &Scratch, words: &[&str]) -> Value {
    serde_json::from_str(&scratch.stdout(words, 0)).unwrap()
}

/// Names of the people with their roles in the first write-up of each, in the order shown.
fn people(scratch: &Scratch) -> Vec<String> {
    let answer = json(scratch, &["contributors", "--format", "json"]);
    let shown = |one: &Value| {
        let parts: Vec<String> = one["writeups"]
            .as_array()
            .unwrap()
            .iter()
            .map(|part| {
                let roles: Vec<&str> = part["roles"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(|role| role.as_str().unwrap())
                    .collect();
                format!("{} {}", part["id"].as_str().unwrap(), roles.join("+"))
            })
            .collect();
        format!("{}: {}", one["name"].as_str().unwrap(), parts.join(", "))
    };
    answer["contributors"]
        .as_array()
        .unwrap()
        .iter()
        .map(shown)
        .collect()
}

#[test]
fn renames_are_followed_and_a_move_is_no_part() {
    let scratch = Scratch::repository();
    let long = "Words that stay as they are.\n".repeat(20);
    scratch
        .write("incidents/2026-01-01-a.md", writeup("A", &long))
        .commit(ANN, 0, "Begin");
    scratch
        .remove("incidents/2026-01-01-a.md")
        .write("incidents/2026/2026-01-01-a.md", writeup("A", &long))
        .commit(BO, 1, "Give each year a folder");
    assert_eq!(people(&scratch), ["Ann Ray: 2026-01-01-a wrote"]);
    scratch
        .remove("incidents/2026/2026-01-01-a.md")
        .write(
            "incidents/2026/2026-01-01-b.md",
            writeup("A", &format!("{long}One more.\n")),
        )
        .commit(BO, 2, "Rename and add a line");
    assert_eq!(
        people(&scratch),
        ["Bo Lind: 2026-01-01-b wrote", "Ann Ray: 2026-01-01-b wrote"]
    );
}

#[test]
fn a_file_is_followed_from_outside_of_the_folders() {
    let scratch = Scratch::repository();
    let long = "Words that stay as they are.\n".repeat(20);
    scratch
        .write("old/notes/a.md", writeup("A", &long))
        .commit(ANN, 0, "Begin");
    scratch
        .write("old/notes/a.md", writeup("A", &format!("{long}More.\n")))
        .commit("Cy Ott <cy@example.org>", 1, "More");
    scratch
        .remove("old/notes/a.md")
        .write(
            "incidents/2026-01-01-a.md",
            writeup("A", &format!("{long}More.\nAnd more.\n")),
        )
        .commit(BO, 2, "Adopt");
    assert_eq!(
        people(&scratch),
        [
            "Bo Lind: 2026-01-01-a wrote",
            "Cy Ott: 2026-01-01-a wrote",
            "Ann Ray: 2026-01-01-a wrote"
        ]
    );
}

#[test]
fn a_branch_that_was_open_while_the_file_moved_counts() {
    let scratch = Scratch::repository();
    let text = |extra: &str| {
        writeup(
            "A",
            &format!("{}{extra}", "Words that stay as they are.\n".repeat(20)),
        )
    };
    let git = |words: &[&str]| {
        let done = std::process::Command::new("git")
            .current_dir(scratch.path())
            .args(words)
            .output()
            .unwrap();
        assert!(done.status.success(), "{done:?}");
    };
    scratch
        .write("incidents/a.md", text(""))
        .commit(ANN, 0, "Begin");
    git(&["checkout", "-q", "-b", "side"]);
    scratch
        .write("incidents/a.md", text("Bo was here.\n"))
        .commit(BO, 9, "On the side");
    git(&["checkout", "-q", "main"]);
    scratch
        .remove("incidents/a.md")
        .write("incidents/2026/a.md", text(""))
        .commit(ANN, 3, "Move");
    git(&[
        "-c",
        "user.name=Cy",
        "-c",
        "user.email=cy@x",
        "merge",
        "-q",
        "-m",
        "Merge",
        "side",
    ]);
    assert_eq!(people(&scratch), ["Bo Lind: a wrote", "Ann Ray: a wrote"]);
}

#[test]
fn trailers_count_once_and_through_the_mailmap() {
    let scratch = Scratch::repository();
    scratch
        .write(".mailmap", "Bo Lind <bo@example.org> <bo@old.example>\nAnn Ray <ann@example.org> Annie <annie@home.example>\n")
        .write("incidents/2026-01-01-a.md", writeup("A", "Text."))
        .commit(
            "Annie <annie@home.example>",
            0,
            "Begin\n\nco-authored-by: Robert <bo@old.example>\nCo-Authored-By: Ann Ray <ann@example.org>\nReviewed-by: Bo Lind <bo@example.org>\nHelped-by: bo@old.example",
        );
    assert_eq!(
        people(&scratch),
        [
            "Ann Ray: 2026-01-01-a wrote",
            "Bo Lind: 2026-01-01-a co-wrote+reviewed+helped"
        ]
    );
}

#[test]
fn programs_are_left_out_and_the_last_here_comes_first() {
    let scratch = Scratch::repository();
    scratch
        .write("incidents/2026-01-01-a.md", writeup("A", "One."))
        .commit(ANN, 0, "Begin");
    scratch
        .write("incidents/2026-01-02-b.md", writeup("B", "One."))
        .commit(BO, 3, "Begin");
    scratch
        .write("incidents/2026-01-01-a.md", writeup("A", "Two."))
        .commit(
            "renovate[bot] <29139614+renovate[bot]@users.noreply.github.com>",
            9,
            "Bump",
        );
    assert_eq!(
        people(&scratch),
        ["Bo Lind: 2026-01-02-b wrote", "Ann Ray: 2026-01-01-a wrote"]
    );
}

#[test]
fn a_shallow_clone_is_refused_with_the_remedy() {
    let scratch = Scratch::repository();
    scratch
        .write("incidents/2026-01-01-a.md", writeup("A", "One."))
        .commit(ANN, 0, "Begin");
    let head = scratch.read(".git/refs/heads/main");
    scratch.write(".git/shallow", head);
    let output = scratch.run(&["contributors"]);
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(
        said.contains("shallow") && said.contains("git fetch --unshallow"),
        "{said}"
    );
    // Whose commits are there is known, and nothing else.
    let told = String::from_utf8(output.stdout).unwrap();
    assert!(
        told.starts_with("This clone holds 1 commit, by Ann Ray."),
        "{told}"
    );
    let output = scratch.run(&["contributors", "--format", "json"]);
    assert!(output.stdout.is_empty() && output.status.code() == Some(2));
    scratch.stdout(&["lint"], 0);
    scratch.stdout(&["links"], 0);
}

#[test]
fn without_git_links_work_and_contributors_say_why_not() {
    let scratch = Scratch::new();
    scratch
        .write(
            "incidents/2026-01-01-a.md",
            writeup("A", "As in [b](2026-01-02-b.md)."),
        )
        .write("incidents/2026-01-02-b.md", writeup("B", "One."));
    let answer = json(&scratch, &["links", "2026-01-02-b", "--format", "json"]);
    assert_eq!(answer["incoming"][0]["writeup"], "2026-01-01-a");
    assert_eq!(answer["history"], false);
    let output = scratch.run(&["contributors"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        String::from_utf8(output.stderr)
            .unwrap()
            .contains("git init")
    );
}

#[test]
fn one_write_up_lists_who_was_at_it_last() {
    let scratch = Scratch::repository();
    scratch
        .write("incidents/one.md", writeup("A", "One."))
        .commit(ANN, 0, "Begin");
    scratch
        .write("incidents/one.md", writeup("A", "Two."))
        .commit(BO, 5, "More");
    scratch
        .write("incidents/two.md", writeup("B", "One."))
        .commit(ANN, 9, "Another");
    let shown = scratch.stdout(&["contributors", "one"], 0);
    let (bo, ann) = (
        shown.find("Bo Lind").unwrap(),
        shown.find("Ann Ray").unwrap(),
    );
    assert!(bo < ann, "{shown}");
}

#[test]
fn settings_may_lie_below_the_top_of_the_repository() {
    let scratch = Scratch::repository();
    scratch
        .write("docs & more/incident.yaml", "")
        .write(
            "docs & more/incidents/2026-01-01-a.md",
            "---\ntitle: A\nstatus: published\n---\n\n[code](../../src/a.rs), [none](../../src/b.rs), [out](../../../x.rs)\n",
        )
        .write("src/a.rs", "// see 2026-01-01-a\n")
        .commit(ANN, 0, "Begin");
    let words = |command: &'static str| ["-C", "docs & more", command];
    let links = scratch.stdout(&[&words("links")[..], &["2026-01-01-a"]].concat(), 0);
    assert!(
        links.contains("src/a.rs") && links.contains("see 2026-01-01-a"),
        "{links}"
    );
    let found = scratch.stdout(&[&words("lint")[..], &["--format", "concise"]].concat(), 1);
    let broken: Vec<&str> = found
        .lines()
        .filter(|line| line.contains("[broken-link]"))
        .collect();
    assert_eq!(broken.len(), 2, "{found}");
    assert!(broken[0].contains("there is no file `src/b.rs`"), "{found}");
    assert!(broken[1].contains("leads out of the repository"), "{found}");
    let people = scratch.stdout(&[&words("contributors")[..], &["2026-01-01-a"]].concat(), 0);
    assert!(people.contains("Ann Ray"), "{people}");
}

#[test]
fn a_name_that_was_somebody_elses_before_gives_no_part() {
    let scratch = Scratch::repository();
    let text = |what: &str| writeup("A", &format!("{what}\n").repeat(20));
    scratch
        .write("incidents/a.md", text("Another story."))
        .commit(BO, 0, "Begin");
    scratch
        .remove("incidents/a.md")
        .write("incidents/draft.md", text("This story."))
        .commit(ANN, 1, "Start anew");
    scratch
        .remove("incidents/draft.md")
        .write("incidents/a.md", text("This story."))
        .commit(ANN, 2, "Name it");
    assert_eq!(people(&scratch), ["Ann Ray: a wrote"]);
}

#[test]
fn a_write_up_of_the_same_name_elsewhere_is_another() {
    let scratch = Scratch::repository();
    scratch
        .write("incidents/a.md", writeup("A", "One."))
        .commit(ANN, 0, "Begin");
    scratch
        .write("sub/incident.yaml", "")
        .write("sub/incidents/a.md", writeup("A", "Two."))
        .commit(BO, 1, "Begin below");
    let shown = scratch.stdout(&["-C", "sub", "contributors", "a"], 0);
    assert!(
        shown.contains("Bo Lind") && !shown.contains("Ann Ray"),
        "{shown}"
    );
}

#[test]
fn an_empty_repository_has_nobody_yet() {
    let scratch = Scratch::repository();
    scratch.write("incidents/2026-01-01-a.md", writeup("A", "One."));
    assert!(people(&scratch).is_empty());
}

#[test]
fn every_way_of_pointing_is_found_and_nothing_else() {
    let scratch = Scratch::repository();
    scratch
        .write("incidents/2026-01-01-alpha.md", "---\ntitle: Alpha\naliases: [INC-7]\n---\n\nText.\n")
        .write(
            "incidents/2026-01-02-beta.md",
            "---\ntitle: Beta\nrelated:\n  - {id: INC-7, how: recurs}\n---\n\nSee [[2026-01-01-alpha]], [it][a] and \
             `2026-01-01-alpha`.\n\n> 2026-01-01-alpha said somebody\n\n[a]: ./2026-01-01-alpha.md\n",
        )
        .write("incidents/2026-01-03-gamma.md", "# Gamma\n\nLike INC-7, but not INC-70 or 2026-01-01-alpha-2.\n")
        .write("src/a.rs", "// INC-7: why this is six\nlet x = 6; // INC-70\n")
        .write("blob.bin", b"\0INC-7\n")
        .commit(ANN, 0, "Begin")
        .write("src/b.rs", "\n")
        .commit(BO, 1, "Ask six times\n\nIncident: 2026-01-01-alpha");
    let answer = json(
        &scratch,
        &["links", "inc-none", "--format", "json"]
            .map(|word| if word == "inc-none" { "INC-7" } else { word }),
    );
    let incoming: Vec<String> = answer["incoming"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| {
            let at = |key: &str| one[key].as_str().unwrap_or_default().to_owned();
            match one["from"].as_str().unwrap() {
                "writeup" => format!(
                    "{} {} {} {}",
                    at("writeup"),
                    one["line"],
                    at("manner"),
                    at("how")
                ),
                "commit" => format!("commit {}", at("excerpt")),
                _ => format!("{}:{} {}", at("path"), one["line"], at("excerpt")),
            }
        })
        .collect();
    assert_eq!(
        incoming,
        [
            "2026-01-02-beta 4 related recurs",
            "2026-01-02-beta 7 link ",
            "2026-01-02-beta 7 link ",
            "2026-01-03-gamma 3 mention ",
            "commit Ask six times",
            "src/a.rs:1 INC-7: why this is six",
        ]
    );
}

#[test]
fn a_damaged_object_is_said_and_hides_nothing_else() {
    let scratch = Scratch::repository();
    scratch
        .write("incidents/2026-01-01-a.md", writeup("A", "One."))
        .commit(ANN, 0, "Begin");
    let first = scratch.read(".git/refs/heads/main");
    scratch
        .write("incidents/2026-01-02-b.md", writeup("B", "One."))
        .commit(BO, 1, "Second");
    let first = first.trim();
    scratch.remove(&format!(".git/objects/{}/{}", &first[..2], &first[2..]));
    scratch
        .write("incidents/2026-01-02-b.md", writeup("B", "Two."))
        .commit(ANN, 2, "Third");
    let output = scratch.run(&["contributors", "--format", "json"]);
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(
        said.contains("1 commit damaged or missing") && said.contains(first),
        "{said}"
    );
    // What the second commit changed is unknown without the first; the third is known.
    let shown = String::from_utf8(output.stdout).unwrap();
    assert!(
        shown.contains("Ann Ray") && !shown.contains("Bo Lind"),
        "{shown}"
    );
}

#[test]
fn an_object_that_was_cut_short_is_an_error_and_no_endless_loop() {
    let scratch = Scratch::repository();
    scratch
        .write(
            "incidents/2026-01-01-a.md",
            writeup("A", &"One more time.\n".repeat(99)),
        )
        .commit(ANN, 0, "Begin");
    let head = scratch.read(".git/refs/heads/main");
    let object = format!(".git/objects/{}/{}", &head[..2], &head.trim()[2..]);
    let bytes = std::fs::read(scratch.path().join(&object)).unwrap();
    scratch
        .remove(&object)
        .write(&object, &bytes[..bytes.len() / 2]);
    let output = scratch.run(&["contributors"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        String::from_utf8(output.stderr)
            .unwrap()
            .contains(head.trim())
    );
    scratch.stdout(&["links"], 0);
}
