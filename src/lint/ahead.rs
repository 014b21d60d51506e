//! Rules that look at one write-up alone, run as soon as it is read: ten thousand bodies at once would
//! be most of the memory of a run.

use std::ops::Range;
use std::sync::Mutex;

use super::context::Common;
use super::{Check, Context, Levels, Rule, suppress};
use crate::corpus::Corpus;
use crate::diagnostic::Diagnostic;
use crate::model::{BlockKind, Known, Writeup};
use crate::text::Files;
use crate::text::yaml::Entry;
use crate::threads;

/// Write-ups that one thread looks at before it takes more: a round has some hundreds, and all wait for
/// the last.
const SHARE: usize = 4;

/// What was found by the rules that look at one write-up alone; [`super::run_on`] goes on from there.
#[derive(Debug)]
pub struct Ahead {
    rules: Vec<&'static Rule>,
    pub(super) found: Vec<Diagnostic>,
}

impl Ahead {
    /// Will run those of the `rules` that look at one write-up alone. For rules about language, which
    /// compare the words of all, nothing may be looked at ahead.
    pub fn new(rules: &[&'static Rule]) -> Self {
        Self {
            rules: rules.to_vec(),
            found: Vec::new(),
        }
    }

    /// Looks at the write-ups that were just read, and keeps of their bodies what the other rules ask
    /// for.
    pub fn look(&mut self, corpus: &mut Corpus, round: Range<usize>) {
        let mut read = corpus.writeups.split_off(round.start);
        let levels = Levels::new(corpus, &read);
        let common = Common::new(corpus);
        // A share is one thread's alone, so no lock is ever waited for.
        let shares: Vec<Mutex<&mut [Writeup]>> = read.chunks_mut(SHARE).map(Mutex::new).collect();
        let found = threads::in_shares(&shares, 1, |share| {
            let mut found = Vec::new();
            for writeups in share.iter().filter_map(|share| share.lock().ok()) {
                let mut writeups = writeups;
                self.look_at(&writeups, &common, &levels, &mut found);
                for writeup in writeups.iter_mut() {
                    let_go(writeup, &corpus.files);
                }
            }
            found
        });
        self.found.extend(found.into_iter().flatten());
        corpus.writeups.append(&mut read);
    }

    fn look_at(
        &self,
        writeups: &[Writeup],
        common: &Common<'_>,
        levels: &Levels<'_>,
        found: &mut Vec<Diagnostic>,
    ) {
        for rule in &self.rules {
            if let Check::Writeup(check) = rule.check {
                let mut cx = Context::new(common, rule);
                for writeup in writeups {
                    check(writeup, &mut cx);
                }
                levels.set(rule, cx.found, found);
            }
        }
    }
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
    for link in &mut writeup.links {
        link.text = String::new();
    }
    for names in [
        &mut writeup.meta.teams,
        &mut writeup.meta.services,
        &mut writeup.meta.analysts,
        &mut writeup.meta.responders,
        &mut writeup.meta.tags,
    ] {
        *names = Vec::new();
    }
    if let Some(front_matter) = &mut writeup.front_matter {
        let fields = &mut front_matter.fields.entries;
        let entries = std::mem::take(fields).into_iter();
        let asked = |at: usize, entry: &Entry| {
            at == 0 || matches!(entry.key.value.as_str(), "id" | "title")
        };
        let kept = entries.enumerate().filter(|(at, entry)| asked(*at, entry));
        *fields = kept.map(|(_, entry)| entry).collect();
        fields.shrink_to_fit();
    }
}
