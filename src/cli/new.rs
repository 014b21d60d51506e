//! `incident new`

use std::io::Write;
use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result, bail};
use serde_json::json;

use crate::corpus::{self, Corpus, Named};
use crate::disk;
use crate::history;
use crate::links::related::Related;
use crate::model::{Date, Event, RepoPath, Window, Writeup};
use crate::render::rows::{self, Format};
use crate::render::style::{Role, count, hint, safe, typed};
use crate::render::views::links as view;
use crate::scaffold::{self, Facts, Material, Remembered, TEMPLATES};
use crate::text::slug;

use super::ui::Ui;
use super::{Outcome, material, related, shared};

/// Longest template that is read, in bytes.
const TEMPLATE_BYTES_MAX: u64 = 256 * 1024;
/// How many names are tried before giving up.
const TRIES_MAX: usize = 1_000;
/// How many past incidents are shown.
const RELATED_MAX: usize = 3;

/// Begin a write-up, with questions to answer
///
/// Makes the file and names the past incidents that read alike.
/// Asks for what is missing when there is a terminal; every answer has an option. Takes no
/// severity, no duration and no cause.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "Examples:
  incident new \"The queue that ate Tuesday\"
  incident new \"The queue that ate Tuesday\" --date 2026-11-03 --depth quick
  incident new \"The queue that ate Tuesday\" --service checkout --alias INC-142
  incident new \"The queue that ate Tuesday\" --from 2026-11-03T09:00Z..2026-11-03T12:30Z")]
pub(super) struct Args {
    /// What happened, the way you would say it to a colleague at lunch
    title: Option<String>,

    /// The day it happened (default: today, in UTC)
    #[arg(long, value_parser = Date::parse)]
    date: Option<Date>,

    /// The id (default: date and title)
    #[arg(long)]
    id: Option<String>,

    /// Another id that it answers to, such as a ticket (can be repeated)
    #[arg(long = "alias", value_name = "ID")]
    aliases: Vec<String>,

    /// A service in the story (can be repeated)
    #[arg(long = "service", value_name = "NAME")]
    services: Vec<String>,

    /// A team close to it (can be repeated)
    #[arg(long = "team", value_name = "NAME")]
    teams: Vec<String>,

    /// What kind of event it was: incident, near-miss or good-catch
    #[arg(long, default_value = "incident", value_parser = event)]
    event: Event,

    /// How many sections to begin with: quick, standard or full
    #[arg(long, value_name = "DEPTH", default_value = "standard", conflicts_with = "template",
          value_parser = ["quick", "standard", "full"])]
    depth: String,

    /// A template of this repository: `templates/NAME.md`
    #[arg(long, value_name = "NAME")]
    template: Option<String>,

    /// Gather what was committed and tagged in a time, as material for the story: two times with `..` between
    ///
    /// From this repository and those of the settings (`repositories:`), as a comment at the end of the
    /// file: who was at work then, to be talked to, and what was changed, without whose it was. A day is
    /// all of it; a time without an offset is in UTC.
    #[arg(long, value_name = "SINCE..UNTIL", value_parser = Window::parse)]
    from: Option<Window>,

    /// Open it in your editor
    #[arg(long)]
    edit: bool,

    /// Commit the new file, and nothing else
    #[arg(long)]
    commit: bool,

    /// How to print
    #[arg(long, value_enum, default_value = "table")]
    format: Format,
}

fn event(word: &str) -> Result<Event, String> {
    Event::read(word).ok_or_else(|| format!("one of {}", Event::WORDS.join(", ")))
}

pub(super) fn run(args: &Args, ui: &mut Ui) -> Result<Outcome> {
    let mut corpus = shared::load_heads(ui)?;
    shared::tell_settings_problems(ui, &corpus);
    let (name, template) = template(args, &corpus)?;
    let mut facts = facts(args, ui, &corpus)?;
    let window = args.from;
    facts.material = window.map(|window| material::gather(ui, &corpus, window));
    let path = write(args, &corpus, &facts, &template)?;
    let id = facts.id.clone().unwrap_or_else(|| path.stem().to_owned());
    let query = format!("{} {}", facts.title, facts.services.join(" "));
    let mut ranking = related::ranking(ui, &mut corpus);
    let related = ranking.near_text(&query, &facts.services, RELATED_MAX);
    tell(
        args,
        ui,
        &corpus,
        &Made {
            id,
            path: &path,
            template: &name,
            related: &related,
            material: facts.material.as_ref(),
        },
    )?;
    if args.commit {
        let message = format!("Begin the write-up of {}\n", facts.title);
        let draft = history::Draft {
            message: &message,
            author: None,
        };
        history::commit_file(&corpus.root, &path, &draft)
            .with_context(|| format!("`{path}` is written, and not committed"))?;
    }
    if args.edit {
        ui.out.flush()?;
        edit(&corpus.root.join(path.as_str()))?;
    }
    Ok(Outcome::Fine)
}

/// Collects the facts from the options, and from whoever sits there.
fn facts(args: &Args, ui: &Ui, corpus: &Corpus) -> Result<Facts> {
    let asked = args.title.is_none() && ui.can_ask();
    let title = match &args.title {
        Some(title) => title.clone(),
        None if asked => inquire::Text::new("In a few words, what happened?")
            .with_help_message("the way you would say it to a colleague at lunch")
            .prompt()?,
        None => bail!("a write-up needs a title\nincident new \"The queue that ate Tuesday\""),
    };
    let title = scaffold::title(&title).context("the title holds nothing that can be read")?;
    let date = match args.date {
        None if asked => ask_date()?,
        date => date.unwrap_or_else(Ui::today),
    };
    let services = if asked && args.services.is_empty() {
        ask_services(corpus)?
    } else {
        args.services.clone()
    };
    if let Some(id) = &args.id {
        check_id(id, corpus)?;
    }
    for alias in &args.aliases {
        if corpus.names.exact(alias) != Named::Nobody {
            bail!("a write-up answers to `{alias}` already\n`incident links {alias}` shows it");
        }
    }
    Ok(Facts {
        title,
        date,
        id: args.id.clone(),
        aliases: args.aliases.clone(),
        event: args.event,
        services,
        teams: args.teams.clone(),
        material: None,
    })
}

fn ask_date() -> Result<Date> {
    let today = Ui::today().to_string();
    let answer = inquire::Text::new("Which day was it?")
        .with_default(&today)
        .with_validator(|text: &str| {
            Ok(match Date::parse(text) {
                Ok(_) => inquire::validator::Validation::Valid,
                Err(why) => inquire::validator::Validation::Invalid(why.into()),
            })
        })
        .prompt()?;
    Date::parse(&answer).map_err(anyhow::Error::msg)
}

fn ask_services(corpus: &Corpus) -> Result<Vec<String>> {
    let mut known: Vec<&str> = corpus
        .writeups
        .iter()
        .flat_map(|writeup| &writeup.meta.services)
        .map(|one| one.value.as_str())
        .collect();
    known.sort_unstable();
    known.dedup();
    let help = match known.as_slice() {
        [] => "separate several by commas; empty is fine".to_owned(),
        known => format!(
            "separate several by commas; told before: {}",
            known.join(", ")
        ),
    };
    let answer = inquire::Text::new("Which services are in the story?")
        .with_help_message(&help)
        .prompt()?;
    Ok(answer
        .split(',')
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .map(str::to_owned)
        .collect())
}

/// An id that is given becomes the file's name, so it must be one.
fn check_id(id: &str, corpus: &Corpus) -> Result<()> {
    let fits = !id.is_empty()
        && id.chars().count() <= 100
        && !id.starts_with(['.', '-', '_'])
        && slug::fits_every_disk(id)
        && id
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | '_'));
    if !fits {
        bail!(
            "`{id}` cannot be an id\nletters, digits, `.`, `-` and `_`, at most 100 of them, beginning with a letter or digit; no name that a system keeps for itself, such as `con`"
        );
    }
    if corpus::is_page_name(&format!("{id}.md")) {
        bail!(
            "`{id}.md` would be a page about write-ups, not one of them\na name that begins with the date never is"
        );
    }
    if corpus.names.exact(id) != Named::Nobody {
        bail!("a write-up answers to `{id}` already\n`incident links {id}` shows it");
    }
    Ok(())
}

/// Returns the name and text of the template: the repository's own `templates/NAME.md` before the
/// one built in.
fn template(args: &Args, corpus: &Corpus) -> Result<(String, String)> {
    let name = args.template.as_deref().unwrap_or(&args.depth);
    if name.is_empty()
        || !name
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'))
    {
        bail!(
            "`{name}` cannot be the name of a template\n`--template retro` means `templates/retro.md`"
        );
    }
    let path = format!("templates/{name}.md");
    match disk::read(&corpus.root, Path::new(&path), TEMPLATE_BYTES_MAX) {
        Ok(bytes) => {
            let text = String::from_utf8(bytes)
                .ok()
                .with_context(|| format!("`{path}` is not UTF-8 text"))?;
            Ok((path, text))
        }
        Err(disk::Refusal::Missing) => {
            let built_in = TEMPLATES.iter().find(|(known, _)| *known == name);
            let Some((_, text)) = built_in else {
                let known: Vec<&str> = TEMPLATES.iter().map(|(name, _)| *name).collect();
                bail!(
                    "there is no template `{path}`\nbuilt in are {}",
                    known.join(", ")
                );
            };
            Ok((name.to_owned(), (*text).to_owned()))
        }
        Err(why) => Err(why).with_context(|| format!("reading the template `{path}`")),
    }
}

/// Writes the file under the first name that is free: also when another process takes it just now.
fn write(args: &Args, corpus: &Corpus, facts: &Facts, template: &str) -> Result<RepoPath> {
    let text = scaffold::fill(template, facts);
    let ids: Box<dyn Iterator<Item = String>> = match &args.id {
        Some(id) => Box::new(std::iter::once(id.clone())),
        None => Box::new(scaffold::ids(corpus, facts).take(TRIES_MAX)),
    };
    for id in ids {
        let path = scaffold::place(corpus, facts, &id)
            .context("the settings name no folder for write-ups")?;
        match disk::create(&corpus.root, Path::new(path.as_str()), text.as_bytes()) {
            Ok(()) => return Ok(path),
            Err(error)
                if error.kind() == std::io::ErrorKind::AlreadyExists && args.id.is_none() => {}
            Err(error) => return Err(error).with_context(|| format!("writing `{path}`")),
        }
    }
    bail!(
        "no free name for this title on {}\n`--id` gives it one",
        facts.date
    )
}

struct Made<'a> {
    id: String,
    path: &'a RepoPath,
    template: &'a str,
    related: &'a [Related],
    material: Option<&'a Material>,
}

fn tell(args: &Args, ui: &mut Ui, corpus: &Corpus, made: &Made<'_>) -> Result<()> {
    if args.format == Format::Json {
        let similar: Vec<_> = made
            .related
            .iter()
            .filter_map(|one| {
                let other = corpus.writeups.get(one.writeup)?;
                Some(view::related_json(one, other))
            })
            .collect();
        let repository = |one: &Remembered| json!({ "name": one.name, "commits": one.commits.len(), "tags": one.tags.len(), "files": one.files.len() });
        let material = made.material.map(|material| {
            json!({
                "people": material.people.len(),
                "repositories": material.repositories.iter().map(repository).collect::<Vec<_>>(),
            })
        });
        let body = json!({
            "id": made.id,
            "path": made.path.as_str(),
            "template": made.template,
            "similar": similar,
            "material": material,
        });
        rows::write_json(&mut ui.out, "new", &body)?;
        return Ok(());
    }
    if ui.quiet {
        writeln!(
            ui.out,
            "{}",
            safe(&shared::seen_from_here(ui, &corpus.root, made.path))
        )?;
        return Ok(());
    }
    let look = ui.look;
    let shown = shared::seen_from_here(ui, &corpus.root, made.path);
    let path = look.paint(Role::Accent, safe(&shown));
    writeln!(ui.out, "{}  {path}", look.paint(Role::Good, "Created"))?;
    writeln!(
        ui.out,
        "{}\n",
        look.paint(
            Role::Dim,
            format!(
                "         from the template `{}`{}",
                safe(made.template),
                made.material.map_or_else(String::new, gathered)
            )
        )
    )?;
    if made.related.is_empty() {
        writeln!(
            ui.out,
            "Tell it to a colleague who was not there, and do not give away the end."
        )?;
        return Ok(());
    }
    writeln!(
        ui.out,
        "{}\n",
        look.paint(Role::Strong, "Before you write, read one of these:")
    )?;
    view::write_related(&mut ui.out, corpus, made.related, look)?;
    let near = made
        .related
        .first()
        .and_then(|one| corpus.writeups.get(one.writeup));
    let next = format!(
        "incident links {}",
        typed(&safe(near.map_or("", Writeup::id)))
    );
    writeln!(ui.out)?;
    hint(
        &mut ui.out,
        "What points at the first of them, and from where:",
        &next,
        look,
    )?;
    Ok(())
}

/// Says how much material stands at the end of the file.
fn gathered(material: &Material) -> String {
    let commits = material.repositories.iter().map(|one| one.commits.len());
    let tags = material.repositories.iter().map(|one| one.tags.len());
    format!(
        ", with {} and {} of {} as material",
        count(commits.sum(), "commit"),
        count(tags.sum(), "tag"),
        repositories(material.repositories.len())
    )
}

fn repositories(number: usize) -> String {
    match number {
        1 => "1 repository".to_owned(),
        number => format!("{number} repositories"),
    }
}

/// Opens the file in the editor of the user: `$VISUAL`, `$EDITOR`, git's `core.editor` (the user's
/// own, never the repository's), through the shell as git does.
fn edit(path: &Path) -> Result<()> {
    let from_env = |name: &str| {
        std::env::var(name)
            .ok()
            .filter(|value| !value.trim().is_empty())
    };
    let editor = from_env("VISUAL")
        .or_else(|| from_env("EDITOR"))
        .or_else(history::user_editor);
    let editor = editor.unwrap_or_else(|| "vi".to_owned());
    let status = Command::new("sh")
        .args(["-c", &format!("{editor} \"$@\""), &editor])
        .arg(path)
        .status()
        .with_context(|| {
            format!("starting the editor `{editor}`\nset `$EDITOR` to one that is there")
        })?;
    if !status.success() {
        bail!("the editor `{editor}` ended with {status}; the write-up is kept");
    }
    Ok(())
}
