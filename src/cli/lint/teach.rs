//! `lint --rules` and `--explain`: what the rules ask for, and why.

use std::io::Write;

use anyhow::{Result, bail};

use crate::cli::Outcome;
use crate::cli::ui::Ui;
use crate::lint::{Rule, rules};
use crate::parse;
use crate::render::page;
use crate::render::style::{Role, safe, wrap};
use crate::text::words;

/// What stands below the list.
const FOOT: &str = "Levels are those of a published write-up; a draft has warnings only, one without \
                    status hears of what is broken. A rule with a star knows how to mend what it finds: \
                    `incident lint --fix`, or `--fix=all` for guesses. `incident lint --explain RULE` \
                    shows a rule with examples.";

/// Lists every rule by group, with its level.
pub(super) fn list(ui: &mut Ui) -> Result<Outcome> {
    let look = ui.look;
    let widest = rules::RULES
        .iter()
        .map(|rule| rule.name.len())
        .max()
        .unwrap_or(0);
    let mut group = None;
    for rule in rules::RULES {
        if group != Some(rule.group) {
            if group.is_some() {
                writeln!(ui.out)?;
            }
            group = Some(rule.group);
            writeln!(ui.out, "{}", look.paint(Role::Strong, rule.group.title()))?;
        }
        let name = look.paint(Role::Accent, rule.name);
        let mark = if page::has_fix(rule.page) { "*" } else { "" };
        let gap = widest - rule.name.len() + 1;
        let indent = widest + 14;
        let summary = wrap(
            page::summary(rule.page),
            look.width.saturating_sub(indent).max(24),
        );
        let summary = summary.join(&format!("\n{}", " ".repeat(indent)));
        writeln!(
            ui.out,
            "  {name}{mark:gap$}  {:7}  {summary}",
            rule.severity.name()
        )?;
    }
    writeln!(ui.out)?;
    for line in wrap(FOOT, look.width) {
        writeln!(ui.out, "{line}")?;
    }
    Ok(Outcome::Fine)
}

/// Shows the page of a rule.
pub(super) fn explain(name: &str, ui: &mut Ui) -> Result<Outcome> {
    let rule: &Rule = match rules::named(name) {
        Some(rule) => rule,
        None => {
            let known = rules::RULES.iter().map(|rule| rule.name);
            let hint = match words::nearest(name, known) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "`incident lint --rules` lists them".to_owned(),
            };
            bail!("there is no rule `{}`\n{hint}", safe(name));
        }
    };
    page::write(&mut ui.out, &parse::sheet::read(rule.page), ui.look)?;
    Ok(Outcome::Fine)
}
