//! What names a story leads to one.

use super::{Finding, Group, Marker, Measure, Measured, Readings, Shape, State};

pub(super) static MARKER: Marker = Marker {
    name: "citations-hold",
    title: "citations that lead to a story",
    group: Group::ReturnedTo,
    shape: Shape::Share,
    states: &[&ASTRAY, &RETIRED, &HOLDS],
    page: include_str!("citations_hold.md"),
    measure: Measure::Perhaps(measure),
};

static ASTRAY: State = State::other("lead nowhere");
static RETIRED: State = State::apart("name what was retired, with a reason");
static HOLDS: State = State::sign("lead to a story");

fn measure(readings: &Readings<'_>) -> Measured {
    let checked = readings.checked?;
    // Where the history cannot be read the trace still stands, on nobody knows which day.
    let day = |commit: Option<usize>| readings.past.ok().and_then(|past| past.day(commit?));
    let held = checked.held.iter().map(|(citation, commit)| Finding {
        day: day(*commit),
        at: Some((citation.path.clone(), Some(citation.line))),
        commit: *commit,
        words: citation.excerpt.clone(),
        ..readings.of(citation.writeup, &HOLDS)
    });
    let astray = checked.astray.iter().map(|one| {
        let (state, said) = match &one.retired {
            Some(why) => (&RETIRED, why),
            None => (&ASTRAY, &one.excerpt),
        };
        Finding {
            writeup: None,
            state,
            day: day(one.commit),
            at: Some((one.path.clone(), Some(one.line))),
            commit: one.commit,
            words: format!("{}: {said}", one.word),
            pair: None,
        }
    });
    Ok(held.chain(astray).collect())
}
