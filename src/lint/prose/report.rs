//! How a language rule speaks: at each sentence, or once a file where it is about a way of telling.
//!
//! What many files say in the same words is their template's, and no author's: said once in all.

use std::collections::{BTreeMap, BTreeSet};

use crate::corpus::Corpus;
use crate::lint::Context;
use crate::model::Writeup;
use crate::text::Span;

use super::sentence::Sentence;

/// So many files with the same words have them from a template.
const TEMPLATE_FILES: usize = 30;

/// What one file holds: the words it stands in, and the place.
type Hit = (String, Span);

/// Reports what `find` returns, as the first and the last token, in each sentence of a write-up.
pub(in crate::lint) fn each(
    writeup: &Writeup,
    cx: &mut Context<'_>,
    find: impl Fn(&Sentence<'_>) -> Option<(usize, usize)>,
    message: &'static str,
    question: &'static str,
) {
    for sentence in cx.sentences(writeup) {
        if let Some((from, to)) = find(&sentence)
            && let Some(span) = sentence.span(from, to)
        {
            cx.report(span, message).help(question);
        }
    }
}

/// Reports the first place in each file that `find` returns.
pub(in crate::lint) fn once(
    corpus: &Corpus,
    cx: &mut Context<'_>,
    find: impl Fn(&Sentence<'_>) -> Option<(usize, usize)>,
    message: &'static str,
    help: &'static str,
) {
    let mut files: Vec<Vec<Hit>> = Vec::new();
    for writeup in &corpus.writeups {
        let hits = cx.sentences(writeup).filter_map(|sentence| {
            let (from, to) = find(&sentence)?;
            Some((sentence.saying(from, to), sentence.span(from, to)?))
        });
        let mut own: Vec<Hit> = hits.collect();
        own.dedup_by(|one, other| one.0 == other.0);
        files.push(own);
    }
    let mut shared: BTreeMap<&str, usize> = BTreeMap::new();
    for own in &files {
        let mut said: Vec<&str> = own.iter().map(|(words, _)| words.as_str()).collect();
        said.sort_unstable();
        said.dedup();
        for words in said {
            *shared.entry(words).or_default() += 1;
        }
    }
    shared.retain(|_, files| *files >= TEMPLATE_FILES);
    let mut told = BTreeSet::new();
    for own in &files {
        if let Some((_, span)) = own
            .iter()
            .find(|(words, _)| !shared.contains_key(words.as_str()))
        {
            cx.report(*span, message).help(help);
        }
        for (words, span) in own {
            if let Some(files) = shared.get(words.as_str())
                && told.insert(words)
            {
                cx.report(
                    *span,
                    format!(
                        "{message}, and so do {} other files in the same words",
                        files - 1
                    ),
                )
                .help(format!("is it the template's? {help}"));
            }
        }
    }
}
