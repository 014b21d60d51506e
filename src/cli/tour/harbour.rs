//! The example repository: its files, embedded, and the replay of its history.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};

use crate::disk;
use crate::history::{self, Author, Draft};
use crate::model::Moment;
use crate::text::Files;
use crate::text::yaml::{self, Map, Node};

macro_rules! files {
    ($($path:literal),+ $(,)?) => {
        &[$(($path, include_str!(concat!("../../../examples/harbour/", $path)))),+]
    };
}

/// Every file of the example as it is today. A test compares the list with the folder.
pub(crate) static FILES: &[(&str, &str)] = files![
    ".mailmap",
    "docs/architecture.md",
    "docs/onboarding.md",
    "incident.yaml",
    "incidents/2024/2024-02-23-sixty-one-refunds-for-one-dog.md",
    "incidents/2024/2024-10-27-the-tide-that-came-twice.md",
    "incidents/2025/2025-01-18-the-storm-that-told-nobody.md",
    "incidents/2025/2025-04-28-only-in-lovely-weather.md",
    "incidents/2025/2025-08-21-the-scanner-in-the-drawer.md",
    "incidents/2026/2026-07-09-january-arrived-in-july.md",
    "incidents/2026/2026-10-29-the-eider-was-in-two-places.md",
    "incidents/README.md",
    "incidents/glossary.md",
    "src/berths/allocator.py",
    "src/tickets/go.mod",
    "src/tickets/retry.go",
];

const HISTORY: &str = include_str!("../../../examples/harbour-history.yaml");

/// Makes the example in a new temporary folder, which stays until the system clears it away.
pub(super) fn make_temporary() -> Result<PathBuf> {
    let folder = tempfile::Builder::new()
        .prefix("incident-tour-")
        .tempdir()
        .context("making a temporary folder")?;
    replay(folder.path())?;
    Ok(folder.keep())
}

/// Makes the example in a folder that must not exist yet.
pub(super) fn make_in(folder: &Path) -> Result<PathBuf> {
    disk::make_folder(folder)
        .with_context(|| format!("making the new folder `{}`", folder.display()))?;
    replay(folder)?;
    Ok(disk::canonical(folder)?)
}

/// A file on its way: its text of today, and how it differs for now.
struct Growing {
    today: &'static str,
    /// A `##` section that is not there yet.
    without: Option<String>,
    /// Words of today, and what stood there.
    then: Vec<(String, String)>,
}

/// Commits the history of the example, one commit after the other.
fn replay(folder: &Path) -> Result<()> {
    history::init(folder)?;
    let mut files = Files::default();
    let file = files.add("harbour-history.yaml", HISTORY);
    let (node, problems) = yaml::read(file, HISTORY, 0..HISTORY.len());
    if let Some(problem) = problems.first() {
        bail!("the example's history cannot be read: {}", problem.message);
    }
    let script = node
        .as_ref()
        .and_then(map)
        .context("the example's history is no mapping")?;
    let people = script
        .get("people")
        .and_then(|entry| map(&entry.value))
        .context("no people")?;
    let mut growing: BTreeMap<String, Growing> = BTreeMap::new();
    for commit in script
        .get("commits")
        .map(|entry| list(&entry.value))
        .unwrap_or_default()
    {
        let commit = map(commit).context("a commit is a mapping")?;
        for step in commit
            .get("do")
            .map(|entry| list(&entry.value))
            .unwrap_or_default()
        {
            let step = map(step).context("a step is a mapping")?;
            apply(folder, step, &mut growing)?;
        }
        let signer = text(commit, "by")
            .and_then(|by| people.get(&by))
            .and_then(|entry| map(&entry.value));
        let signer = signer.context("a commit is by one of the people")?;
        let (name, email) = (
            text(signer, "name").unwrap_or_default(),
            text(signer, "email").unwrap_or_default(),
        );
        let at = text(commit, "date")
            .and_then(|date| Moment::parse(&date))
            .context("a commit has a date")?;
        let author = Some(Author {
            name: &name,
            email: &email,
            at,
        });
        history::commit_all(
            folder,
            &Draft {
                message: &message(commit),
                author,
            },
        )?;
    }
    Ok(())
}

fn message(commit: &Map) -> String {
    let mut message = text(commit, "message").unwrap_or_default();
    if let Some(body) = text(commit, "body") {
        message.push_str(&format!("\n\n{}", body.trim_end()));
    }
    let trailers = commit
        .get("trailers")
        .map(|entry| list(&entry.value))
        .unwrap_or_default();
    if !trailers.is_empty() {
        message.push('\n');
        for trailer in trailers.iter().filter_map(scalar) {
            message.push_str(&format!("\n{trailer}"));
        }
    }
    message.push('\n');
    message
}

/// Does one step: adds, completes, publishes, settles or renames a file.
fn apply(folder: &Path, step: &Map, growing: &mut BTreeMap<String, Growing>) -> Result<()> {
    if let Some(entry) = step.get("rename") {
        let [from, to] = list(&entry.value) else {
            bail!("a rename has two paths")
        };
        let (from, to) = (
            scalar(from).unwrap_or_default(),
            scalar(to).unwrap_or_default(),
        );
        let file = growing
            .remove(&from)
            .with_context(|| format!("there is no `{from}` to rename"))?;
        disk::remove(folder, Path::new(&from))?;
        write(folder, &to, &file)?;
        growing.insert(to, file);
        return Ok(());
    }
    if let Some(path) = text(step, "add") {
        let today = FILES
            .iter()
            .find(|(known, _)| *known == path)
            .map(|(_, text)| *text);
        let pairs = step
            .get("then")
            .map(|entry| list(&entry.value))
            .unwrap_or_default();
        let file = Growing {
            today: today.with_context(|| format!("the example has no file `{path}`"))?,
            without: text(step, "without"),
            then: pairs.iter().filter_map(pair).collect(),
        };
        let place = text(step, "at").unwrap_or(path);
        write(folder, &place, &file)?;
        growing.insert(place, file);
        return Ok(());
    }
    let find = |verb: &'static str| text(step, verb).map(|path| (verb, path));
    let (verb, place) = ["complete", "publish_only", "settle"]
        .into_iter()
        .find_map(find)
        .context("a step says what it does")?;
    let file = growing
        .get_mut(&place)
        .with_context(|| format!("there is no `{place}` to {verb}"))?;
    if verb != "publish_only" {
        file.without = None;
    }
    if verb != "complete" {
        file.then.clear();
    }
    disk::remove(folder, Path::new(&place))?;
    write(folder, &place, file)
}

fn write(folder: &Path, place: &str, file: &Growing) -> Result<()> {
    disk::create(folder, Path::new(place), file.text().as_bytes())
        .with_context(|| format!("writing `{place}`"))
}

impl Growing {
    /// Returns the text of today with the difference put back.
    fn text(&self) -> String {
        let mut text = String::with_capacity(self.today.len());
        let mut skipping = false;
        for line in self.today.split_inclusive('\n') {
            if let Some(heading) = line.strip_prefix("## ") {
                skipping = self.without.as_deref() == Some(heading.trim());
            }
            // A definition at the end of the file belongs to no section.
            if !skipping || (line.starts_with('[') && line.contains("]: ")) {
                text.push_str(line);
            }
        }
        for (now, then) in &self.then {
            text = text.replace(now.as_str(), then);
        }
        text
    }
}

fn pair(node: &Node) -> Option<(String, String)> {
    match list(node) {
        [now, then] => Some((scalar(now)?, scalar(then)?)),
        _ => None,
    }
}

fn map(node: &Node) -> Option<&Map> {
    match node {
        Node::Map(map) => Some(map),
        _ => None,
    }
}

fn list(node: &Node) -> &[Node] {
    match node {
        Node::List(list) => &list.items,
        _ => &[],
    }
}

fn scalar(node: &Node) -> Option<String> {
    match node {
        Node::Scalar(scalar) => Some(scalar.text.clone()),
        _ => None,
    }
}

fn text(map: &Map, key: &str) -> Option<String> {
    scalar(&map.get(key)?.value)
}
