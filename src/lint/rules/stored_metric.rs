//! A measure of the incident is kept in the front matter.

use super::{Check, Context, Errs, Group, Rule};
use crate::diagnostic::Severity;
use crate::model::Writeup;
use crate::text::words;
use crate::text::yaml::{Map, Node};

pub(super) static RULE: Rule = Rule {
    name: "stored-metric",
    group: Group::FrontMatter,
    severity: Severity::Warning,
    errs: Errs::WhenPublished,
    page: include_str!("stored_metric.md"),
    check: Check::Writeup(check),
};

fn check(writeup: &Writeup, cx: &mut Context<'_>) {
    let Some(front_matter) = &writeup.front_matter else {
        return;
    };
    measures(&front_matter.fields, "", cx);
    for entry in &front_matter.fields.entries {
        if let Node::Map(map) = &entry.value
            && PARENTS.contains(&words::fold(&entry.key.value).as_str())
        {
            measures(map, &format!("{}.", entry.key.value), cx);
        }
    }
}

/// Reports the measures of one mapping. A key without a value holds none.
fn measures(map: &Map, parent: &str, cx: &mut Context<'_>) {
    for entry in map.entries.iter().filter(|entry| !is_empty(&entry.value)) {
        let key = &entry.key;
        if let Some(why) = why(&key.value) {
            cx.report(key.span, format!("`{parent}{}` keeps a measure", key.value))
                .help(why);
        }
    }
}

/// Returns why a key's measure is not kept here; `None` for any other key. `timeToResolve`,
/// `time-to-resolve` and `time_to_resolve_minutes` are one key.
fn why(key: &str) -> Option<&'static str> {
    let folded = words::fold(key);
    let mut parts: Vec<&str> = folded.split(' ').collect();
    if parts.len() > 1 && parts.last().is_some_and(|last| UNITS.contains(last)) {
        parts.pop();
    }
    let name = parts.concat();
    MEASURES
        .iter()
        .find(|(names, _)| names.contains(&name.as_str()))
        .map(|(_, why)| *why)
}

/// Mappings that may be about the incident: other programs' are left alone.
const PARENTS: &[&str] = &[
    "event",
    "impact",
    "incident",
    "metrics",
    "review",
    "stats",
    "statistics",
    "times",
    "timing",
];

const UNITS: &[&str] = &[
    "s", "sec", "secs", "seconds", "m", "min", "mins", "minutes", "h", "hours", "d", "days", "eur",
    "usd", "gbp",
];

/// Keys, folded and without blanks, and what to say of them. What may be a plain fact, such as who was
/// affected, is not among them.
const MEASURES: &[(&[&str], &str)] = &[
    (
        &[
            "duration",
            "incidentduration",
            "outageduration",
            "downtime",
            "outagetime",
            "ttr",
            "ttd",
            "tta",
            "ttm",
            "mttr",
            "mttd",
            "mtta",
            "mttm",
            "mttf",
            "mtbf",
            "timetodetect",
            "timetodetection",
            "timetoacknowledge",
            "timetoacknowledgement",
            "timetomitigate",
            "timetomitigation",
            "timetorecover",
            "timetorecovery",
            "timetorepair",
            "timetoresolve",
            "timetoresolution",
            "timetorestore",
        ],
        "it says how long, not how hard; what made it so long?",
    ),
    (
        &["severity", "sev", "severitylevel", "incidentseverity"],
        "it says what was declared that day, not what there is to learn; what was odd about it?",
    ),
    (
        &[
            "cost",
            "totalcost",
            "incidentcost",
            "revenuelost",
            "lostrevenue",
            "revenueloss",
            "revenueimpact",
        ],
        "it teaches readers to pass by what cost nothing; who noticed, and what was it like for them?",
    ),
    (
        &["qualityscore", "timetopublish", "timetopublication"],
        "it rewards the quick and the long; who came back to read it?",
    ),
];

/// Whether nothing is written: a key that a template left there.
fn is_empty(value: &Node) -> bool {
    value.is_null() || matches!(value, Node::Scalar(scalar) if scalar.text.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_measure_is_known_however_it_is_written() {
        for key in [
            "TTR",
            "mttr",
            "timeToResolve",
            "time-to-detect",
            "time_to_restore_minutes",
            "Duration",
            "duration_min",
            "sev",
            "Severity",
            "revenue_lost_eur",
        ] {
            assert!(why(key).is_some(), "{key}");
        }
        for key in [
            "priority",
            "impact",
            "customers_affected",
            "time",
            "minutes",
            "several",
            "services",
            "cost_center",
            "resolved",
            "date_resolved",
            "",
        ] {
            assert!(why(key).is_none(), "{key}");
        }
    }
}
