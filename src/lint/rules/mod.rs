//! The shelf of lint rules: one file and one page each, all named here.

mod actions_in_story;
pub(super) mod allow_without_reason;
mod ambiguous_reference;
mod analyst_was_responder;
mod answer_missing;
mod attendance_without_optional;
mod blame;
mod broken_anchor;
mod broken_link;
mod counterfactual;
mod date_order;
mod duplicate_id;
mod duplicate_key;
mod duplicate_title;
mod empty_label;
mod empty_section;
mod ending_first;
mod front_matter_syntax;
mod hidden_character;
mod hindsight;
mod human_error;
mod image_without_alt;
mod invalid_field;
mod invalid_settings;
mod judgement;
mod mentioned_not_linked;
mod missing_field;
mod missing_hook;
mod missing_image;
mod missing_label;
mod missing_section;
mod misspelt_section;
mod moved_path;
mod none_without_basis;
mod question_form;
mod scaffold_left;
mod section_order;
mod shallow_metric;
mod single_cause_heading;
mod single_option;
mod single_root_cause;
mod soak_time;
mod stored_metric;
mod undefined_acronym;
mod unknown_commit;
mod unknown_field;
mod unknown_id;
mod unknown_team;
mod unreachable_private_notes;
mod unreadable_file;
pub(super) mod unused_allow;
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
    &ambiguous_reference::RULE,
    &broken_anchor::RULE,
    &broken_link::RULE,
    &image_without_alt::RULE,
    &mentioned_not_linked::RULE,
    &missing_image::RULE,
    &moved_path::RULE,
    &unknown_commit::RULE,
    &unknown_id::RULE,
    &unreachable_private_notes::RULE,
    &actions_in_story::RULE,
    &analyst_was_responder::RULE,
    &attendance_without_optional::RULE,
    &soak_time::RULE,
    &blame::RULE,
    &counterfactual::RULE,
    &hindsight::RULE,
    &human_error::RULE,
    &judgement::RULE,
    &shallow_metric::RULE,
    &single_root_cause::RULE,
    &undefined_acronym::RULE,
    &allow_without_reason::RULE,
    &hidden_character::RULE,
    &invalid_settings::RULE,
    &unreadable_file::RULE,
    &unused_allow::RULE,
];

/// Returns the rule with this name.
pub fn named(name: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.name == name)
}
