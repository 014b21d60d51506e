//! `incident.yaml` says something that means nothing here.

use super::{Check, Context, Errs, Group, Rule};
use crate::corpus::Corpus;
use crate::diagnostic::Severity;
use crate::text::words;

pub(super) static RULE: Rule = Rule {
    name: "invalid-settings",
    group: Group::Housekeeping,
    severity: Severity::Error,
    errs: Errs::Always,
    page: include_str!("invalid_settings.md"),
    check: Check::Corpus(check),
};

/// Reports what the reading found, and the rules that nobody knows: only this floor knows them.
fn check(corpus: &Corpus, cx: &mut Context<'_>) {
    cx.adopt(&corpus.problems);
    for (name, _) in &corpus.config.lint {
        if super::named(&name.value).is_some() {
            continue;
        }
        let known = super::RULES.iter().map(|rule| rule.name);
        let help = match words::nearest(&name.value, known) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "`incident lint --rules` lists them".to_owned(),
        };
        cx.report(name.span, format!("`{}` is not a rule", name.value))
            .help(help);
    }
}
