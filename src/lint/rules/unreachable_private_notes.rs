//! A link to what only one machine has.

use super::{Check, Context, Errs, Group, Rule};
use crate::diagnostic::Severity;
use crate::history::Past;
use crate::model::{Link, LinkKind, Writeup};

pub(super) static RULE: Rule = Rule {
    name: "unreachable-private-notes",
    group: Group::Links,
    severity: Severity::Error,
    errs: Errs::FromReview,
    page: include_str!("unreachable_private_notes.md"),
    check: Check::Past(check),
};

fn check(writeup: &Writeup, past: &Past, cx: &mut Context<'_>) {
    for link in &writeup.links {
        if matches!(link.kind, LinkKind::Wiki | LinkKind::Footnote) {
            continue;
        }
        let target = link.target.value.trim();
        // A site may have pages under `/users/`.
        let own = cx.corpus.target(link).is_some_and(|file| file.there);
        let message = if !own && is_private(link) {
            format!("`{target}` is a place on one machine")
        } else if is_left_out(link, past, cx) {
            format!("git leaves `{target}` out, so nobody else has it")
        } else {
            continue;
        };
        cx.report(link.target.span, message)
            .help("what of it may everybody read? Put that where the others can open it");
    }
}

/// Whether a target names a file of a user, or a server that listens for its own machine only. A bare
/// address in the text (`http://localhost:8080`) is something that was typed, not something to follow.
fn is_private(link: &Link) -> bool {
    let target = link.target.value.trim();
    let lower = target.to_lowercase();
    // Below somebody's home folder: `/home/NAME/FILE`.
    let parts = lower.split('/').filter(|part| !part.is_empty()).count();
    let home = lower.starts_with("~/")
        || (parts > 2
            && ["/home/", "/users/"]
                .iter()
                .any(|start| lower.starts_with(start)));
    let drive =
        matches!(lower.as_bytes(), [letter, b':', b'\\' | b'/', ..] if letter.is_ascii_lowercase());
    let file = lower.starts_with("file:");
    if link.kind == LinkKind::Autolink {
        return file;
    }
    let host = lower
        .strip_prefix("http://")
        .or_else(|| lower.strip_prefix("https://"))
        .and_then(|rest| rest.split(['/', ':', '?', '#']).next());
    let loopback = host.is_some_and(|host| matches!(host, "localhost" | "127.0.0.1" | "0.0.0.0"));
    home || drive || file || loopback
}

/// Whether a file is there, and git is told to leave it out.
fn is_left_out(link: &Link, past: &Past, cx: &Context<'_>) -> bool {
    let file = cx.corpus.target(link);
    file.is_some_and(|file| past.ignores(&file.path))
}
