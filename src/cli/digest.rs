//! `incident digest`

use anyhow::{Result, bail};

use crate::contributors::{Counted, Why};
use crate::corpus::Corpus;
use crate::digest;
use crate::history::{self, Deed, History, Life};
use crate::markers;
use crate::model::{Date, Destination, Status, Writeup};
use crate::questions;
use crate::render::leaflet::PageFormat;
use crate::render::rows;
use crate::render::views::digest::{self as view, Picture};

use super::ui::Ui;
use super::{Outcome, contributors as guests, shared};

/// Quote the messy parts of a period, for leaders and newsletters
///
/// Of each story that could be read for the first time in these days: what surprised, which lead looked right
/// and why, where there was no good choice, and what nobody knows yet; in its own words, each with where it
/// stands. Nothing is counted.
///
/// A story counts from the day of the commit that published it; where git does not say, from the day of the
/// incident. Drafts stay out.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "Examples:
  incident digest --since 2026-10-01
  incident digest --since 2026-10-01 --until 2026-10-31 --format html")]
pub(super) struct Args {
    /// The first day
    #[arg(long, value_name = "DATE", value_parser = Date::parse)]
    since: Date,

    /// The last day (default: today, in UTC)
    #[arg(long, value_name = "DATE", value_parser = Date::parse)]
    until: Option<Date>,

    /// How to print
    #[arg(long, value_enum, default_value = "table")]
    format: PageFormat,
}

pub(super) fn run(args: &Args, ui: &mut Ui) -> Result<Outcome> {
    let (since, until) = (args.since, args.until.unwrap_or_else(Ui::today));
    if since > until {
        let end = match args.until {
            Some(until) => format!("`--until {until}`"),
            None => format!("today, {until}"),
        };
        bail!("`--since {since}` is after {end}");
    }
    let (corpus, _) = shared::load_and_choose(ui, None)?;
    let days = days(ui, &corpus, since, until)?;
    let questions = questions::collect(&corpus, &super::links::known(&corpus));
    let stories = digest::digest(&corpus, &questions, &days, since, until);
    let picture = Picture {
        corpus: &corpus,
        stories: &stories,
        targets: &targets(&corpus),
        since,
        until,
    };
    match args.format {
        PageFormat::Table => view::leaflet(&picture).write_terminal(&mut ui.out, ui.look)?,
        PageFormat::Markdown => view::leaflet(&picture).write_markdown(&mut ui.out)?,
        PageFormat::Html => view::leaflet(&picture).write_html(&mut ui.out)?,
        PageFormat::Json => rows::write_json(&mut ui.out, "digest", &view::as_json(&picture))?,
    }
    Ok(Outcome::Fine)
}

/// Returns where each write-up is found: its address, else its path from the root.
pub(super) fn targets(corpus: &Corpus) -> Vec<String> {
    let homes = super::links::homes(corpus);
    let urls = super::links::urls(corpus, &homes);
    let targets = corpus.writeups.iter().zip(urls);
    let targets = targets
        .map(|(writeup, url)| url.unwrap_or_else(|| Destination::write(writeup.path.as_str())));
    targets.collect()
}

/// Returns since when each write-up could be read, as far as that matters for these days; `None` for one
/// that is not told.
fn days(ui: &mut Ui, corpus: &Corpus, since: Date, until: Date) -> Result<Vec<Option<Date>>> {
    let told = |writeup: &Writeup| markers::is_told(writeup).then(|| writeup.date()).flatten();
    let incidents: Vec<Option<Date>> = corpus.writeups.iter().map(told).collect();
    let Some(history) = lives(ui, corpus)? else {
        return Ok(incidents);
    };
    let counted = Counted::of(&history, corpus.config.bulk);
    let mut days = Vec::with_capacity(incidents.len());
    for ((writeup, life), incident) in corpus.writeups.iter().zip(&history.lives).zip(incidents) {
        let status = writeup.meta.status.as_ref().map(|status| status.value);
        let may_be = may_be_of(&history, life, since) && incident.is_none_or(|day| day <= until);
        let day = match status {
            Some(Status::Published) if may_be => published(corpus, &history, &counted, life)?,
            _ => None,
        };
        days.push(day.or(incident));
    }
    Ok(days)
}

/// Reads the lives of the write-ups; `None` where git does not know them whole.
fn lives(ui: &mut Ui, corpus: &Corpus) -> Result<Option<History>> {
    if !history::is_repository(&corpus.root) {
        return Ok(None);
    }
    let files = corpus.paths_from_top();
    let history = history::read(&corpus.top, &files, ui.cache.as_deref())?;
    if history.shallow || history.partial {
        ui.note("incident: note: this clone is not whole, so stories count from the day of the incident (`git fetch --unshallow`)");
        return Ok(None);
    }
    Ok(Some(history))
}

/// Whether a write-up was touched late enough to have been published in the period.
fn may_be_of(history: &History, life: &Life, since: Date) -> bool {
    let last = life
        .events
        .first()
        .and_then(|event| markers::day(history, event.commit));
    last.is_some_and(|last| since <= last)
}

/// Returns the day on which a write-up was published first. Of one that came with many at once that is not
/// known: it was told before, elsewhere.
fn published(
    corpus: &Corpus,
    history: &History,
    counted: &Counted<'_>,
    life: &Life,
) -> Result<Option<Date>> {
    let first = history::first_with(&corpus.top, life, guests::is_published)?;
    let event = first.and_then(|at| life.events.get(at));
    let event = event.filter(|event| {
        let import = event.deed == Deed::Created
            && matches!(counted.why(event), Err(Why::Bulk(_) | Why::Ignored));
        !import
    });
    Ok(event.and_then(|event| markers::day(history, event.commit)))
}
