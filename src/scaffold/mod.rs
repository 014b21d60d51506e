//! Floor 5: a new write-up, as text.
//!
//! Fills facts into a template and leaves every question a question. Writes no prose, no cause, no
//! duration. Knows nothing of disk or clock.

mod material;

use crate::corpus::{Corpus, Named};
use crate::model::{Date, Event, RepoPath};
use crate::text::{slug, words, yaml};

pub use material::{Change, Material, Remembered};

/// The templates that are built in, by name: how deep a write-up begins.
pub static TEMPLATES: &[(&str, &str)] = &[
    ("quick", include_str!("../../templates/quick.md")),
    ("standard", include_str!("../../templates/standard.md")),
    ("full", include_str!("../../templates/full.md")),
];

/// What is known when a write-up begins.
#[derive(Clone, Debug)]
pub struct Facts {
    pub title: String,
    pub date: Date,
    /// One that somebody chose: the file's name, and written down as well.
    pub id: Option<String>,
    pub aliases: Vec<String>,
    pub event: Event,
    pub services: Vec<String>,
    pub teams: Vec<String>,
    /// What the repositories remember, where somebody asked.
    pub material: Option<Material>,
}

/// Returns a title as one printable line: blanks folded, what cannot be seen dropped. `None` when
/// nothing is left.
pub fn title(written: &str) -> Option<String> {
    let visible: String = written
        .chars()
        .map(|c| {
            if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') {
                ' '
            } else {
                c
            }
        })
        .filter(|&c| !words::is_invisible(c))
        .collect();
    let title = visible.split_whitespace().collect::<Vec<_>>().join(" ");
    (!title.is_empty()).then_some(title)
}

/// Returns the template filled with the facts, and behind it what was gathered. Placeholders are replaced once: a title that looks
/// like one stays a title.
pub fn fill(template: &str, facts: &Facts) -> String {
    let mut filled = String::with_capacity(template.len() + 200);
    let mut rest = template;
    while let Some(open) = rest.find("{{") {
        let (before, after) = rest.split_at(open);
        filled.push_str(before);
        let name = after.get(2..).and_then(|after| after.split_once("}}"));
        match name.and_then(|(name, tail)| Some((value(name.trim(), facts)?, tail))) {
            Some((value, tail)) => {
                filled.push_str(&value);
                rest = tail;
            }
            None => {
                filled.push_str("{{");
                rest = after.get(2..).unwrap_or_default();
            }
        }
    }
    filled.push_str(rest);
    if let Some(material) = &facts.material {
        let gap = if filled.ends_with('\n') { "\n" } else { "\n\n" };
        filled.push_str(gap);
        filled.push_str(&material.comment());
    }
    filled
}

fn value(name: &str, facts: &Facts) -> Option<String> {
    Some(match name {
        "title" => yaml::scalar(&facts.title),
        "date" => facts.date.to_string(),
        "fields" => fields(facts),
        _ => return None,
    })
}

/// Returns the lines of front matter that only some write-ups need.
fn fields(facts: &Facts) -> String {
    let mut lines = String::new();
    if let Some(id) = &facts.id {
        lines.push_str(&format!("id: {}\n", yaml::scalar(id)));
    }
    if facts.event != Event::Incident {
        lines.push_str(&format!("event: {}\n", facts.event.word()));
    }
    let lists = [
        ("aliases", &facts.aliases),
        ("services", &facts.services),
        ("teams", &facts.teams),
    ];
    for (key, values) in lists {
        if !values.is_empty() {
            let values: Vec<String> = values.iter().map(|value| yaml::scalar(value)).collect();
            lines.push_str(&format!("{key}: [{}]\n", values.join(", ")));
        }
    }
    lines
}

/// Yields ids for a write-up, best first: date and slug, then the same with `-2`, `-3`…; those that
/// somebody answers to already are left out.
pub fn ids<'a>(corpus: &'a Corpus, facts: &Facts) -> impl Iterator<Item = String> + 'a {
    let base = format!("{}-{}", facts.date, slug::id(&facts.title));
    (1_u32..)
        .map(move |number| {
            if number == 1 {
                base.clone()
            } else {
                format!("{base}-{number}")
            }
        })
        .filter(|id| corpus.names.exact(id) == Named::Nobody)
}

/// Returns where a write-up with this id goes: `FOLDER/YEAR/ID.md`, or beside the others where they
/// all stand without a year.
pub fn place(corpus: &Corpus, facts: &Facts, id: &str) -> Option<RepoPath> {
    let folders = corpus.folders();
    let folder = folders.first()?;
    let is_year = |path: &RepoPath| {
        let name = path.folder();
        name.file_name().len() == 4 && name.file_name().chars().all(|c| c.is_ascii_digit())
    };
    let mut inside = corpus
        .writeups
        .iter()
        .filter(|writeup| writeup.path.is_under(folder))
        .peekable();
    let flat = inside.peek().is_some() && !inside.any(|writeup| is_year(&writeup.path));
    if flat {
        return folder.join(&format!("{id}.md"));
    }
    folder.join(&format!("{:04}/{id}.md", facts.date.year()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts(title: &str) -> Facts {
        Facts {
            title: title.to_owned(),
            date: Date::parse("2026-11-03").unwrap(),
            id: None,
            aliases: vec!["INC-7".to_owned()],
            event: Event::NearMiss,
            services: vec!["a: b".to_owned(), "ledger".to_owned()],
            teams: Vec::new(),
            material: None,
        }
    }

    #[test]
    fn placeholders_are_filled_once_and_strangers_stay() {
        let filled = fill("{{title}}|{{ date }}|{{x}}|{{", &facts("a {{date}} b"));
        assert_eq!(filled, "\"a {{date}} b\"|2026-11-03|{{x}}|{{");
        assert_eq!(
            fill("{{fields}}", &facts("x")),
            "event: near-miss\naliases: [INC-7]\nservices: [\"a: b\", ledger]\n"
        );
    }

    #[test]
    fn titles_become_one_visible_line() {
        assert_eq!(
            title(" a\n\u{1b}[2J b\u{202e} ").as_deref(),
            Some("a [2J b")
        );
        assert_eq!(title("\u{200b}\n"), None);
    }
}
