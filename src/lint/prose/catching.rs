//! Things that would have found it, stopped it or told of it: what somebody could have had, or left undone.

use super::clause::Wish;
use super::course::{
    CATCHING, COMPARED, HELD, HELPING, NOT_CHOSEN, ORGANISATIONS, PREPARED, REMEDIED, RESPONSES,
    SAFEGUARDS, SHOWED, SOUNDS, WATCHERS,
};
use super::lexicon::{COULD, DONE, HE, MIGHT, NOT, ROLE, SHOULD, TEAM, THE, WE, WHO, WOULD};
use super::regret::indefinite;
use super::sentence::Sentence;
use super::suffered::{by_machine, early};

/// What somebody left undone, told of a thing: a runbook that should have said it, somebody who could
/// have looked, a graph that would have shown.
pub(in crate::lint) fn unhelped(sentence: &Sentence<'_>, wish: Wish) -> bool {
    let Wish { modal, verb, .. } = wish;
    let should = sentence.has(modal, SHOULD);
    let near = sentence.behind(modal).take(6);
    let any = sentence.has(modal, WOULD) && !wish.denied && indefinite(sentence, modal);
    let told = (should || any || sentence.has(modal, COULD))
        && sentence.any(verb, HELD)
        && near.into_iter().any(|at| sentence.any(at, PREPARED));
    let someone = sentence.has(modal, SHOULD.or(COULD))
        && (modal.saturating_sub(2)..modal).any(|at| sentence.any(at, "someone somebody"))
        && sentence.has(verb, DONE)
        && !sentence.any(verb, NOT_CHOSEN);
    // `Nobody opened the page, which would have shown it.`
    let none = |at: usize| {
        sentence.has(at, NOT) || sentence.any(at, "nobody lacked lacking missing missed ignored")
    };
    let shown = sentence.has(modal.saturating_sub(1), WHO)
        && !wish.denied
        && sentence.any(verb, SHOWED)
        && (0..modal).any(none);
    let long = should
        && wish.denied
        && sentence.is(verb, "taken")
        && (verb + 1..verb + 6).any(|at| sentence.any(at, "long hours minutes days weeks"));
    // `It would have taken a minute to check.`
    let small = sentence.has(modal, WOULD)
        && !wish.denied
        && sentence.is(verb, "taken")
        && sentence.is(modal.saturating_sub(1), "it")
        && (verb + 2..verb + 6).any(|at| {
            sentence.is(at, "to")
                && sentence.any(
                    at + 1,
                    "check test verify look ask read notice call tell see add",
                )
        });
    // `Things that could have gone better` heads a list.
    let gone = sentence.has(modal, COULD.or(MIGHT))
        && !sentence.has(modal.saturating_sub(1), WHO)
        && sentence.any(verb, "gone turned ended become had")
        && (verb + 1..verb + 8)
            .take_while(|&at| !sentence.ends(at))
            .any(|at| sentence.any(at, COMPARED) || sentence.is(at, "longer"));
    let far = sentence.reads(verb, "gone a long way") && !wish.denied;
    let through = should
        && sentence.reads(verb, "gone through")
        && (verb + 2..verb + 6)
            .any(|at| sentence.any(at, WATCHERS) || sentence.any(at, SAFEGUARDS));
    let exposed = sentence.is(verb, "exposed") && !wish.denied && indefinite(sentence, modal);
    // `The account should not have had that key`, and not `it should have had no effect`.
    let effect =
        (verb + 1..verb + 5).any(|at| sentence.any(at, "no little effect impact lingering"));
    let had = should && sentence.is(verb, "had") && !effect && !by_machine(sentence, wish);
    let past = should
        && wish.denied
        && sentence.any(verb, "made passed reached slipped landed gone got gotten")
        && (verb + 1..verb + 6).any(|at| {
            sentence.any(
                at,
                "review staging production prod main master past through qa ci tests users",
            )
        });
    let organisation = should
        && sentence.any(verb, "informed notified told warned announced disclosed reported consulted contacted revoked")
        && sentence.behind(modal).take(3).any(|at| sentence.any(at, ORGANISATIONS));
    let out =
        sentence.has(modal, SHOULD.or(COULD)) && !wish.denied && sentence.reads(verb, "gone out");
    told || someone
        || organisation
        || out
        || had
        || small
        || past
        || shown
        || long
        || gone
        || far
        || through
        || exposed
}

/// `Such a check would have fired`, where there was no such check.
pub(in crate::lint) fn sounds(sentence: &Sentence<'_>, wish: Wish) -> bool {
    let wanted = |at: usize| sentence.any(at, "a an such better any no");
    let soon = (wish.verb + 1..wish.verb + 6).any(|at| early(sentence, at));
    ((soon && sentence.has(wish.modal, COULD)) || sentence.has(wish.modal, WOULD))
        && !wish.denied
        && sentence.any(wish.verb, SOUNDS)
        && sentence
            .behind(wish.modal)
            .take(8)
            .any(|at| sentence.any(at, WATCHERS))
        && (soon
            || sentence.behind(wish.modal).any(wanted)
            || indefinite(sentence, wish.modal)
            || !sentence.behind(wish.modal).any(|at| sentence.has(at, THE))
            || sentence.has(wish.modal.saturating_sub(1), WHO))
}

/// What finds, of all that catches.
const FINDING: &str = "caught detected found flagged noticed spotted identified surfaced revealed";

/// Whether a thing is said to have been able to find, stop or shorten it.
pub(in crate::lint) fn catches(sentence: &Sentence<'_>, wish: Wish) -> bool {
    let Wish { modal, verb, .. } = wish;
    if wish.denied {
        return sentence.any(verb, "caught spotted uncovered") && !sentence.is(verb + 1, "up");
    }
    let should = sentence.has(modal, SHOULD);
    if sentence.any(verb, CATCHING) {
        // What should have saved, softened or stopped it was made to: only what looks out, or was
        // looked out with, speaks of people.
        let near = sentence.behind(modal).take(6);
        let watch = near
            .into_iter()
            .any(|at| sentence.any(at, WATCHERS) || sentence.any(at, PREPARED));
        let own = !should || watch || sentence.any(verb, FINDING);
        let clause = should && sentence.has(modal.saturating_sub(1), WHO);
        // What `caught up` is late, and no alarm.
        return own && !clause && !sentence.is(verb + 1, "up");
    }
    if should && !sentence.any(verb, "alerted warned told paged notified informed reminded") {
        return false;
    }
    if sentence.any(verb, REMEDIED) && indefinite(sentence, modal) && !sentence.has(modal, SHOULD) {
        return true;
    }
    let helped = |at: usize| {
        sentence.has(at, WE.or(ROLE).or(TEAM).or(HE))
            || sentence.is(at, "me")
            || sentence.is(at, "it")
    };
    sentence.any(verb, HELPING)
        && ((verb + 1..verb + 4).any(helped)
            || (sentence.any(verb, "enabled allowed") && enables(sentence, verb))
            || (sentence.is(verb, "made")
                && (verb + 1..verb + 8).any(|at| {
                    sentence.any(at, COMPARED)
                        || sentence.any(at, "clear obvious visible possible impossible easy apparent trivial unnecessary")
                }))
            || (sentence.any(verb, "reduced limited")
                && (verb + 1..verb + 4).any(|at| {
                    sentence.any(
                        at,
                        "impact duration time outage risk downtime blast scope damage severity \
                         number loss delay exposure extent length",
                    )
                })))
        || (sentence.any(verb, "meant led lead resulted")
            && (verb + 1..verb + 6).any(|at| {
                sentence.any(
                    at,
                    "shorter smaller quicker faster earlier easier simpler fewer",
                )
            }))
}

/// Whether what it allows is an answer to the incident, and no attack.
fn enables(sentence: &Sentence<'_>, verb: usize) -> bool {
    (verb + 1..verb + 6)
        .take_while(|&at| !sentence.ends(at))
        .any(|at| sentence.any(at, RESPONSES) || sentence.any(at, "quicker faster earlier"))
}
