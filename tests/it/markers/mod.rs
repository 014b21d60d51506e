//! What each marker finds, over a small repository scripted for it, with the answers counted by hand.

mod board;
mod returned_to;
mod told;

use serde_json::Value;

use crate::support::Scratch;

pub(super) const ANN: &str = "Ann Ray <ann@example.org>";
pub(super) const BO: &str = "Bo Lind <bo@example.org>";
pub(super) const BOT: &str = "renovate[bot] <renovate[bot]@example.org>";

/// A published write-up with this front matter and body.
pub(super) fn told(front: &str, body: &str) -> String {
    format!("---\ntitle: T\nstatus: published\n{front}---\n\nA hook.\n\n{body}")
}

pub(super) fn path(id: &str) -> String {
    format!("incidents/{id}.md")
}

pub(super) fn list(scratch: &Scratch, marker: &str) -> Value {
    let words = [
        "markers",
        "--no-cache",
        "--format",
        "json",
        "--list",
        marker,
    ];
    serde_json::from_str(&scratch.stdout(&words, 0)).unwrap()
}

/// Each finding as `state: write-up`, in the order in which they are listed.
pub(super) fn found(scratch: &Scratch, marker: &str) -> Vec<String> {
    let answer = list(scratch, marker);
    let findings = answer["findings"].as_array().unwrap().iter();
    findings
        .map(|one| {
            let text = |key: &str| one[key].as_str().unwrap_or("-").to_owned();
            format!("{}: {}", text("state"), text("writeup"))
        })
        .collect()
}

/// The words of each finding, in the same order.
pub(super) fn words(scratch: &Scratch, marker: &str) -> Vec<String> {
    let answer = list(scratch, marker);
    let findings = answer["findings"].as_array().unwrap().iter();
    findings
        .map(|one| one["words"].as_str().unwrap().to_owned())
        .collect()
}

/// The row of a marker over these periods: each figure, `·` where it is too little.
pub(super) fn row(scratch: &Scratch, marker: &str, words: &[&str]) -> Vec<String> {
    let words = [&["markers", "--no-cache", "--format", "csv"], words].concat();
    let csv = scratch.stdout(&words, 0);
    let lines = csv.lines().filter_map(|line| line.strip_prefix(marker));
    lines
        .map(|line| {
            let mut cells = line.trim_start_matches(',').split(',');
            let (period, figure) = (cells.next().unwrap(), cells.next().unwrap());
            format!("{period}: {}", figure.replace("too few to say", "·"))
        })
        .collect()
}

pub(super) fn check(scratch: &Scratch, marker: &str, expected: &[&str]) {
    assert_eq!(found(scratch, marker), expected, "{marker}");
}
