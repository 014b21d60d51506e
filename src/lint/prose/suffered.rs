//! What was done to a thing, or how it would have been: the passive of a past that was not.

use super::clause::{Subject, Wish};
use super::course::{
    ABLE_TO, CATCHING, COMPARED, DECIDED, FROM_THE_FIRST, GRADES, HANDLED, NOT_CHOSEN, PERFORMED,
    RESPONSES, SAFEGUARDS, WATCHERS, WELCOME,
};
use super::lexicon::{COULD, DOING, DONE, MIGHT, ROLE, SHOULD, TEAM, THEY, Tags, WE, WHO};
use super::owed::{enough, optimal, owed, sooner};
use super::sentence::Sentence;
use super::slip::MOVED;
use super::token::Kind;

/// Whether *should have been …* and the like speak of another course. `grade` is where a comparison
/// stands, or the verb.
pub(super) fn suffered(sentence: &Sentence<'_>, wish: Wish, grade: usize) -> bool {
    let Wish {
        modal,
        verb,
        subject,
        ..
    } = wish;
    if over_by_now(sentence, wish) {
        return false;
    }
    let should = sentence.has(modal, SHOULD);
    let human = subject.is_human();
    let hands = handled(sentence, wish);
    let decided = should
        && (wish.denied || !sentence.has(modal.saturating_sub(1), WHO))
        && sentence.any(verb, DECIDED)
        && !by_machine(sentence, wish)
        && !sentence.by_thing(verb);
    let able = sentence.any(verb, "able possible")
        && (!wish.denied || (human && conditional(sentence, wish)))
        && (verb..verb + 5).any(|at| sentence.any(at, ABLE_TO));
    let situation = grade > verb
        && sentence.any(grade - 1, "a an")
        && sentence.kind(grade + 1) == Some(Kind::Word)
        && !sentence.any(grade + 1, COURSES);
    let telling = sentence.behind(modal).take(5).any(|at| {
        sentence.any(at, "communication communications response announcement messaging handling coordination documentation wording")
    });
    let compared = (!should || human || telling)
        && ((sentence.any(grade, COMPARED) && !situation) || more(sentence, verb));
    let done =
        human && should && sentence.has(verb, DONE.or(DOING)) && !sentence.any(verb, NOT_CHOSEN);
    let careful = human
        && sentence.any(
            verb,
            "careful aware clear proactive prepared vigilant cautious diligent",
        );
    let undone = human
        && !matches!(subject, Subject::Role | Subject::Roles)
        && !should
        && sentence.has(verb, DONE)
        && conditional(sentence, wish);
    // `Our first step should have been to ask.`
    let step = should
        && (sentence.is(verb, "to") || sentence.is(verb, "our"))
        && (sentence.is(verb, "our")
            || sentence
                .behind(modal)
                .take(3)
                .any(|at| sentence.any(at, "step thing action priority reaction response move")));
    let fine = human
        && !should
        && !wish.denied
        && sentence.any(verb, "fine ok okay safe")
        && conditional(sentence, wish);
    // `The right course would have been to wait.`
    let right = sentence.is(verb, "to")
        && sentence.behind(modal).take(4).any(|at| {
            sentence.any(
                at,
                "right correct better proper ideal safer safest best sensible option alternative",
            )
        });
    let first =
        should && (wish.denied || sentence.has(verb, DONE)) && from_the_first(sentence, verb);
    let work = should
        && sentence.any(verb, PERFORMED)
        && sentence
            .behind(modal)
            .take(10)
            .any(|at| sentence.any(at, WATCHERS) || sentence.any(at, RESPONSES));
    let plain = !should && !wish.denied && sentence.any(verb, "obvious apparent evident trivial");
    hands
        || owed(sentence, wish)
        || enough(sentence, wish)
        || decided
        || able
        || compared
        || done
        || careful
        || undone
        || right
        || step
        || fine
        || first
        || work
        || plain
        || welcome(sentence, wish)
        || missing(sentence, wish)
        || optimal(sentence, wish)
        || (sentence.has(modal, COULD) && mended(sentence, wish))
        || (should && set_wrong(sentence, wish))
        || (should && by_people(sentence, verb))
        || (should && arranged(sentence, wish))
        || sooner(sentence, wish)
}

/// Whether it is what people do about a thing: *should have been tested*, *could have been caught*.
fn handled(sentence: &Sentence<'_>, wish: Wish) -> bool {
    let Wish { modal, verb, .. } = wish;
    let should = sentence.has(modal, SHOULD);
    // `It should have been considered illiquid` is a definition, `considered` a care.
    let defined = sentence.is(verb, "considered")
        && sentence.kind(verb + 1) == Some(Kind::Word)
        && sentence.tags(verb + 1) == Tags::NONE;
    // What *would never have been noticed* stayed hidden: nobody is said to have had a course.
    let unseen =
        !should && wish.denied && sentence.any(verb, SEEING) && !conditional(sentence, wish);
    // What *might have been fixed by then* is a guess at a fact.
    let guessed = sentence.has(modal, MIGHT)
        && !sentence.any(verb, CATCHING)
        && !conditional(sentence, wish)
        && !(verb + 1..verb + 5).any(|at| early(sentence, at));
    sentence.any(verb, HANDLED)
        && !defined
        && !guessed
        && !unseen
        && !by_machine(sentence, wish)
        && (should || !wish.denied || sentence.any(verb, CATCHING))
}

/// How people come to know of it.
const SEEING: &str = "\
    noticed caught detected spotted identified discovered found uncovered flagged surfaced \
    revealed highlighted";

/// `It should have been resolved for all users`: a report that takes it to be over.
fn over_by_now(sentence: &Sentence<'_>, wish: Wish) -> bool {
    let Wish { modal, verb, .. } = wish;
    let over = sentence.has(modal, SHOULD)
        && !wish.denied
        && sentence.any(verb, "mitigated resolved fixed restored contained");
    let those = sentence.is(verb + 1, "for")
        && (verb + 2..verb + 5).any(|at| {
            sentence.any(
                at,
                "all most many everyone everybody some affected users customers regions majority",
            )
        });
    let now = (verb + 1..verb + 3).any(|at| sentence.any(at, "now currently"));
    let since = (verb + 1..sentence.len()).any(|at| sentence.reads(at, "as of"));
    let by_now = sentence.has(modal, SHOULD)
        && !wish.denied
        && (verb + 1..sentence.len()).any(|at| sentence.reads(at, "by now"));
    by_now || over && (those || now || since || sentence.is(modal + 1, "now"))
}

/// `It would have been far more serious`, and not `more than ten`.
fn more(sentence: &Sentence<'_>, verb: usize) -> bool {
    let at = (verb..verb + 3).find(|&at| sentence.any(at, "more less"));
    at.is_some_and(|at| {
        (verb..at).all(|near| sentence.any(near, GRADES))
            && sentence.kind(at + 1) == Some(Kind::Word)
            && !sentence.is(at + 1, "than")
    })
}

/// `It would have been useful to have a copy.`
fn welcome(sentence: &Sentence<'_>, wish: Wish) -> bool {
    let it = sentence
        .behind(wish.modal)
        .take(2)
        .any(|at| sentence.any(at, "it this that"));
    let grade = usize::from(sentence.any(wish.verb, "very more really quite"));
    let to = sentence.any(wish.verb + grade + 1, "to if for had");
    // `Would have been nice to have one`, in notes.
    let it = it || wish.subject == Subject::Omitted;
    let helpful = sentence.any(wish.verb + grade, "useful helpful handy");
    !sentence.has(wish.modal, SHOULD)
        && !wish.denied
        && sentence.any(wish.verb + grade, WELCOME)
        && (helpful || (it && to))
}

/// `There should have been a second alarm.`
fn missing(sentence: &Sentence<'_>, wish: Wish) -> bool {
    let there = sentence
        .behind(wish.modal)
        .take(2)
        .any(|at| sentence.is(at, "there"));
    there
        && !wish.denied
        && sentence.has(wish.modal, SHOULD.or(COULD))
        && sentence.kind(wish.verb) == Some(Kind::Word)
        && (wish.verb..wish.verb + 6)
            .any(|at| sentence.any(at, WATCHERS) || sentence.any(at, SAFEGUARDS))
}

/// What people arrange, told in a clause of its own. *Boats that should have been moved* are what a
/// clause speaks of, and no course.
const ARRANGED: &str = "\
    protected shut looped invited engaged increased decreased raised lowered extended restricted locked secured encrypted rewritten \
    refactored retired deleted removed tuned kept left capped migrated archived exercised closed \
    patched pinned maintained staffed owned inspected walked pulled brought switched turned marked \
    labelled labeled named stored backed separated tied linked assigned allocated";

/// What people make and see to.
const MADE: &str = "\
    change changes deploy deployment release rollout rollback migration pr commit upgrade \
    maintenance feature flag key keys secret secrets credentials certificate certificates ticket \
    issue bug incident problem vulnerability test tests check checks runbook docs documentation \
    decision step steps review procedure policy branch contract dependency dependencies version";
/// What befalls even these.
pub(super) const OF_ITSELF: &str = "\
    triggered fired sent generated impacted affected caused executed processed served returned \
    restarted retried received completed finished found seen considered allowed delivered resubmitted";

/// `The limit should have been raised`, `the alarm should have been routed to the wardens`.
fn arranged(sentence: &Sentence<'_>, wish: Wish) -> bool {
    let Wish { modal, verb, .. } = wish;
    let clause = modal > 0 && sentence.has(modal - 1, WHO.or(THEY));
    let to = (verb + 1..verb + 3).find(|&at| sentence.is(at, "to"));
    let team = to.is_some_and(|to| (to + 1..to + 5).any(|at| sentence.has(at, TEAM.or(ROLE))));
    let moved = sentence
        .behind(modal)
        .take(5)
        .any(|at| sentence.any(at, MOVED));
    let bare = modal > 0 && sentence.any(modal - 1, "this that");
    let ours = sentence
        .behind(modal)
        .take(4)
        .any(|at| sentence.any(at, MADE));
    let done = sentence.has(verb, DONE)
        && !sentence.any(verb, NOT_CHOSEN)
        && !sentence.any(verb, OF_ITSELF)
        && !sentence.by_thing(verb);
    let other = team || sentence.any(verb, ARRANGED) || (done && (bare || ours));
    !clause && !moved && !by_machine(sentence, wish) && other
}

/// What somebody may take, or choose among.
pub(super) const COURSES: &str = "\
    decision choice option moment idea approach course move call way solution plan idea outcome order time path \
    strategy thing";

/// `The fix could have been backported.`
fn mended(sentence: &Sentence<'_>, wish: Wish) -> bool {
    let work =
        "fix fixes patch patches hotfix revert rollback release pr commit workaround mitigation";
    let done = "backported cherry-picked landed split staged blocked held delayed postponed paused halted gated applied merged deployed released pushed \
                shipped reverted rolled";
    sentence.any(wish.verb, done)
        && sentence
            .behind(wish.modal)
            .take(3)
            .any(|at| sentence.any(at, work))
}

/// `Our limit should have been just two.`
fn set_wrong(sentence: &Sentence<'_>, wish: Wish) -> bool {
    let ours = sentence
        .behind(wish.modal)
        .take(3)
        .any(|at| sentence.is(at, "our"));
    ours && (wish.verb..wish.verb + 2).any(|at| sentence.kind(at) == Some(Kind::Number))
}

/// `It should have been turned away by our wardens.`
fn by_people(sentence: &Sentence<'_>, verb: usize) -> bool {
    let by = (verb + 1..verb + 4).find(|&at| sentence.is(at, "by"));
    by.is_some_and(|by| {
        (by + 1..by + 5)
            .take_while(|&at| !sentence.ends(at))
            .any(|at| sentence.has(at, WE.or(ROLE).or(TEAM)) || sentence.names(at))
    })
}

/// Whether a thing is said to do it by itself, or usually: what the design is, not what somebody left.
pub(super) fn by_machine(sentence: &Sentence<'_>, wish: Wish) -> bool {
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
    // Customers are told by people.
    let told =
        wish.passive && sentence.any(wish.verb, "told informed notified warned contacted asked");
    (customers && !told)
        || normal
        || near.any(|at| sentence.any(at, "automatically normally usually ordinarily typically"))
}

/// Whether it hangs on something that was not so: `if …`, `without …`.
pub(super) fn conditional(sentence: &Sentence<'_>, wish: Wish) -> bool {
    let without = sentence.is(0, "without") || sentence.is(0, "with") || sentence.is(0, "had");
    // `We checked if …` asks.
    let asks = "as see check checked sure know knew wonder unclear tell ask asked whether";
    let other = (0..wish.modal).chain(wish.verb..sentence.len());
    let hangs = |at: usize| sentence.is(at, "if") && !(at > 0 && sentence.any(at - 1, asks));
    without || other.into_iter().any(hangs)
}

/// Whether it speaks of what one could have had before anything went wrong.
pub(super) fn from_the_first(sentence: &Sentence<'_>, verb: usize) -> bool {
    (verb + 1..sentence.len()).any(|at| FROM_THE_FIRST.iter().any(|mark| sentence.reads(at, mark)))
}

pub(super) fn early(sentence: &Sentence<'_>, at: usize) -> bool {
    sentence.any(at, "earlier sooner faster quicker")
}
