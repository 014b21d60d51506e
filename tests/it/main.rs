//! One test binary for everything that needs more than one function.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a test that fails should say so at once"
)]

mod beginnings;
mod cases;
mod collected;
mod commits;
mod contributors;
mod digest;
mod editors;
mod fixes;
mod formats;
#[expect(unreachable_pub, reason = "the fuzzing targets are outside")]
#[path = "../../fuzz/src/lib.rs"]
mod fuzzed;
mod heads;
mod history;
mod hostile;
mod links;
mod lint;
mod markers;
mod near;
mod near_by_index;
mod new;
mod promises;
mod properties;
mod questions;
mod reads;
mod related;
mod reports;
mod review;
mod rules;
mod schemas;
mod search;
mod shells;
mod show;
mod support;
mod templates;
mod tidy;
mod transcripts;
mod wild;
mod writes;
