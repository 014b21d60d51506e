//! The words that grammar hangs on, and the words that make a sentence worth a second look.
//!
//! English only: another language yields no tags, and so no advice. What a single rule needs to
//! know of a word stands with that rule.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::LazyLock;

/// What is known of a word, as a set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::lint) struct Tags(u64);

impl Tags {
    pub(in crate::lint) const NONE: Self = Self(0);

    /// Whether the two sets share something.
    pub(in crate::lint) fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    pub(in crate::lint) const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

macro_rules! tags {
    ($($(#[$doc:meta])* $name:ident = $bit:literal),+ $(,)?) => {
        $($(#[$doc])* pub(in crate::lint) const $name: Tags = Tags(1 << $bit);)+
    };
}

tags! {
    I = 0,
    WE = 1,
    /// He, she.
    HE = 2,
    THEY = 3,
    /// Somebody, nobody.
    ANYONE = 4,
    /// One person by what they do: the engineer, a reviewer.
    ROLE = 5,
    /// Several as one: team, staff.
    TEAM = 6,
    SHOULD = 7,
    COULD = 8,
    WOULD = 9,
    MIGHT = 10,
    HAVE = 11,
    HAD = 12,
    /// Forms of *be*, and *got*: what makes a passive.
    BE = 13,
    BEEN = 14,
    DO = 15,
    NOT = 16,
    ADVERB = 17,
    /// And, or, but.
    AND = 18,
    /// Because, when, although: a clause begins.
    CLAUSE = 19,
    /// Who, which, that.
    WHO = 20,
    /// The, a, our.
    THE = 21,
    /// Of, in, on.
    IN = 22,
    /// A past participle, or a past tense: *-ed* and the irregular ones.
    DONE = 23,
    DOING = 24,
    /// May, will, can, to: what follows has not happened.
    MAY = 25,
    IF = 26,
    /// *May*, which tells of a past that might have been: *may have been prevented*.
    PERHAPS = 28,
    /// A person or a program, by the word before it.
    AGENT = 29,
    /// Words that only English has so often.
    ENGLISH = 27,
    /// Words that may make a sentence one for a rule.
    HINDSIGHT = 40,
    ERROR = 41,
    FAULT = 42,
    JUDGES = 43,
    CAUSE = 44,
    METRIC = 45,
    BETTER = 46,
    REGRET = 47,
    WITHOUT = 48,
}

/// Anything that makes a sentence worth keeping by itself.
pub(in crate::lint) const TRIGGERS: Tags = HINDSIGHT
    .or(ERROR)
    .or(FAULT)
    .or(JUDGES)
    .or(CAUSE)
    .or(METRIC)
    .or(REGRET)
    .or(WITHOUT);
/// What comes before a past *have*.
pub(in crate::lint) const MODAL: Tags = SHOULD.or(COULD).or(WOULD).or(MIGHT);

/// Returns what is known of a word in lower case, its apostrophes straight.
pub(super) fn tags(word: &str) -> Tags {
    WORDS
        .get(word)
        .copied()
        .unwrap_or_default()
        .or(by_ending(word))
}

fn by_ending(word: &str) -> Tags {
    if word.len() < 4 {
        Tags::NONE
    } else if word.ends_with("ed") && !NOT_DONE.contains(&word) {
        DONE
    } else if word.ends_with("ly") && !matches!(word, "reply" | "apply" | "supply" | "rely") {
        ADVERB
    } else if word.ends_with("ing") && !NOT_DOING.contains(&word) {
        DOING
    } else {
        Tags::NONE
    }
}

/// Words in *-ed* that are no participles.
const NOT_DONE: &[&str] = &[
    "need", "speed", "feed", "seed", "indeed", "embed", "proceed", "exceed", "succeed", "shed",
    "hundred", "breed", "bleed", "weed", "deed",
];

/// Words in *-ing* that are no participles.
const NOT_DOING: &[&str] = &[
    "thing",
    "bring",
    "spring",
    "string",
    "during",
    "morning",
    "evening",
    "nothing",
    "something",
    "anything",
    "everything",
    "ring",
    "king",
    "sing",
    "wing",
    "ping",
    "sting",
    "swing",
    "bing",
];

/// FNV-1a: millions of short words are looked up, and nobody chooses the words that are kept.
struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Hasher for Fnv {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

type Words = HashMap<&'static str, Tags, BuildHasherDefault<Fnv>>;

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let mut words = Words::default();
    for (tags, listed) in LISTS {
        for word in listed.split_whitespace() {
            let known = words.entry(word).or_default();
            *known = known.or(*tags);
        }
    }
    words
});

const LISTS: &[(Tags, &str)] = &[
    (I, "i i'm i've i'd i'll"),
    (WE, "we we're we've we'd we'll us ourselves"),
    (HE, "he she he'd she'd he's she's"),
    (THEY, "they they'd they've they're"),
    (
        ANYONE,
        "someone somebody anyone anybody nobody everyone everybody noone",
    ),
    (
        ROLE,
        "engineer engineers developer developers dev devs operator operators admin admins \
         administrator administrators sysadmin sysadmins responder responders analyst analysts \
         employee employees technician technicians manager managers sre sres on-call oncall \
         reviewer reviewers author authors committer committers maintainer maintainers contractor \
         contractors colleague colleagues coworker co-worker teammate teammates intern interns lead \
         leads commander commanders dba dbas member members contributor contributors owner owners \
         programmer programmers architect architects tester testers specialist specialists person \
         electrician executive cto ceo staffer nurse nurses doctor doctors physician physicians \
         clinician clinicians surgeon surgeons pilot pilots copilot co-pilot captain mechanic \
         mechanics trader traders clerk clerks inspector inspectors strategist strategists representative representatives \
         deployer deployers trainee trainees apprentice apprentices volunteer volunteers consultant consultants \
         electricians foreman skipper pharmacist pharmacists",
    ),
    (TEAM, "team teams staff crew management leadership"),
    (
        SHOULD,
        "should should've shouldn't shouldn't've shoulda ought",
    ),
    (COULD, "could could've couldn't couldn't've coulda"),
    (
        WOULD,
        "would would've wouldn't wouldn't've woulda we'd i'd he'd she'd they'd it'd you'd who'd \
         that'd",
    ),
    (MIGHT, "might might've mightn't mightn't've"),
    (
        HAVE,
        "have 've hav should've shouldn't've could've couldn't've would've wouldn't've might've \
         mightn't've shoulda coulda woulda we've i've they've",
    ),
    (HAD, "had hadn't we'd i'd he'd she'd they'd"),
    (
        BE,
        "is are was were be been being am isn't aren't wasn't weren't got gotten get gets getting \
         i'm we're they're he's she's it's that's",
    ),
    (BEEN, "been"),
    (DO, "do does did don't doesn't didn't"),
    (
        NOT,
        "not never no nor neither none without isn't aren't wasn't weren't don't doesn't didn't \
         hadn't haven't hasn't shouldn't couldn't wouldn't mightn't shouldn't've couldn't've \
         wouldn't've mightn't've cannot can't won't hardly",
    ),
    (
        ADVERB,
        "not never also maybe perhaps just then still even at least certainly instead always \
         already thus therefore however ever soon almost once too indeed well all both again further",
    ),
    (AND, "and or but & then nor"),
    (
        CLAUSE,
        "because when while if since although though as where until till before after so whereas \
         unless once than why how whether what except meaning",
    ),
    (WHO, "who which that whose whom"),
    (
        THE,
        "the a an our this that these those my your his her their its some any each every one two \
         three no another both all several many few most",
    ),
    (
        IN,
        "of in on at from with for by to into onto over under about during through within without \
         between among across via per upon against out up off down",
    ),
    (
        DONE,
        "taken caught found known seen had been made done gone given written chosen kept told \
         thought sent set put run built brought bought held left lost met paid read said shown \
         spent understood begun become come drawn driven broken spoken split cut shut hit let led \
         felt got gotten grown heard sought stood stuck taught thrown undone woken won worn \
         withdrawn foreseen overseen forgotten misread mistaken rebuilt reset rewritten dug hidden \
         slept shipped spun sworn overridden overrun rerun upheld rethought risen ridden frozen \
         dealt bound forgot overlooked took misunderstood mistook went broke knew saw ran chose \
         wrote gave",
    ),
    (PERHAPS, "may"),
    (AGENT, "agent agents"),
    (MAY, "may will can can't cannot won't to might could would"),
    (IF, "if unless whether"),
    (
        ENGLISH,
        "the and of to that this with was were which from there it not where when because been our",
    ),
    // What the rules look for.
    (
        HINDSIGHT,
        "hindsight hind-sight retrospect retrospectively looking knowing preventable avoidable foreseeable \
         happened occurred 20/20 obvious clear apparent evident signs wall inevitable bound matter \
         waiting given obviously question predictable reflection",
    ),
    (
        ERROR,
        "error errors mistake mistakes mistaken mistakenly mistakingly accidentally accidently \
         accidental accident inadvertently inadvertantly inadvertedly inadvertent unintentionally erroneously wrongly incorrectly improperly \
         unknowingly oversight oversights misunderstanding forgot forgotten overlooked mistyped misread \
         fat-fingered fatfingered fat-finger unwittingly errantly misjudged misjudgement \
         misjudgment mistook typo overlooking forgetting mistyping misreading misjudging \
         miscommunication slip-up mix-up blunder misinterpretation misconfiguration misconfigurations unintentional finger fingers fingered fingering \
         misclick misstep goof",
    ),
    (
        FAULT,
        "fault faulted blame blamed careless forgot forgotten overlooked mistyped misread \
         fat-fingered fatfingered misjudged misunderstood misconfigured mishandled misinterpreted \
         misused neglected ignored failed botched screwed messed mistook mistake mistakes skipped \
         bypassed disregarded accidentally accidently inadvertently inadvertantly inadvertedly \
         mistakingly mistakenly erroneously unintentionally \
         untested unreviewed unverified negligence carelessness laziness sloppiness recklessness incompetence \
         inattention slept unknowingly wrongly incorrectly carelessly negligent bother bothered should should've \
         shouldn't bad mess wrong incorrect caused confused mixed forgets overlooks misreads mistypes misjudges misunderstands misinterprets unwittingly errantly missed refused aware unaware responsibility \
         reckless sloppy irresponsible inattentive instead mislabelled mislabeled miswired dismissive lazy complacent overconfident hasty incompetent \
         unprofessional cocky omitted faulty erroneous",
    ),
    (
        JUDGES,
        "failed failure neglected neglect negligence negligent poor poorly bad badly dangerous \
         terrible sloppy careless carelessly reckless recklessly irresponsible inadequate \
         inadequately wrong foolish foolishly naive naively unwise lazy laziness hasty hastily \
         unprofessional ill-advised ill-conceived stupid stupidly silly haste rushed rushing fell \
         dropped missed corners shortcuts complacent complacency lack lacked lax mistake mistakes \
         inexcusable unforgivable unacceptable short-sighted shortsighted misguided questionable \
         irresponsibly shameful embarrassing embarrassingly awful horrible horrendous bother \
         bothered diligence incompetence incompetent sadly amateurish flawed shoddy unfit worst \
         slack sloppiness carelessness recklessness overconfident overconfidence hubris ignored \
         properly adequately thoroughly sufficiently rigorously appropriately ineptitude inept insufficient \
         insufficiently suboptimal sub-optimal substandard enough sufficient adequate proper lapse \
         lapses breakdown desired care excuse standards expectations too seriously followed lacking subpar sub-par unprepared ill-prepared untested unreviewed unverified \
         superficial neglecting chaotic haphazard disorganised disorganized dismal abysmal botched bungled unheeded \
         judgement judgment job dumb cocky omitted good great lousy \
         thorough careful carefully inexperienced clueless unqualified \
         extensively comprehensively exhaustively short \
         diligent cautious rigorous vigilant strict wise smart thoughtless messed screwed hurry rush \
         follow violated deserved well around unaddressed unattended unprioritized unprioritised untended",
    ),
    (
        CAUSE,
        "cause root-cause rootcause root-caused caused culprit",
    ),
    (
        METRIC,
        "time mttr mttd mtta mttf mtbf mttm ttr ttf ttd tta ttm time-to-detect time-to-resolve \
         time-to-recover time-to-mitigate time-to-recovery time-to-detection time-to-resolution \
         time-to-restore time-to-repair time-to-acknowledge time-to-mitigation uptime availability",
    ),
    (
        REGRET,
        "wish wished opportunity opportunities supposed chance chances",
    ),
    (WITHOUT, "without"),
    (BETTER, "better wiser safer smarter easier best"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_known_in_every_form() {
        for (word, expected) in [
            ("shouldn't", SHOULD),
            ("shouldn't", NOT),
            ("should've", HAVE),
            ("noticed", DONE),
            ("caught", DONE),
            ("probably", ADVERB),
            ("creating", DOING),
            ("engineer", ROLE),
        ] {
            assert!(tags(word).has(expected), "{word}");
        }
        assert!(!tags("need").has(DONE));
        assert_eq!(tags("fehlerhaft"), Tags::NONE);
    }
}
