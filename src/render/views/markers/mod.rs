//! Signals over time, what is behind each, and what is not measured.

mod board;
mod drawing;
mod list;
mod refused;
mod said;

use crate::corpus::Corpus;
use crate::history::History;
use crate::markers::{Board, By};

pub use board::write_board;
pub use drawing::write_drawing;
pub use list::write_list;
pub use refused::{refusal, write_refused};

/// What is shown of the signals.
#[derive(Clone, Copy, Debug)]
pub struct Picture<'a> {
    pub corpus: &'a Corpus,
    pub history: Option<&'a History>,
    pub board: &'a Board,
    pub by: By,
}
