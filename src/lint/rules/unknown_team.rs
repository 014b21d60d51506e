//! A team that the settings do not name.

use super::{Check, Context, Errs, Group, Rule};
use crate::diagnostic::{Safety, Severity};
use crate::model::Writeup;
use crate::text::yaml;
use crate::text::{Edit, words};

pub(super) static RULE: Rule = Rule {
    name: "unknown-team",
    group: Group::FrontMatter,
    severity: Severity::Warning,
    errs: Errs::WhenPublished,
    page: include_str!("unknown_team.md"),
    check: Check::Writeup(check),
};

fn check(writeup: &Writeup, cx: &mut Context<'_>) {
    let corpus = cx.corpus;
    let known = || {
        corpus
            .config
            .teams
            .iter()
            .map(|team| team.name.value.as_str())
    };
    if known().next().is_none() {
        return;
    }
    for team in &writeup.meta.teams {
        let written = team.value.trim();
        if known().any(|name| name.trim() == written) {
            continue;
        }
        let folded = words::fold(written);
        let near = known()
            .find(|name| !folded.is_empty() && words::fold(name) == folded)
            .or_else(|| cx.nearest(written, known()));
        // A text over several lines is no name; what it should be, its author knows.
        let one_line = !cx.files.text(team.span).contains('\n');
        let finding = cx.report(
            team.span,
            format!("`{written}` is not a team that the settings name"),
        );
        match near {
            Some(near) => {
                finding.help(format!("did you mean `{near}`?"));
                if one_line {
                    let edit = Edit::replace(team.span, yaml::scalar(near));
                    finding.fix(format!("write `{near}`"), Safety::Guess, edit);
                }
            }
            None => {
                finding
                    .help("which of the `teams:` in incident.yaml is it, or does it belong there?");
            }
        }
    }
}
