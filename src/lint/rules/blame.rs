//! A person or a role is faulted.

use super::{Check, Context, Errs, Group, Rule};
use crate::diagnostic::Severity;
use crate::lint::prose::{Sentence, report};
use crate::model::Writeup;

pub(super) static RULE: Rule = Rule {
    name: "blame",
    group: Group::Language,
    severity: Severity::Advice,
    errs: Errs::Always,
    page: include_str!("blame.md"),
    check: Check::Writeup(check),
};

fn check(writeup: &Writeup, cx: &mut Context<'_>) {
    report::each(writeup, cx, find, MESSAGE, QUESTION);
}

const MESSAGE: &str = "this hangs a slip on somebody";
const QUESTION: &str = "what did it look like from where they sat, so that it made sense?";

fn find(sentence: &Sentence<'_>) -> Option<(usize, usize)> {
    let mut slips = sentence.slips();
    slips
        .find(|slip| slip.somebody)
        .or_else(|| sentence.neglects())
        .or_else(|| sentence.leaves_out())
        .map(|slip| (slip.from, slip.to))
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
            "He did not discuss it with the harbour office.",
            "The pilot, in a hurry, skipped the second list.",
            "The carelessness of the pilot cost an hour.",
            "In a fit of laziness I left the rope where it was.",
            "We were lucky; the captain was too hasty.",
            "I totally forgot the tide.",
            "It was an error on my part.",
            "I misread the table.",
            "I take the blame for the second hour.",
            "The blame lies with the pilot on duty.",
            "We blame the yard's contractor for the cut rope.",
            "The pilot slept through the bell.",
            "A mistake by the pilot opened the gate.",
            "It comes down to my own mistake.",
            "It was human error (mine).",
            "The pilot's typo in the list sent the boat to pier 9.",
            "By mistake, the pilot opened the gate.",
            "The gate was left open by the last pilot by mistake.",
            "By noon the captain had seen his mistake.",
            "One of the pilots made a mistake in the script.",
            "The engineer accidentally dropped the table.",
            "An operator mistakenly wiped the disk.",
            "The developer forgot to run the tests.",
            "@maren overlooked the second page.",
            "The on-call engineer should have checked the tide.",
            "She failed to read the runbook.",
            "It was my fault.",
            "The operator was to blame.",
            "The table was accidentally dropped by an engineer.",
            "The reviewer's mistake went out on Monday.",
            "The engineer made a mistake.",
            "He ignored the alarm.",
            "I accidentally dropped the table.",
            "The operator opened the other gate but forgot to close it.",
            "An engineer made a typo in the name of the pier.",
            "A pilot called in from leave, and an admin woken by the horn made a mistake.",
            "The technician missed the second alarm.",
            "The developer did not realize that the gate was live.",
            "That was my error and nothing was lost.",
            "10.12 RK deleted the zone.\n\nLater RK forgot to restore it.",
            "One of our pilots forgot the rope.",
            "A pilot on the second boat accidentally cut the rope.",
            "A lead pilot noticed the tide but failed to turn.",
            "The captain had not checked the tide.",
            "The pilot moved the boat without checking the rope.",
            "The engineer released an untested pump.",
            "He wasn't aware that the gate was live.",
            "I take full responsibility for the flood.",
            "The engineer responsible ignored the horn.",
            "The pilot refused to hand over the keys.",
            "10:12 The pilot forgets to moor the boat.",
            "He comes aboard later and reads the log, but misunderstands the last entry.",
            "A support agent mistakenly refunded the wrong guest.",
            "I forgot to close the gate.",
            "The pilot who moved the boat had not checked the tide.",
            "The technician replaced the wrong pump.",
            "This was an oversight on my part.",
            "My command opened the gate by mistake.",
            "The pilot's deploy accidentally removed the list.",
            "I failed to moor the second boat.",
            "I left the horn on, and failed to look after it.",
            "I neglected to hang out the lamp.",
            "I omitted to tell the harbour office.",
            "I ignored the horn.",
            "I did not bother to count the ropes.",
            "The fault lies with me.",
            "The fault lies entirely with the pilot.",
            "The fault for the cut rope was mine.",
            "The mistake was entirely mine.",
            "After a dry summer I got complacent.",
            "The pilot had grown careless.",
        ] {
            check(text, true);
        }
    }

    #[test]
    fn left_alone() {
        for text in [
            "The engineer restarted the node.",
            "The pilot never forgets the rope.",
            "The pilot should have received a letter.",
            "The gate was mistakenly opened by someone.",
            "A chart helps if the pilot misjudges the tide.",
            "We accidentally dropped the table.",
            "Nobody was to blame.",
            "It was not her fault.",
            "A fault in the switch.",
            "The fault tolerance was tested.",
            "The operator checked the tide.",
            "The Kubernetes operator ignores the label.",
            "I forgot to mention the boat.",
            "The team forgot the boat.",
            "The engineer could not reproduce it.",
            "The page fault count rose.",
            "“The engineer forgot”, it was said.",
            "Marlow forgot the boat.",
            "Customers missed the first boat.",
            "The error was in the log.",
            "We made a typo in the name.",
            "A member of the cluster forgot its lease.",
            "Engineers forgot the boat.",
            "The agent forgot its token.",
            "I forgot what the tide was.",
            "The pilot was aware of the tide.",
            "The team moved the boat without checking the rope.",
            "The pilot was unaware of any delay.",
            "The Kubernetes operator forgot the node.",
            "At first I forgot the rope.",
            "Nobody lays carelessness to the pilot.",
            "We do not blame the pilot.",
            "We blame the pilot rotation for the noise.",
            "We at first blamed the operator.",
            "The pilot took the blame although the panel had been moved.",
            "The blame command shows who wrote a line.",
            "By mistake, the pump opened the gate.",
            "A typo in the list sent the boat to pier 9.",
            "The pilot, the tide and the fog.",
            "The pilot moved the boat without a word.",
            "I failed to start the pump.",
            "If I failed to moor it, the tide would take it.",
            "We failed to moor the second boat.",
            "We did not bother to count the ropes.",
            "I neglected to mention the fog.",
            "I ignored the horn because it had rung all week.",
            "The noise did not bother the pilot.",
            "I did not bother the captain.",
            "The fault lies with the pump.",
            "The fault lies with the pilot station.",
            "The fault does not lie with me.",
            "The fault is not mine.",
            "The fault is in the mine.",
            "The rope I tied got sloppy in the rain.",
        ] {
            check(text, false);
        }
    }
}
