//! The shelf of lint rules: one file and one page each, all named here.

mod blame;
mod broken_anchor;
mod broken_link;
mod counterfactual;
mod duplicate_id;
mod empty_label;
mod empty_section;
mod front_matter_syntax;
mod hidden_character;
mod hindsight;
mod human_error;
mod invalid_field;
mod invalid_settings;
mod judgement;
mod missing_hook;
mod missing_label;
mod missing_section;
mod misspelt_section;
mod none_without_basis;
mod scaffold_left;
mod shallow_metric;
mod single_option;
mod single_root_cause;
mod undefined_acronym;
mod unknown_field;
mod unknown_id;
mod unreadable_file;
mod weak_reason;

use super::{Check, Context, Errs, Group, Rule};

/// Every rule, by group, then by name.
pub static RULES: &[&Rule] = &[
    &duplicate_id::RULE,
    &front_matter_syntax::RULE,
    &invalid_field::RULE,
    &unknown_field::RULE,
    &empty_label::RULE,
    &empty_section::RULE,
    &missing_hook::RULE,
    &missing_label::RULE,
    &missing_section::RULE,
    &misspelt_section::RULE,
    &none_without_basis::RULE,
    &scaffold_left::RULE,
    &single_option::RULE,
    &weak_reason::RULE,
    &broken_anchor::RULE,
    &broken_link::RULE,
    &unknown_id::RULE,
    &blame::RULE,
    &counterfactual::RULE,
    &hindsight::RULE,
    &human_error::RULE,
    &judgement::RULE,
    &shallow_metric::RULE,
    &single_root_cause::RULE,
    &undefined_acronym::RULE,
    &hidden_character::RULE,
    &invalid_settings::RULE,
    &unreadable_file::RULE,
];

/// Returns the rule with this name.
pub fn named(name: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.name == name)
}
