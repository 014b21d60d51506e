//! Slips told by a verb (*forgot*, *did not check*) and by whose fault it was.

use super::clause::Subject;
use super::lexicon::{
    ADVERB, AND, ANYONE, BE, CLAUSE, DOING, DONE, FAULT, HE, I, IN, NOT, ROLE, SHOULD, TEAM, THE,
    THEY, WE,
};
use super::sentence::Sentence;
use super::slip::Slip;

/// Slips by themselves, whoever made them.
const SLIPPED: &str = "\
    forgot forgotten overlooked mistyped misread fat-fingered fatfingered misjudged mistook \
    misunderstood misinterpreted mislabelled mislabeled miswired";
/// Slips only when somebody is named with them.
const FAULTED: &str = "\
    confused misconfigured mishandled neglected ignored botched disregarded bypassed misused \
    skipped refused";
const CLUMSY: &str = "fat-fingered fatfingered botched mistyped";
/// What one person is called who was not careful.
pub(in crate::lint) const CARELESS: &str = "\
    careless negligent reckless sloppy irresponsible inattentive dismissive lazy complacent overconfident \
    hasty incompetent unprofessional cocky";
/// How one comes to be so.
const BECAME: &str = "became become grew grown";
/// The same, as nouns.
pub(in crate::lint) const VICES: &str = "\
    negligence carelessness laziness sloppiness recklessness incompetence inattention";
/// What nobody does on purpose.
const SET_UP: &str = "misconfigured mishandled misused";
/// What people go through, and may leave out.
const PARTS: &str = "\
    step steps case cases check checks requirement dependency detail setting line item edge \
    instruction instructions condition scenario caveat task migration reference parameter flag";
/// What comes to people, for them to see.
const TOLD: &str = "\
    advisory advisories email emails mail notification notifications message ticket alert alerts \
    warning warnings deadline comment memo announcement fact notice reminder";
/// What people go through by hand alone.
const STEPS: &str = "step steps checklist procedure drill review";
/// Attempts: what fails there is the system.
pub(super) const ATTEMPTS: &str = "\
    reproduce replicate connect restore recover find locate reach get fix build deploy restart \
    login log access establish resolve start bring mitigate obtain contact load scale stop make \
    see reconnect create launch pull complete authenticate convince persuade";

impl Sentence<'_> {
    /// `the developer forgot`, `was overlooked`.
    pub(super) fn verb(&self, at: usize) -> Option<Slip> {
        let word = |words: &str| self.any(at, words);
        if self.has(at, SHOULD) {
            return self.owed(at);
        }
        if word("failed") {
            let meant = self.is(at + 1, "to") && !self.any(at + 2, ATTEMPTS);
            let one = meant && self.subject(at).is_somebody();
            return (one || self.i_failed(at)).then(|| Slip::new(at, at + 2, true));
        }
        if word("screwed messed") {
            let up = (at + 1..at + 4).any(|near| self.is(near, "up"));
            let subject = self.subject(at);
            let one = subject.is_somebody() || subject == Subject::I;
            return (up && one).then(|| Slip::new(at, at + 1, true));
        }
        if word("missed") {
            return self.missed(at);
        }
        // `09:12 The pilot forgets …`, in a timeline.
        if word("forgets overlooks misreads mistypes misjudges misunderstands misinterprets") {
            let told = self.subject(at).is_somebody() && !self.denied(at, 3) && !self.may_be(at);
            return told.then(|| Slip::new(at, at, true));
        }
        if word("mixed") {
            return self.mixed(at);
        }
        if word("refused") && self.subject(at) == Subject::He {
            return None;
        }
        // `I neglected to moor it`, `I ignored the horn`: who tells why tells what was weighed.
        if word("neglected ignored omitted") && self.subject(at) == Subject::I {
            let what = self.is(at + 1, "to") || (self.has(at + 1, THE) && !word("omitted"));
            let told = what && !self.explains(at) && !self.denied(at, 3) && !self.may_be(at);
            let aside = self.any(at + 2, "mention say note");
            return (told && !aside && !self.asks()).then(|| Slip::new(at, at + 1, true));
        }
        let slipped = self.any(at, SLIPPED) || self.reads(at, "mistaken for");
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
            // `was silenced and forgotten`
            .take_while(|&near| {
                self.has(near, ADVERB.or(BE).or(NOT).or(AND))
                    || (self.has(near, DONE) && self.has(near + 1, AND))
            })
            .find(|&near| self.has(near, BE));
        if let Some(helper) = helped {
            // What *is overlooked* often is, and has not happened here.
            if self.any(helper, "is are be") {
                return None;
            }
            let by = self.by_somebody(at);
            // Programs too misinterpret what they are given.
            let slipped = slipped && !word("misinterpreted");
            let step = || {
                let left_out = word("skipped") && self.any(helper, "was were been");
                left_out
                    && self
                        .behind(helper)
                        .take(4)
                        .any(|near| self.any(near, STEPS))
                    && !self.is(at + 1, "by")
                    // `… since the gate was open already` tells why it was not taken.
                    && !(at + 1..self.len()).any(|near| self.any(near, "because since as"))
            };
            let ours = word(SET_UP) && self.reads(at + 1, "by us");
            return (slipped || by || ours || step()).then(|| Slip::new(at, at, by));
        }
        match self.subject(at) {
            Subject::He | Subject::Role | Subject::Named => Some(Slip::new(at, at, true)),
            Subject::I if self.any(at, CLUMSY) || (slipped && self.owns_up(at)) => {
                Some(Slip::new(at, at, true))
            }
            Subject::We | Subject::Team | Subject::Roles if slipped || word(SET_UP) => {
                Some(Slip::new(at, at, false))
            }
            Subject::Anyone if slipped && self.by_someone(at) => Some(Slip::new(at, at, false)),
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
            let part = |near: usize| self.any(near, PARTS) || self.any(near, TOLD);
            let part = self.behind(at).take(7).any(part);
            let found = part && !self.by_thing(at);
            return found.then(|| Slip::new(at - 1, at, self.by_somebody(at)));
        }
        let subject = self.subject(at);
        let step = || {
            let told = |near: usize| self.any(near, PARTS) || self.any(near, TOLD);
            (at + 1..at + 5)
                .take_while(|&near| !self.ends(near))
                .any(told)
        };
        match subject {
            Subject::We => {
                let aim = "mark target targets slo sla goal chance opportunity boat window out on";
                let aimed = (at + 1..at + 5).any(|near| self.any(near, aim));
                let review = self.reads(at + 1, "in our") || self.reads(at + 1, "in review");
                (!aimed && (step() || review || self.has(at + 1, THE)))
                    .then(|| Slip::new(at, at, false))
            }
            Subject::Team | Subject::Roles => step().then(|| Slip::new(at, at, false)),
            _ => subject.is_somebody().then(|| Slip::new(at, at, true)),
        }
    }

    /// `The operator should have checked.`
    fn owed(&self, at: usize) -> Option<Slip> {
        if self.asks() {
            return None;
        }
        let wish = self.wishes().find(|wish| wish.modal == at)?;
        // What somebody should have received was for others to send.
        let done = self.has(wish.verb, DONE) && !wish.passive && !self.is(wish.verb, "received");
        (wish.subject.is_somebody() && done).then(|| Slip::new(at, wish.verb, true))
    }

    /// `did not bother`, `was careless`.
    fn careless(&self, at: usize) -> Option<Slip> {
        if self.any(at, "caused") {
            let by = self.is(at + 1, "by") && self.by_somebody(at);
            return by.then(|| Slip::new(at, at + 1, true));
        }
        if self.any(at, "aware unaware") {
            return self.unaware(at);
        }
        if self.is(at, "responsibility") {
            let take = self
                .behind(at)
                .take(3)
                .find(|&near| self.any(near, "take took accept"))?;
            let mine = self.subject(take) == Subject::I && !self.denied(at, 4);
            return mine.then(|| Slip::new(take, at, true));
        }
        if let Some(verb) = self.released(at) {
            return self
                .subject(verb)
                .is_somebody()
                .then(|| Slip::new(verb, at, true));
        }
        if let Some(slip) = self.sends_out_bad(at) {
            return Some(slip);
        }
        if self.any(at, "wrong incorrect") {
            return self.wrong(at);
        }
        if self.is(at, "instead") {
            return self.elsewhere(at);
        }
        if self.any(at, VICES) {
            return self.vice_owner(at).then(|| Slip::new(at, at, true));
        }
        if self.is(at, "slept") {
            let through = self.is(at + 1, "through") && self.subject(at).is_somebody();
            return through.then(|| Slip::new(at, at + 1, true));
        }
        if self.any(at, CARELESS) {
            let told = self.behind(at).take(3).any(|near| {
                self.any(near, "was were been be got gotten getting") || self.any(near, BECAME)
            });
            let found = told && self.is_one(at) && !self.denied(at, 3) && !self.may_be(at);
            return found.then(|| Slip::new(at, at, true));
        }
        let bothered = self.any(at, "bother bothered") && self.before(at, 2, NOT);
        let what = self.is(at + 1, "to") || self.has(at + 1, DOING.or(IN)) || self.ends(at + 1);
        let subject = self.subject(at);
        let one = subject.is_somebody() || (subject == Subject::I && what);
        (bothered && one && !self.may_be(at)).then(|| Slip::new(at, at, true))
    }

    /// Whether I tell of a slip of mine, and not of what went wrong for a moment: `I forgot the flag`.
    fn owns_up(&self, at: usize) -> bool {
        let passing = self
            .behind(at)
            .take(3)
            .any(|near| self.any(near, "first initially always immediately"));
        let told = self.any(at + 1, "to about it this that")
            || self.has(at + 1, THE)
            || self.ends(at + 1)
            || self.before(at, 1, ADVERB);
        told && !passing && !self.any(at + 1, "what how who if whether")
    }

    /// Whether one person is said to be so, or I say it of myself.
    pub(in crate::lint) fn is_one(&self, at: usize) -> bool {
        let was = self
            .behind(at)
            .take(4)
            .find(|&near| self.has(near, BE) || self.any(near, BECAME));
        let subject = self.subject(was.unwrap_or(at));
        subject.is_somebody() || subject == Subject::I
    }

    /// Whether a vice is laid to one person: `the operator's carelessness`, `the carelessness of the
    /// operator`, `in an act of laziness, I …`.
    pub(in crate::lint) fn vice_owner(&self, at: usize) -> bool {
        if self.denied(at, 4) || self.may_be(at) {
            return false;
        }
        let own = self.behind(at).take(3).any(|near| {
            self.any(near, "my his her") || self.names_owner(near) || self.role_owner(near)
        });
        let of = self.any(at + 1, "of by on")
            && (at + 2..at + 6)
                .take_while(|&near| !self.ends(near))
                .any(|near| {
                    (self.has(near, ROLE) && !self.word(near).ends_with('s')) || self.names(near)
                });
        let out = self
            .behind(at)
            .take(4)
            .any(|near| self.any(near, "out act fit moment"));
        let mine = (0..self.len()).any(|near| self.has(near, I.or(HE)));
        own || of || (out && mine)
    }

    /// `He wasn't aware of it`, `the engineer was unaware that …`.
    fn unaware(&self, at: usize) -> Option<Slip> {
        let was = self
            .behind(at)
            .take(4)
            .find(|&near| self.any(near, "was wasn't"))?;
        let denied = (was..at).any(|near| self.has(near, NOT));
        let told = self.subject(was).is_somebody() && denied == self.is(at, "aware");
        (told && !self.reads(at + 1, "of any")).then(|| Slip::new(was, at, true))
    }

    /// `my fault`, `the operator was to blame`.
    pub(super) fn fault(&self, at: usize) -> Option<Slip> {
        let before = at.checked_sub(1)?;
        if self.denied(at, 5) || self.asks() {
            return None;
        }
        if let Some(slip) = self.lies_with(at) {
            return Some(slip);
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
        // `I take the blame`, `the blame lies with the pilot`, `we blame the pilot`.
        if self.any(at, "blame blamed") && !self.may_be(at) {
            let take = |near: usize| self.any(near, "take took accept accepted");
            let mine = self
                .behind(at)
                .take(3)
                .find(|&near| take(near))
                .is_some_and(|verb| self.subject(verb) == Subject::I);
            let person = |from: usize, to: usize| {
                (from..to)
                    .take_while(|&near| !self.ends(near) && !self.has(near, IN))
                    .any(|near| self.is_person(near))
            };
            let lies = self.any(at + 1, "lies lay rests falls") && person(at + 3, at + 6);
            let we = before == 0 || self.has(before, WE.or(ANYONE));
            let on = self.has(at + 1, THE) && we && person(at + 1, at + 5);
            if mine || lies || on {
                return Some(Slip::new(at, at + 1, true));
            }
        }
        if self.is(at, "blame") && self.is(before, "to") {
            let told = self.before(before, 2, BE);
            return (told && self.subject(before).is_human()).then(|| Slip::new(before, at, true));
        }
        None
    }
}

impl Sentence<'_> {
    /// `I failed to moor it`, and not what I tried in vain.
    fn i_failed(&self, at: usize) -> bool {
        self.is(at + 1, "to")
            && self.subject(at) == Subject::I
            && !self.attempted(at)
            && !self.denied(at, 3)
            && !self.may_be(at)
            && !self.asks()
    }

    /// `The fault lies with me`, `the mistake was mine`.
    fn lies_with(&self, at: usize) -> Option<Slip> {
        if !self.any(at, "fault blame mistake") || self.may_be(at) {
            return None;
        }
        let verb = (at + 1..at + 9)
            .take_while(|&near| !self.ends(near))
            .find(|&near| self.any(near, "lies lay rests lie is was"))?;
        let near = || {
            (verb + 1..verb + 5)
                .take_while(|&near| !self.ends(near) && !self.has(near, NOT.or(CLAUSE)))
        };
        let with = near().find(|&near| self.any(near, "with on"));
        let person = |near: usize| self.any(near, "me him her myself") || self.is_person(near);
        // `The fault lies with the pilot station` is nobody's.
        let one = with.is_some_and(|with| {
            let first = with + 1 + usize::from(self.has(with + 1, THE));
            person(with + 1) || (self.is_person(first) && !self.word(first).ends_with('s'))
        });
        let lies = self.any(verb, "lies lay rests") && one;
        let whose = near().find(|&near| !self.has(near, ADVERB));
        let mine = whose.is_some_and(|whose| {
            let last = self.ends(whose + 1)
                || self.is(whose + 1, "alone")
                || self.has(whose + 1, AND.or(IN).or(CLAUSE));
            self.any(verb, "is was") && self.any(whose, "mine his hers") && last
        });
        // `The mistake rests with …` is told of no one.
        let fault = mine || !self.is(at, "mistake");
        (fault && (lies || mine)).then(|| Slip::new(at, verb, true))
    }

    /// Whether the clause goes on to tell why.
    pub(super) fn explains(&self, at: usize) -> bool {
        (at + 1..self.len()).any(|near| {
            self.any(near, "because since")
                || (self.is(near, "as") && self.has(near + 1, THE.or(WE).or(THEY).or(I)))
        })
    }

    /// Returns the verb that let go of an untested thing: *pushed an unreviewed change*.
    pub(in crate::lint) fn released(&self, at: usize) -> Option<usize> {
        if !self.any(at, "untested unreviewed unverified") || self.asks() || self.may_be(at) {
            return None;
        }
        let let_go = "pushed merged deployed released shipped applied committed used ran";
        self.behind(at)
            .take(3)
            .find(|&near| self.any(near, let_go))
            .filter(|&verb| !self.denied(verb, 3))
    }

    /// `We mixed up the two piers`, `they were mixed up`.
    fn mixed(&self, at: usize) -> Option<Slip> {
        if !(at + 1..at + 5).any(|near| self.is(near, "up"))
            || self.denied(at, 3)
            || self.may_be(at)
        {
            return None;
        }
        let suffered = at > 0 && self.any(at - 1, "was were been got");
        let subject = self.subject(at);
        let told = suffered || subject.is_human();
        told.then(|| Slip::new(at, at, subject.is_somebody() && !suffered))
    }

    /// Whether somebody unnamed did it, and not just anybody.
    pub(super) fn by_someone(&self, at: usize) -> bool {
        self.behind(at)
            .take(3)
            .any(|near| self.any(near, "someone somebody"))
    }
}
