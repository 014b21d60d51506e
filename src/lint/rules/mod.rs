//! The shelf of lint rules: one file and one page each, all named here.

mod actions_in_story;
mod analyst_was_responder;
mod answer_missing;
mod attendance_without_optional;
mod broken_anchor;
mod broken_link;
mod date_order;
mod duplicate_id;
mod duplicate_key;
mod duplicate_title;
mod empty_label;
mod empty_section;
mod ending_first;
mod front_matter_syntax;
mod hidden_character;
mod invalid_field;
mod invalid_settings;
mod missing_field;
mod missing_hook;
mod missing_label;
mod missing_section;
mod misspelt_section;
mod none_without_basis;
mod question_form;
mod scaffold_left;
mod section_order;
mod single_cause_heading;
mod single_option;
mod soak_time;
mod stored_metric;
mod unknown_field;
mod unknown_id;
mod unknown_team;
mod unreadable_file;
mod weak_reason;

use super::{Check, Context, Errs, Group, Rule};

/// Every rule, by group, then by name.
pub static RULES: &[&Rule] = &[
    &date_order::RULE,
    &duplicate_id::RULE,
    &duplicate_key::RULE,
    &duplicate_title::RULE,
    &front_matter_syntax::RULE,
    &invalid_field::RULE,
    &missing_field::RULE,
    &stored_metric::RULE,
    &unknown_field::RULE,
    &unknown_team::RULE,
    &answer_missing::RULE,
    &empty_label::RULE,
    &empty_section::RULE,
    &ending_first::RULE,
    &missing_hook::RULE,
    &missing_label::RULE,
    &missing_section::RULE,
    &misspelt_section::RULE,
    &none_without_basis::RULE,
    &question_form::RULE,
    &scaffold_left::RULE,
    &section_order::RULE,
    &single_cause_heading::RULE,
    &single_option::RULE,
    &weak_reason::RULE,
    &broken_anchor::RULE,
    &broken_link::RULE,
    &unknown_id::RULE,
    &actions_in_story::RULE,
    &analyst_was_responder::RULE,
    &attendance_without_optional::RULE,
    &soak_time::RULE,
    &hidden_character::RULE,
    &invalid_settings::RULE,
    &unreadable_file::RULE,
];

/// Returns the rule with this name.
pub fn named(name: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.name == name)
}
