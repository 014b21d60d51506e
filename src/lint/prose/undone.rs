//! What people are said to have left undone, or done too late: *we did not follow our own procedure*, *the
//! ticket was left unattended*, *the page was updated far too late*.

use super::clause::Subject;
use super::lexicon::{ADVERB, AND, CLAUSE, DO, DONE, HAD, HAVE, IN, MAY, NOT, THE};
use super::sentence::Sentence;

/// What a house has agreed on.
const AGREED: &str = "\
    procedure procedures process processes policy policies runbook runbooks checklist checklists \
    protocol protocols guideline guidelines practice practices rules playbook instructions standards";
/// What goes unattended to because somebody let it.
const OPEN_ENDS: &str = "unaddressed unattended unprioritized unprioritised untended neglected";
/// What people tell each other, and when.
const TELLING: &str = "\
    updated told informed notified communicated escalated declared posted announced taken paged called \
    involved acknowledged raised started begun";
/// What people come to, sooner or later.
const NOTICING: &str = "\
    realize realise notice identify recognize recognise become declare escalate respond react communicate \
    inform notify update acknowledge understand find tell call involve";
/// What is put off.
const PUT_OFF: &str = "postponed delayed deferred tolerated ignored neglected put left waited let";
/// What is done well or not.
const WELL: &str =
    "plan test communicate coordinate prepare think manage document handle execute explain";

/// Returns the words that say so.
pub(in crate::lint) fn undone(sentence: &Sentence<'_>, at: usize) -> Option<(usize, usize)> {
    if sentence.asks() {
        return None;
    }
    not_followed(sentence, at)
        .or_else(|| undeserved(sentence, at))
        .or_else(|| not_well(sentence, at))
        .or_else(|| never_around(sentence, at))
        .or_else(|| open_end(sentence, at))
        .or_else(|| too_late(sentence, at))
}

/// Returns the *did not* or *had not* of a group of people before a verb.
fn group_did_not(sentence: &Sentence<'_>, verb: usize) -> Option<usize> {
    let plain = |near: &usize| sentence.has(*near, ADVERB.or(NOT).or(DO).or(HAD).or(HAVE));
    let first = sentence.behind(verb).take(5).take_while(plain).last()?;
    let denied = (first..verb).any(|near| sentence.has(near, NOT));
    let past = sentence.any(first, "did didn't had hadn't") || sentence.is(first, "never");
    let group = matches!(sentence.subject(first), Subject::We | Subject::Team);
    (denied && past && group).then_some(first)
}

/// `We did not follow our own procedure`, `we violated the policy`.
fn not_followed(sentence: &Sentence<'_>, at: usize) -> Option<(usize, usize)> {
    let first = if sentence.any(at, "follow followed") {
        group_did_not(sentence, at)?
    } else if sentence.any(at, "violated") {
        matches!(sentence.subject(at), Subject::We | Subject::Team).then_some(at)?
    } else {
        return None;
    };
    let agreed = (at + 1..at + 6)
        .take_while(|&near| !sentence.ends(near) && !sentence.has(near, CLAUSE))
        .find(|&near| sentence.any(near, AGREED))?;
    sentence
        .has(at + 1, THE)
        .then_some((first, agreed))
        .filter(|_| !sentence.explains(at))
}

/// `We did not give it the attention it deserved.`
fn undeserved(sentence: &Sentence<'_>, at: usize) -> Option<(usize, usize)> {
    if !sentence.any(at, "deserved deserves") {
        return None;
    }
    let give = sentence
        .behind(at)
        .take(9)
        .find(|&near| sentence.any(near, "give given pay paid get got receive received"))?;
    sentence.before(give, 3, NOT).then_some((give, at))
}

/// `We did not plan the crossing well.`
fn not_well(sentence: &Sentence<'_>, at: usize) -> Option<(usize, usize)> {
    let last = sentence.is(at, "well")
        && (sentence.ends(at + 1)
            || sentence.has(at + 1, AND.or(CLAUSE))
            || sentence.is(at + 1, "enough"))
        && !(at > 0 && sentence.is(at - 1, "as"));
    let verb = sentence
        .behind(at)
        .take(7)
        .take_while(|&near| !sentence.has(near, CLAUSE))
        .find(|&near| sentence.any(near, WELL))?;
    let first = group_did_not(sentence, verb)?;
    last.then_some((first, at))
}

/// `We never got around to testing it.`
fn never_around(sentence: &Sentence<'_>, at: usize) -> Option<(usize, usize)> {
    let got = at.checked_sub(1)?;
    let told = sentence.is(at, "around")
        && sentence.any(got, "got gotten get")
        && sentence.is(at + 1, "to");
    let first = group_did_not(sentence, got)?;
    told.then_some((first, at + 1))
}

/// `The ticket remained unaddressed until this flood.`
fn open_end(sentence: &Sentence<'_>, at: usize) -> Option<(usize, usize)> {
    if !sentence.any(at, OPEN_ENDS) {
        return None;
    }
    let left = sentence
        .behind(at)
        .take(4)
        .find(|&near| sentence.any(near, "remained left went gone sat stayed"))?;
    let now = sentence
        .behind(left)
        .take(2)
        .any(|near| sentence.any(near, "is are be being"));
    let told = !now && !sentence.denied(left, 3) && !sentence.before(left, 3, MAY);
    told.then_some((left, at))
}

/// `The page was updated far too late`, `we had put it off for far too long`.
fn too_late(sentence: &Sentence<'_>, at: usize) -> Option<(usize, usize)> {
    if !sentence.is(at, "too") || sentence.denied(at, 4) {
        return None;
    }
    let grade = usize::from(at > 0 && sentence.any(at - 1, "far much way"));
    let from = at - grade;
    let verb = from.checked_sub(1)?;
    if sentence.any(at + 1, "late") {
        let passive = sentence
            .behind(verb)
            .take(3)
            .any(|near| sentence.any(near, "was were been"));
        let last = sentence.ends(at + 2) || sentence.has(at + 2, AND.or(CLAUSE).or(IN));
        let told = sentence.any(verb, TELLING) && passive && last && !sentence.by_thing(at);
        return told.then_some((verb, at + 1));
    }
    // `It took us way too long to tell them.`
    let us = sentence.any(verb, "us me") && verb > 0 && sentence.any(verb - 1, "took taken");
    if us && sentence.is(at + 1, "long") && sentence.is(at + 2, "to") {
        return sentence.any(at + 3, NOTICING).then_some((verb - 1, at + 3));
    }
    let long = sentence.is(at + 1, "long") && sentence.is(verb, "for");
    let verb = sentence
        .behind(verb)
        .take(8)
        .find(|&near| sentence.any(near, PUT_OFF) && sentence.has(near, DONE))?;
    let group = matches!(sentence.subject(verb), Subject::We | Subject::Team);
    (long && group).then_some((verb, at + 1))
}

#[cfg(test)]
mod tests {
    use super::super::any;
    use super::super::lexicon::JUDGES;
    use super::*;

    fn check(text: &str, expected: bool) {
        let found = any(text, |sentence| {
            sentence.with(JUDGES).find_map(|at| undone(sentence, at))
        });
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn what_people_left_undone_is_judged() {
        for text in [
            "We did not follow our own mooring procedure.",
            "We didn't clearly follow the process for calling the harbour office.",
            "The crew had never followed the checklist.",
            "We violated our own mooring policy.",
            "We did not give the second gate the attention it deserved.",
            "We did not plan the crossing well.",
            "We never got around to counting the ropes.",
            "The note remained unaddressed until the flood.",
            "The lamp was left unattended for a week.",
            "The board was updated far too late.",
            "The captain was called too late, and the tide had turned.",
            "We had put off the painting for far too long.",
            "It took us way too long to notice the leak.",
        ] {
            check(text, true);
        }
        for text in [
            "We did not follow the boat.",
            "We did not follow the procedure because the gate was under water.",
            "The pump did not follow the protocol.",
            "Did we follow our own procedure?",
            "The pump did not get the pressure it needed.",
            "The pump did not hold well.",
            "We did not see the tide as well.",
            "We got around to counting the ropes.",
            "The boat went around to the pier.",
            "The pump is left unattended at night by design.",
            "The pump was started too late by the timer.",
            "The valve closed too late.",
            "The bell had rung for too long.",
            "It took the pump too long to notice the leak.",
            "It took us too long to empty the lock.",
        ] {
            check(text, false);
        }
    }
}
