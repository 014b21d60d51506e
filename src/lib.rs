#![cfg_attr(test, allow(clippy::string_slice, reason = "a test that fails should say so at once"))]
pub mod text;
pub mod disk;
pub mod diagnostic;
pub mod model;
pub mod parse;
pub mod config;
pub mod corpus;
pub mod history;
pub mod code;
pub mod links;
pub mod contributors;
pub mod scaffold;
pub mod lint;
pub mod render;
pub mod cli;
