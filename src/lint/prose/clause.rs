//! Who does what: the subject of a verb, and what somebody wishes had been done.

use super::lexicon::{
    ADVERB, AGENT, AND, ANYONE, BE, BEEN, CLAUSE, DO, DOING, DONE, HAD, HAVE, HE, I, IN, MODAL,
    NOT, ROLE, TEAM, THEY, Tags, WE, WHO,
};
use super::sentence::Sentence;
use super::token::Kind;

/// Who a verb speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::lint) enum Subject {
    I,
    We,
    He,
    They,
    Anyone,
    /// One person by what they do.
    Role,
    /// Several by what they do, and nobody in particular: the engineers.
    Roles,
    Team,
    /// Somebody by name or handle.
    Named,
    /// Left out, as in notes.
    Omitted,
    /// A pod, a request, a change, a customer: not somebody who ran into the incident at work.
    Thing,
}

impl Subject {
    /// Whether it is somebody who was at work there.
    pub(in crate::lint) fn is_human(self) -> bool {
        matches!(
            self,
            Self::I | Self::We | Self::He | Self::Role | Self::Roles | Self::Team | Self::Named
        )
    }

    /// Whether it is those who tell the story, or a team.
    pub(in crate::lint) fn is_us(self) -> bool {
        matches!(self, Self::We | Self::Team)
    }

    /// Whether it is several people, nobody singled out.
    pub(in crate::lint) fn is_group(self) -> bool {
        self.is_us() || self == Self::Roles
    }

    /// Whether it singles somebody out.
    pub(in crate::lint) fn is_somebody(self) -> bool {
        matches!(self, Self::He | Self::Role | Self::Named)
    }
}

/// A modal verb and a past: *should have noticed*, *could've been caught*.
#[derive(Clone, Copy, Debug)]
pub(in crate::lint) struct Wish {
    /// The modal verb.
    pub(in crate::lint) modal: usize,
    /// The participle; where there is none, what stands in its place.
    pub(in crate::lint) verb: usize,
    pub(in crate::lint) subject: Subject,
    /// Something suffers it.
    pub(in crate::lint) passive: bool,
    pub(in crate::lint) denied: bool,
    /// *… when we should have.*
    pub(in crate::lint) open: bool,
}

/// What may be put in between a modal verb and its *have*: *would no doubt have*, *should, in hindsight,
/// have*.
const PUT_IN: &str = "\
    to better no doubt as of course in theory practice principle all likelihood probability fact \
    hindsight retrospect turn defo , – —";

impl Sentence<'_> {
    /// Returns every modal verb with a past.
    pub(in crate::lint) fn wishes(self) -> impl Iterator<Item = Wish> {
        self.with(MODAL).filter_map(move |modal| self.wish(modal))
    }

    fn wish(&self, modal: usize) -> Option<Wish> {
        let mut denied = self.has(modal, NOT);
        let mut inverted = None;
        let mut have = modal;
        if !self.has(modal, HAVE) {
            have += 1;
            while !self.has(have, HAVE) {
                // `should of noticed` is how it sounds.
                if self.is(have, "of") && have == modal + 1 && self.has(have + 1, DONE) {
                    break;
                }
                let skipped = self.has(have, ADVERB.or(NOT)) || self.any(have, PUT_IN);
                let pronoun = self.pronoun(have);
                if have > modal + 5 || !(skipped || pronoun.is_some()) {
                    return None;
                }
                denied |= self.has(have, NOT);
                inverted = inverted.or(pronoun);
                have += 1;
            }
        }
        let mut verb = have + 1;
        // `We should have, in hindsight, waited.`
        if self.kind(verb) == Some(Kind::Mark(',')) {
            let close = |at: &usize| self.kind(*at) == Some(Kind::Mark(','));
            verb = (verb + 2..verb + 7)
                .find(close)
                .map_or(verb, |close| close + 1);
        }
        let mut passive = false;
        while self.has(verb, ADVERB.or(NOT).or(BEEN))
            || (self.has(verb, HAD) && self.has(verb + 1, DONE))
            || (self.is(verb, "gotten") && self.has(verb + 1, DONE))
            || (self.any(verb, "more much far") && self.has(verb + 1, ADVERB))
        {
            // `even better`, `still available`: an adverb that is the last word is none.
            passive |= self.has(verb, BEEN) || self.is(verb, "gotten");
            denied |= self.has(verb, NOT);
            verb += 1;
        }
        let own = self.pronoun(modal);
        let subject = inverted.or(own).unwrap_or_else(|| self.subject(modal));
        Some(Wish {
            modal,
            verb,
            subject,
            passive,
            denied,
            open: self.ends(verb) || self.has(verb, CLAUSE.or(AND)),
        })
    }

    fn pronoun(&self, at: usize) -> Option<Subject> {
        let tags = self.tags(at);
        let known: [(Tags, Subject); 5] = [
            (I, Subject::I),
            (WE, Subject::We),
            (HE, Subject::He),
            (THEY, Subject::They),
            (ANYONE, Subject::Anyone),
        ];
        known
            .into_iter()
            .find_map(|(tag, subject)| tags.has(tag).then_some(subject))
    }

    /// Returns who the verb at `at` speaks of: what stands before it and its helpers.
    pub(in crate::lint) fn subject(&self, at: usize) -> Subject {
        let helpers = ADVERB.or(MODAL).or(HAVE).or(HAD).or(BE).or(DO).or(NOT);
        let mut near = at;
        while near > 0 && self.pronoun(near - 1).is_none() && self.has(near - 1, helpers) {
            near -= 1;
        }
        let Some(near) = near.checked_sub(1) else {
            return Subject::Omitted;
        };
        // `The engineer responsible`
        let near = near - usize::from(near > 0 && self.any(near, "responsible involved"));
        if let Some(subject) = self.pronoun(near).or_else(|| self.person(near)) {
            return self.one_of(near, subject).unwrap_or(subject);
        }
        if self.has(near, WHO) {
            let before = near.checked_sub(1);
            let who = self.any(near, "who whom");
            return before
                .filter(|_| who)
                .and_then(|before| self.pronoun(before).or_else(|| self.person(before)))
                .unwrap_or(Subject::Thing);
        }
        // `We looked at the graph and could have stopped.`
        if self.has(near, AND) {
            return (0..near)
                .rev()
                .take_while(|&before| !self.has(before, CLAUSE.or(WHO)))
                .find_map(|before| self.pronoun(before))
                .or_else(|| self.doer(near))
                .or_else(|| self.told_of(near))
                .unwrap_or_else(|| self.clause_subject(near));
        }
        if let Some(subject) = self.aside(near) {
            return subject;
        }
        match self.kind(near) {
            Some(Kind::Mark(':' | '-' | '–' | '—' | ']' | '.' | '|' | ';')) => Subject::Omitted,
            // `In hindsight, should have …`
            Some(Kind::Mark(',')) if near < 4 => Subject::Omitted,
            // `We tested on an empty one, should have taken the old one.`
            Some(Kind::Mark(',')) if self.has(at, MODAL) => {
                self.pronoun(0).unwrap_or(Subject::Omitted)
            }
            _ => self
                .told_of(near)
                .unwrap_or_else(|| self.clause_subject(near)),
        }
    }

    /// Returns the somebody before something put in between commas: *the pilot, in a hurry, forgot*.
    fn aside(&self, near: usize) -> Option<Subject> {
        let comma = |at: usize| self.kind(at) == Some(Kind::Mark(','));
        let open = (near.saturating_sub(9)..near).rev().find(|&at| comma(at))?;
        let who = open.checked_sub(1)?;
        let person = self.person(who).filter(|_| comma(near))?;
        // What goes on with a verb of its own is no aside: *the pilot called, the captain came, forgot*.
        let other =
            (open + 1..near).any(|at| self.pronoun(at).is_some() || self.person(at).is_some());
        (!other).then_some(person)
    }

    fn person(&self, at: usize) -> Option<Subject> {
        if self.names(at) {
            Some(Subject::Named)
        } else if self.has(at, TEAM) {
            Some(Subject::Team)
        } else if self.has(at, AGENT) {
            let desk =
                at > 0 && self.any(at - 1, "support service validation call desk field sales");
            desk.then_some(Subject::Role)
        } else if self.has(at, ROLE) && !self.is_machine(at) {
            let one = (at.saturating_sub(4)..at).any(|near| self.reads(near, "one of"));
            let many = self.word(at).ends_with('s') && !one;
            Some(if many { Subject::Roles } else { Subject::Role })
        } else {
            None
        }
    }

    /// Whether a word names one who acts, and nothing of theirs: *the pilot*, and not *the pilot station*.
    pub(super) fn is_person(&self, at: usize) -> bool {
        let noun = self.kind(at + 1) == Some(Kind::Word) && self.tags(at + 1) == Tags::NONE;
        self.names(at) || (self.has(at, ROLE) && !self.is_machine(at) && !noun)
    }

    /// Whether a word for a person means a machine here: *a member of the cluster*, *the Kubernetes
    /// operator*.
    pub(super) fn is_machine(&self, at: usize) -> bool {
        let program = |near: usize| {
            self.kind(near) == Some(Kind::Opaque)
                || self.any(
                    near,
                    "kubernetes k8s prometheus postgres postgresql kafka etcd elasticsearch helm flux vault \
                     redis cert-manager istio ray strimzi",
                )
        };
        if self.any(at, "operator operators") && at > 0 && program(at - 1) {
            return true;
        }
        let of = self.any(at, "member members owner lead") && self.is(at + 1, "of");
        of && (at + 2..at + 6).any(|near| {
            self.any(
                near,
                "cluster quorum ring replica group set pool shard partition",
            )
        })
    }

    /// Returns the one person of a team that is spoken of: *an engineer on the storage team*.
    fn one_of(&self, team: usize, subject: Subject) -> Option<Subject> {
        let into = self
            .behind(team)
            .take(4)
            .take_while(|&at| self.pronoun(at).is_none() && !self.has(at, DONE.or(BE)))
            .find(|&at| self.has(at, IN))?;
        let one = into.checked_sub(1)?;
        if self.is(one, "one") && subject == Subject::Team {
            return Some(Subject::Role);
        }
        let single = !self.any(
            one,
            "members rest all most some engineers developers operators",
        );
        self.person(one)
            .filter(|person| subject == Subject::Team && single && person.is_somebody())
    }

    /// Returns the somebody with whom the clause or the sentence begins, and who did something there
    /// already: *the engineer opened the panel, but …*.
    pub(super) fn doer(&self, near: usize) -> Option<Subject> {
        let comma = near > 0 && self.parts(near - 1);
        let end = near - usize::from(comma);
        let start = (0..end)
            .rev()
            .find(|&at| self.parts(at) || self.has(at, CLAUSE.or(WHO)))
            .map_or(0, |at| at + 1);
        // `Found: the engineer …`
        let label = usize::from(self.parts(1)) * 2;
        self.doing_from(start, near)
            .or_else(|| self.doing_from(label, near))
    }

    fn doing_from(&self, start: usize, near: usize) -> Option<Subject> {
        let first = (start..near.min(start + 6)).find(|&at| self.person(at).is_some())?;
        let plain = (start..first).all(|at| !self.has(at, IN.or(BE).or(DONE).or(CLAUSE)));
        let mut next = first + 1;
        while self.person(next).is_some() || self.has(next, ADVERB) {
            next += 1;
        }
        let did = self.has(next, DONE.or(HAD).or(BE).or(DO));
        self.person(next - 1)
            .or_else(|| self.person(first))
            .filter(|_| plain && did)
    }

    /// Returns the somebody of whom a clause told before the verb: *the engineer who wrote it forgot*.
    fn told_of(&self, near: usize) -> Option<Subject> {
        let who = self.behind(near).take(10).find(|&at| self.is(at, "who"))?;
        let did = (who + 1..=near).any(|at| self.has(at, DONE));
        self.person(who.checked_sub(1)?).filter(|_| did)
    }

    /// Returns the somebody that a clause begins with, where more is said of them before the verb: *the
    /// engineer on call*, *the developer writing the change*.
    fn clause_subject(&self, near: usize) -> Subject {
        let start = (0..near)
            .rev()
            .take_while(|&at| !self.parts(at) && !self.has(at, AND.or(CLAUSE).or(WHO)))
            .last()
            .unwrap_or(near);
        for at in start..near.min(start + 6) {
            let Some(person) = self.person(at) else {
                if self.has(at, IN.or(DONE).or(BE)) {
                    break;
                }
                continue;
            };
            let mut next = at + 1;
            while self.person(next).is_some() {
                next += 1;
            }
            let more = IN.or(DOING).or(WHO);
            // `an admin called in from leave`
            let called = (self.has(next, DONE) || self.any(next, "responsible involved"))
                && self.has(next + 1, IN);
            if called || self.has(next, more) || self.kind(next) == Some(Kind::Mark('(')) {
                return person;
            }
            break;
        }
        Subject::Thing
    }
}
