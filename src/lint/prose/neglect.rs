//! What somebody is said to have left undone: *did not check*, *had not tested*, *without asking*.

use super::lexicon::{ADVERB, BE, DO, DONE, HAD, HAVE, IN, MODAL, NOT, WITHOUT};
use super::sentence::Sentence;
use super::slip::Slip;

/// Diligence that is found missing: `the operator did not check`.
const DILIGENCE: &str = "\
    bother think discuss check follow verify test read communicate consult consider validate review ask \
    double-check care inform notify warn understand pay realize realise notice recognize recognise \
    catch spot escalate report document remember";
const DILIGENT: &str = "\
    checked followed verified tested read communicated consulted considered validated reviewed \
    asked double-checked informed notified warned understood realized realised noticed recognized \
    recognised completed documented";
/// Cares that somebody is said to have left out.
const CARES: &str = "\
    testing checking reading reviewing verifying validating asking consulting telling informing \
    notifying waiting tests checks realising realizing noticing thinking considering review approval authorisation \
    authorization permission";

impl Sentence<'_> {
    /// `The pilot did not check.`
    pub(in crate::lint) fn neglects(&self) -> Option<Slip> {
        self.with(DO.or(HAD)).find_map(|at| {
            if self.asks() {
                return None;
            }
            if self.has(at, HAD) {
                return self.had_not(at);
            }
            let verb = (at + 1..at + 4).find(|&near| !self.has(near, ADVERB.or(NOT).or(HAVE)))?;
            let denied = (at..verb).any(|near| self.has(near, NOT));
            let past = self.any(at, "did didn't");
            let meant =
                denied && past && self.any(verb, DILIGENCE) && !self.has(verb, IN.or(MODAL));
            (meant && self.subject(at).is_somebody()).then(|| Slip::new(at, verb, true))
        })
    }

    /// `The pilot had not checked the tide.`
    fn had_not(&self, at: usize) -> Option<Slip> {
        let verb = (at + 1..at + 4).find(|&near| !self.has(near, ADVERB.or(NOT)))?;
        let denied = (at..verb).any(|near| self.has(near, NOT));
        let meant = denied && self.any(verb, DILIGENT);
        (meant && self.subject(at).is_somebody()).then(|| Slip::new(at, verb, true))
    }

    /// `Deployed without testing`: somebody did something, and left out a care.
    pub(in crate::lint) fn leaves_out(&self) -> Option<Slip> {
        self.with(WITHOUT).find_map(|at| {
            if self.asks() {
                return None;
            }
            let care = (at + 1..at + 5)
                .take_while(|&near| !self.ends(near))
                .find(|&near| self.any(near, CARES))?;
            let verb = self
                .behind(at)
                .take(8)
                .find(|&near| self.has(near, DONE) && !self.has(near, BE))?;
            let one =
                self.subject(verb).is_somebody() && !self.denied(verb, 3) && !self.may_be(verb);
            one.then(|| Slip::new(at, care, true))
        })
    }
}
