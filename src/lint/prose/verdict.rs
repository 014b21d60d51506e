//! Verdicts in how it is told: *our biggest mistake*, *fell short*, *poorly planned*, *an untested change*.

use super::clause::Subject;
use super::lexicon::{
    ADVERB, AND, BE, CLAUSE, DO, DOING, DONE, HAD, IF, IN, MAY, NOT, ROLE, TEAM, THE, WE,
};
use super::sentence::Sentence;
use super::token::Kind;

/// What is done well or badly.
const DONE_WELL: &str = "\
    planned tested communicated executed managed thought handled coordinated prepared \
    implemented reviewed maintained judged chosen vetted validated verified considered timed \
    conceived understood underestimated misjudged test plan review communicate vet validate verify consider prepare";

/// What only people do to a thing, well or not.
const CHECKED: &str = "\
    tested reviewed vetted validated verified communicated planned prepared considered thought \
    followed trained stress-tested load-tested smoke-tested battle-tested \
    test review vet validate verify communicate plan prepare consider ensure";

/// `our biggest mistake was`, `it was a mistake to`.
pub(in crate::lint) fn mistake(sentence: &Sentence<'_>, at: usize) -> Option<(usize, usize)> {
    if !sentence.any(at, "mistake mistakes") || sentence.denied(at, 4) {
        return None;
    }
    let great = sentence.behind(at).take(2).any(|near| {
        sentence.any(
            near,
            "biggest big major main critical serious huge grave worst our stupid rookie silly",
        )
    });
    let told = (at + 1..at + 12).any(|near| sentence.any(near, "was is"));
    let by = at > 0 && sentence.is(at - 1, "by");
    let to = (sentence.is(at + 1, "to") || sentence.reads(at + 1, "not to"))
        && sentence.before(at, 4, BE)
        && !by;
    let of = sentence.is(at + 1, "of") && sentence.has(at + 2, DOING);
    // `It was a silly mistake`, `it turned out to be a big one`.
    let silly = sentence.behind(at).take(2).any(|near| {
        sentence.any(near, "silly stupid embarrassing careless sloppy rookie dumb foolish inexcusable unforgivable big huge grave")
    }) && sentence.before(at, 5, BE.or(MAY));
    // `Leaving at noon was a mistake.`
    let bare = sentence.is(at, "mistake")
        && sentence.ends(at + 1)
        && at > 1
        && sentence.is(at - 1, "a")
        && sentence.is(at - 2, "was");
    let end = at + usize::from(!bare);
    ((great && told) || to || of || silly || bare).then_some((at, end))
}

/// `fell short`, `dropped the ball`, `in haste`.
pub(in crate::lint) fn idiom(sentence: &Sentence<'_>, at: usize) -> Option<(usize, usize)> {
    let human = |at: usize| sentence.subject(at).is_human();
    if let Some(found) = saying(sentence, at) {
        return Some(found);
    }
    if sentence.is(at, "fell") {
        let below = sentence.is(at + 1, "below")
            && (at + 2..at + 6).any(|near| sentence.any(near, "standard standards expectations"));
        let short = sentence.is(at + 1, "short") && human(at);
        return (short || below).then_some((at, at + 1));
    }
    if sentence.is(at, "short") {
        let came = at.checked_sub(2)?;
        let group = sentence.subject(came).is_group();
        // `We came up short on ropes` is about ropes.
        let last = sentence.ends(at + 1) || sentence.is(at + 1, "here");
        let told = sentence.reads(came, "came up") && group && !sentence.denied(came, 3);
        return (told && last).then_some((came, at));
    }
    if sentence.is(at, "missed") {
        let mark = sentence.has(at + 1, THE) && sentence.is(at + 2, "mark");
        return (mark && human(at) && !sentence.denied(at, 3)).then_some((at, at + 2));
    }
    if sentence.is(at, "dropped") {
        return sentence.reads(at + 1, "the ball").then_some((at, at + 2));
    }
    if sentence.any(at, "corners shortcuts") {
        // `Corners were cut.`
        if sentence.any(at + 1, "were was got") && sentence.any(at + 2, "cut taken") {
            return Some((at, at + 2));
        }
        let verb = at.checked_sub(1)?;
        let verb = if sentence.has(verb, THE) {
            verb.checked_sub(1 + usize::from(verb > 0 && sentence.is(verb - 1, "too")))?
        } else {
            verb
        };
        let cut = sentence.any(verb, "cut cutting took taking taken");
        return (cut && !sentence.denied(verb, 3)).then_some((verb, at));
    }
    if sentence.is(at, "desired") {
        let left =
            (at.saturating_sub(6)..at).find(|&near| sentence.any(near, "left leaves leave"))?;
        return at
            .checked_sub(2)
            .is_some_and(|to| sentence.reads(to, "to be"))
            .then_some((left, at));
    }
    // `We did not take care to …`, `we did not report it quickly enough`
    if sentence.any(at, "care enough") {
        let take = sentence.is(at, "care") && at > 0 && sentence.is(at - 1, "take");
        let soon = "quickly fast soon early carefully thoroughly promptly well closely";
        let soon = sentence.is(at, "enough") && at > 0 && sentence.any(at - 1, soon);
        let not = sentence
            .behind(at)
            .take(12)
            .find(|&near| sentence.has(near, DO) && sentence.before(near + 2, 2, NOT))?;
        let group = sentence.subject(not).is_us();
        // What people did not see soon enough says how it looked, and is no act of theirs.
        let sight = (not + 1..at)
            .any(|near| sentence.any(near, "realize realise notice see recognize recognise"));
        return ((take || (soon && !sight)) && group).then_some((at - 1, at));
    }
    if sentence.is(at, "haste") {
        return sentence.before(at, 2, IN).then_some((at, at));
    }
    if sentence.is(at, "rushed") {
        let passive = sentence
            .behind(at)
            .take(3)
            .any(|near| sentence.has(near, BE) && !sentence.any(near, "is are"));
        let out = sentence.any(at + 1, "to into out through");
        let thing =
            !sentence.any(at + 2, "the fix investigate help restore") || sentence.is(at + 1, "out");
        return ((passive && !sentence.denied(at, 1))
            || (out && thing && human(at))
            || (human(at) && sentence.has(at + 1, THE)))
        .then_some((at, at));
    }
    if sentence.is(at, "rushing") {
        return sentence.before(at, 3, WE).then_some((at, at));
    }
    None
}

/// `Our bad`, `we botched it`, `went unheeded`, `an error of judgement`.
fn saying(sentence: &Sentence<'_>, at: usize) -> Option<(usize, usize)> {
    // `Our bad.`
    if sentence.is(at, "bad") {
        let ours = at > 0 && sentence.is(at - 1, "our") && sentence.ends(at + 1);
        return ours.then(|| (at - 1, at));
    }
    if sentence.is(at, "neglecting") {
        let been = sentence.before(at, 2, BE);
        return (been && sentence.subject(at).is_us()).then_some((at, at));
    }
    if sentence.any(at, "botched bungled") {
        let was = sentence
            .behind(at)
            .take(2)
            .any(|near| sentence.any(near, "was were been"));
        let subject = sentence.subject(at);
        let group = subject.is_group();
        let by = sentence.by_somebody(at);
        return ((was || group) && !by && !sentence.denied(at, 3)).then_some((at, at));
    }
    if sentence.is(at, "unheeded") {
        let went = sentence
            .behind(at)
            .take(2)
            .any(|near| sentence.any(near, "went gone were was"));
        return (went && !sentence.by_thing(at)).then_some((at, at));
    }
    // `An error of judgement`
    if sentence.any(at, "judgement judgment") {
        let error = at.checked_sub(2)?;
        let told = sentence.any(error, "error errors") && sentence.any(at - 1, "of in");
        return (told && !sentence.denied(error, 4)).then_some((error, at));
    }
    // `We did not do a good job of telling them.`
    if sentence.is(at, "job") {
        let good = at > 0 && sentence.any(at - 1, "good great better decent proper");
        let not = sentence
            .behind(at)
            .take(7)
            .find(|&near| sentence.any(near, "did didn't"))?;
        let denied = (not..at).any(|near| sentence.has(near, NOT));
        return (good && denied && sentence.subject(not).is_human() && !sentence.asks())
            .then_some((not, at));
    }
    None
}

/// `carelessly`, `was poorly planned`, `did not properly test`.
pub(in crate::lint) fn manner(sentence: &Sentence<'_>, at: usize) -> Option<(usize, usize)> {
    let done = |at: usize| sentence.any(at, DONE_WELL);
    if sentence.any(
        at,
        "carelessly recklessly foolishly stupidly irresponsibly naively hastily",
    ) {
        let before = at - usize::from(at > 0 && sentence.any(at - 1, "too so"));
        // `It was pushed out hastily.`
        let out = usize::from(before > 0 && sentence.any(before - 1, "out through in together up"));
        let close = sentence.has(at + 1, DONE)
            || before < at
            || before
                .checked_sub(1 + out)
                .is_some_and(|verb| sentence.has(verb, DONE));
        let subject = sentence.subject(at);
        let one = subject.is_somebody() || subject == Subject::I;
        let told = close && !one && !sentence.by_thing(at);
        return (told && !future(sentence, at)).then_some((at, at));
    }
    if sentence.any(at, "poorly badly inadequately insufficiently") {
        let verb = if done(at + 1) {
            at + 1
        } else {
            (at.saturating_sub(2)..at).rev().find(|&verb| done(verb))?
        };
        // How a program handled a thing is a fact about it.
        // `A badly executed upgrade` is told of whoever did it.
        let noun = verb == at + 1 && sentence.before(at, 2, THE);
        let active =
            sentence.any(verb, "handled executed") && !sentence.before(verb, 4, BE) && !noun;
        let thing = active && sentence.subject(verb) == Subject::Thing;
        return (!thing && !future(sentence, at) && !sentence.denied(at, 2))
            .then_some((at.min(verb), at.max(verb)));
    }
    if sentence.any(
        at,
        "properly adequately thoroughly sufficiently rigorously appropriately extensively comprehensively \
         exhaustively",
    ) {
        let of_work = sentence.any(at, "extensively comprehensively exhaustively");
        if !of_work
            && let Some(found) = undone(sentence, at)
            .or_else(|| undone_late(sentence, at))
            .or_else(|| by_not(sentence, at))
        {
            return Some(found);
        }
        let near = |at: usize| sentence.any(at, CHECKED);
        let verb = if near(at + 1) {
            at + 1
        } else {
            at.checked_sub(1).filter(|&verb| near(verb))?
        };
        let denied = sentence.before(at.min(verb), 3, NOT);
        let told = sentence.before(at.min(verb), 4, DO.or(HAD).or(BE))
            || (at.min(verb) > 1
                && sentence.is(at.min(verb) - 1, "never")
                && sentence.has(at.min(verb) - 2, WE));
        // What a program did not properly check is a fact about it.
        let verb_first = at.min(verb);
        let active = sentence.before(verb_first, 4, DO) && !sentence.before(verb_first, 3, BE);
        let thing = active && sentence.subject(verb_first) == Subject::Thing;
        let past = !thing
            && !sentence.by_thing(at.max(verb))
            && !sentence.before(at, 5, MAY)
            && !sentence
                .behind(at)
                .take(5)
                .any(|near| sentence.any(near, "do don't does doesn't is are isn't aren't"));
        return (denied && told && past && !sentence.asks())
            .then_some((at.min(verb), at.max(verb)));
    }
    if sentence.any(at, "careful carefully thorough") {
        return without_care(sentence, at)
            .or_else(|| by_not(sentence, at).filter(|_| sentence.is(at, "carefully")));
    }
    if sentence.any(at, "bother bothered") {
        let group = sentence.subject(at) == Subject::We;
        let nobody = sentence
            .behind(at)
            .take(4)
            .any(|near| sentence.is(near, "nobody") || sentence.reads(near, "no one"));
        return (nobody || (sentence.before(at, 2, NOT) && group)).then_some((at, at));
    }
    None
}

/// `We shipped an untested change.`
pub(in crate::lint) fn unproven(sentence: &Sentence<'_>, at: usize) -> Option<(usize, usize)> {
    let verb = sentence.released(at)?;
    let subject = sentence.subject(verb);
    (subject.is_human() && !subject.is_somebody()).then_some((verb, at))
}

/// `We are bad at mooring`, `our team is not good at handing over`.
pub(in crate::lint) fn bad_at(sentence: &Sentence<'_>, at: usize) -> Option<(usize, usize)> {
    let good = sentence.any(at, "good great");
    if !(good || sentence.any(at, "bad terrible awful poor lousy dismal abysmal inept"))
        || !sentence.is(at + 1, "at")
        || !(sentence.has(at + 2, DOING.or(THE)) || sentence.kind(at + 2) == Some(Kind::Word))
    {
        return None;
    }
    let be = sentence
        .behind(at)
        .take(5)
        .find(|&near| sentence.has(near, BE))?;
    let plain = (be + 1..at).all(|near| {
        sentence.has(near, ADVERB.or(NOT).or(BE))
            || sentence.any(near, "very quite pretty so too that")
    });
    let group = sentence.subject(be).is_us() || sentence.any(be, "we're");
    let denied = sentence.before(at, 5, NOT);
    let habit = sentence.before(at, 9, IF)
        || sentence
            .behind(at)
            .any(|near| sentence.any(near, "when whenever"));
    (plain && group && denied == good && !habit && !sentence.asks() && !future(sentence, at))
        .then_some((at, at + 1))
}

/// What programs do, by whomever they were written.
const CODED: &str = "\
    escape sanitize sanitise encode decode parse handle close release free initialise initialize flush sync \
    synchronize retry serialise serialize deserialize cache set load serve return propagate lock unlock \
    invalidate store render scale start stop restart shut clear reset index route balance replicate \
    support";

/// `We did not properly think it through`, `we have not adequately staffed the pier`.
fn undone(sentence: &Sentence<'_>, at: usize) -> Option<(usize, usize)> {
    let verb = at + 1;
    let helper = sentence
        .behind(at)
        .take(4)
        .find(|&near| sentence.any(near, "did didn't had hadn't have haven't"))?;
    let plain = (helper + 1..at).all(|near| sentence.has(near, ADVERB.or(NOT)));
    let denied = (helper..at).any(|near| sentence.has(near, NOT));
    let group = sentence.subject(helper).is_group();
    let done = sentence.word(verb).strip_suffix("ed");
    let coded = sentence.any(verb, CODED)
        || done.is_some_and(|stem| {
            CODED
                .split(' ')
                .any(|code| code == stem || code.strip_suffix('e') == Some(stem))
        });
    let act = sentence.kind(verb) == Some(Kind::Word)
        && !sentence.has(verb, IN.or(THE).or(AND).or(CLAUSE).or(BE))
        && (sentence.any(helper, "did didn't") || sentence.has(verb, DONE))
        && !coded;
    (plain && denied && group && act && !sentence.asks()).then_some((at, verb))
}

/// `We did not think it through properly.`
fn undone_late(sentence: &Sentence<'_>, at: usize) -> Option<(usize, usize)> {
    let last = sentence.ends(at + 1) || sentence.has(at + 1, AND.or(CLAUSE));
    let helper = sentence
        .behind(at)
        .take(9)
        .find(|&near| sentence.any(near, "did didn't had hadn't"))?;
    let verb = (helper + 1..at).find(|&near| !sentence.has(near, ADVERB.or(NOT)))?;
    let denied = (helper..verb).any(|near| sentence.has(near, NOT));
    let group = sentence.subject(helper).is_group();
    let cared =
        sentence.any(verb, CHECKED) || sentence.any(verb, "think check look checked looked");
    let told = last && denied && group && cared && verb + 1 < at;
    (told && !sentence.asks()).then_some((verb, at))
}

/// `It was caused by not properly checking the list.`
fn by_not(sentence: &Sentence<'_>, at: usize) -> Option<(usize, usize)> {
    let cares = "checking verifying testing reviewing reading validating planning preparing considering \
                 thinking communicating following documenting looking";
    let grade = usize::from(at > 0 && sentence.any(at - 1, "super very too so really"));
    let not = at.checked_sub(1 + grade)?;
    let by = not > 0 && sentence.is(not, "not") && sentence.any(not - 1, "by from of for to");
    let blamed = not > 1
        && (sentence.any(
            not - 2,
            "caused due down resulted stemmed came because result fault",
        ) || sentence.is(not - 1, "from"));
    (by && blamed && sentence.any(at + 1, cares) && !future(sentence, at)).then_some((not, at + 1))
}

/// `We looked it over without being thorough.` Of one person another rule speaks.
fn without_care(sentence: &Sentence<'_>, at: usize) -> Option<(usize, usize)> {
    let without = sentence
        .behind(at)
        .take(3)
        .find(|&near| sentence.is(near, "without"))?;
    let verb = sentence
        .behind(without)
        .take(8)
        .find(|&near| sentence.has(near, DONE) && !sentence.has(near, BE))?;
    let group = sentence.subject(verb).is_group();
    let told = sentence.is(without + 1, "being") && group && !sentence.denied(verb, 3);
    (told && !sentence.asks() && !future(sentence, verb)).then_some((without, at))
}

/// `Inexperienced engineers led it astray`, `due to incompetent management`.
pub(in crate::lint) fn unable(sentence: &Sentence<'_>, at: usize) -> Option<(usize, usize)> {
    if !sentence.any(at, "inexperienced incompetent inept clueless unqualified") {
        return None;
    }
    let who = (at + 1..at + 3)
        .take_while(|&near| !sentence.ends(near) && !sentence.has(near, IN.or(BE)))
        .find(|&near| sentence.has(near, TEAM.or(ROLE)) || sentence.any(near, "leaders people"))?;
    let many =
        sentence.has(who, TEAM) || sentence.word(who).ends_with('s') || sentence.is(who, "people");
    // `The list helps inexperienced pilots` is care for them.
    let cared = sentence.behind(at).take(4).any(|near| {
        sentence.any(near, "help helps helped even for support supports train trains allow allows let lets onboard guide guides protect protects that")
    });
    let part = sentence.any(who + 1, "members member") || sentence.has(who + 1, MAY);
    (many
        && !cared
        && !part
        && !sentence.denied(at, 4)
        && !future(sentence, at)
        && !sentence.asks())
    .then_some((at, who))
}

/// Whether it has not come to that.
pub(in crate::lint) fn future(sentence: &Sentence<'_>, at: usize) -> bool {
    sentence.before(at, 5, MAY)
        && sentence
            .behind(at)
            .take(5)
            .any(|near| sentence.has(near, MAY) && !sentence.is(near, "to"))
}
