//! The door to the terminal and the clock: how output looks, where it goes, and which day it is.

use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::PathBuf;

use anyhow::{Context as _, anyhow};

use crate::model::Date;
use crate::render::style::{Look, safe};

/// Where output goes and how it may look. Everything that is printed goes through `out` or `note`.
pub(crate) struct Ui {
    /// Results. Buffered: [`super::main`] flushes it and turns a failed write into an exit code.
    pub(crate) out: Box<dyn Write>,
    err: Box<dyn Write>,
    /// The look of standard output.
    pub(crate) look: Look,
    /// Whether a terminal reads standard output.
    pub(crate) terminal: bool,
    pub(crate) quiet: bool,
    pub(crate) verbose: bool,
    /// The folder that the run is about: the current one, or `-C`.
    pub(crate) folder: PathBuf,
    /// Where earlier runs keep what they worked out; `None` with `--no-cache`, or where no place is
    /// fit for it.
    pub(crate) cache: Option<PathBuf>,
}

/// When colour is used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Colour {
    #[default]
    Auto,
    Always,
    Never,
}

/// How much is put out at once: a report may be tens of megabytes.
const OUT_BYTES: usize = 64 * 1024;

/// Widest output: prose reads badly beyond.
const WIDTH_MAX: usize = 96;

impl Ui {
    pub(crate) fn new(
        colour: Colour,
        quiet: bool,
        verbose: bool,
        folders: &[PathBuf],
    ) -> anyhow::Result<Self> {
        // Several `-C` build on each other, as git has it.
        let mut folder = std::env::current_dir()
            .context("the current folder cannot be read; does it still exist?")?;
        folder.extend(folders);
        let shown = folder.display().to_string();
        let folder = crate::disk::canonical(&folder).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => anyhow!("there is no folder `{}`", safe(&shown)),
            _ => {
                anyhow::Error::from(error).context(format!("opening the folder `{}`", safe(&shown)))
            }
        })?;
        let terminal = io::stdout().is_terminal();
        Ok(Self {
            out: Box::new(BufWriter::with_capacity(OUT_BYTES, io::stdout())),
            err: Box::new(io::stderr()),
            look: Look {
                colour: use_colour(colour),
                unicode: has_unicode(terminal),
                width: width(terminal),
                hyperlinks: terminal && use_colour(colour) && knows_links(),
            },
            terminal,
            quiet,
            verbose,
            cache: cache_folder().and_then(|wanted| crate::cache::place(&wanted, &folder)),
            folder,
        })
    }

    /// Tells something beside the result, on standard error; nothing with `-q`. That it cannot be
    /// told is no reason to stop.
    pub(crate) fn note(&mut self, text: &str) {
        if !self.quiet {
            for line in text.lines() {
                let _ = writeln!(self.err, "{}", safe(line));
            }
        }
    }

    /// Whether somebody watches who wants to see how far a long work is.
    pub(crate) fn is_watched(&self) -> bool {
        let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        io::stderr().is_terminal() && !self.quiet && !dumb && std::env::var_os("CI").is_none()
    }

    /// Puts a line in the place of the last one of this kind; the empty one ends it.
    pub(crate) fn redraw(&mut self, line: &str) {
        let _ = write!(self.err, "\r\x1b[K{}", safe(line));
        let _ = self.err.flush();
    }

    /// Tells more, with `-v`.
    pub(crate) fn detail(&mut self, text: &str) {
        if self.verbose {
            self.note(text);
        }
    }

    /// Whether somebody sits there who can be asked.
    pub(crate) fn can_ask(&self) -> bool {
        io::stdin().is_terminal()
            && io::stderr().is_terminal()
            && !self.quiet
            && std::env::var_os("CI").is_none()
    }

    /// Returns today's date in UTC: the same for two people in two zones, and for
    /// `SOURCE_DATE_EPOCH` whoever asks.
    pub(crate) fn today() -> Date {
        let epoch = std::env::var("SOURCE_DATE_EPOCH")
            .ok()
            .and_then(|text| text.trim().parse::<i64>().ok());
        let now = || {
            let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
            since.map_or(0, |since| i64::try_from(since.as_secs()).unwrap_or(0))
        };
        let seconds = epoch.unwrap_or_else(now);
        let date = crate::model::Moment::utc(seconds).date();
        date.unwrap_or_else(Date::epoch)
    }
}

/// Returns the folder that the user, or else the system, has for what only saves work. An empty
/// `INCIDENT_CACHE_DIR` says that nothing is to be kept.
fn cache_folder() -> Option<PathBuf> {
    let path = |name: &str| {
        let value = std::env::var_os(name).filter(|value| !value.is_empty());
        value.map(PathBuf::from)
    };
    if let Some(own) = std::env::var_os("INCIDENT_CACHE_DIR") {
        return std::path::absolute(own).ok();
    }
    // A relative one is to be ignored, says the standard that the variable comes from.
    let shared = path("XDG_CACHE_HOME").filter(|path| path.is_absolute());
    let system = || {
        if cfg!(windows) {
            return path("LOCALAPPDATA");
        }
        let below = if cfg!(target_os = "macos") {
            "Library/Caches"
        } else {
            ".cache"
        };
        path("HOME").map(|home| home.join(below))
    };
    let folder = shared.or_else(system).filter(|path| path.is_absolute());
    folder.map(|folder| folder.join("incident"))
}

/// Decides about colour: the flag, then `NO_COLOR`, `FORCE_COLOR`, `CLICOLOR_FORCE`, `CLICOLOR`, then
/// whether a terminal reads.
fn use_colour(colour: Colour) -> bool {
    let set =
        |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty() && value != "0");
    match colour {
        Colour::Always => true,
        Colour::Never => false,
        // anstream knows all but `FORCE_COLOR`.
        Colour::Auto if !set("NO_COLOR") && set("FORCE_COLOR") => true,
        Colour::Auto => anstream::AutoStream::choice(&io::stdout()) != anstream::ColorChoice::Never,
    }
}

/// Whether the terminal is one of those that are known to follow links.
fn knows_links() -> bool {
    let var = |name: &str| std::env::var(name).unwrap_or_default();
    let program = matches!(
        var("TERM_PROGRAM").as_str(),
        "iTerm.app" | "WezTerm" | "vscode" | "ghostty" | "Hyper" | "rio"
    );
    let term = var("TERM");
    let named = ["kitty", "alacritty", "foot", "ghostty", "wezterm"]
        .iter()
        .any(|name| term.contains(name));
    let vte = var("VTE_VERSION")
        .parse::<u32>()
        .is_ok_and(|version| version >= VTE_LINKS);
    let windows = !var("WT_SESSION").is_empty();
    program || named || vte || windows || !var("FORCE_HYPERLINK").is_empty()
}

/// The version of GNOME's terminal library from which on links do no harm: 0.50.
const VTE_LINKS: u32 = 5_000;

/// Whether more than ASCII can be shown: always in a pipe, on a terminal by its type and locale.
fn has_unicode(terminal: bool) -> bool {
    let var = |name: &str| std::env::var(name).unwrap_or_default();
    if matches!(var("TERM").as_str(), "linux" | "dumb") && terminal {
        return false;
    }
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"]
        .into_iter()
        .map(var)
        .find(|value| !value.is_empty());
    let utf8 = locale.is_none_or(|locale| {
        let locale = locale.to_lowercase();
        locale.contains("utf-8") || locale.contains("utf8")
    });
    !terminal || utf8
}

fn width(terminal: bool) -> usize {
    let columns = || terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
    let width = if terminal { columns() } else { None };
    width
        .filter(|&width| width > 0)
        .unwrap_or(80)
        .min(WIDTH_MAX)
}
