//! Values are put into a mapping that somebody wrote. Everything else stays as it is: order, quotes,
//! comments, line ends, the way in which a mapping is written.

use super::{Map, Node, Scalar};
use crate::text::{Edit, Span};

/// A value that a key is to have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// As it is to be written.
    Scalar(String),
    /// Keys in this order; others that are there stay.
    Map(Vec<(&'static str, Wanted)>),
}

/// Returns what makes keys of a block of lines have these values. `inner` is the block, which is whole
/// lines of `text`, and `map` what it was read as. Fails, with why, where a value has another shape.
pub fn set(
    text: &str,
    inner: Span,
    map: &Map,
    wanted: &[(&'static str, Wanted)],
) -> Result<Vec<Edit>, String> {
    let block = text.get(inner.start()..inner.end()).unwrap_or_default();
    let style = Style {
        text,
        line_end: if block.contains("\r\n") { "\r\n" } else { "\n" },
    };
    let mut edits = Vec::new();
    if is_flow(text, map) {
        flow(&style, map, wanted, &mut edits)?;
        return Ok(edits);
    }
    let bottom = Place {
        at: Span::empty(inner.file, inner.end()),
        indent: String::new(),
        line_open: !block.is_empty() && !block.ends_with('\n'),
    };
    lines(&style, map, &bottom, wanted, &mut edits)?;
    Ok(edits)
}

struct Style<'a> {
    text: &'a str,
    line_end: &'static str,
}

/// Where further lines of a mapping go.
struct Place {
    at: Span,
    indent: String,
    /// Whether the line before has no end yet.
    line_open: bool,
}

fn is_flow(text: &str, map: &Map) -> bool {
    let start = text.get(map.span.start()..);
    !map.entries.is_empty() && start.is_some_and(|text| text.starts_with('{'))
        || text
            .get(map.span.start()..map.span.end())
            .is_some_and(|text| text.trim() == "{}")
}

/// Sets keys of a mapping that has a line for each.
fn lines(
    style: &Style<'_>,
    map: &Map,
    bottom: &Place,
    wanted: &[(&'static str, Wanted)],
    edits: &mut Vec<Edit>,
) -> Result<(), String> {
    let mut new = String::new();
    for (key, value) in wanted {
        let Some(entry) = map.get(key) else {
            new.push_str(&lines_of(style, &bottom.indent, key, value));
            continue;
        };
        match (&entry.value, value) {
            (Node::Map(inner), Wanted::Map(wanted)) if is_flow(style.text, inner) => {
                flow(style, inner, wanted, edits)?;
            }
            (Node::Map(inner), Wanted::Map(wanted)) => {
                let place = behind(style, inner)
                    .ok_or_else(|| format!("the lines of `{key}` are not indented as usual"))?;
                lines(style, inner, &place, wanted, edits)?;
            }
            (old, value) => scalar(style, key, entry.key.span, old, value, edits)?,
        }
    }
    if !new.is_empty() {
        if bottom.line_open {
            new = format!("{}{}", style.line_end, new.trim_end_matches(['\r', '\n']));
        }
        edits.push(Edit::insert(bottom.at, new));
    }
    Ok(())
}

/// Returns a key that is not there yet with its value, in lines.
fn lines_of(style: &Style<'_>, indent: &str, key: &str, value: &Wanted) -> String {
    let end = style.line_end;
    match value {
        // What stands at the top has a line for each of its keys.
        Wanted::Map(inner) if indent.is_empty() => {
            let inner: Vec<String> = inner
                .iter()
                .map(|(key, value)| lines_of(style, "  ", key, value))
                .collect();
            format!("{key}:{end}{}", inner.concat())
        }
        value => format!("{indent}{key}: {}{end}", on_one_line(value)),
    }
}

fn on_one_line(value: &Wanted) -> String {
    match value {
        Wanted::Scalar(text) => text.clone(),
        Wanted::Map(inner) => {
            let inner: Vec<String> = inner
                .iter()
                .map(|(key, value)| format!("{key}: {}", on_one_line(value)))
                .collect();
            format!("{{{}}}", inner.join(", "))
        }
    }
}

/// Returns the place behind the last line of a mapping that has a line for each key.
fn behind(style: &Style<'_>, map: &Map) -> Option<Place> {
    let (first, last) = (map.entries.first()?, map.entries.last()?);
    let before = style.text.get(..first.key.span.start())?;
    let start = before.rfind('\n').map_or(0, |end| end + 1);
    let indent = before.get(start..)?;
    if indent.is_empty() || !indent.chars().all(|c| c == ' ') {
        return None;
    }
    let end = last.value.span().end().max(last.key.span.end());
    // A value may be said to reach into the blank behind it.
    let end = style.text.get(..end)?.trim_end().len();
    let rest = style.text.get(end..)?;
    let (at, line_open) = match rest.find('\n') {
        Some(newline) => (end + newline + 1, false),
        None => (style.text.len(), true),
    };
    Some(Place {
        at: Span::empty(map.span.file, at),
        indent: indent.to_owned(),
        line_open,
    })
}

/// Sets keys of a mapping in braces.
fn flow(
    style: &Style<'_>,
    map: &Map,
    wanted: &[(&'static str, Wanted)],
    edits: &mut Vec<Edit>,
) -> Result<(), String> {
    let mut new = Vec::new();
    for (key, value) in wanted {
        let Some(entry) = map.get(key) else {
            new.push(format!("{key}: {}", on_one_line(value)));
            continue;
        };
        match (&entry.value, value) {
            (Node::Map(inner), Wanted::Map(wanted)) => flow(style, inner, wanted, edits)?,
            (old, value) => scalar(style, key, entry.key.span, old, value, edits)?,
        }
    }
    if new.is_empty() {
        return Ok(());
    }
    let new = new.join(", ");
    let edit = match map.entries.last() {
        Some(last) => {
            let at = Span::empty(map.span.file, last.value.span().end());
            Edit::insert(at, format!(", {new}"))
        }
        None => {
            let brace = style
                .text
                .get(map.span.start()..)
                .and_then(|text| text.find('}'));
            let at = brace.ok_or("a brace is opened and not closed")? + map.span.start();
            Edit::insert(Span::empty(map.span.file, at), new)
        }
    };
    edits.push(edit);
    Ok(())
}

/// Sets the value of a key that is there.
fn scalar(
    style: &Style<'_>,
    key: &str,
    written: Span,
    old: &Node,
    value: &Wanted,
    edits: &mut Vec<Edit>,
) -> Result<(), String> {
    if old.is_null() {
        let rest = style.text.get(written.end()..).unwrap_or_default();
        let colon = rest
            .find(':')
            .ok_or_else(|| format!("`{key}` has no value"))?;
        let at = Span::empty(written.file, written.end() + colon + 1);
        // `~` and `null` give way.
        let old = old.span();
        if !old.is_empty()
            && !style
                .text
                .get(old.start()..old.end())
                .unwrap_or_default()
                .trim()
                .is_empty()
        {
            edits.push(Edit::replace(old, on_one_line(value)));
        } else {
            edits.push(Edit::insert(at, format!(" {}", on_one_line(value))));
        }
        return Ok(());
    }
    match (old, value) {
        (Node::Scalar(Scalar { text, span, .. }), Wanted::Scalar(new)) => {
            if text != new {
                edits.push(Edit::replace(*span, new.clone()));
            }
            Ok(())
        }
        _ => Err(format!("`{key}` is {} here", old.shape())),
    }
}

#[cfg(test)]
mod tests {
    use super::super::read;
    use super::*;
    use crate::text::{self, Files};

    fn wanted() -> Vec<(&'static str, Wanted)> {
        let scalar = |text: &str| Wanted::Scalar(text.to_owned());
        let attended = Wanted::Map(vec![("closest", scalar("5")), ("elsewhere", scalar("9"))]);
        vec![(
            "review",
            Wanted::Map(vec![("date", scalar("2026-06-19")), ("attended", attended)]),
        )]
    }

    fn check(source: &str, expected: Result<&str, &str>) {
        let id = Files::default().add("x", source);
        let inner = Span::new(id, 0, source.len());
        let map = match read(id, source, 0..source.len()).0 {
            Some(Node::Map(map)) => map,
            _ => Map {
                entries: Vec::new(),
                span: inner,
            },
        };
        let edits = set(source, inner, &map, &wanted());
        let new = edits.map(|edits| text::apply(source, &edits));
        assert_eq!(
            new,
            expected.map(str::to_owned).map_err(str::to_owned),
            "{source}"
        );
        if let Ok(new) = new {
            let again = Files::default().add("x", new.as_str());
            let (node, problems) = read(again, &new, 0..new.len());
            assert!(problems.is_empty(), "{new}");
            let Some(Node::Map(map)) = node else {
                panic!("{new}")
            };
            let settled = set(&new, Span::new(again, 0, new.len()), &map, &wanted());
            assert_eq!(settled, Ok(Vec::new()), "{new}");
        }
    }

    #[test]
    fn what_is_there_stays_as_it_is_written() {
        let lines = "review:\n  date: 2026-06-19\n  attended: {closest: 5, elsewhere: 9}\n";
        for (source, expected) in [
            ("", lines.to_owned()),
            ("title: x # why\n", format!("title: x # why\n{lines}")),
            (
                "review:   # the meeting\n    date: \"2026-01-01\" # moved\n    learned: 3\ntags: [a]\n",
                "review:   # the meeting\n    date: 2026-06-19 # moved\n    learned: 3\n    attended: {closest: 5, elsewhere: 9}\ntags: [a]\n".to_owned(),
            ),
            (
                "review:\n  attended:\n    closest: 1 # who\n\n# end\n",
                "review:\n  attended:\n    closest: 5 # who\n    elsewhere: 9\n  date: 2026-06-19\n\n# end\n".to_owned(),
            ),
            (
                "review: {shared: 2026-06-10, attended: {closest: 2}} # x\n",
                "review: {shared: 2026-06-10, attended: {closest: 5, elsewhere: 9}, date: 2026-06-19} # x\n".to_owned(),
            ),
            ("review: {}\r\n", "review: {date: 2026-06-19, attended: {closest: 5, elsewhere: 9}}\r\n".to_owned()),
            ("a: 1\r\n", "a: 1\r\nreview:\r\n  date: 2026-06-19\r\n  attended: {closest: 5, elsewhere: 9}\r\n".to_owned()),
            ("review: # none yet\nb: 1\n", "review: {date: 2026-06-19, attended: {closest: 5, elsewhere: 9}} # none yet\nb: 1\n".to_owned()),
            ("review: ~\n", "review: {date: 2026-06-19, attended: {closest: 5, elsewhere: 9}}\n".to_owned()),
            ("{title: x}\n", "{title: x, review: {date: 2026-06-19, attended: {closest: 5, elsewhere: 9}}}\n".to_owned()),
        ] {
            check(source, Ok(&expected));
        }
        check("review: yes\n", Err("`review` is text here"));
        check("review: {date: [a]}\n", Err("`date` is a list here"));
    }
}
