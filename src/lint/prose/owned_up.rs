//! Verdicts that people pass on themselves in so many words: *sloppy on our part*, *we messed up*, *it was not a
//! good idea*.

use super::lexicon::{ADVERB, AND, BE, CLAUSE, DONE, MAY, NOT, THE};
use super::sentence::Sentence;

/// How people say they were.
const FAULTS: &str = "\
    sloppy careless naive foolish lazy silly stupid reckless negligent short-sighted shortsighted \
    irresponsible unprofessional thoughtless amateurish hasty lax complacent";
/// What they were too little of.
const CARES: &str = "careful thorough diligent cautious rigorous vigilant strict";
/// What somebody thought of.
const CHOSEN: &str = "idea solution choice decision plan move call approach";

/// Returns the words that say so.
pub(in crate::lint) fn owned_up(sentence: &Sentence<'_>, at: usize) -> Option<(usize, usize)> {
    if sentence.asks() || sentence.before(at, 5, MAY) {
        return None;
    }
    ours(sentence, at)
        .or_else(|| not_careful(sentence, at))
        .or_else(|| messed_up(sentence, at))
        .or_else(|| no_good(sentence, at))
        .or_else(|| in_a_hurry(sentence, at))
}

/// `This was sloppy on our part`, `it was naive of us to`.
fn ours(sentence: &Sentence<'_>, at: usize) -> Option<(usize, usize)> {
    if !sentence.any(at, FAULTS) || sentence.denied(at, 3) {
        return None;
    }
    if sentence.reads(at + 1, "on our part") {
        return Some((at, at + 3));
    }
    if sentence.reads(at + 1, "of us") {
        return Some((at, at + 2));
    }
    // `We had become lax.`
    let verb = sentence
        .behind(at)
        .take(3)
        .find(|&near| sentence.any(near, "become became grown grew were"))?;
    let group = sentence.subject(verb).is_us();
    let plain = (verb + 1..at)
        .all(|near| sentence.has(near, ADVERB) || sentence.any(near, "a bit too little somewhat"));
    (group && plain && sentence.is(at, "lax")).then_some((verb, at))
}

/// `We were not careful enough with the ropes.`
fn not_careful(sentence: &Sentence<'_>, at: usize) -> Option<(usize, usize)> {
    if !sentence.any(at, CARES) || !sentence.is(at + 1, "enough") {
        return None;
    }
    let was = sentence
        .behind(at)
        .take(4)
        .find(|&near| sentence.any(near, "were weren't been was wasn't"))?;
    let denied = sentence.has(was, NOT)
        || sentence.before(at, at - was, NOT)
        || sentence.before(was, 2, NOT);
    let subject = sentence.subject(was);
    let group = subject.is_group();
    (denied && group).then_some((was, at + 1))
}

/// `We messed up.` Of one person another rule speaks.
fn messed_up(sentence: &Sentence<'_>, at: usize) -> Option<(usize, usize)> {
    let told = sentence.any(at, "messed screwed") && sentence.is(at + 1, "up");
    let group = sentence.subject(at).is_us();
    (told && group && !sentence.denied(at, 3)).then_some((at, at + 1))
}

/// `It was not a good idea to sail.`
fn no_good(sentence: &Sentence<'_>, at: usize) -> Option<(usize, usize)> {
    if !sentence.any(at, "good great wise smart") {
        return None;
    }
    let chosen = (at + 1..at + 3).find(|&near| sentence.any(near, CHOSEN))?;
    let was = sentence
        .behind(at)
        .take(5)
        .find(|&near| sentence.any(near, "was wasn't were weren't"))?;
    // `There was no good choice` tells of a dilemma.
    let denied = (was..at).any(|near| sentence.has(near, NOT) && !sentence.is(near, "no"));
    let plain = (was + 1..at).all(|near| {
        sentence.has(near, ADVERB.or(NOT).or(THE)) || sentence.any(near, "such very so")
    });
    // Who tells why tells what was weighed.
    let weighed = sentence.explains(chosen) || sentence.reads(chosen + 1, "at that");
    (denied && plain && !weighed).then_some((was, chosen))
}

/// `The move was made in a hurry.`
fn in_a_hurry(sentence: &Sentence<'_>, at: usize) -> Option<(usize, usize)> {
    let verb = at.checked_sub(3)?;
    let told =
        sentence.any(at, "hurry rush") && sentence.is(at - 1, "a") && sentence.is(at - 2, "in");
    let done = sentence.has(verb, DONE) && !sentence.has(verb, BE);
    let last = sentence.ends(at + 1) || sentence.has(at + 1, AND.or(CLAUSE));
    let made = sentence.any(
        verb,
        "made written deployed merged shipped planned built done released",
    );
    let passive = sentence
        .behind(verb)
        .take(3)
        .any(|near| sentence.any(near, "was were been"));
    let group = sentence.subject(verb).is_us();
    (told && last && done && ((passive && made) || group) && !sentence.denied(verb, 3))
        .then_some((verb, at))
}

#[cfg(test)]
mod tests {
    use super::super::any;
    use super::super::lexicon::JUDGES;
    use super::*;

    fn check(text: &str, expected: bool) {
        let found = any(text, |sentence| {
            sentence.with(JUDGES).find_map(|at| owned_up(sentence, at))
        });
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn verdicts_on_oneself_are_found() {
        for text in [
            "This was sloppy on our part.",
            "It was naive of us to trust the horn.",
            "We had become lax about the ropes.",
            "We were not careful enough with the second gate.",
            "The crew weren't thorough enough.",
            "We messed up.",
            "We really screwed up the mooring.",
            "It was not a good idea to sail at noon.",
            "Leaving was not a very smart move.",
            "The move was made in a hurry.",
            "We left in a hurry.",
        ] {
            check(text, true);
        }
        for text in [
            "We were careful enough with the ropes.",
            "The rope was not good.",
            "It is not a good idea to sail at noon.",
            "Sailing at noon would not be a good idea.",
            "The tide messed up the ropes.",
            "Were we careful enough?",
            "It was a good idea to wait.",
            "The guests were in a hurry.",
            "The pump was not thorough enough to empty it.",
            "The rope was lax.",
            "There was no good choice: closing the gate left the guests on the pier.",
            "Turning back was not a good idea, since the tide had turned.",
            "The first bell was lost in a rush of others.",
            "The guests were taken off in a hurry.",
        ] {
            check(text, false);
        }
    }
}
