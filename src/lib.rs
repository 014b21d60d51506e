//! Write, lint, link and learn from incident write-ups kept in a git repository.
//!
//! This library is the program's inside; [`cli::main`] is its door. There is no promise of
//! stability before 1.0.
//!
//! # The house
//!
//! Modules are floors. Imports go down only, packages stay behind fences, and what lies on a shelf
//! is listed: `tests/it/tidy.rs` holds all three.
//!
//! | floor | module | what it does |
//! | --- | --- | --- |
//! | 7 door | [`cli`] | words typed become calls, and their outcome an exit code |
//! | 6 answers | [`render`] | results become bytes, for people and for programs |
//! | 5 questions | [`lint`] | values become findings; the rules are a shelf |
//! | | [`markers`] | what was found out becomes signals over time; the markers are a shelf |
//! | | [`agenda`], [`cite`], [`contributors`], [`digest`], [`questions`], [`reading`], [`reads`], [`scaffold`], [`search`] | values become results |
//! | 4 graph | [`links`] | who points at whom; the sources are a shelf |
//! | 3 readers | [`corpus`], [`history`], [`code`] | write-ups, commits and files become values |
//! | 2 parsing | [`parse`], [`config`] | text becomes a write-up, or settings, with problems beside |
//! | 1 words | [`diagnostic`], [`model`] | the nouns of the domain |
//! | 0 ground | [`text`], [`disk`], [`cache`], [`bytes`], [`threads`] | places in texts; bounded reads and whole writes; what was worked out once, and its bytes; work in shares |
//!
//! Five ideas hold it up. Disk and git are read on one floor; above it every question is a plain
//! function of values. A place is a [`text::Span`], and nothing else. A problem in a write-up is a
//! [`diagnostic::Diagnostic`], a problem of the run an error. A shelf is a folder of equals and one
//! list. A rule's page is its documentation and its test.
//!
//! # Where a new thing goes
//!
//! | to add | new files | named in | its test |
//! | --- | --- | --- | --- |
//! | a lint rule | `lint/rules/NAME.rs`, `NAME.md` | `lint/rules/mod.rs` | the page |
//! | a marker | `markers/signals/NAME.rs`, `NAME.md` | `markers/signals/mod.rs` | `tests/it/markers/` |
//! | a reference source | `links/sources/NAME.rs` | `links/sources/mod.rs` | `tests/it/history.rs` |
//! | a command | `cli/NAME.rs` | `cli/mod.rs` | `tests/cmd/NAME.md` |
//! | a format of findings | `render/diagnostics/NAME.rs` | its `mod.rs` | at its foot |
//! | a setting | `config/`, `templates/incident.yaml` | – | at its foot, `tests/it/templates.rs` |
//! | a front-matter field | `model/front_matter.rs`, `parse/front_matter.rs` | – | the pages of its rules |

#![cfg_attr(
    test,
    allow(
        clippy::string_slice,
        reason = "a test that fails should say so at once"
    )
)]

pub mod cli;

pub mod render;

pub mod agenda;
pub mod cite;
pub mod contributors;
pub mod digest;
pub mod lint;
pub mod markers;
pub mod questions;
pub mod reading;
pub mod reads;
pub mod scaffold;
pub mod search;

pub mod links;

pub mod code;
pub mod corpus;
pub mod history;

pub mod config;
pub mod parse;

pub mod diagnostic;
pub mod model;

pub mod bytes;
pub mod cache;
pub mod disk;
pub mod text;
pub mod threads;
