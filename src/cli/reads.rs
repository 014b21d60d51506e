//! `incident reads`

use std::io::{self, Read};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};

use crate::corpus::Corpus;
use crate::disk;
use crate::history;
use crate::model::RepoPath;
use crate::reads::ledger::{self, Ledger, Span};
use crate::reads::{self, File, Form, Split, Tally};
use crate::render::rows::Format;
use crate::render::style::safe;
use crate::render::views::reads as view;

use super::progress::Progress;
use super::ui::Ui;
use super::{Outcome, shared};

/// Count how often the write-ups are read, from what a server wrote down
///
/// git does not know who reads. A web server, a wiki or a forge does, and `incident markers` shows what it
/// counted. Kept is how often a write-up was read on a day by people of a team: no name, no address and no
/// time of day.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    Import(Import),
    Programs(Programs),
}

/// Add the reads in a log, or in an export of counts, to the folder `reads`
///
/// Takes Combined Log Format (nginx, Apache), JSON Lines (`time`, `path`, `user`, `user_agent`, `status`; or
/// `date`, `id`, `team`, `count`), and CSV (`date,path or id,team,count`).
///
/// An address leads to a write-up by `site:` in `incident.yaml`, by its path, or by an id or alias at its
/// end; none is guessed. A user, or a header that the log has behind the name of the browser, leads to a
/// team by `teams:`; else it is unknown. Programs, errors and redirects are left out.
///
/// Each import adds one file, whose name says which time it covers. What a file of the same source covers
/// is not counted again: the same log twice changes nothing, and of a log that has grown, or begins where
/// another ended, only the new lines count.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "Examples:
  incident reads import /var/log/nginx/access.log
  zcat access.log.2.gz | incident reads import -
  incident reads import confluence.csv --source wiki --dry-run")]
struct Import {
    /// A log or an export; `-` reads standard input
    file: PathBuf,

    /// The server or system that it is from, where there are several: small letters, digits, `-` and `_`
    #[arg(long, value_name = "NAME", value_parser = source)]
    source: Option<String>,

    /// What the file is, where its beginning does not tell
    #[arg(long = "as", value_enum, value_name = "FORM")]
    form: Option<FormName>,

    /// Say what would be counted, and write nothing
    #[arg(long)]
    dry_run: bool,

    /// How to print
    #[arg(long, value_enum, default_value = "table")]
    format: Format,
}

/// List the words by which programs are told from people
///
/// Somebody whose browser has one of them in its name is taken for a program. `bots:` in `incident.yaml`
/// names users that are programs as well.
#[derive(Debug, clap::Args)]
struct Programs {
    /// How to print
    #[arg(long, value_enum, default_value = "table")]
    format: Format,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum FormName {
    /// Combined or Common Log Format
    Log,
    /// Counts, with a first line that names the columns
    Csv,
    /// JSON Lines
    Jsonl,
}

fn source(word: &str) -> Result<String, String> {
    if ledger::is_source(word) {
        Ok(word.to_owned())
    } else {
        Err("small letters, digits, `-` and `_`, at most 40 of them".to_owned())
    }
}

pub(super) fn run(args: &Args, ui: &mut Ui) -> Result<Outcome> {
    match &args.what {
        What::Import(args) => import(args, ui),
        What::Programs(args) => {
            view::write_programs(&mut ui.out, args.format, reads::PROGRAMS, ui.look)?;
            Ok(Outcome::Fine)
        }
    }
}

/// Bytes that are read at once.
const PIECE_BYTES: usize = 256 * 1024;

fn import(args: &Import, ui: &mut Ui) -> Result<Outcome> {
    let corpus = shared::load_heads(ui)?;
    shared::tell_settings_problems(ui, &corpus);
    let shown = args.file.display().to_string();
    let (mut input, total) = open(args, ui)?;
    let mut piece = vec![0; PIECE_BYTES];
    let length = fill(&mut input, &mut piece).with_context(|| format!("reading `{shown}`"))?;
    let beginning = piece.get(..length).unwrap_or_default();
    refuse_compressed(beginning)?;
    let form = match args.form {
        None => Form::of(beginning),
        Some(FormName::Log) => Form::Log,
        Some(FormName::Csv) => Form::Csv,
        Some(FormName::Jsonl) => Form::JsonLines,
    };
    let source = args.source.as_deref().unwrap_or(match form {
        Form::Log => "web",
        Form::Csv => "counts",
        Form::JsonLines => "json",
    });
    let known = own(&corpus, source, form)?;
    let homes = history::remotes(&corpus.root);
    let mut tally = Tally::new(&corpus, &homes, form, source, &known);
    let mut writer = Writer {
        root: &corpus.root,
        dry: args.dry_run,
        source,
        known: &known,
        files: Vec::new(),
    };
    let mut progress = Progress::new(ui, total);
    let counted = count(
        &mut input,
        (piece, length),
        &mut tally,
        &mut writer,
        &mut |done| progress.at(ui, done),
    );
    progress.end(ui);
    counted.with_context(|| format!("importing `{}`", safe(&shown)))?;
    let files = writer.files;
    let told = tally.told();
    if let Some(column) = told.missing {
        bail!(
            "the first line of `{}` names no column `{column}`\nit might be `date,path,team,count`; `--as log` or `--as jsonl` reads another form",
            safe(&shown)
        );
    }
    let picture = view::Picture {
        told,
        files: &files,
        source,
        dry: args.dry_run,
        has_site: corpus.config.site.is_some(),
    };
    view::write(&mut ui.out, args.format, &picture, ui.look)?;
    Ok(Outcome::Fine)
}

/// Counts what comes: the first piece, which was read already, and all others.
fn count(
    input: &mut dyn Read,
    (mut piece, mut length): (Vec<u8>, usize),
    tally: &mut Tally<'_>,
    writer: &mut Writer<'_>,
    step: &mut dyn FnMut(u64),
) -> Result<()> {
    let mut split = Split::default();
    let mut done = 0;
    while length > 0 {
        let bytes = piece.get(..length).unwrap_or_default();
        split.feed(bytes, &mut |line| take(tally, line));
        if tally.is_full()
            && let Some(file) = tally.file_of_older_days()
        {
            writer.write(&file)?;
        }
        writer.stop_where_unordered(tally)?;
        done += length as u64;
        step(done);
        length = fill(input, &mut piece)?;
    }
    split.finish(&mut |line| take(tally, line));
    writer.stop_where_unordered(tally)?;
    match tally.finish() {
        Some(file) => writer.write(&file),
        None => Ok(()),
    }
}

fn take(tally: &mut Tally<'_>, line: Option<&[u8]>) {
    match line {
        Some(line) => tally.take(line),
        None => tally.too_long(),
    }
}

/// Opens what is to be read, and returns how many bytes it has: 0 where nobody knows.
fn open(args: &Import, ui: &Ui) -> Result<(Box<dyn Read>, u64)> {
    if args.file == Path::new("-") {
        return Ok((Box::new(io::stdin().lock()), 0));
    }
    let path = ui.folder.join(&args.file);
    let (file, bytes) = disk::stream(&path)
        .with_context(|| format!("reading `{}`", safe(&args.file.display().to_string())))?;
    Ok((Box::new(file), bytes))
}

/// Reads until the room is full or nothing more comes, and returns how many bytes that were.
fn fill(input: &mut dyn Read, room: &mut [u8]) -> io::Result<usize> {
    let mut done = 0;
    while let Some(rest) = room.get_mut(done..).filter(|rest| !rest.is_empty()) {
        match input.read(rest) {
            Ok(0) => break,
            Ok(read) => done += read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(done)
}

fn refuse_compressed(beginning: &[u8]) -> Result<()> {
    let kinds: [(&[u8], &str); 3] = [
        (b"\x1f\x8b", "zcat FILE.gz"),
        (b"\x28\xb5\x2f\xfd", "zstdcat FILE.zst"),
        (b"PK\x03\x04", "unzip -p FILE.zip"),
    ];
    match kinds.iter().find(|(mark, _)| beginning.starts_with(mark)) {
        Some((_, program)) => {
            bail!("this is compressed\n`{program} | incident reads import -` reads what is in it")
        }
        None => Ok(()),
    }
}

/// Reads what the repository holds of a source. Of visits with a time the names of the files say enough.
fn own(corpus: &Corpus, source: &str, form: Form) -> Result<Ledger> {
    let is_own = |name: &str| Span::named(name).is_some_and(|span| span.source == source);
    if form == Form::Log {
        let names = shared::reads_names(&corpus.root)?;
        let names = names.iter().map(String::as_str);
        return Ok(Ledger::named(names.filter(|name| is_own(name))));
    }
    let files = shared::read_files(&corpus.root, is_own)?;
    Ok(ledger::read(&files, corpus))
}

/// Adds files to the folder.
struct Writer<'a> {
    root: &'a Path,
    dry: bool,
    source: &'a str,
    known: &'a Ledger,
    /// Those that were written.
    files: Vec<RepoPath>,
}

impl Writer<'_> {
    fn write(&mut self, file: &File) -> Result<()> {
        let path = format!("{}/{}", ledger::FOLDER, file.name);
        let path = RepoPath::new(&path).context("a source names no folder")?;
        if !self.dry {
            self.stop_where_others_write()?;
            disk::create(self.root, Path::new(path.as_str()), file.text.as_bytes())
                .with_context(|| format!("writing `{path}`"))?;
        }
        self.files.push(path);
        Ok(())
    }

    /// Fails where another import of the same source has written in the meantime: both would count the
    /// same lines.
    fn stop_where_others_write(&self) -> Result<()> {
        let own = |name: &str| self.files.iter().any(|path| path.file_name() == name);
        let names = shared::reads_names(self.root)?;
        let new = names.iter().filter(|name| !own(name));
        let spans = new.filter_map(|name| Span::named(name));
        let count = spans.filter(|span| span.source == self.source).count();
        if count != self.known.spans.len() {
            bail!(
                "another import of `{}` ran at the same time\nrun this one again",
                self.source
            );
        }
        Ok(())
    }

    /// Fails where a line is older than what is in a file already: this run's files are taken away, as they
    /// say that all of their time is counted.
    fn stop_where_unordered(&self, tally: &Tally<'_>) -> Result<()> {
        let Some(line) = tally.told().unordered else {
            return Ok(());
        };
        if !self.dry {
            for path in &self.files {
                disk::remove(self.root, Path::new(path.as_str()))
                    .with_context(|| format!("removing `{path}`, which is not whole"))?;
            }
        }
        bail!(
            "line {line} is days older than lines before it, and there is too much to hold at once; nothing is counted\nimport the parts of the log one after the other, the oldest first"
        );
    }
}
