//! The front matter cannot be read as YAML. Found by the parser.

use super::{Check, Errs, Group, Rule};
use crate::diagnostic::Severity;

pub(super) static RULE: Rule = Rule {
    name: "front-matter-syntax",
    group: Group::FrontMatter,
    severity: Severity::Error,
    errs: Errs::Always,
    page: include_str!("front_matter_syntax.md"),
    check: Check::Reading,
};
