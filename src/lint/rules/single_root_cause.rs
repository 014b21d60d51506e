//! One cause for all of it.

use super::{Check, Context, Errs, Group, Rule};
use crate::corpus::Corpus;
use crate::diagnostic::Severity;
use crate::lint::prose::lexicon::{BE, CAUSE, DO, DONE, HAD, MAY, NOT};
use crate::lint::prose::{Kind, Sentence, report};

pub(super) static RULE: Rule = Rule {
    name: "single-root-cause",
    group: Group::Language,
    severity: Severity::Advice,
    errs: Errs::Always,
    page: include_str!("single_root_cause.md"),
    check: Check::Corpus(check),
};

fn check(corpus: &Corpus, cx: &mut Context<'_>) {
    report::once(corpus, cx, find, MESSAGE, QUESTION);
}

const MESSAGE: &str = "this speaks of one root cause";
const QUESTION: &str = "what else had to be so, for it to go this way?";

fn find(sentence: &Sentence<'_>) -> Option<(usize, usize)> {
    sentence.with(CAUSE).find_map(|at| {
        if let Some(found) = only(sentence, at) {
            return Some(found);
        }
        if sentence.any(at, "caused culprit") {
            // `We root caused it to the tide.`
            let root = at
                .checked_sub(1)
                .filter(|&root| sentence.is(root, "root"))?;
            return (sentence.is(at, "caused") && !denied(sentence, root)).then_some((root, at));
        }
        let from = if sentence.is(at, "cause") {
            at.checked_sub(1)
                .filter(|&root| sentence.is(root, "root"))?
        } else {
            at
        };
        // `root cause(s)` and `root cause analysis template` are about words.
        let plural = sentence.reads(at + 1, "( s )");
        // `One root cause is …` is one of several, `impact, root cause, and fix` a list of headings.
        let one_of = from > 0
            && sentence.is(from - 1, "one")
            && !(from > 1 && sentence.any(from - 2, "the this that"));
        let comma = |at: usize| sentence.kind(at) == Some(Kind::Mark(','));
        let listed = from > 0 && comma(from - 1) && comma(at + 1);
        (!plural && !one_of && !listed && !denied(sentence, from) && !of_writing(sentence, from))
            .then_some((from, at))
    })
}

/// `The sole cause was the tide`, `the real culprit was the tide`, `it was caused by a single rope`: one by
/// another name. What was merely *the cause*, or is sought as a culprit, may be one of several.
fn only(sentence: &Sentence<'_>, at: usize) -> Option<(usize, usize)> {
    if sentence.is(at, "caused") {
        let by = sentence.is(at + 1, "by");
        let single = by
            && (sentence.reads(at + 2, "a single")
                || (sentence.any(at + 2, "just only") && sentence.is(at + 3, "one")));
        let alone =
            sentence.any(at + 1, "solely entirely exclusively") && sentence.is(at + 2, "by");
        let incident = sentence.behind(at).take(6).any(|near| {
            sentence.any(
                near,
                "outage incident failure disruption downtime it this accident everything",
            )
        });
        let told = (single || alone) && incident && sentence.before(at, 2, BE);
        return (told && !sentence.denied(at, 3) && !sentence.asks()).then_some((at, at + 3));
    }
    let from = at.checked_sub(1)?;
    let one = if sentence.is(at, "culprit") {
        sentence.any(from, "real true sole only single one")
    } else {
        sentence.any(from, "sole only single true real")
    };
    let the = from > 0 && sentence.any(from - 1, "the its one");
    let told = sentence.any(at + 1, "was is of behind")
        && (at + 1..at + 9)
            .take_while(|&near| !sentence.ends(near))
            .find(|&near| sentence.has(near, BE))
            .is_some_and(|was| sentence.any(was, "was is") && !sentence.has(was + 1, NOT.or(DONE)));
    (one && the && told && !sentence.denied(from, 5) && !sentence.asks()).then_some((from, at))
}

/// Whether it says that there is none, or not one, or that something was none.
fn denied(sentence: &Sentence<'_>, from: usize) -> bool {
    // `The tide was ruled out as the root cause.`
    let role = usize::from(from > 0 && sentence.any(from - 1, "a the our its one"));
    let excluded = "ruled rule ruling exclude excluded excluding eliminate eliminated eliminating \
                    discounted dismissed dropped";
    if from > role
        && sentence.is(from - role - 1, "as")
        && sentence
            .behind(from - role - 1)
            .take(8)
            .any(|at| sentence.any(at, excluded))
    {
        return true;
    }
    // `No single rope was found to be the root cause`, `a root cause can never be a rope`
    let none_is = sentence.behind(from).take(12).any(|at| {
        sentence.is(at, "no")
            && (sentence.any(at + 1, "single individual particular")
                || (sentence.is(at + 1, "one")
                    && !sentence.has(at + 2, BE.or(DONE).or(DO).or(HAD).or(MAY))
                    && !sentence.any(at + 2, "knew knows")))
            && (at..from).any(|near| sentence.has(near, BE))
    });
    let can_be = (from..from + 3).any(|at| {
        sentence.is(at, "cause")
            && sentence.any(at + 1, "can cannot")
            && (at + 1..at + 3).any(|near| sentence.has(near, NOT))
    });
    if none_is || can_be {
        return true;
    }
    let other = sentence.behind(from).take(5);
    if other
        .into_iter()
        .any(|at| sentence.reads(at, "rather than") || sentence.reads(at, "instead of"))
    {
        return true;
    }
    let near = sentence.behind(from).take(6);
    let mut none = near.filter(|&at| {
        sentence.any(
            at,
            "no not never without isn't wasn't don't doesn't didn't cannot",
        )
    });
    none.any(|at| {
        // `was not the root cause` still looks for the one.
        let sought = (at + 1..from).any(|near| {
            sentence.any(
                near,
                "the yet our its understand know find identify determine",
            )
        });
        !sought
    })
}

/// What a text about write-ups has for its subject.
const GENRE: &str = "\
    postmortem postmortems post-mortem post-mortems retrospective retrospectives template \
    templates rca rcas blameless report reports write-up write-ups";

const HOLDS: &str = "\
    describes describe contains contain includes include lists list documents document covers \
    cover asks ask records requires consists";

/// Whether it tells what write-ups are made of.
fn of_writing(sentence: &Sentence<'_>, from: usize) -> bool {
    let named = sentence
        .behind(from)
        .take(3)
        .any(|at| sentence.any(at, "term terms word words phrase notion concept"));
    named
        || (0..from).any(|at| {
            sentence.any(at, GENRE) && (at + 1..from).any(|verb| sentence.any(verb, HOLDS))
        })
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
            "We see the tide as the root cause.",
            "The sole cause was the tide.",
            "The real culprit was the tide.",
            "The flood was an accident, and this was caused by a single rope.",
            "We root caused it to the tide.",
            "The root cause was a full disk.",
            "Root cause: an expired certificate.",
            "We are still looking for the root cause.",
            "# Root cause",
            "The team did not find the root cause until Friday.",
            "It was not clear what the root cause was.",
            "No one was sure what the root cause was.",
            "A root-cause analysis is under way.",
            "The flood was root-caused within an hour.",
        ] {
            check(text, true);
        }
    }

    #[test]
    fn left_alone() {
        for text in [
            "One root cause is the old gate.",
            "No single rope was found to be the root cause.",
            "A root cause can never be a pilot.",
            "The real cause was not found.",
            "The culprit was a rope.",
            "The only cause for doubt is the fog.",
            "The leak was caused by a rope.",
            "Ten waves were caused by a single boat.",
            "It was caused by a one time visit of the yard.",
            "There was not a single cause.",
            "The single biggest cause was fog, the second was haste.",
            "See the report for impact, root cause, and fix.",
            "There was no root cause, there were five conditions.",
            "We do not believe in a single root cause.",
            "There is no one root cause.",
            "Our template asks for a root cause.",
            "They call it the “root cause”.",
            "The root password was the cause.",
            "The cause of the delay was the fog.",
            "Rather than a root cause we found five conditions.",
            "Instead of a single root cause there were many.",
            "By noon the tide had been ruled out as a root cause.",
            "We moved the boat to exclude the pier as the root cause.",
        ] {
            check(text, false);
        }
    }
}
