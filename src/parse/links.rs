//! Where a link's target stands in the raw text, and the links and comments that hide in HTML.
//! Works on slices; knows nothing of the tree they came from.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::model::{BlockKind, Destination, Link, LinkKind};
use crate::text::{FileId, Span, Spanned, scan};

/// Reference definitions by label: where each target stands, relative to the body.
pub(super) type Definitions = BTreeMap<String, Vec<Range<usize>>>;

/// Finds what looks like reference definitions (`[name]: target`), in code as well: which of several
/// is meant is decided by what comrak makes of the link.
pub(super) fn definitions(source: &str) -> Definitions {
    let mut found = Definitions::new();
    let mut from = 0;
    // Most lines have no such mark, and are passed over with those before them.
    while let Some(mark) = scan::find(source, "]:", from) {
        let above = source.get(..mark).and_then(|above| above.rfind('\n'));
        let at = above.map_or(0, |end| end + 1);
        let line = source.get(at..).unwrap_or_default();
        let line = line.split_inclusive('\n').next().unwrap_or_default();
        if let Some((label, target)) = definition(line) {
            found
                .entry(label)
                .or_default()
                .push(at + target.start..at + target.end);
        }
        from = at + line.len();
    }
    found
}

/// Returns the definitions without lines that only look like one: in code, in a table, in the middle of
/// a paragraph. `block` returns the kind and the start of the leaf that a byte stands in.
pub(super) fn outside(
    mut found: Definitions,
    source: &str,
    block: impl Fn(usize) -> Option<(BlockKind, usize)>,
) -> Definitions {
    let is_real = |place: &Range<usize>| match block(place.start) {
        None => true,
        // Definitions at the start of a paragraph are taken out of it, its place may still hold them.
        Some((BlockKind::Paragraph, start)) => {
            let before = source.get(start..place.start).unwrap_or_default();
            let own_line = before.rfind('\n').map_or(0, |end| end + 1);
            let mut above = before.get(..own_line).unwrap_or_default().lines();
            above.all(|line| definition(line).is_some())
        }
        Some(_) => false,
    };
    for places in found.values_mut() {
        places.retain(is_real);
    }
    found
}

/// Returns a label as Markdown compares them: blanks folded, without case.
fn folded_label(label: &str) -> String {
    label
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .to_lowercase()
}

fn definition(line: &str) -> Option<(String, Range<usize>)> {
    let indent = line.len() - line.trim_start_matches([' ', '>', '\t']).len();
    let rest = line.get(indent..)?.strip_prefix('[')?;
    if rest.starts_with('^') {
        return None;
    }
    let close = rest.find("]:")?;
    let label = folded_label(rest.get(..close)?);
    let from = indent + 1 + close + 2;
    let after = line.get(from..)?;
    let blank = after.len() - after.trim_start().len();
    let target = destination(after.trim_start())?;
    Some((
        label,
        from + blank + target.start..from + blank + target.end,
    ))
}

/// Puts a link's target and kind right: comrak gives the place of the whole link and a cleaned
/// target; readers want the target as written and its own place. `start` is where the body begins.
pub(super) fn place_target(
    link: &mut Link,
    file: FileId,
    text: &str,
    start: usize,
    definitions: &Definitions,
) {
    match shift(link, text) {
        Some(shift) => {
            link.span = link.span.shifted(shift);
        }
        // A bare address in a footnote is placed wherever the footnote is; it can be looked for.
        None if link.kind == LinkKind::Inline => {
            let line = text
                .get(..link.span.start())
                .and_then(|before| before.rfind('\n'))
                .unwrap_or(start);
            let found = text
                .get(line..)
                .and_then(|rest| rest.find(link.target.value.as_str()));
            if let Some(found) = found {
                link.span = Span::new(file, line + found, line + found + link.target.value.len());
            }
        }
        None => {}
    }
    let slice = text
        .get(link.span.start()..link.span.end())
        .unwrap_or_default();
    let at = |range: Range<usize>| {
        Span::new(
            file,
            link.span.start() + range.start,
            link.span.start() + range.end,
        )
    };
    let range = match link.kind {
        LinkKind::Wiki => wiki_target(slice),
        LinkKind::Footnote => slice
            .find("[^")
            .map(|open| open + 2..slice.len().saturating_sub(1).max(open + 2)),
        LinkKind::Inline | LinkKind::Image => {
            let opening = if link.kind == LinkKind::Image {
                "!["
            } else {
                "["
            };
            if slice.starts_with(opening) {
                inline_target(slice)
            } else {
                if link.kind == LinkKind::Inline {
                    link.kind = LinkKind::Autolink;
                }
                Some(autolink_target(slice))
            }
        }
        LinkKind::Html | LinkKind::Reference | LinkKind::Autolink => return,
    };
    if let Some(range) = range {
        let written = slice.get(range.clone()).unwrap_or_default().to_owned();
        link.target = Spanned::new(written, at(range));
        return;
    }
    if link.kind == LinkKind::Inline {
        link.kind = LinkKind::Reference;
    }
    let label = reference_label(slice);
    let meant = Destination::read(&link.target.value);
    let places = definitions
        .get(&folded_label(label))
        .map(Vec::as_slice)
        .unwrap_or_default();
    for place in places {
        let (from, to) = (start + place.start, start + place.end);
        let written = text.get(from..to).unwrap_or_default();
        if Destination::read(written) == meant {
            link.target = Spanned::new(written.to_owned(), Span::new(file, from, to));
            return;
        }
    }
}

/// Most bytes that a link is looked for behind its reported place.
const SHIFT_MAX: usize = 32;

/// Returns how far behind its reported place a link stands: comrak counts each `\|` of a table cell
/// as one byte. `None` when it does not read as a link there either; then its place is kept.
fn shift(link: &Link, text: &str) -> Option<usize> {
    let fits = |slice: &str| match link.kind {
        LinkKind::Wiki => slice.starts_with("[[") && slice.ends_with("]]"),
        LinkKind::Footnote => slice.starts_with("[^") && slice.ends_with(']'),
        LinkKind::Image => slice.starts_with("![") && slice.ends_with([')', ']']),
        LinkKind::Inline => {
            let bare = slice.trim_start_matches('<').trim_end_matches('>');
            let brackets = slice.starts_with('[') && slice.ends_with([')', ']']);
            brackets || (!bare.is_empty() && link.target.value.ends_with(bare))
        }
        LinkKind::Html | LinkKind::Reference | LinkKind::Autolink => true,
    };
    (0..=SHIFT_MAX).find(|by| {
        let slice = text.get(link.span.start() + by..link.span.end() + by);
        slice.is_some_and(fits)
    })
}

/// Returns the destination of `[text](destination "title")`; `None` for a reference-style link.
fn inline_target(slice: &str) -> Option<Range<usize>> {
    if !slice.ends_with(')') {
        return None;
    }
    // The destination is the last part of the link, so its bracket is the last `](` that leaves the
    // rest a whole destination. Text may hold `](` too, in code or in an image.
    for (at, open) in slice.rmatch_indices("](") {
        let from = at + open.len();
        let after = slice.get(from..)?;
        let blank = after.len() - after.trim_start().len();
        let Some(target) = destination(after.trim_start()) else {
            continue;
        };
        let tail = after
            .get(blank + target.end..)?
            .trim_start_matches('>')
            .trim_start();
        let titled = ['"', '\'', '(']
            .iter()
            .any(|&quote| tail.starts_with(quote));
        if tail == ")" || (titled && tail.ends_with(')')) {
            return Some(from + blank + target.start..from + blank + target.end);
        }
    }
    None
}

/// Returns the link destination that a text begins with, `<…>` without its brackets.
fn destination(text: &str) -> Option<Range<usize>> {
    if let Some(rest) = text.strip_prefix('<') {
        return rest.find(['>', '\n']).map(|end| 1..1 + end);
    }
    let mut depth = 0usize;
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '(' => depth += 1,
            ')' if depth == 0 => return Some(0..at),
            ')' => depth -= 1,
            c if c.is_whitespace() || c.is_control() => return Some(0..at),
            _ => {}
        }
    }
    Some(0..text.len())
}

fn wiki_target(slice: &str) -> Option<Range<usize>> {
    let open = slice.find("[[")? + 2;
    let inner = slice.get(open..)?;
    let end = inner.find("]]").unwrap_or(inner.len());
    let target = inner.get(..end)?;
    let target = target.split('|').next()?;
    let from = open + (target.len() - target.trim_start().len());
    Some(from..from + target.trim().len())
}

fn autolink_target(slice: &str) -> Range<usize> {
    match slice
        .strip_prefix('<')
        .and_then(|rest| rest.strip_suffix('>'))
    {
        Some(inner) => 1..1 + inner.len(),
        None => 0..slice.len(),
    }
}

/// Returns the label of `[text][label]`, `[label][]` or `[label]`.
fn reference_label(slice: &str) -> &str {
    let body = slice
        .trim_start_matches('!')
        .strip_suffix(']')
        .unwrap_or(slice);
    let body = match body.rsplit_once("][") {
        Some((text, "")) => text,
        Some((_, label)) => return label,
        None => body,
    };
    body.strip_prefix('[').unwrap_or(body)
}

/// Returns the comments in a piece of HTML: the whole, and the trimmed inside. One that nothing
/// closes runs to the end.
pub(super) fn comments(html: &str) -> Vec<(Range<usize>, Range<usize>)> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(open) = html.get(at..).and_then(|rest| rest.find("<!--")) {
        let start = at + open;
        let inner = start + 4;
        let rest = html.get(inner..).unwrap_or_default();
        let (len, closing) = rest.find("-->").map_or((rest.len(), 0), |len| (len, 3));
        let text = rest.get(..len).unwrap_or_default();
        let from = inner + (text.len() - text.trim_start().len());
        let end = inner + len + closing;
        found.push((start..end, from..from + text.trim().len()));
        at = end;
    }
    found
}

/// Returns the tags in a piece of HTML that point somewhere (`<a href>`, `<img src>`), each with the
/// range of its target.
pub(super) fn html_targets(html: &str) -> Vec<(Range<usize>, Range<usize>)> {
    tags(html)
        .filter_map(|tag| {
            let text = html.get(tag.clone())?;
            let name = text
                .trim_start_matches('<')
                .split(|c: char| !c.is_ascii_alphanumeric())
                .next()?;
            let attribute = match name.to_ascii_lowercase().as_str() {
                "a" => "href",
                "img" => "src",
                _ => return None,
            };
            let value = attribute_value(text, attribute)?;
            Some((tag.clone(), tag.start + value.start..tag.start + value.end))
        })
        .collect()
}

/// Returns the ids and names that a piece of HTML gives to places in it.
pub(super) fn html_ids(html: &str) -> Vec<String> {
    // Most text has none.
    if !html.contains('<') {
        return Vec::new();
    }
    tags(html)
        .filter_map(|tag| html.get(tag))
        .flat_map(|tag| {
            ["id", "name"]
                .into_iter()
                .filter_map(|key| tag.get(attribute_value(tag, key)?))
        })
        .map(str::to_owned)
        .collect()
}

/// Yields the opening tags of a piece of HTML, comments left out.
fn tags(html: &str) -> impl Iterator<Item = Range<usize>> {
    let comments = comments(html);
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let start = at + html.get(at..)?.find('<')?;
            let after = comments.partition_point(|(outer, _)| outer.start <= start);
            let before = after.checked_sub(1).and_then(|last| comments.get(last));
            if let Some((comment, _)) = before.filter(|(outer, _)| outer.contains(&start)) {
                at = comment.end;
                continue;
            }
            let rest = html.get(start + 1..)?;
            at = start + 1;
            if rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
                at = start + 1 + rest.find('>')? + 1;
                return Some(start..at);
            }
        }
    })
}

/// Returns the value of an attribute in an opening tag, without its quotation marks.
fn attribute_value(tag: &str, attribute: &str) -> Option<Range<usize>> {
    let lower = tag.to_ascii_lowercase();
    for (at, _) in lower.match_indices(attribute) {
        let before = lower.get(..at)?;
        if !before.ends_with(|c: char| c.is_ascii_whitespace() || matches!(c, '"' | '\'')) {
            continue;
        }
        let from = at + attribute.len();
        let rest = tag.get(from..)?;
        let Some(value) = rest.trim_start().strip_prefix('=') else {
            continue;
        };
        let value = value.trim_start();
        let start = tag.len() - value.len();
        return match value.chars().next()? {
            quote @ ('"' | '\'') => {
                let len = value.get(1..)?.find(quote)?;
                Some(start + 1..start + 1 + len)
            }
            _ => {
                let len = value.find(|c: char| c.is_ascii_whitespace() || c == '>')?;
                Some(start..start + len)
            }
        };
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn destinations_are_read_as_written() {
        for (slice, expected) in [
            ("[a](b.md)", Some("b.md")),
            ("[a](<b c.md> \"t\")", Some("b c.md")),
            ("[a](b_(1).md 'title')", Some("b_(1).md")),
            ("[`x](y`](z.md)", Some("z.md")),
            ("[a][b]", None),
            ("[a]()", Some("")),
        ] {
            assert_eq!(
                inline_target(slice).map(|range| &slice[range]),
                expected,
                "{slice}"
            );
        }
        assert_eq!(reference_label("[a][b]"), "b");
        assert_eq!(reference_label("[a][]"), "a");
        assert_eq!(reference_label("![a]"), "a");
        let wiki = "[[ a b |c]]";
        assert_eq!(wiki_target(wiki).map(|range| &wiki[range]), Some("a b"));
    }

    #[test]
    fn html_gives_its_targets_ids_and_comments() {
        let html =
            "<p><a name=\"x\" HREF='y.md'>z</a><!-- <a href=no> --><img src=i.png></p><!-- open";
        let targets: Vec<_> = html_targets(html)
            .into_iter()
            .map(|(_, value)| &html[value])
            .collect();
        assert_eq!(targets, ["y.md", "i.png"]);
        assert_eq!(html_ids(html), ["x"]);
        let comments: Vec<_> = comments(html)
            .into_iter()
            .map(|(_, inner)| &html[inner])
            .collect();
        assert_eq!(comments, ["<a href=no>", "open"]);
    }
}
