//! Results that have a view of their own: one file each.

pub mod agenda;
pub mod cite;
pub mod contributors;
pub mod digest;
pub mod links;
pub mod markers;
pub mod near;
pub mod questions;
pub mod reading;
pub mod reads;
pub mod search;
pub mod show;
