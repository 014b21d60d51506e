//! What decides whether a past that was not is one that somebody had a hand in: the verbs, and the
//! ways to say it that need no modal verb.

use super::lexicon::{
    ADVERB, ANYONE, BEEN, BETTER, DOING, DONE, HAD, HAVE, HE, I, MODAL, NOT, ROLE, TEAM, THE, Tags,
    WE,
};
use super::sentence::Sentence;

/// What finds or stops an incident, and what keeps it small. Said of a thing, such a verb still
/// speaks of what somebody could have had.
pub(in crate::lint) const CATCHING: &str = "\
    found caught prevented avoided averted mitigated detected noticed spotted identified \
    discovered uncovered saved spared shortened minimized minimised flagged surfaced stopped \
    revealed highlighted helped pre-empted preempted precluded forestalled eliminated alleviated \
    lessened simplified sped accelerated foreseen anticipated sufficed expedited hastened eased \
    softened obviated shielded isolated shaved curbed cushioned protected safeguarded";

/// What any such thing, or doing it, would have brought about.
pub(in crate::lint) const REMEDIED: &str = "\
    resolved fixed solved contained confined ended cut kept ensured guaranteed enforced unblocked \
    confirmed proven restored covered forced bought trimmed settled answered";

/// The same, before somebody whom it helps: *allowed us to*.
pub(in crate::lint) const HELPING: &str = "\
    allowed enabled let given alerted warned told informed notified shown pointed led paged \
    reminded kept tipped bought cost made reduced limited protected meant";

/// What people do, and are wished to have done, with or to a thing.
pub(in crate::lint) const HANDLED: &str = "\
    noticed caught prevented avoided averted detected spotted identified discovered found \
    mitigated resolved alerted paged notified communicated informed told tested reviewed checked \
    verified validated documented planned escalated investigated questioned anticipated foreseen \
    predicted considered handled addressed fixed known monitored raised reported shortened \
    reduced minimized minimised prepared warned coordinated done flagged diagnosed stopped uncovered surfaced \
    contained recognized recognised realized realised understood remedied repaired solved \
    discussed looped rehearsed tracked prioritised prioritized budgeted treated practised practiced simplified limited expected triaged announced asked";

/// What people decide. A thing *should not have been merged*, or *should have been renewed*.
pub(in crate::lint) const DECIDED: &str = "\
    split staged gated separated obvious apparent paused halted aborted canceled cancelled \
    delayed applied moved set enabled disabled merged deployed released pushed rushed approved \
    shipped scheduled renewed rotated replaced written included involved consulted followed \
    rolled cleaned committed trained configured created taken given made added updated audited \
    asked chosen hardcoded hard-coded designed implemented introduced postponed reverted \
    decommissioned upgraded revoked ignored dismissed automated declared noted referred issued retired";

/// What somebody would have done, had they known.
pub(in crate::lint) const WOULD_DO: &str = "\
    noticed known caught realized realised found spotted discovered detected avoided prevented \
    saved checked tested chosen done recovered resolved reacted responded understood stopped \
    identified fixed averted rolled reverted asked gone taken restored looked acted escalated \
    paged investigated learned learnt mitigated restarted used thought picked decided suspected \
    got gotten reached remembered diagnosed minimized minimised reduced shortened handled saw \
    merged deployed shipped waited intervened alerted benefited benefitted told warned written \
    rejected questioned anticipated foreseen predicted";

/// What befalls somebody, or is no course of action.
pub(in crate::lint) const NOT_CHOSEN: &str = "\
    experienced seen expected had liked preferred needed wanted loved hoped received encountered \
    sworn succeeded enjoyed missed observed lost suffered hated";

/// Participles that stand before a noun: `we should have automated tests`.
pub(in crate::lint) const BEFORE_NOUNS: &str = "\
    automated dedicated improved limited detailed shared documented defined scheduled increased \
    reduced updated separated isolated managed predefined named distributed integrated \
    centralized centralised written standardized standardised mixed combined redundant advanced \
    enhanced trained tested known set hardened fixed consolidated versioned";

/// How it would have gone.
pub(in crate::lint) const COMPARED: &str = "\
    exacerbated worsened faster sooner earlier quicker better worse shorter easier clearer \
    smoother simpler safer wiser quickly preventable avoidable smaller milder";

pub(in crate::lint) const GRADES: &str =
    "much a lot far way little bit even more so slightly no any";

/// What befalls: an incident *should never have happened*.
pub(in crate::lint) const BEFALLING: &str = "happened occurred arisen ensued";

/// What befell, or may have, where a note leaves out of what it speaks.
pub(in crate::lint) const BEFELL: &str = "\
    caused broken led resulted affected triggered impacted contributed introduced started happened \
    worked failed lasted occurred come gone";

/// What finds trouble by its very nature.
pub(in crate::lint) const WATCHERS: &str = "\
    check checks test tests alert alerts alarm alarms monitor monitors monitoring canary drill \
    review audit probe dry-run rehearsal preview simulation exercise drill soak diff verification dashboard guard gate lint linter validation rehearsal healthcheck";

/// What such a thing does, once it finds something.
pub(in crate::lint) const SOUNDS: &str = "\
    fired failed triggered named shown pointed told rung gone blocked rejected refused pinged \
    tripped raised exposed picked";

/// What a thing that nobody looked at had to tell.
pub(in crate::lint) const SHOWED: &str =
    "shown told indicated pointed signalled signaled explained";

/// What people write for each other, or set up to look after the rest.
pub(in crate::lint) const PREPARED: &str = "\
    runbook runbooks documentation docs procedure procedures process processes checklist \
    checklists plan plans policy policies notice announcement announcements test tests testing \
    review reviews suite monitoring communication communications notification instructions guide \
    readme training handover script scripts tool tooling prompt playbook pipeline";

/// What such a thing may be said to have left out.
pub(in crate::lint) const HELD: &str = "\
    included mentioned covered specified described explained listed accounted required warned \
    stated told considered said asked highlighted";

/// What keeps watch or holds back, and was not there.
pub(in crate::lint) const SAFEGUARDS: &str = "\
    process procedure plan approver approval owner runbook documentation docs warning notification \
    limit guard guards safeguard safeguards step communication coordination discussion checklist \
    backup reviewer testing";

/// Several people by the name of what they work for.
pub(in crate::lint) const ORGANISATIONS: &str = "\
    organisation organization vendor provider supplier bank hospital authority agency company ca";

/// How a better course would have been, in somebody's eyes.
pub(in crate::lint) const WELCOME: &str = "\
    useful helpful handy nice good great prudent wise sensible worthwhile ideal appropriate preferable \
    advisable worth";

/// What people do about an incident, which something would have enabled.
pub(in crate::lint) const RESPONSES: &str = "\
    rollback rollbacks recovery detection diagnosis response mitigation fix failover debugging \
    investigation team teams coordinators commanders responders engineers operators us staff \
    restore restoration troubleshooting analysis";

/// Marks of a course that was there from the first.
pub(in crate::lint) const FROM_THE_FIRST: &[&str] = &[
    "from the start",
    "from the beginning",
    "from the outset",
    "from day one",
    "at the outset",
    "in the first place",
    "to begin with",
    "ahead of time",
    "in advance",
    "beforehand",
    "upfront",
    "up front",
];

/// What one thinks, and does not do.
pub(in crate::lint) const OPINED: &str = "thought imagined guessed assumed bet said";

/// What somebody would have been able to do.
pub(in crate::lint) const ABLE_TO: &str = "\
    catch detect notice see prevent avoid find identify respond react recover resolve restore \
    mitigate spot diagnose fix stop discover understand reduce roll reproduce tell know act \
    debug shorten limit contain warn inform alert";

/// How such work is done.
pub(in crate::lint) const PERFORMED: &str = "\
    performed run executed carried conducted made held written started begun initiated";

const PEOPLE: Tags = WE.or(I).or(HE).or(ROLE).or(TEAM);

/// `We'd better have asked.`
pub(in crate::lint) fn better(sentence: &Sentence<'_>) -> Option<(usize, usize)> {
    sentence.with(BETTER).find_map(|at| {
        let had = at > 0
            && sentence.has(at - 1, HAD.or(HAVE))
            && sentence.has(at + 1, HAVE)
            && sentence.has(at + 2, DONE);
        had.then(|| (at - 1, at + 2))
    })
}

/// `If we had looked`, `had the team known`, `had this been caught`.
pub(in crate::lint) fn had_we(sentence: &Sentence<'_>) -> Option<(usize, usize)> {
    sentence
        .with(HAD)
        .find_map(|had| if_had(sentence, had).or_else(|| inverted(sentence, had)))
}

/// Returns the participle that follows, and whether something suffers it.
fn participle(sentence: &Sentence<'_>, from: usize) -> Option<(usize, bool)> {
    let verb = (from..from + 4).find(|&at| !sentence.has(at, ADVERB.or(NOT).or(BEEN)))?;
    let passive = (from..verb).any(|at| sentence.has(at, BEEN));
    let done = sentence.has(verb, DONE) || (passive && sentence.has(verb, DOING));
    let chosen = done && (!sentence.any(verb, NOT_CHOSEN) || sentence.is(verb, "had"));
    chosen.then_some((verb, passive))
}

/// Whether a thing was not looked after, or not there, from the word after its *had*. What was not
/// *stopped* by luck is no course.
fn tended(sentence: &Sentence<'_>, from: usize) -> Option<usize> {
    let here = (from..from + 4).find(|&at| !sentence.has(at, ADVERB.or(BEEN)))?;
    let been = (from..here).any(|at| sentence.has(at, BEEN));
    if been && sentence.is(here, "in") && sentence.is(here + 1, "place") {
        return Some(here + 1);
    }
    if been && (sentence.any(here, COMPARED) || sentence.is(here, "more")) {
        return Some(here);
    }
    let (verb, passive) = participle(sentence, from)?;
    let denied = (from.saturating_sub(1)..verb).any(|at| sentence.has(at, NOT));
    let handled = sentence.any(verb, HANDLED) || sentence.any(verb, DECIDED);
    (passive && handled && !denied).then_some(verb)
}

fn if_had(sentence: &Sentence<'_>, had: usize) -> Option<(usize, usize)> {
    // In `if we'd looked` the pronoun is the verb too.
    let own = sentence.has(had, PEOPLE);
    let who = if own { had } else { had.checked_sub(1)? };
    let asked = (who.saturating_sub(5)..who)
        .find(|&at| sentence.is(at, "if") && !(at > 0 && sentence.is(at - 1, "as")))?;
    let other = (0..asked).chain(had + 1..sentence.len());
    let wished = other.into_iter().any(|at| sentence.has(at, MODAL));
    let only = sentence.is(asked + 1, "only");
    if sentence.has(who, PEOPLE) || sentence.names(who) || (only && sentence.has(who, ANYONE)) {
        let (verb, _) = participle(sentence, had + 1)?;
        // `To see if we had fixed it` tells of a check, `if it was not us, it was them` of a guess.
        // A line that was cut off tells nothing else.
        let alone = asked == 0 && (verb + 1..sentence.len()).all(|at| !sentence.parts(at));
        return (only || wished || alone).then_some((asked, verb));
    }
    if sentence.is(who, "there") && sentence.has(had + 1, BEEN) {
        return wished.then_some((asked, had + 1));
    }
    if only && sentence.has(had + 1, BEEN) {
        return Some((asked, had + 1));
    }
    if wished
        && sentence.any(who, "anyone anybody someone somebody")
        && let Some((verb, _)) = participle(sentence, had + 1)
        && (sentence.any(verb, HANDLED) || sentence.any(verb, "looked opened read seen"))
    {
        return Some((asked, verb));
    }
    let verb = tended(sentence, had + 1)?;
    (wished && !sentence.has(had, NOT)).then_some((asked, verb))
}

fn inverted(sentence: &Sentence<'_>, had: usize) -> Option<(usize, usize)> {
    let wished = (0..sentence.len()).any(|at| sentence.has(at, MODAL));
    let starts = had == 0 || sentence.parts(had - 1) || (0..had).any(|at| sentence.has(at, MODAL));
    if !starts {
        return None;
    }
    let who =
        (had + 1..had + 4).find(|&at| !sentence.has(at, THE) || sentence.any(at, "this that"))?;
    let somebody = sentence.has(who, PEOPLE) || sentence.names(who);
    if somebody {
        return participle(sentence, who + 1).map(|(verb, _)| (had, verb));
    }
    if sentence.is(who, "there") && wished && sentence.has(who + 1, BEEN) {
        return Some((had, who + 1));
    }
    let verb = (who + 1..who + 4).find_map(|at| tended(sentence, at))?;
    wished.then_some((had, verb))
}
