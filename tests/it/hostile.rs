//! What a stranger may send: no file, name, message or setting stops a run, leaves the repository, starts a
//! program or reaches a terminal as it is. `.github/RELIABILITY.md` says which promise each test holds.

use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::path::Path;
use std::process::{Output, Stdio};
use std::time::{Duration, Instant};

use crate::support::{Scratch, binary};

const ANN: &str = "Ann Ray <ann@example.org>";

/// Every command that only reads, as people and as programs ask it.
const READING: &[&[&str]] = &[
    &["lint"],
    &["lint", "--advice"],
    &["lint", "--format", "json"],
    &["lint", "--format", "github"],
    &["lint", "--format", "sarif"],
    &["lint", "--diff"],
    &["links"],
    &["links", "2026-01-01-well"],
    &["links", "--format", "json"],
    &["links", "--format", "dot"],
    &["links", "--check"],
    &["links", "--index"],
    &["near", "src"],
    &["search", "kettle"],
    &["search", "kettle", "--format", "json"],
    &["show", "2026-01-01-well"],
    &["cite", "2026-01-01-well"],
    &["contributors"],
    &["contributors", "--format", "json"],
    &["questions"],
    &["digest", "--since", "2000-01-01"],
    &["digest", "--since", "2000-01-01", "--format", "html"],
    &["reading"],
    &["review", "--agenda", "2026-01-01-well"],
    &["markers"],
    &["markers", "--format", "json"],
];

const WELL: &str =
    "---\ntitle: The kettle\n---\n\nIt was odd.\n\n## What happened\n\nThe kettle sang.\n";

/// A repository with a write-up that is well, committed.
fn well() -> Scratch {
    let scratch = Scratch::repository();
    scratch
        .write("incidents/2026-01-01-well.md", WELL)
        .write("src/a.rs", "// 2026-01-01-well\n")
        .commit(ANN, 0, "Begin");
    scratch
}

fn text(output: &Output) -> String {
    let (out, err) = (&output.stdout, &output.stderr);
    String::from_utf8_lossy(out).into_owned() + &String::from_utf8_lossy(err)
}

/// Runs every reading command and checks what holds of each, whatever it reads.
fn read_all(scratch: &Scratch) -> Vec<Output> {
    let all = READING.iter().map(|words| {
        let begun = Instant::now();
        let output = scratch.run(words);
        let told = text(&output);
        let code = output.status.code();
        assert!(matches!(code, Some(0..=2)), "{words:?}: {code:?}\n{told}");
        assert!(!told.contains("panicked"), "{words:?}\n{told}");
        // Seconds that a loaded machine and a build for tests may need; what hangs needs minutes.
        assert!(begun.elapsed() < Duration::from_mins(1), "{words:?}");
        output
    });
    all.collect()
}

/// Every file and folder with what a write would change: the time of the last change, and the file's number.
fn state(root: &Path) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut pending = vec![root.to_path_buf()];
    while let Some(folder) = pending.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let meta = fs::symlink_metadata(&path).unwrap();
            if meta.is_dir() {
                pending.push(path.clone());
            }
            #[cfg(unix)]
            let more = {
                use std::os::unix::fs::MetadataExt;
                (meta.ctime(), meta.ctime_nsec(), meta.ino(), meta.mode())
            };
            #[cfg(not(unix))]
            let more = ();
            let said = format!("{} {:?} {more:?}", meta.len(), meta.modified().unwrap());
            found.insert(path.to_string_lossy().into_owned(), said);
        }
    }
    found
}

#[test]
fn one_bad_file_is_named_and_hides_no_other() {
    let scratch = well();
    scratch
        .write("incidents/2026-01-02-nul.md", "# A\0B\n")
        .write("incidents/2026-01-03-latin.md", b"# Caf\xe9\n")
        .write("incidents/2026-01-04-empty.md", "\n\n")
        .write("incidents/2026-01-05-wordless.md", "-")
        .write("incidents/2026-01-06-long.md", "word\n".repeat(1_800_000))
        .write(
            "incidents/2026-01-07-yaml.md",
            "---\ntitle: [a\n---\n\nText.\n",
        )
        .write("incidents/2026-01-08-folder.md/x", "");
    let mut named: Vec<String> = ["nul", "latin", "empty", "wordless", "long", "yaml"]
        .map(str::to_owned)
        .to_vec();
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(
            "/etc/hosts",
            scratch.path().join("incidents/2026-01-09-link.md"),
        )
        .unwrap();
        named.push("link".to_owned());
    }
    let found = scratch.stdout(&["lint", "--format", "concise"], 1);
    for name in named {
        assert!(found.contains(&format!("-{name}.md:")), "{name}\n{found}");
    }
    read_all(&scratch);
    assert!(
        scratch
            .stdout(&["search", "kettle"], 0)
            .contains("The kettle")
    );
    assert!(scratch.stdout(&["contributors"], 0).contains("Ann Ray"));
    assert!(
        scratch
            .stdout(&["links", "2026-01-01-well"], 0)
            .contains("src/a.rs")
    );
}

#[test]
fn what_grows_without_end_is_cut_off_in_time() {
    let scratch = well();
    let head = "---\ntitle: Deep\n---\n\n";
    let bombs: [(&str, String); 9] = [
        (
            "brackets",
            format!("---\ntitle: {}\n---\n\nText.\n", "[".repeat(60_000)),
        ),
        (
            "braces",
            format!("---\ntitle: {}\n---\n\nText.\n", "{a: ".repeat(15_000)),
        ),
        (
            "aliases",
            format!(
                "---\na: &a [x, x]\nb: [{}]\n---\n\nText.\n",
                "*a, ".repeat(9_000)
            ),
        ),
        ("quotes", format!("{head}{}deep\n", "> ".repeat(50_000))),
        ("lists", format!("{head}{}deep\n", "- ".repeat(50_000))),
        (
            "stars",
            format!(
                "{head}{}x{}\n",
                "*a **".repeat(30_000),
                "** a*".repeat(30_000)
            ),
        ),
        ("links", format!("{head}{}\n", "[a](".repeat(100_000))),
        ("line", format!("{head}{}\n", "word ".repeat(200_000))),
        (
            "headings",
            format!("{head}{}", "## Suprises\n\n".repeat(20_000)),
        ),
    ];
    for (name, text) in bombs {
        scratch.write(&format!("incidents/2026-02-01-{name}.md"), text);
    }
    read_all(&scratch);
    assert!(
        scratch
            .stdout(&["search", "kettle"], 0)
            .contains("The kettle")
    );
}

#[test]
fn reading_changes_nothing() {
    let scratch = well();
    scratch.write(
        "incidents/2026-01-02-slip.md",
        format!("{WELL}\n## Suprises\n\nx\n"),
    );
    let before = state(scratch.path());
    read_all(&scratch);
    assert_eq!(before, state(scratch.path()));
}

#[cfg(unix)]
#[test]
fn no_setting_of_a_repository_starts_a_program() {
    let scratch = well();
    let canary = tempfile::tempdir().unwrap();
    let sung = canary.path().join("sung");
    let script = canary.path().join("sing.sh");
    fs::write(
        &script,
        format!("#!/bin/sh\necho \"$0 $*\" >> '{}'\ncat\n", sung.display()),
    )
    .unwrap();
    make_executable(&script);
    let sing = script.display();
    let settings = format!(
        "[core]\n\tfsmonitor = {sing}\n\tpager = {sing}\n\teditor = {sing}\n\tsshCommand = {sing}\n\taskPass = {sing}\n\
         \thooksPath = {folder}\n\tattributesFile = {folder}/attributes\n[diff]\n\texternal = {sing}\n\
         [diff \"x\"]\n\ttextconv = {sing}\n\tcommand = {sing}\n[filter \"x\"]\n\tclean = {sing}\n\tsmudge = {sing}\n\tprocess = {sing}\n\
         [gpg]\n\tprogram = {sing}\n[log]\n\tshowSignature = true\n[alias]\n\tlog = !{sing}\n\trev-parse = !{sing}\n\
         [credential]\n\thelper = !{sing}\n[remote \"origin\"]\n\turl = ext::{sing}\n\tuploadpack = {sing}\n\tpromisor = true\n\
         [interactive]\n\tdiffFilter = {sing}\n[pager]\n\tcat-file = {sing}\n\tlog = {sing}\n",
        folder = canary.path().display()
    );
    let own = scratch.read(".git/config");
    scratch
        .write(".git/config", format!("{own}{settings}"))
        .write(".gitattributes", "*.md diff=x filter=x merge=x\n")
        .write(
            "git",
            format!("#!/bin/sh\necho here >> '{}'\n", sung.display()),
        );
    make_executable(&scratch.path().join("git"));
    let hooks = "post-index-change fsmonitor-watchman pre-commit post-checkout reference-transaction post-commit pre-auto-gc";
    for hook in hooks.split(' ') {
        for path in [
            scratch.path().join(".git/hooks").join(hook),
            canary.path().join(hook),
        ] {
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::copy(&script, path).unwrap();
        }
    }
    let run = |words: &[&str]| {
        let path = std::env::var("PATH").unwrap();
        let mut command = binary(scratch.path());
        command.env("PATH", format!(".:{path}")).args(words);
        let output = command.output().unwrap();
        assert!(
            matches!(output.status.code(), Some(0..=2)),
            "{words:?}: {}",
            text(&output)
        );
        let heard = fs::read_to_string(&sung).unwrap_or_default();
        assert!(heard.is_empty(), "incident {words:?} started: {heard}");
    };
    let writing: [&[&str]; 3] = [
        &["lint", "--fix"],
        &["new", "Night"],
        &["init", "--ci", "github"],
    ];
    for words in READING.iter().chain(&writing) {
        run(words);
    }
    // What libgit2 cannot open is asked of the `git` program.
    let config = scratch.read(".git/config");
    scratch.write(
        ".git/config",
        format!(
            "{config}[core]\n\trepositoryformatversion = 1\n[extensions]\n\tpartialclone = origin\n"
        ),
    );
    for words in READING {
        run(words);
    }
    // The trap is live: git itself steps into it.
    let _ = std::process::Command::new("git")
        .current_dir(scratch.path())
        .args(["-c", "alias.x=!true", "status"])
        .output();
    assert!(sung.exists(), "the trap is not set");
}

#[cfg(unix)]
fn make_executable(path: &Path) {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
}

#[test]
fn nothing_is_asked_of_a_network() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let at = format!("http://{}", listener.local_addr().unwrap());
    let scratch = well();
    scratch
        .write(
            "incident.yaml",
            format!("site: {at}/stories\nforge: {at}/acme/stories\n"),
        )
        .write(
            "incidents/2026-01-02-b.md",
            format!("{WELL}\n[x]({at}/x) ![i]({at}/i.png) <{at}>\n"),
        );
    scratch.git(
        0,
        &["remote", "add", "origin", &format!("{at}/acme/stories.git")],
    );
    read_all(&scratch);
    scratch.run(&["lint", "--changed"]);
    let asked = listener.accept().map(|_| ()).unwrap_err().kind();
    assert_eq!(asked, std::io::ErrorKind::WouldBlock);
}

#[cfg(unix)]
#[test]
fn reading_stays_inside() {
    use std::os::unix::fs::symlink;
    let outside = tempfile::tempdir().unwrap();
    let name = outside.path().file_name().unwrap().to_str().unwrap();
    let scratch = well();
    let root = scratch.path();
    scratch.write(
        "incidents/2026-01-02-b.md",
        format!(
            "{WELL}\n[there](../../{name}/secret.md) [and](../away/secret.md) ![i](/etc/passwd)\n"
        ),
    );
    symlink(outside.path(), root.join("away")).unwrap();
    symlink(outside.path(), root.join("incidents/away")).unwrap();
    symlink("away", root.join("incidents/loop-a")).unwrap();
    symlink(".", root.join("incidents/self")).unwrap();
    symlink("/dev/zero", root.join("incidents/2026-01-03-zero.md")).unwrap();
    symlink(outside.path().join("secret.md"), root.join(".mailmap")).unwrap();
    symlink(outside.path().join("secret.md"), root.join("glossary.md")).unwrap();
    let made = std::process::Command::new("mkfifo")
        .arg(root.join("incidents/2026-01-04-pipe.md"))
        .status();
    let piped = made.is_ok_and(|status| status.success());
    let before: Vec<String> = read_all(&scratch).iter().map(text).collect();
    let secret =
        "---\ntitle: SECRET-kettle\nid: 2026-09-09-secret\n---\n\nSECRET 2026-01-01-well\n";
    fs::write(outside.path().join("secret.md"), secret).unwrap();
    let after: Vec<String> = read_all(&scratch).iter().map(text).collect();
    // What lies outside is neither read nor told to be there.
    assert_eq!(before, after);
    assert!(!after.concat().contains("SECRET"));
    let found = scratch.stdout(&["lint", "--format", "concise"], 1);
    assert!(
        found.contains("2026-01-03-zero.md:1:1: error[unreadable-file]"),
        "{found}"
    );
    assert!(
        !piped || found.contains("2026-01-04-pipe.md:1:1: error[unreadable-file]"),
        "{found}"
    );
}

#[cfg(unix)]
#[test]
fn writing_stays_inside() {
    use std::os::unix::fs::symlink;
    let outside = tempfile::tempdir().unwrap();
    let target = outside.path().join("victim.md");
    let slip = format!("{WELL}\n## Suprises\n\nNone: two were asked\n");
    fs::write(&target, &slip).unwrap();
    let scratch = Scratch::new();
    scratch.write("incidents/2026/2026-01-01-a.md", WELL);
    let root = scratch.path();
    symlink(&target, root.join("incidents/2026-01-02-b.md")).unwrap();
    symlink(
        outside.path().join("made.md"),
        root.join("incidents/2026/2026-11-20-night.md"),
    )
    .unwrap();
    symlink(outside.path().join("made.yaml"), root.join("incident.yaml")).unwrap();
    scratch.run(&["lint", "--fix=all"]);
    scratch.run(&["init", "--ci", "github"]);
    scratch.remove("incident.yaml");
    assert_eq!(
        scratch.stdout(&["new", "-q", "Night"], 0),
        "incidents/2026/2026-11-20-night-2.md\n"
    );
    fs::remove_dir_all(root.join("incidents")).unwrap();
    symlink(outside.path(), root.join("incidents")).unwrap();
    for words in [&["new", "Night"][..], &["init"], &["lint", "--fix"]] {
        scratch.run(words);
    }
    assert_eq!(fs::read_to_string(&target).unwrap(), slip);
    assert_eq!(fs::read_dir(outside.path()).unwrap().count(), 1);
}

/// Characters that a terminal or a log would act on.
const ODD: &str = "a\u{1b}[2J\u{9b}31m\u{7}\u{202e}b\u{200b}\u{2028}c::error::d##[error]e";

#[test]
fn nothing_raw_reaches_a_terminal_or_a_log() {
    let scratch = Scratch::repository();
    let yaml = ODD
        .replace('\u{1b}', "\\e")
        .replace(['\u{7}', '\u{9b}'], "\\a");
    scratch
        .write("incidents/2026-01-01-well.md", WELL)
        .write(
            "incidents/2026-01-02-odd.md",
            format!(
                "---\ntitle: \"{yaml} kettle\"\nteams: [\"{yaml}\"]\n{yaml}: x\nstatus: {yaml}\n---\n\n\
                 ::error::kettle {ODD}\n\n## {ODD}\n\n::warning::2026-01-01-well {ODD}\n\n[&#27;[2J {ODD}](&#27;{ODD}.md)\n\n## Open questions\n\n### {ODD}?\n"
            ),
        )
        .write("src/a.rs", format!("// 2026-01-01-well {ODD}\n"))
        .commit(&format!("{} <x@example.org>", ODD.replace('\u{2028}', "")), 0, &format!("2026-01-01-well {ODD}\n\nIncident: {ODD}"));
    #[cfg(unix)]
    scratch.write(
        &format!("incidents/2026-01-03-{}.md", ODD.replace('/', "")),
        WELL,
    );
    scratch.write(
        "incident.yaml",
        format!("\"{yaml}\": x\nlint: {{\"{yaml}\": off}}\n"),
    );
    let mut all = read_all(&scratch);
    all.push(scratch.run(&["lint", ODD]));
    all.push(scratch.run(&["show", ODD]));
    all.push(scratch.run(&[ODD]));
    all.push(scratch.run(&["search", ODD]));
    scratch.write("incident.yaml", format!("dirs: [\"{yaml}\"\n"));
    all.push(scratch.run(&["lint"]));
    for output in &all {
        for bytes in [&output.stdout, &output.stderr] {
            let said = String::from_utf8(bytes.clone()).unwrap();
            let raw = said.chars().find(|&c| {
                (c.is_control() && !matches!(c, '\n' | '\t'))
                    || matches!(c, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
            });
            assert_eq!(raw, None, "{said}");
            assert!(!said.contains("##["), "{said}");
            let ours = |line: &str| {
                [
                    "::error file=",
                    "::warning file=",
                    "::notice file=",
                    "::error title=",
                    "::warning title=",
                    "::notice title=",
                ]
                .iter()
                .any(|own| line.starts_with(own))
            };
            let command = said
                .lines()
                .find(|line| line.trim_start().starts_with("::") && !ours(line));
            assert_eq!(command, None, "{said}");
        }
    }
}

#[cfg(unix)]
#[test]
fn every_ending_is_one_of_three() {
    use std::os::unix::ffi::OsStrExt;
    let scratch = well();
    for words in READING {
        // Nobody reads: the first bytes find a closed pipe.
        let mut child = binary(scratch.path())
            .args(*words)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let mut told = String::new();
        child
            .stderr
            .take()
            .unwrap()
            .read_to_string(&mut told)
            .unwrap();
        let code = child.wait().unwrap().code();
        assert!(matches!(code, Some(0..=2)), "{words:?}: {code:?} {told}");
        if cfg!(target_os = "linux") {
            // Everybody reads, and nothing can be written.
            let full = fs::OpenOptions::new()
                .write(true)
                .open("/dev/full")
                .unwrap();
            let output = binary(scratch.path())
                .args(*words)
                .stdout(full)
                .output()
                .unwrap();
            let told = text(&output);
            let silent = scratch.run(words).stdout.is_empty();
            assert!(
                silent || output.status.code() == Some(2),
                "{words:?}: {told}"
            );
            assert!(!told.contains("panicked"), "{words:?}: {told}");
        }
    }
    let odd = std::ffi::OsStr::from_bytes(b"\xff\xfe");
    for command in ["lint", "links", "search", "show", "near", "new", "nonsense"] {
        let output = binary(scratch.path())
            .arg(command)
            .arg(odd)
            .output()
            .unwrap();
        let code = output.status.code();
        assert!(matches!(code, Some(0..=2)), "{command}: {code:?}");
        assert!(!text(&output).contains("panicked"), "{command}");
    }
}

#[cfg(unix)]
#[test]
fn who_is_interrupted_ends_at_once() {
    let scratch = well();
    for (signal, number) in [("INT", 2), ("TERM", 15), ("HUP", 1)] {
        let mut child = binary(scratch.path())
            .args(["lint", "--watch"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_millis(300));
        let id = child.id().to_string();
        let sent = std::process::Command::new("kill")
            .args(["-s", signal, &id])
            .status()
            .unwrap();
        assert!(sent.success());
        let begun = Instant::now();
        let status = child.wait().unwrap();
        assert!(begun.elapsed() < Duration::from_secs(3), "{signal}");
        let by = std::os::unix::process::ExitStatusExt::signal(&status);
        assert!(
            by == Some(number) || status.code() == Some(128 + number),
            "{signal}: {status}"
        );
    }
}

#[test]
fn a_repository_hidden_in_a_folder_is_not_found() {
    let scratch = well();
    scratch.write("incidents/2026-01-02-b.md", WELL);
    let hidden = Scratch::repository();
    hidden
        .write("a.md", "x")
        .commit("Eve <eve@example.org>", 0, "2026-01-01-well");
    let (from, to) = (
        hidden.path().join(".git"),
        scratch.path().join("incidents/hidden.git"),
    );
    copy(&from, &to);
    let shown = text(&scratch.run(&["-C", "incidents/hidden.git", "contributors"]));
    assert!(
        shown.contains("Ann Ray") && !shown.contains("Eve"),
        "{shown}"
    );
    // Nor is one that only looks like a work tree with its write-ups elsewhere.
    let config = scratch.read(".git/config");
    let away = tempfile::tempdir().unwrap();
    fs::create_dir(away.path().join("incidents")).unwrap();
    fs::write(
        away.path().join("incidents/2026-01-09-away.md"),
        "# Away kettle\n",
    )
    .unwrap();
    let worktree = away.path().to_string_lossy().replace('\\', "/");
    scratch.write(
        ".git/config",
        format!("{config}[core]\n\tworktree = {worktree}\n"),
    );
    let shown: String = read_all(&scratch).iter().map(text).collect();
    assert!(!shown.contains("Away kettle"), "{shown}");
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let place = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &place);
        } else {
            fs::copy(entry.path(), place).unwrap();
        }
    }
}

/// Only the superuser can give a folder away: elsewhere this test has nothing to look at.
#[cfg(target_os = "linux")]
#[test]
fn the_repository_of_somebody_else_is_opened_only_where_git_would() {
    let scratch = well();
    let given = std::process::Command::new("chown")
        .args(["-R", "12345:12345"])
        .arg(scratch.path())
        .stderr(Stdio::null())
        .status();
    if !given.is_ok_and(|status| status.success()) {
        return;
    }
    let output = scratch.run(&["contributors"]);
    let told = text(&output);
    assert_eq!(output.status.code(), Some(2), "{told}");
    assert!(
        told.contains("safe.directory") && !told.contains("Ann Ray"),
        "{told}"
    );
    assert!(
        scratch
            .stdout(&["search", "kettle"], 0)
            .contains("The kettle")
    );
    scratch.stdout(&["lint"], 0);
}

#[test]
fn settings_of_strangers_are_bounded_too() {
    let scratch = well();
    let refused = |settings: &str| {
        scratch.write("incident.yaml", settings);
        let output = scratch.run(&["lint"]);
        let told = text(&output);
        assert_eq!(output.status.code(), Some(2), "{settings:.40}: {told}");
        assert!(told.contains("incident.yaml"), "{told}");
    };
    refused("dirs: [\n");
    refused("just text\n");
    refused(&format!("# {}\n", "x".repeat(1024 * 1024)));
    refused("a: &a [x]\nb: *a\n");
    for settings in [
        "dirs: [../..]\n",
        "dirs: [/etc]\n",
        "dirs: [.git]\n",
        "id_pattern: '(a{1000}){1000}'\n",
        "version: 2\n",
        "limits: {writeup: 900 GiB}\n",
    ] {
        scratch.write("incident.yaml", settings);
        let found = scratch.stdout(&["lint", "--format", "concise"], 1);
        assert!(found.contains("incident.yaml:1:"), "{settings}\n{found}");
    }
    #[cfg(unix)]
    {
        scratch.remove("incident.yaml");
        std::os::unix::fs::symlink("/etc/hosts", scratch.path().join("incident.yaml")).unwrap();
        let output = scratch.run(&["lint"]);
        assert_eq!(output.status.code(), Some(2));
        assert!(text(&output).contains("incident.yaml"));
    }
}

#[test]
fn limits_can_be_set() {
    let scratch = well();
    let long = format!("{WELL}{}", "More words.\n".repeat(200));
    scratch.write("incidents/2026-01-02-long.md", &long);
    scratch.stdout(&["lint"], 0);
    scratch.write("incident.yaml", "limits: {writeup: 1 KiB}\n");
    let found = scratch.stdout(&["lint", "--format", "concise"], 1);
    assert!(found.contains("it is longer than 1 KiB"), "{found}");
    assert!(
        scratch
            .stdout(&["links", "2026-01-01-well"], 0)
            .contains("src/a.rs")
    );
    scratch.write(
        "src/a.rs",
        format!("// 2026-01-01-well\n{}", " \n".repeat(2000)),
    );
    let checked = |hold: &str| {
        let told = scratch.stdout(&["links", "--check"], 0);
        assert!(told.contains(hold), "{told}");
    };
    checked("1 citation holds");
    assert!(
        scratch
            .stdout(&["links", "--collect"], 0)
            .contains("src/a.rs")
    );
    scratch.write("incident.yaml", "limits: {file: 2 KiB}\n");
    assert!(
        !scratch
            .stdout(&["links", "2026-01-01-well"], 0)
            .contains("src/a.rs:1")
    );
    checked("0 citations hold");
    assert!(
        !scratch
            .stdout(&["links", "--collect"], 0)
            .contains("src/a.rs")
    );
    // What other repositories of the settings hold is read up to the same length.
    let other = Scratch::repository();
    other
        .write(
            "b.rs",
            format!("// 2026-01-01-well\n{}", " \n".repeat(2000)),
        )
        .commit(ANN, 1, "Add b");
    let shown = |limits: &str| {
        let path = other.path().display();
        let settings = format!("repositories: {{other: '{path}'}}\n{limits}");
        scratch.write("incident.yaml", settings);
        scratch.stdout(&["links", "2026-01-01-well"], 0)
    };
    assert!(shown("").contains("b.rs"));
    assert!(!shown("limits: {file: 2 KiB}\n").contains("b.rs"));
}

#[test]
fn the_machine_has_no_say_in_an_answer() {
    let scratch = well();
    scratch.write(
        "incidents/2026-01-02-b.md",
        format!("{WELL}\n## Suprises\n\n[x](gone.md) 2026-01-01-well\n"),
    );
    for words in READING {
        let run = |settings: &[(&str, &str)]| {
            let mut command = binary(scratch.path());
            command.args(*words).envs(settings.iter().copied());
            let output = command.output().unwrap();
            (output.status.code(), text(&output))
        };
        let plain = run(&[]);
        let other = run(&[
            ("TZ", "Pacific/Kiritimati"),
            ("LC_ALL", "de_DE.UTF-8"),
            ("LANG", "tr_TR.UTF-8"),
            ("COLUMNS", "40"),
            ("TERM", "dumb"),
            ("GIT_DIR", "/nonexistent"),
            ("GIT_CONFIG_GLOBAL", "/nonexistent"),
        ]);
        assert_eq!(plain, other, "{words:?}");
    }
}

#[test]
fn a_name_differs_by_its_case_on_every_disk() {
    let scratch = Scratch::new();
    scratch
        .write(
            "incidents/2026-01-01-a.md",
            format!("{WELL}\n[b](2026-01-02-B.md) [b](2026-01-02-b.MD)\n"),
        )
        .write("incidents/2026-01-02-b.md", WELL);
    let found = scratch.stdout(&["lint", "--format", "concise"], 0);
    assert_eq!(found.matches("warning[broken-link]").count(), 2, "{found}");
}

/// Git itself would wait for ever; a folder that came as an archive may hold them.
#[cfg(unix)]
#[test]
fn a_pipe_in_the_place_of_a_file_of_git_holds_up_nothing() {
    let pipe = |scratch: &Scratch, path: &str| {
        let path = scratch.path().join(path);
        let _ = fs::remove_file(&path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        let made = std::process::Command::new("mkfifo").arg(&path).status();
        assert!(made.unwrap().success());
    };
    let read = |scratch: &Scratch, name: &str| {
        for words in [
            &["lint"][..],
            &["links"],
            &["contributors"],
            &["lint", "--changed", "HEAD"],
        ] {
            let mut child = binary(scratch.path())
                .args(words)
                .stdout(Stdio::null())
                .stderr(Stdio::piped())
                .spawn()
                .unwrap();
            let begun = Instant::now();
            let status = loop {
                if let Some(status) = child.try_wait().unwrap() {
                    break status;
                }
                if begun.elapsed() > Duration::from_secs(20) {
                    child.kill().unwrap();
                    child.wait().unwrap();
                    panic!("{words:?} waits for {name}");
                }
                std::thread::sleep(Duration::from_millis(5));
            };
            let mut told = String::new();
            child.stderr.unwrap().read_to_string(&mut told).unwrap();
            assert!(matches!(status.code(), Some(0..=2)), "{name} {told}");
            assert!(
                status.code() != Some(2) || told.contains('`'),
                "{name} {told}"
            );
        }
    };
    for name in [
        "HEAD",
        "config",
        "config.worktree",
        "index",
        "packed-refs",
        "refs/heads/main",
        "refs/tags/v1",
        "shallow",
        "gitdir",
        "commondir",
        "info/exclude",
        "info/grafts",
        "info/attributes",
        "objects/info/alternates",
        "objects/pack/multi-pack-index",
    ] {
        let scratch = well();
        pipe(&scratch, &format!(".git/{name}"));
        read(&scratch, name);
    }
    for name in [
        ".gitignore",
        "incidents/.gitignore",
        ".gitattributes",
        "src/.gitattributes",
    ] {
        let scratch = well();
        pipe(&scratch, name);
        // A file that may have changed is compared, for which its attributes are asked.
        scratch.write("src/a.rs", "// 2026-01-02-well\n");
        read(&scratch, name);
    }
    for settings in [
        "[include]\n\tpath = pipe\n",
        "[includeIf \"gitdir:**\"] PATH = \"pi\\\npe\" # x\n",
        "[core]\n\texcludesFile = .git/pipe\n\tattributesFile = .git/pipe\n",
        "[include]\n\tpath = more\n",
    ] {
        let scratch = well();
        pipe(&scratch, ".git/pipe");
        scratch.write(".git/more", "[include]\n\tpath = pipe\n");
        let config = scratch.read(".git/config") + settings;
        scratch.write(".git/config", config);
        read(&scratch, settings);
    }
}

#[test]
fn a_file_of_nothing_but_marks_is_not_read() {
    let scratch = well();
    scratch
        .write("incidents/2026-01-02-marks.md", "[^1] a".repeat(200_000))
        .write("incidents/2026-01-03-long.md", "word ".repeat(200_000));
    let found = scratch.stdout(&["lint", "--format", "concise"], 1);
    assert!(
        found.contains("2026-01-02-marks.md:1:1: error[unreadable-file]")
            && found.contains("500000 lines and marks"),
        "{found}"
    );
    assert!(!found.contains("2026-01-03-long.md:1:1: error"), "{found}");
}
