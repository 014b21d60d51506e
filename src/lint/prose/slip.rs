//! Slips that a text tells of, and whether it hangs them on somebody.
//!
//! Two rules ask: one for somebody faulted, one for a slip that nobody made.

use super::clause::Subject;
use super::lexicon::{
    ADVERB, BE, BEEN, DO, DOING, DONE, ERROR, FAULT, HAVE, IF, IN, MAY, MODAL, NOT, ROLE, SHOULD,
    TEAM, THE,
};
use super::sentence::Sentence;
use super::token::Kind;

/// A slip, and the words that tell of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::lint) struct Slip {
    pub(in crate::lint) from: usize,
    pub(in crate::lint) to: usize,
    /// Whether the text hangs it on one person or role.
    pub(in crate::lint) somebody: bool,
}

impl Slip {
    fn new(from: usize, to: usize, somebody: bool) -> Self {
        Self { from, to, somebody }
    }
}

impl Sentence<'_> {
    /// Returns the slips that the sentence tells of, in order.
    pub(in crate::lint) fn slips(self) -> impl Iterator<Item = Slip> {
        self.with(ERROR.or(FAULT)).filter_map(move |at| {
            self.adverb(at)
                .or_else(|| self.error(at))
                .or_else(|| self.verb(at))
                .or_else(|| self.fault(at))
        })
    }
}

/// Only people slip so.
const ACCIDENTS: &str = "\
    unwittingly errantly accidentally inadvertently unintentionally unknowingly carelessly";
/// Programs too do things so.
const WRONGLY: &str = "mistakenly erroneously wrongly incorrectly improperly";

/// What a person at a keyboard does, and a program seldom does wrongly by itself.
const SETTING: &str = "\
    applied configured set entered classified marked labelled labeled tagged specified defined \
    typed deployed deleted removed added changed updated disabled enabled provisioned named \
    pasted copied assumed believed thought included excluded merged pushed released terminated \
    revoked documented declared written modified renamed installed executed shut run committed \
    left placed identified interpreted concluded";

/// What programs move, so that the wrong place is a program's.
const MOVED: &str = "\
    job jobs request requests pod pods event events packet packets traffic message messages \
    query queries alert alerts container containers repositories connection connections user \
    users customers customer response responses record records transaction transactions email \
    emails data session sessions call calls host hosts blocks block";

/// Somebody means to keep it from happening.
const PREVENTING: &str = "\
    prevent prevents preventing prevented avoid avoids avoiding ensure against protect protects \
    protection guard risk possible impossible hard harder easy easier stop likely chance how \
    anyone";

impl Sentence<'_> {
    /// `was accidentally deleted`, `we had inadvertently sent`, `got deployed by mistake`.
    fn adverb(&self, at: usize) -> Option<Slip> {
        let phrase = (self.is(at, "mistake") || self.is(at, "accident") || self.is(at, "error"))
            .then(|| at.checked_sub(1))
            .flatten()
            .filter(|&near| self.is(near, if self.is(at, "error") { "in" } else { "by" }));
        let weak = self.any(at, WRONGLY);
        if phrase.is_none() && !weak && !self.any(at, ACCIDENTS) {
            return None;
        }
        let from = phrase.unwrap_or(at);
        if phrase.is_some() && self.is(at, "error") && !self.acted_in_error(from) {
            return None;
        }
        if self.may_be(from) || self.denied(from, 3) {
            return None;
        }
        let somebody = self.owner().is_some() || self.by_somebody(at);
        if let Some(verb) = self.passive(from, at) {
            let moved = (1..=4).any(|near| {
                verb.checked_sub(near)
                    .is_some_and(|near| self.any(near, MOVED))
            });
            let explained = (at..self.len()).any(|near| self.any(near, "due because"));
            let set = self.any(verb, SETTING) && !moved && !explained;
            return (!weak || set || somebody)
                .then(|| Slip::new(from.min(verb), at.max(verb), somebody));
        }
        let subject = self.actor(from, at);
        match subject {
            Subject::He | Subject::Role | Subject::Named | Subject::I => {
                Some(Slip::new(from, at, true))
            }
            Subject::We | Subject::Team | Subject::Omitted => Some(Slip::new(from, at, somebody)),
            Subject::They if !weak => Some(Slip::new(from, at, somebody)),
            // `…, accidentally overwriting the file`
            Subject::Thing if !weak && self.has(at + 1, DOING) => {
                let starts = from == 0 || self.parts(from - 1) || self.any(from - 1, "by of from");
                starts.then(|| Slip::new(from, at + 1, somebody))
            }
            _ if somebody && !weak => Some(Slip::new(from, at, true)),
            _ => None,
        }
    }

    /// Returns the participle of a passive round an adverb: `was … deleted`, `got deployed`.
    fn passive(&self, from: usize, at: usize) -> Option<usize> {
        let after = (at + 1..at + 4)
            .take_while(|&near| self.has(near, ADVERB.or(BE).or(DONE)))
            .find(|&near| self.has(near, DONE) && !self.has(near, BEEN));
        let helped = self
            .behind(from)
            .take(3)
            .take_while(|&near| self.has(near, ADVERB.or(BE).or(NOT)))
            .any(|near| self.has(near, BE));
        let helped = helped || (at + 1..at + 3).any(|near| self.has(near, BE));
        if let Some(after) = after
            && helped
        {
            return Some(after);
        }
        // `was changed accidentally`: the participle comes first.
        self.behind(from)
            .take(12)
            .find(|&near| {
                self.has(near, DONE)
                    && !self.has(near, BE)
                    && self
                        .behind(near)
                        .take(3)
                        .take_while(|&helper| self.has(helper, ADVERB.or(BE).or(NOT)))
                        .any(|helper| self.has(helper, BE))
            })
            .filter(|_| !self.has(at + 1, DONE.or(DOING)))
    }

    /// Returns who did what an adverb describes.
    fn actor(&self, from: usize, at: usize) -> Subject {
        let before = self.subject(from);
        let verb = self.has(at + 1, DONE) || self.has(at + 1, DOING);
        if before != Subject::Thing || verb {
            return before;
        }
        // `We dropped the table by mistake.`
        self.behind(from)
            .find(|&near| self.has(near, DONE) && !self.has(near, BE))
            .map_or(Subject::Thing, |verb| self.subject(verb))
    }

    /// Whether it has not happened, or need not have.
    fn may_be(&self, from: usize) -> bool {
        self.behind(from).take(6).any(|near| {
            // `to` before a noun is a way, not a wish; who wonders if it was so speaks of the past.
            let wish = self.has(near, MAY) && (!self.is(near, "to") || near + 1 == from);
            let wonders = self.any(near.saturating_sub(1), "wonder wondered wondering suspect");
            wish || (self.has(near, IF) && !wonders) || self.any(near, PREVENTING)
        })
    }

    /// Whether something was done in error, rather than ended in one.
    fn acted_in_error(&self, from: usize) -> bool {
        let verb = from.checked_sub(1).filter(|&verb| self.has(verb, DONE));
        let other = "resulted ended increased returned spiked failed";
        verb.is_some_and(|verb| !self.any(verb, other))
            && (self.ends(from + 2) || !self.any(from + 2, TECHNICAL))
    }

    /// Whether somebody named owns what it happened in: *Agnes' update*.
    fn owner(&self) -> Option<usize> {
        (0..self.len()).find(|&at| self.names_owner(at))
    }

    /// Whether a person is said to have done it: `… by an engineer`.
    fn by_somebody(&self, at: usize) -> bool {
        (at + 1..at + 10).any(|by| {
            let person = |who: usize| self.has(who, ROLE) || self.names(who);
            self.is(by, "by")
                && (person(by + 1) || (self.has(by + 1, THE) && (by + 2..by + 5).any(person)))
        })
    }
}

const KINDS: &str = "\
    human operator user operational manual admin administrator pilot clerical procedural person \
    engineer developer";
const ERRORS: &str = "error errors mistake mistakes misunderstanding oversight";
/// Errors of programs, and what counts or shows them.
const TECHNICAL: &str = "\
    rate rates message messages code codes budget budgets page pages handling log logs count \
    counts report reports tracking response responses state";
/// Somebody held it for one, at the time.
const HELD: &str = "\
    assumed assume suspected suspect thought believed blame blaming called calling label \
    labelling call considered term";

impl Sentence<'_> {
    /// `human error`, `a mistake was made`, `an oversight`.
    fn error(&self, at: usize) -> Option<Slip> {
        if self.any(at, "accidental inadvertent") {
            let plain = !self.may_be(at)
                && self.kind(at + 1) == Some(Kind::Word)
                && !self.denied(at, 3)
                && !self.any(at + 1, "complexity");
            return plain.then(|| Slip::new(at, at + 1, self.by_somebody(at)));
        }
        if !self.any(at, ERRORS) {
            return None;
        }
        let kind = at.checked_sub(1).filter(|&kind| self.any(kind, KINDS));
        if let Some(kind) = kind {
            let many =
                self.any(at, "errors mistakes") && self.any(kind, "user operational procedural");
            let argued = self.denied(kind, 4)
                || self.behind(kind).take(3).any(|near| self.any(near, HELD))
                || (0..self.len()).any(|near| self.any(near, "symptom symptoms blameless"));
            return (!many && !argued && !self.any(at + 1, TECHNICAL))
                .then(|| Slip::new(kind, at, false));
        }
        let owned = at.checked_sub(1).filter(|&owner| {
            self.is(owner, "my") || self.names_owner(owner) || self.role_owner(owner)
        });
        if self.is(at, "oversight") {
            let one = self.before(at, 3, THE)
                && self
                    .behind(at)
                    .take(3)
                    .any(|near| self.any(near, "an our simple"));
            let meant = one && !self.denied(at, 4) && !self.any(at + 1, "committee board of");
            return (meant || owned.is_some()).then(|| Slip::new(at, at, owned.is_some()));
        }
        let made_error =
            self.any(at, "error errors") && (self.before(at, 4, DONE) || self.is(at + 2, "made"));
        if !(self.any(at, "mistake mistakes") || made_error)
            || self.denied(at, 4)
            || self.may_be(at)
        {
            return None;
        }
        if owned.is_some() {
            return Some(Slip::new(at - 1, at, true));
        }
        // `A mistake was made.`
        if self.any(at + 1, "was were had") && (at + 2..at + 4).any(|near| self.is(near, "made")) {
            return Some(Slip::new(at, at + 1, self.by_somebody(at)));
        }
        let made = self.behind(at).take(4).find(|&near| self.is(near, "made"));
        if let Some(made) = made {
            return match self.subject(made) {
                Subject::I | Subject::He | Subject::Role | Subject::Named => {
                    Some(Slip::new(made, at, true))
                }
                Subject::We | Subject::Team | Subject::They => Some(Slip::new(made, at, false)),
                _ => None,
            };
        }
        let verdict = self
            .behind(at)
            .take(4)
            .any(|near| self.any(near, "was were is due because by of"));
        let telling =
            self.ends(at + 1) || self.any(at + 1, "in when while during on by made with at");
        (verdict && telling && self.is(at, "mistake")).then(|| Slip::new(at, at, false))
    }

    fn role_owner(&self, at: usize) -> bool {
        let word = self.word(at);
        let bare = word.strip_suffix("'s").or_else(|| word.strip_suffix("’s"));
        bare.is_some_and(|bare| super::lexicon::tags(&bare.to_lowercase()).has(ROLE))
    }
}

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
/// Diligence that is found missing: `the operator did not check`.
const DILIGENCE: &str = "\
    bother think check follow verify test read communicate consult consider validate review ask \
    double-check care inform notify warn understand pay";
/// Attempts: what fails there is the system.
pub(in crate::lint) const ATTEMPTS: &str = "\
    reproduce replicate connect restore recover find locate reach get fix build deploy restart \
    login log access establish resolve start bring mitigate obtain contact load scale stop make \
    see reconnect create launch pull complete authenticate";

impl Sentence<'_> {
    /// `the developer forgot`, `was overlooked`.
    fn verb(&self, at: usize) -> Option<Slip> {
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
            .any(|near| self.has(near, BE));
        if helped {
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
    fn fault(&self, at: usize) -> Option<Slip> {
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
