//! The wrong thing taken: *ran the wrong command*, *was run on the wrong host*, *the wrong value was
//! entered*.

use super::clause::Subject;
use super::course::ORGANISATIONS;
use super::lexicon::{
    ADVERB, AND, ANYONE, BE, CLAUSE, DO, DOING, DONE, HAVE, IN, ROLE, TEAM, THE, WHO,
};
use super::sentence::Sentence;
use super::slip::Slip;
use super::token::Kind;

/// What hands do at a keyboard, to the wrong thing.
const HANDS: &str = "\
    ran executed used typed entered selected clicked chose deleted removed picked pasted pushed \
    deployed restarted applied stopped wiped dropped copied terminated opened changed edited run \
    chosen merged rebooted unplugged submitted uploaded disconnected powered pulled pressed replaced connected approved signed cut \
    rotated killed plugged wired";
/// What hands do, where it is told of one person's.
const ONE_HANDS: &str = "hit gave";
/// The same, told as it happens.
const HANDS_NOW: &str = "\
    runs executes types enters selects clicks picks deletes pastes pushes deploys restarts applies \
    stops presses pulls reboots unplugs";
/// How somebody sets a thing going that turns out bad, and what that is.
const SENDS: &str = "\
    introduced made pushed deployed ran applied merged committed shipped released uploaded entered issued \
    executed submitted";
const SENT: &str = "\
    configuration config change migration command query commit deploy deployment script value entry rule release \
    update push patch setting";
/// What is taken away or replaced because it is wrong.
const MENDED: &str = "\
    value values entry entries setting settings config configuration record records line label answer \
    data rule rules";
/// To the *incorrect* thing: who takes that away mends it.
const PUT: &str = "\
    ran executed used typed entered selected clicked chose picked pasted applied run chosen uploaded \
    submitted";
/// What people let go of.
const PUBLISHED: &str = "published shipped released tagged sent built installed configured set";
/// What people give a thing: *tagged with the wrong number*.
const GIVEN: &str = "tagged labelled labeled named configured built published released shipped";
/// The same, where no hands are named: what programs seldom have done to them by other programs.
const BY_HAND: &str = "\
    run executed typed entered selected clicked chosen picked pasted pushed deployed rebooted \
    wiped unplugged terminated deleted merged applied copied uploaded submitted disconnected pulled pressed dropped replaced restored \
    plugged wired";
/// Where it counts, and where it would not have.
const LIVE: &str = "production prod live primary main master";
const TRIAL: &str = "staging test testing dev development sandbox secondary replica standby copy";

impl Sentence<'_> {
    /// Returns the slip round a *wrong* at `at`.
    pub(super) fn wrong(&self, at: usize) -> Option<Slip> {
        if self.denied(at, 4) || self.asks() {
            return None;
        }
        let article = at == 0 || self.parts(at - 1) || self.has(at - 1, THE);
        if !article {
            return self.got_wrong(at);
        }
        self.taken_wrongly(at)
            .or_else(|| self.wrong_taken(at))
            .or_else(|| self.takes_wrongly(at))
    }

    /// `The technician introduced a bad configuration.`
    pub(super) fn sends_out_bad(&self, at: usize) -> Option<Slip> {
        let verb = at
            .checked_sub(2)
            .filter(|&verb| self.any(at - 1, "a an") && self.any(verb, SENDS))?;
        let thing = (at + 1..at + 4)
            .take_while(|&near| !self.ends(near) && !self.has(near, IN))
            .find(|&near| self.any(near, SENT))?;
        // `A pilot made a bad landing easier to see.`
        let last = self.ends(thing + 1) || self.has(thing + 1, AND.or(CLAUSE).or(IN).or(WHO));
        let told =
            self.any(at, "bad faulty incorrect erroneous") && self.subject(verb).is_somebody();
        let never = self.denied(verb, 3) || self.may_be(verb) || self.asks();
        (told && last && !never).then(|| Slip::new(verb, thing, true))
    }

    /// `The pilot got the order of the gates wrong.`
    fn got_wrong(&self, at: usize) -> Option<Slip> {
        let got = self
            .behind(at)
            .take(9)
            .find(|&near| self.is(near, "got"))
            .filter(|&got| got + 1 < at && self.has(got + 1, THE))?;
        let told = self.is(at, "wrong") && self.ends(at + 1) && !self.may_be(got);
        let subject = self.subject(got);
        (told && (subject.is_somebody() || subject == Subject::I)).then(|| Slip::new(got, at, true))
    }

    /// `09:12 The pilot enters the wrong berth`, in a timeline.
    fn takes_wrongly(&self, at: usize) -> Option<Slip> {
        if self.kind(0) != Some(Kind::Number) || !self.is(at, "wrong") {
            return None;
        }
        let verb = self
            .behind(at)
            .take(6)
            .find(|&near| self.any(near, HANDS_NOW))?;
        let told = self.subject(verb).is_somebody() && !self.may_be(verb);
        told.then(|| Slip::new(verb, at + 1, true))
    }

    /// `The engineer ran the wrong command`, `it was run on the wrong host`.
    fn taken_wrongly(&self, at: usize) -> Option<Slip> {
        let verb = self.behind(at).take(6).find(|&near| self.has(near, DONE))?;
        let known = if self.is(at, "wrong") { HANDS } else { PUT };
        let one = self.any(verb, ONE_HANDS) && self.subject(verb).is_somebody();
        let put = self.any(verb, known) || self.any(verb, PUBLISHED) || one;
        // Who *removed the wrong value* may have put it right.
        let mends = self.any(
            verb,
            "removed deleted dropped changed edited replaced copied",
        ) && (at + 1..at + 3).any(|near| self.any(near, MENDED));
        if !put || mends || self.may_be(verb) || self.reads(verb, "used to") {
            return None;
        }
        if self.is_suffered(verb) {
            let into = self.has(at.checked_sub(2)?, IN);
            let put = self.any(verb, BY_HAND) || self.any(verb, GIVEN);
            let found = into && put && !self.by_thing(at);
            return found.then(|| Slip::new(verb, at + 1, self.by_somebody(verb)));
        }
        match self.subject(verb) {
            Subject::He | Subject::Role | Subject::Named | Subject::I => {
                Some(Slip::new(verb, at + 1, true))
            }
            Subject::We | Subject::Team | Subject::Roles => Some(Slip::new(verb, at + 1, false)),
            Subject::Anyone if self.by_someone(verb) => Some(Slip::new(verb, at + 1, false)),
            _ => None,
        }
    }

    /// `The pilot ran it on the live gate instead of the test gate`, `it was applied to production instead of
    /// staging`.
    pub(super) fn elsewhere(&self, at: usize) -> Option<Slip> {
        let live = (at.saturating_sub(4)..at).any(|near| self.any(near, LIVE));
        let trial = (at + 2..at + 7)
            .take_while(|&near| !self.ends(near))
            .any(|near| self.any(near, TRIAL));
        if !self.is(at + 1, "of") || !live || !trial || self.asks() {
            return None;
        }
        let verb = self
            .behind(at)
            .take(10)
            .find(|&near| self.has(near, DONE) && !self.has(near, BE))?;
        if !self.any(verb, BY_HAND) && !self.is(verb, "ran")
            || self.may_be(verb)
            || self.denied(verb, 3)
        {
            return None;
        }
        if self.is_suffered(verb) {
            return (!self.by_thing(verb)).then(|| Slip::new(verb, at, self.by_somebody(verb)));
        }
        match self.subject(verb) {
            Subject::He | Subject::Role | Subject::Named | Subject::I => {
                Some(Slip::new(verb, at, true))
            }
            Subject::We | Subject::Team | Subject::Roles => Some(Slip::new(verb, at, false)),
            _ => None,
        }
    }

    /// `The wrong value was entered.`
    fn wrong_taken(&self, at: usize) -> Option<Slip> {
        let far = self.is(at, "wrong") && (at + 2..at + 4).any(|near| self.is(near, "of"));
        let reach = if far { 8 } else { 5 };
        let was = (at + 2..at + reach).find(|&near| self.any(near, "was were got"))?;
        let verb = (was + 1..was + 4).find(|&near| !self.has(near, ADVERB.or(BE)))?;
        let plain = (at + 1..was).all(|near| !self.ends(near) && !self.has(near, DO.or(HAVE)));
        let put = self.any(verb, BY_HAND) || self.any(verb, GIVEN);
        let found = plain && !self.may_be(at) && put && !self.by_thing(verb);
        found.then(|| Slip::new(at, verb, self.by_somebody(verb)))
    }

    fn is_suffered(&self, verb: usize) -> bool {
        self.behind(verb)
            .take(4)
            .take_while(|&near| self.has(near, ADVERB.or(BE)))
            .any(|near| self.has(near, BE))
    }

    /// Whether something that is no person is said to have done it: *by the autoscaler*.
    pub(super) fn by_thing(&self, at: usize) -> bool {
        let by = (at + 1..at + 6).find(|&near| self.is(near, "by"));
        by.is_some_and(|by| {
            let hand = self.any(by + 1, "hand mistake accident us") || self.has(by + 1, DOING);
            let who = |at: usize| self.has(at, ROLE.or(TEAM).or(ANYONE)) || self.names(at);
            let thing = self.has(by + 1, THE) || self.kind(by + 1) == Some(Kind::Opaque);
            // A provider is people.
            let house = (by + 1..by + 5).any(|near| self.any(near, ORGANISATIONS));
            !hand && thing && !house && !(by + 1..by + 5).any(who)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::any;

    fn check(text: &str, expected: Option<bool>) {
        for somebody in [true, false] {
            let found = any(text, |sentence| {
                sentence.slips().find(|slip| slip.somebody == somebody)
            });
            assert_eq!(found, expected == Some(somebody), "{text}");
        }
    }

    #[test]
    fn a_wrong_thing_is_taken_by_somebody_or_nobody() {
        for text in [
            "The pilot selected the wrong berth.",
            "An engineer ran the cleanup on the wrong host.",
            "The command was run on the wrong pier by an engineer.",
            "The pilot got the order of the gates wrong.",
            "09:12 The pilot enters the wrong berth.",
            "The pilot hit the wrong switch.",
            "I ran it on production instead of staging.",
            "The pilot, reading an old plan, plugged the lamp into the wrong socket.",
            "A technician moored the boat by hand and introduced a bad setting.",
            "One of our pilots made a faulty list change.",
        ] {
            check(text, Some(true));
        }
        for text in [
            "The command was run against the wrong database.",
            "The wrong pump was unplugged.",
            "An incorrect value was entered in the form.",
            "We deployed the wrong branch.",
            "A wrong parameter was typed by hand.",
            "Someone pulled the wrong rope.",
            "The wrong list of the two piers was uploaded.",
            "It was applied to the live gate instead of the test gate.",
            "We ran it on production instead of staging.",
            "The rope was wired to the wrong post.",
        ] {
            check(text, Some(false));
        }
        for text in [
            "The wrong pump was chosen by the scheduler.",
            "The job was deployed to the wrong pier by the planner.",
            "The wrong tide table was cached.",
            "An incorrect tide table limit change was applied.",
            "Boats were sent to the wrong pier.",
            "No wrong value was entered.",
            "The engineer removed the wrong value from the table.",
            "The panel warns a pilot who enters the wrong berth.",
            "Anyone could have pulled the wrong rope.",
            "The clock got the hour wrong.",
            "The job ran on production instead of staging.",
            "We run it on staging instead of production.",
            "The wrong answer to the two calls was served.",
            "We used the primary instead of the secondary since the latter was down.",
            "We hit the wrong pier.",
            "The wrong berth could be entered again.",
            "The planner introduced a bad setting.",
            "We pushed a bad list change.",
            "The pilot removed a bad setting.",
            "The pilot made a bad landing.",
            "The pilot had not pushed a bad setting.",
            "Later the pilot made a bad setting easier to take back.",
            "Had the pilot pushed a bad setting?",
        ] {
            check(text, None);
        }
    }
}
