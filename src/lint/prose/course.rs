//! The verbs that decide whether a past that was not is one that somebody had a hand in.

/// What finds or stops an incident, and what keeps it small. Said of a thing, such a verb still
/// speaks of what somebody could have had.
pub(in crate::lint) const CATCHING: &str = "\
    found caught prevented avoided averted mitigated detected noticed spotted identified \
    discovered uncovered saved spared shortened minimized minimised flagged surfaced stopped \
    revealed highlighted helped pre-empted preempted precluded forestalled eliminated alleviated \
    lessened simplified sped accelerated foreseen anticipated sufficed expedited hastened eased \
    softened obviated shielded isolated";

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
    reduced minimized minimised prepared warned coordinated done flagged diagnosed stopped \
    contained recognized recognised realized realised understood remedied repaired solved \
    discussed rehearsed simplified limited expected triaged announced asked";

/// What people decide. A thing *should not have been merged*, or *should have been renewed*.
pub(in crate::lint) const DECIDED: &str = "\
    split staged gated separated obvious apparent paused halted aborted canceled cancelled \
    delayed applied moved set enabled disabled merged deployed released pushed rushed approved \
    shipped scheduled renewed rotated replaced written included involved consulted followed \
    rolled cleaned committed trained configured created taken given made added updated audited \
    asked chosen hardcoded hard-coded designed implemented introduced postponed reverted \
    decommissioned upgraded";

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
    smoother simpler safer wiser quickly preventable avoidable";

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
    review probe dashboard guard gate lint linter validation rehearsal healthcheck";

/// What such a thing does, once it finds something.
pub(in crate::lint) const SOUNDS: &str = "\
    fired failed triggered named shown pointed told rung gone blocked rejected refused pinged \
    tripped raised exposed picked";

/// What people do about an incident, which something would have enabled.
pub(in crate::lint) const RESPONSES: &str = "\
    rollback rollbacks recovery detection diagnosis response mitigation fix failover debugging \
    investigation team teams coordinators commanders responders engineers operators us staff \
    restore troubleshooting analysis";

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
    debug";
