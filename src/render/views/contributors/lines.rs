//! Every line that stands, with who wrote it and when.

use std::io::{self, Write};

use super::{Picture, day};
use crate::contributors::Stand;
use crate::model::Person;
use crate::render::rows::{self, RowFormat, Table};
use crate::render::style::{self, Look, safe};

/// Writes the lines of write-ups, each given by its position in the corpus.
pub fn write_lines(
    out: &mut dyn Write,
    format: RowFormat,
    picture: Picture<'_>,
    stories: &[(usize, Vec<Stand>)],
    look: Look,
) -> io::Result<()> {
    const HEAD: [&str; 6] = ["path", "line", "end_line", "commit", "date", "people"];
    let mut rows = Vec::new();
    for (writeup, stands) in stories {
        let path = picture
            .writeup(*writeup)
            .map_or("", |told| told.path.as_str());
        for stand in stands {
            let commit = stand.commit.and_then(|at| picture.commit(at));
            let names: Vec<&str> = stand.people.iter().map(Person::shown).collect();
            rows.push(vec![
                path.to_owned(),
                stand.from.to_string(),
                stand.to.to_string(),
                commit.map_or("", |commit| &commit.id).to_owned(),
                commit.map_or_else(String::new, |commit| day(commit.at)),
                names.join(", "),
            ]);
        }
    }
    match format {
        RowFormat::Csv => rows::write_csv(out, &HEAD, &rows),
        RowFormat::Markdown => rows::write_markdown(out, &HEAD, &rows),
        RowFormat::Json => {
            let lines: Vec<_> = rows
                .iter()
                .map(|row| {
                    let pairs = HEAD.iter().zip(row).map(|(key, cell)| {
                        let number = cell.parse::<usize>().ok().filter(|_| key.ends_with("line"));
                        let text = || (!cell.is_empty()).then(|| cell.clone());
                        let value = number.map_or_else(|| serde_json::json!(text()), Into::into);
                        ((*key).to_owned(), value)
                    });
                    pairs.collect::<serde_json::Map<_, _>>()
                })
                .collect();
            rows::write_json(out, "contributors", &serde_json::json!({ "lines": lines }))
        }
        RowFormat::Table => {
            let shown = rows.iter().map(|row| {
                let cell = |at: usize| row.get(at).map_or("", String::as_str);
                let commit = cell(3).get(..9).unwrap_or("not yet");
                vec![
                    safe(cell(0)).into_owned(),
                    format!("{}–{}", cell(1), cell(2)),
                    commit.to_owned(),
                    cell(4).to_owned(),
                    safe(&style::fit(cell(5), 40)).into_owned(),
                ]
            });
            let table = Table {
                head: vec!["write-up", "lines", "commit", "date", "people"],
                rows: shown.collect(),
                numbers: vec![1],
            };
            rows::write_table(out, &table, look)
        }
    }
}
