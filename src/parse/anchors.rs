//! The names by which links lead into a document.

use std::collections::BTreeMap;

use super::body::Body;
use super::links;
use crate::model::BlockKind;
use crate::text::{Span, scan, slug, words};

/// Takes `{#anchor}` from the end of each heading, where Hugo and kramdown let an author choose one, and
/// folds what is left. Returns the anchor of every heading, twins numbered `-1`, `-2`… as forges do, with
/// the chosen ones, then HTML ids.
pub(super) fn find(body: &mut Body, text: &str) -> Vec<String> {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let mut anchors = Vec::with_capacity(body.headings.len());
    for heading in &mut body.headings {
        let value = heading.text.value.trim_end();
        let cut = value
            .strip_suffix('}')
            .and_then(|rest| rest.rsplit_once('{'));
        if let Some((words, attributes)) = cut.filter(|(_, rest)| rest.starts_with(['#', '.', ':']))
        {
            let chosen = attributes
                .split_whitespace()
                .find_map(|one| one.trim_start_matches(':').strip_prefix('#'));
            anchors.extend(chosen.map(str::to_owned));
            // In the text an entity is longer than what it stands for.
            let place = heading.text.span;
            let written = text.get(place.start()..place.end());
            let written = written.and_then(|written| written.trim_end().strip_suffix('}'));
            if let Some((before, _)) = written.and_then(|written| written.rsplit_once('{')) {
                let end = place.start() + before.trim_end().len();
                heading.text.span = Span::new(place.file, place.start(), end);
            }
            heading.text.value = words.trim_end().to_owned();
        }
        heading.folded = words::fold_heading(&heading.text.value);
        let base = slug::anchor(&heading.text.value);
        let twins = seen.entry(base.clone()).or_default();
        anchors.push(if *twins == 0 {
            base
        } else {
            format!("{base}-{twins}")
        });
        *twins += 1;
    }
    // kramdown: `{: #anchor}` on a line of its own.
    for leaf in &body.leaves {
        let slice = text.get(leaf.block.span.start()..leaf.block.span.end());
        let slice = slice.unwrap_or_default();
        if leaf.block.kind != BlockKind::Paragraph || !slice.contains("{:") {
            continue;
        }
        for line in slice.lines().map(str::trim) {
            let list = line
                .strip_prefix("{:")
                .and_then(|rest| rest.strip_suffix('}'));
            let words = list.unwrap_or_default().split_whitespace();
            anchors.extend(
                words
                    .filter_map(|word| word.strip_prefix('#'))
                    .map(str::to_owned),
            );
        }
    }
    // Most texts hold no tag at all.
    if scan::find(text, "<", body.start).is_none() {
        return anchors;
    }
    let html = body
        .leaves
        .iter()
        .filter(|leaf| leaf.block.kind != BlockKind::Code);
    for leaf in html {
        let slice = text
            .get(leaf.block.span.start()..leaf.block.span.end())
            .unwrap_or_default();
        anchors.extend(links::html_ids(slice));
    }
    anchors
}
