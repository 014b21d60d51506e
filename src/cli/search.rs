//! `incident search`

use anyhow::{Result, bail};

use crate::cache;
use crate::corpus::{self, Listed, Listing};
use crate::disk::{self, Stamp};
use crate::render::rows::Format;
use crate::render::views::search::{self as view, Shown};
use crate::search::index::{self, Index, Source};
use crate::search::{self, Found, Hit, Query, Shelf};
use crate::threads;

use super::ui::Ui;
use super::{Outcome, shared};

/// Passages that are shown of a write-up.
const PASSAGES: usize = 2;
/// Files that one thread reads at a time.
const SHARE: usize = 128;
/// Write-ups that one thread reads again for their sentences.
const HITS_SHARE: usize = 8;
/// So many changed files are read anew at each search; more are worth a new index.
const CHANGED_MAX: usize = 64;

/// Find write-ups by their words, with the sentences that hold them
///
/// All words must be there; the write-ups that say most about them come first. Other forms of a word are
/// found too (`retries` for `retry`), case and accents do not count, and nothing is a pattern but a `*` at
/// the end of a word. Finds nothing: exit code 1.
#[derive(Debug, clap::Args)]
#[command(after_long_help = EXAMPLES)]
pub(super) struct Args {
    /// Words, "a phrase", begin*, and filters: service: team: section: status: before: after:
    #[arg(value_name = "WORDS", required_unless_present = "literal")]
    words: Vec<String>,

    /// Leave out the write-ups that hold this word (can be repeated)
    #[arg(long, value_name = "WORD")]
    without: Vec<String>,

    /// Show at most N write-ups, each with its sentences: 10 on a terminal; elsewhere all, the best 100
    /// with sentences
    #[arg(short = 'n', long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    limit: Option<u32>,

    /// How to print
    #[arg(long, value_enum, default_value = "table")]
    format: Format,

    /// Words that are looked for as they are, whatever they begin with
    #[arg(last = true, value_name = "LITERAL")]
    literal: Vec<String>,
}

const EXAMPLES: &str = "\
Examples:
  incident search retry storm                  both words, in any form
  incident search \"flat graph\"                 these words in a row
  incident search 'retr*' --without deploy     a beginning; not with this word
  incident search queue section:surprises      only in these sections
  incident search service:checkout after:2025  since the first of January 2025
  incident search status:draft before:2025-03  until the end of February
  incident search -- --force                   as it is, beginning with -";

/// Write-ups that a terminal shows.
const SHOWN: usize = 10;
/// Write-ups that are read again for their sentences elsewhere: who wants more says so.
const READ: usize = 100;

pub(super) fn run(args: &Args, ui: &mut Ui) -> Result<Outcome> {
    let query = match search::query::read(&args.words, &args.without, &args.literal) {
        Ok(query) => query,
        Err(why) => bail!(why),
    };
    let root = shared::root(ui);
    // Before the files are looked at: what is written in the meantime is then seen as new.
    let now = disk::now();
    let cache = ui.cache.as_deref();
    let key = root.as_os_str().as_encoded_bytes();
    let (listing, kept) = threads::beside(
        || corpus::list(&root),
        || cache.and_then(|folder| cache::read(folder, index::KIND, key)),
    );
    let listing = listing?;
    if listing.files.is_empty() {
        shared::explain_empty(&root, &listing.folders())?;
    }
    let kept = Kept::ready(ui, kept, &listing, now);
    let (found, total) = kept.ask(&query)?;
    // The best come first, and a terminal should still show them at the end.
    let (limit, read) = match args.limit {
        Some(limit) => (usize::try_from(limit).unwrap_or(usize::MAX), usize::MAX),
        None if ui.terminal => (SHOWN, SHOWN),
        None => (usize::MAX, READ),
    };
    let hits = found.hits.get(..limit.min(found.hits.len()));
    let shown = shown(&listing, hits.unwrap_or_default(), &query, read);
    view::write(&mut ui.out, args.format, &found, &shown, total, ui.look)?;
    if found.hits.is_empty() {
        for line in view::nothing(&query, &found, total) {
            ui.note(&line);
        }
        return Ok(Outcome::Findings);
    }
    if let Some(note) = view::partly(&query, &found) {
        ui.note(&note);
    }
    Ok(Outcome::Fine)
}

/// Reads the first `read` of the write-ups again, for the sentences to show.
fn shown(listing: &Listing, hits: &[Hit], query: &Query, read: usize) -> Vec<Shown> {
    let (first, rest) = hits.split_at(read.min(hits.len()));
    let passages = |hit: &Hit| {
        let of = |listed: &Listed| listed.path.as_str().cmp(&hit.path);
        let at = listing.files.binary_search_by(of).ok()?;
        let (files, writeup) = listing.read(listing.files.get(at)?)?;
        Some(Shown {
            hit: hit.clone(),
            passages: search::passages(&files, &writeup, query, PASSAGES),
        })
    };
    let read = threads::in_shares(first, HITS_SHARE, |share| {
        share.iter().filter_map(passages).collect::<Vec<_>>()
    });
    let rest = rest.iter().map(|hit| Shown {
        hit: hit.clone(),
        passages: Vec::new(),
    });
    read.into_iter().flatten().chain(rest).collect()
}

/// The bytes of an index that may be of an earlier run, and of one of what has changed since.
struct Kept {
    base: Vec<u8>,
    live: Vec<bool>,
    newer: Option<Vec<u8>>,
}

impl Kept {
    /// Returns an index of the files as they are now. The kept one is used as far as it is true; a new one is
    /// kept when too much has changed.
    fn ready(ui: &mut Ui, base: Option<Vec<u8>>, listing: &Listing, now: u64) -> Self {
        let settings = fingerprint(&listing.settings);
        if let Some(base) = base
            && let Some((live, changed)) = compare(&base, settings, listing)
        {
            let few = changed.len() <= CHANGED_MAX && changed.len() * 20 <= listing.files.len();
            if few {
                ui.detail(&format!(
                    "{} read anew, the rest from the cache",
                    changed.len()
                ));
                let newer = (!changed.is_empty()).then(|| build(listing, &changed, now, settings));
                return Self { base, live, newer };
            }
        }
        ui.detail(&format!("{} read", listing.files.len()));
        let all: Vec<&Listed> = listing.files.iter().collect();
        let base = build(listing, &all, now, settings);
        if let Some(folder) = &ui.cache {
            let key = listing.root.as_os_str().as_encoded_bytes();
            cache::write(folder, index::KIND, key, base.clone());
        }
        Self {
            base,
            live: vec![true; all.len()],
            newer: None,
        }
    }

    /// Returns what is found, and among how many write-ups.
    fn ask(&self, query: &Query) -> Result<(Found, usize)> {
        let newer = self.newer.as_deref().and_then(Index::open);
        let Some(base) = Index::open(&self.base) else {
            bail!("the index of the write-ups grew too large");
        };
        let shelf = Shelf::new(base, self.live.clone(), newer);
        Ok((search::find(&shelf, query), shelf.count()))
    }
}

/// Returns for each file of the index whether it is as it was, and the files that are new or changed. `None`
/// for an index of other settings.
fn compare<'l>(
    base: &[u8],
    settings: u64,
    listing: &'l Listing,
) -> Option<(Vec<bool>, Vec<&'l Listed>)> {
    let index = Index::open(base).filter(|index| index.settings == settings)?;
    let mut live = Vec::with_capacity(index.files.len());
    let mut changed = Vec::new();
    let mut files = listing.files.iter().peekable();
    for record in &index.files {
        while let Some(new) = files.next_if(|listed| listed.path.as_str() < record.path) {
            changed.push(new);
        }
        let same = files.next_if(|listed| listed.path.as_str() == record.path);
        let is_same =
            |stamp: Stamp| stamp.numbers() == record.stamp && stamp.is_settled(index.listed_at);
        live.push(same.is_some_and(|listed| is_same(listed.stamp)));
        changed.extend(same.filter(|listed| !is_same(listed.stamp)));
    }
    changed.extend(files);
    Some((live, changed))
}

/// Returns the bytes of an index of these files.
fn build(listing: &Listing, files: &[&Listed], now: u64, settings: u64) -> Vec<u8> {
    let shares = threads::in_shares(files, SHARE, |files| {
        index::share(files.iter().map(|listed| Source {
            path: listed.path.as_str(),
            stamp: listed.stamp.numbers(),
            writeup: listing.read(listed),
        }))
    });
    index::join(shares, now, settings)
}

/// Returns a number that tells settings from others.
fn fingerprint(settings: &str) -> u64 {
    use std::hash::{DefaultHasher, Hasher as _};
    let mut hasher = DefaultHasher::new();
    hasher.write(settings.as_bytes());
    hasher.finish()
}
