//! What a command printed, kept for whoever asks the same of the same repository again.
//!
//! An answer hangs on HEAD, on the write-ups and the settings, on how it was asked and is shown, on the day,
//! and on this very program. Where one of them is another there is no answer, and it is worked out.

use std::path::PathBuf;

use crate::bytes::{self, Cursor};
use crate::cache;
use crate::corpus::Corpus;
use crate::disk;
use crate::history;

use super::shared;
use super::ui::Ui;

/// What the bytes mean; another number is another meaning.
const KIND: &str = "answer-1";

/// Longest answer that is kept, in bytes.
const BYTES_MAX: usize = 4 * 1024 * 1024;

/// A question, and the place of its answer.
#[derive(Debug)]
pub(super) struct Answer {
    folder: PathBuf,
    key: Vec<u8>,
    /// All that the answer hangs on.
    asked: String,
}

impl Answer {
    /// Returns the place for what a question is answered with. `None` where nothing is kept, and in a clone
    /// that was cut off, as more of it may come without a new HEAD.
    pub(super) fn to(question: &str, corpus: &Corpus, ui: &Ui) -> Option<Self> {
        let folder = ui.cache.clone()?;
        let head = history::head(&corpus.root).ok()??;
        let program = std::env::current_exe().ok()?;
        let program = disk::stamp(program.parent()?, program.file_name()?.as_ref())?;
        let asked = format!(
            "{question} {head} {:x} {} {:?} {:x?}",
            shared::mark(corpus),
            Ui::today(),
            ui.look,
            program.numbers()
        );
        let slot = cache::checksum(&[question.as_bytes()]) % cache::SLOTS;
        let mut key = corpus.root.as_os_str().as_encoded_bytes().to_vec();
        bytes::put(&mut key, slot);
        Some(Self { folder, key, asked })
    }

    /// Returns the answer of an earlier run.
    pub(super) fn kept(&self) -> Option<Vec<u8>> {
        let kept = cache::read(&self.folder, KIND, &self.key)?;
        let mut from = Cursor::new(&kept);
        (from.text()? == self.asked).then(|| from.rest().to_vec())
    }

    /// Keeps an answer for the next run.
    pub(super) fn keep(&self, text: &[u8]) {
        if text.len() > BYTES_MAX {
            return;
        }
        let mut entry = Vec::new();
        bytes::put_text(&mut entry, &self.asked);
        entry.extend(text);
        cache::write(&self.folder, KIND, &self.key, entry);
    }
}
