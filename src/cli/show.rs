//! `incident show`

use std::io::Write as _;

use anyhow::{Result, bail};

use crate::corpus::Corpus;
use crate::links::Graph;
use crate::parse;
use crate::render::rows::Format;
use crate::render::views::show::{self as view, Picture};
use crate::text::Span;

use super::ui::Ui;
use super::{Outcome, pager, related, shared};

/// Read a write-up in the terminal, with what points back at it
///
/// Long ones go through `INCIDENT_PAGER`, `PAGER` or `less`; `PAGER=cat` does without. With --today: the
/// write-ups of this day in earlier years, or of the days round it.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "Examples:
  incident show INC-142
  incident show --today")]
pub(super) struct Args {
    /// An id, an alias or the beginning of one, or a path
    #[arg(conflicts_with = "today")]
    writeup: Option<String>,

    /// Show what happened on this day in earlier years
    #[arg(long)]
    today: bool,

    /// How to print
    #[arg(long, value_enum, default_value = "table")]
    format: Format,
}

/// Write-ups among which those that read alike are looked for. Where a text has changed all of them are read
/// for it, which takes seconds where there are many.
const RANKED_MAX: usize = 1_000;

pub(super) fn run(args: &Args, ui: &mut Ui) -> Result<Outcome> {
    let (mut corpus, chosen) = shared::heads_and_choose(ui, args.writeup.as_deref())?;
    if args.today {
        view::write_today(&mut ui.out, args.format, &corpus, Ui::today(), ui.look)?;
        return Ok(Outcome::Fine);
    }
    let Some(at) = chosen else {
        bail!(
            "which write-up should be shown?\n\
             `incident search WORDS` finds one; `incident show --today` shows those of this day"
        );
    };
    let known = super::links::known_with_neighbours(ui, &mut corpus, at);
    let alike = (corpus.writeups.len() <= RANKED_MAX).then(|| {
        let mut ranking = related::ranking(ui, &mut corpus);
        ranking.near(&corpus, at, related::CANDIDATES)
    });
    // What git and other files say, `links` tells.
    let graph = Graph::of_writeups(&corpus, &known);
    let body = body(&corpus, at);
    let picture = Picture {
        corpus: &corpus,
        at,
        graph: &graph,
        known: &known,
        alike: alike.as_deref(),
        text: &body,
        sheets: &parse::sheet::read(&body),
    };
    let mut text = Vec::new();
    view::write(&mut text, args.format, &picture, ui.look)?;
    match args.format {
        Format::Table => pager::print(ui, &text)?,
        Format::Json => ui.out.write_all(&text)?,
    }
    // As in `lint`: the kernel takes back at once what would be freed piece by piece.
    std::mem::forget((corpus, graph, known));
    Ok(Outcome::Fine)
}

/// Returns the text below the front matter.
fn body(corpus: &Corpus, at: usize) -> String {
    let Some(writeup) = corpus.writeups.get(at) else {
        return String::new();
    };
    let front = writeup.front_matter.as_ref();
    let start = front.map_or(0, |front| front.span.end());
    let rest = Span::new(writeup.file, start, usize::MAX);
    let text = corpus.files.text(rest);
    text.trim_start_matches('\u{feff}').to_owned()
}
