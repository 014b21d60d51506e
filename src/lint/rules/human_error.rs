//! A slip that is told as the end of the story.

use super::{Check, Context, Errs, Group, Rule};
use crate::diagnostic::Severity;
use crate::lint::prose::{Sentence, report};
use crate::model::Writeup;

pub(super) static RULE: Rule = Rule {
    name: "human-error",
    group: Group::Language,
    severity: Severity::Advice,
    errs: Errs::Always,
    page: include_str!("human_error.md"),
    check: Check::Writeup(check),
};

fn check(writeup: &Writeup, cx: &mut Context<'_>) {
    report::each(writeup, cx, find, MESSAGE, QUESTION);
}

const MESSAGE: &str = "this tells of a slip, and not of what led there";
const QUESTION: &str = "what made it easy to do, and what did it look like just before?";

fn find(sentence: &Sentence<'_>) -> Option<(usize, usize)> {
    let mut slips = sentence.slips().peekable();
    let first = slips.peek().copied()?;
    // Where somebody is faulted, that is what there is to ask about.
    (!slips.any(|slip| slip.somebody)).then_some((first.from, first.to))
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
            "The gate was closed on accident.",
            "This was mostly human error.",
            "The order had an accidental line break.",
            "Mostly operator error and a dim lamp.",
            "Largely human error, caused by a dim lamp.",
            "Cause: mostly user error.",
            "Mainly manual error during the second turn.",
            "Probably operator error when the tide turned.",
            "At noon, by mistake, the gate was opened.",
            "It was a fat finger.",
            "The rope was mislabelled during the move.",
            "The pump was stopped in error by our provider.",
            "The lamp had been wired incorrectly.",
            "The mooring was set to 1 instead of 10 by mistake.",
            "The gate stayed open under the mistaken belief that it was low tide.",
            "The old boat was mistaken for the new one.",
            "Someone fat fingered the number.",
            "The notice was mistakenly made public.",
            "Misunderstandings aside, miscommunication kept both gates shut.",
            "Miscommunication between the piers led to a second boat.",
            "Owing to a miscommunication the boat left twice.",
            "The removal of the sign was accidental.",
            "An unintentional closing of the gate is one thing, an unintentional removal of the pin came next.",
            "10:04 The list is mistakenly deleted.",
            "The sign was removed by error.",
            "A misclick opened the gate.",
            "We found our mistake when the tide turned.",
            "The horn was moved instead of silenced by operator error.",
            "The flood came from the accidental destruction of the old wall.",
            "The upgrade began after the tide by mistake.",
            "The traffic switch was carried out incorrectly.",
            "The outage was caused by human error.",
            "It was put down to operator error.",
            "The outage was caused by operator error during an upgrade.",
            "It was caused by an operator mistake.",
            "The table was accidentally dropped.",
            "We accidentally dropped the table.",
            "The flag was turned on by mistake.",
            "The key was deleted in error.",
            "The file had been inadvertently removed.",
            "A mistake was made during the upgrade.",
            "It was a simple oversight.",
            "This was a mistake in the order of the steps.",
            "The renewal was overlooked.",
            "We forgot to renew the certificate.",
            "The zone was incorrectly configured.",
            "An accidental deletion removed the index.",
            "The wrong branch got merged accidentally.",
            "Due to an oversight the job ran twice.",
            "We mistakenly assumed that the tide was out.",
            "A step was missed in the handover.",
            "It turned out to be a mistake in the timetable.",
            "The boat was likely marked by mistake.",
            "The restore was done incorrectly.",
            "The list was most likely inadvertently removed.",
            "The gate closed due to accidental removal of a pin.",
            "The flood came from overlooking a valve.",
            "The old list was erroneously published.",
            "Tide table accidentally deleted",
            "The pumps were full, and while cleaning up accidentally pushed the old list.",
            "We made a typo in the name.",
            "The flood was the result of a change made by mistake.",
            "A mistakenly added gate let the water in.",
            "This mistakenly added gate let the water in.",
            "A copy-paste error put the boat on the wrong pier.",
            "A typographical error moved the boat.",
            "A misunderstanding between the crews left the gate open.",
            "Due to a misconfiguration on our side the horn was off.",
            "Someone forgot to close the gate.",
            "The gate was mistakenly opened by someone.",
            "The horn was accidentally silenced by somebody on the pier.",
            "Engineers accidentally opened the gate.",
            "We missed a step in the handover.",
            "We missed the notice of the harbour office.",
            "The two boats were mixed up.",
            "Two oversights led to the flood.",
            "The second mistake was that nobody had a rope.",
            "A mistake in our handover led to the flood.",
            "The horn had been silenced and forgotten.",
            "It accidentally made it into the spring timetable.",
            "The boat went out with the old list by mistake.",
            "Due to an error on our end the boat left twice.",
            "A mix-up in the lists led to two captains.",
            "The gate was inadvertently renewed.",
            "This was a planning oversight.",
            "We deployed to the wrong pier.",
            "The boat was tagged with the wrong number.",
            "The wrong boat was tagged.",
            "The key was accidently deleted.",
            "The notice was missed.",
            "There was another way, which we missed in our review.",
            "The list was sent to the pilots, and accidentally published.",
            "An inadvertent gate closure came with an accidental key removal.",
        ] {
            check(text, true);
        }
    }

    #[test]
    fn left_alone() {
        for text in [
            "We learn from our mistake.",
            "We do not want a gate to be opened by mistake.",
            "It was the tide instead of human error.",
            "Mostly user error reports came in that day.",
            "The calls of that week were about ropes, mostly user error.",
            "Usually operator error, says the book of the old pump.",
            "Not human error but the tide.",
            "Mostly human errors are where we begin to ask.",
            "By accident, we found the leak.",
            "The totals were updated incorrectly.",
            "We wrongly returned the old table for an hour.",
            "We fixed the pump that accidentally opened the gate.",
            "A step was skipped, since the gate was open already.",
            "It is easy to leak a boat by forgetting to check your rope.",
            "The closing of the gate was not accidental.",
            "The encounter was accidental.",
            "A pin guards against accidental removal.",
            "They were mistaken.",
            "Leaving at noon was a mistake.",
            "The file was improperly closed.",
            "Incorrectly nested lists",
            "The clock is wrongly set.",
            "A fat finger is not the end of the story.",
            "We missed the mark.",
            "The timer started the pump by mistake.",
            "Nobody wants the horn silenced by mistake.",
            "It takes the sting out of making a mistake.",
            "We made the mistake of trusting the horn.",
            "It was not human error.",
            "The lock makes it harder to accidentally delete a table.",
            "The job could accidentally run twice.",
            "We want to prevent accidental deletion.",
            "Human error is a symptom, and where we begin to ask.",
            "The requests resulted in error.",
            "We learned from our mistakes.",
            "The request was incorrectly routed.",
            "The user error rate doubled.",
            "A change inadvertently caused the loop.",
            "We first assumed user error.",
            "“Human error” was the first word.",
            "The validation error was logged.",
            "The engineer accidentally dropped the table.",
            "The alert was missed by the queue.",
            "We fixed an icon showing incorrectly on the board.",
            "This makes it less likely to accidentally open the gate.",
            "There was a typo in the page.",
            "If you believe that we have made a mistake, ring the bell.",
            "A small boat is overlooked more often than a big one.",
            "Somebody is likely to accidentally open it.",
            "Human error is not an answer.",
            "The gate was mistakenly opened by the tide clock.",
            "The board is incorrectly configured to show the old tide.",
            "Guests who signed up by mistake were refunded.",
            "We removed the incorrect sign.",
            "We missed the target by a day.",
            "A misconfiguration closed the gate.",
            "Minimise copy-paste errors.",
            "The pump closed by mistake.",
            "A fix for a pin left out by mistake.",
            "The accidental deletion guard held.",
            "An inadvertent side effect of the new gate.",
            "Intentional or accidental ringing of the bell.",
            "The guests bore the stress of this inadvertent issue.",
            "It turned out to be a mistake in the logic of the tide clock.",
            "Calls that turn out to be user error are rare.",
            "We found the leak by accident.",
            "Keep an eye out for boats that inadvertently drift.",
            "This accidentally opened the gate of the lower lock.",
            "The tide signal was misinterpreted because of its case.",
            "A second pair of eyes would have caught the order of steps mistake.",
        ] {
            check(text, false);
        }
    }
}
