//! The shelf of reference sources: one file each, all named here.

mod bodies;
mod commit_messages;
mod front_matter;
mod tracked_files;

use super::{Readings, Reference};

/// A place that references come from.
#[derive(Debug)]
pub struct Source {
    pub name: &'static str,
    pub collect: fn(&Readings<'_>, &mut Vec<Reference>),
}

/// Every source, in the order in which references are listed.
pub static SOURCES: &[&Source] = &[
    &front_matter::SOURCE,
    &bodies::SOURCE,
    &commit_messages::SOURCE,
    &tracked_files::SOURCE,
];
