//! What people's hands set going, and which did something by mistake: *the deploy removed the list by
//! accident*. What a program does to its data by itself is none of it.

use super::lexicon::{AND, BE, CLAUSE, DOING, DONE, IN, NOT, THE, WHO};
use super::sentence::Sentence;
use super::token::Kind;

/// What somebody runs or sends out, each time by hand.
const ACTS: &str = "\
    command commands deploy deployment commit pr push merge rollout rollback upgrade migration change \
    update patch edit cleanup clean-up maintenance";
/// What such an act does to a thing, and somebody might have meant it to.
const DONE_TO: &str = "\
    deleted removed dropped overwrote overrode overwritten wiped disabled enabled opened closed shut \
    stopped started killed restarted released published exposed reverted reset replaced renamed moved \
    switched silenced revoked purged truncated took sent brought changed included excluded omitted cut \
    terminated downgraded upgraded merged deployed activated deactivated unset";
/// What is done to a thing, as a noun.
const REMOVALS: &str = "\
    deletion removal restart shutdown release publication disclosure deployment deploy merge closing \
    opening termination overwriting revocation silencing renaming truncation purge";

impl Sentence<'_> {
    /// `The command overrode the list by mistake`, `a deploy accidentally removed it`.
    pub(super) fn by_hand(&self, from: usize, at: usize) -> bool {
        let phrase = from < at;
        let start = (0..from)
            .rev()
            .take_while(|&near| !self.parts(near) && !self.has(near, AND.or(CLAUSE)))
            .last()
            .unwrap_or(from);
        // `Running the command by mistake opened both gates.`
        let running = phrase && self.has(start, DOING) && start + 1 < from;
        if running && self.any(at + 1, DONE_TO) {
            return true;
        }
        let plain = |near: usize| {
            self.kind(near) == Some(Kind::Word)
                && !self.has(near, DONE.or(BE).or(IN).or(WHO))
                && (near == start || !self.has(near, THE))
        };
        let act = (start..from.min(start + 4))
            .take_while(|&near| plain(near))
            .find(|&near| self.any(near, ACTS) && !self.names_thing(near));
        let Some(act) = act else {
            return false;
        };
        let verb = if phrase && !self.any(at + 1, DONE_TO) {
            self.behind(from)
                .take_while(|&near| near > act)
                .find(|&near| self.has(near, DONE) || self.any(near, DONE_TO))
        } else {
            Some(at + 1)
        };
        // `A deploy that removed it by mistake` may be anything that was made of it.
        let other =
            (act..from).any(|near| self.has(near, BE.or(NOT)) || self.any(near, "that which"));
        verb.is_some_and(|verb| self.any(verb, DONE_TO)) && !other && !self.mended(from)
    }

    /// Whether one person did what was set going: *my command*, *the pilot's deploy*.
    pub(super) fn hands_of(&self, from: usize) -> bool {
        self.behind(from).any(|near| {
            (self.any(near, "my his her") || self.role_owner(near) || self.names_owner(near))
                && (near + 1..near + 4).any(|act| self.any(act, ACTS))
        })
    }

    /// Whether it goes on to a thing of that name: *the update job*.
    fn names_thing(&self, act: usize) -> bool {
        self.any(
            act + 1,
            "job jobs script scripts service server handler process pipeline tool controller worker \
             bot logic code parser",
        )
    }

    /// `The removal of the pin by mistake`
    pub(super) fn removal(&self, from: usize) -> bool {
        self.behind(from)
            .take(6)
            .take_while(|&near| !self.has(near, DONE.or(BE).or(CLAUSE)))
            .any(|near| self.any(near, REMOVALS) && self.is(near + 1, "of"))
    }

    /// Whether it is told as what a guard keeps off, or as what comes about now and then: *keeps it from
    /// being opened by mistake*, *when lists are deleted by mistake*.
    pub(super) fn kept_off(&self, from: usize) -> bool {
        let being = self.behind(from).take(5).any(|near| {
            self.is(near, "from")
                && self.has(near + 1, DOING.or(BE))
                && self.behind(near).take(6).any(|keep| {
                    self.any(
                        keep,
                        "keep keeps kept keeping stops stopped block blocks saves",
                    )
                })
        });
        let case = self
            .behind(from)
            .take(9)
            .any(|near| near > 0 && self.is(near, "case") && self.is(near - 1, "in"));
        let now = self
            .behind(from)
            .take(4)
            .any(|near| self.any(near, "is are gets get"));
        let often = now
            && self
                .behind(from)
                .any(|near| self.any(near, "when whenever sometimes often"));
        being || case || often
    }
}

#[cfg(test)]
mod tests {
    use super::super::any;

    fn check(text: &str, expected: bool) {
        assert_eq!(
            any(text, |sentence| sentence.slips().next()),
            expected,
            "{text}"
        );
    }

    #[test]
    fn what_hands_set_going_by_mistake_is_a_slip() {
        for text in [
            "The command used for the second gate opened it by mistake.",
            "The deploy overwrote the list by accident.",
            "A deployment accidentally removed the tide table.",
            "The lamp was made on the eighth, but accidentally not wired at that time.",
            "The removal of the pin by mistake let the water in.",
            "This led to the deletion of the list by accident.",
            "Running the command by mistake opened both gates.",
            "Horn accidentally not wired",
            "A migration by mistake dropped the list.",
        ] {
            check(text, true);
        }
        for text in [
            "A second lock, so that nobody deletes it by mistake.",
            "The lock keeps the gate from being opened by mistake.",
            "Use the pin in case the gate was opened by mistake.",
            "When lists are deleted by mistake, the harbour keeps a copy.",
            "The script deleted the list by accident.",
            "The update job accidentally removed the list.",
            "The parser accidentally dropped every second row.",
            "The guard stops a deploy that removed the list by mistake.",
            "We fixed a commit that disabled the horn by accident.",
            "The change could have opened the gate by mistake.",
            "If the deploy removed the list by accident, ring the bell.",
            "The list was read by the timer, and accidentally dropped rows were kept.",
        ] {
            check(text, false);
        }
    }
}
