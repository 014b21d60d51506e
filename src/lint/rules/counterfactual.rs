//! A past that did not take place, with somebody in it.

use super::{Check, Context, Errs, Group, Rule};
use crate::diagnostic::Severity;
use crate::lint::prose::course::{
    ABLE_TO, BEFALLING, BEFELL, BEFORE_NOUNS, CATCHING, COMPARED, DECIDED, FROM_THE_FIRST, GRADES,
    HANDLED, HELPING, NOT_CHOSEN, OPINED, PERFORMED, RESPONSES, SOUNDS, WATCHERS, WOULD_DO, better,
    had_we,
};
use crate::lint::prose::lexicon::{
    COULD, DOING, DONE, HE, IF, IN, MIGHT, ROLE, SHOULD, TEAM, THE, Tags, WE, WHO, WOULD,
};
use crate::lint::prose::{Kind, Sentence, Subject, Wish, report};
use crate::model::Writeup;

pub(super) static RULE: Rule = Rule {
    name: "counterfactual",
    group: Group::Language,
    severity: Severity::Advice,
    errs: Errs::Always,
    page: include_str!("counterfactual.md"),
    check: Check::Writeup(check),
};

fn check(writeup: &Writeup, cx: &mut Context<'_>) {
    report::each(writeup, cx, find, MESSAGE, QUESTION);
}

const MESSAGE: &str = "this tells of a course that was not taken";
const QUESTION: &str = "what made the other course look right then?";

fn find(sentence: &Sentence<'_>) -> Option<(usize, usize)> {
    // A text that asks already does what the help would ask for.
    if sentence.asks() {
        return None;
    }
    sentence
        .wishes()
        .find_map(|wish| wished(sentence, wish))
        .or_else(|| better(sentence))
        .or_else(|| had_we(sentence))
}

/// Returns the place of a modal verb with a past that means another course.
fn wished(sentence: &Sentence<'_>, wish: Wish) -> Option<(usize, usize)> {
    let Wish {
        modal,
        verb,
        subject,
        ..
    } = wish;
    // `It records what would have made it shorter.`
    if modal > 0 && sentence.is(modal - 1, "what") {
        return None;
    }
    let should = sentence.has(modal, SHOULD);
    let human = subject.is_human();
    let grade = (verb..sentence.len())
        .find(|&at| !sentence.any(at, GRADES))
        .filter(|&at| sentence.any(at, COMPARED))
        .unwrap_or(verb);
    let found = if wish.open {
        // `… when we should have.`
        let done = |at: usize| sentence.any(at, HANDLED) || sentence.any(at, DECIDED);
        let owed = wish.passive && sentence.behind(modal).any(done);
        (human || owed) && sentence.has(modal, SHOULD.or(COULD)) && modal > 1
    } else if wish.passive {
        let hands = sentence.any(verb, HANDLED)
            && !by_machine(sentence, wish)
            && (should || !wish.denied || sentence.any(verb, CATCHING));
        let decided = should && sentence.any(verb, DECIDED) && !by_machine(sentence, wish);
        let able = sentence.any(verb, "able possible")
            && (human || !wish.denied)
            && (verb..verb + 5).any(|at| sentence.any(at, ABLE_TO));
        let more = sentence.is(verb, "more") && sentence.kind(verb + 1) == Some(Kind::Word);
        let compared = !should && (sentence.any(grade, COMPARED) || more);
        let done = human
            && should
            && sentence.has(verb, DONE.or(DOING))
            && !sentence.any(verb, NOT_CHOSEN);
        let careful = human
            && sentence.any(
                verb,
                "careful aware clear proactive prepared vigilant cautious diligent",
            );
        let undone = human
            && subject != Subject::Role
            && !should
            && sentence.has(verb, DONE)
            && conditional(sentence, wish);
        // `The right course would have been to wait.`
        let right = sentence.is(verb, "to")
            && sentence.behind(modal).take(4).any(|at| {
                sentence.any(
                    at,
                    "right correct better proper ideal safer safest best sensible",
                )
            });
        let first = should && sentence.has(verb, DONE) && from_the_first(sentence, verb);
        let work = should
            && sentence.any(verb, PERFORMED)
            && sentence
                .behind(modal)
                .take(10)
                .any(|at| sentence.any(at, WATCHERS));
        hands
            || decided
            || able
            || compared
            || done
            || careful
            || undone
            || right
            || first
            || work
            || sooner(sentence, wish)
    } else if human {
        chosen(sentence, wish, should)
    } else if should && wish.denied && from_the_first(sentence, verb) {
        true
    } else if sentence.any(verb, BEFALLING) {
        wish.denied && sentence.has(modal, SHOULD.or(WOULD).or(COULD))
    } else {
        let doing = modal == 0
            && sentence.has(verb, DONE)
            && !sentence.any(verb, NOT_CHOSEN)
            && !sentence.any(verb, BEFELL);
        let note = subject == Subject::Omitted
            && sentence.has(modal, SHOULD.or(COULD))
            && (doing
                || sentence.any(verb, WOULD_DO)
                || sentence.any(verb, HANDLED)
                || sentence.any(verb, DECIDED));
        note || sounds(sentence, wish)
            || (!wish.denied && catches(sentence, verb) && !by_machine(sentence, wish))
    };
    // `been a lot worse` is told to its end; what is left open ends at its verb.
    let end = if wish.open {
        verb.saturating_sub(1)
    } else {
        verb.max(grade.min(verb + 3))
    };
    found.then_some((modal, end.max(modal)))
}

/// Whether a thing is said to do it by itself, or usually: what the design is, not what somebody left.
fn by_machine(sentence: &Sentence<'_>, wish: Wish) -> bool {
    let customers = (wish.modal.saturating_sub(4)..wish.modal).any(|at| {
        sentence.any(
            at,
            "customers customer users user clients attacker attackers",
        )
    });
    let normal = (0..wish.verb).any(|at| {
        sentence.any(at, "normal regular ordinary")
            && sentence.any(at + 1, "operation operations circumstances conditions")
    });
    // What one is spared automatically is no design: only the verb itself counts.
    let end = wish.verb + if wish.passive { 4 } else { 1 };
    let mut near = wish.modal.saturating_sub(4)..end;
    customers
        || normal
        || near.any(|at| sentence.any(at, "automatically normally usually ordinarily typically"))
}

/// Whether somebody is said to have had another course.
fn chosen(sentence: &Sentence<'_>, wish: Wish, should: bool) -> bool {
    let Wish { modal, verb, .. } = wish;
    let done = sentence.has(verb, DONE);
    // `We should have seen it coming`, or `seen the error sooner`, is no sight.
    let found = sentence.is(verb, "seen")
        && (sentence.is(verb + 2, "coming") || (verb + 1..verb + 8).any(|at| early(sentence, at)));
    if !done || (sentence.any(verb, NOT_CHOSEN) && !found) {
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
        return true;
    }
    if sentence.has(modal, WOULD) {
        // `We would have thought` is an opinion, `we would have thought of it` a course. Workers and
        // members may be machines.
        let opinion = sentence.any(verb, OPINED) && !sentence.any(verb + 1, "of to about twice");
        return !opinion && (wish.subject != Subject::Role || sentence.any(verb, WOULD_DO));
    }
    sentence.has(modal, MIGHT)
        && (conditional(sentence, wish) || (sentence.any(verb, WOULD_DO) && !wish.denied))
}

/// Whether it hangs on something that was not so: `if …`, `without …`.
fn conditional(sentence: &Sentence<'_>, wish: Wish) -> bool {
    let without = sentence.is(0, "without") || sentence.is(0, "with") || sentence.is(0, "had");
    // `We checked if …` asks.
    let asks = "as see check checked sure know knew wonder unclear tell ask asked whether";
    let other = (0..wish.modal).chain(wish.verb..sentence.len());
    let hangs = |at: usize| sentence.is(at, "if") && !(at > 0 && sentence.any(at - 1, asks));
    without || other.into_iter().any(hangs)
}

/// Whether it speaks of what one could have had before anything went wrong.
fn from_the_first(sentence: &Sentence<'_>, verb: usize) -> bool {
    (verb + 1..sentence.len()).any(|at| FROM_THE_FIRST.iter().any(|mark| sentence.reads(at, mark)))
}

/// `The fix could have been deployed two days earlier.`
fn sooner(sentence: &Sentence<'_>, wish: Wish) -> bool {
    sentence.has(wish.modal, COULD)
        && !wish.denied
        && sentence.has(wish.verb, DONE)
        && !sentence.any(wish.verb, NOT_CHOSEN)
        && (wish.verb + 1..wish.verb + 8)
            .take_while(|&at| !sentence.ends(at))
            .any(|at| early(sentence, at))
        && !by_machine(sentence, wish)
}

fn early(sentence: &Sentence<'_>, at: usize) -> bool {
    sentence.any(at, "earlier sooner faster quicker")
}

/// `Such a check would have fired`, where there was no such check.
fn sounds(sentence: &Sentence<'_>, wish: Wish) -> bool {
    let wanted = |at: usize| sentence.any(at, "a an such better any no");
    sentence.has(wish.modal, WOULD)
        && !wish.denied
        && sentence.any(wish.verb, SOUNDS)
        && sentence
            .behind(wish.modal)
            .take(8)
            .any(|at| sentence.any(at, WATCHERS))
        && (sentence.behind(wish.modal).any(wanted)
            || sentence.has(wish.modal.saturating_sub(1), WHO))
}

/// Whether a thing is said to have been able to find, stop or shorten it.
fn catches(sentence: &Sentence<'_>, verb: usize) -> bool {
    // What `caught up` is late, and no alarm.
    if sentence.any(verb, CATCHING) {
        return !sentence.is(verb + 1, "up");
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
                        || sentence.any(at, "clear obvious visible possible easy apparent")
                }))
            || (sentence.any(verb, "reduced limited")
                && (verb + 1..verb + 4).any(|at| {
                    sentence.any(
                        at,
                        "impact duration time outage risk downtime blast scope damage severity",
                    )
                })))
}

/// Whether what it allows is an answer to the incident, and no attack.
fn enables(sentence: &Sentence<'_>, verb: usize) -> bool {
    (verb + 1..verb + 6)
        .take_while(|&at| !sentence.ends(at))
        .any(|at| sentence.any(at, RESPONSES) || sentence.any(at, "quicker faster earlier"))
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
            "We should have noticed the queue growing on Tuesday.",
            "I could have checked the second replica.",
            "We would have seen the gap in the log sooner.",
            "She should've paged the storage team first.",
            "We shouldn’t have merged it on a Friday.",
            "We really ought to have tested the restore.",
            "The on-call engineer should have rolled back at once.",
            "An alarm on the depth of the queue would have caught this.",
            "A dry run would have prevented the second outage.",
            "Had we looked at the other graph, the leak would have been plain.",
            "Had the team known of the migration, the window would have been moved.",
            "If we had rehearsed the failover, ten minutes would have been enough.",
            "If I'd read the changelog, I would have pinned the version.",
            "If only we had kept the old cluster.",
            "It would have been better to drain the node first.",
            "This might have been caught in review.",
            "The leak could've been spotted weeks earlier.",
            "The outage could easily have been avoided.",
            "The certificate should have been renewed in March.",
            "The change should not have been deployed without a second pair of eyes.",
            "In the end it could have been much worse.",
            "Recovery would have been faster with a runbook.",
            "We'd have noticed sooner with a graph of the backlog.",
            "Somebody asked for it in May, and we should have listened.",
            "We did not roll back as early as we should have.",
            "A canary could have saved us the evening.",
            "A map of the switches would have made it easier to find the one.",
            "The incident would not have happened with the old scheduler.",
            "This should never have happened.",
            "Better logs would have helped.",
            "With a second region we would have been able to recover within minutes.",
            "The engineers on call could have stopped the job.",
            "We looked at the lag but should have looked at the disk.",
            "We should have had a runbook, and should have written one in June.",
            "Should have tested this in staging first.",
            "The team should never have been using that key.",
            "A checklist might have prevented it.",
            "We'd better have asked first.",
            "@maren should have waited for the tide.",
            "We should of checked the tide table.",
            "The operator ought not to have restarted it.",
            "The alert should have been raised at once.",
            "An earlier warning would have given us an hour.",
            "We would have closed the gate, had the horn been louder.",
            "Had we not been counting the boats, nobody would have asked.",
            "We would have been stranded if the tide had turned.",
            "Without the second log we might have continued pumping.",
            "Such an alarm would have fired within a minute.",
            "This is the alarm that would have fired on both piers.",
            "A checklist would have enabled our crew to answer sooner.",
            "The right move would have been to wait for the pilot.",
            "The spare pump should have been used from the start.",
            "The guest should not have had that key in the first place.",
            "Could have asked the harbour office.",
            "We really should have known them by then.",
            "If we had moored the boat at the other pier",
            "A lock would have prevented those copies automatically.",
            "We should have thought of the ebb.",
            "The plan was approved when it should not have been.",
            "The alarm was not handled as well as it could have been.",
            "A thorough check of the gate should have been performed.",
            "The new pump could have been delivered two days earlier.",
            "A spare would have allowed for quicker repair.",
        ] {
            check(text, true);
        }
    }

    #[test]
    fn left_alone() {
        for text in [
            "The pods should have restarted by themselves.",
            "Customers could have seen errors for about ten minutes.",
            "The request should have succeeded on the second try.",
            "Traffic should have been sent to the other region.",
            "The cache would have been empty by then.",
            "We should have a second region by autumn.",
            "We should have automated tests for each gate.",
            "Could we have noticed it earlier?",
            "What should we have done?",
            "What would have happened on a spring tide?",
            "\"We should have noticed\", somebody said in the review.",
            "Somebody said “we could have checked”, and nobody answered.",
            "> We should have noticed.",
            "`we should have noticed`",
            "```\nwe should have noticed\n```",
            "| a |\n|---|\n| we should have noticed |",
            "<!-- we should have noticed -->\n\nThe boat left.",
            "<ann> we should have noticed",
            "[08:57] @ann we should have noticed",
            "ann [9:07 AM] we should have noticed",
            "The new timeout could have had the same effect.",
            "An attacker could have read the tokens.",
            "Users may have noticed slow pages.",
            "The service would have been unavailable for an hour.",
            "We would have expected the count to fall.",
            "We might have missed some of the requests.",
            "Anyone with the link could have opened the file.",
            "The job should have been finished by six.",
            "We checked if we had fixed it.",
            "If we had not rung the bell, somebody else had.",
            "Other regions would not have been affected.",
            "The scheduler should have automatically detected the dead node.",
            "The disk could have been full since Monday.",
            "By then the boat would have left.",
            "We would have thought that the gate was closed.",
            "The page lists what would have made it shorter.",
            "Could have caused the flood.",
            "This would have enabled an intruder to open the gate.",
            "The alarm would have fired at the next tide.",
            "We had a long queue and might have dropped some boats.",
            "A guard should have been set automatically.",
            "The boats were routed there when they should not have been.",
            "The tests should have been faster by now.",
            "Customers could have left sooner.",
            "The workers would have drained within a minute.",
            "We had looked at the graph before lunch.",
            "Wir hätten es früher merken sollen, und should have noticed sagt man dazu, sobald der Kutter wieder einmal ohne Ladung im Hafen liegt und niemand davon weiß.",
        ] {
            check(text, false);
        }
    }
}
