//! What is known now, laid over what was known then.

use super::{Check, Context, Errs, Group, Rule};
use crate::diagnostic::Severity;
use crate::lint::prose::lexicon::{self, BE, MODAL, NOT, SHOULD};
use crate::lint::prose::{Sentence, report};
use crate::model::Writeup;

pub(super) static RULE: Rule = Rule {
    name: "hindsight",
    group: Group::Language,
    severity: Severity::Advice,
    errs: Errs::Always,
    page: include_str!("hindsight.md"),
    check: Check::Writeup(check),
};

fn check(writeup: &Writeup, cx: &mut Context<'_>) {
    report::each(writeup, cx, find, MESSAGE, QUESTION);
}

const MESSAGE: &str = "this is seen from the end of the story";
const QUESTION: &str = "what could be seen from where people stood then?";

/// Makes of *preventable* a verdict.
const EASILY: &str = "\
    easily entirely completely totally wholly perfectly fully clearly eminently obviously \
    largely definitely absolutely quite readily very";

fn find(sentence: &Sentence<'_>) -> Option<(usize, usize)> {
    sentence
        .with(lexicon::HINDSIGHT)
        .find_map(|at| verdict(sentence, at))
}

fn verdict(sentence: &Sentence<'_>, at: usize) -> Option<(usize, usize)> {
    let before = |number: usize| at.checked_sub(number);
    let word =
        |number: usize, words: &str| before(number).is_some_and(|near| sentence.any(near, words));
    if sentence.any(at, "hindsight hind-sight") {
        // Who writes of the bias knows of it.
        let named = sentence.any(at + 1, "bias biases") || sentence.denied(at, 3);
        return (!named).then_some((before(1).unwrap_or(at), at));
    }
    // `Obviously, we should not have opened it.`
    if sentence.is(at, "obviously") {
        let wish = sentence
            .wishes()
            .find(|wish| sentence.has(wish.modal, SHOULD))?;
        let starts = at == 0 && wish.modal < 8 && !sentence.asks();
        return starts.then_some((at, wish.modal));
    }
    if sentence.is(at, "retrospect") {
        return word(1, "in with").then(|| (at - 1, at));
    }
    // `On reflection, it was the rope.`
    if sentence.is(at, "reflection") {
        let starts = word(1, "on upon") && (at == 1 || sentence.parts(at - 2));
        return (starts && sentence.ends(at + 1)).then(|| (at - 1, at));
    }
    if sentence.is(at, "retrospectively") {
        // What was *retrospectively applied* was applied to the past, and not looked back on.
        let starts = at == 0 || sentence.parts(at - 1);
        return (starts && sentence.ends(at + 1)).then_some((at, at));
    }
    if sentence.is(at, "looking") {
        let starts = at == 0 || sentence.parts(at - 1);
        let back = starts && sentence.is(at + 1, "back");
        let now = sentence.ends(at + 2)
            || sentence.any(at + 2, "now on it we i")
            || (sentence.is(at + 2, "at")
                && sentence.any(at + 3, "it this that the events things"));
        return (back && now).then_some((at, at + 1));
    }
    if sentence.any(at, "knowing given") {
        // `Given what we know now`, `knowing what we do today`
        let now = (at + 1..at + 7).find(|&near| sentence.any(near, "now today"))?;
        let known = sentence.is(at, "knowing") || sentence.any(at + 3, "know knew now");
        return (sentence.is(at + 1, "what") && known).then_some((at, now));
    }
    if sentence.any(at, "obvious clear apparent evident") {
        return plain_now(sentence, at);
    }
    if sentence.any(at, "signs wall inevitable bound matter question waiting") {
        return doomed(sentence, at);
    }
    if sentence.any(at, "preventable avoidable foreseeable predictable") {
        let stressed = word(1, EASILY);
        // A delay that was predictable may only have been steady.
        if sentence.is(at, "predictable") && !stressed {
            return None;
        }
        let told = (1..=3).any(|number| {
            before(number)
                .is_some_and(|near| sentence.has(near, BE) && !sentence.any(near, "is are be"))
        });
        let denied = sentence.before(at, 4, NOT);
        // A preventable class of faults, said before its noun, judges nothing yet.
        let last = sentence.ends(at + 1) || stressed || told;
        return ((stressed || told) && last && !denied).then(|| (before(1).unwrap_or(at), at));
    }
    // `This should never have happened.`
    let wish = (at.saturating_sub(6)..at).find(|&near| sentence.has(near, SHOULD))?;
    let denied = (wish..at).any(|near| sentence.has(near, NOT));
    let other = (wish + 1..at).any(|near| sentence.has(near, MODAL));
    (denied && !other && !sentence.asks()).then_some((wish, at))
}

/// `It is now obvious that …`, `it was clear after the fact`. What *was now clear* was so then.
fn plain_now(sentence: &Sentence<'_>, at: usize) -> Option<(usize, usize)> {
    let after = (at + 1..at + 6).find(|&near| sentence.reads(near, "after the fact"));
    if let Some(after) = after {
        return Some((at, after + 2));
    }
    let now = at.checked_sub(1).filter(|&now| sentence.is(now, "now"))?;
    let is = now
        .checked_sub(1)
        .filter(|&is| sentence.any(is, "is it's"))?;
    let that = sentence.is(at + 1, "that") || sentence.any(at + 1, "how why what");
    (that && !sentence.denied(at, 3)).then_some((is, at))
}

/// `The warning signs were there`, `the writing was on the wall`, `an accident waiting to happen`.
fn doomed(sentence: &Sentence<'_>, at: usize) -> Option<(usize, usize)> {
    let was = |at: usize| sentence.any(at, "was were been");
    if sentence.is(at, "signs") {
        let there = (at + 1..at + 6).find(|&near| sentence.is(near, "there"))?;
        let told = (at + 1..there).any(was) && !(at + 1..there).any(|near| sentence.has(near, NOT));
        return (told && !sentence.denied(at, 3)).then_some((at, there));
    }
    if sentence.is(at, "wall") {
        let from = at.checked_sub(4)?;
        return sentence
            .reads(from, "writing was on the")
            .then_some((from, at));
    }
    if sentence.is(at, "waiting") {
        // Who keeps one from waiting to happen looks ahead.
        let ahead = (0..at).any(|near| {
            sentence.has(near, NOT)
                || sentence.any(
                    near,
                    "ensure avoid prevent keep from find look if whether may",
                )
        });
        return (sentence.reads(at, "waiting to happen") && !ahead).then_some((at, at + 2));
    }
    let told = (at.saturating_sub(5)..at).any(was) && !sentence.denied(at, 4);
    let fate = match sentence.word(at) {
        "bound" => sentence.any(at + 2, "happen fail break occur"),
        // `It was a matter of time` alone may be a hope of those days.
        "matter" | "question" => {
            sentence.reads(at + 1, "of time")
                && (sentence.any(at.saturating_sub(2), "only just merely simply")
                    || sentence.any(at + 3, "before until till"))
        }
        _ => {
            let what = "outage incident failure accident collision crash disaster this it";
            sentence
                .behind(at)
                .take(6)
                .any(|near| sentence.any(near, what))
                && sentence.ends(at + 1)
        }
    };
    (told && fate).then_some((at, at))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::prose;

    fn check(text: &str, expected: bool) {
        assert_eq!(prose::any(text, find), expected, "{text}");
    }

    #[test]
    fn found() {
        for text in [
            "Obviously, we should not have opened the gate.",
            "Retrospectively, the bell was too far off.",
            "It was only a question of time.",
            "The flood was entirely predictable.",
            "In hind-sight it was the first of many.",
            "In hindsight, the graph had been telling us for a week.",
            "With hindsight the two alarms belong together.",
            "With the benefit of hindsight it is plain.",
            "In retrospect the name of the flag was a trap.",
            "Looking back, the first sign came on Monday.",
            "Hindsight is 20/20.",
            "Knowing what we know now, the order was unlucky.",
            "This should never have happened.",
            "On reflection, the rope was too thin.",
            "The outage was entirely preventable.",
            "Both were avoidable.",
            "The delay was easily foreseeable.",
            "It is now obvious that the gate never closed.",
            "It was obvious after the fact.",
            "Given what we know now, the gate was too low.",
            "Looking back at it, the horn was the first sign.",
            "The warning signs were there.",
            "The writing was on the wall.",
            "It was an accident waiting to happen.",
            "The flood was bound to happen.",
            "It was only a matter of time.",
            "It was a matter of time before the gate broke.",
            "The accident was inevitable.",
        ] {
            check(text, true);
        }
    }

    #[test]
    fn left_alone() {
        for text in [
            "Obviously, the gate was shut.",
            "Retrospectively rename the old piers.",
            "The delay was predictable within a minute.",
            "It was a question of taste.",
            "We keep such accidents from waiting to happen.",
            "We held the retrospective on Thursday.",
            "We were looking back through the logs.",
            "Hindsight bias is why we ask for the story forwards.",
            "“In hindsight” was heard four times.",
            "The loss was not preventable.",
            "The retry should happen within a minute.",
            "This happened twice, and should be looked at.",
            "A preventable class of faults is one we can test for.",
            "What should not have happened?",
            "The lamp saw its reflection, and rang.",
            "On reflection day the harbour is shut.",
            "It was now clear that the gate was open.",
            "It is obvious that we need a rope.",
            "There were signs of rain.",
            "A thread was waiting for the lock.",
            "Some delay is inevitable.",
            "It is now clear.",
            "We were sure that the tide would turn, it was a matter of time.",
        ] {
            check(text, false);
        }
    }
}
