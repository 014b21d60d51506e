//! `incident init`

use std::io::Write;
use std::path::Path;

use anyhow::{Context as _, Result, bail};

use crate::config;
use crate::disk;
use crate::model::RepoPath;
use crate::render::style::{Role, safe};

use super::ui::Ui;
use super::{Outcome, shared};

const SETTINGS: &str = include_str!("../../templates/incident.yaml");
const GITLAB: &str = include_str!("../../templates/gitlab.yml");
const GITLAB_FILE: &str = ".gitlab-ci.yml";
const README: &str = include_str!("../../templates/README.md");

/// Make a place for write-ups here, or adopt a folder that holds some
///
/// Writes `incident.yaml` (every line a default), the folder `incidents` with a page on how it is
/// meant, and on request a CI job. Never overwrites; a second run says what is there.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "Examples:
  incident init                       a new place, in `incidents`
  incident init --adopt postmortems   a folder that holds write-ups already
  incident init --ci github           with a job that lints every change")]
pub(super) struct Args {
    /// Use an existing folder of Markdown instead of `incidents`
    #[arg(long, value_name = "DIR")]
    adopt: Option<String>,

    /// Write a CI job that lints
    #[arg(long, value_enum, value_name = "FORGE")]
    ci: Option<Forge>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Forge {
    Github,
    Gitlab,
}

/// A file to be made, and what it is for.
struct Wanted {
    path: String,
    text: String,
    about: &'static str,
}

pub(super) fn run(args: &Args, ui: &mut Ui) -> Result<Outcome> {
    let root = shared::root(ui);
    let dir = match &args.adopt {
        Some(dir) => adopted(ui, &root, dir)?,
        None => "incidents".to_owned(),
    };
    let mut wanted = vec![Wanted {
        path: config::FILE.to_owned(),
        text: SETTINGS.replace("{{dir}}", &crate::text::yaml::scalar(&dir)),
        about: "how it is read; every line a default",
    }];
    if args.adopt.is_none() {
        wanted.push(Wanted {
            path: format!("{dir}/README.md"),
            text: README.to_owned(),
            about: "what the stories are for",
        });
    }
    wanted.extend(args.ci.map(|forge| match forge {
        Forge::Github => Wanted {
            path: ".github/workflows/incident.yml".to_owned(),
            text: include_str!("../../templates/github.yml").to_owned(),
            about: "lints every change",
        },
        Forge::Gitlab => Wanted {
            path: GITLAB_FILE.to_owned(),
            text: GITLAB.to_owned(),
            about: "lints every change",
        },
    }));
    for wanted in &wanted {
        make(ui, &root, wanted)?;
    }
    next(args, ui, &root)?;
    Ok(Outcome::Fine)
}

/// Returns the folder to adopt as the settings will name it.
fn adopted(ui: &Ui, root: &Path, dir: &str) -> Result<String> {
    let path: RepoPath = shared::path_in(ui, root, Path::new(dir))
        .with_context(|| format!("`{dir}` is outside of the repository"))?;
    match disk::kind(root, Path::new(path.as_str())) {
        disk::Kind::Folder if path.as_str().is_empty() => Ok(".".to_owned()),
        disk::Kind::Folder => Ok(path.to_string()),
        disk::Kind::Missing => bail!(
            "there is no folder `{path}`\n`incident init` without `--adopt` makes `incidents`"
        ),
        _ => bail!("`{path}` is not a folder"),
    }
}

/// Makes a file unless something stands there, and says which.
fn make(ui: &mut Ui, root: &Path, wanted: &Wanted) -> Result<()> {
    let look = ui.look;
    let path = Path::new(&wanted.path);
    let made = match disk::kind(root, path) {
        disk::Kind::Missing => match disk::create(root, path, wanted.text.as_bytes()) {
            Ok(()) => true,
            // Somebody else was quicker just now.
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => false,
            Err(error) => return Err(error).with_context(|| format!("writing `{}`", wanted.path)),
        },
        disk::Kind::File => false,
        disk::Kind::Link => bail!(
            "`{}` is a symbolic link, and links are not followed\nput a file there, or nothing",
            wanted.path
        ),
        disk::Kind::Folder | disk::Kind::Other => bail!(
            "something that is not a file is in the way of `{}`",
            wanted.path
        ),
    };
    let (verb, about) = if made {
        (look.paint(Role::Good, "Created"), wanted.about)
    } else {
        (
            look.paint(Role::Dim, "Kept   "),
            "was here already, and is as it was",
        )
    };
    let shown = look.paint(Role::Accent, format!("{:32}", safe(&wanted.path)));
    writeln!(ui.out, "{verb}  {shown} {}", look.paint(Role::Dim, about))?;
    Ok(())
}

fn next(args: &Args, ui: &mut Ui, root: &Path) -> Result<()> {
    let look = ui.look;
    let pipeline = disk::read(root, Path::new(GITLAB_FILE), GITLAB.len() as u64);
    let is_ours = pipeline.is_ok_and(|bytes| bytes == GITLAB.as_bytes());
    if args.ci == Some(Forge::Gitlab) && !is_ours {
        writeln!(
            ui.out,
            "\nThere is a pipeline already. This job would join it:\n"
        )?;
        write!(ui.out, "{GITLAB}")?;
        return Ok(());
    }
    let next = if args.adopt.is_some() {
        "incident lint"
    } else {
        "incident new \"What happened, in a few words\""
    };
    writeln!(ui.out, "\nNext: {}", look.paint(Role::Accent, next))?;
    Ok(())
}
