//! Floor 0: files, places in them, words, and YAML with places.
//!
//! Knows nothing of write-ups, of git, or of any disk: text comes in as `String`s and leaves as
//! values. Everything above names places only by [`Span`].

mod edit;
mod files;
pub mod glob;
pub mod scan;
pub mod slug;
mod span;
pub mod uri;
pub mod words;
pub mod yaml;

pub use edit::{Edit, apply};
pub use files::{Files, Later, Position};
pub use span::{FileId, Span, Spanned};
