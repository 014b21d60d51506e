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
const GITHUB: &str = include_str!("../../templates/github.yml");
const GITLAB: &str = include_str!("../../templates/gitlab.yml");
const PRE_COMMIT: &str = include_str!("../../templates/pre-commit.yaml");
const README: &str = include_str!("../../templates/README.md");

/// Make a place for write-ups here, or adopt a folder that holds some
///
/// Writes `incident.yaml` (every line a default), the folder `incidents` with a page on how it is
/// meant, and on request a CI job and an entry for pre-commit. Never overwrites; a second run says what is
/// there.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "Examples:
  incident init                       a new place, in `incidents`
  incident init --adopt postmortems   a folder that holds write-ups already
  incident init --ci github           with a job that lints every change
  incident init --pre-commit          with a check before every commit")]
pub(super) struct Args {
    /// Use an existing folder of Markdown instead of `incidents`
    #[arg(long, value_name = "DIR")]
    adopt: Option<String>,

    /// Write a CI job that lints
    #[arg(long, value_enum, value_name = "FORGE")]
    ci: Option<Forge>,

    /// Write an entry for pre-commit that lints what a commit touches
    #[arg(long)]
    pre_commit: bool,
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
    /// What it is to a file that is there already, which it would have to join.
    joins: Option<&'static str>,
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
        joins: None,
    }];
    if args.adopt.is_none() {
        wanted.push(Wanted {
            path: format!("{dir}/README.md"),
            text: README.to_owned(),
            about: "what the stories are for",
            joins: None,
        });
    }
    wanted.extend(args.ci.map(|forge| match forge {
        Forge::Github => Wanted {
            path: ".github/workflows/incident.yml".to_owned(),
            text: GITHUB.to_owned(),
            about: "lints every change",
            joins: None,
        },
        Forge::Gitlab => Wanted {
            path: ".gitlab-ci.yml".to_owned(),
            text: GITLAB.to_owned(),
            about: "lints every change",
            joins: Some("There is a pipeline already. This job would join it:"),
        },
    }));
    wanted.extend(args.pre_commit.then(|| Wanted {
        path: ".pre-commit-config.yaml".to_owned(),
        text: PRE_COMMIT.to_owned(),
        about: "lints what a commit touches",
        joins: Some("There are hooks already. This one would join them:"),
    }));
    for wanted in &wanted {
        make(ui, &root, wanted)?;
    }
    let mut is_done = true;
    for wanted in &wanted {
        if let Some(words) = wanted.joins.filter(|_| !is_ours(&root, wanted)) {
            write!(ui.out, "\n{words}\n\n{}", wanted.text)?;
            is_done = false;
        }
    }
    if is_done {
        next(args, ui)?;
    }
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

/// Whether a file holds just what would have been written.
fn is_ours(root: &Path, wanted: &Wanted) -> bool {
    let ours = wanted.text.as_bytes();
    let there = disk::read(root, Path::new(&wanted.path), ours.len() as u64);
    there.is_ok_and(|bytes| bytes == ours)
}

fn next(args: &Args, ui: &mut Ui) -> Result<()> {
    let look = ui.look;
    let next = if args.adopt.is_some() {
        "incident lint"
    } else {
        "incident new \"What happened, in a few words\""
    };
    writeln!(ui.out, "\nNext: {}", look.paint(Role::Accent, next))?;
    Ok(())
}
