//! A verdict on what was done, in place of what it was like.

use super::{Check, Context, Errs, Group, Rule};
use crate::diagnostic::Severity;
use crate::lint::prose::failing::failing;
use crate::lint::prose::left_undone::left_undone;
use crate::lint::prose::lexicon::{BE, CLAUSE, DOING, IN, JUDGES, THE, Tags, WE};
use crate::lint::prose::owned_up::owned_up;
use crate::lint::prose::shortfall::shortfall;
use crate::lint::prose::verdict::{bad_at, future, idiom, manner, mistake, unable, unproven};
use crate::lint::prose::{CARELESS, Kind, Sentence, report};
use crate::model::Writeup;

pub(super) static RULE: Rule = Rule {
    name: "judgement",
    group: Group::Language,
    severity: Severity::Advice,
    errs: Errs::Always,
    page: include_str!("judgement.md"),
    check: Check::Writeup(check),
};

fn check(writeup: &Writeup, cx: &mut Context<'_>) {
    report::each(writeup, cx, find, MESSAGE, QUESTION);
}

const MESSAGE: &str = "this judges what was done";
const QUESTION: &str = "what was weighed at the time, and against what?";

/// Words that judge when they stand before somebody's doing.
const VERDICTS: &str = "\
    poor bad dangerous dumb terrible sloppy careless reckless irresponsible inadequate wrong foolish \
    unwise lazy hasty unprofessional ill-advised ill-conceived stupid silly negligent \
    questionable misguided short-sighted shortsighted inexcusable unforgivable awful horrible \
    horrendous lax incompetent amateurish shoddy naive flawed rushed complacent slack worst";
/// What people do and decide.
const DOINGS: &str = "\
    strategy strategies decision decisions choice choices planning plan practice practices \
    communication judgement judgment execution preparation management maintenance idea call \
    testing handover documentation discipline hygiene handling coordination thinking reasoning work job behaviour \
    behavior attitude habit habits oversight review reviews diligence engineering assumption assumptions \
    thing move approach rollout release migration manner fashion workmanship";
/// Doings that some verdicts speak of as a matter of fact.
const PLAIN: &str = "\
    execution maintenance job assumption assumptions thing work approach plan release rollout \
    migration call handling move review reviews manner fashion behaviour behavior";
/// Words that judge somebody by themselves.
const OF_PEOPLE: &str = "\
    careless reckless irresponsible sloppy negligent inexcusable foolish stupid unprofessional \
    unprepared ill-prepared short-sighted shortsighted naive lazy complacent overconfident unforgivable ill-advised \
    unwise incompetent hasty shameful embarrassing inept cocky";
/// A verdict as a noun.
const VICES: &str = "\
    negligence complacency sloppiness carelessness recklessness laziness incompetence \
    overconfidence hubris ineptitude";
const VIRTUES: &str = "\
    discipline care diligence attention rigor rigour ownership foresight planning judgement \
    judgment professionalism accountability forethought caution responsibility preparation \
    communication supervision oversight coordination";

/// The same, of what people do with each other.
const SHARED: &str = "communication coordination planning preparation supervision oversight";

/// Programs that choose, and how that is told.
const DECIDERS: &str = "\
    planner optimizer optimiser scheduler balancer autoscaler scaler compiler algorithm controller \
    heuristic allocator router orchestrator model";
const CHOOSES: &str = "made makes make making took takes picked picks chose chooses";
const MACHINES: &str = "\
    node nodes service services server servers host hosts pod pods replica replicas region regions \
    cluster clusters component components system systems process processes router routers";

fn find(sentence: &Sentence<'_>) -> Option<(usize, usize)> {
    sentence.with(JUDGES).find_map(|at| {
        adjective(sentence, at)
            .or_else(|| failing(sentence, at))
            .or_else(|| mistake(sentence, at))
            .or_else(|| idiom(sentence, at))
            .or_else(|| manner(sentence, at))
            .or_else(|| shortfall(sentence, at))
            .or_else(|| unproven(sentence, at))
            .or_else(|| bad_at(sentence, at))
            .or_else(|| unable(sentence, at))
            .or_else(|| left_undone(sentence, at))
            .or_else(|| owned_up(sentence, at))
    })
}

/// `a poor choice`, `we were careless`.
fn adjective(sentence: &Sentence<'_>, at: usize) -> Option<(usize, usize)> {
    if sentence.any(at, VICES) {
        // Of one person another rule speaks.
        let told = !sentence.denied(at, 4) && !sentence.vice_owner(at);
        return told.then_some((at, at));
    }
    if sentence.any(at, "lack lacked") {
        let to = (at + 1..at + 5).find(|&near| sentence.any(near, VIRTUES))?;
        let of = sentence.is(at + 1, "of")
            || (sentence.is(at, "lacked") && sentence.subject(at).is_human());
        // `A lack of communication between the nodes` is the network's.
        let machines = sentence.is(to + 1, "between")
            && (to + 2..to + 5).any(|near| sentence.any(near, MACHINES));
        // What people had too little between them of may be a fact of the house; *our* lack of it is judged.
        let shared = sentence.any(to, SHARED)
            && sentence.is(at, "lack")
            && !(at.saturating_sub(3)..at)
                .any(|near| sentence.any(near, "our complete total utter clear serious"));
        // `A lack of communication channels` is a lack of channels.
        let part = sentence.kind(to + 1) == Some(Kind::Word)
            && sentence.tags(to + 1) == Tags::NONE
            && !sentence.any(to + 1, "around toward towards regarding concerning meant");
        let judged = of && !machines && !shared && !part;
        return (judged && !sentence.denied(at, 3)).then_some((at, to));
    }
    if sentence.denied(at, 8) || future(sentence, at) || sentence.asks() {
        return None;
    }
    if sentence.any(at, VERDICTS) {
        let doing = (at + 1..at + 5)
            .take_while(|&near| !sentence.ends(near) && !sentence.has(near, IN.or(THE).or(BE)))
            .filter(|&near| sentence.any(near, DOINGS))
            .last()
            // What goes on to name a thing (`bad query plans`) judges no doing.
            .filter(|&doing| {
                !sentence.is(doing - 1, "query")
                    && !sentence.any(doing + 1, "results result state code")
            });
        let plain = sentence.any(
            at,
            "wrong flawed questionable rushed worst inadequate naive bad dangerous",
        );
        // `Hurry leads you to make poor choices` is counsel.
        let counsel = at > 1
            && sentence.any(at - 1, "make take")
            && sentence.is(at - 2, "to")
            && sentence
                .behind(at - 2)
                .take(2)
                .any(|near| sentence.any(near, "you us people one anyone"));
        // `The query planner made a bad choice`: programs choose too.
        let program = sentence.behind(at).take(5).any(|near| {
            sentence.any(near, CHOOSES)
                && (near.saturating_sub(3)..near).any(|who| sentence.any(who, DECIDERS))
        });
        let doing = doing.filter(|_| !counsel && !program);
        // `It was the wrong call`, `we did a bad job of it`, and not a call that went to the wrong host.
        let chosen = sentence.any(at, "wrong bad poor terrible")
            && sentence.any(at + 1, "call thing move")
            && at > 1
            && sentence.has(at - 1, THE)
            && (sentence.has(at - 2, BE) || sentence.any(at - 2, "made"));
        let job = sentence.any(at, "bad poor terrible lousy")
            && sentence.is(at + 1, "job")
            && (sentence.is(at + 2, "of")
                || sentence
                    .behind(at)
                    .take(3)
                    .any(|near| sentence.any(near, "did done")));
        let of_us = sentence.is(at, "wrong") && sentence.reads(at + 1, "of us");
        if chosen || job || of_us {
            return Some((at, at + 1));
        }
        if let Some(doing) = doing
            && !(plain && sentence.any(doing, PLAIN))
        {
            return Some((at, doing));
        }
    }
    if sentence.any(at, OF_PEOPLE) {
        // `When I am careless` is a habit, and nothing that was done; nobody's is none.
        let habit = sentence.behind(at).take(4).any(|near| {
            sentence.any(near, "when whenever if nobody") || sentence.reads(near, "no one")
        });
        let told = !habit
            && sentence
                .behind(at)
                .take(3)
                .any(|near| sentence.has(near, BE) || sentence.any(near, "become became grown"));
        if sentence.any(at, CARELESS) && sentence.is_one(at) {
            return None;
        }
        let human = sentence.subject(at).is_human() || sentence.before(at, 4, WE);
        let act = sentence.is(at + 1, "to") || sentence.is(at + 1, "of");
        let hard = !sentence.any(at, "naive lazy hasty unprepared ill-prepared");
        // Only what people do can be that, whatever it is called.
        let always = sentence.any(
            at,
            "reckless careless negligent irresponsible inexcusable unforgivable",
        );
        // `Sailing with one rope was short-sighted.`
        let doing = sentence
            .behind(at)
            .take_while(|&near| !sentence.has(near, CLAUSE))
            .last()
            .is_some_and(|first| {
                sentence.has(first, DOING)
                    || (sentence.is(first, "not") && sentence.has(first + 1, DOING))
            });
        return (told && (human || always || doing || (act && hard))).then_some((at, at));
    }
    None
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
            "We missed that mark.",
            "While we came up short here, the gate held.",
            "We did not extensively test the gate.",
            "The gate was not properly load-tested.",
            "The plan for the gate was inadequate.",
            "Our review practices are lax.",
            "Our handovers are sloppy.",
            "Due diligence was lacking.",
            "Communication was slow and poor throughout the night.",
            "The response was chaotic.",
            "The review was superficial.",
            "Too little testing was done before the tide.",
            "Not enough pre-sail checking was done.",
            "The boat was sent out hastily.",
            "A badly executed turn put it on the pier.",
            "We botched the landing.",
            "The warnings went unheeded.",
            "The procedure was ignored.",
            "It was an error of judgement.",
            "We did not do a good job of telling the guests.",
            "Corners were cut.",
            "We took too many shortcuts.",
            "We sailed without a proper review.",
            "Nobody bothered to look.",
            "Nobody had ever bothered to look.",
            "We never properly tested the horn.",
            "Sailing with one rope was short-sighted.",
            "It was careless.",
            "Our test coverage is inadequate.",
            "We had been neglecting the old gate.",
            "Leaving at noon was a mistake.",
            "It was done in a sloppy manner.",
            "Our bad.",
            "We failed to make sure that the gate was shut.",
            "The crew failed to make the connection.",
            "The map left much to be desired.",
            "We did not take care to moor it.",
            "We did not report it quickly enough.",
            "We made the mistake of trusting the horn.",
            "We failed to verify the copy.",
            "We failed to communicate this to the other team.",
            "Our failure to test the restore made it long.",
            "It was a poor decision.",
            "A bad choice of words made it worse, and so did poor planning.",
            "The migration was poorly planned.",
            "We were careless with the keys.",
            "It was reckless to skip the drill.",
            "We neglected the old cluster.",
            "We fell short of what was promised.",
            "We dropped the ball on this one.",
            "The launch was rushed.",
            "There was a lack of discipline around flags.",
            "The review failed to identify the race.",
            "Our biggest mistake was to trust the dashboard.",
            "It was a mistake to deploy on a Friday.",
            "The change was not properly tested.",
            "We did not adequately test the failover.",
            "Complacency had crept in.",
            "We cut corners.",
            "It was an irresponsible choice.",
            "The wrong decision was made at noon.",
            "The crossing was meant to be smooth, but we clearly failed.",
            "We did not sufficiently test the new gate.",
            "We failed to load test the gate.",
            "We did a poor job of telling the guests.",
            "It was the wrong call.",
            "It was a bad call to sail.",
            "It was a silly mistake.",
            "It was a mistake not to ask.",
            "The warnings were ignored.",
            "The gate was neglected for years.",
            "We had become complacent.",
            "Our process failed us.",
            "The vendor failed to inform us.",
            "Our work fell below the standard we set.",
            "We shipped an untested pump.",
            "Our lack of communication with the crews made it longer.",
            "There was a complete lack of planning.",
            "It was wrong of us to sail.",
            "We did not appropriately ensure that the gate was shut.",
            "We handled this badly.",
            "We were unprepared.",
            "This was a failure on our part.",
            "We failed in our duty.",
            "We responded too slowly.",
            "We had no excuse.",
            "There was no proper handover.",
            "The procedure was not followed.",
            "We did not take it seriously.",
            "Our plan for the gate was good, our handling of the queue was not good enough.",
            "We did a terrible job here.",
            "The quality of our notes was subpar.",
            "The use of the old key was reckless.",
        ] {
            check(text, true);
        }
    }

    #[test]
    fn ways_and_cares_of_people_are_found() {
        for text in [
            "We did not think it through properly.",
            "The care taken was not great enough.",
            "We are bad at putting old boats away.",
            "Our crew is terrible at handing over.",
            "We have not been very good at writing it down.",
            "We did not properly take into account how long the turn would be.",
            "We had not adequately staffed the second pier.",
            "The team did not sufficiently weigh the fog.",
            "It was caused by not very carefully reading the chart.",
            "The level of testing that went into the new gate was not high enough.",
            "Our checks were not thorough enough to meet the leak.",
            "The review of the ropes was not careful enough.",
            "Inexperienced management led to the second flood.",
            "The pier was run by incompetent engineers.",
            "We looked over the ropes without being thorough.",
            "We neglected to hang out the lamp.",
            "We omitted to tell the harbour office.",
            "We did not bother to count the ropes.",
            "We got cocky after a dry summer.",
        ] {
            check(text, true);
        }
    }

    #[test]
    fn left_alone() {
        for text in [
            "We missed the boat by a minute.",
            "We did not get the pump going properly.",
            "The load taken was not great enough.",
            "We had not sufficiently high water.",
            "We failed to persuade the harbour office.",
            "We are good at putting old boats away.",
            "We are not bad at handing over.",
            "The old pump is bad at letting go of water.",
            "When we are bad at it, the bell rings.",
            "We did not properly close the valve handle of the pump.",
            "The pump had not properly taken the key.",
            "The water was not high enough to sail.",
            "The level of the pressure log was not high enough.",
            "Our fence was not high enough.",
            "The limit was not good enough for two boats.",
            "The new list helps inexperienced pilots.",
            "Even inexperienced engineers may moor it.",
            "The pilot went over the list without being thorough.",
            "I failed to moor the second boat.",
            "I neglected to hang out the lamp.",
            "I omitted to tell the harbour office.",
            "I got cocky after a dry summer.",
            "The list omitted to name the pier.",
            "A lack of communication between the crews sent two boats.",
            "A lack of coordination equipment sent two boats.",
            "Was it a bad decision?",
            "The scheduler tends to make bad decisions.",
            "It showed in bad behaviour of the pumps.",
            "We ignored the bell because it had rung every night for a year.",
            "We failed to serve a tenth of the requests.",
            "The key was not properly validated by the gate.",
            "The notes were hastily read by the scanner.",
            "The response was poor in the east.",
            "The process was bad at letting go of memory.",
            "The coverage of the harbour radio was poor.",
            "Neglecting the drift, the sum is 9.",
            "The lazy copy was short-sighted in no way.",
            "In the review we found that our ropes were not good enough.",
            "Error handling was poor in the old pump.",
            "Not enough boats were there.",
            "Too few pumps were started.",
            "The job did not do what it was for.",
            "The judgement of the harbour court was read.",
            "The alarm was unheeded by the pump.",
            "It was not our bad weather.",
            "The list was botched by one of our pilots.",
            "We failed to make the pump run.",
            "The berth scheduler made a poor decision.",
            "The lack of communication between the nodes left two leaders.",
            "A long night leads you to make poor choices.",
            "A failure to update the map of the pumps.",
            "Failed to validate the key of the lower gate.",
            "A rail helps whenever I am careless.",
            "We did not realise early enough that the tide had turned.",
            "The arrow missed the mark.",
            "A failure to properly load the map.",
            "The pump did not drain quickly enough.",
            "I stupidly forgot the rope.",
            "Left desired.",
            "Care enough.",
            "The pod failed to start.",
            "We failed to reproduce it.",
            "The build failed.",
            "The failure to connect was logged twice.",
            "The request used a bad key.",
            "A poor connection made the call hard.",
            "The bad plan was evicted from the cache.",
            "It was not a bad decision, given what was known.",
            "Nobody was careless.",
            "The wrong region was chosen by the load balancer.",
            "A disk failure in the second rack came next.",
            "The value is wrong.",
            "The payload was not properly escaped.",
            "We rushed to the harbour.",
            "The fare was changed by mistake to zero.",
            "All three of the pumps failed.",
            "The “poor decision” had a reason.",
            "The horn is ignored by the gulls.",
            "The warnings were ignored by the parser.",
            "An untested path of the code was taken.",
            "The vendor failed to load.",
            "A point release is rushed out.",
            "The pilot did not read the notes carefully enough.",
            "The pump did not properly ensure that the water was gone.",
            "The flag was poorly documented.",
            "The pump responded too slowly.",
            "The driver handled that poorly.",
            "The rope was not good enough to hold.",
            "The steps that followed were routine.",
        ] {
            check(text, false);
        }
    }
}
