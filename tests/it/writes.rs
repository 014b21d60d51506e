//! What is written is whole, where it should be, and nobody else's: killed, on a full disk, at the same time.

use std::fs;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use incident::corpus::{self, Overlays, Wish};
use incident::history::Past;
use incident::lint;
use incident::model::RepoPath;

use crate::support::{Scratch, binary};

const SLIP: &str = "---\ntitle: Odd\nstatus: draft\nteams: quay, support\n---\n\nIt was odd.\n\n## Suprises\n\nNone: two were asked\n";

fn slips(scratch: &Scratch, files: usize) {
    for n in 0..files {
        let text = format!("{SLIP}\n{}", "More of it.\n".repeat(500));
        scratch.write(&format!("incidents/2026-01-01-{n}.md"), text);
    }
}

#[test]
fn killed_at_any_moment_a_file_is_old_or_new() {
    let scratch = Scratch::new();
    let begun = Instant::now();
    slips(&scratch, 20);
    let old = scratch.read("incidents/2026-01-01-0.md");
    scratch.stdout(&["lint", "--fix", "-q"], 0);
    let took = begun.elapsed();
    let new = scratch.read("incidents/2026-01-01-0.md");
    assert_ne!(old, new);
    for part in 0..12 {
        slips(&scratch, 20);
        let mut child = binary(scratch.path())
            .args(["lint", "--fix", "-q"])
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(took * part / 12);
        child.kill().unwrap();
        child.wait().unwrap();
        for file in scratch.files() {
            let name = file.rsplit('/').next().unwrap();
            // A temporary file may stay behind: hidden, and never taken for a write-up.
            if name.starts_with(".incident-") {
                scratch.remove(&file);
                continue;
            }
            let text = scratch.read(&file);
            assert!(text == old || text == new, "{file} is torn");
        }
        scratch.stdout(&["lint", "--fix", "-q"], 0);
        assert!(scratch.files().iter().all(|file| scratch.read(file) == new));
    }
    // The same for a new file.
    for part in 0..8 {
        let title = format!("Night {part}");
        let mut child = binary(scratch.path())
            .args(["new", "-q", &title])
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_millis(5) * part);
        child.kill().unwrap();
        child.wait().unwrap();
        let made = scratch
            .files()
            .into_iter()
            .filter(|file| file.contains("night"));
        for file in made.filter(|file| !file.contains(".incident-")) {
            assert!(
                scratch.read(&file).contains("## How this was put together"),
                "{file}"
            );
        }
        scratch.stdout(&["new", "-q", &title], 0);
    }
}

/// The shell sets a limit to the length of files, which is a full disk to whoever writes.
#[cfg(unix)]
#[test]
fn a_full_disk_changes_nothing() {
    let scratch = Scratch::new();
    slips(&scratch, 1);
    let old = scratch.read("incidents/2026-01-01-0.md");
    let full = |words: &str| {
        let script = format!("trap '' XFSZ; ulimit -f 1; exec \"$0\" {words}");
        let mut command = binary(scratch.path());
        let mut shell = Command::new("sh");
        shell.current_dir(scratch.path()).env_clear();
        shell.envs(
            command
                .get_envs()
                .filter_map(|(name, value)| Some((name, value?))),
        );
        let program = command.arg("x").get_program().to_owned();
        let output = shell.args(["-c", &script]).arg(program).output().unwrap();
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        (output.status.code(), told)
    };
    let (code, told) = full("lint --fix -q");
    assert_eq!(code, Some(2), "{told}");
    assert!(told.contains("incidents/2026-01-01-0.md"), "{told}");
    assert_eq!(scratch.read("incidents/2026-01-01-0.md"), old);
    let (code, told) = full("new -q Night --depth full");
    assert_eq!(code, Some(2), "{told}");
    assert!(told.contains("night.md"), "{told}");
    assert_eq!(scratch.files(), ["incidents/2026-01-01-0.md"]);
}

#[test]
fn what_cannot_be_read_is_not_mended() {
    let scratch = Scratch::new();
    let body = SLIP.split_once("---\n\n").unwrap().1;
    let fronts = [
        "title: [a",
        "title: &a x\nteams: *a",
        "title: !!str x",
        "<<: {a: b}",
        "title: x\n title: y",
        "title: 'x",
    ];
    let text = |front: &str| format!("---\n{front}\n---\n\n{body}");
    for (at, front) in fronts.iter().enumerate() {
        scratch.write(&format!("incidents/2026-01-01-{at}.md"), text(front));
    }
    let mut unread = vec![
        ("incidents/latin.md", b"## Suprises\n\n\xe9\n".to_vec()),
        ("incidents/nul.md", b"## Suprises\n\n\0\n".to_vec()),
        (
            "incidents/dashes.md",
            b"----\ntitle: x\n----\n\nText.\n".to_vec(),
        ),
    ];
    for (path, bytes) in &unread {
        scratch.write(path, bytes);
    }
    let found = scratch.stdout(&["lint", "--format", "concise"], 1);
    for (at, front) in fronts.iter().enumerate() {
        let place = format!("incidents/2026-01-01-{at}.md:");
        let errors = found.lines().filter(|line| line.starts_with(&place));
        assert!(
            errors
                .clone()
                .any(|line| line.contains("error[front-matter-syntax]")),
            "{front}\n{found}"
        );
    }
    assert!(
        found.contains("incidents/dashes.md:1:1: error[front-matter-syntax]"),
        "{found}"
    );
    scratch.run(&["lint", "--fix=all"]);
    for (at, front) in fronts.iter().enumerate() {
        let now = scratch.read(&format!("incidents/2026-01-01-{at}.md"));
        let (head, _) = now.rsplit_once("---\n\n").unwrap();
        assert_eq!(
            head,
            format!("---\n{front}\n"),
            "front matter that is not understood stays"
        );
    }
    unread.retain(|(path, bytes)| fs::read(scratch.path().join(path)).unwrap() != *bytes);
    assert!(unread.is_empty(), "{unread:?}");
}

#[test]
fn names_of_devices_are_refused() {
    let scratch = Scratch::new();
    scratch.write("incident.yaml", "");
    for id in ["con", "AUX", "nul.2026", "lpt1", "Com9.x", "night."] {
        let output = scratch.run(&["new", "-q", "Night", "--id", id]);
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{id}");
        assert!(told.contains("cannot be an id"), "{told}");
    }
    scratch.stdout(&["new", "-q", "Night", "--id", "console"], 0);
    // What is made of a title begins with the day.
    assert_eq!(
        scratch.stdout(&["new", "-q", "Con"], 0),
        "incidents/2026/2026-11-20-con.md\n"
    );
}

#[test]
fn words_are_searched_as_they_are() {
    let scratch = Scratch::new();
    scratch
        .write(
            "incidents/a.md",
            "# A\n\nThe (a+)+b kettle --depth of it.\n",
        )
        .write(
            "incidents/b.md",
            format!("# B\n\n{}\n", "aaaa".repeat(50_000)),
        );
    let found = |words: &[&str]| {
        let output = scratch.run(words);
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(
            matches!(output.status.code(), Some(0..=2)),
            "{words:?} {told}"
        );
        String::from_utf8(output.stdout).unwrap()
    };
    assert!(found(&["search", "kettle"]).contains("kettle"));
    assert!(found(&["search", "--", "--depth"]).contains("kettle"));
    let begun = Instant::now();
    for words in [
        "(a+)+b",
        "(a|a)*b",
        ".*.*.*.*x",
        "[",
        "\\",
        "(?i)(((",
        "a{1000}{1000}",
    ] {
        found(&["search", "--", words]);
    }
    assert!(begun.elapsed() < Duration::from_mins(1));
}

#[cfg(unix)]
#[test]
fn what_is_written_has_the_mode_of_the_mask() {
    use std::os::unix::fs::PermissionsExt;
    for (mask, expected) in [("022", 0o644), ("077", 0o600), ("002", 0o664)] {
        let scratch = Scratch::new();
        fs::create_dir(scratch.path().join("incidents")).unwrap();
        let script = format!(
            "umask {mask}; \"$0\" new -q Night --id night; \"$0\" lint -q --report json=report.json"
        );
        let mut command = binary(scratch.path());
        let program = command.arg("x").get_program().to_owned();
        let done = Command::new("sh")
            .current_dir(scratch.path())
            .args(["-c", &script])
            .arg(program)
            .output();
        assert!(done.unwrap().status.success());
        for file in scratch.files() {
            let mode = fs::metadata(scratch.path().join(&file))
                .unwrap()
                .permissions()
                .mode();
            assert_eq!(mode & 0o777, expected, "{file} {mask}");
        }
        assert_eq!(scratch.files().len(), 2);
    }
}

#[test]
fn no_command_takes_a_file_away() {
    let scratch = Scratch::repository();
    slips(&scratch, 3);
    scratch
        .write("incidents/2026-02-01-empty.md", "")
        .write("incidents/notes.txt", "x")
        .write("incidents/.incident-old.tmp", "x")
        .write("templates/own.md", "# {{title}}\n")
        .commit("Ann Ray <ann@example.org>", 0, "Begin");
    let before = scratch.files();
    for words in [
        &["lint", "--fix=all"][..],
        &["init", "--ci", "github"],
        &["init", "--adopt", "incidents"],
        &["new", "Night", "--template", "own"],
        &["new", "Night"],
        &["links"],
        &["contributors"],
        &["markers"],
    ] {
        scratch.run(words);
        let now = scratch.files();
        let gone: Vec<&String> = before.iter().filter(|file| !now.contains(file)).collect();
        assert!(gone.is_empty(), "{words:?} took away {gone:?}");
    }
}

/// Returns the processor time that reading and linting a text takes, the least of three.
fn time(text: &str) -> Duration {
    let path = RepoPath::new("incidents/a.md").unwrap();
    let other = RepoPath::new("incidents/2026-01-01-b.md").unwrap();
    let texts = Overlays::from([(path, text.to_owned()), (other, "# B\n".to_owned())]);
    let nowhere = std::path::Path::new("/no/such/folder");
    let tries = (0..3).map(|_| {
        let begun = Instant::now();
        let corpus = corpus::load_with(
            nowhere,
            Wish {
                dirs: Some(&[]),
                ..Wish::all(&texts)
            },
        )
        .unwrap();
        lint::run(&corpus, &Past::default());
        begun.elapsed()
    });
    tries.min().unwrap()
}

#[test]
fn twice_the_text_takes_about_twice_the_time() {
    let head = "---\ntitle: x\nstatus: published\n---\n\nIt was odd.\n\n";
    let repeated: &[(&str, &str, &str)] = &[
        ("images in images", "![", "](x)"),
        ("images with words", "![a ", "](x)"),
        ("links that nothing closes", "[a](", ""),
        ("brackets", "[", "]"),
        ("comments that nothing closes", "<!-- ", ""),
        ("tags", "<a href=\"x\">", ""),
        ("emphasis", "*a **", ""),
        ("footnotes", "[^1] https://x.org/a ", ""),
        ("headings", "\n## Suprises\n\nx\n", ""),
        ("labels", "\n**Expected:** a\n", ""),
        ("ids", "2026-01-01-a ", ""),
        ("ids of another", "2026-01-01-b ", ""),
        ("ids in tags", "{{ 2026-01-01-b ", ""),
        ("a long word", "y", ""),
        ("sentences", "We should have noticed. ", ""),
    ];
    for (name, open, close) in repeated {
        let text = |times: usize| format!("{head}{}x{}\n", open.repeat(times), close.repeat(times));
        let times = 4_000;
        // Four times as much takes four times as long, or sixteen times where it is quadratic. What is quick
        // cannot be told from noise.
        let quadratic = || {
            let (once, more) = (time(&text(times)), time(&text(4 * times)));
            more > Duration::from_millis(400) && more > once * 9
        };
        // A neighbour on the machine may have slowed one of the two.
        assert!(!(quadratic() && quadratic() && quadratic()), "{name}");
    }
}

#[test]
fn hooks_that_are_there_stay_and_are_told_what_would_join_them() {
    let scratch = Scratch::repository();
    let made = scratch.stdout(&["init", "--pre-commit"], 0);
    assert!(made.contains("Created  .pre-commit-config.yaml"), "{made}");
    let again = scratch.stdout(&["init", "--pre-commit"], 0);
    assert!(
        again.contains("Next: ") && !again.contains("join"),
        "{again}"
    );
    let own = "repos: []\n";
    scratch
        .write(".pre-commit-config.yaml", own)
        .write(".gitlab-ci.yml", "stages: []\n");
    let told = scratch.stdout(&["init", "--pre-commit", "--ci", "gitlab"], 0);
    assert_eq!(scratch.read(".pre-commit-config.yaml"), own);
    assert_eq!(scratch.read(".gitlab-ci.yml"), "stages: []\n");
    assert!(
        told.contains("This job would join it:") && told.contains("This one would join them:"),
        "{told}"
    );
    assert!(
        told.contains("entry: incident lint --force-exclude"),
        "{told}"
    );
}
