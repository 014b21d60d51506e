//! Where findings go beside standard output: files, the summary of a step, a hook of pre-commit.

use crate::formats::{FORMATS, OTHER, QUIET, nasty, printed};
use crate::support::{Scratch, binary, project};

#[test]
fn a_report_in_a_file_is_what_the_format_prints() {
    let scratch = nasty();
    scratch.write(
        "out/report.sarif",
        "an earlier one, much longer than nothing",
    );
    let targets: Vec<String> = FORMATS
        .iter()
        .map(|format| format!("{format}=out/report.{format}"))
        .chain([
            "full=out/full".to_owned(),
            "concise=../concise of one".to_owned(),
        ])
        .collect();
    let mut words = vec!["-C", "incidents/..", "lint", "--color", "always"];
    let elsewhere = targets.last().unwrap().replace("../", "out/");
    for target in targets.iter().take(targets.len() - 1).chain([&elsewhere]) {
        words.extend(["--report", target]);
    }
    words.extend(["--output-format", "concise"]);
    let main = scratch.stdout(&words, 1);
    assert!(main.contains('\u{1b}'));
    for format in FORMATS {
        assert_eq!(
            scratch.read(&format!("out/report.{format}")),
            printed(&scratch, format)
        );
    }
    for plain in ["out/full", "out/concise of one"] {
        assert!(!scratch.read(plain).contains('\u{1b}'));
    }
    let made = scratch
        .files()
        .iter()
        .filter(|path| path.starts_with("out/"))
        .count();
    assert_eq!(
        made,
        FORMATS.len() + 2,
        "nothing is left behind: {:?}",
        scratch.files()
    );
}

#[test]
fn a_report_that_cannot_be_is_refused_before_anything_is_done() {
    let scratch = nasty();
    let before = scratch.files();
    for (words, told) in [
        (
            vec!["--report", "sarif=no/x"],
            "the folder of the report `no/x` is not there",
        ),
        (
            vec!["--report", "sarif=x", "--report", "json=./x"],
            "two reports",
        ),
        (vec!["--report", "sarf=x"], "did you mean `sarif`?"),
        (
            vec!["--report", "nothing-like-it=x"],
            "there are full, concise, json, sarif",
        ),
        (vec!["--report", "sarif"], "such as `sarif=incident.sarif`"),
        (vec!["--report", "sarif="], "such as `sarif=incident.sarif`"),
        (vec!["--report", "sarif=incidents"], "is not a file"),
        (
            vec!["--report", "json=incidents/2026-02-02-quiet.md"],
            "would stand where a write-up or the settings do",
        ),
        (
            vec!["--report", "json=incidents/report.MD"],
            "would stand where a write-up or the settings do",
        ),
        (vec!["--format", "sariff"], "'sarif'"),
    ] {
        let output = scratch.run(&[&["lint"], words.as_slice()].concat());
        let err = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{words:?}");
        assert!(err.contains(told), "{words:?}: {err}");
    }
    assert_eq!(scratch.files(), before);
    assert_eq!(scratch.read(OTHER), QUIET);
}

#[test]
fn the_summary_of_a_step_grows_and_is_no_reason_to_fail() {
    let scratch = nasty();
    let lint = |format: &str, summary: &str| {
        let mut command = binary(scratch.path());
        command.args(["lint", "--format", format]);
        command.env("GITHUB_STEP_SUMMARY", scratch.path().join(summary));
        let output = command.output().unwrap();
        assert_eq!(output.status.code(), Some(1));
        String::from_utf8(output.stderr).unwrap()
    };
    scratch.write("summary.md", "Before.\n");
    assert_eq!(lint("github", "summary.md"), "");
    let page = scratch.read("summary.md");
    assert!(page.starts_with("Before.\n### incident lint\n"), "{page}");
    let head = page
        .lines()
        .position(|line| line.starts_with("| level"))
        .unwrap();
    let rows: Vec<&str> = page
        .lines()
        .skip(head + 2)
        .take_while(|line| !line.is_empty())
        .collect();
    assert!(rows.len() > 8);
    for row in rows {
        assert_eq!(row.matches('|').count(), 5, "{row}");
        assert!(
            !row.replace("<br>", "")
                .contains(['<', '>', '`', '[', ':', '\u{1b}']),
            "{row}"
        );
    }
    lint("github", "summary.md");
    assert_eq!(
        scratch
            .read("summary.md")
            .matches("### incident lint")
            .count(),
        2
    );
    lint("sarif", "other.md");
    assert!(!scratch.path().join("other.md").exists());
    let told = lint("github", "incidents");
    assert!(
        told.contains("the summary of the step was not written"),
        "{told}"
    );
}

#[test]
fn force_exclude_leaves_out_what_is_no_write_up() {
    let scratch = Scratch::repository();
    let broken = "# A page\n\n[gone](gone.md)\n";
    scratch
        .write("README.md", broken)
        .write("docs/page.md", broken)
        .write("incidents/README.md", broken)
        .write("incidents/2026-01-01-a.md", broken)
        .write("incidents/.hidden/b.md", broken);
    let named = [
        "README.md",
        "docs/page.md",
        "incidents/README.md",
        "incidents/2026-01-01-a.md",
        "incidents/.hidden/b.md",
    ];
    let lint = |more: &[&str]| {
        let words = ["lint", "-q", "--format", "concise", "--fail-on", "warning"];
        scratch.stdout(&[&words, &named[..], more].concat(), 1)
    };
    assert!(
        lint(&[]).contains("docs/page.md:3:"),
        "who names a file means it"
    );
    let shown = lint(&["--force-exclude"]);
    assert_eq!(shown.lines().count(), 1, "{shown}");
    assert!(shown.starts_with("incidents/2026-01-01-a.md:3:"), "{shown}");
    // What was deleted meanwhile is told, and is no failure.
    let output = scratch.run(&["lint", "--force-exclude", "incidents/gone.md", "README.md"]);
    assert_eq!(output.status.code(), Some(0));
    let err = String::from_utf8(output.stderr).unwrap();
    assert!(
        err.contains("no file `incidents/gone.md` here; it is left out"),
        "{err}"
    );
    assert_eq!(
        scratch.run(&["lint", "incidents/gone.md"]).status.code(),
        Some(2)
    );
}

#[test]
fn the_hooks_for_pre_commit_run_the_command_as_it_is() {
    let hooks = std::fs::read_to_string(project().join(".pre-commit-hooks.yaml")).unwrap();
    let entries: Vec<&str> = hooks
        .lines()
        .filter_map(|line| line.trim().strip_prefix("entry: incident "))
        .collect();
    assert_eq!(entries.len(), 2);
    let scratch = Scratch::repository();
    scratch.write("incidents/2026-01-01-a.md", "# A day\n\nWords.\n");
    for entry in entries {
        let words: Vec<&str> = entry
            .split(' ')
            .chain(["incidents/2026-01-01-a.md"])
            .collect();
        scratch.stdout(&words, 0);
    }
}
