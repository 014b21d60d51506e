//! What people are said to have failed to do: *we failed to verify*, *our failure to follow up*, *the warnings
//! were ignored*. Attempts that came to nothing, and what machines did not serve, are none of it.

use super::clause::Subject;
use super::course::ORGANISATIONS;
use super::fault::ATTEMPTS;
use super::lexicon::{ADVERB, BE, HAD, ROLE, TEAM, WE};
use super::sentence::Sentence;

/// Human work, which may be said to have fallen short.
const WORK: &str = "\
    analysis review testing planning process procedure qa assessment audit evaluation \
    preparation management organization organisation reviews processes procedures assessments \
    leadership company department";
/// What such work is for.
const FORESEEING: &str = "\
    predict anticipate consider account act cover follow communicate notify ensure identify catch foresee address recognize recognise \
    appreciate understand verify validate uncover include take plan think";
/// What people raise for other people.
const WARNINGS: &str = "\
    warning warnings alert alerts alarm alarms sign signs page pages ticket tickets advice report \
    reports concern concerns email emails recommendation recommendations";
/// Work of the head and the mouth, said to have failed.
const FAILING: &str = "planning communication judgement judgment imagination leadership foresight";
const DILIGENCE: &str = "\
    follow finish test communicate verify validate consider anticipate plan review check \
    document update monitor act prepare understand recognize recognise maintain notice escalate \
    ensure think adequately properly sufficiently";
/// What of it programs are said to do as well, where nobody is named: *failure to validate a token*.
const OF_PROGRAMS: &str = "update validate check maintain finish act ensure";
/// What we do by our machines, and what fails there is the system.
const SERVING: &str = "\
    serve service process return handle record store index load persist replicate route render \
    deliver respond accept answer fulfil fulfill";
/// What machines deliver.
const SERVED: &str = "\
    request requests query queries traffic message messages job jobs order orders call calls page \
    pages event events search searches packet packets write writes read reads mail mails email emails data \
    user users load row rows record records session sessions";

/// `we failed to verify`, `our failure to follow up`, `a failure of planning`.
pub(in crate::lint) fn failing(sentence: &Sentence<'_>, at: usize) -> Option<(usize, usize)> {
    // `We omitted to moor it.`
    if sentence.is(at, "omitted") {
        let group = sentence.subject(at).is_group();
        let told = group && !sentence.denied(at, 3) && !sentence.any(at + 2, "mention say note");
        return (told && sentence.is(at + 1, "to")).then_some((at, at + 2));
    }
    if sentence.any(at, "neglected ignored failed") {
        let to = sentence.is(at + 1, "to");
        let subject = sentence.subject(at);
        if sentence.any(at, "neglected ignored") && passive(sentence, at) {
            let rule =
                "procedure procedures process processes policy policies runbook checklist protocol";
            let warned = (at.saturating_sub(6)..at)
                .any(|near| sentence.any(near, WARNINGS) || sentence.any(near, rule));
            let machine = sentence.is(at + 1, "by")
                && !(at + 2..at + 5).any(|near| sentence.has(near, WE.or(ROLE).or(TEAM)));
            let told = (sentence.is(at, "neglected") || warned) && !sentence.by_somebody(at);
            return (told && !machine && !sentence.denied(at, 3)).then_some((at, at));
        }
        if sentence.any(at, "neglected ignored") {
            // Who tells why tells what was weighed.
            let why = sentence.explains(at);
            let group = subject.is_group();
            return (group && !why).then_some((at, at));
        }
        // What people could not bring about is no verdict on them; of one person another rule speaks.
        let group = subject.is_group();
        if to && group && !sentence.attempted(at) {
            return Some((at, at + 2));
        }
        let diligence = sentence.any(at + 2, DILIGENCE) && !sentence.any(at + 2, OF_PROGRAMS);
        if to && subject == Subject::Omitted && at < 2 && diligence {
            return Some((at, at + 2));
        }
        let flatly = sentence.ends(at + 1) && subject == Subject::We;
        if flatly {
            return Some((at, at));
        }
        if group && (sentence.any(at + 1, "our you customers") || sentence.reads(at + 1, "in our"))
        {
            return Some((at, at + 1));
        }
        let work = sentence.behind(at).any(|near| sentence.any(near, WORK));
        if work && sentence.any(at + 1, "us you our") {
            return Some((at, at + 1));
        }
        let others = sentence
            .behind(at)
            .take(4)
            .any(|near| sentence.any(near, ORGANISATIONS));
        if to && others && sentence.any(at + 2, "inform notify communicate learn act warn tell") {
            return Some((at, at + 2));
        }
        return (to && work && sentence.any(at + 2, FORESEEING)).then_some((at, at + 2));
    }
    if sentence.is(at, "failure") {
        if sentence.reads(at + 1, "on our part") {
            return Some((at, at + 3));
        }
        let ours = at > 0 && sentence.any(at - 1, "our their my his her");
        let to = sentence.is(at + 1, "to");
        // `A failure to properly load` is a program's.
        let how = usize::from(sentence.any(at + 2, "adequately properly sufficiently"));
        if to
            && ((sentence.any(at + 2 + how, DILIGENCE)
                && (how > 0 || !sentence.any(at + 2, OF_PROGRAMS)))
                || (ours && !sentence.any(at + 2, ATTEMPTS)))
        {
            return Some((at, at + 2));
        }
        let of = sentence.any(at + 1, "of in")
            && (at + 2..at + 4).any(|near| sentence.any(near, FAILING));
        let kind = at > 0
            && sentence.any(
                at - 1,
                "planning management organizational organisational leadership",
            );
        return ((of || kind) && !sentence.denied(at, 4)).then(|| (at.saturating_sub(1), at));
    }
    None
}

impl Sentence<'_> {
    /// Whether what somebody failed to do came to nothing, or was a machine's to do.
    pub(super) fn attempted(&self, failed: usize) -> bool {
        let seen = self.is(failed + 2, "make")
            && (self.any(failed + 3, "sure certain clear")
                || self.reads(failed + 3, "the connection"));
        let tried = self.any(failed + 2, ATTEMPTS) && !self.any(failed + 3, "test tests") && !seen;
        let served = self.any(failed + 2, SERVING)
            && (failed + 3..failed + 9)
                .take_while(|&near| !self.ends(near))
                .any(|near| self.any(near, SERVED));
        tried || served
    }
}

/// Whether it was done to something, in the past.
fn passive(sentence: &Sentence<'_>, at: usize) -> bool {
    sentence
        .behind(at)
        .take(3)
        .take_while(|&near| sentence.has(near, ADVERB.or(BE).or(HAD)))
        .any(|near| sentence.any(near, "was were been"))
}
