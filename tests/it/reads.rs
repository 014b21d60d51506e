//! Counting who reads: what a log becomes, and that nothing is counted twice.

use std::fs;
use std::io::Write as _;
use std::process::{Output, Stdio};

use serde_json::Value;

use crate::support::{Scratch, binary};

const SETTINGS: &str = "site: https://stories.example.org/incidents\nteams:\n  quay: [ann@example.org, \"@quay.example.org\"]\n  ledger: [{who: bo@example.org, until: 2026-11-03}]\n";
const BROWSER: &str = "Mozilla/5.0 (X11; Linux x86_64) Firefox/133.0";

/// A repository with three write-ups, one of which answers to two names.
fn harbour() -> Scratch {
    let scratch = Scratch::new();
    scratch.write("incident.yaml", SETTINGS);
    scratch.write(
        "incidents/2026/2026-01-02-tide.md",
        "---\ntitle: Tide\naliases: [HBR-1]\nteams: [quay]\n---\n",
    );
    scratch.write("incidents/2026/2026-01-03-storm.md", "# Storm\n");
    scratch.write("incidents/faq.md", "# FAQ\n");
    scratch
}

/// A line of Combined Log Format on a day of November 2026.
fn line(day: u32, time: &str, user: &str, path: &str) -> String {
    format!(
        "10.0.0.1 - {user} [{day:02}/Nov/2026:{time} +0000] \"GET {path} HTTP/1.1\" 200 1 \"-\" \"{BROWSER}\"\n"
    )
}

fn import(scratch: &Scratch, words: &[&str]) -> Value {
    let words = [&["reads", "import", "--format", "json"], words].concat();
    serde_json::from_str(&scratch.stdout(&words, 0)).unwrap()
}

/// Every row of the folder, heads left out, sorted.
fn rows(scratch: &Scratch) -> Vec<String> {
    let names = scratch
        .files()
        .into_iter()
        .filter(|name| name.starts_with("reads/"));
    let mut rows = Vec::new();
    for name in names {
        let text = scratch.read(&name);
        let mut lines = text.lines();
        assert_eq!(lines.next(), Some("date,id,team,count"), "{name}");
        let own: Vec<&str> = lines.collect();
        assert!(own.is_sorted(), "{name}: {text}");
        rows.extend(own.into_iter().map(str::to_owned));
    }
    rows.sort();
    rows
}

fn piped(scratch: &Scratch, words: &[&str], input: &[u8]) -> Output {
    let mut child = binary(scratch.path())
        .args(words)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input).unwrap();
    child.wait_with_output().unwrap()
}

#[test]
fn a_log_becomes_rows_of_day_write_up_and_team() {
    let scratch = harbour();
    let log = [
        line(
            3,
            "09:00:00",
            "ann@example.org",
            "/incidents/2026-01-02-tide",
        ),
        line(
            3,
            "09:00:01",
            "ann@example.org",
            "/incidents/2026-01-02-tide/?utm=x",
        ),
        line(
            3,
            "09:00:02",
            "someone@quay.example.org",
            "/incidents/2026%2D01-02-tide.html",
        ),
        line(
            3,
            "09:00:03",
            "bo@example.org",
            "/incidents/2026/2026-01-02-tide/index.html#surprises",
        ),
        line(4, "09:00:04", "bo@example.org", "/incidents/HBR-1"),
        line(4, "09:00:05", "-", "/incidents/faq/"),
        line(
            4,
            "23:30:00",
            "-",
            "https://stories.example.org/incidents/2026-01-03-storm.html",
        )
        .replace("+0000", "-0100"),
        // Not a read, or of no write-up that is known.
        line(4, "09:01:00", "-", "/incidents/2026-01-03-storm").replace("200 1", "404 1"),
        line(4, "09:01:01", "-", "/incidents/2026-01-03-storm").replace("GET", "HEAD"),
        line(4, "09:01:02", "-", "/incidents/2026-01-03-storm").replace(BROWSER, "curl/8.9.1"),
        line(4, "09:01:03", "-", "/other/2026-01-03-storm"),
        line(4, "09:01:04", "-", "/faq"),
        line(4, "09:01:05", "-", "/incidents/2026-01-03-storms"),
        line(4, "09:01:06", "-", "/incidents/style.css"),
        line(
            4,
            "09:01:07",
            "-",
            "https://elsewhere.org/incidents/2026-01-03-storm",
        ),
        "garbage\n".to_owned(),
    ];
    scratch.write("access.log", log.concat());
    let told = import(&scratch, &["access.log"]);
    assert_eq!(
        rows(&scratch),
        [
            "2026-11-03,2026-01-02-tide,ledger,1",
            "2026-11-03,2026-01-02-tide,quay,3",
            "2026-11-04,2026-01-02-tide,,1",
            "2026-11-04,faq,,1",
            "2026-11-05,2026-01-03-storm,,1",
        ]
    );
    assert_eq!(
        (&told["reads"], &told["reads_with_team"], &told["writeups"]),
        (&7.into(), &4.into(), &3.into())
    );
    let left_out = serde_json::json!({ "unanswered": 2, "programs": 1, "files": 1, "nobody": 4, "garbled": 1 });
    assert_eq!(told["left_out"], left_out);
    assert_eq!(told["garbled_lines"], serde_json::json!([16]));
    assert_eq!(told["nobody"][0]["number"], 1);
    let kept = rows(&scratch).concat();
    assert!(!kept.contains("example.org") && !kept.contains("10.0.0.1"));
}

#[test]
fn nothing_is_counted_twice() {
    let scratch = harbour();
    let path = "/incidents/2026-01-03-storm";
    let first: String = (0..4)
        .map(|n| line(3, &format!("09:00:0{n}"), "-", path))
        .collect();
    let second: String = (4..8)
        .map(|n| line(3, &format!("09:00:0{n}"), "-", path))
        .collect();
    scratch.write("access.log", &first);
    import(&scratch, &["access.log"]);
    let before = scratch.files();
    // The same again; a copy of it; and a part.
    scratch.write("copy", &first);
    scratch.write("part", line(3, "09:00:02", "-", path));
    for log in ["access.log", "copy", "part"] {
        let told = import(&scratch, &[log]);
        assert_eq!(
            (&told["reads"], &told["written"]),
            (&0.into(), &false.into()),
            "{log}"
        );
    }
    let after: Vec<String> = scratch
        .files()
        .into_iter()
        .filter(|name| name.starts_with("reads"))
        .collect();
    assert_eq!(
        after,
        before
            .into_iter()
            .filter(|name| name.starts_with("reads"))
            .collect::<Vec<_>>()
    );
    // It has grown; then it was rotated, and the rest begins in the middle of a day.
    scratch.write("access.log", format!("{first}{second}"));
    assert_eq!(import(&scratch, &["access.log"])["reads"], 4);
    scratch.write(
        "access.log",
        format!("{second}{}", line(3, "09:01:00", "-", path)),
    );
    assert_eq!(import(&scratch, &["access.log"])["reads"], 1);
    // Another server saw others in the same time.
    let told = import(&scratch, &["access.log", "--source", "web2"]);
    assert_eq!(told["reads"], 5);
    let sum: u32 = rows(&scratch)
        .iter()
        .map(|row| row.rsplit(',').next().unwrap().parse::<u32>().unwrap())
        .sum();
    assert_eq!(sum, 14);
}

#[test]
fn counts_of_whole_days_are_taken_in_every_form() {
    let scratch = harbour();
    scratch.write("views.csv", "date,path,team,count\n2026-11-03,/incidents/2026-01-03-storm,quay,3\n2026-11-03,HBR-1,nobody knows,2\n2026-11-03,2026-01-03-storm,quay,1\n2026-11-04,nothing,quay,9\n");
    let told = import(&scratch, &["views.csv"]);
    assert_eq!(told["left_out"]["nobody"], 9);
    assert_eq!(
        rows(&scratch),
        [
            "2026-11-03,2026-01-02-tide,,2",
            "2026-11-03,2026-01-03-storm,quay,4"
        ]
    );
    let before = rows(&scratch);
    assert_eq!(import(&scratch, &["views.csv"])["reads"], 0);
    assert_eq!(rows(&scratch), before);
    // A later export knows more of a day, and of another.
    scratch.write(
        "views.csv",
        "2026-11-03,2026-01-03-storm,quay,7\n2026-11-04,HBR-1,,1\n",
    );
    assert_eq!(import(&scratch, &["views.csv"])["reads"], 8);
    assert_eq!(import(&scratch, &["views.csv"])["reads"], 0);
    let json = concat!(
        "{\"date\":\"2026-11-03\",\"id\":\"HBR-1\",\"team\":\"quay\",\"count\":2}\n",
        "{\"time\":\"2026-11-03T09:00:00Z\",\"path\":\"/incidents/faq\",\"user\":\"ann@example.org\"}\n",
        "{\"time\":\"2026-11-03T09:00:01Z\",\"path\":\"/incidents/faq\",\"user_agent\":\"Googlebot/2.1\"}\n",
        "[]\n",
    );
    let output = piped(&scratch, &["reads", "import", "-"], json.as_bytes());
    assert!(output.status.success());
    assert!(rows(&scratch).contains(&"2026-11-03,faq,quay,1".to_owned()));
    let before = rows(&scratch);
    let output = piped(&scratch, &["reads", "import", "-"], json.as_bytes());
    assert!(
        String::from_utf8(output.stdout)
            .unwrap()
            .starts_with("Nothing new to count")
    );
    assert_eq!(rows(&scratch), before);
}

#[test]
fn without_a_site_only_names_of_their_own_are_found() {
    let scratch = harbour();
    scratch.write(
        "incident.yaml",
        "dirs: [incidents]\nforge: https://git.example.org/acme/stories/src/branch/main\n",
    );
    let log = [
        line(3, "09:00:00", "-", "/anywhere/2026-01-02-tide.html"),
        line(
            3,
            "09:00:01",
            "-",
            "/acme/stories/src/branch/next/incidents/faq.md",
        ),
        line(3, "09:00:02", "-", "/faq"),
    ];
    scratch.write("access.log", log.concat());
    import(&scratch, &["access.log"]);
    assert_eq!(
        rows(&scratch),
        ["2026-11-03,2026-01-02-tide,,1", "2026-11-03,faq,,1"]
    );
}

#[test]
fn hostile_lines_are_counted_and_never_shown_raw() {
    let scratch = harbour();
    let mut log = line(3, "09:00:00", "-", "/incidents/faq").into_bytes();
    log.extend(b"\x1b[2J\x1b]0;x\x07 ::error::x\n\xff\xfe\x00\n");
    log.extend(line(3, "09:00:01", "-", "/incidents/\x1b[2J\u{202e}::error::").into_bytes());
    log.extend(line(3, "09:00:02", "\x1b[2J", "/incidents/faq?\u{9b}31m").into_bytes());
    log.extend(
        b"10.0.0.1 - - [03/Nov/2026:09:00:03 +0000] \"GET /incidents/\xff\xfe HTTP/1.1\" 200 1\n",
    );
    log.extend(vec![b'x'; 1 << 20]);
    log.extend(b"\n");
    log.extend(
        line(
            3,
            "09:00:04",
            "-",
            &format!("/incidents/{}", "a".repeat(60_000)),
        )
        .into_bytes(),
    );
    scratch.write("access.log", &log);
    for format in ["table", "json"] {
        let shown = scratch.stdout(
            &[
                "reads",
                "import",
                "access.log",
                "--dry-run",
                "--format",
                format,
            ],
            0,
        );
        let raw = shown
            .chars()
            .find(|c| c.is_control() && *c != '\n' || *c == '\u{202e}');
        assert_eq!(raw, None, "{shown}");
        assert!(
            shown
                .lines()
                .all(|line| !line.trim_start().starts_with("::")),
            "{shown}"
        );
        assert!(shown.len() < 3_000, "{shown}");
    }
    assert!(!scratch.files().iter().any(|name| name.starts_with("reads")));
    let told = import(&scratch, &["access.log"]);
    assert_eq!(
        (&told["reads"], &told["left_out"]["garbled"]),
        (&2.into(), &3.into())
    );
    assert_eq!(rows(&scratch), ["2026-11-03,faq,,2"]);
}

#[test]
fn what_cannot_be_imported_is_told_and_nothing_is_written() {
    let scratch = harbour();
    scratch
        .write("a.gz", b"\x1f\x8b\x08\x00")
        .write("b.csv", "name,age\nx,3\n");
    scratch
        .write("empty", "")
        .write("log", line(3, "09:00:00", "-", "/incidents/faq"));
    for (words, told) in [
        (&["a.gz"][..], "zcat FILE.gz | incident reads import -"),
        (&["b.csv"], "names no column `date`"),
        (&["missing"], "there is no such file"),
        (&["incidents"], "not a regular file"),
        (&["log", "--source", "../x"], "small letters"),
    ] {
        let words = [&["reads", "import"], words].concat();
        let output = scratch.run(&words);
        let err = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{words:?}");
        assert!(err.contains(told), "{words:?}: {err}");
    }
    let shown = scratch.stdout(&["reads", "import", "empty"], 0);
    assert!(shown.starts_with("Nothing to count"), "{shown}");
    assert!(!scratch.files().iter().any(|name| name.starts_with("reads")));
}

#[cfg(unix)]
#[test]
fn no_link_is_followed_out_of_the_repository() {
    let scratch = harbour();
    let other = Scratch::new();
    scratch.write("log", line(3, "09:00:00", "-", "/incidents/faq"));
    std::os::unix::fs::symlink(other.path(), scratch.path().join("reads")).unwrap();
    assert_eq!(
        scratch.run(&["reads", "import", "log"]).status.code(),
        Some(2)
    );
    assert!(other.files().is_empty());
    fs::remove_file(scratch.path().join("reads")).unwrap();
    scratch.write("reads", "a file");
    assert_eq!(
        scratch.run(&["reads", "import", "log"]).status.code(),
        Some(2)
    );
}

#[test]
fn git_merges_what_two_people_import() {
    let scratch = harbour();
    let repository = Scratch::repository();
    for name in scratch.files() {
        repository.write(&name, scratch.read(&name));
    }
    let path = "/incidents/2026-01-03-storm";
    repository.write(".gitignore", "log*\n");
    repository.write(
        "log1",
        line(3, "09:00:00", "-", path) + &line(3, "10:00:00", "-", path),
    );
    repository.write(
        "log2",
        line(3, "10:00:01", "-", path) + &line(3, "11:00:00", "-", path),
    );
    repository.git(1, &["add", "."]);
    repository.git(1, &["commit", "-qm", "Begin"]);
    for (branch, log) in [("one", "log1"), ("two", "log2")] {
        repository.git(2, &["checkout", "-q", "-b", branch, "HEAD"]);
        import(&repository, &[log]);
        repository.git(2, &["add", "reads"]);
        repository.git(2, &["commit", "-qm", log]);
        repository.git(2, &["checkout", "-q", "-"]);
    }
    repository.git(3, &["checkout", "-q", "one"]);
    repository.git(3, &["merge", "-q", "-m", "Both", "two"]);
    assert_eq!(
        rows(&repository),
        [
            "2026-11-03,2026-01-03-storm,,2",
            "2026-11-03,2026-01-03-storm,,2"
        ]
    );
    // Rows that name a story are nobody who came back to it.
    let listed = repository.stdout(
        &[
            "markers",
            "--no-cache",
            "--list",
            "cited-from-code",
            "--format",
            "csv",
        ],
        0,
    );
    assert_eq!(listed.lines().count(), 1, "{listed}");
    assert!(
        !repository
            .stdout(&["links", "2026-01-03-storm"], 0)
            .contains("csv")
    );
    let collected = repository.stdout(&["links", "--collect"], 0);
    assert!(!collected.contains("csv"), "{collected}");
    let gone = "date,id,team,count\n2026-11-03,2026-01-09-gone,,2\n";
    repository.write("reads/web.20260201T000000Z.20260201T120000Z.csv", gone);
    repository.git(4, &["add", "reads"]);
    repository.stdout(&["links", "--check"], 0);
    repository.write("log", repository.read("log1") + &repository.read("log2"));
    assert_eq!(import(&repository, &["log"])["reads"], 0);
}

#[test]
fn the_signals_are_the_reads_that_were_counted_by_hand() {
    let scratch = Scratch::new();
    scratch.write(
        "incident.yaml",
        "teams:\n  quay: [\"@quay.org\"]\n  ledger: [\"@ledger.org\"]\n",
    );
    for day in 1..=6 {
        let front = format!("title: T\ndate: 2026-01-0{day}\nteams: [quay]\nstatus: published");
        scratch.write(
            &format!("incidents/s{day}.md"),
            format!("---\n{front}\n---\n"),
        );
    }
    scratch.write(
        "incidents/draft.md",
        "---\ndate: 2026-01-01\nteams: [quay]\nstatus: draft\n---\n",
    );
    let rows = [
        "2026-02-01,s1,ledger,10",
        "2026-02-02,s1,ledger,5",
        "2026-02-02,s1,quay,7",
        "2026-02-03,s1,,3",
        // A link to it went round.
        "2026-01-08,s1,ledger,100",
        "2026-02-01,s2,ledger,4",
        "2026-03-01,s3,ledger,6",
        "2026-01-12,s4,ledger,3",
        "2026-02-01,draft,ledger,50",
        "2026-02-01,gone,ledger,50",
        "x",
    ];
    scratch.write(
        "reads/2026.csv",
        format!("date,id,team,count\n{}\n", rows.join("\n")),
    );
    let output = scratch.run(&["markers", "--format", "csv"]);
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(
        told.contains(
            "reads/2026.csv:11: not counted: no write-up answers to its id, and so with 1 more"
        ),
        "{told}"
    );
    let csv = String::from_utf8(output.stdout).unwrap();
    let row = |name: &str| -> Vec<&str> {
        csv.lines()
            .filter_map(|line| line.strip_prefix(name))
            .collect()
    };
    assert_eq!(
        row("reads,"),
        [
            "2026 Q1,median 3,,",
            "2026 Q2,too few to say,,",
            "2026 Q3,too few to say,,",
            "2026 Q4,too few to say,,",
            "in all,median 3,,"
        ]
    );
    assert_eq!(
        row("readers,").last(),
        Some(&"in all,\"128 elsewhere, 7 closest\",,")
    );
    let listed = scratch.stdout(&["markers", "-q", "--list", "reads", "--format", "csv"], 0);
    let found: Vec<&str> = listed
        .lines()
        .skip(1)
        .filter_map(|line| line.strip_prefix("reads,"))
        .collect();
    assert_eq!(
        found,
        [
            "\"from elsewhere, after a week\",2026-03-01,s3,reads/2026.csv,8,,6 reads in the month",
            "\"from elsewhere, after a week\",2026-02-03,s1,reads/2026.csv,2,,15 reads in the month",
            "\"from the closest teams, after a week\",2026-02-03,s1,reads/2026.csv,2,,7 reads in the month",
            "\"of no known team, after a week\",2026-02-03,s1,reads/2026.csv,2,,3 reads in the month",
            "\"from elsewhere, after a week\",2026-02-01,s2,reads/2026.csv,7,,4 reads in the month",
            "\"from elsewhere, after a week\",2026-01-12,s4,reads/2026.csv,9,,3 reads in the month",
            "in the first week,2026-01-08,s1,reads/2026.csv,6,,100 reads in the month",
        ]
    );
}

#[test]
fn what_two_branches_imported_at_once_is_not_added_up() {
    let scratch = harbour();
    let head = "date,id,team,count\n";
    scratch.write(
        "reads/web.20260201T000000Z.20260201T120000Z.csv",
        format!("{head}2026-02-01,faq,quay,5\n"),
    );
    scratch.write(
        "reads/web.20260201T000000Z.20260202T120000Z.csv",
        format!("{head}2026-02-01,faq,quay,12\n2026-02-02,faq,quay,4\n"),
    );
    scratch.write(
        "reads/other.20260201T000000Z.20260201T120000Z.csv",
        format!("{head}2026-02-01,faq,quay,3\n"),
    );
    let output = scratch.run(&["markers", "--list", "readers", "--format", "json"]);
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(
        told.contains("1 day of `web` from 2026-02-01 on came in by two imports at once"),
        "{told}"
    );
    let found: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(found["findings"][0]["words"], "19 reads in the month");
}
