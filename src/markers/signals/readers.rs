//! Whether those who read come from the closest teams or from elsewhere.

use super::visits::{self, short};
use super::{Finding, Group, Marker, Measure, Measured, NO_READS, Readings, Shape, State};

pub(super) static MARKER: Marker = Marker {
    name: "readers",
    title: "read from elsewhere / from closest",
    group: Group::Read,
    shape: Shape::Pair("elsewhere", "closest"),
    states: &[&COUNTED, &UNKNOWN],
    page: include_str!("readers.md"),
    measure: Measure::Perhaps(measure),
};

static COUNTED: State = State::sign("by people of known teams");
static UNKNOWN: State = State::unknown("by people of no known team");

fn measure(readings: &Readings<'_>) -> Measured {
    if readings.reads.is_none() {
        return Err(NO_READS);
    }
    let mut found = Vec::new();
    for visits in visits::by_month(readings, |_, _, _| true) {
        if visits.elsewhere + visits.closest > 0 {
            found.push(Finding {
                pair: Some((short(visits.elsewhere), short(visits.closest))),
                words: String::new(),
                ..visits.finding(readings, &COUNTED, 0)
            });
        }
        if visits.unknown > 0 {
            found.push(Finding {
                pair: None,
                ..visits.finding(readings, &UNKNOWN, visits.unknown)
            });
        }
    }
    Ok(found)
}
