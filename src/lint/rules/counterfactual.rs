//! A past that did not take place, with somebody in it.

use super::{Check, Context, Errs, Group, Rule};
use crate::diagnostic::Severity;
use crate::lint::prose::course::{better, had_we};
use crate::lint::prose::regret::regret;
use crate::lint::prose::wished::{looked_back, wished};
use crate::lint::prose::{Sentence, report};
use crate::model::Writeup;

pub(super) static RULE: Rule = Rule {
    name: "counterfactual",
    group: Group::Language,
    severity: Severity::Advice,
    errs: Errs::Always,
    page: include_str!("counterfactual.md"),
    check: Check::Writeup(check),
};

fn check(writeup: &Writeup, cx: &mut Context<'_>) {
    report::each(writeup, cx, find, MESSAGE, QUESTION);
}

const MESSAGE: &str = "this tells of a course that was not taken";
const QUESTION: &str = "what made the other course look right then?";

fn find(sentence: &Sentence<'_>) -> Option<(usize, usize)> {
    // A text that asks already does what the help would ask for.
    if sentence.asks() {
        return None;
    }
    sentence
        .wishes()
        .find_map(|wish| wished(sentence, wish))
        .or_else(|| better(sentence))
        .or_else(|| had_we(sentence))
        .or_else(|| regret(sentence))
        .or_else(|| looked_back(sentence))
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
            "In hindsight, the second bell should have prompted a closer look.",
            "The waves had grown since noon, which in hindsight should probably have been asked about.",
            "In retrospect I should have turn back there.",
            "There was talk about whether a second bell could have prevented it.",
            "We tried it on an empty boat, should have tried it on a full one.",
            "We should have noticed the queue growing on Tuesday.",
            "I could have checked the second replica.",
            "We would have seen the gap in the log sooner.",
            "She should've paged the storage team first.",
            "We shouldn’t have merged it on a Friday.",
            "We really ought to have tested the restore.",
            "The on-call engineer should have rolled back at once.",
            "An alarm on the depth of the queue would have caught this.",
            "A dry run would have prevented the second outage.",
            "Had we looked at the other graph, the leak would have been plain.",
            "Had the team known of the migration, the window would have been moved.",
            "If we had rehearsed the failover, ten minutes would have been enough.",
            "If I'd read the changelog, I would have pinned the version.",
            "If only we had kept the old cluster.",
            "It would have been better to drain the node first.",
            "This might have been caught in review.",
            "The leak could've been spotted weeks earlier.",
            "The outage could easily have been avoided.",
            "The certificate should have been renewed in March.",
            "The change should not have been deployed without a second pair of eyes.",
            "In the end it could have been much worse.",
            "Recovery would have been faster with a runbook.",
            "We'd have noticed sooner with a graph of the backlog.",
            "Somebody asked for it in May, and we should have listened.",
            "We did not roll back as early as we should have.",
            "A canary could have saved us the evening.",
            "A map of the switches would have made it easier to find the one.",
            "The incident would not have happened with the old scheduler.",
            "This should never have happened.",
            "Better logs would have helped.",
            "With a second region we would have been able to recover within minutes.",
            "The engineers on call could have stopped the job.",
            "We looked at the lag but should have looked at the disk.",
            "We should have had a runbook, and should have written one in June.",
            "Should have tested this in staging first.",
            "The team should never have been using that key.",
            "A checklist might have prevented it.",
            "We'd better have asked first.",
            "@maren should have waited for the tide.",
            "We should of checked the tide table.",
            "The operator ought not to have restarted it.",
            "The alert should have been raised at once.",
            "An earlier warning would have given us an hour.",
            "We would have closed the gate, had the horn been louder.",
            "Had we not been counting the boats, nobody would have asked.",
            "We would have been stranded if the tide had turned.",
            "Without the second log we might have continued pumping.",
            "Such an alarm would have fired within a minute.",
            "This is the alarm that would have fired on both piers.",
            "A checklist would have enabled our crew to answer sooner.",
            "The right move would have been to wait for the pilot.",
            "The spare pump should have been used from the start.",
            "The guest should not have had that key in the first place.",
            "Could have asked the harbour office.",
            "We really should have known them by then.",
            "If we had moored the boat at the other pier",
            "A lock would have prevented those copies automatically.",
            "We should have thought of the ebb.",
            "The plan was approved when it should not have been.",
            "The alarm was not handled as well as it could have been.",
            "A thorough check of the gate should have been performed.",
            "The new pump could have been delivered two days earlier.",
            "A spare would have allowed for quicker repair.",
        ] {
            check(text, true);
        }
    }

    #[test]
    fn found_in_other_words() {
        for text in [
            "I wish we had kept the old rope.",
            "One way round it would have been to wait for the ebb.",
            "A better course would have been a slow one.",
            "The leak would have been uncovered by a drill.",
            "The delay lasted longer than it should have.",
            "The pumps should not have been stopped until the gate was shut.",
            "A float in the lock could have alerted on the level.",
            "The guests should have been told at noon.",
            "The turn could have been reverted at once.",
            "It would have been enough to close one of them.",
            "Closing one of them would have been enough.",
            "We missed the chance to turn back.",
            "A second rope would have reduced this to a minute.",
            "A map would have been handy.",
            "The old sign should have been taken down years ago.",
            "The keys should never have been in that box.",
            "It should not have been possible to open both gates.",
            "Customers should have been told at once.",
            "We missed an opportunity to see it.",
            "The opportunity to turn back was missed.",
            "The flood may have been prevented by a second gate.",
            "We may have been able to stop it.",
            "More drills may have uncovered it.",
            "This was supposed to have been done in May.",
            "Nobody opened the log, which would have shown the drop.",
            "It would have been useful to have a map.",
            "Waiting would have been the right decision.",
            "There should have been a second alarm.",
            "There could have been checks at the gate.",
            "The runbook should have mentioned the tide.",
            "A better plan would have covered the tide.",
            "The account should not have had that key.",
            "This should never have made it past review.",
            "Recovery should not have taken so long.",
            "It took longer than it should have.",
            "It should have been turned away by our wardens.",
            "Our limit should have been just 2.",
            "The fix could have been backported.",
            "Someone could have looked.",
            "Had there been a second rope, the boat would have stayed.",
            "If these ropes had been in place, the boat would not have left.",
            "If the signs had been clearer, nobody would have asked.",
            "Ideally, we would have had a spare boat.",
            "We should have, in hindsight, waited.",
            "We would no doubt have noticed.",
            "Our announcement should have been clearer.",
            "It could have been far more serious.",
            "None of this would have happened with the old gate.",
            "The alarm could have rung an hour earlier.",
            "The vendor should have informed us.",
            "A restart would have fixed it.",
            "A second gate would have reduced the number of wet feet.",
            "Our first step should have been to ask.",
            "A call would have settled it.",
            "It would have taken a minute to check.",
            "We would have been fine if the gate had held.",
            "The harbour office should have been looped in.",
            "The limit should have been raised before the summer.",
            "The alarm should have been routed to the wardens' team.",
            "This should have happened earlier.",
            "An update should have gone out by noon.",
            "If anyone had looked, the boat would have stayed.",
            "More pilots would have helped.",
            "The other option would have been to wait.",
            "The release could have been held.",
            "If the horn had been tested, we would have seen the crack.",
        ] {
            check(text, true);
        }
    }

    #[test]
    fn left_alone() {
        for text in [
            "So small a leak would never have been noticed.",
            "Neither drill would have caught it.",
            "The old bell would not have caught it.",
            "It could have gone either way.",
            "An overflow was found, which in addition to the noise could have made it possible to open the gate.",
            "The lack of a spare would have prevented a landing.",
            "A broken winch would have prevented recovery.",
            "It might have been fixed by the yard.",
            "The leak should have been fixed for affected boats, in all three harbours, as of noon.",
            "The list should have been delivered by now.",
            "That is not the boat we wish we had.",
            "It is unclear which of the bells would have been heard.",
            "The last chance to land was missed by the wind.",
            "The request could have been answered at once by the cache.",
            "A guest who should never have held a key got in by the customer door.",
            "It let in a customer who should never have held a key in the first place.",
            "The leak should have been fixed for all boats.",
            "The issue with the lower gate should have been resolved for the majority of boats.",
            "The problem with the horn should have been fixed as of 7:20.",
            "It is unlikely that the pilots would have rung it.",
            "This should now have been resolved.",
            "Of the hindsight bias we should have a poster.",
            "I do not think it could have been avoided.",
            "It was the worst moment we could have picked.",
            "A flaw could have prevented the gate from closing.",
            "Two flaws were found, which could have let the tide in.",
            "The pods should have restarted by themselves.",
            "Customers could have seen errors for about ten minutes.",
            "The request should have succeeded on the second try.",
            "Traffic should have been sent to the other region.",
            "The cache would have been empty by then.",
            "We should have a second region by autumn.",
            "We should have automated tests for each gate.",
            "Could we have noticed it earlier?",
            "What should we have done?",
            "What would have happened on a spring tide?",
            "\"We should have noticed\", somebody said in the review.",
            "Somebody said “we could have checked”, and nobody answered.",
            "> We should have noticed.",
            "`we should have noticed`",
            "```\nwe should have noticed\n```",
            "| a |\n|---|\n| we should have noticed |",
            "<!-- we should have noticed -->\n\nThe boat left.",
            "<ann> we should have noticed",
            "[08:57] @ann we should have noticed",
            "ann [9:07 AM] we should have noticed",
            "The new timeout could have had the same effect.",
            "An attacker could have read the tokens.",
            "Users may have noticed slow pages.",
            "The service would have been unavailable for an hour.",
            "We would have expected the count to fall.",
            "We might have missed some of the requests.",
            "Anyone with the link could have opened the file.",
            "The job should have been finished by six.",
            "We checked if we had fixed it.",
            "If we had not rung the bell, somebody else had.",
            "Other regions would not have been affected.",
            "The scheduler should have automatically detected the dead node.",
            "The disk could have been full since Monday.",
            "By then the boat would have left.",
            "We would have thought that the gate was closed.",
            "The page lists what would have made it shorter.",
            "Could have caused the flood.",
            "This would have enabled an intruder to open the gate.",
            "The alarm would have fired at the next tide.",
            "We had a long queue and might have dropped some boats.",
            "A guard should have been set automatically.",
            "The boats were routed there when they should not have been.",
            "The tests should have been faster by now.",
            "Customers could have left sooner.",
            "The workers would have drained within a minute.",
            "We had looked at the graph before lunch.",
            "Wir hätten es früher merken sollen, und should have noticed sagt man dazu, sobald der Kutter wieder einmal ohne Ladung im Hafen liegt und niemand davon weiß.",
            "The flood may have been caused by the tide.",
            "Guests may have been prevented from boarding.",
            "Had the storm continued, we would not have been able to land.",
            "How this could have been prevented",
            "They asked if the gate should have been closed.",
            "The retries should have prevented any loss.",
            "The sum should have been considered void.",
            "We would not have bought it if we did not trust the yard.",
            "It would have flooded the cellars, and the pilots would have struggled.",
            "That would have been a better situation for us.",
            "The overall flood would have been less than a foot.",
            "If the boat had not been stopped by a rock, it would have sunk.",
            "It should have had no effect.",
            "There should have been three boats.",
            "We could not have known.",
            "We could not have done it without the yard.",
            "Boats that should have been ignored were counted.",
            "The flag should have been set by the tide clock.",
            "They should have been kept dry.",
            "No flood could have occurred.",
            "Missed opportunities for reuse are counted by the profiler.",
            "It is unclear whether a second gate would have prevented the flood.",
            "We cannot know if we would have heard the horn.",
        ] {
            check(text, false);
        }
    }
}
