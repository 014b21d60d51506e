//! A known key holds what it cannot mean. Found by the parser.

use super::{Check, Errs, Group, Rule};
use crate::diagnostic::Severity;

pub(super) static RULE: Rule = Rule {
    name: "invalid-field",
    group: Group::FrontMatter,
    severity: Severity::Error,
    errs: Errs::Always,
    page: include_str!("invalid_field.md"),
    check: Check::Reading,
};
