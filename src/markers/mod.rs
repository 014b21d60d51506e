//! Floor 5: signals that people come back to the stories, each with what is behind it.
//!
//! Deliberately knows no score, no sum over several signals, no target and no person.

pub mod refused;
