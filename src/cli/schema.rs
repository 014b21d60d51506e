//! `incident schema`

use std::io::Write as _;

use anyhow::{Result, bail};

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

/// Print the JSON Schema of what is printed for programs
///
/// Without NAME: the names there are. `findings` is for `lint` and `links --check`, `links-jsonl`,
/// `links-index` and `links-collect` for what `links` prints so; the others are called as their command.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "Examples:
  incident schema                            the names
  incident schema findings > findings.json   what `lint --format json` prints")]
pub(super) struct Args {
    /// The name of a schema
    name: Option<String>,
}

pub(super) fn run(args: &Args, ui: &mut Ui) -> Result<Outcome> {
    let names = SCHEMAS.iter().map(|(name, _)| *name);
    let Some(asked) = &args.name else {
        for name in names {
            writeln!(ui.out, "{name}")?;
        }
        return Ok(Outcome::Fine);
    };
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
