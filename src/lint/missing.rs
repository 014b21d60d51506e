//! What is said of a link to a file that is not there, and what would mend it.

use super::Context;
use crate::corpus::Named;
use crate::diagnostic::Safety;
use crate::history::Past;
use crate::model::{Destination, Link, RepoPath, Writeup};
use crate::text::{Edit, Span};

/// Reports a relative link of a write-up whose file is not there. `what` names the file in the
/// message: `file`, `image`.
pub(super) fn report(
    writeup: &Writeup,
    link: &Link,
    what: &str,
    past: &Past,
    cx: &mut Context<'_>,
) {
    let corpus = cx.corpus;
    let file = corpus.target(link);
    if file.is_some_and(|file| file.there) {
        return;
    }
    let Destination::Path { path, .. } = Destination::read(&link.target.value) else {
        return;
    };
    let Some(file) = file.map(|file| &file.path) else {
        cx.report(
            link.target.span,
            format!("`{path}` leads out of the repository"),
        )
        .help("link to a page with an address, or bring the file in");
        return;
    };
    // A site generator's own addresses (`/docs/x`, `other-page`) are not files.
    let site_path = path.starts_with('/') || !file.file_name().contains('.');
    let fate = past.fate(file);
    if site_path && fate.is_none() {
        return;
    }
    let folder = corpus.from_top(&writeup.path).folder();
    let (help, target, safety) = match fate {
        Some(fate) => match &fate.now {
            Some(now) => {
                let target = if path.starts_with('/') {
                    format!("/{now}")
                } else {
                    now.seen_from(&folder)
                };
                let commit = &fate.commit;
                if fate.sure {
                    let help = format!("it moved to `{now}` in {commit}");
                    (help, Some(target), Safety::Safe)
                } else {
                    let help = format!("it went in {commit}; `{now}`, which is like it, came");
                    (help, Some(target), Safety::Guess)
                }
            }
            None => {
                let help = format!(
                    "it was taken away in {}; what stands for it now?",
                    fate.commit
                );
                (help, None, Safety::Guess)
            }
        },
        None => match nearby(cx, writeup, file) {
            Some(near) => (format!("did you mean `{near}`?"), Some(near), Safety::Guess),
            None => {
                let help = "was it moved, renamed, or not committed yet?".to_owned();
                (help, None, Safety::Guess)
            }
        },
    };
    let exact = cx.is_exact(&link.target);
    let finding = cx.report(link.target.span, format!("there is no {what} `{file}`"));
    finding.help(help);
    if let Some(target) = target.filter(|_| exact) {
        let written = &link.target.value;
        let end = written.find(['#', '?']).unwrap_or(written.len());
        let start = link.target.span.start();
        let place = Span::new(writeup.file, start, start + end);
        let title = format!("point to `{target}`");
        finding.fix(
            title,
            safety,
            Edit::replace(place, Destination::write(&target)),
        );
    }
}

/// Returns the path, as this write-up would link to it, of a write-up with this file name elsewhere,
/// or with nearly this name.
fn nearby(cx: &mut Context<'_>, from: &Writeup, file: &RepoPath) -> Option<String> {
    let corpus = cx.corpus;
    let name = file.stem();
    let ending = file
        .file_name()
        .rsplit_once('.')
        .map_or("", |(_, ending)| ending);
    if !["md", "markdown"].contains(&ending.to_lowercase().as_str()) {
        return None;
    }
    let one = |named: Named| match named {
        Named::One(at) => corpus.writeups.get(at),
        _ => None,
    };
    let known = one(corpus.names.exact(name));
    let near = known.or_else(|| one(corpus.names.exact(cx.nearest_name(name)?)))?;
    Some(near.path.seen_from(&from.path.folder()))
}
