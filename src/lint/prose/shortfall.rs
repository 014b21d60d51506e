//! People's work that is said to have fallen short: *without adequate testing*, *communication was poor*,
//! *not enough care was taken*. What a machine had too little of (memory, disk) is none of it.

use super::clause::Subject;
use super::lexicon::{
    ADVERB, AND, BE, CLAUSE, DO, DONE, HAD, HAVE, IN, MAY, NOT, ROLE, TEAM, THE, WE,
};
use super::sentence::Sentence;

/// Work of the head, the hands and the mouth.
const WORK: &str = "\
    testing review reviews care communication communications preparation planning training \
    attention consideration thought diligence supervision oversight consultation \
    scrutiny rigor rigour vetting caution discussion documentation verification assessment \
    analysis";
/// The same, where no program does it too: *insufficient validation* is often code.
const OF_MIND: &str = "\
    testing review care communication preparation planning training attention consideration \
    thought diligence supervision oversight scrutiny rigor rigour vetting caution consultation assessment handover \
    communications";
/// What people set up and keep, where it is called inadequate.
const ARRANGED: &str = "\
    monitoring alerting documentation runbook runbooks procedures process processes governance \
    staffing";
/// What a house does day by day: *our code review practices are lax*.
const HABITS: &str = "\
    practice practices discipline review reviews testing documentation process processes procedures \
    handover handovers planning communication communications hygiene oversight monitoring tests coverage";
/// What machines have too, if it is not said whose it is: *the response was poor*.
const OURS: &str = "response quality execution management audit monitoring process tests coverage";
/// What is said of people's doings alone.
const OF_DOINGS: &str =
    "unprofessional chaotic haphazard disorganised disorganized superficial careless";
/// Work that a verdict is passed on: *the handling was poor*.
const JUDGED: &str = "\
    communication communications planning testing preparation judgement judgment coordination \
    decision choice execution handling management supervision training review assessment \
    investigation monitoring documentation runbook runbooks process procedures oversight care response handover governance quality audit \
    discipline diligence practice practices procedure handovers tests coverage plan plans";
/// What is done with care, or without.
const CAREFUL: &str = "\
    testing review reviews checks checking care coverage verification oversight scrutiny attention \
    preparation planning rehearsal rehearsals vetting tests";
const ENOUGH: &str = "adequate proper sufficient enough thorough appropriate due careful";
const TOO_LITTLE: &str = "insufficient inadequate suboptimal sub-optimal substandard";
/// What people do too little of.
const CARED: &str = "\
    test tested testing communicate communicated review reviewed consider considered plan planned \
    prepare prepared think thought document documented rehearse practise practice seriously \
    carefully closely";

/// Returns the words that find somebody's work wanting.
pub(in crate::lint) fn shortfall(sentence: &Sentence<'_>, at: usize) -> Option<(usize, usize)> {
    if sentence.asks() || hypothetical(sentence, at) {
        return None;
    }
    without(sentence, at)
        .or_else(|| too_little(sentence, at))
        .or_else(|| found_wanting(sentence, at))
        .or_else(|| not_enough(sentence, at))
        .or_else(|| late(sentence, at))
        .or_else(|| lapse(sentence, at))
        .or_else(|| not_followed(sentence, at))
}

/// Whether it has not happened: *would have*, *may*.
fn hypothetical(sentence: &Sentence<'_>, at: usize) -> bool {
    let other = |near: usize| sentence.has(near, MAY) && !sentence.is(near, "to");
    (at.saturating_sub(6)..at + 5).any(other)
}

/// `Pushed without adequate testing.`
fn without(sentence: &Sentence<'_>, at: usize) -> Option<(usize, usize)> {
    let article = usize::from(at > 0 && sentence.any(at - 1, "a any"));
    let from = at
        .checked_sub(1 + article)
        .filter(|&from| sentence.is(from, "without"))?;
    let work = (at + 1..at + 4)
        .take_while(|&near| !sentence.ends(near))
        .find(|&near| sentence.any(near, WORK))?;
    let done = (0..from).any(|near| sentence.has(near, DONE.or(BE)));
    (sentence.any(at, ENOUGH) && done).then_some((from, work))
}

/// `Insufficient care was taken.`
fn too_little(sentence: &Sentence<'_>, at: usize) -> Option<(usize, usize)> {
    if !sentence.any(at, TOO_LITTLE) || sentence.denied(at, 4) {
        return None;
    }
    let ours = |near: usize| {
        sentence.any(near, OF_MIND)
            || (sentence.is(at, "inadequate") && sentence.any(near, ARRANGED))
    };
    let work = (at + 1..at + 4)
        .take_while(|&near| !sentence.ends(near) && !sentence.has(near, IN.or(BE)))
        .find(|&near| ours(near))?;
    let thing = sentence.is(work - 1, "capacity")
        || sentence.any(
            work + 1,
            "environment environments data time capacity permissions",
        );
    (!thing).then_some((at, work))
}

/// `Our communication with customers was inadequate`, `was not good enough`.
fn found_wanting(sentence: &Sentence<'_>, at: usize) -> Option<(usize, usize)> {
    let poor = sentence.any(
        at,
        "poor terrible bad inadequate insufficient sloppy awful horrible lacking subpar sub-par substandard \
         negligent ill-conceived short-sighted flawed wrong naive lax unprofessional chaotic haphazard \
         disorganised disorganized superficial careless dismal abysmal shoddy",
    );
    let enough = sentence.is(at, "enough")
        && at > 0
        && sentence.any(
            at - 1,
            "good thorough clear robust strict rigorous tight strong timely fast quick high great deep careful \
             extensive comprehensive",
        );
    if !poor && !enough {
        return None;
    }
    if enough && let Some(found) = not_thorough(sentence, at) {
        return Some(found);
    }
    let was = sentence
        .behind(at)
        .take(5)
        .take_while(|&near| !sentence.has(near, IN) || sentence.any(near, "to out"))
        .find(|&near| {
            sentence.any(near, "was were wasn't weren't turned")
                || (sentence.any(near, "is are isn't aren't remains remain") && own(sentence, near))
        })?;
    let denied = (was..at).any(|near| sentence.has(near, NOT));
    let last = sentence.ends(at + 1)
        || (sentence.has(at + 1, IN.or(AND).or(CLAUSE)) && !sentence.is(at + 1, "to"))
        || sentence.any(at + 1, "one throughout");
    let subject = || {
        // `We found that our logs were not good enough`: only its own clause tells of what.
        let clause = |near: &usize| !sentence.has(*near, CLAUSE) && !sentence.is(*near, "that");
        sentence.behind(was).take(9).take_while(clause).any(|near| {
            // What is merely wrong may be a fact; a decision that is wrong was judged.
            if sentence.any(at, "wrong") {
                sentence.any(near, "decision choice")
            } else if sentence.any(at, "naive flawed ill-conceived short-sighted") {
                sentence.any(
                    near,
                    "decision choice plan assumption approach design planning",
                )
            } else {
                // `Response times were bad` is about a machine.
                let part = "time times latency latencies rate rates code codes body bodies size server servers \
                            service system interface console api node nodes log logs";
                // `Error handling was poor` is about code.
                // A query plan is a program's, and a free plan is sold.
                let code = near > 0
                    && (sentence.any(near - 1, "error exception signal memory")
                        || (sentence.any(near, "plan plans")
                            && sentence.any(
                                near - 1,
                                "query execution explain data free hosting support pricing paid starter",
                            )));
                let whose = !code && (!sentence.any(near, OURS) || sentence.any(at, OF_DOINGS) || ours(sentence, was));
                (sentence.any(near, JUDGED) && !sentence.any(near + 1, part) && whose)
                    || (sentence.is(at, "sloppy") && sentence.any(near, "code work change"))
            }
        })
    };
    (denied == enough && last && subject()).then_some((was, at))
}

/// `The level of testing that went into it was not high enough`, `our checks were not thorough enough`.
fn not_thorough(sentence: &Sentence<'_>, enough: usize) -> Option<(usize, usize)> {
    let was = sentence
        .behind(enough)
        .take(5)
        .find(|&near| sentence.any(near, "was were wasn't weren't"))?;
    let denied = (was..enough).any(|near| sentence.has(near, NOT));
    let plain = (was + 1..enough - 1).all(|near| sentence.has(near, NOT.or(ADVERB)));
    let start = sentence.behind(was).last()?;
    let level = |near: usize| {
        sentence.any(
            near,
            "level standard quality degree amount depth bar rigor rigour",
        ) && sentence.any(near + 1, "of for")
            && (near + 2..near + 5).any(|work| sentence.any(work, CAREFUL))
    };
    // `The care taken was …`
    let taken = was
        .checked_sub(1)
        .filter(|&near| sentence.any(near, "taken done given performed"));
    let last = taken
        .unwrap_or(was)
        .checked_sub(1)
        .filter(|&near| sentence.any(near, CAREFUL));
    let of = (start..start + 3).any(level);
    // `Enough to hold` is told of a rope; of a review it is a verdict all the same.
    let high = !sentence.any(enough - 1, "high deep")
        || of
        || last.is_some_and(|near| sentence.any(near, "coverage"));
    (denied && plain && high && (of || last.is_some())).then_some((was, enough))
}

/// Whether it is said to be ours, or people's: *our response*, *the response to the flood*.
fn ours(sentence: &Sentence<'_>, was: usize) -> bool {
    sentence.behind(was).take(9).any(|near| {
        sentence.any(near, "our my their")
            || sentence.has(near, TEAM.or(ROLE))
            || sentence.is(near, "to")
    })
}

/// Whether it is a habit of our own, which may be judged while it lasts.
fn own(sentence: &Sentence<'_>, is: usize) -> bool {
    let habit = is
        .checked_sub(1)
        .is_some_and(|near| sentence.any(near, HABITS));
    habit
        && sentence
            .behind(is)
            .take(6)
            .any(|near| sentence.is(near, "our"))
}

/// `We did not test this enough`, `not enough care was taken`, `we did not take it seriously enough`.
fn not_enough(sentence: &Sentence<'_>, at: usize) -> Option<(usize, usize)> {
    if sentence.is(at, "seriously") {
        let taken = sentence
            .behind(at)
            .take(6)
            .find(|&near| sentence.any(near, "take taken"))?;
        let past = sentence.before(taken, 3, NOT)
            && sentence
                .behind(taken)
                .take(4)
                .any(|near| sentence.any(near, "did didn't was were been"));
        return past.then_some((taken, at));
    }
    // `Too little testing was done.`
    if sentence.reads(at, "too little") || sentence.reads(at, "too few") {
        let work = at + 2;
        let was = (work + 1..work + 3).any(|near| sentence.any(near, "was were"));
        return (was && sentence.any(work, OF_MIND)).then_some((at, work));
    }
    if !sentence.any(at, "enough sufficient adequate proper") {
        return None;
    }
    // `Not enough pre-flight checking was done.`
    if let Some(was) = (at + 1..at + 5).find(|&near| sentence.any(near, "was were")) {
        let work = sentence.any(was - 1, OF_MIND)
            || sentence.any(was - 1, "checking verification validation tests checks");
        let done = sentence.any(was + 1, "done performed made carried taken conducted given");
        if work && done && sentence.before(at, 1, NOT) {
            return Some((at - 1, was - 1));
        }
    }
    let not = sentence
        .behind(at)
        .take(7)
        .find(|&near| sentence.has(near, NOT) && !sentence.is(near, "without"))?;
    // `Do not trust …` and `is not enough` tell of no past.
    let did = sentence
        .behind(at)
        .take(8)
        .any(|near| sentence.any(near, "did didn't"));
    let now = sentence.behind(at).take(8).any(|near| {
        sentence.any(
            near,
            "do don't does doesn't is are isn't aren't will cannot can't",
        )
    });
    if now && !did {
        return None;
    }
    if let Some(work) = (at + 1..at + 3).find(|&near| sentence.any(near, OF_MIND)) {
        return Some((not, work));
    }
    if sentence.subject(not).is_somebody() {
        return None;
    }
    let active = sentence.before(not + 1, 2, DO);
    if active && sentence.subject(not) == Subject::Thing {
        return None;
    }
    let past = sentence
        .behind(at)
        .take(8)
        .any(|near| sentence.has(near, DO.or(HAD)))
        || sentence.before(not, 2, BE);
    let cared = (not + 1..at).any(|near| sentence.any(near, CARED));
    (past && cared && sentence.is(at, "enough")).then_some((not, at))
}

/// `We were too slow to react`, `we waited too long`.
fn late(sentence: &Sentence<'_>, at: usize) -> Option<(usize, usize)> {
    if !sentence.is(at, "too") || sentence.denied(at, 3) {
        return None;
    }
    let verb = at.checked_sub(1)?;
    let slow = sentence.any(verb, "were was") && sentence.any(at + 1, "slow late");
    let react = || {
        let told = "respond react act escalate notify communicate inform recognise recognize update \
                    in realise realize identify";
        sentence.is(at + 2, "to") && sentence.any(at + 3, told) || sentence.any(at + 2, "in")
    };
    let long = sentence.any(verb, "took waited") && sentence.is(at + 1, "long");
    let sure = sentence.any(verb, "were was")
        && sentence.any(
            at + 1,
            "confident trusting relaxed eager hasty aggressive ambitious lax",
        );
    let ours = sentence.subject(verb).is_human() && !sentence.subject(verb).is_somebody();
    // `Our response was too slow.`
    let work = slow
        && sentence
            .behind(verb)
            .take(6)
            .any(|near| sentence.is(near, "our"))
        && sentence
            .behind(verb)
            .take(6)
            .any(|near| sentence.any(near, JUDGED));
    let slowly = sentence.any(
        verb,
        "responded reacted acted escalated communicated noticed replied",
    ) && sentence.any(at + 1, "slowly late");
    (work || (ours && slowly) || (ours && ((slow && react()) || long || sure)))
        .then_some((verb, at + 1))
}

/// `The procedure was not followed.`
fn not_followed(sentence: &Sentence<'_>, at: usize) -> Option<(usize, usize)> {
    let not = sentence
        .behind(at)
        .take(3)
        .find(|&near| sentence.has(near, NOT))?;
    let was = sentence.any(not, "wasn't weren't") || (not > 0 && sentence.any(not - 1, "was were"));
    let rule = "procedure procedures process processes checklist policy policies runbook protocol \
                guidelines practice practices plan instructions";
    let told = sentence
        .behind(not)
        .take(6)
        .any(|near| sentence.any(near, rule));
    // By whom it was not, another rule asks.
    let one = sentence.by_somebody(at);
    (sentence.is(at, "followed") && was && told && !one).then_some((not, at))
}

/// `A lapse in our process`, `a breakdown in communication`, `there is no excuse`.
fn lapse(sentence: &Sentence<'_>, at: usize) -> Option<(usize, usize)> {
    if sentence.any(at, "lapse lapses breakdown") {
        if sentence.denied(at, 4) {
            return None;
        }
        let verdict = at > 0 && sentence.any(at - 1, "unacceptable serious grave inexcusable");
        let of = sentence.any(at + 1, "in of")
            && (at + 2..at + 5).any(|near| {
                sentence.any(near, OF_MIND)
                    || sentence.any(
                        near,
                        "process procedure judgement judgment discipline security",
                    )
            });
        return (verdict || of).then_some((at, at + 1));
    }
    if sentence.is(at, "excuse") {
        let none =
            at > 0 && sentence.is(at - 1, "no") && sentence.before(at - 1, 3, BE.or(HAD).or(HAVE));
        return none.then(|| (at - 1, at));
    }
    // `We did not live up to our own standards.`
    if sentence.any(at, "standards expectations") {
        let ours = sentence.before(at, 3, WE.or(THE));
        let short = sentence.behind(at).take(8).find(|&near| {
            (sentence.is(near, "live") && sentence.is(near + 1, "up")) || sentence.is(near, "meet")
        })?;
        let denied = sentence.before(short, 4, NOT) && sentence.before(short, 4, DO.or(HAD));
        let human = sentence.subject(short).is_human();
        return (ours && denied && human).then_some((short, at));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::super::any;
    use super::super::lexicon::JUDGES;
    use super::*;

    fn check(text: &str, expected: bool) {
        let found = any(text, |sentence| {
            sentence.with(JUDGES).find_map(|at| shortfall(sentence, at))
        });
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn work_of_people_is_found_wanting() {
        for text in [
            "The gate was moved without adequate testing.",
            "It went out without proper review.",
            "Insufficient care was taken with the ropes.",
            "Inadequate training made the night long.",
            "Our communication with the guests was inadequate.",
            "The handling of the queue was not good enough.",
            "The decision to sail was wrong.",
            "Our response was terrible at times.",
            "We did not test the pumps enough.",
            "Not enough attention was paid to the tide.",
            "We did not take the horn seriously enough.",
            "We were too slow to react.",
            "We waited too long before closing the gate.",
            "There was a breakdown in communication at noon.",
            "This was an unacceptable lapse.",
            "There is no excuse for this.",
            "We did not live up to our own standards.",
        ] {
            check(text, true);
        }
        for text in [
            "Insufficient memory killed the pump.",
            "There was not enough water in the lock.",
            "The pump was too slow to keep up.",
            "The gate closed without sufficient pressure.",
            "The signal at the second pier was poor.",
            "The number was wrong.",
            "By noon response times were getting quite bad.",
            "The management console was terrible on a slow line.",
            "Do not trust the gauge enough to leave.",
            "Opening it without proper review would have been a risk.",
            "The pressure was not good enough to open the lock.",
            "The board did not meet the pump's expectations.",
            "We do not have enough testing.",
        ] {
            check(text, false);
        }
    }
}
