//! What was not going to be done is written down, and why.

use super::{Finding, Group, Marker, Measure, Readings, Shape, State};
use crate::model::Writeup;

pub(super) static MARKER: Marker = Marker {
    name: "declined-actions",
    title: "say what will not be done, and why",
    group: Group::ReviewedTogether,
    shape: Shape::Share,
    states: &[&REASON, &BARE, &ABSENT, &UNSAID],
    page: include_str!("declined.md"),
    measure: Measure::Writeup(measure),
};

static REASON: State = State::sign("declined, and why");
static BARE: State = State::other("declined, without a reason");
static ABSENT: State = State::other("absent");
static UNSAID: State = State::unknown("without front matter");

fn measure(readings: &Readings<'_>, at: usize, writeup: &Writeup) -> Finding {
    if writeup.front_matter.is_none() {
        return readings.of(at, &UNSAID);
    }
    let actions = writeup.meta.actions.as_deref();
    let declined = actions.map_or(&[][..], |actions| &actions.declined);
    // One is shown, to be read: how many there are is nobody's business.
    let best = declined.iter().find(|one| one.why().is_some());
    let Some(shown) = best.or_else(|| declined.first()) else {
        return readings.of(at, &ABSENT);
    };
    let (state, words) = match shown.why() {
        Some(why) => (&REASON, format!("{}: {why}", shown.what.value)),
        None => (&BARE, shown.what.value.clone()),
    };
    Finding {
        at: Some(readings.at(writeup, shown.what.span.start())),
        words,
        ..readings.of(at, state)
    }
}
