//! Slips told by a verb (*forgot*, *did not check*) and by whose fault it was.

use super::clause::Subject;
use super::lexicon::{ADVERB, BE, DO, DONE, FAULT, HAVE, IN, MODAL, NOT, ROLE, SHOULD, TEAM, THE};
use super::sentence::Sentence;
use super::slip::Slip;

/// Slips by themselves, whoever made them.
const SLIPPED: &str = "\
    forgot forgotten overlooked mistyped misread fat-fingered fatfingered misjudged mistook \
    misunderstood misinterpreted";
/// Slips only when somebody is named with them.
const FAULTED: &str = "\
    confused misconfigured mishandled neglected ignored botched disregarded bypassed misused \
    skipped";
/// What hands do at a keyboard, to the wrong thing.
const HANDS: &str = "\
    ran executed used typed entered selected clicked chose deleted removed picked pasted pushed \
    deployed restarted applied stopped wiped dropped copied terminated opened changed edited";
const CLUMSY: &str = "fat-fingered fatfingered botched mistyped";
/// What people go through, and may leave out.
const PARTS: &str = "\
    step steps case cases check checks requirement dependency detail setting line item edge \
    instruction instructions condition scenario caveat task migration reference parameter flag";
/// Diligence that is found missing: `the operator did not check`.
const DILIGENCE: &str = "\
    bother think check follow verify test read communicate consult consider validate review ask \
    double-check care inform notify warn understand pay realize realise notice recognize recognise";
/// Attempts: what fails there is the system.
pub(in crate::lint) const ATTEMPTS: &str = "\
    reproduce replicate connect restore recover find locate reach get fix build deploy restart \
    login log access establish resolve start bring mitigate obtain contact load scale stop make \
    see reconnect create launch pull complete authenticate";

impl Sentence<'_> {
    /// `the developer forgot`, `was overlooked`.
    pub(super) fn verb(&self, at: usize) -> Option<Slip> {
        let word = |words: &str| self.any(at, words);
        if self.has(at, SHOULD) {
            return self.owed(at);
        }
        if word("failed") {
            let meant = self.is(at + 1, "to") && !self.any(at + 2, ATTEMPTS);
            return (meant && self.subject(at).is_somebody()).then(|| Slip::new(at, at + 2, true));
        }
        if word("screwed messed") {
            let up = self.is(at + 1, "up");
            let subject = self.subject(at);
            let one = subject.is_somebody() || subject == Subject::I;
            return (up && one).then(|| Slip::new(at, at + 1, true));
        }
        if word("missed") {
            return self.missed(at);
        }
        let slipped = self.any(at, SLIPPED);
        if !slipped && !self.any(at, FAULTED) {
            return self.has(at, FAULT).then(|| self.careless(at)).flatten();
        }
        if self.may_be(at)
            || self.denied(at, 3)
            || self.any(at + 2, "mention say note")
            || self.asks()
        {
            return None;
        }
        let helped = self
            .behind(at)
            .take(3)
            .take_while(|&near| self.has(near, ADVERB.or(BE).or(NOT)))
            .find(|&near| self.has(near, BE));
        if let Some(helper) = helped {
            // What *is overlooked* often is, and has not happened here.
            if self.any(helper, "is are be") {
                return None;
            }
            let by = self.by_somebody(at);
            return (slipped || by).then(|| Slip::new(at, at, by));
        }
        match self.subject(at) {
            Subject::He | Subject::Role | Subject::Named => Some(Slip::new(at, at, true)),
            Subject::I if self.any(at, CLUMSY) => Some(Slip::new(at, at, true)),
            Subject::We | Subject::Team if slipped => Some(Slip::new(at, at, false)),
            Subject::Omitted if slipped && self.has(at, DONE) && !word("overlooked") => {
                Some(Slip::new(at, at, false))
            }
            _ => None,
        }
    }

    /// `A step was missed`, `the operator missed the alarm`.
    fn missed(&self, at: usize) -> Option<Slip> {
        if self.may_be(at) || self.denied(at, 3) || self.asks() {
            return None;
        }
        let helped = at > 0 && self.any(at - 1, "was were been");
        if helped {
            let part = self.behind(at).take(7).any(|near| self.any(near, PARTS));
            return part.then(|| Slip::new(at - 1, at, self.by_somebody(at)));
        }
        self.subject(at)
            .is_somebody()
            .then(|| Slip::new(at, at, true))
    }

    /// `The operator should have checked.`
    fn owed(&self, at: usize) -> Option<Slip> {
        if self.asks() {
            return None;
        }
        let wish = self.wishes().find(|wish| wish.modal == at)?;
        let done = self.has(wish.verb, DONE) && !wish.passive;
        (wish.subject.is_somebody() && done).then(|| Slip::new(at, wish.verb, true))
    }

    /// `did not bother`, `was careless`.
    fn careless(&self, at: usize) -> Option<Slip> {
        if self.any(at, "caused") {
            let by = self.is(at + 1, "by") && self.by_somebody(at);
            return by.then(|| Slip::new(at, at + 1, true));
        }
        if self.is(at, "wrong") {
            // `ran the wrong command`
            let verb = self.behind(at).take(5).find(|&near| self.has(near, DONE))?;
            let hands = self.any(verb, HANDS) && self.has(at.checked_sub(1)?, THE);
            let one = self.subject(verb).is_somebody() || self.subject(verb) == Subject::I;
            return (hands && one && !self.denied(at, 4)).then(|| Slip::new(verb, at + 1, true));
        }
        if self.any(at, "careless negligent") {
            let told = self.behind(at).take(2).any(|near| self.has(near, BE));
            return (told && self.subject(at).is_somebody()).then(|| Slip::new(at, at, true));
        }
        let bothered = self.any(at, "bother bothered") && self.before(at, 2, NOT);
        (bothered && self.subject(at).is_human()).then(|| Slip::new(at, at, true))
    }

    /// `my fault`, `the operator was to blame`.
    pub(super) fn fault(&self, at: usize) -> Option<Slip> {
        let before = at.checked_sub(1)?;
        if self.denied(at, 5) || self.asks() {
            return None;
        }
        if self.any(at, "fault bad mess") {
            let owner = if self.is(at, "fault") {
                self.any(before, "my his her their")
            } else {
                self.is(before, "my") && !self.is(at, "mess") && self.ends(at + 1)
            };
            let owned = owner
                || (self.is(at, "fault") && (self.names_owner(before) || self.role_owner(before)));
            let of = self.is(at, "fault")
                && self.is(at + 1, "of")
                && (at + 2..at + 6).any(|who| self.has(who, ROLE.or(TEAM)) || self.names(who));
            let at_fault = self.is(at, "fault")
                && self.is(before, "at")
                && self.subject(before).is_human()
                && self.before(before, 2, BE);
            return (owned || of || at_fault).then(|| Slip::new(before, at, true));
        }
        if self.is(at, "blame") && self.is(before, "to") {
            let told = self.before(before, 2, BE);
            return (told && self.subject(before).is_human()).then(|| Slip::new(before, at, true));
        }
        None
    }
}

/// Whether a denied auxiliary of diligence stands at `at`: `did not check`.
impl Sentence<'_> {
    pub(in crate::lint) fn neglects(&self) -> Option<Slip> {
        self.with(DO).find_map(|at| {
            if self.asks() {
                return None;
            }
            let verb = (at + 1..at + 4).find(|&near| !self.has(near, ADVERB.or(NOT).or(HAVE)))?;
            let denied = (at..verb).any(|near| self.has(near, NOT));
            let past = self.any(at, "did didn't");
            let meant =
                denied && past && self.any(verb, DILIGENCE) && !self.has(verb, IN.or(MODAL));
            (meant && self.subject(at).is_somebody()).then(|| Slip::new(at, verb, true))
        })
    }
}
