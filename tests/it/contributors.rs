//! What counts as a part in a story, and what only looks like one: a scripted history for each trap.

use std::fmt::Write as _;

use proptest::prelude::*;
use serde_json::Value;

use crate::support::{Scratch, binary};

const ANN: &str = "Ann Ray <ann@example.org>";
const BO: &str = "Bo Lind <bo@example.org>";
const CY: &str = "Cy Ott <cy@example.org>";

const A: &str = "incidents/2026-01-01-a.md";

/// A write-up with sections that are long enough to be known again.
fn story(surprise: &str) -> String {
    let filler = "Words that stay as they are, whoever comes along later.\n".repeat(12);
    format!(
        "---\ntitle: The queue\nstatus: draft\n---\n\nA hook.\n\n## What happened\n\n{filler}\n## Surprises\n\n{surprise}\n"
    )
}

fn begun() -> Scratch {
    let scratch = Scratch::repository();
    scratch
        .write(A, story("It was quiet."))
        .commit(ANN, 0, "Tell it");
    scratch
}

fn json(scratch: &Scratch, words: &[&str]) -> Value {
    let words = [&["contributors", "--format", "json", "--no-cache"], words].concat();
    serde_json::from_str(&scratch.stdout(&words, 0)).unwrap()
}

/// The names of those who took part, the last first.
fn names(scratch: &Scratch, words: &[&str]) -> Vec<String> {
    let answer = json(scratch, words);
    let people = answer["contributors"].as_array().unwrap().iter();
    people
        .map(|one| one["name"].as_str().unwrap().to_owned())
        .collect()
}

/// For each commit of the write-up, newest first, its subject and why it does not count.
fn commits(scratch: &Scratch) -> Vec<String> {
    let answer = json(scratch, &[A]);
    let commits = answer["commits"].as_array().unwrap().iter();
    let shown = commits.map(|one| {
        let why = one["left_out"].as_str().unwrap_or("counts");
        format!("{}: {why}", one["subject"].as_str().unwrap())
    });
    shown.collect()
}

#[test]
fn what_changes_no_word_is_no_part() {
    let scratch = begun();
    let text = story("It was quiet.").replace("status: draft", "status: review");
    let with = |from: &str, to: &str| text.replace(from, to);
    let steps = [
        (
            "Status",
            with("status: draft", "status: review"),
            "front matter only",
        ),
        ("Wrap", with("A hook.", "A\nhook."), "layout only"),
        ("Ends", with("\n", "\r\n"), "layout only"),
        ("Unwrap", text.clone(), "layout only"),
        ("Link", with("A hook", "[A](http://x/y) hook"), "links only"),
        (
            "Archive",
            with("A hook", "[A](https://web.archive.org/http://x/y) hook"),
            "links only",
        ),
        ("Word", with("A hook", "One hook"), "counts"),
    ];
    for (day, (subject, text, _)) in (1..).zip(&steps) {
        scratch.write(A, text).commit(BO, day, subject);
    }
    scratch
        .remove(A)
        .write("incidents/2026/a.md", &steps[6].1)
        .commit(CY, 8, "Move away");
    scratch
        .remove("incidents/2026/a.md")
        .write(A, &steps[6].1)
        .commit(CY, 9, "Move back");
    let mut expected: Vec<String> = vec!["Tell it: counts".to_owned()];
    expected.extend(
        steps
            .iter()
            .map(|(subject, _, why)| format!("{subject}: {why}")),
    );
    expected.extend(["Move away: moved it", "Move back: moved it"].map(str::to_owned));
    expected.reverse();
    assert_eq!(commits(&scratch), expected);
    assert_eq!(names(&scratch, &[]), ["Bo Lind", "Ann Ray"]);
    assert_eq!(
        names(&scratch, &["--all"]),
        ["Cy Ott", "Bo Lind", "Ann Ray"]
    );
}

#[test]
fn a_sweep_over_many_write_ups_is_no_part_in_any() {
    let scratch = begun();
    let other = |at: usize| format!("incidents/2026-02-0{at}-b.md");
    let mut touched = String::from("It was quiet, and is said so everywhere.");
    for at in 1..=3 {
        scratch
            .write(&other(at), story(&format!("Story {at}.")))
            .commit(ANN, 1, "Another");
        touched.push('!');
    }
    scratch.write(A, story(&touched));
    for at in 1..=3 {
        scratch.write(&other(at), story(&touched));
    }
    scratch.commit(BO, 5, "Add stats to all");
    assert_eq!(names(&scratch, &[]), ["Ann Ray"]);
    assert_eq!(commits(&scratch)[0], "Add stats to all: touched 4 at once");
    // The settings say how many are too many.
    scratch.write("incident.yaml", "bulk: 4\n");
    assert_eq!(names(&scratch, &[]), ["Bo Lind", "Ann Ray"]);
}

#[test]
fn an_import_leaves_the_writers_unknown_and_says_so() {
    let scratch = Scratch::repository();
    for at in 1..=5 {
        scratch.write(
            &format!("incidents/2020-01-0{at}-x.md"),
            story(&format!("{at}")),
        );
    }
    scratch.commit(BO, 0, "Import");
    let told = scratch.stdout(&["contributors"], 0);
    assert!(told.contains("Nobody has signed"), "{told}");
    assert!(
        told.contains("Of 5 write-ups git does not tell who wrote them"),
        "{told}"
    );
    assert!(told.contains("Bo Lind"), "{told}");
    assert_eq!(json(&scratch, &[])["unsigned"].as_array().unwrap().len(), 5);
}

#[test]
fn a_copy_of_the_template_begins_where_it_was_copied() {
    let scratch = Scratch::repository();
    let template = story("What surprised you?");
    scratch
        .write("templates/story.md", &template)
        .commit(CY, 0, "A template");
    scratch
        .write("templates/story.md", template.replace("you", "whom"))
        .commit(CY, 1, "Better");
    scratch
        .write(A, template.replace("you", "us"))
        .commit(ANN, 2, "Tell it");
    assert_eq!(names(&scratch, &[]), ["Ann Ray"]);
}

#[test]
fn commits_that_the_repository_asks_to_look_past_are_no_part() {
    let scratch = begun();
    scratch
        .write(A, story("It was loud."))
        .commit(BO, 1, "Reword by machine");
    let id = scratch.git(0, &["rev-parse", "HEAD"]);
    scratch
        .write(".git-blame-ignore-revs", format!("# sweeps\n{id}"))
        .commit(ANN, 2, "Look past");
    assert_eq!(names(&scratch, &[]), ["Ann Ray"]);
    assert_eq!(commits(&scratch)[0], "Reword by machine: looked past");
}

#[test]
fn a_merge_is_no_author_but_for_what_it_wrote_itself() {
    for (merged, expected) in [
        ("It was quiet.\n\nBo's line.", vec!["Ann Ray", "Bo Lind"]),
        (
            "It was quiet.\n\nBo's line.\n\nThe merger's own.",
            vec!["Cy Ott", "Ann Ray", "Bo Lind"],
        ),
    ] {
        let scratch = begun();
        scratch.git(0, &["checkout", "-q", "-b", "side"]);
        scratch
            .write(A, story("It was quiet.\n\nBo's line."))
            .commit(BO, 1, "Bo's");
        scratch.git(0, &["checkout", "-q", "main"]);
        let hooked = |text: String| text.replace("A hook.", "A better hook.");
        scratch
            .write(A, hooked(story("It was quiet.")))
            .commit(ANN, 2, "Hook");
        scratch.git(3, &["merge", "-q", "--no-commit", "--no-ff", "side"]);
        scratch.write(A, hooked(story(merged)));
        let cy = ["-c", "user.name=Cy Ott", "-c", "user.email=cy@example.org"];
        scratch.git(3, &[&cy[..], &["commit", "-qam", "Merge side"]].concat());
        assert_eq!(names(&scratch, &[]), expected, "{merged}");
    }
}

#[test]
fn what_was_taken_away_and_brought_back_is_nobodys_new_work() {
    let scratch = begun();
    scratch
        .remove(A)
        .write("other.md", "x")
        .commit(BO, 1, "Take it away");
    scratch
        .write(A, story("It was quiet."))
        .commit(CY, 2, "Bring it back");
    assert_eq!(names(&scratch, &[]), ["Ann Ray"]);
    let expected = [
        "Bring it back: changed nothing",
        "Take it away: took it away",
        "Tell it: counts",
    ];
    assert_eq!(commits(&scratch), expected);
}

#[test]
fn people_are_one_however_they_sign() {
    let scratch = begun();
    scratch.write(
        ".mailmap",
        "Bo Lind <bo@example.org> <lindbo@home.example>\n",
    );
    for (day, who) in (1..).zip([
        "Ann Ray <annray@laptop.local>",
        "lindbo <LindBo@home.example>",
        "Ann <12345+annray@users.noreply.github.com>",
        "annray <annray@users.noreply.github.com>",
        "renovate[bot] <29139614+renovate[bot]@users.noreply.github.com>",
        "nightly <ci@example.org>",
    ]) {
        scratch
            .write(A, story(&format!("Day {day}.")))
            .commit(who, day, "More");
    }
    // Two noreply addresses of one account are one person; nobody said that it is Ann Ray.
    assert_eq!(
        names(&scratch, &[]),
        ["nightly", "annray", "Bo Lind", "Ann Ray"]
    );
    scratch.write("incident.yaml", "bots: [ci@*]\n");
    assert_eq!(names(&scratch, &[]), ["annray", "Bo Lind", "Ann Ray"]);
}

#[test]
fn a_team_is_the_one_of_the_day() {
    let scratch = begun();
    scratch
        .write("incident.yaml", "teams:\n  quay:\n    - who: bo@example.org\n      until: 2026-01-10\n  ledger:\n    - {who: bo@example.org, since: 2026-01-11}\n    - '@far.example'\n")
        .write(A, story("Bo was here.").replace("status: draft", "teams: [quay]"))
        .commit(BO, 3, "Early");
    let team = |scratch: &Scratch, at: usize| {
        let answer = json(scratch, &[A]);
        let one = &answer["contributors"][at];
        format!("{} {} {}", one["name"], one["team"], one["side"])
    };
    assert_eq!(team(&scratch, 0), r#""Bo Lind" "quay" "closest""#);
    assert_eq!(team(&scratch, 1), r#""Ann Ray" null null"#);
    scratch
        .write(
            A,
            story("Bo was here again.").replace("status: draft", "teams: [quay]"),
        )
        .commit(BO, 20, "Late");
    assert_eq!(team(&scratch, 0), r#""Bo Lind" "ledger" "elsewhere""#);
}

#[test]
fn days_can_be_chosen() {
    let scratch = begun();
    scratch.write(A, story("Two.")).commit(BO, 10, "Two");
    scratch.write(A, story("Three.")).commit(CY, 20, "Three");
    assert_eq!(
        names(&scratch, &["--since", "2026-01-11"]),
        ["Cy Ott", "Bo Lind"]
    );
    assert_eq!(
        names(&scratch, &["--until", "2026-01-11"]),
        ["Bo Lind", "Ann Ray"]
    );
    assert_eq!(
        names(
            &scratch,
            &["--since", "2026-01-02", "--until", "2026-01-20"]
        ),
        ["Bo Lind"]
    );
    assert_eq!(
        scratch
            .run(&["contributors", "--since", "yesterday"])
            .status
            .code(),
        Some(2)
    );
}

#[test]
fn sections_go_by_todays_headings_and_lines_by_who_wrote_them() {
    let scratch = begun();
    scratch
        .write(A, story("It was loud."))
        .commit(BO, 1, "Loud");
    let renamed = story("It was loud.").replace("## Surprises", "## What surprised us");
    let told = format!("{renamed}\n## Dilemmas\n\nNone: two asked.\n");
    scratch.write(A, &told).commit(CY, 2, "Dilemmas (#7)");
    let answer = json(&scratch, &[A]);
    let hands = |at: usize| {
        let section = &answer["sections"][at];
        format!(
            "{} {} {}",
            section["heading"], section["standing"], section["rewritten_since"]
        )
    };
    assert_eq!(hands(0), r#""(the hook)" ["Ann Ray"] []"#);
    assert_eq!(hands(1), r#""What happened" ["Ann Ray"] []"#);
    assert_eq!(
        hands(2),
        r#""What surprised us" ["Cy Ott","Bo Lind"] ["Ann Ray"]"#
    );
    assert_eq!(hands(3), r#""Dilemmas" ["Cy Ott"] []"#);
    assert_eq!(answer["pull_requests"], serde_json::json!(["#7"]));
    // What is not committed is nobody's yet.
    scratch.write(A, format!("{told}\nOne more.\n"));
    let lines = scratch.stdout(&["contributors", A, "--lines", "--format", "csv"], 0);
    let last = lines.lines().last().unwrap();
    assert!(last.ends_with(",,,"), "{lines}");
    assert!(
        lines.lines().any(|line| line.ends_with("Bo Lind")),
        "{lines}"
    );
}

#[test]
fn publication_parts_what_came_before_from_what_came_after() {
    let scratch = begun();
    let published = |text: &str| story(text).replace("status: draft", "status: published");
    scratch
        .write(A, published("It was quiet."))
        .commit(ANN, 5, "Publish");
    scratch
        .write(A, published("It was not."))
        .commit(BO, 9, "Add what we learned");
    let answer = json(&scratch, &[A]);
    assert_eq!(answer["writeup"]["published"], "2026-01-06");
    let bo = &answer["contributors"][0];
    assert_eq!(
        (&bo["name"], &bo["after_publication"]),
        (&"Bo Lind".into(), &true.into())
    );
    assert_eq!(answer["contributors"][1]["after_publication"], false);
    let told = scratch.stdout(&["contributors", A], 0);
    assert!(
        told.contains("Came back to it after it was published: Bo Lind."),
        "{told}"
    );
}

#[test]
fn formats_for_other_programs_hold_what_names_hold() {
    let scratch = Scratch::repository();
    scratch
        .write(A, story("x"))
        .commit("=1+1, \"Q\"|*b* <x@example.org>", 0, "Tell it");
    let csv = scratch.stdout(&["contributors", "--format", "csv"], 0);
    assert!(csv.contains("\"'=1+1, \"\"Q\"\"|*b*\""), "{csv}");
    let page = scratch.stdout(&["contributors", "--format", "markdown"], 0);
    assert!(page.contains("=1+1, \"Q\"\\|\\*b\\*"), "{page}");
}

/// A repository in a format that only the `git` program knows; `None` where it is too old.
fn of_format(option: &str) -> Option<Scratch> {
    let scratch = Scratch::new();
    let done = std::process::Command::new("git")
        .current_dir(scratch.path())
        .args(["init", "-q", "-b", "main", option])
        .output()
        .unwrap();
    done.status.success().then_some(scratch)
}

#[test]
fn formats_that_libgit2_cannot_read_are_read_through_git() {
    for option in ["--object-format=sha256", "--ref-format=reftable"] {
        let Some(scratch) = of_format(option) else {
            continue;
        };
        assert!(
            scratch.stdout(&["contributors"], 2).is_empty() || option.contains("ref"),
            "{option}"
        );
        scratch.write(A, story("It was quiet."));
        scratch.git(0, &["add", "."]);
        scratch.git(0, &["commit", "-qm", "Tell it"]);
        scratch.git(0, &["mv", A, "incidents/2026-01-01-b.md"]);
        scratch.git(1, &["commit", "-qm", "Move"]);
        assert_eq!(names(&scratch, &[]), ["Ann Ray"], "{option}");
        let answer = json(&scratch, &["2026-01-01-b"]);
        assert_eq!(answer["commits"].as_array().unwrap().len(), 2, "{option}");
        assert_eq!(answer["sections"][2]["standing"][0], "Ann Ray", "{option}");
        // Without the program, what cannot be known is said.
        let output = binary(scratch.path())
            .env("PATH", "")
            .arg("contributors")
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(2), "{option}");
        let told = String::from_utf8(output.stderr).unwrap();
        assert!(told.contains("libgit2 cannot read"), "{told}");
    }
}

#[test]
fn a_partial_clone_is_refused_when_it_lacks_what_is_asked() {
    let origin = begun();
    origin.write(A, story("It was loud.")).commit(BO, 1, "Loud");
    origin.git(0, &["config", "uploadpack.allowFilter", "true"]);
    let scratch = Scratch::new();
    let address = format!("file://{}", origin.path().display());
    scratch.git(0, &["clone", "-q", "--filter=blob:none", &address, "clone"]);
    let clone = scratch.path().join("clone");
    let output = binary(&clone).arg("contributors").output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(
        told.contains("partial clone") && told.contains("--refetch"),
        "{told}"
    );
    // The whole of it is as good as any other.
    scratch.git(
        0,
        &["-C", "clone", "fetch", "-q", "--refetch", "--no-filter"],
    );
    let output = binary(&clone).arg("contributors").output().unwrap();
    assert_eq!(
        output.status.code(),
        Some(0),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    assert!(
        String::from_utf8(output.stdout)
            .unwrap()
            .contains("Bo Lind")
    );
}

#[test]
fn work_trees_replacements_and_the_environment_change_nothing() {
    let scratch = begun();
    scratch
        .write(A, story("It was loud."))
        .commit(BO, 1, "Loud");
    let whole = scratch.stdout(&["contributors", "--format", "json"], 0);
    let tree = Scratch::new();
    let folder = tree.path().join("tree");
    scratch.git(
        0,
        &[
            "worktree",
            "add",
            "-q",
            "--detach",
            folder.to_str().unwrap(),
        ],
    );
    let elsewhere = binary(&folder)
        .args(["contributors", "--format", "json"])
        .output()
        .unwrap();
    assert_eq!(String::from_utf8(elsewhere.stdout).unwrap(), whole);
    // A replaced commit is not what was committed.
    let head = scratch.git(0, &["rev-parse", "HEAD"]);
    let forged = scratch.git(0, &["commit-tree", "-m", "Forged", "HEAD^{tree}"]);
    scratch.git(0, &["replace", head.trim(), forged.trim()]);
    assert_eq!(
        scratch.stdout(&["contributors", "--format", "json"], 0),
        whole
    );
    let mut hooked = binary(scratch.path());
    hooked
        .env("GIT_DIR", tree.path())
        .args(["contributors", "--format", "json"]);
    assert_eq!(
        String::from_utf8(hooked.output().unwrap().stdout).unwrap(),
        whole
    );
}

/// One change to a small repository.
#[derive(Clone, Debug)]
enum Change {
    Write(usize, u8),
    Move(usize, usize),
    Remove(usize),
    Branch,
    Merge,
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        4 => (0_usize..4, any::<u8>()).prop_map(|(file, text)| Change::Write(file, text)),
        2 => (0_usize..4, 0_usize..4).prop_map(|(from, to)| Change::Move(from, to)),
        1 => (0_usize..4).prop_map(Change::Remove),
        1 => Just(Change::Branch),
        1 => Just(Change::Merge),
    ]
}

fn path(file: usize) -> String {
    format!(
        "incidents/{}2026-01-0{}-x.md",
        if file > 1 { "old/" } else { "" },
        file + 1
    )
}

/// Carries a change out and commits it.
fn carry_out(scratch: &Scratch, day: i64, change: &Change) {
    let at = |file: usize| scratch.path().join(path(file));
    match change {
        Change::Write(file, text) => {
            let mut lines = String::new();
            for line in 0..8 {
                let _ = writeln!(
                    lines,
                    "Line {} of a story.\n",
                    (usize::from(*text) >> line) & 3
                );
            }
            scratch.write(&path(*file), story(&lines));
        }
        Change::Move(from, to) if at(*from).exists() && from != to => {
            std::fs::create_dir_all(at(*to).parent().unwrap()).unwrap();
            std::fs::rename(at(*from), at(*to)).unwrap();
        }
        Change::Remove(file) if at(*file).exists() => std::fs::remove_file(at(*file)).unwrap(),
        Change::Branch => {
            scratch.git(day, &["checkout", "-q", "-B", "side"]);
            return;
        }
        Change::Merge => {
            scratch.git(day, &["checkout", "-q", "-B", "other", "main"]);
            scratch.git(
                day,
                &[
                    "merge",
                    "-q",
                    "-X",
                    "ours",
                    "-s",
                    "ort",
                    "--no-edit",
                    "side",
                    "--allow-unrelated-histories",
                ],
            );
            scratch.git(day, &["branch", "-f", "main"]);
            return;
        }
        _ => {}
    }
    let who = [ANN, BO, CY][usize::try_from(day).unwrap() % 3];
    scratch
        .write("count", day.to_string())
        .commit(who, day, &format!("Change {day}"));
}

/// Each case makes some ten commits and runs the program ninety times.
fn few() -> ProptestConfig {
    let cases = std::env::var("PROPTEST_CASES")
        .ok()
        .and_then(|cases| cases.parse().ok());
    ProptestConfig {
        cases: cases.unwrap_or(12),
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(few())]

    /// What earlier runs left changes no answer, however history goes on in between.
    #[test]
    fn cold_and_warm_say_the_same(changes in proptest::collection::vec(change(), 4..14)) {
        let scratch = begun();
        scratch.git(0, &["branch", "-f", "side"]);
        let cache = Scratch::new();
        for (day, change) in (1..).zip(&changes) {
            let merged = scratch_merge_is_clean(&scratch, change);
            if !merged {
                continue;
            }
            carry_out(&scratch, day, change);
            let run = |args: &[&str], cached: bool| {
                let mut command = binary(scratch.path());
                command.args(args);
                command.env("INCIDENT_CACHE_DIR", cache.path());
                if !cached {
                    command.arg("--no-cache");
                }
                let output = command.output().unwrap();
                (output.status.code(), String::from_utf8(output.stdout).unwrap())
            };
            for args in [
                &["contributors", "--all", "--format", "json"][..],
                &["links", "--format", "jsonl"],
                &["lint", "--format", "json"],
            ] {
                let (cold, warm, again) = (run(args, false), run(args, true), run(args, true));
                prop_assert!(matches!(cold.0, Some(0 | 1)));
                prop_assert_eq!(&cold, &warm);
                prop_assert_eq!(&cold, &again);
            }
        }
        prop_assert!(!cache.files().is_empty());
    }
}

/// Whether a merge would go through without a question; anything else always does.
fn scratch_merge_is_clean(scratch: &Scratch, change: &Change) -> bool {
    if !matches!(change, Change::Merge) {
        return true;
    }
    let done = std::process::Command::new("git")
        .current_dir(scratch.path())
        .args(["merge-tree", "--write-tree", "-X", "ours", "main", "side"])
        .output()
        .unwrap();
    done.status.success()
}
