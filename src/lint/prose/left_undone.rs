//! What people are said to have left undone, or done too late: *we did not keep to our own procedure*, *the
//! ticket was left unattended*, *the page was updated far too late*. What they weighed and left is none of it.

use super::lexicon::{
    ADVERB, AND, BE, CLAUSE, DO, DONE, HAD, HAVE, IF, IN, MAY, MODAL, NOT, ROLE, TEAM, THE, WHO,
};
use super::sentence::Sentence;

/// What a house has agreed on.
const AGREED: &str = "\
    procedure procedures process processes policy policies runbook runbooks checklist checklists \
    protocol protocols guideline guidelines practice practices rules playbook instructions standards";
/// Processes of a machine.
const RUNNING: &str = "forked child worker parent background";
/// What goes unattended to because somebody let it.
const OPEN_ENDS: &str = "unaddressed unattended unprioritized unprioritised untended neglected";
/// What people do for each other, and when; programs do some of it too.
const TELLING: &str =
    "informed notified communicated escalated declared posted announced paged involved told";
const CALLING: &str = "updated called raised taken acknowledged";
/// For whom, and by what.
const TOLD: &str = "\
    customers customer users user guests guest public page board ticket incident vendor support management captain \
    channel status";
/// What people come to, sooner or later, and what is no sight of theirs.
const COMING_TO: &str =
    "declare escalate respond react communicate inform notify update acknowledge tell call involve";
/// What is put off.
const PUT_OFF: &str = "postponed delayed deferred tolerated ignored neglected put left waited let";
/// What is done well or not.
const WELL: &str =
    "plan test communicate coordinate prepare manage document handle execute explain";
/// What a thing deserves of people.
const DESERVED: &str = "attention care priority time review thought consideration";

/// Returns the words that say so.
pub(in crate::lint) fn left_undone(sentence: &Sentence<'_>, at: usize) -> Option<(usize, usize)> {
    // What never came about is told as what was weighed.
    let other = |near: usize| {
        sentence.has(near, MODAL) || (sentence.has(near, MAY) && !sentence.is(near, "to"))
    };
    if sentence.asks() || sentence.before(at, 9, IF) || sentence.behind(at).take(9).any(other) {
        return None;
    }
    not_kept(sentence, at)
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
    let past = sentence.any(first, "did didn't had hadn't never");
    (denied && past && sentence.subject(first).is_us() && !sentence.before(first, 4, IF))
        .then_some(first)
}

/// `We did not follow our own procedure`, `we violated the policy`.
fn not_kept(sentence: &Sentence<'_>, at: usize) -> Option<(usize, usize)> {
    let first = if sentence.any(at, "follow followed") {
        group_did_not(sentence, at)?
    } else if sentence.is(at, "violated") {
        (sentence.subject(at).is_us() && !sentence.denied(at, 4)).then_some(at)?
    } else {
        return None;
    };
    let agreed = (at + 1..at + 6)
        .take_while(|&near| !sentence.ends(near) && !sentence.has(near, CLAUSE.or(IN)))
        .find(|&near| sentence.any(near, AGREED))?;
    let machine = sentence.any(agreed - 1, RUNNING);
    // `…, which assumes a dry lock`
    let explained = sentence.explains(at)
        || (sentence.parts(agreed + 1) && sentence.has(agreed + 2, WHO.or(CLAUSE)));
    (sentence.has(at + 1, THE) && !machine && !explained).then_some((first, agreed))
}

/// `We did not give it the attention it deserved.`
fn undeserved(sentence: &Sentence<'_>, at: usize) -> Option<(usize, usize)> {
    let give = sentence
        .behind(at)
        .take(9)
        .find(|&near| sentence.any(near, "give given pay paid"))?;
    let what = (give + 1..at).any(|near| sentence.any(near, DESERVED));
    let first = group_did_not(sentence, give)?;
    (sentence.is(at, "deserved") && what).then_some((first, at))
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
    // `The pumps that drain well`, `for this to go well`
    let other = (verb + 1..at).any(|near| sentence.has(near, WHO) || sentence.is(near, "to"));
    (last && !other).then_some((first, at))
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
        .take(3)
        .find(|&near| !sentence.has(near, ADVERB))?;
    let told = if sentence.is(left, "left") {
        left > 0 && sentence.any(left - 1, "was were been")
    } else {
        sentence.any(left, "remained went gone")
    };
    let last = sentence.ends(at + 1) || sentence.has(at + 1, AND.or(CLAUSE).or(IN));
    (told && last && !sentence.denied(left, 3)).then_some((left, at))
}

/// `The page was updated far too late`, `we had put it off for far too long`.
fn too_late(sentence: &Sentence<'_>, at: usize) -> Option<(usize, usize)> {
    if !sentence.is(at, "too") || sentence.denied(at, 4) {
        return None;
    }
    let grade = usize::from(at > 0 && sentence.any(at - 1, "far much way"));
    let verb = (at - grade).checked_sub(1)?;
    if sentence.is(at + 1, "late") {
        let passive = sentence
            .behind(verb)
            .take(3)
            .any(|near| sentence.any(near, "was were been"));
        let whom = |near: usize| sentence.any(near, TOLD) || sentence.has(near, ROLE.or(TEAM));
        let told = sentence.any(verb, TELLING)
            || (sentence.any(verb, CALLING) && sentence.behind(verb).take(8).any(whom));
        let last = sentence.ends(at + 2) || sentence.has(at + 2, AND.or(CLAUSE).or(IN));
        let found = passive && told && last && !sentence.by_thing(at);
        return found.then_some((verb, at + 1));
    }
    if !sentence.is(at + 1, "long") {
        return None;
    }
    // `It took us way too long to tell them.`
    if sentence.any(verb, "us me") {
        let took = verb > 0 && sentence.is(verb - 1, "took") && sentence.is(at + 2, "to");
        return (took && sentence.any(at + 3, COMING_TO)).then_some((verb, at + 3));
    }
    let put = sentence.behind(verb).take(8).find(|&near| {
        sentence.any(near, PUT_OFF) && sentence.has(near, DONE) && !sentence.has(near, BE)
    })?;
    (sentence.is(verb, "for") && sentence.subject(put).is_us()).then_some((put, at + 1))
}

#[cfg(test)]
mod tests {
    use super::super::any;
    use super::super::lexicon::JUDGES;
    use super::*;

    fn check(text: &str, expected: bool) {
        let found = any(text, |sentence| {
            sentence
                .with(JUDGES)
                .find_map(|at| left_undone(sentence, at))
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
            "It took us way too long to tell the guests.",
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
            "It took the pump too long to tell the board.",
            "It took us too long to notice the leak.",
            "We have never violated our mooring policy.",
            "If we had not followed the checklist, the second boat would have gone too.",
            "It would have taken us too long to tell everybody, so we rang the bell.",
            "A lamp on the pier alone would have been raised too late for the captain.",
            "If the gate had been left unattended, nobody would have seen it.",
            "The boat went through an unattended lock at noon.",
            "We left the unattended pump running.",
            "A gate that is left unattended locks itself.",
            "The hook was called too late.",
            "We did not follow the link to the checklist.",
            "We did not follow the worker process with a lamp.",
            "We did not follow the checklist, which is for a dry lock.",
            "We did not think that it would go well, so we waited.",
            "We did not plan for this to go well.",
            "This does not give the night crew the credit it deserves.",
            "No guest got the refund that they deserved.",
            "It took us too long to empty the lock.",
        ] {
            check(text, false);
        }
    }
}
