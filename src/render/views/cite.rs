//! The ways to point at a write-up, each ready to paste.

use std::io::{self, Write};

use serde_json::json;

use crate::cite::{Address, Pointed, SaidBy};
use crate::render::rows::{self, Format};
use crate::render::style::{self, Look, Role, safe};

/// What `cite` prints.
#[derive(Debug)]
pub struct Ways<'a> {
    pub pointed: Pointed<'a>,
    /// `None` when no file says which language.
    pub comment: Option<String>,
    pub trailer: String,
    pub link: String,
    /// The file that the link is for; without one it is for the top of the repository.
    pub from: Option<String>,
    /// Where it is found on the web, or why that is unknown.
    pub address: Result<Address, String>,
}

/// Writes all of them, each under its name.
pub fn write(out: &mut dyn Write, format: Format, ways: &Ways<'_>, look: Look) -> io::Result<()> {
    if format == Format::Json {
        return write_json(out, ways);
    }
    let head = |name: &str, about: &str| {
        let name = look.paint(Role::Strong, name);
        format!("{name}{}", look.paint(Role::Dim, about))
    };
    writeln!(out, "{}", head("Commit trailer", ""))?;
    writeln!(out, "{}\n", safe(&ways.trailer))?;
    match &ways.comment {
        Some(comment) => {
            writeln!(out, "{}", head("Comment in code", ""))?;
            writeln!(out, "{}\n", safe(comment))?;
        }
        None => {
            writeln!(out, "{}", head("Comment in code", ""))?;
            let ask = "--for FILE writes it in that file's language";
            writeln!(out, "{}\n", look.paint(Role::Dim, ask))?;
        }
    }
    let from = match &ways.from {
        Some(from) => format!(" in {}", safe(from)),
        None => " at the top of the repository (--from FILE for another place)".to_owned(),
    };
    writeln!(out, "{}", head("Markdown link", &from))?;
    writeln!(out, "{}\n", safe(&ways.link))?;
    match &ways.address {
        Ok(address) => {
            writeln!(
                out,
                "{}",
                head("Address", &format!(" from {}", source(address)))
            )?;
            writeln!(out, "{}", safe(&address.url))
        }
        Err(why) => {
            writeln!(out, "{}", head("Address", ""))?;
            for line in style::wrap(&format!("unknown: {}", safe(why)), look.width) {
                writeln!(out, "{}", look.paint(Role::Dim, line))?;
            }
            Ok(())
        }
    }
}

/// Returns where an address comes from, in words.
fn source(address: &Address) -> &'static str {
    match address.said_by {
        SaidBy::Site => "`site:` in incident.yaml",
        SaidBy::Forge => "`forge:` in incident.yaml",
        SaidBy::Remote => "git's remote",
    }
}

fn write_json(out: &mut dyn Write, ways: &Ways<'_>) -> io::Result<()> {
    let said_by = |address: &Address| match address.said_by {
        SaidBy::Site => "site",
        SaidBy::Forge => "forge",
        SaidBy::Remote => "remote",
    };
    let writeup = ways.pointed.writeup;
    let body = json!({
        "writeup": {
            "id": writeup.id(),
            "path": writeup.path.as_str(),
            "title": writeup.title(),
        },
        "part": ways.pointed.part.map(|part| part.anchor),
        "comment": ways.comment,
        "trailer": ways.trailer,
        "link": ways.link,
        "url": ways.address.as_ref().ok().map(|address| &address.url),
        "url_from": ways.address.as_ref().ok().map(said_by),
        "url_unknown": ways.address.as_ref().err(),
    });
    rows::write_json(out, "cite", &body)
}
