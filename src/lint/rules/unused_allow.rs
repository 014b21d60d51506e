//! An allowance that allows nothing. Found when allowances are applied.

use super::{Check, Errs, Group, Rule};
use crate::diagnostic::Severity;

pub(in crate::lint) static RULE: Rule = Rule {
    name: "unused-allow",
    group: Group::Housekeeping,
    severity: Severity::Warning,
    errs: Errs::Always,
    page: include_str!("unused_allow.md"),
    check: Check::Allowances,
};
