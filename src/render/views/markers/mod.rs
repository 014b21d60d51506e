//! Signals over time, what is behind each, and what is not measured.

mod refused;

pub use refused::{refusal, write_refused};
