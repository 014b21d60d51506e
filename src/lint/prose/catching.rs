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

/// Whether it tells what somebody left undone, by way of a thing: a runbook that should have said it,
/// somebody who could have looked, a graph that would have shown.
pub(super) fn unhelped(sentence: &Sentence<'_>, wish: Wish) -> bool {
    left_out(sentence, wish)
        || left_undone(sentence, wish)
        || untold(sentence, wish)
        || taken(sentence, wish)
        || gone(sentence, wish)
}

/// `The runbook should have said so.`
fn left_out(sentence: &Sentence<'_>, wish: Wish) -> bool {
    let Wish { modal, verb, .. } = wish;
    let any = sentence.has(modal, WOULD) && !wish.denied && indefinite(sentence, modal);
    let mut near = sentence.behind(modal).take(6);
    (any || sentence.has(modal, SHOULD.or(COULD)))
        && sentence.any(verb, HELD)
        && near.any(|at| sentence.any(at, PREPARED))
}

/// `Somebody could have looked`, `the vendor should have told us`, `it should not have had that key`.
fn left_undone(sentence: &Sentence<'_>, wish: Wish) -> bool {
    let Wish { modal, verb, .. } = wish;
    let should = sentence.has(modal, SHOULD);
    let someone = sentence.has(modal, SHOULD.or(COULD))
        && (modal.saturating_sub(2)..modal).any(|at| sentence.any(at, "someone somebody"))
        && sentence.has(verb, DONE)
        && !sentence.any(verb, NOT_CHOSEN);
    let telling = "informed notified told warned announced disclosed reported consulted contacted \
                   revoked";
    let organisation = should
        && sentence.any(verb, telling)
        && sentence
            .behind(modal)
            .take(3)
            .any(|at| sentence.any(at, ORGANISATIONS));
    // What *should have had no effect* was made to have none.
    let effect = |at: usize| sentence.any(at, "no little effect impact lingering");
    let had = should
        && sentence.is(verb, "had")
        && !(verb + 1..verb + 5).any(effect)
        && !by_machine(sentence, wish);
    someone || organisation || had
}

/// `Nobody opened the log, which would have shown it`, `more drills would have exposed it`.
fn untold(sentence: &Sentence<'_>, wish: Wish) -> bool {
    let Wish { modal, verb, .. } = wish;
    let none = |at: usize| {
        sentence.has(at, NOT) || sentence.any(at, "nobody lacked lacking missing missed ignored")
    };
    let shown = sentence.has(modal.saturating_sub(1), WHO)
        && sentence.any(verb, SHOWED)
        && (0..modal).any(none);
    let exposed = sentence.is(verb, "exposed") && indefinite(sentence, modal);
    !wish.denied && (shown || exposed)
}

/// `It should not have taken so long`, `it would have taken a minute to check`.
fn taken(sentence: &Sentence<'_>, wish: Wish) -> bool {
    let Wish { modal, verb, .. } = wish;
    if !sentence.is(verb, "taken") {
        return false;
    }
    let care = "check test verify look ask read notice call tell see add";
    let small = |at: usize| sentence.is(at, "to") && sentence.any(at + 1, care);
    if sentence.has(modal, WOULD) {
        let it = sentence.is(modal.saturating_sub(1), "it");
        return !wish.denied && it && (verb + 2..verb + 6).any(small);
    }
    sentence.has(modal, SHOULD)
        && wish.denied
        && (verb + 1..verb + 6).any(|at| sentence.any(at, "long hours minutes days weeks"))
}

/// How far it should have got, and how it could have gone.
fn gone(sentence: &Sentence<'_>, wish: Wish) -> bool {
    let Wish { modal, verb, .. } = wish;
    let should = sentence.has(modal, SHOULD);
    let gate = "review staging production prod main master past through qa ci tests users";
    // `It should never have made it past review.`
    let past = should
        && wish.denied
        && sentence.any(verb, "made passed reached slipped landed gone got gotten")
        && (verb + 1..verb + 6).any(|at| sentence.any(at, gate));
    // `The change should have gone through a drill.`
    let watched = |at: usize| sentence.any(at, WATCHERS) || sentence.any(at, SAFEGUARDS);
    let through =
        should && sentence.reads(verb, "gone through") && (verb + 2..verb + 6).any(watched);
    let out = sentence.has(modal, SHOULD.or(COULD)) && sentence.reads(verb, "gone out");
    let far = sentence.reads(verb, "gone a long way");
    // `Things that could have gone better` heads a list.
    let compared = sentence.has(modal, COULD.or(MIGHT))
        && !sentence.has(modal.saturating_sub(1), WHO)
        && sentence.any(verb, "gone turned ended become had")
        && (verb + 1..verb + 8)
            .take_while(|&at| !sentence.ends(at))
            .any(|at| sentence.any(at, COMPARED) || sentence.is(at, "longer"));
    past || through || compared || (!wish.denied && (out || far))
}

/// `Such a check would have fired`, where there was no such check.
pub(super) fn sounds(sentence: &Sentence<'_>, wish: Wish) -> bool {
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
pub(super) fn catches(sentence: &Sentence<'_>, wish: Wish) -> bool {
    let Wish { modal, verb, .. } = wish;
    // `Neither drill would have caught it`: what would not have helped is no other course.
    let first = sentence.behind(modal).last();
    let none = first.is_some_and(|at| sentence.any(at, "neither none no nothing"));
    if wish.denied || none {
        return false;
    }
    // `The lack of a spare would have prevented recovery`: another harm.
    let harm = |at: usize| {
        sentence.any(
            at,
            "lack loss failure outage bug flaw crash leak hardware disk",
        )
    };
    let mending = |at: usize| {
        sentence.any(
            at,
            "recovery resolution restoration failback repair repairs",
        )
    };
    if sentence.any(verb, "prevented stopped")
        && ((verb + 1..verb + 4).any(mending)
            || (sentence.is(verb, "prevented") && sentence.behind(modal).any(harm)))
    {
        return false;
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
            || (sentence.any(at, "this that") && sentence.any(at + 1, "to by from"))
    };
    // `A probe could have alerted on the lag.`
    if sentence.any(verb, "alerted warned")
        && sentence.any(verb + 1, "on about of when")
        && indefinite(sentence, modal)
    {
        return true;
    }
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
