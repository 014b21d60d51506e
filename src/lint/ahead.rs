//! Rules that look at one write-up alone, run while its body is there: ten thousand bodies at once would
//! be most of the memory of a run.

use super::context::Common;
use super::{Check, Context, Levels, Rule, SHARE, suppress};
use crate::corpus::Corpus;
use crate::diagnostic::Diagnostic;
use crate::model::{BlockKind, Known, Writeup};
use crate::text::Files;
use crate::text::yaml::Entry;
use crate::threads;

/// Write-ups whose bodies are read before the first of them takes its place in the corpus.
const ROUND: usize = 8 * SHARE;

/// What the rules found that look at one write-up alone; [`super::run_on`] goes on from there.
#[derive(Debug)]
pub struct Ahead {
    pub(super) found: Vec<Diagnostic>,
}

/// Reads every body that was not read yet, runs the rules that look at one write-up alone, and keeps of
/// the body what the others ask for.
pub fn ahead(corpus: &mut Corpus, rules: &[&'static Rule]) -> Ahead {
    let mut found = Vec::new();
    for start in (0..corpus.writeups.len()).step_by(ROUND) {
        let end = corpus.writeups.len().min(start + ROUND);
        let round = corpus.writeups.get(start..end).unwrap_or_default();
        let levels = Levels::new(corpus, round);
        let common = Common::new(corpus);
        let shares = threads::in_shares(round, SHARE, |share| {
            let (mut read, problems): (Vec<Writeup>, Vec<_>) =
                share.iter().map(|writeup| corpus.whole(writeup)).unzip();
            let mut found = Vec::new();
            for rule in rules {
                if let Check::Writeup(check) = rule.check {
                    let mut cx = Context::new(&common, rule);
                    for writeup in &read {
                        check(writeup, &mut cx);
                    }
                    levels.set(rule, cx.found, &mut found);
                }
            }
            for writeup in &mut read {
                let_go(writeup, &corpus.files);
            }
            found.shrink_to_fit();
            (read, problems, found)
        });
        let mut at = start;
        for (read, problems, own) in shares {
            corpus.problems.extend(problems.into_iter().flatten());
            found.extend(own);
            for writeup in read {
                if let Some(place) = corpus.writeups.get_mut(at) {
                    *place = writeup;
                }
                at += 1;
            }
        }
    }
    corpus.look_for_targets();
    Ahead { found }
}

/// Lets go of what no rule asks for that runs later: those of [`Check::Linked`] and [`Check::Past`], and
/// of [`Check::Corpus`] all that are not about language.
fn let_go(writeup: &mut Writeup, files: &Files) {
    // What a comment covers is told by the blocks round it.
    if writeup.comments.iter().any(suppress::is_spoken_to_us) {
        return;
    }
    let names_one = |text: &str| Known::may_stand_in(text.as_bytes());
    writeup.runs.retain(|run| names_one(files.text(run.span)));
    writeup.runs.shrink_to_fit();
    writeup
        .blocks
        .retain(|block| block.kind == BlockKind::Heading);
    writeup.blocks.shrink_to_fit();
    writeup.sections.retain(|section| section.misspelt);
    writeup.sections.shrink_to_fit();
    writeup.headings = Vec::new();
    if let Some(front_matter) = &mut writeup.front_matter {
        let entries = std::mem::take(&mut front_matter.fields.entries).into_iter();
        let asked = |at: usize, entry: &Entry| {
            at == 0 || matches!(entry.key.value.as_str(), "id" | "title")
        };
        let kept = entries.enumerate().filter(|(at, entry)| asked(*at, entry));
        front_matter.fields.entries = kept.map(|(_, entry)| entry).collect();
        front_matter.fields.entries.shrink_to_fit();
    }
}
