//! `new --commit` beside git: as git would have written it, and nothing left behind by a run that was killed.

use std::fs;
use std::process::Stdio;
use std::time::Instant;

use crate::support::{Scratch, binary};

/// A repository with a commit and a user.
fn begun() -> Scratch {
    let scratch = Scratch::repository();
    name_user(&scratch);
    scratch
        .write("incident.yaml", "")
        .commit("Ann Ray <ann@example.org>", 0, "Begin");
    scratch
}

fn name_user(scratch: &Scratch) {
    scratch.git(0, &["config", "user.name", "Ann Ray"]);
    scratch.git(0, &["config", "user.email", "ann@example.org"]);
}

/// Runs it where it cannot commit, and returns what it says.
fn refused(scratch: &Scratch) -> String {
    let output = scratch.run(&["new", "-q", "Night", "--commit"]);
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.contains("is written, and not committed"), "{said}");
    said
}

fn commits(scratch: &Scratch) -> usize {
    scratch.git(0, &["log", "--format=%s"]).lines().count()
}

#[test]
fn the_branch_and_its_log_are_as_git_would_have_them() {
    let scratch = Scratch::repository();
    name_user(&scratch);
    scratch.write("incident.yaml", "");
    scratch.stdout(&["new", "-q", "First", "--commit"], 0);
    scratch.stdout(&["new", "-q", "Second", "--commit"], 0);
    let log = |name: &str| scratch.git(0, &["reflog", "show", "--format=%gs|%gn %ge", name]);
    let expected = "commit: Begin the write-up of Second|Ann Ray ann@example.org\n\
                    commit (initial): Begin the write-up of First|Ann Ray ann@example.org\n";
    assert_eq!(log("HEAD"), expected);
    assert_eq!(log("main"), expected);
    scratch.git(0, &["fsck", "--strict"]);
    // A branch in a folder, its value packed; then no branch at all; then another work tree.
    scratch.git(0, &["switch", "-q", "-c", "team/quay"]);
    scratch.git(0, &["pack-refs", "--all"]);
    scratch.stdout(&["new", "-q", "Third", "--commit"], 0);
    scratch.git(0, &["switch", "-q", "--detach"]);
    scratch.stdout(&["new", "-q", "Fourth", "--commit"], 0);
    assert_eq!(commits(&scratch), 4);
    scratch.git(0, &["worktree", "add", "-q", "-b", "aside", "side"]);
    let elsewhere = scratch.path().join("side");
    let done = binary(&elsewhere)
        .args(["new", "-q", "Fifth", "--commit"])
        .output()
        .unwrap();
    assert_eq!(done.status.code(), Some(0), "{done:?}");
    let lasts = ["HEAD", "main", "team/quay", "aside"].map(|name| {
        let last = scratch.git(0, &["log", "-1", "--format=%s", name]);
        last.trim().rsplit(' ').next().unwrap().to_owned()
    });
    assert_eq!(lasts, ["Fourth", "Second", "Third", "Fifth"]);
    // Without logs, none is begun; the ones there are go on.
    scratch.git(0, &["config", "core.logAllRefUpdates", "false"]);
    scratch.git(0, &["switch", "-q", "--orphan", "bare"]);
    scratch.write("incident.yaml", "");
    scratch.stdout(&["new", "-q", "Sixth", "--commit"], 0);
    assert!(!scratch.path().join(".git/logs/refs/heads/bare").exists());
    scratch.git(0, &["fsck", "--strict"]);
    let left = fs::read_dir(scratch.path().join(".git")).unwrap();
    let left = left.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let left: Vec<String> = left
        .filter(|name| name.starts_with(".incident-") || name.contains("lock"))
        .collect();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn a_lock_of_git_is_named_with_its_remedy_and_stays() {
    for lock in [
        ".git/index.lock",
        ".git/refs/heads/main.lock",
        ".git/HEAD.lock",
    ] {
        let scratch = begun();
        if lock.ends_with("HEAD.lock") {
            scratch.git(0, &["switch", "-q", "--detach"]);
        }
        scratch.write(lock, "");
        let said = refused(&scratch);
        assert!(
            said.contains(&format!("`{lock}` is there since 20")),
            "{said}"
        );
        assert!(said.contains("remove it"), "{said}");
        assert!(scratch.path().join(lock).exists());
        assert_eq!(commits(&scratch), 1);
        scratch.remove(lock);
        scratch.stdout(&["new", "-q", "Later", "--commit"], 0);
    }
}

#[cfg(unix)]
#[test]
fn what_a_killed_run_left_is_no_hindrance() {
    let scratch = begun();
    let begin = Instant::now();
    scratch.stdout(&["new", "-q", "Timing", "--commit"], 0);
    let took = begin.elapsed();
    for part in 0..24 {
        let mut child = binary(scratch.path())
            .args(["new", "-q", "Killed", "--commit"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(took * part / 24);
        child.kill().unwrap();
        child.wait().unwrap();
        scratch.git(0, &["fsck", "--strict"]);
        let before = commits(&scratch);
        scratch.stdout(&["new", "-q", "After", "--commit"], 0);
        assert_eq!(commits(&scratch), before + 1);
    }
    // Both locks held at the moment of the end, as no kill at random would find it.
    let git = scratch.path().join(".git");
    scratch
        .write(".git/.incident-abc123/alive", "")
        .write(".git/.incident-abc123/one", "")
        .write(".git/.incident-abc123/two", "0000\n");
    for (own, lock) in [("one", "index.lock"), ("two", "refs/heads/main.lock")] {
        let own = git.join(".incident-abc123").join(own);
        fs::hard_link(own, git.join(lock)).unwrap();
    }
    scratch.stdout(&["new", "-q", "Last", "--commit"], 0);
    assert!(!git.join("index.lock").exists() && !git.join("refs/heads/main.lock").exists());
    assert!(!git.join(".incident-abc123").exists());
    scratch.git(0, &["fsck", "--strict"]);
}

#[cfg(unix)]
#[test]
fn nothing_is_written_through_links_in_a_foreign_repository() {
    let links = [
        (".git/logs/HEAD", "file"),
        (".git/logs/refs/heads/main", "file"),
        (".git/logs", "."),
        (".git/refs", "refs"),
    ];
    for (link, target) in links {
        let scratch = begun();
        let outside = Scratch::new();
        outside.write("file", "mine\n");
        fs::create_dir_all(outside.path().join("refs/heads")).unwrap();
        let head = scratch.git(0, &["rev-parse", "HEAD"]);
        outside.write("refs/heads/main", &head);
        let path = scratch.path().join(link);
        if path.is_dir() {
            fs::remove_dir_all(&path).unwrap();
        } else {
            let _ = fs::remove_file(&path);
        }
        std::os::unix::fs::symlink(outside.path().join(target), &path).unwrap();
        refused(&scratch);
        assert_eq!(outside.read("file"), "mine\n", "{link}");
        assert_eq!(outside.files(), ["file", "refs/heads/main"], "{link}");
        assert_eq!(outside.read("refs/heads/main"), head, "{link}");
    }
}
