//! Slips that a text tells of, and whether it hangs them on somebody.
//!
//! Two rules ask: one for somebody faulted, one for a slip that nobody made.

use super::clause::Subject;
use super::error::{ERRORS, TECHNICAL};
use super::lexicon::{
    ADVERB, AND, BE, BEEN, CLAUSE, DOING, DONE, ERROR, FAULT, IF, IN, MAY, NOT, ROLE, THE, Tags, WE,
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
    pub(super) fn new(from: usize, to: usize, somebody: bool) -> Self {
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
    unwittingly errantly accidentally accidently inadvertently inadvertantly inadvertedly unintentionally unknowingly carelessly";
/// Programs too do things so.
const WRONGLY: &str = "mistakenly mistakingly erroneously wrongly incorrectly improperly";

/// What a person at a keyboard does, and a program seldom does wrongly by itself.
const SETTING: &str = "\
    applied configured set entered classified marked labelled labeled tagged specified defined \
    typed deployed deleted removed added changed updated disabled enabled provisioned named \
    pasted copied assumed believed thought included excluded merged pushed released terminated \
    revoked documented declared written modified renamed installed executed shut run committed \
    left placed identified interpreted concluded done performed carried estimated published uploaded \
    issued granted scheduled reverted built bumped shipped activated deactivated approved authorised authorized assigned \
    attached closed connected created destroyed dismissed exposed flipped hardcoded imported \
    launched linked listed locked migrated muted opened ordered pinned plugged pointed posted \
    promoted purged rebooted renewed replaced retired rotated scaled selected shared \
    flagged categorised categorized silenced stopped wired submitted suspended upgraded omitted swapped overwritten switched turned";

/// What programs move, so that the wrong place is a program's.
pub(super) const MOVED: &str = "\
    job jobs request requests pod pods event events packet packets traffic message messages \
    query queries alert alerts container containers repositories connection connections user \
    users customers customer response responses record records transaction transactions email \
    emails data session sessions call calls host hosts blocks block count counts counter counters total \
    totals metric metrics balance balances";

/// What we do by our machines alone: *we wrongly returned an error*.
const SERVED: &str = "\
    returned served responded rendered displayed showed calculated computed counted cached processed \
    billed charged credited refunded reported logged routed replied";
/// What a thing is made that was not meant to be.
const OPENED: &str = "public available visible private default live writable readable accessible";

/// What comes of luck, and harms nobody.
const LUCKY: &str = "worked found discovered noticed fixed solved stumbled spotted caught learned";

/// Somebody means to keep it from happening.
const PREVENTING: &str = "\
    prevent prevents preventing prevented avoid avoids avoiding ensure protect protects \
    protection mitigate mitigates mitigating reduce reduces reducing minimize minimizing minimise \
    minimising eliminate eliminates eliminating guard guards guarding against risk possible impossible hard harder hardest easy easier easiest safeguard safeguards defend stop likely chance how \
    anyone eye lookout";

impl Sentence<'_> {
    /// `was accidentally deleted`, `we had inadvertently sent`, `got deployed by mistake`.
    fn adverb(&self, at: usize) -> Option<Slip> {
        let phrase = (self.is(at, "mistake") || self.is(at, "accident") || self.is(at, "error"))
            .then(|| at.checked_sub(1))
            .flatten()
            .filter(|&near| {
                let on = self.is(at, "accident") && self.is(near, "on");
                // `It was deleted by error.`
                let by = self.is(at, "error") && self.is(near, "by") && self.ends(at + 1);
                let by = by && near > 0 && self.any(near - 1, SETTING);
                on || by || self.is(near, if self.is(at, "error") { "in" } else { "by" })
            });
        let weak = self.any(at, WRONGLY);
        if phrase.is_none() && !weak && !self.any(at, ACCIDENTS) {
            return None;
        }
        let from = phrase.unwrap_or(at);
        if phrase.is_some() && self.is(at, "error") && !self.acted_in_error(from) {
            return None;
        }
        let lucky = |near: usize| self.any(near, LUCKY);
        let ahead = self.ends(at + 1) && (at + 2..at + 6).any(lucky);
        if self.is(at, "accident") && (ahead || self.behind(from).take(6).any(lucky)) {
            return None;
        }
        // `It was set to 1 instead of 10 by mistake` denies nothing.
        let denied = self.denied(from, 3)
            && !(phrase.is_some()
                && self
                    .behind(from)
                    .take(3)
                    .any(|near| self.reads(near, "instead of")));
        if self.may_be(from) || denied || self.kept_off(from) {
            return None;
        }
        let by = (0..from).rev().take_while(|&near| !self.parts(near));
        let by = by
            .last()
            .is_some_and(|start| self.hung_between(start, from));
        let somebody = self.owner().is_some() || self.by_somebody(at) || by;
        if let Some(slip) = self.set_off(from, at, somebody) {
            return Some(slip);
        }
        if let Some(verb) = self.noun_of(from, at, phrase.is_some()) {
            return Some(Slip::new(from.min(verb), at.max(verb), somebody));
        }
        if self.by_thing(at) {
            return None;
        }
        if let Some(verb) = self.passive(from, at) {
            return (!weak || somebody || self.set_wrongly(at, verb))
                .then(|| Slip::new(from.min(verb), at.max(verb), somebody));
        }
        let subject = self.actor(from, at);
        let served = weak && self.any(at + 1, SERVED);
        match subject {
            Subject::We | Subject::Team if served => None,
            Subject::He | Subject::Role | Subject::Named | Subject::I => {
                Some(Slip::new(from, at, true))
            }
            Subject::We | Subject::Team | Subject::Roles | Subject::Omitted => {
                Some(Slip::new(from, at, somebody))
            }
            Subject::They if !weak => Some(Slip::new(from, at, somebody)),
            Subject::Anyone if self.by_someone(from) => Some(Slip::new(from, at, somebody)),
            // `…, accidentally overwriting the file`
            Subject::Thing if !weak && self.has(at + 1, DOING) => {
                let starts = from == 0 || self.parts(from - 1) || self.any(from - 1, "by of from");
                starts.then(|| Slip::new(from, at + 1, somebody))
            }
            _ if somebody && !weak => Some(Slip::new(from, at, true)),
            // `It accidentally made it into the release.`
            Subject::Thing if !weak && self.is(at + 1, "made") && self.is(at + 2, "it") => {
                Some(Slip::new(from, at, false))
            }
            // `It went out with the old list by mistake`: only people mistake so.
            Subject::Thing if phrase.is_some() && !self.is(at, "error") => {
                let went = self
                    .behind(from)
                    .any(|near| self.any(near, "went got stayed landed slipped was were"))
                    || self.work_began(from);
                let went = went || self.by_hand(from, at) || self.removal(from);
                let others = !went
                    || (0..from).any(|near| self.any(near, "people users customers clients who"));
                let one = self.doer(from).is_some_and(Subject::is_somebody)
                    || (self.hands_of(from) && self.by_hand(from, at));
                (!others).then(|| Slip::new(from, at, one))
            }
            Subject::Thing if !weak && self.by_hand(from, at) => {
                Some(Slip::new(from, at, somebody || self.hands_of(from)))
            }
            // A headline: `Index accidentally dropped`, `index accidentally not dropped`.
            Subject::Thing if !weak && self.has(at + 1, NOT) && self.ends(at + 3) => self
                .has(at + 2, DONE)
                .then(|| Slip::new(from, at + 2, false)),
            Subject::Thing if !weak && self.any(at + 1, SETTING) && self.ends(at + 2) => {
                Some(Slip::new(from, at + 1, false))
            }
            _ => None,
        }
    }

    /// Whether it was people's hands that did a thing wrongly: `was incorrectly set`, and not `was incorrectly
    /// routed`.
    fn set_wrongly(&self, at: usize, verb: usize) -> bool {
        let removed = self.any(at, "mistakenly erroneously") && self.any(verb, "removed deleted");
        // Whatever it moves, such a thing is done by somebody.
        let removed =
            removed || self.any(verb, "muted silenced dismissed executed performed carried");
        let moved = !removed
            && (1..=4).any(|near| {
                verb.checked_sub(near)
                    .is_some_and(|near| self.any(near, MOVED))
            });
        let explained = (at..self.len()).any(|near| self.any(near, "due because"));
        let paid =
            self.any(at, "mistakenly erroneously") && self.any(verb, "sent transferred moved paid");
        // What *is incorrectly set* is so now, and nobody is told to have done it.
        let event = self.any(at, "mistakenly mistakingly erroneously")
            && self.any(
                verb,
                "executed run deleted removed merged deployed pushed released restarted",
            );
        let past = event
            || !self.any(verb.saturating_sub(2), "is are")
                && !self.any(verb.saturating_sub(1), "is are");
        let closed = self.any(verb, "closed stopped shut");
        let opened = self.is(verb, "made") && self.any(verb + 1, OPENED);
        ((self.any(verb, SETTING) && !closed) || paid || opened) && !moved && !explained && past
    }

    /// `The upgrade started …`: work that somebody begins.
    fn work_began(&self, from: usize) -> bool {
        let work = "update upgrade deploy deployment rollout rollback migration maintenance release restart \
                    test drill import export";
        self.behind(from)
            .find(|&near| self.any(near, "started began ran"))
            .is_some_and(|verb| verb > 0 && self.any(verb - 1, work))
    }

    /// Returns the participle that says of a thing how it was made: *a mistakenly merged branch*, *a change
    /// made by mistake*.
    fn noun_of(&self, from: usize, at: usize, phrase: bool) -> Option<usize> {
        let before = from.checked_sub(1)?;
        let after = at + 1;
        let wrongly = self.any(at, "incorrectly improperly wrongly");
        let set = |verb: usize| self.any(verb, SETTING) || self.is(verb, "made");
        // `A bug that accidentally deleted the list` tells of the bug.
        let relative = self.is(before, "that")
            && before > 0
            && self.kind(before - 1) == Some(Kind::Word)
            && !self.has(before - 1, IN.or(AND).or(CLAUSE));
        if self.has(before, THE) && set(after) && !phrase && !wrongly && !relative {
            // `This accidentally opened the gate` goes on with what was opened, and no noun of its own.
            let named = !self.mended(from)
                && self.kind(after + 1) == Some(Kind::Word)
                && !self.has(after + 1, IN.or(BE).or(THE));
            return named.then_some(after);
        }
        let noun = before.checked_sub(1)?;
        let plain = !self.mended(from)
            && set(before)
            && self.kind(noun) == Some(Kind::Word)
            && self.tags(noun) == Tags::NONE;
        // What *closed by mistake* closed itself, a gate of which it is told what was done to it did not.
        let other = IN.or(BE).or(DONE);
        let said = self.is(before, "made") || self.behind(noun).any(|near| self.has(near, other));
        let weak = self.any(at, WRONGLY);
        (plain && said && !weak && !self.has(after, DONE.or(DOING))).then_some(before)
    }

    /// Whether it is told as what was mended: *fix a name left out by mistake*.
    pub(super) fn mended(&self, from: usize) -> bool {
        let mend =
            "fix fixes fixed fixing correct corrects corrected revert reverts restore restores";
        self.behind(from).take(5).any(|near| self.any(near, mend))
    }

    /// Returns the participle of a passive round an adverb: `was … deleted`, `got deployed`.
    fn passive(&self, from: usize, at: usize) -> Option<usize> {
        let after = (at + 1..at + 4)
            .take_while(|&near| self.has(near, ADVERB.or(BE).or(DONE)))
            .find(|&near| self.has(near, DONE) && !self.has(near, BEEN));
        let helped = self
            .behind(from)
            .take(4)
            .take_while(|&near| self.has(near, ADVERB.or(BE).or(NOT)) || self.is(near, "most"))
            .any(|near| self.has(near, BE));
        // `… was disclosed to the vendor, and accidentally published.`
        let one_more = from == at
            && at > 0
            && self.has(at - 1, AND)
            && self
                .behind(from)
                .take(16)
                .any(|near| self.any(near, "was were been"));
        // `It was made on the eighth, but accidentally not wired.`
        let comma = at > 1 && self.has(at - 1, AND) && self.parts(at - 2);
        let undone = from == at
            && comma
            && self.has(at + 1, NOT)
            && self
                .behind(at - 2)
                .take(16)
                .any(|near| self.any(near, "was were been"));
        let helped = helped || one_more || undone;
        // `Who left by mistake were …` speaks of something else.
        let helped = helped || (from == at && (at + 1..at + 3).any(|near| self.has(near, BE)));
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
        // `While cleaning up accidentally dropped the table`: notes.
        let meanwhile = (from.saturating_sub(3)..from)
            .any(|near| self.has(near, DOING) && near > 0 && self.has(near - 1, CLAUSE));
        if before == Subject::Thing && self.has(at + 1, DONE) && meanwhile {
            return Subject::Omitted;
        }
        // `Incorrectly nested lists` names them.
        let named = self.any(at, "incorrectly improperly wrongly")
            && self.kind(at + 2) == Some(Kind::Word)
            && self.tags(at + 2) == Tags::NONE;
        if before == Subject::Omitted && self.any(at, WRONGLY) && (named || !self.has(at + 1, DONE))
        {
            return Subject::Thing;
        }
        if before != Subject::Thing || verb {
            return before;
        }
        // `We dropped the table by mistake`, and not `we fixed an icon showing incorrectly`.
        self.behind(from)
            .find(|&near| self.has(near, DONE.or(DOING)) && !self.has(near, BE))
            .filter(|&near| self.has(near, DONE))
            .map_or(Subject::Thing, |verb| self.subject(verb))
    }

    /// Whether it has not happened, or need not have.
    pub(super) fn may_be(&self, from: usize) -> bool {
        let asked = self
            .behind(from)
            .take(10)
            .any(|near| self.is(near, "if") && near < 2);
        // `We do not want it changed by mistake.`
        let unwanted = self
            .behind(from)
            .take(10)
            .any(|near| self.any(near, "want wants wanted") && self.denied(near, 2));
        asked
            || unwanted
            || self.behind(from).take(6).any(|near| {
                // `to` before a noun is a way, not a wish; who wonders if it was so speaks of the past.
                let due = self.any(
                    near.saturating_sub(1),
                    "due owing thanks led according attributed",
                );
                let wish =
                    self.has(near, MAY) && (!self.is(near, "to") || (near + 1 == from && !due));
                let wonders = self.any(near.saturating_sub(1), "wonder wondered wondering suspect");
                wish || (self.has(near, IF) && !wonders) || self.prevents(near)
            })
    }

    /// Whether somebody means to keep it from happening. What *likely* took place did, what is *likely
    /// to* may come.
    fn prevents(&self, at: usize) -> bool {
        let took_place = self.is(at, "likely") && !self.is(at + 1, "to");
        self.any(at, PREVENTING) && !took_place
    }

    /// Whether something was done in error, rather than ended in one.
    fn acted_in_error(&self, from: usize) -> bool {
        // `In error, we deleted …`
        if from == 0 {
            return self.has(2, WE) || self.has(3, WE);
        }
        let verb = from.checked_sub(1).filter(|&verb| self.has(verb, DONE));
        let other = "resulted ended increased returned spiked failed";
        verb.is_some_and(|verb| !self.any(verb, other))
            && (self.ends(from + 2) || !self.any(from + 2, TECHNICAL))
    }

    /// Whether somebody named owns what it happened in: *Agnes' update*.
    fn owner(&self) -> Option<usize> {
        (0..self.len()).find(|&at| self.names_owner(at))
    }

    /// `By mistake, the pilot opened the gate`, `at noon, by accident, the gate was opened`: the words stand
    /// before what they tell of, behind a comma.
    fn set_off(&self, from: usize, at: usize, somebody: bool) -> Option<Slip> {
        let starts = from == 0 || self.parts(from - 1);
        if !starts || self.kind(at + 1) != Some(Kind::Mark(',')) {
            return None;
        }
        let verb = (at + 2..at + 12)
            .take_while(|&near| !self.ends(near))
            .find(|&near| self.has(near, DONE.or(BE)))?;
        let weak = self.any(at, WRONGLY);
        match self.subject(verb) {
            Subject::He | Subject::Role | Subject::Named | Subject::I => {
                Some(Slip::new(from, at, true))
            }
            Subject::We | Subject::Team | Subject::Roles => Some(Slip::new(from, at, somebody)),
            Subject::Thing if !weak && self.any(verb, "was were got") && !self.by_thing(verb) => {
                Some(Slip::new(from, at, somebody))
            }
            _ => None,
        }
    }

    /// Whether a person is said to have done it: `… by an engineer`.
    pub(in crate::lint) fn by_somebody(&self, at: usize) -> bool {
        self.hung_between(at + 1, at + 10)
    }

    fn hung_between(&self, from: usize, to: usize) -> bool {
        (from..to).any(|by| {
            // `Operator error` is nobody's.
            let role = |who: usize| self.has(who, ROLE) && !self.any(who + 1, ERRORS);
            let person = |who: usize| role(who) || self.names(who);
            let near = (by + 2..by + 5).take_while(|&near| !self.ends(near));
            self.is(by, "by")
                && (person(by + 1) || (self.has(by + 1, THE) && near.into_iter().any(person)))
        })
    }
}
