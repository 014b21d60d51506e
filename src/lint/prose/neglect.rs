//! What somebody is said to have left undone: *did not check*, *never tested*, *without asking*, *was not
//! reviewed by the engineer*.

use super::clause::Subject;
use super::lexicon::{ADVERB, BE, DO, DONE, HAD, HAVE, HE, IN, MODAL, NOT, ROLE, THE, WITHOUT};
use super::sentence::Sentence;
use super::slip::Slip;

/// Diligence that is found missing: `the operator did not check`.
const DILIGENCE: &str = "\
    bother think discuss check follow verify test read communicate consult consider validate review ask \
    double-check care inform notify warn understand pay realize realise notice recognize recognise \
    catch spot escalate report document remember tell mention respond react acknowledge anticipate";
const DILIGENT: &str = "\
    checked followed verified tested read communicated consulted considered validated reviewed \
    asked double-checked informed notified warned understood realized realised noticed recognized \
    recognised completed documented told looked";
/// The same, as far as it is seen with the eyes: who tells why it was not seen tells how it looked.
const SIGHT: &str = "\
    notice noticed realize realise realized realised recognize recognise recognized recognised see spot \
    catch understand understood";
/// What people answer.
const CALLS: &str = "page pages alert alerts alarm alarms warning warnings call calls bell horn";
/// The same, where a thing is left so: *was not followed by the operator*.
const DONE_TO: &str = "\
    checked followed verified tested read considered validated reviewed double-checked noticed \
    recognized recognised documented reported escalated communicated understood";
/// Cares that somebody is said to have left out.
const CARES: &str = "\
    looking testing checking reading reviewing verifying validating asking consulting telling informing \
    notifying waiting tests checks realising realizing noticing thinking considering review approval authorisation \
    authorization permission";

impl Sentence<'_> {
    /// Returns what the sentence says that somebody left undone.
    pub(in crate::lint) fn neglects(&self) -> Option<Slip> {
        if self.asks() {
            return None;
        }
        self.with(DO.or(HAD))
            .find_map(|at| {
                if self.has(at, HAD) {
                    self.had_not(at)
                } else {
                    self.did_not(at)
                }
            })
            .or_else(|| self.with(NOT).find_map(|at| self.never(at)))
            .or_else(|| self.with(NOT).find_map(|at| self.left_by(at)))
    }

    /// `The pilot did not check.`
    fn did_not(&self, at: usize) -> Option<Slip> {
        let verb = (at + 1..at + 4).find(|&near| !self.has(near, ADVERB.or(NOT).or(HAVE)))?;
        let denied = (at..verb).any(|near| self.has(near, NOT));
        let past = self.any(at, "did didn't");
        // Who *did not think it was open* thought something.
        let opinion = self.is(verb, "think") && !self.any(verb + 1, "to of about through ahead");
        let answered = !self.any(verb, "respond react acknowledge")
            || (verb + 1..verb + 5).any(|near| self.any(near, CALLS));
        let meant = denied
            && past
            && answered
            && self.any(verb, DILIGENCE)
            && !self.has(verb, IN.or(MODAL))
            && !opinion;
        (meant && self.subject(at).is_somebody() && !self.explained(verb))
            .then(|| Slip::new(at, verb, true))
    }

    /// `The pilot had not checked the tide.`
    fn had_not(&self, at: usize) -> Option<Slip> {
        let verb = (at + 1..at + 4).find(|&near| !self.has(near, ADVERB.or(NOT)))?;
        let denied = (at..verb).any(|near| self.has(near, NOT));
        let meant = denied && self.any(verb, DILIGENT);
        (meant && self.subject(at).is_somebody() && !self.explained(verb))
            .then(|| Slip::new(at, verb, true))
    }

    /// `The pilot never looked at the tide`, `was not paying attention`.
    fn never(&self, at: usize) -> Option<Slip> {
        if self.is(at, "never")
            && (self.any(at + 1, DILIGENT) || (self.is(at + 1, "ran") && self.has(at + 2, THE)))
        {
            let somebody = self.subject(at).is_somebody() && !self.explained(at + 1);
            return somebody.then(|| Slip::new(at, at + 1, true));
        }
        let was = if self.any(at, "wasn't") {
            at
        } else {
            at.checked_sub(1).filter(|&was| self.is(was, "was"))?
        };
        let next = (at + 1..at + 3).find(|&near| !self.has(near, ADVERB))?;
        let heeding = self.reads(next, "paying attention")
            || self.any(next, "attentive diligent")
            || (self.is(next, "careful") && self.is(next + 1, "enough"));
        let subject = self.subject(was);
        let one = subject.is_somebody() || subject == Subject::I;
        (heeding && one).then(|| Slip::new(was, next, true))
    }

    /// `The list was not followed by the pilot.` What *was not checked by a second pilot* tells of nobody.
    fn left_by(&self, at: usize) -> Option<Slip> {
        let was = self.any(at, "wasn't weren't") || (at > 0 && self.any(at - 1, "was were"));
        let verb = (at + 1..at + 4).find(|&near| !self.has(near, ADVERB.or(BE)))?;
        let any = self.any(verb + 2, "a an another any");
        (was && self.any(verb, DONE_TO) && self.one_behind(verb + 1) && !any)
            .then(|| Slip::new(at, verb, true))
    }

    /// `Deployed without testing`: somebody did something, and left out a care.
    pub(in crate::lint) fn leaves_out(&self) -> Option<Slip> {
        self.with(WITHOUT).find_map(|at| {
            if self.asks() {
                return None;
            }
            let care = (at + 1..at + 5)
                .take_while(|&near| !self.ends(near))
                .find(|&near| {
                    let being = self.is(at + 1, "being")
                        && self.any(near, "thorough careful diligent attentive");
                    being || self.any(near, CARES)
                })?;
            let verb = self
                .behind(at)
                .take(8)
                .find(|&near| self.has(near, DONE) && !self.has(near, BE))?;
            let by = self.before(verb, 2, BE) && self.one_behind(care + 1);
            let one = by || self.subject(verb).is_somebody();
            let told = one && !self.denied(verb, 3) && !self.may_be(verb);
            told.then(|| Slip::new(at, care, true))
        })
    }

    /// Whether `by` and one person stand right there: *by the operator*, *by one of our pilots*.
    fn one_behind(&self, by: usize) -> bool {
        let who = (by + 1..by + 5)
            .take_while(|&near| !self.ends(near))
            .find(|&near| self.is_person(near) || self.has(near, HE));
        self.is(by, "by")
            && who.is_some_and(|who| {
                let plain = (by + 1..who).all(|near| !self.has(near, DONE.or(BE)));
                let many = self.has(who, ROLE) && self.word(who).ends_with('s');
                plain && (!many || self.is(by + 1, "one"))
            })
    }

    /// Whether it is told why somebody did not see or hear it: *did not notice it because the lamp was out*.
    fn explained(&self, verb: usize) -> bool {
        let why = |near: usize| {
            self.any(near, "because since")
                || (self.is(near, "as") && self.has(near + 1, THE.or(HE)))
        };
        let waits = self.any(verb, SIGHT) || self.any(verb, "respond react acknowledge");
        // Who *did not notice anything* may have had nothing to notice.
        let nothing = self.any(verb, SIGHT) && self.any(verb + 1, "anything any");
        nothing || (waits && (verb + 1..self.len()).any(why))
    }
}

#[cfg(test)]
mod tests {
    use super::super::any;

    fn check(text: &str, expected: bool) {
        let found = any(text, |sentence| {
            sentence.neglects().or_else(|| sentence.leaves_out())
        });
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn somebody_left_it_undone() {
        for text in [
            "The pilot did not react to the bell, and did not tell the harbour office.",
            "The pilot never looked at the second gauge.",
            "The captain never tested the horn.",
            "The pilot who wired the horn went on leave and never tested it.",
            "The pilot wasn't paying attention.",
            "The pilot went over the list without being thorough.",
            "I was not careful enough with the rope.",
            "The list was not followed by the pilot on duty.",
            "The chart had to be redrawn, it was not checked by one of our pilots.",
            "The boat was sent out without approval by a trainee.",
            "The pilot responsible for the gate had not tested it.",
            "@maren did not check the tide.",
        ] {
            check(text, true);
        }
        for text in [
            "The pilot did not notice it because the lamp was behind the door.",
            "The pilot had not realised it, since the bell is on the other pier.",
            "The pilot never got the letter.",
            "The captain never ran into the fog again.",
            "The pilot did not notice anything odd.",
            "The pilot did not react to the bell, because the horn was louder.",
            "The owner of the yard did not respond.",
            "The list was not followed by the pilot station.",
            "The pilot never saw the lamp.",
            "The pilot was not at the helm.",
            "The gate was not checked by the sensor.",
            "The list was not followed by a second one.",
            "The chart was not checked by another pilot.",
            "The pilot did not think it was the wrong berth.",
            "The crew never tested the horn.",
            "The boat was sent out without a rope by the yard.",
            "The pilot was not careful to a fault.",
            "Did the pilot not check it?",
        ] {
            check(text, false);
        }
    }
}
