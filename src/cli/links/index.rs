//! `incident links --index`, and reading what it wrote.

use std::ffi::OsStr;
use std::path::Path;

use anyhow::{Context as _, Result, anyhow, bail};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::cite;
use crate::cli::ui::Ui;
use crate::cli::{Outcome, shared};
use crate::config::Config;
use crate::corpus::Corpus;
use crate::disk;
use crate::history;
use crate::links;
use crate::links::index::Index;
use crate::model::{Known, forge_home};
use crate::render::rows;

use super::sent;

/// What the frame of the JSON calls it.
const COMMAND: &str = "links --index";
/// The version that is read.
const VERSION: u32 = 1;
/// Writes the index of the write-ups here to a file, or to standard output for `-`.
pub(super) fn write(file: &Path, ui: &mut Ui) -> Result<Outcome> {
    // The headings stand in the bodies.
    let (corpus, _) = shared::load_and_choose(ui, None)?;
    let index = of(&corpus);
    let mut bytes = Vec::new();
    rows::write_json(&mut bytes, COMMAND, &index)?;
    if file == Path::new("-") {
        ui.out.write_all(&bytes)?;
        return Ok(Outcome::Fine);
    }
    let shown = sent::shown(file);
    let above = ui.folder.join(file.parent().unwrap_or(Path::new("")));
    let name = file.file_name().unwrap_or(OsStr::new(""));
    let Ok(folder) = disk::canonical(&above) else {
        bail!("the folder of `{shown}` is not there\nmake it first");
    };
    match disk::kind(&folder, Path::new(name)) {
        disk::Kind::Missing => {}
        // Only an earlier index gives way, of whatever version: a slip in the name costs nobody a file.
        disk::Kind::File => {
            let text = sent::text(&ui.folder, file, "index", HINT_TAKEN);
            let head = text.and_then(|text| head(&text, &shown));
            let head = head.ok().filter(|head| head.command == COMMAND);
            if head.is_none() {
                bail!("`{shown}` is there already, and is no index of write-ups\n{HINT_TAKEN}");
            }
        }
        _ => bail!("`{shown}` is not a file\n{HINT_TAKEN}"),
    }
    disk::replace(&folder, name, &bytes).with_context(|| format!("writing `{shown}`"))?;
    ui.note(&format!(
        "incident: wrote `{shown}`, {}",
        crate::render::style::count(index.writeups.len(), "write-up")
    ));
    Ok(Outcome::Fine)
}

/// Returns the index of a corpus, with addresses where they are known.
pub(in crate::cli) fn of(corpus: &Corpus) -> Index {
    let homes = homes(corpus);
    Index::new(corpus, urls(corpus, &homes), homes)
}

/// Compiles the spellings of the write-ups, their addresses among them.
pub(in crate::cli) fn known(corpus: &Corpus) -> Known {
    let homes = homes(corpus);
    links::known(corpus, &urls(corpus, &homes), &homes)
}

/// Returns where the repository of the write-ups lives for others.
pub(in crate::cli) fn homes(corpus: &Corpus) -> Vec<String> {
    homes_of(&corpus.root, Some(&corpus.config))
}

/// Returns where the repository that holds a folder lives for others: as git's remotes and the settings say.
pub(super) fn homes_of(folder: &Path, config: Option<&Config>) -> Vec<String> {
    let mut homes = history::remotes(folder);
    let forge = config.and_then(|config| config.forge.as_ref());
    homes.extend(forge.and_then(|forge| forge_home(&forge.value)));
    homes.sort();
    homes.dedup();
    homes
}

/// Returns where each write-up is found on the web, as far as that is known.
pub(in crate::cli) fn urls(corpus: &Corpus, homes: &[String]) -> Vec<Option<String>> {
    let urls = corpus.writeups.iter().map(|writeup| {
        let path = corpus.from_top(&writeup.path);
        let address = cite::address(&corpus.config, homes, writeup, &path);
        address.ok().map(|address| address.url)
    });
    urls.collect()
}

/// What says how an index is read.
#[derive(Deserialize)]
struct Head {
    version: u32,
    command: String,
}

/// Where an index comes from.
const HINT: &str = "`incident links --index` writes one, where the write-ups are";
/// What to do where something else is in the way of one.
const HINT_TAKEN: &str = "give the index another name, or take that away first";

/// Reads an index that [`write`] wrote, from a file as it was named in a folder.
pub(super) fn read(folder: &Path, file: &Path) -> Result<Index> {
    let shown = sent::shown(file);
    let text = sent::text(folder, file, "index", HINT)?;
    // What another version wrote may hold other things.
    let head = head(&text, &shown)?;
    if head.command != COMMAND {
        bail!("`{shown}` is no index of write-ups\n{HINT}");
    }
    if head.version != VERSION {
        bail!(
            "`{shown}` is an index of version {}, and this incident reads {VERSION}\nwrite and read it with the same version of incident",
            head.version
        );
    }
    let index: Index = parsed(&text, &shown)?;
    index.shapes().map_err(|why| {
        anyhow!("one of the `id_patterns` in `{shown}` is no pattern: {why}\n{HINT}")
    })?;
    Ok(index)
}

/// Reads what says how an index is read.
fn head(text: &str, shown: &str) -> Result<Head> {
    parsed(text, shown)
}

fn parsed<T: DeserializeOwned>(text: &str, shown: &str) -> Result<T> {
    serde_json::from_str(text)
        .with_context(|| format!("`{shown}` is no index of write-ups\n{HINT}"))
}
