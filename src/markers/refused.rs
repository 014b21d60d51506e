//! What is not measured here, and why.
//!
//! Each figure below is easy to have and hard to stop chasing. Somebody who asks for one is told what
//! it hides, and where to look instead.

/// A figure that is not given.
#[derive(Debug)]
pub struct Refusal {
    pub name: &'static str,
    /// Flags that somebody might try, without their dashes.
    flags: &'static [&'static str],
    /// Words that ask for it where figures are printed, and elsewhere may mean anything.
    words: &'static [&'static str],
    pub why: &'static str,
    /// What to look at.
    pub instead: &'static str,
}

/// All of them, in the order in which they are listed.
pub static REFUSED: &[Refusal] = &[
    Refusal {
        name: "time to detect, to resolve; duration",
        flags: &[
            "mttr",
            "mttd",
            "mtta",
            "mttf",
            "mtbf",
            "ttr",
            "ttd",
            "tta",
            "time-to-resolve",
            "time-to-recover",
            "time-to-restore",
            "time-to-detect",
            "time-to-acknowledge",
        ],
        words: &["duration", "downtime", "uptime"],
        why: "It says how long, and nothing of how hard: two incidents of an hour may have nothing else in common.",
        instead: "the sections Difficulties and Surprises, where a story says what the hour was made of",
    },
    Refusal {
        name: "number of incidents, also by severity",
        flags: &["severity", "sev", "severities", "frequency"],
        words: &["count", "counts", "incidents", "number"],
        why: "It counts what somebody chose to declare, and falls fastest where people stop declaring.",
        instead: "the near misses that were written up though nobody had to (`event: near-miss`)",
    },
    Refusal {
        name: "cost, lost revenue",
        flags: &["cost", "costs", "revenue"],
        words: &["impact", "loss"],
        why: "It teaches readers to pass over whatever cost nothing, and that is where the next one is told.",
        instead: "the hook of a write-up, which says for whom it is worth reading",
    },
    Refusal {
        name: "actions closed",
        flags: &["action-items", "actions-closed", "remediation"],
        words: &["actions", "closed", "overdue"],
        why: "Things mended are not things understood, and the list that is quickly closed is the short one.",
        instead: "your tracker for the actions, `incident questions` for what is still not understood",
    },
    Refusal {
        name: "words per section, readability, mood",
        flags: &["readability", "sentiment", "mood"],
        words: &["words", "length"],
        why: "It pays for long, smooth or cheerful, and a story need be none of them to be remembered.",
        instead: "the headings below Surprises, which are there to be read",
    },
    Refusal {
        name: "a score, grade or rank of write-ups, teams or people",
        flags: &[
            "score",
            "scores",
            "scorecard",
            "quality",
            "grade",
            "leaderboard",
            "ranking",
            "maturity",
        ],
        words: &["rank", "top", "index", "best", "worst", "target"],
        why: "One figure for everything is soon the aim of everything, and then stops saying anything.",
        instead: "what leads to a story, one by one: `incident links WRITEUP`",
    },
    Refusal {
        name: "commits that brought an incident about, by author",
        flags: &["blame", "culprit", "caused-by", "introduced-by"],
        words: &["authors", "author", "by-author", "by-person"],
        why: "It names somebody who did what made sense that day, and nobody would cite a write-up again.",
        instead: "the sections Dilemmas and Red herrings: what made it the sensible thing to do",
    },
    Refusal {
        name: "time from incident to publication",
        flags: &["time-to-publish", "lead-time"],
        words: &["publication"],
        why: "It asks for quick, and quick is had by asking fewer people.",
        instead: "the section How this was put together: who was asked, and what was not to be had",
    },
];

/// Returns the refusal that a flag stands for: `mttr`, `mttr-p90`, `MTTR`. Beside figures, as on the board of
/// the markers, plainer words ask for them too.
pub fn named(flag: &str, beside_figures: bool) -> Option<&'static Refusal> {
    let flag = flag.trim_start_matches('-').to_lowercase();
    let flag = flag.split('=').next().unwrap_or_default().replace('_', "-");
    let is = |known: &str| known == flag;
    let begins = |known: &str| {
        let rest = flag.strip_prefix(known);
        rest.is_some_and(|rest| rest.starts_with('-'))
    };
    let by = |fits: &dyn Fn(&str) -> bool| {
        REFUSED.iter().find(|refusal| {
            let words = if beside_figures { refusal.words } else { &[] };
            refusal.flags.iter().chain(words).any(|known| fits(known))
        })
    };
    by(&is).or_else(|| by(&begins))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flags_that_people_try_are_known_however_they_are_spelt() {
        for (flag, expected) in [
            ("mttr", Some("time to detect")),
            ("--mttr", Some("time to detect")),
            ("--MTTR=90d", Some("time to detect")),
            ("--mttr-p90", Some("time to detect")),
            ("--time_to_publish", Some("time from incident")),
            ("--score", Some("a score")),
            ("--cost", Some("cost")),
            ("--severity", Some("number of incidents")),
            ("--format", None),
            ("--", None),
        ] {
            let found = named(flag, false).map(|refusal| refusal.name);
            match expected {
                Some(start) => assert!(found.unwrap().starts_with(start), "{flag}"),
                None => assert_eq!(found, None, "{flag}"),
            }
        }
    }

    #[test]
    fn a_word_with_other_meanings_asks_for_a_figure_only_beside_some() {
        for word in ["--top", "count", "--words"] {
            assert!(named(word, false).is_none(), "{word}");
            assert!(named(word, true).is_some(), "{word}");
        }
    }

    #[test]
    fn no_flag_stands_for_two() {
        let all = REFUSED
            .iter()
            .flat_map(|one| one.flags.iter().chain(one.words));
        let mut flags: Vec<&str> = all.copied().collect();
        let before = flags.len();
        flags.sort_unstable();
        flags.dedup();
        assert_eq!(flags.len(), before);
    }
}
