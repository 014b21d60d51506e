//! Other repositories on this machine whose files and commits cite the write-ups.

use super::read::Reader;
use crate::text::Spanned;
use crate::text::yaml::{Entry, Node};

/// A repository beside this one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Elsewhere {
    /// What it is called in answers.
    pub name: Spanned<String>,
    /// Where it lies, seen from the settings.
    pub path: Spanned<String>,
    /// Patterns for the files that are looked at; empty for all of them.
    pub files: Vec<Spanned<String>>,
}

/// Reads those that have a path.
pub(super) fn all(reader: &mut Reader<'_>, value: &Node) -> Vec<Elsewhere> {
    let entries = reader.entries("repositories", value);
    entries.iter().filter_map(|one| read(reader, one)).collect()
}

/// Reads one: a path alone, or what is said of it.
fn read(reader: &mut Reader<'_>, entry: &Entry) -> Option<Elsewhere> {
    let name = entry.key.clone();
    if let Node::Scalar(_) = &entry.value {
        let path = reader.text(&name.value, &entry.value)?;
        return Some(Elsewhere {
            name,
            path,
            files: Vec::new(),
        });
    }
    let (mut path, mut files) = (None, Vec::new());
    for said in reader.entries(&name.value, &entry.value) {
        match said.key.value.as_str() {
            "path" => path = reader.text("path", &said.value),
            "files" => files = reader.texts("files", &said.value),
            other => {
                let message = format!("`{other}` is nothing that is said of a repository");
                let help = "a repository has a `path`, and `files` where not all are meant";
                reader.problem(said.key.span, message, help.to_owned());
            }
        }
    }
    let Some(path) = path else {
        let message = format!("the repository `{}` has no path", name.value);
        let help = "where is it, seen from here? `path: ../shop`";
        reader.problem(name.span, message, help.to_owned());
        return None;
    };
    Some(Elsewhere { name, path, files })
}
