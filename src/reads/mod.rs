//! Floor 5: how often the write-ups are read, as servers counted it.
//!
//! What a server wrote down becomes rows of day, write-up, team and number. Deliberately keeps no name, no
//! address, and no time of a visit finer than its day; guesses at no write-up and at no team.

mod json;
pub mod ledger;
mod line;
mod memo;
mod places;
mod programs;
mod rows;
mod sides;
mod split;
mod tally;
mod told;

pub use ledger::{Ledger, Reads};
pub use line::{Form, LINE_BYTES_MAX};
pub use programs::PROGRAMS;
pub use split::Split;
pub use tally::{File, Tally};
pub use told::{LeftOut, Told};
