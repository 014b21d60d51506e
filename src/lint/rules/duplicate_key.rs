//! A key stands twice in one mapping of the front matter. Found by the parser.

use super::{Check, Errs, Group, Rule};
use crate::diagnostic::Severity;

pub(super) static RULE: Rule = Rule {
    name: "duplicate-key",
    group: Group::FrontMatter,
    severity: Severity::Error,
    errs: Errs::Always,
    page: include_str!("duplicate_key.md"),
    check: Check::Reading,
};
