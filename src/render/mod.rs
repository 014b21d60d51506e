//! Floor 6: results become bytes, for people and for programs.
//!
//! Everything that came from a file or a commit goes through [`style::safe`] on its way out. Knows
//! nothing of flags: the caller says how wide, how coloured, and where to.

pub mod diagnostics;
pub mod diff;
pub mod leaflet;
pub mod page;
pub mod rows;
pub mod schema;
mod sheet;
pub mod style;
pub mod views;
mod xml;
