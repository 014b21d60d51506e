//! `incident review`

use std::io::Write as _;
use std::path::Path;

use anyhow::{Context as _, Result, bail};
use serde_json::json;

use crate::agenda;
use crate::corpus::Corpus;
use crate::disk;
use crate::history;
use crate::lint::fix;
use crate::model::{Date, Review, Vocabulary, Writeup};
use crate::parse;
use crate::questions;
use crate::render::leaflet::PageFormat;
use crate::render::rows;
use crate::render::style::{Role, hint, safe};
use crate::render::views::agenda as view;
use crate::text::yaml::{Map, Wanted, set};
use crate::text::{self, Files, Span};

use super::ui::Ui;
use super::{Outcome, shared};

/// Write down that a review was held, or print a sheet for whoever holds one
///
/// What is given goes into `review:` of the front matter; everything else there stays as it is written,
/// comments too. Numbers only: who came is nobody's business, and how many learned something is a show of
/// hands. Attendance says something only where people were free to stay away, so say `--optional` or
/// `--compulsory`.
///
/// With --agenda: a sheet with a thank-you to those who were there, what is known so far, what nobody knows,
/// where accounts differ, and what to ask, part by part. No actions: those are for another day.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "Examples:
  incident review INC-142 --held 2026-11-20 --optional --closest 4
  incident review INC-142 --learned 6
  incident review INC-142 --agenda --format markdown > agenda.md")]
pub(super) struct Args {
    /// An id, an alias or the beginning of one, or a path
    writeup: String,

    /// The day of the review
    #[arg(long, value_name = "DATE", value_parser = Date::parse)]
    held: Option<Date>,

    /// The day since which people could read the draft
    #[arg(long, value_name = "DATE", value_parser = Date::parse)]
    shared: Option<Date>,

    /// Nobody had to come
    #[arg(long, conflicts_with = "compulsory")]
    optional: bool,

    /// People had to come: their number then says nothing, and is not shown as a signal
    #[arg(long)]
    compulsory: bool,

    /// How many came from the teams closest to it
    #[arg(long, value_name = "N")]
    closest: Option<u32>,

    /// How many came from elsewhere
    #[arg(long, value_name = "N")]
    elsewhere: Option<u32>,

    /// How many said that they had learned something
    #[arg(long, value_name = "N")]
    learned: Option<u32>,

    /// Show what would be written as a patch, and write nothing
    #[arg(long)]
    diff: bool,

    /// Print the sheet for whoever holds the review
    #[arg(long, conflicts_with_all = ["held", "shared", "optional", "compulsory", "closest", "elsewhere", "learned", "diff"])]
    agenda: bool,

    /// How to print; `markdown` and `html` go with --agenda
    #[arg(long, value_enum, default_value = "table")]
    format: PageFormat,
}

pub(super) fn run(args: &Args, ui: &mut Ui) -> Result<Outcome> {
    if args.agenda {
        return sheet(args, ui);
    }
    if matches!(args.format, PageFormat::Markdown | PageFormat::Html) {
        bail!(
            "what is written down is printed as `table` or `json`\n`--agenda` has the other formats"
        );
    }
    let wanted = wanted(args);
    if wanted.is_empty() {
        bail!(
            "what is to be written down?\n\
             incident review {0} --held 2026-11-20 --optional --closest 4 --elsewhere 7\n\
             `incident review {0} --agenda` prints a sheet for whoever holds it",
            crate::render::style::typed(&args.writeup)
        );
    }
    let (corpus, chosen) = shared::heads_and_choose(ui, Some(&args.writeup))?;
    let writeup = chosen.and_then(|at| corpus.writeups.get(at));
    let writeup = writeup.context("the write-up is gone")?;
    let old = corpus.files.whole(writeup.file);
    check(&corpus, writeup)?;
    let new = revised(writeup, old, &[("review", Wanted::Map(wanted))])?;
    let review = verified(writeup, old, &new)?;
    plausible(args, writeup, &review)?;
    if args.diff {
        let patch = history::patch(&corpus.from_top(&writeup.path), old, &new)?;
        shared::write_patch(ui, &patch)?;
        return Ok(Outcome::Fine);
    }
    let changed = new != old;
    if changed {
        let relative = Path::new(writeup.path.as_str());
        let done = disk::revise(&corpus.root, relative, old.as_bytes(), new.as_bytes())
            .with_context(|| format!("writing `{}`", writeup.path))?;
        if !done {
            bail!(
                "`{}` changed while it was read, so nothing is written\nrun it again",
                writeup.path
            );
        }
    }
    tell(args, ui, &corpus, writeup, &review, changed)
}

/// Returns what was given, in the order in which it is written.
fn wanted(args: &Args) -> Vec<(&'static str, Wanted)> {
    let scalar = |text: String| Wanted::Scalar(text);
    let mut wanted = Vec::new();
    wanted.extend(args.shared.map(|day| ("shared", scalar(day.to_string()))));
    wanted.extend(args.held.map(|day| ("date", scalar(day.to_string()))));
    if args.optional || args.compulsory {
        wanted.push(("optional", scalar(args.optional.to_string())));
    }
    let mut came = Vec::new();
    came.extend(
        args.closest
            .map(|number| ("closest", scalar(number.to_string()))),
    );
    came.extend(
        args.elsewhere
            .map(|number| ("elsewhere", scalar(number.to_string()))),
    );
    if !came.is_empty() {
        wanted.push(("attended", Wanted::Map(came)));
    }
    let learned = args.learned.map(|number| scalar(number.to_string()));
    wanted.extend(learned.map(|number| ("learned_something", number)));
    wanted
}

/// Fails where the front matter cannot be relied on.
fn check(corpus: &Corpus, writeup: &Writeup) -> Result<()> {
    let text = corpus.files.whole(writeup.file);
    if let Some(line) = fix::conflict(text) {
        bail!(
            "{}:{line}: a merge is not decided here, so nothing is written",
            writeup.path
        );
    }
    let broken = corpus.problems.iter().find(|problem| {
        let own = problem.span.file == writeup.file;
        own && matches!(problem.rule, "front-matter-syntax" | "duplicate-key")
    });
    if let Some(problem) = broken {
        let line = corpus
            .files
            .line_number(problem.span.file, problem.span.start());
        bail!(
            "{}:{line}: {}\nnothing is written into front matter that cannot be read whole; `incident lint` says more",
            writeup.path,
            problem.message
        );
    }
    Ok(())
}

/// Returns the text with the values in its front matter, which is made where there is none.
fn revised(writeup: &Writeup, old: &str, wanted: &[(&'static str, Wanted)]) -> Result<String> {
    let by_hand = |why: String| {
        anyhow::anyhow!(
            "{}: {why}, so nothing is written\nit can be written by hand",
            writeup.path
        )
    };
    if let Some(front) = &writeup.front_matter {
        let edits = set(old, front.inner, &front.fields, wanted).map_err(by_hand)?;
        return Ok(text::apply(old, &edits));
    }
    let end = if old.contains("\r\n") { "\r\n" } else { "\n" };
    let nothing = Map {
        entries: Vec::new(),
        span: Span::empty(writeup.file, 0),
    };
    let edits = set(end, nothing.span, &nothing, wanted).map_err(by_hand)?;
    let lines: String = edits.iter().map(|edit| edit.text.as_str()).collect();
    let lines = lines.replace("\r\n", "\n").replace('\n', end);
    let bom = if old.starts_with('\u{feff}') { 3 } else { 0 };
    let (mark, body) = old.split_at_checked(bom).unwrap_or(("", old));
    Ok(format!("{mark}---{end}{lines}---{end}{end}{body}"))
}

/// Reads the new text again: nothing but the review may say something else than before. Returns what it
/// says now.
fn verified(writeup: &Writeup, old: &str, new: &str) -> Result<Review> {
    let mut files = Files::default();
    let file = files.add(writeup.path.as_str(), new);
    let parsed = parse::head(file, writeup.path.clone(), new, &Vocabulary::default());
    let own = |one: &Writeup| -> Option<Map> { Some(one.front_matter.as_ref()?.fields.clone()) };
    let (before, after) = (own(writeup), own(&parsed.writeup));
    let same = match (&before, &after) {
        (Some(before), Some(after)) => before.says_same_without(after, "review"),
        (None, Some(after)) => after.entries.len() == 1,
        _ => false,
    };
    let kept = body_of(writeup, old) == body_of(&parsed.writeup, new);
    let sound = parsed
        .problems
        .iter()
        .all(|problem| problem.rule != "front-matter-syntax");
    let review = parsed.writeup.meta.review;
    match review {
        Some(review) if same && kept && sound => Ok(*review),
        _ => bail!(
            "{}: its front matter is written in a way that cannot be changed safely, so nothing is written\nit can be written by hand",
            writeup.path
        ),
    }
}

fn body_of<'a>(writeup: &Writeup, text: &'a str) -> &'a str {
    let start = writeup
        .front_matter
        .as_ref()
        .map_or(0, |front| front.span.end());
    let body = text.get(start..).unwrap_or_default();
    // What is made new has an empty line behind it.
    body.trim_start_matches(['\u{feff}', '\r', '\n'])
}

/// Fails where the numbers cannot be.
fn plausible(args: &Args, writeup: &Writeup, review: &Review) -> Result<()> {
    let came = review.attended;
    if let (Some(closest), Some(elsewhere), Some(learned)) =
        (came.closest, came.elsewhere, review.learned_something)
    {
        let all = u64::from(closest) + u64::from(elsewhere);
        if u64::from(learned) > all {
            bail!(
                "{learned} said that they had learned something, and {all} came\nwhich of the numbers is another?"
            );
        }
    }
    if let (Some(held), Some(date)) = (args.held, writeup.date())
        && held < date
    {
        bail!(
            "the review would be held on {held}, before {date}, when it happened\nis the year the right one?"
        );
    }
    Ok(())
}

fn tell(
    args: &Args,
    ui: &mut Ui,
    corpus: &Corpus,
    writeup: &Writeup,
    review: &Review,
    changed: bool,
) -> Result<Outcome> {
    let day = |day: &Option<text::Spanned<Date>>| day.as_ref().map(|day| day.value.to_string());
    let came = review.attended;
    if args.format == PageFormat::Json {
        let body = json!({
            "writeup": {
                "id": writeup.id(),
                "path": writeup.path.as_str(),
                "title": writeup.title(),
            },
            "changed": changed,
            "review": {
                "shared": day(&review.shared),
                "date": day(&review.date),
                "optional": review.optional,
                "attended": { "closest": came.closest, "elsewhere": came.elsewhere },
                "learned_something": review.learned_something,
            },
        });
        rows::write_json(&mut ui.out, "review", &body)?;
        return Ok(Outcome::Fine);
    }
    let look = ui.look;
    let path = shared::seen_from_here(ui, &corpus.root, &writeup.path);
    let path = look.paint(Role::Accent, safe(&path).into_owned());
    if changed {
        writeln!(ui.out, "{}  {path}", look.paint(Role::Good, "Wrote"))?;
    } else {
        writeln!(ui.out, "It says so already: {path}")?;
    }
    let counted = came.closest.is_some() || came.elsewhere.is_some();
    if counted && review.optional.is_none() {
        let ask = "Was anybody free to stay away? `--optional` or `--compulsory` says it: without, the numbers are no signal.";
        for line in crate::render::style::wrap(ask, look.width) {
            writeln!(ui.out, "{line}")?;
        }
    }
    if writeup.meta.actions.is_none() {
        let soak = "What is to be done can wait a night or a week; `actions: {decided: DATE, tracker: URL}` then tells where it is.";
        for line in crate::render::style::wrap(soak, look.width) {
            writeln!(ui.out, "{}", look.paint(Role::Dim, line))?;
        }
    }
    hint(
        &mut ui.out,
        "Over time:",
        "incident markers --list attendance",
        look,
    )?;
    Ok(Outcome::Fine)
}

fn sheet(args: &Args, ui: &mut Ui) -> Result<Outcome> {
    let (corpus, chosen) = shared::heads_and_choose(ui, Some(&args.writeup))?;
    let questions = questions::collect(&corpus, &super::links::known(&corpus));
    let agenda = chosen.and_then(|at| agenda::gather(&corpus, at, &questions));
    let agenda = agenda.context("the write-up is gone")?;
    let page = view::leaflet(&agenda);
    match args.format {
        PageFormat::Json => {
            bail!("the sheet is for people\n`--agenda --format markdown` prints it for a page")
        }
        PageFormat::Html => page.write_html(&mut ui.out)?,
        PageFormat::Table => page.write_terminal(&mut ui.out, ui.look)?,
        PageFormat::Markdown => page.write_markdown(&mut ui.out)?,
    }
    Ok(Outcome::Fine)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::RepoPath;

    #[test]
    fn a_text_without_front_matter_gets_one_and_keeps_its_marks() {
        for old in ["# A\n", "\u{feff}# A\r\n\r\nb\r\n", ""] {
            let mut files = Files::default();
            let path = RepoPath::new("incidents/a.md").unwrap();
            let file = files.add(path.as_str(), old);
            let writeup = parse::head(file, path, old, &Vocabulary::default()).writeup;
            let wanted = vec![("optional", Wanted::Scalar("true".to_owned()))];
            let new = revised(&writeup, old, &[("review", Wanted::Map(wanted))]).unwrap();
            assert!(new.ends_with(old.trim_start_matches('\u{feff}')), "{new:?}");
            assert_eq!(new.starts_with('\u{feff}'), old.starts_with('\u{feff}'));
            assert_eq!(new.contains("\r\n"), old.contains("\r\n"));
            assert_eq!(verified(&writeup, old, &new).unwrap().optional, Some(true));
        }
    }
}
