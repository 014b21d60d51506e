//! What a thing was owed, and what would have done: *should not have been stopped until*, *should have been
//! pulled out years ago*, *would have been enough*, *a better way would have been to*, *could have been mended
//! sooner*.

use super::clause::Wish;
use super::course::NOT_CHOSEN;
use super::lexicon::{COULD, DOING, DONE, SHOULD, WOULD};
use super::regret::indefinite;
use super::sentence::Sentence;
use super::slip::MOVED;
use super::suffered::{COURSES, OF_ITSELF, by_machine, early};

/// `The pumps should not have been stopped until …`, `it should have been pulled out years ago`, `they should
/// never have been in that box`.
pub(super) fn owed(sentence: &Sentence<'_>, wish: Wish) -> bool {
    let Wish { modal, verb, .. } = wish;
    if !sentence.has(modal, SHOULD) || by_machine(sentence, wish) {
        return false;
    }
    let done = sentence.has(verb, DONE);
    let moved = sentence
        .behind(modal)
        .take(5)
        .any(|at| sentence.any(at, MOVED));
    let until = (verb + 1..verb + 9)
        .take_while(|&at| !sentence.ends(at))
        .any(|at| sentence.any(at, "until before"));
    let early = wish.denied && done && !moved && until && !sentence.any(verb, OF_ITSELF);
    let ago = done && (verb + 1..verb + 7).any(|at| sentence.is(at, "ago"));
    let open = "in on there public reachable exposed possible allowed open writable accessible";
    let never = wish.denied
        && (sentence.is(verb, "possible") || (modal + 1..verb).any(|at| sentence.is(at, "never")))
        && sentence.any(verb, open);
    early || ago || never
}

/// `One of them would have been enough.`
pub(super) fn enough(sentence: &Sentence<'_>, wish: Wish) -> bool {
    let Wish { modal, verb, .. } = wish;
    let it = sentence.is(verb + 1, "to") && sentence.any(modal.saturating_sub(1), "it that this");
    sentence.has(modal, WOULD)
        && !wish.denied
        && sentence.any(verb, "enough sufficient")
        && (it || indefinite(sentence, modal))
}

/// `Waiting would have been the right decision.`
pub(super) fn optimal(sentence: &Sentence<'_>, wish: Wish) -> bool {
    let good = "right correct better best proper ideal safer safest sensible optimal wiser preferable easier good great";
    // `A better course would have been a slow one`, `one way round it would have been to wait`.
    let course = sentence
        .behind(wish.modal)
        .take(10)
        .find(|&at| sentence.any(at, WAYS));
    let graded = course.is_some_and(|at| {
        (at.saturating_sub(2)..at)
            .any(|near| sentence.any(near, good) || sentence.any(near, "one another"))
    });
    let told = graded
        && sentence.has(wish.modal, WOULD.or(COULD))
        && (sentence.any(wish.verb, "to a an") || sentence.has(wish.verb, DOING));
    let better = !wish.denied
        && !sentence.has(wish.modal, SHOULD)
        && sentence.any(wish.verb, "a an the")
        && (wish.verb + 1..wish.verb + 3).any(|at| sentence.any(at, good))
        && (wish.verb + 2..wish.verb + 5).any(|at| sentence.any(at, COURSES));
    (told && !wish.denied) || better
}

/// What may lead there.
const WAYS: &str = "way approach option course alternative solution choice plan move thing";

/// `The fix could have been deployed two days earlier.`
pub(super) fn sooner(sentence: &Sentence<'_>, wish: Wish) -> bool {
    sentence.has(wish.modal, COULD)
        && !wish.denied
        && sentence.has(wish.verb, DONE)
        && !sentence.any(wish.verb, NOT_CHOSEN)
        && (wish.verb + 1..wish.verb + 8)
            .take_while(|&at| !sentence.ends(at))
            .any(|at| {
                early(sentence, at) || (at_once(sentence, at) && sentence.any(wish.verb, UNDONE))
            })
        && !by_machine(sentence, wish)
}

/// What people do in answer.
const UNDONE: &str = "rolled reverted restored restarted stopped shut disabled merged deployed done replaced switched";

fn at_once(sentence: &Sentence<'_>, at: usize) -> bool {
    sentence.is(at, "immediately")
        || ["at once", "right away", "straight away"]
            .iter()
            .any(|words| sentence.reads(at, words))
}
