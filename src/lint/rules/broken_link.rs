//! A relative link to a file that is not there.

use super::{Check, Context, Errs, Group, Rule};
use crate::diagnostic::Severity;
use crate::model::{Destination, LinkKind, RepoPath, Writeup};

pub(super) static RULE: Rule = Rule {
    name: "broken-link",
    group: Group::Links,
    severity: Severity::Error,
    errs: Errs::FromReview,
    page: include_str!("broken_link.md"),
    check: Check::Writeup(check),
};

fn check(writeup: &Writeup, cx: &mut Context<'_>) {
    for link in &writeup.links {
        if matches!(
            link.kind,
            LinkKind::Wiki | LinkKind::Footnote | LinkKind::Autolink
        ) {
            continue;
        }
        let destination = Destination::read(&link.target.value);
        let Destination::Path { path, .. } = &destination else {
            continue;
        };
        let Some(file) = cx.corpus.target(writeup, &destination) else {
            cx.report(
                link.target.span,
                format!("`{path}` leads out of the repository"),
            )
            .help("link to a page with an address, or bring the file in");
            continue;
        };
        // A site generator's own addresses (`/docs/x`, `other-page`) are not files.
        let site_path = path.starts_with('/') || !file.file_name().contains('.');
        if cx.corpus.has(&file) || site_path {
            continue;
        }
        let near = nearby(cx, writeup, file.file_name());
        let finding = cx.report(link.target.span, format!("there is no file `{file}`"));
        match near {
            Some(near) => finding.help(format!("did you mean `{near}`?")),
            None => finding.help("was it moved, renamed, or not committed yet?"),
        };
    }
}

/// Returns the path, as this write-up would link to it, of a write-up with this file name elsewhere,
/// or with nearly this name.
fn nearby(cx: &mut Context<'_>, from: &Writeup, name: &str) -> Option<String> {
    let corpus = cx.corpus;
    let names = || corpus.writeups.iter().map(|writeup| &writeup.path);
    let moved = names().find(|path| path.file_name().eq_ignore_ascii_case(name));
    let near = || {
        let near = cx.nearest(name, names().map(RepoPath::file_name))?;
        names().find(|path| path.file_name() == near)
    };
    moved
        .or_else(near)
        .map(|path| path.seen_from(&from.path.folder()))
}
