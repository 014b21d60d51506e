//! A modal verb with a past, `should have rung`, that means a course which was not taken.

use super::catching::{catches, sounds, unhelped};
use super::course::{
    BEFALLING, BEFELL, BEFORE_NOUNS, COMPARED, DECIDED, GRADES, HANDLED, NOT_CHOSEN, OPINED,
    WOULD_DO,
};
use super::lexicon::{
    COULD, DO, DONE, HINDSIGHT, IF, IN, MIGHT, NOT, SHOULD, THE, Tags, WHO, WOULD,
};
use super::regret::ideal;
use super::suffered::{by_machine, conditional, early, from_the_first, suffered};
use super::{Sentence, Subject, Wish};

/// `In hindsight, the alarm should have been a reason to look`: whatever should have done it, somebody who
/// looks back on it that way sees another course.
pub(in crate::lint) fn looked_back(sentence: &Sentence<'_>) -> Option<(usize, usize)> {
    let back = sentence.with(HINDSIGHT).any(|at| {
        sentence.any(at, "hindsight hind-sight retrospect")
            && !sentence.any(at + 1, "bias biases")
            && !sentence.denied(at, 3)
    });
    let wish = sentence
        .wishes()
        .find(|wish| back && sentence.has(wish.modal, SHOULD))?;
    Some((wish.modal, wish.verb.min(sentence.len() - 1)))
}

/// What does harm, and is told of by what it could do.
const FLAWS: &str = "\
    vulnerability vulnerabilities bug bugs flaw flaws exploit exploits attacker attackers attack \
    attacks defect defects overflow overflows cve backdoor malware weakness leak intruder intruders";

/// People whose courses an incident is not made of.
const OUTSIDE: &str = "\
    user users customer customers client clients visitor visitors attacker attackers subscriber \
    subscribers buyer buyers tenant tenants account accounts";

/// Returns the place of a modal verb with a past that means another course.
pub(in crate::lint) fn wished(sentence: &Sentence<'_>, wish: Wish) -> Option<(usize, usize)> {
    let Wish {
        modal,
        verb,
        subject,
        ..
    } = wish;
    let should = sentence.has(modal, SHOULD);
    // `It records what would have made it shorter.`
    if modal > 0 && sentence.is(modal - 1, "what") {
        return None;
    }
    // `The worst decision we could have made`: a way to say how bad it was.
    let most = |at: usize| sentence.any(at, "worst best");
    if sentence.has(modal, COULD) && !wish.passive && sentence.behind(modal).take(6).any(most) {
        return None;
    }
    // What those who use it should have had, or held, is a matter of its rules.
    let outside = |at: usize| sentence.any(at, OUTSIDE);
    if modal > 1 && sentence.is(modal - 1, "who") && outside(modal - 2) {
        return None;
    }
    // What a flaw could have stopped is what it is feared for.
    let feared = |at: usize| sentence.any(at, FLAWS);
    let relative = modal > 0 && sentence.has(modal - 1, WHO);
    let lets = sentence.any(verb, "allowed enabled let led") || sentence.reads(verb, "made it");
    if sentence.has(modal, COULD.or(MIGHT))
        && !wish.passive
        && subject == Subject::Thing
        && (sentence.behind(modal).any(feared) || ((relative || lets) && (0..modal).any(feared)))
    {
        return None;
    }
    if sentence.reads(verb, "gone either way") {
        return None;
    }
    // `I do not think it could have been avoided.`
    let opined = |at: usize| {
        sentence.any(at, "unlikely doubtful")
            || (sentence.any(at, "think believe suppose") && sentence.before(at, 2, NOT))
    };
    if sentence.behind(modal).take(5).any(opined) {
        return None;
    }
    if asked(sentence, modal) {
        return None;
    }
    let human = subject.is_human();
    let grade = (verb..sentence.len())
        .find(|&at| !sentence.any(at, GRADES))
        .filter(|&at| sentence.any(at, COMPARED))
        .unwrap_or(verb);
    // `It took longer than it should have.`
    let long = should
        && (wish.open || sentence.is(verb, "to"))
        && sentence.behind(modal).any(|at| sentence.is(at, "longer"))
        && sentence
            .behind(modal)
            .any(|at| sentence.any(at, "took taken taking last lasted lasting"));
    let found =
        long || if wish.open {
            // `… when we should have.`
            let done = |at: usize| sentence.any(at, HANDLED) || sentence.any(at, DECIDED);
            let owed = wish.passive && sentence.behind(modal).any(done);
            (human || owed) && sentence.has(modal, SHOULD.or(COULD)) && modal > 1
        } else if wish.passive {
            suffered(sentence, wish, grade)
        } else if human {
            let helped =
                matches!(subject, Subject::Roles | Subject::Team) && catches(sentence, wish);
            helped || chosen(sentence, wish, should)
        } else if should && wish.denied && from_the_first(sentence, verb) {
            true
        } else if sentence.any(verb, BEFALLING) {
            let none = sentence.behind(modal).last();
            let denied = wish.denied
                || none.is_some_and(|at| {
                    sentence.any(at, "none nothing no") && !sentence.has(modal, COULD)
                });
            let sooner = should
                && (verb + 1..verb + 4).any(|at| early(sentence, at) || sentence.is(at, "before"));
            sooner || (denied && sentence.has(modal, SHOULD.or(WOULD).or(COULD)))
        } else {
            let doing = modal == 0
                && sentence.has(verb, DONE)
                && !sentence.any(verb, NOT_CHOSEN)
                && (!sentence.any(verb, BEFELL) || sentence.reads(verb, "failed over"));
            let note = subject == Subject::Omitted
                && sentence.has(modal, SHOULD.or(COULD))
                && (doing
                    || sentence.any(verb, WOULD_DO)
                    || sentence.any(verb, HANDLED)
                    || sentence.any(verb, DECIDED));
            note || unhelped(sentence, wish)
                || sounds(sentence, wish)
                || (catches(sentence, wish) && !by_machine(sentence, wish))
        } || ((wish.passive || sentence.has(verb, DONE)) && ideal(sentence, modal));
    // `been a lot worse` is told to its end; what is left open ends at its verb.
    let end = if wish.open {
        verb.saturating_sub(1)
    } else {
        verb.max(grade.min(verb + 3))
    };
    found.then_some((modal, end.max(modal)))
}

/// Whether it stands in a question, put in other words.
fn asked(sentence: &Sentence<'_>, modal: usize) -> bool {
    // `They asked if it should have been rung.`
    let asking = |at: usize| {
        sentence.is(at, "whether")
            || (at > 0
                && sentence.is(at, "if")
                && sentence.any(at - 1, "asked ask asking wondered checked see"))
    };
    // `We cannot know if a second bell would have been heard.`
    let unknown = |at: usize| {
        let open = "know knows knew known say tell sure certain unclear clear see wonder wondered doubtful";
        at > 0 && sentence.any(at, "if whether what which") && sentence.any(at - 1, open)
    };
    // `How this could have been prevented` heads an answer.
    let how = sentence.any(0, "how why") && !(1..modal).any(|at| sentence.parts(at));
    let should = sentence.has(modal, SHOULD);
    how || sentence
        .behind(modal)
        .take(8)
        .any(|at| unknown(at) || (should && asking(at)))
}

/// Whether somebody is said to have had another course.
fn chosen(sentence: &Sentence<'_>, wish: Wish, should: bool) -> bool {
    let Wish { modal, verb, .. } = wish;
    let done = sentence.has(verb, DONE);
    // `We should have seen it coming`, or `seen the error sooner`, is no sight.
    let found = sentence.is(verb, "seen")
        && ((sentence.any(verb + 1, "the this that it") && conditional(sentence, wish))
            || sentence.is(verb + 2, "coming")
            || (verb + 1..verb + 8).any(|at| early(sentence, at)));
    let had = sentence.is(verb, "had")
        && (should || (sentence.has(modal, COULD) && sentence.any(verb + 1, "more better")));
    if !done || (sentence.any(verb, NOT_CHOSEN) && !found && !had) {
        return false;
    }
    if should {
        // `We should have automated tests`: a plan.
        let next = verb + 1;
        let plain = sentence.has(next, THE.or(IN).or(WHO).or(IF))
            || sentence.ends(next)
            || sentence.tags(next) != Tags::NONE
            || sentence.any(next, "it them him me you");
        return plain || wish.denied || !sentence.any(verb, BEFORE_NOUNS);
    }
    if sentence.has(modal, COULD) {
        // Who *could not have known* is spoken for.
        let reason = (0..modal).any(|at| sentence.reads(at, "no reason"));
        return !wish.denied || reason;
    }
    if sentence.has(modal, WOULD) {
        // `We would have thought` is an opinion, `we would have thought of it` a course. Workers and
        // members may be machines.
        let opinion = sentence.any(verb, OPINED) && !sentence.any(verb + 1, "of to about twice");
        let role = matches!(wish.subject, Subject::Role | Subject::Roles);
        // `We would not have used it if we did not trust it` tells why it was done.
        let why = wish.denied
            && (verb + 1..sentence.len()).any(|at| sentence.is(at, "if"))
            && (verb + 1..sentence.len()).any(|at| {
                sentence.has(at, DO) && sentence.has(at, NOT) || sentence.reads(at, "did not")
            });
        return !opinion && !why && (!role || sentence.any(verb, WOULD_DO));
    }
    sentence.has(modal, MIGHT)
        && (conditional(sentence, wish) || (sentence.any(verb, WOULD_DO) && !wish.denied))
}
