//! The shelf of markers: one file and one page each, all named here.

mod analyst;
mod attendance;
mod breadth;
mod citations_hold;
mod cited_from_code;
mod cited_from_commits;
mod cited_from_documents;
mod cited_from_onboarding;
mod declined;
mod difficulties;
mod dilemmas;
mod learned_something;
mod life_after;
mod links_back;
mod near_misses;
mod open_questions;
mod optional_reviews;
mod questions_answered;
mod readers;
mod reads;
mod red_herrings;
mod soak_time;
mod surprises;
mod voices;

use super::{Finding, Group, Marker, Measure, Measured, Past, Readings, Shape, State};
use super::{cited, parts, visits};

/// The write-up could say, and does not.
static UNSAID: State = State::unknown("not stated");

/// Every marker, in the order of the table.
pub static MARKERS: &[&Marker] = &[
    &links_back::MARKER,
    &cited_from_commits::MARKER,
    &cited_from_code::MARKER,
    &cited_from_documents::MARKER,
    &cited_from_onboarding::MARKER,
    &life_after::MARKER,
    &questions_answered::MARKER,
    &citations_hold::MARKER,
    &reads::MARKER,
    &readers::MARKER,
    &optional_reviews::MARKER,
    &attendance::MARKER,
    &learned_something::MARKER,
    &soak_time::MARKER,
    &declined::MARKER,
    &breadth::MARKER,
    &analyst::MARKER,
    &voices::MARKER,
    &near_misses::MARKER,
    &surprises::MARKER,
    &red_herrings::MARKER,
    &dilemmas::MARKER,
    &difficulties::MARKER,
    &open_questions::MARKER,
];

/// Why nothing is known of readers.
const NO_READS: &str = "no reads imported";

/// Returns the marker with this name.
pub fn named(name: &str) -> Option<&'static Marker> {
    MARKERS.iter().copied().find(|marker| marker.name == name)
}
