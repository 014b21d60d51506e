//! `incident links --index`, and reading what it wrote.

use std::ffi::OsStr;
use std::path::Path;

use anyhow::{Context as _, Result, bail};
use serde::{Deserialize, Serialize};

use crate::cite;
use crate::cli::ui::Ui;
use crate::cli::{Outcome, shared};
use crate::corpus::Corpus;
use crate::disk;
use crate::history;
use crate::links;
use crate::links::index::Index;
use crate::model::Known;
use crate::render::rows;

/// What the frame of the JSON calls it.
const COMMAND: &str = "links --index";
/// The version that is read.
const VERSION: u32 = 1;
/// Longest index that is read, in bytes: a hundred thousand write-ups need less.
const INDEX_BYTES_MAX: u64 = 256 * 1024 * 1024;

/// An index as it lies on disk.
#[derive(Serialize, Deserialize)]
struct Framed {
    version: u32,
    command: String,
    #[serde(flatten)]
    index: Index,
}

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
    let shown = file.display();
    let above = ui.folder.join(file.parent().unwrap_or(Path::new("")));
    let name = file.file_name().unwrap_or(OsStr::new(""));
    let Ok(folder) = disk::canonical(&above) else {
        bail!("the folder of `{shown}` is not there\nmake it first");
    };
    match disk::kind(&folder, Path::new(name)) {
        disk::Kind::Missing => {}
        // Only an earlier index gives way: a slip in the name costs nobody a file.
        disk::Kind::File => {
            read(&folder.join(name)).with_context(|| {
                format!("`{shown}` is there already, and is no index that could be replaced")
            })?;
        }
        _ => bail!("`{shown}` is not a file"),
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

/// Returns where the repository of the write-ups lives for others: as git's remotes and the settings say.
pub(in crate::cli) fn homes(corpus: &Corpus) -> Vec<String> {
    let mut homes = history::remotes(&corpus.root);
    let forge = corpus.config.forge.iter();
    let forge = forge.filter_map(|forge| forge.value.split_once("://"));
    homes.extend(forge.map(|(_, home)| home.trim_end_matches('/').to_lowercase()));
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

/// Reads an index that [`write`] wrote.
pub(super) fn read(file: &Path) -> Result<Index> {
    let shown = file.display();
    let folder = file
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    let name = file.file_name().unwrap_or(OsStr::new(""));
    let bytes = disk::read(
        folder.unwrap_or(Path::new(".")),
        Path::new(name),
        INDEX_BYTES_MAX,
    )
    .with_context(|| format!("reading the index `{shown}`"))?;
    let read: Framed = serde_json::from_slice(&bytes).with_context(|| {
        format!("`{shown}` is no index of write-ups\n`incident links --index` writes one, where the write-ups are")
    })?;
    if read.command != COMMAND || read.version != VERSION {
        bail!(
            "`{shown}` is no index that this version reads\n`incident links --index` writes one, where the write-ups are"
        );
    }
    Ok(read.index)
}
