//! What is read for `incident links` beyond the write-ups: commits, and tracked files.

use crate::cli::shared;
use crate::cli::ui::Ui;
use crate::code::{self, Search};
use crate::corpus::Corpus;
use crate::history::{self, History};
use crate::model::Known;

/// Reads the commits, and the citations in tracked files outside of the write-ups. What cannot be
/// read is told and unknown: links between write-ups need no git.
pub(super) fn read(
    ui: &mut Ui,
    corpus: &Corpus,
    known: &Known,
) -> (Option<History>, Vec<code::Citation>) {
    if !history::is_repository(&corpus.root) {
        return (None, Vec::new());
    }
    let history = match history::read(&corpus.root, &[], ui.cache.as_deref()) {
        Ok(history) => history,
        Err(error) => {
            ui.note(&format!(
                "incident: note: commits and code are not looked at: {error:#}"
            ));
            return (None, Vec::new());
        }
    };
    if history.shallow {
        ui.note("incident: note: this clone is shallow, so older commits are not seen (`git fetch --unshallow`)");
    }
    if let Some(damage) = shared::damage(&history) {
        ui.note(&format!(
            "incident: note: commits are missing from this answer: {damage}"
        ));
    }
    let paths = match shared::tracked_elsewhere(corpus) {
        Ok(paths) => paths,
        Err(error) => {
            ui.note(&format!(
                "incident: note: commits and code are not looked at: {error:#}"
            ));
            return (None, Vec::new());
        }
    };
    let onboarding = shared::onboarding(corpus);
    let search = Search {
        known,
        shapes: None,
        onboarding: &onboarding,
    };
    let found = code::scan(&corpus.top, &paths, search);
    (Some(history), found.citations)
}
