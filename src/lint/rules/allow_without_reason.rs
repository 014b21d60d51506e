//! A rule is allowed to be broken, and nobody says why. Found when allowances are applied.

use super::{Check, Errs, Group, Rule};
use crate::diagnostic::Severity;

pub(in crate::lint) static RULE: Rule = Rule {
    name: "allow-without-reason",
    group: Group::Housekeeping,
    severity: Severity::Warning,
    errs: Errs::Always,
    page: include_str!("allow_without_reason.md"),
    check: Check::Allowances,
};
