//! Results that have a view of their own: one file each.

pub mod contributors;
pub mod links;
