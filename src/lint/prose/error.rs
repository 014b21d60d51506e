//! Slips told by a noun: *human error*, *a mistake was made*, *an oversight*.

use super::clause::Subject;
use super::lexicon::{ADVERB, AND, BE, CLAUSE, DONE, I, IN, NOT, ROLE, THE};
use super::sentence::Sentence;
use super::slip::Slip;
use super::token::Kind;

/// Who errs, or by what.
const KINDS: &str = "\
    human operator user operational manual admin administrator pilot clerical procedural person \
    engineer developer copy-paste copy/paste paste typographical transcription typing keying";
/// The same, of a kind that many a tool guards against.
const KEYED: &str = "copy-paste copy/paste paste typographical transcription typing keying";
pub(super) const ERRORS: &str = "error errors mistake mistakes oversight";
/// Errors of programs, and what counts or shows them.
pub(super) const TECHNICAL: &str = "\
    rate rates message messages code codes budget budgets page pages handling log logs count \
    counts report reports tracking response responses state";
/// What somebody does to a thing, and may do without meaning to.
const DEEDS: &str = "\
    deletion removal change changes modification merge push commit deploy deployment deployments \
    release publication publishing disclosure upload overwrite overwriting restart shutdown \
    shut-down reboot misconfiguration click activation deactivation revocation rotation upgrade \
    downgrade drop wipe exposure leak execution run switch toggle disabling enabling override edit \
    update destroy destruction truncation termination disconnection unplugging cut purge reset rollback rename move \
    inclusion omission introduction configuration duplication creation trigger sending transfer \
    ban block error errors mistake use cancellation expiry loss break newline paste keypress keystroke comma character quote";
/// Where a mistake is a program's: what it is made of.
const CODE: &str = "\
    logic code script scripts query queries algorithm implementation library function regex parser \
    template compiler software firmware formula";
/// Somebody held it for one, at the time.
const HELD: &str = "\
    assumed assume suspected suspect thought believed blame blaming called calling label \
    labelling call considered term";

impl Sentence<'_> {
    /// Returns the slip that a noun at `at` names.
    pub(super) fn error(&self, at: usize) -> Option<Slip> {
        if !self.any(at, ERRORS) {
            return self
                .oversights(at)
                .or_else(|| self.accident(at))
                .or_else(|| self.misunderstanding(at))
                .or_else(|| self.typo(at));
        }
        let kind = at.checked_sub(1).filter(|&kind| {
            self.any(kind, KINDS) || (kind > 0 && self.reads(kind - 1, "data entry"))
        });
        if let Some(kind) = kind {
            return self.error_of(kind, at);
        }
        let owned = at.checked_sub(1).filter(|&owner| self.is_owner(owner));
        if self.is(at, "oversight") {
            let one = self.before(at, 3, THE)
                && self
                    .behind(at)
                    .take(3)
                    .any(|near| self.any(near, "a an our simple"));
            let one = one || (at > 0 && self.any(at - 1, "by through"));
            let owned = owned.is_some() || self.is_mine(at + 1) || self.made_by(at);
            let meant = one && !self.denied(at, 4) && !self.any(at + 1, "committee board of");
            return (meant || owned).then(|| Slip::new(at, at, owned));
        }
        self.mistake(at, owned.is_some())
    }

    /// `Two oversights led to it.`
    fn oversights(&self, at: usize) -> Option<Slip> {
        let led = self.is(at, "oversights")
            && (at + 1..at + 8).any(|near| self.any(near, "led caused resulted meant left made"));
        (led && !self.denied(at, 4) && !self.may_be(at)).then(|| Slip::new(at, at, false))
    }

    /// `An accidental deletion`, `a fat-fingered command`, `due to overlooking a valve`.
    fn accident(&self, at: usize) -> Option<Slip> {
        if self.any(at, "fat-fingered fatfingered fat-finger") && at > 0 && self.has(at - 1, THE) {
            return (!self.may_be(at)).then(|| Slip::new(at, at + 1, false));
        }
        // `A fat finger`, `someone fat fingered the number`
        if self.any(at, "finger fingers fingered fingering") {
            let fat = at.checked_sub(1).filter(|&fat| self.is(fat, "fat"))?;
            let subject = self.subject(fat);
            let one = self.is(at, "fingered") && (subject.is_somebody() || subject == Subject::I);
            let argued = self.any(at + 1, "is isn't");
            let told = !self.may_be(fat) && !self.denied(fat, 3) && !argued;
            return told.then(|| Slip::new(fat, at, one));
        }
        // `Under the mistaken impression that …`
        if self.is(at, "mistaken") {
            let held = self.any(at + 1, "impression belief assumption") && self.before(at, 1, THE);
            let under =
                self.before(at, 4, IN) || self.behind(at).take(3).any(|near| self.is(near, "due"));
            return (held && under && !self.denied(at, 4) && !self.may_be(at))
                .then(|| Slip::new(at, at + 1, false));
        }
        // `The deletion was accidental.`
        if self.any(at, "accidental unintentional inadvertent") && self.ends(at + 1) {
            let was = self
                .behind(at)
                .take(3)
                .find(|&near| self.any(near, "was were"))?;
            let plain = (was + 1..at).all(|near| self.has(near, ADVERB) && !self.has(near, NOT));
            let deed = self.behind(was).take(8).any(|near| self.any(near, DEEDS));
            return (plain && deed && !self.asks()).then(|| Slip::new(was, at, false));
        }
        if self.any(at, "accidental inadvertent unintentional") {
            let deed = |near: usize| self.any(near, DEEDS);
            let further = !self.is(at, "unintentional") && self.kind(at + 1) == Some(Kind::Word);
            let plain = !self.may_be(at)
                && (deed(at + 1) || (further && deed(at + 2)))
                && !(at > 0 && self.is(at - 1, "or"))
                && !self.denied(at, 3)
                && !self.any(
                    at + 1,
                    "complexity side effect effects consequence consequences interaction",
                )
                && !self.any(at + 2, "guard guards protection prevention");
            return plain.then(|| Slip::new(at, at + 1, self.by_somebody(at)));
        }
        if self.any(at, "overlooking forgetting mistyping misreading misjudging") {
            let told = self.before(at, 3, IN) && !self.may_be(at) && !self.denied(at, 4);
            let cause = (at.saturating_sub(5)..at)
                .any(|near| self.any(near, "result due caused because from by cause led"))
                // `By forgetting to check your rope` is counsel.
                && !(0..self.len()).any(|near| self.any(near, "you your"));
            return (told && cause).then(|| Slip::new(at, at, false));
        }
        None
    }

    /// `Due to a misunderstanding`, `a misconfiguration on our side`.
    fn misunderstanding(&self, at: usize) -> Option<Slip> {
        if self.any(at, "slip-up mix-up blunder misclick misstep goof") {
            let told = self.before(at, 3, THE) && !self.denied(at, 4) && !self.may_be(at);
            return told.then(|| Slip::new(at, at, false));
        }
        // A typo may be anybody's; whose it is said to be makes the difference.
        if self.is(at, "typo") && at > 0 {
            let owned = self.is_owner(at - 1) || self.made_by(at);
            if owned && !self.may_be(at) && !self.mended(at) {
                return Some(Slip::new(at - 1, at, true));
            }
        }
        if self.any(at, "misconfiguration misconfigurations typo") {
            return self.is_ours(at + 1).then(|| Slip::new(at, at + 3, false));
        }
        if !self.any(at, "misunderstanding miscommunication misinterpretation") {
            return None;
        }
        let kind = at > 0 && self.any(at - 1, KINDS);
        let cause = self
            .behind(at)
            .take(4)
            .any(|near| self.any(near, "due because result by of from was owing thanks"));
        let led = (at + 1..at + 12)
            .any(|near| self.any(near, "led caused resulted meant left ended delayed kept"));
        let first = at == 0 || self.parts(at - 1);
        let told = kind || cause || (led && (first || self.before(at, 3, THE)));
        (told && !self.denied(at, 4) && !self.may_be(at))
            .then(|| Slip::new(at - usize::from(kind), at, false))
    }

    /// `We made a typo in the name.`
    fn typo(&self, at: usize) -> Option<Slip> {
        let made = at > 0 && self.is(at, "typo") && self.before(at, 3, DONE);
        let made = self
            .behind(at)
            .take(3)
            .find(|&near| made && self.is(near, "made"))?;
        let subject = self.subject(made);
        let one = subject.is_somebody() || subject == Subject::I;
        let told = one || subject.is_group();
        told.then(|| Slip::new(made, at, one))
    }

    /// Whose it is: `my`, `her own`, `the engineer's`.
    fn is_owner(&self, owner: usize) -> bool {
        let own = owner > 0 && self.is(owner, "own") && self.any(owner - 1, "my his her");
        own || self.any(owner, "my his her") || self.names_owner(owner) || self.role_owner(owner)
    }

    /// `On my part`, `(mine)`: somebody takes it on themselves.
    fn is_mine(&self, at: usize) -> bool {
        let bracket = self.kind(at) == Some(Kind::Mark('('));
        (self.reads(at, "on my") && self.any(at + 2, "part side end"))
            || (bracket && self.any(at + 1, "mine"))
    }

    /// `A mistake by the pilot`, `an error made by one of our pilots`.
    fn made_by(&self, at: usize) -> bool {
        (self.is(at + 1, "by") || self.reads(at + 1, "made by")) && self.by_somebody(at)
    }

    /// `On our part`, `on our side`.
    fn is_ours(&self, at: usize) -> bool {
        self.reads(at, "on our") && self.any(at + 2, "part side end")
    }

    /// `Human error`, `an operator mistake`.
    fn error_of(&self, kind: usize, at: usize) -> Option<Slip> {
        let many =
            self.any(at, "errors mistakes") && !self.any(kind, "human operator pilot manual");
        // `Stopped instead of moved by operator error` denies what was done, not by what.
        let by = kind > 0 && self.any(kind - 1, "by through to");
        let denied = if by {
            self.before(kind, 4, NOT)
        } else {
            self.denied(kind, 4)
        };
        let argued = denied
            || (self.any(kind, KEYED) && (self.may_be(kind) || self.mended(kind)))
            || (self.any(at + 1, "is isn't") && self.before(at + 4, 3, NOT))
            // `Reports that turn out to be user error` come every day.
            || self.behind(kind).take(4).any(|near| {
                self.any(near, "turn turns usually often sometimes typically")
                    || (self.is(near, "mostly") && !self.before(near, 1, BE) && !self.heads(kind, at))
            })
            || self.behind(kind).take(3).any(|near| self.any(near, HELD))
            || (0..self.len()).any(|near| self.any(near, "symptom symptoms blameless"));
        (!many && !argued && !self.any(at + 1, TECHNICAL))
            .then(|| Slip::new(kind, at, self.is_mine(at + 1)))
    }

    /// Whether a cause begins with it, an adverb before it or not: *Mostly operator error, and the fog*.
    fn heads(&self, kind: usize, at: usize) -> bool {
        let first = (0..kind)
            .rev()
            .take_while(|&near| self.has(near, ADVERB))
            .last()
            .unwrap_or(kind);
        let starts = first == 0
            || matches!(
                self.kind(first - 1),
                Some(Kind::Mark(':' | '–' | '—' | '-'))
            );
        starts && (self.ends(at + 1) || self.has(at + 1, AND.or(CLAUSE).or(IN).or(DONE)))
    }

    /// `We made a mistake`, `it was a mistake in the order of the steps`.
    fn mistake(&self, at: usize, owned: bool) -> Option<Slip> {
        let own_error = self.is(at, "error")
            && owned
            && (self.ends(at + 1)
                || self.any(
                    at + 1,
                    "and that which to in when took led caused brought meant",
                ));
        // `Due to an error during the manual restart`
        let by_hand = self.any(at + 1, "during when while in")
            && (at + 2..at + 7).any(|near| self.any(near, "manual manually maintenance hand"));
        if self.any(at, "error errors") && self.is_mine(at + 1) && !self.denied(at, 4) {
            return Some(Slip::new(at, at + 2, true));
        }
        if self.any(at, "error errors") && self.is_ours(at + 1) && !self.denied(at, 4) {
            return Some(Slip::new(at, at + 3, false));
        }
        let made_error = own_error
            || self.any(at, "error errors")
                && (self.before(at, 4, DONE) || self.is(at + 2, "made") || by_hand);
        if !(self.any(at, "mistake mistakes") || made_error)
            || self.denied(at, 4)
            || self.may_be(at)
            || self.would_meet(at)
        {
            return None;
        }
        if owned {
            return Some(Slip::new(at - 1, at, true));
        }
        if at > 0 && self.is(at - 1, "our") && self.is(at, "mistake") {
            let general = self
                .behind(at)
                .take(4)
                .any(|near| self.any(near, "learn learning own owning repeat apologize apologise"));
            return (!general).then(|| Slip::new(at - 1, at, false));
        }
        if self.is_mine(at + 1) || self.made_by(at) {
            return Some(Slip::new(at, at + 2, true));
        }
        let of_code = self.any(at + 1, "in with")
            && (at + 2..at + 8)
                .take_while(|&near| !self.ends(near))
                .any(|near| self.any(near, CODE));
        if of_code && !self.behind(at).take(4).any(|near| self.is(near, "made")) {
            return None;
        }
        // `A mistake was made.`
        if self.any(at + 1, "was were had") && (at + 2..at + 4).any(|near| self.is(near, "made")) {
            return Some(Slip::new(at, at + 1, self.by_somebody(at)));
        }
        // Whoever tells of *the mistake of* doing so judges it: another rule speaks.
        if self.is(at + 1, "of")
            || self
                .behind(at)
                .take(2)
                .any(|near| self.any(near, "making make makes"))
        {
            return None;
        }
        let made = self.behind(at).take(4).find(|&near| self.is(near, "made"));
        if let Some(made) = made {
            return match self.subject(made) {
                Subject::I | Subject::He | Subject::Role | Subject::Named => {
                    Some(Slip::new(made, at, true))
                }
                Subject::We | Subject::Team | Subject::Roles | Subject::They => {
                    Some(Slip::new(made, at, false))
                }
                _ => None,
            };
        }
        // `A mistake in our handover led to …`
        let led = at < 4
            && self.before(at, 2, THE)
            && self.has(at + 1, IN)
            && (at + 2..at + 14)
                .any(|near| self.any(near, "led caused resulted meant took brought"));
        if led && self.is(at, "mistake") {
            return Some(Slip::new(at, at, false));
        }
        // `The second mistake was that …`: told as one of a row.
        let row = at > 0
            && self.any(at - 1, "first second third next other last final")
            && self.any(at + 1, "was is");
        if row && !self.any(0, "our") {
            let mine =
                (at + 2..self.len()).any(|near| self.has(near, I) && self.has(near + 1, DONE));
            return Some(Slip::new(at - 1, at, mine));
        }
        // What was done *by mistake* is told by its verb: a program's is none.
        if at > 0 && self.is(at - 1, "by") {
            return None;
        }
        // `Leaving at noon was a mistake` judges what was done.
        if at > 1 && self.ends(at + 1) && self.is(at - 1, "a") && self.is(at - 2, "was") {
            return None;
        }
        let verdict = self
            .behind(at)
            .take(4)
            .any(|near| self.any(near, "was were is be due because by of"));
        let telling =
            self.ends(at + 1) || self.any(at + 1, "in when while during on by made with at");
        (verdict && telling && (self.is(at, "mistake") || by_hand))
            .then(|| Slip::new(at, at, false))
    }

    /// Whether something would have met it: `a drill would have caught the mistake`.
    fn would_meet(&self, at: usize) -> bool {
        self.wishes()
            .any(|wish| wish.verb < at && self.behind(at).any(|near| near == wish.modal))
    }

    pub(super) fn role_owner(&self, at: usize) -> bool {
        let word = self.word(at);
        let bare = word.strip_suffix("'s").or_else(|| word.strip_suffix("’s"));
        bare.is_some_and(|bare| super::lexicon::tags(&bare.to_lowercase()).has(ROLE))
    }
}
