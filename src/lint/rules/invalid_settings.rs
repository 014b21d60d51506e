//! `incident.yaml` says something that means nothing here.

use super::{Check, Context, Errs, Group, Rule};
use crate::config::Level;
use crate::corpus::Corpus;
use crate::diagnostic::{Safety, Severity};
use crate::text::{Edit, Spanned, words};

pub(super) static RULE: Rule = Rule {
    name: "invalid-settings",
    group: Group::Housekeeping,
    severity: Severity::Error,
    errs: Errs::Always,
    page: include_str!("invalid_settings.md"),
    check: Check::Corpus(check),
};

/// Reports what the reading found, and what only this floor knows: which rules there are.
fn check(corpus: &Corpus, cx: &mut Context<'_>) {
    cx.adopt(&corpus.problems);
    for (name, level) in corpus.config.levels() {
        match super::named(&name.value) {
            None => unknown(name, cx),
            Some(rule) if rule.group == Group::Language && *level > Level::At(Severity::Advice) => {
                cx.report(
                    name.span,
                    format!("`{}` is advice, and stays advice", rule.name),
                )
                .help("an opinion about language never fails a run: `advice` or `off`");
            }
            Some(_) => {}
        }
    }
}

fn unknown(name: &Spanned<String>, cx: &mut Context<'_>) {
    let known = super::RULES.iter().map(|rule| rule.name);
    let near = words::nearest(&name.value, known);
    let finding = cx.report(name.span, format!("`{}` is not a rule", name.value));
    match near {
        Some(near) => finding.help(format!("did you mean `{near}`?")).fix(
            format!("name the rule `{near}`"),
            Safety::Guess,
            Edit::replace(name.span, near),
        ),
        None => finding.help("`incident lint --rules` lists them"),
    };
}
