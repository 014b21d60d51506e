//! A figure for how long it took to notice or mend.

use super::{Check, Context, Errs, Group, Rule};
use crate::corpus::Corpus;
use crate::diagnostic::Severity;
use crate::lint::prose::lexicon::METRIC;
use crate::lint::prose::{Kind, Sentence, report};

pub(super) static RULE: Rule = Rule {
    name: "shallow-metric",
    group: Group::Language,
    severity: Severity::Advice,
    errs: Errs::Always,
    page: include_str!("shallow_metric.md"),
    check: Check::Corpus(check),
};

fn check(corpus: &Corpus, cx: &mut Context<'_>) {
    report::once(corpus, cx, find, MESSAGE, QUESTION);
}

const MESSAGE: &str = "this measures how long it took";
const QUESTION: &str = "what was it like for those who looked, and what did they know by when?";

const ENDS: &str = "\
    detect detection recover recovery resolve resolution repair repairs restore restoration \
    mitigate mitigation acknowledge acknowledgement acknowledgment respond response diagnose \
    diagnosis remediate remediation notice identify identification fix engage contain \
    containment triage recoveries failure restoring";

/// The same, before the word: *recovery time*.
const KINDS: &str = "recovery resolution detection mitigation restoration remediation repair";

/// What it took until then.
const MENDED: &str = "\
    resolved mended detected restored mitigated recovered fixed noticed acknowledged resolution recovery detection \
    restoration mitigation";

/// Somebody means to make it less: a wish, no figure.
const LESSENS: &str = "\
    reduce reduces reducing minimize minimise minimizing minimising improve improves improving \
    decrease decreasing shorten shortening lower lowering speed cut cutting optimize optimise \
    lessen accelerate faster measure track reduced";

fn find(sentence: &Sentence<'_>) -> Option<(usize, usize)> {
    sentence.with(METRIC).find_map(|at| {
        let word = sentence.word(at);
        if sentence.any(at, "uptime availability") {
            return uptime(sentence, at);
        }
        let (from, to) = if word.eq_ignore_ascii_case("time") {
            // `Recovery time: 20 minutes`
            let kind = at.checked_sub(1).filter(|&kind| sentence.any(kind, KINDS));
            if let Some(kind) = kind {
                // `Recovery time from the first alarm until all was well was an hour.`
                let long = (at + 1..at + 14).any(|near| {
                    sentence.any(near, "was were") && sentence.kind(near + 1) == Some(Kind::Number)
                });
                let told = is_figure(sentence, at) || (kind == 0 && long);
                return (told && !lessened(sentence, kind)).then_some((kind, at));
            }
            // `Total time until the gate was mended: 49 minutes`
            if sentence.is(at + 1, "until") {
                let last = (at + 2..at + 8).find(|&near| sentence.any(near, MENDED))?;
                let number =
                    (last + 1..last + 5).any(|near| sentence.kind(near) == Some(Kind::Number));
                let told = number && is_figure(sentence, last) && !lessened(sentence, at);
                return told.then_some((at, last));
            }
            let first = usize::from(sentence.any(at + 2, "first initial full"));
            let to = at + 2 + first;
            let response = first > 0 && sentence.is(to, "response");
            if !sentence.is(at + 1, "to") || !(sentence.any(to, ENDS) || response) {
                return None;
            }
            if at > 0 && sentence.any(at - 1, "mean average median") && trend(sentence, to) {
                return Some((at - 1, to));
            }
            (at, to)
        } else if word.contains('-') {
            (at, at)
        } else {
            // Short words mean it in capitals only; the middle one is a time to live's neighbour.
            let capitals = word.chars().all(|c| c.is_ascii_uppercase());
            // `Two days (TTR)`
            let behind = at > 2
                && sentence.kind(at - 1) == Some(Kind::Mark('('))
                && sentence.kind(at - 3) == Some(Kind::Number);
            let figure = sentence.len() < 12 || behind || is_figure(sentence, at);
            return (capitals && figure && !lessened(sentence, at)).then_some((at, at));
        };
        (is_figure(sentence, to) && !lessened(sentence, from)).then_some((from, to))
    })
}

/// Whether a value is given: `: 20 minutes`, `was two hours`, `approximately 49`. What stands in
/// brackets gives it behind them: `Duration (TTR): 20 minutes`.
fn is_figure(sentence: &Sentence<'_>, to: usize) -> bool {
    let closed = sentence.kind(to + 1) == Some(Kind::Mark(')'))
        && matches!(sentence.kind(to + 2), Some(Kind::Mark(':' | '=')));
    let next = to + 1 + usize::from(closed);
    let valued = match sentence.kind(next) {
        Some(
            Kind::Number | Kind::Mark(':' | '=' | '(' | '-' | '–' | '—' | '|' | '*' | '~' | '≈'),
        ) => true,
        _ => sentence.any(next, "was is were of approximately about around approx"),
    };
    let adverb = matches!(sentence.kind(next), Some(Kind::Mark(_)))
        || sentence.any(next, "was approximately approx around about were")
        || (next..next + 4).any(|at| sentence.kind(at) == Some(Kind::Number));
    valued && adverb
}

/// `improved by 20 %`, `fell to two hours`: said of a mean, a figure of it.
fn trend(sentence: &Sentence<'_>, to: usize) -> bool {
    let moved = "improved dropped fell rose increased decreased went grew halved doubled";
    let told = (to + 1..to + 4).any(|at| sentence.any(at, moved));
    told && (to + 1..to + 9).any(|at| {
        sentence.kind(at) == Some(Kind::Number) || sentence.any(at, "half third quarter year month")
    })
}

fn lessened(sentence: &Sentence<'_>, from: usize) -> bool {
    (from.saturating_sub(6)..from).any(|at| sentence.any(at, LESSENS))
}

/// `99.9% uptime`, `uptime of 99.9%`.
fn uptime(sentence: &Sentence<'_>, at: usize) -> Option<(usize, usize)> {
    let aim = "aim aims target targets goal slo sla promise promises guarantee guarantees commit";
    // An *availability zone* is a place.
    let place = sentence.any(at + 1, "zone zones set sets group groups domain domains");
    if place || (0..sentence.len()).any(|near| sentence.any(near, aim)) {
        return None;
    }
    let percent =
        |at: usize| sentence.kind(at) == Some(Kind::Mark('%')) || sentence.is(at, "percent");
    let before = (at.saturating_sub(2)..at).find(|&near| percent(near));
    if let Some(percent) = before {
        return Some((percent.saturating_sub(1), at));
    }
    let behind = (at + 1..at + 9).find(|&near| percent(near))?;
    // `Availability at 97%` is how it went for those who came, and no score of a month or a year.
    let went = "at to dropped fell dipped degraded decreased below";
    let state = (at + 1..behind).any(|near| sentence.any(near, went));
    (!state).then_some((at, behind))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::prose;

    fn check(text: &str, expected: bool) {
        assert_eq!(prose::any(text, find), expected, "{text}");
    }

    #[test]
    fn found() {
        for text in [
            "The flood was over in 3 days (TTR).",
            "Recovery time from the first horn until all boats were out was 2 hours.",
            "Time to detect: 12 minutes",
            "**Time to recovery:** 3 h",
            "MTTR: 45 min",
            "The time to resolution was two hours.",
            "Our mean time to repair was 40 minutes.",
            "Total time to mitigate: 1h 20m.",
            "We had 99.95% uptime in March.",
            "TTD: 5 minutes",
            "Recovery time: 20 minutes.",
            "The total resolution time was about an hour.",
            "Our mean time to detect improved by 20% this quarter.",
            "The mean time to recovery fell to two hours, from 4 in the spring of last year, as the harbour grew.",
            "Time to first response: 5 minutes",
            "Total time until the yard had it fixed: about 60 hours.",
            "Availability for the month of March was 99.95%.",
            "Length (MTTR): some ninety minutes by the harbour clock, of which ten went by before anyone rang",
        ] {
            check(text, true);
        }
    }

    #[test]
    fn left_alone() {
        for text in [
            "It took us time to find the switch.",
            "We had no time to fix it before the ferry.",
            "This will reduce the time to recovery.",
            "The host had an uptime of 40 days.",
            "The pumps stalled, which left availability at about 80%.",
            "At noon availability dropped to 62 percent.",
            "The share of idle pumps in the northern Availability Zone was 12%.",
            "Time to live was set to 300 seconds.",
            "It was time to restore the old tables.",
            "The alarm rang at 08:12.",
            "It took some time until the gate was fixed.",
            "It took some time until the gate was fixed: the key was missing.",
            "Why caring for MTTR over MTBF is good for the whole of the harbour and for those who work there",
            "The response time was 300 ms.",
            "We want a shorter recovery time.",
            "We aim for 99.9% availability.",
            "The time to first byte was 300 ms.",
        ] {
            check(text, false);
        }
    }
}
