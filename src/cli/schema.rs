//! `incident schema`

use std::io::Write as _;

use anyhow::{Result, bail};

use crate::config;
use crate::lint::rules;
use crate::model::{self, Names, SECTIONS};
use crate::render::{page, schema};
use crate::text::words;

use super::Outcome;
use super::ui::Ui;

/// The schemas of what is printed for programs, by name.
const SCHEMAS: &[(&str, &str)] = &[
    ("cite", include_str!("../../schemas/cite.json")),
    (
        "contributors",
        include_str!("../../schemas/contributors.json"),
    ),
    ("digest", include_str!("../../schemas/digest.json")),
    ("findings", include_str!("../../schemas/findings.json")),
    ("links", include_str!("../../schemas/links.json")),
    (
        "links-collect",
        include_str!("../../schemas/links-collect.json"),
    ),
    (
        "links-index",
        include_str!("../../schemas/links-index.json"),
    ),
    (
        "links-jsonl",
        include_str!("../../schemas/links-jsonl.json"),
    ),
    ("markers", include_str!("../../schemas/markers.json")),
    ("near", include_str!("../../schemas/near.json")),
    ("new", include_str!("../../schemas/new.json")),
    ("questions", include_str!("../../schemas/questions.json")),
    ("reading", include_str!("../../schemas/reading.json")),
    ("reads", include_str!("../../schemas/reads.json")),
    (
        "reads-programs",
        include_str!("../../schemas/reads-programs.json"),
    ),
    ("review", include_str!("../../schemas/review.json")),
    ("search", include_str!("../../schemas/search.json")),
    ("show", include_str!("../../schemas/show.json")),
];

/// What people write, and what the schema of it says of itself.
const WRITTEN: &[(&str, &str)] = &[
    ("front-matter", "The front matter of a write-up"),
    ("settings", "incident.yaml"),
];

/// Print the JSON Schema of what is printed for programs, or written by people
///
/// Without NAME: the names there are. `front-matter` and `settings` are for editors, which complete and
/// check with them what is written. `findings` is for `lint` and `links --check`, `links-jsonl`,
/// `links-index` and `links-collect` for what `links` prints so; the others are called as their command.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "Examples:
  incident schema                            the names
  incident schema findings > findings.json   what `lint --format json` prints
  incident schema settings > settings.json   what may stand in `incident.yaml`")]
pub(super) struct Args {
    /// The name of a schema
    name: Option<String>,
}

pub(super) fn run(args: &Args, ui: &mut Ui) -> Result<Outcome> {
    let printed = SCHEMAS.iter().map(|(name, _)| *name);
    let mut names: Vec<&str> = WRITTEN
        .iter()
        .map(|(name, _)| *name)
        .chain(printed)
        .collect();
    names.sort_unstable();
    let Some(asked) = &args.name else {
        for name in names {
            writeln!(ui.out, "{name}")?;
        }
        return Ok(Outcome::Fine);
    };
    if let Some((name, title)) = WRITTEN.iter().find(|(name, _)| name == asked) {
        let (fields, open) = match *name {
            "settings" => (config::SETTINGS, false),
            _ => (model::FIELDS, true),
        };
        schema::write(&mut ui.out, title, fields, open, &known)?;
        return Ok(Outcome::Fine);
    }
    let Some((_, schema)) = SCHEMAS.iter().find(|(name, _)| name == asked) else {
        let hint = match words::nearest(asked, names) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "`incident schema` lists them".to_owned(),
        };
        bail!("there is no schema `{asked}`\n{hint}");
    };
    ui.out.write_all(schema.as_bytes())?;
    Ok(Outcome::Fine)
}

/// Returns the names of a closed set, each with what it means.
fn known(names: Names) -> Vec<(String, String)> {
    match names {
        Names::Rules => {
            let rules = rules::RULES.iter();
            let told = rules.map(|rule| (rule.name.to_owned(), page::summary(rule.page)));
            told.map(|(name, about)| (name, about.to_owned())).collect()
        }
        Names::Sections => {
            let kinds = SECTIONS.iter();
            let told =
                kinds.map(|spec| (spec.key(), format!("Headings beside \"{}\".", spec.name)));
            told.collect()
        }
    }
}
