//! What terms weigh.

use super::keys::{self, Key};

/// What a mechanism weighs, as a term among others.
const MECHANISM: f32 = 1.5;
/// What an everyday word weighs.
const EVERYDAY: f32 = 0.75;
/// How much a term gains by standing there again.
const AGAIN: f32 = 0.7;

/// Returns what a term is worth that so many of all write-ups hold.
pub(super) fn worth(key: Key, total: usize, holders: usize) -> f32 {
    let kind = match (keys::is_mechanism(key), keys::is_everyday(key)) {
        (true, _) => MECHANISM,
        (false, true) => EVERYDAY,
        (false, false) => 1.0,
    };
    kind * rarity(total, holders)
}

pub(super) fn rarity(total: usize, holders: usize) -> f32 {
    ((float(total) + 1.0) / (float(holders) + 0.5))
        .ln()
        .max(0.0)
}

/// Returns what a term's count is worth: the tenth time says less than the second.
pub(super) fn tf(count: u8) -> f32 {
    1.0 + AGAIN * f32::from(count.max(1)).ln()
}

#[expect(
    clippy::cast_precision_loss,
    reason = "counts are small, and weights are no exact numbers"
)]
pub(super) fn float(number: usize) -> f32 {
    number as f32
}
