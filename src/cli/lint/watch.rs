//! `lint --watch`: a second pair of eyes while somebody writes.
//!
//! Polls, so that it works on every disk: a few hundred files cost less than a blink.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::time::Duration;

use anyhow::{Result, bail};

use super::{Args, Scope, check, print, scope};
use crate::cli::Outcome;
use crate::cli::ui::Ui;
use crate::corpus::{self, Overlays};
use crate::disk::Stamp;
use crate::model::RepoPath;
use crate::render::style::{Role, safe};

/// How long it waits between two looks.
const PAUSE: Duration = Duration::from_millis(300);

/// The files that findings rest on, as they are at one moment.
type Stamps = BTreeMap<RepoPath, Stamp>;

/// Prints what is found, then after each save what is found in the files that were saved. Ends when
/// it is interrupted, or nobody reads any more.
pub(super) fn run(args: &Args, mut scope: Scope, ui: &mut Ui) -> Result<Outcome> {
    if scope.stdin.is_some() {
        bail!("`--watch` looks at files, and `-` is none");
    }
    if !args.output.format.is_for_people() {
        bail!("`--watch` is for people\n`--format full` or `--format concise` goes with it");
    }
    let mut before = stamps(&scope);
    look(args, &scope, ui)?;
    let chosen = scope.chosen.clone();
    loop {
        writeln!(
            ui.out,
            "{}",
            ui.look
                .paint(Role::Dim, "Waiting for a save. Ctrl-C ends this.")
        )?;
        ui.out.flush()?;
        let now = loop {
            std::thread::sleep(PAUSE);
            let now = stamps(&scope);
            if now != before {
                break now;
            }
        };
        let wanted = |path: &RepoPath| {
            let all = chosen.as_ref();
            all.is_none_or(|chosen| scope::holds(chosen, path.as_str()))
        };
        let saved: BTreeSet<RepoPath> = now
            .iter()
            .filter(|(path, stamp)| before.get(*path) != Some(stamp) && wanted(path))
            .map(|(path, _)| path.clone())
            .collect();
        let gone = before.keys().any(|path| !now.contains_key(path));
        before = now;
        // What went may have broken links elsewhere: then all is shown.
        let shown = if gone || saved.is_empty() {
            "Something was taken away, so all is looked at".to_owned()
        } else {
            let names: Vec<String> = saved
                .iter()
                .map(|path| safe(path.as_str()).into_owned())
                .collect();
            format!("Saved: {}", names.join(", "))
        };
        writeln!(ui.out, "\n{}\n", ui.look.paint(Role::Strong, shown))?;
        let settings = saved
            .iter()
            .any(|path| path.as_str() == crate::config::FILE);
        scope.chosen = if gone || saved.is_empty() || settings {
            chosen.clone()
        } else {
            Some(saved)
        };
        if let Err(error) = look(args, &scope, ui) {
            // Half-written settings are no reason to stop.
            ui.note(&format!("incident: {error:#}"));
        }
    }
}

fn look(args: &Args, scope: &Scope, ui: &mut Ui) -> Result<()> {
    let (corpus, found) = check(scope, &Overlays::new(), args.advice, ui)?;
    print(args, ui, scope, &corpus, &found, &[])?;
    Ok(())
}

fn stamps(scope: &Scope) -> Stamps {
    corpus::stamps(&scope.root, scope.dirs.as_deref())
}
