//! A file that should be a write-up is none. Found by the readers.

use super::{Check, Errs, Group, Rule};
use crate::diagnostic::Severity;

pub(super) static RULE: Rule = Rule {
    name: "unreadable-file",
    group: Group::Housekeeping,
    severity: Severity::Error,
    errs: Errs::Always,
    page: include_str!("unreadable_file.md"),
    check: Check::Reading,
};
