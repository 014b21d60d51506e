//! A past that was not, told without *would have*: *I wish we had*, *a missed opportunity*, *may have been
//! prevented*.

use super::course::{ABLE_TO, HANDLED};
use super::lexicon::{
    ADVERB, BEEN, CLAUSE, DOING, DONE, HAD, HAVE, HE, I, IF, MODAL, NOT, PERHAPS, REGRET, ROLE,
    TEAM, THE, THEY, WE, WHO,
};
use super::sentence::Sentence;

/// What may have stopped it; said with *may*, it speaks of no fact.
const STOPPED: &str = "prevented avoided averted forestalled preventable avoidable";
/// What may have found it, where it was not there.
const FOUND: &str = "\
    prevented avoided averted caught detected uncovered revealed exposed surfaced identified \
    helped mitigated shortened reduced spotted saved";

/// Returns the words that regret.
pub(in crate::lint) fn regret(sentence: &Sentence<'_>) -> Option<(usize, usize)> {
    sentence.with(REGRET.or(PERHAPS)).find_map(|at| {
        wish(sentence, at)
            .or_else(|| missed(sentence, at))
            .or_else(|| supposed(sentence, at))
            .or_else(|| may_have(sentence, at))
    })
}

/// `I wish we had kept it.`
fn wish(sentence: &Sentence<'_>, at: usize) -> Option<(usize, usize)> {
    // `It is not the boat we wish we had` speaks of the boat.
    if sentence.denied(at, 7) {
        return None;
    }
    if !sentence.any(at, "wish wished") || !sentence.before(at, 2, I.or(WE).or(THEY).or(HE)) {
        return None;
    }
    let had = (at + 1..at + 6).find(|&near| sentence.has(near, HAD))?;
    let verb = (had + 1..had + 4).find(|&near| !sentence.has(near, ADVERB.or(NOT).or(BEEN)))?;
    let done = sentence.has(verb, DONE.or(THE)) || !sentence.ends(verb);
    done.then_some((at, had))
}

/// `We missed an opportunity`, `a missed opportunity`, `the opportunity was missed`.
fn missed(sentence: &Sentence<'_>, at: usize) -> Option<(usize, usize)> {
    if sentence.any(at, "chance chances") {
        let missed = sentence
            .behind(at)
            .take(3)
            .find(|&near| sentence.is(near, "missed"))?;
        let told = sentence.is(at + 1, "to") && sentence.subject(missed).is_human();
        return (told && !sentence.denied(missed, 3)).then_some((missed, at));
    }
    if !sentence.any(at, "opportunity opportunities") || sentence.denied(at, 5) {
        return None;
    }
    if let Some(missed) = sentence
        .behind(at)
        .take(4)
        .find(|&near| sentence.is(near, "missed"))
    {
        // `Missed opportunities for caching` may be a counter's.
        let ours = sentence.any(at + 1, "to here") || sentence.ends(at + 1);
        let somebody = sentence.subject(missed).is_human();
        return (ours || somebody).then_some((missed, at));
    }
    let missed = (at + 1..at + 12)
        .take_while(|&near| !sentence.ends(near))
        .find(|&near| sentence.is(near, "missed"))?;
    sentence
        .any(missed - 1, "was were been")
        .then_some((at, missed))
}

/// `This was supposed to have been done.`
fn supposed(sentence: &Sentence<'_>, at: usize) -> Option<(usize, usize)> {
    let have = at + 2;
    let told = sentence.reads(at, "supposed to have") && sentence.has(have + 1, DONE.or(BEEN));
    told.then_some((at, have + 1))
}

/// `The outage may have been prevented`, `we may have been able to stop it`, `more testing may have
/// found it`. What *may have been mitigated by noon* is a guess at a fact.
fn may_have(sentence: &Sentence<'_>, at: usize) -> Option<(usize, usize)> {
    if !sentence.has(at, PERHAPS) {
        return None;
    }
    let skipped = |near: &usize| sentence.has(*near, ADVERB.or(NOT));
    let have = (at + 1..at + 4).find(|near| !skipped(near))?;
    if !sentence.has(have, HAVE)
        || sentence
            .behind(at)
            .take(4)
            .any(|near| sentence.has(near, NOT))
    {
        return None;
    }
    let verb = (have + 1..have + 5).find(|near| !skipped(near) && !sentence.has(*near, BEEN))?;
    let passive = (have..verb).any(|near| sentence.has(near, BEEN));
    let human = sentence.subject(at).is_human();
    let hangs = hangs(sentence, at, verb);
    let found = if passive {
        let better = sentence.any(verb, "better wiser safer quicker faster shorter easier");
        let able = human
            && sentence.is(verb, "able")
            && (verb + 1..verb + 4).any(|near| sentence.any(near, ABLE_TO));
        let stopped = sentence.any(verb, STOPPED) && !sentence.is(verb + 1, "from");
        able || better || stopped || (hangs && sentence.any(verb, FOUND))
    } else if human {
        hangs && sentence.any(verb, HANDLED)
    } else {
        // A definite thing did something, or not; any such thing was not there.
        indefinite(sentence, at) && sentence.any(verb, FOUND)
    };
    found.then_some((at, verb))
}

/// Whether it hangs on something that was not so, or speaks of an earlier time.
fn hangs(sentence: &Sentence<'_>, modal: usize, verb: usize) -> bool {
    let other = |near: usize| {
        sentence.any(near, "if had with earlier sooner faster quicker") || sentence.has(near, MODAL)
    };
    (0..modal).chain(verb + 1..sentence.len()).any(other)
        || (sentence.is(verb + 1, "by") && sentence.has(verb + 2, DOING))
}

/// Whether the clause speaks of any such thing, or of doing one: *a canary*, *more testing*, *rolling
/// back at once*, and not *the canary*.
pub(in crate::lint) fn indefinite(sentence: &Sentence<'_>, verb: usize) -> bool {
    let clause = |at: &usize| !sentence.has(*at, CLAUSE.or(WHO));
    let Some(first) = sentence.behind(verb).take_while(clause).last() else {
        return false;
    };
    let first = if sentence.any(first, "however instead perhaps and but also") {
        first + 1
    } else {
        first
    };
    let any = "todo a an any more better additional further earlier proper stricter simple stronger such \
               another careful thorough closer regular automated tighter improved extra";
    sentence.any(first, any)
        || (sentence.has(first, DOING) && !sentence.has(first, IF.or(ROLE).or(TEAM)))
}

/// Whether a course is told as one of a better world: *ideally, we would have had a second one*.
pub(in crate::lint) fn ideal(sentence: &Sentence<'_>, modal: usize) -> bool {
    (0..modal).any(|at| {
        sentence.is(at, "ideally")
            || (sentence.any(at, "ideal perfect") && sentence.any(at + 1, "world case"))
    })
}
