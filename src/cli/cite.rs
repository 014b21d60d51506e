//! `incident cite`

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, anyhow, bail};

use crate::cite::{self, Address, Language, Part, Pointed};
use crate::corpus::Corpus;
use crate::history;
use crate::model::RepoPath;
use crate::render::rows::Format;
use crate::render::style::{safe, typed};
use crate::render::views::cite::{self as view, Ways};

use super::ui::Ui;
use super::{Outcome, shared};

/// Print what points at a write-up, ready to paste
///
/// A comment for code, a trailer for a commit's message, a Markdown link and an address. `incident links`
/// finds all of them again. With one of the options, that one alone: `git commit --trailer "$(incident
/// cite HBR-12 --trailer)"`.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "Examples:
  incident cite INC-142                               all of them
  incident cite INC-142 --for src/queue.rs --comment  for a line of code
  incident cite INC-142 --from docs/queue.md --link   for a page
  incident cite INC-142#red-herrings --url            a part of it")]
pub(super) struct Args {
    /// An id, an alias or the beginning of one, or a path; with `#` and a heading, that part of it
    writeup: String,

    /// Write the comment as in this file; it need not be there
    #[arg(long = "for", value_name = "FILE")]
    language: Option<PathBuf>,

    /// Write the link as in this file; it need not be there
    #[arg(long, value_name = "FILE")]
    from: Option<PathBuf>,

    #[command(flatten)]
    only: Only,

    /// How to print
    #[arg(long, value_enum, default_value = "table")]
    format: Format,
}

/// One way alone, without anything round it.
#[derive(Debug, clap::Args)]
#[group(multiple = false, conflicts_with = "format")]
struct Only {
    /// Only the comment; needs --for
    #[arg(long, requires = "language")]
    comment: bool,

    /// Only the trailer of a commit's message
    #[arg(long)]
    trailer: bool,

    /// Only the Markdown link
    #[arg(long)]
    link: bool,

    /// Only the address
    #[arg(long)]
    url: bool,
}

pub(super) fn run(args: &Args, ui: &mut Ui) -> Result<Outcome> {
    let (corpus, at, part) = shared::part(ui, &args.writeup, shared::heads_and_choose)?;
    let Some(writeup) = at.and_then(|at| corpus.writeups.get(at)) else {
        bail!("no write-up answers to `{}`", args.writeup);
    };
    let path = corpus.from_top(&writeup.path);
    let part = part.and_then(|at| {
        Some(Part {
            anchor: writeup.anchor_at(at)?,
            words: &writeup.headings.get(at)?.text.value,
        })
    });
    let pointed = Pointed {
        writeup,
        path: &path,
        part,
    };
    let folder = folder(ui, &corpus, args.from.as_deref())?;
    let address = || {
        let homes = history::remotes(&corpus.root);
        let address = cite::address(&corpus.config, &homes, writeup, &path)?;
        Ok(Address {
            url: cite::url(pointed, address.url),
            ..address
        })
    };
    let only = &args.only;
    let line = if only.comment {
        comment(pointed, args.language.as_deref())?.with_context(no_language)?
    } else if only.trailer {
        cite::trailer(pointed)
    } else if only.link {
        cite::link(pointed, &folder)
    } else if only.url {
        let unknown = |why: String| anyhow!("the address of `{}` is unknown: {why}", writeup.id());
        address().map_err(unknown)?.url
    } else {
        let ways = Ways {
            pointed,
            comment: comment(pointed, args.language.as_deref())?,
            trailer: cite::trailer(pointed),
            link: cite::link(pointed, &folder),
            from: args.from.as_ref().map(|from| from.display().to_string()),
            address: address(),
        };
        view::write(&mut ui.out, args.format, &ways, ui.look)?;
        return Ok(done(corpus));
    };
    writeln!(ui.out, "{}", safe(&line))?;
    Ok(done(corpus))
}

/// As in `lint`: the kernel takes back at once what would be freed piece by piece.
fn done(corpus: Corpus) -> Outcome {
    std::mem::forget(corpus);
    Outcome::Fine
}

fn no_language() -> &'static str {
    "which language the comment is for is not known\n`--for FILE` says it"
}

/// Returns the comment for a file; `None` without one. Fails where no comment can be written.
fn comment(pointed: Pointed<'_>, file: Option<&Path>) -> Result<Option<String>> {
    let Some(file) = file else {
        return Ok(None);
    };
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    match cite::language(&name) {
        Language::Comments(marks) => Ok(Some(cite::comment(marks, pointed))),
        Language::None => bail!(
            "a file like `{name}` has no comments\n`--link` or `--trailer` point at the write-up from elsewhere"
        ),
        Language::Unknown => bail!(
            "how comments are written in `{name}` is not known here\n\
             name a file of a language with the same comments, such as `--for x.py` for `#`"
        ),
    }
}

/// Returns the folder that a link is written in, from the top of the repository: the top itself when
/// no file is named.
fn folder(ui: &Ui, corpus: &Corpus, from: Option<&Path>) -> Result<RepoPath> {
    let Some(from) = from else {
        return Ok(RepoPath::root());
    };
    let inside = shared::path_in(ui, &corpus.top, from).map(|file| file.folder());
    inside.with_context(|| {
        format!(
            "`{}` lies outside of the repository, so no relative link leads from there\n\
             `incident cite {} --url` prints an address",
            from.display(),
            typed("ID")
        )
    })
}
