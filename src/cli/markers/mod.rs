//! `incident markers`

mod gather;

use anyhow::{Result, bail};

use crate::contributors::Counted;
use crate::links::times::Times;
use crate::links::{self, Graph};
use crate::markers::refused;
use crate::markers::signals::{self, MARKERS};
use crate::markers::{self, Asked, By, Marker, Past, Readings};
use crate::model::Date;
use crate::parse;
use crate::questions;
use crate::render::page;
use crate::render::rows::RowFormat;
use crate::render::style::safe;
use crate::render::views::markers::{self as view, Picture};
use crate::text::words;

use super::ui::Ui;
use super::{Outcome, shared};

use gather::Traced;

/// Show signals that people come back to the stories, each with what is behind it
///
/// A row for each marker: a bar for each period, and the two ends of the row. A period with fewer than
/// five write-ups is not spoken of; what cannot be told is unknown, with why, and never nought. There
/// is no score, no target, and no figure of a person.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "Examples:
  incident markers --by year                   the board, a year at a time
  incident markers --list cited-from-code      what is behind a row
  incident markers --explain cited-from-code   what it can say, and what not
  incident markers --format svg > signals.svg  a drawing")]
pub(super) struct Args {
    /// How long a period is
    #[arg(long, value_enum, value_name = "PERIOD", default_value = "quarter")]
    by: Length,

    /// Leave out what is older than this day
    #[arg(long, value_name = "DATE", value_parser = Date::parse)]
    since: Option<Date>,

    /// Leave out what is newer than this day
    #[arg(long, value_name = "DATE", value_parser = Date::parse)]
    until: Option<Date>,

    /// List what is behind a marker: write-up, place, commit, day
    #[arg(long, value_name = "MARKER")]
    list: Option<String>,

    /// Say what a marker counts, what leads it astray, and what it cannot say
    #[arg(long, value_name = "MARKER", conflicts_with = "list")]
    explain: Option<String>,

    /// List what is not measured here, why, and what to look at instead
    #[arg(long, conflicts_with_all = ["list", "explain"])]
    refused: bool,

    /// How to print
    #[arg(long, value_enum, default_value = "table")]
    format: Form,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Form {
    /// For people
    Table,
    /// One object, for programs
    Json,
    /// For spreadsheets (RFC 4180)
    Csv,
    /// For a wiki page
    Markdown,
    /// A drawing for a page, in light and dark
    Svg,
}

impl Form {
    /// Returns the format of rows that it is, if it is one.
    fn of_rows(self) -> Option<RowFormat> {
        Some(match self {
            Self::Table => RowFormat::Table,
            Self::Json => RowFormat::Json,
            Self::Csv => RowFormat::Csv,
            Self::Markdown => RowFormat::Markdown,
            Self::Svg => return None,
        })
    }
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Length {
    Month,
    Quarter,
    Year,
}

pub(super) fn run(args: &Args, ui: &mut Ui) -> Result<Outcome> {
    if args.refused {
        view::write_refused(&mut ui.out, ui.look)?;
        return Ok(Outcome::Fine);
    }
    if let Some(name) = &args.explain {
        let marker = named(name)?;
        page::write(&mut ui.out, &parse::sheet::read(marker.page), ui.look)?;
        return Ok(Outcome::Fine);
    }
    let listed = args.list.as_deref().map(named).transpose()?;
    if let (Some(since), Some(until)) = (args.since, args.until)
        && since > until
    {
        bail!("`--since {since}` is after `--until {until}`");
    }
    let asked = Asked {
        by: match args.by {
            Length::Month => By::Month,
            Length::Quarter => By::Quarter,
            Length::Year => By::Year,
        },
        since: args.since,
        until: args.until,
        today: Ui::today(),
    };
    let (corpus, _) = shared::load_and_choose(ui, None)?;
    let known = super::links::known(&corpus);
    let (mut found, history) = gather::gather(ui, &corpus, &known)?;
    let graph = Graph::collect(links::Readings {
        corpus: &corpus,
        history: history.as_ref().ok(),
        citations: &found.citations,
        elsewhere: &[],
        known: &known,
        about: None,
    });
    let reads = gather::reads(ui, &corpus)?;
    let traced = match &history {
        Ok(history) => gather::trace(&corpus, history, &graph, &mut found, reads.as_ref())?,
        Err(_) => Traced::default(),
    };
    let history = history.as_ref().map_err(|why| *why);
    let traces = history.ok().and_then(|history| history.traces.as_deref());
    let times = traces.map(|traces| Times::new(traces, &corpus, &graph, &found.citations, None));
    let times = times.unwrap_or_default();
    let counted = history.map(|history| Counted::of(history, corpus.config.bulk));
    let past = history.and_then(|history| {
        Ok(Past {
            history,
            brought: &traced.brought,
            standing: &traced.standing,
            published: &traced.published,
            counted: counted.as_ref().map_err(|why| *why)?,
            book: &traced.book,
            gone: &times.gone,
            config: &corpus.config,
        })
    });
    let history = history.ok();
    let questions = questions::collect(&corpus, &known);
    let readings = Readings {
        corpus: &corpus,
        graph: &graph,
        citations: &found.citations,
        for_newcomers: found.for_newcomers,
        checked: found.checked.as_ref().map_err(|why| *why),
        questions: &questions,
        reads: reads.as_ref(),
        past,
    };
    let wanted = listed.as_ref().map_or(MARKERS, std::slice::from_ref);
    let board = markers::board(&readings, wanted, asked);
    let picture = Picture {
        corpus: &corpus,
        history,
        board: &board,
        by: asked.by,
    };
    match (args.format.of_rows(), listed) {
        (Some(format), Some(_)) => view::write_list(&mut ui.out, format, &picture, ui.look)?,
        (Some(format), None) => view::write_board(&mut ui.out, format, &picture, ui.look)?,
        (None, _) => view::write_drawing(&mut ui.out, &picture)?,
    }
    if let Some(damage) = history.and_then(shared::damage) {
        bail!("this answer has gaps: {damage}");
    }
    Ok(Outcome::Fine)
}

/// Columns of what is told of a figure that is refused: hints stand two columns in.
const REFUSAL_WIDTH: usize = 78;

/// Finds a marker by its name.
fn named(name: &str) -> Result<&'static Marker> {
    if let Some(marker) = signals::named(name) {
        return Ok(marker);
    }
    if let Some(refusal) = refused::named(name, true) {
        let told = view::refusal(refusal, REFUSAL_WIDTH).join("\n");
        bail!("there is no marker `{}`\n{told}", safe(name));
    }
    let known = MARKERS.iter().map(|marker| marker.name);
    let hint = match words::nearest(name, known) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "`incident markers` names them".to_owned(),
    };
    bail!("there is no marker `{}`\n{hint}", safe(name));
}
